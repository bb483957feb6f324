#include "dates_in_text.h"

enum { MOST_WORDS = 40 }; /* Of a block are looked at. */

static uint32_t number_of(pith__str text, pith__word word) {
    uint32_t number = 0;
    for (uint32_t i = 0; i < word.length && i < 6; i++)
        number = number * 10 + (uint32_t)(text.data[word.offset + i] - '0');
    return number;
}

bool pith__has_date(const pith__heuristics *heuristics, const pith__block *block) {
    const pith__words words = block->words;
    for (size_t i = 0; i < words.count && i < MOST_WORDS; i++) {
        pith__word word = words.items[i];
        if (word.digits && word.letters == 4 && word.length == 4) {
            uint32_t year = number_of(block->text, word);
            if (year >= 1990 && year <= 2100)
                return true;
        }
        bool number_beside = (i > 0 && words.items[i - 1].digits) ||
                             (i + 1 < words.count && words.items[i + 1].digits);
        if (number_beside && !word.digits && pith__month_of(heuristics, word) > 0)
            return true;
        if (i + 2 < words.count && word.digits && words.items[i + 1].digits &&
            words.items[i + 2].digits && word.length <= 4 && words.items[i + 1].length <= 2) {
            char sign = block->text.data[word.offset + word.length];
            if (words.items[i + 2].offset - word.offset <= 8 &&
                (sign == '.' || sign == '/' || sign == '-'))
                return true;
        }
    }
    return false;
}

bool pith__has_clock(const pith__block *block) {
    const pith__words words = block->words;
    for (size_t i = 0; i + 1 < words.count && i < MOST_WORDS; i++) {
        pith__word hours = words.items[i], minutes = words.items[i + 1];
        if (hours.digits && hours.length <= 2 && minutes.digits && minutes.length == 2 &&
            minutes.offset == hours.offset + hours.length + 1 &&
            block->text.data[minutes.offset - 1] == ':')
            return true;
    }
    return false;
}
