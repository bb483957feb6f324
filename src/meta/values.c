#include "values.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "../html/dom.h"
#include "../page.h"

enum {
    MARKUP_NODES = 4096, /* Nodes of a value's markup; more than its bytes can make by far. */
    MARKUP_DEPTH = 256,
};

/* "&name;", "&#39;" or "&#x27;" somewhere in the text. */
static bool has_reference(pith__str text) {
    for (size_t i = 0; i + 2 < text.length; i++) {
        if (text.data[i] != '&')
            continue;
        size_t at = i + 1;
        if (text.data[at] == '#')
            at++;
        size_t from = at;
        while (at < text.length && at < from + 32 &&
               (pith__is_alpha(text.data[at]) || pith__is_digit(text.data[at])))
            at++;
        if (at > from && at < text.length && text.data[at] == ';')
            return true;
    }
    return false;
}

/* A closing tag or a line break: the value is markup. "a < b" and "the <div> tag" are none. */
static bool has_markup(pith__str text) {
    for (size_t i = 0; i + 3 < text.length; i++) {
        if (text.data[i] != '<')
            continue;
        if (text.data[i + 1] == '/' && pith__is_alpha(text.data[i + 2]))
            return true;
        pith__str rest = pith__str_slice(text, i, text.length);
        if (pith__str_starts_nocase(rest, PITH_STR("<br>")) ||
            pith__str_starts_nocase(rest, PITH_STR("<br/")) ||
            pith__str_starts_nocase(rest, PITH_STR("<br ")))
            return true;
    }
    return false;
}

/* Reads the value as HTML once: references become characters, markup goes. Where there is no
   markup, "<" stays what it is. */
static pith__str read_html(pith__arena *arena, pith__str text) {
    bool markup = has_markup(text);
    pith__buffer html;
    pith__buffer_init(&html, arena, text.length * 4 + 16);
    for (size_t i = 0; i < text.length; i++) {
        if (!markup && text.data[i] == '<')
            pith__buffer_add_str(&html, PITH_STR("&lt;"));
        else
            pith__buffer_add_byte(&html, text.data[i]);
        /* Words of two elements do not run together. */
        if (markup && text.data[i] == '>')
            pith__buffer_add_byte(&html, ' ');
    }
    pith__dom *dom = pith__dom_parse(arena, pith__buffer_str(&html), MARKUP_NODES, MARKUP_DEPTH);
    if (dom->body == PITH_NONE)
        return text;
    return pith__dom_text_content(arena, dom, dom->body, text.length * 4);
}

static pith__str collapse(pith__arena *arena, pith__str text) {
    pith__buffer out;
    pith__buffer_init(&out, arena, text.length + 1);
    if (text.length == 0)
        return (pith__str){pith__buffer_text(&out), 0};
    bool gap = false;
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        const char *start = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (pith__is_blank(c)) {
            gap = true;
            continue;
        }
        if (pith__is_control(c))
            continue;
        if (gap && out.length > 0)
            pith__buffer_add_byte(&out, ' ');
        gap = false;
        if (c == PITH_REPLACEMENT)
            pith__utf8_append(&out, c);
        else
            pith__buffer_add(&out, start, (size_t)(p - start));
    }
    return (pith__str){pith__buffer_text(&out), out.length};
}

pith__str pith__value_tidy(pith__arena *arena, pith__str value, size_t maximum) {
    value = pith__str_trim(value);
    value.length = pith__utf8_boundary(value, value.length < maximum ? value.length : maximum);
    if (has_reference(value) || has_markup(value))
        value = read_html(arena, value);
    value = collapse(arena, value);
    pith__str composed = pith__nfc(arena, value);
    if (composed.data == value.data)
        return value;
    return (pith__str){pith__str_copy(arena, composed), composed.length};
}

bool pith__value_same(pith__arena *arena, pith__str a, pith__str b) {
    pith__words left = pith__words_of(arena, a), right = pith__words_of(arena, b);
    if (left.count != right.count || left.count == 0)
        return false;
    for (size_t i = 0; i < left.count; i++) {
        if (left.items[i].hash != right.items[i].hash)
            return false;
    }
    return true;
}

pith__str pith__value_squeeze(pith__arena *arena, pith__str text) {
    char *out = pith__arena_alloc(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (pith__is_alpha(c) || pith__is_digit(c) || (unsigned char)c >= 0x80)
            out[length++] = pith__to_lower(c);
    }
    out[length] = '\0';
    return (pith__str){out, length};
}

bool pith__value_is_address(pith__str text) {
    if (pith__str_find(text, PITH_STR("://")) != (size_t)-1 ||
        pith__str_starts_nocase(text, PITH_STR("www.")))
        return true;
    const char *at = text.length == 0 ? NULL : memchr(text.data, '@', text.length);
    return at != NULL && at > text.data && !pith__is_space(at[-1]) &&
           memchr(at, '.', (size_t)(text.data + text.length - at)) != NULL;
}

size_t pith__value_characters(pith__str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}
