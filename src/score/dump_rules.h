/*
 * dump_rules.h - which lines of a text dump are its article, by rules alone.
 *
 * 1. Lines are looked at one by one: is it running text, what does it say (dump_lines.h).
 * 2. Furniture is dropped by its wording (dump_furniture.h).
 * 3. What a cue such as "Related articles" opens is dropped (sections.h).
 * 4. The article is the core of what is left: the run of lines with the most running text and the
 *    fewest other lines in between. Headings, list items and captions inside of it are kept.
 *
 * Nothing depends on blank lines, indentation or page position: many dumps have lost them.
 */
#ifndef PITH_SCORE_DUMP_RULES_H
#define PITH_SCORE_DUMP_RULES_H

#include "dump_lines.h"

/* Gives each block its score, a reason if it is not kept, and its line's rule. Returns the lines.
 */
pith__dump_line *pith__dump_rules(pith__page *page, const pith__heuristics *heuristics);

#endif
