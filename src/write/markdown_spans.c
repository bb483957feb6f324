#include "markdown.h"

#include <string.h>

#include "../base/unicode.h"

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
static uint32_t last_written(const pith__markdown_writer *w) {
    if (w->line_start)
        return ' ';
    pith__str text = {w->output->data, w->output->length};
    const char *p = text.data + pith__utf8_boundary(text, text.length - 1);
    return pith__utf8_next(&p, text.data + text.length);
}

/* The first span after this one that does not lie in it. */
static const pith_span *span_after(const pith__markdown_writer *w, const pith_span *span) {
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
static bool can_use_stars(const pith__markdown_writer *w, const pith_span *span) {
    const pith__open_mark *around = NULL;
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
static bool is_plain_code(const pith__markdown_writer *w, const pith_span *span) {
    const pith_span *next = span + 1;
    if (next < w->block->spans + w->block->span_count && next->start < span->end)
        return false;
    pith__str text = {w->block->text + span->start, span->end - span->start};
    return memchr(text.data, '\n', text.length) == NULL &&
           (w->line != PITH_LINE_CELL || memchr(text.data, '|', text.length) == NULL);
}

/* A code span, in more backticks than any run of them in it. */
static void add_code(pith__markdown_writer *w, pith__str text) {
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
static void guard_bracket(pith__markdown_writer *w) {
    pith__buffer *output = w->output;
    if (w->line_start || output->length == 0 || output->data[output->length - 1] != '!')
        return;
    output->length--;
    pith__buffer_add_str(output, PITH_STR("\\!"));
}

/* A URL has no space and no bracket but round ones, which are escaped. */
static void add_url(pith__markdown_writer *w, const char *url) {
    for (const char *c = url; *c != '\0'; c++) {
        if (*c == '(' || *c == ')' || *c == '&' || (*c == '*' && w->line == PITH_LINE_CELL))
            pith__buffer_add_byte(w->output, '\\');
        pith__buffer_add_byte(w->output, *c);
    }
}

static void add_escaped(pith__markdown_writer *w, const char *text, pith__line_kind line) {
    pith__str view = pith__str_of(text);
    for (size_t i = 0; i < view.length; i++) {
        if (pith__markdown_needs_escape(view, i, line) || view.data[i] == '"')
            pith__buffer_add_byte(w->output, '\\');
        pith__buffer_add_byte(w->output, view.data[i]);
    }
}

/* What stands between two words is set apart from the first, too; so are images from each other. */
static void set_apart(pith__markdown_writer *w, const pith_span *span) {
    bool between = span->start == w->block->length || pith__is_space(w->block->text[span->start]);
    if (!w->line_start && between && span->start == span->end && last_written(w) != ' ')
        pith__markdown_add(w, " ");
}

static void add_image(pith__markdown_writer *w, const pith_span *span) {
    set_apart(w, span);
    guard_bracket(w);
    pith__line_kind line = w->line == PITH_LINE_CELL ? PITH_LINE_CELL : PITH_LINE_TEXT;
    pith__markdown_add(w, "![");
    add_escaped(w, span->text != NULL ? span->text : "", line);
    pith__markdown_add(w, "](");
    add_url(w, span->url);
    if (span->caption != NULL) {
        pith__markdown_add(w, " \"");
        add_escaped(w, span->caption, line);
        pith__markdown_add(w, "\"");
    }
    pith__markdown_add(w, ")");
    w->line_start = false;
}

/* A formula as GitHub and others read it: $`TeX`$, which is code to those that do not. */
static bool add_formula(pith__markdown_writer *w, const pith_span *span) {
    if (span->text == NULL || (w->line == PITH_LINE_CELL && strpbrk(span->text, "|\\") != NULL))
        return false;
    set_apart(w, span);
    pith__markdown_add(w, "$");
    add_code(w, pith__str_of(span->text));
    pith__markdown_add(w, "$");
    w->line_start = false;
    return true;
}

static bool open_span(void *context, const pith_span *span) {
    pith__markdown_writer *w = context;
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
    pith__markdown_add(w, begin);
    w->line_start &= begin[0] == '\0';
    if (w->mark_count < PITH_DEEPEST_SPAN)
        w->marks[w->mark_count++] = (pith__open_mark){end, span->end, star};
    return false;
}

static void close_span(void *context, const pith_span *span) {
    pith__markdown_writer *w = context;
    if (span->kind == PITH_SPAN_IMAGE || w->mark_count == 0)
        return;
    pith__open_mark mark = w->marks[--w->mark_count];
    if (span->kind == PITH_SPAN_LINK) {
        pith__markdown_add(w, "](");
        add_url(w, span->url);
        pith__markdown_add(w, ")");
    } else {
        pith__markdown_add(w, mark.end);
    }
    if (mark.star)
        w->star_end = span->end;
}

/* Text between marks; what could be markup is escaped. */
static void add_text(void *context, pith__str part) {
    pith__markdown_writer *w = context;
    pith__str text = {w->block->text, w->block->length};
    size_t from = (size_t)(part.data - text.data), to = from + part.length;
    for (size_t i = from; i < to; i++) {
        char c = text.data[i];
        if (c == '\n') {
            pith__markdown_trim_line(w);
            while (i + 1 < to && pith__is_space(text.data[i + 1]))
                i++;
            if (w->line == PITH_LINE_CELL) {
                pith__markdown_add(w, "<br>");
            } else if (w->line == PITH_LINE_HEADING) {
                pith__markdown_add(w, " ");
            } else if (i + 1 < text.length) {
                pith__markdown_add(w, "\\");
                pith__markdown_next_line(w);
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

const pith__span_sink pith__markdown_spans = {open_span, close_span, add_text};

void pith__markdown_begin_text(
    pith__markdown_writer *w, const pith_block *block, pith__line_kind line) {
    w->block = block;
    w->line = line;
    w->mark_count = 0;
    w->star_end = SIZE_MAX;
}
