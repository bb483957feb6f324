#include "jsonl_page.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SHORTEST = 256 }; /* Bytes of a string; taking out a shorter one gains nothing. */

static const char *const names[CLI_PAGES] = {[CLI_PAGE_HTML] = "html", [CLI_PAGE_TEXT] = "text"};

/* ---- Strings --------------------------------------------------------------------------------- */

/* What ends a run of plain characters of a string: its end, an escape, what must not stand there,
   and what is not ASCII. */
static bool is_special(unsigned char byte) {
    return byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\';
}

/* The first special byte from `p` on, or `end`: sixteen bytes at a time. */
static const char *skip_plain(const char *p, const char *end) {
#if defined __SSE2__ && defined __GNUC__
    const __m128i blank = _mm_set1_epi8(0x20), quote = _mm_set1_epi8('"'),
                  backslash = _mm_set1_epi8('\\');
    for (; end - p >= 16; p += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        /* As signed numbers, control characters and all beyond ASCII are below the blank. */
        __m128i special = _mm_or_si128(_mm_cmplt_epi8(bytes, blank),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
        int mask = _mm_movemask_epi8(special);
        if (mask != 0)
            return p + __builtin_ctz((unsigned)mask);
    }
#endif
    while (p < end && !is_special((unsigned char)*p))
        p++;
    return p;
}

/* The length of the character beyond ASCII at `p`, or 0 if it is malformed (RFC 3629, section 4).
 */
static size_t character_length(const char *p, const char *end) {
    const unsigned char *c = (const unsigned char *)p;
    size_t left = (size_t)(end - p);
    size_t length = c[0] < 0xc2 ? 0 : c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : c[0] < 0xf5 ? 4 : 0;
    if (length == 0 || left < length)
        return 0;
    unsigned char low = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = c[0] == 0xed ? 0x9f : c[0] == 0xf4 ? 0x8f : 0xbf;
    if (c[1] < low || c[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

/* The value of the four hexadecimal digits of \uXXXX at `p`, or -1. */
static long unicode_escape(const char *p, const char *end) {
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return -1;
    long value = 0;
    for (int i = 2; i < 6; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = 16 * value + digit;
    }
    return value;
}

/* What an escape of two characters stands for, by its second; 0: there is none. */
static char plain_escape(char second) {
    switch (second) {
    case '"':
    case '\\':
    case '/':
        return second;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

/* The quote at the end of the string that begins at `p`, behind its first quote; NULL if it is
   malformed or has no end. */
static const char *string_end(const char *p, const char *end) {
    for (;;) {
        p = skip_plain(p, end);
        if (p == end || (unsigned char)*p < 0x20)
            return NULL;
        if (*p == '"')
            return p;
        size_t length;
        if (*p != '\\')
            length = character_length(p, end);
        else if (end - p > 1 && plain_escape(p[1]) != 0)
            length = 2;
        else
            length = unicode_escape(p, end) >= 0 ? 6 : 0;
        if (length == 0)
            return NULL;
        p += length;
    }
}

/* ---- Members --------------------------------------------------------------------------------- */

static const char *skip_blank(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++;
    return p;
}

/* Past a value of any kind: to the comma or bracket after it; NULL at the end of the line. */
static const char *skip_value(const char *p, const char *end) {
    size_t depth = 0;
    for (; p < end; p++) {
        if (*p == '"') {
            p = string_end(p + 1, end);
            if (p == NULL)
                return NULL;
        } else if (*p == '{' || *p == '[') {
            depth++;
        } else if (*p == '}' || *p == ']' || *p == ',') {
            if (depth == 0)
                return p;
            depth -= *p != ',';
        }
    }
    return NULL;
}

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
    const char *p = skip_blank(line, end);
    if (p == end || *p != '{')
        return false;
    p = skip_blank(p + 1, end);
    while (p < end && *p == '"') {
        const char *key = p + 1;
        const char *key_end = string_end(key, end);
        if (key_end == NULL || memchr(key, '\\', (size_t)(key_end - key)) != NULL)
            return false;
        int name = name_of(key, (size_t)(key_end - key));
        if (name < CLI_PAGES && seen[name])
            return false;
        seen[name] = true;
        p = skip_blank(key_end + 1, end);
        if (p == end || *p != ':')
            return false;
        const char *value = skip_blank(p + 1, end);
        if (value < end && *value == '"') {
            p = string_end(value + 1, end);
            if (p == NULL)
                return false;
            if (name < CLI_PAGES && p - value > SHORTEST) {
                pages[name] = (cli_page_string){(size_t)(value + 1 - line), (size_t)(p - line)};
                found = true;
            }
            p = skip_blank(p + 1, end);
        } else {
            p = skip_value(value, end);
        }
        if (p == NULL || p == end || *p != ',')
            break; /* The end of the object, or an error that the library will name. */
        p = skip_blank(p + 1, end);
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
    long value = unicode_escape(*from, end);
    *from += 6;
    if (value < 0xd800 || value > 0xdfff)
        return (uint32_t)value;
    long low = value < 0xdc00 ? unicode_escape(*from, end) : -1;
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
            *to++ = plain_escape(from[1]);
            from += 2;
        }
    }
    return (size_t)(to - (line + page.start));
}
