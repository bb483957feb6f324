#include "write.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "../base/unicode.h"

/* The members of a record in their order, which is part of the interface. */
static const char *const own_keys[] = {"id", "url", "title", "author", "date", "modified",
    "sitename", "hostname", "description", "categories", "tags", "language", "image", "license",
    "pagetype", "text", "comments", "confidence", "dropped", "truncated", "error"};

/* Members of an input record that are the page itself; they are not carried through. */
static const char *const input_keys[] = {"html", "text"};

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

static void set_article(json_t *record, const pith_article *article) {
    set_metadata(record, &article->metadata);
    json_object_set_new(record, "text", json_stringn(article->text, article->text_length));
    json_object_set_new(
        record, "comments", json_stringn(article->comments, article->comments_length));
    /* Three digits say all there is to say, and print the same everywhere. */
    json_object_set_new(
        record, "confidence", json_real(round(article->confidence * 1000.0) / 1000.0));
    json_object_set_new(record, "dropped", dropped_counts(article));
    json_object_set_new(record, "truncated", json_boolean(article->truncated));
    json_object_set_new(record, "error", json_null());
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

static bool is_among(const char *key, const char *const *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

/* The members of `carry` that are not pith's own, in their order; NULL and `error` on failure. */
static json_t *carried_members(const char *carry, pith_error *error) {
    json_error_t cause;
    json_t *members = json_loads(carry, JSON_ALLOW_NUL, &cause);
    if (!json_is_object(members)) {
        pith__error_set(error, PITH_ERROR_USAGE, "carry is no JSON object: %s",
            members == NULL ? cause.text : "another value");
        json_decref(members);
        return NULL;
    }
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(members, next, key, value) {
        if (is_among(key, own_keys, sizeof own_keys / sizeof *own_keys) ||
            is_among(key, input_keys, sizeof input_keys / sizeof *input_keys))
            json_object_del(members, key);
    }
    return members;
}

/* One object of the members of two that are written already; frees both texts. */
static char *join_objects(char *first, char *second) {
    char *joined = NULL;
    if (first != NULL && second != NULL) {
        size_t length = strlen(first), more = strlen(second);
        joined = malloc(length + more);
        if (joined != NULL) {
            memcpy(joined, first, length);
            /* "{a}" and "{b}" are put together as "{a,b}". */
            joined[length - 1] = ',';
            memcpy(joined + length, second + 1, more);
        }
    }
    free(first);
    free(second);
    return joined;
}

char *pith__write_json(const pith_article *article, const char *url, const char *failure,
    const pith_write_options *options, pith_error *error) {
    const char *carry = options == NULL ? NULL : options->carry;
    json_t *carried = NULL;
    if (carry != NULL && (carried = carried_members(carry, error)) == NULL)
        return NULL;
    json_t *record = json_object();
    if (options != NULL && options->id != NULL)
        json_object_set_new(record, "id", text_or_null(options->id));
    if (article != NULL)
        set_article(record, article);
    else
        set_failure(record, url, failure);
    /* Our own numbers need few digits; those carried through need all that they came with. */
    char *line = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(6));
    if (json_object_size(carried) > 0)
        line = join_objects(line, json_dumps(carried, JSON_COMPACT | JSON_REAL_PRECISION(17)));
    if (line == NULL)
        pith__error_status(error, PITH_ERROR_MEMORY);
    json_decref(record);
    json_decref(carried);
    return line;
}
