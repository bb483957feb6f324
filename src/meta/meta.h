/*
 * meta.h - the metadata of a page, found wherever it is kept and merged by trust.
 */
#ifndef PITH_META_H
#define PITH_META_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/* The time of capture that a caller gives, in any form that pages write dates in (days before
   months in figures); NULL when it is none. */
const struct pith__date *pith__meta_captured(
    pith__arena *arena, const pith__heuristics *heuristics, const char *text);

/* Fills page->metadata of an HTML page from its DOM, and page->sources. The blocks must be there.
 */
void pith__meta_html(pith__page *page, const pith__heuristics *heuristics);

/*
 * Fills page->metadata of a dump from its first blocks, and marks those that are head matter and
 * no body (score 0 and reason TITLE, BYLINE, ...).
 */
void pith__meta_dump(pith__page *page, const pith__heuristics *heuristics);

#endif
