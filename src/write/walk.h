/*
 * walk.h - the article as writers see it: its blocks in order, the containers that begin and end
 * between them, and the stretches of a block's text.
 *
 * Writers give functions that are called in the order of the text; everything that is opened is
 * closed, inner before outer.
 */
#ifndef PITH_WRITE_WALK_H
#define PITH_WRITE_WALK_H

#include "../base/arena.h"
#include "../base/str.h"
#include "../pith.h"

/* The part of an article that is written. */
typedef enum pith__part {
    PITH_PART_BODY,
    PITH_PART_COMMENTS, /* What was dropped as comments of readers. */
} pith__part;

/* pith_write_options with the defaults of a format put in. */
typedef struct pith__style {
    bool links, images, formatting;
    pith_tables tables;
} pith__style;

pith__style pith__style_of(pith_format format, const pith_write_options *options);

/* Whether a block is written. */
bool pith__is_written(const pith_article *article, const pith__style *style, pith__part part,
    const pith_block *block);

enum { PITH_MAX_PATH = 64 }; /* Containers in containers; pith makes fewer. */

/* What a writer does; `context` is its own. */
typedef struct pith__block_sink {
    void (*open)(void *context, const pith_container *container);
    void (*close)(void *context, const pith_container *container);
    void (*block)(void *context, const pith_block *block);
} pith__block_sink;

void pith__walk_blocks(const pith_article *article, const pith__style *style, pith__part part,
    const pith__block_sink *sink, void *context);

typedef struct pith__span_sink {
    /* True: the span has been written; neither its text nor the spans in it follow. */
    bool (*open)(void *context, const pith_span *span);
    void (*close)(void *context, const pith_span *span);
    void (*text)(void *context, pith__str text);
} pith__span_sink;

/* A block's text with its spans, those left out that the style excludes. An image is opened and
   closed. */
void pith__walk_spans(
    const pith_block *block, const pith__style *style, const pith__span_sink *sink, void *context);

/* The same of one of the block's cells. */
void pith__walk_cell(const pith_block *block, const pith_cell *cell, const pith__style *style,
    const pith__span_sink *sink, void *context);

/* The container that a block stands in; NULL if in none. */
const pith_container *pith__container_of(const pith_article *article, const pith_block *block);

/* For each block its number as a note, from 1 in the order of the text, or 0 if no footnote of the
   part refers to it; from the arena. */
const size_t *pith__notes_of(
    pith__arena *arena, const pith_article *article, const pith__style *style, pith__part part);

/* ---- Tables ---------------------------------------------------------------------------------- */

enum { PITH_MAX_COLUMNS = 256 }; /* Of a table as a grid; cells beyond have a column each. */

/*
 * The rows of a table as a grid. A cell that covers several columns or rows is at its first place;
 * the others hold none.
 */
typedef struct pith__grid {
    const pith_block *const *rows;
    size_t row_count;
    size_t *starts;          /* Of each row, and one more: its places in `cells`. */
    const pith_cell **cells; /* NULL: nothing there. */
    size_t width;            /* The longest row. */
} pith__grid;

pith__grid pith__grid_of(pith__arena *arena, const pith_block *const *rows, size_t count);

/* A table that is being collected: its rows come as blocks one by one. */
typedef struct pith__rows {
    const pith_block **items;
    size_t count, capacity;
} pith__rows;

void pith__rows_add(pith__arena *arena, pith__rows *rows, const pith_block *row);

#endif
