#include "trace.h"

#include <math.h>
#include <string.h>

void pith__trace_begin(pith__page *page) {
    pith__trace *trace = pith__arena_array(page->arena, 1, sizeof *trace);
    trace->arena = page->arena;
    trace->block_count = page->block_count;
    trace->rules = pith__arena_array(page->arena, page->block_count, sizeof *trace->rules);
    trace->because = pith__arena_array(page->arena, page->block_count, sizeof *trace->because);
    for (uint32_t i = 0; i < page->block_count; i++) {
        trace->because[i] = PITH_NONE;
        /* What has a reason before it is judged got it when the metadata was read. */
        if (page->blocks[i].reason != PITH_REASON_KEPT)
            trace->rules[i] = PITH_RULE_HEAD;
    }
    trace->threshold = 0.5;
    trace->expected_f1 = trace->factor = NAN;
    page->trace = trace;
}

void pith__trace_forest_of(const pith__page *page, const char *name, const pith__forest *forest,
    const float *rows, size_t stride, double share) {
    pith__trace *trace = page->trace;
    if (trace != NULL && trace->forest_count < PITH_TRACE_FORESTS)
        trace->forests[trace->forest_count++] =
            (pith__trace_forest){name, forest, rows, stride, share};
}

void pith__trace_own(const pith__page *page, const double *probabilities) {
    pith__trace *trace = page->trace;
    if (trace == NULL)
        return;
    trace->own = pith__arena_array(trace->arena, page->block_count, sizeof *trace->own);
    memcpy(trace->own, probabilities, page->block_count * sizeof *trace->own);
}

double *pith__trace_terms(const pith__page *page, const char *const *names, const double *weights,
    int count, double bias) {
    pith__trace *trace = page->trace;
    if (trace == NULL)
        return NULL;
    trace->term_names = names;
    trace->term_weights = weights;
    trace->term_count = count;
    trace->term_bias = bias;
    trace->terms =
        pith__arena_array(trace->arena, page->block_count, (size_t)count * sizeof *trace->terms);
    return trace->terms;
}
