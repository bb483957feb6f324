/*
 * words.h - text as a sequence of words.
 *
 * A word is a run of letters, marks, digits and '_'; a character of an unspaced script (see
 * pith__is_unspaced) is a word of its own. Words are compared by hash of their lower-case form.
 */
#ifndef PITH_BASE_WORDS_H
#define PITH_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

enum { PITH_STEM_LETTERS = 6 };

/* Hashes of words, FNV-1a over the code points of their small letters. */
#define PITH_HASH_START 2166136261u
static inline uint32_t pith__hash_step(uint32_t hash, uint32_t code_point) {
    return (hash ^ code_point) * 16777619u;
}

typedef struct pith__word {
    uint32_t hash;       /* Of the word in lower case: FNV-1a over its code points. */
    uint32_t stem;       /* Hash of its first PITH_STEM_LETTERS characters: a cheap stem. */
    uint32_t offset;     /* Where it begins, in bytes of the text. */
    uint32_t length;     /* In bytes. */
    unsigned digits : 1; /* Made of decimal digits alone. */
    unsigned starts_upper : 1;
    unsigned all_upper : 1; /* Two letters or more, none lower-case. */
    unsigned unspaced : 1;  /* One character of an unspaced script. */
    unsigned letters : 28;  /* Characters in it. */
} pith__word;

typedef struct pith__words {
    pith__word *items;
    size_t count;
} pith__words;

/* The words of valid UTF-8, in order. */
pith__words pith__words_of(pith__arena *arena, pith__str text);

/* The number of words as a reader would say: two unspaced characters count as one word. */
size_t pith__words_weight(pith__words words);

/* A key of the whole sequence: texts of the same words have the same. Never 0. */
uint64_t pith__words_key(pith__words words);

/* The hash that a word of this text has; the text is one word. */
uint32_t pith__word_hash(pith__str word);

#endif
