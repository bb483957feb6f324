/*
 * report.h - what the program says on stderr, one line at a time.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stddef.h>

/*
 * A copy in which everything that could steer a terminal or break a line (control characters, C1
 * among them, and bytes that are not UTF-8) is written as \xNN. The result is valid UTF-8; free it.
 */
char *cli_escape(const char *text);

/* Prints "pith: NAME: CAUSE", both escaped. NULL name: "pith: CAUSE". */
void cli_report(const char *name, const char *cause);

/* The same, with "warning: " before the cause. */
void cli_warn(const char *name, const char *cause);

/* Shows a text in the last line of the terminal, in place of the one before; "" takes it away. It
   is cut short of the terminal's width by the caller, and steps aside for the messages above. */
void cli_status_line(const char *text);

/* malloc() and a copy of a string for small things, without which the program cannot go on: when
   memory runs out it says so and exits with status 1. */
void *cli_allocate(size_t size);
char *cli_copy(const char *text);

#endif
