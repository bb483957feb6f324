/* html/blocks.h - an HTML document as elements and blocks. */
#ifndef PITH_HTML_BLOCKS_H
#define PITH_HTML_BLOCKS_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/*
 * Walks the body of page->dom and fills elements and blocks of the page. Script, style, template,
 * form controls and embedded media are left out; hidden elements are walked and marked. The content
 * of noscript is used where the page has hardly any other text.
 */
void pith__html_blocks(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options);

#endif
