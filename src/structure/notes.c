/*
 * notes.c - footnotes: short links to a place in the same page that holds a later block of the
 * article.
 */
#include "structure.h"

#include "../html/dom.h"

enum {
    MOST_NOTES = 500,  /* Of a page; further links stay links. */
    LONGEST_LABEL = 8, /* Bytes of what the reader sees of a reference: "1", "[12]", "*". */
};

typedef struct note {
    size_t block, span;
    pith__str name;
    uint32_t element; /* That has the name; or PITH_NONE. */
} note;

typedef struct pith__note_list {
    note *items;
    size_t count, capacity;
} pith__note_list;

void pith__note_add(pith__structure *structure, size_t block, size_t span, pith__str name) {
    pith__arena *arena = structure->page->arena;
    if (structure->notes == NULL)
        structure->notes = pith__arena_array(arena, 1, sizeof *structure->notes);
    pith__note_list *notes = structure->notes;
    notes->items = pith__arena_grow(
        arena, notes->items, notes->count, notes->count + 1, sizeof(note), &notes->capacity);
    notes->items[notes->count++] =
        (note){.block = block, .span = span, .name = name, .element = PITH_NONE};
}

static uint32_t hash_of(pith__str name) {
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < name.length; i++)
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619U;
    return hash;
}

/* Finds the elements that have the names, in one pass over the page. The first of a name counts. */
static void find_elements(pith__structure *structure, pith__note_list *notes, size_t count) {
    const pith__page *page = structure->page;
    size_t slots = 16;
    while (slots < 2 * count)
        slots *= 2;
    uint32_t *table = pith__arena_array(page->arena, slots, sizeof *table);
    uint32_t *next = pith__arena_array(page->arena, count, sizeof *next);
    for (size_t i = count; i-- > 0;) {
        uint32_t slot = hash_of(notes->items[i].name) & (uint32_t)(slots - 1);
        next[i] = table[slot];
        table[slot] = (uint32_t)i + 1;
    }
    for (uint32_t e = 0; e < page->element_count; e++) {
        uint32_t node = page->elements[e].node;
        const char *id = pith__dom_attribute(page->dom, node, "id");
        if (id == NULL && page->elements[e].tag == GUMBO_TAG_A)
            id = pith__dom_attribute(page->dom, node, "name");
        if (id == NULL)
            continue;
        pith__str name = pith__str_of(id);
        for (uint32_t i = table[hash_of(name) & (uint32_t)(slots - 1)]; i != 0; i = next[i - 1]) {
            note *found = &notes->items[i - 1];
            if (found->element == PITH_NONE && pith__str_equal(found->name, name))
                found->element = e;
        }
    }
}

/* The first block of the article after `block` that is in the element, or that an empty element is
   in; or SIZE_MAX. */
static size_t block_at(
    const pith__structure *structure, const uint32_t *places, size_t block, uint32_t element) {
    const pith__page *page = structure->page;
    uint32_t around = element;
    while (around > 0 && !page->elements[around].is_block)
        around = page->elements[around].parent;
    for (size_t i = block + 1; i < structure->block_count; i++) {
        if (!structure->blocks[i].kept || places[i] == PITH_NONE)
            continue;
        uint32_t at = page->blocks[places[i]].element;
        if ((at >= element && at < page->elements[element].end) ||
            (around != element && page->blocks[places[i]].container == around))
            return i;
    }
    return SIZE_MAX;
}

static void remove_span(pith_block *block, size_t index) {
    pith_span *spans = (pith_span *)block->spans; /* Its own: it was made in this folder. */
    for (size_t i = index + 1; i < block->span_count; i++)
        spans[i - 1] = spans[i];
    block->span_count--;
}

void pith__notes_resolve(pith__structure *structure, const uint32_t *places) {
    pith__note_list *notes = structure->notes;
    if (notes == NULL)
        return;
    size_t looked_for = notes->count < MOST_NOTES ? notes->count : MOST_NOTES;
    find_elements(structure, notes, looked_for);
    /* From the last to the first, so that a span that is removed moves none still to come. */
    for (size_t i = notes->count; i-- > 0;) {
        const note *reference = &notes->items[i];
        pith_block *block = &structure->blocks[reference->block];
        pith_span *span = (pith_span *)&block->spans[reference->span];
        size_t target = SIZE_MAX;
        if (i < looked_for && reference->element != PITH_NONE &&
            span->end - span->start <= LONGEST_LABEL)
            target = block_at(structure, places, reference->block, reference->element);
        if (target != SIZE_MAX) {
            span->kind = PITH_SPAN_FOOTNOTE;
            span->url = NULL;
            span->note = target;
        } else if (span->url == NULL) {
            remove_span(block, reference->span);
        }
    }
}
