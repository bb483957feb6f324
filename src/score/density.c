#include "density.h"

double pith__link_density(const pith__block *block) {
    return block->weight == 0 ? 0.0 : (double)block->link_weight / (double)block->weight;
}

bool pith__is_long(const pith__heuristics *heuristics, const pith__block *block) {
    return (double)block->weight >=
               pith__threshold_value(heuristics, PITH_THRESHOLD_LONG_BLOCK_WORDS) &&
           pith__link_density(block) <
               pith__threshold_value(heuristics, PITH_THRESHOLD_LONG_BLOCK_LINK_DENSITY);
}

pith__density *pith__densities(const pith__page *page, const pith__heuristics *heuristics) {
    pith__density *sums =
        pith__arena_array(page->arena, page->element_count, sizeof(pith__density));
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        pith__density *sum = &sums[block->element];
        sum->words += block->weight;
        sum->link_words += block->link_weight;
        sum->blocks++;
        if (pith__is_long(heuristics, block))
            sum->long_words += block->weight;
    }
    for (uint32_t e = page->element_count; e-- > 1;) {
        pith__density *parent = &sums[page->elements[e].parent];
        parent->words += sums[e].words;
        parent->link_words += sums[e].link_words;
        parent->long_words += sums[e].long_words;
        parent->blocks += sums[e].blocks;
    }
    return sums;
}
