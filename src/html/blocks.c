#include "blocks.h"

#include <string.h>

#include "dom.h"
#include "labels.h"
#include "runs.h"
#include "tags.h"

enum { LARGEST_BLOCK = 4 << 20 }; /* Bytes of text in one block. */

/* An element that the walk is inside of. */
typedef struct open_element {
    uint32_t element;
    uint32_t end; /* First node after it. */
    bool flushes; /* Its end ends a block. */
    bool link;
    bool preformatted;
    bool row; /* A row of a data table: its cells are parts of one block. */
} open_element;

typedef struct walk {
    pith__page *page;
    const pith__dom *dom;
    const pith_options *options;
    bool use_fallbacks; /* Walks into what is_fallback() names. */

    open_element *open;
    size_t open_count, open_capacity;
    size_t element_capacity, block_capacity, piece_capacity, image_capacity;
    uint32_t links, preformatted, rows; /* How many of the open elements are such. */

    pith__runs runs;
    bool break_before; /* The last run was a line break. */
    uint32_t last_item;
} walk;

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* The lowest element around two others. */
static uint32_t common_ancestor(const pith__element *elements, uint32_t a, uint32_t b) {
    while (a != b) {
        if (elements[a].depth >= elements[b].depth)
            a = elements[a].parent;
        else
            b = elements[b].parent;
    }
    return a;
}

static bool is_blank_run(const pith__run *run) {
    return !run->visible;
}

/* The lowest element around all text of the runs. */
static uint32_t element_of_runs(const walk *w) {
    uint32_t found = PITH_NONE;
    for (uint32_t i = 0; i < w->runs.count; i++) {
        const pith__run *run = &w->runs.items[i];
        if (is_blank_run(run) || run->element == found)
            continue;
        found = found == PITH_NONE ? run->element
                                   : common_ancestor(w->page->elements, found, run->element);
    }
    return found == PITH_NONE ? 0 : found;
}

static unsigned list_depth(const pith__page *page, uint32_t element, bool *ordered) {
    unsigned depth = 0;
    for (uint32_t e = page->elements[element].parent; e != PITH_NONE;
         e = page->elements[e].parent) {
        unsigned tag = page->elements[e].tag;
        if (tag != GUMBO_TAG_UL && tag != GUMBO_TAG_OL && tag != GUMBO_TAG_MENU &&
            tag != GUMBO_TAG_DIR)
            continue;
        if (depth == 0)
            *ordered = tag == GUMBO_TAG_OL;
        if (depth < 255)
            depth++;
    }
    return depth == 0 ? 1 : depth;
}

/* Kind and level, by the nearest ancestor that gives one. */
static void set_kind(walk *w, pith__block *block) {
    const pith__page *page = w->page;
    block->kind = PITH_BLOCK_PARAGRAPH;
    for (uint32_t e = block->element; e != PITH_NONE; e = page->elements[e].parent) {
        unsigned tag = page->elements[e].tag;
        if (pith__heading_level(tag) > 0) {
            block->kind = PITH_BLOCK_HEADING;
            block->level = (uint8_t)pith__heading_level(tag);
            return;
        }
        switch (tag) {
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_LISTING:
        case GUMBO_TAG_XMP:
        case GUMBO_TAG_PLAINTEXT:
            block->kind = PITH_BLOCK_PREFORMATTED;
            return;
        case GUMBO_TAG_LI:
            /* Only the first block of an item carries its bullet; what follows the lists in it is
               no first block. */
            if (w->last_item == PITH_NONE || e > w->last_item) {
                w->last_item = e;
                block->kind = PITH_BLOCK_LIST_ITEM;
                block->level = (uint8_t)list_depth(page, e, &block->ordered);
            }
            return;
        case GUMBO_TAG_TR:
            if (w->rows > 0)
                block->kind = PITH_BLOCK_TABLE_ROW;
            return;
        case GUMBO_TAG_FIGCAPTION:
        case GUMBO_TAG_CAPTION:
            block->kind = PITH_BLOCK_CAPTION;
            return;
        case GUMBO_TAG_BLOCKQUOTE:
            block->kind = PITH_BLOCK_QUOTE;
            return;
        default:
            break;
        }
    }
}

/* Keeps of the runs what tells where the parts of the block's text came from. */
static void keep_pieces(walk *w, pith__block *block) {
    pith__page *page = w->page;
    block->first_piece = page->piece_count;
    for (uint32_t i = 0; i < w->runs.count; i++) {
        const pith__run *run = &w->runs.items[i];
        bool text = run->kind == PITH_RUN_TEXT && run->end > run->start;
        if (!text && run->kind != PITH_RUN_CELL && run->kind != PITH_RUN_IMAGE)
            continue;
        page->pieces = pith__arena_grow(page->arena, page->pieces, page->piece_count,
            (size_t)page->piece_count + 1, sizeof(pith__piece), &w->piece_capacity);
        page->pieces[page->piece_count++] = (pith__piece){.element = run->element,
            .node = text ? (uint32_t)PITH_NONE : run->node,
            .start = run->start,
            .end = run->end};
    }
    block->piece_count = page->piece_count - block->first_piece;
}

/* Keeps the images of runs that make no block. */
static void keep_loose_images(walk *w) {
    pith__page *page = w->page;
    for (uint32_t i = 0; i < w->runs.count; i++) {
        const pith__run *run = &w->runs.items[i];
        if (run->kind != PITH_RUN_IMAGE)
            continue;
        page->loose_images =
            pith__arena_grow(page->arena, page->loose_images, page->loose_image_count,
                (size_t)page->loose_image_count + 1, sizeof(pith__loose_image), &w->image_capacity);
        page->loose_images[page->loose_image_count++] = (pith__loose_image){
            .element = run->element, .node = run->node, .before = page->block_count};
    }
}

/* Ends the block that is being collected, if there is text in it. */
static void flush(walk *w) {
    pith__page *page = w->page;
    w->break_before = false;
    if (w->runs.has_text && page->block_count >= w->options->max_blocks)
        page->truncated = true;
    else if (w->runs.has_text) {
        pith__block block = {0};
        block.element = element_of_runs(w);
        block.container = block.element;
        while (block.container > 0 && !page->elements[block.container].is_block)
            block.container = page->elements[block.container].parent;
        set_kind(w, &block);
        if (!pith__runs_finish(page->arena, &w->runs, block.kind == PITH_BLOCK_PREFORMATTED,
                LARGEST_BLOCK, &block))
            page->truncated = true;
        page->blocks = pith__arena_grow(page->arena, page->blocks, page->block_count,
            (size_t)page->block_count + 1, sizeof block, &w->block_capacity);
        if (block.text.length > 0) {
            keep_pieces(w, &block);
            page->blocks[page->block_count++] = block;
        }
    } else {
        keep_loose_images(w);
    }
    w->runs.count = 0;
    w->runs.has_text = false;
}

/* ---- Elements -------------------------------------------------------------------------------- */

/* The part before the first `sign`, which `*rest` then begins after. */
static pith__str cut_at(pith__str *rest, char sign) {
    const char *found = memchr(rest->data, sign, rest->length);
    size_t length = found == NULL ? rest->length : (size_t)(found - rest->data);
    pith__str part = pith__str_slice(*rest, 0, length);
    *rest = pith__str_slice(*rest, length + 1, rest->length);
    return pith__str_trim(part);
}

/* Whether an inline style hides the element; of two declarations of a property the last counts. */
static bool style_hides(const char *style) {
    pith__str rest = pith__str_of(style);
    bool undisplayed = false, invisible = false;
    while (rest.length > 0) {
        pith__str value = cut_at(&rest, ';');
        pith__str property = cut_at(&value, ':');
        value = pith__str_trim(value);
        if (pith__str_equal_nocase(property, PITH_STR("display")))
            undisplayed = pith__str_starts_nocase(value, PITH_STR("none"));
        else if (pith__str_equal_nocase(property, PITH_STR("visibility")))
            invisible = pith__str_starts_nocase(value, PITH_STR("hidden"));
    }
    return undisplayed || invisible;
}

static uint8_t hidden_marks(const pith__dom *dom, uint32_t node) {
    unsigned marks = 0;
    if (pith__dom_attribute(dom, node, "hidden") != NULL)
        marks |= PITH_HIDDEN_ATTRIBUTE;
    const char *style = pith__dom_attribute(dom, node, "style");
    if (style != NULL && style_hides(style))
        marks |= PITH_HIDDEN_STYLE;
    const char *aria = pith__dom_attribute(dom, node, "aria-hidden");
    if (aria != NULL && pith__str_equal_nocase(pith__str_of(aria), PITH_STR("true")))
        marks |= PITH_HIDDEN_ARIA;
    return (uint8_t)marks;
}

/* Elements whose content stands in for what scripts would make: noscript, and shadow roots that are
   declared in the page (other templates have no nodes). */
static bool is_fallback(unsigned tag) {
    return tag == GUMBO_TAG_NOSCRIPT || tag == GUMBO_TAG_TEMPLATE;
}

/*
 * Whether a row belongs to a table of data, whose cells form one block: it has two cells or more,
 * and none holds what only a page layout puts into a cell. A nested table ends the look, so each
 * node is looked at for its nearest row alone.
 */
static bool is_data_row(const pith__dom *dom, uint32_t row) {
    unsigned cells = 0, paragraphs = 0;
    for (uint32_t i = row + 1; i < dom->nodes[row].end; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        unsigned tag = dom->nodes[i].tag;
        if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
            cells++;
            paragraphs = 0;
        } else if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_DIV) {
            if (++paragraphs > 2)
                return false;
        } else if ((pith__tag_flags(dom, i) & PITH_TAG_BLOCK) != 0 && !is_fallback(tag)) {
            return false;
        }
    }
    return cells >= 2;
}

static uint32_t add_element(walk *w, uint32_t node, unsigned flags) {
    pith__page *page = w->page;
    uint32_t parent = w->open_count > 0 ? w->open[w->open_count - 1].element : (uint32_t)PITH_NONE;
    page->elements = pith__arena_grow(page->arena, page->elements, page->element_count,
        (size_t)page->element_count + 1, sizeof(pith__element), &w->element_capacity);
    pith__element element = {.node = node,
        .parent = parent,
        .end = page->element_count + 1,
        .tag = w->dom->nodes[node].tag,
        .hidden = hidden_marks(w->dom, node),
        .is_block = (flags & PITH_TAG_BLOCK) != 0};
    if (parent != PITH_NONE) {
        element.depth = (uint16_t)(page->elements[parent].depth + 1);
        element.hidden |= page->elements[parent].hidden;
    }
    page->elements[page->element_count] = element;
    return page->element_count++;
}

static void open_push(walk *w, open_element opened) {
    w->open = pith__arena_grow(w->page->arena, w->open, w->open_count, w->open_count + 1,
        sizeof opened, &w->open_capacity);
    w->open[w->open_count++] = opened;
    w->links += opened.link;
    w->preformatted += opened.preformatted;
    w->rows += opened.row;
}

/* Blocks in a row or in preformatted text are borders, not ends. A cell counts before any text,
   too: an empty one is a cell as well. */
static void add_border(walk *w, pith__run_kind kind, uint32_t node) {
    if (w->runs.count > 0 || kind == PITH_RUN_CELL)
        pith__runs_add(w->page->arena, &w->runs,
            (pith__run){.kind = kind, .element = w->open[w->open_count - 1].element, .node = node});
}

static void enter(walk *w, uint32_t node, unsigned flags) {
    unsigned tag = w->dom->nodes[node].tag;
    bool block = (flags & PITH_TAG_BLOCK) != 0;
    bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
    open_element opened = {.end = w->dom->nodes[node].end};
    opened.link = tag == GUMBO_TAG_A && pith__dom_attribute(w->dom, node, "href") != NULL;
    opened.preformatted = (flags & PITH_TAG_PRE) != 0;
    opened.row = tag == GUMBO_TAG_TR && w->rows == 0 && is_data_row(w->dom, node);
    opened.flushes = block && w->rows == 0 && w->preformatted == 0;
    if (opened.flushes)
        flush(w);
    else if (block)
        add_border(w, cell && w->rows > 0 ? PITH_RUN_CELL : PITH_RUN_BORDER, node);
    opened.element = add_element(w, node, flags);
    open_push(w, opened);
}

static void leave(walk *w) {
    open_element closed = w->open[w->open_count - 1];
    if (closed.flushes)
        flush(w);
    else if (w->page->elements[closed.element].is_block)
        add_border(w, PITH_RUN_BORDER, PITH_NONE);
    w->open_count--;
    w->page->elements[closed.element].end = w->page->element_count;
    w->links -= closed.link;
    w->preformatted -= closed.preformatted;
    w->rows -= closed.row;
}

static void add_text(walk *w, uint32_t node) {
    pith__str text = pith__dom_text(w->dom, node);
    if (text.length == 0)
        return;
    pith__runs_add(w->page->arena, &w->runs,
        (pith__run){.kind = PITH_RUN_TEXT,
            .element = w->open[w->open_count - 1].element,
            .link = w->links > 0,
            .text = text});
    if (!is_blank_run(&w->runs.items[w->runs.count - 1]))
        w->break_before = false;
}

/* Two breaks with nothing between them separate paragraphs, as authors mean them to. */
static void add_break(walk *w) {
    if (w->break_before && w->preformatted == 0 && w->rows == 0) {
        flush(w);
        return;
    }
    pith__runs_add(w->page->arena, &w->runs,
        (pith__run){.kind = PITH_RUN_BREAK, .element = w->open[w->open_count - 1].element});
    w->break_before = true;
}

static void add_image(walk *w, uint32_t node) {
    pith__runs_add(w->page->arena, &w->runs,
        (pith__run){.kind = PITH_RUN_IMAGE,
            .element = w->open[w->open_count - 1].element,
            .node = node,
            .link = w->links > 0});
}

static void count_image(walk *w) {
    pith__element *element = &w->page->elements[w->open[w->open_count - 1].element];
    if (element->images < UINT16_MAX)
        element->images++;
}

/*
 * Notes what is no text but belongs to an article all the same: the image that a noscript element
 * holds for readers without scripts, and the source of a formula that a script would draw.
 */
static void note_skipped(walk *w, uint32_t node) {
    const pith__dom *dom = w->dom;
    unsigned tag = dom->nodes[node].tag;
    if (tag == GUMBO_TAG_NOSCRIPT) {
        for (uint32_t i = node + 1; i < dom->nodes[node].end; i++) {
            if (dom->nodes[i].kind == PITH_NODE_ELEMENT && dom->nodes[i].tag == GUMBO_TAG_IMG) {
                add_image(w, i);
                return;
            }
        }
    } else if (tag == GUMBO_TAG_SCRIPT) {
        const char *type = pith__dom_attribute(dom, node, "type");
        if (type != NULL && pith__str_starts_nocase(pith__str_of(type), PITH_STR("math/tex")))
            add_image(w, node);
    }
}

/* ---- The walk -------------------------------------------------------------------------------- */

static void walk_body(walk *w) {
    const pith__dom *dom = w->dom;
    uint32_t end = dom->nodes[dom->body].end;
    for (uint32_t i = dom->body; i < end;) {
        while (w->open_count > 0 && w->open[w->open_count - 1].end <= i)
            leave(w);
        if (dom->nodes[i].kind == PITH_NODE_TEXT) {
            add_text(w, i++);
            continue;
        }
        unsigned tag = dom->nodes[i].tag;
        unsigned flags = pith__tag_flags(dom, i);
        if (tag == GUMBO_TAG_BR) {
            add_break(w);
        } else if (tag == GUMBO_TAG_IMG) {
            count_image(w);
            add_image(w, i);
        } else if (tag == GUMBO_TAG_HR) {
            flush(w);
        } else if ((flags & PITH_TAG_SKIP) == 0 && (!is_fallback(tag) || w->use_fallbacks)) {
            enter(w, i, flags);
            i++;
            continue;
        } else {
            note_skipped(w, i);
        }
        i = dom->nodes[i].end;
    }
    while (w->open_count > 0)
        leave(w);
}

static void walk_page(pith__page *page, const pith_options *options, bool use_fallbacks) {
    page->elements = NULL;
    page->element_count = 0;
    page->blocks = NULL;
    page->block_count = 0;
    page->pieces = NULL;
    page->piece_count = 0;
    page->loose_images = NULL;
    page->loose_image_count = 0;
    walk w = {.page = page,
        .dom = page->dom,
        .options = options,
        .use_fallbacks = use_fallbacks,
        .last_item = PITH_NONE};
    walk_body(&w);
}

static size_t page_words(const pith__page *page) {
    size_t words = 0;
    for (uint32_t i = 0; i < page->block_count; i++)
        words += page->blocks[i].weight;
    return words;
}

/* Whether there is something under such elements of the body. */
static bool has_fallback(const pith__dom *dom) {
    for (uint32_t i = dom->body; i < dom->nodes[dom->body].end; i++) {
        if (dom->nodes[i].kind == PITH_NODE_ELEMENT && is_fallback(dom->nodes[i].tag) &&
            dom->nodes[i].end > i + 1)
            return true;
    }
    return false;
}

void pith__html_blocks(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    page->labels = pith__labels_of(page->arena, page->dom, heuristics);
    if (page->dom->body == PITH_NONE)
        return;
    walk_page(page, options, false);
    size_t words = page_words(page);
    if ((double)words >= pith__threshold_value(heuristics, PITH_THRESHOLD_NOSCRIPT_WORDS) ||
        !has_fallback(page->dom))
        return;
    /* A shell that scripts would fill: readers without them get what the fallbacks hold. */
    pith__page without = *page;
    walk_page(page, options, true);
    if (page_words(page) <= words + words / 2 + 30)
        *page = without;
}
