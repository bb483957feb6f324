/* dump_features_words.c - what a line shares with other lines: whole texts, parts, words. */
#include "dump_features_internal.h"

enum {
    RUN_WORDS = 4,      /* Words of a run that is looked for elsewhere. */
    START_WORDS = 3,    /* Words of a line's beginning that is compared. */
    LEAD_WORDS = 200,   /* Words of the core's beginning. */
    COMMON_LINES = 4,   /* A word in so many lines of the core is common there. */
    MOST_FREQUENT = 30, /* The page's most frequent words: its function words, in any language. */
    FEWEST_LETTERS = 4, /* Of a content word. */
    MOST_COUNTED = 9,
    LONGEST_LINE = 8192, /* Words of a line that are looked at: a page may be a single line. */
};

/* ---- Counting by key ------------------------------------------------------------------------- */

typedef struct key_slot {
    uint64_t key; /* 0: free. */
    uint32_t count;
    uint32_t last; /* The last line that counted, plus 1. */
} key_slot;

typedef struct key_table {
    key_slot *slots;
    size_t mask;
} key_table;

static key_table table_for(pith__arena *arena, size_t keys) {
    size_t slots = 16;
    while (slots < keys * 2)
        slots *= 2;
    return (key_table){pith__arena_array(arena, slots, sizeof(key_slot)), slots - 1};
}

static key_slot *slot_of(const key_table *table, uint64_t key) {
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & table->mask;
    while (table->slots[at].key != 0 && table->slots[at].key != key)
        at = (at + 1) & table->mask;
    return &table->slots[at];
}

/* The words of a line that are looked at. */
static pith__words words_of(const dump_context *context, uint32_t line) {
    pith__words words = context->page->blocks[line].words;
    words.count = words.count < LONGEST_LINE ? words.count : LONGEST_LINE;
    return words;
}

static size_t words_of_page(const dump_context *context) {
    size_t words = 0;
    for (uint32_t i = 0; i < context->count; i++)
        words += words_of(context, i).count;
    return words;
}

/* ---- Repetition ------------------------------------------------------------------------------ */

static uint64_t key_of(const pith__word *words, size_t count) {
    return pith__words_key((pith__words){(pith__word *)words, count});
}

/* Runs of words that a line shares with another one: teasers repeat a headline, captions a text. */
static void find_shared_runs(dump_context *context) {
    size_t page_words = words_of_page(context);
    key_table runs = table_for(context->page->arena, page_words);
    /* The slots of the runs, in order: looked up once. */
    key_slot **found = pith__arena_alloc(context->page->arena, page_words * sizeof *found);
    size_t count = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        pith__words words = words_of(context, i);
        for (size_t w = 0; w + RUN_WORDS <= words.count; w++) {
            uint64_t key = key_of(words.items + w, RUN_WORDS);
            key_slot *slot = found[count++] = slot_of(&runs, key);
            slot->key = key;
            slot->count += slot->last != i + 1;
            slot->last = i + 1;
        }
    }
    count = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        pith__words words = words_of(context, i);
        size_t all = 0, shared = 0;
        for (size_t w = 0; w + RUN_WORDS <= words.count; w++, all++)
            shared += found[count++]->count > 1;
        context->facts[i].shared_share = all == 0 ? 0 : (float)shared / (float)all;
    }
}

void pith__dump_repetition_facts(dump_context *context) {
    pith__arena *arena = context->page->arena;
    pith__arena_mark mark = pith__arena_mark_of(arena);
    key_table texts = table_for(arena, context->count);
    key_table starts = table_for(arena, context->count);
    struct {
        key_slot *text, *start;
    } *found = pith__arena_alloc(arena, context->count * sizeof *found);
    for (uint32_t i = 0; i < context->count; i++) {
        pith__words words = words_of(context, i);
        uint64_t text = pith__words_key(words);
        found[i].text = slot_of(&texts, text);
        found[i].text->key = text;
        context->facts[i].copy_index = found[i].text->count++;
        uint64_t start = key_of(words.items, words.count < START_WORDS ? words.count : START_WORDS);
        found[i].start = slot_of(&starts, start);
        found[i].start->key = start;
        found[i].start->count++;
    }
    for (uint32_t i = 0; i < context->count; i++) {
        context->facts[i].copies = found[i].text->count - 1;
        context->facts[i].same_start = found[i].start->count - 1;
    }
    pith__arena_rewind(arena, mark);
    find_shared_runs(context);
    pith__arena_rewind(arena, mark);
}

/* ---- Vocabulary ------------------------------------------------------------------------------ */

/* Content words as numbers: the same stem has the same, of which all that is known is in arrays. */
typedef struct vocabulary {
    uint32_t *first;     /* By line, count + 1 of them: where its numbers begin. */
    uint32_t *stems;     /* Of all lines. */
    uint32_t stem_count; /* Distinct ones. */
} vocabulary;

/* In scripts without spaces a character and the next are a word. */
static bool stem_of(
    const dump_context *context, const pith__block *block, size_t index, uint32_t *stem) {
    pith__word word = block->words.items[index];
    if (word.unspaced) {
        if (index + 1 >= block->words.count)
            return false;
        *stem = word.hash * 31 + block->words.items[index + 1].hash;
        return true;
    }
    *stem = word.stem;
    return word.letters >= FEWEST_LETTERS && !word.digits &&
           !pith__word_in(context->heuristics, word, PITH_PHRASE_STOP_WORD);
}

static vocabulary number_stems(const dump_context *context) {
    const pith__block *blocks = context->page->blocks;
    pith__arena *arena = context->page->arena;
    size_t words = words_of_page(context);
    vocabulary v = {pith__arena_array(arena, (size_t)context->count + 1, sizeof(uint32_t)),
        pith__arena_array(arena, words + 1, sizeof(uint32_t)), 0};
    key_table numbers = table_for(arena, words);
    uint32_t at = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        v.first[i] = at;
        size_t count = words_of(context, i).count;
        for (size_t w = 0; w < count; w++) {
            uint32_t stem;
            if (!stem_of(context, &blocks[i], w, &stem))
                continue;
            key_slot *slot = slot_of(&numbers, (uint64_t)stem + 1);
            if (slot->key == 0) {
                slot->key = (uint64_t)stem + 1;
                slot->count = v.stem_count++;
            }
            v.stems[at++] = slot->count;
        }
    }
    v.first[context->count] = at;
    return v;
}

static bool in_core(const dump_context *context, uint32_t line) {
    return context->lines[line].sentence && line >= context->runs[0].first &&
           line < context->runs[0].end;
}

/* How many lines of the core's running text hold each stem, and whether its beginning does. */
static void count_core(
    const dump_context *context, const vocabulary *v, uint32_t *lines, bool *lead) {
    uint32_t *last = pith__arena_array(context->page->arena, v->stem_count + 1u, sizeof *last);
    uint32_t words = 0;
    for (uint32_t i = context->runs[0].first; i < context->runs[0].end; i++) {
        if (!in_core(context, i))
            continue;
        for (uint32_t s = v->first[i]; s < v->first[i + 1]; s++) {
            uint32_t stem = v->stems[s];
            lines[stem] += last[stem] != i + 1;
            last[stem] = i + 1;
            if (words < LEAD_WORDS)
                lead[stem] = true;
        }
        words += context->lines[i].words;
    }
}

static void compare_with_core(dump_context *context, const vocabulary *v) {
    pith__arena *arena = context->page->arena;
    uint32_t *lines = pith__arena_array(arena, v->stem_count + 1u, sizeof *lines);
    bool *lead = pith__arena_array(arena, v->stem_count + 1u, sizeof *lead);
    count_core(context, v, lines, lead);
    for (uint32_t i = 0; i < context->count; i++) {
        uint32_t own = in_core(context, i), shared = 0, common = 0, leading = 0;
        for (uint32_t s = v->first[i]; s < v->first[i + 1]; s++) {
            shared += lines[v->stems[s]] > own;
            common += lines[v->stems[s]] >= COMMON_LINES;
            leading += lead[v->stems[s]];
        }
        float stems = (float)(v->first[i + 1] - v->first[i]);
        line_facts *facts = &context->facts[i];
        facts->core_words = stems > 0 ? (float)shared / stems : -1;
        facts->core_common = stems > 0 ? (float)common / stems : -1;
        facts->lead_words = stems > 0 ? (float)leading / stems : -1;
    }
}

/* The share of a line's stems that running text above it (or, upwards, below it) holds. */
static void compare_with_side(dump_context *context, const vocabulary *v, bool upwards) {
    bool *known = pith__arena_array(context->page->arena, v->stem_count + 1u, sizeof *known);
    for (uint32_t step = 0; step < context->count; step++) {
        uint32_t i = upwards ? context->count - 1 - step : step;
        uint32_t found = 0;
        for (uint32_t s = v->first[i]; s < v->first[i + 1]; s++)
            found += known[v->stems[s]];
        float stems = (float)(v->first[i + 1] - v->first[i]);
        float share = stems > 0 ? (float)found / stems : -1;
        if (upwards)
            context->facts[i].after_words = share;
        else
            context->facts[i].before_words = share;
        for (uint32_t s = v->first[i]; context->lines[i].sentence && s < v->first[i + 1]; s++)
            known[v->stems[s]] = true;
    }
}

/* Whether one word is more frequent; of equals, one is chosen by its hash. */
static bool is_before(const key_slot *left, const key_slot *right) {
    return left->count != right->count ? left->count > right->count : left->key < right->key;
}

/* The most frequent of the counted words, sorted; returns how many there are. */
static uint32_t most_frequent(const key_table *counts, key_slot best[MOST_FREQUENT]) {
    uint32_t found = 0;
    for (size_t s = 0; s <= counts->mask; s++) {
        const key_slot *slot = &counts->slots[s];
        if (slot->count == 0 || (found == MOST_FREQUENT && !is_before(slot, &best[found - 1])))
            continue;
        uint32_t at = found < MOST_FREQUENT ? found++ : MOST_FREQUENT - 1;
        for (; at > 0 && is_before(slot, &best[at - 1]); at--)
            best[at] = best[at - 1];
        best[at] = *slot;
    }
    return found;
}

/* The share of a line's words that are among the most frequent ones of the page's running text. */
static void find_frequent(dump_context *context) {
    size_t page_words = words_of_page(context), at = 0;
    key_table counts = table_for(context->page->arena, page_words);
    /* The slots of all words, in order: looked up once. */
    key_slot **slots = pith__arena_alloc(context->page->arena, page_words * sizeof *slots);
    for (uint32_t i = 0; i < context->count; i++) {
        pith__words words = words_of(context, i);
        for (size_t w = 0; w < words.count; w++) {
            uint64_t key = (uint64_t)words.items[w].hash + 1;
            key_slot *slot = slots[at++] = slot_of(&counts, key);
            slot->key = key;
            slot->count += context->lines[i].sentence;
        }
    }
    key_slot best[MOST_FREQUENT];
    uint32_t found = most_frequent(&counts, best);
    enum { FREQUENT = 1 };
    for (uint32_t f = 0; f < found; f++)
        slot_of(&counts, best[f].key)->last = FREQUENT;
    at = 0;
    for (uint32_t i = 0; i < context->count; i++) {
        pith__words words = words_of(context, i);
        uint32_t shared = 0;
        for (size_t w = 0; w < words.count; w++)
            shared += slots[at++]->last == FREQUENT;
        context->facts[i].frequent_share =
            words.count == 0 ? 0 : (float)shared / (float)words.count;
    }
}

void pith__dump_vocabulary_facts(dump_context *context) {
    pith__arena *arena = context->page->arena;
    pith__arena_mark mark = pith__arena_mark_of(arena);
    vocabulary v = number_stems(context);
    compare_with_core(context, &v);
    compare_with_side(context, &v, false);
    compare_with_side(context, &v, true);
    pith__arena_rewind(arena, mark);
    find_frequent(context);
    pith__arena_rewind(arena, mark);
}

/* ---- Columns --------------------------------------------------------------------------------- */

void pith__dump_put_words(const dump_context *context, uint32_t index, pith__row *row) {
    const line_facts *facts = &context->facts[index];
    pith__put(row, "copy_index", pith__clip(facts->copy_index, MOST_COUNTED));
    pith__put(row, "same_start", pith__clip(facts->same_start, MOST_COUNTED));
    pith__put(row, "shared_share", (double)facts->shared_share);
    pith__put(row, "core_common", (double)facts->core_common);
    pith__put(row, "lead_words", (double)facts->lead_words);
    pith__put(row, "before_words", (double)facts->before_words);
    pith__put(row, "after_words", (double)facts->after_words);
}
