#include "split.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_form_feed(const char *pattern) {
    return strcmp(pattern, "\\f") == 0;
}

/* Whether the line, which a NUL follows, parts two pages. Its blanks at both ends are cut off. */
static bool matches(const char *pattern, char *line, size_t length) {
    if (is_form_feed(pattern))
        return length > 0 && line[0] == '\f';
    if (memchr(line, '\0', length) != NULL)
        return false;
    size_t end = length;
    while (end > 0 && is_blank(line[end - 1]))
        end--;
    size_t start = 0;
    while (start < end && is_blank(line[start]))
        start++;
    char cut = line[end];
    line[end] = '\0';
    bool matched = fnmatch(pattern, line + start, 0) == 0;
    line[end] = cut;
    return matched;
}

/* Appends a line and its line feed, as far as the page's limit goes. False: out of memory. */
static bool add_line(
    cli_part *part, size_t *capacity, size_t limit, const char *line, size_t length) {
    if (length > limit - part->length)
        length = limit - part->length;
    if (part->length + length + 1 > *capacity) {
        size_t wanted = 2 * (part->length + length + 1);
        char *bytes = realloc(part->bytes, wanted);
        if (bytes == NULL)
            return false;
        part->bytes = bytes;
        *capacity = wanted;
    }
    memcpy(part->bytes + part->length, line, length);
    part->length += length;
    if (part->length < limit)
        part->bytes[part->length++] = '\n';
    return true;
}

static bool is_all_blank(const char *line, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (!is_blank(line[i]))
            return false;
    }
    return true;
}

/* Makes the rest of the line that was read last, from `from` to `end`, the next one. */
static void give_back(cli_stream *stream, char *from, char *end) {
    if (end < stream->data + stream->start)
        *end = '\n'; /* Reading put a NUL in its place. */
    stream->start = (size_t)(from - stream->data);
}

bool cli_split_next(cli_stream *stream, const char *pattern, cli_split_limits limits, size_t *line,
    cli_part *part) {
    *part = (cli_part){0};
    size_t capacity = 0;
    for (;;) {
        char *text = NULL;
        size_t length = 0;
        cli_line found = cli_stream_line(stream, limits.line, &text, &length);
        if (found == CLI_LINE_NONE) {
            part->error = stream->error;
            stream->error = 0; /* Told once; the stream has ended. */
            return part->line > 0 || part->error != 0;
        }
        ++*line;
        if (found == CLI_LINE && matches(pattern, text, length)) {
            bool rest = is_form_feed(pattern) && !is_all_blank(text + 1, length - 1);
            if (part->line > 0) {
                if (rest) {
                    give_back(stream, text + 1, text + length);
                    --*line;
                }
                return true;
            }
            if (!rest)
                continue;
            text++;
            length--;
        }
        if (part->line == 0 && found == CLI_LINE && is_all_blank(text, length))
            continue;
        if (part->line == 0)
            part->line = *line;
        if (found == CLI_LINE_TOO_LONG) {
            part->too_long = true;
        } else if (!add_line(part, &capacity, limits.page, text, length)) {
            part->error = ENOMEM;
            return true;
        }
    }
}
