/*
 * titles.h - the title among what a page calls itself, without the name of the site.
 */
#ifndef PITH_META_TITLES_H
#define PITH_META_TITLES_H

#include "candidates.h"

/* What is known of the site: any may be empty. */
typedef struct pith__site {
    pith__str name;
    pith__str label; /* Of the host: see pith__url_label(). */
} pith__site;

/*
 * The title without the site's name at either end, when it stands behind a separator: "Title |
 * Site", "Site: Title", "Title - Section - Site".
 */
pith__str pith__title_strip(pith__arena *arena, pith__str title, pith__site site);

/*
 * The best of the candidates for a title, stripped; NULL when there is none. Candidates that agree
 * vote for each other. A headline that is a part of <title> proves where the title ends.
 */
char *pith__title_choose(
    pith__arena *arena, const pith__candidate_list *candidates, pith__site site);

/* The name of the site in <title>, which is proved when the rest of it is the title; or empty. */
pith__str pith__title_site(
    pith__arena *arena, const pith__candidate_list *candidates, pith__str title);

#endif
