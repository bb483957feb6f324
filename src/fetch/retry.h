/*
 * retry.h - what is worth another try, and when.
 */
#ifndef PITH_FETCH_RETRY_H
#define PITH_FETCH_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a status means "try again later": 408, 425, 429 and 5xx but 501, 505 and 511, which will
   not get better (RFC 9110, section 15; RFC 6585). */
bool pith__retry_status(long status);

/*
 * Milliseconds that the value of a Retry-After header asks to wait, in either form: seconds, or a
 * date (RFC 9110, section 10.2.3). `now` is in seconds since 1970. -1: it says nothing.
 */
int64_t pith__retry_after(const char *value, int64_t now);

/*
 * Milliseconds to wait before the next attempt, after `attempt` (from 1) attempts: base, twice
 * base, four times base, ..., at most `maximum`; between half of that and all of it, by chance.
 */
int64_t pith__retry_backoff(unsigned attempt, int64_t base, int64_t maximum, uint64_t *random);

/* The next number of a sequence that `*random` holds the place of (SplitMix64, public domain). */
uint64_t pith__random(uint64_t *random);

#endif
