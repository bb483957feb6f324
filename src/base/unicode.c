#include "unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { COPYRIGHT_SIGN = 0xA9 };

/* Encoding Standard, section "UTF-8 decoder": the range of the second byte depends on the first. */
uint32_t pith__utf8_next_beyond(const char **cursor, const char *end) {
    const unsigned char *p = (const unsigned char *)*cursor;
    unsigned char first = *p++;
    *cursor = (const char *)p;
    unsigned int more;
    unsigned char low = 0x80, high = 0xBF;
    uint32_t code_point;
    if (first >= 0xC2 && first <= 0xDF) {
        more = 1;
        code_point = first & 0x1Fu;
    } else if (first >= 0xE0 && first <= 0xEF) {
        more = 2;
        code_point = first & 0x0Fu;
        if (first == 0xE0)
            low = 0xA0;
        else if (first == 0xED)
            high = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        more = 3;
        code_point = first & 0x07u;
        if (first == 0xF0)
            low = 0x90;
        else if (first == 0xF4)
            high = 0x8F;
    } else {
        return PITH_REPLACEMENT;
    }
    for (; more > 0; more--) {
        if ((const char *)p >= end || *p < low || *p > high)
            return PITH_REPLACEMENT;
        code_point = (code_point << 6) | (*p++ & 0x3Fu);
        *cursor = (const char *)p;
        low = 0x80;
        high = 0xBF;
    }
    return code_point;
}

const char *pith__skip_ascii(const char *p, const char *end) {
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        int beyond = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)p));
        if (beyond != 0)
            return p + __builtin_ctz((unsigned)beyond);
    }
#endif
    while (p < end && (unsigned char)*p < 0x80)
        p++;
    return p;
}

const char *pith__skip_printable(const char *p, const char *end) {
#ifdef __SSE2__
    /* As signed numbers, controls and all beyond ASCII are below the blank. */
    const __m128i blank = _mm_set1_epi8(' '), last = _mm_set1_epi8(0x7F);
    for (; end - p >= 16; p += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        int other = _mm_movemask_epi8(
            _mm_or_si128(_mm_cmplt_epi8(bytes, blank), _mm_cmpeq_epi8(bytes, last)));
        if (other != 0)
            return p + __builtin_ctz((unsigned)other);
    }
#endif
    while (p < end && *p >= ' ' && *p < 0x7F)
        p++;
    return p;
}

bool pith__utf8_valid(pith__str text) {
    if (text.length == 0)
        return true;
    const char *p = text.data, *end = text.data + text.length;
    while ((p = pith__skip_ascii(p, end)) < end) {
        const char *start = p;
        /* U+FFFD itself is valid: EF BF BD. */
        if (pith__utf8_next(&p, end) == PITH_REPLACEMENT &&
            !(p - start == 3 && memcmp(start, "\xEF\xBF\xBD", 3) == 0))
            return false;
    }
    return true;
}

void pith__utf8_append(pith__buffer *buffer, uint32_t code_point) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = PITH_REPLACEMENT;
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);
    pith__buffer_add(buffer, (const char *)bytes, (size_t)length);
}

size_t pith__utf8_boundary(pith__str text, size_t length) {
    if (length >= text.length)
        return text.length;
    while (length > 0 && ((unsigned char)text.data[length] & 0xC0) == 0x80)
        length--;
    return length;
}

static utf8proc_category_t category(uint32_t code_point) {
    return utf8proc_category((utf8proc_int32_t)code_point);
}

/*
 * Unicode Standard Annex 15, "Stream-Safe Text Format": no text needs more than 30 combining marks
 * in a row, and sorting them takes utf8proc the square of their number. A longer run is broken with
 * U+034F COMBINING GRAPHEME JOINER, which does not show. Returns the text itself where it has none.
 */
static pith__str break_mark_runs(pith__arena *arena, pith__str text) {
    enum { LONGEST_RUN = 30, JOINER = 0x034F };
    pith__buffer output = {0};
    const char *end = text.data + text.length;
    const char *done = text.data;
    size_t run = 0;
    for (const char *p = text.data; p < end;) {
        const char *start = p;
        utf8proc_category_t kind = category(pith__utf8_next(&p, end));
        bool mark = kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
        run = mark ? run + 1 : 0;
        if (run <= LONGEST_RUN)
            continue;
        if (output.arena == NULL)
            pith__buffer_init(&output, arena, (size_t)-1);
        pith__buffer_add(&output, done, (size_t)(start - done));
        pith__utf8_append(&output, JOINER);
        done = start;
        run = 1;
    }
    if (output.arena == NULL)
        return text;
    pith__buffer_add(&output, done, (size_t)(end - done));
    return pith__buffer_str(&output);
}

/* Whether a character from U+0300 on may change, or change one before it, when text is composed.
   Punctuation, letters and ideographs mostly cannot. */
static bool may_compose(uint32_t c) {
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    bool mark =
        property->category >= UTF8PROC_CATEGORY_MN && property->category <= UTF8PROC_CATEGORY_ME;
    bool hangul = (c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7A3);
    return mark || hangul || property->combining_class != 0 ||
           property->decomp_seqindex != UINT16_MAX || property->comb_index != UINT16_MAX;
}

static bool needs_composing(pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; (p = pith__skip_ascii(p, end)) < end;) {
        /* UTF-8 lead bytes below 0xCC encode code points below U+0300. */
        bool low = (unsigned char)*p < 0xCC;
        uint32_t c = pith__utf8_next(&p, end);
        if (!low && may_compose(c))
            return true;
    }
    return false;
}

pith__str pith__nfc(pith__arena *arena, pith__str text) {
    if (text.length == 0 || !needs_composing(text))
        return text;
    text = break_mark_runs(arena, text);
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text.data,
        (utf8proc_ssize_t)text.length, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length < 0) {
        if (length == UTF8PROC_ERROR_NOMEM)
            pith__arena_fail(arena);
        return text;
    }
    pith__arena_defer(arena, free, composed);
    return (pith__str){(const char *)composed, (size_t)length};
}

bool pith__is_word_beyond(uint32_t c) {
    utf8proc_category_t kind = category(c);
    return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO) || c == COPYRIGHT_SIGN;
}

bool pith__is_decimal_beyond(uint32_t c) {
    return category(c) == UTF8PROC_CATEGORY_ND;
}

bool pith__is_upper_beyond(uint32_t c) {
    utf8proc_category_t kind = category(c);
    return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

bool pith__is_lower_beyond(uint32_t c) {
    return category(c) == UTF8PROC_CATEGORY_LL;
}

bool pith__is_blank_beyond(uint32_t c) {
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool pith__is_unspaced_beyond(uint32_t c) {
    if (c < 0x0E00)
        return c == COPYRIGHT_SIGN;
    return (c <= 0x0EFF) ||                /* Thai, Lao */
           (c >= 0x1000 && c <= 0x109F) || /* Burmese */
           (c >= 0x1780 && c <= 0x17FF) || /* Khmer */
           (c >= 0x3041 && c <= 0x30FF) || /* Hiragana, Katakana */
           (c >= 0x3400 && c <= 0x4DBF) || /* Han extension A */
           (c >= 0x4E00 && c <= 0x9FFF) || /* Han */
           (c >= 0xF900 && c <= 0xFAFF) || /* Han compatibility */
           (c >= 0x20000 && c <= 0x3FFFF); /* Han extensions B and later */
}

int pith__columns(uint32_t c) {
    if (c < 0x300)
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    return width < 0 ? 0 : width;
}

uint32_t pith__lower_beyond(uint32_t c) {
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

bool pith__is_control_beyond(uint32_t c) {
    return c <= 0x9F || c == 0xAD || c == 0x200B || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}
