/*
 * The date of a page that tells none to machines and none to readers where an article has it.
 * Looked for in places that mostly tell dates of other things; what they agree on, or label, is
 * taken.
 */
#include "choose.h"

#include <string.h>

#include "../html/dom.h"
#include "context.h"
#include "date_labels.h"
#include "notices.h"
#include "url.h"

enum {
    LINE_WORDS = 30,      /* A block with more words is running text. */
    SHORT_WORDS = 8,      /* A date and little more. */
    THREAD_NODES = 400,   /* Nodes behind the headline in which the first post begins. */
    MAX_SOURCE = 2 << 20, /* Bytes of a page in which members of scripts are looked for. */
    MAX_MEMBERS = 2000,   /* Members of scripts that may be dates. */
    MEMBER_BYTES = 40,    /* Of a member's name. */
    VALUE_BYTES = 48,
};

/* The days that were met: one, or several. */
typedef struct days {
    pith__date date;
    bool any;
    bool several;
} days;

static void note(const pith__meta *meta, days *met, const pith__date *date) {
    if (!pith__date_before(date, meta->page->captured))
        return;
    if (met->any && pith__date_days_between(&met->date, date) != 0)
        met->several = true;
    if (!met->any || (date->has_time && !met->date.has_time))
        met->date = *date;
    met->any = true;
}

static bool is_comment_block(const pith__meta *meta, const pith__block *block) {
    return block->element >= meta->page->element_count ||
           pith__meta_is_comment(meta, meta->page->elements[block->element].node);
}

/* A date with a label in a footer or beside the article: "Last updated: ...". The first counts. */
static days labelled(const pith__meta *meta) {
    const pith__page *page = meta->page;
    days met = {.any = false};
    for (uint32_t i = 0; i < page->block_count && !met.any; i++) {
        const pith__block *block = &page->blocks[i];
        pith__date_place place;
        if (block->weight == 0 || block->weight > LINE_WORDS ||
            !pith__meta_find_date(meta, block->text, 0, &place) ||
            pith__meta_date_label(meta, pith__str_slice(block->text, 0, place.begin)) ==
                PITH_DATE_LABEL_NONE ||
            is_comment_block(meta, block))
            continue;
        note(meta, &met, &place.date);
    }
    return met;
}

/* The dates of short lines, all over the page. */
static days in_short_lines(const pith__meta *meta) {
    const pith__page *page = meta->page;
    days met = {.any = false};
    for (uint32_t i = 0; i < page->block_count && !met.several; i++) {
        const pith__block *block = &page->blocks[i];
        pith__date_place place;
        if (block->weight > 0 && block->weight <= SHORT_WORDS &&
            pith__meta_find_date(meta, block->text, 0, &place) && !is_comment_block(meta, block))
            note(meta, &met, &place.date);
    }
    return met;
}

/* The first post of a thread begins soon behind the headline, and counts as a comment by its
   looks. */
static days of_first_post(const pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    days met = {.any = false};
    uint32_t from = meta->headline;
    uint32_t end = from == PITH_NONE ? from : pith__meta_text_begins(meta);
    for (uint32_t i = from; i < end && i < from + THREAD_NODES; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].end - i > 10)
            continue;
        bool is_time = dom->nodes[i].tag == GUMBO_TAG_TIME;
        if (!is_time && (pith__meta_classes(meta, i) & PITH_CLASS_BIT(PITH_CLASS_DATE)) == 0)
            continue;
        pith__str text = pith__str_of(is_time ? pith__dom_attribute(dom, i, "datetime") : NULL);
        if (text.length == 0)
            text = pith__str_trim(pith__meta_text(meta, i, VALUE_BYTES));
        pith__date_place place;
        if (!pith__meta_find_date(meta, text, 0, &place))
            continue;
        note(meta, &met, &place.date);
        break;
    }
    return met;
}

/* The text up to the next quote, an escaped one included; moves `at` behind it. */
static pith__str quoted(pith__str text, size_t *at, size_t most) {
    size_t begin = *at;
    while (
        *at < text.length && *at < begin + most && text.data[*at] != '"' && text.data[*at] != '\\')
        ++*at;
    return pith__str_slice(text, begin, *at);
}

/* Behind the quotes, escapes and blanks at `at`. */
static size_t skip_marks(pith__str text, size_t at) {
    while (at < text.length && strchr("\"\\ \n\t:", text.data[at]) != NULL)
        at++;
    return at;
}

/* Dates of members whose names speak of publication, in whatever a script holds:
   "published_at":"2019-03-02T06:22:28+01:00". */
static void note_members(const pith__meta *meta, days *met, pith__str text) {
    pith__str rest = text;
    for (int members = 0; members < MAX_MEMBERS && !met->several; members++) {
        size_t found = pith__str_find(rest, PITH_STR("ublish"));
        if (found == (size_t)-1)
            return;
        size_t at = (size_t)(rest.data - text.data) + found, begin = at;
        while (begin > 0 && at - begin < MEMBER_BYTES && text.data[begin - 1] != '"')
            begin--;
        pith__str name = quoted(text, &(size_t){begin}, MEMBER_BYTES);
        size_t end = begin + name.length;
        rest = pith__str_slice(text, end > at ? end : at + 1, text.length);
        size_t colon = end;
        while (colon < text.length && (text.data[colon] == '"' || text.data[colon] == '\\'))
            colon++;
        if (colon >= text.length || text.data[colon] != ':' || !pith__meta_says_published(name))
            continue;
        size_t value_at = skip_marks(text, colon);
        pith__str value = quoted(text, &value_at, VALUE_BYTES);
        pith__date date;
        if (value.length >= 8 && pith__date_parse(meta->heuristics, value, meta->order, &date))
            note(meta, met, &date);
    }
}

static days in_source(const pith__meta *meta) {
    pith__str text = meta->page->source;
    text.length = text.length < MAX_SOURCE ? text.length : MAX_SOURCE;
    days met = {.any = false};
    note_members(meta, &met, text);
    return met;
}

/* "Notice of 14 January 2020" in the description of the page. */
static days in_description(const pith__meta *meta) {
    const pith__candidate_list *list = &meta->candidates->fields[PITH_FIELD_DESCRIPTION];
    days met = {.any = false};
    pith__date_place place;
    for (size_t i = 0; i < list->count; i++) {
        if (pith__date_find(meta->heuristics, list->items[i].value, 0, meta->order, &place))
            note(meta, &met, &place.date);
    }
    return met;
}

pith__chosen pith__meta_date_elsewhere(const pith__meta *meta) {
    static const struct {
        days (*look)(const pith__meta *meta);
        pith__source source;
    } places[] = {{of_first_post, PITH_SOURCE_VISIBLE}, {labelled, PITH_SOURCE_VISIBLE},
        {in_short_lines, PITH_SOURCE_VISIBLE}, {in_source, PITH_SOURCE_SCRIPT},
        {in_description, PITH_SOURCE_META}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        days met = places[i].look(meta);
        if (!met.any || met.several)
            continue;
        char text[PITH_DATE_TEXT];
        pith__date_format(&met.date, text);
        return (pith__chosen){pith__str_copy(meta->arena, pith__str_of(text)), places[i].source};
    }
    return pith__notice_date(meta);
}
