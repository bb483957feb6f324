#include "str.h"

#include <string.h>

pith__str pith__str_of(const char *text) {
    return (pith__str){text, text == NULL ? 0 : strlen(text)};
}

pith__str pith__str_trim(pith__str text) {
    while (text.length > 0 && pith__is_space(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && pith__is_space(text.data[text.length - 1]))
        text.length--;
    return text;
}

static bool same_nocase(const char *a, const char *b, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (pith__to_lower(a[i]) != pith__to_lower(b[i]))
            return false;
    }
    return true;
}

bool pith__str_equal(pith__str a, pith__str b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

bool pith__str_equal_nocase(pith__str a, pith__str b) {
    return a.length == b.length && same_nocase(a.data, b.data, a.length);
}

bool pith__str_starts(pith__str text, pith__str prefix) {
    return text.length >= prefix.length &&
           (prefix.length == 0 || memcmp(text.data, prefix.data, prefix.length) == 0);
}

bool pith__str_starts_nocase(pith__str text, pith__str prefix) {
    return text.length >= prefix.length && same_nocase(text.data, prefix.data, prefix.length);
}

bool pith__str_ends_nocase(pith__str text, pith__str suffix) {
    return text.length >= suffix.length &&
           same_nocase(text.data + (text.length - suffix.length), suffix.data, suffix.length);
}

size_t pith__str_find(pith__str text, pith__str part) {
    if (part.length == 0)
        return 0;
    size_t from = 0;
    while (text.length - from >= part.length) {
        const char *hit = memchr(text.data + from, part.data[0], text.length - from);
        if (hit == NULL)
            break;
        from = (size_t)(hit - text.data);
        if (text.length - from < part.length)
            break;
        if (memcmp(hit, part.data, part.length) == 0)
            return from;
        from++;
    }
    return (size_t)-1;
}

size_t pith__str_find_nocase(pith__str text, pith__str part) {
    if (part.length == 0)
        return 0;
    for (size_t from = 0; part.length <= text.length && from <= text.length - part.length; from++) {
        if (same_nocase(text.data + from, part.data, part.length))
            return from;
    }
    return (size_t)-1;
}

char *pith__str_copy(pith__arena *arena, pith__str text) {
    char *copy = pith__arena_alloc(arena, text.length + 1);
    if (text.length > 0)
        memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    return copy;
}
