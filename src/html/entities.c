#include "entities.h"

#include <stdint.h>
#include <string.h>

#include "../base/unicode.h"

enum { LONGEST_NAME = 32, LONGEST_OPEN_NAME = 6, SHORTEST_OPEN_NAME = 2 };

static bool is_alphanumeric(char c) {
    return pith__is_alpha(c) || pith__is_digit(c);
}

static const pith__entity *find(const pith__entity *table, size_t count, pith__str name) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *other = table[middle].name;
        int order = strncmp(name.data, other, name.length);
        if (order == 0 && other[name.length] == '\0')
            return &table[middle];
        if (order > 0)
            low = middle + 1;
        else
            high = middle; /* A longer name with this beginning comes later too. */
    }
    return NULL;
}

static size_t encode(uint32_t c, char *bytes) {
    if (c < 0x80) {
        bytes[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        bytes[0] = (char)(0xC0 | c >> 6);
        bytes[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        bytes[0] = (char)(0xE0 | c >> 12);
        bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | c >> 18);
    bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Section 13.2.5.80, "Numeric character reference end state": what a number means that is no
   character. The C1 controls were meant as windows-1252; 0 where that has none either. */
static uint32_t character_of(uint32_t number) {
    static const uint16_t windows[32] = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D,
        0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF))
        return PITH_REPLACEMENT;
    if (number >= 0x80 && number <= 0x9F && windows[number - 0x80] != 0)
        return windows[number - 0x80];
    return number;
}

static int digit_of(char c, bool hexadecimal) {
    if (pith__is_digit(c))
        return c - '0';
    c = pith__to_lower(c);
    return hexadecimal && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t decode_number(pith__str text, char *decoded, size_t *length) {
    bool hexadecimal = text.length > 2 && pith__to_lower(text.data[2]) == 'x';
    size_t first = hexadecimal ? 3 : 2, at = first;
    uint32_t number = 0;
    for (int digit; at < text.length && (digit = digit_of(text.data[at], hexadecimal)) >= 0; at++) {
        if (number <= 0x10FFFF) /* Beyond it, how large no longer matters. */
            number = number * (hexadecimal ? 16 : 10) + (uint32_t)digit;
    }
    if (at == first)
        return 0;
    *length = encode(character_of(number), decoded);
    return at < text.length && text.data[at] == ';' ? at + 1 : at;
}

size_t pith__entity_decode(
    pith__str text, bool attribute, char decoded[PITH_LONGEST_ENTITY], size_t *length) {
    if (text.length > 1 && text.data[1] == '#')
        return decode_number(text, decoded, length);
    size_t end = 1;
    while (end < text.length && end <= LONGEST_NAME && is_alphanumeric(text.data[end]))
        end++;
    const pith__entity *found = NULL;
    size_t taken = 0;
    if (end < text.length && text.data[end] == ';') {
        found = find(pith__entities, pith__entities_count, pith__str_slice(text, 1, end));
        taken = end + 1;
    }
    size_t open = end - 1 < LONGEST_OPEN_NAME ? end - 1 : LONGEST_OPEN_NAME;
    for (; found == NULL && open >= SHORTEST_OPEN_NAME; open--) {
        found = find(
            pith__open_entities, pith__open_entities_count, pith__str_slice(text, 1, open + 1));
        taken = open + 1;
        if (found == NULL || !attribute || taken >= text.length)
            continue;
        if (text.data[taken] == '=' || is_alphanumeric(text.data[taken]))
            return 0;
    }
    if (found == NULL)
        return 0;
    *length = strlen(found->text);
    memcpy(decoded, found->text, *length);
    return taken;
}

/* The first byte that is '&' or CR, or the length. */
static size_t first_special(pith__str text, bool references) {
    size_t length = text.length;
    if (length == 0)
        return 0;
    const char *found = references ? memchr(text.data, '&', length) : NULL;
    if (found != NULL)
        length = (size_t)(found - text.data);
    found = memchr(text.data, '\r', length);
    return found == NULL ? length : (size_t)(found - text.data);
}

/* Two names are a byte shorter than what they stand for: "&nGt;" and "&nLt;", five bytes for six.
 */
static size_t longest_decoded(size_t length) {
    return length + length / 5 + PITH_LONGEST_ENTITY;
}

static pith__str decode(pith__arena *arena, pith__str text, bool references, bool attribute) {
    size_t at = first_special(text, references);
    if (at == text.length)
        return text;
    char *output = pith__arena_alloc(arena, longest_decoded(text.length));
    size_t length = 0;
    for (;;) {
        memcpy(output + length, text.data, at);
        length += at;
        text = pith__str_slice(text, at, text.length);
        if (text.length == 0)
            break;
        size_t taken = 1, decoded = 1;
        if (text.data[0] == '\r') {
            output[length] = '\n';
            taken += text.length > 1 && text.data[1] == '\n';
        } else {
            taken = pith__entity_decode(text, attribute, output + length, &decoded);
            if (taken == 0) {
                output[length] = '&';
                taken = decoded = 1;
            }
        }
        length += decoded;
        text = pith__str_slice(text, taken, text.length);
        at = first_special(text, references);
    }
    output[length] = '\0';
    return (pith__str){output, length};
}

pith__str pith__entities_decode(pith__arena *arena, pith__str text, bool attribute) {
    return decode(arena, text, true, attribute);
}

pith__str pith__line_ends(pith__arena *arena, pith__str text) {
    return decode(arena, text, false, false);
}
