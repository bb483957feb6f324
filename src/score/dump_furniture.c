#include "dump_furniture.h"

#include "../base/unicode.h"
#include "trace.h"

enum {
    SHORT_LINE = 4,       /* Words: a line that ends with a full stop may still be a mere label. */
    LONGEST_CAPTION = 40, /* Words. */
    LONGEST_CREDIT = 6,   /* Words behind the last sentence of a caption, or the copyright sign. */
    HEAD_LINES = 40,      /* A standfirst and its copy are not farther from each other. */
};

/* Groups of phrases that speak of a single line, and the reason they give. */
static const struct {
    pith__phrase_group group;
    pith_reason reason;
    bool label; /* Not in a sentence. */
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

static pith_reason reason_of_phrases(const pith__dump_line *line) {
    bool sentence = line->ends && line->words > SHORT_LINE;
    for (size_t i = 0; line->phrases != 0 && i < sizeof line_groups / sizeof *line_groups; i++) {
        if (pith__line_says(line, line_groups[i].group) && !(line_groups[i].label && sentence))
            return line_groups[i].reason;
    }
    return PITH_REASON_KEPT;
}

/* ---- Captions -------------------------------------------------------------------------------- */

/* Whether the line is a sentence and then names with a slash between them, or a copyright sign and
   then a name, without a full stop. */
static bool ends_with_credit(const pith__dump_line *line, const pith__block *block) {
    pith__words words = block->words;
    if (line->ends || line->words > LONGEST_CAPTION || words.count < 2)
        return false;
    uint32_t sign = pith__word_hash(PITH_STR("\xC2\xA9"));
    const char *text = block->text.data;
    size_t word = words.count - 1;
    bool slash = false;
    for (size_t credit = 0; credit < LONGEST_CREDIT && word > 0; credit++, word--) {
        if (words.items[word].hash == sign)
            return true;
        if (!words.items[word].starts_upper)
            return false;
        size_t from = words.items[word - 1].offset + words.items[word - 1].length;
        pith__str between = pith__str_slice(block->text, from, words.items[word].offset);
        if (pith__str_equal(between, PITH_STR("/")))
            slash = true;
        else if (between.length > 1 && text[from] == '.')
            return slash;
    }
    return false;
}

/* Whether a caption's line of its own, such as "Photo: Ann Lee", ends the line. */
static bool ends_with_label(
    const pith__heuristics *heuristics, const pith__dump_line *line, const pith__block *block) {
    pith__words words = block->words;
    if (line->ends || line->words > LONGEST_CAPTION)
        return false;
    for (size_t credit = 1; credit <= LONGEST_CREDIT && credit < words.count; credit++) {
        size_t label = words.count - credit - 1;
        const pith__word *item = &words.items[label];
        if (block->text.data[item->offset + item->length] != ':')
            continue;
        pith__words rest = {words.items + label, words.count - label};
        return (pith__phrases_match(heuristics, rest) &
                   PITH_PHRASE_BIT(PITH_PHRASE_LINE_CAPTION)) != 0;
    }
    return false;
}

/* Whether the line's words are the first words of another. */
static bool begins(const pith__block *block, const pith__block *other) {
    if (block->words.count == 0 || block->words.count > other->words.count)
        return false;
    for (size_t i = 0; i < block->words.count; i++) {
        if (block->words.items[i].hash != other->words.items[i].hash)
            return false;
    }
    return true;
}

/* ---- Standfirst ------------------------------------------------------------------------------ */

static bool byline_between(const pith__page *page, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++) {
        if (page->blocks[i].reason == PITH_REASON_BYLINE)
            return true;
    }
    return false;
}

/* Drops the running text above the byline that stands again below it. */
static void drop_standfirst(pith__page *page, const pith__dump_line *lines) {
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (page->blocks[i].reason != PITH_REASON_KEPT || !lines[i].sentence)
            continue;
        if (lines[i].later == PITH_NONE || lines[i].later - i > HEAD_LINES ||
            !byline_between(page, i, lines[i].later))
            return;
        pith__decide(page, i, PITH_REASON_DUPLICATE, PITH_RULE_DUPLICATE, lines[i].later);
    }
}

void pith__dump_furniture(
    pith__page *page, const pith__heuristics *heuristics, const pith__dump_line *lines) {
    for (uint32_t i = page->block_count; i-- > 0;) {
        const pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        pith_reason reason = reason_of_phrases(&lines[i]);
        if (reason != PITH_REASON_KEPT) {
            pith__decide(page, i, reason, PITH_RULE_FURNITURE, PITH_NONE);
            continue;
        }
        bool again = i + 1 < page->block_count && !lines[i].ends &&
                     block[1].reason == PITH_REASON_CAPTION_CREDIT && begins(block, &block[1]);
        if (again || ends_with_credit(&lines[i], block) ||
            ends_with_label(heuristics, &lines[i], block))
            pith__decide(page, i, PITH_REASON_CAPTION_CREDIT, PITH_RULE_CAPTION, PITH_NONE);
    }
    drop_standfirst(page, lines);
}
