/*
 * spans.c - what stretches of a block's text are, by the inline elements around its pieces.
 *
 * For each piece the inline elements around it are compared with those around the piece before:
 * what is around it no more ends, what is new begins. So spans nest as elements do.
 */
#include "structure.h"

#include "../html/dom.h"

enum { MOST_MARKS = 64, NO_SPAN = -1 };

typedef struct built_span {
    pith_span span;
    pith__str name; /* LINK: the id that it leads to in the same page; or empty. */
    size_t depth;   /* Spans around it. */
} built_span;

typedef struct span_builder {
    pith__structure *structure;
    const pith__block *from;
    pith_block *block;
    built_span *spans;
    size_t count, capacity;
    struct {
        uint32_t element;
        size_t span; /* SIZE_MAX: the element gives none. */
    } open[PITH_MAX_SPAN_NESTING];
    size_t open_count;
    size_t text_end; /* Of the last piece of text. */
    uint32_t image;  /* The last image, if no text came after it. */
} span_builder;

/* What an element makes of its text; or NO_SPAN. */
static int kind_of(const pith__page *page, uint32_t element) {
    switch (page->elements[element].tag) {
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_VAR:
        return PITH_SPAN_EMPHASIS;
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
        return PITH_SPAN_STRONG;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_TT:
        return PITH_SPAN_CODE;
    case GUMBO_TAG_SUB:
        return PITH_SPAN_SUBSCRIPT;
    case GUMBO_TAG_SUP:
        return PITH_SPAN_SUPERSCRIPT;
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE:
        return PITH_SPAN_DELETED;
    case GUMBO_TAG_INS:
        return PITH_SPAN_INSERTED;
    case GUMBO_TAG_MARK:
        return PITH_SPAN_MARKED;
    case GUMBO_TAG_Q:
        return PITH_SPAN_QUOTED;
    case GUMBO_TAG_A:
        return PITH_SPAN_LINK;
    case GUMBO_TAG_MATH:
        return PITH_SPAN_FORMULA;
    default:
        return NO_SPAN;
    }
}

/* What says nothing that the block's kind does not say already. */
static bool is_implied(pith_block_kind block, int kind) {
    return (block == PITH_BLOCK_HEADING && kind == PITH_SPAN_STRONG) ||
           (block == PITH_BLOCK_PREFORMATTED && kind == PITH_SPAN_CODE);
}

/*
 * The elements around a piece that make spans, from the inside to the outside: those in the block,
 * those around it that are no blocks, and a link, which may have blocks in it.
 */
static size_t marks_around(const span_builder *b, uint32_t element, uint32_t *marks) {
    const pith__page *page = b->structure->page;
    size_t count = 0;
    bool passed = false, inside = true, linked = b->from->links == 0;
    for (uint32_t e = element; e != PITH_NONE; e = page->elements[e].parent) {
        inside &= !passed || !page->elements[e].is_block;
        passed |= e == b->from->container;
        int kind = kind_of(page, e);
        if (kind == PITH_SPAN_FORMULA)
            count = 0; /* What is in a formula is its own affair. */
        linked |= kind == PITH_SPAN_LINK;
        if (kind != NO_SPAN && (inside || kind == PITH_SPAN_LINK) && count < MOST_MARKS &&
            !is_implied(b->block->kind, kind))
            marks[count++] = e;
        if (!inside && linked)
            break;
    }
    return count;
}

static built_span *add_span(span_builder *b, pith_span span) {
    b->spans = pith__arena_grow(b->structure->page->arena, b->spans, b->count, b->count + 1,
        sizeof *b->spans, &b->capacity);
    b->spans[b->count] = (built_span){.span = span, .depth = b->open_count};
    return &b->spans[b->count++];
}

static bool has_open(const span_builder *b, pith_span_kind kind) {
    for (size_t i = 0; i < b->open_count; i++) {
        if (b->open[i].span != SIZE_MAX && b->spans[b->open[i].span].span.kind == kind)
            return true;
    }
    return false;
}

/* The span that ended here just now, if a new one of this kind would only go on with it. */
static size_t span_to_go_on_with(const span_builder *b, pith_span_kind kind, size_t start) {
    if (kind == PITH_SPAN_LINK || kind == PITH_SPAN_FORMULA)
        return SIZE_MAX;
    for (size_t i = b->count; i-- > 0 && b->spans[i].depth >= b->open_count;) {
        if (b->spans[i].depth == b->open_count)
            return b->spans[i].span.kind == kind && b->spans[i].span.end == start ? i : SIZE_MAX;
    }
    return SIZE_MAX;
}

/* Fills a link from its element; false when it leads nowhere. */
static bool set_link(const span_builder *b, uint32_t node, pith_span *span, pith__str *name) {
    const char *href = pith__dom_attribute(b->structure->page->dom, node, "href");
    if (href == NULL)
        return false;
    span->url = pith__address(b->structure, href, true);
    pith__str reference = pith__str_trim(pith__str_of(href));
    if (reference.length > 1 && reference.data[0] == '#')
        *name = pith__str_slice(reference, 1, reference.length);
    return span->url != NULL || name->length > 0;
}

static void open_mark(span_builder *b, uint32_t element, size_t start) {
    const pith__page *page = b->structure->page;
    pith_span span = {.kind = (pith_span_kind)kind_of(page, element), .start = start, .end = start};
    pith__str name = {NULL, 0};
    size_t index = span_to_go_on_with(b, span.kind, start);
    bool wanted = !has_open(b, span.kind);
    if (wanted && span.kind == PITH_SPAN_LINK)
        wanted = set_link(b, page->elements[element].node, &span, &name);
    if (wanted && span.kind == PITH_SPAN_FORMULA)
        wanted = pith__formula_span(b->structure, page->elements[element].node, &span);
    if (wanted && index == SIZE_MAX) {
        add_span(b, span)->name = name;
        index = b->count - 1;
    }
    b->open[b->open_count].element = element;
    b->open[b->open_count++].span = wanted ? index : SIZE_MAX;
}

static void close_marks(span_builder *b, size_t count) {
    while (b->open_count > count) {
        size_t span = b->open[--b->open_count].span;
        if (span != SIZE_MAX)
            b->spans[span].span.end = b->text_end;
    }
}

static void add_text(span_builder *b, const pith__piece *piece) {
    uint32_t marks[MOST_MARKS];
    size_t count = marks_around(b, piece->element, marks);
    size_t same = 0;
    while (same < b->open_count && same < count && b->open[same].element == marks[count - 1 - same])
        same++;
    close_marks(b, same);
    for (size_t i = same; i < count && b->open_count < PITH_MAX_SPAN_NESTING; i++)
        open_mark(b, marks[count - 1 - i], piece->start);
    b->text_end = piece->end;
    b->image = PITH_NONE;
}

/* An image, or a formula that has no text of its own. */
static void add_image(span_builder *b, const pith__piece *piece) {
    pith_span span = {.start = piece->start, .end = piece->start};
    bool script = b->structure->page->dom->nodes[piece->node].tag == GUMBO_TAG_SCRIPT;
    bool wanted = script ? pith__formula_span(b->structure, piece->node, &span)
                         : pith__image_span(b->structure, piece->node, b->image, &span);
    if (wanted)
        add_span(b, span);
    if (wanted && !script)
        b->image = piece->node;
}

/* Takes white space off both ends, which only preformatted text has; false if nothing remains. */
static bool trim(const pith_block *block, pith_span *span) {
    bool stands_alone = span->start == span->end;
    while (span->end > span->start && pith__is_space(block->text[span->end - 1]))
        span->end--;
    while (span->start < span->end && pith__is_space(block->text[span->start]))
        span->start++;
    return span->end > span->start || span->kind == PITH_SPAN_IMAGE ||
           (stands_alone && span->kind == PITH_SPAN_FORMULA);
}

static bool is_cell(const pith__dom *dom, uint32_t node) {
    return dom->nodes[node].tag == GUMBO_TAG_TD || dom->nodes[node].tag == GUMBO_TAG_TH;
}

void pith__spans_fill(pith__structure *structure, const pith__block *from, pith_block *block) {
    const pith__page *page = structure->page;
    span_builder b = {.structure = structure, .from = from, .block = block, .image = PITH_NONE};
    for (uint32_t i = 0; i < from->piece_count; i++) {
        const pith__piece *piece = &page->pieces[from->first_piece + i];
        if (piece->node == PITH_NONE)
            add_text(&b, piece);
        else if (is_cell(page->dom, piece->node))
            close_marks(&b, 0);
        else
            add_image(&b, piece);
    }
    close_marks(&b, 0);
    pith_span *spans = pith__arena_array(structure->arena, b.count, sizeof *spans);
    size_t index = (size_t)(block - structure->blocks);
    for (size_t i = 0; i < b.count; i++) {
        if (!trim(block, &b.spans[i].span))
            continue;
        if (b.spans[i].name.length > 0)
            pith__note_add(structure, index, block->span_count, b.spans[i].name);
        spans[block->span_count++] = b.spans[i].span;
    }
    block->spans = spans;
}
