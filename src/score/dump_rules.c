#include "dump_rules.h"

#include <math.h>

#include "dump_furniture.h"
#include "sections.h"
#include "trace.h"

enum { WIDEST_WINDOW = 50 }; /* Lines. */

typedef struct scorer {
    pith__page *page;
    const pith__heuristics *heuristics;
    const pith__dump_line *lines; /* By block. */
    uint32_t core_first;          /* Line. */
    uint32_t core_end;            /* One past the last line; core_first when there is no core. */
} scorer;

static double value(const scorer *s, pith__threshold threshold) {
    return pith__threshold_value(s->heuristics, threshold);
}

static bool is_left(const scorer *s, uint32_t line) {
    return s->page->blocks[line].reason == PITH_REASON_KEPT;
}

/* The share of the words of lines [from, to) that are running text; 0 when there are none. */
static double text_share(const scorer *s, uint32_t from, uint32_t to) {
    double all = 0.0, text = 0.0;
    for (uint32_t i = from; i < to; i++) {
        if (!is_left(s, i))
            continue;
        all += s->lines[i].words;
        if (s->lines[i].sentence)
            text += s->lines[i].words;
    }
    return all > 0.0 ? text / all : 0.0;
}

/* What a line adds to a run of running text, or takes from it. */
static double gain_of(const scorer *s, uint32_t index, double gap) {
    const pith__dump_line *line = &s->lines[index];
    if (!is_left(s, index))
        return 0.0;
    if (line->sentence)
        return fmin(line->words, value(s, PITH_THRESHOLD_CORE_LONGEST));
    return -(gap + value(s, PITH_THRESHOLD_CORE_CALL) * line->calls);
}

/* The run of lines with the largest sum of gains (J. Kadane's algorithm; Bentley, "Programming
   Pearls", CACM 27(9), 1984). */
static void find_core(scorer *s) {
    double share = text_share(s, 0, s->page->block_count);
    double gap = value(s, PITH_THRESHOLD_CORE_GAP) * share * share;
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

/* A page without any running text, such as a list of names: all that is left is the best guess. */
static void keep_all(scorer *s) {
    s->core_first = 0;
    s->core_end = s->page->block_count;
}

/* Above one half inside the core, below it outside; the farther from it the clearer the lines
   around say the same. */
static float score_of(const scorer *s, uint32_t index) {
    uint32_t window =
        pith__threshold_lines(s->heuristics, PITH_THRESHOLD_SCORE_WINDOW, WIDEST_WINDOW);
    uint32_t from = index > window ? index - window : 0;
    uint32_t left = s->page->block_count - index;
    double density = text_share(s, from, left > window ? index + window + 1 : index + left);
    bool inside = index >= s->core_first && index < s->core_end;
    return (float)(inside ? 0.5 + 0.5 * density : 0.49 * density);
}

/* What the rules say of a line, as a number for the model. */
static pith__line_rule rule_of(const scorer *s, uint32_t index, bool furniture) {
    if (furniture)
        return PITH_LINE_RULE_FURNITURE;
    if (!is_left(s, index))
        return PITH_LINE_RULE_SECTION;
    bool inside = index >= s->core_first && index < s->core_end;
    return inside ? PITH_LINE_RULE_KEPT : PITH_LINE_RULE_OUTSIDE;
}

pith__dump_line *pith__dump_rules(pith__page *page, const pith__heuristics *heuristics) {
    scorer s = {.page = page, .heuristics = heuristics};
    pith__dump_line *lines = pith__dump_lines(page, heuristics);
    s.lines = lines;
    pith__dump_furniture(page, heuristics, lines);
    bool *furniture = pith__arena_array(page->arena, page->block_count, sizeof *furniture);
    for (uint32_t i = 0; i < page->block_count; i++)
        furniture[i] = !is_left(&s, i);
    pith__dump_sections(page, heuristics, lines);
    find_core(&s);
    if (s.core_end == 0)
        keep_all(&s);
    for (uint32_t i = 0; i < page->block_count; i++)
        lines[i].rule = rule_of(&s, i, furniture[i]);
    for (uint32_t i = 0; i < page->block_count; i++)
        page->blocks[i].score = is_left(&s, i) ? score_of(&s, i) : 0.0F;
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (is_left(&s, i) && page->blocks[i].score < 0.5F)
            pith__decide(page, i, PITH_REASON_OUTSIDE, PITH_RULE_CORE, PITH_NONE);
    }
    return lines;
}
