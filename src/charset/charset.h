/*
 * charset.h - bytes to UTF-8.
 *
 * Which charset a page is in, the first that has an answer:
 *
 *     1. byte order mark
 *     2. UTF-16 without one, told by its NUL bytes
 *     3. the caller's hint (HTTP header, option)
 *     4. HTML: what the page declares for itself
 *     5. valid UTF-8, or as good as valid; plain ASCII counts as UTF-8
 *     6. uchardet's guess, where it can be trusted
 *     7. windows-1252
 *
 * Declarations (3 and 4) are often wrong: a server adds a default, a template is older than the
 * texts in it. The bytes can prove it in one case: text in another charset is practically never
 * valid UTF-8 by chance. So a declaration of something else gives way to UTF-8 when the input is
 * UTF-8 throughout (thresholds in sniff.c), and a declaration of UTF-8 is passed over when more
 * sequences are malformed than well-formed. Browsers cannot do that, as they show a page before
 * they have all of it. In all other cases a declaration is believed.
 *
 * A dump may be put together from pages in several charsets: see pith__charset_decode_mixed().
 *
 * Labels are those of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels).
 */
#ifndef PITH_CHARSET_H
#define PITH_CHARSET_H

#include <stdbool.h>

#include "../base/arena.h"
#include "../base/str.h"
#include "../pith.h"

/* How characters are made of bytes; what to skip after an error depends on it. */
typedef enum pith__charset_form {
    PITH_FORM_UTF8,
    PITH_FORM_SINGLE,   /* One byte each. */
    PITH_FORM_MULTI,    /* ASCII, and sequences that begin with a lead byte above it. */
    PITH_FORM_ISO_2022, /* Escape sequences switch between character sets. */
    PITH_FORM_UTF16,
    PITH_FORM_UTF32,
} pith__charset_form;

typedef struct pith__charset {
    const char *name;     /* As the Encoding Standard spells it: "UTF-8", "windows-1252". */
    const char *iconv[2]; /* What iconv calls the same, or its nearest superset, best first: glibc
                             and GNU libiconv differ. The second may be NULL. */
    pith__charset_form form;
    unsigned char leads[4]; /* PITH_FORM_MULTI: lead bytes, two ranges: first, last, first, last. */
    const char *labels;     /* In lower case, separated by single spaces. */
} pith__charset;

/* The table, ended by a row without a name. Every row but those of UTF-32 has labels. */
extern const pith__charset pith__charsets[];

/*
 * The charset of a label (ASCII case and white space around it are ignored), or NULL.
 *
 * Two rows of the standard have no text in them for us. "replacement" stands for ISO-2022-KR, HZ
 * and others that the standard forbids to decode, since markup can be hidden in them; the standard
 * throws such a page away. "x-user-defined" gives private code points. Both are decoded as
 * windows-1252: the ASCII part of the page can be read, and no markup appears or disappears.
 */
const pith__charset *pith__charset_of_label(pith__str label);

/*
 * The charset that a page declares for itself, or NULL: the HTML Standard's "prescan a byte stream
 * to determine its encoding"
 * (https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding) with its "get an
 * XML encoding". A declaration of UTF-16 that can be read as ASCII means UTF-8, one of
 * x-user-defined means windows-1252.
 *
 * Departure: the standard suggests 1,024 bytes and has the parser start again when it meets a
 * <meta> later. Here the scan covers PITH_PRESCAN_BYTES at once, which comes to the same, as pages
 * with long style sheets above their <meta> are common.
 */
const pith__charset *pith__charset_prescan(pith__str bytes);

#define PITH_PRESCAN_BYTES ((size_t)64 << 10)

/* UTF-16LE or UTF-16BE when the first bytes are Latin text or markup in it; else NULL. */
const pith__charset *pith__charset_utf16(pith__str bytes);

/* The charset of the byte order mark that the input begins with, and its length; or NULL and 0. */
const pith__charset *pith__charset_mark(pith__str bytes, size_t *length);

/*
 * Decides on a charset as the head of this file says. `hint` may be NULL; when it is no label,
 * NULL is returned (and nothing else is tried). `*skip` is the length of the byte order mark.
 */
const pith__charset *pith__charset_sniff(
    pith__str bytes, const char *hint, bool html, size_t *skip);

/*
 * Decodes to valid UTF-8. What is invalid becomes U+FFFD, and so does NUL; nothing makes it fail.
 * ASCII after a broken sequence is never swallowed with it, as a '<' may be. C1 bytes that a
 * windows-* charset leaves undefined become C1 controls, as in the standard. When iconv does not
 * know the charset, the bytes are read as UTF-8.
 * The result is `bytes` itself when that is valid UTF-8 in the given charset already; otherwise at
 * most 4 times as long. Time is linear.
 *
 * The tables are iconv's. With glibc they differ from the standard's in two bytes of KOI8-U (AE,
 * BE), one of x-mac-cyrillic (FF), two of macintosh (C6, F0), and in rare characters of the
 * multi-byte charsets.
 */
pith__str pith__charset_decode(pith__arena *arena, pith__str bytes, const pith__charset *charset);

/* The charset that undeclared bytes, no UTF-8, are most likely in: 6 and 7 above. */
const pith__charset *pith__charset_guess(pith__str bytes);

/*
 * Decodes text of which some lines are in UTF-8 and others are in another charset, as when several
 * pages were written into one file. Returns false when it is not such a text; `*text` is not set
 * then. A line is in UTF-8 when it has more well-formed sequences than malformed bytes; the other
 * charset is guessed from the other lines together. Lines that happen to be well-formed are told
 * from others by how much of the text they hold. Time is linear.
 */
bool pith__charset_decode_mixed(pith__arena *arena, pith__str bytes, pith__str *text);

/*
 * Whether these are bytes of something that is no text in any charset: a picture, an archive. Told
 * by the signature of a file format, or by many control characters near the beginning; a page with
 * a stray NUL in it is still text. Text in UTF-16 or UTF-32 is not binary.
 */
bool pith__looks_binary(pith__str bytes);

#endif
