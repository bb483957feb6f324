/* forest.h - the trees of a model, applied to rows of features. */
#ifndef PITH_SCORE_FOREST_H
#define PITH_SCORE_FOREST_H

#include "model.h"

/* Rows of features, laid out for forests: 64 rows at a time, and column by column in them. */
typedef struct pith__forest_rows pith__forest_rows;

/* `count` rows of `width` values; row i begins at rows + i * stride. What is behind the width is
   not looked at. No value is a NaN. The forests are those that will be asked: columns that none of
   them has are left out. */
const pith__forest_rows *pith__forest_rows_of(pith__arena *arena, const pith__forest *forests,
    uint32_t forest_count, const float *rows, size_t stride, uint32_t width, uint32_t count);

/*
 * The sums of the leaves that the rows reach, divided by the forest's scale: log-odds, one a row.
 *
 * Rows walk through a tree 64 at a time, as sets: a set is split at each inner node by the answers
 * of its rows, which are found once for each question of a forest, by vector comparison. The idea
 * of testing all rows with a question before any tree is walked is that of QuickScorer (Lucchese et
 * al., SIGIR 2015). The sums are those of whole numbers, so their order does not matter.
 */
void pith__forest_sums(
    pith__arena *arena, const pith__forest *forest, const pith__forest_rows *rows, double *sums);

double pith__sigmoid(double logit);

#endif
