/* dump_features_line.c - what a line looks like by itself, and what the rules say of it. */
#include <math.h>

#include "../base/unicode.h"
#include "dates_in_text.h"
#include "dump_features_internal.h"

enum {
    SIGN_BYTES = 20000,  /* Bytes of a line whose signs are looked at. */
    LONGEST_MARK = 16,   /* Words of a line that heads a comment. */
    LONGEST_COUNTED = 9, /* Signs of a kind; more say nothing more. */
};

/* ---- Signs ----------------------------------------------------------------------------------- */

static bool is_currency(uint32_t c) {
    return c == '$' || c == 0xA3 || c == 0xA5 || (c >= 0x20A0 && c <= 0x20C0);
}

static bool is_separator(uint32_t c) {
    return c == '|' || c == '>' || c == '/' || c == 0xBB || c == 0x203A || c == 0xB7 ||
           c == 0x2022 || c == 0x2192 || (c >= 0x2500 && c <= 0x257F);
}

static bool is_code(uint32_t c) {
    return c == '{' || c == '}' || c == ';' || c == '=' || c == '<' || c == '\\';
}

static bool is_plain_sign(uint32_t c) {
    return c == '.' || c == ',' || c == '\'' || c == '"' || c == '-' || c == 0x2019 ||
           c == 0x201C || c == 0x201D || c == 0x3001 || c == 0x3002 || c == 0xFF0C;
}

/* Takes in a character; `one` and `two` are those before it, nearest first. */
static void read_sign(line_signs *s, uint32_t c, uint32_t one, uint32_t two) {
    bool decimal = pith__is_decimal(c);
    s->digits += decimal;
    s->prices +=
        (decimal && (is_currency(one) || (one == ' ' && is_currency(two)))) ||
        (is_currency(c) && (pith__is_decimal(one) || (one == ' ' && pith__is_decimal(two))));
    s->clocks += decimal && one == ':' && pith__is_decimal(two);
    if (decimal)
        return;
    if (pith__is_word(c)) {
        s->letters = true;
        s->joins += pith__is_lower(one) && pith__is_upper(c);
        return;
    }
    if (pith__is_blank(c))
        return;
    s->symbols += !is_plain_sign(c);
    s->separators += is_separator(c);
    s->code += is_code(c) || (c == ')' && one == '(');
    s->questions += c == '?' || c == 0xFF1F;
    s->exclamations += c == '!' || c == 0xFF01;
    s->quotes += c == '"' || c == 0x201C || c == 0xAB || c == 0x201E || c == 0x300C;
    s->addresses += c == '@' || (c == '/' && one == '/' && two == ':');
}

/* The characters that say nothing once there was a letter: small letters, blanks and plain signs of
   ASCII. Most characters are of these. */
/* clang-format off */
#define N true
static const bool says_nothing[256] = {
    [' '] = N, [','] = N, ['-'] = N, ['.'] = N, ['\''] = N,
    ['a'] = N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
};
#undef N
/* clang-format on */

static line_signs signs_of(pith__str text) {
    line_signs s = {0};
    const char *end = text.data + (text.length > SIGN_BYTES ? SIGN_BYTES : text.length);
    uint32_t one = 0, two = 0;
    for (const char *p = text.data; p < end;) {
        const char *from = p;
        while (s.letters && p < end && says_nothing[(unsigned char)*p])
            p++;
        if (p > from) {
            two = p - from > 1 ? (uint32_t)(unsigned char)p[-2] : one;
            one = (unsigned char)p[-1];
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        if (one == 0)
            s.first = c;
        read_sign(&s, c, one, two);
        two = one;
        one = c;
    }
    return s;
}

/* 1: small letter, 2: capital, 3: digit, 4: opening quote, 5: bracket, 0: anything else. */
static int start_of(uint32_t c) {
    if (pith__is_lower(c))
        return 1;
    if (pith__is_upper(c))
        return 2;
    if (pith__is_decimal(c))
        return 3;
    if (c == '"' || c == '\'' || c == 0x201C || c == 0x2018 || c == 0xAB || c == 0x201E ||
        c == 0x300C)
        return 4;
    return c == '[' || c == '(' || c == '{' || c == '<' ? 5 : 0;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Lines that stand above or below what a reader wrote: "Reply", "Ann Lee says:", "5 minutes ago".
 */
static bool is_mark(const pith__dump_line *line, const line_facts *facts) {
    if (line->words > LONGEST_MARK || line->phrases == 0)
        return false;
    return pith__line_says(line, PITH_PHRASE_LINE_COMMENTS) ||
           (pith__line_says(line, PITH_PHRASE_LINE_DATE) && !line->ends) ||
           (facts->date && facts->signs.clocks > 0 && !line->ends);
}

void pith__dump_line_facts(dump_context *context) {
    for (uint32_t i = 0; i < context->count; i++) {
        const pith__block *block = &context->page->blocks[i];
        line_facts *facts = &context->facts[i];
        facts->signs = signs_of(block->text);
        facts->personal = context->lines[i].personal;
        for (size_t w = 0; w < block->words.count; w++)
            facts->upper += block->words.items[w].all_upper;
        facts->date = facts->signs.clocks > 0 ||
                      (facts->signs.digits > 0 && pith__has_date(context->heuristics, block)) ||
                      pith__line_says(&context->lines[i], PITH_PHRASE_LINE_DATE);
        facts->mark = is_mark(&context->lines[i], facts);
    }
}

/* ---- Columns --------------------------------------------------------------------------------- */

static double share(double part, double whole) {
    return part / (whole > 1 ? whole : 1);
}

void pith__dump_put_near(const dump_context *context, uint32_t index, pith__row *row) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_DUMP_NEAR_MAP(PITH_X)};
#undef PITH_X
    const pith__block *block = &context->page->blocks[index];
    const pith__dump_line *line = &context->lines[index];
    const line_facts *facts = &context->facts[index];
    double words = (double)block->words.count;
    const double values[PITH_DUMP_NEAR_COUNT] = {
        [PITH_DUMP_NEAR_WORDS] = pith__log_of(context, line->words),
        [PITH_DUMP_NEAR_SENTENCE] = line->sentence,
        [PITH_DUMP_NEAR_ENDS] = line->ends,
        [PITH_DUMP_NEAR_CALLS] = pith__clip(line->calls, LONGEST_COUNTED),
        [PITH_DUMP_NEAR_STOP_SHARE] = share(line->stop_words, words),
        [PITH_DUMP_NEAR_CAPITAL_SHARE] = share(line->capitals, words),
        [PITH_DUMP_NEAR_DIGIT_SHARE] = share(facts->signs.digits, block->characters),
        [PITH_DUMP_NEAR_COLON] = line->colon,
        [PITH_DUMP_NEAR_BULLET] = block->kind == PITH_BLOCK_LIST_ITEM,
        [PITH_DUMP_NEAR_DATE] = facts->date,
        [PITH_DUMP_NEAR_COPIES] = pith__clip(facts->copies, LONGEST_COUNTED),
        [PITH_DUMP_NEAR_RULE] = line->rule,
        [PITH_DUMP_NEAR_CORE_WORDS] = (double)facts->core_words,
        [PITH_DUMP_NEAR_FREQUENT_SHARE] = (double)facts->frequent_share,
        [PITH_DUMP_NEAR_CORE] = index >= context->runs[0].first && index < context->runs[0].end,
    };
    for (int i = 0; i < PITH_DUMP_NEAR_COUNT; i++)
        pith__put(row, names[i], values[i]);
}

static void put_signs(const dump_context *context, uint32_t index, pith__row *row) {
    const pith__block *block = &context->page->blocks[index];
    const line_signs *s = &context->facts[index].signs;
    double characters = block->characters;
    pith__put(row, "symbol_share", share(s->symbols, characters));
    pith__put(row, "separators", pith__clip(s->separators, LONGEST_COUNTED));
    pith__put(row, "addresses", pith__clip(s->addresses, LONGEST_COUNTED));
    pith__put(row, "prices", pith__clip(s->prices, LONGEST_COUNTED));
    pith__put(row, "clock", s->clocks > 0);
    pith__put(row, "code", pith__clip(s->code, LONGEST_COUNTED));
    pith__put(row, "cells", pith__clip(block->cells, LONGEST_COUNTED));
    pith__put(row, "joins", pith__clip(s->joins, LONGEST_COUNTED));
    pith__put(row, "questions", pith__clip(s->questions, LONGEST_COUNTED));
    pith__put(row, "exclamations", pith__clip(s->exclamations, LONGEST_COUNTED));
    pith__put(row, "quotes", pith__clip(s->quotes, LONGEST_COUNTED));
    pith__put(row, "start", start_of(s->first));
    pith__put(row, "letters", s->letters);
}

static void put_phrases(const dump_context *context, uint32_t index, pith__row *row) {
#define PITH_X(name, text) "phrase_" text,
    static const char *const names[] = {PITH_PHRASE_MAP(PITH_X)};
#undef PITH_X
    pith__phrase_set phrases = context->lines[index].phrases;
    for (int group = 0; group < PITH_PHRASE_CALL_TO_ACTION; group++)
        pith__put(row, names[group], (phrases >> group) & 1);
}

void pith__dump_put_line(const dump_context *context, uint32_t index, pith__row *row) {
    const pith__block *block = &context->page->blocks[index];
    const pith__dump_line *line = &context->lines[index];
    const line_facts *facts = &context->facts[index];
    double words = (double)block->words.count;
    pith__put(row, "characters", pith__log_of(context, block->characters));
    pith__put(row, "word_length", share(block->characters, words));
    pith__put(row, "relative_length", pith__clip(line->words / context->median_sentence, 20));
    pith__put(row, "length_rank", (double)context->rank[index]);
    pith__put(row, "sentence_ends", pith__clip(line->sentence_ends, LONGEST_COUNTED));
    pith__put(row, "commas", pith__clip(line->commas, LONGEST_COUNTED));
    pith__put(row, "comma_share", share(line->commas, words));
    pith__put(row, "stop_words", pith__clip(line->stop_words, 20));
    pith__put(row, "upper_share", share(facts->upper, words));
    pith__put(row, "call_share", share(line->calls, words));
    pith__put(row, "personal_share", share(facts->personal, words));
    pith__put(row, "comment_mark", facts->mark);
    pith__put(row, "kind", block->kind);
    put_signs(context, index, row);
    put_phrases(context, index, row);
}
