#include "retry.h"

#include <curl/curl.h>
#include <stddef.h>

#include "../base/str.h"

bool pith__retry_status(long status) {
    switch (status) {
    case 408:
    case 425:
    case 429:
        return true;
    case 501:
    case 505:
    case 511:
        return false;
    default:
        return status >= 500 && status <= 599;
    }
}

int64_t pith__retry_after(const char *value, int64_t now) {
    enum { LONGEST = 366 * 86400 }; /* Seconds; more is as good as never. */
    if (value == NULL)
        return -1;
    pith__str text = pith__str_trim(pith__str_of(value));
    if (text.length == 0)
        return -1;
    int64_t seconds = 0;
    size_t i = 0;
    for (; i < text.length && pith__is_digit(text.data[i]); i++)
        seconds = seconds < LONGEST ? 10 * seconds + (text.data[i] - '0') : LONGEST;
    if (i < text.length) {
        int64_t date = (int64_t)curl_getdate(value, NULL);
        if (date < 0)
            return -1;
        seconds = date > now ? date - now : 0;
    }
    return (seconds < LONGEST ? seconds : LONGEST) * 1000;
}

uint64_t pith__random(uint64_t *random) {
    uint64_t x = *random += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

int64_t pith__retry_backoff(unsigned attempt, int64_t base, int64_t maximum, uint64_t *random) {
    int64_t wait = base < maximum ? base : maximum;
    for (unsigned i = 1; i < attempt && wait < maximum; i++)
        wait = wait > maximum / 2 ? maximum : 2 * wait;
    int64_t half = wait / 2;
    return wait - (int64_t)(pith__random(random) % (uint64_t)(half + 1));
}
