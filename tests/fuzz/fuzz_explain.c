/*
 * fuzz_explain.c - explanations of HTML pages and dumps, and what changes between two sets of
 * options, in every form. The first byte chooses the kind and among the options.
 */
#include <string.h>

#include "fuzz.h"

static void write_all(const pith_article *after, const pith_article *before) {
    static const pith_explain_format formats[] = {
        PITH_EXPLAIN_TEXT, PITH_EXPLAIN_JSON, PITH_EXPLAIN_HTML};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        pith_explain_options options = {.name = "page", .columns = 40};
        pith_explain_totals totals = {0};
        char *output;
        size_t length;
        if (pith_write_explanation(
                after, before, formats[i], &options, &totals, &output, &length, NULL) != PITH_OK)
            abort();
        /* Nothing steers a terminal, and nothing ends the script element that holds the page. */
        if (memchr(output, '\x1b', length) != NULL || memchr(output, '\0', length) != NULL)
            abort();
        if (formats[i] == PITH_EXPLAIN_JSON && memchr(output, '<', length) != NULL)
            abort();
        pith_free(output);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    pith_options options = pith_options_default();
    options.explain = true;
    options.favor = (pith_favor)(data[0] % 3);
    if (data[0] & 0x80)
        options.max_blocks = 5;
    pith_input input = {.bytes = (const char *)data + 1,
        .length = size - 1,
        .kind = (data[0] & 0x40) != 0 ? PITH_KIND_TEXT : PITH_KIND_HTML};
    pith_article *before = NULL, *after = NULL;
    if (pith_extract(fuzz_extractor(), &input, &options, &before, NULL) == PITH_OK) {
        options.comments = PITH_COMMENTS_INCLUDE;
        options.max_blocks = 20;
        if (pith_extract(fuzz_extractor(), &input, &options, &after, NULL) != PITH_OK)
            abort();
        write_all(before, NULL);
        write_all(after, before);
    }
    pith_article_free(before);
    pith_article_free(after);
    return 0;
}
