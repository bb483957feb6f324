/*
 * html.c - which blocks of an HTML page are its article, by density and vocabulary.
 *
 * 1. Each element gets the groups that its name, role, class and id speak of.
 * 2. A block under an element of a debris group is debris, with that group as the reason - unless
 *    the element holds most of the page's running text: then its name misleads.
 * 3. The main part is the deepest element that holds most of the running text that is left.
 * 4. Blocks outside it are dropped; inside it links, cues, captions and what follows a heading
 *    such as "Related articles" are.
 *
 * After Weninger et al., "CETR" (WWW 2010) and Sun et al., "DOM Based Content Extraction via Text
 * Density" (SIGIR 2011), in what text density, link density and sums over containers mean.
 */
#include <math.h>
#include <string.h>

#include "../html/dom.h"
#include "density.h"
#include "score.h"

typedef struct scorer {
    pith__page *page;
    const pith__heuristics *heuristics;
    pith_reason *element_reason; /* By element: its debris group or an ancestor's; KEPT if none. */
    pith__phrase_set *phrases;   /* By block. */
    uint32_t main;               /* Element of the main part. */
} scorer;

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

static pith_reason own_reason(const scorer *s, const pith__element *element) {
    const pith__dom *dom = s->page->dom;
    pith_reason reason = reason_of_tag(element->tag);
    if (reason == PITH_REASON_KEPT)
        reason = reason_of_role(pith__dom_attribute(dom, element->node, "role"));
    if (reason != PITH_REASON_KEPT)
        return reason;
    pith__class_set groups =
        pith__classes_of(
            s->heuristics, pith__str_of(pith__dom_attribute(dom, element->node, "class"))) |
        pith__classes_of(
            s->heuristics, pith__str_of(pith__dom_attribute(dom, element->node, "id")));
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

/* Reasons by element, inherited; an element with more than this share of the page's running text
   is no debris, whatever it is called. */
static void judge_elements(scorer *s) {
    const pith__page *page = s->page;
    const pith__density *sums = pith__densities(page, s->heuristics, NULL);
    double most = pith__threshold_value(s->heuristics, PITH_THRESHOLD_DEBRIS_SHARE) *
                  (double)sums[0].long_words;
    s->element_reason =
        pith__arena_array(page->arena, page->element_count, sizeof *s->element_reason);
    for (uint32_t e = 1; e < page->element_count; e++) {
        const pith__element *element = &page->elements[e];
        pith_reason reason = s->element_reason[element->parent];
        if (reason == PITH_REASON_KEPT && (double)sums[e].long_words <= most) {
            reason = own_reason(s, element);
            if (reason == PITH_REASON_KEPT && element->hidden != 0)
                reason = PITH_REASON_HIDDEN;
        }
        s->element_reason[e] = reason;
    }
}

/* ---- Main part ------------------------------------------------------------------------------- */

static void find_main(scorer *s) {
    const pith__page *page = s->page;
    bool *left_out = pith__arena_array(page->arena, page->block_count, sizeof *left_out);
    for (uint32_t i = 0; i < page->block_count; i++)
        left_out[i] = s->element_reason[page->blocks[i].element] != PITH_REASON_KEPT;
    const pith__density *sums = pith__densities(page, s->heuristics, left_out);
    s->main = pith__densest_element(
        page, sums, pith__threshold_value(s->heuristics, PITH_THRESHOLD_MAIN_SHARE));
    /* A single paragraph is not the whole of an article: its container is. */
    while (s->main > 0 && (sums[s->main].blocks < 3 || !page->elements[s->main].is_block))
        s->main = page->elements[s->main].parent;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

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

/* Whether a block repeats the title. */
static bool is_title(const scorer *s, const pith__block *block, pith__words title) {
    if (title.count == 0 || block->words.count != title.count)
        return false;
    (void)s;
    for (size_t i = 0; i < title.count; i++) {
        if (title.items[i].hash != block->words.items[i].hash)
            return false;
    }
    return true;
}

static pith_reason reason_of_block(const scorer *s, uint32_t index, pith__words title) {
    const pith__block *block = &s->page->blocks[index];
    if (is_title(s, block, title))
        return PITH_REASON_TITLE;
    pith_reason reason = s->element_reason[block->element];
    if (reason != PITH_REASON_KEPT)
        return reason;
    if (!pith__is_inside(s->page, block->element, s->main))
        return PITH_REASON_OUTSIDE;
    double cue = pith__threshold_value(s->heuristics, PITH_THRESHOLD_CUE_WORDS);
    if ((double)block->weight <= cue) {
        reason = reason_of_phrases(s->phrases[index]);
        if (reason != PITH_REASON_KEPT)
            return reason;
    }
    double links = pith__threshold_value(s->heuristics, PITH_THRESHOLD_LINK_BLOCK_DENSITY);
    if (pith__link_density(block) >= links && block->kind != PITH_BLOCK_HEADING &&
        block->kind != PITH_BLOCK_TABLE_ROW)
        return PITH_REASON_LINKS;
    return PITH_REASON_KEPT;
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
 * A heading such as "Related articles" makes debris of what follows it inside the same container,
 * up to the next heading of its level. Containers that hold the heading alone are looked through.
 */
static void drop_sections(scorer *s) {
    pith__page *page = s->page;
    double cue = pith__threshold_value(s->heuristics, PITH_THRESHOLD_CUE_WORDS);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *head = &page->blocks[i];
        pith_reason reason = reason_of_section(s->phrases[i]);
        if (reason == PITH_REASON_KEPT || (double)head->weight > cue ||
            !pith__is_inside(page, head->element, s->main))
            continue;
        uint32_t box = head->container;
        while (box > s->main && i + 1 < page->block_count &&
               !pith__is_inside(page, page->blocks[i + 1].element, box))
            box = page->elements[box].parent;
        for (uint32_t j = i; j < page->block_count; j++) {
            pith__block *block = &page->blocks[j];
            if (!pith__is_inside(page, block->element, box) ||
                (j > i && block->kind == PITH_BLOCK_HEADING &&
                    (head->kind != PITH_BLOCK_HEADING || block->level <= head->level)))
                break;
            if (head->kind != PITH_BLOCK_HEADING && j > i &&
                pith__is_long(s->heuristics, block))
                break;
            if (block->reason == PITH_REASON_KEPT)
                block->reason = reason;
        }
    }
}

/* A heading with nothing kept under it has lost what it headed. */
static void drop_empty_headings(pith__page *page) {
    int below = 7; /* Level of the nearest kept heading below that has no text before it. */
    bool text_below = false;
    for (uint32_t i = page->block_count; i-- > 0;) {
        pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        if (block->kind != PITH_BLOCK_HEADING) {
            text_below = true;
            below = 7;
            continue;
        }
        if (!text_below || below <= block->level) {
            block->reason = PITH_REASON_SHORT;
            continue;
        }
        below = block->level;
    }
}

/* How much a block looks like running text: by its words and its links. */
static float score_of(const scorer *s, const pith__block *block) {
    double words = log1p((double)block->weight) /
                   log1p(pith__threshold_value(s->heuristics, PITH_THRESHOLD_LONG_BLOCK_WORDS));
    if (words > 1.0)
        words = 1.0;
    return (float)(0.5 + 0.5 * words * (1.0 - pith__link_density(block)));
}

void pith__score_html(pith__page *page, const pith__heuristics *heuristics) {
    if (page->block_count == 0)
        return;
    scorer s = {.page = page, .heuristics = heuristics};
    s.phrases = pith__arena_array(page->arena, page->block_count, sizeof *s.phrases);
    double cue = pith__threshold_value(heuristics, PITH_THRESHOLD_CUE_WORDS);
    for (uint32_t i = 0; i < page->block_count; i++) {
        if ((double)page->blocks[i].weight <= cue)
            s.phrases[i] = pith__phrases_match(heuristics, page->blocks[i].words);
    }
    judge_elements(&s);
    find_main(&s);
    pith__words title = pith__words_of(page->arena, pith__str_of(page->metadata.title));
    for (uint32_t i = 0; i < page->block_count; i++)
        page->blocks[i].reason = reason_of_block(&s, i, title);
    drop_sections(&s);
    drop_empty_headings(page);
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__block *block = &page->blocks[i];
        block->score = block->reason == PITH_REASON_KEPT ? score_of(&s, block) : 0.0F;
    }
}
