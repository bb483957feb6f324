/* date_words.h - the words of dates.conf: names of months, units of time, "ago", "yesterday". */
#ifndef PITH_HEURISTICS_DATE_WORDS_H
#define PITH_HEURISTICS_DATE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/str.h"

enum {
    PITH_DATE_WORDS = 3, /* The longest name, in words: a character of an unspaced script is one. */
};

typedef enum pith__time_unit {
    PITH_UNIT_NONE,
    PITH_UNIT_SECOND,
    PITH_UNIT_MINUTE,
    PITH_UNIT_HOUR,
    PITH_UNIT_DAY,
    PITH_UNIT_WEEK,
    PITH_UNIT_MONTH,
    PITH_UNIT_YEAR,
} pith__time_unit;

/* All that a name can mean: "ago" is a word of English, and August in Spanish. */
typedef struct pith__date_word {
    uint8_t month;    /* 1 to 12, or 0. */
    uint8_t unit;     /* pith__time_unit. */
    bool ago;         /* It says that a span of time lies in the past. */
    bool one;         /* It stands for the number 1: "an hour ago". */
    uint8_t days_ago; /* 1 for today, 2 for yesterday, ...; 0: it is no day. */
    uint8_t half;     /* 1: before noon, 2: after noon; 0: neither. */
    uint16_t era;     /* The year before the first of an era; or 0. */
    uint8_t words;    /* Words of the name; 0: the words are no name. */
} pith__date_word;

typedef struct pith__date_words pith__date_words;

pith__date_words *pith__date_words_new(pith__arena *arena);

/* Takes one line of a section of dates.conf in. Returns NULL, or what is wrong with the line. */
const char *pith__date_words_line(
    pith__arena *arena, pith__date_words *words, pith__str section, pith__str line);

/* The longest name that begins the words with these hashes; its `words` is 0 when there is none. */
pith__date_word pith__date_words_find(
    const pith__date_words *words, const uint32_t *hashes, size_t count);

#endif
