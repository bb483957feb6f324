#include "words.h"

#include <string.h>

#include "unicode.h"

/* What letters are, as bits; and what bytes of ASCII are, most text being made of them. */
enum {
    LOWER = 1,
    DIGIT = 2,
    UPPER = 'a' - 'A', /* Set in a byte, it makes the letter small. */
};

/* clang-format off */
#define L LOWER
#define U UPPER
#define D DIGIT
static const unsigned char ascii[256] = {
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

/* Words, and one under construction. */
typedef struct builder {
    pith__words words;
    uint32_t hash, stem;
    uint32_t letters; /* 0: no word is begun. */
    uint32_t offset;
    unsigned seen;  /* What its letters are. */
    unsigned first; /* What the first of them is. */
} builder;

static inline void finish(builder *b, size_t end, bool unspaced) {
    if (b->letters == 0)
        return;
    b->words.items[b->words.count++] = (pith__word){.hash = b->hash,
        .stem = b->letters < PITH_STEM_LETTERS ? b->hash : b->stem,
        .offset = b->offset,
        .length = (uint32_t)end - b->offset,
        .digits = b->seen == DIGIT,
        .starts_upper = b->first == UPPER,
        .all_upper = b->letters > 1 && (b->seen & LOWER) == 0 && b->seen != DIGIT,
        .unspaced = unspaced,
        .letters = b->letters & 0xFFFFFFF};
    b->letters = 0;
}

static inline void begin(builder *b, size_t at, unsigned first) {
    b->hash = PITH_HASH_START;
    b->offset = (uint32_t)at;
    b->first = first;
    b->seen = 0;
}

/* Adds a character beyond ASCII. */
static void add_character(builder *b, uint32_t c, size_t at, size_t end) {
    if (!pith__is_word(c)) {
        finish(b, at, false);
        return;
    }
    bool unspaced = pith__is_unspaced(c);
    if (unspaced)
        finish(b, at, false);
    uint32_t low = pith__lower(c);
    if (b->letters == 0)
        begin(b, at, pith__is_upper(c) ? UPPER : 0);
    b->seen |= (unsigned)(pith__is_decimal(c) ? DIGIT : low == c ? LOWER : UPPER);
    b->hash = pith__hash_step(b->hash, low);
    if (++b->letters == PITH_STEM_LETTERS)
        b->stem = b->hash;
    if (unspaced)
        finish(b, end, true);
}

/* Adds letters of ASCII from `p` on, at least one; returns where they end. The state is kept in
   registers: this is where the time goes. */
static const char *add_ascii(builder *b, const char *p, const char *end) {
    uint32_t hash = b->hash, letters = b->letters;
    unsigned seen = b->seen, class = ascii[(unsigned char)*p];
    do {
        seen |= class;
        hash = pith__hash_step(hash, (unsigned char)*p | (class & UPPER));
        if (++letters == PITH_STEM_LETTERS)
            b->stem = hash;
    } while (++p < end && (class = ascii[(unsigned char)*p]) != 0);
    b->hash = hash;
    b->letters = letters;
    b->seen = seen;
    return p;
}

static void add_words(builder *b, pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        size_t at = (size_t)(p - text.data);
        unsigned char byte = (unsigned char)*p;
        unsigned class = ascii[byte];
        if (class != 0) {
            if (b->letters == 0)
                begin(b, at, class);
            p = add_ascii(b, p, end);
        } else if (byte < 0x80) {
            finish(b, at, false);
            p++;
        } else {
            uint32_t c = pith__utf8_next(&p, end);
            add_character(b, c, at, (size_t)(p - text.data));
        }
    }
    finish(b, text.length, false);
}

pith__words pith__words_of(pith__arena *arena, pith__str text) {
    enum { FEW = 256 };
    if (text.length == 0)
        return (pith__words){0};
    builder b = {0};
    /* An array of the right size costs less memory than one that grows. A short text has few words,
       for which there is room here; those of a long one are counted first. */
    if (text.length < (size_t)2 * FEW) {
        pith__word few[FEW];
        b.words.items = few;
        add_words(&b, text);
        size_t size = b.words.count * sizeof *few;
        b.words.items = memcpy(pith__arena_alloc(arena, size), few, size);
        return b.words;
    }
    b.words.items = pith__arena_alloc(arena, count_words(text) * sizeof(pith__word));
    add_words(&b, text);
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
