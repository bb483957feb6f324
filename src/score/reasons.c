#include "reasons.h"

#include <string.h>

#include "../html/dom.h"
#include "../html/labels.h"
#include "density.h"

/* ---- Elements -------------------------------------------------------------------------------- */

/* Groups whose elements are debris, most telling first. */
static const struct {
    pith__class_group group;
    pith_reason reason;
} debris_groups[] = {
    {PITH_CLASS_COOKIES, PITH_REASON_COOKIES},
    {PITH_CLASS_NEWSLETTER, PITH_REASON_NEWSLETTER},
    {PITH_CLASS_COMMENTS, PITH_REASON_COMMENTS},
    {PITH_CLASS_SHARE, PITH_REASON_SHARE},
    {PITH_CLASS_RELATED, PITH_REASON_RELATED},
    {PITH_CLASS_ADVERTISING, PITH_REASON_ADVERTISING},
    {PITH_CLASS_NAVIGATION, PITH_REASON_NAVIGATION},
    {PITH_CLASS_FOOTER, PITH_REASON_FOOTER},
    {PITH_CLASS_SIDEBAR, PITH_REASON_SIDEBAR},
    {PITH_CLASS_LOGIN, PITH_REASON_INTERFACE},
    {PITH_CLASS_BYLINE, PITH_REASON_BYLINE},
    {PITH_CLASS_CAPTION, PITH_REASON_CAPTION_CREDIT},
};

static pith_reason reason_of_tag(unsigned tag) {
    switch (tag) {
    case GUMBO_TAG_NAV:
        return PITH_REASON_NAVIGATION;
    case GUMBO_TAG_FOOTER:
        return PITH_REASON_FOOTER;
    case GUMBO_TAG_ASIDE:
        return PITH_REASON_SIDEBAR;
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_FIELDSET:
        return PITH_REASON_INTERFACE;
    case GUMBO_TAG_FIGCAPTION:
        return PITH_REASON_CAPTION_CREDIT;
    default:
        return PITH_REASON_KEPT;
    }
}

static pith_reason reason_of_role(const char *role) {
    static const struct {
        const char *role;
        pith_reason reason;
    } roles[] = {
        {"navigation", PITH_REASON_NAVIGATION},
        {"banner", PITH_REASON_NAVIGATION},
        {"contentinfo", PITH_REASON_FOOTER},
        {"complementary", PITH_REASON_SIDEBAR},
        {"search", PITH_REASON_INTERFACE},
        {"menu", PITH_REASON_NAVIGATION},
        {"menubar", PITH_REASON_NAVIGATION},
        {"toolbar", PITH_REASON_INTERFACE},
        {"dialog", PITH_REASON_COOKIES},
        {"alertdialog", PITH_REASON_COOKIES},
    };
    for (size_t i = 0; role != NULL && i < sizeof roles / sizeof *roles; i++) {
        if (strcmp(role, roles[i].role) == 0)
            return roles[i].reason;
    }
    return PITH_REASON_KEPT;
}

static pith_reason own_reason(const pith__page *page, const pith__element *element) {
    const pith__label *label = pith__label_of(page, element->node);
    pith_reason reason = reason_of_tag(element->tag);
    if (reason == PITH_REASON_KEPT)
        reason = reason_of_role(label->parts[PITH_LABEL_ROLE].data);
    if (reason != PITH_REASON_KEPT)
        return reason;
    pith__class_set groups = label->groups;
    if ((groups & PITH_CLASS_BIT(PITH_CLASS_CONTENT)) != 0)
        groups &= PITH_CLASS_BIT(PITH_CLASS_COMMENTS) | PITH_CLASS_BIT(PITH_CLASS_RELATED) |
                  PITH_CLASS_BIT(PITH_CLASS_FOOTER) | PITH_CLASS_BIT(PITH_CLASS_SHARE) |
                  PITH_CLASS_BIT(PITH_CLASS_BYLINE);
    for (size_t i = 0; groups != 0 && i < sizeof debris_groups / sizeof *debris_groups; i++) {
        if ((groups & PITH_CLASS_BIT(debris_groups[i].group)) != 0)
            return debris_groups[i].reason;
    }
    return PITH_REASON_KEPT;
}

/*
 * Reasons by element, inherited; an element with more than the threshold's share of the page's
 * running text is no debris, whatever it is called.
 */
static pith_reason *judge_elements(
    const pith__page *page, const pith__heuristics *heuristics, uint32_t *from) {
    const pith__density *sums = pith__densities(page, heuristics);
    double most =
        pith__threshold_value(heuristics, PITH_THRESHOLD_DEBRIS_SHARE) * (double)sums[0].long_words;
    pith_reason *reasons = pith__arena_array(page->arena, page->element_count, sizeof *reasons);
    for (uint32_t e = 1; e < page->element_count; e++) {
        const pith__element *element = &page->elements[e];
        reasons[e] = reasons[element->parent];
        from[e] = from[element->parent];
        if (reasons[e] == PITH_REASON_KEPT && (double)sums[e].long_words <= most) {
            reasons[e] = own_reason(page, element);
            if (reasons[e] == PITH_REASON_KEPT && element->hidden != 0)
                reasons[e] = PITH_REASON_HIDDEN;
            from[e] = reasons[e] == PITH_REASON_KEPT ? PITH_NONE : e;
        }
    }
    return reasons;
}

/* ---- Lines ---------------------------------------------------------------------------------- */

/* Groups of phrases that speak of a single line, and the reason they give. */
static const struct {
    pith__phrase_group group;
    pith_reason reason;
} line_groups[] = {
    {PITH_PHRASE_LINE_COOKIES, PITH_REASON_COOKIES},
    {PITH_PHRASE_LINE_NEWSLETTER, PITH_REASON_NEWSLETTER},
    {PITH_PHRASE_LINE_SHARE, PITH_REASON_SHARE},
    {PITH_PHRASE_LINE_RELATED, PITH_REASON_RELATED},
    {PITH_PHRASE_LINE_ADVERTISING, PITH_REASON_ADVERTISING},
    {PITH_PHRASE_LINE_COMMENTS, PITH_REASON_COMMENTS},
    {PITH_PHRASE_LINE_FOOTER, PITH_REASON_FOOTER},
    {PITH_PHRASE_LINE_NAVIGATION, PITH_REASON_NAVIGATION},
    {PITH_PHRASE_LINE_INTERFACE, PITH_REASON_INTERFACE},
    {PITH_PHRASE_LINE_BYLINE, PITH_REASON_BYLINE},
    {PITH_PHRASE_LINE_DATE, PITH_REASON_BYLINE},
    {PITH_PHRASE_LINE_CAPTION, PITH_REASON_CAPTION_CREDIT},
};

static pith_reason reason_of_phrases(pith__phrase_set phrases) {
    for (size_t i = 0; phrases != 0 && i < sizeof line_groups / sizeof *line_groups; i++) {
        if ((phrases & PITH_PHRASE_BIT(line_groups[i].group)) != 0)
            return line_groups[i].reason;
    }
    return PITH_REASON_KEPT;
}

/* Whether a line is nothing but numbers and names of months: a date, a time of day, a count. */
static bool is_stamp(const pith__heuristics *heuristics, const pith__block *block) {
    enum { MOST_WORDS = 6 };
    if (block->kind != PITH_BLOCK_PARAGRAPH || block->words.count > MOST_WORDS)
        return false;
    for (size_t i = 0; i < block->words.count; i++) {
        pith__word word = block->words.items[i];
        if (!word.digits && pith__month_of(heuristics, word) == 0)
            return false;
    }
    return true;
}

/*
 * A block repeats the title when it is made of the same words; "Re:" and the like before them, a
 * word or two, do not count.
 */
static bool is_title(const pith__block *block, pith__words title) {
    enum { MOST_BEFORE = 1, FEWEST_WORDS = 3 };
    if (title.count == 0 || block->words.count < title.count ||
        block->words.count > title.count + MOST_BEFORE)
        return false;
    size_t before = block->words.count - title.count;
    if (before > 0 && title.count < FEWEST_WORDS)
        return false;
    for (size_t i = 0; i < title.count; i++) {
        if (title.items[i].hash != block->words.items[before + i].hash)
            return false;
    }
    return true;
}

/* The reason that a section has which this heading opens. */
static pith_reason reason_of_section(pith__phrase_set phrases) {
    if ((phrases & PITH_PHRASE_BIT(PITH_PHRASE_SECTION_RELATED)) != 0)
        return PITH_REASON_RELATED;
    if ((phrases & PITH_PHRASE_BIT(PITH_PHRASE_SECTION_COMMENTS)) != 0)
        return PITH_REASON_COMMENTS;
    if ((phrases & PITH_PHRASE_BIT(PITH_PHRASE_SECTION_PROMOTION)) != 0)
        return PITH_REASON_ADVERTISING;
    if ((phrases & PITH_PHRASE_BIT(PITH_PHRASE_SECTION_AUTHOR)) != 0)
        return PITH_REASON_BYLINE;
    if ((phrases & PITH_PHRASE_BIT(PITH_PHRASE_SECTION_CONTENTS)) != 0)
        return PITH_REASON_NAVIGATION;
    return PITH_REASON_KEPT;
}

/*
 * A cue such as "Related articles" makes debris of what follows it inside the same container: under
 * a heading, up to the next heading of its level; else up to the next running text.
 */
static void mark_section(const pith__page *page, const pith__heuristics *heuristics,
    pith__reasons *reasons, uint32_t cue, pith_reason reason) {
    const pith__block *head = &page->blocks[cue];
    uint32_t box = head->container;
    /* Containers that hold the cue alone are looked through. */
    while (box > 0 && cue + 1 < page->block_count &&
           !pith__is_inside(page, page->blocks[cue + 1].element, box))
        box = page->elements[box].parent;
    if (box == 0)
        return;
    for (uint32_t i = cue; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        bool heading = head->kind == PITH_BLOCK_HEADING;
        if (!pith__is_inside(page, block->element, box))
            break;
        if (i > cue && block->kind == PITH_BLOCK_HEADING &&
            (!heading || block->level <= head->level))
            break;
        if (i > cue && !heading && pith__is_long(heuristics, block))
            break;
        if (reasons->section[i] == PITH_REASON_KEPT) {
            reasons->section[i] = reason;
            reasons->section_from[i] = cue;
        }
    }
}

pith__reasons pith__reasons_of(pith__page *page, const pith__heuristics *heuristics) {
    pith__arena *arena = page->arena;
    uint32_t count = page->block_count;
    pith__reasons reasons = {pith__arena_array(arena, count, sizeof(pith_reason)),
        pith__arena_array(arena, count, sizeof(pith_reason)),
        pith__arena_array(arena, count, sizeof(pith_reason)),
        pith__arena_array(arena, count, sizeof(bool)),
        pith__arena_array(arena, page->element_count, sizeof(uint32_t)),
        pith__arena_array(arena, count, sizeof(uint32_t))};
    reasons.element_from[0] = PITH_NONE;
    for (uint32_t i = 0; i < count; i++)
        reasons.section_from[i] = PITH_NONE;
    const pith_reason *elements = judge_elements(page, heuristics, reasons.element_from);
    pith__words title = pith__words_of(arena, pith__str_of(page->metadata.title));
    double cue = pith__threshold_value(heuristics, PITH_THRESHOLD_CUE_WORDS);
    for (uint32_t i = 0; i < count; i++) {
        const pith__block *block = &page->blocks[i];
        reasons.element[i] = elements[block->element];
        reasons.title[i] = is_title(block, title);
        if ((double)block->weight > cue)
            continue;
        pith__phrase_set phrases = pith__phrases_match(heuristics, block->words);
        reasons.line[i] = reason_of_phrases(phrases);
        if (reasons.line[i] == PITH_REASON_KEPT && is_stamp(heuristics, block))
            reasons.line[i] = PITH_REASON_BYLINE;
        pith_reason section = reason_of_section(phrases);
        /* A cue inside a section that is marked already has nothing to add. */
        if (section != PITH_REASON_KEPT && reasons.section[i] == PITH_REASON_KEPT)
            mark_section(page, heuristics, &reasons, i, section);
    }
    return reasons;
}

pith_reason pith__reason_of(const pith__page *page, const pith__reasons *reasons, uint32_t index) {
    if (reasons->title[index])
        return PITH_REASON_TITLE;
    if (reasons->line[index] != PITH_REASON_KEPT)
        return reasons->line[index];
    if (reasons->element[index] != PITH_REASON_KEPT)
        return reasons->element[index];
    if (reasons->section[index] != PITH_REASON_KEPT)
        return reasons->section[index];
    return pith__link_density(&page->blocks[index]) >= 0.5 ? PITH_REASON_LINKS
                                                           : PITH_REASON_OUTSIDE;
}
