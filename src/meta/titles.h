/*
 * titles.h - the title among what a page calls itself, without the name of the site.
 */
#ifndef PITH_META_TITLES_H
#define PITH_META_TITLES_H

#include "../heuristics/heuristics.h"
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

/* The length of the separator that stands at byte `at` of a title; 0: none does. */
size_t pith__title_separator(pith__str text, size_t at);

/* Whether a part of a title is the site: its name, or its host's label. "The Post" and "Post",
   "Example Blog" and "example" are the same site. */
bool pith__title_is_site(pith__arena *arena, pith__str part, pith__site site);

/* The weights of titles stand together among the thresholds. */
enum {
    PITH_TITLE_FIRST_WEIGHT = PITH_THRESHOLD_TITLE_HEADING,
    PITH_TITLE_WEIGHTS = PITH_THRESHOLD_TITLE_BAR - PITH_TITLE_FIRST_WEIGHT + 1,
};

/* What a wording got points for, for tools/train/titles.py: its points are the sum of the weights
   times these amounts. */
typedef struct pith__title_note {
    pith__str text;
    float amounts[PITH_TITLE_WEIGHTS];
} pith__title_note;

typedef struct pith__title_notes {
    pith__title_note *items; /* One for all wordings of the same words. */
    size_t count;
} pith__title_notes;

/* What is known of a page whose title is looked for. */
typedef struct pith__title_context {
    pith__site site;
    const char *url;          /* As given, or NULL. */
    bool is_article;          /* The page calls itself one. */
    bool is_website;          /* The page calls itself the site. */
    pith__title_notes *notes; /* Filled when not NULL. */
} pith__title_context;

/*
 * The best wording among the candidates, stripped; its text is NULL when there is none. A wording
 * gets points for all that say it and for how it stands to the others (thresholds.conf, title-...).
 */
pith__chosen pith__title_choose(pith__arena *arena, const pith__heuristics *heuristics,
    const pith__candidate_list *candidates, const pith__title_context *context);

/* The name of the site in <title>, which is proved when the rest of it is the title; or empty. */
pith__str pith__title_site(
    pith__arena *arena, const pith__candidate_list *candidates, pith__str title);

#endif
