#include "model.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "tokens.h"

enum {
    MOST_EDGES = 254,
    MOST_COLUMNS = 1024,
    DEEPEST_TREE = 64,
    TOKEN_SLOTS = 32768, /* A power of two. */
};

#define PITH_X(name, text) text,
static const char *const parameter_names[] = {PITH_PARAMETER_MAP(PITH_X)};
static const char *const smoothing_names[] = {PITH_SMOOTHING_MAP(PITH_X)};
static const char *const forest_names[] = {PITH_FOREST_MAP(PITH_X)};
#undef PITH_X

pith__model *pith__model_new(pith__arena *arena) {
    pith__model *model = pith__arena_array(arena, 1, sizeof *model);
    for (int i = 0; i < PITH_PARAMETER_COUNT; i++)
        model->parameters[i] = NAN;
    for (int i = 0; i < PITH_SMOOTHING_COUNT; i++)
        model->smoothing[i] = NAN;
    model->smoothing_bias = NAN;
    model->tokens = pith__arena_array(arena, TOKEN_SLOTS, sizeof *model->tokens);
    model->token_mask = TOKEN_SLOTS - 1;
    return model;
}

/* ---- Words and numbers of a line ------------------------------------------------------------- */

/* Takes the next word off a line; empty at its end. */
static pith__str next_word(pith__str *line) {
    *line = pith__str_trim(*line);
    size_t end = 0;
    while (end < line->length && !pith__is_space(line->data[end]))
        end++;
    pith__str word = pith__str_slice(*line, 0, end);
    *line = pith__str_slice(*line, end, line->length);
    return word;
}

/* jansson reads numbers the same way in every locale. */
static bool read_number(pith__str word, double *number) {
    json_t *value =
        json_loadb(word.data == NULL ? "" : word.data, word.length, JSON_DECODE_ANY, NULL);
    bool good = json_is_number(value);
    if (good)
        *number = json_number_value(value);
    json_decref(value);
    return good && isfinite(*number);
}

static bool read_integer(pith__str word, long least, long most, long *number) {
    size_t at = word.length > 0 && word.data[0] == '-';
    long value = 0;
    if (at == word.length || word.length > 10)
        return false;
    for (; at < word.length; at++) {
        if (!pith__is_digit(word.data[at]))
            return false;
        value = value * 10 + (word.data[at] - '0');
    }
    *number = word.data[0] == '-' ? -value : value;
    return *number >= least && *number <= most;
}

static int index_of(pith__str name, const char *const *names, int count) {
    for (int i = 0; i < count; i++) {
        if (pith__str_equal(name, pith__str_of(names[i])))
            return i;
    }
    return -1;
}

/* ---- Sections -------------------------------------------------------------------------------- */

static const char *named_number(
    pith__str line, const char *const *names, int count, double *values, double *bias) {
    size_t equals = pith__str_find(line, PITH_STR("="));
    if (equals == (size_t)-1)
        return "expected NAME = NUMBER";
    pith__str name = pith__str_trim(pith__str_slice(line, 0, equals));
    pith__str text = pith__str_trim(pith__str_slice(line, equals + 1, line.length));
    int index = index_of(name, names, count);
    double *place = index >= 0 ? &values[index] : NULL;
    if (place == NULL && bias != NULL && pith__str_equal(name, PITH_STR("bias")))
        place = bias;
    if (place == NULL)
        return "unknown name";
    return read_number(text, place) ? NULL : "not a number";
}

static const char *token_line(pith__model *model, pith__str line) {
    pith__str token = next_word(&line);
    long near, any;
    if (!read_integer(next_word(&line), INT16_MIN, INT16_MAX, &near))
        return "expected TOKEN NEAR ANY";
    if (pith__str_equal(token, PITH_STR("bias")) && pith__str_trim(line).length == 0) {
        model->token_bias = (int32_t)near;
        return NULL;
    }
    if (!read_integer(next_word(&line), INT16_MIN, INT16_MAX, &any))
        return "expected TOKEN NEAR ANY";
    if (model->token_count >= TOKEN_SLOTS / 2)
        return "too many tokens";
    uint32_t hash = pith__token_hash(token);
    uint32_t at = hash & model->token_mask;
    while (model->tokens[at].used && model->tokens[at].hash != hash)
        at = (at + 1) & model->token_mask;
    pith__token_weight *weight = &model->tokens[at];
    if (!weight->used)
        weight->number = (uint16_t)model->token_count++;
    weight->hash = hash;
    weight->near = (int16_t)near;
    weight->any = (int16_t)any;
    weight->used = true;
    return NULL;
}

static const char *column_line(pith__arena *arena, pith__forest *forest, pith__str line) {
    if (forest->column_count >= MOST_COLUMNS)
        return "too many columns";
    forest->columns = pith__arena_grow(arena, forest->columns, forest->column_count,
        (size_t)forest->column_count + 1, sizeof *forest->columns, &forest->column_capacity);
    pith__forest_column *column = &forest->columns[forest->column_count];
    *column = (pith__forest_column){.name = pith__str_copy(arena, next_word(&line)),
        .edges = pith__arena_alloc(arena, MOST_EDGES * sizeof(float))};
    for (;;) {
        pith__str word = next_word(&line);
        if (word.length == 0)
            break;
        double edge;
        if (!read_number(word, &edge))
            return "not a number";
        if (column->edge_count == MOST_EDGES)
            return "too many edges";
        if (column->edge_count > 0 && (float)edge <= column->edges[column->edge_count - 1])
            return "edges must ascend";
        column->edges[column->edge_count++] = (float)edge;
    }
    column->first_question = forest->question_count;
    forest->question_count += column->edge_count;
    forest->column_count++;
    return NULL;
}

/* "C:K" as an inner node, or an integer as a leaf. */
static bool read_node(const pith__forest *forest, pith__str word, pith__tree_node *node) {
    size_t colon = pith__str_find(word, PITH_STR(":"));
    long column = -1, value;
    if (colon != (size_t)-1 &&
        !read_integer(pith__str_slice(word, 0, colon), 0, (long)forest->column_count - 1, &column))
        return false;
    long least = column < 0 ? INT16_MIN : 0;
    long most = column < 0 ? INT16_MAX : (long)forest->columns[column].edge_count - 1;
    pith__str rest = column < 0 ? word : pith__str_slice(word, colon + 1, word.length);
    if (!read_integer(rest, least, most, &value))
        return false;
    *node = (pith__tree_node){.column = (int16_t)column, .value = (int16_t)value};
    if (column >= 0)
        node->question = forest->columns[column].first_question + (uint32_t)value;
    return true;
}

static const char *tree_line(pith__arena *arena, pith__forest *forest, pith__str line) {
    uint32_t waiting[DEEPEST_TREE]; /* Inner nodes whose right side is still to come. */
    uint32_t depth = 0;
    bool complete = false;
    uint32_t first = forest->node_count;
    for (;;) {
        pith__str word = next_word(&line);
        if (word.length == 0)
            break;
        pith__tree_node node;
        if (complete || !read_node(forest, word, &node))
            return "not a tree";
        forest->nodes = pith__arena_grow(arena, forest->nodes, forest->node_count,
            (size_t)forest->node_count + 1, sizeof node, &forest->node_capacity);
        forest->nodes[forest->node_count] = node;
        if (node.column >= 0) {
            if (depth == DEEPEST_TREE)
                return "the tree is too deep";
            waiting[depth++] = forest->node_count++;
            continue;
        }
        forest->node_count++;
        /* A leaf ends the left side of the nearest node that waits; its right side comes next. */
        if (depth == 0)
            complete = true;
        else
            forest->nodes[waiting[--depth]].right = forest->node_count;
    }
    if (!complete)
        return "not a tree";
    forest->trees = pith__arena_grow(arena, forest->trees, forest->tree_count,
        (size_t)forest->tree_count + 1, sizeof *forest->trees, &forest->tree_capacity);
    forest->trees[forest->tree_count++] = first;
    return NULL;
}

static const char *forest_line(pith__arena *arena, pith__forest *forest, pith__str line) {
    pith__str keyword = next_word(&line);
    long number;
    if (pith__str_equal(keyword, PITH_STR("tree")))
        return tree_line(arena, forest, line);
    if (pith__str_equal(keyword, PITH_STR("column")))
        return column_line(arena, forest, line);
    if (pith__str_equal(keyword, PITH_STR("scale"))) {
        if (!read_integer(next_word(&line), 1, 1 << 20, &number))
            return "not a scale";
        forest->scale = (double)number;
        return NULL;
    }
    if (pith__str_equal(keyword, PITH_STR("start"))) {
        if (!read_integer(next_word(&line), -(1 << 28), 1 << 28, &number))
            return "not a start value";
        forest->start = (int32_t)number;
        return NULL;
    }
    return "expected scale, start, column or tree";
}

static const char *confidence_line(pith__arena *arena, pith__model *model, pith__str line) {
    double pair[2];
    if (!read_number(next_word(&line), &pair[0]) || !read_number(next_word(&line), &pair[1]))
        return "expected two numbers";
    if (model->confidence_count > 0 && pair[0] <= model->confidence[model->confidence_count - 1][0])
        return "numbers must ascend";
    model->confidence = pith__arena_grow(arena, model->confidence, model->confidence_count,
        (size_t)model->confidence_count + 1, sizeof pair, &model->confidence_capacity);
    memcpy(model->confidence[model->confidence_count++], pair, sizeof pair);
    return NULL;
}

const char *pith__model_line(
    pith__arena *arena, pith__model *model, pith__str section, pith__str line) {
    if (pith__str_equal(section, PITH_STR("parameters")))
        return named_number(line, parameter_names, PITH_PARAMETER_COUNT, model->parameters, NULL);
    if (pith__str_equal(section, PITH_STR("smoothing")))
        return named_number(
            line, smoothing_names, PITH_SMOOTHING_COUNT, model->smoothing, &model->smoothing_bias);
    if (pith__str_equal(section, PITH_STR("tokens")))
        return token_line(model, line);
    if (pith__str_equal(section, PITH_STR("confidence")))
        return confidence_line(arena, model, line);
    pith__str name = section;
    if (pith__str_equal(next_word(&name), PITH_STR("forest"))) {
        int index = index_of(pith__str_trim(name), forest_names, PITH_FOREST_COUNT);
        if (index >= 0)
            return forest_line(arena, &model->forests[index], line);
    }
    return "unknown section";
}

/* ---- Ready ----------------------------------------------------------------------------------- */

static bool find_feature(pith__forest_column *column, const char *const *names, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(column->name, names[i]) == 0) {
            column->feature = i;
            return true;
        }
    }
    return false;
}

const char *pith__model_resolve(pith__model *model, const char *const *block_names,
    uint32_t block_count, const char *const *page_names, uint32_t page_count) {
    for (int i = 0; i < PITH_PARAMETER_RULES_F; i++) {
        if (isnan(model->parameters[i]))
            return parameter_names[i];
    }
    for (int i = 0; i < PITH_SMOOTHING_COUNT; i++) {
        if (isnan(model->smoothing[i]))
            return smoothing_names[i];
    }
    if (isnan(model->smoothing_bias))
        return "bias";
    for (int i = PITH_FOREST_GENERAL; i < PITH_FOREST_COUNT; i++) {
        pith__forest *forest = &model->forests[i];
        if (forest->scale == 0.0)
            return forest_names[i];
        bool page = i >= PITH_FOREST_TYPE_ARTICLE;
        for (uint32_t c = 0; c < forest->column_count; c++) {
            if (!find_feature(&forest->columns[c], page ? page_names : block_names,
                    page ? page_count : block_count))
                return forest->columns[c].name;
        }
    }
    return NULL;
}

const char *pith__model_resolve_dump(
    pith__model *model, const char *const *line_names, uint32_t line_count) {
    static const pith__parameter needed[] = {PITH_PARAMETER_THRESHOLD_K, PITH_PARAMETER_PRECISION_K,
        PITH_PARAMETER_RECALL_K, PITH_PARAMETER_RULES_F, PITH_PARAMETER_CORE_FLOOR};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (isnan(model->parameters[needed[i]]))
            return parameter_names[needed[i]];
    }
    pith__forest *forest = &model->forests[PITH_FOREST_LINE];
    if (forest->scale == 0.0)
        return forest_names[PITH_FOREST_LINE];
    for (uint32_t c = 0; c < forest->column_count; c++) {
        if (!find_feature(&forest->columns[c], line_names, line_count))
            return forest->columns[c].name;
    }
    return NULL;
}

const pith__token_weight *pith__model_token(const pith__model *model, uint32_t hash) {
    uint32_t at = hash & model->token_mask;
    while (model->tokens[at].used) {
        if (model->tokens[at].hash == hash)
            return &model->tokens[at];
        at = (at + 1) & model->token_mask;
    }
    return NULL;
}
