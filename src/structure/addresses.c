/* addresses.c - the absolute URLs of links and images. */
#include "structure.h"

#include <string.h>

#include "../base/buffer.h"
#include "../html/dom.h"
#include "../meta/url.h"

/* Without the TABs and line ends that browsers leave out of a URL, and without controls and spaces
   around it. */
static pith__str clean(pith__arena *arena, const char *reference) {
    pith__str text = pith__str_of(reference);
    while (text.length > 0 && (unsigned char)text.data[0] <= ' ')
        text = pith__str_slice(text, 1, text.length);
    while (text.length > 0 && (unsigned char)text.data[text.length - 1] <= ' ')
        text.length--;
    if (text.length == 0 || strpbrk(text.data, "\t\r\n") == NULL)
        return text;
    pith__buffer cleaned;
    pith__buffer_init(&cleaned, arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        if (strchr("\t\r\n", text.data[i]) == NULL)
            pith__buffer_add_byte(&cleaned, text.data[i]);
    }
    return pith__buffer_str(&cleaned);
}

static bool is_hex(char c) {
    return pith__is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* Whether a character may stand in a path, query or fragment as it is (a percent sign only before
   two hexadecimal digits). */
static bool is_url_character(pith__str text, size_t at) {
    unsigned char c = (unsigned char)text.data[at];
    if (c == '%')
        return at + 2 < text.length && is_hex(text.data[at + 1]) && is_hex(text.data[at + 2]);
    return c > ' ' && c < 0x7F && strchr("\"'<>[]\\^`{|}", c) == NULL;
}

/* Appends what may stand in a URL as it is, and all else percent-encoded. */
static void add_encoded(pith__buffer *output, pith__str text) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (is_url_character(text, i)) {
            pith__buffer_add_byte(output, (char)c);
            continue;
        }
        pith__buffer_add_byte(output, '%');
        pith__buffer_add_byte(output, digits[c >> 4]);
        pith__buffer_add_byte(output, digits[c & 15]);
    }
}

/* Where the path of an http or https URL begins: after scheme, host and port in their simplest
   form; 0 if they are not. */
static size_t origin_length(pith__str url) {
    size_t at = pith__str_starts(url, PITH_STR("https://"))  ? 8
                : pith__str_starts(url, PITH_STR("http://")) ? 7
                                                             : 0;
    size_t host = at;
    while (at > 0 && at < url.length &&
           ((url.data[at] >= 'a' && url.data[at] <= 'z') || pith__is_digit(url.data[at]) ||
               (at > host && (url.data[at] == '-' || url.data[at] == '.'))))
        at++;
    return at > host && at < url.length && url.data[at] == '/' ? at : 0;
}

/* Whether a path (and what follows it) is what it resolves to: no segment that is "." or "..", and
   nothing that would be encoded. */
static bool is_settled(pith__str path) {
    for (size_t i = 0; i < path.length; i++) {
        char c = path.data[i];
        if (!is_url_character(path, i) || c == '#' ||
            (c == '.' && i > 0 && path.data[i - 1] == '/'))
            return false;
    }
    return path.length > 0 && path.data[0] == '/' && !(path.length > 1 && path.data[1] == '/');
}

/* pith__url_resolve(), with a short way for the URLs that most pages have. */
static const char *resolve(pith__structure *structure, pith__str address) {
    pith__arena *scratch = structure->page->arena;
    size_t origin = origin_length(address);
    if (origin > 0 && is_settled(pith__str_slice(address, origin, address.length)))
        return pith__str_copy(scratch, address);
    pith__str base = pith__str_of(structure->base);
    origin = origin_length(base);
    if (origin == 0 || !is_settled(address))
        return pith__url_resolve(scratch, structure->base, address);
    pith__buffer url;
    pith__buffer_init(&url, scratch, SIZE_MAX);
    pith__buffer_add_str(&url, pith__str_slice(base, 0, origin));
    pith__buffer_add_str(&url, address);
    return pith__buffer_text(&url);
}

const char *pith__base_address(const pith__page *page) {
    const char *given = page->url != NULL ? page->url : page->metadata.url;
    const pith__dom *dom = page->dom;
    if (dom == NULL || dom->head == PITH_NONE)
        return given;
    /* The first base element that has an address counts. */
    for (uint32_t i = dom->head; i < dom->nodes[dom->head].end; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].tag != GUMBO_TAG_BASE)
            continue;
        const char *href = pith__dom_attribute(dom, i, "href");
        if (href == NULL)
            continue;
        const char *base = pith__url_resolve(page->arena, given, pith__str_of(href));
        return base != NULL ? base : given;
    }
    return given;
}

const char *pith__address(pith__structure *structure, const char *reference, bool link) {
    pith__arena *scratch = structure->page->arena;
    pith__str text = clean(scratch, reference);
    if (text.length == 0 || text.length > PITH_URL_MAXIMUM)
        return NULL;
    pith__buffer url;
    pith__buffer_init(&url, structure->arena, (size_t)4 * PITH_URL_MAXIMUM);
    if (link && pith__str_starts_nocase(text, PITH_STR("mailto:")) && text.length > 7) {
        pith__buffer_add_str(&url, PITH_STR("mailto:"));
        add_encoded(&url, pith__str_slice(text, 7, text.length));
        return pith__buffer_text(&url);
    }
    const char *hash = memchr(text.data, '#', text.length);
    size_t end = hash == NULL ? text.length : (size_t)(hash - text.data);
    pith__str address = pith__str_slice(text, 0, end);
    /* A mere fragment is a place in the page itself, whatever the base says. */
    if (address.length == 0)
        address = pith__str_of(
            structure->page->url != NULL ? structure->page->url : structure->page->metadata.url);
    const char *resolved = resolve(structure, address);
    if (resolved == NULL)
        return NULL;
    pith__str whole = pith__str_of(resolved);
    /* The brackets of an IPv6 address stay. */
    size_t host = pith__str_find(whole, PITH_STR("://[")) < 6 ? strcspn(resolved, "]") + 1 : 0;
    pith__buffer_add_str(&url, pith__str_slice(whole, 0, host));
    add_encoded(&url, pith__str_slice(whole, host, whole.length));
    if (hash != NULL && end + 1 < text.length) {
        pith__buffer_add_byte(&url, '#');
        /* A second '#' would have to be encoded; what is encoded already stays. */
        add_encoded(&url, pith__str_slice(text, end + 1, text.length));
    }
    return url.full ? NULL : pith__buffer_text(&url);
}
