#include "word_table.h"

static uint32_t *find_entry(pith__word_table *table, uint32_t key) {
    uint32_t at = key % PITH_WORD_TABLE_SIZE;
    while (table->values[at] != 0 && table->keys[at] != key)
        at = (at + 1) % PITH_WORD_TABLE_SIZE;
    table->keys[at] = key;
    return &table->values[at];
}

uint32_t pith__word_table_get(const pith__word_table *table, uint32_t key) {
    uint32_t at = key % PITH_WORD_TABLE_SIZE;
    while (table->values[at] != 0) {
        if (table->keys[at] == key)
            return table->values[at];
        at = (at + 1) % PITH_WORD_TABLE_SIZE;
    }
    return 0;
}

bool pith__word_table_add(pith__word_table *table, uint32_t key, uint32_t value) {
    if (table->count >= PITH_WORD_TABLE_SIZE / 4 * 3)
        return false;
    uint32_t *entry = find_entry(table, key);
    if (*entry == 0)
        table->count++;
    *entry |= value;
    return true;
}
