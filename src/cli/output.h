/*
 * output.h - where results go: standard output, or a file that is replaced when all is written.
 *
 * A file is written under a temporary name beside it and renamed at the end, so that it is never
 * seen half written and an old one stays if pith is stopped. What exists and is no regular file (a
 * device, a FIFO) is written to directly. Nothing is buffered: each write reaches its reader at
 * once, and its failure is known at once.
 *
 * All functions say on stderr what failed.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_output {
    const char *name; /* For messages. */
    int file;
    char *target; /* What the temporary file is to be renamed to; NULL: there is none. */
    bool written; /* Something was. */
    bool is_terminal;
} cli_output;

/* Opens the output; path NULL or "-" means standard output. There may be one at a time. */
bool cli_output_open(cli_output *output, const char *path);

/* Opens the output to be appended to: what is in a file stays, and it is written to directly. */
bool cli_output_open_append(cli_output *output, const char *path);

/* Writes all of it, or fails. */
bool cli_output_write(cli_output *output, const char *bytes, size_t length);

/* Puts the file in its place, if `keep`; otherwise removes it. */
bool cli_output_close(cli_output *output, bool keep);

#endif
