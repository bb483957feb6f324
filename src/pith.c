/*
 * pith.c - the pipeline:
 *
 *     bytes --> charset --> html or text --> blocks --> metadata --> score --> select --> article
 */
#include "pith.h"

#include <setjmp.h>
#include <stdlib.h>

#include "article.h"
#include "base/error.h"
#include "charset/charset.h"
#include "explain/explain.h"
#include "extractor.h"
#include "html/blocks.h"
#include "html/dom.h"
#include "html/embedded.h"
#include "kind.h"
#include "meta/meta.h"
#include "pipeline.h"
#include "score/judge.h"
#include "score/score.h"
#include "score/trace.h"
#include "text/blocks.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0"
#endif

const char *pith_version(void) {
    return PACKAGE_VERSION;
}

pith_options pith_options_default(void) {
    return (pith_options){.max_input = PITH_MAX_INPUT,
        .max_memory = PITH_MAX_MEMORY,
        .max_elements = PITH_MAX_ELEMENTS,
        .max_blocks = PITH_MAX_BLOCKS,
        .max_depth = PITH_MAX_DEPTH};
}

pith_status pith__page_read(
    pith__page *page, const pith_input *input, const pith_options *options, pith_error *error) {
    pith__str bytes = {input->bytes, input->length};
    if (bytes.length > options->max_input) {
        bytes.length = options->max_input;
        page->truncated = true;
    }
    if (pith__looks_binary(bytes))
        return pith__error_status(error, PITH_ERROR_BINARY);
    page->url = input->url;
    page->kind = input->kind == PITH_KIND_AUTO ? pith__kind_sniff(bytes) : input->kind;
    size_t skip = 0;
    const pith__charset *charset =
        pith__charset_sniff(bytes, input->charset, page->kind == PITH_KIND_HTML, &skip);
    if (charset == NULL)
        return pith__error_set(
            error, PITH_ERROR_CHARSET, "unknown charset: %.100s", input->charset);
    page->charset = charset->name;
    /* Nothing was said of the charset of a dump, so its lines may be in several. */
    bool may_be_mixed = page->kind == PITH_KIND_TEXT && input->charset == NULL && skip == 0 &&
                        charset->form != PITH_FORM_UTF16;
    if (may_be_mixed && pith__charset_decode_mixed(page->arena, bytes, &page->source))
        page->charset = "UTF-8";
    else
        page->source =
            pith__charset_decode(page->arena, pith__str_slice(bytes, skip, bytes.length), charset);
    /* A character that the limit cut apart is not the page's fault. */
    if (page->truncated && pith__str_ends_nocase(page->source, PITH_STR("\xEF\xBF\xBD")))
        page->source.length -= 3;
    if (pith__str_trim(page->source).length == 0)
        return pith__error_status(error, PITH_ERROR_EMPTY);
    return PITH_OK;
}

static void work_on_html(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    page->dom =
        pith__dom_parse(page->arena, page->source, options->max_elements, options->max_depth);
    page->truncated |= page->dom->truncated;
    pith__html_blocks(page, heuristics, options);
    pith__html_embedded(page, heuristics, options);
    pith__meta_html(page, heuristics);
    if (options->explain)
        pith__trace_begin(page);
    pith__score_html(page, heuristics, options);
}

static void work_on_text(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    pith__text_blocks(page, heuristics, options);
    pith__meta_dump(page, heuristics);
    if (options->explain)
        pith__trace_begin(page);
    pith__score_dump(page, heuristics, options);
}

void pith__page_judge(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    if (page->kind == PITH_KIND_HTML)
        work_on_html(page, heuristics, options);
    else
        work_on_text(page, heuristics, options);
}

pith_status pith_extract(const pith_extractor *extractor, const pith_input *input,
    const pith_options *options, pith_article **article, pith_error *error) {
    pith__error_none(error);
    if (article != NULL)
        *article = NULL;
    if (extractor == NULL || input == NULL || article == NULL ||
        (input->bytes == NULL && input->length > 0))
        return pith__error_status(error, PITH_ERROR_USAGE);
    pith_options limits = options == NULL ? pith_options_default() : *options;
    pith__article_owner *owner = calloc(1, sizeof *owner);
    if (owner == NULL)
        return pith__error_status(error, PITH_ERROR_MEMORY);

    pith__arena arena;
    jmp_buf on_failure;
    pith__arena_init(&arena, limits.max_memory, &on_failure);
    pith__arena_init(&owner->arena, limits.max_memory, &on_failure);
    if (setjmp(on_failure) != 0) {
        pith__arena_free(&arena);
        pith_article_free(&owner->article);
        return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    pith__page page = {.arena = &arena};
    pith_status status = pith__page_read(&page, input, &limits, error);
    if (status == PITH_OK && input->captured != NULL) {
        page.captured = pith__meta_captured(&arena, extractor->heuristics, input->captured);
        if (page.captured == NULL)
            status = pith__error_set(
                error, PITH_ERROR_USAGE, "the time of capture is no date: %.100s", input->captured);
    }
    if (status == PITH_OK) {
        pith__page_judge(&page, extractor->heuristics, &limits);
        pith__select(&page, extractor->heuristics);
        /* The article has what the page left of the memory. */
        owner->arena.maximum -= arena.allocated;
        if (limits.explain)
            owner->article.explanation = pith__explain(&owner->arena, &page, extractor->heuristics);
        pith__article_fill(owner, &page, extractor->heuristics, &limits);
        owner->arena.on_failure = NULL;
        *article = &owner->article;
    } else {
        pith_article_free(&owner->article);
    }
    pith__arena_free(&arena);
    return status;
}
