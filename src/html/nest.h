/*
 * nest.h - the tree of a page whose tags nest as they are written.
 *
 * Most pages are made by programs, and close what they open. Their tree needs no repair: it follows
 * from a stack, at a tenth of what Gumbo takes. So this builder goes through the skeleton by the
 * rules of the HTML Standard (section 13.2.6) for pages that have html, head and body, with the end
 * tags that may be left out (p, li, td ...), and gives up at the first place that asks for more:
 * formatting elements that are misnested (the "adoption agency" and the list of active formatting
 * elements), text in tables that belongs before them, templates, frames, foreign content. Then
 * Gumbo parses the page.
 *
 * tests/test_same_tree.c, `make same-tree` and a fuzz target hold its trees against Gumbo's.
 */
#ifndef PITH_HTML_NEST_H
#define PITH_HTML_NEST_H

#include "dom.h"

/* Fills the nodes of a view whose source has a skeleton; false, and no nodes, if the page needs a
   real tree builder or more nodes or levels than these. */
bool pith__nest(pith__dom *dom, size_t max_nodes, size_t max_depth);

#endif
