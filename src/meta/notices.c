#include "notices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/unicode.h"

enum {
    NOTICE_WORDS = 30, /* A block with more words is running text. */
};

/* Whether a word is the sign of a notice. */
static bool is_sign(pith__word word) {
    return word.hash == pith__word_hash(PITH_STR("©")) ||
           word.hash == pith__word_hash(PITH_STR("copyright"));
}

static bool is_notice(const pith__block *block) {
    for (size_t i = 0; i < block->words.count && block->weight <= NOTICE_WORDS; i++) {
        if (is_sign(block->words.items[i]))
            return true;
    }
    return false;
}

/* The year among the words; 0 when there is none, or several ("2012-2024"). */
static int year_of(pith__str text, pith__words words) {
    int year = 0;
    for (size_t i = 0; i < words.count; i++) {
        if (!words.items[i].digits || words.items[i].length != 4)
            continue;
        int value = atoi(pith__str_slice(text, words.items[i].offset, text.length).data);
        if (value < PITH_DATE_FIRST_YEAR || value > PITH_DATE_LAST_YEAR)
            continue;
        if (year != 0)
            return 0;
        year = value;
    }
    return year;
}

pith__chosen pith__notice_date(const pith__meta *meta) {
    const pith__page *page = meta->page;
    int year = 0;
    bool several = false;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        pith__date_place place;
        if (!is_notice(block))
            continue;
        if (pith__date_find(meta->heuristics, block->text, 0, meta->order, &place) &&
            pith__date_before(&place.date, page->captured)) {
            char day[PITH_DATE_TEXT];
            pith__date_format(&place.date, day);
            return (pith__chosen){
                pith__str_copy(meta->arena, pith__str_of(day)), PITH_SOURCE_COPYRIGHT};
        }
        int found = year_of(block->text, block->words);
        several = several || (found != 0 && year != 0 && found != year);
        year = found != 0 ? found : year;
    }
    if (several || year == 0 || (page->captured != NULL && year > page->captured->year))
        return (pith__chosen){NULL, PITH_SOURCE_NONE};
    char text[8];
    snprintf(text, sizeof text, "%04d", year);
    return (pith__chosen){pith__str_copy(meta->arena, pith__str_of(text)), PITH_SOURCE_COPYRIGHT};
}
