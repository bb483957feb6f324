#include "token_columns.h"

#include "tokens.h"

enum { UNITS = 16, NEAR_ELEMENTS = 3 };

const char *const pith__token_column_names[PITH_TOKEN_COLUMNS] = {
    "tok_sum", "tok_near", "tok_any", "tok_min", "tok_max"};

/* Sums over the tokens of an element and all above it. */
typedef struct any_sums {
    int32_t sum, least, most;
} any_sums;

typedef struct walk {
    const pith__page *page;
    const pith__model *model;
    uint32_t *first;   /* By element: its first entry in `slots`; one more at the end. */
    uint32_t *slots;   /* Slots of the model's tokens that elements have. */
    any_sums *sums;    /* By element. */
    uint32_t *present; /* By slot: open elements that have the token. */
} walk;

/* The model's tokens of each element. */
static void look_up(walk *w) {
    const pith__page *page = w->page;
    size_t count = 0, capacity = 0;
    w->first = pith__arena_alloc(page->arena, (page->element_count + (size_t)1) * sizeof(uint32_t));
    for (uint32_t e = 0; e < page->element_count; e++) {
        pith__token tokens[PITH_TOKENS_MAX];
        uint32_t found = pith__element_tokens(page, e, tokens);
        w->first[e] = (uint32_t)count;
        w->slots = pith__arena_grow(
            page->arena, w->slots, count, count + found, sizeof *w->slots, &capacity);
        for (uint32_t i = 0; i < found; i++) {
            const pith__token_weight *weight = pith__model_token(w->model, tokens[i].hash);
            if (weight != NULL)
                w->slots[count++] = (uint32_t)(weight - w->model->tokens);
        }
    }
    w->first[page->element_count] = (uint32_t)count;
}

static void close_element(walk *w, uint32_t e) {
    for (uint32_t i = w->first[e]; i < w->first[e + 1]; i++)
        w->present[w->slots[i]]--;
}

/* Adds to the sums above an element what only it has. */
static void open_element(walk *w, uint32_t e) {
    any_sums sums = {0, 0, 0};
    uint32_t parent = w->page->elements[e].parent;
    if (parent != PITH_NONE)
        sums = w->sums[parent];
    /* The body's classes speak of the whole page. */
    for (uint32_t i = w->first[e]; e > 0 && i < w->first[e + 1]; i++) {
        if (w->present[w->slots[i]]++ > 0)
            continue;
        int32_t weight = w->model->tokens[w->slots[i]].any;
        sums.sum += weight;
        sums.least = weight < sums.least ? weight : sums.least;
        sums.most = weight > sums.most ? weight : sums.most;
    }
    w->sums[e] = sums;
}

static void sum_up(walk *w) {
    const pith__page *page = w->page;
    w->sums = pith__arena_alloc(page->arena, page->element_count * sizeof *w->sums);
    w->present = pith__arena_array(page->arena, (size_t)w->model->token_mask + 1, sizeof(uint32_t));
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

static void write_columns(const walk *w, uint32_t element, float *row) {
    uint32_t seen[NEAR_ELEMENTS * PITH_TOKENS_MAX];
    uint32_t seen_count = 0;
    any_sums any = w->sums[element];
    int32_t near = 0, least = any.least, most = any.most;
    uint32_t e = element;
    for (int up = 0; up < NEAR_ELEMENTS && e != PITH_NONE && e > 0; up++) {
        for (uint32_t i = w->first[e]; i < w->first[e + 1]; i++) {
            uint32_t slot = w->slots[i], s = 0;
            while (s < seen_count && seen[s] != slot)
                s++;
            if (s < seen_count)
                continue;
            seen[seen_count++] = slot;
            int32_t weight = w->model->tokens[slot].near;
            near += weight;
            least = weight < least ? weight : least;
            most = weight > most ? weight : most;
        }
        e = w->page->elements[e].parent;
    }
    row[0] = (float)(w->model->token_bias + near + any.sum) / UNITS;
    row[1] = (float)near / UNITS;
    row[2] = (float)any.sum / UNITS;
    row[3] = (float)least / UNITS;
    row[4] = (float)most / UNITS;
}

void pith__token_columns(
    const pith__page *page, const pith__model *model, float *rows, size_t stride) {
    walk w = {.page = page, .model = model};
    look_up(&w);
    sum_up(&w);
    for (uint32_t i = 0; i < page->block_count; i++)
        write_columns(&w, page->blocks[i].element, rows + i * stride);
}
