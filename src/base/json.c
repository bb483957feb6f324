#include "json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "unicode.h"

void pith__json_string(pith__buffer *out, pith__str text) {
    pith__buffer_add_byte(out, '"');
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        if (c < 0x20 || c == '<' || c == 0x7F || c == 0x2028 || c == 0x2029) {
            char escape[8];
            pith__buffer_add(
                out, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c));
            continue;
        }
        if (c == '"' || c == '\\')
            pith__buffer_add_byte(out, '\\');
        pith__utf8_append(out, c);
    }
    pith__buffer_add_byte(out, '"');
}

void pith__json_number(pith__buffer *out, double value, int decimals) {
    char digits[64];
    if (!isfinite(value) || fabs(value) > 1e15) {
        pith__buffer_add_str(out, PITH_STR("null"));
        return;
    }
    snprintf(digits, sizeof digits, "%.*f", decimals, value);
    char *point = strpbrk(digits, ".,");
    size_t length = strlen(digits);
    if (point != NULL) {
        *point = '.';
        while (digits[length - 1] == '0')
            length--;
        length -= digits[length - 1] == '.';
    }
    bool zero = length == 2 && memcmp(digits, "-0", 2) == 0;
    pith__buffer_add(out, digits + zero, length - zero);
}

void pith__json_next(pith__buffer *out) {
    char last = out->length > 0 ? out->data[out->length - 1] : '{';
    if (last != '{' && last != '[' && last != ':')
        pith__buffer_add_byte(out, ',');
}

void pith__json_key(pith__buffer *out, const char *key) {
    pith__json_next(out);
    pith__json_string(out, pith__str_of(key));
    pith__buffer_add_byte(out, ':');
}

void pith__json_text(pith__buffer *out, const char *key, const char *text) {
    pith__json_key(out, key);
    if (text == NULL)
        pith__buffer_add_str(out, PITH_STR("null"));
    else
        pith__json_string(out, pith__str_of(text));
}

void pith__json_real(pith__buffer *out, const char *key, double value, int decimals) {
    pith__json_key(out, key);
    pith__json_number(out, value, decimals);
}

void pith__json_count(pith__buffer *out, const char *key, size_t value) {
    char digits[32];
    pith__json_key(out, key);
    pith__buffer_add(out, digits, (size_t)snprintf(digits, sizeof digits, "%zu", value));
}

void pith__json_flag(pith__buffer *out, const char *key, bool value) {
    pith__json_key(out, key);
    pith__buffer_add_str(out, value ? PITH_STR("true") : PITH_STR("false"));
}
