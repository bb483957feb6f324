/* levels.c - containers and cells by the kinds and levels of blocks. */
#include "structure.h"

#include <string.h>

enum { LEVELS = 8 }; /* Lists in lists. */

/* The open lists, outermost first. */
typedef struct open_lists {
    struct {
        int level;
        bool ordered;
        size_t list, item;
        long number; /* Of the last item. */
    } items[LEVELS];
    int count;
} open_lists;

/*
 * The item that a block of this level is. Its level is compared with those that were open: where
 * items above it are no part of the article it is nested less deep.
 */
static size_t item_of(pith__structure *structure, open_lists *open, const pith_block *block) {
    bool closed = false;
    while (open->count > 0 && open->items[open->count - 1].level > block->level) {
        open->count--;
        closed = true;
    }
    bool same = open->count > 0 && open->items[open->count - 1].level == block->level;
    /* Between two levels: the deeper one is its list, for want of another. */
    if (!same && closed) {
        open->items[open->count++].level = block->level;
        same = true;
    }
    /* Bullets after numbers of the same level: another list. */
    if (same && open->items[open->count - 1].ordered != block->ordered) {
        open->count--;
        same = false;
    }
    same |= open->count == LEVELS;
    if (!same) {
        size_t parent =
            open->count > 0 ? open->items[open->count - 1].item : (size_t)PITH_NO_CONTAINER;
        open->items[open->count].list = pith__container_add(structure,
            (pith_container){
                .kind = PITH_CONTAINER_LIST, .parent = parent, .ordered = block->ordered});
        open->items[open->count].number = 0;
        open->items[open->count].ordered = block->ordered;
        open->items[open->count++].level = block->level;
    }
    open->items[open->count - 1].number++;
    open->items[open->count - 1].item = pith__container_add(
        structure, (pith_container){.kind = PITH_CONTAINER_ITEM,
                       .parent = open->items[open->count - 1].list,
                       .number = block->ordered ? open->items[open->count - 1].number : 0});
    return open->items[open->count - 1].item;
}

static void set_cells(pith__structure *structure, pith_block *block) {
    size_t count = 1;
    for (size_t i = 0; i < block->length; i++)
        count += block->text[i] == '\t';
    pith_cell *cells = pith__arena_array(structure->arena, count, sizeof *cells);
    size_t start = 0, cell = 0;
    for (size_t i = 0; i <= block->length; i++) {
        if (i < block->length && block->text[i] != '\t')
            continue;
        cells[cell++] = (pith_cell){.start = start, .end = i, .columns = 1, .rows = 1};
        start = i + 1;
    }
    block->cells = cells;
    block->cell_count = count;
}

static void set_containers(pith__structure *structure, bool comments) {
    open_lists open = {.count = 0};
    const pith_block *above = NULL;
    for (size_t i = 0; i < structure->block_count; i++) {
        pith_block *block = &structure->blocks[i];
        if (comments ? block->kept || block->reason != PITH_REASON_COMMENTS : !block->kept)
            continue;
        if (block->kind != PITH_BLOCK_LIST_ITEM)
            open.count = 0;
        bool goes_on = above != NULL && above->kind == block->kind;
        pith_container_kind kind =
            block->kind == PITH_BLOCK_QUOTE ? PITH_CONTAINER_QUOTE : PITH_CONTAINER_TABLE;
        block->container = PITH_NO_CONTAINER;
        if (block->kind == PITH_BLOCK_LIST_ITEM)
            block->container = item_of(structure, &open, block);
        else if (block->kind == PITH_BLOCK_QUOTE || block->kind == PITH_BLOCK_TABLE_ROW)
            block->container =
                goes_on ? above->container
                        : pith__container_add(structure,
                              (pith_container){.kind = kind, .parent = PITH_NO_CONTAINER});
        if (block->kind == PITH_BLOCK_TABLE_ROW)
            set_cells(structure, block);
        above = block;
    }
}

void pith__structure_by_levels(pith__structure *structure) {
    for (size_t i = 0; i < structure->block_count; i++)
        structure->blocks[i].container = PITH_NO_CONTAINER;
    set_containers(structure, false);
    set_containers(structure, true);
}
