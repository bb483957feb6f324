#include "jsonl.h"
#include "json_scan.h"
#include "jsonl_page.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

/* A page may hold NUL characters, and a number need only be carried through, whatever its size. */
#define PARSE_FLAGS (JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL)

/* ---- Surrogates ------------------------------------------------------------------------------ */

static bool is_high(long value) {
    return value >= 0xd800 && value <= 0xdbff;
}

static bool is_low(long value) {
    return value >= 0xdc00 && value <= 0xdfff;
}

/* Writes \ufffd over each escape that is half of a pair. */
static void replace_lone_surrogates(char *line, size_t length) {
    size_t position = 0;
    while (position < length) {
        char *backslash = memchr(line + position, '\\', length - position);
        if (backslash == NULL)
            return;
        position = (size_t)(backslash - line);
        const char *end = line + length;
        long value = cli_json_unicode_escape(backslash, end);
        if (is_high(value) && is_low(cli_json_unicode_escape(backslash + 6, end))) {
            position += 12;
        } else if (value >= 0) {
            if (is_high(value) || is_low(value))
                memcpy(backslash, "\\ufffd", 6);
            position += 6;
        } else {
            position += 2; /* Any other escape, an escaped backslash among them. */
        }
    }
}

/* ---- Carrying through ------------------------------------------------------------------------ */

static bool is_named(const char *key, size_t length, const char *name) {
    return length == strlen(name) + 2 && memcmp(key + 1, name, length - 2) == 0;
}

/*
 * The object without the members that pith reads, the others as they are written: numbers keep
 * their digits. jansson has found it valid. malloc'ed; NULL when none is left. A key that is
 * spelled with escapes is not recognized, and so is carried.
 */
static char *carry_of(const char *line, size_t length, bool with_id) {
    char *carry = malloc(length + 1); /* Less is left than there was. */
    if (carry == NULL)
        return NULL;
    size_t used = 0;
    const char *end = line + length;
    const char *key = cli_json_skip_blank(cli_json_skip_blank(line, end) + 1, end);
    while (*key == '"') {
        const char *key_end = cli_json_string_end(key + 1, end) + 1;
        const char *value_end = cli_json_skip_value(key_end, end);
        size_t key_length = (size_t)(key_end - key);
        if (!is_named(key, key_length, "html") && !is_named(key, key_length, "text") &&
            !is_named(key, key_length, "url") && (with_id || !is_named(key, key_length, "id"))) {
            carry[used] = used == 0 ? '{' : ',';
            used++;
            memcpy(carry + used, key, (size_t)(value_end - key));
            used += (size_t)(value_end - key);
        }
        key = *value_end == ',' ? cli_json_skip_blank(value_end + 1, end) : value_end;
    }
    if (used == 0) {
        free(carry);
        return NULL;
    }
    carry[used++] = '}';
    carry[used] = '\0';
    return carry;
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* A line, taken apart. */
typedef struct parsed_line {
    json_t *json; /* NULL: malformed. */
    char *rest;   /* What was parsed, if the page was taken out before; or NULL. */
    cli_page_string pages[CLI_PAGES];
} parsed_line;

static json_t *parse(char *line, size_t length, json_error_t *error) {
    replace_lone_surrogates(line, length);
    return json_loadb(line, length, PARSE_FLAGS, error);
}

/* Parses a line without its page. False if that cannot be done. The line is only looked at. */
static bool parse_rest(parsed_line *parsed, const char *line, size_t length) {
    *parsed = (parsed_line){.json = NULL};
    size_t rest_length;
    if (cli_pages_find(line, length, parsed->pages))
        parsed->rest = cli_pages_rest(line, length, parsed->pages, &rest_length);
    if (parsed->rest != NULL)
        parsed->json = parse(parsed->rest, rest_length, NULL);
    if (parsed->json != NULL)
        return true;
    free(parsed->rest);
    *parsed = (parsed_line){.json = NULL};
    return false;
}

static bool has_page(const json_t *json) {
    return json_object_get(json, "html") != NULL || json_object_get(json, "text") != NULL;
}

bool cli_jsonl_matches(const char *line, size_t length) {
    parsed_line parsed;
    if (!parse_rest(&parsed, line, length)) {
        char *copy = malloc(length + 1);
        if (copy == NULL)
            return false;
        memcpy(copy, line, length);
        parsed.json = parse(copy, length, NULL);
        free(copy);
    }
    bool matches = has_page(parsed.json);
    json_decref(parsed.json);
    free(parsed.rest);
    return matches;
}

/* A member, or NULL if it is absent or null. */
static json_t *member_of(const json_t *json, const char *name) {
    json_t *value = json_object_get(json, name);
    return json_is_null(value) ? NULL : value;
}

/* The string that a value is; NULL if it is none, or cannot be a C string. */
static const char *string_of(const json_t *value) {
    const char *text = json_string_value(value);
    return text != NULL && strlen(text) == json_string_length(value) ? text : NULL;
}

/* The page itself, if there is one. */
static void read_page(cli_record *record, char *line, const parsed_line *parsed) {
    json_t *page = member_of(record->json, "html");
    int name = page != NULL ? CLI_PAGE_HTML : CLI_PAGE_TEXT;
    if (page == NULL)
        page = member_of(record->json, "text");
    if (page == NULL) {
        cli_record_fail(record, PITH_ERROR_USAGE, "the object has no member \"html\" or \"text\"");
        return;
    }
    if (!json_is_string(page)) {
        cli_record_fail(record, PITH_ERROR_USAGE, "the member \"%s\" is not a string",
            name == CLI_PAGE_HTML ? "html" : "text");
        return;
    }
    cli_page_string in_line = parsed->pages[name];
    if (in_line.start > 0) {
        record->input.bytes = line + in_line.start;
        record->input.length = cli_page_decode(line, in_line);
    } else {
        record->input.bytes = json_string_value(page);
        record->input.length = json_string_length(page);
    }
    record->input.kind = name == CLI_PAGE_HTML ? PITH_KIND_HTML : PITH_KIND_TEXT;
    /* JSON is UTF-8, whatever the page said about itself before it was put into it. */
    record->input.charset = "utf-8";
}

/* All but the page. */
static void read_members(cli_record *record) {
    json_t *url = member_of(record->json, "url");
    if (url != NULL && string_of(url) == NULL)
        cli_record_fail(record, PITH_ERROR_USAGE, "the member \"url\" is not a string");
    else if (url != NULL)
        record->input.url = string_of(url);
    json_t *captured = member_of(record->json, "captured");
    if (captured != NULL && string_of(captured) == NULL)
        cli_record_fail(record, PITH_ERROR_USAGE, "the member \"captured\" is not a string");
    else if (captured != NULL)
        record->input.captured = string_of(captured);
}

void cli_jsonl_read(cli_record *record, char *line, size_t length) {
    record->from_jsonl = true;
    parsed_line parsed;
    if (!parse_rest(&parsed, line, length)) {
        json_error_t error;
        parsed.json = parse(line, length, &error);
        if (parsed.json == NULL) {
            cli_record_fail(record, PITH_ERROR_USAGE, "not valid JSON: %s (byte %d)", error.text,
                error.position);
            return;
        }
    }
    record->json = parsed.json;
    if (!json_is_object(record->json)) {
        cli_record_fail(record, PITH_ERROR_USAGE, "not a JSON object");
        return;
    }
    json_t *id = member_of(record->json, "id");
    record->id = string_of(id);
    bool with_id = id != NULL && record->id == NULL;
    record->carry = parsed.rest != NULL ? carry_of(parsed.rest, strlen(parsed.rest), with_id)
                                        : carry_of(line, length, with_id);
    free(parsed.rest);
    read_members(record);
    if (record->error.status == PITH_OK)
        read_page(record, line, &parsed);
}
