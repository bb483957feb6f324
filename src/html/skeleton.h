/*
 * skeleton.h - what of a page can influence its tree, and where the rest is.
 *
 * Gumbo executes some 400 instructions for each byte, of whatever kind, and most bytes of a page
 * cannot make a difference to its tree. So one linear scan makes a skeleton, which Gumbo parses
 * instead of the page, and tables of what was left out:
 *
 *     <p class="x">One &amp; two <!-- c --> <b>three</b>    the page
 *     <p>X<b>Y</b>                                          its skeleton
 *
 * - A tag keeps its name. Of its attributes it keeps what tree construction asks for.
 * - A run of text becomes one character, which tells the index of the text: X and Y above are
 *   characters of the supplementary planes. White space at its start becomes a space before that
 *   character, and white space alone a space: some insertion modes treat the two differently.
 * - Comments, scripts (but those of JSON), styles and whole SVG images are gone.
 * - So are the tags that nest too deep, as in a browser (their text stays), and attributes beyond
 *   PITH_MAX_ATTRIBUTES: a tree builder takes quadratic time over both.
 *
 * To tell text from tags the scan has to know what the tree builder does in three places, and
 * follows it there as far as real pages go: raw text is none in foreign content (SVG, MathML) and
 * in `select`, and CDATA sections are text in foreign content alone.
 */
#ifndef PITH_HTML_SKELETON_H
#define PITH_HTML_SKELETON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/str.h"
#include "scan.h"

/* A start tag. */
typedef struct pith__tag {
    pith__str name; /* As it is written. */
    uint32_t at;    /* Where it begins in the skeleton. */
    uint32_t first_attribute;
    uint32_t attribute_count;
} pith__tag;

/* A run of text. */
typedef struct pith__text {
    pith__str text; /* As it is written, or once `decoded`. */
    uint32_t at;    /* Where its placeholder begins in the skeleton. */
    uint8_t spaces; /* White space in the placeholder. */
    bool raw;       /* It has no character references. */
    bool decoded;
} pith__text;

typedef struct pith__skeleton {
    pith__str html; /* What to parse. */
    pith__tag *tags;
    uint32_t tag_count;
    pith__text *texts;
    uint32_t text_count;
    pith__attributes attributes;
    bool bounded; /* A limit was reached. */
} pith__skeleton;

/* The most texts a page may have: what the characters of the supplementary planes can count. */
enum { PITH_MAX_TEXTS = 16 * 0xFFFE };

/*
 * The skeleton of a page in UTF-8, without NUL, which must live as long as it. Elements deeper than
 * `max_depth` are left out.
 */
pith__skeleton *pith__skeleton_of(pith__arena *arena, pith__str page, size_t max_depth);

/* The index that a character of the skeleton or of the name of an attribute in it stands for, and
   the other way around. */
uint32_t pith__skeleton_index(uint32_t character);
uint32_t pith__skeleton_character(uint32_t index);

/* The tag or text that begins at this position of the skeleton, or the last one before it;
   PITH_NONE if there is none. `hint` is where the search begins. */
uint32_t pith__skeleton_tag_at(const pith__skeleton *skeleton, size_t at, uint32_t hint);
uint32_t pith__skeleton_text_at(const pith__skeleton *skeleton, size_t at);

#endif
