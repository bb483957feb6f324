#include "date_tokens.h"

#include "../base/unicode.h"

static char mark_of(uint32_t c) {
    if (c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2212)
        return '-';
    return c > 0 && c < 0x80 ? (char)c : '?';
}

static void add_number(pith__date_token *t, const char *digits) {
    t->kind = PITH_TOKEN_NUMBER;
    size_t count = t->end - t->begin;
    t->digits = (uint8_t)(count > 15 ? 16 : count);
    t->value = 0;
    for (size_t i = 0; i < count && i < 15; i++)
        t->value = t->value * 10 + (uint64_t)(digits[i] - '0');
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
        pith__date_token *t = &list->items[list->count++];
        *t = (pith__date_token){.kind = PITH_TOKEN_MARK, .mark = mark_of(c), .space = space};
        t->begin = (uint32_t)(start - text.data);
        space = false;
        if (c < 0x80 && pith__is_digit((char)c)) {
            while (p < end && pith__is_digit(*p))
                p++;
            t->end = (uint32_t)(p - text.data);
            add_number(t, start);
            continue;
        }
        if (pith__is_word(c) && !pith__is_decimal(c)) {
            t->kind = PITH_TOKEN_WORD;
            while (p < end && !pith__is_unspaced(c)) {
                const char *next = p;
                uint32_t following = pith__utf8_next(&next, end);
                if (!pith__is_word(following) || pith__is_decimal(following) ||
                    pith__is_unspaced(following))
                    break;
                p = next;
            }
            pith__word word = {
                .hash = pith__word_hash(pith__str_slice(text, t->begin, (size_t)(p - text.data)))};
            t->month = (uint8_t)pith__month_of(heuristics, word);
        }
        t->end = (uint32_t)(p - text.data);
    }
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
