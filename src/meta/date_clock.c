#include <string.h>

#include "date_forms.h"

/* The names of RFC 5322, section 4.3, and what ISO 8601 has. */
static bool zone_name(pith__str name, int *minutes) {
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"Z", 0}, {"UT", 0}, {"UTC", 0}, {"GMT", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6},
        {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (pith__str_equal(name, pith__str_of(zones[i].name)) ||
            (i == 0 && pith__str_equal(name, PITH_STR("z")))) {
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

/* Half of the day by a name of dates.conf; 0: it is none, 1: before noon, 2: after. */
static unsigned half_named(const pith__date_tokens *list, size_t i) {
    return i < list->count ? list->items[i].word.half : 0;
}

static void apply_half(pith__date *date, bool afternoon) {
    if (date->hour <= 12)
        date->hour = date->hour % 12 + (afternoon ? 12 : 0);
}

/* "pm", "p.m.", "오후"; returns the token after it, or `i` when there is none. */
static size_t half_of_day(const pith__date_tokens *list, size_t i, pith__date *date) {
    size_t next = i;
    bool afternoon = false;
    if (half_named(list, i) != 0) {
        afternoon = half_named(list, i) == 2;
        next = i + 1;
    } else if ((pith__token_is(list, i, "a") || pith__token_is(list, i, "p")) &&
               pith__token_is_mark(list, i + 1, '.') && pith__token_is(list, i + 2, "m")) {
        afternoon = pith__token_is(list, i, "p");
        next = i + 3 + pith__token_is_mark(list, i + 3, '.');
    } else {
        return i;
    }
    apply_half(date, afternoon);
    return next;
}

size_t pith__clock_at(const pith__date_tokens *list, size_t i, pith__date *date) {
    pith__date set = *date;
    size_t at = i;
    unsigned half = half_named(list, at); /* "下午3:05": before the figures. */
    at += half != 0;
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
        bool sign = pith__token_is(list, at, "時") || pith__token_is(list, at, "时") ||
                    pith__token_is(list, at, "点") || pith__token_is(list, at, "點") ||
                    pith__token_is(list, at, "시");
        bool colon = pith__token_is_mark(list, at, ':') || pith__token_is(list, at, "h") || sign;
        if (colon && pith__token_is_number(list, at + 1, 2, 2)) {
            set.minute = pith__token_value(list, at + 1);
            at += 2;
            at += sign && (pith__token_is(list, at, "分") || pith__token_is(list, at, "분"));
            if (pith__token_is_mark(list, at, ':') && pith__token_is_number(list, at + 1, 1, 2)) {
                set.has_seconds = true;
                set.second = pith__token_value(list, at + 1);
                at += 2;
            }
        } else if (half == 0 && half_of_day(list, at, &set) == at) {
            return 0;
        }
    } else {
        return 0;
    }
    if ((pith__token_is_mark(list, at, '.') || pith__token_is_mark(list, at, ',')) &&
        set.has_seconds && pith__token_is_number(list, at + 1, 1, 9) && !list->items[at + 1].space)
        at += 2;
    if (half != 0)
        apply_half(&set, half == 2);
    else
        at = half_of_day(list, at, &set);
    at = zone_at(list, at, &set);
    set.has_time = true;
    if (!pith__date_plausible(&set))
        return 0;
    *date = set;
    return at;
}

size_t pith__clock_after(const pith__date_tokens *list, size_t i, pith__date *date) {
    for (size_t at = i; at < list->count && at < i + 4; at++) {
        size_t next = pith__clock_at(list, at, date);
        if (next > 0)
            return next;
        const pith__date_token *t = &list->items[at];
        bool between =
            (t->kind == PITH_TOKEN_MARK && strchr("-,|@()?.", t->mark) != NULL) ||
            (t->kind == PITH_TOKEN_WORD && pith__token_text(list, at).length <= 4 && t->month == 0);
        if (!between)
            break;
    }
    return i;
}
