/*
 * url.h - URLs as the fetcher compares, requests and logs them.
 *
 * Two spellings of one address become the same text (RFC 3986, section 6.2.2 and 6.2.3): scheme and
 * host in lower case, host names outside ASCII as A-labels (IDNA 2008), numeric IPv4 addresses of
 * any form as four decimal numbers, no default port, dot segments resolved, percent-encoding in
 * upper case and only where it is needed, no fragment. User name and password are taken out, so
 * that the text can be logged. What libcurl requests is this very text, and it is libcurl that
 * takes it apart: no two parsers can see two different hosts in it.
 */
#ifndef PITH_FETCH_URL_H
#define PITH_FETCH_URL_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/str.h"
#include "../pith.h"

/* Bytes of a URL; a longer one is refused. */
enum { PITH_URL_MAX = 16384 };

/* All members are malloc'ed and end in NUL. */
typedef struct pith__url {
    char *text;        /* The whole, as above. */
    char *authority;   /* "https://host:port", with the port in any case: whom robots.txt is for. */
    char *host;        /* Without the brackets of IPv6: whom politeness is owed. */
    char *path;        /* Path and query: what robots.txt is about. Begins with "/". */
    char *credentials; /* "user:password" as in the URL, decoded; or NULL. */
    bool is_https;
} pith__url;

/*
 * Parses a URL, which may be relative if `base` (or else NULL) is given. `base` is a text as above.
 * Errors: PITH_ERROR_URL (malformed, too long, neither http nor https), PITH_ERROR_MEMORY. `*url`
 * is empty then. Clear it with pith__url_clear().
 */
pith_status pith__url_parse(pith__url *url, const char *base, const char *text, pith_error *error);

void pith__url_clear(pith__url *url);

/* A number that tells texts apart (64 bits, well mixed); `seed` makes independent ones. */
uint64_t pith__url_hash(const char *text, uint64_t seed);

#endif
