/*
 * progress.h - the line on a terminal that says how far fetching is.
 *
 *     1204/20000  31.2 pages/s  1.4 MiB/s  errors: 12 network, 3 http  28 hosts  10:03 left
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../pith.h"

enum { CLI_PROGRESS_MILLISECONDS = 100 }; /* Between two drawings. */

/* The kinds of errors that are told apart. */
enum {
    CLI_ERRORS_NETWORK,
    CLI_ERRORS_HTTP,
    CLI_ERRORS_ROBOTS,
    CLI_ERRORS_REFUSED, /* Address, URL, content type, size. */
    CLI_ERRORS_OTHER,
    CLI_ERRORS_COUNT
};

typedef struct cli_progress {
    bool shown;    /* There is a terminal to draw on. */
    int64_t begun; /* Milliseconds. */
    int64_t drawn;
    size_t errors[CLI_ERRORS_COUNT];
    /* Speed is that of the last seconds: where this window began. */
    int64_t window_begun;
    size_t window_pages;
    uint64_t window_bytes;
    double pages_per_second;
    double bytes_per_second;
} cli_progress;

/* Draws nothing if stderr is no terminal, or `quiet`. */
void cli_progress_open(cli_progress *progress, bool quiet);

/* Counts a page. */
void cli_progress_count(cli_progress *progress, const pith_response *response);

/* Draws the line if it is time. `complete`: all URLs are known. */
void cli_progress_draw(cli_progress *progress, const pith_fetch_progress *fetched, bool complete);

/* Takes the line away. */
void cli_progress_close(cli_progress *progress);

/* The line as text, cut to `size` bytes; `now` in milliseconds since it was opened. */
void cli_progress_text(const cli_progress *progress, const pith_fetch_progress *fetched,
    bool complete, int columns, char *text, size_t size);

#endif
