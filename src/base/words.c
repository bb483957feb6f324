#include "words.h"

#include "unicode.h"

enum { FNV_OFFSET = 2166136261u, FNV_PRIME = 16777619u };

static uint32_t hash_step(uint32_t hash, uint32_t code_point) {
    return (hash ^ code_point) * FNV_PRIME;
}

/* Ends the word that has been collected in `word`; nothing to do when it is empty. */
static void finish(pith__word *items, size_t *count, pith__word *word, size_t end, bool lower) {
    if (word->letters == 0)
        return;
    word->length = (uint32_t)(end - word->offset);
    word->all_upper = word->letters > 1 && !lower && !word->digits;
    items[(*count)++] = *word;
    word->letters = 0;
}

pith__words pith__words_of(pith__arena *arena, pith__str text) {
    if (text.length == 0)
        return (pith__words){0};
    /* Count first: an array of the right size costs less than the slack of a growing one. */
    size_t capacity = 0;
    bool inside = false;
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        bool unspaced = pith__is_unspaced(c);
        bool word = pith__is_word(c);
        if (word && (unspaced || !inside))
            capacity++;
        inside = word && !unspaced;
    }
    pith__words words = {pith__arena_alloc(arena, capacity * sizeof(pith__word)), 0};
    pith__word word = {0};
    bool lower = false;
    for (const char *p = text.data; p < end;) {
        size_t at = (size_t)(p - text.data);
        uint32_t c = pith__utf8_next(&p, end);
        if (!pith__is_word(c)) {
            finish(words.items, &words.count, &word, at, lower);
            continue;
        }
        bool unspaced = pith__is_unspaced(c);
        if (unspaced)
            finish(words.items, &words.count, &word, at, lower);
        if (word.letters == 0) {
            word = (pith__word){.hash = FNV_OFFSET, .offset = (uint32_t)at, .digits = 1};
            word.starts_upper = pith__is_upper(c);
            word.unspaced = unspaced;
            lower = false;
        }
        uint32_t low = pith__lower(c);
        word.hash = hash_step(word.hash, low);
        if (word.letters < PITH_STEM_LETTERS)
            word.stem = word.hash;
        word.letters++;
        if (!pith__is_decimal(c))
            word.digits = 0;
        if (low == c && !pith__is_decimal(c))
            lower = true;
        if (unspaced)
            finish(words.items, &words.count, &word, (size_t)(p - text.data), lower);
    }
    finish(words.items, &words.count, &word, text.length, lower);
    return words;
}

size_t pith__words_weight(pith__words words) {
    size_t unspaced = 0;
    for (size_t i = 0; i < words.count; i++)
        unspaced += words.items[i].unspaced;
    return words.count - unspaced + (unspaced + 1) / 2;
}

uint32_t pith__word_hash(pith__str word) {
    uint32_t hash = FNV_OFFSET;
    if (word.length == 0)
        return hash;
    const char *end = word.data + word.length;
    for (const char *p = word.data; p < end;)
        hash = hash_step(hash, pith__lower(pith__utf8_next(&p, end)));
    return hash;
}

uint64_t pith__words_key(pith__words words) {
    uint64_t key = 14695981039346656037u; /* FNV-1a, 64 bits. */
    for (size_t i = 0; i < words.count; i++)
        key = (key ^ words.items[i].hash) * 1099511628211u;
    return key == 0 ? 1 : key;
}
