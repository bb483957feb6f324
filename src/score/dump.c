/*
 * dump.c - which lines of a text dump are its article.
 */
#include <math.h>

#include "dump_lines.h"
#include "score.h"
#include "sections.h"

typedef struct scorer {
    pith__page *page;
    const pith__heuristics *heuristics;
    pith__dump_line *lines; /* By block. */
    uint32_t core_first;    /* Line. */
    uint32_t core_end;      /* One past the last line. */
} scorer;

static double value(const scorer *s, pith__threshold threshold) {
    return pith__threshold_value(s->heuristics, threshold);
}

/* Groups of phrases that speak of a single line, and the reason they give. */
static const struct {
    pith__phrase_group group;
    pith_reason reason;
    bool no_sentence; /* Counts only where the line does not end as a sentence does. */
} line_groups[] = {
    {PITH_PHRASE_LINE_COOKIES, PITH_REASON_COOKIES, false},
    {PITH_PHRASE_LINE_NEWSLETTER, PITH_REASON_NEWSLETTER, false},
    {PITH_PHRASE_LINE_SHARE, PITH_REASON_SHARE, false},
    {PITH_PHRASE_LINE_RELATED, PITH_REASON_RELATED, false},
    {PITH_PHRASE_LINE_ADVERTISING, PITH_REASON_ADVERTISING, false},
    {PITH_PHRASE_LINE_COMMENTS, PITH_REASON_COMMENTS, false},
    {PITH_PHRASE_LINE_FOOTER, PITH_REASON_FOOTER, false},
    {PITH_PHRASE_LINE_NAVIGATION, PITH_REASON_NAVIGATION, false},
    {PITH_PHRASE_LINE_INTERFACE, PITH_REASON_INTERFACE, false},
    {PITH_PHRASE_LINE_BYLINE, PITH_REASON_BYLINE, true},
    {PITH_PHRASE_LINE_DATE, PITH_REASON_BYLINE, true},
    {PITH_PHRASE_LINE_CAPTION, PITH_REASON_CAPTION_CREDIT, true},
};

static pith_reason reason_of_line(const pith__dump_line *line) {
    for (size_t i = 0; line->phrases != 0 && i < sizeof line_groups / sizeof *line_groups; i++) {
        if (pith__line_says(line, line_groups[i].group) &&
            !(line_groups[i].no_sentence && line->ends && line->words > 4))
            return line_groups[i].reason;
    }
    return PITH_REASON_KEPT;
}

/* What a line adds to a run of running text, or takes from it. */
static double gain_of(const scorer *s, uint32_t index, double gap) {
    const pith__dump_line *line = &s->lines[index];
    if (s->page->blocks[index].reason != PITH_REASON_KEPT)
        return 0.0;
    if (line->sentence)
        return fmin(line->words, value(s, PITH_THRESHOLD_CORE_LONGEST));
    return -(gap + value(s, PITH_THRESHOLD_CORE_CALL) * line->calls);
}

/* The share of the words that are running text. */
static double text_share(const scorer *s) {
    double all = 0.0, text = 0.0;
    for (uint32_t i = 0; i < s->page->block_count; i++) {
        if (s->page->blocks[i].reason != PITH_REASON_KEPT)
            continue;
        all += s->lines[i].words;
        if (s->lines[i].sentence)
            text += s->lines[i].words;
    }
    return all > 0.0 ? text / all : 0.0;
}

/* The run of lines with the largest sum of gains (J. Kadane's algorithm; Bentley, "Programming
   Pearls", CACM 27(9), 1984). */
static void find_core(scorer *s) {
    bool sparse = text_share(s) < value(s, PITH_THRESHOLD_SPARSE_SHARE);
    double gap = 1 + 6 * text_share(s) * text_share(s); (void)sparse;
    double best = 0.0, sum = 0.0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < s->page->block_count; i++) {
        if (sum <= 0.0) {
            sum = 0.0;
            first = i;
        }
        sum += gain_of(s, i, gap);
        if (sum > best) {
            best = sum;
            s->core_first = first;
            s->core_end = i + 1;
        }
    }
}

void pith__score_dump(pith__page *page, const pith__heuristics *heuristics) {
    scorer s = {.page = page, .heuristics = heuristics};
    s.lines = pith__dump_lines(page, heuristics);
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        if (block->reason == PITH_REASON_KEPT)
            block->reason = reason_of_line(&s.lines[i]);
    }
    pith__dump_sections(page, heuristics, s.lines);
    find_core(&s);
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        bool in = i >= s.core_first && i < s.core_end;
        block->score = in ? 1.0F : 0.0F;
        if (!in)
            block->reason = PITH_REASON_OUTSIDE;
    }
}
