/*
 * The author of a page that names none near its headline and none to machines. What is read here
 * may belong to something else than the article, so that it must be a person, and the only one.
 */
#include "choose.h"

#include <string.h>

#include "../base/unicode.h"
#include "../html/dom.h"
#include "../html/labels.h"
#include "context.h"
#include "date_labels.h"
#include "names.h"
#include "values.h"

enum {
    MAX_ELEMENTS = 400,  /* Elements that are looked at. */
    BOX_NODES = 200,     /* Nodes of a larger element, which is no note about an author. */
    MAX_PARTS = 40,      /* Nodes of a note about an author in which the name is looked for. */
    MAX_NAME_TEXT = 100, /* Bytes of a text that may be little more than a name. */
    LEAD_WORDS = 2,      /* Words of a lead that is one anywhere: "written by". */
    BYLINE_WORDS = 12,
    BLOCKS_ABOVE = 3, /* Blocks around the headline where a name alone is one of the author. */
    BLOCKS_BELOW = 5,
    NAME_WORDS = 4,
    BESIDE_WORDS = 8,
    MAX_ANCESTORS = 24,
    FORUM_NODES = 400, /* Nodes behind the headline in which the first post begins. */
};

/* The persons that were met: one, or several. */
typedef struct persons {
    pith__str name;
    bool several;
} persons;

static pith__names *names_of(const pith__meta *meta, pith__site site, pith__str text) {
    pith__names *names = pith__arena_array(meta->arena, 1, sizeof *names);
    *names = (pith__names){.site = site.name, .host = site.label};
    pith__names_add(meta->arena, meta->heuristics, names, text, false);
    return names;
}

/* The first person's name in a text; empty when there is none. */
static pith__str person_in(const pith__meta *meta, pith__site site, pith__str text) {
    const pith__names *names = names_of(meta, site, text);
    for (size_t i = 0; i < names->count; i++) {
        if (pith__names_personal(meta->arena, meta->heuristics, names->items[i]))
            return names->items[i];
    }
    return (pith__str){NULL, 0};
}

/* Whether an element is a part of what readers wrote: a comment, a review. */
static bool is_of_reader(const pith__meta *meta, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    if (pith__meta_is_comment(meta, node))
        return true;
    for (int i = 0; i < MAX_ANCESTORS && node != PITH_NONE; i++, node = dom->nodes[node].parent) {
        if ((pith__meta_classes(meta, node) & PITH_CLASS_BIT(PITH_CLASS_REVIEW)) != 0)
            return true;
    }
    return false;
}

static void note(const pith__meta *meta, persons *met, pith__str name) {
    if (name.length == 0)
        return;
    if (met->name.length == 0)
        met->name = name;
    else if (!pith__value_same(meta->arena, met->name, name))
        met->several = true;
}

/* ---- Beside the headline --------------------------------------------------------------------- */

/* Whether the page calls one of its sections or subjects so. */
static bool is_subject(const pith__meta *meta, pith__str text) {
    static const pith__field fields[] = {
        PITH_FIELD_CATEGORIES, PITH_FIELD_TAGS, PITH_FIELD_SITENAME, PITH_FIELD_TITLE};
    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
        const pith__candidate_list *list = &meta->candidates->fields[fields[f]];
        for (size_t i = 0; i < list->count; i++) {
            if (pith__str_equal_nocase(list->items[i].value, text))
                return true;
        }
    }
    return false;
}

/* A text that is a person's name and nothing else. */
static pith__str bare_name(const pith__meta *meta, pith__site site, pith__str text) {
    pith__str none = {NULL, 0};
    text = pith__str_trim(text);
    pith__words words = pith__words_of(meta->arena, text);
    const pith__phrase_set name_groups = PITH_PHRASE_BIT(PITH_PHRASE_NAME_PARTICLE);
    if (words.count < 2 || words.count > NAME_WORDS || is_subject(meta, text) ||
        (pith__phrases_match(meta->heuristics, words) & ~name_groups) != 0)
        return none;
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(":!?/\"", text.data[i]) != NULL)
            return none;
    }
    for (size_t i = 0; i < words.count; i++) {
        if (pith__word_in(meta->heuristics, words.items[i], PITH_PHRASE_STOP_WORD) &&
            !pith__word_in(meta->heuristics, words.items[i], PITH_PHRASE_NAME_PARTICLE))
            return none;
    }
    pith__str name = person_in(meta, site, text);
    return pith__value_same(meta->arena, name, text) ? name : none;
}

static bool has_date(const pith__meta *meta, pith__str text) {
    pith__date_place place;
    return pith__meta_find_date(meta, text, 0, &place);
}

static bool has_role(const pith__meta *meta, pith__words words) {
    return pith__phrases_count(meta->heuristics, words, PITH_PHRASE_NAME_ROLE) > 0;
}

/* The name in a line of several parts, one of which is a date or what the person is: "Jane Doe |
   Senior Writer | July 2, 2025". */
static pith__str name_among_parts(const pith__meta *meta, pith__site site, pith__str text) {
    static const char *const marks[] = {"|", "·", "•", " - ", " – ", " — ", " / ", "∙"};
    size_t from = 0;
    for (size_t at = 0; at <= text.length; at++) {
        size_t mark = 0;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0] && at < text.length; i++) {
            if (pith__str_starts(pith__str_slice(text, at, text.length), pith__str_of(marks[i])))
                mark = strlen(marks[i]);
        }
        if (mark == 0 && at < text.length)
            continue;
        pith__str name = from == 0 && at == text.length
                             ? (pith__str){NULL, 0}
                             : bare_name(meta, site, pith__str_slice(text, from, at));
        if (name.length > 0)
            return name;
        from = at + mark;
    }
    return (pith__str){NULL, 0};
}

/* Whether the block at `at` says what somebody is, and little more. */
static bool is_beside_name(const pith__meta *meta, uint32_t at) {
    const pith__block *block = &meta->page->blocks[at];
    return block->weight > 0 && block->weight <= BESIDE_WORDS && has_role(meta, block->words);
}

/* A name without any word that says that it is the author's: in a line with a date or a role, or in
   a block of its own next to such a line. */
static pith__str name_at_headline(const pith__meta *meta, pith__site site) {
    const pith__page *page = meta->page;
    uint32_t head = meta->headline_block, none = meta->headline == PITH_NONE;
    uint32_t first = head > BLOCKS_ABOVE ? head - BLOCKS_ABOVE : 0;
    for (uint32_t i = first; !none && i < page->block_count && i <= head + BLOCKS_BELOW; i++) {
        const pith__block *block = &page->blocks[i];
        if (i == head || block->weight == 0 || block->weight > BYLINE_WORDS ||
            block->element >= page->element_count ||
            is_of_reader(meta, page->elements[block->element].node))
            continue;
        pith__str name = {NULL, 0};
        if (has_date(meta, block->text) || has_role(meta, block->words))
            name = name_among_parts(meta, site, block->text);
        else if (block->link_weight == 0 &&
                 ((i > 0 && i - 1 != head && is_beside_name(meta, i - 1)) ||
                     (i + 1 < page->block_count && i + 1 != head && is_beside_name(meta, i + 1))))
            name = bare_name(meta, site, block->text);
        if (name.length > 0)
            return name;
    }
    return (pith__str){NULL, 0};
}

/* ---- Anywhere -------------------------------------------------------------------------------- */

/* The person of an element: its text, or the first element inside that is a name and nothing else.
 */
static pith__str name_of_element(const pith__meta *meta, pith__site site, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    uint32_t end = dom->nodes[node].end;
    if (end - node > BOX_NODES)
        return (pith__str){NULL, 0};
    pith__str text = pith__str_trim(pith__meta_text_apart(meta, node, 2 * MAX_NAME_TEXT));
    if (text.length <= MAX_NAME_TEXT)
        return person_in(meta, site, text);
    for (uint32_t i = node + 1; i < end && i < node + MAX_PARTS; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        text = pith__str_trim(pith__meta_text_apart(meta, i, 2 * MAX_NAME_TEXT));
        pith__str name =
            text.length <= MAX_NAME_TEXT ? bare_name(meta, site, text) : (pith__str){NULL, 0};
        if (name.length > 0)
            return name;
    }
    return (pith__str){NULL, 0};
}

/* Elements below the headline whose class says "author", also in boxes beside and below the
 * article. */
static void note_elements(const pith__meta *meta, pith__site site, persons *met) {
    const pith__dom *dom = meta->page->dom;
    size_t seen = 0;
    uint32_t first = meta->headline == PITH_NONE ? dom->count : meta->headline;
    for (uint32_t i = first; i < dom->count && seen < MAX_ELEMENTS && !met->several; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT ||
            (pith__label_of(meta->page, i)->class_groups & PITH_CLASS_BIT(PITH_CLASS_AUTHOR)) == 0)
            continue;
        seen++;
        if (!is_of_reader(meta, i))
            note(meta, met, name_of_element(meta, site, i));
    }
}

/* "Written by Jane Doe" in a box of its own. */
static void note_bylines(const pith__meta *meta, pith__site site, persons *met) {
    const pith__page *page = meta->page;
    for (uint32_t i = 0; i < page->block_count && !met->several; i++) {
        const pith__block *block = &page->blocks[i];
        size_t lead = pith__phrases_prefix(meta->heuristics, block->words, PITH_PHRASE_NAME_LEAD);
        bool alone = lead > 0 && lead == block->words.count;
        if (block->weight == 0 || block->weight > BYLINE_WORDS || (lead < LEAD_WORDS && !alone) ||
            block->element >= page->element_count ||
            pith__meta_is_comment(meta, page->elements[block->element].node))
            continue;
        /* A label alone stands before the name. */
        if (alone && (i + 1 >= page->block_count || page->blocks[i + 1].weight > NAME_WORDS))
            continue;
        note(meta, met, person_in(meta, site, page->blocks[i + alone].text));
    }
}

/* Who wrote the first post of a thread: the first user who is named behind the headline, before
   any running text. */
static pith__str first_poster(const pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    pith__str none = {NULL, 0};
    uint32_t from = meta->headline;
    uint32_t end = from == PITH_NONE ? from : pith__meta_text_begins(meta);
    for (uint32_t i = from; i < end && i < from + FORUM_NODES; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].end - i > 8)
            continue;
        pith__str class = pith__label_of(meta->page, i)->parts[PITH_LABEL_CLASS];
        pith__words words = pith__meta_joined_words(meta, class);
        bool user = false;
        for (size_t k = 0; k < words.count && !user; k++)
            user = pith__word_in(meta->heuristics, words.items[k], PITH_PHRASE_NAME_USER);
        pith__str text =
            user ? pith__str_trim(pith__meta_text_apart(meta, i, MAX_NAME_TEXT)) : none;
        if (text.length > 0 && pith__words_of(meta->arena, text).count <= 3)
            return text;
    }
    return none;
}

static pith__chosen choice(
    const pith__meta *meta, pith__site site, pith__str text, pith__source source) {
    return (pith__chosen){pith__names_join(meta->arena, names_of(meta, site, text)), source};
}

pith__chosen pith__meta_author_elsewhere(const pith__meta *meta, pith__site site) {
    pith__str name = name_at_headline(meta, site);
    if (name.length > 0)
        return choice(meta, site, name, PITH_SOURCE_BYLINE);
    persons met = {{NULL, 0}, false};
    note_elements(meta, site, &met);
    if (met.name.length == 0)
        note_bylines(meta, site, &met);
    if (met.name.length > 0 && !met.several)
        return choice(meta, site, met.name, PITH_SOURCE_VISIBLE);
    return choice(meta, site, first_poster(meta), PITH_SOURCE_VISIBLE);
}
