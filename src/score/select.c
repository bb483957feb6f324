#include "score.h"

/* A set of texts that were kept, by hash of their words. */
typedef struct kept_set {
    uint64_t *keys;
    uint32_t *places; /* By key: where its text stands. */
    size_t mask;
} kept_set;

/* The element above the container of an HTML block; all lines of a dump are places of their own. */
static uint32_t place_of(const pith__page *page, uint32_t index) {
    if (page->kind != PITH_KIND_HTML)
        return index;
    uint32_t parent = page->elements[page->blocks[index].container].parent;
    return parent == PITH_NONE ? 0 : parent;
}

/* Adds a text; false when it was there already, at another place. */
static bool kept_add(kept_set *set, uint64_t key, uint32_t place) {
    size_t at = (size_t)(key ^ (key >> 32)) & set->mask;
    while (set->keys[at] != 0) {
        if (set->keys[at] == key)
            return set->places[at] == place;
        at = (at + 1) & set->mask;
    }
    set->keys[at] = key;
    set->places[at] = place;
    return true;
}

void pith__select(pith__page *page, const pith__heuristics *heuristics) {
    double fewest = pith__threshold_value(heuristics, PITH_THRESHOLD_DUPLICATE_WORDS);
    size_t slots = 16;
    while (slots < (size_t)page->block_count * 2)
        slots *= 2;
    kept_set set = {pith__arena_array(page->arena, slots, sizeof(uint64_t)),
        pith__arena_array(page->arena, slots, sizeof(uint32_t)), slots - 1};
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        if ((double)block->weight >= fewest &&
            !kept_add(&set, pith__words_key(block->words), place_of(page, i)))
            block->reason = PITH_REASON_DUPLICATE;
        block->kept = block->reason == PITH_REASON_KEPT;
    }
}
