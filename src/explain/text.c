/*
 * text.c - explanations as a listing for a terminal.
 *
 *        1  0.02  - navigation  li      Home
 *                   Dropped as navigation: its probability 0.02 is under ...
 *        9  0.97  + kept        p       The council decided on Thursday ...
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../base/unicode.h"
#include "report.h"

enum {
    DEFAULT_COLUMNS = 100,
    FEWEST_COLUMNS = 40,
    MOST_COLUMNS = 1000,
    INDENT = 13,      /* Of what is said below a block. */
    TEXT_COLUMN = 35, /* Where the text of a block begins. */
};

/* Select Graphic Rendition (ECMA-48, 8.3.117). */
#define BOLD "1"
#define DIM "2"
#define RED "31"
#define GREEN "32"
#define YELLOW "33"
#define CYAN "36"

typedef struct listing {
    pith__buffer *out;
    unsigned columns;
    bool color;
} listing;

static listing listing_of(pith__buffer *out, const pith_explain_options *options) {
    unsigned columns = options->columns == 0 ? DEFAULT_COLUMNS : options->columns;
    columns = columns < FEWEST_COLUMNS ? FEWEST_COLUMNS : columns;
    return (listing){out, columns > MOST_COLUMNS ? MOST_COLUMNS : columns, options->color};
}

static void say(const listing *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(const listing *l, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0)
        pith__buffer_add(
            l->out, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

/* With two decimals and a point in every locale. */
static void say_number(const listing *l, const char *format, double value) {
    char text[64];
    snprintf(text, sizeof text, format, value);
    char *comma = strchr(text, ',');
    if (comma != NULL)
        *comma = '.';
    pith__buffer_add_str(l->out, pith__str_of(text));
}

static void begin_color(const listing *l, const char *code) {
    if (l->color)
        say(l, "\x1b[%sm", code);
}

static void end_color(const listing *l) {
    if (l->color)
        say(l, "\x1b[0m");
}

/* ---- Text of the page ------------------------------------------------------------------------ */

/* One character as it may be shown: line breaks and tabs as a blank, controls not at all. */
static void say_character(const listing *l, uint32_t c) {
    if (c == '\n' || c == '\t')
        pith__buffer_add_byte(l->out, ' ');
    else if (!pith__is_control(c))
        pith__utf8_append(l->out, c);
}

/* As much of a text as fits into so many columns, on one line. */
static void say_cut(const listing *l, pith__str text, unsigned columns) {
    static const char dots[] = "...";
    const char *end = text.data + text.length;
    unsigned width = 0;
    for (const char *p = text.data; p < end && width <= columns;)
        width += (unsigned)pith__columns(pith__utf8_next(&p, end));
    bool cut = width > columns;
    unsigned room = cut ? columns - (unsigned)(sizeof dots - 1) : columns;
    width = 0;
    for (const char *p = text.data; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        width += (unsigned)pith__columns(c);
        if (width > room)
            break;
        say_character(l, c);
    }
    if (cut)
        pith__buffer_add_str(l->out, PITH_STR(dots));
}

/* A text in lines of the listing's width, each after so many blanks, broken at blanks. */
static void say_wrapped(const listing *l, pith__str text, unsigned indent, const char *color) {
    unsigned room = l->columns - indent;
    while (text.length > 0) {
        const char *end = text.data + text.length, *p = text.data, *last = NULL;
        unsigned width = 0;
        while (p < end && width <= room) {
            if (*p == ' ')
                last = p;
            const char *next = p;
            width += (unsigned)pith__columns(pith__utf8_next(&next, end));
            if (width > room)
                break;
            p = next;
        }
        if (p < end && last != NULL && last > text.data)
            p = last;
        if (p == text.data) /* A character wider than the room. */
            pith__utf8_next(&p, end);
        say(l, "%*s", (int)indent, "");
        begin_color(l, color);
        for (const char *c = text.data; c < p;)
            say_character(l, pith__utf8_next(&c, p));
        end_color(l);
        say(l, "\n");
        while (p < end && *p == ' ')
            p++;
        text = pith__str_slice(text, (size_t)(p - text.data), text.length);
    }
}

/* A listing of its own for a line that is to be wrapped when it is complete. */
static listing line_of(const listing *l, pith__buffer *line) {
    pith__buffer_init(line, l->out->arena, 8192);
    return (listing){line, l->columns, false};
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static const char *short_kind(const pith_block *block, char text[16]) {
    static const char *const names[] = {"p", NULL, "li", "row", "pre", "quote", "cap"};
    if (block->kind == PITH_BLOCK_HEADING && block->level > 0)
        snprintf(text, 16, "h%d", block->level);
    else if ((size_t)block->kind < sizeof names / sizeof *names && names[block->kind] != NULL)
        snprintf(text, 16, "%s", names[block->kind]);
    else
        snprintf(text, 16, "%s", block->kind == PITH_BLOCK_HEADING ? "h" : "");
    return text;
}

static void say_block(const listing *l, const pith_block *block,
    const pith_block_explanation *explanation, size_t number, char mark) {
    const char *color = explanation->uncertain ? YELLOW : block->kept ? GREEN : DIM;
    say(l, "%5zu  ", number);
    begin_color(l, color);
    say_number(l, "%.2f", explanation->probability);
    char kind[16];
    say(l, " %c%c %-12s %-5s ", mark, explanation->uncertain ? '?' : ' ',
        pith_reason_name(block->reason), short_kind(block, kind));
    say_cut(l, (pith__str){block->text, block->length}, l->columns - TEXT_COLUMN);
    end_color(l);
    say(l, "\n");
}

static size_t count_if(const pith_article *article, bool uncertain) {
    size_t count = 0;
    for (size_t i = 0; i < article->block_count; i++)
        count += uncertain ? article->explanation->blocks[i].uncertain : article->blocks[i].kept;
    return count;
}

static void say_name(const listing *l, const pith_explain_options *options) {
    begin_color(l, BOLD);
    say_cut(l, pith__str_of(options->name != NULL ? options->name : "page"), l->columns);
    end_color(l);
    say(l, "\n");
}

void pith__explain_text(
    pith__buffer *out, const pith_article *article, const pith_explain_options *options) {
    listing l = listing_of(out, options);
    const pith_explanation *explanation = article->explanation;
    say_name(&l, options);
    pith__buffer line;
    listing inner = line_of(&l, &line);
    say(&inner, "%s, %zu blocks, %zu kept, %zu uncertain",
        article->kind == PITH_KIND_HTML ? "HTML" : "text dump", article->block_count,
        count_if(article, false), count_if(article, true));
    for (size_t i = 0; i < explanation->type_count && i < 2; i++) {
        say(&inner, "%s%s ", i == 0 ? "; " : ", ", explanation->types[i].name);
        say_number(&inner, "%.2f", explanation->types[i].probability);
    }
    say_wrapped(&l, pith__buffer_str(&line), 0, "0");
    say_wrapped(&l, pith__str_of(explanation->threshold_words), 0, DIM);
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        say(&l, "\n");
        say_block(&l, block, &explanation->blocks[i], i + 1, block->kept ? '+' : '-');
        say_wrapped(&l, pith__str_of(explanation->blocks[i].path), INDENT, DIM);
        say_wrapped(&l, pith__str_of(explanation->blocks[i].words), INDENT, DIM);
    }
}

/* ---- Changes --------------------------------------------------------------------------------- */

static void say_side(
    const listing *l, const char *side, const pith_article *article, uint32_t index) {
    pith__buffer line;
    line_of(l, &line);
    pith__buffer_add_str(&line, pith__str_of(side));
    if (index == UINT32_MAX)
        pith__buffer_add_str(&line, PITH_STR("The page has no such block."));
    else
        pith__buffer_add_str(&line, pith__str_of(article->explanation->blocks[index].words));
    say_wrapped(l, pith__buffer_str(&line), INDENT, DIM);
}

static void say_findings(const listing *l, const pith_block_explanation *from,
    const pith_block_explanation *other, const char *what) {
    for (size_t i = 0; i < from->finding_count; i++) {
        const pith_finding *finding = &from->findings[i];
        if (pith__has_finding(other, finding))
            continue;
        pith__buffer line;
        listing inner = line_of(l, &line);
        say(&inner, "%s: %s \"%.200s\"", what, pith__finding_kind_name(finding->kind),
            finding->text);
        if (finding->group != NULL)
            say(&inner, " (%s)", finding->group);
        say(&inner, ", %.200s", finding->file);
        if (finding->line > 0)
            say(&inner, ":%u", finding->line);
        say_wrapped(l, pith__buffer_str(&line), INDENT, CYAN);
    }
}

static void say_shifts(
    const listing *l, const pith_block_explanation *before, const pith_block_explanation *after) {
    pith__shift shifts[PITH_SHIFTS];
    size_t count = pith__shifts(before, after, shifts);
    if (count == 0)
        return;
    pith__buffer line;
    listing inner = line_of(l, &line);
    say(&inner, "moved:");
    for (size_t i = 0; i < count; i++) {
        say(&inner, "%s %s", i == 0 ? "" : ",", shifts[i].name);
        say_number(&inner, " %+.2f", shifts[i].before);
        say_number(&inner, " to %+.2f", shifts[i].after);
    }
    say_wrapped(l, pith__buffer_str(&line), INDENT, DIM);
}

static void say_change(const listing *l, const pith__comparison *c, const pith__pair *pair) {
    static const char marks[] = {' ', '+', '-', '~'};
    bool here = pair->after != UINT32_MAX;
    const pith_article *article = here ? c->after : c->before;
    uint32_t index = here ? pair->after : pair->before;
    say(l, "\n");
    say_block(l, &article->blocks[index], &article->explanation->blocks[index], index + (size_t)1,
        marks[pair->change]);
    say_side(l, "before: ", c->before, pair->before);
    say_side(l, "after:  ", c->after, pair->after);
    if (!here || pair->before == UINT32_MAX)
        return;
    const pith_block_explanation *before = &c->before->explanation->blocks[pair->before];
    const pith_block_explanation *after = &c->after->explanation->blocks[pair->after];
    say_findings(l, before, after, "gone");
    say_findings(l, after, before, "new");
    say_shifts(l, before, after);
}

static void say_counts(const listing *l, const pith_explain_totals *totals) {
    say(l, "%zu gained (%zu words), %zu lost (%zu words), %zu with another reason", totals->gained,
        totals->gained_words, totals->lost, totals->lost_words, totals->renamed);
}

void pith__explain_text_changes(
    pith__buffer *out, const pith__comparison *comparison, const pith_explain_options *options) {
    const pith_explain_totals *totals = &comparison->totals;
    listing l = listing_of(out, options);
    if (totals->gained + totals->lost + totals->renamed == 0)
        return; /* What did not change is in the totals. */
    say_name(&l, options);
    pith__buffer line;
    listing inner = line_of(&l, &line);
    say_counts(&inner, totals);
    say_number(&inner, "; threshold %.2f", comparison->before->explanation->threshold);
    say_number(&inner, " to %.2f", comparison->after->explanation->threshold);
    say_wrapped(&l, pith__buffer_str(&line), 0, "0");
    for (size_t i = 0; i < comparison->count; i++) {
        if (comparison->pairs[i].change != PITH_CHANGE_NONE)
            say_change(&l, comparison, &comparison->pairs[i]);
    }
    say(&l, "\n");
}

void pith__explain_text_totals(
    pith__buffer *out, const pith_explain_totals *totals, const pith_explain_options *options) {
    listing l = listing_of(out, options);
    pith__buffer line;
    listing inner = line_of(&l, &line);
    say(&inner, "%zu of %zu pages changed: ", totals->pages_changed, totals->pages);
    say_counts(&inner, totals);
    say(&inner, ", of %zu blocks; %zu kept before, %zu after", totals->blocks, totals->kept_before,
        totals->kept_after);
    say_wrapped(&l, pith__buffer_str(&line), 0, BOLD);
}
