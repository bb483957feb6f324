/*
 * names.h - names out of bylines: "By JANE DOE, Senior Editor | The Post" is "JANE DOE".
 */
#ifndef PITH_META_NAMES_H
#define PITH_META_NAMES_H

#include "../heuristics/heuristics.h"

enum { PITH_MAX_NAMES = 64 }; /* Names of one page; more are left out. */

typedef struct pith__names {
    pith__str items[PITH_MAX_NAMES];
    size_t count;
    pith__str site; /* What is no author: the site's name; may be empty. */
    pith__str host; /* The same for the host's label. */
} pith__names;

/*
 * Adds the names in `value` to `names`, each once. Dropped are words before a name ("by"), roles
 * and what follows them, addresses, handles, dates, fillers ("admin"), and the site itself.
 * `inverted`: the value may be "Doe, Jane", as catalogues write.
 */
void pith__names_add(pith__arena *arena, const pith__heuristics *heuristics, pith__names *names,
    pith__str value, bool inverted);

/* All names, joined by "; "; NULL when there is none. */
char *pith__names_join(pith__arena *arena, const pith__names *names);

/*
 * How many bytes at the start of a line are words that stand before a name, blanks and colon
 * included: 3 for "By Jane", 12 for "Curated by: x". 0 when it begins otherwise.
 */
size_t pith__names_lead(pith__arena *arena, const pith__heuristics *heuristics, pith__str line);

/* Whether the text looks like a name by itself: 1 to 5 words, capitals, no figures. */
bool pith__names_plausible(pith__arena *arena, const pith__heuristics *heuristics, pith__str text);

/* Whether it looks like the name of a person rather than that of a company, a desk or an account:
   2 to 5 words, plausible as above, none of them said of groups (name-group, name-desk). */
bool pith__names_personal(pith__arena *arena, const pith__heuristics *heuristics, pith__str text);

/* Whether it is written as the name of an account is: ASCII letters, digits, ". _ -". */
bool pith__names_account(pith__arena *arena, pith__str text);

/* Whether the last word says that a group signs: "Outlook News Desk". */
bool pith__names_is_desk(pith__arena *arena, const pith__heuristics *heuristics, pith__str text);

#endif
