/*
 * url_set.h - a set of URLs, as 128-bit fingerprints: 16 bytes a URL, whatever its length.
 *
 * Two URLs that are not the same would have to agree in all bits to be taken for one; among a
 * thousand million URLs that happens with a probability of 1 to 10^20.
 */
#ifndef PITH_FETCH_URL_SET_H
#define PITH_FETCH_URL_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pith__url_set {
    uint64_t (*slots)[2]; /* Open addressing; both zero: free. */
    size_t capacity;      /* A power of two, at most half used. */
    size_t count;
} pith__url_set;

/* Adds a URL; `*is_new` tells whether it was not there before. False when memory runs out. */
bool pith__url_set_add(pith__url_set *set, const char *url, bool *is_new);

void pith__url_set_clear(pith__url_set *set);

#endif
