/* date_forms.h - the forms of days and of clocks, each tried at one token of a text. */
#ifndef PITH_META_DATE_FORMS_H
#define PITH_META_DATE_FORMS_H

#include "date_tokens.h"
#include "dates.h"

/* A day, a month and a year as one date without a clock; false when there is no such day. */
bool pith__date_set_day(pith__date *date, int year, int month, int day);

/*
 * A date that begins at token `i` exactly, with the clock that follows it. `bare`: figures without
 * marks count, too. Returns the token after it, or 0.
 */
size_t pith__date_at(
    const pith__date_tokens *list, size_t i, pith__date_order order, bool bare, pith__date *date);

/* A clock that begins at token `i` exactly: "10:30", "10:30:15.123Z", "10h30", "9 pm", "10時30分".
   Returns the token after it, or 0. */
size_t pith__clock_at(const pith__date_tokens *list, size_t i, pith__date *date);

/* The clock after a date: "T", "at", ", " and the like may stand between. Returns the token after
   it, or `i` when there is none. */
size_t pith__clock_after(const pith__date_tokens *list, size_t i, pith__date *date);

#endif
