#include "structure.h"

#include <string.h>

#include "../html/dom.h"

/* A block of the article with what scoring said; its text is copied. */
static pith_block *add_block(pith__structure *structure, const pith__block *from) {
    structure->blocks =
        pith__arena_grow(structure->page->arena, structure->blocks, structure->block_count,
            structure->block_count + 1, sizeof(pith_block), &structure->block_capacity);
    pith_block *block = &structure->blocks[structure->block_count++];
    *block = (pith_block){.kind = from->kind,
        .level = from->level,
        .ordered = from->ordered,
        .kept = from->kept,
        .reason = from->reason,
        .score = from->score,
        .text = pith__str_copy(structure->arena, from->text),
        .length = from->text.length,
        .container = PITH_NO_CONTAINER};
    return block;
}

/* ---- Tables ---------------------------------------------------------------------------------- */

static unsigned covered(const pith__dom *dom, uint32_t cell, const char *name) {
    const char *value = pith__dom_attribute(dom, cell, name);
    unsigned number = 0;
    for (; value != NULL && pith__is_digit(*value) && number <= PITH_MAX_CELL_SPAN; value++)
        number = number * 10 + (unsigned)(*value - '0');
    return number == 0 ? 1 : number > PITH_MAX_CELL_SPAN ? PITH_MAX_CELL_SPAN : number;
}

static pith_cell begin_cell(const pith__dom *dom, uint32_t node, size_t at) {
    return (pith_cell){.start = at,
        .end = at,
        .header = dom->nodes[node].tag == GUMBO_TAG_TH,
        .columns = covered(dom, node, "colspan"),
        .rows = covered(dom, node, "rowspan")};
}

/* The cells of a row by its pieces: each begins with a piece of its own. */
static void set_cells(pith__structure *structure, const pith__block *from, pith_block *block) {
    const pith__dom *dom = structure->page->dom;
    const pith__piece *pieces = &structure->page->pieces[from->first_piece];
    pith_cell *cells =
        pith__arena_array(structure->arena, (size_t)from->piece_count + 1, sizeof *cells);
    size_t count = 0;
    for (uint32_t i = 0; i < from->piece_count; i++) {
        uint32_t node = pieces[i].node;
        if (node == PITH_NONE) {
            if (count == 0) /* Text of a row outside its cells. */
                cells[count++] = (pith_cell){.start = 0, .columns = 1, .rows = 1};
            else if (cells[count - 1].end == cells[count - 1].start)
                cells[count - 1].start = pieces[i].start;
            cells[count - 1].end = pieces[i].end;
        } else if (dom->nodes[node].tag == GUMBO_TAG_TD || dom->nodes[node].tag == GUMBO_TAG_TH) {
            cells[count++] = begin_cell(dom, node, pieces[i].start);
        }
    }
    block->cells = cells;
    block->cell_count = count;
}

/* The only cell of a row that holds the block and nothing else; or PITH_NONE. A row of one cell is
   no row to the parser: only the rows around it tell that it stands in a table of data. */
static uint32_t only_cell(const pith__page *page, uint32_t index) {
    const pith__block *block = &page->blocks[index];
    uint32_t row = block->kind == PITH_BLOCK_PARAGRAPH
                       ? pith__ancestor(page, block->element, GUMBO_TAG_TR)
                       : (uint32_t)PITH_NONE;
    if (row == PITH_NONE)
        return PITH_NONE;
    uint32_t end = page->elements[row].end, cell = PITH_NONE;
    const pith__block *others[] = {
        index > 0 ? block - 1 : NULL, index + 1 < page->block_count ? block + 1 : NULL};
    for (int i = 0; i < 2; i++) {
        if (others[i] != NULL && others[i]->element >= row && others[i]->element < end)
            return PITH_NONE;
    }
    for (uint32_t e = row + 1; e < end; e = page->elements[e].end) {
        if (page->elements[e].tag != GUMBO_TAG_TD && page->elements[e].tag != GUMBO_TAG_TH)
            continue;
        if (cell != PITH_NONE)
            return PITH_NONE;
        cell = e;
    }
    return cell;
}

static bool in_same_table(const pith__page *page, uint32_t a, uint32_t b) {
    return pith__ancestor(page, page->blocks[a].element, GUMBO_TAG_TABLE) ==
           pith__ancestor(page, page->blocks[b].element, GUMBO_TAG_TABLE);
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

typedef struct pass {
    pith__structure *structure;
    const uint32_t *places; /* Of each article's block: the page's; PITH_NONE for images. */
    const uint32_t *images; /* Of each article's block that is an image: the first of them. */
} pass;

/* The article's next block of this pass, or SIZE_MAX. */
static size_t next_wanted(const pith__structure *structure, size_t at, bool comments) {
    for (; at < structure->block_count; at++) {
        const pith_block *block = &structure->blocks[at];
        if (comments ? !block->kept && block->reason == PITH_REASON_COMMENTS : block->kept)
            return at;
    }
    return SIZE_MAX;
}

/* Whether one of two neighbours in the article is a row of the same table. */
static bool beside_row(const pass *p, size_t index, size_t other) {
    return other != SIZE_MAX && p->places[other] != PITH_NONE &&
           p->structure->blocks[other].kind == PITH_BLOCK_TABLE_ROW &&
           in_same_table(p->structure->page, p->places[index], p->places[other]);
}

static void place_block(const pass *p, size_t index, size_t above, size_t below) {
    pith__structure *structure = p->structure;
    const pith__page *page = structure->page;
    pith_block *block = &structure->blocks[index];
    const pith__block *from = &page->blocks[p->places[index]];
    bool in_table = beside_row(p, index, above) || beside_row(p, index, below);
    uint32_t cell = in_table ? only_cell(page, p->places[index]) : (uint32_t)PITH_NONE;
    bool caption = block->kind == PITH_BLOCK_CAPTION && beside_row(p, index, below) &&
                   pith__ancestor(page, from->element, GUMBO_TAG_CAPTION) != PITH_NONE;
    if (block->kind == PITH_BLOCK_TABLE_ROW) {
        set_cells(structure, from, block);
    } else if (cell != PITH_NONE) {
        block->kind = PITH_BLOCK_TABLE_ROW;
        pith_cell *only = pith__arena_array(structure->arena, 1, sizeof *only);
        *only = begin_cell(page->dom, page->elements[cell].node, 0);
        only->end = block->length;
        block->cells = only;
        block->cell_count = 1;
    }
    bool row = block->kind == PITH_BLOCK_TABLE_ROW;
    block->container = row || caption ? pith__container_of_row(structure, from->element)
                                      : pith__container_at(structure, from->element);
    if (block->kind == PITH_BLOCK_PREFORMATTED)
        block->language = pith__code_language(structure, from);
    pith__spans_fill(structure, from, block);
}

static void place_images(const pass *p, size_t index) {
    pith__structure *structure = p->structure;
    const pith__loose_image *image = &structure->page->loose_images[p->images[index]];
    structure->blocks[index].container = pith__container_at(structure, image->element);
}

static void place_all(const pass *p, bool comments) {
    pith__structure *structure = p->structure;
    pith__containers_begin(structure);
    size_t above = SIZE_MAX, below = SIZE_MAX;
    for (size_t i = next_wanted(structure, 0, comments); i != SIZE_MAX; i = below) {
        below = next_wanted(structure, i + 1, comments);
        if (p->places[i] == PITH_NONE)
            place_images(p, i);
        else
            place_block(p, i, above, below);
        pith__container_enter(structure, structure->blocks[i].container);
        above = i;
    }
}

/* Whether an image stands between two rows of a table: it is in a row without text. */
static bool is_between_rows(const pith__page *page, uint32_t before) {
    return before > 0 && before < page->block_count &&
           page->blocks[before - 1].kind == PITH_BLOCK_TABLE_ROW &&
           page->blocks[before].kind == PITH_BLOCK_TABLE_ROW &&
           in_same_table(page, before - 1, before);
}

/* Adds the block of a loose image; images that stand together in an element share one. */
static void add_image(pith__structure *structure, uint32_t index, const uint32_t *places,
    uint32_t *images, uint32_t *newest) {
    const pith__page *page = structure->page;
    const pith__loose_image *image = &page->loose_images[index];
    size_t last = structure->block_count - 1;
    bool together = structure->block_count > 0 && places[last] == PITH_NONE &&
                    page->loose_images[images[last]].before == image->before &&
                    page->loose_images[images[last]].element == image->element;
    bool script = page->dom->nodes[image->node].tag == GUMBO_TAG_SCRIPT;
    uint32_t before = *newest != PITH_NONE && page->loose_images[*newest].before == image->before
                          ? page->loose_images[*newest].node
                          : (uint32_t)PITH_NONE;
    pith_span span = {0};
    if (is_between_rows(page, image->before) ||
        (script ? !pith__formula_span(structure, image->node, &span)
                : !pith__image_span(structure, image->node, before, &span)))
        return;
    span.caption = script ? NULL : pith__image_caption(structure, image->element, image->before);
    *newest = index;
    if (!together) {
        pith__block nothing = {.kind = PITH_BLOCK_IMAGE,
            .kept = true,
            .reason = PITH_REASON_KEPT,
            .score = 1,
            .text = PITH_STR("")};
        add_block(structure, &nothing);
        last = structure->block_count - 1;
        images[last] = index;
    }
    pith_block *block = &structure->blocks[last];
    size_t count = block->span_count;
    pith_span *spans = (pith_span *)block->spans; /* Made here. */
    /* There is room for the next power of two. */
    if ((count & (count - 1)) == 0) {
        spans = pith__arena_array(structure->arena, count == 0 ? 1 : 2 * count, sizeof *spans);
        if (count > 0)
            memcpy(spans, block->spans, count * sizeof *spans);
    }
    spans[count] = span;
    block->spans = spans;
    block->span_count++;
}

static void structure_html(pith__structure *structure) {
    const pith__page *page = structure->page;
    size_t most = (size_t)page->block_count + page->loose_image_count;
    uint32_t *places = pith__arena_array(page->arena, most, sizeof *places);
    uint32_t *images = pith__arena_array(page->arena, most, sizeof *images);
    for (size_t i = 0; i < most; i++)
        places[i] = PITH_NONE;
    const bool *wanted = structure->images ? pith__images_kept(structure) : NULL;
    uint32_t image = 0, newest = PITH_NONE;
    for (uint32_t i = 0; i <= page->block_count; i++) {
        for (; wanted != NULL && image < page->loose_image_count &&
               page->loose_images[image].before <= i;
             image++) {
            if (wanted[image])
                add_image(structure, image, places, images, &newest);
        }
        if (i < page->block_count) {
            places[structure->block_count] = i;
            add_block(structure, &page->blocks[i]);
        }
    }
    pass p = {structure, places, images};
    place_all(&p, false);
    place_all(&p, true);
    pith__notes_resolve(structure, places);
}

void pith__structure_article(pith_article *article, pith__arena *arena, const pith__page *page,
    const pith__heuristics *heuristics, bool images) {
    pith__structure structure = {.page = page,
        .heuristics = heuristics,
        .images = images,
        .arena = arena,
        .base = pith__base_address(page)};
    if (page->dom != NULL) {
        structure_html(&structure);
    } else {
        for (uint32_t i = 0; i < page->block_count; i++)
            add_block(&structure, &page->blocks[i]);
        pith__structure_by_levels(&structure);
    }
    pith_block *blocks = pith__arena_array(arena, structure.block_count, sizeof *blocks);
    if (structure.block_count > 0)
        memcpy(blocks, structure.blocks, structure.block_count * sizeof *blocks);
    article->blocks = blocks;
    article->block_count = structure.block_count;
    pith_container *containers =
        pith__arena_array(arena, structure.container_count, sizeof *containers);
    if (structure.container_count > 0)
        memcpy(containers, structure.containers, structure.container_count * sizeof *containers);
    article->containers = containers;
    article->container_count = structure.container_count;
}
