#include "forest.h"

#include <math.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    GROUP = 64,        /* Rows in a set: bits of a word. */
    DEEPEST_WALK = 64, /* Sets that wait; a tree is not deeper (model.c). */
};

struct pith__forest_rows {
    uint32_t count;
    uint32_t width;
    float *values; /* Of group g and column c: GROUP values at (g * width + c) * GROUP. */
    float *least;  /* Of group g and column c: at g * width + c. */
    float *most;
};

double pith__sigmoid(double logit) {
    return 1.0 / (1.0 + exp(-logit));
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static float *new_floats(pith__arena *arena, size_t count) {
    return pith__arena_alloc(arena, count * sizeof(float));
}

static void find_range(const float *values, float *least, float *most) {
#ifdef __SSE2__
    __m128 low = _mm_loadu_ps(values), high = low;
    for (unsigned i = 4; i < GROUP; i += 4) {
        __m128 next = _mm_loadu_ps(values + i);
        low = _mm_min_ps(low, next);
        high = _mm_max_ps(high, next);
    }
    float lows[4], highs[4];
    _mm_storeu_ps(lows, low);
    _mm_storeu_ps(highs, high);
    const unsigned count = 4;
#else
    const float *lows = values, *highs = values;
    const unsigned count = GROUP;
#endif
    *least = lows[0];
    *most = highs[0];
    for (unsigned i = 1; i < count; i++) {
        *least = lows[i] < *least ? lows[i] : *least;
        *most = highs[i] > *most ? highs[i] : *most;
    }
}

/* The columns of up to GROUP rows. What is behind the last of them repeats it. */
static void add_group(
    pith__forest_rows *to, const bool *asked, uint32_t group, const float *rows, size_t stride) {
    uint32_t first = group * GROUP, left = to->count - first;
    uint32_t filled = left < GROUP ? left : GROUP;
    size_t base = (size_t)group * to->width;
    for (uint32_t c = 0; c < to->width; c++) {
        if (!asked[c])
            continue;
        const float *from = rows + (size_t)first * stride + c;
        float *values = to->values + (base + c) * GROUP;
        for (uint32_t i = 0; i < filled; i++)
            values[i] = from[i * stride];
        for (uint32_t i = filled; i < GROUP; i++)
            values[i] = values[filled - 1];
        find_range(values, &to->least[base + c], &to->most[base + c]);
    }
}

const pith__forest_rows *pith__forest_rows_of(pith__arena *arena, const pith__forest *forests,
    uint32_t forest_count, const float *rows, size_t stride, uint32_t width, uint32_t count) {
    bool *asked = pith__arena_array(arena, width, sizeof *asked);
    for (uint32_t f = 0; f < forest_count; f++) {
        for (uint32_t c = 0; c < forests[f].column_count; c++)
            asked[forests[f].columns[c].feature] = true;
    }
    pith__forest_rows *made = pith__arena_array(arena, 1, sizeof *made);
    uint32_t groups = count / GROUP + (count % GROUP != 0);
    made->count = count;
    made->width = width;
    made->values = new_floats(arena, (size_t)groups * width * GROUP);
    made->least = new_floats(arena, (size_t)groups * width);
    made->most = new_floats(arena, (size_t)groups * width);
    for (uint32_t group = 0; group < groups; group++)
        add_group(made, asked, group, rows, stride);
    return made;
}

/* ---- Questions ------------------------------------------------------------------------------- */

/* The rows whose value is larger than an edge, as bits. */
static uint64_t larger(const float *values, float edge) {
    uint64_t set = 0;
#ifdef __SSE2__
    __m128 edges = _mm_set1_ps(edge);
    for (unsigned i = 0; i < GROUP; i += 16) {
        __m128i a = _mm_castps_si128(_mm_cmplt_ps(edges, _mm_loadu_ps(values + i)));
        __m128i b = _mm_castps_si128(_mm_cmplt_ps(edges, _mm_loadu_ps(values + i + 4)));
        __m128i c = _mm_castps_si128(_mm_cmplt_ps(edges, _mm_loadu_ps(values + i + 8)));
        __m128i d = _mm_castps_si128(_mm_cmplt_ps(edges, _mm_loadu_ps(values + i + 12)));
        __m128i bytes = _mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
        set |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << i;
    }
#else
    for (unsigned i = 0; i < GROUP; i++)
        set |= (uint64_t)(edge < values[i]) << i;
#endif
    return set;
}

/* The answers of a group to all questions of a forest. */
static void answer(
    const pith__forest *forest, const pith__forest_rows *rows, uint32_t group, uint64_t *answers) {
    for (uint32_t c = 0; c < forest->column_count; c++) {
        const pith__forest_column *column = &forest->columns[c];
        size_t at = (size_t)group * rows->width + column->feature;
        float least = rows->least[at], most = rows->most[at];
        uint64_t *to = answers + column->first_question;
        uint32_t k = 0;
        /* Edges ascend: below all values, between them, and above all. */
        for (; k < column->edge_count && column->edges[k] < least; k++)
            to[k] = UINT64_MAX;
        for (; k < column->edge_count && column->edges[k] < most; k++)
            to[k] = larger(rows->values + at * GROUP, column->edges[k]);
        for (; k < column->edge_count; k++)
            to[k] = 0;
    }
}

/* ---- Trees ----------------------------------------------------------------------------------- */

static unsigned lowest_bit(uint64_t set) {
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(set);
#else
    unsigned bit = 0;
    for (; (set & 1) == 0; set >>= 1)
        bit++;
    return bit;
#endif
}

static void add_leaf(int32_t totals[GROUP], uint64_t set, int32_t value) {
    for (; set != 0; set &= set - 1)
        totals[lowest_bit(set)] += value;
}

/* Sends a set of rows through the tree that begins at a node. */
static void walk(const pith__forest *forest, uint32_t at, uint64_t set, const uint64_t *answers,
    int32_t totals[GROUP]) {
    struct {
        uint32_t node;
        uint64_t set;
    } waiting[DEEPEST_WALK];
    unsigned count = 0;
    for (;;) {
        const pith__tree_node *node = &forest->nodes[at];
        if (node->column >= 0) {
            uint64_t right = set & answers[node->question];
            uint64_t left = set ^ right;
            if (left == 0) {
                at = node->right;
            } else {
                if (right != 0) {
                    waiting[count].node = node->right;
                    waiting[count++].set = right;
                }
                set = left;
                at++;
            }
            continue;
        }
        add_leaf(totals, set, node->value);
        if (count == 0)
            return;
        at = waiting[--count].node;
        set = waiting[count].set;
    }
}

void pith__forest_sums(
    pith__arena *arena, const pith__forest *forest, const pith__forest_rows *rows, double *sums) {
    uint64_t *answers = pith__arena_alloc(arena, forest->question_count * sizeof *answers);
    for (uint32_t first = 0; first < rows->count; first += GROUP) {
        uint32_t left = rows->count - first, filled = left < GROUP ? left : GROUP;
        uint64_t all = filled == GROUP ? UINT64_MAX : ((uint64_t)1 << filled) - 1;
        int32_t totals[GROUP];
        for (uint32_t i = 0; i < GROUP; i++)
            totals[i] = forest->start;
        answer(forest, rows, first / GROUP, answers);
        for (uint32_t t = 0; t < forest->tree_count; t++)
            walk(forest, forest->trees[t], all, answers, totals);
        for (uint32_t i = 0; i < filled; i++)
            sums[first + i] = totals[i] / forest->scale;
    }
}
