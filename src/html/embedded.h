/*
 * embedded.h - text that a page holds as data for its scripts.
 *
 * Some pages come as an empty shell; what readers see is made by scripts from data that the page
 * carries: JSON in script elements (as frameworks leave their state there), the articleBody of
 * JSON-LD, preloaded answers of Discourse in an attribute. Scripts are never run; the data is read.
 */
#ifndef PITH_HTML_EMBEDDED_H
#define PITH_HTML_EMBEDDED_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/*
 * Where a page has fewer words than the threshold embedded-words and its data holds a good deal
 * more, its DOM, elements and blocks are made anew from the page with that text appended as markup:
 * each object of the data becomes an element, named by the class of its key, so that the text is
 * judged like any other. Otherwise nothing changes. To be called after pith__html_blocks().
 */
void pith__html_embedded(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options);

/* The markup made of such data, or an empty text. In the arena. */
pith__str pith__embedded_markup(pith__arena *arena, const struct pith__dom *dom);

#endif
