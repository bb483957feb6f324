/* token_columns.h - learned weights of class names, as columns of a block's row. */
#ifndef PITH_SCORE_TOKEN_COLUMNS_H
#define PITH_SCORE_TOKEN_COLUMNS_H

#include "../page.h"
#include "features.h"
#include "model.h"

/*
 * The columns, in this order: "tok_sum" (bias, near and any together), "tok_near" (tokens of the
 * block's element and its two parents), "tok_any" (tokens of all elements around it but the body),
 * "tok_min" and "tok_max" (the extreme single weights). A token counts once in each.
 */
enum { PITH_TOKEN_COLUMNS = 5 };

extern const char *const pith__token_column_names[PITH_TOKEN_COLUMNS];

/* Writes the columns of each block at rows + block * stride. */
void pith__token_columns(
    const pith__page *page, const pith__model *model, float *rows, size_t stride);

#endif
