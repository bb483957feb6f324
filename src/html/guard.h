/*
 * guard.h - markup that no browser would take at its word either, bounded before it is parsed.
 *
 * A tree builder looks through its stack of open elements again and again, and through the
 * attributes of a tag for each further one, so that nesting and attributes without end take
 * quadratic time. Browsers bound both; so does this scan. It takes linear time and follows the
 * states of the HTML Standard's tokenizer only as far as it has to in order to count tags.
 */
#ifndef PITH_HTML_GUARD_H
#define PITH_HTML_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"
#include "../base/str.h"

enum { PITH_MAX_ATTRIBUTES = 256 }; /* Of one tag; further ones are left out. */

/*
 * The page with spaces in place of tags that would nest deeper than `max_depth`, and of attributes
 * over PITH_MAX_ATTRIBUTES. Text is never touched: it moves up to the deepest element allowed. The
 * page itself when there is nothing to bound. `*bounded` is set when there was.
 */
pith__str pith__guard_markup(
    pith__arena *arena, pith__str html, size_t max_depth, bool *bounded);

#endif
