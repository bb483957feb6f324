/*
 * tei.c - the article as a document in TEI Lite (https://tei-c.org/guidelines/customization/lite/).
 *
 * Headings open divisions, nested by their levels. Everything else that TEI has an element for is
 * in that element; tests/tei-lite-subset.rng states which are used, and how they nest.
 */
#include "write.h"

#include <string.h>

#include "walk.h"
#include "xml.h"

enum { DEEPEST_DIVISION = 7 };

typedef struct tei_writer {
    pith__buffer *output;
    const pith_article *article;
    const pith__style *style;
    const size_t *notes;             /* See pith__notes_of(). */
    int divisions[DEEPEST_DIVISION]; /* Levels of the headings that opened them. */
    size_t division_count;
    bool begun; /* Something stands in the innermost division, its heading aside. */
    struct {
        const pith_container *container;
        bool empty;               /* Nothing was written in it. */
        pith_container_kind last; /* DEFINITIONS: what was written in it last. */
    } open[PITH_MAX_PATH];
    size_t depth;
} tei_writer;

static void add(tei_writer *w, const char *text) {
    pith__buffer_add_str(w->output, pith__str_of(text));
}

/* ---- Spans ----------------------------------------------------------------------------------- */

static const char *begin_tag(pith_span_kind kind) {
    switch (kind) {
    case PITH_SPAN_EMPHASIS:
        return "<hi rend=\"italic\">";
    case PITH_SPAN_STRONG:
        return "<hi rend=\"bold\">";
    case PITH_SPAN_SUBSCRIPT:
        return "<hi rend=\"subscript\">";
    case PITH_SPAN_SUPERSCRIPT:
        return "<hi rend=\"superscript\">";
    case PITH_SPAN_MARKED:
        return "<hi rend=\"highlight\">";
    case PITH_SPAN_CODE:
        return "<code>";
    case PITH_SPAN_DELETED:
        return "<del>";
    case PITH_SPAN_INSERTED:
        return "<add>";
    case PITH_SPAN_QUOTED:
        return "<q>";
    default:
        return "";
    }
}

static const char *end_tag(pith_span_kind kind) {
    switch (kind) {
    case PITH_SPAN_CODE:
        return "</code>";
    case PITH_SPAN_DELETED:
        return "</del>";
    case PITH_SPAN_INSERTED:
        return "</add>";
    case PITH_SPAN_QUOTED:
        return "</q>";
    case PITH_SPAN_LINK:
    case PITH_SPAN_FOOTNOTE:
        return "</ref>";
    case PITH_SPAN_FORMULA:
    case PITH_SPAN_IMAGE:
        return "";
    default:
        return "</hi>";
    }
}

static void add_graphic(tei_writer *w, const pith_span *span) {
    add(w, "<graphic");
    pith__xml_attribute(w->output, "url", span->url);
    add(w, "/>");
    if (span->caption != NULL) {
        add(w, "<head>");
        pith__xml_text(w->output, pith__str_of(span->caption));
        add(w, "</head>");
    }
    if (span->text != NULL) {
        add(w, "<figDesc>");
        pith__xml_text(w->output, pith__str_of(span->text));
        add(w, "</figDesc>");
    }
}

/* TeX if the page has it, else MathML; false if it has none. */
static bool add_formula(tei_writer *w, const pith_span *span) {
    if (span->text != NULL) {
        add(w, "<formula notation=\"TeX\">");
        pith__xml_text(w->output, pith__str_of(span->text));
        add(w, "</formula>");
        return true;
    }
    if (span->markup == NULL || strncmp(span->markup, "<math", 5) != 0)
        return false;
    add(w, "<formula notation=\"MathML\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
    add(w, span->markup + 5);
    add(w, "</formula>");
    return true;
}

static bool open_span(void *context, const pith_span *span) {
    tei_writer *w = context;
    switch (span->kind) {
    case PITH_SPAN_IMAGE:
        add(w, "<figure>");
        add_graphic(w, span);
        add(w, "</figure>");
        return true;
    case PITH_SPAN_FORMULA:
        return add_formula(w, span);
    case PITH_SPAN_LINK:
        add(w, "<ref");
        pith__xml_attribute(w->output, "target", span->url);
        add(w, ">");
        return false;
    case PITH_SPAN_FOOTNOTE:
        add(w, "<ref type=\"note\"");
        if (span->note < w->article->block_count && w->notes[span->note] > 0)
            pith__xml_name(w->output, "target", "#note-", w->notes[span->note]);
        add(w, ">");
        return false;
    default:
        add(w, begin_tag(span->kind));
        return false;
    }
}

static void close_span(void *context, const pith_span *span) {
    add(context, end_tag(span->kind));
}

static void add_text(void *context, pith__str text) {
    tei_writer *w = context;
    pith__xml_lines(w->output, text, "<lb/>\n");
}

static void add_preformatted_text(void *context, pith__str text) {
    tei_writer *w = context;
    pith__xml_text(w->output, text);
}

static const pith__span_sink span_sink = {open_span, close_span, add_text};
static const pith__span_sink preformatted_sink = {open_span, close_span, add_preformatted_text};

/* ---- Containers ------------------------------------------------------------------------------ */

/* Terms and definitions come in pairs: what is missing stays empty. */
static void pair_up(tei_writer *w, pith_container_kind next) {
    if (w->depth == 0 || w->open[w->depth - 1].container->kind != PITH_CONTAINER_DEFINITIONS)
        return;
    pith_container_kind last = w->open[w->depth - 1].last;
    if (last == PITH_CONTAINER_TERM && next != PITH_CONTAINER_DEFINITION)
        add(w, "<item/>\n");
    if (last != PITH_CONTAINER_TERM && next == PITH_CONTAINER_DEFINITION)
        add(w, "<label/>\n");
    w->open[w->depth - 1].last = next;
}

static void begin_container(void *context, const pith_container *container) {
    tei_writer *w = context;
    w->begun = true;
    pair_up(w, container->kind);
    if (w->depth > 0)
        w->open[w->depth - 1].empty = false;
    switch (container->kind) {
    case PITH_CONTAINER_QUOTE:
        add(w, "<quote>\n");
        break;
    case PITH_CONTAINER_LIST:
        add(w, container->ordered ? "<list rend=\"numbered\">\n" : "<list rend=\"bulleted\">\n");
        break;
    case PITH_CONTAINER_ITEM:
        add(w, "<item");
        if (w->depth > 0 && w->open[w->depth - 1].container->ordered)
            pith__xml_number(w->output, "n", container->number);
        add(w, ">");
        break;
    case PITH_CONTAINER_DEFINITIONS:
        add(w, "<list type=\"gloss\">\n");
        break;
    case PITH_CONTAINER_TERM:
        add(w, "<label>");
        break;
    case PITH_CONTAINER_DEFINITION:
        add(w, "<item>");
        break;
    case PITH_CONTAINER_TABLE:
        add(w, "<table>\n");
        break;
    case PITH_CONTAINER_FIGURE:
        add(w, "<figure>\n");
        break;
    }
    w->open[w->depth].container = container;
    w->open[w->depth].empty = true;
    w->open[w->depth++].last = PITH_CONTAINER_DEFINITION;
}

static void end_container(void *context, const pith_container *container) {
    static const char *const tags[] = {"</quote>\n", "</list>\n", "</item>\n", "</list>\n",
        "</label>\n", "</item>\n", "</table>\n", "</figure>\n"};
    tei_writer *w = context;
    if (container->kind == PITH_CONTAINER_DEFINITIONS)
        pair_up(w, PITH_CONTAINER_TERM);
    w->depth--;
    add(w, tags[container->kind]);
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* The id of a block that is a note. */
static void add_id(tei_writer *w, const pith_block *block) {
    size_t note = w->notes[block - w->article->blocks];
    if (note > 0)
        pith__xml_name(w->output, "xml:id", "note-", note);
}

static void add_element(
    tei_writer *w, const pith_block *block, const char *name, const char *rend) {
    add(w, "<");
    add(w, name);
    add_id(w, block);
    pith__xml_attribute(w->output, "rend", rend);
    add(w, ">");
    pith__walk_spans(block, w->style, &span_sink, w);
    add(w, "</");
    add(w, name);
    add(w, ">\n");
}

static void close_divisions(tei_writer *w, int level) {
    while (w->division_count > 0 && w->divisions[w->division_count - 1] >= level) {
        w->division_count--;
        add(w, "</div>\n");
    }
}

/* A heading between paragraphs begins a division; one in a list or quotation cannot. */
static void add_heading(tei_writer *w, const pith_block *block) {
    if (w->depth > 0) {
        add_element(w, block, "p", "heading");
        return;
    }
    int level = block->level < 1 ? 1 : block->level > 6 ? 6 : block->level;
    close_divisions(w, level);
    w->divisions[w->division_count++] = level;
    add(w, "<div>\n");
    add_element(w, block, "head", NULL);
}

static void add_preformatted(tei_writer *w, const pith_block *block) {
    add(w, "<ab type=\"preformatted\" xml:space=\"preserve\"");
    add_id(w, block);
    add(w, ">");
    if (block->language != NULL) {
        add(w, "<code");
        pith__xml_attribute(w->output, "lang", block->language);
        add(w, ">");
    }
    pith__walk_spans(block, w->style, &preformatted_sink, w);
    add(w, block->language != NULL ? "</code></ab>\n" : "</ab>\n");
}

static void add_row(tei_writer *w, const pith_block *block) {
    bool in_table = w->depth > 0 && w->open[w->depth - 1].container->kind == PITH_CONTAINER_TABLE;
    bool header = block->cell_count > 0;
    for (size_t i = 0; i < block->cell_count; i++)
        header &= block->cells[i].header;
    add(w, in_table ? "<row" : "<table><row");
    add_id(w, block);
    pith__xml_attribute(w->output, "role", header ? "label" : NULL);
    add(w, ">");
    for (size_t i = 0; i < block->cell_count; i++) {
        const pith_cell *cell = &block->cells[i];
        add(w, "<cell");
        pith__xml_attribute(w->output, "role", cell->header ? "label" : NULL);
        if (cell->columns > 1)
            pith__xml_number(w->output, "cols", (long)cell->columns);
        if (cell->rows > 1)
            pith__xml_number(w->output, "rows", (long)cell->rows);
        add(w, ">");
        pith__walk_cell(block, cell, w->style, &span_sink, w);
        add(w, "</cell>");
    }
    add(w, in_table ? "</row>\n" : "</row></table>\n");
}

static void add_images(tei_writer *w, const pith_block *block) {
    bool in_figure = w->depth > 0 && w->open[w->depth - 1].container->kind == PITH_CONTAINER_FIGURE;
    for (size_t i = 0; i < block->span_count; i++) {
        const pith_span *span = &block->spans[i];
        if (span->kind == PITH_SPAN_IMAGE && !w->style->images)
            continue;
        if (span->kind != PITH_SPAN_IMAGE) {
            add(w, "<p>");
            open_span(w, span);
            add(w, "</p>\n");
        } else if (in_figure) {
            add_graphic(w, span);
            add(w, "\n");
        } else {
            open_span(w, span);
            add(w, "\n");
        }
    }
}

static void add_block(void *context, const pith_block *block) {
    tei_writer *w = context;
    const pith_container *container = w->depth > 0 ? w->open[w->depth - 1].container : NULL;
    bool first = container != NULL && w->open[w->depth - 1].empty;
    bool framed = container != NULL && (container->kind == PITH_CONTAINER_TABLE ||
                                           container->kind == PITH_CONTAINER_FIGURE);
    if (container != NULL && container->kind == PITH_CONTAINER_TERM) {
        /* A label holds phrases alone. */
        add(w, first ? "" : "<lb/>");
        if (w->notes[block - w->article->blocks] > 0) {
            add(w, "<anchor");
            add_id(w, block);
            add(w, "/>");
        }
        pith__walk_spans(block, w->style, &span_sink, w);
    } else if (block->kind == PITH_BLOCK_HEADING) {
        add_heading(w, block);
    } else if (block->kind == PITH_BLOCK_TABLE_ROW) {
        add_row(w, block);
    } else if (block->kind == PITH_BLOCK_PREFORMATTED) {
        add_preformatted(w, block);
    } else if (block->kind == PITH_BLOCK_CAPTION) {
        add_element(w, block, framed ? "head" : "p", framed ? NULL : "caption");
    } else if (block->kind == PITH_BLOCK_IMAGE) {
        add_images(w, block);
    } else if (first && block->kind == PITH_BLOCK_LIST_ITEM &&
               w->notes[block - w->article->blocks] == 0) {
        pith__walk_spans(block, w->style, &span_sink, w);
    } else {
        add_element(w, block, "p", NULL);
    }
    w->begun = true;
    if (w->depth > 0)
        w->open[w->depth - 1].empty = false;
}

/* ---- Document -------------------------------------------------------------------------------- */

/* Calls `add_item` with each part of "a; b". */
static void add_parts(tei_writer *w, const char *element, const char *joined) {
    for (const char *from = joined; from != NULL;) {
        const char *end = strstr(from, "; ");
        pith__str part = {from, end == NULL ? strlen(from) : (size_t)(end - from)};
        add(w, "<");
        add(w, element);
        add(w, ">");
        pith__xml_text(w->output, part);
        add(w, "</");
        add(w, element);
        add(w, ">\n");
        from = end == NULL ? NULL : end + 2;
    }
}

static void add_date(tei_writer *w, const char *date, const char *type) {
    if (date == NULL)
        return;
    add(w, "<date");
    pith__xml_attribute(w->output, "type", type);
    pith__xml_attribute(w->output, "when", date);
    add(w, ">");
    pith__xml_text(w->output, pith__str_of(date));
    add(w, "</date>\n");
}

static void add_keywords(tei_writer *w, const char *scheme, const char *joined) {
    if (joined == NULL)
        return;
    add(w, "<keywords");
    pith__xml_attribute(w->output, "scheme", scheme);
    add(w, ">\n");
    add_parts(w, "term", joined);
    add(w, "</keywords>\n");
}

static void add_source(tei_writer *w, const pith_metadata *metadata) {
    add(w, "<sourceDesc>\n<bibl>\n");
    pith__xml_element(w->output, "title", metadata->title);
    add_parts(w, "author", metadata->author);
    pith__xml_element(w->output, "publisher", metadata->sitename);
    add_date(w, metadata->date, NULL);
    if (metadata->url != NULL) {
        add(w, "<ref type=\"url\"");
        pith__xml_attribute(w->output, "target", metadata->url);
        add(w, ">");
        pith__xml_text(w->output, pith__str_of(metadata->url));
        add(w, "</ref>\n");
    }
    add(w, "</bibl>\n</sourceDesc>\n");
}

static void add_header(tei_writer *w) {
    const pith_metadata *metadata = &w->article->metadata;
    add(w, "<teiHeader>\n<fileDesc>\n<titleStmt>\n");
    pith__xml_element(w->output, "title", metadata->title != NULL ? metadata->title : "");
    add_parts(w, "author", metadata->author);
    add(w, "</titleStmt>\n<publicationStmt>\n");
    const char *publisher = metadata->sitename != NULL ? metadata->sitename : metadata->hostname;
    pith__xml_element(w->output, "publisher", publisher != NULL ? publisher : "");
    if (metadata->license != NULL) {
        add(w, "<availability>\n<licence>");
        pith__xml_text(w->output, pith__str_of(metadata->license));
        add(w, "</licence>\n</availability>\n");
    }
    add_date(w, metadata->date, "published");
    add_date(w, metadata->modified, "modified");
    add(w, "</publicationStmt>\n");
    add_source(w, metadata);
    add(w, "</fileDesc>\n<encodingDesc>\n<appInfo>\n<application ident=\"pith\"");
    pith__xml_attribute(w->output, "version", pith_version());
    add(w, ">\n<label>pith</label>\n</application>\n</appInfo>\n</encodingDesc>\n<profileDesc>\n");
    if (metadata->description != NULL) {
        add(w, "<abstract>\n");
        pith__xml_element(w->output, "p", metadata->description);
        add(w, "</abstract>\n");
    }
    if (metadata->language != NULL) {
        add(w, "<langUsage>\n<language");
        pith__xml_attribute(w->output, "ident", metadata->language);
        add(w, ">");
        pith__xml_text(w->output, pith__str_of(metadata->language));
        add(w, "</language>\n</langUsage>\n");
    }
    if (metadata->categories != NULL || metadata->tags != NULL) {
        add(w, "<textClass>\n");
        add_keywords(w, "categories", metadata->categories);
        add_keywords(w, "tags", metadata->tags);
        add(w, "</textClass>\n");
    }
    add(w, "</profileDesc>\n</teiHeader>\n");
}

static void add_part(tei_writer *w, pith__part part, const char *type) {
    static const pith__block_sink sink = {begin_container, end_container, add_block};
    w->notes = pith__notes_of(w->output->arena, w->article, w->style, part);
    w->depth = 0;
    w->begun = false;
    add(w, "<div");
    pith__xml_attribute(w->output, "type", type);
    add(w, ">\n");
    pith__walk_blocks(w->article, w->style, part, &sink, w);
    close_divisions(w, 0);
    if (!w->begun)
        add(w, "<p/>\n");
    add(w, "</div>\n");
}

void pith__write_tei(pith__buffer *output, const pith_article *article, const pith__style *style) {
    tei_writer w = {.output = output, .article = article, .style = style};
    add(&w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI "
            "xmlns=\"http://www.tei-c.org/ns/1.0\">\n");
    add_header(&w);
    add(&w, "<text>\n<body>\n");
    add_part(&w, PITH_PART_BODY, "article");
    if (article->comments_length > 0)
        add_part(&w, PITH_PART_COMMENTS, "comments");
    add(&w, "</body>\n</text>\n</TEI>\n");
}
