/*
 * str.h - a view of text: bytes and their number, owned by somebody else, not ended by NUL.
 *
 * Case-insensitive functions fold ASCII letters only.
 */
#ifndef PITH_BASE_STR_H
#define PITH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

typedef struct pith__str {
    const char *data; /* May be NULL when length is 0. */
    size_t length;
} pith__str;

/* A view of a literal. */
#define PITH_STR(literal) ((pith__str){(literal), sizeof(literal) - 1})

/* A view of a string ended by NUL; NULL gives the empty view. */
pith__str pith__str_of(const char *text);

/* The part [from, to) of a view; both are cut to its length. */
static inline pith__str pith__str_slice(pith__str text, size_t from, size_t to) {
    if (to > text.length)
        to = text.length;
    if (from >= to)
        return (pith__str){text.data, 0};
    return (pith__str){text.data + from, to - from};
}

/* Without ASCII white space (space, TAB, LF, FF, CR) at both ends. */
pith__str pith__str_trim(pith__str text);

bool pith__str_equal(pith__str a, pith__str b);
bool pith__str_equal_nocase(pith__str a, pith__str b);
bool pith__str_starts(pith__str text, pith__str prefix);
bool pith__str_starts_nocase(pith__str text, pith__str prefix);
bool pith__str_ends_nocase(pith__str text, pith__str suffix);

/* Where `part` first begins in `text`, or (size_t)-1. */
size_t pith__str_find(pith__str text, pith__str part);
size_t pith__str_find_nocase(pith__str text, pith__str part);

/* A copy in the arena, ended by NUL. */
char *pith__str_copy(pith__arena *arena, pith__str text);

/* ASCII classes, without the locale. */
static inline bool pith__is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
static inline bool pith__is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool pith__is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline char pith__to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

#endif
