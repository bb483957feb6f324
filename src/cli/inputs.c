#include "inputs.h"
#include "jsonl.h"
#include "report.h"
#include "split.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char standard_input[] = "standard input";
static const char byte_order_mark[] = "\xef\xbb\xbf";

void cli_inputs_init(cli_inputs *inputs, const cli_settings *settings, cli_crawl *crawl) {
    bool reads_stdin = settings->input_count == 0 && settings->urls == NULL;
    *inputs = (cli_inputs){
        .settings = settings,
        .crawl = crawl,
        .count = reads_stdin ? 1 : settings->input_count,
    };
}

void cli_inputs_clear(cli_inputs *inputs) {
    if (inputs->is_open)
        cli_stream_close(&inputs->stream);
    inputs->is_open = false;
}

/* ---- What an input is ------------------------------------------------------------------------ */

static bool ends_in(const char *name, const char *suffix) {
    size_t length = strlen(name);
    size_t suffix_length = strlen(suffix);
    return length > suffix_length && strcasecmp(name + length - suffix_length, suffix) == 0;
}

/* Whether a file is JSONL by its first line that is not blank. Nothing is consumed. */
static bool looks_like_jsonl(cli_stream *stream, size_t max_line) {
    size_t position = 0;
    if (cli_stream_has(stream, 2) && memcmp(stream->data + stream->start, byte_order_mark, 3) == 0)
        position = 3;
    while (cli_stream_has(stream, position) && position < max_line) {
        char c = stream->data[stream->start + position];
        if (c == '{')
            break;
        if (c == '\0' || strchr(" \t\r\n", c) == NULL)
            return false;
        position++;
    }
    char *line;
    size_t length;
    return cli_stream_peek_line(stream, position, max_line, &line, &length) == CLI_LINE &&
           cli_jsonl_matches(line, length);
}

static bool is_jsonl(cli_inputs *inputs) {
    int from = inputs->settings->from;
    if (inputs->settings->split != NULL)
        return false;
    if (from != CLI_FROM_AUTO)
        return from == CLI_FROM_JSONL;
    return ends_in(inputs->name, ".jsonl") || ends_in(inputs->name, ".ndjson") ||
           looks_like_jsonl(&inputs->stream, inputs->settings->max_line);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static void fail_with_errno(cli_record *record, int number) {
    cli_record_fail(record, number == ENOMEM ? PITH_ERROR_MEMORY : PITH_ERROR_IO, "%s",
        number == ENOMEM ? "out of memory" : strerror(number));
}

/* What the user says about a page outranks what its server said. */
static void apply_hints(cli_record *record, const cli_settings *settings) {
    if (settings->url != NULL && (!record->from_jsonl || record->input.url == NULL))
        record->input.url = settings->url;
    if (settings->charset != NULL && !record->from_jsonl)
        record->input.charset = settings->charset;
    if (settings->captured != NULL && record->input.captured == NULL)
        record->input.captured = settings->captured;
    if (settings->from == CLI_FROM_HTML)
        record->input.kind = PITH_KIND_HTML;
    if (settings->from == CLI_FROM_TEXT)
        record->input.kind = PITH_KIND_TEXT;
}

/* The file as one page. */
static void read_page(cli_inputs *inputs, cli_record *record) {
    /* One byte over the limit tells the library that there was more. */
    size_t maximum = inputs->settings->limits.max_input + 1;
    record->bytes = cli_stream_take(&inputs->stream, maximum, &record->input.length);
    record->input.bytes = record->bytes;
    if (record->bytes == NULL)
        fail_with_errno(record, inputs->stream.error);
}

static bool is_blank(const char *line, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\0' || strchr(" \t\r", line[i]) == NULL)
            return false;
    }
    return true;
}

/* A record that is named for the line where it begins. */
static cli_record record_at(const cli_inputs *inputs, size_t line) {
    char number[32];
    snprintf(number, sizeof number, ":%zu", line);
    size_t size = strlen(inputs->name) + strlen(number) + 1;
    char *name = cli_allocate(size);
    snprintf(name, size, "%s%s", inputs->name, number);
    cli_record record = cli_record_new(name);
    free(name);
    return record;
}

static void keep_line(cli_record *record, cli_stream *stream, char *line, size_t length) {
    record->bytes = cli_stream_keep_line(stream, line, length);
    if (record->bytes == NULL)
        fail_with_errno(record, ENOMEM);
    else
        record->line_length = length;
}

/* The next line that is not blank; false at the end of the file. */
static bool read_line(cli_inputs *inputs, cli_record *record) {
    size_t maximum = inputs->settings->max_line;
    for (;;) {
        char *line = NULL;
        size_t length = 0;
        cli_line found = cli_stream_line(&inputs->stream, maximum, &line, &length);
        if (found == CLI_LINE_NONE && inputs->stream.error == 0)
            return false;
        inputs->line++;
        if (found == CLI_LINE && inputs->line == 1 && length >= 3 &&
            memcmp(line, byte_order_mark, 3) == 0) {
            line += 3;
            length -= 3;
        }
        if (found == CLI_LINE && is_blank(line, length))
            continue;

        *record = record_at(inputs, inputs->line);
        record->from_jsonl = true;
        if (found == CLI_LINE)
            keep_line(record, &inputs->stream, line, length);
        else if (found == CLI_LINE_TOO_LONG)
            cli_record_fail(record, PITH_ERROR_TOO_LARGE,
                "the line is longer than %zu bytes (see --max-line)", maximum);
        else
            fail_with_errno(record, inputs->stream.error);
        if (found == CLI_LINE_NONE)
            inputs->stream.error = 0; /* Told once; the stream has ended. */
        return true;
    }
}

/* The next page between two lines that match; false at the end of the file. */
static bool read_part(cli_inputs *inputs, cli_record *record) {
    cli_split_limits limits = {inputs->settings->limits.max_input + 1, inputs->settings->max_line};
    cli_part part;
    if (!cli_split_next(&inputs->stream, inputs->settings->split, limits, &inputs->line, &part))
        return false;
    *record = record_at(inputs, part.line);
    record->id = record->name;
    record->bytes = part.bytes;
    record->input.bytes = part.bytes;
    record->input.length = part.length;
    if (part.error != 0)
        fail_with_errno(record, part.error);
    else if (part.too_long)
        cli_record_fail(record, PITH_ERROR_TOO_LARGE,
            "a line is longer than %zu bytes (see --max-line)", limits.line);
    return true;
}

/* ---- The sequence ---------------------------------------------------------------------------- */

static bool open_stream(cli_inputs *inputs, const char *argument) {
    inputs->line = 0;
    bool open = true;
    if (strcmp(argument, "-") != 0)
        open = cli_stream_open(&inputs->stream, argument);
    else
        cli_stream_open_stdin(&inputs->stream);
    inputs->stream.waiter = inputs->waiter;
    return open;
}

/* Opens the next input. True if that gave a record; JSONL is only opened, and a URL that was
   fetched before gives nothing. */
static bool open_next(cli_inputs *inputs, cli_record *record) {
    const cli_settings *settings = inputs->settings;
    const char *argument = settings->input_count > 0 ? settings->inputs[inputs->next] : "-";
    inputs->next++;
    inputs->name = strcmp(argument, "-") == 0 ? standard_input : argument;

    if (cli_is_url(argument)) {
        if (!cli_crawl_argument(inputs->crawl, inputs->next - 1, record))
            return false;
        if (inputs->count > 1 || settings->urls != NULL)
            record->id = record->name;
        return true;
    }
    if (cli_interrupted() != 0)
        return false; /* Only what is being fetched is still wanted. */
    *record = cli_record_new(inputs->name);
    /* Among several pages each needs a name to be known by; one alone does not. */
    if (inputs->count > 1 && inputs->name == argument)
        record->id = record->name;
    if (!open_stream(inputs, argument)) {
        fail_with_errno(record, inputs->stream.error);
        return true;
    }
    if (settings->split != NULL || is_jsonl(inputs)) {
        cli_record_clear(record);
        inputs->is_open = true;
        return false;
    }
    read_page(inputs, record);
    cli_stream_close(&inputs->stream);
    return true;
}

bool cli_inputs_next(cli_inputs *inputs, cli_record *record) {
    for (;;) {
        bool found = false;
        if (inputs->is_open) {
            found = inputs->settings->split != NULL ? read_part(inputs, record)
                                                    : read_line(inputs, record);
            if (!found)
                cli_inputs_clear(inputs);
        } else if (inputs->next < inputs->count) {
            found = open_next(inputs, record);
        } else {
            found = cli_crawl_next(inputs->crawl, record);
            if (!found)
                return false;
        }
        if (found)
            return true;
    }
    return false;
}

void cli_inputs_finish(cli_record *record, const cli_settings *settings) {
    if (record->line_length > 0) {
        cli_jsonl_read(record, record->bytes, record->line_length);
        record->line_length = 0;
    }
    apply_hints(record, settings);
}
