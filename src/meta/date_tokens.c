#include "date_tokens.h"

#include "../base/unicode.h"

static char mark_of(uint32_t c) {
    if (c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2212)
        return '-';
    return c > 0 && c < 0x80 ? (char)c : '?';
}

/* The value of a decimal digit of the scripts that dates are written in; -1: it is none. */
static int digit_of(uint32_t c) {
    static const uint32_t zeros[] = {
        '0', 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10}; /* ASCII, Arabic, Persian, ... */
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    }
    return -1;
}

/* Reads the rest of a number after its first digit; returns where it ends. */
static const char *add_number(pith__date_token *t, int first, const char *p, const char *end) {
    t->kind = PITH_TOKEN_NUMBER;
    t->value = (uint64_t)first;
    unsigned count = 1;
    while (p < end) {
        const char *next = p;
        int digit = digit_of(pith__utf8_next(&next, end));
        if (digit < 0)
            break;
        p = next;
        if (++count <= 15)
            t->value = t->value * 10 + (uint64_t)digit;
    }
    t->digits = (uint8_t)(count > 15 ? 16 : count);
    return p;
}

/* Where the word ends that begins with the character `c` before `p`. */
static const char *word_end(uint32_t c, const char *p, const char *end) {
    while (p < end && !pith__is_unspaced(c)) {
        const char *next = p;
        uint32_t following = pith__utf8_next(&next, end);
        if (!pith__is_word(following) || pith__is_decimal(following) ||
            pith__is_unspaced(following))
            break;
        p = next;
    }
    return p;
}

/* Makes one token of the words of a name: "il y a", "تشرين الأول". */
static void join_names(const pith__heuristics *heuristics, pith__date_tokens *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; kept++) {
        list->items[kept] = list->items[i];
        pith__date_token *t = &list->items[kept];
        size_t words = 0;
        uint32_t hashes[PITH_DATE_WORDS];
        while (t->kind == PITH_TOKEN_WORD && words < PITH_DATE_WORDS && i + words < list->count &&
               list->items[i + words].kind == PITH_TOKEN_WORD) {
            hashes[words] = pith__word_hash(pith__token_text(list, i + words));
            words++;
        }
        if (words > 0)
            t->word = pith__date_word_at(heuristics, hashes, words);
        size_t taken = t->word.words > 0 ? t->word.words : 1;
        t->end = list->items[i + taken - 1].end;
        t->month = t->word.month;
        i += taken;
    }
    list->count = kept;
}

void pith__date_tokenize(
    const pith__heuristics *heuristics, pith__str text, pith__date_tokens *list) {
    list->count = 0;
    list->text = text;
    if (text.length == 0) /* There may be no address to count from. */
        return;
    bool space = false;
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end && list->count < PITH_DATE_TOKENS;) {
        const char *start = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (pith__is_blank(c)) {
            space = true;
            continue;
        }
        /* Marks of direction stand between the parts of dates in Arabic and Hebrew. */
        if (c == 0x200E || c == 0x200F || c == 0x061C)
            continue;
        pith__date_token *t = &list->items[list->count++];
        *t = (pith__date_token){.kind = PITH_TOKEN_MARK, .mark = mark_of(c), .space = space};
        t->begin = (uint32_t)(start - text.data);
        space = false;
        if (digit_of(c) >= 0) {
            p = add_number(t, digit_of(c), p, end);
        } else if (pith__is_word(c) && !pith__is_decimal(c)) {
            t->kind = PITH_TOKEN_WORD;
            p = word_end(c, p, end);
        }
        t->end = (uint32_t)(p - text.data);
    }
    join_names(heuristics, list);
}

bool pith__token_is_number(const pith__date_tokens *list, size_t i, unsigned least, unsigned most) {
    return i < list->count && list->items[i].kind == PITH_TOKEN_NUMBER &&
           list->items[i].digits >= least && list->items[i].digits <= most;
}

bool pith__token_is_mark(const pith__date_tokens *list, size_t i, char mark) {
    return i < list->count && list->items[i].kind == PITH_TOKEN_MARK && list->items[i].mark == mark;
}

pith__str pith__token_text(const pith__date_tokens *list, size_t i) {
    if (i >= list->count)
        return (pith__str){NULL, 0};
    return pith__str_slice(list->text, list->items[i].begin, list->items[i].end);
}

bool pith__token_is(const pith__date_tokens *list, size_t i, const char *text) {
    return pith__str_equal_nocase(pith__token_text(list, i), pith__str_of(text));
}

int pith__token_value(const pith__date_tokens *list, size_t i) {
    return (int)list->items[i].value;
}
