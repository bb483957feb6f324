/*
 * sources.h - the places where a page keeps what it says about itself, one function each.
 *
 * Each adds its candidates and decides nothing. Adding a source is: a name in candidates.h, a row
 * entry in its table of trust, a function here, a call in meta.c.
 */
#ifndef PITH_META_SOURCES_H
#define PITH_META_SOURCES_H

#include "../heuristics/heuristics.h"
#include "../page.h"
#include "candidates.h"
#include "dates.h"

/* What every source works with. */
typedef struct pith__meta {
    pith__page *page;
    pith__arena *arena;
    const pith__heuristics *heuristics;
    pith__candidates *candidates;
    pith__date_order order; /* How this page writes days and months in figures. */
    /* The headline, as pith__meta_visible() found it: its node, PITH_NONE when it did not, and its
       block. */
    uint32_t headline;
    uint32_t headline_block;
} pith__meta;

/* <script type="application/ld+json">: schema.org. */
void pith__meta_jsonld(pith__meta *meta);

/* One JSON-LD text. Used by the above; may hold anything. */
void pith__meta_jsonld_text(pith__meta *meta, pith__str text);

/* <meta>: Open Graph, Twitter cards, Dublin Core, citation_*, Parse.ly, Sailthru, plain names. */
void pith__meta_tags(pith__meta *meta);

/* Whether the name of a member or a tag speaks of the time of publication: "published_at",
   "w-published-date". */
bool pith__meta_says_published(pith__str name);

/* itemprop and property on elements, rel on links. */
void pith__meta_microdata(pith__meta *meta);

/* <title>, <html lang>, headings. */
void pith__meta_headings(pith__meta *meta);

/* Bylines and dates that readers see, <time>. Needs `title`, as decided, to know where to look. */
void pith__meta_visible(pith__meta *meta, const char *title);

/* The date in the page's address. */
void pith__meta_address(pith__meta *meta);

#endif
