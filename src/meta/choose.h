/* choose.h - the best of the candidates of each field, with its source; text NULL: there is none.
 */
#ifndef PITH_META_CHOOSE_H
#define PITH_META_CHOOSE_H

#include "sources.h"
#include "titles.h"

/* The most trusted value as it is. */
pith__chosen pith__choose_first(const pith__meta *meta, pith__field field);

/* The canonical address, absolute; without candidates the page's own. One that names only a site
   while the page was found deeper is a mistake of the page. */
pith__chosen pith__choose_url(const pith__meta *meta);

/* An absolute URL; with `or_text` also a text of several words: the name of a license. `base` may
   be NULL. */
pith__chosen pith__choose_resolved(
    const pith__meta *meta, pith__field field, const char *base, bool or_text);

/* A name of at most 100 characters that is no address and no handle. */
pith__chosen pith__choose_sitename(const pith__meta *meta);

/* A language tag in the form of RFC 5646: "en_US" is "en-US", "english" is none. */
pith__chosen pith__choose_language(const pith__meta *meta);

/* All values of the most trusted source, split at the marks, each once, joined by "; ". */
pith__chosen pith__choose_list(const pith__meta *meta, pith__field field, const char *marks);

/*
 * Names only. A person before a company, a desk or an account; the site itself only where a visible
 * byline names it, or when it is called like a person.
 */
pith__chosen pith__choose_author(const pith__meta *meta, pith__site site);

/*
 * Dates in ISO 8601, none after the time of capture. The date is that of the first publication;
 * when the page tells only that of a change, it is that, and when it tells none, the year of its
 * copyright.
 */
pith__chosen pith__choose_date(const pith__meta *meta);
pith__chosen pith__choose_modified(const pith__meta *meta);

/* For a page that names nobody where authors are named: the only person who is called an author
   below the headline, or who wrote the first post of a thread. */
pith__chosen pith__meta_author_elsewhere(const pith__meta *meta, pith__site site);

/* For a page that tells no date where articles have theirs: that of the first post of a thread, one
   with a label, the only one of the page, one in a script, in the description, in the copyright
   notice, or the year of that. */
pith__chosen pith__meta_date_elsewhere(const pith__meta *meta);

#endif
