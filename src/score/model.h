/*
 * model.h - the trained model: what heuristics/models/html.conf and text.conf hold, ready to be
 * asked.
 *
 * The file is made by tools/train and read with the other heuristics. Its sections:
 *
 *     [parameters]   NAME = NUMBER: how probabilities become a decision
 *     [smoothing]    NAME = NUMBER: weights of a logistic regression over a block and its
 * surroundings [tokens]       TOKEN NEAR ANY: weights of class names, in 1/16; "bias N" [forest
 * NAME]  gradient-boosted trees: scale N            leaf values are integers in 1/N start N what
 * the sum begins with, in 1/N column NAME EDGE.. a feature that the trees ask for, and its
 * ascending edges (at most 254) tree ITEM..        in preorder; C:K is an inner node: when the
 * value of column C is at most its edge K, the node after it is next, else the node behind that
 *                            subtree; an integer is a leaf
 *     [confidence]   F MEAN: expected F1 and the mean F1 that pages with it have
 *
 * A value is compared with edges once, a page: trees see the number of edges below it, a byte.
 */
#ifndef PITH_SCORE_MODEL_H
#define PITH_SCORE_MODEL_H

#include "../base/arena.h"
#include "../base/str.h"
#include "../pith.h"

#define PITH_PARAMETER_MAP(X)                                                                      \
    X(THRESHOLD_K, "threshold-k") /* The threshold is k F^power, F the expected F1, ... */         \
    X(THRESHOLD_POWER, "threshold-power")                                                          \
    X(THRESHOLD_LOW, "threshold-low") /* ... and between these two. */                             \
    X(THRESHOLD_HIGH, "threshold-high")                                                            \
    X(PRECISION_K, "precision-k")         /* k when precision is favoured. */                      \
    X(RECALL_K, "recall-k")               /* k when recall is. */                                  \
    X(NO_CONTENT_F, "no-content-f")       /* Below this F, or ... */                               \
    X(NO_CONTENT_MAX, "no-content-max")   /* ... with no block above this, nothing is kept. */     \
    X(FORUM_THRESHOLD, "forum-threshold") /* From this probability on that the page is a forum or  \
                                             a product, what readers wrote is its content. */      \
    X(POSTS_THRESHOLD, "posts-threshold") /* The same, from this sum on: of the probability of a   \
                                             forum and the share of content in comments. */        \
    /* Of dumps alone, where the threshold is k times that of the largest expected F1: */          \
    X(RULES_F, "rules-f")       /* Below this expected F1 the rules alone decide. */               \
    X(CORE_FLOOR, "core-floor") /* Lines that the rules keep need this share of the threshold. */

typedef enum pith__parameter {
#define PITH_X(name, text) PITH_PARAMETER_##name,
    PITH_PARAMETER_MAP(PITH_X)
#undef PITH_X
        PITH_PARAMETER_COUNT
} pith__parameter;

/* The inputs of smoothing; means are weighted by words. */
#define PITH_SMOOTHING_MAP(X)                                                                      \
    X(OWN, "own")                                                                                  \
    X(PATH, "path")           /* Mean of the blocks with the same path. */                         \
    X(CONTAINER, "container") /* Mean of the blocks in its container, ... */                       \
    X(PARENT, "parent")       /* ... and of those in the containers above. */                      \
    X(ANCESTOR2, "ancestor2")                                                                      \
    X(ANCESTOR3, "ancestor3")                                                                      \
    X(NEAR, "near")       /* Mean of 3 blocks on each side, ... */                                 \
    X(FAR, "far")         /* ... of 10, ... */                                                     \
    X(SECTION, "section") /* ... of those under the same heading; itself left out. */              \
    X(PAGE_MAX, "page-max")                                                                        \
    X(PAGE_MEAN, "page-mean")                                                                      \
    X(CORE, "core") /* Mean in the deepest element with most of the probability. */

typedef enum pith__smoothing_input {
#define PITH_X(name, text) PITH_SMOOTHING_##name,
    PITH_SMOOTHING_MAP(PITH_X)
#undef PITH_X
        PITH_SMOOTHING_COUNT
} pith__smoothing_input;

#define PITH_FOREST_MAP(X)                                                                         \
    X(LINE, "line")       /* Line of a dump: is it content? In the model of dumps, alone. */       \
    X(GENERAL, "general") /* Block: is it content, on a page of any type? */                       \
    X(ARTICLE, "article") /* Block: the same, when the page is an article. */                      \
    X(TYPE_ARTICLE, "type-article") /* Page types, one against all. */                             \
    X(TYPE_SERVICE, "type-service")                                                                \
    X(TYPE_PRODUCT, "type-product")                                                                \
    X(TYPE_COLLECTION, "type-collection")                                                          \
    X(TYPE_FORUM, "type-forum")                                                                    \
    X(TYPE_LISTING, "type-listing")                                                                \
    X(TYPE_DOCUMENTATION, "type-documentation")

typedef enum pith__forest_name {
#define PITH_X(name, text) PITH_FOREST_##name,
    PITH_FOREST_MAP(PITH_X)
#undef PITH_X
        PITH_FOREST_COUNT
} pith__forest_name;

enum { PITH_PAGE_TYPES = PITH_FOREST_COUNT - PITH_FOREST_TYPE_ARTICLE };

/* A node of a tree. Trees follow one another; a tree begins where the last one ended. */
typedef struct pith__tree_node {
    int16_t column;    /* -1: a leaf. */
    int16_t value;     /* Number of the edge; of a leaf, its value. */
    uint32_t right;    /* Index of the node for larger values; the one for smaller is the next. */
    uint32_t question; /* Number of the edge among all edges of all columns. */
} pith__tree_node;

typedef struct pith__forest_column {
    const char *name;
    uint32_t feature; /* Where the value stands in a row; set by pith__model_resolve(). */
    float *edges;
    uint32_t edge_count;
    uint32_t first_question; /* Number of the first edge among those of all columns. */
} pith__forest_column;

typedef struct pith__forest {
    double scale;
    int32_t start;
    pith__forest_column *columns;
    uint32_t column_count;
    size_t column_capacity;
    uint32_t question_count; /* Edges of all columns. */
    pith__tree_node *nodes;
    uint32_t node_count;
    size_t node_capacity;
    uint32_t *trees; /* First node of each. */
    uint32_t tree_count;
    size_t tree_capacity;
} pith__forest;

typedef struct pith__token_weight {
    uint32_t hash; /* As pith__token has it. */
    int16_t near, any;
    uint16_t number; /* Tokens are numbered from 0. */
    bool used;
} pith__token_weight;

typedef struct pith__model {
    double parameters[PITH_PARAMETER_COUNT];
    double smoothing[PITH_SMOOTHING_COUNT];
    double smoothing_bias;
    pith__forest forests[PITH_FOREST_COUNT];

    int32_t token_bias;
    pith__token_weight *tokens; /* Open addressing by hash; a power of two of slots. */
    uint32_t token_mask;
    uint32_t token_count;

    double (*confidence)[2];
    uint32_t confidence_count;
    size_t confidence_capacity;
} pith__model;

pith__model *pith__model_new(pith__arena *arena);

/* Takes in a line of a section. Returns NULL, or what is wrong with the line. */
const char *pith__model_line(
    pith__arena *arena, pith__model *model, pith__str section, pith__str line);

/*
 * Finds the columns of the forests among the features of blocks and pages. Returns NULL, or the
 * name of a column that there is not, or of a forest or parameter that is missing.
 */
const char *pith__model_resolve(pith__model *model, const char *const *block_names,
    uint32_t block_count, const char *const *page_names, uint32_t page_count);

/* The same for the model of dumps. */
const char *pith__model_resolve_dump(
    pith__model *model, const char *const *line_names, uint32_t line_count);

/* The weight of a token, or NULL. */
const pith__token_weight *pith__model_token(const pith__model *model, uint32_t hash);

#endif
