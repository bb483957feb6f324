#include "same_tree.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "html/blocks.h"
#include "html/clean.h"
#include "html/dom.h"
#include "html/dom_source.h"
#include "page.h"

enum { MAX_NODES = 1 << 30, MAX_DEPTH = 8192 };

/* ---- The plain parse, as a view -------------------------------------------------------------- */

static void *allocate(void *arena, size_t size) {
    return pith__arena_alloc(arena, size);
}

static void leave(void *arena, void *pointer) {
    (void)arena;
    (void)pointer;
}

static uint32_t add_tag(pith__dom *dom, const GumboElement *element) {
    struct pith__dom_source *source = dom->source;
    pith__attributes *all = &source->skeleton->attributes;
    GumboStringPiece name = element->original_tag;
    if (name.data != NULL)
        gumbo_tag_from_original_text(&name);
    pith__tag tag = {.name = {name.data, name.length}, .first_attribute = (uint32_t)all->count};
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        /* Gumbo splits names like "xlink:href"; the page's spelling is what the view knows. */
        bool split = attribute->attr_namespace != GUMBO_ATTR_NAMESPACE_NONE;
        pith__str spelled =
            split ? (pith__str){attribute->original_name.data, attribute->original_name.length}
                  : pith__str_of(attribute->name);
        all->items = pith__arena_grow(source->arena, all->items, all->count, all->count + 1,
            sizeof *all->items, &all->capacity);
        all->items[all->count++] = (pith__attribute){.name = spelled.data,
            .name_length = (uint32_t)spelled.length,
            .value = attribute->value,
            .value_length = (uint32_t)strlen(attribute->value) & INT32_MAX,
            .decoded = 1};
    }
    tag.attribute_count = (uint32_t)all->count - tag.first_attribute;
    source->made_tags = pith__arena_grow(source->arena, source->made_tags, source->made_tag_count,
        (size_t)source->made_tag_count + 1, sizeof tag, &source->made_tag_capacity);
    source->made_tags[source->made_tag_count] = tag;
    return source->made_tag_count++;
}

static uint32_t add_text(pith__dom *dom, const char *text) {
    struct pith__dom_source *source = dom->source;
    source->made_texts =
        pith__arena_grow(source->arena, source->made_texts, source->made_text_count,
            (size_t)source->made_text_count + 1, sizeof(pith__text), &source->made_text_capacity);
    source->made_texts[source->made_text_count] =
        (pith__text){.text = pith__str_of(text), .decoded = true};
    return source->made_text_count++;
}

/* Whether the view has no node for it, by its description. */
static bool is_left_out(const GumboNode *node) {
    if (node->type == GUMBO_NODE_COMMENT)
        return true;
    if (node->type == GUMBO_NODE_TEMPLATE)
        return gumbo_get_attribute(&node->v.element.attributes, "shadowrootmode") == NULL;
    if (node->type != GUMBO_NODE_ELEMENT)
        return false;
    const GumboElement *element = &node->v.element;
    if (element->tag == GUMBO_TAG_SVG)
        return true;
    if (element->tag_namespace != GUMBO_NAMESPACE_HTML)
        return false;
    const GumboAttribute *attribute = gumbo_get_attribute(&element->attributes, "type");
    pith__str type = {0};
    if (attribute != NULL)
        type = (pith__str){attribute->original_value.data, attribute->original_value.length};
    bool data = pith__str_find_nocase(type, PITH_STR("json")) != (size_t)-1 ||
                pith__str_find_nocase(type, PITH_STR("math/tex")) != (size_t)-1;
    return element->tag == GUMBO_TAG_STYLE || (element->tag == GUMBO_TAG_SCRIPT && !data);
}

/* Recursion is as deep as the page here: the caller bounds it. */
static void add_node(
    pith__dom *dom, const GumboNode *source, uint32_t parent, unsigned depth, size_t *capacity) {
    if (is_left_out(source) || depth > MAX_DEPTH)
        return;
    bool element = source->type == GUMBO_NODE_ELEMENT || source->type == GUMBO_NODE_TEMPLATE;
    dom->nodes = pith__arena_grow(dom->source->arena, dom->nodes, dom->count,
        (size_t)dom->count + 1, sizeof *dom->nodes, capacity);
    uint32_t index = dom->count++;
    dom->nodes[index] = (pith__node){.parent = parent,
        .tag = (uint16_t)(element ? source->v.element.tag : GUMBO_TAG_UNKNOWN),
        .depth = (uint16_t)depth,
        .kind = element ? PITH_NODE_ELEMENT : PITH_NODE_TEXT,
        .names = UINT32_MAX, /* Any. */
        .content = element ? add_tag(dom, &source->v.element) : add_text(dom, source->v.text.text)};
    for (unsigned i = 0; element && i < source->v.element.children.length; i++)
        add_node(dom, source->v.element.children.data[i], index, depth + 1, capacity);
    dom->nodes[index].end = dom->count;
}

static pith__dom *plain_parse(pith__arena *arena, pith__str html) {
    pith__dom *dom = pith__arena_array(arena, 1, sizeof *dom);
    dom->source = pith__arena_array(arena, 1, sizeof *dom->source);
    dom->source->arena = arena;
    dom->source->skeleton = pith__arena_array(arena, 1, sizeof *dom->source->skeleton);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = leave;
    options.userdata = arena;
    options.max_errors = 0;
    html = pith__clean_markup(arena, html);
    GumboOutput *output = gumbo_parse_with_options(&options, html.data, html.length);
    size_t capacity = 0;
    add_node(dom, output->root, PITH_NONE, 0, &capacity);
    dom->head = dom->body = PITH_NONE;
    for (uint32_t i = 1; i < dom->count; i = dom->nodes[i].end) {
        unsigned tag = dom->nodes[i].tag;
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        if (tag == GUMBO_TAG_HEAD && dom->head == PITH_NONE)
            dom->head = i;
        if ((tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_FRAMESET) && dom->body == PITH_NONE)
            dom->body = i;
    }
    return dom;
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static void add_lower(pith__buffer *to, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        pith__buffer_add_byte(to, pith__to_lower(text[i]));
}

/* Line feeds would hide where a line of the tree begins. */
static void add_visible(pith__buffer *to, pith__str text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n')
            pith__buffer_add_str(to, PITH_STR("\\n"));
        else
            pith__buffer_add_byte(to, text.data[i]);
    }
}

static const pith__tag *tag_of(const pith__dom *dom, uint32_t node) {
    const struct pith__dom_source *source = dom->source;
    uint32_t content = dom->nodes[node].content, known = source->skeleton->tag_count;
    if (content == PITH_NONE)
        return NULL;
    return content < known ? &source->skeleton->tags[content] : &source->made_tags[content - known];
}

static pith__str attribute_name(const pith__dom *dom, const pith__tag *tag, uint32_t i) {
    pith__attribute *a = &dom->source->skeleton->attributes.items[tag->first_attribute + i];
    return (pith__str){a->name, a->name_length};
}

/* Whether an attribute of the tag has the name of one before it. Gumbo puts the name of such a one
   before that of the next, so attributes of such tags cannot be compared. */
static bool repeats(const pith__dom *dom, const pith__tag *tag) {
    for (uint32_t i = 1; tag != NULL && i < tag->attribute_count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (pith__str_equal_nocase(attribute_name(dom, tag, i), attribute_name(dom, tag, j)))
                return true;
        }
    }
    return false;
}

static void write_attributes(
    pith__buffer *to, pith__arena *arena, const pith__dom *dom, uint32_t node) {
    const pith__tag *tag = tag_of(dom, node);
    for (uint32_t i = 0; tag != NULL && i < tag->attribute_count; i++) {
        pith__str spelled = attribute_name(dom, tag, i);
        pith__buffer name;
        pith__buffer_init(&name, arena, SIZE_MAX);
        add_lower(&name, spelled.data, spelled.length);
        pith__buffer_add_byte(to, ' ');
        pith__buffer_add(to, name.data, name.length);
        pith__buffer_add_byte(to, '=');
        add_visible(to, pith__str_of(pith__dom_attribute(dom, node, pith__buffer_text(&name))));
    }
}

/* White space outside the body that a script stands before. */
static bool is_lost(const pith__dom *dom, uint32_t node, pith__str text) {
    unsigned tag = dom->nodes[dom->nodes[node].parent].tag;
    return pith__str_trim(text).length == 0 && (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD);
}

/*
 * All of a tree, a line for each element and each run of text; texts side by side are one.
 * Attributes of the element number i are not written if `repeating[i]`, which is set for the tree
 * of the skeleton (`known`).
 */
static const char *write_tree(
    pith__arena *arena, const pith__dom *dom, bool *repeating, uint32_t size, bool known) {
    pith__buffer tree;
    pith__buffer_init(&tree, arena, SIZE_MAX);
    unsigned text_depth = 0; /* Of the text that is being written, or 0. */
    uint32_t elements = 0;
    for (uint32_t i = 0; i < dom->count;) {
        const pith__node *node = &dom->nodes[i];
        char line[32];
        if (node->kind == PITH_NODE_TEXT) {
            pith__str text = pith__dom_text(dom, i);
            snprintf(line, sizeof line, "\n%u \"", (unsigned)node->depth);
            if (text.length > 0 && !is_lost(dom, i, text)) {
                if (text_depth != node->depth)
                    pith__buffer_add_str(&tree, pith__str_of(line));
                text_depth = node->depth;
                add_visible(&tree, text);
            }
            i++;
            continue;
        }
        if (node->tag == GUMBO_TAG_SVG) {
            i = node->end;
            continue;
        }
        snprintf(line, sizeof line, "\n%u <", (unsigned)node->depth);
        text_depth = 0;
        pith__buffer_add_str(&tree, pith__str_of(line));
        pith__str name = pith__dom_name(dom, i);
        add_lower(&tree, name.data, name.length);
        if (elements < size && known)
            repeating[elements] = repeats(dom, tag_of(dom, i));
        /* A script before the head makes one that has no attributes. */
        if ((elements >= size || !repeating[elements]) && node->tag != GUMBO_TAG_HEAD)
            write_attributes(&tree, arena, dom, i);
        elements++;
        i++;
    }
    return pith__buffer_text(&tree);
}

static const char *write_blocks(pith__arena *arena, const pith__page *page) {
    pith__buffer blocks;
    pith__buffer_init(&blocks, arena, SIZE_MAX);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *b = &page->blocks[i];
        char line[256];
        snprintf(line, sizeof line, "\nblock %d %u %d links %u %u %u breaks %u hidden %u at",
            b->kind, b->level, b->ordered, b->links, b->link_weight, b->link_characters,
            b->line_breaks, page->elements[b->element].hidden);
        pith__buffer_add_str(&blocks, pith__str_of(line));
        for (uint32_t e = b->element; e != PITH_NONE; e = page->elements[e].parent) {
            snprintf(line, sizeof line, " %u.%u", page->elements[e].tag, page->elements[e].images);
            pith__buffer_add_str(&blocks, pith__str_of(line));
        }
        pith__buffer_add_str(&blocks, PITH_STR(": "));
        pith__buffer_add_str(&blocks, b->text);
    }
    return pith__buffer_text(&blocks);
}

/* NULL, or what stands around the first byte in which they differ. */
static const char *difference(pith__arena *arena, const char *plain, const char *ours) {
    size_t at = 0, line = 0;
    for (; plain[at] == ours[at]; at++) {
        if (plain[at] == '\0')
            return NULL;
        if (plain[at] == '\n')
            line = at;
    }
    enum { SHOWN = 300, BEFORE = 5 };
    size_t from = line;
    for (int lines = 0; from > 0 && lines < BEFORE; lines += plain[from] == '\n')
        from--;
    if (at - from > SHOWN)
        from = at - SHOWN;
    char *text = pith__arena_alloc(arena, 4 * SHOWN);
    snprintf(text, 4 * SHOWN, "plain: %.*s\nours:  %.*s", (int)(at - from) + SHOWN, plain + from,
        (int)(at - from) + SHOWN, ours + from);
    return text;
}

static pith__page page_of(pith__arena *arena, pith__dom *dom, const pith__heuristics *heuristics) {
    pith_options options = pith_options_default();
    pith__page page = {.arena = arena, .kind = PITH_KIND_HTML, .dom = dom};
    pith__html_blocks(&page, heuristics, &options);
    return page;
}

/* Text directly before an end tag of a form goes behind the form when Gumbo parses plainly, against
   the standard, unless a comment stands between. The skeleton always has one there. */
static pith__str with_separate_form_ends(pith__arena *arena, pith__str html) {
    pith__buffer page;
    pith__buffer_init(&page, arena, SIZE_MAX);
    for (size_t at = 0; at < html.length; at++) {
        if (pith__str_starts_nocase(pith__str_slice(html, at, html.length), PITH_STR("</form")))
            pith__buffer_add_str(&page, PITH_STR("<!>"));
        pith__buffer_add_byte(&page, html.data[at]);
    }
    return (pith__str){pith__buffer_text(&page), page.length};
}

const char *same_tree_difference(
    pith__arena *arena, const pith__heuristics *heuristics, pith__str html, bool *bounded) {
    html = with_separate_form_ends(arena, html);
    pith__dom *ours = pith__dom_parse(arena, html, MAX_NODES, 512);
    *bounded = ours->truncated;
    if (*bounded)
        return NULL;
    pith__dom *plain = plain_parse(arena, html);
    bool *repeating = pith__arena_array(arena, ours->count, sizeof *repeating);
    const char *tree = write_tree(arena, ours, repeating, ours->count, true);
    const char *found =
        difference(arena, write_tree(arena, plain, repeating, ours->count, false), tree);
    if (found != NULL)
        return found;
    pith__page a = page_of(arena, plain, heuristics), b = page_of(arena, ours, heuristics);
    return difference(arena, write_blocks(arena, &a), write_blocks(arena, &b));
}
