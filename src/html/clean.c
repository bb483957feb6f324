#include "clean.h"

#include <stdbool.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "../base/buffer.h"
#include "../base/unicode.h"

static bool is_refused(uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r') ||
           (c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Whether a byte can begin a character that is refused. Of those above ASCII they are: C2 for the
   C1 controls, EF for the noncharacters of the first plane, F0 to F4 for the others. */
static const bool suspicious[256] = {[0x00] = 1,
    [0x01] = 1,
    [0x02] = 1,
    [0x03] = 1,
    [0x04] = 1,
    [0x05] = 1,
    [0x06] = 1,
    [0x07] = 1,
    [0x08] = 1,
    [0x0B] = 1,
    [0x0E] = 1,
    [0x0F] = 1,
    [0x10] = 1,
    [0x11] = 1,
    [0x12] = 1,
    [0x13] = 1,
    [0x14] = 1,
    [0x15] = 1,
    [0x16] = 1,
    [0x17] = 1,
    [0x18] = 1,
    [0x19] = 1,
    [0x1A] = 1,
    [0x1B] = 1,
    [0x1C] = 1,
    [0x1D] = 1,
    [0x1E] = 1,
    [0x1F] = 1,
    [0x7F] = 1,
    [0xC2] = 1,
    [0xEF] = 1,
    [0xF0] = 1,
    [0xF1] = 1,
    [0xF2] = 1,
    [0xF3] = 1,
    [0xF4] = 1};

/* The first byte from `p` on that is suspicious, or `end`. */
static const char *next_suspicious(const char *p, const char *end) {
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i space = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')),
                                         _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\f')),
                _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))));
        __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        __m128i high = _mm_cmpeq_epi8(_mm_max_epu8(bytes, _mm_set1_epi8((char)0xEF)), bytes);
        __m128i other = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)),
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xC2)));
        int found = _mm_movemask_epi8(
            _mm_or_si128(_mm_andnot_si128(space, control), _mm_or_si128(high, other)));
        if (found != 0)
            return p + __builtin_ctz((unsigned)found);
    }
#endif
    while (p < end && !suspicious[(unsigned char)*p])
        p++;
    return p;
}

pith__str pith__clean_markup(pith__arena *arena, pith__str page) {
    pith__buffer output;
    pith__buffer_init(&output, arena, SIZE_MAX);
    const char *end = page.data + page.length, *done = page.data;
    for (const char *p = page.data; (p = next_suspicious(p, end)) < end;) {
        const char *from = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (!is_refused(c))
            continue;
        pith__buffer_add(&output, done, (size_t)(from - done));
        if (pith__is_blank(c))
            pith__buffer_add_byte(&output, ' ');
        done = p;
    }
    if (done == page.data)
        return page;
    pith__buffer_add(&output, done, (size_t)(end - done));
    return (pith__str){pith__buffer_text(&output), output.length};
}
