/*
 * markdown.c - the article as CommonMark (https://spec.commonmark.org/0.31.2/) with tables of
 * GitHub Flavored Markdown (https://github.github.com/gfm/#tables-extension-).
 *
 * A block is written with the marks of the containers around it in front of each line. What
 * Markdown has no signs for, or cannot say at this place, is written in HTML tags, which it allows.
 */
#include "write.h"

#include <string.h>

#include "../base/unicode.h"
#include "markdown.h"

void pith__markdown_add(pith__markdown_writer *w, const char *text) {
    pith__buffer_add_str(w->output, pith__str_of(text));
}

/* ---- Lines and containers -------------------------------------------------------------------- */

void pith__markdown_trim_line(pith__markdown_writer *w) {
    pith__buffer *output = w->output;
    while (output->length > 0 && output->data[output->length - 1] == ' ')
        output->data[--output->length] = '\0';
}

static void begin_line(pith__markdown_writer *w) {
    for (size_t i = 0; i < w->depth; i++) {
        pith__open_container *open = &w->open[i];
        pith__markdown_add(w, open->first[0] != '\0' ? open->first : open->rest);
        open->first[0] = '\0';
    }
    w->line_start = true;
}

void pith__markdown_next_line(pith__markdown_writer *w) {
    pith__buffer_add_byte(w->output, '\n');
    begin_line(w);
}

/* An empty line within the containers that were open above it and still are. */
static void add_empty_line(pith__markdown_writer *w) {
    pith__buffer_add_byte(w->output, '\n');
    for (size_t i = 0; i < w->depth && w->open[i].first[0] == '\0' && w->open[i].blocks < w->blocks;
         i++)
        pith__markdown_add(w, w->open[i].rest);
    pith__markdown_trim_line(w);
}

static void set_item_mark(
    pith__open_container *item, const pith__open_container *list, long number) {
    size_t length = 0;
    if (list->container->ordered) {
        if (number < 0 || number > 999999999)
            number = 1;
        char digits[16];
        size_t at = sizeof digits;
        do {
            digits[--at] = (char)('0' + number % 10);
            number /= 10;
        } while (number > 0);
        memcpy(item->first, digits + at, sizeof digits - at);
        length = sizeof digits - at;
    }
    item->first[length++] = list->sign;
    item->first[length++] = ' ';
    item->first[length] = '\0';
    memset(item->rest, ' ', length);
    item->rest[length] = '\0';
}

static void write_table(pith__markdown_writer *w);

static void open_container_(void *context, const pith_container *container) {
    pith__markdown_writer *w = context;
    if (w->rows.count > 0)
        write_table(w);
    pith__open_container *open = &w->open[w->depth];
    *open = (pith__open_container){.container = container, .blocks = w->blocks};
    if (container->kind == PITH_CONTAINER_QUOTE) {
        strcpy(open->first, "> ");
        strcpy(open->rest, "> ");
    } else if (container->kind == PITH_CONTAINER_LIST) {
        bool follows = w->ended_sign != 0 && w->ended_parent == container->parent &&
                       w->ended_blocks == w->blocks && w->ended_ordered == container->ordered;
        char usual = container->ordered ? '.' : '-', other = container->ordered ? ')' : '*';
        open->sign = follows && w->ended_sign == usual ? other : usual;
    } else if (container->kind == PITH_CONTAINER_ITEM && w->depth > 0) {
        set_item_mark(open, &w->open[w->depth - 1], container->number);
    }
    w->depth++;
}

static void close_container(void *context, const pith_container *container) {
    pith__markdown_writer *w = context;
    if (w->rows.count > 0)
        write_table(w);
    w->depth--;
    if (container->kind != PITH_CONTAINER_LIST)
        return;
    w->ended_parent = container->parent;
    w->ended_sign = w->open[w->depth].sign;
    w->ended_ordered = container->ordered;
    w->ended_blocks = w->blocks;
}

/*
 * Whether an item may follow the one above without an empty line: both are in one list, or this is
 * the first of a list in it. A numbered list that does not begin with 1 cannot interrupt text.
 */
static bool stands_close(const pith__markdown_writer *w, const pith_block *block) {
    if (w->above == NULL || w->above->kind != PITH_BLOCK_LIST_ITEM ||
        block->kind != PITH_BLOCK_LIST_ITEM)
        return false;
    size_t common = 0;
    while (common < w->depth && w->open[common].blocks < w->blocks)
        common++;
    if (common == 0)
        return false;
    const pith__open_container *new = &w->open[common];
    if (new[-1].container->kind == PITH_CONTAINER_LIST)
        return w->depth - common == 1;
    return new[-1].container->kind == PITH_CONTAINER_ITEM && w->depth - common == 2 &&
           new->container->kind == PITH_CONTAINER_LIST &&
           (!new->container->ordered || new[1].container->number == 1);
}

/* Begins the first line of a block. */
static void begin_block(pith__markdown_writer *w, const pith_block *block) {
    if (w->above != NULL || w->output->length > 0) {
        bool close = stands_close(w, block);
        if (!close)
            add_empty_line(w);
        pith__buffer_add_byte(w->output, '\n');
    }
    begin_line(w);
    w->blocks++;
    w->above = block;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* A fence longer than any run of backticks in the text. */
static void add_preformatted(pith__markdown_writer *w, const pith_block *block) {
    pith__str text = {block->text, block->length};
    size_t ticks = pith__longest_run(text, '`') + 1;
    if (ticks < 3)
        ticks = 3;
    for (size_t i = 0; i < ticks; i++)
        pith__buffer_add_byte(w->output, '`');
    if (block->language != NULL)
        pith__markdown_add(w, block->language);
    for (size_t at = 0; at <= text.length;) {
        const char *newline =
            at < text.length ? memchr(text.data + at, '\n', text.length - at) : NULL;
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data);
        pith__markdown_next_line(w);
        if (end == at)
            pith__markdown_trim_line(w);
        pith__buffer_add_str(w->output, pith__str_slice(text, at, end));
        at = end + 1;
    }
    pith__markdown_next_line(w);
    for (size_t i = 0; i < ticks; i++)
        pith__buffer_add_byte(w->output, '`');
}

static void add_heading(pith__markdown_writer *w, int level) {
    for (int i = 0; i < level; i++)
        pith__buffer_add_byte(w->output, '#');
    pith__buffer_add_byte(w->output, ' ');
}

static void write_row(pith__markdown_writer *w, const pith__grid *grid, size_t row) {
    pith__markdown_add(w, "|");
    for (size_t column = 0; column < grid->width; column++) {
        size_t place = grid->starts[row] + column;
        const pith_cell *cell = place < grid->starts[row + 1] ? grid->cells[place] : NULL;
        pith__markdown_add(w, " ");
        if (cell != NULL) {
            pith__markdown_begin_text(w, grid->rows[row], PITH_LINE_CELL);
            w->line_start = true;
            pith__walk_cell(grid->rows[row], cell, w->style, &pith__markdown_spans, w);
            pith__markdown_add(w, " ");
        }
        pith__markdown_add(w, "|");
        /* Rows may be short, but the first one gives the table its width. */
        if (row > 0 && place + 1 >= grid->starts[row + 1])
            break;
    }
}

/* Writes the table that was collected; its first row is its head. */
static void write_table(pith__markdown_writer *w) {
    pith__grid grid = pith__grid_of(w->output->arena, w->rows.items, w->rows.count);
    const pith_block *first = w->rows.items[0];
    w->rows.count = 0;
    begin_block(w, first);
    for (size_t row = 0; row < grid.row_count; row++) {
        if (row > 0)
            pith__markdown_next_line(w);
        write_row(w, &grid, row);
        if (row > 0)
            continue;
        pith__markdown_next_line(w);
        pith__markdown_add(w, "|");
        for (size_t column = 0; column < grid.width; column++)
            pith__markdown_add(w, " --- |");
    }
}

static void add_block(void *context, const pith_block *block) {
    pith__markdown_writer *w = context;
    if (block->kind == PITH_BLOCK_TABLE_ROW && block->cell_count > 0) {
        if (w->rows.count > 0 && w->rows.items[0]->container != block->container)
            write_table(w);
        pith__rows_add(w->output->arena, &w->rows, block);
        return;
    }
    if (w->rows.count > 0)
        write_table(w);
    begin_block(w, block);
    if (block->kind == PITH_BLOCK_PREFORMATTED) {
        add_preformatted(w, block);
        return;
    }
    bool heading = block->kind == PITH_BLOCK_HEADING;
    if (heading) /* The title is the only heading of level one. */
        add_heading(w, block->level < 2 ? 2 : block->level > 6 ? 6 : block->level);
    pith__markdown_begin_text(w, block, heading ? PITH_LINE_HEADING : PITH_LINE_TEXT);
    pith__walk_spans(block, w->style, &pith__markdown_spans, w);
    pith__markdown_trim_line(w);
}

void pith__write_markdown(
    pith__buffer *output, const pith_article *article, const pith__style *style) {
    static const pith__block_sink sink = {open_container_, close_container, add_block};
    pith__markdown_writer w = {.output = output, .article = article, .style = style};
    const char *title = article->metadata.title;
    if (title != NULL && *title != '\0') {
        const pith_block heading = {.text = title, .length = strlen(title)};
        if (output->length > 0) /* Front matter. */
            pith__markdown_add(&w, "\n\n");
        add_heading(&w, 1);
        pith__markdown_begin_text(&w, &heading, PITH_LINE_HEADING);
        pith__walk_spans(&heading, style, &pith__markdown_spans, &w);
    }
    w.ended_sign = 0;
    pith__walk_blocks(article, style, PITH_PART_BODY, &sink, &w);
    if (w.rows.count > 0)
        write_table(&w);
    if (output->length > 0)
        pith__buffer_add_byte(output, '\n');
}
