/* features_internal.h - what the files of the feature groups share. */
#ifndef PITH_SCORE_FEATURES_INTERNAL_H
#define PITH_SCORE_FEATURES_INTERNAL_H

#include <math.h>

#include "features.h"

enum {
    TAG_DISTANCES = 38, /* See features_tree.c. */
    DISTANCES = TAG_DISTANCES + PITH_CLASS_COUNT,
    DISTANCES_ROUNDED = (DISTANCES + 15) / 16 * 16,
    FAR = 20,     /* Distances are cut off here. */
    TARGETS = 3,  /* Elements that rules of the literature would choose. */
    SEGMENTS = 2, /* Stretches of blocks that may be the body; see features_body.c. */
    MARKS = 5,    /* Kinds of boxes around an article; see features_body.c. */
};

/* Sums over the subtree of an element, and what follows from them. */
typedef struct element_facts {
    uint32_t words, link_words, blocks, sentences, characters, link_characters, long_words;
    uint32_t tags, link_tags;
    uint32_t dates;        /* Short blocks that hold a date. */
    float density;         /* Composite text density (CETD). */
    float density_sum;     /* Of its children. */
    float paragraph_score; /* Readability-style score. */
    uint32_t group;        /* Number of its group: siblings with the same tag and class. */
    uint32_t path;         /* Number of its path. */
    uint8_t distance[DISTANCES_ROUNDED]; /* Levels up to the nearest such element; 0: itself. */
    uint8_t up[TARGETS], down[TARGETS];  /* Levels up to the common ancestor with a target, and from
                                            the target up to it. */
} element_facts;

typedef struct path_facts {
    uint32_t blocks, words, link_words;
} path_facts;

/* Siblings with the same tag and class. */
typedef struct group_facts {
    uint32_t count, words, long_words;
    uint32_t dated; /* Those in which a short block holds a date: as comments, posts, cards do. */
} group_facts;

/* Blocks from..to-1; none when `to` is 0. */
typedef struct span {
    uint32_t from, to;
} span;

typedef struct block_marks {
    uint32_t last[MARKS]; /* The last block up to this one in such a box, or PITH_NONE. */
    uint32_t next;        /* The next block that closes an article, or PITH_NONE. */
    bool closing;
} block_marks;

typedef struct feature_context {
    pith__page *page;
    const pith__heuristics *heuristics;
    pith__block_facts *blocks;
    struct signs *signs;     /* By block; see features_text.c. */
    struct near_facts *near; /* By block; see features_context.c. */
    double *logarithms;      /* Of small whole numbers, once asked for; else 0. */
    element_facts *elements;
    path_facts *paths;
    uint32_t path_count;
    group_facts *groups;

    /* Sums before block i, so that any window is a difference. */
    uint32_t *words_before, *links_before, *long_before;

    uint32_t *section;     /* As in pith__features. */
    uint32_t *section_end; /* By heading block: one past its section. */
    uint32_t main_heading; /* The h1 that is most like the title, or PITH_NONE. */
    uint32_t first_good, last_good;
    uint32_t *previous_good, *next_good; /* By block, or PITH_NONE. */
    struct word_set *description; /* The words of the page's description; see features_text.c. */
    struct stem_set *core;        /* Stems of the running text in the main part. */
    struct cue_facts *cues;       /* By block. */

    uint32_t targets[TARGETS]; /* Elements. */
    span segments[SEGMENTS];
    uint32_t main_path; /* The path that holds most running text, or PITH_NONE. */
    span path_span;     /* From its first good block to its last. */
    block_marks *marks; /* By block. */
    uint32_t title;     /* The block that repeats the title, or PITH_NONE. */
    uint8_t *comment;   /* By block: pith__comment_part. */
} feature_context;

static inline double pith__log_of(const feature_context *context, double number) {
    return pith__logarithm(context->logarithms, number);
}

/* features_text.c */
void pith__text_facts(feature_context *context);
void pith__put_text(const feature_context *context, uint32_t block, pith__row *row);

/* features_tree.c */
void pith__tree_facts(feature_context *context);
void pith__put_tree(const feature_context *context, uint32_t block, pith__row *row);
/* Levels from a up to the lowest common ancestor of a and b, and from b up to it. */
void pith__levels_between(
    const pith__page *page, uint32_t a, uint32_t b, uint32_t *up, uint32_t *down);

/* features_context.c */
void pith__context_facts(feature_context *context);
void pith__put_context(const feature_context *context, uint32_t block, pith__row *row);
/* Whether a heading of comments stands at most so many blocks, and words of running text, before.
 */
bool pith__comments_headed(
    const feature_context *context, uint32_t block, uint32_t blocks, uint32_t text);

/* features_body.c; after the facts of the others. */
void pith__body_facts(feature_context *context);
void pith__put_body(const feature_context *context, uint32_t block, pith__row *row);

/* features_comments.c; after the facts of the others. */
void pith__comment_facts(feature_context *context);

/* features_page.c: the same for all blocks of a page. */
void pith__put_page(const feature_context *context, pith__row *row);

#endif
