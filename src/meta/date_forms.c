#include "date_forms.h"

#include <string.h>

bool pith__date_set_day(pith__date *date, int year, int month, int day) {
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
    return pith__date_set_day(date, pith__token_value(list, i), pith__token_value(list, i + 2),
               pith__token_value(list, i + 4))
               ? i + 5
               : 0;
}

/* 2024年3月5日, 2024년 3월 5일, 令和6年3月5日: the signs are notation, the same in every text. */
static size_t signed_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    int era = i < list->count ? list->items[i].word.era : 0;
    i += era > 0;
    bool year = era > 0 ? pith__token_is_number(list, i, 1, 3) || pith__token_is(list, i, "元")
                        : pith__token_is_number(list, i, 4, 4);
    if (!year || !pith__token_is_number(list, i + 2, 1, 2) ||
        !pith__token_is_number(list, i + 4, 1, 2))
        return 0;
    bool han = pith__token_is(list, i + 1, "年") && pith__token_is(list, i + 3, "月") &&
               (pith__token_is(list, i + 5, "日") || pith__token_is(list, i + 5, "号") ||
                   pith__token_is(list, i + 5, "號"));
    bool hangul = pith__token_is(list, i + 1, "년") && pith__token_is(list, i + 3, "월") &&
                  pith__token_is(list, i + 5, "일");
    if (!han && !hangul)
        return 0;
    int number = list->items[i].kind == PITH_TOKEN_NUMBER ? pith__token_value(list, i) : 1;
    return pith__date_set_day(
               date, era + number, pith__token_value(list, i + 2), pith__token_value(list, i + 4))
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
    if (!pith__date_set_day(
            date, (int)(value / 10000), (int)(value / 100 % 100), (int)(value % 100)))
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
    return pith__date_set_day(date, year, month_first ? a : b, month_first ? b : a) ? i + 5 : 0;
}

/* Whether the token may stand between the parts of a date in words: "5th of March, 2024",
   "5 de marzo de 2024", "5. Mar. 2024", "5-Mar-2024". */
static bool is_filler(const pith__date_tokens *list, size_t i) {
    if (i >= list->count || list->items[i].month != 0 || list->items[i].word.ago)
        return false;
    if (list->items[i].kind == PITH_TOKEN_MARK)
        return strchr(".,-/'?", list->items[i].mark) != NULL;
    /* "of", "th", "del"; a word of a few letters in other scripts. */
    pith__str text = pith__token_text(list, i);
    size_t longest = (unsigned char)text.data[0] < 0x80 ? 3 : 6;
    return list->items[i].kind == PITH_TOKEN_WORD && text.length <= longest;
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
    bool after_quote =
        year > 0 && list->items[year - 1].kind == PITH_TOKEN_MARK &&
        (list->items[year - 1].mark == '\'' || list->items[year - 1].mark == '-' ||
            (list->items[year - 1].mark == '.' && year < list->count && !list->items[year].space));
    if (!pith__token_is_number(list, year, 4, 4) &&
        !(after_quote && pith__token_is_number(list, year, 2, 2)))
        return 0;
    return pith__date_set_day(
               date, year_of(list, year), list->items[month].month, pith__token_value(list, i))
               ? year + 1
               : 0;
}

/* March 5, 2024, Mar. 5th 2024, Mar 05 10:00:00 UTC 2024 */
static size_t month_day_year(const pith__date_tokens *list, size_t i, pith__date *date) {
    if (i >= list->count || list->items[i].month == 0)
        return 0;
    size_t day = skip_fillers(list, i + 1, 1);
    if (!pith__token_is_number(list, day, 1, 2))
        return 0;
    size_t year = skip_fillers(list, day + 1, 2);
    if (pith__token_is_number(list, year, 4, 4))
        return pith__date_set_day(date, pith__token_value(list, year), list->items[i].month,
                   pith__token_value(list, day))
                   ? year + 1
                   : 0;
    /* The clock before the year, as the C library prints it. */
    pith__date clock = {.year = 2000, .month = 1, .day = 1};
    year = pith__clock_at(list, day + 1, &clock);
    if (year == 0)
        return 0;
    if (!clock.has_zone && year < list->count && list->items[year].kind == PITH_TOKEN_WORD)
        year++;
    if (!pith__token_is_number(list, year, 4, 4) ||
        !pith__date_set_day(date, pith__token_value(list, year), list->items[i].month,
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
    return pith__date_set_day(date, pith__token_value(list, i), list->items[month].month,
               pith__token_value(list, day))
               ? day + 1
               : 0;
}

/* ---- All ------------------------------------------------------------------------------------- */

size_t pith__date_at(
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
        next = pith__clock_after(list, next, date);
    return next;
}
