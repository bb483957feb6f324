/* Dates told by how long ago they were. */
#include "../base/unicode.h"
#include "date_tokens.h"
#include "dates.h"

enum {
    AGO_BEFORE = 2,     /* Tokens between "ago" and the number that follows it. */
    AGO_AFTER = 2,      /* Tokens between the unit and the "ago" behind it. */
    LONGEST_SPAN = 400, /* Of any unit; a larger number is none of a span. */
};

static bool is_ago(const pith__date_tokens *list, size_t i) {
    return i < list->count && list->items[i].word.ago;
}

/* Whether a word that makes the span one of the past stands close to tokens [from, end). Moves them
   to take it in. */
static bool has_ago(const pith__date_tokens *list, size_t *from, size_t *end) {
    for (size_t i = *end; i < *end + AGO_AFTER; i++) {
        if (is_ago(list, i)) {
            *end = i + 1;
            return true;
        }
    }
    for (size_t i = *from; i > 0 && i + AGO_BEFORE > *from; i--) {
        if (is_ago(list, i - 1)) {
            *from = i - 1;
            return true;
        }
    }
    return false;
}

/* Days that a span of whole units takes at least; -1 when it names no day. */
static int64_t days_of_span(int64_t count, uint8_t unit) {
    switch (unit) {
    case PITH_UNIT_SECOND:
    case PITH_UNIT_MINUTE:
        return 0;
    case PITH_UNIT_HOUR:
        return count / 24;
    case PITH_UNIT_DAY:
        return count;
    case PITH_UNIT_WEEK:
        return count * 7;
    default:
        return -1;
    }
}

/* The day of `captured` less a span; hours and minutes may reach into the day before. */
static bool set_past(pith__date *date, const pith__date *captured, int64_t count, uint8_t unit) {
    int64_t days = days_of_span(count, unit);
    if (days < 0)
        return false;
    int64_t minutes = unit == PITH_UNIT_HOUR     ? count % 24 * 60
                      : unit == PITH_UNIT_MINUTE ? count
                                                 : 0;
    if (captured->has_time && minutes > captured->hour * 60 + captured->minute)
        days += 1 + (minutes - captured->hour * 60 - captured->minute - 1) / 1440;
    *date = (pith__date){.year = captured->year, .month = captured->month, .day = captured->day};
    pith__date_add_days(date, -days);
    return pith__date_plausible(date);
}

/* A span at token `i`: a number and a unit, or the name of a day. Sets the tokens that it takes. */
static bool span_at(const pith__date_tokens *list, size_t i, const pith__date *captured,
    size_t *from, size_t *end, pith__date *date) {
    const pith__date_token *t = &list->items[i];
    if (t->word.days_ago > 0) {
        *from = i;
        *end = i + 1;
        return set_past(date, captured, t->word.days_ago - 1, PITH_UNIT_DAY);
    }
    int64_t count = t->kind == PITH_TOKEN_NUMBER && t->digits <= 3 ? (int64_t)t->value
                    : t->word.one                                  ? 1
                                                                   : -1;
    if (count < 0 || count > LONGEST_SPAN || i + 1 >= list->count)
        return false;
    uint8_t unit = list->items[i + 1].word.unit;
    if (unit == PITH_UNIT_NONE)
        return false;
    *from = i;
    *end = i + 2;
    return has_ago(list, from, end) && set_past(date, captured, count, unit);
}

bool pith__date_relative(const pith__heuristics *heuristics, pith__str text, size_t from,
    const pith__date *captured, pith__date_place *place) {
    if (captured == NULL)
        return false;
    pith__str rest = pith__str_slice(text, from, text.length);
    rest.length =
        pith__utf8_boundary(rest, rest.length < PITH_DATE_SEARCH ? rest.length : PITH_DATE_SEARCH);
    pith__date_tokens list;
    pith__date_tokenize(heuristics, rest, &list);
    for (size_t i = 0; i < list.count; i++) {
        size_t first, end;
        pith__date date;
        if (!span_at(&list, i, captured, &first, &end, &date))
            continue;
        *place = (pith__date_place){.date = date,
            .begin = from + list.items[first].begin,
            .end = from + list.items[end - 1].end};
        return true;
    }
    return false;
}

bool pith__date_before(const pith__date *date, const pith__date *captured) {
    return captured == NULL || pith__date_days_between(captured, date) <= 1;
}
