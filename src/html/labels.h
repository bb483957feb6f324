/*
 * labels.h - the names that a page gives to its elements, each looked at once.
 *
 * What an element is for, its author says in names: class, id, role and their like. A page has many
 * elements and few distinct names, and metadata, features and model all ask for what they mean. So
 * elements with the same names share a label, and what is to be said of it is found once a label.
 */
#ifndef PITH_HTML_LABELS_H
#define PITH_HTML_LABELS_H

#include "../heuristics/heuristics.h"
#include "../page.h"
#include "dom.h"

/* The attributes that make a label. */
#define PITH_LABEL_MAP(X)                                                                          \
    X(CLASS, "class")                                                                              \
    X(ID, "id")                                                                                    \
    X(ROLE, "role")                                                                                \
    X(ITEMPROP, "itemprop")                                                                        \
    X(TESTID, "data-testid")

typedef enum pith__label_part {
#define PITH_X(name, text) PITH_LABEL_##name,
    PITH_LABEL_MAP(PITH_X)
#undef PITH_X
        PITH_LABEL_PARTS
} pith__label_part;

typedef struct pith__label {
    /* Values, with entities decoded and a NUL behind them. Without data: no such attribute. */
    pith__str parts[PITH_LABEL_PARTS];
    pith__class_set class_groups; /* Of the class alone. */
    pith__class_set groups;       /* Of class and id. */
} pith__label;

typedef struct pith__labels {
    pith__label *items; /* The first is that of elements without names. */
    uint32_t count;
    uint32_t *of_node; /* By node of the DOM view; text has the first. */
} pith__labels;

/* The labels of all nodes. */
pith__labels *pith__labels_of(
    pith__arena *arena, const pith__dom *dom, const pith__heuristics *heuristics);

static inline const pith__label *pith__label_of(const pith__page *page, uint32_t node) {
    return &page->labels->items[page->labels->of_node[node]];
}

#endif
