/*
 * dump_features_core.c - runs of running text, by several prices of what stands in between.
 *
 * A run is the stretch of lines with the largest sum, where running text adds its words and other
 * lines cost something (J. Kadane's algorithm; see dump.c, whose run is the first). Cheap gaps give
 * long runs, dear ones the densest part.
 */
#include <math.h>

#include "dump_features_internal.h"

enum {
    LONGEST = 60,    /* Words that a line adds at most. */
    DEEPEST = 300,   /* Of the sum that tells how deep inside running text a line stands. */
    DEPTH_PRICE = 5, /* What a line of another kind costs there. */
};

/* Prices of a line that is no running text, and of each call to action in it. */
static const struct {
    double line, call;
} prices[CORE_RUNS] = {{4, 2}, {1.5, 0.5}, {10, 4}, {25, 5}};

static double gain_of(const pith__dump_line *line, int run) {
    if (line->sentence)
        return pith__clip(line->words, LONGEST);
    return -(prices[run].line + prices[run].call * line->calls);
}

static core_run find_run(const dump_context *context, int number) {
    core_run run = {0, 0};
    double best = 0, sum = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        if (sum <= 0) {
            sum = 0;
            first = i;
        }
        sum += gain_of(&context->lines[i], number);
        if (sum > best) {
            best = sum;
            run = (core_run){first, i + 1};
        }
    }
    return run;
}

static double deeper(double depth, const pith__dump_line *line) {
    depth += line->sentence ? pith__clip(line->words, LONGEST) : -DEPTH_PRICE;
    return depth < 0 ? 0 : pith__clip(depth, DEEPEST);
}

void pith__dump_core_facts(dump_context *context) {
    for (int r = 0; r < CORE_RUNS; r++)
        context->runs[r] = find_run(context, r);
    context->inside = pith__arena_array(context->page->arena, context->count, sizeof(float));
    context->slope = pith__arena_array(context->page->arena, context->count, sizeof(float));
    double depth = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        depth = deeper(depth, &context->lines[i]);
        context->inside[i] = (float)(depth / DEEPEST);
    }
    depth = 0;
    for (uint32_t i = context->count; i-- > 0;) {
        depth = deeper(depth, &context->lines[i]);
        float below = (float)(depth / DEEPEST), above = context->inside[i];
        context->inside[i] = above < below ? above : below;
        context->slope[i] = above - below;
    }
}

/* Signed: below 0 above the run, above 0 below it. */
static double distance_to(const dump_context *context, core_run run, uint32_t line) {
    if (line < run.first)
        return -pith__log_of(context, run.first - line);
    return line >= run.end ? pith__log_of(context, line - run.end + 1) : 0;
}

void pith__dump_put_core(const dump_context *context, uint32_t index, pith__row *row) {
    static const char *const names[CORE_RUNS][2] = {{"core_in", "core_distance"},
        {"wide_core_in", "wide_core_distance"}, {"dense_core_in", "dense_core_distance"},
        {"densest_core_in", "densest_core_distance"}};
    for (int r = 0; r < CORE_RUNS; r++) {
        core_run run = context->runs[r];
        /* The first one is a column of its own already. */
        if (r > 0)
            pith__put(row, names[r][0], index >= run.first && index < run.end);
        pith__put(row, names[r][1], distance_to(context, run, index));
    }
    core_run core = context->runs[0];
    double length = core.end > core.first ? core.end - core.first : 1;
    double place = ((double)index - core.first) / length;
    pith__put(row, "core_place", place < -1 ? -1 : pith__clip(place, 2));
    pith__put(row, "inside", (double)context->inside[index]);
    pith__put(row, "slope", (double)context->slope[index]);
}
