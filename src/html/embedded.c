#include "embedded.h"

#include <jansson.h>
#include <string.h>

#include "../base/buffer.h"
#include "../base/words.h"
#include "blocks.h"
#include "dom.h"

enum {
    MAX_DATA = 8 << 20,   /* Bytes of one piece of data. */
    MAX_MARKUP = 4 << 20, /* Bytes of the markup. */
    MAX_PIECES = 64,      /* Pieces of data; JSON inside of JSON counts. */
    MAX_LEVELS = 128,     /* Nesting of data that is looked at. */
    MAX_VALUES = 200000,  /* Values that are looked at. */
    FEWEST_WORDS = 8,     /* Of a string that is text. */
    NESTED_BYTES = 40,    /* A string of this length may hold JSON itself. */
};

/* An object or array on the way from the root to the value at hand. */
typedef struct level {
    const char *key; /* Of the object in its parent, or "". */
    json_t *value;
    void *member; /* Iterator of an object; NULL behind its last member. */
    size_t item;  /* Index into an array. */
    bool open;    /* Its element stands in the markup. */
} level;

typedef struct reader {
    pith__arena *arena;
    pith__buffer markup;
    level levels[MAX_LEVELS];
    size_t depth;
    size_t pieces, values;
    bool linked_data; /* JSON-LD: only the text of works is read. */
} reader;

/* ---- Text or not ----------------------------------------------------------------------------- */

static bool contains(pith__str text, const char *part) {
    return pith__str_find_nocase(text, pith__str_of(part)) != (size_t)-1;
}

static bool is_markup(pith__str text) {
    return contains(text, "<p") || contains(text, "<br") || contains(text, "<div") ||
           contains(text, "</");
}

/* Whether a string is written for readers: words with white space between them or of a script
   without it, and neither code nor an address. */
static bool is_text(reader *r, pith__str text) {
    if (text.length < 2 * (size_t)FEWEST_WORDS || text.length > MAX_MARKUP)
        return false;
    if (is_markup(text))
        return true;
    if (memchr(text.data, '{', text.length) != NULL ||
        pith__str_starts_nocase(text, PITH_STR("http")))
        return false;
    return pith__words_weight(pith__words_of(r->arena, text)) >= FEWEST_WORDS;
}

/* Members of JSON-LD that hold the text of a work. */
static bool is_work_text(const char *key) {
    return strcmp(key, "articleBody") == 0 || strcmp(key, "text") == 0;
}

/* ---- Markup ---------------------------------------------------------------------------------- */

static void add_escaped(pith__buffer *out, pith__str text) {
    for (size_t i = 0; i < text.length; i++) {
        switch (text.data[i]) {
        case '<':
            pith__buffer_add_str(out, PITH_STR("&lt;"));
            break;
        case '&':
            pith__buffer_add_str(out, PITH_STR("&amp;"));
            break;
        case '"':
            pith__buffer_add_str(out, PITH_STR("&quot;"));
            break;
        case '\n':
            pith__buffer_add_str(out, PITH_STR("</p><p>"));
            break;
        default:
            pith__buffer_add_byte(out, text.data[i]);
        }
    }
}

static void add_element(pith__buffer *out, const char *key) {
    pith__buffer_add_str(out, PITH_STR("<div class=\""));
    add_escaped(out, pith__str_slice(pith__str_of(key), 0, 60));
    pith__buffer_add_str(out, PITH_STR("\">"));
}

/* The elements around a text are opened with the first text in them. */
static void open_levels(reader *r) {
    for (size_t i = 0; i < r->depth; i++) {
        if (!r->levels[i].open)
            add_element(&r->markup, r->levels[i].key);
        r->levels[i].open = true;
    }
}

static void add_text(reader *r, const char *key, pith__str text) {
    open_levels(r);
    add_element(&r->markup, key);
    if (is_markup(text)) {
        pith__buffer_add_str(&r->markup, text);
    } else {
        pith__buffer_add_str(&r->markup, PITH_STR("<p>"));
        add_escaped(&r->markup, text);
        pith__buffer_add_str(&r->markup, PITH_STR("</p>"));
    }
    pith__buffer_add_str(&r->markup, PITH_STR("</div>\n"));
}

/* ---- Data ------------------------------------------------------------------------------------ */

static void free_json(void *root) {
    json_decref(root);
}

static json_t *parse(reader *r, pith__str text) {
    if (text.length > MAX_DATA || r->pieces >= MAX_PIECES)
        return NULL;
    r->pieces++;
    json_t *root = json_loadb(text.data, text.length, JSON_ALLOW_NUL, NULL);
    if (root != NULL)
        pith__arena_defer(r->arena, free_json, root);
    return root;
}

static void enter(reader *r, const char *key, json_t *value) {
    if (r->depth == MAX_LEVELS)
        return;
    r->levels[r->depth++] = (level){.key = key, .value = value, .member = json_object_iter(value)};
}

static void visit(reader *r, const char *key, json_t *value) {
    r->values++;
    if (json_is_object(value) || json_is_array(value)) {
        enter(r, key, value);
        return;
    }
    if (!json_is_string(value))
        return;
    pith__str text = {json_string_value(value), json_string_length(value)};
    if (r->linked_data && !is_work_text(key))
        return;
    if (text.length >= NESTED_BYTES && (text.data[0] == '{' || text.data[0] == '[')) {
        json_t *nested = parse(r, text);
        if (nested != NULL)
            enter(r, key, nested);
    } else if (is_text(r, text)) {
        add_text(r, key, text);
    }
}

static void leave(reader *r) {
    r->depth--;
    if (r->levels[r->depth].open)
        pith__buffer_add_str(&r->markup, PITH_STR("</div>\n"));
}

/* Adds the texts of a piece of data, in its order. */
static void read_data(reader *r, pith__str text) {
    json_t *root = parse(r, text);
    if (root == NULL)
        return;
    enter(r, "", root);
    while (r->depth > 0) {
        level *at = &r->levels[r->depth - 1];
        if (r->values >= MAX_VALUES) {
            leave(r);
        } else if (at->member != NULL) {
            const char *key = json_object_iter_key(at->member);
            json_t *value = json_object_iter_value(at->member);
            at->member = json_object_iter_next(at->value, at->member);
            visit(r, key, value);
        } else if (json_is_array(at->value) && at->item < json_array_size(at->value)) {
            visit(r, at->key, json_array_get(at->value, at->item++));
        } else {
            leave(r);
        }
    }
}

static bool is_type(const char *type, const char *name) {
    return type != NULL &&
           pith__str_starts_nocase(pith__str_trim(pith__str_of(type)), pith__str_of(name));
}

pith__str pith__embedded_markup(pith__arena *arena, const pith__dom *dom) {
    reader *r = pith__arena_array(arena, 1, sizeof *r);
    r->arena = arena;
    pith__buffer_init(&r->markup, arena, MAX_MARKUP);
    for (uint32_t i = 0; i < dom->count; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        const char *preloaded = pith__dom_attribute(dom, i, "data-preloaded");
        if (preloaded != NULL)
            read_data(r, pith__str_of(preloaded));
        if (dom->nodes[i].tag != GUMBO_TAG_SCRIPT)
            continue;
        const char *type = pith__dom_attribute(dom, i, "type");
        r->linked_data = is_type(type, "application/ld+json");
        if (r->linked_data || is_type(type, "application/json"))
            read_data(r, pith__dom_text_content(arena, dom, i, (size_t)MAX_DATA + 1));
        r->linked_data = false;
    }
    return pith__buffer_str(&r->markup);
}

/* ---- The page -------------------------------------------------------------------------------- */

static size_t page_words(const pith__page *page) {
    size_t words = 0;
    for (uint32_t i = 0; i < page->block_count; i++)
        words += page->blocks[i].weight;
    return words;
}

void pith__html_embedded(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    size_t words = page_words(page);
    if ((double)words >= pith__threshold_value(heuristics, PITH_THRESHOLD_EMBEDDED_WORDS))
        return;
    pith__str markup = pith__embedded_markup(page->arena, page->dom);
    if (markup.length == 0)
        return;
    /* Behind the end of the body there is still body, for a parser of HTML. */
    pith__buffer whole;
    pith__buffer_init(&whole, page->arena, SIZE_MAX);
    pith__buffer_add_str(&whole, page->source);
    pith__buffer_add_str(&whole, PITH_STR("\n<main>"));
    pith__buffer_add_str(&whole, markup);
    pith__buffer_add_str(&whole, PITH_STR("</main>"));
    pith__page before = *page;
    page->dom = pith__dom_parse(
        page->arena, pith__buffer_str(&whole), options->max_elements, options->max_depth);
    pith__html_blocks(page, heuristics, options);
    page->truncated |= page->dom->truncated;
    if (page_words(page) <= words + words / 2 + 30)
        *page = before;
}
