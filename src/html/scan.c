#include "scan.h"

#include <string.h>

/* Bytes that end the name of an attribute, and those that end a value without quotes. */
enum { ENDS_NAME = 1, ENDS_VALUE = 2, SPACE = 4 };
static const unsigned char class_of[256] = {
    ['\t'] = ENDS_NAME | ENDS_VALUE | SPACE,
    ['\n'] = ENDS_NAME | ENDS_VALUE | SPACE,
    ['\f'] = ENDS_NAME | ENDS_VALUE | SPACE,
    ['\r'] = ENDS_NAME | ENDS_VALUE | SPACE,
    [' '] = ENDS_NAME | ENDS_VALUE | SPACE,
    ['/'] = ENDS_NAME,
    ['>'] = ENDS_NAME | ENDS_VALUE,
    ['='] = ENDS_NAME,
};

static bool is(char c, unsigned char class) {
    return (class_of[(unsigned char)c] & class) != 0;
}

static size_t find_byte(pith__str page, size_t from, char byte) {
    const char *found =
        from < page.length ? memchr(page.data + from, byte, page.length - from) : NULL;
    return found == NULL ? page.length : (size_t)(found - page.data);
}

/* Whether this stands at the position, in any case. */
static bool stands_at(pith__str page, size_t at, pith__str text) {
    return page.length - at >= text.length &&
           pith__str_starts_nocase((pith__str){page.data + at, page.length - at}, text);
}

size_t pith__scan_less(pith__str page, size_t at) {
    return find_byte(page, at, '<');
}

pith__markup pith__scan_markup(pith__str page, size_t at) {
    char next = at + 1 < page.length ? page.data[at + 1] : '\0';
    if (pith__is_alpha(next))
        return PITH_MARKUP_START_TAG;
    if (next == '/' && at + 2 < page.length)
        return pith__is_alpha(page.data[at + 2]) ? PITH_MARKUP_END_TAG : PITH_MARKUP_BOGUS;
    if (next == '?')
        return PITH_MARKUP_BOGUS;
    if (next != '!')
        return PITH_MARKUP_NONE;
    if (stands_at(page, at, PITH_STR("<!--")))
        return PITH_MARKUP_COMMENT;
    if (stands_at(page, at, PITH_STR("<!doctype")))
        return PITH_MARKUP_DOCTYPE;
    if (pith__str_starts(pith__str_slice(page, at, page.length), PITH_STR("<![CDATA[")))
        return PITH_MARKUP_CDATA;
    return PITH_MARKUP_BOGUS;
}

pith__str pith__scan_name(pith__str page, size_t at) {
    size_t end = at;
    while (end < page.length && (!is(page.data[end], ENDS_NAME) || page.data[end] == '='))
        end++;
    return (pith__str){page.data + at, end - at};
}

/* ---- Tags ------------------------------------------------------------------------------------ */

static size_t skip_space(pith__str page, size_t at) {
    while (at < page.length && is(page.data[at], SPACE))
        at++;
    return at;
}

/* The value after a '=' at `at - 1`; returns where it ends, quotes and all. */
static size_t scan_value(pith__str page, size_t at, pith__attribute *attribute) {
    at = skip_space(page, at);
    if (at == page.length)
        return at;
    char quote = page.data[at];
    size_t from = at, end;
    if (quote == '"' || quote == '\'') {
        from++;
        end = find_byte(page, from, quote);
        at = end + 1; /* Past the end of the page when the quote is missing. */
    } else {
        for (end = at; end < page.length && !is(page.data[end], ENDS_VALUE);)
            end++;
        at = end;
    }
    attribute->value = page.data + from;
    attribute->value_length = (uint32_t)(end - from) & 0x7FFFFFFF;
    return at;
}

size_t pith__scan_tag(pith__arena *arena, pith__str page, size_t at, pith__attributes *attributes,
    bool *self_closing, bool *bounded) {
    size_t first = attributes == NULL ? 0 : attributes->count;
    for (;;) {
        at = skip_space(page, at);
        if (at >= page.length)
            return 0;
        if (page.data[at] == '>') {
            *self_closing = false;
            return at + 1;
        }
        if (page.data[at] == '/') {
            at++;
            if (at < page.length && page.data[at] == '>') {
                *self_closing = true;
                return at + 1;
            }
            continue;
        }
        size_t name = at++; /* A name may begin with '='. */
        while (at < page.length && !is(page.data[at], ENDS_NAME))
            at++;
        pith__attribute attribute = {
            .name = page.data + name, .name_length = (uint32_t)(at - name), .value = ""};
        at = skip_space(page, at);
        if (at < page.length && page.data[at] == '=')
            at = scan_value(page, at + 1, &attribute);
        if (attributes == NULL)
            continue;
        if (attributes->count - first == PITH_MAX_ATTRIBUTES) {
            *bounded = true;
            continue;
        }
        if (attributes->count == attributes->capacity)
            attributes->items = pith__arena_grow(arena, attributes->items, attributes->count,
                attributes->count + 1, sizeof attribute, &attributes->capacity);
        attributes->items[attributes->count++] = attribute;
    }
}

/* ---- Comments and raw text ------------------------------------------------------------------- */

size_t pith__scan_comment(pith__str page, size_t at) {
    size_t start = at + 4;
    pith__str rest = pith__str_slice(page, start, page.length);
    if (pith__str_starts(rest, PITH_STR(">")))
        return start + 1;
    if (pith__str_starts(rest, PITH_STR("->")))
        return start + 2;
    for (size_t end = start; (end = find_byte(page, end, '>')) < page.length; end++) {
        size_t dashes = end - start > 2 && page.data[end - 1] == '!' ? end - 1 : end;
        if (dashes - start >= 2 && page.data[dashes - 1] == '-' && page.data[dashes - 2] == '-')
            return end + 1;
    }
    return page.length;
}

size_t pith__scan_bogus(pith__str page, size_t at) {
    size_t end = find_byte(page, at, '>');
    return end < page.length ? end + 1 : end;
}

size_t pith__scan_cdata(pith__str page, size_t at) {
    for (size_t end = at; (end = find_byte(page, end, '>')) < page.length; end++) {
        if (end - at >= 2 && page.data[end - 1] == ']' && page.data[end - 2] == ']')
            return end - 2;
    }
    return page.length;
}

/* Whether `sign` and then this name stand at the position, and then the name ends. */
static bool names_tag(pith__str page, size_t at, pith__str sign, pith__str name) {
    if (!pith__str_starts(pith__str_slice(page, at, page.length), sign) ||
        !stands_at(page, at + sign.length, name))
        return false;
    size_t end = at + sign.length + name.length;
    return end < page.length &&
           (is(page.data[end], SPACE) || page.data[end] == '/' || page.data[end] == '>');
}

/* From "<!--" in a script on: to where a "-->" ends it, or to the end tag of the script. After
   "<script" an end tag ends only that (the states "script data double escaped"). */
static size_t scan_escaped(pith__str page, size_t at, pith__str name, bool *ended) {
    bool nested = false;
    for (at += 4; at < page.length; at++) {
        char c = page.data[at];
        if (c == '>' && page.data[at - 1] == '-' && page.data[at - 2] == '-')
            return at + 1;
        if (c != '<')
            continue;
        if (names_tag(page, at, PITH_STR("</"), name)) {
            *ended = !nested;
            if (!nested)
                return at;
            nested = false;
        } else if (!nested && names_tag(page, at, PITH_STR("<"), name)) {
            nested = true;
        }
    }
    return page.length;
}

size_t pith__scan_raw(pith__str page, size_t at, pith__str name, bool script) {
    while ((at = find_byte(page, at, '<')) < page.length) {
        if (names_tag(page, at, PITH_STR("</"), name))
            return at;
        if (script && pith__str_starts(pith__str_slice(page, at, page.length), PITH_STR("<!--"))) {
            bool ended = false;
            at = scan_escaped(page, at, name, &ended);
            if (ended)
                return at;
        } else {
            at++;
        }
    }
    return page.length;
}
