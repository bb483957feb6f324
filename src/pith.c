/*
 * pith.c - the pipeline:
 *
 *     bytes --> charset --> html or text --> blocks --> metadata --> score --> select --> article
 */
#include "pith.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/unicode.h"
#include "charset/charset.h"
#include "heuristics/heuristics.h"
#include "html/blocks.h"
#include "html/dom.h"
#include "meta/meta.h"
#include "page.h"
#include "score/features.h"
#include "score/judge.h"
#include "score/model.h"
#include "score/score.h"
#include "text/blocks.h"
#include "write/write.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0"
#endif

struct pith_extractor {
    pith__arena arena;
    const pith__heuristics *heuristics;
};

/* What the caller holds as a pith_article: its first member. */
typedef struct article_owner {
    pith_article article;
    pith__arena arena;
} article_owner;

const char *pith_version(void) {
    return PACKAGE_VERSION;
}

void pith_free(void *pointer) {
    free(pointer);
}

pith_options pith_options_default(void) {
    return (pith_options){.max_input = PITH_MAX_INPUT,
        .max_memory = PITH_MAX_MEMORY,
        .max_elements = PITH_MAX_ELEMENTS,
        .max_blocks = PITH_MAX_BLOCKS,
        .max_depth = PITH_MAX_DEPTH};
}

const char *pith_block_kind_name(pith_block_kind kind) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_BLOCK_KIND_MAP(PITH_X)};
#undef PITH_X
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

const char *pith_reason_name(pith_reason reason) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_REASON_MAP(PITH_X)};
#undef PITH_X
    return (size_t)reason < sizeof names / sizeof *names ? names[reason] : "unknown";
}

/* ---- Extractor ------------------------------------------------------------------------------- */

/* The heuristics, with the columns of the model found among the features. */
static const pith__heuristics *load_heuristics(
    pith__arena *arena, const char *directory, pith_error *error) {
    const pith__heuristics *heuristics = pith__heuristics_load(arena, directory, error);
    if (heuristics == NULL)
        return NULL;
    const pith__features *features = pith__feature_names(arena, heuristics);
    const char *missing = pith__model_resolve(pith__heuristics_model(heuristics), features->names,
        features->stride, features->page_names, features->page_columns + PITH_AGGREGATES);
    if (missing == NULL)
        return heuristics;
    pith__error_set(error, PITH_ERROR_HEURISTICS,
        "models/html.conf:1: the model and the program do not fit together: %.100s", missing);
    return NULL;
}

pith_extractor *pith_extractor_new(const char *heuristics, pith_error *error) {
    pith__error_none(error);
    pith_extractor *extractor = calloc(1, sizeof *extractor);
    if (extractor == NULL) {
        pith__error_status(error, PITH_ERROR_MEMORY);
        return NULL;
    }
    jmp_buf on_failure;
    pith__arena_init(&extractor->arena, PITH_MAX_MEMORY, &on_failure);
    if (setjmp(on_failure) != 0)
        pith__error_status(error, PITH_ERROR_MEMORY);
    else
        extractor->heuristics = load_heuristics(&extractor->arena, heuristics, error);
    if (extractor->heuristics == NULL) {
        pith_extractor_free(extractor);
        return NULL;
    }
    /* Nothing is allocated from it any more: an extractor does not change. */
    extractor->arena.on_failure = NULL;
    return extractor;
}

void pith_extractor_free(pith_extractor *extractor) {
    if (extractor == NULL)
        return;
    pith__arena_free(&extractor->arena);
    free(extractor);
}

/* ---- From page to article -------------------------------------------------------------------- */

static const char *copy_string(pith__arena *arena, const char *text) {
    return text == NULL ? NULL : pith__str_copy(arena, pith__str_of(text));
}

static void copy_metadata(pith__arena *arena, pith_metadata *to, const pith_metadata *from) {
#define COPY(member) to->member = copy_string(arena, from->member)
    COPY(title);
    COPY(author);
    COPY(date);
    COPY(modified);
    COPY(sitename);
    COPY(hostname);
    COPY(url);
    COPY(description);
    COPY(categories);
    COPY(tags);
    COPY(language);
    COPY(image);
    COPY(license);
    COPY(pagetype);
#undef COPY
}

/* Blocks, counts and confidence; then the text, which is written from the blocks. */
static void fill_article(pith_article *article, pith__arena *arena, const pith__page *page,
    const pith_options *options) {
    copy_metadata(arena, &article->metadata, &page->metadata);
    pith_block *blocks = pith__arena_array(arena, page->block_count, sizeof *blocks);
    double words = 0, scores = 0;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *from = &page->blocks[i];
        blocks[i] = (pith_block){.kind = from->kind,
            .level = from->level,
            .ordered = from->ordered,
            .kept = from->kept,
            .reason = from->reason,
            .score = from->score,
            .text = pith__str_copy(arena, from->text),
            .length = from->text.length};
        if (from->kept) {
            words += from->weight;
            scores += from->weight * (double)from->score;
        } else {
            article->dropped[from->reason]++;
        }
    }
    article->blocks = blocks;
    article->block_count = page->block_count;
    /* The model says how sure it is of a page; rules know the scores of lines alone. */
    bool model = page->kind == PITH_KIND_HTML;
    article->confidence = words <= 0 ? 0.0 : model ? page->confidence : scores / words;
    article->kind = page->kind;
    article->charset = copy_string(arena, page->charset);
    article->truncated = page->truncated;

    pith__buffer text, comments;
    pith__buffer_init(&text, arena, SIZE_MAX);
    pith__write_text(&text, article);
    article->text = pith__buffer_text(&text);
    article->text_length = text.length;
    pith__buffer_init(&comments, arena, SIZE_MAX);
    if (options->comments == PITH_COMMENTS_SEPARATE)
        pith__write_comments(&comments, article);
    article->comments = pith__buffer_text(&comments);
    article->comments_length = comments.length;
}

/* ---- The way of a page ----------------------------------------------------------------------- */

/* Whether the first characters are markup: a tag, a comment or a doctype after white space, or
   one of the elements every page has. Zero bytes are skipped, so UTF-16 is seen too. */
static pith_kind sniff_kind(pith__str bytes) {
    char head[2048];
    size_t length = 0;
    for (size_t i = 0; i < bytes.length && length < sizeof head; i++) {
        if (bytes.data[i] != '\0')
            head[length++] = bytes.data[i];
    }
    pith__str text = {head, length};
    if (pith__str_starts(text, PITH_STR("\xEF\xBB\xBF")))
        text = pith__str_slice(text, 3, text.length);
    else if (pith__str_starts(text, PITH_STR("\xFF\xFE")) ||
             pith__str_starts(text, PITH_STR("\xFE\xFF")))
        text = pith__str_slice(text, 2, text.length);
    text = pith__str_trim(text);
    if (text.length > 1 && text.data[0] == '<' &&
        (pith__is_alpha(text.data[1]) || text.data[1] == '!' || text.data[1] == '?'))
        return PITH_KIND_HTML;
    static const char *const signs[] = {"<!doctype", "<html", "<head", "<body", "<div", "</p>"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (pith__str_find_nocase(text, pith__str_of(signs[i])) != (size_t)-1)
            return PITH_KIND_HTML;
    }
    return PITH_KIND_TEXT;
}

static pith_status read_page(
    pith__page *page, const pith_input *input, const pith_options *options, pith_error *error) {
    pith__str bytes = {input->bytes, input->length};
    if (bytes.length > options->max_input) {
        bytes.length = options->max_input;
        page->truncated = true;
    }
    if (pith__looks_binary(bytes))
        return pith__error_status(error, PITH_ERROR_BINARY);
    page->url = input->url;
    page->kind = input->kind == PITH_KIND_AUTO ? sniff_kind(bytes) : input->kind;
    size_t skip = 0;
    const pith__charset *charset =
        pith__charset_sniff(bytes, input->charset, page->kind == PITH_KIND_HTML, &skip);
    if (charset == NULL)
        return pith__error_set(
            error, PITH_ERROR_CHARSET, "unknown charset: %.100s", input->charset);
    page->charset = charset->name;
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
    pith__meta_html(page, heuristics);
    pith__score_html(page, heuristics, options);
}

static void work_on_text(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    pith__text_blocks(page, heuristics, options);
    pith__meta_dump(page, heuristics);
    pith__score_dump(page, heuristics);
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
    article_owner *owner = calloc(1, sizeof *owner);
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
    pith_status status = read_page(&page, input, &limits, error);
    if (status == PITH_OK) {
        if (page.kind == PITH_KIND_HTML)
            work_on_html(&page, extractor->heuristics, &limits);
        else
            work_on_text(&page, extractor->heuristics, &limits);
        pith__select(&page, extractor->heuristics);
        /* The article has what the page left of the memory. */
        owner->arena.maximum -= arena.allocated;
        fill_article(&owner->article, &owner->arena, &page, &limits);
        owner->arena.on_failure = NULL;
        *article = &owner->article;
    } else {
        pith_article_free(&owner->article);
    }
    pith__arena_free(&arena);
    return status;
}

void pith_article_free(pith_article *article) {
    if (article == NULL)
        return;
    /* The article is the first member of its owner. */
    article_owner *owner = (article_owner *)article;
    pith__arena_free(&owner->arena);
    free(owner);
}

/* ---- Writing --------------------------------------------------------------------------------- */

static pith_status write_record(const pith_article *article, const char *url, const char *failure,
    const pith_write_options *options, char **output, size_t *length, pith_error *error) {
    pith_error cause; /* The status is in it, whether the caller wants to know more or not. */
    if (error == NULL)
        error = &cause;
    *output = pith__write_json(article, url, failure, options, error);
    if (*output == NULL)
        return error->status;
    *length = strlen(*output);
    return PITH_OK;
}

pith_status pith_write(const pith_article *article, pith_format format,
    const pith_write_options *options, char **output, size_t *length, pith_error *error) {
    pith__error_none(error);
    if (article == NULL || output == NULL || length == NULL)
        return pith__error_status(error, PITH_ERROR_USAGE);
    *output = NULL;
    *length = 0;
    if (format == PITH_FORMAT_JSON)
        return write_record(article, NULL, NULL, options, output, length, error);
    pith__arena arena;
    jmp_buf on_failure;
    pith__arena_init(&arena, SIZE_MAX / 2, &on_failure);
    if (setjmp(on_failure) != 0) {
        pith__arena_free(&arena);
        return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX / 4);
    if (format == PITH_FORMAT_MARKDOWN) {
        pith__write_markdown(&text, article);
    } else {
        pith__buffer_add(&text, article->text, article->text_length);
        if (article->text_length > 0)
            pith__buffer_add_byte(&text, '\n');
    }
    *output = malloc(text.length + 1);
    if (*output == NULL)
        pith__arena_fail(&arena);
    memcpy(*output, pith__buffer_text(&text), text.length + 1);
    *length = text.length;
    pith__arena_free(&arena);
    return PITH_OK;
}

pith_status pith_write_features(const pith_extractor *extractor, const pith_input *input,
    const pith_options *options, const char *id, char **output, size_t *length, pith_error *error) {
    pith__error_none(error);
    if (extractor == NULL || input == NULL || output == NULL || length == NULL ||
        (input->bytes == NULL && input->length > 0))
        return pith__error_status(error, PITH_ERROR_USAGE);
    *output = NULL;
    *length = 0;
    pith_options limits = options == NULL ? pith_options_default() : *options;
    pith__arena arena;
    jmp_buf on_failure;
    pith__arena_init(&arena, limits.max_memory, &on_failure);
    if (setjmp(on_failure) != 0) {
        pith__arena_free(&arena);
        return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    pith__page page = {.arena = &arena};
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX / 4);
    pith_status status = read_page(&page, input, &limits, error);
    if (status == PITH_OK && page.kind != PITH_KIND_HTML)
        status = pith__error_set(error, PITH_ERROR_USAGE, "features are printed of HTML alone");
    if (status == PITH_OK) {
        work_on_html(&page, extractor->heuristics, &limits);
        pith__write_features(&text, &page, id,
            page.block_count == 0 ? NULL : pith__features_of(&page, extractor->heuristics, true));
        *output = malloc(text.length + 1);
        if (*output == NULL)
            pith__arena_fail(&arena);
        memcpy(*output, pith__buffer_text(&text), text.length + 1);
        *length = text.length;
    }
    pith__arena_free(&arena);
    return status;
}

pith_status pith_write_failure(const char *url, const char *message,
    const pith_write_options *options, char **output, size_t *length, pith_error *error) {
    pith__error_none(error);
    if (message == NULL || output == NULL || length == NULL)
        return pith__error_status(error, PITH_ERROR_USAGE);
    *output = NULL;
    *length = 0;
    return write_record(NULL, url, message, options, output, length, error);
}
