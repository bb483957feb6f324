/*
 * phrases.h - the phrase index: which phrases of heuristics/phrases/ do these words match?
 *
 * A phrase is a sequence of items: a word, one number, one word of any kind, or any run of words.
 * Each phrase is filed under the hash of its first fixed word, so a line costs one look-up a word,
 * whatever the number of phrases.
 */
#ifndef PITH_HEURISTICS_PHRASES_H
#define PITH_HEURISTICS_PHRASES_H

#include "heuristics.h"

enum {
    PITH_PHRASE_ITEMS = 24, /* The most items that a phrase may have. */
    PITH_PHRASE_GAP = 12,   /* The most words that a '*' inside a phrase stands for. */
};

typedef struct pith__phrase_index pith__phrase_index;

pith__phrase_index *pith__phrase_index_new(pith__arena *arena);

/* Adds a phrase in the syntax of heuristics/README.md. Returns NULL, or what is wrong with it. */
const char *pith__phrase_index_add(
    pith__phrase_index *index, pith__str phrase, pith__phrase_group group);

/* Where the phrases that are added from now on come from: a file, whose name must live as long as
   the index, and a line of it. */
void pith__phrase_index_at(pith__phrase_index *index, const char *file, unsigned line);

/* Makes the index ready; nothing may be added after. */
void pith__phrase_index_seal(pith__phrase_index *index);

/* As the functions of the same name in heuristics.h. */
pith__phrase_set pith__phrase_index_match(const pith__phrase_index *index, pith__words words);
size_t pith__phrase_index_prefix(
    const pith__phrase_index *index, pith__words words, pith__phrase_group group);
uint32_t pith__phrase_index_count(
    const pith__phrase_index *index, pith__words words, pith__phrase_group group);
bool pith__phrase_index_word(
    const pith__phrase_index *index, pith__word word, pith__phrase_group group);
size_t pith__phrase_index_find(const pith__phrase_index *index, pith__words words,
    pith__phrase_set anywhere, pith__found_phrase *found, size_t most);
pith__phrase_set pith__phrase_index_word_groups(const pith__phrase_index *index, pith__word word);

#endif
