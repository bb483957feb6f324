/*
 * containers.c - what the blocks of an HTML page stand in.
 *
 * Elements are looked up from the inside to the outside, until one is known, and then made into
 * containers on the way back in. Blocks come in the order of the page, so a container is entered
 * and left once, as its element is. Where a page is malformed (an item without a list, a list in a
 * list, text between items), what is missing is put in, as browsers show it.
 */
#include "structure.h"

#include "../html/dom.h"

enum { NOT_KNOWN = 0, NOWHERE = UINT32_MAX, MAX_NUMBER = 999999999 };

/* What the public container does not say. */
typedef struct detail {
    uint32_t element;     /* That it was made of; or PITH_NONE. */
    uint16_t depth;       /* Containers around it. */
    size_t last_item;     /* LIST, DEFINITIONS: the newest in it; or PITH_NO_CONTAINER. */
    size_t implicit_list; /* The newest list in it that the page does not have. */
    uint32_t scanned;     /* Numbered LIST: the first node that was not looked at for numbers. */
    long number;          /* Numbered LIST: the number of the next item. */
    int step;
} detail;

struct pith__container_builder {
    uint32_t *of_element; /* NOT_KNOWN, NOWHERE, or the index of its container + 1. */
    detail *details;      /* Of containers. */
    size_t detail_capacity;
    size_t current; /* Where the last block stands. */
    uint32_t *path; /* Elements from the inside to the outside. */
    size_t path_capacity;
};

void pith__containers_begin(pith__structure *structure) {
    struct pith__container_builder *builder = structure->builder;
    if (builder == NULL)
        builder = pith__arena_array(structure->page->arena, 1, sizeof *builder);
    builder->of_element =
        pith__arena_array(structure->page->arena, structure->page->element_count, sizeof(uint32_t));
    builder->current = PITH_NO_CONTAINER;
    structure->builder = builder;
}

size_t pith__container_add(pith__structure *structure, pith_container container) {
    structure->containers =
        pith__arena_grow(structure->page->arena, structure->containers, structure->container_count,
            structure->container_count + 1, sizeof container, &structure->container_capacity);
    structure->containers[structure->container_count] = container;
    return structure->container_count++;
}

static unsigned depth_of(const pith__structure *structure, size_t container) {
    return container == PITH_NO_CONTAINER ? 0 : structure->builder->details[container].depth + 1U;
}

static size_t add(
    pith__structure *structure, pith_container_kind kind, size_t parent, uint32_t element) {
    struct pith__container_builder *builder = structure->builder;
    size_t index = pith__container_add(structure, (pith_container){.kind = kind, .parent = parent});
    builder->details = pith__arena_grow(structure->page->arena, builder->details, index, index + 1,
        sizeof(detail), &builder->detail_capacity);
    builder->details[index] = (detail){.element = element,
        .depth = (uint16_t)depth_of(structure, parent),
        .last_item = PITH_NO_CONTAINER,
        .implicit_list = PITH_NO_CONTAINER,
        .number = 1,
        .step = 1};
    bool item = kind == PITH_CONTAINER_ITEM || kind == PITH_CONTAINER_TERM ||
                kind == PITH_CONTAINER_DEFINITION;
    if (item)
        builder->details[parent].last_item = index;
    return index;
}

static bool is(const pith__structure *structure, size_t container, pith_container_kind kind) {
    return container != PITH_NO_CONTAINER && structure->containers[container].kind == kind;
}

/* Whether the last block stands in it. */
static bool is_open(const pith__structure *structure, size_t container) {
    for (size_t c = structure->builder->current; c != PITH_NO_CONTAINER;
         c = structure->containers[c].parent) {
        if (c == container)
            return true;
    }
    return false;
}

void pith__container_enter(pith__structure *structure, size_t container) {
    structure->builder->current = container;
}

/* ---- Numbers of items ------------------------------------------------------------------------ */

static bool read_number(const char *text, long *number) {
    pith__str digits = pith__str_trim(pith__str_of(text));
    bool negative = digits.length > 0 && digits.data[0] == '-';
    size_t at = negative ? 1 : 0;
    long value = 0;
    if (at == digits.length || !pith__is_digit(digits.data[at]))
        return false;
    for (; at < digits.length && pith__is_digit(digits.data[at]); at++) {
        value = value * 10 + (digits.data[at] - '0');
        if (value > MAX_NUMBER)
            return false;
    }
    *number = negative ? -value : value;
    return true;
}

static bool is_item(const pith__dom *dom, uint32_t node) {
    return dom->nodes[node].kind == PITH_NODE_ELEMENT && dom->nodes[node].tag == GUMBO_TAG_LI;
}

/* Where the numbers of a list begin, and which way they go. */
static void begin_numbers(const pith__dom *dom, uint32_t list, detail *state) {
    state->scanned = list + 1;
    if (pith__dom_attribute(dom, list, "reversed") != NULL) {
        state->step = -1;
        state->number = 0;
        for (uint32_t i = list + 1; i < dom->nodes[list].end; i = dom->nodes[i].end)
            state->number += is_item(dom, i);
    }
    const char *start = pith__dom_attribute(dom, list, "start");
    if (start != NULL)
        read_number(start, &state->number);
}

/* The number of an item: those that are no part of the article count as well. */
static long number_of(pith__structure *structure, size_t list, uint32_t element) {
    const pith__dom *dom = structure->page->dom;
    detail *state = &structure->builder->details[list];
    uint32_t node = element == PITH_NONE ? 0 : structure->page->elements[element].node;
    bool own = element != PITH_NONE && state->element != PITH_NONE &&
               dom->nodes[node].parent == structure->page->elements[state->element].node;
    while (own && state->scanned < node) {
        uint32_t other = state->scanned;
        const char *value = is_item(dom, other) ? pith__dom_attribute(dom, other, "value") : NULL;
        if (value != NULL)
            read_number(value, &state->number);
        state->number += is_item(dom, other) ? state->step : 0;
        state->scanned = dom->nodes[other].end;
    }
    const char *value = own ? pith__dom_attribute(dom, node, "value") : NULL;
    if (value != NULL)
        read_number(value, &state->number);
    if (own)
        state->scanned = dom->nodes[node].end;
    long number = state->number;
    state->number += state->step;
    return number;
}

/* ---- Elements as containers ------------------------------------------------------------------ */

static size_t add_list(pith__structure *structure, size_t parent, uint32_t element) {
    size_t list = add(structure, PITH_CONTAINER_LIST, parent, element);
    if (element == PITH_NONE || structure->page->elements[element].tag != GUMBO_TAG_OL)
        return list;
    structure->containers[list].ordered = true;
    begin_numbers(structure->page->dom, structure->page->elements[element].node,
        &structure->builder->details[list]);
    return list;
}

static size_t add_item(pith__structure *structure, size_t list, uint32_t element) {
    size_t item = add(structure, PITH_CONTAINER_ITEM, list, element);
    if (structure->containers[list].ordered)
        structure->containers[item].number = number_of(structure, list, element);
    return item;
}

/* A place for something that is no item: lists hold nothing but items. */
static size_t inside(pith__structure *structure, size_t parent, bool list) {
    if (is(structure, parent, PITH_CONTAINER_DEFINITIONS))
        return add(structure, PITH_CONTAINER_DEFINITION, parent, PITH_NONE);
    if (!is(structure, parent, PITH_CONTAINER_LIST))
        return parent;
    /* A list that stands directly in a list belongs to the item before it. */
    size_t item = structure->builder->details[parent].last_item;
    return list && item != PITH_NO_CONTAINER ? item : add_item(structure, parent, PITH_NONE);
}

/* The list around an item that the page has none for; one for all that follow each other. */
static size_t implicit_list(pith__structure *structure, size_t parent) {
    static const detail nowhere = {.implicit_list = PITH_NO_CONTAINER};
    const detail *around =
        parent == PITH_NO_CONTAINER ? &nowhere : &structure->builder->details[parent];
    size_t known = around->implicit_list;
    for (size_t c = structure->builder->current;
         parent == PITH_NO_CONTAINER && c != PITH_NO_CONTAINER;
         c = structure->containers[c].parent) {
        if (structure->containers[c].parent == PITH_NO_CONTAINER &&
            structure->containers[c].kind == PITH_CONTAINER_LIST &&
            structure->builder->details[c].element == PITH_NONE)
            known = c;
    }
    if (known != PITH_NO_CONTAINER && is_open(structure, known))
        return known;
    size_t list = add_list(structure, inside(structure, parent, true), PITH_NONE);
    if (parent != PITH_NO_CONTAINER)
        structure->builder->details[parent].implicit_list = list;
    return list;
}

/* The container inside an element, given the one around it. */
static size_t make(pith__structure *structure, uint32_t element, size_t around) {
    if (depth_of(structure, around) + 2 >= PITH_MAX_NESTING)
        return around;
    switch (structure->page->elements[element].tag) {
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR:
        return add_list(structure, inside(structure, around, true), element);
    case GUMBO_TAG_LI:
        if (!is(structure, around, PITH_CONTAINER_LIST))
            around = implicit_list(structure, around);
        return add_item(structure, around, element);
    case GUMBO_TAG_DL:
        return add(structure, PITH_CONTAINER_DEFINITIONS, inside(structure, around, true), element);
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
        if (!is(structure, around, PITH_CONTAINER_DEFINITIONS))
            return around;
        return add(structure,
            structure->page->elements[element].tag == GUMBO_TAG_DT ? PITH_CONTAINER_TERM
                                                                   : PITH_CONTAINER_DEFINITION,
            around, element);
    case GUMBO_TAG_BLOCKQUOTE:
        return add(structure, PITH_CONTAINER_QUOTE, inside(structure, around, false), element);
    case GUMBO_TAG_FIGURE:
        return add(structure, PITH_CONTAINER_FIGURE, inside(structure, around, false), element);
    default:
        return around;
    }
}

/* The container inside an element, which may be a list. */
static size_t container_of(pith__structure *structure, uint32_t element) {
    struct pith__container_builder *builder = structure->builder;
    const pith__element *elements = structure->page->elements;
    size_t depth = 0;
    uint32_t e = element;
    for (; e != PITH_NONE && builder->of_element[e] == NOT_KNOWN; e = elements[e].parent) {
        builder->path = pith__arena_grow(structure->page->arena, builder->path, depth, depth + 1,
            sizeof *builder->path, &builder->path_capacity);
        builder->path[depth++] = e;
    }
    size_t container = e == PITH_NONE || builder->of_element[e] == NOWHERE
                           ? PITH_NO_CONTAINER
                           : builder->of_element[e] - 1;
    while (depth > 0) {
        e = builder->path[--depth];
        container = make(structure, e, container);
        builder->of_element[e] = container == PITH_NO_CONTAINER ? NOWHERE : (uint32_t)container + 1;
    }
    return container;
}

size_t pith__container_at(pith__structure *structure, uint32_t element) {
    return inside(structure, container_of(structure, element), false);
}

uint32_t pith__ancestor(const pith__page *page, uint32_t element, unsigned tag) {
    while (element != PITH_NONE && page->elements[element].tag != tag)
        element = page->elements[element].parent;
    return element;
}

size_t pith__container_of_row(pith__structure *structure, uint32_t element) {
    uint32_t table = pith__ancestor(structure->page, element, GUMBO_TAG_TABLE);
    size_t current = structure->builder->current;
    if (is(structure, current, PITH_CONTAINER_TABLE) &&
        structure->builder->details[current].element == table)
        return current;
    size_t around = pith__container_at(structure, table == PITH_NONE ? element : table);
    return add(structure, PITH_CONTAINER_TABLE, around, table);
}
