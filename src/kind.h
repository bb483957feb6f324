/* kind.h - what a page is, by its first bytes. */
#ifndef PITH_KIND_H
#define PITH_KIND_H

#include "base/str.h"
#include "pith.h"

/*
 * HTML when the first characters are markup: a tag, a comment or a doctype after white space, or
 * one of the elements every page has. Zero bytes are skipped, so UTF-16 is seen too. Else a text
 * dump.
 */
pith_kind pith__kind_sniff(pith__str bytes);

#endif
