#include "sources.h"

#include <string.h>

#include "../base/unicode.h"
#include "../html/dom.h"
#include "../html/labels.h"
#include "context.h"
#include "date_labels.h"
#include "names.h"
#include "values.h"

enum {
    BLOCKS_BEFORE = 10, /* Blocks around the headline that are looked at. */
    BLOCKS_AFTER = 25,
    CLOSE_BLOCKS = 6, /* Blocks that touch the headline, as it were. */
    NODES_CLOSE = 80,
    NODES_NEAR = 400,     /* Nodes around the headline that count as near. */
    LINE_WORDS = 30,      /* A block with more words is running text. */
    DATELINE_BYTES = 120, /* A dateline ends here at the latest. */
    DATELINE_WORDS = 4,   /* Words before its date. */
    MAX_ELEMENTS = 400,   /* Elements with a telling class that are looked at. */
    MAX_BYLINES = 12,     /* Bylines that are kept. */
    MAX_BYLINE_BYTES = 200,
    BLOCK_NODES = 60,  /* Nodes of a block that may be a byline. */
    LABEL_LETTERS = 4, /* Letters of a word before a name that may stand within a line. */
    STATED_LEAD = 2,   /* Words of a lead that is one also far from the headline. */
    STATED_WORDS = 12,
};

/* Where the headline is, as node and as block; PITH_NONE and 0 when there is none. */
typedef struct headline {
    uint32_t node;
    uint32_t block;
} headline;

static uint32_t node_of(const pith__meta *meta, const pith__block *block) {
    return block->element < meta->page->element_count ? meta->page->elements[block->element].node
                                                      : PITH_NONE;
}

static bool is_foreign_block(const pith__meta *meta, const pith__block *block) {
    uint32_t node = node_of(meta, block);
    return node == PITH_NONE || pith__meta_is_foreign(meta, node);
}

static headline find_headline(const pith__meta *meta, const char *title) {
    const pith__dom *dom = meta->page->dom;
    headline found = {PITH_NONE, 0};
    size_t seen = 0;
    for (uint32_t i = 0; i < dom->count && seen < 64; i++) {
        uint16_t tag = dom->nodes[i].tag;
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || tag < GUMBO_TAG_H1 || tag > GUMBO_TAG_H3)
            continue;
        seen++;
        pith__str text = pith__meta_text(meta, i, PITH_MAX_VALUE);
        if (title != NULL && pith__value_same(meta->arena, text, pith__str_of(title))) {
            found.node = i;
            break;
        }
        if (tag == GUMBO_TAG_H1 && found.node == PITH_NONE)
            found.node = i;
    }
    if (found.node == PITH_NONE)
        return found;
    while (found.block + 1 < meta->page->block_count &&
           node_of(meta, &meta->page->blocks[found.block]) < found.node)
        found.block++;
    return found;
}

static void add_date(pith__meta *meta, pith__source source, pith__date_label what, int penalty,
    const pith__date *date) {
    char text[PITH_DATE_TEXT];
    pith__date_format(date, text);
    pith__candidate_add(meta->candidates,
        what == PITH_DATE_LABEL_UPDATED ? PITH_FIELD_MODIFIED : PITH_FIELD_DATE, source, 0, penalty,
        pith__str_of(text));
}

/* All dates of a line with their labels. */
static void add_dates_of_line(pith__meta *meta, pith__str text, pith__str before,
    pith__source source, int penalty, bool any) {
    size_t from = 0;
    pith__date_place place;
    for (int i = 0; i < 4 && pith__meta_find_date(meta, text, from, &place); i++) {
        pith__date_label what =
            pith__meta_date_label(meta, pith__str_slice(text, from, place.begin));
        if (what == PITH_DATE_LABEL_NONE && from == 0 && place.begin < 4)
            what = pith__meta_date_label(meta, before);
        if (what != PITH_DATE_LABEL_NONE)
            add_date(meta, source, what, penalty > 3 ? penalty - 3 : 0, &place.date);
        else if (any)
            add_date(meta, source, what, penalty + 2 + i, &place.date);
        from = place.end;
    }
}

/*
 * A dateline at the start of running text: "29.11.2022 – The ministry ...", "Press release of 25
 * January 2022 | Berlin". A few words may stand before the date, a dash, a bar or a bracket stands
 * behind it.
 */
static void add_dateline(pith__meta *meta, pith__str text, int penalty) {
    static const char *const marks[] = {"-", "–", "—", "|", ":", "•", "·", "/", ".", ")"};
    text.length = pith__utf8_boundary(text, DATELINE_BYTES);
    pith__date_place place;
    if (!pith__date_find(meta->heuristics, text, 0, meta->order, &place))
        return;
    pith__str before = pith__str_slice(text, 0, place.begin);
    pith__str after = pith__str_trim(pith__str_slice(text, place.end, text.length));
    bool marked = false;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        marked = marked || pith__str_starts(after, pith__str_of(marks[i]));
    if (marked && pith__words_of(meta->arena, before).count <= DATELINE_WORDS)
        add_date(
            meta, PITH_SOURCE_BYLINE, pith__meta_date_label(meta, before), penalty, &place.date);
}

/* The text of a short block with a blank between its elements, where they alone keep words apart:
   "Posted by" and "Jane Doe" side by side. */
static pith__str text_of_block(const pith__meta *meta, const pith__block *block) {
    const pith__dom *dom = meta->page->dom;
    uint32_t node = node_of(meta, block);
    if (node == PITH_NONE || dom->nodes[node].end - node > BLOCK_NODES)
        return block->text;
    pith__str apart = pith__meta_text_apart(meta, node, MAX_BYLINE_BYTES * 2);
    bool same = pith__str_equal(
        pith__value_squeeze(meta->arena, apart), pith__value_squeeze(meta->arena, block->text));
    return same ? pith__value_tidy(meta->arena, apart, MAX_BYLINE_BYTES * 2) : block->text;
}

/* The bytes of a colon at `at`, a full-width one included. */
static size_t colon_at(pith__str text, size_t at) {
    pith__str rest = pith__str_slice(text, at, text.length);
    static const char *const colons[] = {":", "："};
    for (size_t i = 0; i < 2; i++) {
        if (pith__str_starts(rest, pith__str_of(colons[i])))
            return strlen(colons[i]);
    }
    return 0;
}

/* A byline among other labels: "2016-09-21 08:12 来源：江畔晚报 作者：顾喆 编辑：…". It goes to the
   blank before the next label. */
static bool add_inner_byline(pith__meta *meta, pith__str text, int penalty) {
    pith__words words = pith__words_of(meta->arena, text);
    for (size_t i = 1; i < words.count && words.count <= LINE_WORDS; i++) {
        pith__words rest = {words.items + i, words.count - i};
        size_t lead = pith__phrases_prefix(meta->heuristics, rest, PITH_PHRASE_NAME_LEAD);
        if (lead == 0 || lead >= rest.count)
            continue;
        /* "Sort by: date" */
        if (rest.items[0].letters < LABEL_LETTERS && !rest.items[0].unspaced)
            continue;
        size_t begin = rest.items[lead - 1].offset + rest.items[lead - 1].length;
        size_t colon = colon_at(text, begin);
        if (colon == 0)
            continue;
        begin += colon;
        size_t end = begin, blank = text.length;
        while (end < text.length && (end == begin || colon_at(text, end) == 0)) {
            if (text.data[end] == ' ' && end > begin + 1)
                blank = end;
            end++;
        }
        /* Where blanks stand between words, nobody knows where the next label begins. */
        if (end < text.length && !rest.items[0].unspaced)
            return false;
        end = end < text.length ? blank : end;
        pith__candidate_add(meta->candidates, PITH_FIELD_AUTHOR, PITH_SOURCE_BYLINE,
            pith__candidate_group(meta->candidates), penalty,
            pith__str_slice(text, rest.items[0].offset, end));
        return true;
    }
    return false;
}

/* A byline by its first words, of which there must be `least`; when nothing follows them the name
   is the next block. Returns whether it is one. */
static bool add_byline(
    pith__meta *meta, uint32_t at, pith__source source, int penalty, size_t least) {
    const pith__page *page = meta->page;
    pith__str text = text_of_block(meta, &page->blocks[at]);
    size_t lead = pith__names_lead(meta->arena, meta->heuristics, text);
    size_t words = pith__words_of(meta->arena, pith__str_slice(text, 0, lead)).count;
    bool alone = lead >= text.length;
    if (lead == 0 && source == PITH_SOURCE_BYLINE && add_inner_byline(meta, text, penalty))
        return true;
    if (lead == 0 || (words < least && !alone))
        return false;
    /* The words before the name stay, as they show where it begins. */
    if (alone && at + 1 < page->block_count && page->blocks[at + 1].weight <= 6)
        text = text_of_block(meta, &page->blocks[at + 1]);
    pith__candidate_add(meta->candidates, PITH_FIELD_AUTHOR, source,
        pith__candidate_group(meta->candidates), penalty, text);
    return true;
}

static void add_near_headline(pith__meta *meta, headline head) {
    const pith__page *page = meta->page;
    uint32_t first = head.block > BLOCKS_BEFORE ? head.block - BLOCKS_BEFORE : 0;
    uint32_t last = head.block + BLOCKS_AFTER;
    pith__str before = {NULL, 0};
    int names = 0;
    for (uint32_t i = first; i < page->block_count && i < last; i++) {
        const pith__block *block = &page->blocks[i];
        uint32_t node = node_of(meta, block);
        if (i == head.block || block->weight == 0 || node == PITH_NONE)
            continue;
        bool close = head.node != PITH_NONE && i + CLOSE_BLOCKS >= head.block &&
                     i <= head.block + CLOSE_BLOCKS;
        if (close ? pith__meta_is_comment(meta, node) : pith__meta_is_foreign(meta, node))
            continue;
        int distance = i < head.block ? (int)(head.block - i) * 2 : (int)(i - head.block);
        if (block->weight <= LINE_WORDS)
            add_dates_of_line(meta, block->text, before, PITH_SOURCE_BYLINE, distance, true);
        else if (close)
            add_dateline(meta, block->text, distance + 4);
        before = block->weight <= 6 ? block->text : (pith__str){NULL, 0};
        if (block->weight <= LINE_WORDS && names < MAX_BYLINES)
            names += add_byline(meta, i, PITH_SOURCE_BYLINE, distance / 4, 1);
    }
}

static bool is_near(headline head, uint32_t node) {
    return head.node != PITH_NONE && node + NODES_NEAR > head.node && node < head.node + NODES_NEAR;
}

/* What the text says right before a node. */
static pith__str text_before(const pith__meta *meta, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    for (uint32_t i = node, steps = 0; i > 0 && steps < 4; steps++) {
        i--;
        if (dom->nodes[i].kind != PITH_NODE_TEXT)
            continue;
        pith__str text = pith__str_trim(pith__dom_text(dom, i));
        if (text.length > 0)
            return text.length <= PITH_DATE_LABEL_BYTES ? text : (pith__str){NULL, 0};
    }
    return (pith__str){NULL, 0};
}

/* A class says "published" or "updated" as a label does; both together mean published, as content
   systems mark a post that never changed. */
static pith__date_label label_of_element(const pith__meta *meta, uint32_t node) {
    pith__str class = pith__str_of(pith__dom_attribute(meta->page->dom, node, "class"));
    pith__words words = pith__words_of(meta->arena, pith__str_slice(class, 0, 256));
    bool published = pith__phrases_count(meta->heuristics, words, PITH_PHRASE_DATE_PUBLISHED) > 0;
    bool updated = pith__phrases_count(meta->heuristics, words, PITH_PHRASE_DATE_UPDATED) > 0;
    if (updated && !published)
        return PITH_DATE_LABEL_UPDATED;
    pith__date_label what = pith__meta_date_label(meta, text_before(meta, node));
    return what == PITH_DATE_LABEL_NONE && published ? PITH_DATE_LABEL_PUBLISHED : what;
}

static void add_time(pith__meta *meta, headline head, uint32_t node, int order) {
    const pith__dom *dom = meta->page->dom;
    bool is_time = dom->nodes[node].tag == GUMBO_TAG_TIME;
    pith__str text = pith__str_of(is_time ? pith__dom_attribute(dom, node, "datetime") : NULL);
    pith__date date;
    if (text.length == 0 || !pith__date_parse(meta->heuristics, text, meta->order, &date)) {
        text = pith__str_trim(pith__meta_text(meta, node, MAX_BYLINE_BYTES));
        pith__date_place place;
        if (!pith__meta_find_date(meta, text, 0, &place))
            return;
        date = place.date;
    }
    int penalty = order > 20 ? 20 : order;
    if (head.node != PITH_NONE && node < head.node)
        penalty += 8;
    pith__date_label what = label_of_element(meta, node);
    if (what == PITH_DATE_LABEL_NONE)
        penalty += 2;
    bool near = is_near(head, node);
    add_date(meta, near && is_time ? PITH_SOURCE_TIME : PITH_SOURCE_VISIBLE, what,
        near && !is_time ? penalty / 2 : penalty, &date);
}

/* "/author/jane-doe" leads to "Jane Doe": behind a part that is a word for persons stands one of
   the name's words. */
static bool leads_to_person(const pith__meta *meta, uint32_t node) {
    pith__str href = pith__str_of(pith__dom_attribute(meta->page->dom, node, "href"));
    pith__str part = {NULL, 0};
    size_t from = 0;
    for (size_t at = 0; at < href.length && part.data == NULL; at++) {
        if (strchr("/?=", href.data[at]) == NULL)
            continue;
        pith__words words = pith__meta_joined_words(meta, pith__str_slice(href, from, at));
        if (words.count == 1 &&
            pith__word_in(meta->heuristics, words.items[0], PITH_PHRASE_NAME_PLACE))
            part = pith__str_slice(href, at + 1, href.length);
        from = at + 1;
    }
    pith__words path = pith__meta_joined_words(meta, part);
    if (path.count == 0)
        return false;
    pith__words name =
        pith__meta_joined_words(meta, pith__meta_text_apart(meta, node, MAX_BYLINE_BYTES));
    for (size_t i = 0; i < name.count && name.count <= 6; i++) {
        for (size_t k = 0; k < path.count; k++) {
            if (name.items[i].hash == path.items[k].hash && name.items[i].letters > 2)
                return true;
        }
    }
    return false;
}

static void add_author_element(pith__meta *meta, headline head, uint32_t node, int order) {
    pith__str text = pith__str_trim(pith__meta_text_apart(meta, node, MAX_BYLINE_BYTES + 1));
    if (text.length == 0 || text.length > MAX_BYLINE_BYTES)
        return;
    pith__candidate_add(meta->candidates, PITH_FIELD_AUTHOR,
        is_near(head, node) ? PITH_SOURCE_BYLINE : PITH_SOURCE_VISIBLE,
        pith__candidate_group(meta->candidates), 6 + order, text);
}

/* <time>, and elements whose class speaks of dates or authors. */
static void add_marked_elements(pith__meta *meta, headline head) {
    const pith__dom *dom = meta->page->dom;
    uint32_t from = dom->body == PITH_NONE ? 0 : dom->body + 1;
    int times = 0, authors = 0, seen = 0;
    for (uint32_t i = from; i < dom->count && seen < MAX_ELEMENTS; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        bool is_time = dom->nodes[i].tag == GUMBO_TAG_TIME;
        pith__class_set classes = pith__label_of(meta->page, i)->class_groups;
        bool is_date = (classes & PITH_CLASS_BIT(PITH_CLASS_DATE)) != 0;
        bool is_author =
            (classes & PITH_CLASS_BIT(PITH_CLASS_AUTHOR)) != 0 ||
            (dom->nodes[i].tag == GUMBO_TAG_A && is_near(head, i) && leads_to_person(meta, i));
        if ((!is_time && !is_date && !is_author) || dom->nodes[i].end - i > 40)
            continue;
        seen++;
        bool close =
            head.node != PITH_NONE && i + NODES_CLOSE > head.node && i < head.node + NODES_CLOSE;
        if (close ? pith__meta_is_comment(meta, i) : pith__meta_is_foreign(meta, i))
            continue;
        if (is_time || is_date)
            add_time(meta, head, i, times++);
        if (is_author && authors < MAX_BYLINES)
            add_author_element(meta, head, i, authors++);
    }
}

/* Labelled dates anywhere; short lines that are a date and little more count least. A label may
   stand in the block before. */
static void add_dates_elsewhere(pith__meta *meta) {
    const pith__page *page = meta->page;
    pith__str before = {NULL, 0};
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        pith__date_place place;
        if (block->weight > 0 && block->weight <= LINE_WORDS &&
            pith__meta_find_date(meta, block->text, 0, &place) && !is_foreign_block(meta, block))
            add_dates_of_line(meta, block->text, before, PITH_SOURCE_VISIBLE,
                block->weight <= 8 ? 20 : 26, block->weight <= STATED_WORDS);
        before = block->weight <= 6 ? block->text : (pith__str){NULL, 0};
    }
}

/* "Written by Jane Doe" anywhere. */
static void add_names_elsewhere(pith__meta *meta) {
    const pith__page *page = meta->page;
    int names = 0;
    for (uint32_t i = 0; i < page->block_count && names < MAX_BYLINES; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->weight > 0 && block->weight <= STATED_WORDS &&
            pith__phrases_prefix(meta->heuristics, block->words, PITH_PHRASE_NAME_LEAD) > 0 &&
            !is_foreign_block(meta, block))
            names += add_byline(meta, i, PITH_SOURCE_VISIBLE, 8 + names, STATED_LEAD);
    }
}

void pith__meta_visible(pith__meta *meta, const char *title) {
    headline head = find_headline(meta, title);
    meta->headline = head.node;
    meta->headline_block = head.block;
    add_near_headline(meta, head);
    add_marked_elements(meta, head);
    add_dates_elsewhere(meta);
    add_names_elsewhere(meta);
}
