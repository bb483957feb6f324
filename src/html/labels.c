#include "labels.h"

#include <string.h>

#include "entities.h"

/* The attributes of an element as they are written, by which labels are known. */
typedef struct names {
    pith__str parts[PITH_LABEL_PARTS];
    uint64_t hash;
} names;

typedef struct table {
    pith__labels *labels;
    names *names; /* By label. */
    size_t label_capacity, name_capacity;
    uint32_t *slots; /* Open addressing; the number of a label, 0: free. */
    uint32_t mask;
} table;

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static uint64_t hash_text(uint64_t hash, pith__str text) {
    uint64_t word = 0;
    size_t at = 0;
    for (; text.length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.data + at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    if (at < text.length)
        memcpy(&word, text.data + at, text.length - at);
    return mix(mix(hash, word), text.length);
}

static bool same_names(const names *a, const names *b) {
    if (a->hash != b->hash)
        return false;
    for (int i = 0; i < PITH_LABEL_PARTS; i++) {
        if ((a->parts[i].data == NULL) != (b->parts[i].data == NULL) ||
            !pith__str_equal(a->parts[i], b->parts[i]))
            return false;
    }
    return true;
}

/* Reads the names of a node; false if it has none. */
static bool read_names(const pith__dom *dom, uint32_t node, names *found) {
    bool any = false;
    found->hash = 0;
#define PITH_X(name, text) found->parts[PITH_LABEL_##name] = pith__dom_written(dom, node, text);
    PITH_LABEL_MAP(PITH_X)
#undef PITH_X
    for (int i = 0; i < PITH_LABEL_PARTS; i++) {
        if (found->parts[i].data == NULL)
            continue;
        any = true;
        found->hash = hash_text(found->hash + (uint64_t)i, found->parts[i]);
    }
    return any;
}

static void grow_slots(table *t, pith__arena *arena, uint32_t count) {
    t->slots = pith__arena_array(arena, count, sizeof *t->slots);
    t->mask = count - 1;
    for (uint32_t i = 1; i < t->labels->count; i++) {
        uint32_t at = (uint32_t)t->names[i].hash & t->mask;
        while (t->slots[at] != 0)
            at = (at + 1) & t->mask;
        t->slots[at] = i;
    }
}

static uint32_t add_label(
    table *t, pith__arena *arena, const names *found, const pith__heuristics *heuristics) {
    pith__labels *labels = t->labels;
    size_t needed = (size_t)labels->count + 1;
    labels->items = pith__arena_grow(
        arena, labels->items, labels->count, needed, sizeof(pith__label), &t->label_capacity);
    t->names =
        pith__arena_grow(arena, t->names, labels->count, needed, sizeof(names), &t->name_capacity);
    t->names[labels->count] = *found;
    pith__label *label = &labels->items[labels->count];
    *label = (pith__label){0};
    for (int i = 0; i < PITH_LABEL_PARTS; i++) {
        if (found->parts[i].data == NULL)
            continue;
        pith__str decoded = pith__entities_decode(arena, found->parts[i], true);
        label->parts[i] = (pith__str){pith__str_copy(arena, decoded), decoded.length};
    }
    label->class_groups = pith__classes_of(heuristics, label->parts[PITH_LABEL_CLASS]);
    label->groups = label->class_groups | pith__classes_of(heuristics, label->parts[PITH_LABEL_ID]);
    return labels->count++;
}

pith__labels *pith__labels_of(
    pith__arena *arena, const pith__dom *dom, const pith__heuristics *heuristics) {
    enum { FIRST_SLOTS = 256 };
    pith__labels *labels = pith__arena_array(arena, 1, sizeof *labels);
    labels->of_node = pith__arena_array(arena, dom->count, sizeof *labels->of_node);
    table t = {.labels = labels};
    names found = {0};
    add_label(&t, arena, &found, heuristics);
    grow_slots(&t, arena, FIRST_SLOTS);
    for (uint32_t i = 0; i < dom->count; i++) {
        if (!read_names(dom, i, &found))
            continue;
        uint32_t at = (uint32_t)found.hash & t.mask;
        while (t.slots[at] != 0 && !same_names(&t.names[t.slots[at]], &found))
            at = (at + 1) & t.mask;
        if (t.slots[at] == 0) {
            t.slots[at] = add_label(&t, arena, &found, heuristics);
            labels->of_node[i] = t.slots[at];
            if (labels->count > t.mask / 2)
                grow_slots(&t, arena, (t.mask + 1) * 2);
            continue;
        }
        labels->of_node[i] = t.slots[at];
    }
    return labels;
}
