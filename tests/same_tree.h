/*
 * same_tree.h - a page parsed from its skeleton, held against the same page parsed plainly by
 * Gumbo.
 *
 * Compared are the blocks (kind, level, text, counts and the elements around them) and the tree:
 * the names, attributes and texts of all elements. What the view leaves out by intention (dom.h:
 * scripts that are no JSON, styles, SVG images) is left out of both.
 */
#ifndef TESTS_SAME_TREE_H
#define TESTS_SAME_TREE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "heuristics/heuristics.h"

/*
 * NULL if both are the same, or a limit was reached (`*bounded`); else where they part, as text in
 * the arena. `html` is valid UTF-8.
 */
const char *same_tree_difference(
    pith__arena *arena, const pith__heuristics *heuristics, pith__str html, bool *bounded);

#endif
