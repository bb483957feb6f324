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
#include "markdown_escape.h"
#include "walk.h"

enum { MARK_SIZE = 24, DEEPEST_SPAN = 32 };

/* A container that is open, and what it puts in front of the lines in it. */
typedef struct open_container {
    const pith_container *container;
    char first[MARK_SIZE]; /* Of the first line in it; then empty. */
    char rest[MARK_SIZE];  /* Of all others. */
    char sign;             /* LIST: '-' or '*', '.' or ')'. */
    size_t blocks;         /* Blocks written when it was opened. */
} open_container;

/* How a span that is open ends. */
typedef struct open_mark {
    const char *end;
    size_t text_end;
    bool star; /* It is a run of '*'. */
} open_mark;

typedef struct markdown_writer {
    pith__buffer *output;
    const pith_article *article;
    const pith__style *style;
    open_container open[PITH_MAX_PATH];
    size_t depth;
    size_t blocks; /* Written so far. */
    const pith_block *above;

    /* The list that ended last: another one right after it needs another sign. */
    size_t ended_parent, ended_blocks;
    char ended_sign;
    bool ended_ordered;

    pith__rows rows; /* Of the table that is being collected. */

    /* Of the block at work. */
    const pith_block *block;
    pith__line_kind line;
    bool line_start; /* Nothing but marks of containers is on the line. */
    open_mark marks[DEEPEST_SPAN];
    size_t mark_count;
    size_t star_end; /* Where a span with '*' ended last, in the block's text; or SIZE_MAX. */
} markdown_writer;

static void add(markdown_writer *w, const char *text) {
    pith__buffer_add_str(w->output, pith__str_of(text));
}

/* ---- Lines and containers -------------------------------------------------------------------- */

static void trim_line(markdown_writer *w) {
    pith__buffer *output = w->output;
    while (output->length > 0 && output->data[output->length - 1] == ' ')
        output->data[--output->length] = '\0';
}

static void begin_line(markdown_writer *w) {
    for (size_t i = 0; i < w->depth; i++) {
        open_container *open = &w->open[i];
        add(w, open->first[0] != '\0' ? open->first : open->rest);
        open->first[0] = '\0';
    }
    w->line_start = true;
}

static void next_line(markdown_writer *w) {
    pith__buffer_add_byte(w->output, '\n');
    begin_line(w);
}

/* An empty line within the containers that were open above it and still are. */
static void add_empty_line(markdown_writer *w) {
    pith__buffer_add_byte(w->output, '\n');
    for (size_t i = 0; i < w->depth && w->open[i].first[0] == '\0' && w->open[i].blocks < w->blocks;
         i++)
        add(w, w->open[i].rest);
    trim_line(w);
}

static void set_item_mark(open_container *item, const open_container *list, long number) {
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

static void write_table(markdown_writer *w);

static void open_container_(void *context, const pith_container *container) {
    markdown_writer *w = context;
    if (w->rows.count > 0)
        write_table(w);
    open_container *open = &w->open[w->depth];
    *open = (open_container){.container = container, .blocks = w->blocks};
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
    markdown_writer *w = context;
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
static bool stands_close(const markdown_writer *w, const pith_block *block) {
    if (w->above == NULL || w->above->kind != PITH_BLOCK_LIST_ITEM ||
        block->kind != PITH_BLOCK_LIST_ITEM)
        return false;
    size_t common = 0;
    while (common < w->depth && w->open[common].blocks < w->blocks)
        common++;
    if (common == 0)
        return false;
    const open_container *new = &w->open[common];
    if (new[-1].container->kind == PITH_CONTAINER_LIST)
        return w->depth - common == 1;
    return new[-1].container->kind == PITH_CONTAINER_ITEM && w->depth - common == 2 &&
           new->container->kind == PITH_CONTAINER_LIST &&
           (!new->container->ordered || new[1].container->number == 1);
}

/* Begins the first line of a block. */
static void begin_block(markdown_writer *w, const pith_block *block) {
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

/* ---- Spans ----------------------------------------------------------------------------------- */

static const char *tag_of(pith_span_kind kind, bool end) {
    switch (kind) {
    case PITH_SPAN_EMPHASIS:
        return end ? "</em>" : "<em>";
    case PITH_SPAN_STRONG:
        return end ? "</strong>" : "<strong>";
    case PITH_SPAN_CODE:
        return end ? "</code>" : "<code>";
    case PITH_SPAN_SUBSCRIPT:
        return end ? "</sub>" : "<sub>";
    case PITH_SPAN_SUPERSCRIPT:
        return end ? "</sup>" : "<sup>";
    case PITH_SPAN_DELETED:
        return end ? "</del>" : "<del>";
    case PITH_SPAN_INSERTED:
        return end ? "</ins>" : "<ins>";
    case PITH_SPAN_MARKED:
        return end ? "</mark>" : "<mark>";
    case PITH_SPAN_QUOTED:
        return end ? "</q>" : "<q>";
    default:
        return "";
    }
}

/* The character before a place in the text; a space at the beginning. */
static uint32_t character_before(const pith_block *block, size_t at) {
    if (at == 0)
        return ' ';
    pith__str text = {block->text, block->length};
    const char *p = block->text + pith__utf8_boundary(text, at - 1);
    return pith__utf8_next(&p, block->text + block->length);
}

static uint32_t character_at(const pith_block *block, size_t at) {
    const char *p = block->text + at;
    return at >= block->length ? ' ' : pith__utf8_next(&p, block->text + block->length);
}

/* Parsers do not agree on what is punctuation outside ASCII, so both answers must do. */
static bool may_be_punctuation(uint32_t c) {
    return !pith__is_word(c) && !pith__is_blank(c) && c != '\n';
}
static bool is_border(uint32_t c) {
    return pith__is_blank(c) || c == '\n' || (c < 0x80 && may_be_punctuation(c));
}

/* What the output ends with: the character that a mark would follow. */
static uint32_t last_written(const markdown_writer *w) {
    if (w->line_start)
        return ' ';
    pith__str text = {w->output->data, w->output->length};
    const char *p = text.data + pith__utf8_boundary(text, text.length - 1);
    return pith__utf8_next(&p, text.data + text.length);
}

/* The first span after this one that does not lie in it. */
static const pith_span *span_after(const markdown_writer *w, const pith_span *span) {
    const pith_span *end = w->block->spans + w->block->span_count;
    const pith_span *next = span + 1;
    while (next < end && next->start < span->end)
        next++;
    return next < end ? next : NULL;
}

/*
 * Whether emphasis can be written with '*' here (section 6.2): the marks must lean on the text, and
 * not on other marks. Two spans of the same range go together: "***".
 */
static bool can_use_stars(const markdown_writer *w, const pith_span *span) {
    const open_mark *around = NULL;
    for (size_t i = 0; i < w->mark_count; i++) {
        if (w->marks[i].star)
            around = &w->marks[i];
    }
    bool doubled = around != NULL && span > w->block->spans && w->mark_count > 0 &&
                   around == &w->marks[w->mark_count - 1] && last_written(w) == '*' &&
                   around->text_end == span->end && span[-1].start == span->start;
    if (doubled)
        return true;
    if (last_written(w) == '*' || w->star_end == span->start ||
        (around != NULL && around->text_end == span->end))
        return false;
    uint32_t first = character_at(w->block, span->start);
    if (may_be_punctuation(first) && !is_border(last_written(w)))
        return false;
    uint32_t last = character_before(w->block, span->end);
    const pith_span *next = span_after(w, span);
    bool marked = next != NULL && next->start == span->end;
    return !may_be_punctuation(last) || marked || is_border(character_at(w->block, span->end));
}

/* Whether there is text alone in a code span, which can then be written between backticks. */
static bool is_plain_code(const markdown_writer *w, const pith_span *span) {
    const pith_span *next = span + 1;
    if (next < w->block->spans + w->block->span_count && next->start < span->end)
        return false;
    pith__str text = {w->block->text + span->start, span->end - span->start};
    return memchr(text.data, '\n', text.length) == NULL &&
           (w->line != PITH_LINE_CELL || memchr(text.data, '|', text.length) == NULL);
}

/* A code span, in more backticks than any run of them in it. */
static void add_code(markdown_writer *w, pith__str text) {
    size_t ticks = pith__longest_run(text, '`') + 1;
    bool padded = text.length == 0 || text.data[0] == '`' || text.data[text.length - 1] == '`';
    for (size_t i = 0; i < ticks; i++)
        pith__buffer_add_byte(w->output, '`');
    if (padded)
        pith__buffer_add_byte(w->output, ' ');
    pith__buffer_add_str(w->output, text);
    if (padded)
        pith__buffer_add_byte(w->output, ' ');
    for (size_t i = 0; i < ticks; i++)
        pith__buffer_add_byte(w->output, '`');
}

/* "!" before a bracket would make an image of a link. */
static void guard_bracket(markdown_writer *w) {
    pith__buffer *output = w->output;
    if (w->line_start || output->length == 0 || output->data[output->length - 1] != '!')
        return;
    output->length--;
    pith__buffer_add_str(output, PITH_STR("\\!"));
}

/* A URL has no space and no bracket but round ones, which are escaped. */
static void add_url(markdown_writer *w, const char *url) {
    for (const char *c = url; *c != '\0'; c++) {
        if (*c == '(' || *c == ')' || *c == '&' || (*c == '*' && w->line == PITH_LINE_CELL))
            pith__buffer_add_byte(w->output, '\\');
        pith__buffer_add_byte(w->output, *c);
    }
}

static void add_escaped(markdown_writer *w, const char *text, pith__line_kind line) {
    pith__str view = pith__str_of(text);
    for (size_t i = 0; i < view.length; i++) {
        if (pith__markdown_needs_escape(view, i, line) || view.data[i] == '"')
            pith__buffer_add_byte(w->output, '\\');
        pith__buffer_add_byte(w->output, view.data[i]);
    }
}

/* What stands between two words is set apart from the first, too; so are images from each other. */
static void set_apart(markdown_writer *w, const pith_span *span) {
    bool between = span->start == w->block->length || pith__is_space(w->block->text[span->start]);
    if (!w->line_start && between && span->start == span->end && last_written(w) != ' ')
        add(w, " ");
}

static void add_image(markdown_writer *w, const pith_span *span) {
    set_apart(w, span);
    guard_bracket(w);
    pith__line_kind line = w->line == PITH_LINE_CELL ? PITH_LINE_CELL : PITH_LINE_TEXT;
    add(w, "![");
    add_escaped(w, span->text != NULL ? span->text : "", line);
    add(w, "](");
    add_url(w, span->url);
    if (span->caption != NULL) {
        add(w, " \"");
        add_escaped(w, span->caption, line);
        add(w, "\"");
    }
    add(w, ")");
    w->line_start = false;
}

/* A formula as GitHub and others read it: $`TeX`$, which is code to those that do not. */
static bool add_formula(markdown_writer *w, const pith_span *span) {
    if (span->text == NULL || (w->line == PITH_LINE_CELL && strpbrk(span->text, "|\\") != NULL))
        return false;
    set_apart(w, span);
    add(w, "$");
    add_code(w, pith__str_of(span->text));
    add(w, "$");
    w->line_start = false;
    return true;
}

static bool open_span(void *context, const pith_span *span) {
    markdown_writer *w = context;
    const char *begin = tag_of(span->kind, false), *end = tag_of(span->kind, true);
    bool star = false;
    switch (span->kind) {
    case PITH_SPAN_IMAGE:
        add_image(w, span);
        return true;
    case PITH_SPAN_FORMULA:
        if (add_formula(w, span))
            return true;
        break;
    case PITH_SPAN_CODE:
        if (!is_plain_code(w, span))
            break;
        add_code(w, (pith__str){w->block->text + span->start, span->end - span->start});
        w->line_start = false;
        return true;
    case PITH_SPAN_LINK:
        guard_bracket(w);
        begin = "[";
        end = NULL;
        break;
    case PITH_SPAN_EMPHASIS:
    case PITH_SPAN_STRONG:
        star = can_use_stars(w, span);
        if (star)
            begin = end = span->kind == PITH_SPAN_STRONG ? "**" : "*";
        break;
    default:
        break;
    }
    add(w, begin);
    w->line_start &= begin[0] == '\0';
    if (w->mark_count < DEEPEST_SPAN)
        w->marks[w->mark_count++] = (open_mark){end, span->end, star};
    return false;
}

static void close_span(void *context, const pith_span *span) {
    markdown_writer *w = context;
    if (span->kind == PITH_SPAN_IMAGE || w->mark_count == 0)
        return;
    open_mark mark = w->marks[--w->mark_count];
    if (span->kind == PITH_SPAN_LINK) {
        add(w, "](");
        add_url(w, span->url);
        add(w, ")");
    } else {
        add(w, mark.end);
    }
    if (mark.star)
        w->star_end = span->end;
}

/* Text between marks; what could be markup is escaped. */
static void add_text(void *context, pith__str part) {
    markdown_writer *w = context;
    pith__str text = {w->block->text, w->block->length};
    size_t from = (size_t)(part.data - text.data), to = from + part.length;
    for (size_t i = from; i < to; i++) {
        char c = text.data[i];
        if (c == '\n') {
            trim_line(w);
            while (i + 1 < to && pith__is_space(text.data[i + 1]))
                i++;
            if (w->line == PITH_LINE_CELL) {
                add(w, "<br>");
            } else if (w->line == PITH_LINE_HEADING) {
                add(w, " ");
            } else if (i + 1 < text.length) {
                add(w, "\\");
                next_line(w);
            }
            continue;
        }
        if (c == ' ' && w->line_start)
            continue;
        size_t marker =
            w->line_start && w->line == PITH_LINE_TEXT ? pith__markdown_marker(text, i) : 0;
        w->line_start = false;
        /* The digits of a number stay; it is the sign after them that is escaped. */
        for (; marker > 1; marker--)
            pith__buffer_add_byte(w->output, text.data[i++]);
        if (marker > 0 || pith__markdown_needs_escape(text, i, w->line))
            pith__buffer_add_byte(w->output, '\\');
        pith__buffer_add_byte(w->output, text.data[i]);
    }
}

static const pith__span_sink span_sink = {open_span, close_span, add_text};

static void begin_text(markdown_writer *w, const pith_block *block, pith__line_kind line) {
    w->block = block;
    w->line = line;
    w->mark_count = 0;
    w->star_end = SIZE_MAX;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* A fence longer than any run of backticks in the text. */
static void add_preformatted(markdown_writer *w, const pith_block *block) {
    pith__str text = {block->text, block->length};
    size_t ticks = pith__longest_run(text, '`') + 1;
    if (ticks < 3)
        ticks = 3;
    for (size_t i = 0; i < ticks; i++)
        pith__buffer_add_byte(w->output, '`');
    if (block->language != NULL)
        add(w, block->language);
    for (size_t at = 0; at <= text.length;) {
        const char *newline =
            at < text.length ? memchr(text.data + at, '\n', text.length - at) : NULL;
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data);
        next_line(w);
        if (end == at)
            trim_line(w);
        pith__buffer_add_str(w->output, pith__str_slice(text, at, end));
        at = end + 1;
    }
    next_line(w);
    for (size_t i = 0; i < ticks; i++)
        pith__buffer_add_byte(w->output, '`');
}

static void add_heading(markdown_writer *w, int level) {
    for (int i = 0; i < level; i++)
        pith__buffer_add_byte(w->output, '#');
    pith__buffer_add_byte(w->output, ' ');
}

static void write_row(markdown_writer *w, const pith__grid *grid, size_t row) {
    add(w, "|");
    for (size_t column = 0; column < grid->width; column++) {
        size_t place = grid->starts[row] + column;
        const pith_cell *cell = place < grid->starts[row + 1] ? grid->cells[place] : NULL;
        add(w, " ");
        if (cell != NULL) {
            begin_text(w, grid->rows[row], PITH_LINE_CELL);
            w->line_start = true;
            pith__walk_cell(grid->rows[row], cell, w->style, &span_sink, w);
            add(w, " ");
        }
        add(w, "|");
        /* Rows may be short, but the first one gives the table its width. */
        if (row > 0 && place + 1 >= grid->starts[row + 1])
            break;
    }
}

/* Writes the table that was collected; its first row is its head. */
static void write_table(markdown_writer *w) {
    pith__grid grid = pith__grid_of(w->output->arena, w->rows.items, w->rows.count);
    const pith_block *first = w->rows.items[0];
    w->rows.count = 0;
    begin_block(w, first);
    for (size_t row = 0; row < grid.row_count; row++) {
        if (row > 0)
            next_line(w);
        write_row(w, &grid, row);
        if (row > 0)
            continue;
        next_line(w);
        add(w, "|");
        for (size_t column = 0; column < grid.width; column++)
            add(w, " --- |");
    }
}

static void add_block(void *context, const pith_block *block) {
    markdown_writer *w = context;
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
    begin_text(w, block, heading ? PITH_LINE_HEADING : PITH_LINE_TEXT);
    pith__walk_spans(block, w->style, &span_sink, w);
    trim_line(w);
}

void pith__write_markdown(
    pith__buffer *output, const pith_article *article, const pith__style *style) {
    static const pith__block_sink sink = {open_container_, close_container, add_block};
    markdown_writer w = {.output = output, .article = article, .style = style};
    const char *title = article->metadata.title;
    if (title != NULL && *title != '\0') {
        const pith_block heading = {.text = title, .length = strlen(title)};
        if (output->length > 0) /* Front matter. */
            add(&w, "\n\n");
        add_heading(&w, 1);
        begin_text(&w, &heading, PITH_LINE_HEADING);
        pith__walk_spans(&heading, style, &span_sink, &w);
    }
    w.ended_sign = 0;
    pith__walk_blocks(article, style, PITH_PART_BODY, &sink, &w);
    if (w.rows.count > 0)
        write_table(&w);
    if (output->length > 0)
        pith__buffer_add_byte(output, '\n');
}
