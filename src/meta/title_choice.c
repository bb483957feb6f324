/*
 * Which wording is the title. Pages have up to a dozen: headings, what is written for cards, for
 * search results, for machines. Each gets points for who says it and for how it looks beside the
 * others; the weights are data (thresholds.conf, title-...).
 */
#include "titles.h"

#include <string.h>

#include "../base/unicode.h"
#include "values.h"

enum {
    MAX_TITLES = 32,
    MAX_TITLE_BYTES = 1000,
    COMPARED_WORDS = 40,
    SITE_WORDS = 6,    /* The longest name of a site that a title proves. */
    SHORT_TAIL = 4,    /* Words behind a bar that are no part of a title. */
    ADDRESS_WORDS = 3, /* An address with fewer telling words says nothing. */
    TELLING = 4,       /* Letters of a word that says what a text is about. */
};

typedef struct wording {
    pith__str text;
    pith__words words;
    uint64_t key; /* Of its words. */
    pith__source source;
    int rank;     /* As in pith__candidate. */
    bool derived; /* A part of a candidate. */
} wording;

typedef struct choice {
    pith__arena *arena;
    const pith__heuristics *heuristics;
    const pith__title_context *context;
    wording items[MAX_TITLES];
    size_t count;
    pith__words address; /* Words of the address's most telling part. */
    float *amounts;      /* Of the wording at hand, by weight; NULL: not asked for. */
} choice;

/* Points for what a wording has once, or in an amount from 0 to 1. */
static double weigh_amount(const choice *c, pith__threshold threshold, double amount) {
    if (c->amounts != NULL)
        c->amounts[threshold - PITH_TITLE_FIRST_WEIGHT] += (float)amount;
    return pith__threshold_value(c->heuristics, threshold) * amount;
}

static double weigh(const choice *c, pith__threshold threshold) {
    return weigh_amount(c, threshold, 1);
}

/* ---- Wordings beside each other -------------------------------------------------------------- */

static bool same_words(pith__words a, size_t from, pith__words b) {
    if (b.count == 0 || from > a.count || b.count > a.count - from)
        return false;
    for (size_t i = 0; i < b.count; i++) {
        if (a.items[from + i].hash != b.items[i].hash)
            return false;
    }
    return true;
}

/* Whether a separator stands between two words of a text. */
static bool is_separated(pith__str text, const pith__word *before, const pith__word *after) {
    for (size_t at = before->offset + before->length; at < after->offset; at++) {
        if (text.data[at] == '(' || pith__title_separator(text, at) > 0)
            return true;
    }
    return false;
}

/* Whether `part` is the beginning of `whole` and a separator follows. */
static bool is_head(const wording *whole, const wording *part) {
    if (part->words.count == 0 || whole->words.count <= part->words.count ||
        !same_words(whole->words, 0, part->words))
        return false;
    const pith__word *next = &whole->words.items[part->words.count];
    return is_separated(whole->text, next - 1, next);
}

/*
 * Whether `part` stands at the end of `whole` as the name of a site does: behind a separator, and
 * no longer than what it follows. What follows a colon, or a shorter text ("News - The headline"),
 * is the headline itself.
 */
static bool is_site_at_end(const wording *whole, const wording *part) {
    size_t count = part->words.count;
    if (count == 0 || whole->words.count < count * 2)
        return false;
    size_t head = whole->words.count - count;
    if (!same_words(whole->words, head, part->words))
        return false;
    const pith__word *next = &whole->words.items[head];
    const pith__word *last = next - 1;
    return is_separated(whole->text, last, next) &&
           whole->text.data[last->offset + last->length] != ':';
}

static bool contains(pith__words words, uint32_t hash) {
    for (size_t i = 0; i < words.count && i < COMPARED_WORDS; i++) {
        if (words.items[i].hash == hash)
            return true;
    }
    return false;
}

/* ---- Collecting ------------------------------------------------------------------------------ */

static wording *add(choice *c, pith__str text, pith__source source, int rank) {
    pith__words words = pith__words_of(c->arena, text);
    if (words.count == 0 || c->count >= MAX_TITLES)
        return NULL;
    wording *added = &c->items[c->count++];
    *added = (wording){.text = text,
        .words = words,
        .key = pith__words_key(words),
        .source = source,
        .rank = rank};
    return added;
}

/* The part of <title> before a heading that is its end: "What is ownership? - The Example Book"
   under the heading "The Example Book". */
static void add_heads(choice *c) {
    size_t given = c->count;
    for (size_t i = 0; i < given; i++) {
        for (size_t k = 0; k < given && c->items[i].source == PITH_SOURCE_TITLE_ELEMENT; k++) {
            const wording *whole = &c->items[i], *part = &c->items[k];
            if (part->source != PITH_SOURCE_HEADING || !is_site_at_end(whole, part))
                continue;
            const pith__word *last =
                &whole->words.items[whole->words.count - part->words.count - 1];
            size_t at = last->offset + last->length;
            while (at < whole->text.length && pith__title_separator(whole->text, at) == 0)
                at++;
            wording *added =
                add(c, pith__str_trim(pith__str_slice(whole->text, 0, at)), whole->source, 0);
            if (added != NULL)
                added->derived = true;
            return;
        }
    }
}

static void collect(choice *c, const pith__candidate_list *candidates) {
    for (size_t i = 0; i < candidates->count; i++) {
        pith__str value = candidates->items[i].value;
        value.length = pith__utf8_boundary(value, MAX_TITLE_BYTES);
        add(c, pith__title_strip(c->arena, value, c->context->site), candidates->items[i].source,
            candidates->items[i].rank);
    }
    add_heads(c);
}

static int hex_value(char digit) {
    if (pith__is_digit(digit))
        return digit - '0';
    char lower = pith__to_lower(digit);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* One part of a path as words: "a-quiet%20harbour.html" is "a quiet harbour html". */
static pith__words path_words(pith__arena *arena, pith__str part) {
    char *text = pith__arena_alloc(arena, part.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < part.length; i++) {
        char ch = part.data[i];
        if (ch == '%' && i + 2 < part.length && hex_value(part.data[i + 1]) >= 0 &&
            hex_value(part.data[i + 2]) >= 0) {
            ch = (char)(hex_value(part.data[i + 1]) * 16 + hex_value(part.data[i + 2]));
            i += 2;
        }
        text[length++] = strchr("-_+.,", ch) != NULL ? ' ' : ch;
    }
    pith__str decoded = {text, length};
    return pith__utf8_valid(decoded) ? pith__words_of(arena, decoded) : (pith__words){NULL, 0};
}

static size_t count_telling(pith__words words) {
    size_t count = 0;
    for (size_t i = 0; i < words.count; i++)
        count += words.items[i].letters >= 3 && !words.items[i].digits;
    return count;
}

/* The words of the address's last part, or of the one before it when that has more to say. Content
   systems make them of the title when the page is made, and keep them. */
static void read_address(choice *c) {
    pith__str url = pith__str_of(c->context->url);
    size_t at = pith__str_find(url, PITH_STR("://"));
    at = at == (size_t)-1 ? url.length : at + 3;
    while (at < url.length && url.data[at] != '/')
        at++;
    size_t end = at;
    while (end < url.length && url.data[end] != '?' && url.data[end] != '#')
        end++;
    size_t best = ADDRESS_WORDS - 1;
    for (int parts = 0; parts < 2 && end > at;) {
        size_t from = end;
        while (from > at && url.data[from - 1] != '/')
            from--;
        if (from < end) {
            pith__words words = path_words(c->arena, pith__str_slice(url, from, end));
            size_t telling = count_telling(words);
            if (telling > best) {
                best = telling;
                c->address = words;
            }
            parts++;
        }
        end = from > at ? from - 1 : at;
    }
}

/* ---- Points ---------------------------------------------------------------------------------- */

static double points_of_source(const choice *c, const wording *w) {
    static const pith__threshold by_source[PITH_SOURCE_COUNT] = {
        [PITH_SOURCE_JSONLD] = PITH_THRESHOLD_TITLE_JSON_LD,
        [PITH_SOURCE_JSONLD_PAGE] = PITH_THRESHOLD_TITLE_JSON_LD_PAGE,
        [PITH_SOURCE_OPENGRAPH] = PITH_THRESHOLD_TITLE_OPENGRAPH,
        [PITH_SOURCE_TWITTER] = PITH_THRESHOLD_TITLE_TWITTER,
        [PITH_SOURCE_CITATION] = PITH_THRESHOLD_TITLE_CITATION,
        [PITH_SOURCE_DUBLIN_CORE] = PITH_THRESHOLD_TITLE_DUBLIN_CORE,
        [PITH_SOURCE_PARSELY] = PITH_THRESHOLD_TITLE_PARSELY,
        [PITH_SOURCE_META] = PITH_THRESHOLD_TITLE_META,
        [PITH_SOURCE_MICRODATA] = PITH_THRESHOLD_TITLE_MICRODATA,
        [PITH_SOURCE_TITLE_ELEMENT] = PITH_THRESHOLD_TITLE_TITLE_ELEMENT,
        [PITH_SOURCE_HEADING] = PITH_THRESHOLD_TITLE_HEADING,
        [PITH_SOURCE_SUBHEADING] = PITH_THRESHOLD_TITLE_SUBHEADING};
    pith__threshold name = by_source[w->source];
    if (w->source == PITH_SOURCE_HEADING && w->rank > 0)
        name =
            w->rank == 1 ? PITH_THRESHOLD_TITLE_HEADING_SECOND : PITH_THRESHOLD_TITLE_HEADING_LATER;
    if (w->source == PITH_SOURCE_JSONLD && w->rank != PITH_RANK_HEADLINE)
        name = w->rank == PITH_RANK_NAME ? PITH_THRESHOLD_TITLE_JSON_LD_NAME
                                         : PITH_THRESHOLD_TITLE_JSON_LD_LABEL;
    return weigh(c, name);
}

/* Points of all sources that say the same words, each source once. */
static double points_of_sources(const choice *c, const wording *w) {
    double points = 0;
    uint32_t counted = 0;
    for (size_t i = 0; i < c->count; i++) {
        const wording *other = &c->items[i];
        uint32_t bit = (uint32_t)1 << other->source;
        if (other->key != w->key || (counted & bit) != 0)
            continue;
        counted |= bit;
        points += points_of_source(c, other);
    }
    return points;
}

/* A heading beside <title>, which says what the page is about. */
static double points_of_heading(const choice *c, const wording *heading) {
    double points = 0;
    if (c->context->is_article)
        points += weigh(c, PITH_THRESHOLD_TITLE_HEADING_OF_ARTICLE);
    if (c->context->is_website && heading->rank == 0)
        points += weigh(c, PITH_THRESHOLD_TITLE_HEADING_OF_WEBSITE);
    for (size_t i = 0; i < c->count; i++) {
        const wording *element = &c->items[i];
        if (element->source != PITH_SOURCE_TITLE_ELEMENT || element->derived)
            continue;
        if (is_site_at_end(element, heading))
            return points + weigh(c, PITH_THRESHOLD_TITLE_ENDS_TITLE_ELEMENT);
        size_t of = 0, common = 0;
        for (size_t k = 0; k < heading->words.count && k < COMPARED_WORDS; k++) {
            pith__word word = heading->words.items[k];
            if (word.letters < TELLING && !word.unspaced)
                continue;
            of++;
            common += contains(element->words, word.hash);
        }
        if (of > 0 && common == of)
            points += weigh(c, PITH_THRESHOLD_TITLE_WORDS_ALL);
        else if (common * 2 >= of && of > 0)
            points += weigh(c, PITH_THRESHOLD_TITLE_WORDS_HALF);
        else if (common == 0 && of > 0)
            points += weigh(c, PITH_THRESHOLD_TITLE_WORDS_NONE);
        break;
    }
    return points;
}

/* The wording as the beginning of others, and the heading as its beginning. */
static double points_of_parts(const choice *c, const wording *w) {
    static const struct {
        pith__source source;
        pith__threshold threshold;
    } rules[] = {{PITH_SOURCE_TITLE_ELEMENT, PITH_THRESHOLD_TITLE_BEGINS_TITLE_ELEMENT},
        {PITH_SOURCE_OPENGRAPH, PITH_THRESHOLD_TITLE_BEGINS_OPENGRAPH},
        {PITH_SOURCE_JSONLD, PITH_THRESHOLD_TITLE_BEGINS_JSON_LD},
        {PITH_SOURCE_HEADING, PITH_THRESHOLD_TITLE_BEGINS_HEADING}};
    double points = 0;
    uint32_t counted = 0;
    for (size_t i = 0; i < c->count; i++) {
        const wording *other = &c->items[i];
        if (other->source == PITH_SOURCE_HEADING && other->rank == 0 &&
            w->words.count > other->words.count && same_words(w->words, 0, other->words))
            points += weigh(c, PITH_THRESHOLD_TITLE_CONTINUES_HEADING);
        for (size_t k = 0; k < sizeof rules / sizeof rules[0]; k++) {
            uint32_t bit = (uint32_t)1 << k;
            if (other->source != rules[k].source || other->rank != 0 || (counted & bit) != 0 ||
                !is_head(other, w))
                continue;
            counted |= bit;
            points += weigh(c, rules[k].threshold);
        }
    }
    return points;
}

static double points_of_address(const choice *c, const wording *w) {
    if (c->address.count == 0)
        return 0;
    size_t known = 0, used = 0, of = 0;
    for (size_t i = 0; i < c->address.count; i++)
        known += contains(w->words, c->address.items[i].hash);
    for (size_t i = 0; i < w->words.count && i < COMPARED_WORDS; i++) {
        if (pith__word_in(c->heuristics, w->words.items[i], PITH_PHRASE_STOP_WORD))
            continue;
        of++;
        used += contains(c->address, w->words.items[i].hash);
    }
    double points = weigh_amount(
        c, PITH_THRESHOLD_TITLE_ADDRESS_KNOWN, (double)known / (double)c->address.count);
    if (of > 0)
        points += weigh_amount(c, PITH_THRESHOLD_TITLE_ADDRESS_USED, (double)used / (double)of);
    return points;
}

static bool is_shouted(const wording *w) {
    size_t upper = 0;
    for (size_t i = 0; i < w->words.count; i++)
        upper += w->words.items[i].all_upper;
    return upper * 2 > w->words.count;
}

static double points_of_look(const choice *c, const wording *w) {
    double points = 0;
    if (w->words.count == 1)
        points += weigh(c, PITH_THRESHOLD_TITLE_ONE_WORD);
    if (is_shouted(w))
        points += weigh(c, PITH_THRESHOLD_TITLE_SHOUTED);
    if (pith__str_ends_nocase(w->text, PITH_STR("...")) ||
        pith__str_ends_nocase(w->text, PITH_STR("…")))
        points += weigh(c, PITH_THRESHOLD_TITLE_TRAILS_OFF);
    else if (pith__str_ends_nocase(w->text, PITH_STR(".")))
        points += weigh(c, PITH_THRESHOLD_TITLE_FULL_STOP);
    if (pith__title_is_site(c->arena, w->text, c->context->site))
        points += weigh(c, PITH_THRESHOLD_TITLE_SITE);
    if (w->text.length > 0 && memchr(w->text.data, '|', w->text.length) != NULL)
        points += weigh(c, PITH_THRESHOLD_TITLE_BAR);
    return points;
}

static double points_of(const choice *c, const wording *w) {
    double points = points_of_sources(c, w) + points_of_parts(c, w) + points_of_address(c, w) +
                    points_of_look(c, w);
    for (size_t i = 0; i < c->count; i++) {
        if (c->items[i].source == PITH_SOURCE_HEADING && c->items[i].key == w->key)
            return points + points_of_heading(c, &c->items[i]);
    }
    return points;
}

/* ---- Choice ---------------------------------------------------------------------------------- */

/* A short part behind a bar is a section or a site that nobody named: "A long enough title | News".
   Other marks also stand inside titles. */
static pith__str without_tail(pith__arena *arena, pith__str text) {
    size_t bar = text.length;
    for (size_t i = text.length; i > 0 && bar == text.length; i--) {
        if (text.data[i - 1] == '|')
            bar = i - 1;
    }
    pith__str head = pith__str_trim(pith__str_slice(text, 0, bar));
    pith__str tail = pith__str_slice(text, bar + 1, text.length);
    size_t words = pith__words_of(arena, head).count;
    size_t after = pith__words_of(arena, tail).count;
    bool short_tail = after > 0 && after <= SHORT_TAIL && words >= 3 && words > after;
    return short_tail ? head : text;
}

/* Of the same words, the spelling that does not shout; else the most trusted source's. */
static const wording *best_spelling(const choice *c, const wording *best) {
    if (!is_shouted(best))
        return best;
    for (size_t i = 0; i < c->count; i++) {
        if (c->items[i].key == best->key && !is_shouted(&c->items[i]))
            return &c->items[i];
    }
    return best;
}

/* Points of a wording, and what they are for where that is asked. Of wordings with the same words
   the first stands for all. */
static double judge(choice *c, size_t index) {
    const wording *w = &c->items[index];
    pith__title_notes *notes = c->context->notes;
    if (notes == NULL)
        return points_of(c, w);
    for (size_t i = 0; i < index; i++) {
        if (c->items[i].key == w->key)
            return points_of(c, w);
    }
    pith__title_note *note = &notes->items[notes->count++];
    note->text = without_tail(c->arena, w->text);
    c->amounts = note->amounts;
    double points = points_of(c, w);
    c->amounts = NULL;
    return points;
}

pith__chosen pith__title_choose(pith__arena *arena, const pith__heuristics *heuristics,
    const pith__candidate_list *candidates, const pith__title_context *context) {
    choice *c = pith__arena_array(arena, 1, sizeof *c);
    c->arena = arena;
    c->heuristics = heuristics;
    c->context = context;
    collect(c, candidates);
    read_address(c);
    if (context->notes != NULL)
        *context->notes =
            (pith__title_notes){pith__arena_array(arena, c->count, sizeof(pith__title_note)), 0};
    const wording *best = NULL;
    double most = 0;
    for (size_t i = 0; i < c->count; i++) {
        double points = judge(c, i);
        if (best == NULL || points > most) {
            most = points;
            best = &c->items[i];
        }
    }
    if (best == NULL)
        return (pith__chosen){NULL, PITH_SOURCE_NONE};
    best = best_spelling(c, best);
    return (pith__chosen){pith__str_copy(arena, without_tail(arena, best->text)), best->source};
}

pith__str pith__title_site(
    pith__arena *arena, const pith__candidate_list *candidates, pith__str title) {
    pith__str none = {NULL, 0};
    wording short_title = {.text = title, .words = pith__words_of(arena, title)};
    for (size_t i = 0; i < candidates->count; i++) {
        if (candidates->items[i].source != PITH_SOURCE_TITLE_ELEMENT)
            continue;
        wording whole = {.text = candidates->items[i].value};
        whole.words = pith__words_of(arena, whole.text);
        if (!is_head(&whole, &short_title))
            return none;
        size_t at = whole.text.length;
        while (at > 0 && pith__title_separator(whole.text, at - 1) == 0)
            at--;
        size_t mark = at == 0 ? 0 : pith__title_separator(whole.text, at - 1);
        pith__str site =
            pith__str_trim(pith__str_slice(whole.text, at - (at > 0) + mark, whole.text.length));
        return pith__words_of(arena, site).count <= SITE_WORDS ? site : none;
    }
    return none;
}
