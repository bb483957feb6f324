/*
 * contributions.h - how much each feature moves the sum of a forest's trees.
 *
 * A row goes down a tree, and at each node the sum that can be expected changes: from the mean of
 * the leaves below the node to the mean of those below the branch taken. That change is due to the
 * feature that the node asks for. Added up over the path, what all features contribute is the
 * leaf's value less the mean at the root, exactly (A. Saabas, "Interpreting random forests", 2014).
 *
 * The means want to know how many rows go which way. A model does not tell how many of those it
 * learned from did, so the rows of the page itself are counted: a contribution says what moves a
 * block away from the average block of its page, and a feature that is the same all over the page
 * contributes next to nothing. Where few rows come by, the two sides of a node count more nearly alike: a
 * side has (n + 1) of (N + 2) shares (Laplace's rule of succession), so a page of one block has
 * contributions, too.
 */
#ifndef PITH_SCORE_CONTRIBUTIONS_H
#define PITH_SCORE_CONTRIBUTIONS_H

#include "model.h"

typedef struct pith__contributions {
    double base;   /* The mean: the sum of a row is base and all of its contributions. Log-odds. */
    float *values; /* Row i, column c of the forest: values[i * forest->column_count + c]. */
} pith__contributions;

/* Takes time linear in rows and nodes. Rows as for pith__forest_sums(). */
pith__contributions pith__forest_contributions(pith__arena *arena, const pith__forest *forest,
    const float *rows, size_t stride, uint32_t count);

#endif
