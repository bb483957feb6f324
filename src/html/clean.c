#include "clean.h"

#include <stdbool.h>
#include <stdint.h>

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

pith__str pith__clean_markup(pith__arena *arena, pith__str page) {
    pith__buffer output;
    pith__buffer_init(&output, arena, SIZE_MAX);
    const char *end = page.data + page.length, *done = page.data;
    for (const char *p = page.data; p < end;) {
        if (!suspicious[(unsigned char)*p]) {
            p++;
            continue;
        }
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
