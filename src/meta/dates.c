#include "dates.h"

#include <stdio.h>
#include <string.h>

#include "../base/unicode.h"
#include "date_tokens.h"

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

static bool set_day(pith__date *date, int year, int month, int day) {
    *date = (pith__date){.year = year, .month = month, .day = day};
    return pith__date_plausible(date);
}

/* Figures of a year: four, or two, which are of this century up to 50. */
static int year_of(const pith__date_tokens *list, size_t i) {
    int value = pith__token_value(list, i);
    if (list->items[i].digits == 2)
        return value + (value <= 50 ? 2000 : 1900);
    return value;
}

/* The next functions try one form of date at token `i`. They return the token after it, or 0. */

/* 2024-03-05, 2024/3/5, 2024. 3. 5 */
static size_t year_month_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (!pith__token_is_number(list, i, 4, 4) || !pith__token_is_number(list, i + 2, 1, 2) ||
        !pith__token_is_number(list, i + 4, 1, 2))
        return 0;
    const pith__date_token *first = &list->items[i + 1], *second = &list->items[i + 3];
    if (first->kind != PITH_TOKEN_MARK || second->kind != PITH_TOKEN_MARK ||
        first->mark != second->mark || strchr("-/._", first->mark) == NULL || first->space ||
        second->space)
        return 0;
    return set_day(date, pith__token_value(list, i), pith__token_value(list, i + 2),
               pith__token_value(list, i + 4))
               ? i + 5
               : 0;
}

/* 2024年3月5日, 2024년 3월 5일: the signs are notation, the same in every text. */
static size_t signed_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (!pith__token_is_number(list, i, 4, 4) || !pith__token_is_number(list, i + 2, 1, 2) ||
        !pith__token_is_number(list, i + 4, 1, 2))
        return 0;
    bool han = pith__token_is(list, i + 1, "年") && pith__token_is(list, i + 3, "月") &&
               (pith__token_is(list, i + 5, "日") || pith__token_is(list, i + 5, "号"));
    bool hangul = pith__token_is(list, i + 1, "년") && pith__token_is(list, i + 3, "월") &&
                  pith__token_is(list, i + 5, "일");
    if (!han && !hangul)
        return 0;
    return set_day(date, pith__token_value(list, i), pith__token_value(list, i + 2),
               pith__token_value(list, i + 4))
               ? i + 6
               : 0;
}

/* 20240305 and 20240305T101500 */
static size_t basic_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (!pith__token_is_number(list, i, 8, 8) && !pith__token_is_number(list, i, 14, 14))
        return 0;
    uint64_t value = list->items[i].value;
    int clock = 0;
    if (list->items[i].digits == 14) {
        clock = (int)(value % 1000000);
        value /= 1000000;
    }
    if (!set_day(date, (int)(value / 10000), (int)(value / 100 % 100), (int)(value % 100)))
        return 0;
    if (list->items[i].digits == 14) {
        date->has_time = date->has_seconds = true;
        date->hour = clock / 10000;
        date->minute = clock / 100 % 100;
        date->second = clock % 100;
        if (!pith__date_plausible(date))
            return 0;
    }
    return i + 1;
}

/* 5.3.2024, 05/03/2024, 05.03.24 */
static size_t two_figures_and_year(
    const pith__date_tokens *list, size_t i, pith__date_order order, pith__date *date) {
    if (!pith__token_is_number(list, i, 1, 2) || !pith__token_is_number(list, i + 2, 1, 2) ||
        !(pith__token_is_number(list, i + 4, 4, 4) || pith__token_is_number(list, i + 4, 2, 2)))
        return 0;
    const pith__date_token *first = &list->items[i + 1], *second = &list->items[i + 3];
    if (first->kind != PITH_TOKEN_MARK || second->kind != PITH_TOKEN_MARK ||
        first->mark != second->mark || strchr("-/.", first->mark) == NULL || first->space)
        return 0;
    /* Parts of longer chains are versions, addresses or numbers of things. */
    bool chained = (i > 0 && list->items[i - 1].kind == PITH_TOKEN_MARK && !list->items[i].space &&
                       list->items[i - 1].mark == first->mark) ||
                   (i + 5 < list->count && list->items[i + 5].kind == PITH_TOKEN_MARK &&
                       !list->items[i + 5].space && list->items[i + 5].mark == first->mark &&
                       pith__token_is_number(list, i + 6, 1, 16) && !list->items[i + 6].space);
    bool short_year = list->items[i + 4].digits == 2;
    if (chained || (short_year && (list->items[i].digits != 2 || list->items[i + 2].digits != 2)))
        return 0;
    int a = pith__token_value(list, i), b = pith__token_value(list, i + 2),
        year = year_of(list, i + 4);
    bool month_first = first->mark == '/' && order == PITH_DATE_MONTH_FIRST;
    if (b > 12)
        month_first = true;
    if (a > 12)
        month_first = false;
    return set_day(date, year, month_first ? a : b, month_first ? b : a) ? i + 5 : 0;
}

/* Whether the token may stand between the parts of a date in words: "5th of March, 2024",
   "5 de marzo de 2024", "5. Mar. 2024", "5-Mar-2024". */
static bool is_filler(const pith__date_tokens *list, size_t i) {
    if (i >= list->count || list->items[i].month != 0)
        return false;
    if (list->items[i].kind == PITH_TOKEN_MARK)
        return strchr(".,-/'?", list->items[i].mark) != NULL;
    return list->items[i].kind == PITH_TOKEN_WORD && pith__token_text(list, i).length <= 4;
}

static size_t skip_fillers(const pith__date_tokens *list, size_t i, size_t most) {
    while (most > 0 && is_filler(list, i)) {
        i++;
        most--;
    }
    return i;
}

/* 5 March 2024, 5th of March, 2024, 5. März 2024, 5 de marzo de 2024 */
static size_t day_month_year(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (!pith__token_is_number(list, i, 1, 2))
        return 0;
    size_t month = skip_fillers(list, i + 1, 2);
    if (month >= list->count || list->items[month].month == 0)
        return 0;
    size_t year = skip_fillers(list, month + 1, 2);
    bool after_quote = year > 0 && list->items[year - 1].kind == PITH_TOKEN_MARK &&
                       (list->items[year - 1].mark == '\'' || list->items[year - 1].mark == '-');
    if (!pith__token_is_number(list, year, 4, 4) &&
        !(after_quote && pith__token_is_number(list, year, 2, 2)))
        return 0;
    return set_day(date, year_of(list, year), list->items[month].month, pith__token_value(list, i))
               ? year + 1
               : 0;
}

static size_t clock_at(const pith__date_tokens *list, size_t i, pith__date *date);

/* March 5, 2024, Mar. 5th 2024, Mar 05 10:00:00 UTC 2024 */
static size_t month_day_year(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (i >= list->count || list->items[i].month == 0)
        return 0;
    size_t day = skip_fillers(list, i + 1, 1);
    if (!pith__token_is_number(list, day, 1, 2))
        return 0;
    size_t year = skip_fillers(list, day + 1, 2);
    if (pith__token_is_number(list, year, 4, 4))
        return set_day(date, pith__token_value(list, year), list->items[i].month,
                   pith__token_value(list, day))
                   ? year + 1
                   : 0;
    /* The clock before the year, as the C library prints it. */
    pith__date clock = {.year = 2000, .month = 1, .day = 1};
    year = clock_at(list, day + 1, &clock);
    if (year == 0)
        return 0;
    if (!clock.has_zone && year < list->count && list->items[year].kind == PITH_TOKEN_WORD)
        year++;
    if (!pith__token_is_number(list, year, 4, 4) ||
        !set_day(date, pith__token_value(list, year), list->items[i].month,
            pith__token_value(list, day)))
        return 0;
    clock.year = date->year;
    clock.month = date->month;
    clock.day = date->day;
    *date = clock;
    return year + 1;
}

/* 2024-Mar-05, 2024 March 5 */
static size_t year_name_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (!pith__token_is_number(list, i, 4, 4))
        return 0;
    size_t month = skip_fillers(list, i + 1, 1);
    if (month >= list->count || list->items[month].month == 0)
        return 0;
    size_t day = skip_fillers(list, month + 1, 1);
    if (!pith__token_is_number(list, day, 1, 2))
        return 0;
    return set_day(date, pith__token_value(list, i), list->items[month].month,
               pith__token_value(list, day))
               ? day + 1
               : 0;
}

/* ---- Clock and zone -------------------------------------------------------------------------- */

/* The names of RFC 5322, section 4.3, and what ISO 8601 has. */
static bool zone_name(pith__str name, int *minutes) {
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"Z", 0}, {"UT", 0}, {"UTC", 0}, {"GMT", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6},
        {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (pith__str_equal(name, pith__str_of(zones[i].name))) {
            *minutes = zones[i].hours * 60;
            return true;
        }
    }
    return false;
}

/* "Z", "+01:00", "-0500", "GMT+0200"; returns the token after it, or `i` when there is none. */
static size_t zone_at(const pith__date_tokens *list, size_t i, pith__date *date) {
    size_t at = i;
    int minutes;
    if (at < list->count && list->items[at].kind == PITH_TOKEN_WORD &&
        zone_name(pith__token_text(list, at), &minutes)) {
        date->has_zone = true;
        date->zone = minutes;
        i = ++at;
    }
    if (!pith__token_is_mark(list, at, '+') && !pith__token_is_mark(list, at, '-'))
        return i;
    int sign = list->items[at].mark == '-' ? -1 : 1;
    at++;
    if (at >= list->count || list->items[at].space)
        return i;
    int offset;
    if (pith__token_is_number(list, at, 4, 4)) {
        offset = pith__token_value(list, at) / 100 * 60 + pith__token_value(list, at) % 100;
        at++;
    } else if (pith__token_is_number(list, at, 1, 2)) {
        offset = pith__token_value(list, at) * 60;
        at++;
        if (pith__token_is_mark(list, at, ':') && pith__token_is_number(list, at + 1, 2, 2)) {
            offset += pith__token_value(list, at + 1);
            at += 2;
        }
    } else {
        return i;
    }
    if (offset > 14 * 60)
        return i;
    date->has_zone = true;
    date->zone = sign * offset;
    return at;
}

/* "pm", "p.m."; returns the token after it, or `i` when there is none. */
static size_t half_of_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    size_t next = i;
    bool afternoon = false;
    if (pith__token_is(list, i, "am") || pith__token_is(list, i, "pm")) {
        afternoon = pith__token_is(list, i, "pm");
        next = i + 1;
    } else if ((pith__token_is(list, i, "a") || pith__token_is(list, i, "p")) &&
               pith__token_is_mark(list, i + 1, '.') && pith__token_is(list, i + 2, "m")) {
        afternoon = pith__token_is(list, i, "p");
        next = i + 3 + pith__token_is_mark(list, i + 3, '.');
    } else {
        return i;
    }
    if (date->hour > 12)
        return next;
    date->hour = date->hour % 12 + (afternoon ? 12 : 0);
    return next;
}

/* A clock that begins at token `i` exactly: "10:30", "10:30:15.123Z", "10h30", "9 pm". Returns the
   token after it, or 0. */
static size_t clock_at(const pith__date_tokens *list, size_t i, pith__date *date) {
    pith__date set = *date;
    size_t at = i;
    if (pith__token_is_number(list, at, 6, 6) || pith__token_is_number(list, at, 4, 4)) {
        /* The basic form, which only follows a "T". */
        if (at == 0 || !pith__token_is(list, at - 1, "T"))
            return 0;
        int value = pith__token_value(list, at);
        set.has_seconds = list->items[at].digits == 6;
        set.second = set.has_seconds ? value % 100 : 0;
        value = set.has_seconds ? value / 100 : value;
        set.hour = value / 100;
        set.minute = value % 100;
        at++;
    } else if (pith__token_is_number(list, at, 1, 2)) {
        set.hour = pith__token_value(list, at++);
        bool colon = pith__token_is_mark(list, at, ':') || pith__token_is(list, at, "h");
        if (colon && pith__token_is_number(list, at + 1, 2, 2)) {
            set.minute = pith__token_value(list, at + 1);
            at += 2;
            if (pith__token_is_mark(list, at, ':') && pith__token_is_number(list, at + 1, 2, 2)) {
                set.has_seconds = true;
                set.second = pith__token_value(list, at + 1);
                at += 2;
            }
        } else if (half_of_day(list, at, &set) == at) {
            return 0;
        }
    } else {
        return 0;
    }
    if ((pith__token_is_mark(list, at, '.') || pith__token_is_mark(list, at, ',')) &&
        set.has_seconds && pith__token_is_number(list, at + 1, 1, 9) && !list->items[at + 1].space)
        at += 2;
    at = half_of_day(list, at, &set);
    at = zone_at(list, at, &set);
    set.has_time = true;
    if (!pith__date_plausible(&set))
        return 0;
    *date = set;
    return at;
}

/* The clock after a date: "T", "at", ", " and the like may stand between. Returns the token after
   it, or `i` when there is none. */
static size_t following_clock(const pith__date_tokens *list, size_t i, pith__date *date) {
    for (size_t at = i; at < list->count && at < i + 4; at++) {
        size_t next = clock_at(list, at, date);
        if (next > 0)
            return next;
        const pith__date_token *t = &list->items[at];
        bool between =
            (t->kind == PITH_TOKEN_MARK && strchr("-,|@(?.", t->mark) != NULL) ||
            (t->kind == PITH_TOKEN_WORD && pith__token_text(list, at).length <= 4 && t->month == 0);
        if (!between)
            break;
    }
    return i;
}

/* ---- Search ---------------------------------------------------------------------------------- */

static size_t date_at(
    const pith__date_tokens *list, size_t i, pith__date_order order, bool bare, pith__date *date) {
    size_t next = year_month_day(list, i, date);
    if (next == 0)
        next = signed_day(list, i, date);
    if (next == 0)
        next = two_figures_and_year(list, i, order, date);
    if (next == 0)
        next = day_month_year(list, i, date);
    if (next == 0)
        next = month_day_year(list, i, date);
    if (next == 0)
        next = year_name_day(list, i, date);
    if (next == 0 && bare)
        next = basic_day(list, i, date);
    if (next != 0 && !date->has_time)
        next = following_clock(list, next, date);
    return next;
}

static bool find(const pith__heuristics *heuristics, pith__str text, size_t from,
    pith__date_order order, bool bare, pith__date_place *place) {
    pith__str rest = pith__str_slice(text, from, text.length);
    rest.length =
        pith__utf8_boundary(rest, rest.length < PITH_DATE_SEARCH ? rest.length : PITH_DATE_SEARCH);
    pith__date_tokens list;
    pith__date_tokenize(heuristics, rest, &list);
    for (size_t i = 0; i < list.count; i++) {
        pith__date date;
        size_t next = date_at(&list, i, order, bare, &date);
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

/* Civil from days: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static void set_epoch(pith__date *date, int64_t seconds) {
    int64_t days = seconds / 86400 + 719468;
    int clock = (int)(seconds % 86400);
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153; /* Months from March. */
    *date = (pith__date){.month = (int)(shifted < 10 ? shifted + 3 : shifted - 9),
        .day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
        .has_time = true,
        .has_seconds = true,
        .has_zone = true,
        .hour = clock / 3600,
        .minute = clock / 60 % 60,
        .second = clock % 60};
    date->year = (int)(year_of_era + era * 400 + (date->month <= 2));
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
