/*
 * html.c - the article as a small HTML document.
 *
 * Nothing of the page's markup is passed on. Elements and attributes are those that stand in this
 * file; text and values are escaped; URLs come from spans, whose schemes are http, https and
 * mailto. Mathematics is the one exception: pith_span.markup is MathML that was built from a list
 * of its elements.
 */
#include "write.h"

#include <string.h>

#include "walk.h"
#include "xml.h"

typedef struct html_writer {
    pith__buffer *output;
    const pith_article *article;
    const pith__style *style;
    const size_t *notes; /* See pith__notes_of(). */
    struct {
        const pith_container *container;
        bool empty;     /* Nothing was written in it. */
        bool captioned; /* FIGURE, TABLE: it has its caption. */
        bool head;      /* TABLE: rows so far are of the head. */
        long number;    /* Numbered LIST: the number that its next item has by itself. */
    } open[PITH_MAX_PATH];
    size_t depth;
} html_writer;

static void add(html_writer *w, const char *text) {
    pith__buffer_add_str(w->output, pith__str_of(text));
}

/* ---- Spans ----------------------------------------------------------------------------------- */

static const char *element_of(pith_span_kind kind) {
    switch (kind) {
    case PITH_SPAN_EMPHASIS:
        return "em";
    case PITH_SPAN_STRONG:
        return "strong";
    case PITH_SPAN_CODE:
        return "code";
    case PITH_SPAN_SUBSCRIPT:
        return "sub";
    case PITH_SPAN_SUPERSCRIPT:
        return "sup";
    case PITH_SPAN_DELETED:
        return "del";
    case PITH_SPAN_INSERTED:
        return "ins";
    case PITH_SPAN_MARKED:
        return "mark";
    case PITH_SPAN_QUOTED:
        return "q";
    case PITH_SPAN_LINK:
    case PITH_SPAN_FOOTNOTE:
        return "a";
    default:
        return NULL;
    }
}

static void add_image(html_writer *w, const pith_span *span) {
    add(w, "<img");
    pith__xml_attribute(w->output, "src", span->url);
    pith__xml_attribute(w->output, "alt", span->text != NULL ? span->text : "");
    add(w, ">");
}

static bool open_span(void *context, const pith_span *span) {
    html_writer *w = context;
    const char *element = element_of(span->kind);
    if (span->kind == PITH_SPAN_IMAGE) {
        add_image(w, span);
        return true;
    }
    if (span->kind == PITH_SPAN_FORMULA && span->markup != NULL) {
        add(w, span->markup);
        return true;
    }
    if (span->kind == PITH_SPAN_FORMULA && span->start == span->end) {
        add(w, "<code class=\"math\">");
        pith__xml_text(w->output, pith__str_of(span->text));
        add(w, "</code>");
        return true;
    }
    if (element == NULL)
        return false;
    add(w, "<");
    add(w, element);
    if (span->kind == PITH_SPAN_LINK)
        pith__xml_attribute(w->output, "href", span->url);
    if (span->kind == PITH_SPAN_FOOTNOTE && span->note < w->article->block_count &&
        w->notes[span->note] > 0)
        pith__xml_name(w->output, "href", "#note-", w->notes[span->note]);
    add(w, ">");
    return false;
}

static void close_span(void *context, const pith_span *span) {
    html_writer *w = context;
    const char *element = element_of(span->kind);
    if (element == NULL)
        return;
    add(w, "</");
    add(w, element);
    add(w, ">");
}

static void add_text(void *context, pith__str text) {
    html_writer *w = context;
    pith__xml_lines(w->output, text, "<br>\n");
}

static void add_preformatted_text(void *context, pith__str text) {
    html_writer *w = context;
    pith__xml_text(w->output, text);
}

static const pith__span_sink span_sink = {open_span, close_span, add_text};
static const pith__span_sink preformatted_sink = {open_span, close_span, add_preformatted_text};

/* ---- Containers ------------------------------------------------------------------------------ */

static const char *container_element(const pith_container *container) {
    switch (container->kind) {
    case PITH_CONTAINER_QUOTE:
        return "blockquote";
    case PITH_CONTAINER_LIST:
        return container->ordered ? "ol" : "ul";
    case PITH_CONTAINER_ITEM:
        return "li";
    case PITH_CONTAINER_DEFINITIONS:
        return "dl";
    case PITH_CONTAINER_TERM:
        return "dt";
    case PITH_CONTAINER_DEFINITION:
        return "dd";
    case PITH_CONTAINER_TABLE:
        return "table";
    case PITH_CONTAINER_FIGURE:
        return "figure";
    }
    return "div";
}

static bool holds_no_text(pith_container_kind kind) {
    return kind == PITH_CONTAINER_LIST || kind == PITH_CONTAINER_DEFINITIONS ||
           kind == PITH_CONTAINER_TABLE;
}

static void begin_container(void *context, const pith_container *container) {
    html_writer *w = context;
    if (w->depth > 0)
        w->open[w->depth - 1].empty = false;
    add(w, "<");
    add(w, container_element(container));
    if (container->kind == PITH_CONTAINER_ITEM && w->depth > 0 &&
        w->open[w->depth - 1].container->ordered) {
        if (container->number != w->open[w->depth - 1].number)
            pith__xml_number(w->output, "value", container->number);
        w->open[w->depth - 1].number = container->number + 1;
    }
    add(w, ">");
    if (container->kind != PITH_CONTAINER_ITEM && container->kind != PITH_CONTAINER_TERM &&
        container->kind != PITH_CONTAINER_DEFINITION)
        add(w, "\n");
    w->open[w->depth].container = container;
    w->open[w->depth].empty = true;
    w->open[w->depth].captioned = false;
    w->open[w->depth].head = true;
    w->open[w->depth++].number = 1;
}

static void end_container(void *context, const pith_container *container) {
    html_writer *w = context;
    w->depth--;
    if (container->kind == PITH_CONTAINER_TABLE && !w->open[w->depth].empty)
        add(w, w->open[w->depth].head ? "</thead>\n" : "</tbody>\n");
    add(w, "</");
    add(w, container_element(container));
    add(w, ">\n");
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* The id of a block that is a note. */
static void add_id(html_writer *w, const pith_block *block) {
    size_t note = w->notes[block - w->article->blocks];
    if (note > 0)
        pith__xml_name(w->output, "id", "note-", note);
}

/* <name> around the block's text, with its id if it is a note. */
static void add_element(html_writer *w, const pith_block *block, const char *name) {
    add(w, "<");
    add(w, name);
    add_id(w, block);
    add(w, ">");
    pith__walk_spans(block, w->style, &span_sink, w);
    add(w, "</");
    add(w, name);
    add(w, ">\n");
}

static void add_preformatted(html_writer *w, const pith_block *block) {
    add(w, "<pre");
    add_id(w, block);
    add(w, ">");
    if (block->language != NULL) {
        add(w, "<code class=\"language-");
        pith__xml_text(w->output, pith__str_of(block->language));
        add(w, "\">");
    }
    /* A parser drops the first line end in it. */
    if (block->length > 0 && block->text[0] == '\n')
        add(w, "\n");
    pith__walk_spans(block, w->style, &preformatted_sink, w);
    add(w, block->language != NULL ? "</code></pre>\n" : "</pre>\n");
}

static bool has_headers_alone(const pith_block *row, unsigned *rows) {
    bool alone = row->kind == PITH_BLOCK_TABLE_ROW && row->cell_count > 0;
    for (size_t i = 0; i < row->cell_count; i++) {
        alone &= row->cells[i].header;
        *rows = row->cells[i].rows > *rows ? row->cells[i].rows : *rows;
    }
    return alone;
}

/* Whether a row can stand in the head of its table: it and the rows that its cells reach into hold
   nothing but header cells. */
static bool is_head_row(const html_writer *w, const pith_block *row) {
    unsigned rows = 1, ignored = 1;
    if (!has_headers_alone(row, &rows))
        return false;
    const pith_block *end = w->article->blocks + w->article->block_count;
    const pith_block *next = row + 1;
    for (unsigned i = 1; i < rows; i++, next++) {
        while (next < end && next->kept != row->kept)
            next++;
        if (next >= end || next->container != row->container || !has_headers_alone(next, &ignored))
            return false;
    }
    return true;
}

static void add_row(html_writer *w, const pith_block *block) {
    bool header = is_head_row(w, block);
    bool in_table = w->depth > 0 && w->open[w->depth - 1].container->kind == PITH_CONTAINER_TABLE;
    if (in_table && w->open[w->depth - 1].empty)
        add(w, header ? "<thead>\n" : "<tbody>\n");
    else if (in_table && w->open[w->depth - 1].head && !header)
        add(w, "</thead>\n<tbody>\n");
    if (in_table) {
        w->open[w->depth - 1].head &= header;
        w->open[w->depth - 1].empty = false;
    }
    add(w, in_table ? "<tr" : "<table><tbody><tr");
    add_id(w, block);
    add(w, ">");
    for (size_t i = 0; i < block->cell_count; i++) {
        const pith_cell *cell = &block->cells[i];
        add(w, cell->header ? "<th" : "<td");
        if (cell->columns > 1)
            pith__xml_number(w->output, "colspan", (long)cell->columns);
        if (cell->rows > 1)
            pith__xml_number(w->output, "rowspan", (long)cell->rows);
        add(w, ">");
        pith__walk_cell(block, cell, w->style, &span_sink, w);
        add(w, cell->header ? "</th>" : "</td>");
    }
    add(w, in_table ? "</tr>\n" : "</tr></tbody></table>\n");
}

/* Images between paragraphs: each a figure, unless they stand in one. Formulas: a paragraph. */
static void add_images(html_writer *w, const pith_block *block) {
    bool in_figure = w->depth > 0 && w->open[w->depth - 1].container->kind == PITH_CONTAINER_FIGURE;
    for (size_t i = 0; i < block->span_count; i++) {
        const pith_span *span = &block->spans[i];
        if (span->kind == PITH_SPAN_IMAGE && !w->style->images)
            continue;
        if (span->kind != PITH_SPAN_IMAGE) {
            add(w, "<p>");
            open_span(w, span);
            add(w, "</p>\n");
            continue;
        }
        add(w, in_figure ? "" : "<figure>");
        add_image(w, span);
        bool caption = span->caption != NULL && !(in_figure && w->open[w->depth - 1].captioned) &&
                       (!in_figure || i + 1 == block->span_count);
        if (caption) {
            add(w, "<figcaption>");
            pith__xml_text(w->output, pith__str_of(span->caption));
            add(w, "</figcaption>");
            if (in_figure)
                w->open[w->depth - 1].captioned = true;
        }
        add(w, in_figure ? "\n" : "</figure>\n");
    }
}

static const char *heading_element(int level) {
    /* The title is the only heading of level one. */
    static const char *const names[] = {"h2", "h2", "h2", "h3", "h4", "h5", "h6"};
    return names[level < 0 || level > 6 ? 0 : level];
}

/* The element of a caption: parsers and readers know one of a table or figure. */
static const char *caption_element(html_writer *w) {
    if (w->depth == 0 || w->open[w->depth - 1].captioned)
        return "p";
    pith_container_kind kind = w->open[w->depth - 1].container->kind;
    if (kind == PITH_CONTAINER_TABLE || kind == PITH_CONTAINER_FIGURE)
        w->open[w->depth - 1].captioned = true;
    return kind == PITH_CONTAINER_TABLE    ? "caption"
           : kind == PITH_CONTAINER_FIGURE ? "figcaption"
                                           : "p";
}

static void add_block(void *context, const pith_block *block) {
    html_writer *w = context;
    bool inside = w->depth > 0 && !holds_no_text(w->open[w->depth - 1].container->kind);
    bool first = inside && w->open[w->depth - 1].empty;
    const pith_container *container = inside ? w->open[w->depth - 1].container : NULL;
    bool term = container != NULL && container->kind == PITH_CONTAINER_TERM;
    bool inline_first = container != NULL && (term || container->kind == PITH_CONTAINER_ITEM ||
                                                 container->kind == PITH_CONTAINER_DEFINITION);
    switch (block->kind) {
    case PITH_BLOCK_HEADING:
        add_element(w, block, term ? "strong" : heading_element(block->level));
        break;
    case PITH_BLOCK_TABLE_ROW:
        add_row(w, block);
        break;
    case PITH_BLOCK_PREFORMATTED:
        add_preformatted(w, block);
        break;
    case PITH_BLOCK_CAPTION:
        add_element(w, block, caption_element(w));
        break;
    case PITH_BLOCK_IMAGE:
        add_images(w, block);
        break;
    case PITH_BLOCK_PARAGRAPH:
    case PITH_BLOCK_LIST_ITEM:
    case PITH_BLOCK_QUOTE:
        if (first && inline_first && w->notes[block - w->article->blocks] == 0)
            pith__walk_spans(block, w->style, &span_sink, w);
        else
            add_element(w, block, "p");
        break;
    }
    if (inside)
        w->open[w->depth - 1].empty = false;
}

/* ---- Document -------------------------------------------------------------------------------- */

static void add_meta(html_writer *w, const char *name, const char *content) {
    if (content == NULL)
        return;
    add(w, "<meta");
    pith__xml_attribute(w->output, "name", name);
    pith__xml_attribute(w->output, "content", content);
    add(w, ">\n");
}

/* Whether an address of the metadata can stand as a link, as those of spans can. */
static bool is_plain_address(const char *url) {
    return url != NULL && (strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0) &&
           strpbrk(url, "\"'<>\\^`{|} ") == NULL;
}

static void add_head(html_writer *w) {
    const pith_metadata *metadata = &w->article->metadata;
    add(w, "<!DOCTYPE html>\n<html");
    pith__xml_attribute(w->output, "lang", metadata->language);
    add(w, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    pith__xml_text(w->output, pith__str_of(metadata->title != NULL ? metadata->title : "Untitled"));
    add(w, "</title>\n");
    add_meta(w, "author", metadata->author);
    add_meta(w, "date", metadata->date);
    add_meta(w, "description", metadata->description);
    add_meta(w, "keywords", metadata->tags);
    if (is_plain_address(metadata->url)) {
        add(w, "<link rel=\"canonical\"");
        pith__xml_attribute(w->output, "href", metadata->url);
        add(w, ">\n");
    }
    add(w, "</head>\n<body>\n");
}

static void add_part(html_writer *w, pith__part part) {
    static const pith__block_sink sink = {begin_container, end_container, add_block};
    w->notes = pith__notes_of(w->output->arena, w->article, w->style, part);
    w->depth = 0;
    pith__walk_blocks(w->article, w->style, part, &sink, w);
}

void pith__write_html(pith__buffer *output, const pith_article *article, const pith__style *style) {
    html_writer w = {.output = output, .article = article, .style = style};
    const char *title = article->metadata.title;
    add_head(&w);
    add(&w, "<article>\n");
    if (title != NULL && *title != '\0') {
        add(&w, "<h1>");
        pith__xml_text(output, pith__str_of(title));
        add(&w, "</h1>\n");
    }
    add_part(&w, PITH_PART_BODY);
    add(&w, "</article>\n");
    if (article->comments_length > 0) {
        add(&w, "<section class=\"comments\">\n");
        add_part(&w, PITH_PART_COMMENTS);
        add(&w, "</section>\n");
    }
    add(&w, "</body>\n</html>\n");
}
