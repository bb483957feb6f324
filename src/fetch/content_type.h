/*
 * content_type.h - the value of a Content-Type header (RFC 9110, section 8.3).
 */
#ifndef PITH_FETCH_CONTENT_TYPE_H
#define PITH_FETCH_CONTENT_TYPE_H

#include <stdbool.h>

#include "../base/str.h"
#include "../pith.h"

/* The media type, "text/html", as it stands in the value: without parameters and white space. */
pith__str pith__content_type_media(pith__str value);

/*
 * Whether a page can be of this type: HTML, XHTML, plain text, or none named at all. `*kind` is
 * then what the page is to be taken for, PITH_KIND_AUTO when no type is named.
 */
bool pith__content_type_is_page(pith__str value, pith_kind *kind);

/*
 * The value of the first charset parameter, quotes removed, or the empty view. Quoted-pair escapes
 * are not undone: no name of a charset needs one.
 */
pith__str pith__content_type_charset(pith__str value);

#endif
