#include "explain.h"

#include <math.h>
#include <string.h>

#include "../score/contributions.h"
#include "../score/forest.h"

/* What the forests say of all blocks, feature by feature. */
typedef struct feature_sums {
    size_t count;       /* Features: the stride of the rows; 0: no forest had a say. */
    const char **names; /* By feature; NULL: no forest asks for it. */
    double base;
    pith__contributions parts[PITH_TRACE_FORESTS];
} feature_sums;

/* The means that stand around a block include the block itself: its own probability has a term. */
static int own_term(const pith__trace *trace) {
    for (int k = 0; k < trace->term_count; k++) {
        if (strcmp(trace->term_names[k], "own") == 0)
            return k;
    }
    return -1;
}

/* How much a block's own log-odds weigh in the end. */
static double own_weight(const pith__trace *trace) {
    int own = own_term(trace);
    return trace->term_count == 0 ? 1.0 : own < 0 ? 0.0 : trace->term_weights[own];
}

static double log_odds(double p) {
    const double edge = 1e-6;
    p = fmin(fmax(p, edge), 1 - edge);
    return log(p / (1 - p));
}

static feature_sums sum_features(const pith__explainer *explainer) {
    const pith__trace *trace = explainer->trace;
    feature_sums sums = {0};
    /* Where no probability was decided on, the rules alone did. */
    if (trace->forest_count == 0 || trace->content == NULL)
        return sums;
    sums.count = trace->forests[0].stride;
    sums.names = pith__arena_array(explainer->page->arena, sums.count, sizeof *sums.names);
    for (int f = 0; f < trace->forest_count; f++) {
        const pith__trace_forest *from = &trace->forests[f];
        sums.parts[f] = pith__forest_contributions(explainer->page->arena, from->forest, from->rows,
            from->stride, explainer->page->block_count);
        sums.base += from->share * sums.parts[f].base;
        for (uint32_t c = 0; c < from->forest->column_count; c++)
            sums.names[from->forest->columns[c].feature] = from->forest->columns[c].name;
    }
    return sums;
}

/* ---- Contributions --------------------------------------------------------------------------- */

/* The places of the largest amounts, largest first; returns their number. */
static size_t strongest(const double *amounts, size_t count, size_t places[], size_t most) {
    const double least = 0.005; /* Less is not seen in two digits. */
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (fabs(amounts[i]) < least)
            continue;
        size_t at = found < most ? found : most;
        while (at > 0 && fabs(amounts[places[at - 1]]) < fabs(amounts[i])) {
            if (at < most)
                places[at] = places[at - 1];
            at--;
        }
        if (at < most)
            places[at] = i;
        found += found < most;
    }
    return found;
}

static pith_contribution contribution(
    const pith__explainer *explainer, const char *name, double value, double amount) {
    pith__description description = pith__describe(explainer->arena, explainer->descriptions, name);
    return (pith_contribution){.name = pith__str_copy(explainer->arena, pith__str_of(name)),
        .description = description.found ? description.words
                                         : pith__str_copy(explainer->arena, pith__str_of(name)),
        .value = pith__value_in_words(explainer->arena, description.unit, value),
        .amount = amount};
}

/* Features of a block, by what they add to its log-odds; `amounts` has room for all. */
static void explain_features(const pith__explainer *explainer, const feature_sums *sums,
    uint32_t block, double *amounts, pith_block_explanation *explanation) {
    const pith__trace *trace = explainer->trace;
    double weight = own_weight(trace);
    memset(amounts, 0, sums->count * sizeof *amounts);
    for (int f = 0; f < trace->forest_count; f++) {
        const pith__trace_forest *from = &trace->forests[f];
        uint32_t columns = from->forest->column_count;
        const float *values = sums->parts[f].values + (size_t)block * columns;
        for (uint32_t c = 0; c < columns; c++)
            amounts[from->forest->columns[c].feature] += weight * from->share * (double)values[c];
    }
    size_t places[PITH_EXPLAIN_FEATURES];
    size_t count = strongest(amounts, sums->count, places, PITH_EXPLAIN_FEATURES);
    pith_contribution *features = pith__arena_array(explainer->arena, count, sizeof *features);
    const float *row = trace->forests[0].rows + (size_t)block * trace->forests[0].stride;
    double listed = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = places[i];
        features[i] = contribution(explainer, sums->names[at], (double)row[at], amounts[at]);
        listed += amounts[at];
    }
    explanation->features = features;
    explanation->feature_count = count;
    /* What is not listed, and what mixing the forests' probabilities makes of their log-odds. */
    int own = own_term(trace);
    double total = own >= 0 ? trace->terms[(size_t)block * (size_t)trace->term_count + (size_t)own]
                            : log_odds(explanation->own);
    explanation->features_rest = weight * (total - sums->base) - listed;
}

/* Which terms are the same for all blocks of the page, as those about the page are. */
static bool *find_constant(const pith__trace *trace) {
    size_t terms = (size_t)trace->term_count;
    bool *constant = pith__arena_array(trace->arena, terms, sizeof *constant);
    for (size_t k = 0; k < terms; k++)
        constant[k] = trace->block_count > 1;
    for (size_t i = 1; i < trace->block_count; i++) {
        for (size_t k = 0; k < terms; k++)
            constant[k] &= trace->terms[i * terms + k] == trace->terms[k];
    }
    return constant;
}

static void explain_surroundings(
    const pith__explainer *explainer, uint32_t block, pith_block_explanation *explanation) {
    enum { MOST_TERMS = 64 };
    const pith__trace *trace = explainer->trace;
    size_t terms = trace->term_count < MOST_TERMS ? (size_t)trace->term_count : MOST_TERMS;
    const double *inputs = trace->terms + (size_t)block * (size_t)trace->term_count;
    double amounts[MOST_TERMS];
    int own = own_term(trace);
    for (size_t k = 0; k < terms; k++) {
        amounts[k] = (int)k == own ? 0 : trace->term_weights[k] * inputs[k];
        if ((int)k != own && explainer->constant_terms[k]) {
            explanation->start += amounts[k];
            amounts[k] = 0;
        }
    }
    size_t places[MOST_TERMS];
    size_t count = strongest(amounts, terms, places, MOST_TERMS);
    pith_contribution *items = pith__arena_array(explainer->arena, count, sizeof *items);
    double listed = 0, all = 0;
    for (size_t k = 0; k < terms; k++)
        all += amounts[k];
    for (size_t i = 0; i < count; i++) {
        size_t at = places[i];
        items[i] = contribution(explainer, trace->term_names[at], inputs[at], amounts[at]);
        listed += amounts[at];
    }
    explanation->surroundings = items;
    explanation->surrounding_count = count;
    explanation->start += all - listed; /* Nearly nothing: each is too small to be seen. */
}

/* ---- Blocks and page ------------------------------------------------------------------------- */

static void explain_block(const pith__explainer *explainer, const feature_sums *sums,
    double *amounts, uint32_t index, pith_block_explanation *explanation) {
    static const char *const rule_names[] = {
#define PITH_X(name, text) text,
        PITH_RULE_MAP(PITH_X)
#undef PITH_X
    };
    const pith__trace *trace = explainer->trace;
    double p = trace->content != NULL ? trace->content[index]
                                      : (double)explainer->page->blocks[index].score;
    explanation->probability = p;
    explanation->uncertain =
        trace->threshold <= 1 && fabs(log_odds(p) - log_odds(trace->threshold)) < 1.0;
    explanation->rule = rule_names[trace->rules[index]];
    explanation->path = pith__block_path(explainer->arena, explainer->page, index);
    explanation->own = trace->own != NULL && trace->content != NULL ? trace->own[index] : p;
    if (sums->count == 0) {
        explanation->log_odds = explanation->start = log_odds(p);
    } else {
        explanation->start = trace->term_bias + own_weight(trace) * sums->base;
        explain_features(explainer, sums, index, amounts, explanation);
        if (trace->term_count > 0)
            explain_surroundings(explainer, index, explanation);
        explanation->log_odds = explanation->start + explanation->features_rest;
        for (size_t i = 0; i < explanation->feature_count; i++)
            explanation->log_odds += explanation->features[i].amount;
        for (size_t i = 0; i < explanation->surrounding_count; i++)
            explanation->log_odds += explanation->surroundings[i].amount;
    }
    pith__explain_findings(explainer, index, explanation);
    explanation->words = pith__explain_words(explainer, index, explanation);
}

static void explain_types(const pith__explainer *explainer, pith_explanation *explanation) {
    static const char *const names[] = {
#define PITH_X(name, text) text,
        PITH_FOREST_MAP(PITH_X)
#undef PITH_X
    };
    static const char prefix[] = "type-";
    if (explainer->trace->types == NULL)
        return;
    pith_page_type *types = pith__arena_array(explainer->arena, PITH_PAGE_TYPES, sizeof *types);
    for (size_t t = 0; t < PITH_PAGE_TYPES; t++) {
        pith_page_type type = {
            names[PITH_FOREST_TYPE_ARTICLE + t] + sizeof prefix - 1, explainer->trace->types[t]};
        size_t at = t;
        for (; at > 0 && types[at - 1].probability < type.probability; at--)
            types[at] = types[at - 1];
        types[at] = type;
    }
    explanation->types = types;
    explanation->type_count = PITH_PAGE_TYPES;
}

const pith_explanation *pith__explain(
    pith__arena *arena, const pith__page *page, const pith__heuristics *heuristics) {
    pith__explainer explainer = {arena, page, page->trace, heuristics,
        pith__descriptions_new(arena, page->kind), find_constant(page->trace)};
    pith_explanation *explanation = pith__arena_array(arena, 1, sizeof *explanation);
    pith_block_explanation *blocks = pith__arena_array(arena, page->block_count, sizeof *blocks);
    feature_sums sums = sum_features(&explainer);
    double *amounts = pith__arena_array(page->arena, sums.count, sizeof *amounts);
    for (uint32_t i = 0; i < page->block_count; i++)
        explain_block(&explainer, &sums, amounts, i, &blocks[i]);
    explanation->blocks = blocks;
    explanation->threshold = page->trace->threshold;
    explanation->expected_f1 = page->trace->expected_f1;
    explanation->threshold_words = pith__explain_threshold(&explainer);
    explanation->heuristics = page->kind == PITH_KIND_HTML   ? pith__model_file(heuristics)
                              : page->trace->content != NULL ? "heuristics/models/text.conf"
                                                             : "heuristics/thresholds.conf";
    explanation->heuristics = pith__str_copy(arena, pith__str_of(explanation->heuristics));
    explain_types(&explainer, explanation);
    return explanation;
}
