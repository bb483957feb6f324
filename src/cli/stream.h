/*
 * stream.h - a file read in pieces, with as much of it in memory as its reader asks for.
 */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include <stdbool.h>
#include <stddef.h>

/* Called with a descriptor before the program waits for something to read from it. */
typedef struct cli_waiter {
    void (*wait)(void *user, int file); /* NULL: nothing is called. */
    void *user;
} cli_waiter;

typedef struct cli_stream {
    int file;   /* Descriptor, or -1. */
    char *data; /* Bytes from `start` to `end` are read and not yet consumed. */
    size_t start;
    size_t end;
    size_t capacity;
    bool ended;        /* There is no more to read, or reading failed. */
    cli_waiter waiter; /* May be set once the stream is open. */
    int error;         /* errno of what failed, ENOMEM included; else 0. */
} cli_stream;

/* What cli_stream_line() found. */
typedef enum cli_line {
    CLI_LINE,          /* A line. */
    CLI_LINE_TOO_LONG, /* A line over the maximum: skipped to its end, no more than that was kept.
                        */
    CLI_LINE_NONE,     /* The end of the file, or an error: see `error`. */
} cli_line;

/* A stream of a file by its path; false with `error` set if it cannot be opened. */
bool cli_stream_open(cli_stream *stream, const char *path);

/* A stream of standard input. */
void cli_stream_open_stdin(cli_stream *stream);

/* Frees the buffer and closes the file, unless that is standard input. */
void cli_stream_close(cli_stream *stream);

/*
 * The next line, without its line feed; valid until the stream is used again, and the caller may
 * change its bytes. A NUL follows it.
 */
cli_line cli_stream_line(cli_stream *stream, size_t maximum, char **line, size_t *length);

/* The same, but nothing is consumed; a longer line is CLI_LINE_TOO_LONG. `skip` bytes before the
   line are passed over. */
cli_line cli_stream_peek_line(
    cli_stream *stream, size_t skip, size_t maximum, char **line, size_t *length);

/*
 * Bytes of its own, to be freed by the caller, for a line that cli_stream_line() has just given; a
 * NUL follows them. NULL when there is no memory. A large line takes the stream's buffer along
 * instead of being copied.
 */
char *cli_stream_keep_line(cli_stream *stream, char *line, size_t length);

/*
 * Whether there is a byte at this position from where the stream stands; reads until then.
 * stream->data[stream->start + position] is that byte.
 */
bool cli_stream_has(cli_stream *stream, size_t position);

/*
 * All the rest, or the first `maximum` bytes of it. The bytes are the caller's to free, and a NUL
 * follows them. NULL with `error` set if reading failed.
 */
char *cli_stream_take(cli_stream *stream, size_t maximum, size_t *length);

#endif
