/*
 * Metadata of a dump. What a page showed above its article are the dump's first lines: menus, the
 * headline (often twice), a byline, a date, captions, in any order. Each line is classed by itself;
 * the headline is then the line that looks most like one from where it stands.
 */
#include "meta.h"

#include <string.h>

#include "candidates.h"
#include "dump_lines.h"
#include "names.h"
#include "titles.h"
#include "url.h"
#include "values.h"

enum {
    HEAD_BLOCKS = 400,   /* Blocks that may stand before the body. */
    FAR_BLOCKS = 12,     /* Blocks around the headline in which bylines and dates are its own. */
    COPIES_AFTER = 6,    /* Blocks of the body among which the headline may stand again. */
    LINE_WORDS = 30,     /* A block with more words is running text. */
    BODY_WORDS = 35,     /* A block with so many words is the body's. */
    SENTENCE_WORDS = 15, /* One with so many is, if it ends a sentence and another follows. */
    DEK_WORDS = 50,
    BODY_SAMPLE = 2000, /* Words of the body that are compared with its headline. */
    VOCABULARY_BITS = 32768,
};

typedef struct dump {
    pith__page *page;
    const pith__heuristics *heuristics;
    pith__arena *arena;
    pith__line_class *classes; /* Of the first `head` blocks. */
    uint64_t *keys;            /* Of their titles' words; 0: they have none. */
    uint32_t head;             /* Blocks looked at. */
    uint32_t body;             /* The first block of the body. */
    uint64_t *vocabulary;      /* The words of the body's beginning, as a set of hashes. */
} dump;

static bool is_body(const dump *d, uint32_t i) {
    const pith__block *block = &d->page->blocks[i];
    /* Consent notices and promotions are long, too. */
    if (pith__phrases_count(d->heuristics, block->words, PITH_PHRASE_CALL_TO_ACTION) > 0)
        return false;
    if (block->weight >= BODY_WORDS)
        return true;
    if (block->weight < SENTENCE_WORDS || !pith__ends_sentence(block->text))
        return false;
    for (uint32_t k = i + 1; k < d->page->block_count && k <= i + 2; k++) {
        if (d->page->blocks[k].weight >= SENTENCE_WORDS + 5)
            return true;
    }
    return false;
}

/* ---- What the body is about ------------------------------------------------------------------ */

/* Words of so many letters say what a text is about. */
static bool is_telling(pith__word word) {
    return word.letters >= 4 || word.unspaced;
}

static void collect_vocabulary(dump *d) {
    d->vocabulary = pith__arena_array(d->arena, VOCABULARY_BITS / 64, sizeof(uint64_t));
    size_t seen = 0;
    for (uint32_t i = d->body; i < d->page->block_count && seen < BODY_SAMPLE; i++) {
        const pith__block *block = &d->page->blocks[i];
        if (block->weight < SENTENCE_WORDS)
            continue;
        for (size_t k = 0; k < block->words.count && seen < BODY_SAMPLE; k++, seen++) {
            uint32_t bit = block->words.items[k].hash % VOCABULARY_BITS;
            d->vocabulary[bit / 64] |= (uint64_t)1 << (bit % 64);
        }
    }
}

/* 0 to 6: how many of a line's telling words the body uses, too. A headline's mostly are. */
static int points_of_subject(const dump *d, pith__words words) {
    int telling = 0, used = 0;
    for (size_t i = 0; i < words.count; i++) {
        if (!is_telling(words.items[i]))
            continue;
        uint32_t bit = words.items[i].hash % VOCABULARY_BITS;
        telling++;
        used += ((d->vocabulary[bit / 64] >> (bit % 64)) & 1) != 0;
    }
    return telling == 0 ? 0 : 6 * used / telling;
}

static void mark(dump *d, uint32_t i, pith_reason reason) {
    d->page->blocks[i].score = 0;
    d->page->blocks[i].reason = reason;
}

/* ---- Headline -------------------------------------------------------------------------------- */

static int points_of_length(uint32_t weight) {
    if (weight >= 4 && weight <= 18)
        return 4;
    if (weight == 3 || (weight > 18 && weight <= LINE_WORDS))
        return 2;
    return weight == 2 ? 0 : -2;
}

static uint32_t count_copies(const dump *d, uint32_t i) {
    uint32_t copies = 0;
    for (uint32_t k = i + 1; k < d->head && k <= i + FAR_BLOCKS; k++)
        copies += d->keys[i] != 0 && d->keys[i] == d->keys[k];
    return copies;
}

/* Whether the next line begins with all of a line's words and goes on: as a caption does below the
   alternative text of its picture. */
static bool begins_next(const dump *d, uint32_t i) {
    if (i + 1 >= d->page->block_count)
        return false;
    pith__words own = d->page->blocks[i].words, next = d->page->blocks[i + 1].words;
    for (size_t k = 0; k < own.count; k++) {
        if (k >= next.count || own.items[k].hash != next.items[k].hash)
            return false;
    }
    return next.count > own.count;
}

/* How much a line looks like the headline; below 0: not at all. */
static int points_of(const dump *d, uint32_t i) {
    const pith__block *block = &d->page->blocks[i];
    const pith__line_class *line = &d->classes[i];
    if (line->kind == PITH_LINE_FIELD_TITLE)
        return 100;
    if (line->kind != PITH_LINE_PLAIN && line->kind != PITH_LINE_DATED)
        return -1;
    pith__words words = pith__words_of(d->arena, line->title);
    uint32_t weight = (uint32_t)pith__words_weight(words);
    if (weight == 0 || weight > LINE_WORDS || pith__value_is_address(line->title))
        return -1;
    /* A sentence may be the first of the body, which must not get lost. */
    if (pith__ends_sentence(line->title) && block->kind != PITH_BLOCK_HEADING)
        return -1;
    int points = 3 + points_of_length(weight) + points_of_subject(d, words);
    if (block->kind == PITH_BLOCK_HEADING)
        points += 3;
    if (block->kind == PITH_BLOCK_LIST_ITEM)
        points -= 4;
    if (count_copies(d, i) > 0)
        points += 4;
    else if (begins_next(d, i))
        points -= 4;
    if (i == 0)
        points += 2;
    if (line->kind == PITH_LINE_DATED)
        points += 2;
    for (uint32_t k = i + 1; k < d->head && k <= i + 3; k++) {
        if (d->classes[k].kind == PITH_LINE_BYLINE || d->classes[k].kind == PITH_LINE_DATE ||
            d->classes[k].kind == PITH_LINE_DESK) {
            points += 3;
            break;
        }
    }
    uint32_t distance = d->body > i ? d->body - i : i - d->body;
    points -= (int)(distance > 24 ? 8 : distance / 3);
    return points > 0 ? points : 0;
}

static uint32_t find_title(const dump *d) {
    uint32_t best = PITH_NONE;
    int most = 3;
    for (uint32_t i = 0; i < d->head && i < d->body; i++) {
        int points = points_of(d, i);
        if (points > most) {
            most = points;
            best = i;
        }
    }
    return best;
}

static void set_title(dump *d, uint32_t at, pith__site site) {
    pith__str title = pith__title_strip(d->arena, d->classes[at].title, site);
    d->page->metadata.title = pith__value_tidy(d->arena, title, PITH_MAX_VALUE).data;
    for (uint32_t i = 0; i < d->head && i < d->body + COPIES_AFTER; i++) {
        pith__line_kind kind = d->classes[i].kind;
        if (i == at || ((kind == PITH_LINE_PLAIN || kind == PITH_LINE_DATED) &&
                           pith__value_same(d->arena, d->classes[i].title, d->classes[at].title)))
            mark(d, i, PITH_REASON_TITLE);
    }
}

/* ---- Byline, date, site ---------------------------------------------------------------------- */

/* The class of the line nearest to the headline with one of two kinds; lines below it first. */
static const pith__line_class *nearest(
    const dump *d, uint32_t title, bool (*fits)(const pith__line_class *line)) {
    uint32_t from = title == PITH_NONE ? 0 : title;
    uint32_t end = d->body + 2 < d->head ? d->body + 2 : d->head;
    for (uint32_t i = from; i < end && i <= from + FAR_BLOCKS + 4; i++) {
        if (fits(&d->classes[i]))
            return &d->classes[i];
    }
    for (uint32_t i = from; i > 0 && from - i < FAR_BLOCKS; i--) {
        if (fits(&d->classes[i - 1]))
            return &d->classes[i - 1];
    }
    return NULL;
}

static bool has_names(const pith__line_class *line) {
    return line->names.length > 0;
}

static bool has_published(const pith__line_class *line) {
    return line->has_date && !line->updated;
}

static bool has_updated(const pith__line_class *line) {
    return line->has_date && line->updated;
}

static bool has_site(const pith__line_class *line) {
    return line->site.length > 0;
}

static const char *text_of_date(const dump *d, const pith__line_class *line) {
    char text[PITH_DATE_TEXT];
    pith__date_format(&line->date, text);
    return pith__str_copy(d->arena, pith__str_of(text));
}

/* A name alone on its line, between the headline and a date: "Jane Doe" / "March 5, 2024". */
static pith__str bare_name(const dump *d, uint32_t title) {
    pith__str none = {NULL, 0};
    if (title == PITH_NONE)
        return none;
    for (uint32_t i = title + 1; i + 1 < d->head && i < d->body && i <= title + 4; i++) {
        const pith__block *block = &d->page->blocks[i];
        bool dated = d->classes[i + 1].kind == PITH_LINE_DATE ||
                     (i > title + 1 && d->classes[i - 1].kind == PITH_LINE_DATE);
        if (dated && d->classes[i].kind == PITH_LINE_PLAIN && block->words.count >= 2 &&
            block->words.count <= 3 && !pith__ends_sentence(block->text) &&
            pith__names_plausible(d->arena, d->heuristics, block->text) &&
            !pith__value_same(d->arena, block->text, d->classes[title].title))
            return block->text;
    }
    return none;
}

static void set_names(dump *d, uint32_t title, pith__site site) {
    const pith__line_class *line = nearest(d, title, has_names);
    pith__str text = line == NULL ? bare_name(d, title) : line->names;
    pith__names *names = pith__arena_array(d->arena, 1, sizeof *names);
    *names = (pith__names){.site = site.name, .host = site.label};
    pith__names_add(d->arena, d->heuristics, names, text, false);
    d->page->metadata.author = pith__names_join(d->arena, names);
}

static void set_dates(dump *d, uint32_t title) {
    pith_metadata *known = &d->page->metadata;
    const pith__line_class *line = nearest(d, title, has_published);
    if (line != NULL)
        known->date = text_of_date(d, line);
    line = nearest(d, title, has_updated);
    if (line != NULL)
        known->modified = text_of_date(d, line);
    pith__date date;
    if (known->date == NULL && known->url != NULL &&
        pith__url_date(pith__str_of(known->url), &date)) {
        char text[PITH_DATE_TEXT];
        pith__date_format(&date, text);
        known->date = pith__str_copy(d->arena, pith__str_of(text));
        d->page->sources.date = pith__source_name(PITH_SOURCE_URL);
    }
    if (known->date == NULL)
        known->date = known->modified;
}

/* The line below the headline that sums the article up: it stands before the byline, or it is no
   sentence. It may be a part of the body, and stays. */
static void set_description(dump *d, uint32_t title) {
    uint32_t i = title + 1;
    while (i < d->head && d->page->blocks[i].reason == PITH_REASON_TITLE)
        i++;
    if (title == PITH_NONE || i >= d->head)
        return;
    const pith__block *block = &d->page->blocks[i];
    if (d->classes[i].kind != PITH_LINE_PLAIN || block->weight < 8 || block->weight > DEK_WORDS)
        return;
    bool before_byline = false;
    for (uint32_t k = i + 1; k < d->head && k <= i + 2; k++)
        before_byline = before_byline || d->classes[k].kind == PITH_LINE_BYLINE ||
                        d->classes[k].kind == PITH_LINE_DATE ||
                        d->classes[k].kind == PITH_LINE_DESK;
    if (before_byline || !pith__ends_sentence(block->text))
        d->page->metadata.description =
            pith__value_tidy(d->arena, block->text, PITH_MAX_VALUE).data;
}

/* ---- The dump -------------------------------------------------------------------------------- */

static void classify_head(dump *d) {
    uint32_t count = d->page->block_count;
    d->head = count < HEAD_BLOCKS ? count : HEAD_BLOCKS;
    d->classes = pith__arena_array(d->arena, d->head, sizeof *d->classes);
    d->keys = pith__arena_array(d->arena, d->head, sizeof *d->keys);
    d->body = d->head;
    for (uint32_t i = 0; i < d->head; i++) {
        d->classes[i] =
            pith__classify_line(d->arena, d->heuristics, d->page->captured, &d->page->blocks[i]);
        pith__words title = pith__words_of(d->arena, d->classes[i].title);
        d->keys[i] = title.count == 0 ? 0 : pith__words_key(title);
        if (d->body == d->head && d->classes[i].kind == PITH_LINE_PLAIN && is_body(d, i))
            d->body = i;
        if (d->body < d->head && i > d->body + COPIES_AFTER) {
            d->head = i;
            break;
        }
    }
}

/* Fields that a dump states itself: "URL: ...", "Author: ...". */
static void apply_fields(dump *d) {
    pith_metadata *known = &d->page->metadata;
    const char *url = d->page->url;
    for (uint32_t i = 0; i < d->head && i < d->body; i++) {
        const pith__line_class *line = &d->classes[i];
        if (line->kind == PITH_LINE_FIELD_URL && known->url == NULL)
            known->url = pith__url_resolve(d->arena, url, line->title);
        if (line->kind == PITH_LINE_FIELD_DESCRIPTION && known->description == NULL)
            known->description = pith__value_tidy(d->arena, line->title, PITH_MAX_VALUE).data;
    }
    if (known->url == NULL && url != NULL)
        known->url = pith__str_copy(d->arena, pith__str_of(url));
    known->hostname = pith__url_host(d->arena, known->url);
}

static void mark_head(dump *d) {
    for (uint32_t i = 0; i < d->head && i < d->body + 2; i++) {
        pith__line_kind kind = d->classes[i].kind;
        if (kind != PITH_LINE_PLAIN && kind != PITH_LINE_DATED && kind != PITH_LINE_OTHER &&
            d->page->blocks[i].reason == PITH_REASON_KEPT)
            mark(d, i, kind == PITH_LINE_FIELD_TITLE ? PITH_REASON_TITLE : PITH_REASON_BYLINE);
    }
}

/* A dump has its lines, its address, and nothing else. */
static void name_sources(dump *d) {
    const char *text = pith__source_name(PITH_SOURCE_TEXT);
    const char *url = pith__source_name(PITH_SOURCE_URL);
    const pith_metadata *known = &d->page->metadata;
    pith_metadata *sources = &d->page->sources;
    const char *given = d->page->url;
    sources->title = known->title == NULL ? NULL : text;
    sources->author = known->author == NULL ? NULL : text;
    sources->sitename = known->sitename == NULL ? NULL : text;
    sources->description = known->description == NULL ? NULL : text;
    sources->modified = known->modified == NULL ? NULL : text;
    if (known->date != NULL && sources->date == NULL)
        sources->date = text;
    bool stated = known->url != NULL && (given == NULL || strcmp(given, known->url) != 0);
    sources->url = known->url == NULL ? NULL : stated ? text : url;
    sources->hostname = known->hostname == NULL ? NULL : sources->url;
}

void pith__meta_dump(pith__page *page, const pith__heuristics *heuristics) {
    dump d = {.page = page, .heuristics = heuristics, .arena = page->arena};
    if (page->block_count == 0)
        return;
    classify_head(&d);
    apply_fields(&d);
    collect_vocabulary(&d);
    uint32_t title = find_title(&d);
    const pith__line_class *line = nearest(&d, title, has_site);
    if (line != NULL)
        page->metadata.sitename = pith__value_tidy(d.arena, line->site, PITH_MAX_VALUE).data;
    pith__site site = {.name = pith__str_of(page->metadata.sitename),
        .label = pith__url_label(pith__str_of(page->metadata.hostname))};
    if (title != PITH_NONE)
        set_title(&d, title, site);
    set_names(&d, title, site);
    set_dates(&d, title);
    if (page->metadata.description == NULL && title != PITH_NONE)
        set_description(&d, title);
    mark_head(&d);
    name_sources(&d);
}
