#include "choose.h"

#include <string.h>

#include "names.h"

enum {
    PERSON_TRUST = 60, /* A source that may name a person where a better one names none. */
    REPEATED = 2,      /* Bylines that make an account the author. */
    NEWSROOM_WORDS = 3,
    ACCOUNT_WORDS = 5, /* Words of a byline that names an account. */
};

/* Sources that are read from visible text: what they say must look like a name. */
static bool is_guess(pith__source source) {
    return source == PITH_SOURCE_BYLINE || source == PITH_SOURCE_VISIBLE;
}

/* "Post by harbourer » 11 Sep 2024, 18:36": what stands between a lead and a date is a name, also
   an account's. */
static bool is_dated_byline(const pith__meta *meta, const pith__candidate *candidate) {
    pith__date_place place;
    return candidate->source == PITH_SOURCE_BYLINE &&
           pith__names_lead(meta->arena, meta->heuristics, candidate->value) > 0 &&
           pith__date_find(meta->heuristics, candidate->value, 0, meta->order, &place);
}

/* Far from the headline it must look like a person's. */
static void drop_implausible(
    const pith__meta *meta, const pith__candidate *candidate, pith__names *names) {
    bool dated = is_dated_byline(meta, candidate);
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        pith__str name = names->items[i];
        if (dated && names->count == 1 && pith__names_account(meta->arena, name))
            names->items[kept++] = name;
        else if (candidate->source == PITH_SOURCE_VISIBLE
                     ? pith__names_personal(meta->arena, meta->heuristics, name)
                     : pith__names_plausible(meta->arena, meta->heuristics, name) ||
                           pith__names_is_desk(meta->arena, meta->heuristics, name))
            names->items[kept++] = name;
    }
    names->count = kept;
}

/* The names of the candidate at `at` and of those that belong to it. */
static void collect_names(const pith__meta *meta, pith__site site, size_t at, pith__names *names) {
    const pith__candidate_list *list = &meta->candidates->fields[PITH_FIELD_AUTHOR];
    const pith__candidate *first = &list->items[at];
    *names = (pith__names){.site = site.name, .host = site.label};
    bool inverted =
        first->source == PITH_SOURCE_CITATION || first->source == PITH_SOURCE_DUBLIN_CORE;
    for (size_t k = at; k < list->count; k++) {
        if (list->items[k].source == first->source && list->items[k].group == first->group &&
            list->items[k].trust == first->trust)
            pith__names_add(meta->arena, meta->heuristics, names, list->items[k].value, inverted);
    }
}

/* twitter:creator is the name of an account, and that of a person only when it looks like one. */
static bool is_handle(const pith__candidate *candidate) {
    return candidate->source == PITH_SOURCE_TWITTER && candidate->rank > 0;
}

static bool has_person(const pith__meta *meta, const pith__names *names) {
    for (size_t i = 0; i < names->count; i++) {
        if (pith__names_personal(meta->arena, meta->heuristics, names->items[i]))
            return true;
    }
    return false;
}

/* Whether a value may take the place of a company or an account that a more trusted source names.
 */
static bool outranks_group(const pith__meta *meta, const pith__candidate *c) {
    return c->trust >= PERSON_TRUST &&
           (!is_guess(c->source) || pith__names_lead(meta->arena, meta->heuristics, c->value) > 0);
}

/*
 * All names of the most trusted source that names a person; else of the most trusted one that names
 * a company, a desk or an account. With an empty `site` its name is no obstacle.
 */
static pith__chosen author_beside(const pith__meta *meta, pith__site site) {
    const pith__candidate_list *list = &meta->candidates->fields[PITH_FIELD_AUTHOR];
    pith__names *names = pith__arena_array(meta->arena, 1, sizeof *names);
    pith__chosen group = {NULL, PITH_SOURCE_NONE};
    for (size_t i = 0; i < list->count; i++) {
        const pith__candidate *candidate = &list->items[i];
        if (group.text != NULL && !outranks_group(meta, candidate))
            continue;
        collect_names(meta, site, i, names);
        if (is_guess(candidate->source))
            drop_implausible(meta, candidate, names);
        if (names->count == 0)
            continue;
        pith__chosen found = {pith__names_join(meta->arena, names), candidate->source};
        if (has_person(meta, names))
            return found;
        if (is_handle(candidate))
            continue;
        if (group.text == NULL)
            group = found;
        if (is_guess(group.source))
            break;
    }
    return group;
}

/* A name that readers see in a byline, so many times, although it does not look like one: an
   account's, or the site's own. */
static pith__chosen author_of_byline(const pith__meta *meta, pith__site site, int times) {
    const pith__candidate_list *list = &meta->candidates->fields[PITH_FIELD_AUTHOR];
    pith__names *names = pith__arena_array(meta->arena, 1, sizeof *names);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].source != PITH_SOURCE_BYLINE &&
            list->items[i].source != PITH_SOURCE_LINK)
            continue;
        collect_names(meta, site, i, names);
        if (names->count != 1 || !pith__names_account(meta->arena, names->items[0]) ||
            pith__words_of(meta->arena, list->items[i].value).count > ACCOUNT_WORDS)
            continue;
        pith__str account = names->items[0];
        int found = 1;
        for (size_t k = i + 1; k < list->count && found < times; k++) {
            if (list->items[k].source != PITH_SOURCE_BYLINE)
                continue;
            collect_names(meta, site, k, names);
            found += names->count == 1 && pith__str_equal(names->items[0], account);
        }
        if (found >= times)
            return (pith__chosen){pith__str_copy(meta->arena, account), list->items[i].source};
    }
    return (pith__chosen){NULL, PITH_SOURCE_NONE};
}

/* "By Staff Writer", "Von Redaktion, 24. Januar": the newsroom signs, as readers see it. */
static pith__chosen newsroom_of_byline(const pith__meta *meta) {
    const pith__candidate_list *list = &meta->candidates->fields[PITH_FIELD_AUTHOR];
    for (size_t i = 0; i < list->count; i++) {
        pith__str value = list->items[i].value;
        size_t lead = pith__names_lead(meta->arena, meta->heuristics, value);
        if (list->items[i].source != PITH_SOURCE_BYLINE || lead == 0 || lead >= value.length)
            continue;
        value = pith__str_slice(value, lead, value.length);
        size_t end = 0;
        while (end < value.length && strchr(",;|(-", value.data[end]) == NULL)
            end++;
        value = pith__str_trim(pith__str_slice(value, 0, end));
        pith__words words = pith__words_of(meta->arena, value);
        bool desk = false;
        for (size_t k = 0; k < words.count; k++)
            desk = desk || pith__word_in(meta->heuristics, words.items[k], PITH_PHRASE_NAME_DESK);
        if (desk && words.count <= NEWSROOM_WORDS)
            return (pith__chosen){pith__str_copy(meta->arena, value), PITH_SOURCE_BYLINE};
    }
    return (pith__chosen){NULL, PITH_SOURCE_NONE};
}

/* A site that names itself as the author mostly has nobody to name. But the site of one person
   carries that person's name. */
pith__chosen pith__choose_author(const pith__meta *meta, pith__site site) {
    static const pith__site nobody = {{NULL, 0}, {NULL, 0}};
    pith__chosen author = author_beside(meta, site);
    bool far = author.source == PITH_SOURCE_VISIBLE;
    if (author.text != NULL && !far)
        return author;
    /* An account near the headline, again and again, before a person who is named somewhere. */
    if (far) {
        pith__chosen account = author_of_byline(meta, site, REPEATED);
        return account.text != NULL ? account : author;
    }
    pith__chosen of_site = author_beside(meta, nobody);
    if (pith__names_personal(meta->arena, meta->heuristics, pith__str_of(of_site.text)))
        return of_site;
    author = author_of_byline(meta, site, 1);
    if (author.text != NULL)
        return author;
    if (of_site.source == PITH_SOURCE_BYLINE || of_site.source == PITH_SOURCE_LINK)
        return of_site;
    author = author_of_byline(meta, nobody, 1);
    if (author.text == NULL)
        author = newsroom_of_byline(meta);
    return author.text != NULL ? author : pith__meta_author_elsewhere(meta, site);
}
