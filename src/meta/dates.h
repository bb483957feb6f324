/*
 * dates.h - dates as pages write them, to ISO 8601.
 *
 * Understood: ISO 8601 (extended, basic), RFC 2822, what JavaScript prints, seconds and
 * milliseconds since 1970, year-month-day with any of "-", "/", ".", day and month in figures in
 * either order, names of months in the languages of heuristics/dates.conf, the signs of Chinese,
 * Japanese and Korean with their eras, the digits of Arabic and other scripts. A date is a full
 * day; a year or a month alone is none.
 */
#ifndef PITH_META_DATES_H
#define PITH_META_DATES_H

#include "../heuristics/heuristics.h"

enum {
    PITH_DATE_FIRST_YEAR = 1990, /* Nothing on the web is older. */
    PITH_DATE_LAST_YEAR = 2100,
    PITH_DATE_TEXT = 40, /* Bytes that a formatted date takes at most, the final NUL among them. */
};

/* How "3/4/2024" is read. "3.4.2024" and "3-4-2024" are day first everywhere. */
typedef enum pith__date_order {
    PITH_DATE_MONTH_FIRST,
    PITH_DATE_DAY_FIRST,
} pith__date_order;

typedef struct pith__date {
    int year;
    int month;
    int day;
    bool has_time;
    bool has_seconds;
    bool has_zone;
    int hour;
    int minute;
    int second;
    int zone; /* Minutes east of UTC. */
} pith__date;

/* A date and where it stands in the text: [begin, end). */
typedef struct pith__date_place {
    pith__date date;
    size_t begin;
    size_t end;
} pith__date_place;

/*
 * The first plausible date in a text at or after byte `from`, with the time that follows it. Looks
 * at a bounded part of the text: PITH_DATE_SEARCH bytes from `from` on. Time is linear in that.
 */
enum { PITH_DATE_SEARCH = 1024 };
bool pith__date_find(const pith__heuristics *heuristics, pith__str text, size_t from,
    pith__date_order order, pith__date_place *place);

/*
 * A value that is meant to be a date: as pith__date_find(), and also a bare number (20240305, or
 * seconds or milliseconds since 1970).
 */
bool pith__date_parse(
    const pith__heuristics *heuristics, pith__str text, pith__date_order order, pith__date *date);

/* Whether it is a day of the calendar, between the years above, at a time that a clock shows. */
bool pith__date_plausible(const pith__date *date);

/*
 * A date that is told by how long ago it was, in words of dates.conf: "3 hours ago", "vor 2 Tagen",
 * "昨日". Read against `captured`, when the page was taken; the result is a day. Spans of months
 * and years name no day and are none. `place` is as for pith__date_find().
 */
bool pith__date_relative(const pith__heuristics *heuristics, pith__str text, size_t from,
    const pith__date *captured, pith__date_place *place);

/* Whether the date is not after the time of capture. A day of grace covers unknown zones. With NULL
   no date is. */
bool pith__date_before(const pith__date *date, const pith__date *captured);

/* Minutes since 1970 in UTC; a date without a zone counts as if in UTC. */
int64_t pith__date_minutes(const pith__date *date);

/* Days from `a` to `b`, clocks and zones aside. */
int64_t pith__date_days_between(const pith__date *a, const pith__date *b);

/* Moves the day; the clock stays. */
void pith__date_add_days(pith__date *date, int64_t days);

/* "2024-03-05", "2024-03-05T10:00", "2024-03-05T10:00:00+01:00"; the zone as it was found. */
void pith__date_format(const pith__date *date, char text[PITH_DATE_TEXT]);

#endif
