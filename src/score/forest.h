/* forest.h - the trees of a model, applied to rows of features. */
#ifndef PITH_SCORE_FOREST_H
#define PITH_SCORE_FOREST_H

#include "model.h"

/*
 * The sums of the leaves that `count` rows reach, divided by the forest's scale: log-odds. Row i
 * begins at rows + i * stride.
 */
void pith__forest_sums(pith__arena *arena, const pith__forest *forest, const float *rows,
    size_t stride, uint32_t count, double *sums);

double pith__sigmoid(double logit);

#endif
