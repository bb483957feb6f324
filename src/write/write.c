/* write.c - the writers as the caller sees them. */
#include "write.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "../extractor.h"
#include "../pipeline.h"

void pith_free(void *pointer) {
    free(pointer);
}

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
    pith_status status = pith__page_read(&page, input, &limits, error);
    if (status == PITH_OK) {
        pith__page_judge(&page, extractor->heuristics, &limits);
        if (page.kind == PITH_KIND_HTML && page.block_count > 0)
            page.features = pith__features_of(&page, extractor->heuristics, true);
        pith__write_features(&text, &page, id, page.features);
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
