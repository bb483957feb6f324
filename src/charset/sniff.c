#include "charset.h"

#include <string.h>
#include <uchardet/uchardet.h>

#include "../base/unicode.h"

enum {
    /* Input counts as UTF-8 when at most one sequence in so many is malformed: pages are put
       together from parts, and some cut a character apart. */
    VALID_PER_INVALID = 16,
    /* Well-formed sequences that overrule a declaration of another charset. In windows-1252 even
       one would be an odd pair of characters; in others short words can look like UTF-8. */
    PROOF = 4,
    PROOF_WESTERN = 1,
    /* UTF-16 is looked for in so many bytes, and found when a quarter of its units is Latin. */
    UTF16_SAMPLE = 4096,
    UTF16_LEAST_UNITS = 3,
    UTF16_UNITS_PER_LATIN = 4,
    UTF16_UNITS_PER_CONTROL = 32,
    /* What uchardet gets to see. */
    GUESS_SAMPLE = 64 * 1024,
};

/* ---- Byte order mark, UTF-16 ----------------------------------------------------------------- */

static const pith__charset *charset_named(const char *name) {
    for (const pith__charset *charset = pith__charsets; charset->name != NULL; charset++) {
        if (strcmp(charset->name, name) == 0)
            return charset;
    }
    return NULL;
}

const pith__charset *pith__charset_mark(pith__str bytes, size_t *length) {
    static const struct {
        pith__str mark;
        const char *name;
    } marks[] = {
        /* UTF-32LE before UTF-16LE, whose mark is the beginning of it. */
        {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
        {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
        {{"\xEF\xBB\xBF", 3}, "UTF-8"},
        {{"\xFF\xFE", 2}, "UTF-16LE"},
        {{"\xFE\xFF", 2}, "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (pith__str_starts(bytes, marks[i].mark)) {
            *length = marks[i].mark.length;
            return charset_named(marks[i].name);
        }
    }
    *length = 0;
    return NULL;
}

/* What the first bytes hold when they are read as UTF-16 with the high byte at offset `high`. */
typedef struct utf16_census {
    size_t latin;    /* Printable characters below U+0100, TAB, LF, CR. */
    size_t controls; /* Other characters below U+0020. */
} utf16_census;

static utf16_census count_utf16(pith__str sample, size_t high) {
    utf16_census census = {0};
    for (size_t i = 0; i + 1 < sample.length; i += 2) {
        unsigned char low = (unsigned char)sample.data[i + 1 - high];
        if (sample.data[i + high] != 0)
            continue;
        if (low >= ' ' || low == '\t' || low == '\n' || low == '\r')
            census.latin++;
        else
            census.controls++;
    }
    return census;
}

static bool is_utf16(pith__str sample, size_t high) {
    utf16_census census = count_utf16(sample, high);
    size_t units = sample.length / 2;
    return census.latin >= UTF16_LEAST_UNITS && census.latin >= units / UTF16_UNITS_PER_LATIN &&
           census.controls <= units / UTF16_UNITS_PER_CONTROL &&
           census.latin / 8 >= count_utf16(sample, 1 - high).latin;
}

const pith__charset *pith__charset_utf16(pith__str bytes) {
    pith__str sample = pith__str_slice(bytes, 0, UTF16_SAMPLE);
    if (sample.length == 0 || memchr(sample.data, '\0', sample.length) == NULL)
        return NULL;
    if (is_utf16(sample, 1))
        return charset_named("UTF-16LE");
    if (is_utf16(sample, 0))
        return charset_named("UTF-16BE");
    return NULL;
}

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

typedef struct utf8_census {
    size_t valid;   /* Well-formed sequences of two bytes or more. */
    size_t invalid; /* Malformed ones; one that only the end of the input cuts off is none. */
} utf8_census;

static utf8_census count_utf8(pith__str bytes) {
    utf8_census census = {0};
    if (bytes.length == 0)
        return census;
    const char *end = bytes.data + bytes.length;
    for (const char *p = bytes.data; (p = pith__skip_ascii(p, end)) < end;) {
        const char *start = p;
        unsigned char lead = (unsigned char)*p;
        if (pith__utf8_next(&p, end) != PITH_REPLACEMENT ||
            (p - start == 3 && memcmp(start, "\xEF\xBF\xBD", 3) == 0))
            census.valid++;
        else if (p < end || lead < 0xC2 || lead > 0xF4 || census.valid == 0)
            census.invalid++;
    }
    return census;
}

static bool is_utf8(const utf8_census *census) {
    return census->invalid <= census->valid / VALID_PER_INVALID;
}

/* The declared charset, or what the bytes prove it to be, or NULL when they only prove it wrong. */
static const pith__charset *check_declared(
    const pith__charset *declared, pith__str bytes, const utf8_census *census) {
    const pith__charset *utf8 = charset_named("UTF-8");
    if (declared == utf8)
        return census->invalid > census->valid ? NULL : utf8;
    if (declared->form == PITH_FORM_UTF16) {
        /* Text in it that has neither ASCII nor a line end, and is UTF-8 by chance? */
        bool has_nul = bytes.length > 0 && memchr(bytes.data, '\0', bytes.length) != NULL;
        return is_utf8(census) && !has_nul ? utf8 : declared;
    }
    size_t proof = declared == charset_named("windows-1252") ? PROOF_WESTERN : PROOF;
    return is_utf8(census) && census->valid >= proof ? utf8 : declared;
}

/* ---- Guessing -------------------------------------------------------------------------------- */

static size_t count_high(pith__str bytes) {
    size_t count = 0;
    for (size_t i = 0; i < bytes.length; i++)
        count += (unsigned char)bytes.data[i] >= 0x80;
    return count;
}

/*
 * Shows uchardet the lines that are not ASCII, as markup and scripts say nothing about the charset,
 * and returns the number of bytes above ASCII in them. No charset in question has a line feed
 * inside a character.
 */
static size_t show(uchardet_t detector, pith__str bytes) {
    size_t shown = 0, high = 0;
    for (size_t from = 0; from < bytes.length && shown < GUESS_SAMPLE;) {
        const char *start = bytes.data + from;
        const char *feed = memchr(start, '\n', bytes.length - from);
        size_t length = feed == NULL ? bytes.length - from : (size_t)(feed - start) + 1;
        from += length;
        size_t high_in_line = count_high((pith__str){start, length});
        if (high_in_line == 0)
            continue;
        if (length > GUESS_SAMPLE - shown)
            length = GUESS_SAMPLE - shown;
        if (uchardet_handle_data(detector, start, length) != 0)
            break;
        shown += length;
        high += high_in_line;
    }
    uchardet_data_end(detector);
    return high;
}

/*
 * The answers of uchardet that are believed, and the bytes above ASCII it must have seen for that.
 * Measured on sentences in 22 languages: scripts other than Latin are told apart within a word or
 * two; with fewer than a dozen accented letters French or Spanish comes out as Central European.
 * Its other answers (ISO-8859-3, -4, -10 among them) are names of rare charsets that it gives to
 * short Western text; windows-1252 is the better answer then.
 */
static const struct {
    const char *answer;
    const char *name;
    size_t high;
} believed[] = {
    {"BIG5", "Big5", 8},
    {"EUC-JP", "EUC-JP", 8},
    {"EUC-KR", "EUC-KR", 8},
    {"UHC", "EUC-KR", 8},
    {"GB18030", "gb18030", 8},
    {"SHIFT_JIS", "Shift_JIS", 8},
    {"ISO-2022-JP", "ISO-2022-JP", 0},
    {"IBM866", "IBM866", 8},
    {"ISO-8859-5", "ISO-8859-5", 8},
    {"ISO-8859-6", "ISO-8859-6", 8},
    {"ISO-8859-7", "ISO-8859-7", 8},
    {"ISO-8859-8", "ISO-8859-8", 8},
    {"KOI8-R", "KOI8-R", 8},
    {"MAC-CYRILLIC", "windows-1251", 8}, /* Small letters are the same; nobody writes it. */
    {"TIS-620", "windows-874", 8},
    {"WINDOWS-1251", "windows-1251", 8},
    {"WINDOWS-1253", "windows-1253", 8},
    {"WINDOWS-1255", "windows-1255", 8},
    {"WINDOWS-1256", "windows-1256", 8},
    {"ISO-8859-2", "ISO-8859-2", 12},
    {"ISO-8859-9", "windows-1254", 12},
    {"ISO-8859-13", "ISO-8859-13", 12},
    {"ISO-8859-15", "ISO-8859-15", 12},
    {"ISO-8859-16", "ISO-8859-16", 12},
    {"WINDOWS-1250", "windows-1250", 12},
    {"WINDOWS-1257", "windows-1257", 12},
    {"WINDOWS-1258", "windows-1258", 12},
};

const pith__charset *pith__charset_guess(pith__str bytes) {
    const pith__charset *charset = charset_named("windows-1252");
    uchardet_t detector = uchardet_new();
    if (detector == NULL)
        return charset;
    /* Nothing may be allocated from the arena until the detector is deleted. */
    size_t high = show(detector, bytes);
    const char *answer = uchardet_get_charset(detector);
    for (size_t i = 0; i < sizeof believed / sizeof believed[0]; i++) {
        if (strcmp(answer, believed[i].answer) == 0 && high >= believed[i].high)
            charset = charset_named(believed[i].name);
    }
    uchardet_delete(detector);
    return charset;
}

/* ---- All of it ------------------------------------------------------------------------------- */

const pith__charset *pith__charset_sniff(
    pith__str bytes, const char *hint, bool html, size_t *skip) {
    *skip = 0;
    const pith__charset *hinted = NULL;
    if (hint != NULL) {
        hinted = pith__charset_of_label(pith__str_of(hint));
        if (hinted == NULL)
            return NULL;
    }
    const pith__charset *charset = pith__charset_mark(bytes, skip);
    if (charset == NULL)
        charset = pith__charset_utf16(bytes);
    if (charset != NULL)
        return charset;

    utf8_census census = count_utf8(bytes);
    if (hinted != NULL)
        charset = check_declared(hinted, bytes, &census);
    const pith__charset *declared = NULL;
    if (charset == NULL && html && (declared = pith__charset_prescan(bytes)) != NULL)
        charset = check_declared(declared, bytes, &census);
    if (charset == NULL && is_utf8(&census))
        charset = charset_named("UTF-8");
    return charset != NULL ? charset : pith__charset_guess(bytes);
}
