#include "tables.h"

#include "../base/buffer.h"
#include "../base/unicode.h"

enum {
    WIDE_GAP = 3, /* Blanks that part two cells. */
    SHORTEST_RULE = 3,
    FEWEST_DRAWN = 2, /* Rows of a table. */
    FEWEST_SPACED = 3,
    LONGEST_CELL_ROW = 400, /* Bytes; a longer line is no row of a table that blanks divide. */
    BOX_FIRST = 0x2500,
    BOX_LAST = 0x257F,
};

static bool is_box(uint32_t c) {
    return c >= BOX_FIRST && c <= BOX_LAST;
}

/* A walk over the cells of a line. */
typedef struct cell_reader {
    const char *cursor, *end;
    bool drawn; /* A sign stood before a cell, or behind the last one. */
} cell_reader;

/* The next cell, without the blanks around it; false at the end. Empty cells are left out. */
static bool next_cell(cell_reader *reader, pith__str *cell) {
    const char *first = NULL, *last = NULL;
    uint32_t blanks = 0;
    while (reader->cursor < reader->end) {
        const char *at = reader->cursor;
        uint32_t c = pith__utf8_next(&reader->cursor, reader->end);
        bool sign = c == '|' || is_box(c);
        reader->drawn = reader->drawn || sign;
        if (sign || c == '\t' || pith__is_blank(c)) {
            blanks += sign || c == '\t' ? WIDE_GAP : 1;
            continue;
        }
        if (first != NULL && blanks >= WIDE_GAP) {
            reader->cursor = at;
            break;
        }
        first = first == NULL ? at : first;
        last = reader->cursor;
        blanks = 0;
    }
    if (first == NULL)
        return false;
    *cell = (pith__str){first, (size_t)(last - first)};
    return true;
}

/* Whether there can be more than one cell: most lines have no sign and no gap, which is seen faster
   than cells are read. */
static bool may_be_parted(pith__str line) {
    for (const char *p = line.data, *end = p + line.length; p < end;) {
        if (*p > ' ' && *p < 0x7F && *p != '|') {
            p++;
        } else if (*p == ' ') {
            if (end - p >= WIDE_GAP && p[1] == ' ' && p[2] == ' ')
                return true;
            p++;
        } else {
            uint32_t c = pith__utf8_next(&p, end);
            if (c < 0x80 || is_box(c) || pith__is_blank(c))
                return true;
        }
    }
    return false;
}

uint16_t pith__text_cells(pith__str line, bool *drawn) {
    *drawn = false;
    if (!may_be_parted(line))
        return 1;
    cell_reader reader = {line.data, line.data + line.length, false};
    uint32_t cells = 0;
    pith__str cell;
    while (cells < UINT16_MAX && next_cell(&reader, &cell))
        cells++;
    *drawn = reader.drawn;
    return (uint16_t)(cells > 0 ? cells : 1);
}

bool pith__text_is_rule(pith__str line) {
    size_t signs = 0;
    for (const char *p = line.data, *end = p + line.length; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        bool sign = c == '-' || c == '=' || c == '_' || c == '+' || c == '|' || c == '~' ||
                    c == ':' || c == 0x2014 || is_box(c);
        if (!sign && !pith__is_blank(c))
            return false;
        signs += sign;
    }
    return signs >= SHORTEST_RULE;
}

static bool is_row(const pith__block *block, pith__str line) {
    return block->kind == PITH_BLOCK_PARAGRAPH && block->lines == 1 && block->cells > 1 &&
           line.length <= LONGEST_CELL_ROW;
}

static void make_row(pith__page *page, uint32_t index, pith__str line) {
    pith__block *block = &page->blocks[index];
    pith__buffer text;
    pith__buffer_init(&text, page->arena, SIZE_MAX);
    cell_reader reader = {line.data, line.data + line.length, false};
    pith__str cell;
    while (next_cell(&reader, &cell)) {
        if (text.length > 0)
            pith__buffer_add_byte(&text, '\t');
        for (const char *p = cell.data, *end = p + cell.length; p < end;) {
            const char *at = p;
            uint32_t c = pith__utf8_next(&p, end);
            if (pith__is_blank(c))
                pith__buffer_add_byte(&text, ' ');
            else if (!pith__is_control(c))
                pith__buffer_add(&text, at, (size_t)(p - at));
        }
    }
    block->kind = PITH_BLOCK_TABLE_ROW;
    block->text = pith__nfc(page->arena, pith__buffer_str(&text));
    block->words = pith__words_of(page->arena, block->text);
}

void pith__text_tables(pith__page *page, const pith__str *lines) {
    for (uint32_t from = 0, to; from < page->block_count; from = to) {
        const pith__block *first = &page->blocks[from];
        to = from + 1;
        if (!is_row(first, lines[from]))
            continue;
        bool all_drawn, drawn;
        pith__text_cells(lines[from], &all_drawn);
        for (; to < page->block_count; to++) {
            const pith__block *next = &page->blocks[to];
            if (!is_row(next, lines[to]) || next->blank_before > 0 || next->cells != first->cells)
                break;
            pith__text_cells(lines[to], &drawn);
            all_drawn = all_drawn && drawn;
        }
        if (to - from < (all_drawn ? FEWEST_DRAWN : FEWEST_SPACED))
            continue;
        for (uint32_t i = from; i < to; i++)
            make_row(page, i, lines[i]);
    }
}
