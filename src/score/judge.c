#include "judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forest.h"
#include "smooth.h"
#include "token_columns.h"
#include "trace.h"

const char *const pith__aggregate_names[PITH_AGGREGATES] = {
    "agg_mean", "agg_half", "agg_words", "agg_max"};

static double *probabilities_of(pith__page *page, const pith__forest_rows *rows,
    const pith__model *model, pith__forest_name name) {
    double *p = pith__arena_alloc(page->arena, page->block_count * sizeof *p);
    pith__forest_sums(page->arena, &model->forests[name], rows, p);
    for (uint32_t i = 0; i < page->block_count; i++)
        p[i] = pith__sigmoid(p[i]);
    return p;
}

/* What the general forest says of the page as a whole, in the order of the names. */
static void aggregate(const pith__page *page, const double *p, float out[PITH_AGGREGATES]) {
    double weight = 0, sum = 0, half = 0, most = 0;
    for (uint32_t i = 0; i < page->block_count; i++) {
        double w = page->blocks[i].weight + 0.3;
        weight += w;
        sum += w * p[i];
        most = p[i] > most ? p[i] : most;
        half += p[i] >= 0.5 ? w : 0;
    }
    out[0] = (float)(sum / weight);
    out[1] = (float)(half / weight);
    out[2] = (float)log1p(half);
    out[3] = (float)most;
}

/* Softmax over the sums of the type forests. */
static void judge_type(pith__page *page, const pith__features *features, const pith__model *model,
    const double *general, double types[PITH_PAGE_TYPES]) {
    float row[2 * PITH_FEATURES_MAX + PITH_AGGREGATES];
    memcpy(row, features->page_values, features->page_columns * sizeof *row);
    aggregate(page, general, row + features->page_columns);
    const pith__forest_rows *rows =
        pith__forest_rows_of(page->arena, &model->forests[PITH_FOREST_TYPE_ARTICLE],
            PITH_PAGE_TYPES, row, 0, features->page_columns + PITH_AGGREGATES, 1);
    double most = -INFINITY, total = 0;
    for (int t = 0; t < PITH_PAGE_TYPES; t++) {
        pith__forest_sums(
            page->arena, &model->forests[PITH_FOREST_TYPE_ARTICLE + t], rows, &types[t]);
        most = types[t] > most ? types[t] : most;
    }
    for (int t = 0; t < PITH_PAGE_TYPES; t++)
        total += types[t] = exp(types[t] - most);
    for (int t = 0; t < PITH_PAGE_TYPES; t++)
        types[t] /= total;
}

pith__judgement pith__judge(
    pith__page *page, const pith__features *features, const pith__model *model) {
    pith__judgement judgement = {0};
    pith__token_columns(page, model, features->values + features->columns, features->stride);
    const pith__forest_rows *rows = pith__forest_rows_of(page->arena,
        &model->forests[PITH_FOREST_GENERAL], PITH_FOREST_TYPE_ARTICLE - PITH_FOREST_GENERAL,
        features->values, features->stride, features->stride, page->block_count);
    double *general = probabilities_of(page, rows, model, PITH_FOREST_GENERAL);
    judge_type(page, features, model, general, judgement.types);
    const double *article = probabilities_of(page, rows, model, PITH_FOREST_ARTICLE);
    double q = judgement.types[0];
    for (uint32_t i = 0; i < page->block_count; i++)
        general[i] = q * article[i] + (1 - q) * general[i];
    pith__trace_forest_of(page, "article", &model->forests[PITH_FOREST_ARTICLE], features->values,
        features->stride, q);
    pith__trace_forest_of(page, "general", &model->forests[PITH_FOREST_GENERAL], features->values,
        features->stride, 1 - q);
    pith__trace_own(page, general);
    pith__smooth(page, features, model, general);
    judgement.content = general;
    return judgement;
}

/* ---- Expected F1 ----------------------------------------------------------------------------- */

typedef struct ranked {
    double p;
    double words;
    uint32_t block;
} ranked;

/* Most probable first; ties in document order, so that the sort has one result. */
static int compare_ranked(const void *a, const void *b) {
    const ranked *left = a, *right = b;
    if (left->p != right->p)
        return left->p > right->p ? -1 : 1;
    return left->block < right->block ? -1 : left->block > right->block;
}

double pith__expected_f1(
    const pith__page *page, const double *p, const bool *left_out, double *threshold) {
    ranked *order = pith__arena_alloc(page->arena, page->block_count * sizeof *order);
    uint32_t count = 0;
    double expected = 0; /* Words that should be kept. */
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (left_out != NULL && left_out[i])
            continue;
        order[count++] = (ranked){p[i], page->blocks[i].weight, i};
        expected += page->blocks[i].weight * p[i];
    }
    qsort(order, count, sizeof *order, compare_ranked);
    double kept = 0, right = 0, best = 0, least = 2;
    for (uint32_t i = 0; i < count; i++) {
        kept += order[i].words;
        right += order[i].words * order[i].p;
        double f = kept + expected > 0 ? 2 * right / (kept + expected) : 0;
        if (f > best) {
            best = f;
            least = order[i].p;
        }
    }
    if (threshold != NULL)
        *threshold = least;
    return best;
}

double pith__calibrated(const pith__model *model, double f) {
    if (model->confidence_count == 0)
        return f;
    const double(*points)[2] = (const double(*)[2])model->confidence;
    uint32_t last = model->confidence_count - 1;
    if (f <= points[0][0])
        return points[0][1];
    for (uint32_t i = 1; i <= last; i++) {
        if (f <= points[i][0]) {
            double share = (f - points[i - 1][0]) / (points[i][0] - points[i - 1][0]);
            return points[i - 1][1] + share * (points[i][1] - points[i - 1][1]);
        }
    }
    return points[last][1];
}
