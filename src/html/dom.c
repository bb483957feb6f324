#include "dom.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "../page.h"
#include "clean.h"
#include "dom_source.h"
#include "entities.h"
#include "nest.h"
#include "placeholders.h"

enum { DEPTH_SLACK = 8 };

static pith__tag *tag_of(const pith__dom *dom, uint32_t node) {
    const pith__skeleton *skeleton = dom->source->skeleton;
    uint32_t content = dom->nodes[node].content;
    if (content == PITH_NONE)
        return NULL;
    return content < skeleton->tag_count ? &skeleton->tags[content]
                                         : &dom->source->made_tags[content - skeleton->tag_count];
}

/* ---- Text nodes ------------------------------------------------------------------------------ */

static void set_text(pith__dom *dom, pith__node *node, const GumboText *text) {
    pith__skeleton *skeleton = dom->source->skeleton;
    size_t from = (size_t)(text->original_text.data - skeleton->html.data);
    pith__str own = pith__str_of(text->text);
    if (skeleton->html.data[from] == '<') { /* The text of an isindex tag. */
        node->content = pith__placeholder_text(dom, own);
        return;
    }
    pith__pieces found;
    pith__pieces_begin(&found, dom, node);
    pith__pieces_read(&found, own, from);
    pith__pieces_end(&found);
}

/* ---- Elements -------------------------------------------------------------------------------- */

/* Whether the names of the parser's attributes are numbers of tags: those of an html or a body
   element, to which further start tags add what the first did not have. */
static bool is_merged(const GumboElement *element) {
    return (element->tag == GUMBO_TAG_HTML || element->tag == GUMBO_TAG_BODY) &&
           element->tag_namespace == GUMBO_NAMESPACE_HTML;
}

static void add_attribute(pith__dom *dom, pith__attribute attribute) {
    pith__attributes *all = &dom->source->skeleton->attributes;
    all->items = pith__arena_grow(dom->source->arena, all->items, all->count, all->count + 1,
        sizeof attribute, &all->capacity);
    all->items[all->count++] = attribute;
}

/* A tag with the attributes of several, or with those that the parser made; returns its content. */
static uint32_t make_tag(pith__dom *dom, const GumboElement *element) {
    struct pith__dom_source *source = dom->source;
    pith__skeleton *skeleton = source->skeleton;
    pith__tag made = {.first_attribute = (uint32_t)skeleton->attributes.count};
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        const char *name = attribute->name;
        size_t length = strlen(name);
        if (!is_merged(element)) {
            add_attribute(dom, (pith__attribute){.name = name,
                                   .name_length = (uint32_t)length,
                                   .value = attribute->value,
                                   .value_length = (uint32_t)strlen(attribute->value) & INT32_MAX,
                                   .decoded = 1});
            continue;
        }
        uint32_t index = pith__skeleton_index(pith__utf8_next(&name, name + length));
        for (uint32_t a = 0;
             index < skeleton->tag_count && a < skeleton->tags[index].attribute_count; a++)
            add_attribute(
                dom, skeleton->attributes.items[skeleton->tags[index].first_attribute + a]);
    }
    made.attribute_count = (uint32_t)(skeleton->attributes.count - made.first_attribute);
    source->made_tags = pith__arena_grow(source->arena, source->made_tags, source->made_tag_count,
        (size_t)source->made_tag_count + 1, sizeof made, &source->made_tag_capacity);
    source->made_tags[source->made_tag_count] = made;
    return skeleton->tag_count + source->made_tag_count++;
}

static uint32_t element_content(pith__dom *dom, const GumboElement *element, uint32_t hint) {
    const pith__skeleton *skeleton = dom->source->skeleton;
    const char *from = element->original_tag.data;
    unsigned attributes = element->attributes.length;
    if (is_merged(element) && attributes == 1) {
        /* All are of one tag, which need not be the first. */
        const char *name = ((const GumboAttribute *)element->attributes.data[0])->name;
        uint32_t index = pith__skeleton_index(pith__utf8_next(&name, name + strlen(name)));
        if (index < skeleton->tag_count)
            return index;
    }
    if (attributes > 0 && (from == NULL || is_merged(element)))
        return make_tag(dom, element);
    return from == NULL
               ? PITH_NONE
               : pith__skeleton_tag_at(skeleton, (size_t)(from - skeleton->html.data), hint);
}

/* ---- The tree -------------------------------------------------------------------------------- */

static void *gumbo_allocate(void *arena, size_t size) {
    return pith__arena_alloc(arena, size);
}

/* The arena is freed whole, the tree with it; that also spares Gumbo's recursive destroy. */
static void gumbo_free(void *arena, void *pointer) {
    (void)arena;
    (void)pointer;
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

uint32_t pith__dom_names(const pith__dom *dom, const pith__tag *tag) {
    uint32_t names = 0;
    if (tag == NULL)
        return 0;
    const pith__attribute *attributes =
        dom->source->skeleton->attributes.items + tag->first_attribute;
    for (uint32_t i = 0; i < tag->attribute_count; i++)
        names |= pith__attribute_bit(attributes[i].name, attributes[i].name_length);
    return names;
}

static void add_node(
    pith__dom *dom, const GumboNode *source, uint32_t parent, uint16_t depth, size_t *capacity) {
    dom->nodes = pith__arena_grow(dom->source->arena, dom->nodes, dom->count,
        (size_t)dom->count + 1, sizeof(pith__node), capacity);
    pith__node *node = &dom->nodes[dom->count];
    bool element = is_element(source);
    *node = (pith__node){.parent = parent,
        .end = dom->count + 1,
        .tag = (uint16_t)(element ? source->v.element.tag : GUMBO_TAG_UNKNOWN),
        .depth = depth,
        .kind = element ? PITH_NODE_ELEMENT : PITH_NODE_TEXT};
    if (element)
        node->content = element_content(dom, &source->v.element, dom->source->next_tag);
    else
        set_text(dom, node, &source->v.text);
    if (element && node->content != PITH_NONE) {
        dom->source->next_tag = node->content + 1;
        node->names = pith__dom_names(dom, tag_of(dom, dom->count));
    }
    dom->count++;
}

/* Appends the subtree under `root` in document order, walking by parent and index instead of
   recursion. */
static void flatten(pith__dom *dom, const GumboNode *root, size_t max_nodes, size_t max_depth) {
    size_t capacity = 0;
    const GumboNode *node = root;
    uint32_t parent = PITH_NONE;
    uint16_t depth = 0;
    while (node != NULL) {
        bool enter = is_shown(node) && dom->count < max_nodes && depth < max_depth;
        if (is_shown(node) && !enter)
            dom->truncated = true;
        if (enter) {
            add_node(dom, node, parent, depth, &capacity);
            const GumboVector *children = is_element(node) ? children_of(node) : NULL;
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

static void ask_gumbo(pith__dom *dom, size_t max_nodes, size_t max_depth) {
    const pith__skeleton *skeleton = dom->source->skeleton;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = gumbo_allocate;
    options.deallocator = gumbo_free;
    options.userdata = dom->source->arena;
    options.max_errors = 0;
    GumboOutput *output =
        gumbo_parse_with_options(&options, skeleton->html.data, skeleton->html.length);
    flatten(dom, output->root, max_nodes, max_depth);
}

pith__dom *pith__dom_parse(pith__arena *arena, pith__str html, size_t max_nodes, size_t max_depth) {
    pith__dom *dom = pith__arena_array(arena, 1, sizeof *dom);
    dom->source = pith__arena_array(arena, 1, sizeof *dom->source);
    dom->source->arena = arena;
    pith__skeleton *skeleton = pith__skeleton_of(arena, pith__clean_markup(arena, html), max_depth);
    dom->source->skeleton = skeleton;
    dom->truncated = skeleton->bounded;
    /* The skeleton counts only tags that can pile up; between two of them a few others may stand.
     */
    max_depth = max_depth > UINT16_MAX / DEPTH_SLACK ? UINT16_MAX : max_depth * DEPTH_SLACK;
    if (max_nodes > UINT32_MAX / 2)
        max_nodes = UINT32_MAX / 2;
    if (!pith__nest(dom, max_nodes, max_depth))
        ask_gumbo(dom, max_nodes, max_depth);
    dom->head = find_part(dom, GUMBO_TAG_HEAD, GUMBO_TAG_HEAD);
    dom->body = find_part(dom, GUMBO_TAG_BODY, GUMBO_TAG_FRAMESET);
    return dom;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

pith__str pith__dom_name(const pith__dom *dom, uint32_t node) {
    if (dom->nodes[node].kind != PITH_NODE_ELEMENT)
        return PITH_STR("#text");
    if (dom->nodes[node].tag != GUMBO_TAG_UNKNOWN)
        return pith__str_of(gumbo_normalized_tagname(dom->nodes[node].tag));
    const pith__tag *tag = tag_of(dom, node);
    return tag == NULL ? (pith__str){"", 0} : tag->name;
}

static pith__attribute *find_attribute(const pith__dom *dom, uint32_t node, const char *name) {
    const pith__tag *tag = dom->nodes[node].kind == PITH_NODE_ELEMENT ? tag_of(dom, node) : NULL;
    if (tag == NULL || tag->attribute_count == 0)
        return NULL;
    pith__str wanted = pith__str_of(name);
    char first = wanted.length > 0 ? wanted.data[0] : '\0';
    pith__attribute *attribute = dom->source->skeleton->attributes.items + tag->first_attribute;
    pith__attribute *end = attribute + tag->attribute_count;
    while (
        attribute < end &&
        !(attribute->name_length == wanted.length && pith__to_lower(attribute->name[0]) == first &&
            pith__str_equal_nocase((pith__str){attribute->name, wanted.length}, wanted)))
        attribute++;
    return attribute == end ? NULL : attribute;
}

pith__str pith__dom_find_written(const pith__dom *dom, uint32_t node, const char *name) {
    const pith__attribute *attribute = find_attribute(dom, node, name);
    return attribute == NULL ? (pith__str){NULL, 0}
                             : (pith__str){attribute->value, attribute->value_length};
}

const char *pith__dom_find_attribute(const pith__dom *dom, uint32_t node, const char *name) {
    pith__attribute *attribute = find_attribute(dom, node, name);
    if (attribute == NULL)
        return NULL;
    if (!attribute->decoded) {
        pith__str value = {attribute->value, attribute->value_length};
        pith__str decoded = pith__entities_decode(dom->source->arena, value, true);
        attribute->value =
            decoded.data == value.data ? pith__str_copy(dom->source->arena, decoded) : decoded.data;
        attribute->value_length = (uint32_t)decoded.length & INT32_MAX;
        attribute->decoded = 1;
    }
    return attribute->value;
}

pith__str pith__dom_text(const pith__dom *dom, uint32_t node) {
    if (dom->nodes[node].kind == PITH_NODE_ELEMENT)
        return (pith__str){"", 0};
    return pith__placeholder_part(dom, dom->nodes[node].content, dom->nodes[node].part);
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
