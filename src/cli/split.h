/*
 * split.h - a file of several pages, with a line between each two that tells them apart.
 *
 * A line is compared without the blanks at its ends. The pattern is one of the shell (fnmatch,
 * POSIX 2.13): '*' stands for anything, '?' for a character, '[...]' for one of several, and '\'
 * takes the meaning off the next character. The pattern "\f" is a line that begins with a form
 * feed, which printers end a page with; what follows the form feed belongs to the next page.
 *
 * Lines end with a line feed, so that charsets in which its byte may be a part of another character
 * (UTF-16, UTF-32) cannot be split.
 */
#ifndef CLI_SPLIT_H
#define CLI_SPLIT_H

#include "stream.h"

typedef struct cli_split_limits {
    size_t page; /* Bytes of a page that are kept; what follows up to the next page is not. */
    size_t line; /* Bytes of a line. */
} cli_split_limits;

typedef struct cli_part {
    char *bytes; /* The caller's to free; may be NULL when it failed. */
    size_t length;
    size_t line;   /* Where it begins, from 1. */
    bool too_long; /* It holds a line over the limit, which was left out. */
    int error;     /* errno of what failed, or 0. */
} cli_part;

/*
 * The next page that holds more than blank lines; false at the end of the stream. `line` counts the
 * lines read so far.
 */
bool cli_split_next(
    cli_stream *stream, const char *pattern, cli_split_limits limits, size_t *line, cli_part *part);

#endif
