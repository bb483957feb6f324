/*
 * unicode.h - UTF-8 and the character classes that pith needs; the tables are utf8proc's.
 */
#ifndef PITH_BASE_UNICODE_H
#define PITH_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buffer.h"
#include "str.h"

enum { PITH_REPLACEMENT = 0xFFFD };

/* Most text is ASCII, and is asked about character by character: what is to be said of ASCII is
   said without a call, and what is beyond it is asked of these. */
uint32_t pith__utf8_next_beyond(const char **cursor, const char *end);
bool pith__is_word_beyond(uint32_t code_point);
bool pith__is_decimal_beyond(uint32_t code_point);
bool pith__is_upper_beyond(uint32_t code_point);
bool pith__is_lower_beyond(uint32_t code_point);
bool pith__is_blank_beyond(uint32_t code_point);
bool pith__is_control_beyond(uint32_t code_point);
bool pith__is_unspaced_beyond(uint32_t code_point);
uint32_t pith__lower_beyond(uint32_t code_point);

/* The first byte from `p` on that is not ASCII, or `end`; and the first that is no printable
   character of ASCII, blank included. */
const char *pith__skip_ascii(const char *p, const char *end);
const char *pith__skip_printable(const char *p, const char *end);

/*
 * The code point at *cursor, which is advanced past it; `*cursor < end` must hold. A malformed
 * sequence gives U+FFFD and is skipped as the WHATWG Encoding Standard says ("maximal subpart").
 */
static inline uint32_t pith__utf8_next(const char **cursor, const char *end) {
    unsigned char first = (unsigned char)**cursor;
    if (first >= 0x80)
        return pith__utf8_next_beyond(cursor, end);
    ++*cursor;
    return first;
}

/* Whether all of it is valid UTF-8 (no surrogates, nothing above U+10FFFF, shortest forms). */
bool pith__utf8_valid(pith__str text);

/* Appends a code point; one that is none becomes U+FFFD. */
void pith__utf8_append(pith__buffer *buffer, uint32_t code_point);

/* The largest length <= `length` that does not cut a character of valid UTF-8 apart. */
size_t pith__utf8_boundary(pith__str text, size_t length);

/*
 * The text in normalization form C (Unicode Standard Annex 15). The view is returned unchanged when
 * no character of it can need composing, which is the case below U+0300. U+034F is put into runs of
 * more than 30 combining marks (the annex's "Stream-Safe Text Format"), so that time stays linear.
 */
pith__str pith__nfc(pith__arena *arena, pith__str text);

/* A letter, mark or digit of any script, '_', or the copyright sign: what words are made of. */
static inline bool pith__is_word(uint32_t c) {
    if (c >= 0x80)
        return pith__is_word_beyond(c);
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}
static inline bool pith__is_decimal(uint32_t c) {
    return c < 0x80 ? c >= '0' && c <= '9' : pith__is_decimal_beyond(c);
}
static inline bool pith__is_upper(uint32_t c) {
    return c < 0x80 ? c >= 'A' && c <= 'Z' : pith__is_upper_beyond(c);
}
static inline bool pith__is_lower(uint32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : pith__is_lower_beyond(c);
}

/* White space that a reader sees as a gap, U+00A0 and the spaces of U+2000 among it. */
static inline bool pith__is_blank(uint32_t c) {
    return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : pith__is_blank_beyond(c);
}

/* Han, kana, Thai, Lao, Khmer, Burmese: scripts written without spaces, in which each character
   stands for itself when words are compared, and two count as a word. So does the copyright sign,
   which says as much as a word does. */
static inline bool pith__is_unspaced(uint32_t c) {
    return c >= 0x80 && pith__is_unspaced_beyond(c);
}

/* Cells that a character takes on a terminal: 0 for marks that combine, 2 for wide ones, else 1. */
int pith__columns(uint32_t code_point);

/* Simple lower case of one code point. */
static inline uint32_t pith__lower(uint32_t c) {
    if (c >= 0x80)
        return pith__lower_beyond(c);
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* A control or invisible formatting character that has no place in an article: C0 but TAB and LF,
   DEL, C1, zero-width space, byte order mark, bidirectional overrides, soft hyphen, noncharacters.
   Joiners and direction marks stay: scripts need them. */
static inline bool pith__is_control(uint32_t c) {
    if (c >= 0x7F)
        return pith__is_control_beyond(c);
    return c < 0x20 && c != '\t' && c != '\n';
}

#endif
