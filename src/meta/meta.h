/*
 * meta.h - the metadata of a page, found wherever it is kept and merged by trust.
 */
#ifndef PITH_META_H
#define PITH_META_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/* Fills page->metadata of an HTML page from its DOM. The blocks must be there. */
void pith__meta_html(pith__page *page, const pith__heuristics *heuristics);

/*
 * Fills page->metadata of a dump from its first blocks, and marks those that are head matter and
 * no body (score 0 and reason TITLE, BYLINE, ...).
 */
void pith__meta_dump(pith__page *page, const pith__heuristics *heuristics);

#endif
