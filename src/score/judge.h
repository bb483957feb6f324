/*
 * judge.h - the trained model's word on every block of an HTML page.
 *
 *     features --> tokens --> general forest --+
 *                                 |            +--> mix --> smoothing --> probability
 *                                 +--> page type --> q --+
 *                             article forest ------------+
 *
 * Pages of articles and of other types want different judges: the article forest learned from
 * articles alone, the general one from pages of all types, and the probability q that the page is
 * an article mixes them.
 */
#ifndef PITH_SCORE_JUDGE_H
#define PITH_SCORE_JUDGE_H

#include "../page.h"
#include "features.h"
#include "model.h"

/* What the page forests know beyond the page's features: of the general forest's probabilities the
   mean, the share of words at one half or more, their number, and the largest. */
enum { PITH_AGGREGATES = 4 };
extern const char *const pith__aggregate_names[PITH_AGGREGATES];

typedef struct pith__judgement {
    double *content;  /* By block: probability that it is content (comments are content too). */
    double types[PITH_PAGE_TYPES]; /* Probabilities in the order of the type forests. */
} pith__judgement;

pith__judgement pith__judge(
    pith__page *page, const pith__features *features, const pith__model *model);

/*
 * The largest F1 that can be expected: over all thresholds, 2 sum(w p over the kept) / (sum(w over
 * the kept) + sum(w p over all)), where w is words and p probability. After Nan, Chai, Lee and
 * Chieu, "Optimizing F-measure: A Tale of Two Approaches" (ICML 2012), in its plug-in form.
 * Blocks with `left_out` (may be NULL) do not take part. `threshold` (may be NULL) gets the least
 * probability that is kept then; above 1 when none is.
 */
double pith__expected_f1(
    const pith__page *page, const double *probabilities, const bool *left_out, double *threshold);

/* The mean F1 of pages with this expected F1, by the model's calibration. */
double pith__calibrated(const pith__model *model, double expected_f1);

#endif
