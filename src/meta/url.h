/* url.h - addresses: made absolute, looked into. Parsing is libcurl's. */
#ifndef PITH_META_URL_H
#define PITH_META_URL_H

#include "../base/arena.h"
#include "../base/str.h"
#include "dates.h"

enum { PITH_URL_MAXIMUM = 4096 }; /* Bytes; a longer one is none. */

/*
 * The absolute http or https URL that `reference` means on the page `base` (may be NULL: then only
 * an absolute one counts), without a fragment; or NULL.
 */
char *pith__url_resolve(pith__arena *arena, const char *base, pith__str reference);

/* The host of an absolute URL in lower case, without port; or NULL. */
char *pith__url_host(pith__arena *arena, const char *url);

/* Whether the URL names more than a site: it has a path or a query. */
bool pith__url_has_path(pith__arena *arena, const char *url);

/*
 * The host's own name: "example" of "www.example.co.uk"; the longest label, the last one and common
 * second-level labels aside. Empty when there is none.
 */
pith__str pith__url_label(pith__str host);

/* The day in a URL's path: /2024/03/05/, /2024-03-05-title, /20240305/. */
bool pith__url_date(pith__str url, pith__date *date);

#endif
