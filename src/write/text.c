/*
 * text.c - the article as plain text: one blank line between blocks, none between items of a list
 * or rows of a table; bullets or numbers before list items.
 */
#include "write.h"

#include <string.h>
#include <utf8proc.h>

#include "../base/unicode.h"
#include "walk.h"

enum { LIST_LEVELS = 8 /* Deeper items are written at this depth. */ };

typedef struct text_writer {
    pith__buffer *output;
    const pith_article *article;
    const pith__style *style;
    const pith_block *above;
    pith__rows rows; /* Of the table that is being collected. */
    size_t indent;   /* Spaces that a further line of the block begins with. */
    size_t start;    /* Where the block begins in the output. */
    bool preformatted;
} text_writer;

/* ---- Lines ----------------------------------------------------------------------------------- */

static void take_trailing_space(text_writer *w) {
    pith__buffer *output = w->output;
    while (output->length > w->start && pith__is_space(output->data[output->length - 1]) &&
           output->data[output->length - 1] != '\n')
        output->length--;
    if (output->data != NULL)
        output->data[output->length] = '\0';
}

static void end_line(text_writer *w) {
    take_trailing_space(w);
    pith__buffer_add_byte(w->output, '\n');
}

/* Adds text; lines after the first are indented. */
static void add_text(void *context, pith__str text) {
    text_writer *w = context;
    for (size_t at = 0; at < text.length;) {
        const char *newline = memchr(text.data + at, '\n', text.length - at);
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data);
        bool first = w->output->length > w->start && w->output->data[w->output->length - 1] == '\n';
        for (size_t i = 0; first && end > at && i < w->indent; i++)
            pith__buffer_add_byte(w->output, ' ');
        pith__buffer_add(w->output, text.data + at, end - at);
        if (newline != NULL)
            end_line(w);
        at = end + 1;
    }
}

static void add(text_writer *w, const char *text) {
    add_text(w, pith__str_of(text));
}

static const char *mark_of(pith_span_kind kind) {
    return kind == PITH_SPAN_EMPHASIS ? "_"
           : kind == PITH_SPAN_STRONG ? "*"
           : kind == PITH_SPAN_CODE   ? "`"
                                      : "";
}

/* URLs stand in angle brackets, as RFC 3986, appendix C, delimits them in plain text. */
static void add_url(text_writer *w, const char *url) {
    add(w, "<");
    add(w, url);
    add(w, ">");
}

static bool open_span(void *context, const pith_span *span) {
    text_writer *w = context;
    if (span->kind != PITH_SPAN_IMAGE) {
        add(w, mark_of(span->kind));
        return false;
    }
    size_t length = w->output->length;
    if (length > w->start && !pith__is_space(w->output->data[length - 1]))
        add(w, " ");
    const char *text = span->text != NULL ? span->text : span->caption;
    if (text != NULL) {
        add(w, "[");
        add(w, text);
        add(w, "] ");
    }
    add_url(w, span->url);
    return true;
}

static void close_span(void *context, const pith_span *span) {
    text_writer *w = context;
    add(w, mark_of(span->kind));
    if (span->kind == PITH_SPAN_LINK && span->url != NULL) {
        add(w, " ");
        add_url(w, span->url);
    }
}

static const pith__span_sink span_sink = {open_span, close_span, add_text};

/* ---- Tables ---------------------------------------------------------------------------------- */

/* Columns of a terminal that the text takes. */
static size_t width_of(pith__str text) {
    size_t width = 0;
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        int columns = utf8proc_charwidth((utf8proc_int32_t)pith__utf8_next(&p, end));
        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}

/* The text of a cell on one line. */
static pith__str cell_text(text_writer *w, const pith_block *row, const pith_cell *cell) {
    pith__buffer text;
    pith__buffer_init(&text, w->output->arena, SIZE_MAX);
    text_writer inner = {.output = &text, .article = w->article, .style = w->style};
    pith__walk_cell(row, cell, w->style, &span_sink, &inner);
    for (size_t i = 0; i < text.length; i++)
        text.data[i] = pith__is_space(text.data[i]) ? ' ' : text.data[i];
    return pith__buffer_str(&text);
}

/* Makes room for the cells of a row that cover several columns: what they lack, the last of these
   gets. */
static void widen(const pith__grid *grid, size_t row, const pith__str *texts, size_t *widths) {
    for (size_t i = grid->starts[row]; i < grid->starts[row + 1]; i++) {
        size_t end = i + 1;
        while (end < grid->starts[row + 1] && grid->cells[end] == NULL &&
               end - i < (grid->cells[i] == NULL ? 1 : grid->cells[i]->columns))
            end++;
        if (grid->cells[i] == NULL || end == i + 1)
            continue;
        size_t first = i - grid->starts[row], last = end - 1 - grid->starts[row];
        size_t room = 2 * (last - first);
        for (size_t column = first; column <= last; column++)
            room += widths[column];
        size_t width = width_of(texts[i]);
        /* What stands in no other column may go on beyond the last one. */
        if (width > room && end < grid->starts[row + 1])
            widths[last] += width - room;
    }
}

/* Writes the table that was collected. */
static void write_table(text_writer *w) {
    pith__arena *arena = w->output->arena;
    pith__grid grid = pith__grid_of(arena, w->rows.items, w->rows.count);
    bool aligned = w->style->tables == PITH_TABLES_ALIGNED;
    size_t *widths = pith__arena_array(arena, grid.width, sizeof *widths);
    pith__str *texts = pith__arena_array(arena, grid.starts[grid.row_count], sizeof *texts);
    for (size_t row = 0; row < grid.row_count; row++) {
        for (size_t i = grid.starts[row]; i < grid.starts[row + 1]; i++) {
            if (grid.cells[i] == NULL)
                continue;
            texts[i] = cell_text(w, grid.rows[row], grid.cells[i]);
            size_t width = aligned && grid.cells[i]->columns < 2 ? width_of(texts[i]) : 0;
            size_t column = i - grid.starts[row];
            if (width > widths[column])
                widths[column] = width;
        }
    }
    for (size_t row = 0; aligned && row < grid.row_count; row++)
        widen(&grid, row, texts, widths);
    for (size_t row = 0; row < grid.row_count; row++) {
        if (row > 0)
            pith__buffer_add_byte(w->output, '\n');
        w->start = w->output->length;
        size_t place = 0, written = 0;
        for (size_t i = grid.starts[row]; i < grid.starts[row + 1]; i++) {
            size_t column = i - grid.starts[row];
            /* Cells that cover several columns run on over them. */
            for (; aligned && written < place && texts[i].length > 0; written++)
                pith__buffer_add_byte(w->output, ' ');
            pith__buffer_add_str(w->output, texts[i]);
            written += aligned ? width_of(texts[i]) : 0;
            place += widths[column] + 2;
            if (!aligned && i + 1 < grid.starts[row + 1])
                pith__buffer_add_byte(w->output, '\t');
        }
        take_trailing_space(w);
    }
    w->rows.count = 0;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static void add_number(text_writer *w, long number) {
    char digits[24];
    size_t at = sizeof digits;
    unsigned long rest = number < 0 ? 0UL - (unsigned long)number : (unsigned long)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    pith__buffer_add(w->output, digits + at, sizeof digits - at);
}

/* Writes an item's bullet, or its number in its list. */
static void add_bullet(text_writer *w, const pith_block *block) {
    size_t level = (size_t)(block->level < 1 ? 1 : block->level);
    if (level > LIST_LEVELS)
        level = LIST_LEVELS;
    size_t start = w->output->length;
    for (size_t i = 1; i < level; i++)
        pith__buffer_add(w->output, "  ", 2);
    const pith_container *item = pith__container_of(w->article, block);
    if (block->ordered && item != NULL && item->kind == PITH_CONTAINER_ITEM) {
        add_number(w, item->number);
        pith__buffer_add(w->output, ". ", 2);
    } else {
        pith__buffer_add(w->output, "- ", 2);
    }
    w->indent = w->output->length - start;
}

static void add_block(void *context, const pith_block *block) {
    text_writer *w = context;
    if (block->kind == PITH_BLOCK_IMAGE && !w->style->images)
        return; /* Nothing but the sources of formulas. */
    bool row = block->kind == PITH_BLOCK_TABLE_ROW && block->cell_count > 0;
    bool goes_on =
        w->above != NULL && w->above->kind == block->kind &&
        (block->kind == PITH_BLOCK_LIST_ITEM || (row && w->above->container == block->container));
    if (row) {
        if (w->rows.count > 0 && !goes_on)
            write_table(w);
        if (!goes_on && w->above != NULL)
            pith__buffer_add(w->output, "\n\n", 2);
        pith__rows_add(w->output->arena, &w->rows, block);
        w->above = block;
        return;
    }
    if (w->rows.count > 0)
        write_table(w);
    if (w->above != NULL)
        pith__buffer_add(w->output, "\n\n", goes_on ? 1 : 2);
    w->indent = 0;
    if (block->kind == PITH_BLOCK_LIST_ITEM)
        add_bullet(w, block);
    w->start = w->output->length;
    pith__walk_spans(block, w->style, &span_sink, w);
    take_trailing_space(w);
    w->above = block;
}

static void nothing(void *context, const pith_container *container) {
    (void)context;
    (void)container;
}

void pith__write_text(
    pith__buffer *output, const pith_article *article, const pith__style *style, pith__part part) {
    static const pith__block_sink sink = {nothing, nothing, add_block};
    text_writer w = {.output = output, .article = article, .style = style};
    pith__walk_blocks(article, style, part, &sink, &w);
    if (w.rows.count > 0)
        write_table(&w);
}
