#include "charset.h"

#include <string.h>

enum {
    SAMPLE = 16 * 1024,
    /* A tenth of random or compressed bytes are such controls; text has none, or a few strays. */
    LEAST_CONTROLS = 4,
    BYTES_PER_CONTROL = 20,
};

/*
 * Signatures of formats that people have lying beside their pages. Those that could begin a text
 * are given with the bytes after them that no text has. Sources: the MIME Sniffing Standard
 * (https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern) and the formats' own papers.
 */
#define AT(offset, bytes)                                                                          \
    {                                                                                              \
        offset, {                                                                                  \
            bytes, sizeof(bytes) - 1                                                               \
        }                                                                                          \
    }
static const struct {
    size_t offset;
    pith__str bytes;
} signatures[] = {
    /* Pictures */
    AT(0, "\x89PNG\r\n\x1A\n"),
    AT(0, "\xFF\xD8\xFF"), /* JPEG */
    AT(0, "GIF87a"),
    AT(0, "GIF89a"),
    AT(8, "WEBPVP"),
    AT(0, "II*\0"),        /* TIFF */
    AT(0, "MM\0*"),        /* TIFF */
    AT(0, "\0\0\1\0"),     /* Windows icon */
    AT(0, "8BPS\0"),       /* Photoshop */
    AT(0, "\0\0\0\fjP  "), /* JPEG 2000 */
    /* Sound and film */
    AT(8, "WAVEfmt"),
    AT(8, "AVI LIST"),
    AT(4, "ftyp"), /* MP4, HEIF, AVIF */
    AT(0, "OggS\0"),
    AT(0, "fLaC\0"),
    AT(0, "ID3\2"),
    AT(0, "ID3\3"),
    AT(0, "ID3\4"),
    AT(0, "\x1A\x45\xDF\xA3"), /* Matroska, WebM */
    AT(0, "FLV\1"),
    /* Archives */
    AT(0, "PK\3\4"),
    AT(0, "PK\5\6"),
    AT(0, "PK\7\b"),
    AT(0, "\x1F\x8B\b"), /* gzip */
    AT(0, "BZh91AY&SY"),
    AT(0, "\xFD"
          "7zXZ\0"),
    AT(0, "7z\xBC\xAF\x27\x1C"),
    AT(0, "Rar!\x1A\a"),
    AT(0, "\x28\xB5\x2F\xFD"), /* Zstandard */
    AT(257, "ustar"),
    /* Documents, fonts, databases */
    AT(0, "%PDF-"),
    AT(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), /* OLE: old Office files */
    AT(0, "wOFF\0\1\0\0"),
    AT(0, "wOF2\0\1\0\0"),
    AT(0, "OTTO\0"),
    AT(0, "\0\1\0\0\0"), /* TrueType */
    AT(0, "SQLite format 3\0"),
    /* Programs */
    AT(0, "\x7F"
          "ELF"),
    AT(0, "\xCA\xFE\xBA\xBE"),
    AT(0, "\xCF\xFA\xED\xFE"),
    AT(0, "\xCE\xFA\xED\xFE"),
    AT(0, "\0asm\1\0\0\0"),
};

static bool has_signature(pith__str bytes) {
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        size_t offset = signatures[i].offset;
        pith__str rest = pith__str_slice(bytes, offset, bytes.length);
        if (!pith__str_starts(rest, signatures[i].bytes))
            continue;
        /* What stands before a signature further on is a number or padding, with NULs in it. */
        if (offset == 0 || memchr(bytes.data, '\0', offset) != NULL)
            return true;
    }
    return false;
}

/* "binary data byte" of the MIME Sniffing Standard. ESC is none: ISO-2022-JP is made with it. */
static bool is_binary_byte(unsigned char byte) {
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\f' && byte != '\r' &&
           byte != 0x1B;
}

bool pith__looks_binary(pith__str bytes) {
    size_t mark;
    if (pith__charset_mark(bytes, &mark) != NULL)
        return false;
    if (has_signature(bytes))
        return true;
    if (pith__charset_utf16(bytes) != NULL)
        return false;
    pith__str sample = pith__str_slice(bytes, 0, SAMPLE);
    size_t controls = 0;
    for (size_t i = 0; i < sample.length; i++)
        controls += is_binary_byte((unsigned char)sample.data[i]);
    return controls >= LEAST_CONTROLS && controls >= sample.length / BYTES_PER_CONTROL;
}
