/*
 * density.h - how text and links are spread over the elements of a page.
 *
 * Sums run over whole subtrees; an element comes before its descendants, so one pass from the last
 * element to the first adds each to its parent.
 */
#ifndef PITH_SCORE_DENSITY_H
#define PITH_SCORE_DENSITY_H

#include "../heuristics/heuristics.h"
#include "../page.h"

typedef struct pith__density {
    uint32_t words; /* Of all blocks in the subtree. */
    uint32_t link_words;
    uint32_t long_words; /* Of blocks that are running text: long, and with few links. */
    uint32_t blocks;
} pith__density;

/* Whether a block is running text by the thresholds long-block-words and
   long-block-link-density. */
bool pith__is_long(const pith__heuristics *heuristics, const pith__block *block);

/* The share of a block's words that lie in links, 0 to 1. */
double pith__link_density(const pith__block *block);

/* The sums of each element. */
pith__density *pith__densities(const pith__page *page, const pith__heuristics *heuristics);

/* Whether `element` is `ancestor` or below it. */
static inline bool pith__is_inside(const pith__page *page, uint32_t element, uint32_t ancestor) {
    return element >= ancestor && element < page->elements[ancestor].end;
}

#endif
