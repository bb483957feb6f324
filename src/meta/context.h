/* context.h - where on the page an element stands. */
#ifndef PITH_META_CONTEXT_H
#define PITH_META_CONTEXT_H

#include "sources.h"

/*
 * Whether an element belongs to something else than the page's own article: a comment, a card of
 * another article, a sidebar, a footer. Looks at a bounded number of ancestors.
 */
bool pith__meta_is_foreign(const pith__meta *meta, uint32_t node);

/*
 * Whether an element is a part of readers' comments. Near the headline this alone is asked: a date
 * or a name there belongs to the article, whatever its box is called.
 */
bool pith__meta_is_comment(const pith__meta *meta, uint32_t node);

/* The text under a node as readers see it: without scripts, styles and buttons, and with a blank
   where a line or a block ends. */
pith__str pith__meta_text(const pith__meta *meta, uint32_t node, size_t maximum);

/* The same with a blank at every boundary of an element: names that only their looks keep apart. */
pith__str pith__meta_text_apart(const pith__meta *meta, uint32_t node, size_t maximum);

/* The groups of an element's class and id. */
pith__class_set pith__meta_classes(const pith__meta *meta, uint32_t node);

/* Whether the element is hidden by its own attributes or those of a near ancestor. */
bool pith__meta_is_hidden(const pith__meta *meta, uint32_t node);

/* The node where running text begins behind the headline, readers' comments aside; the number of
   nodes when there is none. The posts of a thread, which look like comments, come before it. */
uint32_t pith__meta_text_begins(const pith__meta *meta);

/* The words of an address or of class names: cut also where they are joined by marks. */
pith__words pith__meta_joined_words(const pith__meta *meta, pith__str text);

#endif
