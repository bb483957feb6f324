#include "dump_features.h"

#include <string.h>

#include "../text/blocks.h"
#include "dump_features_internal.h"
#include "dump_rules.h"

enum { NEIGHBOURS = 3 }; /* Lines on each side. */

/* The columns that the nearest lines show, those farther away, and the farthest. */
enum { SHOWN_NEAREST = PITH_DUMP_NEAR_COUNT, SHOWN_FARTHEST = 3 };

static const char *const above_names[NEIGHBOURS][PITH_DUMP_NEAR_COUNT] = {
#define PITH_X(name, text) "above1_" text,
    {PITH_DUMP_NEAR_MAP(PITH_X)},
#undef PITH_X
#define PITH_X(name, text) "above2_" text,
    {PITH_DUMP_NEAR_MAP(PITH_X)},
#undef PITH_X
#define PITH_X(name, text) "above3_" text,
    {PITH_DUMP_NEAR_MAP(PITH_X)},
#undef PITH_X
};
static const char *const below_names[NEIGHBOURS][PITH_DUMP_NEAR_COUNT] = {
#define PITH_X(name, text) "below1_" text,
    {PITH_DUMP_NEAR_MAP(PITH_X)},
#undef PITH_X
#define PITH_X(name, text) "below2_" text,
    {PITH_DUMP_NEAR_MAP(PITH_X)},
#undef PITH_X
#define PITH_X(name, text) "below3_" text,
    {PITH_DUMP_NEAR_MAP(PITH_X)},
#undef PITH_X
};

static uint32_t shown(int distance) {
    return distance < NEIGHBOURS ? SHOWN_NEAREST : SHOWN_FARTHEST;
}

/* Copies the first columns of the lines around; -1 beyond the ends of the page. */
static void put_neighbours(
    const pith__features *features, uint32_t count, uint32_t index, pith__row *row) {
    for (int distance = 1; distance <= NEIGHBOURS; distance++) {
        uint32_t step = (uint32_t)distance;
        const float *line = features->values + (size_t)index * features->stride;
        const float *above = index >= step ? line - step * features->stride : NULL;
        const float *below = count - index > step ? line + step * features->stride : NULL;
        for (uint32_t c = 0; c < shown(distance); c++) {
            pith__put(row, above_names[distance - 1][c], above == NULL ? -1 : (double)above[c]);
            pith__put(row, below_names[distance - 1][c], below == NULL ? -1 : (double)below[c]);
        }
    }
}

static void put_own(
    const dump_context *context, uint32_t index, const pith__row *page_row, pith__row *row) {
    pith__dump_put_near(context, index, row);
    pith__dump_put_line(context, index, row);
    pith__dump_put_words(context, index, row);
    pith__dump_put_core(context, index, row);
    pith__dump_put_place(context, index, row);
    pith__dump_put_cues(context, index, row);
    if (row->names != NULL)
        memcpy(row->names + row->count, page_row->names, page_row->count * sizeof *row->names);
    memcpy(row->values + row->count, page_row->values, page_row->count * sizeof *row->values);
    row->count += page_row->count;
}

pith__features *pith__dump_features(
    pith__page *page, const pith__heuristics *heuristics, const pith__dump_line *lines) {
    pith__arena *arena = page->arena;
    dump_context context = {.page = page,
        .heuristics = heuristics,
        .lines = lines,
        .count = page->block_count,
        .facts = pith__arena_array(arena, page->block_count, sizeof(line_facts)),
        .logarithms = pith__arena_array(arena, PITH_LOGARITHMS, sizeof(double))};
    pith__dump_line_facts(&context);
    pith__dump_repetition_facts(&context);
    pith__dump_place_facts(&context);
    pith__dump_core_facts(&context);
    pith__dump_vocabulary_facts(&context);
    pith__dump_cue_facts(&context);

    pith__features *features = pith__arena_array(arena, 1, sizeof *features);
    features->names = pith__arena_array(arena, PITH_FEATURES_MAX, sizeof *features->names);
    float page_values[PITH_FEATURES_MAX];
    const char *page_names[PITH_FEATURES_MAX];
    pith__row page_row = {.values = page_values, .names = page_names};
    pith__dump_put_page(&context, &page_row);

    float first[PITH_FEATURES_MAX];
    uint32_t own = 0;
    for (uint32_t i = 0; i < context.count; i++) {
        pith__row row = {.values = first, .names = i == 0 ? features->names : NULL};
        if (i > 0)
            row.values = features->values + (size_t)i * features->stride;
        put_own(&context, i, &page_row, &row);
        if (i == 0) {
            /* The first row tells how many columns there are. */
            own = row.count;
            features->columns = own;
            for (int distance = 1; distance <= NEIGHBOURS; distance++)
                features->columns += 2 * shown(distance);
            features->stride = features->columns;
            features->values =
                pith__arena_array(arena, context.count, features->stride * sizeof(float));
            memcpy(features->values, first, own * sizeof(float));
        }
    }
    for (uint32_t i = 0; i < context.count; i++) {
        pith__row row = {.values = features->values + (size_t)i * features->stride,
            .names = i == 0 ? features->names : NULL,
            .count = own};
        put_neighbours(features, context.count, i, &row);
    }
    return features;
}

pith__features *pith__dump_feature_names(pith__arena *arena, const pith__heuristics *heuristics) {
    pith_options options = pith_options_default();
    pith__page page = {.arena = arena, .kind = PITH_KIND_TEXT, .source = PITH_STR("text")};
    pith__text_blocks(&page, heuristics, &options);
    return pith__dump_features(&page, heuristics, pith__dump_rules(&page, heuristics));
}
