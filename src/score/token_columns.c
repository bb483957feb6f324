#include "token_columns.h"

#include <string.h>

#include "tokens.h"

enum { UNITS = 16, NEAR_ELEMENTS = 3 };

const char *const pith__token_column_names[PITH_TOKEN_COLUMNS] = {
    "tok_sum", "tok_near", "tok_any", "tok_min", "tok_max"};

/* Sums over the tokens of an element and all above it. */
typedef struct any_sums {
    int32_t sum, least, most;
} any_sums;

/* The weights of some tokens. */
typedef struct weight_list {
    const pith__token_weight **items;
    uint32_t count;
} weight_list;

typedef struct walk {
    const pith__page *page;
    const pith__model *model;
    weight_list *of_label;                 /* By label. */
    const pith__token_weight **of_element; /* By element: that of its tag, or NULL. */
    any_sums *sums;                        /* By element. */
    uint32_t *present;                     /* By token: open elements that have it. */
} walk;

static weight_list weights_of(const walk *w, const pith__label *label) {
    uint32_t hashes[PITH_TOKENS_MAX];
    const pith__token_weight *found[PITH_TOKENS_MAX];
    weight_list list = {.count = 0};
    uint32_t count = pith__label_tokens(label, hashes);
    for (uint32_t i = 0; i < count; i++) {
        const pith__token_weight *weight = pith__model_token(w->model, hashes[i]);
        if (weight != NULL)
            found[list.count++] = weight;
    }
    size_t size = list.count * sizeof *found;
    list.items = memcpy(pith__arena_alloc(w->page->arena, size), found, size);
    return list;
}

static const pith__token_weight *weight_of_tag(const walk *w, uint32_t element) {
    pith__token token;
    return pith__tag_token(w->page, element, &token) == 0 ? NULL
                                                          : pith__model_token(w->model, token.hash);
}

/* The model's tokens of each label and of each tag. */
static void look_up(walk *w) {
    const pith__page *page = w->page;
    const pith__labels *labels = page->labels;
    w->of_label = pith__arena_alloc(page->arena, labels->count * sizeof *w->of_label);
    for (uint32_t i = 0; i < labels->count; i++)
        w->of_label[i] = weights_of(w, &labels->items[i]);
    const pith__token_weight *of_tag[GUMBO_TAG_LAST] = {NULL};
    bool known[GUMBO_TAG_LAST] = {false};
    w->of_element = pith__arena_alloc(page->arena, page->element_count * sizeof *w->of_element);
    for (uint32_t e = 0; e < page->element_count; e++) {
        unsigned tag = page->elements[e].tag;
        /* Of the tag of unknown names each may be another. */
        if (tag >= GUMBO_TAG_UNKNOWN) {
            w->of_element[e] = weight_of_tag(w, e);
            continue;
        }
        if (!known[tag])
            of_tag[tag] = weight_of_tag(w, e);
        known[tag] = true;
        w->of_element[e] = of_tag[tag];
    }
}

static const weight_list *weights_of_element(const walk *w, uint32_t e) {
    return &w->of_label[w->page->labels->of_node[w->page->elements[e].node]];
}

static void close_element(walk *w, uint32_t e) {
    const weight_list *list = weights_of_element(w, e);
    for (uint32_t i = 0; i < list->count; i++)
        w->present[list->items[i]->number]--;
    if (w->of_element[e] != NULL)
        w->present[w->of_element[e]->number]--;
}

static void add_any(walk *w, any_sums *sums, const pith__token_weight *weight) {
    if (w->present[weight->number]++ > 0)
        return;
    sums->sum += weight->any;
    sums->least = weight->any < sums->least ? weight->any : sums->least;
    sums->most = weight->any > sums->most ? weight->any : sums->most;
}

/* Adds to the sums above an element what only it has. The body's classes speak of the whole page.
 */
static void open_element(walk *w, uint32_t e) {
    if (e == 0) {
        w->sums[e] = (any_sums){0, 0, 0};
        return;
    }
    any_sums sums = w->sums[w->page->elements[e].parent];
    const weight_list *list = weights_of_element(w, e);
    for (uint32_t i = 0; i < list->count; i++)
        add_any(w, &sums, list->items[i]);
    if (w->of_element[e] != NULL)
        add_any(w, &sums, w->of_element[e]);
    w->sums[e] = sums;
}

static void sum_up(walk *w) {
    const pith__page *page = w->page;
    w->sums = pith__arena_alloc(page->arena, page->element_count * sizeof *w->sums);
    w->present = pith__arena_array(page->arena, w->model->token_count, sizeof(uint32_t));
    uint32_t open = PITH_NONE; /* The innermost open element; the rest are its ancestors. */
    for (uint32_t e = 0; e < page->element_count; e++) {
        while (open != PITH_NONE && open > 0 && page->elements[open].end <= e) {
            close_element(w, open);
            open = page->elements[open].parent;
        }
        open_element(w, e);
        open = e;
    }
}

/* Sums over the tokens of an element and its two parents. */
typedef struct near_sums {
    const pith__token_weight *seen[NEAR_ELEMENTS * PITH_TOKENS_MAX];
    uint32_t count;
    int32_t sum, least, most;
} near_sums;

static void add_near(near_sums *sums, const pith__token_weight *weight) {
    for (uint32_t i = 0; i < sums->count; i++) {
        if (sums->seen[i] == weight)
            return;
    }
    sums->seen[sums->count++] = weight;
    sums->sum += weight->near;
    sums->least = weight->near < sums->least ? weight->near : sums->least;
    sums->most = weight->near > sums->most ? weight->near : sums->most;
}

static void write_columns(const walk *w, uint32_t element, float *row) {
    const any_sums *any = &w->sums[element];
    near_sums near;
    near.count = 0;
    near.sum = 0;
    near.least = any->least;
    near.most = any->most;
    uint32_t e = element;
    for (int up = 0; up < NEAR_ELEMENTS && e != PITH_NONE && e > 0; up++) {
        const weight_list *list = weights_of_element(w, e);
        for (uint32_t i = 0; i < list->count; i++)
            add_near(&near, list->items[i]);
        if (w->of_element[e] != NULL)
            add_near(&near, w->of_element[e]);
        e = w->page->elements[e].parent;
    }
    row[0] = (float)(w->model->token_bias + near.sum + any->sum) / UNITS;
    row[1] = (float)near.sum / UNITS;
    row[2] = (float)any->sum / UNITS;
    row[3] = (float)near.least / UNITS;
    row[4] = (float)near.most / UNITS;
}

void pith__token_columns(
    const pith__page *page, const pith__model *model, float *rows, size_t stride) {
    walk w = {.page = page, .model = model};
    look_up(&w);
    sum_up(&w);
    for (uint32_t i = 0; i < page->block_count; i++)
        write_columns(&w, page->blocks[i].element, rows + i * stride);
}
