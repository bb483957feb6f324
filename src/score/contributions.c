#include "contributions.h"

/* Whether the row takes the branch of smaller values. */
static bool goes_left(const pith__forest *forest, const pith__tree_node *node, const float *row) {
    const pith__forest_column *column = &forest->columns[node->column];
    return !(column->edges[node->value] < row[column->feature]);
}

/* One past the last node of a tree. */
static uint32_t tree_end(const pith__forest *forest, uint32_t tree) {
    return tree + 1 < forest->tree_count ? forest->trees[tree + 1] : forest->node_count;
}

/* Counts the rows that reach each node of a tree; `visits` is zero before. */
static void count_visits(const pith__forest *forest, uint32_t root, const float *rows,
    size_t stride, uint32_t count, uint32_t *visits) {
    for (uint32_t i = 0; i < count; i++) {
        const float *row = rows + i * stride;
        uint32_t at = root;
        visits[at]++;
        while (forest->nodes[at].column >= 0) {
            const pith__tree_node *node = &forest->nodes[at];
            at = goes_left(forest, node, row) ? at + 1 : node->right;
            visits[at]++;
        }
    }
}

/* The mean of the leaves below each node. Children come after their parent. */
static void find_means(const pith__forest *forest, uint32_t root, uint32_t end,
    const uint32_t *visits, double *means) {
    for (uint32_t at = end; at-- > root;) {
        const pith__tree_node *node = &forest->nodes[at];
        if (node->column < 0) {
            means[at] = node->value;
            continue;
        }
        double left = (visits[at + 1] + 1.0) / (visits[at] + 2.0);
        means[at] = left * means[at + 1] + (1.0 - left) * means[node->right];
    }
}

static void add_path(const pith__forest *forest, uint32_t root, const double *means,
    const float *row, float *values) {
    uint32_t at = root;
    while (forest->nodes[at].column >= 0) {
        const pith__tree_node *node = &forest->nodes[at];
        uint32_t next = goes_left(forest, node, row) ? at + 1 : node->right;
        values[node->column] += (float)((means[next] - means[at]) / forest->scale);
        at = next;
    }
}

pith__contributions pith__forest_contributions(pith__arena *arena, const pith__forest *forest,
    const float *rows, size_t stride, uint32_t count) {
    uint32_t columns = forest->column_count;
    pith__contributions found = {.base = forest->start / forest->scale,
        .values = pith__arena_array(arena, count, (columns + (size_t)1) * sizeof(float))};
    uint32_t *visits = pith__arena_array(arena, forest->node_count + (size_t)1, sizeof *visits);
    double *means = pith__arena_array(arena, forest->node_count + (size_t)1, sizeof *means);
    for (uint32_t tree = 0; tree < forest->tree_count; tree++) {
        uint32_t root = forest->trees[tree];
        count_visits(forest, root, rows, stride, count, visits);
        find_means(forest, root, tree_end(forest, tree), visits, means);
        found.base += means[root] / forest->scale;
        for (uint32_t i = 0; i < count; i++)
            add_path(forest, root, means, rows + i * stride, found.values + (size_t)i * columns);
    }
    return found;
}
