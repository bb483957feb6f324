/*
 * word_table.h - from words, by their hashes, to numbers: names of classes, of parameters.
 */
#ifndef PITH_HEURISTICS_WORD_TABLE_H
#define PITH_HEURISTICS_WORD_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum { PITH_WORD_TABLE_SIZE = 4096 }; /* Slots. */

/* Word hash to a number. Open addressing; the tables are a fraction full. */
typedef struct pith__word_table {
    uint32_t keys[PITH_WORD_TABLE_SIZE];
    uint32_t values[PITH_WORD_TABLE_SIZE]; /* 0: the slot is free. */
    uint32_t count;
} pith__word_table;

/* The number of a word, 0 if it has none. */
uint32_t pith__word_table_get(const pith__word_table *table, uint32_t key);

/* Ors `value`, not 0, to the number of a word; false when the table is three quarters full. */
bool pith__word_table_add(pith__word_table *table, uint32_t key, uint32_t value);

#endif
