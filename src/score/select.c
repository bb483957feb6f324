#include "score.h"
#include "trace.h"

/* A set of texts that were kept, by hash of their words. */
typedef struct kept_set {
    uint64_t *keys;
    uint32_t *places; /* By key: where its text stands. */
    uint32_t *blocks; /* By key: the first block with that text. */
    size_t mask;
} kept_set;

/* The element above the container of an HTML block; all lines of a dump are places of their own. */
static uint32_t place_of(const pith__page *page, uint32_t index) {
    if (page->kind != PITH_KIND_HTML)
        return index;
    uint32_t parent = page->elements[page->blocks[index].container].parent;
    return parent == PITH_NONE ? 0 : parent;
}

/* Adds the text of a block; returns the block that had it already at another place, or PITH_NONE.
 */
static uint32_t kept_add(kept_set *set, uint64_t key, uint32_t place, uint32_t block) {
    size_t at = (size_t)(key ^ (key >> 32)) & set->mask;
    while (set->keys[at] != 0) {
        if (set->keys[at] == key)
            return set->places[at] == place ? PITH_NONE : set->blocks[at];
        at = (at + 1) & set->mask;
    }
    set->keys[at] = key;
    set->places[at] = place;
    set->blocks[at] = block;
    return PITH_NONE;
}

void pith__select(pith__page *page, const pith__heuristics *heuristics) {
    double fewest = pith__threshold_value(heuristics, PITH_THRESHOLD_DUPLICATE_WORDS);
    size_t slots = 16;
    while (slots < (size_t)page->block_count * 2)
        slots *= 2;
    kept_set set = {pith__arena_array(page->arena, slots, sizeof(uint64_t)),
        pith__arena_array(page->arena, slots, sizeof(uint32_t)),
        pith__arena_array(page->arena, slots, sizeof(uint32_t)), slots - 1};
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        if ((double)block->weight >= fewest) {
            uint32_t first = kept_add(&set, pith__words_key(block->words), place_of(page, i), i);
            if (first != PITH_NONE)
                pith__decide(page, i, PITH_REASON_DUPLICATE, PITH_RULE_DUPLICATE, first);
        }
        block->kept = block->reason == PITH_REASON_KEPT;
    }
}
