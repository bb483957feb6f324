#include "guard.h"

#include <string.h>

typedef struct scan {
    pith__arena *arena;
    pith__str html;
    char *copy; /* Made when the first byte has to change. */
    size_t max_depth;
    size_t depth;   /* Elements that are open, as far as tags alone tell. */
    size_t removed; /* Open elements whose tags were blanked. */
} scan;

static void blank(scan *s, size_t from, size_t to) {
    if (s->copy == NULL)
        s->copy = pith__str_copy(s->arena, s->html);
    memset(s->copy + from, ' ', to - from);
}

/* Elements that do not nest in themselves, or have no end tag, or may lack it: they add no depth
   that a page could pile up. */
static bool is_flat(pith__str name) {
    static const char *const flat[] = {"a", "area", "base", "body", "br", "col", "colgroup", "dd",
        "dt", "embed", "head", "hr", "html", "img", "input", "li", "link", "meta", "option", "p",
        "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"};
    for (size_t i = 0; i < sizeof flat / sizeof *flat; i++) {
        if (pith__str_equal_nocase(name, pith__str_of(flat[i])))
            return true;
    }
    return false;
}

/* Elements whose content is text up to their end tag (HTML Standard, "Parsing elements that contain
   only text", and the in-body rules that use it). */
static bool is_raw(pith__str name) {
    static const char *const raw[] = {
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        if (pith__str_equal_nocase(name, pith__str_of(raw[i])))
            return true;
    }
    return false;
}

static size_t find_byte(pith__str text, size_t from, char byte) {
    const char *found =
        from < text.length ? memchr(text.data + from, byte, text.length - from) : NULL;
    return found == NULL ? text.length : (size_t)(found - text.data);
}

/* The end of a comment that begins at `at`, "<!--". */
static size_t comment_end(pith__str html, size_t at) {
    pith__str rest = pith__str_slice(html, at + 4, html.length);
    size_t end = pith__str_find(rest, PITH_STR("-->"));
    return end == (size_t)-1 ? html.length : at + 4 + end + 3;
}

/* Where the end tag of a raw element begins, at or after `from`. */
static size_t raw_end(pith__str html, size_t from, pith__str name) {
    while (from < html.length) {
        from = find_byte(html, from, '<');
        pith__str rest = pith__str_slice(html, from, html.length);
        if (rest.length > 2 && rest.data[1] == '/' &&
            pith__str_starts_nocase(pith__str_slice(rest, 2, rest.length), name))
            return from;
        from++;
    }
    return html.length;
}

/* Walks over the attributes of a tag from `at` on; returns one past its '>'. Attributes over the
   maximum are blanked. */
static size_t tag_end(scan *s, size_t at) {
    pith__str html = s->html;
    size_t attributes = 0, excess = 0;
    bool between = true; /* White space or '/' came last: an attribute may begin. */
    for (; at < html.length && html.data[at] != '>'; at++) {
        char c = html.data[at];
        bool gap = pith__is_space(c) || c == '/';
        if (between && !gap && ++attributes == PITH_MAX_ATTRIBUTES + 1)
            excess = at;
        between = gap;
        if (c == '=') {
            while (at + 1 < html.length && pith__is_space(html.data[at + 1]))
                at++;
            char quote = at + 1 < html.length ? html.data[at + 1] : '\0';
            if (quote == '"' || quote == '\'') {
                at = find_byte(html, at + 2, quote);
                between = true;
            }
        }
    }
    if (at > html.length)
        at = html.length;
    if (excess > 0)
        blank(s, excess, at);
    return at < html.length ? at + 1 : at;
}

static pith__str name_at(pith__str html, size_t at) {
    size_t end = at;
    while (end < html.length && !pith__is_space(html.data[end]) && html.data[end] != '/' &&
           html.data[end] != '>')
        end++;
    return pith__str_slice(html, at, end);
}

static size_t start_tag(scan *s, size_t at) {
    pith__str name = name_at(s->html, at + 1);
    size_t end = tag_end(s, at + 1 + name.length);
    if (is_raw(name))
        return raw_end(s->html, end, name);
    if (is_flat(name))
        return end;
    if (s->depth < s->max_depth) {
        s->depth++;
    } else {
        s->removed++;
        blank(s, at, end);
    }
    return end;
}

static size_t end_tag(scan *s, size_t at) {
    pith__str name = name_at(s->html, at + 2);
    size_t end = find_byte(s->html, at + 2, '>');
    end = end < s->html.length ? end + 1 : end;
    if (is_flat(name) || is_raw(name))
        return end;
    if (s->removed > 0) {
        s->removed--;
        blank(s, at, end);
    } else if (s->depth > 0) {
        s->depth--;
    }
    return end;
}

pith__str pith__guard_markup(pith__arena *arena, pith__str html, size_t max_depth, bool *bounded) {
    scan s = {.arena = arena, .html = html, .max_depth = max_depth};
    size_t at = 0;
    while ((at = find_byte(html, at, '<')) < html.length) {
        char next = at + 1 < html.length ? html.data[at + 1] : '\0';
        if (pith__is_alpha(next))
            at = start_tag(&s, at);
        else if (next == '/' && at + 2 < html.length && pith__is_alpha(html.data[at + 2]))
            at = end_tag(&s, at);
        else if (pith__str_starts(pith__str_slice(html, at, html.length), PITH_STR("<!--")))
            at = comment_end(html, at);
        else if (next == '!' || next == '?' || next == '/')
            at = find_byte(html, at, '>');
        else
            at++;
    }
    if (s.copy == NULL)
        return html;
    *bounded = true;
    return (pith__str){s.copy, html.length};
}
