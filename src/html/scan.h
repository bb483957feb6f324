/*
 * scan.h - where the tokens of markup end: the states of the HTML Standard's tokenizer (section
 * 13.2.5), as far as tokens have to be told apart. What is in them is not decoded.
 *
 * Positions are bytes of the page. All functions take time linear in what they pass over.
 */
#ifndef PITH_HTML_SCAN_H
#define PITH_HTML_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/str.h"

enum { PITH_MAX_ATTRIBUTES = 256 }; /* Of one tag; further ones are left out. */

/* An attribute as it is written. */
typedef struct pith__attribute {
    const char *name;
    const char *value; /* Once `decoded`: ended by NUL. */
    uint32_t name_length;
    uint32_t value_length : 31;
    uint32_t decoded : 1;
} pith__attribute;

typedef struct pith__attributes {
    pith__attribute *items;
    size_t count;
    size_t capacity;
} pith__attributes;

/* What follows a '<'. */
typedef enum pith__markup {
    PITH_MARKUP_NONE, /* It is text. */
    PITH_MARKUP_START_TAG,
    PITH_MARKUP_END_TAG,
    PITH_MARKUP_COMMENT,
    PITH_MARKUP_BOGUS, /* What ends at the next '>' and is none of the others. */
    PITH_MARKUP_DOCTYPE,
    PITH_MARKUP_CDATA, /* Of foreign content; in HTML it is bogus. */
} pith__markup;

/* What the '<' at this position begins. */
pith__markup pith__scan_markup(pith__str page, size_t at);

/* The name of a tag that begins at `at`: to white space, '/' or '>'. */
pith__str pith__scan_name(pith__str page, size_t at);

/*
 * Past the '>' of the tag whose attributes begin at `at`; 0 when the page ends before. Attributes
 * are appended to `attributes` (NULL: not wanted); `*bounded` is set when there were too many.
 */
size_t pith__scan_tag(pith__arena *arena, pith__str page, size_t at, pith__attributes *attributes,
    bool *self_closing, bool *bounded);

/* Past a comment, which begins with "<!--" at `at`. */
size_t pith__scan_comment(pith__str page, size_t at);

/* Past the next '>'. */
size_t pith__scan_bogus(pith__str page, size_t at);

/* Where the "]]>" of a CDATA section begins, or the end of the page. */
size_t pith__scan_cdata(pith__str page, size_t at);

/* Where the end tag of raw text begins, or the end of the page. `script`: by the rules for scripts,
   in which "<!-- <script>" hides an end tag. */
size_t pith__scan_raw(pith__str page, size_t at, pith__str name, bool script);

/* The next '<' at or after this position, or the end of the page. */
size_t pith__scan_less(pith__str page, size_t at);

#endif
