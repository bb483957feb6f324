#include "charset.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"

enum {
    PROOF = 4,       /* Well-formed sequences that some lines must have, ... */
    HIGH_SHARE = 16, /* ... and these lines one in so many of the bytes above ASCII. */
};

/* What is above ASCII in a line, or in many. */
typedef struct census {
    size_t sequences; /* Well-formed ones of UTF-8. */
    size_t malformed; /* Bytes that begin no sequence, or one that breaks off at once. */
    size_t high;      /* Bytes above ASCII. */
} census;

/* The line at `text`, with its line feed. */
static pith__str line_at(const char *text, const char *end) {
    const char *feed = memchr(text, '\n', (size_t)(end - text));
    return (pith__str){text, feed == NULL ? (size_t)(end - text) : (size_t)(feed + 1 - text)};
}

/* A sequence that breaks off after two bytes or three was cut apart; it speaks for UTF-8, but is no
   proof of it. */
static census count(pith__str line) {
    census found = {0};
    const char *end = line.data + line.length;
    for (const char *p = line.data; (p = pith__skip_ascii(p, end)) < end;) {
        const char *start = p;
        bool well = pith__utf8_next(&p, end) != PITH_REPLACEMENT ||
                    (p - start == 3 && memcmp(start, "\xEF\xBF\xBD", 3) == 0);
        found.sequences += well;
        found.malformed += !well && p - start == 1;
        found.high += (size_t)(p - start);
    }
    return found;
}

static bool is_utf8(census line) {
    return line.malformed == 0 || line.sequences > line.malformed;
}

/* Whether some lines are in UTF-8 and others are not. Short words of the multi-byte charsets look
   like UTF-8, so the lines that do must hold a good part of what is not ASCII. */
static bool is_mixed(pith__str bytes) {
    census utf8 = {0};
    size_t high = 0;
    const char *end = bytes.data + bytes.length;
    for (const char *at = bytes.data; at < end;) {
        pith__str line = line_at(at, end);
        census found = count(line);
        high += found.high;
        if (is_utf8(found)) {
            utf8.sequences += found.sequences;
            utf8.high += found.high;
        }
        at += line.length;
    }
    return utf8.high < high && utf8.sequences >= PROOF && utf8.high >= high / HIGH_SHARE;
}

/* Appends the lines that are not in UTF-8, each with a line feed. */
static void collect_others(pith__buffer *others, pith__str bytes) {
    const char *end = bytes.data + bytes.length;
    for (const char *at = bytes.data; at < end;) {
        pith__str line = line_at(at, end);
        at += line.length;
        if (is_utf8(count(line)))
            continue;
        pith__buffer_add(others, line.data, line.length);
        if (line.data[line.length - 1] != '\n')
            pith__buffer_add_byte(others, '\n');
    }
}

bool pith__charset_decode_mixed(pith__arena *arena, pith__str bytes, pith__str *text) {
    if (bytes.length == 0 || pith__utf8_valid(bytes) || !is_mixed(bytes))
        return false;
    pith__buffer others, merged;
    pith__buffer_init(&others, arena, SIZE_MAX);
    collect_others(&others, bytes);
    pith__str raw = pith__buffer_str(&others);
    const pith__charset *charset = pith__charset_guess(raw);
    if (charset->form != PITH_FORM_SINGLE && charset->form != PITH_FORM_MULTI)
        return false;
    /* The same number of lines: these have no line feed inside a character. */
    pith__str decoded = pith__charset_decode(arena, raw, charset);
    const char *next = decoded.data, *decoded_end = decoded.data + decoded.length;
    pith__buffer_init(&merged, arena, SIZE_MAX);
    const char *end = bytes.data + bytes.length;
    for (const char *at = bytes.data; at < end;) {
        pith__str line = line_at(at, end);
        at += line.length;
        if (!is_utf8(count(line)) && next < decoded_end) {
            line = line_at(next, decoded_end);
            next += line.length;
        }
        pith__buffer_add(&merged, line.data, line.length);
    }
    /* What is malformed in the lines of UTF-8 is replaced now. */
    *text = pith__charset_decode(
        arena, pith__buffer_str(&merged), pith__charset_of_label(PITH_STR("utf-8")));
    return true;
}
