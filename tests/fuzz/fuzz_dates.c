/* fuzz_dates.c - dates in any text, absolute and relative. The first byte chooses order and start.
 */
#include "fuzz.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "extractor.h"
#include "meta/dates.h"

/* What is found must be a date that can be written, in its place, and the search must get on. */
static void check(const pith__date_place *place, size_t from, size_t size) {
    char text[PITH_DATE_TEXT];
    if (!pith__date_plausible(&place->date) || place->begin < from || place->end <= place->begin ||
        place->end > size)
        abort();
    pith__date_format(&place->date, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pith__str text = {(const char *)data + 1, size == 0 ? 0 : size - 1};
    if (size == 0 || !pith__utf8_valid(text))
        return 0;
    const pith__heuristics *heuristics = fuzz_extractor()->heuristics;
    pith__date_order order = data[0] % 2 == 0 ? PITH_DATE_DAY_FIRST : PITH_DATE_MONTH_FIRST;
    pith__date_place place;
    for (size_t from = 0; pith__date_find(heuristics, text, from, order, &place); from = place.end)
        check(&place, from, text.length);
    pith__date captured = {.year = 2024, .month = 3, .day = 1, .has_time = true, .hour = 10};
    for (size_t from = 0; pith__date_relative(heuristics, text, from, &captured, &place);
         from = place.end)
        check(&place, from, text.length);
    pith__date date;
    if (pith__date_parse(heuristics, text, order, &date) && !pith__date_plausible(&date))
        abort();
    return 0;
}
