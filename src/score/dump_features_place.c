/* dump_features_place.c - where a line stands: position, layout, and what is around it. */
#include <math.h>
#include <stdlib.h>

#include "dump_features_internal.h"

enum {
    LONGEST = 60,       /* Words that a line counts at most in windows. */
    LONG_SENTENCE = 25, /* Words. */
    FARTHEST = 60,      /* Lines; farther is the same. */
    INDENTS = 256,      /* Indents that are told apart. */
    WIDEST_STEP = 20,   /* Columns. */
    MOST_GROUP = UINT16_MAX,
};

/* ---- Facts ----------------------------------------------------------------------------------- */

static void sum_lines(dump_context *context) {
    context->sums =
        pith__arena_array(context->page->arena, (size_t)context->count + 1, sizeof *context->sums);
    for (uint32_t i = 0; i < context->count; i++) {
        const pith__dump_line *line = &context->lines[i];
        const line_facts *facts = &context->facts[i];
        const pith__block *block = &context->page->blocks[i];
        const double added[SUMS] = {
            [SUM_WORDS] = line->words,
            [SUM_SHORTENED] = pith__clip(line->words, LONGEST),
            [SUM_SENTENCES] = line->sentence,
            [SUM_TEXT] = line->sentence ? line->words : 0,
            [SUM_ENDS] = line->ends,
            [SUM_CALLS] = line->calls,
            [SUM_DATES] = facts->date,
            [SUM_STOP_SHARE] =
                block->words.count == 0 ? 0 : (double)line->stop_words / (double)block->words.count,
            [SUM_COPIES] = facts->copies > 0,
            [SUM_BULLETS] = block->kind == PITH_BLOCK_LIST_ITEM,
            [SUM_PRICES] = facts->signs.prices > 0,
            [SUM_MARKS] = facts->mark,
            [SUM_PERSONAL] = facts->personal > 0,
            [SUM_EXCLAMATIONS] = facts->signs.exclamations > 0,
            [SUM_KEPT] = line->rule == PITH_LINE_RULE_KEPT ? line->words : 0,
        };
        for (int s = 0; s < SUMS; s++)
            context->sums[i + 1][s] = context->sums[i][s] + added[s];
    }
    context->total_words = fmax(1, context->sums[context->count][SUM_WORDS]);
    context->total_text = fmax(1, context->sums[context->count][SUM_TEXT]);
}

static void measure_distances(dump_context *context) {
    int32_t sentence = FARTHEST, far = FARTHEST;
    for (uint32_t i = 0; i < context->count; i++) {
        const pith__dump_line *line = &context->lines[i];
        context->facts[i].since_sentence = sentence;
        context->facts[i].since_long = far;
        sentence = line->sentence ? 1 : sentence + (sentence < FARTHEST);
        far = line->sentence && line->words >= LONG_SENTENCE ? 1 : far + (far < FARTHEST);
    }
    sentence = far = FARTHEST;
    for (uint32_t i = context->count; i-- > 0;) {
        const pith__dump_line *line = &context->lines[i];
        context->facts[i].to_sentence = sentence;
        context->facts[i].to_long = far;
        sentence = line->sentence ? 1 : sentence + (sentence < FARTHEST);
        far = line->sentence && line->words >= LONG_SENTENCE ? 1 : far + (far < FARTHEST);
    }
}

/* Groups of lines between blank ones; a page without blank lines, or with one behind each line, has
   none. */
static void find_groups(dump_context *context) {
    const pith__block *blocks = context->page->blocks;
    uint32_t blanks = 0, from = 0;
    for (uint32_t i = 1; i < context->count; i++)
        blanks += blocks[i].blank_before > 0;
    context->has_blanks = blanks > 0 && blanks + 1 < context->count;
    for (uint32_t i = 1; i <= context->count; i++) {
        if (i < context->count && blocks[i].blank_before == 0)
            continue;
        uint32_t lines = i - from;
        double words = context->sums[i][SUM_WORDS] - context->sums[from][SUM_WORDS];
        for (uint32_t k = from; k < i; k++) {
            context->facts[k].group_lines = (uint16_t)(lines < MOST_GROUP ? lines : MOST_GROUP);
            context->facts[k].group_words = (uint32_t)words;
        }
        from = i;
    }
}

static uint32_t indent_of(const dump_context *context, uint32_t line) {
    uint32_t indent = context->page->blocks[line].indent;
    return indent < INDENTS ? indent : INDENTS - 1;
}

static void measure_indents(dump_context *context) {
    double words[INDENTS] = {0};
    uint32_t main = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        if (context->lines[i].sentence)
            words[indent_of(context, i)] += context->lines[i].words;
        context->has_indents =
            context->has_indents || indent_of(context, i) != indent_of(context, 0);
    }
    for (uint32_t n = 1; n < INDENTS; n++)
        main = words[n] > words[main] ? n : main;
    context->main_indent = (int32_t)main;
    context->indent_share = pith__arena_array(context->page->arena, context->count, sizeof(float));
    for (uint32_t i = 0; i < context->count; i++)
        context->indent_share[i] = (float)(words[indent_of(context, i)] / context->total_text);
}

/* Lengths of lines by counting: how many lines are shorter, and the median of running text. */
static void rank_lengths(dump_context *context) {
    enum { LENGTHS = 1024 };
    uint32_t all[LENGTHS + 1] = {0}, text[LENGTHS + 1] = {0}, sentences = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        uint32_t words = context->lines[i].words;
        uint32_t length = words < LENGTHS ? words : LENGTHS - 1;
        all[length + 1]++;
        text[length + 1] += context->lines[i].sentence;
        sentences += context->lines[i].sentence;
    }
    context->median_sentence = 1;
    bool found = sentences == 0;
    for (uint32_t n = 1; n <= LENGTHS; n++) {
        all[n] += all[n - 1];
        text[n] += text[n - 1];
        if (!found && text[n] * 2 >= sentences) {
            context->median_sentence = n > 1 ? n - 1 : 1;
            found = true;
        }
    }
    context->rank = pith__arena_array(context->page->arena, context->count, sizeof(float));
    for (uint32_t i = 0; i < context->count; i++) {
        uint32_t words = context->lines[i].words;
        context->rank[i] =
            (float)all[words < LENGTHS ? words : LENGTHS - 1] / (float)context->count;
    }
}

void pith__dump_place_facts(dump_context *context) {
    sum_lines(context);
    measure_distances(context);
    find_groups(context);
    measure_indents(context);
    rank_lengths(context);
}

/* ---- Columns --------------------------------------------------------------------------------- */

static void put_position(const dump_context *context, uint32_t index, pith__row *row) {
    const double *before = context->sums[index], *until = context->sums[index + 1];
    const line_facts *facts = &context->facts[index];
    double count = context->count;
    pith__put(row, "position", index / count);
    pith__put(row, "words_before_share", before[SUM_WORDS] / context->total_words);
    pith__put(row, "text_before_share", before[SUM_TEXT] / context->total_text);
    pith__put(row, "lines_before", pith__log_of(context, index));
    pith__put(row, "lines_after", pith__log_of(context, count - 1 - index));
    pith__put(row, "words_before", pith__log_of(context, before[SUM_WORDS]));
    pith__put(row, "words_after", pith__log_of(context, context->total_words - until[SUM_WORDS]));
    pith__put(row, "text_before", pith__log_of(context, before[SUM_TEXT]));
    pith__put(row, "text_after",
        pith__log_of(context, context->sums[context->count][SUM_TEXT] - until[SUM_TEXT]));
    pith__put(row, "since_sentence", pith__log_of(context, facts->since_sentence));
    pith__put(row, "to_sentence", pith__log_of(context, facts->to_sentence));
    pith__put(row, "since_long", pith__log_of(context, facts->since_long));
    pith__put(row, "to_long", pith__log_of(context, facts->to_long));
}

static void put_layout(const dump_context *context, uint32_t index, pith__row *row) {
    const pith__block *block = &context->page->blocks[index];
    const line_facts *facts = &context->facts[index];
    bool blanks = context->has_blanks, indents = context->has_indents;
    bool last = index + 1 == context->count;
    pith__put(row, "blank_before", blanks ? pith__clip(block->blank_before, 3) : -1);
    pith__put(row, "blank_after", !blanks ? -1 : last ? 2 : pith__clip(block[1].blank_before, 3));
    pith__put(row, "group_lines", blanks ? pith__log_of(context, facts->group_lines) : -1);
    pith__put(row, "group_words", blanks ? pith__log_of(context, facts->group_words) : -1);
    int32_t indent = (int32_t)indent_of(context, index) - context->main_indent;
    int32_t above = index == 0 ? 0 : (int32_t)indent_of(context, index - 1) - context->main_indent;
    int32_t below = last ? 0 : (int32_t)indent_of(context, index + 1) - context->main_indent;
    const int32_t none = -99;
    pith__put(row, "indent", indents ? pith__clip(indent, WIDEST_STEP) : none);
    pith__put(row, "indent_share", indents ? (double)context->indent_share[index] : -1);
    pith__put(row, "indent_above", indents ? pith__clip(indent - above, WIDEST_STEP) : none);
    pith__put(row, "indent_below", indents ? pith__clip(indent - below, WIDEST_STEP) : none);
}

/* The sum over the lines [index - before, index + after], and their number. */
static double window(const dump_context *context, uint32_t index, uint32_t before, uint32_t after,
    int sum, double *lines) {
    uint32_t from = index > before ? index - before : 0;
    uint32_t to = context->count - index > after ? index + after + 1 : context->count;
    *lines = to - from;
    return context->sums[to][sum] - context->sums[from][sum];
}

static void put_mean(const dump_context *context, uint32_t index, uint32_t radius, int sum,
    const char *name, pith__row *row) {
    double lines, total = window(context, index, radius, radius, sum, &lines);
    pith__put(row, name, total / lines);
}

/* The sum over so many lines above or below, the line itself left out, by their full number. */
static void put_sides(const dump_context *context, uint32_t index, uint32_t radius, int sum,
    const char *above, const char *below, pith__row *row) {
    double lines, own = window(context, index, 0, 0, sum, &lines);
    pith__put(row, above, (window(context, index, radius, 0, sum, &lines) - own) / radius);
    pith__put(row, below, (window(context, index, 0, radius, sum, &lines) - own) / radius);
}

static void put_windows(const dump_context *context, uint32_t index, pith__row *row) {
    put_mean(context, index, 2, SUM_SHORTENED, "words_2", row);
    put_mean(context, index, 5, SUM_SHORTENED, "words_5", row);
    put_mean(context, index, 12, SUM_SHORTENED, "words_12", row);
    put_mean(context, index, 30, SUM_SHORTENED, "words_30", row);
    put_sides(context, index, 4, SUM_SHORTENED, "words_above_4", "words_below_4", row);
    put_sides(context, index, 12, SUM_SHORTENED, "words_above_12", "words_below_12", row);
    put_sides(context, index, 20, SUM_SENTENCES, "sentences_above_20", "sentences_below_20", row);
    put_mean(context, index, 20, SUM_KEPT, "kept_20", row);
    static const struct {
        int sum;
        const char *near, *far;
    } means[] = {
        {SUM_ENDS, "ends_3", "ends_10"},
        {SUM_CALLS, "calls_3", "calls_10"},
        {SUM_DATES, "dates_3", "dates_10"},
        {SUM_STOP_SHARE, "stop_share_3", "stop_share_10"},
        {SUM_COPIES, "copies_3", "copies_10"},
        {SUM_BULLETS, "bullets_3", "bullets_10"},
        {SUM_PRICES, "prices_3", "prices_10"},
        {SUM_MARKS, "marks_3", "marks_10"},
        {SUM_PERSONAL, "personal_3", "personal_10"},
        {SUM_EXCLAMATIONS, NULL, "exclamations_10"},
    };
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        if (means[i].near != NULL)
            put_mean(context, index, 3, means[i].sum, means[i].near, row);
        put_mean(context, index, 10, means[i].sum, means[i].far, row);
    }
}

void pith__dump_put_place(const dump_context *context, uint32_t index, pith__row *row) {
    put_position(context, index, row);
    put_layout(context, index, row);
    put_windows(context, index, row);
}
