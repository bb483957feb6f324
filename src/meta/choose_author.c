#include "choose.h"
#include "names.h"

enum {
    PERSON_TRUST = 60, /* A source that may name a person where a better one names none. */
};

/* Sources that are read from visible text: what they say must look like a name. */
static bool is_guess(pith__source source) {
    return source == PITH_SOURCE_BYLINE || source == PITH_SOURCE_VISIBLE;
}

/* Far from the headline it must look like a person's. */
static void drop_implausible(const pith__meta *meta, pith__source source, pith__names *names) {
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        pith__str name = names->items[i];
        if (source == PITH_SOURCE_VISIBLE
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
            drop_implausible(meta, candidate->source, names);
        if (names->count == 0)
            continue;
        pith__chosen found = {pith__names_join(meta->arena, names), candidate->source};
        if (has_person(meta, names))
            return found;
        if (group.text == NULL)
            group = found;
        if (is_guess(group.source))
            break;
    }
    return group;
}

/* A name that readers see in a byline although it does not look like one: an account's, or the
   site's own. */
static pith__chosen author_of_byline(const pith__meta *meta, pith__site site) {
    const pith__candidate_list *list = &meta->candidates->fields[PITH_FIELD_AUTHOR];
    pith__names *names = pith__arena_array(meta->arena, 1, sizeof *names);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].source != PITH_SOURCE_BYLINE &&
            list->items[i].source != PITH_SOURCE_LINK)
            continue;
        collect_names(meta, site, i, names);
        if (names->count == 1 && pith__names_account(meta->arena, names->items[0]))
            return (pith__chosen){pith__names_join(meta->arena, names), list->items[i].source};
    }
    return (pith__chosen){NULL, PITH_SOURCE_NONE};
}

/* A site that names itself as the author mostly has nobody to name. But the site of one person
   carries that person's name. */
pith__chosen pith__choose_author(const pith__meta *meta, pith__site site) {
    static const pith__site nobody = {{NULL, 0}, {NULL, 0}};
    pith__chosen author = author_beside(meta, site);
    if (author.text != NULL)
        return author;
    pith__chosen of_site = author_beside(meta, nobody);
    if (pith__names_personal(meta->arena, meta->heuristics, pith__str_of(of_site.text)))
        return of_site;
    author = author_of_byline(meta, site);
    if (author.text != NULL)
        return author;
    if (of_site.source == PITH_SOURCE_BYLINE || of_site.source == PITH_SOURCE_LINK)
        return of_site;
    author = author_of_byline(meta, nobody);
    return author.text != NULL ? author : pith__meta_author_elsewhere(meta, site);
}
