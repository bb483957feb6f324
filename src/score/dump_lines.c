#include "dump_lines.h"

#include "../base/unicode.h"

enum {
    COPYRIGHT_SIGN = 0xA9,
    IDEOGRAPHIC_STOP = 0x3002,
    UNSPACED_SENTENCE_WORDS = 2, /* Times `sentence-words`. */
};

/* ---- Punctuation ----------------------------------------------------------------------------- */

/* The marks that end a sentence: Latin, Greek (its question mark is the semicolon, left out),
   Arabic, Devanagari, Armenian, Ethiopic, Khmer, Burmese, CJK full and half width. */
static bool is_sentence_mark(uint32_t c) {
    switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026: /* Horizontal ellipsis. */
    case 0x203D: /* Interrobang. */
    case 0x0589: /* Armenian full stop. */
    case 0x061F: /* Arabic question mark. */
    case 0x06D4: /* Arabic full stop. */
    case 0x0964: /* Danda. */
    case 0x0965: /* Double danda. */
    case 0x104B: /* Burmese section. */
    case 0x1362: /* Ethiopic full stop. */
    case 0x17D4: /* Khmer khan. */
    case IDEOGRAPHIC_STOP:
    case 0xFF01:
    case 0xFF0E:
    case 0xFF1F:
    case 0xFF61:
        return true;
    default:
        return false;
    }
}

static bool is_comma(uint32_t c) {
    return c == ',' || c == ';' || c == 0x60C || c == 0x61B || c == 0x3001 || c == 0xFF0C ||
           c == 0xFF1B;
}

/* What may stand between the end of a sentence and the end of its line. */
static bool is_closing(uint32_t c) {
    switch (c) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case 0xBB: /* Guillemets: some languages close with the one that others open with. */
    case 0xAB:
    case 0x2018:
    case 0x2019:
    case 0x201C: /* German texts close with it. */
    case 0x201D:
    case 0x203A:
    case 0x300D:
    case 0x300F:
    case 0xFF09:
        return true;
    default:
        return false;
    }
}

/* The bytes that may say something: the punctuation above, blanks and what is not ASCII. */
/* clang-format off */
#define T true
#define T16 T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T
static const bool telling[256] = {
    ['\t'] = T, T, T, T, T, [' '] = T,
    ['.'] = T, ['!'] = T, ['?'] = T, [','] = T, [';'] = T,
    ['"'] = T, ['\''] = T, [')'] = T, [']'] = T,
    [0x80] = T16, T16, T16, T16, T16, T16, T16, T16,
};
#undef T
#undef T16
/* clang-format on */

/* Fills in what the punctuation says. */
static void read_punctuation(pith__dump_line *line, pith__str text) {
    const char *p = text.data, *end = p + text.length;
    bool pending = false; /* A sentence mark was read, and closing marks at most after it. */
    uint32_t last = 0;    /* The last character that closes nothing. */
    while (p < end) {
        const char *plain = p;
        while (p < end && !telling[(unsigned char)*p])
            p++;
        if (p > plain) {
            last = (unsigned char)p[-1];
            pending = false;
            continue;
        }
        if (*p == ' ') {
            line->sentence_ends += pending;
            pending = false;
            p++;
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        if (pending && pith__is_blank(c))
            line->sentence_ends++;
        if (!is_closing(c)) {
            pending = is_sentence_mark(c);
            if (c >= IDEOGRAPHIC_STOP && pending) {
                line->sentence_ends++; /* No blank follows it. */
                pending = false;
            }
            if (!pith__is_blank(c))
                last = c;
        }
        line->commas += is_comma(c);
    }
    line->sentence_ends += pending;
    line->ends = is_sentence_mark(last);
    line->colon = last == ':' || last == 0xFF1A;
}

/* ---- Words ----------------------------------------------------------------------------------- */

typedef struct line_limits {
    double sentence_words;
    double phrase_words;
    double call_share;
    double stop_share;
} line_limits;

static void read_words(
    pith__dump_line *line, const pith__heuristics *heuristics, const pith__block *block) {
    for (size_t i = 0; i < block->words.count; i++) {
        pith__word word = block->words.items[i];
        line->capitals += word.starts_upper;
        line->digits += word.digits;
        pith__phrase_set groups = pith__word_groups(heuristics, word);
        line->stop_words += (groups & PITH_PHRASE_BIT(PITH_PHRASE_STOP_WORD)) != 0;
        line->personal += (groups & PITH_PHRASE_BIT(PITH_PHRASE_FIRST_PERSON)) != 0;
    }
    line->calls = pith__phrases_count(heuristics, block->words, PITH_PHRASE_CALL_TO_ACTION);
}

static bool has_copyright(pith__words words) {
    static const char sign[] = "\xC2\xA9";
    uint32_t hash = pith__word_hash(PITH_STR(sign));
    for (size_t i = 0; i < words.count; i++) {
        if (words.items[i].hash == hash)
            return true;
    }
    return false;
}

/* Whether nearly all words are capitalised or function words, as in the titles of some languages.
 */
static bool is_title_case(const pith__dump_line *line, const pith__block *block) {
    return (line->capitals + line->stop_words) * 5 >= block->words.count * 4;
}

static bool is_sentence(const pith__dump_line *line, const pith__block *block, line_limits limits) {
    double words = line->words;
    if (words < limits.sentence_words || (double)line->calls >= limits.call_share * words ||
        has_copyright(block->words))
        return false;
    if (!line->ends && line->sentence_ends < 2 && is_title_case(line, block))
        return false;
    if (line->ends || line->sentence_ends > 1 || line->commas > 1 ||
        line->stop_words > limits.stop_share * words)
        return true;
    /* Words of one character each: their number is about half of the characters' then. */
    return words >= UNSPACED_SENTENCE_WORDS * limits.sentence_words &&
           (double)block->words.count > 1.5 * words;
}

/* ---- Repetition ------------------------------------------------------------------------------ */

static uint64_t key_of(pith__words words) {
    uint64_t key = 14695981039346656037u; /* FNV-1a. */
    for (size_t i = 0; i < words.count; i++)
        key = (key ^ words.items[i].hash) * 1099511628211u;
    return key;
}

/* Links each line to the nearest ones with the same words. */
static void find_repetitions(const pith__page *page, pith__dump_line *lines) {
    size_t slots = 16;
    while (slots < (size_t)page->block_count * 2)
        slots *= 2;
    typedef struct slot {
        uint64_t key;
        uint32_t line; /* The last one with that key, plus 1; 0: the slot is free. */
    } slot;
    slot *table = pith__arena_array(page->arena, slots, sizeof *table);
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (page->blocks[i].words.count == 0)
            continue;
        uint64_t key = key_of(page->blocks[i].words);
        size_t at = (size_t)(key ^ (key >> 32)) & (slots - 1);
        while (table[at].line != 0 && table[at].key != key)
            at = (at + 1) & (slots - 1);
        if (table[at].line != 0) {
            lines[i].earlier = table[at].line - 1;
            lines[table[at].line - 1].later = i;
        }
        table[at] = (slot){key, i + 1};
    }
}

pith__dump_line *pith__dump_lines(const pith__page *page, const pith__heuristics *heuristics) {
    line_limits limits = {
        .sentence_words = pith__threshold_value(heuristics, PITH_THRESHOLD_SENTENCE_WORDS),
        .phrase_words = pith__threshold_value(heuristics, PITH_THRESHOLD_PHRASE_WORDS),
        .call_share = pith__threshold_value(heuristics, PITH_THRESHOLD_CALL_SHARE),
        .stop_share = pith__threshold_value(heuristics, PITH_THRESHOLD_STOP_WORD_SHARE),
    };
    pith__dump_line *lines =
        pith__arena_array(page->arena, page->block_count, sizeof(pith__dump_line));
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        pith__dump_line *line = &lines[i];
        line->words = block->weight;
        line->earlier = line->later = PITH_NONE;
        read_punctuation(line, block->text);
        read_words(line, heuristics, block);
        if ((double)line->words <= limits.phrase_words)
            line->phrases = pith__phrases_match(heuristics, block->words);
        line->sentence = is_sentence(line, block, limits);
    }
    find_repetitions(page, lines);
    return lines;
}
