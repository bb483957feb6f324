/*
 * dom.h - the one thin view through which everything else sees an HTML document.
 *
 * The document is a flat array of nodes in document order, so that walking it needs no recursion
 * and a subtree is a range: the descendants of node n are n + 1 .. nodes[n].end - 1. Text and
 * attributes are asked for by node, and decoded only then.
 *
 * The tree is Gumbo's; text and attributes are those of the page, which Gumbo does not see: it
 * parses a skeleton of it (skeleton.h).
 */
#ifndef PITH_HTML_DOM_H
#define PITH_HTML_DOM_H

#include <gumbo.h> /* GumboTag: the names of elements. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../base/arena.h"
#include "../base/str.h"

typedef enum pith__node_kind {
    PITH_NODE_ELEMENT,
    PITH_NODE_TEXT, /* Text, white space and CDATA sections. */
} pith__node_kind;

typedef struct pith__node {
    uint32_t parent;  /* Node, or PITH_NONE for the root. */
    uint32_t end;     /* One past its last descendant. */
    uint32_t content; /* Which start tag or text it has; known to dom.c. */
    uint16_t tag;     /* GumboTag; GUMBO_TAG_UNKNOWN has only a name. */
    uint16_t depth;
    uint8_t kind;   /* pith__node_kind. */
    uint8_t part;   /* Which part of a text; known to dom.c. */
    uint32_t names; /* Which attributes it may have: a set of pith__attribute_bit(). */
} pith__node;

typedef struct pith__dom {
    pith__node *nodes; /* nodes[0] is the html element. */
    uint32_t count;
    uint32_t head;  /* Node, or PITH_NONE. */
    uint32_t body;  /* Node (also a frameset), or PITH_NONE. */
    bool truncated; /* There was more than `max_nodes` or deeper than `max_depth`. */
    struct pith__dom_source *source; /* Tags and texts; known to dom.c. */
} pith__dom;

/*
 * Parses valid UTF-8 (which must live as long as the result). Control characters other than TAB,
 * LF, FF and CR are no part of the document.
 *
 * Comments, styles and SVG images have no nodes (an image that is more than one may have: SVG in
 * which HTML stands). Templates have some only if they are declarative shadow roots (with an
 * attribute "shadowrootmode"): browsers show what those hold. Scripts have some only if they are
 * data, by their type: JSON of any kind, and sources of formulas ("math/tex").
 */
pith__dom *pith__dom_parse(pith__arena *arena, pith__str html, size_t max_nodes, size_t max_depth);

/* The element's name: in lower case, but as the page spells it where the tag is
   GUMBO_TAG_UNKNOWN. */
pith__str pith__dom_name(const pith__dom *dom, uint32_t node);

/* A set that attributes are in by their names; names share bits. Most questions for an attribute
   are answered with no, and this does it without looking at one. The factor is the one for which
   the names that are asked of each element meet the fewest of those that many have. */
static inline uint32_t pith__attribute_bit(const char *name, size_t length) {
    return 1U << ((((unsigned char)name[0] | 0x20U) * 5 + length) & 31);
}

const char *pith__dom_find_attribute(const pith__dom *dom, uint32_t node, const char *name);
pith__str pith__dom_find_written(const pith__dom *dom, uint32_t node, const char *name);

/* The value of an attribute, entities decoded, or NULL when the element has none of this name.
   `name` is in lower case. */
static inline const char *pith__dom_attribute(
    const pith__dom *dom, uint32_t node, const char *name) {
    if ((dom->nodes[node].names & pith__attribute_bit(name, strlen(name))) == 0)
        return NULL;
    return pith__dom_find_attribute(dom, node, name);
}

/* The same as the page has it, or a view without data. */
static inline pith__str pith__dom_written(const pith__dom *dom, uint32_t node, const char *name) {
    if ((dom->nodes[node].names & pith__attribute_bit(name, strlen(name))) == 0)
        return (pith__str){NULL, 0};
    return pith__dom_find_written(dom, node, name);
}

/* The text of a text node, entities decoded. */
pith__str pith__dom_text(const pith__dom *dom, uint32_t node);

/* All text under a node, in order, as it is; `maximum` bytes at most. */
pith__str pith__dom_text_content(
    pith__arena *arena, const pith__dom *dom, uint32_t node, size_t maximum);

#endif
