#include "score.h"

/* A set of texts that were kept, by hash of their words. */
typedef struct kept_set {
    uint64_t *keys;
    size_t mask;
} kept_set;

static uint64_t text_key(pith__words words) {
    uint64_t key = 14695981039346656037u;
    for (size_t i = 0; i < words.count; i++)
        key = (key ^ words.items[i].hash) * 1099511628211u;
    return key == 0 ? 1 : key;
}

/* Adds a key; false when it was there already. */
static bool kept_add(kept_set *set, uint64_t key) {
    size_t at = (size_t)(key ^ (key >> 32)) & set->mask;
    while (set->keys[at] != 0) {
        if (set->keys[at] == key)
            return false;
        at = (at + 1) & set->mask;
    }
    set->keys[at] = key;
    return true;
}

void pith__select(pith__page *page, const pith__heuristics *heuristics) {
    double fewest = pith__threshold_value(heuristics, PITH_THRESHOLD_DUPLICATE_WORDS);
    size_t slots = 16;
    while (slots < (size_t)page->block_count * 2)
        slots *= 2;
    kept_set set = {pith__arena_array(page->arena, slots, sizeof(uint64_t)), slots - 1};
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        if (block->score < 0.5F)
            block->reason = PITH_REASON_SHORT;
        else if ((double)block->weight >= fewest && !kept_add(&set, text_key(block->words)))
            block->reason = PITH_REASON_DUPLICATE;
        block->kept = block->reason == PITH_REASON_KEPT;
    }
}
