/* dom_source.h - what stands behind the nodes of a DOM view: known to dom.c, and to the test that
   holds it against a plain parse. */
#ifndef PITH_HTML_DOM_SOURCE_H
#define PITH_HTML_DOM_SOURCE_H

#include "skeleton.h"

/*
 * Tags and texts: those of the page, whose indices are those of the skeleton, and behind them those
 * that the tree builder put together from several or made up. A node's `content` is such an index,
 * or PITH_NONE for an element without a start tag.
 */
struct pith__dom_source {
    pith__arena *arena;
    pith__skeleton *skeleton;
    pith__tag *made_tags;
    uint32_t made_tag_count;
    size_t made_tag_capacity;
    pith__text *made_texts;
    uint32_t made_text_count;
    size_t made_text_capacity;
    uint32_t next_tag; /* The tag that most likely comes next in the tree. */
};

/* The names of a tag's attributes, as pith__node has them. */
uint32_t pith__dom_names(const struct pith__dom *dom, const pith__tag *tag);

#endif
