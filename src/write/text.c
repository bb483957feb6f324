#include "write.h"

#include "../base/unicode.h"

/* Items of a list, and rows of a table, stand close together. */
static bool stands_close(const pith_block *above, const pith_block *below) {
    return above->kind == below->kind &&
           (below->kind == PITH_BLOCK_LIST_ITEM || below->kind == PITH_BLOCK_TABLE_ROW);
}

/* Adds a block's lines without trailing spaces; each line after the first begins with `indent`
   spaces. */
static void add_lines(pith__buffer *output, pith__str text, size_t indent) {
    size_t at = 0;
    while (at < text.length) {
        size_t end = at;
        while (end < text.length && text.data[end] != '\n')
            end++;
        size_t next = end + 1;
        while (end > at && pith__is_space(text.data[end - 1]))
            end--;
        if (at > 0) {
            pith__buffer_add_byte(output, '\n');
            for (size_t i = 0; i < indent && end > at; i++)
                pith__buffer_add_byte(output, ' ');
        }
        pith__buffer_add(output, text.data + at, end - at);
        at = next;
    }
}

static void add_number(pith__buffer *output, unsigned number) {
    char digits[16];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    pith__buffer_add(output, digits + at, sizeof digits - at);
}

enum { LIST_LEVELS = 8 }; /* Deeper items are written at this depth. */

/* Writes an item's bullet, or its number in its list; returns the columns it takes. */
static size_t add_bullet(pith__buffer *output, const pith_block *block, unsigned *numbers) {
    size_t start = output->length;
    size_t level = (size_t)(block->level < 1 ? 1 : block->level);
    if (level > LIST_LEVELS)
        level = LIST_LEVELS;
    for (size_t i = level; i < LIST_LEVELS; i++)
        numbers[i] = 0;
    for (size_t i = 1; i < level; i++)
        pith__buffer_add(output, "  ", 2);
    if (block->ordered) {
        add_number(output, ++numbers[level - 1]);
        pith__buffer_add(output, ". ", 2);
    } else {
        pith__buffer_add(output, "- ", 2);
    }
    return output->length - start;
}

/* The blocks that are kept (or dropped as comments), put together. */
static void write_blocks(pith__buffer *output, const pith_article *article, bool comments) {
    const pith_block *above = NULL;
    unsigned numbers[LIST_LEVELS] = {0};
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        bool wanted =
            comments ? !block->kept && block->reason == PITH_REASON_COMMENTS : block->kept;
        if (!wanted)
            continue;
        bool close = above != NULL && stands_close(above, block);
        if (above != NULL)
            pith__buffer_add(output, "\n\n", close ? 1 : 2);
        if (!close)
            for (size_t level = 0; level < LIST_LEVELS; level++)
                numbers[level] = 0;
        size_t indent = 0;
        if (block->kind == PITH_BLOCK_LIST_ITEM)
            indent = add_bullet(output, block, numbers);
        add_lines(output, (pith__str){block->text, block->length}, indent);
        above = block;
    }
}

void pith__write_text(pith__buffer *output, const pith_article *article) {
    write_blocks(output, article, false);
}

void pith__write_comments(pith__buffer *output, const pith_article *article) {
    write_blocks(output, article, true);
}
