/*
 * tokens.h - the names that authors of pages give to elements, as signs of what is in them.
 *
 * The tokens of an element are the parts of its class and id (2 to 19 ASCII letters, in lower case;
 * camelCase is split), "r:" and its role, "i:" and its itemprop, "t:" and the parts of its
 * data-testid, and "<" and its tag name. A token counts once an element.
 */
#ifndef PITH_SCORE_TOKENS_H
#define PITH_SCORE_TOKENS_H

#include "../html/labels.h"
#include "../page.h"

enum {
    PITH_TOKEN_LENGTH = 24, /* Bytes of the longest token. */
    PITH_TOKENS_MAX = 64,   /* Tokens of an element; further ones are left out. */
};

typedef struct pith__token {
    uint32_t hash; /* FNV-1a of its bytes. */
    uint8_t length;
    char text[PITH_TOKEN_LENGTH];
} pith__token;

/* The hash of a token's bytes. */
uint32_t pith__token_hash(pith__str token);

/* Writes the token of an element's tag, if it has one, and returns the number of tokens. */
uint32_t pith__tag_token(const pith__page *page, uint32_t element, pith__token *token);

/* Writes the hashes of a label's tokens, one fewer than PITH_TOKENS_MAX at most: those of its
   elements but the one of the tag. */
uint32_t pith__label_tokens(const pith__label *label, uint32_t hashes[PITH_TOKENS_MAX]);

/* Writes the tokens of an element, each once, and returns their number. */
uint32_t pith__element_tokens(
    const pith__page *page, uint32_t element, pith__token tokens[PITH_TOKENS_MAX]);

#endif
