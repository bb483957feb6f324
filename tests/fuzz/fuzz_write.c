/*
 * fuzz_write.c - structure and writers: a piece of markup in the middle of an article, written in
 * every format with every option. The first byte chooses the options.
 *
 * What must hold of any page is checked: spans and cells lie in their text and nest, containers
 * come before what is in them, and HTML that is parsed again holds nothing but what the writer may
 * write.
 */
#include "fuzz.h"

#include <gumbo.h>
#include <stdio.h>
#include <string.h>

static const char before[] =
    "<!DOCTYPE html><html lang=en><title>A crane</title><body><article><h1>A crane</h1><p>The "
    "harbour "
    "was built when the river still carried timber from the hills to the coast, and its oldest "
    "crane has stood on the northern quay for a hundred and forty years.</p>";
static const char after[] =
    "<p>Work is to begin in spring, and the engineers expect that it will take about two years "
    "until the machine can lift a boat out of the water again, as it did in the days of sail.</p>"
    "</article></body></html>";

static void require(bool holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

/* ---- The article ----------------------------------------------------------------------------- */

static bool is_boundary(const pith_block *block, size_t at) {
    return at <= block->length && (at == block->length || (block->text[at] & 0xC0) != 0x80);
}

static void check_spans(const pith_article *article, const pith_block *block) {
    size_t ends[64], depth = 0, start = 0;
    for (size_t i = 0; i < block->span_count; i++) {
        const pith_span *span = &block->spans[i];
        require(span->start <= span->end && is_boundary(block, span->start) &&
                    is_boundary(block, span->end),
            "a span lies in its text");
        require(span->start >= start, "spans are in order");
        start = span->start;
        while (depth > 0 && ends[depth - 1] <= span->start)
            depth--;
        require(depth == 0 || span->end <= ends[depth - 1], "spans nest");
        if (span->end > span->start)
            ends[depth++] = span->end;
        bool address = span->kind == PITH_SPAN_LINK || span->kind == PITH_SPAN_IMAGE;
        require(!address || span->url != NULL, "links and images have an address");
        require(span->kind != PITH_SPAN_FOOTNOTE || span->note < article->block_count,
            "a footnote has its note");
    }
}

static void check_article(const pith_article *article) {
    for (size_t i = 0; i < article->container_count; i++)
        require(
            article->containers[i].parent == PITH_NO_CONTAINER || article->containers[i].parent < i,
            "a container comes after the one around it");
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        require(
            block->container == PITH_NO_CONTAINER || block->container < article->container_count,
            "a block stands in a container of the article");
        for (size_t k = 0; k < block->cell_count; k++)
            require(block->cells[k].start <= block->cells[k].end &&
                        block->cells[k].end <= block->length &&
                        (k == 0 || block->cells[k].start >= block->cells[k - 1].end),
                "cells lie in their row, one after the other");
        check_spans(article, block);
    }
}

/* ---- HTML ------------------------------------------------------------------------------------ */

static bool is_among(const char *name, const char *names) {
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)) != NULL; at++) {
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

static void check_element(const GumboElement *element) {
    static const char elements[] =
        "html head meta title link body article section h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd "
        "blockquote pre figure figcaption table caption thead tbody tr th td br img a em strong "
        "code "
        "sub sup del ins mark q math mi mo mn ms mtext";
    if (element->tag != GUMBO_TAG_UNKNOWN)
        require(
            is_among(gumbo_normalized_tagname(element->tag), elements), "the element is allowed");
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        require(is_among(attribute->name, "lang charset name content rel href src alt class id "
                                          "value colspan rowspan display"),
            "the attribute is allowed");
        bool address = strcmp(attribute->name, "href") == 0 || strcmp(attribute->name, "src") == 0;
        require(!address || strncmp(attribute->value, "http://", 7) == 0 ||
                    strncmp(attribute->value, "https://", 8) == 0 ||
                    strncmp(attribute->value, "mailto:", 7) == 0 ||
                    strncmp(attribute->value, "#note-", 6) == 0,
            "the address is allowed");
    }
}

/* The depth of what pith writes is bounded. */
static void check_node(const GumboNode *node) {
    if (node->type != GUMBO_NODE_ELEMENT)
        return;
    check_element(&node->v.element);
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        check_node(node->v.element.children.data[i]);
}

static void check_html(const char *text, size_t length) {
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, text, length);
    check_node(output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    size_t length = sizeof before - 1 + size - 1 + sizeof after - 1;
    char *page = malloc(length);
    memcpy(page, before, sizeof before - 1);
    memcpy(page + sizeof before - 1, data + 1, size - 1);
    memcpy(page + length - (sizeof after - 1), after, sizeof after - 1);
    pith_input input = {.bytes = page,
        .length = length,
        .kind = PITH_KIND_HTML,
        .charset = "utf-8",
        .url = (data[0] & 0x80) != 0 ? NULL : "https://base.example/a/b"};
    pith_article *article = NULL;
    if (pith_extract(fuzz_extractor(), &input, NULL, &article, NULL) == PITH_OK) {
        check_article(article);
        pith_write_options options = {.tables = (pith_tables)(data[0] % 3),
            .links = (pith_switch)(data[0] / 3 % 3),
            .images = (pith_switch)(data[0] / 9 % 3),
            .formatting = (pith_switch)(data[0] / 27 % 3),
            .front_matter = (data[0] & 1) != 0,
            .blocks = true};
        for (int format = PITH_FORMAT_TEXT; format <= PITH_FORMAT_TEI; format++) {
            char *output;
            require(pith_write(article, (pith_format)format, &options, &output, &length, NULL) ==
                        PITH_OK,
                "an article can be written");
            if (format == PITH_FORMAT_HTML)
                check_html(output, length);
            pith_free(output);
        }
    }
    pith_article_free(article);
    free(page);
    return 0;
}
