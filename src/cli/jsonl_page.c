#include "jsonl_page.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"

enum { SHORTEST = 256 }; /* Bytes of a string; taking out a shorter one gains nothing. */

static const char *const names[CLI_PAGES] = {[CLI_PAGE_HTML] = "html", [CLI_PAGE_TEXT] = "text"};

/* ---- Members --------------------------------------------------------------------------------- */

/* Which of the names a key is, from quote to quote; CLI_PAGES if none. */
static int name_of(const char *key, size_t length) {
    int name = 0;
    while (name < CLI_PAGES &&
           !(strlen(names[name]) == length && memcmp(names[name], key, length) == 0))
        name++;
    return name;
}

bool cli_pages_find(const char *line, size_t length, cli_page_string pages[CLI_PAGES]) {
    const char *end = line + length;
    bool seen[CLI_PAGES + 1] = {false};
    bool found = false;
    for (int i = 0; i < CLI_PAGES; i++)
        pages[i] = (cli_page_string){0, 0};
    const char *p = cli_json_skip_blank(line, end);
    if (p == end || *p != '{')
        return false;
    p = cli_json_skip_blank(p + 1, end);
    while (p < end && *p == '"') {
        const char *key = p + 1;
        const char *key_end = cli_json_string_end(key, end);
        if (key_end == NULL || memchr(key, '\\', (size_t)(key_end - key)) != NULL)
            return false;
        int name = name_of(key, (size_t)(key_end - key));
        if (name < CLI_PAGES && seen[name])
            return false;
        seen[name] = true;
        p = cli_json_skip_blank(key_end + 1, end);
        if (p == end || *p != ':')
            return false;
        const char *value = cli_json_skip_blank(p + 1, end);
        if (value < end && *value == '"') {
            p = cli_json_string_end(value + 1, end);
            if (p == NULL)
                return false;
            if (name < CLI_PAGES && p - value > SHORTEST) {
                pages[name] = (cli_page_string){(size_t)(value + 1 - line), (size_t)(p - line)};
                found = true;
            }
            p = cli_json_skip_blank(p + 1, end);
        } else {
            p = cli_json_skip_value(value, end);
        }
        if (p == NULL || p == end || *p != ',')
            break; /* The end of the object, or an error that the library will name. */
        p = cli_json_skip_blank(p + 1, end);
    }
    return found;
}

char *cli_pages_rest(
    const char *line, size_t length, const cli_page_string pages[CLI_PAGES], size_t *rest_length) {
    size_t taken = 0;
    for (int i = 0; i < CLI_PAGES; i++)
        taken += pages[i].end - pages[i].start;
    char *rest = malloc(length - taken + 1);
    if (rest == NULL)
        return NULL;
    bool html_first = pages[CLI_PAGE_HTML].start < pages[CLI_PAGE_TEXT].start;
    size_t used = 0, from = 0;
    for (int i = 0; i < CLI_PAGES; i++) {
        const cli_page_string *page = &pages[html_first ? i : CLI_PAGES - 1 - i];
        memcpy(rest + used, line + from, page->start - from);
        used += page->start - from;
        from = page->end;
    }
    memcpy(rest + used, line + from, length - from);
    used += length - from;
    rest[used] = '\0';
    *rest_length = used;
    return rest;
}

/* ---- Decoding -------------------------------------------------------------------------------- */

static char *put_character(char *to, uint32_t c) {
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else {
        *to++ = (char)(0xf0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    }
    return to;
}

/* Decodes \uXXXX at *from, or a pair of them, and goes past it. */
static uint32_t take_unicode(const char **from, const char *end) {
    long value = cli_json_unicode_escape(*from, end);
    *from += 6;
    if (value < 0xd800 || value > 0xdfff)
        return (uint32_t)value;
    long low = value < 0xdc00 ? cli_json_unicode_escape(*from, end) : -1;
    if (low < 0xdc00 || low > 0xdfff)
        return 0xfffd;
    *from += 6;
    return 0x10000 + (((uint32_t)value & 0x3ff) << 10) + ((uint32_t)low & 0x3ff);
}

size_t cli_page_decode(char *line, cli_page_string page) {
    const char *from = line + page.start, *end = line + page.end;
    char *to = line + page.start;
    while (from < end) {
        const char *backslash = memchr(from, '\\', (size_t)(end - from));
        size_t plain = (size_t)((backslash == NULL ? end : backslash) - from);
        memmove(to, from, plain); /* An escape is never shorter than what it stands for. */
        to += plain;
        from += plain;
        if (backslash == NULL)
            break;
        if (from[1] == 'u') {
            to = put_character(to, take_unicode(&from, end));
        } else {
            *to++ = cli_json_plain_escape(from[1]);
            from += 2;
        }
    }
    return (size_t)(to - (line + page.start));
}
