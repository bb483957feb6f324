/* write.c - the writers as the caller sees them. */
#include "write.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "../extractor.h"
#include "../meta/titles.h"
#include "../pipeline.h"

void pith_free(void *pointer) {
    free(pointer);
}

/* Hands the text of a buffer to the caller. */
static void hand_over(pith__buffer *text, char **output, size_t *length) {
    *output = malloc(text->length + 1);
    if (*output == NULL)
        pith__arena_fail(text->arena);
    memcpy(*output, pith__buffer_text(text), text->length + 1);
    *length = text->length;
}

/* A part of the article as plain text: what it holds already, unless something else was asked for.
 */
static pith__str plain_text(
    pith__arena *arena, const pith_article *article, const pith__style *style, pith__part part) {
    bool body = part == PITH_PART_BODY;
    bool usual =
        !style->links && !style->images && !style->formatting && style->tables == PITH_TABLES_TABS;
    if (usual || (!body && article->comments_length == 0))
        return body ? (pith__str){article->text, article->text_length}
                    : (pith__str){article->comments, article->comments_length};
    pith__buffer text;
    pith__buffer_init(&text, arena, SIZE_MAX / 4);
    pith__write_text(&text, article, style, part);
    return (pith__str){pith__buffer_text(&text), text.length};
}

static void write_document(pith__buffer *output, const pith_article *article, pith_format format,
    const pith_write_options *options) {
    pith__style style = pith__style_of(format, options);
    switch (format) {
    case PITH_FORMAT_MARKDOWN:
        if (options != NULL && options->front_matter)
            pith__write_front_matter(output, &article->metadata);
        pith__write_markdown(output, article, &style);
        break;
    case PITH_FORMAT_HTML:
        pith__write_html(output, article, &style);
        break;
    case PITH_FORMAT_TEI:
        pith__write_tei(output, article, &style);
        break;
    case PITH_FORMAT_TEXT:
    case PITH_FORMAT_JSON:
        pith__buffer_add_str(output, plain_text(output->arena, article, &style, PITH_PART_BODY));
        if (output->length > 0)
            pith__buffer_add_byte(output, '\n');
        break;
    }
}

/* pith_write() with an error to fill. */
static pith_status write_article(const pith_article *article, pith_format format,
    const pith_write_options *options, char **output, size_t *length, pith_error *error) {
    pith__arena arena;
    jmp_buf on_failure;
    pith__arena_init(&arena, SIZE_MAX / 2, &on_failure);
    if (setjmp(on_failure) != 0) {
        pith__arena_free(&arena);
        return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    if (format == PITH_FORMAT_JSON) {
        pith__style style = pith__style_of(format, options);
        pith__record_texts texts = {plain_text(&arena, article, &style, PITH_PART_BODY),
            plain_text(&arena, article, &style, PITH_PART_COMMENTS)};
        *output = pith__write_json(article, &texts, NULL, NULL, options, error);
        *length = *output == NULL ? 0 : strlen(*output);
    } else {
        pith__buffer text;
        pith__buffer_init(&text, &arena, SIZE_MAX / 4);
        write_document(&text, article, format, options);
        hand_over(&text, output, length);
    }
    pith__arena_free(&arena);
    return error->status;
}

pith_status pith_write(const pith_article *article, pith_format format,
    const pith_write_options *options, char **output, size_t *length, pith_error *error) {
    pith_error cause; /* The status is in it, whether the caller wants to know more or not. */
    if (error == NULL)
        error = &cause;
    pith__error_none(error);
    if (article == NULL || output == NULL || length == NULL)
        return pith__error_status(error, PITH_ERROR_USAGE);
    *output = NULL;
    *length = 0;
    return write_article(article, format, options, output, length, error);
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
    pith__title_notes titles = {NULL, 0};
    pith__page page = {.arena = &arena, .titles = &titles};
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX / 4);
    pith_status status = pith__page_read(&page, input, &limits, error);
    if (status == PITH_OK) {
        pith__page_judge(&page, extractor->heuristics, &limits);
        if (page.kind == PITH_KIND_HTML && page.block_count > 0)
            page.features = pith__features_of(&page, extractor->heuristics, true);
        pith__write_features(&text, &page, id, page.features);
        hand_over(&text, output, length);
    }
    pith__arena_free(&arena);
    return status;
}

pith_status pith_write_failure(const char *url, const char *message,
    const pith_write_options *options, char **output, size_t *length, pith_error *error) {
    pith_error cause;
    if (error == NULL)
        error = &cause;
    pith__error_none(error);
    bool may_lack_message = options != NULL && options->response != NULL;
    if ((message == NULL && !may_lack_message) || output == NULL || length == NULL)
        return pith__error_status(error, PITH_ERROR_USAGE);
    *output = pith__write_json(NULL, NULL, url, message, options, error);
    *length = *output == NULL ? 0 : strlen(*output);
    return error->status;
}
