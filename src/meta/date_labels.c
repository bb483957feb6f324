#include "date_labels.h"

pith__date_label pith__meta_date_label(const pith__meta *meta, pith__str text) {
    if (text.length > PITH_DATE_LABEL_BYTES) {
        size_t cut = text.length - PITH_DATE_LABEL_BYTES;
        while (cut < text.length && ((unsigned char)text.data[cut] & 0xC0) == 0x80)
            cut++;
        text = pith__str_slice(text, cut, text.length);
    }
    pith__words words = pith__words_of(meta->arena, text);
    for (size_t i = words.count; i > 0; i--) {
        pith__words rest = {words.items + i - 1, words.count - i + 1};
        if (pith__phrases_count(meta->heuristics, rest, PITH_PHRASE_DATE_UPDATED) > 0)
            return PITH_DATE_LABEL_UPDATED;
        if (pith__phrases_count(meta->heuristics, rest, PITH_PHRASE_DATE_PUBLISHED) > 0) {
            /* "last modified on date ..."; "date updated". */
            bool updated = i > 1 && pith__word_in(meta->heuristics, words.items[i - 2],
                                        PITH_PHRASE_DATE_UPDATED);
            return updated ? PITH_DATE_LABEL_UPDATED : PITH_DATE_LABEL_PUBLISHED;
        }
    }
    return PITH_DATE_LABEL_NONE;
}

bool pith__meta_find_date(
    const pith__meta *meta, pith__str text, size_t from, pith__date_place *place) {
    return pith__date_find(meta->heuristics, text, from, meta->order, place) ||
           pith__date_relative(meta->heuristics, text, from, meta->page->captured, place);
}
