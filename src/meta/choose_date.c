#include "choose.h"

enum {
    MAX_DATES = 48,      /* Candidates that are compared. */
    ZONE_STEP = 15,      /* Minutes: offsets of zones are multiples of it. */
    WESTMOST = -12 * 60, /* Minutes from UTC. */
    EASTMOST = 14 * 60,
    WEAK_TRUST = 30,
};

/* A candidate as a date. */
typedef struct dated {
    pith__date date;
    pith__source source;
    int trust;
} dated;

static size_t parse_all(const pith__meta *meta, pith__field field, dated *dates) {
    const pith__candidate_list *list = &meta->candidates->fields[field];
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < MAX_DATES; i++) {
        dated *d = &dates[count];
        if (!pith__date_parse(meta->heuristics, list->items[i].value, meta->order, &d->date) ||
            !pith__date_before(&d->date, meta->page->captured))
            continue;
        d->source = list->items[i].source;
        d->trust = list->items[i].trust;
        count++;
    }
    return count;
}

static bool is_same_day(const pith__date *a, const pith__date *b) {
    return pith__date_days_between(a, b) == 0;
}

/*
 * The time that readers of the page saw, when `utc` is an instant in UTC and `local` the same one
 * in the zone of the page, or a clock without a zone, which then follows. False when it is neither.
 */
static bool localize(const pith__date *utc, const pith__date *local, pith__date *result) {
    if (!local->has_time)
        return false;
    int64_t apart = pith__date_minutes(local) - pith__date_minutes(utc);
    if (!local->has_zone && (apart % ZONE_STEP != 0 || apart < WESTMOST || apart > EASTMOST))
        return false;
    if (local->has_zone && (apart < -1 || apart > 1))
        return false;
    *result = *local;
    if (!local->has_zone) {
        result->has_zone = true;
        result->zone = (int)apart;
    }
    return true;
}

/* Many systems give the time in UTC to machines and in their own zone to readers. Where the days
   differ, the readers' is the date; it is the same instant. */
static void prefer_local_day(const dated *dates, size_t count, size_t *at, pith__date *date) {
    const pith__date *utc = &dates[*at].date;
    if (!utc->has_time || !utc->has_zone || utc->zone != 0)
        return;
    for (size_t i = 0; i < count; i++) {
        const dated *other = &dates[i];
        bool is_utc = other->date.has_zone && other->date.zone == 0;
        if (i == *at || is_utc || is_same_day(utc, &other->date))
            continue;
        if (localize(utc, &other->date, date)) {
            *at = i;
            return;
        }
    }
}

/* The clock of the first candidate that has one on the same day, for a date without. */
static void add_clock(const dated *dates, size_t count, pith__date *date) {
    for (size_t i = 0; i < count && !date->has_time; i++) {
        if (dates[i].date.has_time && is_same_day(&dates[i].date, date))
            *date = dates[i].date;
    }
}

static pith__chosen chosen(const pith__meta *meta, const pith__date *date, pith__source source) {
    char text[PITH_DATE_TEXT];
    pith__date_format(date, text);
    return (pith__chosen){pith__str_copy(meta->arena, pith__str_of(text)), source};
}

pith__chosen pith__choose_modified(const pith__meta *meta) {
    dated *dates = pith__arena_array(meta->arena, MAX_DATES, sizeof *dates);
    if (parse_all(meta, PITH_FIELD_MODIFIED, dates) == 0)
        return (pith__chosen){NULL, PITH_SOURCE_NONE};
    return chosen(meta, &dates[0].date, dates[0].source);
}

/* Dates that readers see may be those of other things; the one that is in the address, too, is the
   article's. */
static size_t confirmed_by_address(const dated *dates, size_t count) {
    bool seen = dates[0].source == PITH_SOURCE_BYLINE || dates[0].source == PITH_SOURCE_TIME ||
                dates[0].source == PITH_SOURCE_VISIBLE;
    for (size_t i = 1; seen && i < count; i++) {
        if (dates[i].source != PITH_SOURCE_URL)
            continue;
        for (size_t k = 0; k < count; k++) {
            if (k != i && is_same_day(&dates[k].date, &dates[i].date))
                return k;
        }
    }
    return 0;
}

pith__chosen pith__choose_date(const pith__meta *meta) {
    dated *dates = pith__arena_array(meta->arena, MAX_DATES, sizeof *dates);
    dated *changes = pith__arena_array(meta->arena, MAX_DATES, sizeof *changes);
    size_t count = parse_all(meta, PITH_FIELD_DATE, dates);
    size_t change_count = parse_all(meta, PITH_FIELD_MODIFIED, changes);
    /* A date somewhere on the page, without a label, may be that of anything. */
    bool weak = count == 0 || dates[0].trust < WEAK_TRUST;
    if (weak && change_count > 0 && (count == 0 || changes[0].trust >= WEAK_TRUST))
        return chosen(meta, &changes[0].date, changes[0].source);
    if (count == 0)
        return pith__meta_date_elsewhere(meta);
    size_t at = confirmed_by_address(dates, count);
    pith__date date = dates[at].date;
    prefer_local_day(dates, count, &at, &date);
    add_clock(dates, count, &date);
    return chosen(meta, &date, dates[at].source);
}
