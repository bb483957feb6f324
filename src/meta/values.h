/*
 * values.h - the text of metadata: made tidy, compared.
 */
#ifndef PITH_META_VALUES_H
#define PITH_META_VALUES_H

#include "../base/arena.h"
#include "../base/str.h"
#include "../base/words.h"

/*
 * A value as readers would see it: character references that were encoded twice are decoded,
 * markup is dropped, white space is one space, control characters are gone, NFC. At most `maximum`
 * bytes of the value are looked at. The result lives in the arena and ends in NUL.
 */
pith__str pith__value_tidy(pith__arena *arena, pith__str value, size_t maximum);

/* Whether two texts have the same words, upper and lower case and punctuation aside. Texts without
   words are never the same. */
bool pith__value_same(pith__arena *arena, pith__str a, pith__str b);

/* The letters and digits of a text in lower ASCII, others left out: "The Daily Post" and
   "thedailypost" are the same. Characters outside ASCII are kept. */
pith__str pith__value_squeeze(pith__arena *arena, pith__str text);

/* Whether the text is, or holds, the address of something: "://", "www.", "name@host". */
bool pith__value_is_address(pith__str text);

/* The number of characters. */
size_t pith__value_characters(pith__str text);

#endif
