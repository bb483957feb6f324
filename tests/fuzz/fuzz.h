/*
 * fuzz.h - what the fuzz targets share. Each target is a file fuzz_NAME.c with one function,
 * LLVMFuzzerTestOneInput(); `make fuzzers` builds them all in a build folder that was configured as
 * README.md says.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pith.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An extractor with the compiled-in heuristics, made once. */
static inline const pith_extractor *fuzz_extractor(void) {
    static pith_extractor *extractor;
    if (extractor == NULL)
        extractor = pith_extractor_new(NULL, NULL);
    if (extractor == NULL)
        abort();
    return extractor;
}

/* Extracts a page and writes its article in every format. An article that cannot be written is a
   bug; a page that has none is not. */
static inline void fuzz_page(const pith_input *input, const pith_options *options) {
    pith_article *article = NULL;
    if (pith_extract(fuzz_extractor(), input, options, &article, NULL) != PITH_OK)
        return;
    static const pith_format formats[] = {
        PITH_FORMAT_TEXT, PITH_FORMAT_MARKDOWN, PITH_FORMAT_JSON, PITH_FORMAT_HTML, PITH_FORMAT_TEI};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char *output;
        size_t length;
        if (pith_write(article, formats[i], NULL, &output, &length, NULL) != PITH_OK)
            abort();
        pith_free(output);
    }
    pith_article_free(article);
}

#endif
