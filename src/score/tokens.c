#include "tokens.h"

#include <string.h>

#include "../html/dom.h"

enum {
    LONGEST_ATTRIBUTE = 400, /* Bytes of an attribute that are looked at. */
    LONGEST_PART = 19,       /* Letters; longer runs are hashes or encoded data. */
    LONGEST_ROLE = 16,
    LONGEST_ITEMPROP = 20,
};

uint32_t pith__token_hash(pith__str token) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < token.length; i++)
        hash = (hash ^ (unsigned char)token.data[i]) * 16777619u;
    return hash;
}

/* Tokens under construction: their hashes and, if asked for, their texts. */
typedef struct token_list {
    uint32_t *hashes;
    pith__token *items; /* Or NULL. */
    uint32_t count;
} token_list;

static uint32_t add_to_hash(uint32_t hash, char c) {
    return (hash ^ (unsigned char)pith__to_lower(c)) * 16777619u;
}

/* Adds a token whose hash is known. */
static void add_hashed(token_list *list, const char *prefix, pith__str text, uint32_t hash) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->hashes[i] == hash)
            return;
    }
    if (list->count == PITH_TOKENS_MAX - 1)
        return;
    list->hashes[list->count] = hash;
    if (list->items != NULL) {
        pith__token *token = &list->items[list->count];
        size_t length = strlen(prefix);
        *token = (pith__token){.hash = hash, .length = (uint8_t)(length + text.length)};
        memcpy(token->text, prefix, length);
        for (size_t i = 0; i < text.length; i++)
            token->text[length + i] = pith__to_lower(text.data[i]);
    }
    list->count++;
}

static void add_token(token_list *list, const char *prefix, pith__str text) {
    uint32_t hash = pith__token_hash(pith__str_of(prefix));
    for (size_t i = 0; i < text.length; i++)
        hash = add_to_hash(hash, text.data[i]);
    add_hashed(list, prefix, text, hash);
}

/* The parts of an attribute made of several names. */
static void add_parts(token_list *list, const char *prefix, pith__str text) {
    if (text.length > LONGEST_ATTRIBUTE)
        text.length = LONGEST_ATTRIBUTE;
    uint32_t start = pith__token_hash(pith__str_of(prefix));
    size_t at = 0;
    while (at < text.length) {
        if (!pith__is_alpha(text.data[at])) {
            at++;
            continue;
        }
        size_t from = at;
        uint32_t hash = start;
        do {
            hash = add_to_hash(hash, text.data[at++]);
        } while (at < text.length && pith__is_alpha(text.data[at]) &&
                 !(text.data[at - 1] >= 'a' && text.data[at] <= 'Z'));
        if (at - from >= 2 && at - from <= LONGEST_PART)
            add_hashed(list, prefix, pith__str_slice(text, from, at), hash);
    }
}

/* An attribute that is one name, cut to `longest` bytes; one with other signs than letters, '-' and
   spaces is no name. */
static void add_name(token_list *list, const char *prefix, pith__str text, size_t longest) {
    text = pith__str_trim(text);
    if (text.length > longest)
        text.length = longest;
    if (text.length == 0)
        return;
    for (size_t i = 0; i < text.length; i++) {
        if (!pith__is_alpha(text.data[i]) && text.data[i] != '-' && text.data[i] != ' ')
            return;
    }
    add_token(list, prefix, text);
}

uint32_t pith__tag_token(const pith__page *page, uint32_t element, pith__token *token) {
    uint32_t hash;
    token_list list = {&hash, token, 0};
    pith__str name = pith__dom_name(page->dom, page->elements[element].node);
    if (name.length > 0 && name.length <= LONGEST_PART && pith__is_alpha(name.data[0]))
        add_token(&list, "<", name);
    return list.count;
}

static void add_label(token_list *list, const pith__label *label) {
    add_parts(list, "", label->parts[PITH_LABEL_CLASS]);
    add_parts(list, "", label->parts[PITH_LABEL_ID]);
    add_name(list, "r:", label->parts[PITH_LABEL_ROLE], LONGEST_ROLE);
    add_name(list, "i:", label->parts[PITH_LABEL_ITEMPROP], LONGEST_ITEMPROP);
    add_parts(list, "t:", label->parts[PITH_LABEL_TESTID]);
}

uint32_t pith__label_tokens(const pith__label *label, uint32_t hashes[PITH_TOKENS_MAX]) {
    token_list list = {hashes, NULL, 0};
    add_label(&list, label);
    return list.count;
}

uint32_t pith__element_tokens(
    const pith__page *page, uint32_t element, pith__token tokens[PITH_TOKENS_MAX]) {
    uint32_t hashes[PITH_TOKENS_MAX];
    uint32_t count = pith__tag_token(page, element, tokens);
    token_list list = {hashes, tokens + count, 0};
    add_label(&list, pith__label_of(page, page->elements[element].node));
    return count + list.count;
}
