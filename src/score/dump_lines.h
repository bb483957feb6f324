/*
 * dump_lines.h - what the lines of a dump look like, each by itself and as repetitions of others.
 */
#ifndef PITH_SCORE_DUMP_LINES_H
#define PITH_SCORE_DUMP_LINES_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/* What the rules say of a line, the surer it is no text of the article the lower. */
typedef enum pith__line_rule {
    PITH_LINE_RULE_FURNITURE, /* Debris by itself, or head matter. */
    PITH_LINE_RULE_SECTION,   /* In a section that a cue opened. */
    PITH_LINE_RULE_OUTSIDE,   /* Outside the core. */
    PITH_LINE_RULE_KEPT,
} pith__line_rule;

typedef struct pith__dump_line {
    pith__phrase_set phrases; /* What the line as a whole says; 0 when it is too long for a cue. */
    uint32_t words;
    uint32_t stop_words;
    uint32_t calls;    /* Phrases of promotions and machinery in it. */
    uint32_t personal; /* Words of the first person. */
    uint32_t commas;
    uint32_t sentence_ends; /* Full stops and their like at the end of a word. */
    uint32_t capitals;      /* Words that begin with a capital letter. */
    uint32_t digits;        /* Words of digits. */
    uint32_t earlier;       /* The nearest line before it with the same words, or PITH_NONE. */
    uint32_t later;         /* The nearest line after it with the same words, or PITH_NONE. */
    pith__line_rule rule;   /* Set by pith__score_dump(). */
    bool ends;              /* It ends as a sentence does. */
    bool colon;             /* It ends with a colon. */
    bool sentence;          /* It is running text: see pith__dump_lines(). */
} pith__dump_line;

/*
 * Looks at the lines (blocks) of a dump; the result has an entry for each block.
 *
 * Running text is a line of `sentence-words` words or more that shows a sign of grammar: it ends as
 * a sentence does, or holds two sentence ends or commas, or many function words. In scripts without
 * spaces, which may lack all of these, a longer line is enough. A line that holds a copyright sign,
 * that consists of calls to action to a good part or that is capitalised like a title is none.
 */
pith__dump_line *pith__dump_lines(const pith__page *page, const pith__heuristics *heuristics);

/* Whether the line has a phrase of the group. */
static inline bool pith__line_says(const pith__dump_line *line, pith__phrase_group group) {
    return (line->phrases & PITH_PHRASE_BIT(group)) != 0;
}

/* A threshold that is a number of lines, brought into the range 0 to `most`. */
static inline uint32_t pith__threshold_lines(
    const pith__heuristics *heuristics, pith__threshold threshold, uint32_t most) {
    double value = pith__threshold_value(heuristics, threshold);
    return value >= most ? most : value > 0.0 ? (uint32_t)value : 0;
}

#endif
