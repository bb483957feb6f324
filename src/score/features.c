#include "features.h"

#include <string.h>

#include "../base/buffer.h"
#include "../html/blocks.h"
#include "../html/dom.h"
#include "features_internal.h"
#include "judge.h"
#include "token_columns.h"

/* The mean of each block column over the page, weighted by words. */
static void put_means(const pith__page *page, const pith__features *features, pith__row *row) {
    uint32_t columns = features->columns;
    double *sums = pith__arena_array(page->arena, columns, sizeof *sums);
    double words = 0;
    for (uint32_t i = 0; i < page->block_count; i++) {
        /* A block without a word still is there. */
        double weight = page->blocks[i].weight + 0.3;
        const float *values = features->values + (size_t)i * features->stride;
        for (uint32_t c = 0; c < columns; c++)
            sums[c] += weight * (double)values[c];
        words += weight;
    }
    for (uint32_t c = 0; c < columns; c++) {
        const char *name = NULL;
        if (row->names != NULL) {
            pith__buffer buffer;
            pith__buffer_init(&buffer, page->arena, 80);
            pith__buffer_add_str(&buffer, PITH_STR("mean_"));
            pith__buffer_add_str(&buffer, pith__str_of(features->names[c]));
            name = pith__buffer_text(&buffer);
        }
        pith__put(row, name, sums[c] / words);
    }
}

static void put_block(
    const feature_context *context, uint32_t index, const pith__row *page_row, pith__row *row) {
    pith__put_text(context, index, row);
    pith__put_tree(context, index, row);
    pith__put_context(context, index, row);
    pith__put_body(context, index, row);
    pith__put(row, "comment_part", context->comment[index]);
    memcpy(row->values + row->count, page_row->values, page_row->count * sizeof(float));
    if (row->names != NULL)
        memcpy(row->names + row->count, page_row->names, page_row->count * sizeof *row->names);
    row->count += page_row->count;
}

pith__features *pith__features_of(
    pith__page *page, const pith__heuristics *heuristics, bool with_names) {
    pith__arena *arena = page->arena;
    feature_context context = {.page = page, .heuristics = heuristics};
    context.blocks = pith__arena_array(arena, page->block_count, sizeof *context.blocks);
    context.logarithms = pith__arena_array(arena, PITH_LOGARITHMS, sizeof *context.logarithms);
    context.elements = pith__arena_array(arena, page->element_count, sizeof *context.elements);
    pith__text_facts(&context);
    pith__tree_facts(&context);
    pith__context_facts(&context);
    pith__body_facts(&context);
    pith__comment_facts(&context);

    pith__features *features = pith__arena_array(arena, 1, sizeof *features);
    size_t names_size = PITH_FEATURES_MAX * sizeof(const char *);
    if (with_names) {
        features->names = pith__arena_alloc(arena, names_size);
        features->page_names = pith__arena_alloc(arena, 2 * names_size);
    }
    features->page_values = pith__arena_alloc(arena, 2 * PITH_FEATURES_MAX * sizeof(float));
    pith__row page_row = {.values = features->page_values, .names = features->page_names};
    pith__put_page(&context, &page_row);

    float first[PITH_FEATURES_MAX];
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__row row = {.values = first, .names = i == 0 ? features->names : NULL};
        if (i > 0)
            row.values = features->values + (size_t)i * features->stride;
        put_block(&context, i, &page_row, &row);
        if (i == 0) {
            /* The first row tells how many columns there are. */
            features->columns = row.count;
            features->stride = row.count + PITH_TOKEN_COLUMNS;
            features->values = pith__arena_alloc(
                arena, (size_t)page->block_count * features->stride * sizeof(float));
            for (int t = 0; features->names != NULL && t < PITH_TOKEN_COLUMNS; t++)
                features->names[row.count + (uint32_t)t] = pith__token_column_names[t];
            memcpy(features->values, first, row.count * sizeof(float));
        }
        memset(features->values + (size_t)i * features->stride + row.count, 0,
            PITH_TOKEN_COLUMNS * sizeof(float));
    }
    put_means(page, features, &page_row);
    features->page_columns = page_row.count;
    for (int a = 0; with_names && a < PITH_AGGREGATES; a++)
        features->page_names[page_row.count + (uint32_t)a] = pith__aggregate_names[a];
    features->section = context.section;
    features->comment = context.comment;
    features->path = pith__arena_alloc(arena, page->block_count * sizeof(uint32_t));
    for (uint32_t i = 0; i < page->block_count; i++)
        features->path[i] = context.elements[page->blocks[i].element].path;
    return features;
}

pith__features *pith__feature_names(pith__arena *arena, const pith__heuristics *heuristics) {
    pith_options options = pith_options_default();
    pith__page page = {.arena = arena, .kind = PITH_KIND_HTML};
    page.dom = pith__dom_parse(arena, PITH_STR("<p>text"), options.max_elements, options.max_depth);
    pith__html_blocks(&page, heuristics, &options);
    return pith__features_of(&page, heuristics, true);
}
