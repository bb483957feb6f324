#include "phrases.h"

#include <stdlib.h>
#include <string.h>

#include "../base/str.h"

typedef enum item_kind {
    ITEM_WORD,   /* This word. */
    ITEM_NUMBER, /* <n>: a word of digits. */
    ITEM_ONE,    /* <w>: any one word. */
    ITEM_GAP,    /* *: any number of words. */
} item_kind;

typedef struct phrase_item {
    item_kind kind;
    uint32_t hash; /* ITEM_WORD. */
} phrase_item;

typedef struct phrase {
    uint32_t key;       /* Hash of the first fixed word. */
    uint8_t key_offset; /* Items before that word, a leading '*' not counted. */
    uint8_t count;      /* Items, without a '*' at either end. */
    uint8_t group;
    bool open_start; /* Began with '*'. */
    bool open_end;   /* Ended with '*'. */
    const phrase_item *items;
    uint32_t source; /* Index. */
} phrase;

/* A phrase as its file has it: for people, never for matching. */
typedef struct phrase_source {
    const char *text; /* Lives as long as the index: it is compiled in, or read into the arena. */
    uint32_t line;
    uint16_t length;
    uint16_t file; /* Index. */
} phrase_source;

/* Phrases with the same key stand side by side. */
typedef struct slot {
    uint32_t key;
    uint32_t first;          /* Index of the first phrase. */
    uint32_t count;          /* 0: the slot is free. */
    pith__phrase_set groups; /* Of all its phrases: for most questions that says no. */
    pith__phrase_set words;  /* Of those that are this one word. */
} slot;

struct pith__phrase_index {
    pith__arena *arena;
    phrase *phrases;
    size_t count;
    size_t capacity;
    phrase_source *sources;
    size_t source_count, source_capacity;
    const char **files;
    size_t file_count, file_capacity;
    unsigned line; /* Of the phrases that are being added, in the last of the files. */
    slot *slots;
    uint32_t mask;    /* Number of slots, a power of two, less one. */
    uint64_t *filter; /* A bit for each word that has a slot, by its hash: small enough for the
                         fastest cache, and most words have none. */
};

enum { FILTER_BITS = 1 << 17 };

pith__phrase_index *pith__phrase_index_new(pith__arena *arena) {
    pith__phrase_index *index = pith__arena_array(arena, 1, sizeof *index);
    index->arena = arena;
    return index;
}

/* ---- Adding ---------------------------------------------------------------------------------- */

void pith__phrase_index_at(pith__phrase_index *index, const char *file, unsigned line) {
    if (index->file_count == 0 || index->files[index->file_count - 1] != file) {
        index->files = pith__arena_grow(index->arena, index->files, index->file_count,
            index->file_count + 1, sizeof *index->files, &index->file_capacity);
        index->files[index->file_count++] = file;
    }
    index->line = line;
}

/* Notes where a phrase comes from. */
static uint32_t add_source(pith__phrase_index *index, pith__str text) {
    index->sources = pith__arena_grow(index->arena, index->sources, index->source_count,
        index->source_count + 1, sizeof(phrase_source), &index->source_capacity);
    index->sources[index->source_count] = (phrase_source){.text = text.data,
        .line = index->line,
        .length = (uint16_t)(text.length < UINT16_MAX ? text.length : UINT16_MAX),
        .file = (uint16_t)(index->file_count - 1)};
    return (uint32_t)index->source_count++;
}

/* Appends the items of one blank-separated token: none if it is a sign, several if it is several
   words ("don't"). Returns false if there are too many. */
static bool add_token(
    pith__phrase_index *index, pith__str token, phrase_item *items, size_t *count) {
    static const struct {
        pith__str sign;
        item_kind kind;
    } special[] = {{{"*", 1}, ITEM_GAP}, {{"<n>", 3}, ITEM_NUMBER}, {{"<w>", 3}, ITEM_ONE}};
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (!pith__str_equal(token, special[i].sign))
            continue;
        if (*count == PITH_PHRASE_ITEMS)
            return false;
        items[(*count)++] = (phrase_item){.kind = special[i].kind};
        return true;
    }
    pith__words words = pith__words_of(index->arena, token);
    if (words.count > PITH_PHRASE_ITEMS - *count)
        return false;
    for (size_t i = 0; i < words.count; i++)
        items[(*count)++] = (phrase_item){.kind = ITEM_WORD, .hash = words.items[i].hash};
    return true;
}

const char *pith__phrase_index_add(
    pith__phrase_index *index, pith__str text, pith__phrase_group group) {
    phrase_item items[PITH_PHRASE_ITEMS];
    size_t count = 0;
    size_t at = 0;
    while (at < text.length) {
        size_t from = at;
        while (at < text.length && !pith__is_space(text.data[at]))
            at++;
        if (!add_token(index, pith__str_slice(text, from, at), items, &count))
            return "the phrase is too long";
        at++;
    }
    phrase added = {.group = (uint8_t)group};
    const phrase_item *first = items;
    if (count > 0 && first->kind == ITEM_GAP) {
        added.open_start = true;
        first++;
        count--;
    }
    if (count > 0 && first[count - 1].kind == ITEM_GAP) {
        added.open_end = true;
        count--;
    }
    size_t key = 0;
    while (key < count && (first[key].kind == ITEM_NUMBER || first[key].kind == ITEM_ONE))
        key++;
    if (key == count || first[key].kind != ITEM_WORD)
        return "the phrase needs a word before its first inner '*'";
    added.key = first[key].hash;
    added.key_offset = (uint8_t)key;
    added.count = (uint8_t)count;
    phrase_item *kept = pith__arena_alloc(index->arena, count * sizeof *kept);
    memcpy(kept, first, count * sizeof *kept);
    added.items = kept;
    if (group != PITH_PHRASE_STOP_WORD)
        added.source = add_source(index, text);
    index->phrases = pith__arena_grow(index->arena, index->phrases, index->count, index->count + 1,
        sizeof(phrase), &index->capacity);
    index->phrases[index->count++] = added;
    return NULL;
}

static int compare_phrases(const void *a, const void *b) {
    const phrase *left = a, *right = b;
    return left->key < right->key ? -1 : left->key > right->key;
}

void pith__phrase_index_seal(pith__phrase_index *index) {
    uint32_t slots = 16;
    while (slots < index->count * 2)
        slots *= 2;
    index->slots = pith__arena_array(index->arena, slots, sizeof(slot));
    index->mask = slots - 1;
    index->filter = pith__arena_array(index->arena, FILTER_BITS / 64, sizeof(uint64_t));
    if (index->count > 0)
        qsort(index->phrases, index->count, sizeof(phrase), compare_phrases);
    for (uint32_t i = 0; i < index->count;) {
        uint32_t key = index->phrases[i].key;
        uint32_t next = i;
        while (next < index->count && index->phrases[next].key == key)
            next++;
        uint32_t at = key & index->mask;
        while (index->slots[at].count != 0)
            at = (at + 1) & index->mask;
        slot *place = &index->slots[at];
        *place = (slot){.key = key, .first = i, .count = next - i};
        index->filter[key % FILTER_BITS / 64] |= (uint64_t)1 << key % 64;
        for (; i < next; i++) {
            pith__phrase_set group = PITH_PHRASE_BIT(index->phrases[i].group);
            place->groups |= group;
            place->words |= index->phrases[i].count == 1 ? group : 0;
        }
    }
}

/* ---- Matching -------------------------------------------------------------------------------- */

/* Where the phrases filed under a word are; a free slot when there are none. */
static const slot *slot_of(const pith__phrase_index *index, uint32_t hash) {
    static const slot none = {0};
    if ((index->filter[hash % FILTER_BITS / 64] >> hash % 64 & 1) == 0)
        return &none;
    uint32_t at = hash & index->mask;
    while (index->slots[at].count != 0 && index->slots[at].key != hash)
        at = (at + 1) & index->mask;
    return &index->slots[at];
}

/* The phrases filed under a word, if any is of these groups; else `*count` is 0. */
static const phrase *look_up(
    const pith__phrase_index *index, uint32_t hash, pith__phrase_set groups, uint32_t *count) {
    const slot *place = slot_of(index, hash);
    *count = (place->groups & groups) != 0 ? place->count : 0;
    return index->phrases + place->first;
}

static bool item_fits(phrase_item item, pith__word word) {
    switch (item.kind) {
    case ITEM_WORD:
        return item.hash == word.hash;
    case ITEM_NUMBER:
        return word.digits;
    case ITEM_ONE:
        return true;
    case ITEM_GAP:
        break;
    }
    return false;
}

/*
 * Matches the phrase's items from word `start` on. `open_end`: words may follow. The items between
 * two gaps are tried at the nearest places first; the gap's limit bounds the work.
 * Returns the number of words taken, or 0.
 */
static size_t match_from(const phrase *p, pith__words words, size_t start, bool open_end) {
    size_t item = 0, word = start;
    size_t retry_item = 0, retry_word = 0, retries = 0; /* Where the last gap may be widened. */
    for (;;) {
        if (item == p->count) {
            if (open_end || word == words.count)
                return word - start;
        } else if (p->items[item].kind == ITEM_GAP) {
            retry_item = ++item;
            retry_word = word;
            retries = PITH_PHRASE_GAP;
            continue;
        } else if (word < words.count && item_fits(p->items[item], words.items[word])) {
            item++;
            word++;
            continue;
        }
        if (retries == 0 || retry_word >= words.count)
            return 0;
        retries--;
        item = retry_item;
        word = ++retry_word;
    }
}

pith__phrase_set pith__phrase_index_match(const pith__phrase_index *index, pith__words words) {
    pith__phrase_set found = 0;
    for (size_t i = 0; i < words.count; i++) {
        uint32_t count;
        const phrase *p = look_up(index, words.items[i].hash, ~found, &count);
        for (; count > 0; count--, p++) {
            if (i < p->key_offset || (!p->open_start && i != p->key_offset) ||
                (found & PITH_PHRASE_BIT(p->group)) != 0)
                continue;
            if (match_from(p, words, i - p->key_offset, p->open_end) > 0)
                found |= PITH_PHRASE_BIT(p->group);
        }
    }
    return found;
}

size_t pith__phrase_index_prefix(
    const pith__phrase_index *index, pith__words words, pith__phrase_group group) {
    size_t longest = 0;
    for (size_t i = 0; i < words.count && i < PITH_PHRASE_ITEMS; i++) {
        uint32_t count;
        const phrase *p = look_up(index, words.items[i].hash, PITH_PHRASE_BIT(group), &count);
        for (; count > 0; count--, p++) {
            if (p->group != group || p->open_start || !p->open_end || i != p->key_offset)
                continue;
            size_t length = match_from(p, words, 0, true);
            if (length > longest)
                longest = length;
        }
    }
    return longest;
}

uint32_t pith__phrase_index_count(
    const pith__phrase_index *index, pith__words words, pith__phrase_group group) {
    uint32_t total = 0;
    for (size_t i = 0; i < words.count; i++) {
        uint32_t count;
        const phrase *p = look_up(index, words.items[i].hash, PITH_PHRASE_BIT(group), &count);
        for (; count > 0; count--, p++) {
            if (p->group == group && i >= p->key_offset &&
                match_from(p, words, i - p->key_offset, true) > 0) {
                total++;
                break;
            }
        }
    }
    return total;
}

bool pith__phrase_index_word(
    const pith__phrase_index *index, pith__word word, pith__phrase_group group) {
    return (slot_of(index, word.hash)->words & PITH_PHRASE_BIT(group)) != 0;
}

size_t pith__phrase_index_find(const pith__phrase_index *index, pith__words words,
    pith__phrase_set anywhere, pith__found_phrase *found, size_t most) {
    size_t total = 0;
    for (size_t i = 0; i < words.count; i++) {
        uint32_t count;
        const phrase *p = look_up(index, words.items[i].hash, ~(pith__phrase_set)0, &count);
        for (; count > 0 && total < most; count--, p++) {
            bool loose = (anywhere & PITH_PHRASE_BIT(p->group)) != 0;
            if (p->group == PITH_PHRASE_STOP_WORD || i < p->key_offset ||
                (!loose && !p->open_start && i != p->key_offset) ||
                match_from(p, words, i - p->key_offset, loose || p->open_end) == 0)
                continue;
            const phrase_source *source = &index->sources[p->source];
            bool known = source->file < index->file_count;
            found[total++] =
                (pith__found_phrase){(pith__phrase_group)p->group, {source->text, source->length},
                    known ? index->files[source->file] : "", source->line};
        }
    }
    return total;
}

pith__phrase_set pith__phrase_index_word_groups(const pith__phrase_index *index, pith__word word) {
    return slot_of(index, word.hash)->words;
}
