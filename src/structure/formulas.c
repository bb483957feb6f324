/* formulas.c - the sources of formulas: TeX, and MathML without anything but mathematics. */
#include "structure.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "../html/dom.h"

enum { LONGEST_SOURCE = 64 << 10 };

/* The elements of MathML Core; what annotates is left out, all others are passed through. */
static const char *const elements[] = {"math", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover",
    "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"};

static const char *element_named(pith__str name) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (pith__str_equal_nocase(name, pith__str_of(elements[i])))
            return elements[i];
    }
    return NULL;
}

/* Appends text with white space collapsed and without control characters, escaped on request. */
static void add_clean(pith__buffer *output, pith__str text, bool escape) {
    const char *end = text.data + text.length;
    bool gap = false;
    for (const char *p = text.data; p < end;) {
        const char *from = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (pith__is_blank(c)) {
            gap = true;
            continue;
        }
        if (pith__is_control(c) || c == PITH_REPLACEMENT)
            continue;
        if (gap && output->length > 0 && output->data[output->length - 1] != '>')
            pith__buffer_add_byte(output, ' ');
        gap = false;
        if (escape && c == '<')
            pith__buffer_add_str(output, PITH_STR("&lt;"));
        else if (escape && c == '>')
            pith__buffer_add_str(output, PITH_STR("&gt;"));
        else if (escape && c == '&')
            pith__buffer_add_str(output, PITH_STR("&amp;"));
        else
            pith__buffer_add(output, from, (size_t)(p - from));
    }
}

static const char *finished(pith__buffer *output) {
    return output->length == 0 || output->full ? NULL : pith__buffer_text(output);
}

static const char *clean_source(pith__structure *structure, pith__str text) {
    pith__buffer output;
    pith__buffer_init(&output, structure->arena, LONGEST_SOURCE);
    add_clean(&output, text, false);
    return finished(&output);
}

static bool is_annotation(const pith__dom *dom, uint32_t node) {
    return dom->nodes[node].kind == PITH_NODE_ELEMENT &&
           (dom->nodes[node].tag == GUMBO_TAG_ANNOTATION_XML ||
               pith__str_equal_nocase(pith__dom_name(dom, node), PITH_STR("annotation")));
}

/* What the page says it was made of, as an annotation or as a text in its place. */
static const char *tex_of(pith__structure *structure, uint32_t math) {
    const pith__dom *dom = structure->page->dom;
    for (uint32_t i = math + 1; i < dom->nodes[math].end; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || !is_annotation(dom, i))
            continue;
        const char *encoding = pith__dom_attribute(dom, i, "encoding");
        if (encoding != NULL &&
            pith__str_find_nocase(pith__str_of(encoding), PITH_STR("tex")) != (size_t)-1)
            return clean_source(
                structure, pith__dom_text_content(structure->page->arena, dom, i, LONGEST_SOURCE));
    }
    const char *alternative = pith__dom_attribute(dom, math, "alttext");
    return alternative == NULL ? NULL : clean_source(structure, pith__str_of(alternative));
}

typedef struct open_tag {
    const char *name;
    uint32_t end;
} open_tag;

static void close_tag(pith__buffer *output, const char *name) {
    pith__buffer_add(output, "</", 2);
    pith__buffer_add_str(output, pith__str_of(name));
    pith__buffer_add_byte(output, '>');
}

static const char *mathml_of(pith__structure *structure, uint32_t math) {
    const pith__dom *dom = structure->page->dom;
    pith__buffer output;
    pith__buffer_init(&output, structure->arena, LONGEST_SOURCE);
    open_tag *open = NULL;
    size_t count = 0, capacity = 0;
    for (uint32_t i = math; i < dom->nodes[math].end;) {
        while (count > 0 && open[count - 1].end <= i)
            close_tag(&output, open[--count].name);
        if (dom->nodes[i].kind == PITH_NODE_TEXT) {
            add_clean(&output, pith__dom_text(dom, i++), true);
            continue;
        }
        const char *name = element_named(pith__dom_name(dom, i));
        if (name != NULL) {
            pith__buffer_add_byte(&output, '<');
            pith__buffer_add_str(&output, pith__str_of(name));
            const char *display = i == math ? pith__dom_attribute(dom, i, "display") : NULL;
            if (display != NULL && strcmp(display, "block") == 0)
                pith__buffer_add_str(&output, PITH_STR(" display=\"block\""));
            pith__buffer_add_byte(&output, '>');
            open = pith__arena_grow(
                structure->page->arena, open, count, count + 1, sizeof *open, &capacity);
            open[count++] = (open_tag){.name = name, .end = dom->nodes[i].end};
        }
        bool skip =
            name == NULL && (is_annotation(dom, i) || dom->nodes[i].tag == GUMBO_TAG_SCRIPT ||
                                dom->nodes[i].tag == GUMBO_TAG_STYLE);
        i = skip ? dom->nodes[i].end : i + 1;
    }
    while (count > 0)
        close_tag(&output, open[--count].name);
    return finished(&output);
}

bool pith__formula_span(pith__structure *structure, uint32_t node, pith_span *span) {
    const pith__dom *dom = structure->page->dom;
    span->kind = PITH_SPAN_FORMULA;
    if (dom->nodes[node].tag == GUMBO_TAG_SCRIPT) {
        span->text = clean_source(
            structure, pith__dom_text_content(structure->page->arena, dom, node, LONGEST_SOURCE));
        return span->text != NULL;
    }
    span->text = tex_of(structure, node);
    span->markup = mathml_of(structure, node);
    return span->text != NULL || span->markup != NULL;
}
