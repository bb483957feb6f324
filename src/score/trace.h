/*
 * trace.h - what the stages note about their judgement of a page, for whoever asks why.
 *
 * A page has a trace only when an explanation is asked for (pith_options.explain); otherwise
 * page->trace is NULL, nothing is noted and a test of that pointer is all it costs. Notes are the
 * numbers that the judgement itself worked with, so an explanation cannot drift from it.
 * src/explain/ turns them into words.
 */
#ifndef PITH_SCORE_TRACE_H
#define PITH_SCORE_TRACE_H

#include "../page.h"
#include "model.h"

/* What had the last word on a block. */
#define PITH_RULE_MAP(X)                                                                           \
    X(PROBABILITY, "probability")     /* Its probability and the threshold. */                     \
    X(HEAD, "head")                   /* Title, byline: it is in the metadata. */                  \
    X(COMMENT, "comment")             /* Of readers' comments, or their box. */                      \
    X(TITLE, "title")                 /* It repeats the title. */                                  \
    X(TABLE, "table")                 /* Most rows of its table are kept. */                       \
    X(HIDDEN, "hidden")               /* Hidden, and less than what is shown. */                   \
    X(OTHER_ARTICLE, "other-article") /* In an article element after the one that is kept. */      \
    X(FURNITURE, "furniture")         /* A line that is furniture by its wording alone. */         \
    X(LAST_HEADING, "last-heading")   /* A heading with nothing kept below. */                     \
    X(HEADED, "headed")               /* Heading and text stand together; one of them is kept. */  \
    X(DUPLICATE, "duplicate")         /* Its text was kept before. */                              \
    X(CAPTION, "caption")             /* A dump's line that has the shape of a caption. */         \
    X(CUT, "cut")                     /* Below a cue that ends the article. */                     \
    X(SECTION, "section")             /* In the box that a cue opens. */                           \
    X(CORE, "core")                   /* Inside or outside the run of running text. */

typedef enum pith__rule {
#define PITH_X(name, text) PITH_RULE_##name,
    PITH_RULE_MAP(PITH_X)
#undef PITH_X
        PITH_RULE_COUNT
} pith__rule;

/* A forest that had a say on every block. */
typedef struct pith__trace_forest {
    const char *name;
    const pith__forest *forest;
    const float *rows; /* Row i begins at rows + i * stride. */
    size_t stride;
    double share; /* Of its probability in that of a block. */
} pith__trace_forest;

enum { PITH_TRACE_FORESTS = 4 };

typedef struct pith__trace {
    pith__arena *arena;
    uint32_t block_count;
    pith__rule *rules; /* By block. */
    uint32_t *because; /* By block: another block that the rule speaks of, or PITH_NONE. */

    pith__trace_forest forests[PITH_TRACE_FORESTS];
    int forest_count; /* 0: the page was judged by rules alone. */
    double *own;      /* By block: probability before the blocks around it had their say. */

    const char *const *term_names; /* Of the logistic regression over a block's surroundings. */
    const double *term_weights;
    double term_bias;
    int term_count; /* 0: there was none. */
    double *terms;  /* Rows of term_count inputs, in log-odds, by block. */

    const double *content; /* By block: the probability that was compared with the threshold. */
    const double *types;   /* Of the page, in the order of the type forests; or NULL. */
    double threshold;      /* Above 1: nothing is kept. */
    double expected_f1;    /* NAN: the threshold is fixed. */
    double factor;         /* k of the threshold. */

    const struct pith__reasons *reasons; /* HTML only. */
} pith__trace;

/* Gives the page, whose blocks there are, an empty trace. */
void pith__trace_begin(pith__page *page);

/* Notes a forest and what came of all of them. Nothing happens when the page has no trace. */
void pith__trace_forest_of(const pith__page *page, const char *name, const pith__forest *forest,
    const float *rows, size_t stride, double share);
void pith__trace_own(const pith__page *page, const double *probabilities);

/* Notes the regression; `terms` has room for `count` inputs of each block, or is NULL when the page
   has no trace. */
double *pith__trace_terms(const pith__page *page, const char *const *names, const double *weights,
    int count, double bias);

/* Decides on a block: gives it a reason, and notes the rule and the block it speaks of. */
static inline void pith__decide(
    pith__page *page, uint32_t block, pith_reason reason, pith__rule rule, uint32_t because) {
    page->blocks[block].reason = reason;
    if (page->trace != NULL) {
        page->trace->rules[block] = rule;
        page->trace->because[block] = because;
    }
}

#endif
