#include "candidates.h"

#include <string.h>

#include "values.h"

/*
 * How far each source is trusted with each field; 0: not at all. The order in a row is what counts:
 * what is written for machines to cite comes before what is written for cards and search results,
 * that before what readers see (which names more than one thing), and guesses come last.
 */
static const uint8_t trust[PITH_FIELD_COUNT][PITH_SOURCE_COUNT] = {
    [PITH_FIELD_TITLE] = {[PITH_SOURCE_HEADING] = 90,
        [PITH_SOURCE_SUBHEADING] = 50,
        [PITH_SOURCE_CITATION] = 88,
        [PITH_SOURCE_MICRODATA] = 70,
        [PITH_SOURCE_PARSELY] = 60,
        [PITH_SOURCE_JSONLD] = 58,
        [PITH_SOURCE_OPENGRAPH] = 42,
        [PITH_SOURCE_DUBLIN_CORE] = 40,
        [PITH_SOURCE_TITLE_ELEMENT] = 30,
        [PITH_SOURCE_TWITTER] = 10,
        [PITH_SOURCE_META] = 5,
        [PITH_SOURCE_JSONLD_PAGE] = 4},
    [PITH_FIELD_AUTHOR] = {[PITH_SOURCE_CITATION] = 92,
        [PITH_SOURCE_JSONLD] = 90,
        [PITH_SOURCE_PARSELY] = 86,
        [PITH_SOURCE_META] = 80,
        [PITH_SOURCE_DUBLIN_CORE] = 78,
        [PITH_SOURCE_OPENGRAPH] = 76,
        [PITH_SOURCE_MICRODATA] = 74,
        [PITH_SOURCE_BYLINE] = 70,
        [PITH_SOURCE_LINK] = 66,
        [PITH_SOURCE_TWITTER] = 60,
        [PITH_SOURCE_JSONLD_PAGE] = 40,
        [PITH_SOURCE_VISIBLE] = 30},
    [PITH_FIELD_DATE] = {[PITH_SOURCE_JSONLD] = 90,
        [PITH_SOURCE_OPENGRAPH] = 88,
        [PITH_SOURCE_PARSELY] = 86,
        [PITH_SOURCE_CITATION] = 84,
        [PITH_SOURCE_META] = 82,
        [PITH_SOURCE_DUBLIN_CORE] = 78,
        [PITH_SOURCE_MICRODATA] = 76,
        [PITH_SOURCE_TIME] = 72,
        [PITH_SOURCE_BYLINE] = 70,
        [PITH_SOURCE_URL] = 66,
        [PITH_SOURCE_JSONLD_PAGE] = 60,
        [PITH_SOURCE_VISIBLE] = 40},
    [PITH_FIELD_MODIFIED] = {[PITH_SOURCE_JSONLD] = 90,
        [PITH_SOURCE_OPENGRAPH] = 88,
        [PITH_SOURCE_PARSELY] = 86,
        [PITH_SOURCE_META] = 80,
        [PITH_SOURCE_DUBLIN_CORE] = 76,
        [PITH_SOURCE_MICRODATA] = 72,
        [PITH_SOURCE_TIME] = 70,
        [PITH_SOURCE_BYLINE] = 60,
        [PITH_SOURCE_JSONLD_PAGE] = 50,
        [PITH_SOURCE_VISIBLE] = 40},
    [PITH_FIELD_SITENAME] = {[PITH_SOURCE_OPENGRAPH] = 90,
        [PITH_SOURCE_JSONLD_PAGE] = 84,
        [PITH_SOURCE_JSONLD] = 80,
        [PITH_SOURCE_META] = 76,
        [PITH_SOURCE_DUBLIN_CORE] = 60,
        [PITH_SOURCE_CITATION] = 58,
        [PITH_SOURCE_MICRODATA] = 56,
        [PITH_SOURCE_TITLE_ELEMENT] = 40,
        [PITH_SOURCE_TWITTER] = 20},
    [PITH_FIELD_URL] = {[PITH_SOURCE_LINK] = 90,
        [PITH_SOURCE_OPENGRAPH] = 80,
        [PITH_SOURCE_JSONLD] = 70,
        [PITH_SOURCE_TWITTER] = 50,
        [PITH_SOURCE_URL] = 40},
    [PITH_FIELD_DESCRIPTION] = {[PITH_SOURCE_OPENGRAPH] = 88,
        [PITH_SOURCE_META] = 90,
        [PITH_SOURCE_JSONLD] = 84,
        [PITH_SOURCE_TWITTER] = 70,
        [PITH_SOURCE_DUBLIN_CORE] = 66,
        [PITH_SOURCE_PARSELY] = 60,
        [PITH_SOURCE_MICRODATA] = 50,
        [PITH_SOURCE_JSONLD_PAGE] = 40},
    [PITH_FIELD_CATEGORIES] = {[PITH_SOURCE_OPENGRAPH] = 90,
        [PITH_SOURCE_JSONLD] = 86,
        [PITH_SOURCE_PARSELY] = 80,
        [PITH_SOURCE_META] = 76,
        [PITH_SOURCE_MICRODATA] = 60,
        [PITH_SOURCE_LINK] = 50},
    [PITH_FIELD_TAGS] = {[PITH_SOURCE_OPENGRAPH] = 90,
        [PITH_SOURCE_JSONLD] = 86,
        [PITH_SOURCE_PARSELY] = 84,
        [PITH_SOURCE_CITATION] = 82,
        [PITH_SOURCE_META] = 76,
        [PITH_SOURCE_DUBLIN_CORE] = 70,
        [PITH_SOURCE_MICRODATA] = 60,
        [PITH_SOURCE_LINK] = 50},
    [PITH_FIELD_LANGUAGE] = {[PITH_SOURCE_HTML] = 90,
        [PITH_SOURCE_META] = 80,
        [PITH_SOURCE_OPENGRAPH] = 70,
        [PITH_SOURCE_JSONLD] = 76,
        [PITH_SOURCE_JSONLD_PAGE] = 74,
        [PITH_SOURCE_DUBLIN_CORE] = 60,
        [PITH_SOURCE_CITATION] = 58,
        [PITH_SOURCE_MICRODATA] = 50},
    [PITH_FIELD_IMAGE] = {[PITH_SOURCE_OPENGRAPH] = 90,
        [PITH_SOURCE_JSONLD] = 84,
        [PITH_SOURCE_TWITTER] = 80,
        [PITH_SOURCE_PARSELY] = 70,
        [PITH_SOURCE_LINK] = 66,
        [PITH_SOURCE_META] = 64,
        [PITH_SOURCE_MICRODATA] = 60,
        [PITH_SOURCE_JSONLD_PAGE] = 40},
    [PITH_FIELD_LICENSE] = {[PITH_SOURCE_JSONLD] = 90,
        [PITH_SOURCE_LINK] = 86,
        [PITH_SOURCE_DUBLIN_CORE] = 70,
        [PITH_SOURCE_META] = 60,
        [PITH_SOURCE_MICRODATA] = 60},
    [PITH_FIELD_PAGETYPE] = {[PITH_SOURCE_OPENGRAPH] = 90,
        [PITH_SOURCE_JSONLD] = 80,
        [PITH_SOURCE_PARSELY] = 70,
        [PITH_SOURCE_JSONLD_PAGE] = 60,
        [PITH_SOURCE_DUBLIN_CORE] = 40},
};

const char *pith__source_name(pith__source source) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_SOURCE_MAP(PITH_X)};
#undef PITH_X
    return (size_t)source < sizeof names / sizeof *names ? names[source] : "none";
}

void pith__candidates_init(pith__candidates *candidates, pith__arena *arena) {
    *candidates = (pith__candidates){.arena = arena};
    for (int i = 0; i < PITH_FIELD_COUNT; i++)
        candidates->fields[i].items =
            pith__arena_array(arena, PITH_MAX_CANDIDATES, sizeof(pith__candidate));
}

uint32_t pith__candidate_group(pith__candidates *candidates) {
    return ++candidates->groups;
}

void pith__candidate_add(pith__candidates *candidates, pith__field field, pith__source source,
    uint32_t group, int penalty, pith__str value) {
    pith__candidate_list *list = &candidates->fields[field];
    int given = trust[field][source];
    if (given == 0 || list->count >= PITH_MAX_CANDIDATES)
        return;
    given = given > penalty ? given - penalty : 1;
    value = pith__value_tidy(candidates->arena, value, PITH_MAX_VALUE);
    if (value.length == 0)
        return;
    size_t place = list->count;
    while (place > 0 && list->items[place - 1].trust < given)
        place--;
    for (size_t i = 0; i < place; i++) {
        const pith__candidate *other = &list->items[i];
        if (other->source == source && other->group == group &&
            pith__str_equal(other->value, value))
            return;
    }
    memmove(
        list->items + place + 1, list->items + place, (list->count - place) * sizeof *list->items);
    list->items[place] = (pith__candidate){
        .value = value, .source = source, .group = group, .rank = penalty, .trust = given};
    list->count++;
}
