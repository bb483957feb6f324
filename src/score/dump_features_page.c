/* dump_features_page.c - what kind of page a dump is of. */
#include <math.h>

#include "dump_features_internal.h"

enum { SHORT_WORDS = 8 }; /* A line with fewer words is short. */

typedef struct page_counts {
    double lines, questions, code, digits, characters, unspaced, words, joined, short_lines, blanks,
        indented, cells, addresses;
} page_counts;

static page_counts count(const dump_context *context) {
    page_counts counts = {.lines = context->count};
    for (uint32_t i = 0; i < context->count; i++) {
        const pith__block *block = &context->page->blocks[i];
        const line_facts *facts = &context->facts[i];
        counts.questions += facts->signs.questions > 0;
        counts.code += facts->signs.code > 1;
        counts.digits += facts->signs.digits;
        counts.characters += block->characters;
        counts.words += (double)block->words.count;
        counts.unspaced += block->words.count > 0 && block->words.items[0].unspaced;
        counts.joined += block->lines > 1;
        counts.short_lines += context->lines[i].words < SHORT_WORDS;
        counts.blanks += block->blank_before > 0;
        counts.indented += (int32_t)block->indent != context->main_indent;
        counts.cells += block->cells > 1;
        counts.addresses += facts->signs.addresses > 0;
    }
    return counts;
}

void pith__dump_put_page(const dump_context *context, pith__row *row) {
    page_counts c = count(context);
    const double *all = context->sums[context->count];
    core_run core = context->runs[0];
    double in_core = context->sums[core.end][SUM_TEXT] - context->sums[core.first][SUM_TEXT];
    pith__put(row, "page_lines", pith__log_of(context, c.lines));
    pith__put(row, "page_words", pith__log_of(context, all[SUM_WORDS]));
    pith__put(row, "page_text", all[SUM_TEXT] / context->total_words);
    pith__put(row, "page_sentences", pith__log_of(context, all[SUM_SENTENCES]));
    pith__put(row, "page_sentence_share", all[SUM_SENTENCES] / c.lines);
    pith__put(row, "page_median_sentence", context->median_sentence);
    pith__put(row, "page_core", in_core / context->total_text);
    pith__put(row, "page_kept", all[SUM_KEPT] / context->total_words);
    pith__put(row, "page_short_lines", c.short_lines / c.lines);
    pith__put(row, "page_bullets", all[SUM_BULLETS] / c.lines);
    pith__put(row, "page_prices", all[SUM_PRICES] / c.lines);
    pith__put(row, "page_dates", all[SUM_DATES] / c.lines);
    pith__put(row, "page_calls", all[SUM_CALLS] / c.lines);
    pith__put(row, "page_copies", all[SUM_COPIES] / c.lines);
    pith__put(row, "page_marks", all[SUM_MARKS] / c.lines);
    pith__put(row, "page_personal", all[SUM_PERSONAL] / c.lines);
    pith__put(row, "page_questions", c.questions / c.lines);
    pith__put(row, "page_code", c.code / c.lines);
    pith__put(row, "page_digits", c.digits / fmax(1, c.characters));
    pith__put(row, "page_stop_share", all[SUM_STOP_SHARE] / c.lines);
    pith__put(row, "page_unspaced", c.unspaced / c.lines);
    pith__put(row, "page_joined", c.joined / c.lines);
    pith__put(row, "page_blanks", context->has_blanks ? c.blanks / c.lines : -1);
    pith__put(row, "page_indented", context->has_indents ? c.indented / c.lines : -1);
    pith__put(row, "page_addresses", c.addresses / c.lines);
}
