#include "walk.h"

enum { DEEPEST_SPAN = 32 };

pith__style pith__style_of(pith_format format, const pith_write_options *options) {
    static const pith_write_options none = {.id = NULL};
    if (options == NULL)
        options = &none;
    bool rich = format != PITH_FORMAT_TEXT && format != PITH_FORMAT_JSON;
    return (pith__style){
        .links = options->links == PITH_DEFAULT ? rich : options->links == PITH_INCLUDE,
        .images = options->images == PITH_DEFAULT ? rich : options->images == PITH_INCLUDE,
        .formatting =
            options->formatting == PITH_DEFAULT ? rich : options->formatting == PITH_INCLUDE,
        .tables = options->tables};
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

const pith_container *pith__container_of(const pith_article *article, const pith_block *block) {
    return block->container < article->container_count ? &article->containers[block->container]
                                                       : NULL;
}

static bool has_span(const pith_block *block, bool image) {
    for (size_t i = 0; i < block->span_count; i++) {
        if ((block->spans[i].kind == PITH_SPAN_IMAGE) == image)
            return true;
    }
    return false;
}

bool pith__is_written(const pith_article *article, const pith__style *style, pith__part part,
    const pith_block *block) {
    if (part == PITH_PART_BODY ? !block->kept
                               : block->kept || block->reason != PITH_REASON_COMMENTS)
        return false;
    if (block->kind == PITH_BLOCK_IMAGE)
        return (style->images && has_span(block, true)) || has_span(block, false);
    if (style->tables != PITH_TABLES_EXCLUDE)
        return true;
    const pith_container *container = pith__container_of(article, block);
    return block->kind != PITH_BLOCK_TABLE_ROW &&
           (container == NULL || container->kind != PITH_CONTAINER_TABLE);
}

/* The containers around a block, outermost first. */
static size_t path_of(const pith_article *article, const pith_block *block, size_t *path) {
    size_t depth = 0;
    for (size_t c = block->container; c < article->container_count && depth < PITH_MAX_PATH;
         c = article->containers[c].parent)
        path[depth++] = c;
    for (size_t i = 0; i < depth / 2; i++) {
        size_t other = path[i];
        path[i] = path[depth - 1 - i];
        path[depth - 1 - i] = other;
    }
    return depth;
}

void pith__walk_blocks(const pith_article *article, const pith__style *style, pith__part part,
    const pith__block_sink *sink, void *context) {
    size_t open[PITH_MAX_PATH], depth = 0;
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        if (!pith__is_written(article, style, part, block))
            continue;
        size_t path[PITH_MAX_PATH];
        size_t length = path_of(article, block, path);
        size_t same = 0;
        while (same < depth && same < length && open[same] == path[same])
            same++;
        while (depth > same)
            sink->close(context, &article->containers[open[--depth]]);
        while (depth < length) {
            open[depth] = path[depth];
            sink->open(context, &article->containers[path[depth++]]);
        }
        sink->block(context, block);
    }
    while (depth > 0)
        sink->close(context, &article->containers[open[--depth]]);
}

const size_t *pith__notes_of(
    pith__arena *arena, const pith_article *article, const pith__style *style, pith__part part) {
    size_t *notes = pith__arena_array(arena, article->block_count, sizeof *notes);
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        if (!pith__is_written(article, style, part, block))
            continue;
        for (size_t k = 0; k < block->span_count; k++) {
            size_t note = block->spans[k].note;
            if (block->spans[k].kind == PITH_SPAN_FOOTNOTE && note < article->block_count &&
                pith__is_written(article, style, part, &article->blocks[note]))
                notes[note] = 1;
        }
    }
    size_t number = 0;
    for (size_t i = 0; i < article->block_count; i++) {
        if (notes[i] > 0)
            notes[i] = ++number;
    }
    return notes;
}

/* ---- Spans ----------------------------------------------------------------------------------- */

static bool is_shown(const pith__style *style, pith_span_kind kind) {
    switch (kind) {
    case PITH_SPAN_LINK:
    case PITH_SPAN_FOOTNOTE:
        return style->links;
    case PITH_SPAN_IMAGE:
        return style->images;
    case PITH_SPAN_FORMULA:
        return true;
    default:
        return style->formatting;
    }
}

static void add_text(
    const pith_block *block, size_t from, size_t to, const pith__span_sink *sink, void *context) {
    if (to > from)
        sink->text(context, (pith__str){block->text + from, to - from});
}

/* The part [from, to) of the text; images at its very end if `end` says so. */
static void walk_part(const pith_block *block, size_t from, size_t to, bool end,
    const pith__style *style, const pith__span_sink *sink, void *context) {
    const pith_span *open[DEEPEST_SPAN];
    size_t depth = 0, at = from;
    for (size_t i = 0; i < block->span_count; i++) {
        const pith_span *span = &block->spans[i];
        bool point = span->kind == PITH_SPAN_IMAGE;
        if (!is_shown(style, span->kind) || span->start < at || span->end > to ||
            span->start > span->end || depth == DEEPEST_SPAN ||
            (span->start == to && span->end == to && !end))
            continue;
        while (depth > 0 && open[depth - 1]->end <= span->start) {
            add_text(block, at, open[depth - 1]->end, sink, context);
            at = open[--depth]->end;
            sink->close(context, open[depth]);
        }
        if (depth > 0 && span->end > open[depth - 1]->end)
            continue;
        add_text(block, at, span->start, sink, context);
        at = span->start;
        bool written = sink->open(context, span);
        if (written)
            at = span->end;
        else if (point)
            sink->close(context, span);
        else
            open[depth++] = span;
    }
    while (depth > 0) {
        add_text(block, at, open[depth - 1]->end, sink, context);
        at = open[--depth]->end;
        sink->close(context, open[depth]);
    }
    add_text(block, at, to, sink, context);
}

void pith__walk_spans(
    const pith_block *block, const pith__style *style, const pith__span_sink *sink, void *context) {
    walk_part(block, 0, block->length, true, style, sink, context);
}

void pith__walk_cell(const pith_block *block, const pith_cell *cell, const pith__style *style,
    const pith__span_sink *sink, void *context) {
    if (cell->start > cell->end || cell->end > block->length)
        return;
    /* Of empty cells that begin where this one ends, the last has the images of the place. */
    bool last = cell + 1 == block->cells + block->cell_count || cell[1].start > cell->end;
    walk_part(block, cell->start, cell->end, last, style, sink, context);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

void pith__rows_add(pith__arena *arena, pith__rows *rows, const pith_block *row) {
    rows->items = pith__arena_grow(
        arena, rows->items, rows->count, rows->count + 1, sizeof *rows->items, &rows->capacity);
    rows->items[rows->count++] = row;
}

/* The grid while it is filled: how many rows are still covered from above, by column. */
typedef struct covering {
    unsigned rows[PITH_MAX_COLUMNS];
    size_t places, capacity;
} covering;

static void add_place(pith__arena *arena, pith__grid *grid, covering *c, const pith_cell *cell) {
    grid->cells = pith__arena_grow(
        arena, grid->cells, c->places, c->places + 1, sizeof *grid->cells, &c->capacity);
    grid->cells[c->places++] = cell;
}

static void add_row(pith__arena *arena, pith__grid *grid, covering *c, const pith_block *row) {
    size_t column = 0;
    for (size_t i = 0; i < row->cell_count; i++) {
        const pith_cell *cell = &row->cells[i];
        for (; column < PITH_MAX_COLUMNS && c->rows[column] > 0; column++) {
            c->rows[column]--;
            add_place(arena, grid, c, NULL);
        }
        unsigned columns = cell->columns < 1 ? 1 : cell->columns;
        for (unsigned k = 0; k < columns && (k == 0 || column < PITH_MAX_COLUMNS); k++) {
            if (column < PITH_MAX_COLUMNS)
                c->rows[column] = cell->rows > 1 ? cell->rows - 1 : 0;
            add_place(arena, grid, c, k == 0 ? cell : NULL);
            column++;
        }
    }
    /* Columns to the right that are covered from above, up to the last such. */
    for (; column < PITH_MAX_COLUMNS; column++)
        c->rows[column] -= c->rows[column] > 0;
}

pith__grid pith__grid_of(pith__arena *arena, const pith_block *const *rows, size_t count) {
    pith__grid grid = {.rows = rows, .row_count = count};
    grid.starts = pith__arena_array(arena, count + 1, sizeof *grid.starts);
    covering c = {.places = 0};
    for (size_t i = 0; i < count; i++) {
        add_row(arena, &grid, &c, rows[i]);
        grid.starts[i + 1] = c.places;
        if (c.places - grid.starts[i] > grid.width)
            grid.width = c.places - grid.starts[i];
    }
    return grid;
}
