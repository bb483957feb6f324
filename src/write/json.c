#include "write.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/error.h"
#include "../base/unicode.h"
#include "json_blocks.h"

/* A string whose malformed UTF-8 has become U+FFFD: names of files and URLs that callers pass in
   can hold anything, and a record must not lack a member for that. */
static json_t *mended_string(pith__str text) {
    char *mended = malloc(3 * text.length + 1);
    if (mended == NULL)
        return NULL;
    size_t length = 0;
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        const char *from = p;
        bool malformed = pith__utf8_next(&p, end) == PITH_REPLACEMENT;
        size_t taken = malformed ? 3 : (size_t)(p - from);
        memcpy(mended + length, malformed ? "\xEF\xBF\xBD" : from, taken);
        length += taken;
    }
    json_t *string = json_stringn(mended, length);
    free(mended);
    return string;
}

static json_t *text_or_null(const char *text) {
    if (text == NULL)
        return json_null();
    pith__str view = pith__str_of(text);
    return pith__utf8_valid(view) ? json_stringn(text, view.length) : mended_string(view);
}

/* "a; b" as ["a", "b"]. */
static json_t *list_or_null(const char *joined) {
    if (joined == NULL)
        return json_null();
    json_t *list = json_array();
    for (const char *from = joined; from != NULL;) {
        const char *end = strstr(from, "; ");
        size_t length = end == NULL ? strlen(from) : (size_t)(end - from);
        json_array_append_new(list, json_stringn(from, length));
        from = end == NULL ? NULL : end + 2;
    }
    return list;
}

static json_t *dropped_counts(const pith_article *article) {
    json_t *counts = json_object();
    for (int i = 0; i < PITH_REASON_COUNT; i++) {
        if (article->dropped[i] > 0)
            json_object_set_new(counts, pith_reason_name((pith_reason)i),
                json_integer((json_int_t)article->dropped[i]));
    }
    return counts;
}

static void set_metadata(json_t *record, const pith_metadata *metadata) {
    json_object_set_new(record, "url", text_or_null(metadata->url));
    json_object_set_new(record, "title", text_or_null(metadata->title));
    json_object_set_new(record, "author", text_or_null(metadata->author));
    json_object_set_new(record, "date", text_or_null(metadata->date));
    json_object_set_new(record, "modified", text_or_null(metadata->modified));
    json_object_set_new(record, "sitename", text_or_null(metadata->sitename));
    json_object_set_new(record, "hostname", text_or_null(metadata->hostname));
    json_object_set_new(record, "description", text_or_null(metadata->description));
    json_object_set_new(record, "categories", list_or_null(metadata->categories));
    json_object_set_new(record, "tags", list_or_null(metadata->tags));
    json_object_set_new(record, "language", text_or_null(metadata->language));
    json_object_set_new(record, "image", text_or_null(metadata->image));
    json_object_set_new(record, "license", text_or_null(metadata->license));
    json_object_set_new(record, "pagetype", text_or_null(metadata->pagetype));
}

/* The sources of the fields that are known, in the order of the fields. */
static json_t *provenance_of(const pith_metadata *sources) {
    json_t *named = json_object();
    const struct {
        const char *field;
        const char *source;
    } fields[] = {{"url", sources->url}, {"title", sources->title}, {"author", sources->author},
        {"date", sources->date}, {"modified", sources->modified}, {"sitename", sources->sitename},
        {"hostname", sources->hostname}, {"description", sources->description},
        {"categories", sources->categories}, {"tags", sources->tags},
        {"language", sources->language}, {"image", sources->image}, {"license", sources->license},
        {"pagetype", sources->pagetype}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].source != NULL)
            json_object_set_new(named, fields[i].field, json_string(fields[i].source));
    }
    return named;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

/*
 * An article's text is most of its record, and jansson copies it and then asks for each of its
 * characters. So the record is made with empty texts, and these are put in where they belong.
 */

static size_t layout_of(bool pretty) {
    return (pretty ? JSON_INDENT(2) : JSON_COMPACT) | JSON_REAL_PRECISION(6);
}

/* The letter of the escape of two characters for a byte of a string, or 0. */
static char short_escape(unsigned char byte) {
    switch (byte) {
    case '"':
    case '\\':
        return (char)byte;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static bool is_escaped(unsigned char byte) {
    return byte < 0x20 || byte == '"' || byte == '\\';
}

static size_t escaped_length(pith__str text) {
    size_t length = text.length;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (is_escaped(byte))
            length += short_escape(byte) != 0 ? 1 : 5;
    }
    return length;
}

/* Writes a text, valid UTF-8, as the inside of a string; returns where it ends. */
static char *put_escaped(char *to, pith__str text) {
    for (size_t i = 0; i < text.length;) {
        size_t from = i;
        while (i < text.length && !is_escaped((unsigned char)text.data[i]))
            i++;
        memcpy(to, text.data + from, i - from);
        to += i - from;
        if (i == text.length)
            break;
        unsigned char byte = (unsigned char)text.data[i++];
        *to++ = '\\';
        if (short_escape(byte) != 0)
            *to++ = short_escape(byte);
        else
            to += sprintf(to, "u%04X", (unsigned)byte);
    }
    return to;
}

/* The record's line with its texts; `members` is the length of the object that the members before
   them make by themselves. `line` is freed; NULL when there is no memory. */
static char *put_texts(char *line, size_t members, const pith__record_texts *texts, bool pretty) {
    const char *before_text = pretty ? ",\n  \"text\": \"" : ",\"text\":\"";
    const char *before_comments = pretty ? "\",\n  \"comments\": \"" : "\",\"comments\":\"";
    /* Without the bracket at its end, and the line end before it. */
    size_t text_at = members - (pretty ? 2 : 1) + strlen(before_text);
    size_t comments_at = text_at + strlen(before_comments);
    size_t length = strlen(line);
    char *whole =
        malloc(length + escaped_length(texts->text) + escaped_length(texts->comments) + 1);
    if (whole != NULL) {
        memcpy(whole, line, text_at);
        char *to = put_escaped(whole + text_at, texts->text);
        memcpy(to, line + text_at, comments_at - text_at);
        to = put_escaped(to + (comments_at - text_at), texts->comments);
        memcpy(to, line + comments_at, length - comments_at + 1);
    }
    free(line);
    return whole;
}

/* ---- Records --------------------------------------------------------------------------------- */

/* Returns the length of the object that the members before the texts make. The texts are empty. */
static size_t set_article(
    json_t *record, const pith_article *article, const pith_write_options *options) {
    set_metadata(record, &article->metadata);
    if (options != NULL && options->provenance)
        json_object_set_new(record, "provenance", provenance_of(&article->sources));
    size_t members = json_dumpb(record, NULL, 0, layout_of(options != NULL && options->pretty));
    json_object_set_new(record, "text", json_string(""));
    json_object_set_new(record, "comments", json_string(""));
    /* Three digits say all there is to say, and print the same everywhere. */
    json_object_set_new(
        record, "confidence", json_real(round(article->confidence * 1000.0) / 1000.0));
    json_object_set_new(record, "dropped", dropped_counts(article));
    json_object_set_new(record, "truncated", json_boolean(article->truncated));
    if (options != NULL && options->blocks)
        pith__json_set_blocks(record, article, options);
    json_object_set_new(record, "error", json_null());
    return members;
}

/* How the page was fetched. The time is that of the last answer. */
static void set_response(json_t *record, const pith_response *response) {
    bool answered = response->status > 0;
    json_object_set_new(record, "status", answered ? json_integer(response->status) : json_null());
    json_object_set_new(record, "final_url", text_or_null(response->url));
    json_object_set_new(record, "redirect",
        response->redirect == PITH_REDIRECT_NONE
            ? json_null()
            : json_string(pith_redirect_name(response->redirect)));
    char text[32] = "";
    time_t seconds = (time_t)response->fetched_at;
    struct tm parts;
    if (gmtime_r(&seconds, &parts) != NULL)
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    json_object_set_new(record, "fetched_at", json_string(text));
    json_object_set_new(record, "bytes", json_integer((json_int_t)response->length));
    json_object_set_new(record, "seconds", json_real(round(response->seconds * 1000) / 1000));
}

static void set_failure(json_t *record, const char *url, const char *failure) {
    pith_metadata nothing = {.url = url};
    set_metadata(record, &nothing);
    json_object_set_new(record, "text", json_null());
    json_object_set_new(record, "comments", json_null());
    json_object_set_new(record, "confidence", json_null());
    json_object_set_new(record, "dropped", json_null());
    json_object_set_new(record, "truncated", json_null());
    json_object_set_new(record, "error", text_or_null(failure));
}

/* The members of `carry` that are not pith's own and not the page; NULL and `error` on failure. */
static json_t *parse_carried(
    const json_t *record, const char *carry, bool *changed, pith_error *error) {
    json_error_t cause;
    json_t *extra = json_loads(carry, JSON_ALLOW_NUL, &cause);
    if (extra == NULL) /* A number may have more digits than an integer can hold. */
        extra = json_loads(carry, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &cause);
    if (!json_is_object(extra)) {
        pith__error_set(error, PITH_ERROR_USAGE, "carry is no JSON object: %s",
            extra == NULL ? cause.text : "another value");
        json_decref(extra);
        return NULL;
    }
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(extra, next, key, value) {
        if (json_object_get(record, key) != NULL || strcmp(key, "html") == 0 ||
            strcmp(key, "text") == 0) {
            *changed = true;
            json_object_del(extra, key);
        }
    }
    return extra;
}

/*
 * `line` with the members of `carry` at its end; NULL and `error` on failure. `line` is freed. They
 * are copied as they are written, digit by digit, unless some must go, they are on several lines,
 * or the record is to be indented.
 */
static char *append_carried(
    char *line, const json_t *record, const pith_write_options *options, pith_error *error) {
    const char *carry = options->carry;
    bool changed = options->pretty || strpbrk(carry, "\r\n") != NULL;
    json_t *extra = parse_carried(record, carry, &changed, error);
    if (extra == NULL || json_object_size(extra) == 0) {
        if (extra == NULL) {
            free(line);
            line = NULL;
        }
        json_decref(extra);
        return line;
    }
    size_t layout = options->pretty ? JSON_INDENT(2) : JSON_COMPACT;
    char *dumped = changed ? json_dumps(extra, layout | JSON_REAL_PRECISION(17)) : NULL;
    json_decref(extra);
    const char *members = strchr(dumped != NULL ? dumped : carry, '{') + 1;
    /* Without the bracket at its end, and the line end before it. */
    size_t length = strlen(line) - (options->pretty ? 2 : 1);
    size_t size = length + 1 + strlen(members) + 1;
    char *joined = changed && dumped == NULL ? NULL : malloc(size);
    if (joined != NULL) {
        memcpy(joined, line, length);
        joined[length] = ',';
        strcpy(joined + length + 1, members);
    } else {
        pith__error_status(error, PITH_ERROR_MEMORY);
    }
    free(dumped);
    free(line);
    return joined;
}

char *pith__write_json(const pith_article *article, const pith__record_texts *texts,
    const char *url, const char *failure, const pith_write_options *options, pith_error *error) {
    json_t *record = json_object();
    if (options != NULL && options->id != NULL)
        json_object_set_new(record, "id", text_or_null(options->id));
    size_t members = 0;
    if (article != NULL)
        members = set_article(record, article, options);
    else
        set_failure(record, url, failure);
    if (options != NULL && options->response != NULL)
        set_response(record, options->response);
    bool pretty = options != NULL && options->pretty;
    char *line = json_dumps(record, layout_of(pretty));
    if (line != NULL && article != NULL)
        line = put_texts(line, members, texts, pretty);
    if (line == NULL)
        pith__error_status(error, PITH_ERROR_MEMORY);
    else if (options != NULL && options->carry != NULL)
        line = append_carried(line, record, options, error);
    json_decref(record);
    return line;
}
