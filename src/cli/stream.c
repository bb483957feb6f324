#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    READ_SIZE = 65536,
    LARGE_LINE = 1 << 20, /* Bytes; what a smaller one takes does not matter. */
};

bool cli_stream_open(cli_stream *stream, const char *path) {
    *stream = (cli_stream){.file = open(path, O_RDONLY | O_CLOEXEC)};
    if (stream->file < 0)
        stream->error = errno;
    return stream->file >= 0;
}

void cli_stream_open_stdin(cli_stream *stream) {
    *stream = (cli_stream){.file = STDIN_FILENO};
}

void cli_stream_close(cli_stream *stream) {
    if (stream->file > STDIN_FILENO)
        close(stream->file);
    free(stream->data);
    *stream = (cli_stream){.file = -1};
}

static bool fail(cli_stream *stream, int error) {
    stream->error = error;
    stream->ended = true;
    return false;
}

/* Makes room for READ_SIZE bytes and a NUL behind `end`. Bytes are moved to the front only when
   that frees half of the buffer, and the buffer doubles: both cost constant time a byte. */
static bool make_room(cli_stream *stream) {
    size_t needed = READ_SIZE + 1;
    if (stream->capacity - stream->end >= needed)
        return true;
    size_t length = stream->end - stream->start;
    if (stream->start >= stream->capacity / 2 && stream->start > 0) {
        memmove(stream->data, stream->data + stream->start, length);
        stream->start = 0;
        stream->end = length;
        if (stream->capacity - length >= needed)
            return true;
    }
    if (stream->capacity > SIZE_MAX / 2 - needed)
        return fail(stream, ENOMEM);
    size_t capacity = 2 * stream->capacity + needed;
    char *data = realloc(stream->data, capacity);
    if (data == NULL)
        return fail(stream, ENOMEM);
    stream->data = data;
    stream->capacity = capacity;
    return true;
}

/* Reads a piece more; false at the end. */
static bool fill(cli_stream *stream) {
    if (stream->ended || !make_room(stream))
        return false;
    if (stream->waiter.wait != NULL)
        stream->waiter.wait(stream->waiter.user, stream->file);
    ssize_t count;
    do
        count = read(stream->file, stream->data + stream->end, READ_SIZE);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return fail(stream, errno);
    if (count == 0)
        stream->ended = true;
    stream->end += (size_t)count;
    stream->data[stream->end] = '\0';
    return count > 0;
}

bool cli_stream_has(cli_stream *stream, size_t position) {
    while (stream->end - stream->start <= position) {
        if (!fill(stream))
            return false;
    }
    return true;
}

cli_line cli_stream_peek_line(
    cli_stream *stream, size_t skip, size_t maximum, char **line, size_t *length) {
    if (!cli_stream_has(stream, skip))
        return CLI_LINE_NONE;
    for (size_t searched = 0;;) {
        char *start = stream->data + stream->start + skip;
        size_t available = stream->end - stream->start - skip;
        char *newline = memchr(start + searched, '\n', available - searched);
        searched = newline != NULL ? (size_t)(newline - start) : available;
        if (searched > maximum)
            return CLI_LINE_TOO_LONG;
        if (newline == NULL && fill(stream))
            continue;
        if (stream->error != 0)
            return CLI_LINE_NONE;
        *line = stream->data + stream->start + skip;
        *length = searched;
        return CLI_LINE;
    }
}

/* Consumes up to the next line feed, keeping nothing. */
static void skip_line(cli_stream *stream) {
    while (cli_stream_has(stream, 0)) {
        char *start = stream->data + stream->start;
        char *newline = memchr(start, '\n', stream->end - stream->start);
        if (newline != NULL) {
            stream->start += (size_t)(newline - start) + 1;
            return;
        }
        stream->start = stream->end = 0;
    }
}

cli_line cli_stream_line(cli_stream *stream, size_t maximum, char **line, size_t *length) {
    cli_line found = cli_stream_peek_line(stream, 0, maximum, line, length);
    if (found == CLI_LINE_TOO_LONG) {
        skip_line(stream);
    } else if (found == CLI_LINE) {
        (*line)[*length] = '\0';
        stream->start += *length + (stream->start + *length < stream->end);
    }
    return found;
}

static char *copy_of(const char *line, size_t length) {
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, line, length);
        copy[length] = '\0';
    }
    return copy;
}

char *cli_stream_keep_line(cli_stream *stream, char *line, size_t length) {
    if (length < LARGE_LINE)
        return copy_of(line, length);
    /* What was read beyond the line is less than a piece, and moves to a new buffer. */
    size_t rest = stream->end - stream->start;
    char *data = copy_of(stream->data + stream->start, rest);
    if (data == NULL)
        return NULL;
    char *bytes = stream->data;
    memmove(bytes, line, length);
    bytes[length] = '\0';
    stream->data = data;
    stream->start = 0;
    stream->end = rest;
    stream->capacity = rest + 1;
    char *shrunk = realloc(bytes, length + 1);
    return shrunk != NULL ? shrunk : bytes;
}

char *cli_stream_take(cli_stream *stream, size_t maximum, size_t *length) {
    if (maximum > 0)
        cli_stream_has(stream, maximum - 1);
    if (stream->error != 0 || (stream->data == NULL && !make_room(stream)))
        return NULL;
    size_t available = stream->end - stream->start;
    *length = available < maximum ? available : maximum;
    char *bytes = stream->data;
    memmove(bytes, bytes + stream->start, *length);
    bytes[*length] = '\0';
    stream->data = NULL;
    stream->start = stream->end = stream->capacity = 0;
    return bytes;
}
