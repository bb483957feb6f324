/*
 * same_tree_pages.c - holds the pages of a JSONL file (standard input, objects with "id" and
 * "html") against a plain parse. Prints each page that differs and how; the last line counts. See
 * test_same_tree.py.
 */
#include <jansson.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "same_tree.h"

int main(void) {
    pith__arena known;
    jmp_buf on_failure;
    pith__arena_init(&known, (size_t)1 << 30, &on_failure);
    if (setjmp(on_failure) != 0)
        return EXIT_FAILURE;
    pith_error error;
    const pith__heuristics *heuristics = pith__heuristics_load(&known, NULL, &error);
    if (heuristics == NULL)
        return EXIT_FAILURE;
    char *line = NULL;
    size_t size = 0;
    unsigned pages = 0, different = 0, bounded_pages = 0;
    while (getline(&line, &size, stdin) > 0) {
        json_t *object = json_loads(line, JSON_ALLOW_NUL, NULL);
        const json_t *html = json_object_get(object, "html");
        pith__arena arena;
        pith__arena_init(&arena, (size_t)4 << 30, &on_failure);
        bool bounded = false;
        const char *found = same_tree_difference(&arena, heuristics,
            (pith__str){json_string_value(html), json_string_length(html)}, &bounded);
        if (found != NULL)
            printf("%s\n%s\n", json_string_value(json_object_get(object, "id")), found);
        pages++;
        different += found != NULL;
        bounded_pages += bounded;
        pith__arena_free(&arena);
        json_decref(object);
    }
    free(line);
    pith__arena_free(&known);
    printf("%u pages, %u over a limit, %u differ\n", pages, bounded_pages, different);
    return different == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
