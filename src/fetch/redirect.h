/*
 * redirect.h - where a redirect led: to a page like the one asked for, or away from it.
 */
#ifndef PITH_FETCH_REDIRECT_H
#define PITH_FETCH_REDIRECT_H

#include "../pith.h"

/*
 * Compares a URL with the one that its redirects led to, both normalized. A label of the new host
 * name or a segment of the new path that the old URL does not have, and that redirects.conf lists,
 * says that this is a page for logging in or consenting; a path with nothing in it but names of
 * home pages says that it is one, if the old one was not. `extractor` may be NULL: only an empty
 * path is a home page then.
 */
pith_redirect pith__redirect_kind(
    const pith_extractor *extractor, const char *from, const char *to);

#endif
