/* fuzz_robots.c - robots.txt: the first line is the path that is asked for, the rest the file. */
#include "fuzz.h"

#include <string.h>

#include "fetch/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *newline = size > 0 ? memchr(data, '\n', size) : NULL;
    if (newline == NULL)
        return 0;
    size_t length = (size_t)(newline - data);
    char *path = malloc(length + 2);
    if (path == NULL)
        return 0;
    path[0] = '/';
    memcpy(path + 1, data, length);
    path[length + 1] = '\0';
    pith__robots robots;
    if (pith__robots_parse(
            &robots, (const char *)newline + 1, size - length - 1, PITH_STR("pith"))) {
        pith__robots_allows(&robots, path);
        if (!pith__robots_allows(&robots, "/robots.txt") || robots.crawl_delay < 0)
            abort();
        pith__robots_clear(&robots);
    }
    free(path);
    return 0;
}
