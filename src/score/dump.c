/*
 * dump.c - which lines of a text dump are its article.
 *
 *     rules --> features --> model --> probabilities --> expected F1 --> kept or not
 *       |                                                                  ^
 *       +-- head matter, furniture, comments; the core as a floor ---------+
 *
 * The model judges lines by what stands around them, and the rules know what lines say. So head
 * matter, furniture and comments that the rules found stay out whatever the model thinks; and where
 * the model expects too little of a page, the rules alone decide. How little that is, and how much
 * less is asked of lines that the rules keep, is chosen in training; it may be nothing.
 */
#include <math.h>

#include "dump_features.h"
#include "dump_rules.h"
#include "forest.h"
#include "judge.h"
#include "model.h"
#include "score.h"
#include "trace.h"

enum { ROWS_AT_ONCE = 4096 };

typedef struct scorer {
    pith__page *page;
    const pith__dump_line *lines;
    const pith__model *model;
    const pith_options *options;
    double *p;     /* By line: the probability that it is content. */
    bool *settled; /* By line: the rules have dropped it for good. */
} scorer;

static double parameter(const scorer *s, pith__parameter name) {
    return s->model->parameters[name];
}

/* Comments are content to the model, as they were to those who marked the pages it learned from. */
static bool is_settled(const scorer *s, uint32_t i) {
    const pith__block *block = &s->page->blocks[i];
    if (block->rule_reason == PITH_REASON_COMMENTS)
        return s->options->comments != PITH_COMMENTS_INCLUDE;
    /* A cue is no text either, whatever becomes of what it opens. */
    bool cue = s->lines[i].rule == PITH_LINE_RULE_SECTION &&
               (s->lines[i].phrases & PITH_PHRASE_SECTIONS) != 0;
    return cue || s->lines[i].rule == PITH_LINE_RULE_FURNITURE;
}

static void ask_model(scorer *s) {
    pith__page *page = s->page;
    const pith__features *features = page->features;
    const pith__forest *forest = &s->model->forests[PITH_FOREST_LINE];
    s->p = pith__arena_array(page->arena, page->block_count, sizeof *s->p);
    s->settled = pith__arena_array(page->arena, page->block_count, sizeof *s->settled);
    /* In pieces: as forests want them, the rows of a long dump take as much memory again. */
    for (uint32_t i = 0; i < page->block_count; i += ROWS_AT_ONCE) {
        uint32_t left = page->block_count - i;
        pith__arena_mark mark = pith__arena_mark_of(page->arena);
        const pith__forest_rows *rows = pith__forest_rows_of(page->arena, forest, 1,
            features->values + (size_t)i * features->stride, features->stride, features->stride,
            left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE);
        pith__forest_sums(page->arena, forest, rows, s->p + i);
        pith__arena_rewind(page->arena, mark);
    }
    for (uint32_t i = 0; i < page->block_count; i++) {
        s->p[i] = pith__sigmoid(s->p[i]);
        s->settled[i] = page->blocks[i].settled = is_settled(s, i);
    }
    pith__trace_forest_of(page, "line", forest, features->values, features->stride, 1);
}

static double threshold_factor(const scorer *s) {
    switch (s->options->favor) {
    case PITH_FAVOR_PRECISION:
        return parameter(s, PITH_PARAMETER_PRECISION_K);
    case PITH_FAVOR_RECALL:
        return parameter(s, PITH_PARAMETER_RECALL_K);
    case PITH_FAVOR_BALANCED:
        break;
    }
    return parameter(s, PITH_PARAMETER_THRESHOLD_K);
}

/* Whether a line is kept at this threshold. What the rules keep needs less to stay. */
static bool is_kept(const scorer *s, uint32_t i, double threshold) {
    if (s->settled[i])
        return false;
    if (s->lines[i].rule == PITH_LINE_RULE_KEPT)
        threshold *= parameter(s, PITH_PARAMETER_CORE_FLOOR);
    return s->p[i] >= threshold;
}

/* The lines at or above the threshold are kept; the others keep the reason of the rules. */
static void decide(scorer *s, double threshold) {
    pith__page *page = s->page;
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        block->score = (float)s->p[i];
        if (is_kept(s, i, threshold))
            pith__decide(page, i, PITH_REASON_KEPT, PITH_RULE_PROBABILITY, PITH_NONE);
        else if (block->reason == PITH_REASON_KEPT)
            pith__decide(page, i, PITH_REASON_OUTSIDE, PITH_RULE_PROBABILITY, PITH_NONE);
    }
}

void pith__score_dump(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    if (page->block_count == 0)
        return;
    scorer s = {.page = page,
        .lines = pith__dump_rules(page, heuristics),
        .model = pith__heuristics_dump_model(heuristics),
        .options = options};
    for (uint32_t i = 0; i < page->block_count; i++)
        page->blocks[i].rule_reason = page->blocks[i].reason;
    page->features = pith__dump_features(page, heuristics, s.lines);
    ask_model(&s);
    double threshold;
    double expected = pith__expected_f1(page, s.p, s.settled, &threshold);
    page->confidence = pith__calibrated(s.model, expected);
    if (expected < parameter(&s, PITH_PARAMETER_RULES_F))
        return;
    threshold *= threshold_factor(&s);
    if (page->trace != NULL) {
        page->trace->content = s.p;
        page->trace->threshold = threshold;
        page->trace->expected_f1 = expected;
        page->trace->factor = threshold_factor(&s);
    }
    decide(&s, threshold);
}
