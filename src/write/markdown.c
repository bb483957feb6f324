/*
 * markdown.c - the article as CommonMark (https://spec.commonmark.org/0.31.2/).
 *
 * A character is escaped where it could start markup: some anywhere in a line (section 6, inlines),
 * some only at its beginning (sections 4 and 5, blocks).
 */
#include "write.h"

#include <string.h>

#include "../base/unicode.h"

/* Characters that may begin an inline anywhere. '_' is markup only at the border of a word. */
static bool starts_inline(pith__str text, size_t at) {
    char c = text.data[at];
    if (c == '_') {
        bool before =
            at > 0 && (pith__is_alpha(text.data[at - 1]) || pith__is_digit(text.data[at - 1]));
        bool after = at + 1 < text.length &&
                     (pith__is_alpha(text.data[at + 1]) || pith__is_digit(text.data[at + 1]));
        return !(before && after);
    }
    if (c == '&') /* Only what could be an entity. */
        return at + 1 < text.length &&
               (pith__is_alpha(text.data[at + 1]) || text.data[at + 1] == '#');
    if (c == '<') /* Only what could be a tag or an autolink. */
        return at + 1 < text.length && !pith__is_space(text.data[at + 1]);
    return strchr("\\`*[]~", c) != NULL;
}

/* How many characters of a line's beginning would make it a block: "# ", "- ", "> ", "1. ", "===".
 */
static size_t block_marker(pith__str line) {
    size_t at = 0;
    if (line.length == 0)
        return 0;
    char first = line.data[0];
    if (strchr("#-+>=|", first) != NULL && first != '\0')
        return 1;
    while (at < line.length && at < 9 && pith__is_digit(line.data[at]))
        at++;
    /* The digits stay; it is the sign after them that is escaped. */
    if (at > 0 && at < line.length && (line.data[at] == '.' || line.data[at] == ')'))
        return at + 1;
    return 0;
}

static void add_escaped(pith__buffer *output, pith__str line) {
    size_t marker = block_marker(line);
    for (size_t i = 0; i < line.length; i++) {
        if ((marker > 0 && i == marker - 1) || starts_inline(line, i))
            pith__buffer_add_byte(output, '\\');
        pith__buffer_add_byte(output, line.data[i]);
    }
}

/* Adds the lines of a text, each after the first on a line that begins with `prefix`; a break
   within a paragraph is a hard break ("\" at the end of the line). */
static void add_lines(pith__buffer *output, pith__str text, const char *prefix) {
    size_t at = 0;
    while (at <= text.length) {
        const char *newline =
            at < text.length ? memchr(text.data + at, '\n', text.length - at) : NULL;
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data);
        pith__str line = pith__str_trim(pith__str_slice(text, at, end));
        if (line.length > 0) {
            if (at > 0) {
                pith__buffer_add(output, "\\\n", 2);
                pith__buffer_add_str(output, pith__str_of(prefix));
            }
            add_escaped(output, line);
        }
        at = end + 1;
    }
}

/* A heading is one line. */
static void add_heading(pith__buffer *output, int level, pith__str text) {
    for (int i = 0; i < level; i++)
        pith__buffer_add_byte(output, '#');
    pith__buffer_add_byte(output, ' ');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n') {
            pith__buffer_add_byte(output, ' ');
            continue;
        }
        if (starts_inline(text, i) || text.data[i] == '#')
            pith__buffer_add_byte(output, '\\');
        pith__buffer_add_byte(output, text.data[i]);
    }
}

/* A fence longer than any run of backticks in the text. */
static void add_preformatted(pith__buffer *output, pith__str text) {
    size_t longest = 2, run = 0;
    for (size_t i = 0; i < text.length; i++) {
        run = text.data[i] == '`' ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    for (size_t i = 0; i <= longest; i++)
        pith__buffer_add_byte(output, '`');
    pith__buffer_add_byte(output, '\n');
    pith__buffer_add_str(output, text);
    pith__buffer_add_byte(output, '\n');
    for (size_t i = 0; i <= longest; i++)
        pith__buffer_add_byte(output, '`');
}

static size_t count_cells(pith__str row) {
    size_t cells = 1;
    for (size_t i = 0; i < row.length; i++)
        cells += row.data[i] == '\t';
    return cells;
}

/* A row of a GFM table; the first row of a table is its head. */
static void add_row(pith__buffer *output, pith__str row, bool head) {
    pith__buffer_add(output, "| ", 2);
    for (size_t i = 0; i < row.length; i++) {
        if (row.data[i] == '\t') {
            pith__buffer_add(output, " | ", 3);
            continue;
        }
        if (row.data[i] == '|' || starts_inline(row, i))
            pith__buffer_add_byte(output, '\\');
        pith__buffer_add_byte(output, row.data[i] == '\n' ? ' ' : row.data[i]);
    }
    pith__buffer_add(output, " |", 2);
    if (!head)
        return;
    pith__buffer_add(output, "\n|", 2);
    for (size_t cells = count_cells(row); cells > 0; cells--)
        pith__buffer_add(output, " --- |", 6);
}

enum { LIST_LEVELS = 8 };

/* The levels of the items that a new one could be nested in, as the blocks have them. */
typedef struct open_items {
    int levels[LIST_LEVELS];
    int count;
} open_items;

/*
 * How deep an item of this level is nested in those that were written. Its own level will not do:
 * an item whose parents were dropped would be indented so far that it reads as code.
 */
static int nest(open_items *open, int level) {
    while (open->count > 0 && open->levels[open->count - 1] >= level)
        open->count--;
    if (open->count == LIST_LEVELS)
        open->count--;
    open->levels[open->count++] = level;
    return open->count;
}

static void add_item(pith__buffer *output, const pith_block *block, int level) {
    char prefix[4 * LIST_LEVELS + 4] = "";
    /* Three columns suit the content of both "- " and "1. " at every level. */
    for (int i = 1; i < level; i++)
        strcat(prefix, "   ");
    pith__buffer_add_str(output, pith__str_of(prefix));
    pith__buffer_add_str(output, block->ordered ? PITH_STR("1. ") : PITH_STR("-  "));
    strcat(prefix, "   ");
    add_lines(output, (pith__str){block->text, block->length}, prefix);
}

static void add_block(
    pith__buffer *output, const pith_block *block, bool first_of_kind, open_items *open) {
    if (first_of_kind)
        open->count = 0;
    pith__str text = {block->text, block->length};
    switch (block->kind) {
    case PITH_BLOCK_HEADING:
        /* The title is the only heading of level one. */
        add_heading(output, block->level < 2 ? 2 : block->level, text);
        break;
    case PITH_BLOCK_LIST_ITEM:
        add_item(output, block, nest(open, block->level));
        break;
    case PITH_BLOCK_TABLE_ROW:
        add_row(output, text, first_of_kind);
        break;
    case PITH_BLOCK_PREFORMATTED:
        add_preformatted(output, text);
        break;
    case PITH_BLOCK_QUOTE:
        pith__buffer_add(output, "> ", 2);
        add_lines(output, text, "> ");
        break;
    case PITH_BLOCK_PARAGRAPH:
    case PITH_BLOCK_CAPTION:
        add_lines(output, text, "");
        break;
    }
}

/* What stands between two blocks. */
static const char *separator(const pith_block *above, const pith_block *below) {
    if (above->kind != below->kind)
        return "\n\n";
    switch (below->kind) {
    case PITH_BLOCK_LIST_ITEM:
    case PITH_BLOCK_TABLE_ROW:
        return "\n";
    case PITH_BLOCK_QUOTE:
        return "\n>\n";
    default:
        return "\n\n";
    }
}

void pith__write_markdown(pith__buffer *output, const pith_article *article) {
    const char *title = article->metadata.title;
    bool empty = title == NULL || *title == '\0';
    if (!empty)
        add_heading(output, 1, pith__str_of(title));
    const pith_block *above = NULL;
    open_items open = {.count = 0};
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        if (!block->kept)
            continue;
        if (above != NULL)
            pith__buffer_add_str(output, pith__str_of(separator(above, block)));
        else if (!empty)
            pith__buffer_add(output, "\n\n", 2);
        add_block(output, block, above == NULL || above->kind != block->kind, &open);
        above = block;
        empty = false;
    }
    if (!empty)
        pith__buffer_add_byte(output, '\n');
}
