#include "sections.h"

#include "../base/unicode.h"
#include "trace.h"

enum {
    STEM_LETTERS = 6, /* What begins with the same letters is the same word, or nearly. */
    FEWEST_STEM_LETTERS = 4,
    KNOWN_BITS = 1 << 18, /* Of the set of known stems; a page has some thousands. */
    SAMPLE_LINES = 12,    /* Lines and words of a text that are compared with what is known. */
    SAMPLE_WORDS = 300,
    NEAR_LINES = 10,    /* A doubled title and its stamp stand this near to each other. */
    LONGEST_TITLE = 30, /* Words. */
    SHORTEST_TITLE = 4,
    LONGEST_CONTENTS = 200, /* Lines of a table of contents. */
    LONGEST_BOX = 1000,     /* Lines. */
    NEXT_SENTENCES = 3,     /* What follows a cue is judged by the distance to this many. */
};

typedef struct finder {
    pith__page *page;
    const pith__heuristics *heuristics;
    const pith__dump_line *lines;
    uint32_t count;
    uint32_t *next_sentence; /* By line: the first line of running text from it on; or count. */
    uint32_t *next_unit;     /* By line: the first title with a stamp from it on; or count. */
    uint32_t *next_pair;     /* By line: the first of two doubled titles from it on; or count. */
    uint64_t *words_before;  /* By line, count + 1 of them: words of running text above it. */
    uint64_t *all_before;    /* The same of all lines. */
    uint64_t *known;         /* Bits of the stems of the running text above the current line. */
} finder;

static double value(const finder *f, pith__threshold threshold) {
    return pith__threshold_value(f->heuristics, threshold);
}

/* Whether the line is running text that may belong to the article. */
static bool is_text(const finder *f, uint32_t i) {
    return f->lines[i].sentence && f->page->blocks[i].reason == PITH_REASON_KEPT;
}

/* ---- Foreign articles ------------------------------------------------------------------------ */

/* Whether an age or a date stands alone on a line shortly below. */
static bool stamp_below(const finder *f, uint32_t i) {
    for (uint32_t j = i + 1; j < f->count && j <= i + NEAR_LINES; j++) {
        if (pith__line_says(&f->lines[j], PITH_PHRASE_LINE_DATE))
            return true;
    }
    return false;
}

/* Whether the line is a title that stands there again shortly below, as in lists of articles where
   picture, headline and text each bring it. */
static bool is_doubled(const finder *f, uint32_t i) {
    const pith__dump_line *line = &f->lines[i];
    return line->words >= SHORTEST_TITLE && line->words <= LONGEST_TITLE &&
           line->later != PITH_NONE && line->later - i <= NEAR_LINES;
}

static void look_ahead(finder *f) {
    uint32_t sentence = f->count, unit = f->count, pair = f->count, doubled = f->count;
    for (uint32_t i = f->count; i-- > 0;) {
        if (is_text(f, i))
            sentence = i;
        if (is_doubled(f, i)) {
            if (stamp_below(f, i))
                unit = i;
            /* A second title of this kind tells it from a mere repetition, too. */
            if (doubled < f->count && f->lines[i].later < doubled)
                pair = i;
            doubled = i;
        }
        f->next_sentence[i] = sentence;
        f->next_unit[i] = unit;
        f->next_pair[i] = pair;
    }
    f->next_sentence[f->count] = f->next_unit[f->count] = f->next_pair[f->count] = f->count;
    for (uint32_t i = 0; i < f->count; i++) {
        f->words_before[i + 1] = f->words_before[i] + (is_text(f, i) ? f->lines[i].words : 0);
        f->all_before[i + 1] = f->all_before[i] + f->lines[i].words;
    }
}

/* Whether a list of articles begins below a cue, before any text of another kind. Below a cue for
   such lists no stamp is needed. */
static bool list_below(const finder *f, uint32_t i, pith_reason reason) {
    uint32_t unit = f->next_unit[i];
    if (reason == PITH_REASON_RELATED && f->next_pair[i] < unit)
        unit = f->next_pair[i];
    return unit < f->count && (double)(f->words_before[unit] - f->words_before[i]) <
                                  value(f, PITH_THRESHOLD_SENTENCE_WORDS) * NEXT_SENTENCES;
}

/* ---- Vocabulary ------------------------------------------------------------------------------ */

/* The hash of a word's first letters; in scripts without spaces, of a character and the next.
   Returns false for words that every text uses. */
static bool stem_of(const finder *f, const pith__block *block, size_t index, uint32_t *stem) {
    pith__word word = block->words.items[index];
    if (word.unspaced) {
        if (index + 1 >= block->words.count)
            return false;
        *stem = word.hash * 31 + block->words.items[index + 1].hash;
        return true;
    }
    if (word.letters < FEWEST_STEM_LETTERS || word.digits ||
        pith__word_in(f->heuristics, word, PITH_PHRASE_STOP_WORD))
        return false;
    const char *start = block->text.data + word.offset;
    const char *end = start + word.length;
    const char *p = start;
    for (int i = 0; i < STEM_LETTERS && p < end; i++)
        pith__utf8_next(&p, end);
    *stem = pith__word_hash((pith__str){start, (size_t)(p - start)});
    return true;
}

static uint64_t *bit_of(const finder *f, uint32_t stem, uint64_t *mask) {
    uint32_t bit = (stem ^ (stem >> 15)) % KNOWN_BITS;
    *mask = (uint64_t)1 << (bit % 64);
    return &f->known[bit / 64];
}

static void learn(const finder *f, uint32_t line) {
    const pith__block *block = &f->page->blocks[line];
    for (size_t i = 0; i < block->words.count; i++) {
        uint32_t stem;
        uint64_t mask;
        if (stem_of(f, block, i, &stem))
            *bit_of(f, stem, &mask) |= mask;
    }
}

/* The share of known stems among those of the running text from `first` on. */
static double overlap_from(const finder *f, uint32_t first) {
    uint32_t stems = 0, known = 0, words = 0;
    for (uint32_t i = first; i < f->count && i < first + SAMPLE_LINES; i++) {
        if (!is_text(f, i))
            continue;
        const pith__block *block = &f->page->blocks[i];
        for (size_t w = 0; w < block->words.count && words < SAMPLE_WORDS; w++, words++) {
            uint32_t stem;
            uint64_t mask;
            if (!stem_of(f, block, w, &stem))
                continue;
            stems++;
            known += (*bit_of(f, stem, &mask) & mask) != 0;
        }
    }
    return stems == 0 ? 0.0 : (double)known / stems;
}

/* ---- Cues ------------------------------------------------------------------------------------ */

/* The reason of the section that a line opens, or PITH_REASON_KEPT. */
static pith_reason cue_of(const finder *f, uint32_t i) {
    static const struct {
        pith__phrase_group group;
        pith_reason reason;
    } cues[] = {
        {PITH_PHRASE_SECTION_RELATED, PITH_REASON_RELATED},
        {PITH_PHRASE_SECTION_COMMENTS, PITH_REASON_COMMENTS},
        {PITH_PHRASE_SECTION_PROMOTION, PITH_REASON_ADVERTISING},
        {PITH_PHRASE_SECTION_AUTHOR, PITH_REASON_BYLINE},
        {PITH_PHRASE_SECTION_CONTENTS, PITH_REASON_NAVIGATION},
    };
    const pith__dump_line *line = &f->lines[i];
    if (line->phrases == 0 || f->page->blocks[i].reason == PITH_REASON_TITLE ||
        (double)line->words > value(f, PITH_THRESHOLD_CUE_WORDS))
        return PITH_REASON_KEPT;
    for (size_t k = 0; k < sizeof cues / sizeof *cues; k++) {
        if (pith__line_says(line, cues[k].group))
            return cues[k].reason;
    }
    return PITH_REASON_KEPT;
}

/* The mean distance of the next lines of running text. */
static double spacing_below(const finder *f, uint32_t i) {
    uint32_t at = i;
    for (int k = 0; k < NEXT_SENTENCES; k++) {
        at = f->next_sentence[at + 1 < f->count ? at + 1 : f->count];
        if (at == f->count)
            return f->count;
    }
    return (double)(at - i) / NEXT_SENTENCES;
}

/* How much of the running text must stand above a cue if it is to cut the page. */
static double needed_share(const finder *f, uint32_t i, pith_reason reason) {
    if (reason != PITH_REASON_BYLINE && list_below(f, i, reason))
        return value(f, PITH_THRESHOLD_SECTION_SHARE_LIST);
    double same = value(f, PITH_THRESHOLD_SECTION_SHARE_SAME);
    if ((double)f->words_before[i] <
        value(f, PITH_THRESHOLD_SECTION_DENSITY) * (double)f->all_before[i])
        return same;
    double overlap = overlap_from(f, f->next_sentence[i]);
    if (overlap < value(f, PITH_THRESHOLD_VOCABULARY_FOREIGN))
        return value(f, PITH_THRESHOLD_SECTION_SHARE_FOREIGN);
    if (overlap >= value(f, PITH_THRESHOLD_VOCABULARY_SAME) &&
        spacing_below(f, i) < value(f, PITH_THRESHOLD_SECTION_SPACING))
        return same;
    return value(f, PITH_THRESHOLD_SECTION_SHARE);
}

static bool cuts(const finder *f, uint32_t i, pith_reason reason) {
    double before = (double)f->words_before[i];
    double after = (double)(f->words_before[f->count] - f->words_before[i + 1]);
    if (reason == PITH_REASON_NAVIGATION || before < value(f, PITH_THRESHOLD_SECTION_WORDS))
        return false;
    return before >= needed_share(f, i, reason) * (before + after);
}

/* Drops what is left of lines [from, to); the first is the cue that says so. */
static void drop(const finder *f, uint32_t from, uint32_t to, pith_reason reason, pith__rule rule) {
    for (uint32_t i = from; i < to; i++) {
        if (f->page->blocks[i].reason == PITH_REASON_KEPT)
            pith__decide(f->page, i, reason, rule, from);
    }
}

/* A table of contents counts only above most of the text. It takes the lines with it that stand
   again below, as headings. */
static void drop_contents(const finder *f, uint32_t i) {
    if (f->words_before[i] * 2 > f->words_before[f->count])
        return;
    uint32_t end = i + 1;
    while (end < f->count && end - i <= LONGEST_CONTENTS && f->lines[end].later != PITH_NONE)
        end++;
    drop(f, i, end, PITH_REASON_NAVIGATION, PITH_RULE_SECTION);
}

/* What goes with a cue that does not cut: the short lines below it, if running text comes after. */
static void drop_box(const finder *f, uint32_t i, pith_reason reason) {
    uint32_t most = pith__threshold_lines(f->heuristics, PITH_THRESHOLD_SECTION_LINES, LONGEST_BOX);
    uint32_t next = f->next_sentence[i];
    bool inside = (double)f->words_before[i] >= value(f, PITH_THRESHOLD_SECTION_WORDS) &&
                  next < f->count && next - i <= most;
    drop(f, i, inside ? next : i + 1, reason, PITH_RULE_SECTION);
}

void pith__dump_sections(
    pith__page *page, const pith__heuristics *heuristics, const pith__dump_line *lines) {
    uint32_t count = page->block_count;
    size_t places = (size_t)count + 1;
    finder f = {
        .page = page,
        .heuristics = heuristics,
        .lines = lines,
        .count = count,
        .next_sentence = pith__arena_array(page->arena, places, sizeof(uint32_t)),
        .next_pair = pith__arena_array(page->arena, places, sizeof(uint32_t)),
        .next_unit = pith__arena_array(page->arena, places, sizeof(uint32_t)),
        .words_before = pith__arena_array(page->arena, places, sizeof(uint64_t)),
        .all_before = pith__arena_array(page->arena, places, sizeof(uint64_t)),
        .known = pith__arena_array(page->arena, KNOWN_BITS / 64, sizeof(uint64_t)),
    };
    look_ahead(&f);
    for (uint32_t i = 0; i < count; i++) {
        pith_reason reason = cue_of(&f, i);
        if (reason == PITH_REASON_KEPT && f.next_unit[i] == i && f.next_unit[i + 1] < count)
            reason = PITH_REASON_RELATED;
        if (reason == PITH_REASON_KEPT) {
            if (is_text(&f, i))
                learn(&f, i);
        } else if (cuts(&f, i, reason)) {
            drop(&f, i, count, reason, PITH_RULE_CUT);
            break;
        } else if (reason == PITH_REASON_NAVIGATION) {
            drop_contents(&f, i);
        } else if (cue_of(&f, i) != PITH_REASON_KEPT) {
            drop_box(&f, i, reason);
        }
    }
}
