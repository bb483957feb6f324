/*
 * robots.h - the Robots Exclusion Protocol (RFC 9309), as functions over bytes.
 *
 * Of a robots.txt only the rules for one crawler are kept. Fetching it, and what follows when it
 * cannot be fetched, is the scheduler's business.
 *
 * Besides the letter of the RFC, as its examples and the large crawlers have it: a byte order mark
 * is skipped, "Disallow /path" without a colon counts, and Crawl-delay is read. As the RFC demands
 * of all other records, Crawl-delay does not end the list of user agents above it.
 */
#ifndef PITH_FETCH_ROBOTS_H
#define PITH_FETCH_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/str.h"

/* Bytes that are read of a robots.txt (RFC 9309, section 2.5); a line that is cut there is ignored.
 */
enum { PITH_ROBOTS_MAX = 500 * 1024 };

typedef struct pith__robots_rule {
    size_t offset; /* Of the pattern in `patterns`. */
    size_t length;
    bool allow;
    bool anchored; /* It ended in "$", which is not part of the pattern any more. */
} pith__robots_rule;

/* The rules for one crawler; all zero allows everything. */
typedef struct pith__robots {
    char *patterns; /* malloc'ed; normalized as paths are. */
    size_t pattern_bytes;
    pith__robots_rule *rules; /* malloc'ed; longest pattern first, at equal length allow first. */
    size_t count;
    double crawl_delay; /* Seconds; 0: none. */
} pith__robots;

/* The product token of a User-Agent: what it begins with, letters, "-" and "_" only. */
pith__str pith__robots_token(const char *user_agent);

/*
 * Reads a robots.txt, cut to PITH_ROBOTS_MAX bytes. `token` is the crawler's product token; if it
 * is empty, or no group names it, the groups for "*" count. False when memory runs out. Clear
 * `robots` with pith__robots_clear(). Takes linear time, but for the sorting of the rules.
 */
bool pith__robots_parse(pith__robots *robots, const char *bytes, size_t length, pith__str token);

void pith__robots_clear(pith__robots *robots);

/*
 * Whether a path (with its query, beginning with "/") may be fetched: the longest pattern decides,
 * and allow wins over disallow. /robots.txt always may.
 */
bool pith__robots_allows(const pith__robots *robots, const char *path);

#endif
