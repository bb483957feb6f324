#include "json_blocks.h"

#include <stdlib.h>

#include "walk.h"

/* Offsets in characters, for offsets in bytes that are asked for in any order. Most are asked for
   in ascending order, which takes one pass. */
typedef struct counter {
    const pith_block *block;
    size_t bytes, characters;
} counter;

static json_t *characters(counter *at, size_t bytes) {
    if (bytes < at->bytes)
        at->bytes = at->characters = 0;
    for (; at->bytes < bytes && at->bytes < at->block->length; at->bytes++)
        at->characters += ((unsigned char)at->block->text[at->bytes] & 0xC0) != 0x80;
    return json_integer((json_int_t)at->characters);
}

static void set_text(json_t *object, const char *key, const char *text) {
    if (text != NULL)
        json_object_set_new(object, key, json_string(text));
}

static void set_index(json_t *object, const char *key, size_t index) {
    json_object_set_new(object, key, json_integer((json_int_t)index));
}

/* What the numbers of an article's blocks and containers become: some are not written. */
typedef struct numbers {
    size_t *blocks, *containers;
} numbers;

static json_t *span_of(const pith_span *span, counter *starts, counter *ends, const numbers *n) {
    json_t *object = json_object();
    set_text(object, "kind", pith_span_kind_name(span->kind));
    json_object_set_new(object, "start", characters(starts, span->start));
    json_object_set_new(object, "end", characters(ends, span->end));
    set_text(object, "url", span->url);
    set_text(object, "text", span->text);
    set_text(object, "caption", span->caption);
    set_text(object, "markup", span->markup);
    if (span->kind == PITH_SPAN_FOOTNOTE && n->blocks[span->note] != SIZE_MAX)
        set_index(object, "note", n->blocks[span->note]);
    return object;
}

static bool is_wanted(const pith_write_options *options, pith_span_kind kind) {
    if (kind == PITH_SPAN_LINK || kind == PITH_SPAN_FOOTNOTE)
        return options->links != PITH_EXCLUDE;
    if (kind == PITH_SPAN_IMAGE)
        return options->images != PITH_EXCLUDE;
    return kind == PITH_SPAN_FORMULA || options->formatting != PITH_EXCLUDE;
}

static void set_spans(
    json_t *object, const pith_block *block, const pith_write_options *options, const numbers *n) {
    json_t *spans = json_array();
    counter starts = {.block = block}, ends = {.block = block};
    for (size_t i = 0; i < block->span_count; i++) {
        if (is_wanted(options, block->spans[i].kind))
            json_array_append_new(spans, span_of(&block->spans[i], &starts, &ends, n));
    }
    if (json_array_size(spans) > 0)
        json_object_set(object, "spans", spans);
    json_decref(spans);
}

static void set_cells(json_t *object, const pith_block *block) {
    json_t *cells = json_array();
    counter at = {.block = block};
    for (size_t i = 0; i < block->cell_count; i++) {
        const pith_cell *from = &block->cells[i];
        json_t *cell = json_object();
        json_object_set_new(cell, "start", characters(&at, from->start));
        json_object_set_new(cell, "end", characters(&at, from->end));
        if (from->header)
            json_object_set_new(cell, "header", json_true());
        if (from->columns > 1)
            set_index(cell, "columns", from->columns);
        if (from->rows > 1)
            set_index(cell, "rows", from->rows);
        json_array_append_new(cells, cell);
    }
    json_object_set_new(object, "cells", cells);
}

/* Numbers what is written in the order of the article; SIZE_MAX is what is not. */
static bool number(const pith_article *article, const pith__style *style, numbers *n) {
    n->blocks = malloc((article->block_count + 1) * sizeof *n->blocks);
    n->containers = malloc((article->container_count + 1) * sizeof *n->containers);
    if (n->blocks == NULL || n->containers == NULL)
        return false;
    for (size_t i = 0; i < article->container_count; i++)
        n->containers[i] = SIZE_MAX;
    size_t blocks = 0, containers = 0;
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        bool written = pith__is_written(article, style, PITH_PART_BODY, block);
        n->blocks[i] = written ? blocks++ : SIZE_MAX;
        for (size_t c = written ? block->container : SIZE_MAX;
             c < article->container_count && n->containers[c] == SIZE_MAX;
             c = article->containers[c].parent)
            n->containers[c] = 0;
    }
    for (size_t i = 0; i < article->container_count; i++) {
        if (n->containers[i] != SIZE_MAX)
            n->containers[i] = containers++;
    }
    return true;
}

static json_t *block_of(const pith_article *article, const pith_block *block,
    const pith_write_options *options, const numbers *n) {
    json_t *object = json_object();
    set_text(object, "kind", pith_block_kind_name(block->kind));
    if (block->level > 0)
        json_object_set_new(object, "level", json_integer(block->level));
    json_object_set_new(object, "text", json_stringn(block->text, block->length));
    if (block->container < article->container_count)
        set_index(object, "container", n->containers[block->container]);
    set_text(object, "language", block->language);
    set_spans(object, block, options, n);
    if (block->kind == PITH_BLOCK_TABLE_ROW)
        set_cells(object, block);
    return object;
}

static json_t *container_of(const pith_container *container, const numbers *n) {
    json_t *object = json_object();
    set_text(object, "kind", pith_container_kind_name(container->kind));
    if (container->parent != PITH_NO_CONTAINER)
        set_index(object, "parent", n->containers[container->parent]);
    if (container->ordered)
        json_object_set_new(object, "ordered", json_true());
    if (container->number != 0)
        json_object_set_new(object, "number", json_integer(container->number));
    return object;
}

void pith__json_set_blocks(
    json_t *record, const pith_article *article, const pith_write_options *options) {
    pith__style style = {.images = options->images != PITH_EXCLUDE, .tables = options->tables};
    numbers n = {NULL, NULL};
    json_t *blocks = json_array(), *containers = json_array();
    if (number(article, &style, &n)) {
        for (size_t i = 0; i < article->block_count; i++) {
            if (n.blocks[i] != SIZE_MAX)
                json_array_append_new(blocks, block_of(article, &article->blocks[i], options, &n));
        }
        for (size_t i = 0; i < article->container_count; i++) {
            if (n.containers[i] != SIZE_MAX)
                json_array_append_new(containers, container_of(&article->containers[i], &n));
        }
    }
    free(n.blocks);
    free(n.containers);
    json_object_set_new(record, "blocks", blocks);
    json_object_set_new(record, "containers", containers);
}
