/*
 * score.h - what belongs to the article.
 *
 * Scoring sets `score` and, for what is dropped, `reason` of each block; selection decides what is
 * kept and counts the rest.
 */
#ifndef PITH_SCORE_H
#define PITH_SCORE_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/*
 * Scores the blocks of an HTML page by the trained model, and sets the page's type in its metadata
 * and its confidence. Metadata must be there (the title is compared).
 */
void pith__score_html(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options);

/*
 * Scores the blocks of a text dump by rules and the trained model, and sets the page's confidence.
 * Metadata must be there. The features are left in the page.
 */
void pith__score_dump(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options);

/*
 * Decides: a block is kept when its reason is PITH_REASON_KEPT and its text was not kept before at
 * another place. Two places of an HTML page are the same when their containers have one parent:
 * a refrain, or rows that are alike, are no copies.
 */
void pith__select(pith__page *page, const pith__heuristics *heuristics);

#endif
