#include "dates.h"

#include <stdio.h>
#include <string.h>

#include "../base/unicode.h"
#include "date_forms.h"

/* ---- Days ------------------------------------------------------------------------------------ */

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool pith__date_plausible(const pith__date *d) {
    if (d->year < PITH_DATE_FIRST_YEAR || d->year > PITH_DATE_LAST_YEAR || d->month < 1 ||
        d->month > 12 || d->day < 1 || d->day > days_in_month(d->year, d->month))
        return false;
    return !d->has_time ||
           (d->hour >= 0 && d->hour <= 24 && d->minute >= 0 && d->minute <= 59 && d->second >= 0 &&
               d->second <= 60 && d->zone > -24 * 60 && d->zone < 24 * 60);
}

/* ---- Search ---------------------------------------------------------------------------------- */

/* Whether a text may hold a digit: most hold none, and need not be cut into tokens. Digits outside
   ASCII begin with one of a few bytes, which other letters share. */
static bool may_have_digit(pith__str text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if ((c >= '0' && c <= '9') || c == 0xD9 || c == 0xDB || c == 0xE0 || c == 0xEF)
            return true;
    }
    return false;
}

static bool find(const pith__heuristics *heuristics, pith__str text, size_t from,
    pith__date_order order, bool bare, pith__date_place *place) {
    pith__str rest = pith__str_slice(text, from, text.length);
    rest.length =
        pith__utf8_boundary(rest, rest.length < PITH_DATE_SEARCH ? rest.length : PITH_DATE_SEARCH);
    if (!may_have_digit(rest))
        return false;
    pith__date_tokens list;
    pith__date_tokenize(heuristics, rest, &list);
    for (size_t i = 0; i < list.count; i++) {
        pith__date date;
        size_t next = pith__date_at(&list, i, order, bare, &date);
        if (next == 0)
            continue;
        *place = (pith__date_place){.date = date,
            .begin = from + list.items[i].begin,
            .end = from + list.items[next - 1].end};
        return true;
    }
    return false;
}

bool pith__date_find(const pith__heuristics *heuristics, pith__str text, size_t from,
    pith__date_order order, pith__date_place *place) {
    return find(heuristics, text, from, order, false, place);
}

/* Days from 1970-01-01. This and its reverse: H. Hinnant, "chrono-Compatible Low-Level Date
   Algorithms"; years begin in March. */
static int64_t days_of(const pith__date *date) {
    int64_t year = date->year - (date->month <= 2);
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year =
        (153 * (date->month + (date->month > 2 ? -3 : 9)) + 2) / 5 + date->day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void set_days(pith__date *date, int64_t days) {
    days += 719468;
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153; /* Months from March. */
    date->month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    date->day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    date->year = (int)(year_of_era + era * 400 + (date->month <= 2));
}

int64_t pith__date_minutes(const pith__date *date) {
    return days_of(date) * 1440 + date->hour * 60 + date->minute - date->zone;
}

int64_t pith__date_days_between(const pith__date *a, const pith__date *b) {
    return days_of(b) - days_of(a);
}

void pith__date_add_days(pith__date *date, int64_t days) {
    set_days(date, days_of(date) + days);
}

/* From a positive number of seconds since 1970. */
static void set_epoch(pith__date *date, int64_t seconds) {
    int clock = (int)(seconds % 86400);
    *date = (pith__date){.has_time = true,
        .has_seconds = true,
        .has_zone = true,
        .hour = clock / 3600,
        .minute = clock / 60 % 60,
        .second = clock % 60};
    set_days(date, seconds / 86400);
}

bool pith__date_parse(
    const pith__heuristics *heuristics, pith__str text, pith__date_order order, pith__date *date) {
    text = pith__str_trim(text);
    size_t digits = 0;
    while (digits < text.length && pith__is_digit(text.data[digits]))
        digits++;
    if (digits == text.length && (digits == 10 || digits == 13)) {
        int64_t value = 0;
        for (size_t i = 0; i < digits; i++)
            value = value * 10 + (text.data[i] - '0');
        set_epoch(date, digits == 13 ? value / 1000 : value);
        return pith__date_plausible(date);
    }
    pith__date_place place;
    if (!find(heuristics, text, 0, order, true, &place))
        return false;
    *date = place.date;
    return true;
}

void pith__date_format(const pith__date *d, char text[PITH_DATE_TEXT]) {
    /* The values are plausible, so that the format fits; the masks show it to the compiler. */
    char *end = text + PITH_DATE_TEXT;
    char *at = text;
    at += snprintf(at, (size_t)(end - at), "%04u-%02u-%02u", (unsigned)d->year & 0xFFFu,
        (unsigned)d->month & 15u, (unsigned)d->day & 31u);
    if (!d->has_time)
        return;
    at += snprintf(
        at, (size_t)(end - at), "T%02u:%02u", (unsigned)d->hour & 31u, (unsigned)d->minute & 63u);
    if (d->has_seconds)
        at += snprintf(at, (size_t)(end - at), ":%02u", (unsigned)d->second & 63u);
    if (!d->has_zone)
        return;
    unsigned offset = (unsigned)(d->zone < 0 ? -d->zone : d->zone) & 0x7FFu;
    if (offset == 0)
        snprintf(at, (size_t)(end - at), "Z");
    else
        snprintf(at, (size_t)(end - at), "%c%02u:%02u", d->zone < 0 ? '-' : '+', offset / 60,
            offset % 60);
}
