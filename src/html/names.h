/* names.h - what the names of elements mean to the scan that makes a skeleton of the page. */
#ifndef PITH_HTML_NAMES_H
#define PITH_HTML_NAMES_H

#include <stdint.h>

#include "../base/str.h"

enum {
    /* Its content is text up to its end tag (HTML Standard 13.2.5.2 to 13.2.5.4, and the rules "in
       body" that switch to them). */
    PITH_NAME_RAW = 1,
    PITH_NAME_RCDATA = 2, /* The same, with character references: title, textarea. */
    PITH_NAME_FLAT = 4,   /* It does not nest in itself, has no end tag or may lack it: it adds no
                             depth that a page could pile up. */
    PITH_NAME_FORMATTING = 8, /* Opened again where markup is misnested, if attributes differ. */
    PITH_NAME_BREAKOUT = 16,  /* Its start tag ends foreign content (13.2.6.5). */
    PITH_NAME_MERGED = 32,    /* Attributes of further start tags go to the first: html, body. */
    PITH_NAME_ENDS_SELECT = 64,
    PITH_NAME_VOID = 128,       /* Never has content, so "/>" says nothing. */
    PITH_NAME_FIRST_LINE = 256, /* A line feed directly after its start tag is dropped. */
};

/* Names that have a rule of their own. */
typedef enum pith__special {
    PITH_SPECIAL_NONE,
    PITH_SPECIAL_ANNOTATION_XML,
    PITH_SPECIAL_BODY,
    PITH_SPECIAL_FONT,
    PITH_SPECIAL_FORM,
    PITH_SPECIAL_INPUT,
    PITH_SPECIAL_ISINDEX,
    PITH_SPECIAL_MATH,
    PITH_SPECIAL_MATH_TEXT, /* mi, mo, mn, ms, mtext: HTML may stand in them. */
    PITH_SPECIAL_PLAINTEXT,
    PITH_SPECIAL_SCRIPT,
    PITH_SPECIAL_SELECT,
    PITH_SPECIAL_STYLE,
    PITH_SPECIAL_SVG,
    PITH_SPECIAL_SVG_HTML, /* foreignObject, desc: HTML may stand in them. */
    PITH_SPECIAL_TEMPLATE,
    PITH_SPECIAL_TITLE, /* In SVG like desc. */
} pith__special;

typedef struct pith__name {
    const char *name;
    uint16_t flags;
    uint8_t special; /* pith__special. */
    uint8_t length;
} pith__name;

/* What is known of a name, in any case; a name without rules gives one without flags. */
const pith__name *pith__name_of(pith__str name);

#endif
