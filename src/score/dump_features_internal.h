/* dump_features_internal.h - what the files of the feature groups of dumps share. */
#ifndef PITH_SCORE_DUMP_FEATURES_INTERNAL_H
#define PITH_SCORE_DUMP_FEATURES_INTERNAL_H

#include "dump_features.h"

/* Columns that a row holds for its neighbours, too. They are the first columns of a row, in this
   order; the second name is that of the column. */
#define PITH_DUMP_NEAR_MAP(X)                                                                      \
    X(WORDS, "words")                                                                              \
    X(SENTENCE, "sentence")                                                                        \
    X(ENDS, "ends")                                                                                \
    X(CALLS, "calls")                                                                              \
    X(STOP_SHARE, "stop_share")                                                                    \
    X(CAPITAL_SHARE, "capital_share")                                                              \
    X(DIGIT_SHARE, "digit_share")                                                                  \
    X(COLON, "colon")                                                                              \
    X(BULLET, "bullet")                                                                            \
    X(DATE, "date")                                                                                \
    X(COPIES, "copies")                                                                            \
    X(RULE, "rule")                                                                                \
    X(CORE_WORDS, "core_words")                                                                    \
    X(FREQUENT_SHARE, "frequent_share")                                                            \
    X(CORE, "core")

enum {
#define PITH_X(name, text) PITH_DUMP_NEAR_##name,
    PITH_DUMP_NEAR_MAP(PITH_X)
#undef PITH_X
        PITH_DUMP_NEAR_COUNT
};

/* What is summed over lines, so that any window is a difference of two sums. */
enum {
    SUM_WORDS,        /* All words. */
    SUM_SHORTENED,    /* Words, a line counting 60 at most. */
    SUM_SENTENCES,    /* Lines of running text. */
    SUM_TEXT,         /* Words of running text. */
    SUM_ENDS,         /* Lines that end as sentences do. */
    SUM_CALLS,        /* Calls to action. */
    SUM_DATES,        /* Lines with a date or a time. */
    SUM_STOP_SHARE,   /* Shares of function words. */
    SUM_COPIES,       /* Lines that stand there twice. */
    SUM_BULLETS,      /* List items. */
    SUM_PRICES,       /* Lines with a price. */
    SUM_MARKS,        /* Marks of comments. */
    SUM_PERSONAL,     /* Lines in the first person. */
    SUM_EXCLAMATIONS, /* Lines with an exclamation mark. */
    SUM_KEPT,         /* Words that the rules keep. */
    SUMS
};

/* Characters that say something, counted in a line. */
typedef struct line_signs {
    uint32_t digits, symbols, separators, addresses, prices, clocks, code, joins;
    uint32_t questions, exclamations, quotes;
    uint32_t first; /* The first character. */
    bool letters;   /* It has a letter. */
} line_signs;

typedef struct line_facts {
    line_signs signs;
    uint32_t personal;   /* Words of the first person. */
    uint32_t upper;      /* Words in capitals. */
    bool date;           /* A date or a time of day. */
    bool mark;           /* A mark that comments and posts have. */
    uint32_t copies;     /* Other lines with the same words. */
    uint32_t copy_index; /* Copies above it. */
    uint32_t same_start; /* Other lines with the same first words. */
    float shared_share;  /* Share of its runs of four words that stand elsewhere, too. */
    float core_words, core_common, lead_words, before_words, after_words, frequent_share;
    int32_t since_sentence, to_sentence; /* Lines; large where there is none. */
    int32_t since_long, to_long;         /* The same of long lines of running text. */
    uint16_t group_lines;                /* Lines between two blank ones. */
    uint32_t group_words;
} line_facts;

/* A run of running text, by one price of what stands in between. */
typedef struct core_run {
    uint32_t first, end; /* Lines [first, end). */
} core_run;

enum { CORE_RUNS = 4 }; /* The first is the core of the rules. */

typedef struct dump_context {
    pith__page *page;
    const pith__heuristics *heuristics;
    const pith__dump_line *lines;
    line_facts *facts;
    uint32_t count;
    double (*sums)[SUMS]; /* By line, count + 1 of them: sums over the lines above it. */
    core_run runs[CORE_RUNS];
    float *inside, *slope; /* By line: how deep inside running text, and where it is heading. */
    struct cue_state *cues;
    double *logarithms;             /* See pith__logarithm(). */
    double total_words, total_text; /* At least 1. */
    double median_sentence;
    float *rank; /* By line: share of lines that are shorter. */

    /* Layout of the page; what is not there is masked. */
    bool has_blanks, has_indents;
    int32_t main_indent;
    float *indent_share; /* By line: share of running text with its indent. */
} dump_context;

/* The value, or `most` where it is larger. */
static inline double pith__clip(double value, double most) {
    return value < most ? value : most;
}

static inline double pith__log_of(const dump_context *context, double number) {
    return pith__logarithm(context->logarithms, number);
}

/* dump_features_line.c */
void pith__dump_line_facts(dump_context *context);
void pith__dump_put_line(const dump_context *context, uint32_t line, pith__row *row);
/* The columns of PITH_DUMP_NEAR_MAP. */
void pith__dump_put_near(const dump_context *context, uint32_t line, pith__row *row);

/* dump_features_words.c: repetition and vocabulary. The cores must be known. */
void pith__dump_repetition_facts(dump_context *context);
void pith__dump_vocabulary_facts(dump_context *context);
void pith__dump_put_words(const dump_context *context, uint32_t line, pith__row *row);

/* dump_features_core.c */
void pith__dump_core_facts(dump_context *context);
void pith__dump_put_core(const dump_context *context, uint32_t line, pith__row *row);

/* dump_features_place.c: position, layout and windows. */
void pith__dump_place_facts(dump_context *context);
void pith__dump_put_place(const dump_context *context, uint32_t line, pith__row *row);

/* dump_features_cues.c */
void pith__dump_cue_facts(dump_context *context);
void pith__dump_put_cues(const dump_context *context, uint32_t line, pith__row *row);

/* dump_features_page.c: the same for all lines of a page. */
void pith__dump_put_page(const dump_context *context, pith__row *row);

#endif
