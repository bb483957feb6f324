#include "json_scan.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

long cli_json_unicode_escape(const char *p, const char *end) {
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

char cli_json_plain_escape(char second) {
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

const char *cli_json_string_end(const char *p, const char *end) {
    for (;;) {
        p = skip_plain(p, end);
        if (p == end || (unsigned char)*p < 0x20)
            return NULL;
        if (*p == '"')
            return p;
        size_t length;
        if (*p != '\\')
            length = character_length(p, end);
        else if (end - p > 1 && cli_json_plain_escape(p[1]) != 0)
            length = 2;
        else
            length = cli_json_unicode_escape(p, end) >= 0 ? 6 : 0;
        if (length == 0)
            return NULL;
        p += length;
    }
}

const char *cli_json_skip_blank(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++;
    return p;
}

const char *cli_json_skip_value(const char *p, const char *end) {
    size_t depth = 0;
    for (; p < end; p++) {
        if (*p == '"') {
            p = cli_json_string_end(p + 1, end);
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
