/*
 * date_tokens.h - text cut into the pieces that dates are made of: numbers, words, marks.
 */
#ifndef PITH_META_DATE_TOKENS_H
#define PITH_META_DATE_TOKENS_H

#include "../base/str.h"
#include "../heuristics/heuristics.h"

enum { PITH_DATE_TOKENS = 320 }; /* Tokens that are looked at; what follows is left out. */

typedef enum pith__date_token_kind {
    PITH_TOKEN_NUMBER,
    PITH_TOKEN_WORD, /* A character of an unspaced script is a word of its own. */
    PITH_TOKEN_MARK,
} pith__date_token_kind;

typedef struct pith__date_token {
    uint8_t kind;
    uint8_t digits;       /* NUMBER: how many; 16 for more than 15. Of any script. */
    uint8_t month;        /* WORD: the month that it names, or 0. */
    pith__date_word word; /* WORD: all that it may mean; a name of several words is one token. */
    char mark;            /* MARK: the character; '-' for all dashes, '?' outside ASCII. */
    bool space;           /* White space stands before it. */
    uint64_t value;       /* NUMBER; meaningless above 15 digits. */
    uint32_t begin;       /* In bytes of the text. */
    uint32_t end;
} pith__date_token;

typedef struct pith__date_tokens {
    pith__date_token items[PITH_DATE_TOKENS];
    size_t count;
    pith__str text;
} pith__date_tokens;

/* Cuts a text, which must outlive the list. */
void pith__date_tokenize(
    const pith__heuristics *heuristics, pith__str text, pith__date_tokens *list);

/* The next may be asked about any index; beyond the list there is no number, mark or text. */

/* Whether token `i` is a number of `least` to `most` digits. */
bool pith__token_is_number(const pith__date_tokens *list, size_t i, unsigned least, unsigned most);
bool pith__token_is_mark(const pith__date_tokens *list, size_t i, char mark);
/* Whether token `i` is this text; ASCII letters in any case. */
bool pith__token_is(const pith__date_tokens *list, size_t i, const char *text);
pith__str pith__token_text(const pith__date_tokens *list, size_t i);

/* The value of a number of at most nine digits. */
int pith__token_value(const pith__date_tokens *list, size_t i);

#endif
