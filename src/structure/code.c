/* code.c - the language that a preformatted block is code of. */
#include "structure.h"

#include <string.h>

#include "../html/dom.h"

enum { LONGEST_LANGUAGE = 32, WRAPPERS = 3 };

/* The name in lower case, if it could be one. */
static const char *language_of(pith__structure *structure, pith__str name) {
    while (
        name.length > 0 && (name.data[name.length - 1] == ';' || name.data[name.length - 1] == ','))
        name.length--;
    if (name.length == 0 || name.length > LONGEST_LANGUAGE)
        return NULL;
    char *copy = pith__str_copy(structure->arena, name);
    for (char *c = copy; *c != '\0'; c++) {
        if (!pith__is_alpha(*c) && !pith__is_digit(*c) && strchr("+#._-", *c) == NULL)
            return NULL;
        *c = pith__to_lower(*c);
    }
    return copy;
}

/* What a class attribute says: the rest of a class that begins as one of the list does; if that is
   nothing, the class after it ("brush: python"). */
static const char *language_in_class(pith__structure *structure, const char *classes) {
    const char *const *prefixes =
        pith__attributes_of(structure->heuristics, PITH_ATTRIBUTE_CODE_CLASS);
    pith__str rest = pith__str_trim(pith__str_of(classes));
    bool next = false;
    while (rest.length > 0) {
        size_t end = 0;
        while (end < rest.length && !pith__is_space(rest.data[end]))
            end++;
        pith__str token = pith__str_slice(rest, 0, end);
        rest = pith__str_trim(pith__str_slice(rest, end, rest.length));
        if (next)
            return language_of(structure, token);
        for (size_t i = 0; prefixes[i] != NULL && !next; i++) {
            pith__str prefix = pith__str_of(prefixes[i]);
            if (!pith__str_starts_nocase(token, prefix))
                continue;
            if (token.length > prefix.length)
                return language_of(structure, pith__str_slice(token, prefix.length, token.length));
            next = true;
        }
    }
    return NULL;
}

static const char *language_at(pith__structure *structure, uint32_t element) {
    const pith__dom *dom = structure->page->dom;
    uint32_t node = structure->page->elements[element].node;
    const char *const *names =
        pith__attributes_of(structure->heuristics, PITH_ATTRIBUTE_CODE_LANGUAGE);
    for (size_t i = 0; names[i] != NULL; i++) {
        const char *value = pith__dom_attribute(dom, node, names[i]);
        const char *language =
            value == NULL ? NULL : language_of(structure, pith__str_trim(pith__str_of(value)));
        if (language != NULL)
            return language;
    }
    const char *classes = pith__dom_attribute(dom, node, "class");
    return classes == NULL ? NULL : language_in_class(structure, classes);
}

const char *pith__code_language(pith__structure *structure, const pith__block *block) {
    const pith__page *page = structure->page;
    uint32_t pre = pith__ancestor(page, block->element, GUMBO_TAG_PRE);
    if (pre == PITH_NONE)
        return NULL;
    /* <pre><code class=...>: the usual place. */
    uint32_t inner =
        pre + 1 < page->elements[pre].end && page->elements[pre + 1].tag == GUMBO_TAG_CODE ? pre + 1
                                                                                           : pre;
    const char *language = NULL;
    uint32_t e = inner;
    for (int i = 0; i <= WRAPPERS && e != PITH_NONE && e != 0 && language == NULL; i++) {
        language = language_at(structure, e);
        e = page->elements[e].parent;
    }
    return language;
}
