#include "dom.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "../page.h"
#include "guard.h"

enum { DEPTH_SLACK = 8 };

/* ---- Parsing --------------------------------------------------------------------------------- */

static void *gumbo_allocate(void *arena, size_t size) {
    return pith__arena_alloc(arena, size);
}

/* The arena is freed whole, the tree with it; that also spares Gumbo's recursive destroy. */
static void gumbo_free(void *arena, void *pointer) {
    (void)arena;
    (void)pointer;
}

/* Control characters and noncharacters that Gumbo takes for errors and turns into U+FFFD; in
   browsers they are characters that do not show. */
static bool is_refused(uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r') ||
           (c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* The page without them; those that are white space become a space. */
static pith__str leave_out_refused(pith__arena *arena, pith__str html) {
    pith__buffer output;
    pith__buffer_init(&output, arena, SIZE_MAX);
    const char *end = html.data + html.length, *done = html.data;
    for (const char *p = html.data; p < end;) {
        if (*p >= ' ' && *p < 0x7F) {
            p++;
            continue;
        }
        const char *from = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (!is_refused(c))
            continue;
        pith__buffer_add(&output, done, (size_t)(from - done));
        if (pith__is_blank(c))
            pith__buffer_add_byte(&output, ' ');
        done = p;
    }
    if (done == html.data)
        return html;
    pith__buffer_add(&output, done, (size_t)(end - done));
    return (pith__str){pith__buffer_text(&output), output.length};
}

static bool is_element(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

/* Whether browsers show the content of a template in place of what its parent holds. */
static bool is_shadow_root(const GumboNode *node) {
    return gumbo_get_attribute(&node->v.element.attributes, "shadowrootmode") != NULL;
}

static const GumboVector *children_of(const GumboNode *node) {
    return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children
                                             : &node->v.element.children;
}

/* Whether a parser's node becomes a node of the view. The content of other templates is not part
   of the document. */
static bool is_shown(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEXT ||
           node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA ||
           (node->type == GUMBO_NODE_TEMPLATE && is_shadow_root(node));
}

/* Appends the subtree under `root` in document order, walking by parent and index instead of
   recursion. */
static void flatten(
    pith__arena *arena, pith__dom *dom, const GumboNode *root, size_t max_nodes, size_t max_depth) {
    size_t capacity = 0;
    const GumboNode *node = root;
    uint32_t parent = PITH_NONE;
    uint16_t depth = 0;
    while (node != NULL) {
        bool enter = is_shown(node) && dom->count < max_nodes && depth < max_depth;
        if (is_shown(node) && !enter)
            dom->truncated = true;
        if (enter) {
            dom->nodes = pith__arena_grow(
                arena, dom->nodes, dom->count, dom->count + 1, sizeof(pith__node), &capacity);
            bool element = is_element(node);
            dom->nodes[dom->count] = (pith__node){.source = node,
                .parent = parent,
                .end = dom->count + 1,
                .tag = (uint16_t)(element ? node->v.element.tag : GUMBO_TAG_UNKNOWN),
                .depth = depth,
                .kind = element ? PITH_NODE_ELEMENT : PITH_NODE_TEXT};
            dom->count++;
            const GumboVector *children = element ? children_of(node) : NULL;
            if (children != NULL && children->length > 0) {
                parent = dom->count - 1;
                depth++;
                node = children->data[0];
                continue;
            }
        }
        /* The next sibling, or that of the nearest ancestor that has one. */
        for (;;) {
            if (node == root)
                return;
            const GumboVector *siblings = children_of(node->parent);
            size_t next = node->index_within_parent + 1;
            if (next < siblings->length) {
                node = siblings->data[next];
                break;
            }
            node = node->parent;
            dom->nodes[parent].end = dom->count;
            parent = dom->nodes[parent].parent;
            depth--;
        }
    }
}

/* The first child of the root with one of two tags. */
static uint32_t find_part(const pith__dom *dom, GumboTag tag, GumboTag other) {
    for (uint32_t i = 1; i < dom->count; i = dom->nodes[i].end) {
        if (dom->nodes[i].kind == PITH_NODE_ELEMENT &&
            (dom->nodes[i].tag == tag || dom->nodes[i].tag == other))
            return i;
    }
    return PITH_NONE;
}

pith__dom *pith__dom_parse(pith__arena *arena, pith__str html, size_t max_nodes, size_t max_depth) {
    pith__dom *dom = pith__arena_array(arena, 1, sizeof *dom);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = gumbo_allocate;
    options.deallocator = gumbo_free;
    options.userdata = arena;
    options.max_errors = 0;
    html = leave_out_refused(arena, html);
    html = pith__guard_markup(arena, html, max_depth, &dom->truncated);
    GumboOutput *output = gumbo_parse_with_options(&options, html.data, html.length);
    /* The guard counts only tags that can pile up; between two of them a few others may stand. */
    max_depth = max_depth > UINT16_MAX / DEPTH_SLACK ? UINT16_MAX : max_depth * DEPTH_SLACK;
    if (max_nodes > UINT32_MAX / 2)
        max_nodes = UINT32_MAX / 2;
    flatten(arena, dom, output->root, max_nodes, max_depth);
    dom->head = find_part(dom, GUMBO_TAG_HEAD, GUMBO_TAG_HEAD);
    dom->body = find_part(dom, GUMBO_TAG_BODY, GUMBO_TAG_FRAMESET);
    return dom;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static const GumboNode *source_of(const pith__dom *dom, uint32_t node) {
    return dom->nodes[node].source;
}

pith__str pith__dom_name(const pith__dom *dom, uint32_t node) {
    const GumboNode *source = source_of(dom, node);
    if (!is_element(source))
        return PITH_STR("#text");
    if (source->v.element.tag != GUMBO_TAG_UNKNOWN)
        return pith__str_of(gumbo_normalized_tagname(source->v.element.tag));
    GumboStringPiece name = source->v.element.original_tag;
    gumbo_tag_from_original_text(&name);
    return (pith__str){name.data, name.length};
}

const char *pith__dom_attribute(const pith__dom *dom, uint32_t node, const char *name) {
    const GumboNode *source = source_of(dom, node);
    if (!is_element(source))
        return NULL;
    const GumboAttribute *attribute = gumbo_get_attribute(&source->v.element.attributes, name);
    return attribute == NULL ? NULL : attribute->value;
}

pith__str pith__dom_text(const pith__dom *dom, uint32_t node) {
    const GumboNode *source = source_of(dom, node);
    return is_element(source) ? (pith__str){"", 0} : pith__str_of(source->v.text.text);
}

pith__str pith__dom_text_content(
    pith__arena *arena, const pith__dom *dom, uint32_t node, size_t maximum) {
    pith__buffer text;
    pith__buffer_init(&text, arena, maximum);
    for (uint32_t i = node; i < dom->nodes[node].end; i++) {
        if (dom->nodes[i].kind == PITH_NODE_TEXT)
            pith__buffer_add_str(&text, pith__dom_text(dom, i));
    }
    return (pith__str){pith__buffer_text(&text), text.length};
}
