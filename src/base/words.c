#include "words.h"

#include "unicode.h"

/* What bytes of ASCII are; most text is made of them. */
enum ascii_class { ASCII_OTHER, ASCII_LOWER, ASCII_UPPER, ASCII_DIGIT };

/* clang-format off */
#define L ASCII_LOWER
#define U ASCII_UPPER
#define D ASCII_DIGIT
static const unsigned char ascii[128] = {
    ['0'] = D, D, D, D, D, D, D, D, D, D,
    ['A'] = U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    ['_'] = L,
    ['a'] = L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
};
#undef L
#undef U
#undef D
/* clang-format on */

/* How many words there can be at most: the places where one begins. */
static size_t count_words(pith__str text) {
    size_t count = 0;
    bool inside = false;
    for (const char *p = text.data, *end = p + text.length; p < end;) {
        unsigned char byte = (unsigned char)*p;
        bool word, unspaced = false;
        if (byte < 0x80) {
            word = ascii[byte] != 0;
            p++;
        } else {
            uint32_t c = pith__utf8_next(&p, end);
            unspaced = pith__is_unspaced(c);
            word = pith__is_word(c);
        }
        count += word && (unspaced || !inside);
        inside = word && !unspaced;
    }
    return count;
}

/* A word under construction. */
typedef struct builder {
    pith__words words;
    pith__word word; /* Without letters: none. */
    bool lower;      /* It has a small letter. */
} builder;

static void finish(builder *b, size_t end) {
    if (b->word.letters == 0)
        return;
    b->word.length = (uint32_t)(end - b->word.offset);
    b->word.all_upper = b->word.letters > 1 && !b->lower && !b->word.digits;
    b->words.items[b->words.count++] = b->word;
    b->word.letters = 0;
}

/* Adds a character, in small letters, to the word. */
static inline void add(builder *b, uint32_t low, bool small, bool digit) {
    b->word.hash = pith__hash_step(b->word.hash, low);
    if (b->word.letters < PITH_STEM_LETTERS)
        b->word.stem = b->word.hash;
    b->word.letters++;
    if (!digit)
        b->word.digits = 0;
    b->lower |= small && !digit;
}

static inline void begin(builder *b, size_t at, bool upper) {
    b->word = (pith__word){.hash = PITH_HASH_START, .offset = (uint32_t)at, .digits = 1};
    b->word.starts_upper = upper;
    b->lower = false;
}

/* A character beyond ASCII, or of ASCII. */
static void add_character(builder *b, uint32_t c, size_t at, size_t end) {
    if (!pith__is_word(c)) {
        finish(b, at);
        return;
    }
    bool unspaced = pith__is_unspaced(c);
    if (unspaced)
        finish(b, at);
    if (b->word.letters == 0) {
        begin(b, at, pith__is_upper(c));
        b->word.unspaced = unspaced;
    }
    uint32_t low = pith__lower(c);
    add(b, low, low == c, pith__is_decimal(c));
    if (unspaced)
        finish(b, end);
}

pith__words pith__words_of(pith__arena *arena, pith__str text) {
    if (text.length == 0)
        return (pith__words){0};
    /* Count first: an array of the right size costs less than the slack of a growing one. */
    builder b = {.words = {pith__arena_alloc(arena, count_words(text) * sizeof(pith__word)), 0}};
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        size_t at = (size_t)(p - text.data);
        unsigned char byte = (unsigned char)*p;
        if (byte >= 0x80) {
            uint32_t c = pith__utf8_next(&p, end);
            add_character(&b, c, at, (size_t)(p - text.data));
            continue;
        }
        p++;
        enum ascii_class class = ascii[byte];
        if (class == ASCII_OTHER) {
            finish(&b, at);
            continue;
        }
        if (b.word.letters == 0)
            begin(&b, at, class == ASCII_UPPER);
        add(&b, class == ASCII_UPPER ? byte + ('a' - 'A') : byte, class == ASCII_LOWER,
            class == ASCII_DIGIT);
    }
    finish(&b, text.length);
    return b.words;
}

size_t pith__words_weight(pith__words words) {
    size_t unspaced = 0;
    for (size_t i = 0; i < words.count; i++)
        unspaced += words.items[i].unspaced;
    return words.count - unspaced + (unspaced + 1) / 2;
}

uint32_t pith__word_hash(pith__str word) {
    uint32_t hash = PITH_HASH_START;
    if (word.length == 0)
        return hash;
    const char *end = word.data + word.length;
    for (const char *p = word.data; p < end;)
        hash = pith__hash_step(hash, pith__lower(pith__utf8_next(&p, end)));
    return hash;
}

uint64_t pith__words_key(pith__words words) {
    uint64_t key = 14695981039346656037u; /* FNV-1a, 64 bits. */
    for (size_t i = 0; i < words.count; i++)
        key = (key ^ words.items[i].hash) * 1099511628211u;
    return key == 0 ? 1 : key;
}
