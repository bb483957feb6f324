/*
 * bench.c - times the library over pages in memory, for bench.py.
 *
 * usage: bench STAGE FILE
 *
 * FILE holds pages one after another, each as its length (32 bits, little-endian) and its bytes.
 * STAGE is `all` (parse, metadata, extraction: pith_extract()), `gumbo` (a plain parse by Gumbo) or
 * `loop N STAGE FILE`, the same N times over without timing, for callgrind.
 *
 * For each line of standard input, which is the index of a page, the page is worked on once, and the
 * nanoseconds are printed: so a caller can interleave programs page by page.
 */
#include <gumbo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pith.h"

typedef struct page {
    const char *bytes;
    size_t length;
} page;

static page *pages;
static size_t page_count;

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length + 1);
    if (bytes == NULL || fread(bytes, 1, *length, file) != *length) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fclose(file);
    return bytes;
}

static void find_pages(const char *bytes, size_t length) {
    for (size_t at = 0; at + 4 <= length;) {
        uint32_t size = 0;
        for (unsigned i = 0; i < 4; i++)
            size |= (uint32_t)(unsigned char)bytes[at + i] << (8 * i);
        pages = realloc(pages, (page_count + 1) * sizeof *pages);
        pages[page_count++] = (page){bytes + at + 4, size};
        at += 4 + size;
    }
}

static void work_on(const pith_extractor *extractor, const char *stage, page p) {
    if (strcmp(stage, "gumbo") == 0) {
        GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, p.bytes, p.length);
        gumbo_destroy_output(&kGumboDefaultOptions, output);
        return;
    }
    pith_input input = {
        .bytes = p.bytes, .length = p.length, .kind = PITH_KIND_HTML, .charset = "utf-8"};
    pith_article *article = NULL;
    pith_extract(extractor, &input, NULL, &article, NULL);
    pith_article_free(article);
}

int main(int argc, char **argv) {
    bool loop = argc == 5 && strcmp(argv[1], "loop") == 0;
    if (argc != 3 && !loop) {
        fputs("usage: bench [loop N] all|gumbo FILE\n", stderr);
        return 2;
    }
    const char *stage = argv[argc - 2];
    size_t length;
    char *bytes = read_file(argv[argc - 1], &length);
    find_pages(bytes, length);
    pith_extractor *extractor = pith_extractor_new(NULL, NULL);
    for (long times = loop ? strtol(argv[2], NULL, 10) : 0; times > 0; times--) {
        for (size_t i = 0; i < page_count; i++)
            work_on(extractor, stage, pages[i]);
    }
    char line[32];
    while (!loop && fgets(line, sizeof line, stdin) != NULL) {
        size_t index = strtoul(line, NULL, 10);
        struct timespec before, after;
        clock_gettime(CLOCK_MONOTONIC, &before);
        if (index < page_count)
            work_on(extractor, stage, pages[index]);
        clock_gettime(CLOCK_MONOTONIC, &after);
        printf("%lld\n", (long long)(after.tv_sec - before.tv_sec) * 1000000000LL +
                             (after.tv_nsec - before.tv_nsec));
        fflush(stdout);
    }
    pith_extractor_free(extractor);
    free(pages);
    free(bytes);
    return EXIT_SUCCESS;
}
