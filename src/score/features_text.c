/* features_text.c - what a block's text looks like by itself. */
#include "features_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "../base/unicode.h"
#include "../html/tags.h"
#include "dates_in_text.h"
#include "density.h"

enum {
    PHRASE_WORDS = 40,  /* Lines longer than this are not looked up as phrases. */
    SIGN_BYTES = 20000, /* Bytes of a block whose signs are looked at. */
};

/* ---- Signs: what is seen character by character ---------------------------------------------- */

typedef struct signs {
    uint32_t commas, separators, questions, exclamations, addresses, prices, colons_in_time, quotes;
    uint32_t sentences;
    uint32_t first;             /* First character. */
    uint32_t last, before_last; /* Last two characters. */
} signs;

static bool ends_sentence(uint32_t c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
           c == 0xFF1F || c == 0x0964 || c == 0x061F || c == 0x06D4;
}

static bool closes_quote(uint32_t c) {
    return c == '"' || c == '\'' || c == 0x201D || c == 0x2019 || c == ')' || c == 0xBB ||
           c == 0x300D;
}

static bool is_currency(uint32_t c) {
    return c == '$' || c == 0xA3 || c == 0xA5 || c == 0x20AC || c == 0x20B9;
}

static bool is_separator(uint32_t c) {
    return c == '|' || c == '>' || c == 0xBB || c == 0x203A || c == 0xB7 || c == 0x2022 ||
           c == 0x2192;
}

/* A letter counts for nothing, but after U+3002. */
static bool is_letter(char c) {
    return (unsigned)((c | 0x20) - 'a') < 26;
}

/* The end of the words of ASCII letters that go on at `p`, behind a letter, single spaces between
   them: nothing in them counts. */
static const char *skip_words(const char *p, const char *end) {
#ifdef __SSE2__
    const __m128i blank = _mm_set1_epi8(' ');
    while (end - p >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i small = _mm_or_si128(bytes, blank);
        __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(small, _mm_set1_epi8('a' - 1)),
            _mm_cmplt_epi8(small, _mm_set1_epi8('z' + 1)));
        unsigned seen = (unsigned)_mm_movemask_epi8(letters);
        unsigned spaces = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, blank));
        if ((seen | spaces) != 0xFFFF || (spaces & spaces >> 1) != 0)
            break;
        p += 16 - (spaces >> 15); /* To behind a letter again. */
    }
#endif
    while (p < end) {
        if (is_letter(*p) || (*p == ' ' && is_letter(p[-1])))
            p++;
        else
            break;
    }
    return p;
}

static signs signs_of(pith__str text) {
    signs s = {0};
    const char *end = text.data + (text.length > SIGN_BYTES ? SIGN_BYTES : text.length);
    uint32_t one = 0, two = 0; /* The characters before this one, nearest first. */
    bool first = true;
    for (const char *p = text.data; p < end;) {
        if (is_letter(*p) && one != 0x3002) {
            if (first)
                s.first = (unsigned char)*p;
            first = false;
            const char *from = p;
            p = skip_words(p + 1, end);
            two = p - from > 1 ? (unsigned char)p[-2] : one;
            one = (unsigned char)p[-1];
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        if (first)
            s.first = c;
        first = false;
        s.commas += c == ',' || c == 0xFF0C || c == 0x3001 || c == 0x060C;
        s.separators += is_separator(c);
        s.questions += c == '?' || c == 0xFF1F;
        s.exclamations += c == '!';
        s.quotes += c == 0x201C || c == '"' || c == 0xAB || c == 0x201E;
        s.addresses += c == '@';
        /* A sentence ends before white space or a closing sign; full-width stops end it anywhere.
         */
        bool gap = pith__is_blank(c) || closes_quote(c);
        s.sentences += (ends_sentence(one) && gap) || one == 0x3002;
        s.prices += (is_currency(one) && pith__is_decimal(c)) ||
                    (is_currency(c) && pith__is_decimal(one)) ||
                    (is_currency(two) && one == ' ' && pith__is_decimal(c));
        s.colons_in_time += one == ':' && pith__is_decimal(two) && pith__is_decimal(c);
        two = one;
        one = c;
    }
    s.sentences += ends_sentence(one);
    s.last = one;
    s.before_last = two;
    return s;
}

/* 1: like a sentence, 2: with a colon, 3: with a comma or semicolon, 0: otherwise. */
static int end_kind(const signs *s) {
    if (ends_sentence(s->last) || (closes_quote(s->last) && ends_sentence(s->before_last)))
        return 1;
    if (s->last == ':' || s->last == 0xFF1A)
        return 2;
    return s->last == ',' || s->last == ';' ? 3 : 0;
}

/* 1: small letter, 2: capital, 3: digit, 4: opening quote, 0: anything else. */
static int start_kind(uint32_t c) {
    if (pith__is_lower(c))
        return 1;
    if (pith__is_upper(c))
        return 2;
    if (pith__is_decimal(c))
        return 3;
    return c == '"' || c == '\'' || c == 0x201C || c == 0x2018 || c == 0xAB || c == 0x201E ||
                   c == 0x300C
               ? 4
               : 0;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static int compare_hashes(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

/* The distinct words of a text, by their hashes. */
typedef struct word_set {
    uint32_t *hashes; /* Sorted. */
    uint32_t count;
    uint32_t seen[8]; /* Which of 256 numbers the hashes have in their last byte: most words that
                         are not in the set are known by that. */
} word_set;

static word_set words_of_text(pith__arena *arena, const char *text) {
    pith__words words = pith__words_of(arena, pith__str_of(text));
    word_set set = {.hashes = pith__arena_array(arena, words.count, sizeof(uint32_t))};
    for (size_t i = 0; i < words.count; i++) {
        uint32_t hash = words.items[i].hash;
        set.hashes[i] = hash;
        set.seen[(hash & 0xFF) / 32] |= 1U << (hash % 32);
    }
    if (words.count > 0)
        qsort(set.hashes, words.count, sizeof(uint32_t), compare_hashes);
    for (size_t i = 0; i < words.count; i++) {
        if (set.count == 0 || set.hashes[set.count - 1] != set.hashes[i])
            set.hashes[set.count++] = set.hashes[i];
    }
    return set;
}

static bool is_among(const word_set *set, uint32_t hash) {
    if ((set->seen[(hash & 0xFF) / 32] >> (hash % 32) & 1) == 0)
        return false;
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->count && set->hashes[low] == hash;
}

static float share_among(pith__words words, const word_set *set) {
    if (words.count == 0 || set->count == 0)
        return 0;
    uint32_t found = 0;
    for (size_t i = 0; i < words.count; i++)
        found += is_among(set, words.items[i].hash);
    return (float)found / (float)words.count;
}

/* How often each text stands on the page, through a table keyed by the hash of its words. */
static void count_copies(feature_context *context) {
    const pith__page *page = context->page;
    size_t slots = 16;
    while (slots < (size_t)page->block_count * 2)
        slots *= 2;
    typedef struct copy {
        uint64_t key;
        uint32_t count;
    } copy;
    copy *table = pith__arena_array(page->arena, slots, sizeof *table);
    uint32_t *place = pith__arena_alloc(page->arena, page->block_count * sizeof *place);
    for (uint32_t i = 0; i < page->block_count; i++) {
        uint64_t key = pith__words_key(page->blocks[i].words);
        size_t at = (size_t)(key ^ (key >> 32)) & (slots - 1);
        while (table[at].count != 0 && table[at].key != key)
            at = (at + 1) & (slots - 1);
        table[at].key = key;
        table[at].count++;
        place[i] = (uint32_t)at;
    }
    for (uint32_t i = 0; i < page->block_count; i++)
        context->blocks[i].copies = table[place[i]].count;
}

static uint8_t heading_of(const pith__page *page, uint32_t element) {
    for (int up = 0; up < 4 && element != PITH_NONE; up++) {
        unsigned level = pith__heading_level(page->elements[element].tag);
        if (level > 0)
            return (uint8_t)level;
        element = page->elements[element].parent;
    }
    return 0;
}

static bool is_within_time(const pith__page *page, uint32_t element) {
    uint32_t parent = page->elements[element].parent;
    return page->elements[element].tag == GUMBO_TAG_TIME ||
           (parent != PITH_NONE && page->elements[parent].tag == GUMBO_TAG_TIME);
}

void pith__text_facts(feature_context *context) {
    pith__page *page = context->page;
    const pith__heuristics *heuristics = context->heuristics;
    word_set title = words_of_text(page->arena, page->metadata.title);
    context->description = pith__arena_alloc(page->arena, sizeof(word_set));
    *context->description = words_of_text(page->arena, page->metadata.description);
    context->signs = pith__arena_alloc(page->arena, page->block_count * sizeof *context->signs);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        pith__block_facts *facts = &context->blocks[i];
        for (size_t w = 0; w < block->words.count; w++)
            facts->stop_words +=
                pith__word_in(heuristics, block->words.items[w], PITH_PHRASE_STOP_WORD);
        context->signs[i] = signs_of(block->text);
        facts->sentences = context->signs[i].sentences;
        if (block->words.count <= PHRASE_WORDS) {
            facts->phrases = pith__phrases_match(heuristics, block->words);
            facts->calls =
                pith__phrases_count(heuristics, block->words, PITH_PHRASE_CALL_TO_ACTION);
            facts->title_share = share_among(block->words, &title);
        }
        facts->good = block->weight >= 15 && pith__link_density(block) < 0.33;
        facts->date = pith__has_date(heuristics, block) || pith__has_clock(block) ||
                      (facts->phrases & PITH_PHRASE_BIT(PITH_PHRASE_LINE_DATE)) != 0 ||
                      is_within_time(page, block->element);
        facts->heading = heading_of(page, block->element);
    }
    count_copies(context);
}

/* ---- Columns --------------------------------------------------------------------------------- */

static void put_words(const feature_context *context, uint32_t index, pith__row *row) {
    const pith__block *block = &context->page->blocks[index];
    const pith__block_facts *facts = &context->blocks[index];
    double count = block->words.count > 0 ? (double)block->words.count : 1.0;
    uint32_t capitals = 0, upper = 0, digits = 0;
    for (size_t i = 0; i < block->words.count; i++) {
        capitals += block->words.items[i].starts_upper;
        upper += block->words.items[i].all_upper;
        digits += block->words.items[i].digits;
    }
    pith__put(row, "words", pith__log_of(context, block->weight));
    pith__put(row, "word_length", (double)block->characters / count);
    pith__put(row, "link_density", pith__link_density(block));
    pith__put(row, "links", block->links);
    pith__put(row, "stop_share", facts->stop_words / count);
    pith__put(row, "capital_share", capitals / count);
    pith__put(row, "upper_share", upper / count);
    pith__put(row, "digit_share", digits / count);
    pith__put(row, "title_share", facts->title_share);
    uint32_t described = 0;
    for (size_t i = 0; i < block->words.count && i < 200; i++)
        described += is_among(context->description, block->words.items[i].hash);
    pith__put(row, "description_share",
        block->words.count > 3 ? described / fmin(count, fmax(1, context->description->count)) : 0);
}

static void put_signs(const feature_context *context, uint32_t index, pith__row *row) {
    const pith__block *block = &context->page->blocks[index];
    double count = block->words.count > 0 ? (double)block->words.count : 1.0;
    signs s = context->signs[index];
    pith__put(row, "comma_share", s.commas / count);
    pith__put(row, "sentences", s.sentences);
    pith__put(row, "end", end_kind(&s));
    pith__put(row, "start", start_kind(s.first));
    pith__put(row, "separator_share", s.separators / count);
    pith__put(row, "question", s.questions > 0);
    pith__put(row, "exclamations", s.exclamations);
    pith__put(row, "quotes", s.quotes);
    pith__put(row, "address", s.addresses > 0);
    pith__put(row, "prices", s.prices);
    pith__put(row, "clock", s.colons_in_time > 0);
    pith__put(row, "date", context->blocks[index].date);
    pith__put(row, "breaks", block->line_breaks);
    pith__put(
        row, "copies", context->blocks[index].copies > 20 ? 20 : context->blocks[index].copies);
}

/* A column for each group of phrases; stop words have columns of their own. */
static void put_phrases(const feature_context *context, uint32_t index, pith__row *row) {
#define PITH_X(name, text) "phrase_" text,
    static const char *const names[] = {PITH_PHRASE_MAP(PITH_X)};
#undef PITH_X
    const pith__block_facts *facts = &context->blocks[index];
    for (int group = 0; group < PITH_PHRASE_CALL_TO_ACTION; group++)
        pith__put(row, names[group], (facts->phrases >> group) & 1);
    pith__put(row, "calls", facts->calls);
}

void pith__put_text(const feature_context *context, uint32_t index, pith__row *row) {
    put_words(context, index, row);
    put_signs(context, index, row);
    put_phrases(context, index, row);
    pith__put(row, "kind", context->page->blocks[index].kind);
    pith__put(row, "heading", context->blocks[index].heading);
}
