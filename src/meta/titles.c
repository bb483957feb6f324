#include "titles.h"

#include <string.h>

#include "../base/unicode.h"
#include "../base/words.h"
#include "values.h"

enum {
    MAX_TITLES = 24,
    MAX_TITLE_BYTES = 1000,
    COMPARED_WORDS = 40,
    SITE_WORDS = 6, /* The longest name of a site that a title proves. */
    SHORT_TAIL = 4, /* Words behind a bar that are no part of a title. */
};

/* Marks between a title and the name of its site. The longer of two that begin alike comes first.
 */
static const char *const separators[] = {" | ", "|", " - ", " – ", " — ", " :: ", " » ", " › ",
    " · ", " • ", " // ", " / ", " ~ ", " < ", " > ", " « ", " ― ", ": ", "｜", "_"};

static size_t separator_length(pith__str text, size_t at) {
    pith__str rest = pith__str_slice(text, at, text.length);
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        pith__str mark = pith__str_of(separators[i]);
        if (pith__str_starts(rest, mark))
            return mark.length;
    }
    return 0;
}

/* Whether a part of a title is the site: its name, or its host's label. "The Post" and "Post",
   "Example Blog" and "example" are the same site. */
static bool is_site(pith__arena *arena, pith__str part, pith__site site) {
    pith__str squeezed = pith__value_squeeze(arena, part);
    pith__str name = pith__value_squeeze(arena, site.name);
    if (squeezed.length < 2)
        return false;
    if (pith__str_equal(squeezed, name) ||
        (site.label.length >= 3 && pith__str_equal(squeezed, site.label)))
        return true;
    pith__str bare = pith__str_starts(squeezed, PITH_STR("the"))
                         ? pith__str_slice(squeezed, 3, squeezed.length)
                         : squeezed;
    if (pith__words_of(arena, part).count > 5)
        return false;
    size_t site_words = pith__words_of(arena, site.name).count;
    bool short_name = site_words <= 6 && pith__words_of(arena, part).count <= site_words + 2;
    if (short_name && bare.length >= 4 && name.length >= 4 &&
        (pith__str_starts(name, bare) || pith__str_starts(bare, name)))
        return true;
    return site.label.length >= 4 && bare.length >= 4 &&
           (pith__str_starts(bare, site.label) || pith__str_starts(site.label, bare));
}

/* "Example.com": a host written as a name. */
static bool is_host(pith__str part) {
    size_t dots = 0;
    for (size_t i = 0; i < part.length; i++) {
        if (pith__is_space(part.data[i]))
            return false;
        dots += part.data[i] == '.' && i > 0 && i + 2 < part.length;
    }
    return dots > 0;
}

/* Takes one part off the end, or off the start, when it is the site. */
static bool strip_once(pith__arena *arena, pith__str *title, pith__site site) {
    size_t first_end = 0, first_length = 0, last_begin = 0, last_length = 0;
    for (size_t at = 1; at + 1 < title->length; at++) {
        size_t length = separator_length(*title, at);
        if (length == 0)
            continue;
        if (first_length == 0) {
            first_end = at;
            first_length = length;
        }
        last_begin = at;
        last_length = length;
        at += length - 1;
    }
    if (first_length == 0)
        return false;
    pith__str head = pith__str_trim(pith__str_slice(*title, 0, last_begin));
    pith__str last =
        pith__str_trim(pith__str_slice(*title, last_begin + last_length, title->length));
    if (head.length > 0 && title->data[last_begin] != ':' &&
        (is_site(arena, last, site) || is_host(last))) {
        *title = head;
        return true;
    }
    /* "Site: a title" may be the title: a colon is a part of many. */
    if (title->data[first_end] == ':')
        return false;
    pith__str first = pith__str_trim(pith__str_slice(*title, 0, first_end));
    pith__str tail =
        pith__str_trim(pith__str_slice(*title, first_end + first_length, title->length));
    if (tail.length > 0 && is_site(arena, first, site)) {
        *title = tail;
        return true;
    }
    return false;
}

pith__str pith__title_strip(pith__arena *arena, pith__str title, pith__site site) {
    title = pith__str_trim(title);
    for (int i = 0; i < 3 && strip_once(arena, &title, site); i++)
        continue;
    return title;
}

/* ---- Choice ---------------------------------------------------------------------------------- */

typedef struct wording {
    pith__str text;
    pith__words words;
    pith__source source;
    int trust;
    int votes;
} wording;

static bool same_words(pith__words a, size_t from, pith__words b) {
    if (b.count == 0 || from > a.count || b.count > a.count - from)
        return false;
    for (size_t i = 0; i < b.count; i++) {
        if (a.items[from + i].hash != b.items[i].hash)
            return false;
    }
    return true;
}

static bool is_same(const wording *a, const wording *b) {
    return a->words.count == b->words.count && same_words(a->words, 0, b->words);
}

/* Whether a separator stands between two words of a title. */
static bool is_separated(const wording *whole, const pith__word *before, const pith__word *after) {
    for (size_t at = before->offset + before->length; at < after->offset; at++) {
        if (separator_length(whole->text, at) > 0)
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
    return is_separated(whole, next - 1, next);
}

/* The same for the end, where sites stand. */
static bool is_tail(const wording *whole, const wording *part) {
    if (part->words.count == 0 || whole->words.count <= part->words.count)
        return false;
    size_t extra = whole->words.count - part->words.count;
    if (!same_words(whole->words, extra, part->words))
        return false;
    const pith__word *next = &whole->words.items[extra];
    return is_separated(whole, next - 1, next);
}

/* How many words of some length of `a` are also in `b`. */
static size_t common_words(const wording *a, const wording *b, size_t *of) {
    size_t common = 0;
    *of = 0;
    for (size_t i = 0; i < a->words.count && i < COMPARED_WORDS; i++) {
        if (a->words.items[i].letters < 4 && !a->words.items[i].unspaced)
            continue;
        ++*of;
        bool found = false;
        for (size_t k = 0; k < b->words.count && k < COMPARED_WORDS && !found; k++)
            found = a->words.items[i].hash == b->words.items[k].hash;
        common += found;
    }
    return common;
}

static size_t collect(
    pith__arena *arena, const pith__candidate_list *candidates, pith__site site, wording *titles) {
    size_t count = 0;
    for (size_t i = 0; i < candidates->count && count < MAX_TITLES; i++) {
        const pith__candidate *c = &candidates->items[i];
        pith__str value = c->value;
        value.length = pith__utf8_boundary(value, MAX_TITLE_BYTES);
        pith__str text = pith__title_strip(arena, value, site);
        pith__words words = pith__words_of(arena, text);
        if (words.count == 0)
            continue;
        titles[count++] =
            (wording){.text = text, .words = words, .source = c->source, .trust = c->trust};
    }
    return count;
}

/* What readers see, or the article's own node, as opposed to what is written for search results. */
static bool is_primary(pith__source source) {
    return source == PITH_SOURCE_HEADING || source == PITH_SOURCE_JSONLD ||
           source == PITH_SOURCE_MICRODATA || source == PITH_SOURCE_CITATION;
}

/*
 * What readers see as the headline is the title, also where <title> is worded for search engines: a
 * heading counts more when half of its words are in <title>. A heading may also be a banner or the
 * name of the site: it counts less without a common word, and hardly when it is the end of <title>.
 */
static void weigh_headings(wording *titles, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (titles[i].source != PITH_SOURCE_HEADING)
            continue;
        for (size_t k = 0; k < count; k++) {
            if (titles[k].source != PITH_SOURCE_TITLE_ELEMENT)
                continue;
            size_t of;
            size_t common = common_words(&titles[i], &titles[k], &of);
            if (is_tail(&titles[k], &titles[i]))
                titles[i].trust /= 4;
            else if (of > 1 && common * 2 >= of)
                titles[i].trust = titles[i].trust * 3 / 2;
            else if (common == 0)
                titles[i].trust = titles[i].trust / 3;
        }
    }
}

/* Those who agree with a title add their trust, each source once; those of whom it is a proper part
   add all of it when it is a headline, else half. */
static void vote(wording *titles, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t voted = 0;
        for (size_t k = 0; k < count; k++) {
            uint32_t bit = (uint32_t)1 << titles[k].source;
            if ((voted & bit) != 0)
                continue;
            if (i == k || is_same(&titles[i], &titles[k])) {
                titles[i].votes += titles[k].trust;
                voted |= bit;
            } else if (is_head(&titles[k], &titles[i])) {
                titles[i].votes +=
                    is_primary(titles[i].source) ? titles[k].trust : titles[k].trust / 2;
                voted |= bit;
            }
        }
    }
}

static bool is_shouted(const wording *t) {
    size_t upper = 0;
    for (size_t i = 0; i < t->words.count; i++)
        upper += t->words.items[i].all_upper;
    return upper * 2 > t->words.count;
}

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
        while (at > 0 && separator_length(whole.text, at - 1) == 0)
            at--;
        size_t mark = at == 0 ? 0 : separator_length(whole.text, at - 1);
        pith__str site =
            pith__str_trim(pith__str_slice(whole.text, at - (at > 0) + mark, whole.text.length));
        return pith__words_of(arena, site).count <= SITE_WORDS ? site : none;
    }
    return none;
}

/* Without a heading at its end: "What is ownership? - The Example Book" under the heading "The
   Example Book". */
static pith__str without_heading(const wording *best, const wording *titles, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (titles[i].source != PITH_SOURCE_HEADING || !is_tail(best, &titles[i]))
            continue;
        size_t kept = best->words.count - titles[i].words.count;
        const pith__word *last = &best->words.items[kept - 1];
        size_t at = last->offset + last->length;
        while (at < best->text.length && separator_length(best->text, at) == 0)
            at++;
        return pith__str_trim(pith__str_slice(best->text, 0, at));
    }
    return best->text;
}

char *pith__title_choose(
    pith__arena *arena, const pith__candidate_list *candidates, pith__site site) {
    wording titles[MAX_TITLES];
    size_t count = collect(arena, candidates, site, titles);
    if (count == 0)
        return NULL;
    weigh_headings(titles, count);
    vote(titles, count);
    const wording *best = NULL;
    for (size_t i = 0; i < count; i++) {
        /* The site's own name is the title of its front page at most. */
        int votes = is_site(arena, titles[i].text, site) ? titles[i].votes / 8 : titles[i].votes;
        titles[i].votes = votes;
        if (best == NULL || votes > best->votes)
            best = &titles[i];
    }
    /* Of the same words, a spelling that does not shout. */
    for (size_t i = 0; i < count && is_shouted(best); i++) {
        if (is_same(best, &titles[i]) && !is_shouted(&titles[i]))
            best = &titles[i];
    }
    return pith__str_copy(arena, without_tail(arena, without_heading(best, titles, count)));
}
