#include "forest.h"

#include <math.h>

double pith__sigmoid(double logit) {
    return 1.0 / (1.0 + exp(-logit));
}

/* The number of edges below a value. */
static uint8_t bin_of(const pith__forest_column *column, float value) {
    uint32_t low = 0, high = column->edge_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (column->edges[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint8_t)low;
}

void pith__forest_sums(pith__arena *arena, const pith__forest *forest, const float *rows,
    size_t stride, uint32_t count, double *sums) {
    uint32_t columns = forest->column_count;
    uint8_t *bins = pith__arena_array(arena, count, columns > 0 ? columns : 1);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t c = 0; c < columns; c++)
            bins[(size_t)i * columns + c] =
                bin_of(&forest->columns[c], rows[i * stride + forest->columns[c].feature]);
    }
    int32_t *totals = pith__arena_alloc(arena, count * sizeof *totals);
    for (uint32_t i = 0; i < count; i++)
        totals[i] = forest->start;
    /* Tree by tree: a tree stays in the nearest cache while all rows go through it. */
    for (uint32_t t = 0; t < forest->tree_count; t++) {
        uint32_t root = forest->trees[t];
        for (uint32_t i = 0; i < count; i++) {
            const uint8_t *row = bins + (size_t)i * columns;
            uint32_t at = root;
            while (forest->nodes[at].column >= 0) {
                const pith__tree_node *node = &forest->nodes[at];
                at = row[node->column] <= node->value ? at + 1 : node->right;
            }
            totals[i] += forest->nodes[at].value;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        sums[i] = totals[i] / forest->scale;
}
