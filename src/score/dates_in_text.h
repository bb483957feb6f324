/* dates_in_text.h - whether a text holds a date: a sign of bylines, lists of articles and comments.
 */
#ifndef PITH_SCORE_DATES_IN_TEXT_H
#define PITH_SCORE_DATES_IN_TEXT_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/*
 * Whether the first words of a block hold a year, a month's name beside a number, or three numbers
 * joined by '.', '/' or '-'.
 */
bool pith__has_date(const pith__heuristics *heuristics, const pith__block *block);

/* Whether they hold a time of day: one digit or two, ':', and two digits. */
bool pith__has_clock(const pith__block *block);

#endif
