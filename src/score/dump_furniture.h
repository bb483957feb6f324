/*
 * dump_furniture.h - lines of a dump that are no text of the article by what they say or by how
 * they stand beside others: buttons, notices, bylines, stamps, captions and credits.
 */
#ifndef PITH_SCORE_DUMP_FURNITURE_H
#define PITH_SCORE_DUMP_FURNITURE_H

#include "dump_lines.h"

/*
 * Gives a reason to the lines that
 *   - have a phrase of a "line-" group. What is a byline, a stamp or a caption by its wording does
 *     not count in a longer line that ends as a sentence does: "..., he told Getty Images.";
 *   - end with a credit: a sentence and then names with a slash or a copyright sign, or a word
 *     such as "Photo:" and names;
 *   - begin the line below, which is a caption: the same picture's alternative text;
 *   - are the standfirst above the byline and stand again as the first paragraph below it.
 * Lines that have a reason already keep it.
 */
void pith__dump_furniture(
    pith__page *page, const pith__heuristics *heuristics, const pith__dump_line *lines);

#endif
