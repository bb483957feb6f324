#include "url_set.h"

#include <stdlib.h>

#include "url.h"

static uint64_t *find(const pith__url_set *set, uint64_t first, uint64_t second) {
    size_t at = first & (set->capacity - 1);
    while ((set->slots[at][0] != 0 || set->slots[at][1] != 0) &&
           (set->slots[at][0] != first || set->slots[at][1] != second))
        at = (at + 1) & (set->capacity - 1);
    return set->slots[at];
}

static bool grow(pith__url_set *set) {
    pith__url_set larger = {.capacity = set->capacity == 0 ? 1024 : 2 * set->capacity};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < set->capacity; i++) {
        uint64_t *old = set->slots[i];
        if (old[0] == 0 && old[1] == 0)
            continue;
        uint64_t *slot = find(&larger, old[0], old[1]);
        slot[0] = old[0];
        slot[1] = old[1];
    }
    larger.count = set->count;
    free(set->slots);
    *set = larger;
    return true;
}

bool pith__url_set_add(pith__url_set *set, const char *url, bool *is_new) {
    if (2 * set->count >= set->capacity && !grow(set))
        return false;
    uint64_t first = pith__url_hash(url, 1);
    uint64_t second = pith__url_hash(url, 2) | 1; /* Never both zero. */
    uint64_t *slot = find(set, first, second);
    *is_new = slot[0] == 0 && slot[1] == 0;
    if (*is_new) {
        slot[0] = first;
        slot[1] = second;
        set->count++;
    }
    return true;
}

void pith__url_set_clear(pith__url_set *set) {
    free(set->slots);
    *set = (pith__url_set){0};
}
