/* tags.h - what each HTML element means to the block walk. */
#ifndef PITH_HTML_TAGS_H
#define PITH_HTML_TAGS_H

#include "dom.h"

enum {
    PITH_TAG_BLOCK = 1,   /* Text before, in and after it belongs to different blocks. */
    PITH_TAG_SKIP = 2,    /* Nothing in it is text for readers: scripts, media, form controls. */
    PITH_TAG_PRE = 4,     /* White space in it is kept. */
    PITH_TAG_HEADING = 8, /* h1 to h6. */
    PITH_TAG_LIST = 16,   /* ul, ol and their like: items are nested one deeper. */
};

/* The flags of an element node. Custom elements (a name with a hyphen) are blocks. */
unsigned pith__tag_flags(const pith__dom *dom, uint32_t node);

/* 1 to 6 for h1 to h6, else 0. */
static inline unsigned pith__heading_level(unsigned tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? tag - GUMBO_TAG_H1 + 1 : 0;
}

#endif
