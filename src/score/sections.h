/*
 * sections.h - the parts of a dump that do not belong to its article, by the lines that open them.
 *
 * A dump has no boxes. What is left of them is their heading: a cue such as "Related articles",
 * "Comments" or "Download the app". What follows may be longer than the article and made of full
 * sentences, so its shape cannot tell; and the box may have stood in the middle of the article,
 * which then goes on below it.
 */
#ifndef PITH_SCORE_SECTIONS_H
#define PITH_SCORE_SECTIONS_H

#include "dump_lines.h"

/*
 * Gives a reason to the lines of foreign sections. Lines that have one already do not count as
 * text.
 *
 * A cue cuts the page, so that all below it goes, when enough of the page's running text stands
 * above it. How much is enough depends on what else speaks for or against it:
 *
 *     section-share          as a rule
 *     section-share-foreign  the text below uses other words than the text above
 *     section-share-same     it uses the same, and begins at once; or there is no dense text above
 *     section-share-list     a list of articles begins below: titles that stand there twice
 *
 * A cue that does not cut takes the short lines with it that follow, where running text follows
 * those. A list of articles, each with its title doubled and a stamp such as "11 minutes ago",
 * needs no cue.
 */
void pith__dump_sections(
    pith__page *page, const pith__heuristics *heuristics, const pith__dump_line *lines);

#endif
