#include "blocks.h"

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "lines.h"
#include "tables.h"

enum {
    MAX_LEVELS = 8,  /* Depth of nested lists that is told apart. */
    HYPHEN = 0x2010, /* What typesetters of manual pages break a word with. */
    SOFT_HYPHEN = 0xAD,
    MAX_INDENT = UINT16_MAX,
};

typedef struct builder {
    pith__page *page;
    size_t capacity;  /* Of page->blocks. */
    pith__str *lines; /* By block: its first line, as it stood. */
    size_t line_capacity;
    uint32_t indents[MAX_LEVELS]; /* Of the open lists, outermost first. */
    uint32_t levels;
} builder;

/* ---- Text of a block ----------------------------------------------------------------------- */

/* Takes back the last character, as a backspace does where a printer strikes twice ("_\bx"). */
static void take_back(pith__buffer *buffer) {
    if (buffer->length == 0)
        return;
    size_t length =
        pith__utf8_boundary((pith__str){buffer->data, buffer->length}, buffer->length - 1);
    buffer->length = length;
    buffer->data[length] = '\0';
}

static bool ends_blank(const pith__buffer *buffer) {
    return buffer->length == 0 || buffer->data[buffer->length - 1] == ' ';
}

/* Appends text with its white space collapsed and without control characters. */
static void add_clean(pith__buffer *buffer, pith__str text) {
    const char *p = text.data, *end = p + text.length;
    while (p < end) {
        const char *at = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (c == PITH_ESCAPE)
            p = pith__skip_escape(p, end);
        else if (c == '\b')
            take_back(buffer);
        else if (pith__is_blank(c)) {
            if (!ends_blank(buffer))
                pith__buffer_add_byte(buffer, ' ');
        } else if (!pith__is_control(c))
            pith__buffer_add(buffer, at, (size_t)(p - at));
    }
}

/* Whether add_clean() would change nothing: then the block can show the page's own bytes. */
static bool is_clean(pith__str text) {
    const char *p = text.data, *end = p + text.length;
    bool after_blank = true;
    while (p < end) {
        if (*p > ' ' && *p < 0x7F) { /* Most are. */
            after_blank = false;
            p++;
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        bool blank = pith__is_blank(c);
        if (pith__is_control(c) || (blank && (after_blank || c != ' ')))
            return false;
        after_blank = blank;
    }
    return !after_blank;
}

static uint32_t first_of(pith__str text) {
    const char *p = text.data;
    return text.length == 0 ? 0 : pith__utf8_next(&p, text.data + text.length);
}

static uint32_t last_of(pith__str text) {
    if (text.length == 0)
        return 0;
    return first_of(pith__str_slice(text, pith__utf8_boundary(text, text.length - 1), text.length));
}

/*
 * Appends the next line of a wrapped paragraph. Between scripts without spaces there was none where
 * it was broken; a soft or typographic hyphen was put there by the break, a plain one was not.
 */
static void add_wrapped(pith__buffer *buffer, pith__str text, pith__str before) {
    uint32_t first = first_of(text);
    uint32_t last = last_of(before);
    bool broken_word = (last == SOFT_HYPHEN || last == HYPHEN) && pith__is_lower(first);
    if (broken_word && last == HYPHEN)
        take_back(buffer);
    if (!broken_word && !(pith__is_unspaced(first) && pith__is_unspaced(last)) &&
        !ends_blank(buffer))
        pith__buffer_add_byte(buffer, ' ');
    add_clean(buffer, text);
}

/* ---- Blocks -------------------------------------------------------------------------------- */

/* The depth of a list item by its indent; deeper lists are closed. */
static uint8_t level_of(builder *b, uint32_t indent) {
    while (b->levels > 1 && b->indents[b->levels - 1] > indent)
        b->levels--;
    if (b->levels == 0 || (indent > b->indents[b->levels - 1] && b->levels < MAX_LEVELS))
        b->indents[b->levels++] = indent;
    else if (b->levels == 1)
        b->indents[0] = indent;
    return (uint8_t)b->levels;
}

/*
 * What the line's text becomes. Signs in front of a list item go; the writers put their own. A
 * number stays: it may be more than a number in a list ("12. August").
 */
static pith__str visible_text(const pith__line *line) {
    bool sign = line->bullet == PITH_BULLET_MARK || line->bullet == PITH_BULLET_QUOTE;
    return sign ? line->body : line->text;
}

static void begin_block(builder *b, const pith__line *line) {
    pith__page *page = b->page;
    if (page->block_count == b->capacity)
        page->blocks = pith__arena_grow(page->arena, page->blocks, page->block_count,
            (size_t)page->block_count + 1, sizeof *page->blocks, &b->capacity);
    b->lines = pith__arena_grow(page->arena, b->lines, page->block_count,
        (size_t)page->block_count + 1, sizeof *b->lines, &b->line_capacity);
    b->lines[page->block_count] = line->text;
    bool drawn;
    pith__block *block = &page->blocks[page->block_count];
    *block = (pith__block){.kind = PITH_BLOCK_PARAGRAPH,
        .element = PITH_NONE,
        .container = PITH_NONE,
        .line = line->number,
        .cells = pith__text_cells(line->text, &drawn)};
    block->indent = (uint16_t)(line->indent < MAX_INDENT ? line->indent : MAX_INDENT);
    block->blank_before =
        (uint16_t)(line->blank_before < UINT16_MAX ? line->blank_before : UINT16_MAX);
    if (line->bullet == PITH_BULLET_MARK) {
        block->kind = PITH_BLOCK_LIST_ITEM;
        block->level = level_of(b, line->indent);
    } else {
        b->levels = 0;
        if (line->bullet == PITH_BULLET_QUOTE)
            block->kind = PITH_BLOCK_QUOTE;
    }
}

static uint32_t count_characters(pith__str text) {
    size_t ascii = (size_t)(pith__skip_ascii(text.data, text.data + text.length) - text.data);
    uint32_t count = (uint32_t)ascii;
    for (size_t i = ascii; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* Ends the block that was begun; a line without any word or sign (a lone bullet) leaves none. */
static void finish_block(builder *b, pith__str text, uint32_t lines) {
    pith__page *page = b->page;
    if (text.length == 0)
        return;
    pith__block *block = &page->blocks[page->block_count++];
    block->text = pith__nfc(page->arena, text);
    block->words = pith__words_of(page->arena, block->text);
    block->weight = (uint32_t)pith__words_weight(block->words);
    block->characters = count_characters(block->text);
    block->lines = lines;
}

/* The next line that says something; what is only drawn is passed over. */
static bool next_line(pith__line_reader *reader, pith__line *line) {
    bool more = pith__lines_next(reader, line);
    while (more && pith__text_is_rule(line->text))
        more = pith__lines_next(reader, line);
    return more;
}

/* Whether a line is the next of a wrapped paragraph: two rows of a table are none. */
static bool continues(const pith__line *line, const pith__line *next, uint32_t wrap_width) {
    bool drawn;
    return pith__lines_continue(line, next, wrap_width) &&
           !(pith__text_cells(line->text, &drawn) > 1 && pith__text_cells(next->text, &drawn) > 1);
}

/*
 * Makes the block that begins with `line`, and leaves in `line` the first line after it. Returns
 * false when there is none.
 */
static bool read_block(
    builder *b, pith__line_reader *reader, pith__line *line, uint32_t wrap_width) {
    begin_block(b, line);
    pith__str first = visible_text(line);
    pith__line next = {0};
    bool more = next_line(reader, &next);
    bool wrapped = more && continues(line, &next, wrap_width);
    if (!wrapped && is_clean(first)) {
        finish_block(b, first, 1);
        *line = next;
        return more;
    }
    pith__buffer text;
    pith__buffer_init(&text, b->page->arena, SIZE_MAX);
    add_clean(&text, first);
    uint32_t lines = 1;
    for (; more && continues(line, &next, wrap_width); lines++) {
        add_wrapped(&text, visible_text(&next), line->text);
        *line = next;
        more = next_line(reader, &next);
    }
    while (text.length > 0 && text.data[text.length - 1] == ' ')
        take_back(&text);
    finish_block(b, pith__buffer_str(&text), lines);
    *line = next;
    return more;
}

void pith__text_blocks(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    (void)heuristics;
    uint32_t wrap_width = pith__lines_wrap_width(page->source);
    builder b = {.page = page};
    pith__line_reader reader = pith__lines_begin(page->source);
    pith__line line;
    bool more = next_line(&reader, &line);
    while (more) {
        if (page->block_count >= options->max_blocks) {
            page->truncated = true;
            break;
        }
        more = read_block(&b, &reader, &line, wrap_width);
    }
    pith__text_tables(page, b.lines);
}
