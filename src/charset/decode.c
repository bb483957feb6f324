#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"

#ifndef ICONV_CONST
#define ICONV_CONST
#endif

enum {
    /* Large enough that glibc, which converts up to about 2,000 characters at a time, never has to
       convert some again because the output is full. */
    OUTPUT_SIZE = 16 * 1024,
    /* A byte gives three bytes at most (U+FFFD, or a character of the basic plane); the rest is
       margin for tables not known here. */
    LARGEST_GROWTH = 4,
};

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

static bool is_clean_utf8(pith__str bytes) {
    return bytes.length == 0 ||
           (memchr(bytes.data, '\0', bytes.length) == NULL && pith__utf8_valid(bytes));
}

static bool is_clean_ascii(pith__str bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.data[i] == '\0' || (unsigned char)bytes.data[i] >= 0x80)
            return false;
    }
    return true;
}

/* Copies runs of what is valid, and puts U+FFFD between them. */
static pith__str repair_utf8(pith__buffer *output, pith__str bytes) {
    const char *end = bytes.data + bytes.length;
    const char *run = bytes.data;
    for (const char *p = bytes.data; p < end;) {
        const char *start = p;
        uint32_t code_point = pith__utf8_next(&p, end);
        if (code_point != 0 && code_point != PITH_REPLACEMENT)
            continue;
        pith__buffer_add(output, run, (size_t)(start - run));
        pith__utf8_append(output, PITH_REPLACEMENT);
        run = p;
    }
    pith__buffer_add(output, run, (size_t)(end - run));
    return pith__buffer_str(output);
}

/* ---- Everything else, with iconv ------------------------------------------------------------- */

typedef struct decoding {
    const pith__charset *charset;
    iconv_t converter;
    const char *at; /* What is not decoded yet. */
    const char *end;
    const char *passed; /* Where iconv had passed a malformed sequence already, see skip(). */
    pith__buffer output;
    char written[OUTPUT_SIZE]; /* By one call of iconv. */
} decoding;

static void close_converter(void *converter) {
    iconv_close((iconv_t)converter);
}

/* False when iconv knows no name of the charset. */
static bool open_converter(decoding *decoder, pith__arena *arena) {
    for (size_t i = 0; i < 2 && decoder->charset->iconv[i] != NULL; i++) {
        decoder->converter = iconv_open("UTF-8", decoder->charset->iconv[i]);
        /* POSIX: (iconv_t)-1 is the error value. */
        if (decoder->converter != (iconv_t)-1) {
            pith__arena_defer(arena, close_converter, decoder->converter);
            return true;
        }
    }
    return false;
}

/* Appends what iconv wrote; a NUL that it decoded becomes U+FFFD. */
static void take(pith__buffer *output, const char *text, size_t length) {
    const char *end = text + length;
    const char *nul;
    while (text < end && (nul = memchr(text, '\0', (size_t)(end - text))) != NULL) {
        pith__buffer_add(output, text, (size_t)(nul - text));
        pith__utf8_append(output, PITH_REPLACEMENT);
        text = nul + 1;
    }
    pith__buffer_add(output, text, (size_t)(end - text));
}

/* Decodes until something stops it: 0 (all done), or iconv's errno. */
static int convert(decoding *decoder) {
    for (;;) {
        ICONV_CONST char *from = (ICONV_CONST char *)decoder->at;
        size_t left = (size_t)(decoder->end - decoder->at);
        char *to = decoder->written;
        size_t room = sizeof decoder->written;
        size_t result = iconv(decoder->converter, &from, &left, &to, &room);
        int error = result == (size_t)-1 ? errno : 0;
        bool moved = from != decoder->at || to != decoder->written;
        decoder->at = from;
        take(&decoder->output, decoder->written, (size_t)(to - decoder->written));
        if (error != E2BIG)
            return error;
        if (!moved)
            return EILSEQ;
    }
}

/*
 * Some converters hold the last character back, as a combining one may follow it: it is fetched
 * before anything else is written. That also resets the shift state, which ISO-2022-JP needs.
 */
static void flush(decoding *decoder) {
    char *to = decoder->written;
    size_t room = sizeof decoder->written;
    if (decoder->charset->form == PITH_FORM_ISO_2022)
        return;
    iconv(decoder->converter, NULL, NULL, &to, &room);
    take(&decoder->output, decoder->written, (size_t)(to - decoder->written));
}

static bool is_lead(const pith__charset *charset, unsigned char byte) {
    const unsigned char *leads = charset->leads;
    return (byte >= leads[0] && byte <= leads[1]) || (byte >= leads[2] && byte <= leads[3]);
}

/*
 * How many bytes the malformed sequence at the cursor takes. Encoding Standard, the decoders of
 * the multi-byte encodings: a trail byte that is ASCII is not part of it.
 */
static size_t malformed_length(const decoding *decoder) {
    size_t left = (size_t)(decoder->end - decoder->at);
    unsigned char first = (unsigned char)*decoder->at;
    size_t length = 1;
    if (decoder->charset->form == PITH_FORM_UTF16) {
        length = 2;
    } else if (decoder->charset->form == PITH_FORM_UTF32) {
        length = 4;
    } else if (decoder->charset->form == PITH_FORM_MULTI && is_lead(decoder->charset, first)) {
        /* 8F leads to JIS X 0212 in EUC-JP. */
        size_t announced = first == 0x8F && decoder->charset->leads[1] == 0x8F ? 3 : 2;
        while (length < announced && length < left && (unsigned char)decoder->at[length] >= 0x80)
            length++;
    }
    return length < left ? length : left;
}

/* The code point of a byte that the standard has in a charset and iconv has not. */
static uint32_t missing_byte(const pith__charset *charset, unsigned char byte) {
    if (charset->form == PITH_FORM_SINGLE && byte >= 0x80 && byte <= 0x9F)
        return byte; /* windows-*: undefined bytes are C1 controls. */
    if (byte == 0x80 && strcmp(charset->iconv[0], "GB18030") == 0)
        return 0x20AC; /* Encoding Standard, gb18030 decoder: as in Microsoft's code page 936. */
    return PITH_REPLACEMENT;
}

/*
 * Replaces what iconv stopped at: a malformed sequence, or one that the end of the input cuts off.
 * Only its first bytes are skipped in either case, as there may be text in what follows: glibc
 * waits for a fourth byte after "81 30 <" of GB18030.
 */
static void skip(decoding *decoder) {
    uint32_t code_point = PITH_REPLACEMENT;
    if (decoder->at < decoder->end) {
        unsigned char first = (unsigned char)*decoder->at;
        /* An ASCII byte is not malformed. glibc stops behind A2 E8 of CP949, not before it. */
        bool passed = decoder->charset->form == PITH_FORM_MULTI && first < 0x80 &&
                      decoder->at != decoder->passed;
        if (passed) {
            decoder->passed = decoder->at;
        } else {
            code_point = missing_byte(decoder->charset, first);
            decoder->at += malformed_length(decoder);
        }
    }
    pith__utf8_append(&decoder->output, code_point);
}

static pith__str decode(decoding *decoder) {
    int error;
    do {
        error = convert(decoder);
        flush(decoder);
        if (error != 0)
            skip(decoder);
    } while (error != 0 && decoder->at < decoder->end);
    return pith__buffer_str(&decoder->output);
}

pith__str pith__charset_decode(pith__arena *arena, pith__str bytes, const pith__charset *charset) {
    bool ascii_superset = charset->form == PITH_FORM_SINGLE || charset->form == PITH_FORM_MULTI;
    if (bytes.length == 0 || (ascii_superset && is_clean_ascii(bytes)))
        return bytes;
    decoding decoder = {.charset = charset, .at = bytes.data, .end = bytes.data + bytes.length};
    /* Half of what an object may have in C: no sum of lengths can overflow. */
    if (bytes.length > (size_t)-1 / 2 / LARGEST_GROWTH)
        pith__arena_fail(arena);
    pith__buffer_init(&decoder.output, arena, bytes.length * LARGEST_GROWTH);
    if (charset->form == PITH_FORM_UTF8 || !open_converter(&decoder, arena))
        return is_clean_utf8(bytes) ? bytes : repair_utf8(&decoder.output, bytes);
    return decode(&decoder);
}
