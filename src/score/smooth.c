#include "smooth.h"

#include <math.h>
#include <string.h>

#include "forest.h"
#include "trace.h"

/* Sums of weights, and of values times weights. */
typedef struct sum {
    double weight, value;
} sum;

static double weight_of(const pith__block *block) {
    return block->weight + 0.3; /* A block without a word still is there. */
}

static double mean_of(sum s, double otherwise) {
    return s.weight > 0 ? s.value / s.weight : otherwise;
}

static void add(sum *to, double weight, double value) {
    to->weight += weight;
    to->value += weight * value;
}

double *pith__path_means(
    const pith__page *page, const pith__features *features, const double *values) {
    sum *sums = pith__arena_array(page->arena, page->element_count, sizeof *sums);
    double *means = pith__arena_alloc(page->arena, page->block_count * sizeof *means);
    for (uint32_t i = 0; i < page->block_count; i++)
        add(&sums[features->path[i]], weight_of(&page->blocks[i]), values[i]);
    for (uint32_t i = 0; i < page->block_count; i++)
        means[i] = mean_of(sums[features->path[i]], values[i]);
    return means;
}

static sum *element_sums(const pith__page *page, const double *p) {
    sum *sums = pith__arena_array(page->arena, page->element_count, sizeof *sums);
    for (uint32_t i = 0; i < page->block_count; i++)
        add(&sums[page->blocks[i].element], weight_of(&page->blocks[i]), p[i]);
    for (uint32_t e = page->element_count; e-- > 1;) {
        sum *parent = &sums[page->elements[e].parent];
        parent->weight += sums[e].weight;
        parent->value += sums[e].value;
    }
    return sums;
}

static sum *section_sums(const pith__page *page, const pith__features *features, const double *p) {
    /* Blocks before the first heading are a section of their own, the last entry. */
    sum *sums = pith__arena_array(page->arena, (size_t)page->block_count + 1, sizeof *sums);
    for (uint32_t i = 0; i < page->block_count; i++) {
        uint32_t section = features->section[i];
        add(&sums[section == PITH_NONE ? page->block_count : section], weight_of(&page->blocks[i]),
            p[i]);
    }
    return sums;
}

/* The mean over the deepest element that holds most of the page's probability. */
static double core_mean(const pith__page *page, const sum *sums) {
    const double share = 0.85;
    uint32_t found = 0;
    for (uint32_t e = 1; e < page->elements[found].end;) {
        if (sums[e].value >= share * sums[0].value && sums[e].value > 0)
            found = e++;
        else
            e = page->elements[e].end;
    }
    return mean_of(sums[found], 0);
}

/* Sums before each block, so that any window is a difference. */
static sum *running_sums(const pith__page *page, const double *p) {
    sum *before = pith__arena_array(page->arena, (size_t)page->block_count + 1, sizeof *before);
    for (uint32_t i = 0; i < page->block_count; i++) {
        before[i + 1] = before[i];
        add(&before[i + 1], weight_of(&page->blocks[i]), p[i]);
    }
    return before;
}

/* The mean of `radius` blocks on each side, without the block itself. */
static double window_mean(
    const sum *before, uint32_t count, uint32_t index, uint32_t radius, double own) {
    uint32_t from = index > radius ? index - radius : 0;
    uint32_t to = count - index > radius ? index + radius + 1 : count;
    if (to - from < 2)
        return own;
    sum s = {
        before[to].weight - before[from].weight - (before[index + 1].weight - before[index].weight),
        before[to].value - before[from].value - (before[index + 1].value - before[index].value)};
    return mean_of(s, own);
}

static double clipped_logit(double p) {
    const double edge = 0.001;
    p = p < edge ? edge : p > 1 - edge ? 1 - edge : p;
    return log(p / (1 - p));
}

#define PITH_X(name, text) text,
static const char *const term_names[] = {PITH_SMOOTHING_MAP(PITH_X)};
#undef PITH_X

void pith__smooth(
    const pith__page *page, const pith__features *features, const pith__model *model, double *p) {
    uint32_t count = page->block_count;
    const double *path = pith__path_means(page, features, p);
    const sum *elements = element_sums(page, p);
    const sum *sections = section_sums(page, features, p);
    const sum *before = running_sums(page, p);
    double most = 0;
    for (uint32_t i = 0; i < count; i++)
        most = p[i] > most ? p[i] : most;
    double core = core_mean(page, elements);
    double *smooth = pith__arena_alloc(page->arena, count * sizeof *smooth);
    double *noted = pith__trace_terms(
        page, term_names, model->smoothing, PITH_SMOOTHING_COUNT, model->smoothing_bias);
    for (uint32_t i = 0; i < count; i++) {
        const pith__block *block = &page->blocks[i];
        double x[PITH_SMOOTHING_COUNT];
        x[PITH_SMOOTHING_OWN] = p[i];
        x[PITH_SMOOTHING_PATH] = path[i];
        uint32_t e = block->container;
        for (int up = 0; up < 4; up++) {
            x[PITH_SMOOTHING_CONTAINER + up] = mean_of(elements[e], p[i]);
            if (e > 0)
                e = page->elements[e].parent;
        }
        x[PITH_SMOOTHING_NEAR] = window_mean(before, count, i, 3, p[i]);
        x[PITH_SMOOTHING_FAR] = window_mean(before, count, i, 10, p[i]);
        uint32_t section = features->section[i];
        sum others = sections[section == PITH_NONE ? count : section];
        others.weight -= weight_of(block);
        others.value -= weight_of(block) * p[i];
        x[PITH_SMOOTHING_SECTION] = others.weight > 0.15 ? others.value / others.weight : p[i];
        x[PITH_SMOOTHING_PAGE_MAX] = most;
        x[PITH_SMOOTHING_PAGE_MEAN] = mean_of(elements[0], 0);
        x[PITH_SMOOTHING_CORE] = core;
        double logit = model->smoothing_bias;
        for (int k = 0; k < PITH_SMOOTHING_COUNT; k++) {
            x[k] = clipped_logit(x[k]);
            logit += model->smoothing[k] * x[k];
        }
        if (noted != NULL)
            memcpy(noted + (size_t)i * PITH_SMOOTHING_COUNT, x, sizeof x);
        smooth[i] = pith__sigmoid(logit);
    }
    for (uint32_t i = 0; i < count; i++)
        p[i] = smooth[i];
}
