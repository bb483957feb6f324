/* smooth.h - a block's probability in the light of those around it. */
#ifndef PITH_SCORE_SMOOTH_H
#define PITH_SCORE_SMOOTH_H

#include "../page.h"
#include "features.h"
#include "model.h"

/* The mean of a value over the blocks with the same path, weighted by words; by block. */
double *pith__path_means(
    const pith__page *page, const pith__features *features, const double *values);

/*
 * Replaces each probability by that of the model's logistic regression over the inputs of
 * PITH_SMOOTHING_MAP. Takes time linear in blocks and elements.
 */
void pith__smooth(const pith__page *page, const pith__features *features, const pith__model *model,
    double *probabilities);

#endif
