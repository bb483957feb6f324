/*
 * features.h - a page's blocks as rows of numbers, for the model to judge and to be trained on.
 *
 * Features are computed once, here: the program prints them for tools/train, and the trained model
 * reads them in the same process. Each group of features is one function that appends its columns
 * to a row; the order of the calls is the order of the columns.
 *
 *     group       what it says                                                     file
 *     text        length, sentences, stop words, capitals, dates, phrases          features_text.c
 *     tree        where it hangs: distances to telling ancestors, densities and    features_tree.c
 *                 sums of its containers, likeness of siblings and paths
 *     context     neighbours, windows, headings, cues, vocabulary, position features_context.c body
 * the stretch that is the body by length and markup, what          features_body.c closes it, the
 * title comments    what readers wrote below it, by structure features_comments.c page        what
 * kind of page it is                                          features_page.c tokens      learned
 * weights of class names                                   tokens.c
 *
 * No feature looks at the URL, at JSON-LD or at the share of text in the bytes of the page: sets of
 * pages differ in what was stripped from them, and a model that learned such signs fails elsewhere.
 */
#ifndef PITH_SCORE_FEATURES_H
#define PITH_SCORE_FEATURES_H

#include <math.h>

#include "../heuristics/heuristics.h"
#include "../page.h"

enum { PITH_FEATURES_MAX = 320 }; /* Columns of a block row at most. */

/* A row under construction. */
typedef struct pith__row {
    float *values;
    const char **names; /* Filled too when not NULL. */
    uint32_t count;
} pith__row;

static inline void pith__put(pith__row *row, const char *name, double value) {
    if (row->names != NULL)
        row->names[row->count] = name;
    row->values[row->count++] = (float)value;
}

enum { PITH_LOGARITHMS = 1024 };

/* log1p() of a whole number; a page asks for few of them, many times. `known` has PITH_LOGARITHMS
   places: those of the small numbers that were asked for, else 0. */
static inline double pith__logarithm(double *known, double number) {
    if (number >= PITH_LOGARITHMS)
        return log1p(number);
    double *place = &known[(uint32_t)number];
    if (*place == 0)
        *place = log1p(number);
    return *place;
}

/* What is computed once a block before any row is written. */
typedef struct pith__block_facts {
    uint32_t stop_words;
    uint32_t sentences; /* Ends of sentences. */
    uint32_t calls;     /* Phrases of promotions in it. */
    pith__phrase_set phrases;
    bool good;         /* Running text: 15 words or more with few links. */
    bool date;         /* Holds a date or a time of day. */
    uint8_t heading;   /* 1 to 6 within a heading element, else 0. */
    float title_share; /* Share of its words that are words of the title. */
    uint32_t copies;   /* Blocks of the page with the same text, itself among them. */
} pith__block_facts;

/* What a block is in the readers' comments. */
typedef enum pith__comment_part {
    PITH_COMMENT_NOT,
    PITH_COMMENT_BOX,  /* Machinery: headings, forms and their help, names and times. */
    PITH_COMMENT_TEXT, /* What a reader wrote. */
} pith__comment_part;

typedef struct pith__features {
    const char **names; /* Of the columns of a block row; NULL unless asked for. */
    uint32_t columns;
    uint32_t stride;         /* From one row to the next: `columns` and room for the token columns,
                                which only a model can fill. Their names follow in `names`. */
    float *values;           /* block_count rows. */
    const char **page_names; /* Of the page row: what the page is made of, then the mean of each
                                block column, weighted by words. NULL unless asked for. */
    uint32_t page_columns;
    float *page_values;
    uint32_t *path;    /* By block: number of its path (tags and classes from the body). */
    uint32_t *section; /* By block: the heading block it stands under, or PITH_NONE. */
    uint8_t *comment;  /* By block: pith__comment_part. */
} pith__features;

/* The features of an HTML page that has metadata and at least one block. Takes time linear in
   elements and blocks. */
pith__features *pith__features_of(
    pith__page *page, const pith__heuristics *heuristics, bool with_names);

/* The names of all columns; features of a page that is made for that. */
pith__features *pith__feature_names(pith__arena *arena, const pith__heuristics *heuristics);

#endif
