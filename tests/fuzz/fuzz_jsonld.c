/* fuzz_jsonld.c - JSON-LD as pages hold it: repaired, parsed, walked; and what it says, chosen. The
   first byte chooses the memory that the page may take. */
#include "fuzz.h"

#include <setjmp.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "extractor.h"
#include "html/dom.h"
#include "meta/choose.h"
#include "meta/sources.h"

static void read_jsonld(pith__arena *arena, pith__str text) {
    pith_options options = pith_options_default();
    pith__page page = {.arena = arena, .kind = PITH_KIND_HTML, .url = "https://example.org/a/b"};
    page.dom = pith__dom_parse(arena, PITH_STR("<p>text"), options.max_elements, options.max_depth);
    pith__candidates *candidates = pith__arena_array(arena, 1, sizeof *candidates);
    pith__candidates_init(candidates, arena);
    pith__meta meta = {.page = &page,
        .arena = arena,
        .heuristics = fuzz_extractor()->heuristics,
        .candidates = candidates,
        .headline = PITH_NONE};
    pith__meta_jsonld_text(&meta, text);
    pith__title_context context = {0};
    pith__title_choose(arena, meta.heuristics, &candidates->fields[PITH_FIELD_TITLE], &context);
    pith__choose_author(&meta, context.site);
    pith__choose_date(&meta);
    pith__choose_modified(&meta);
    pith__choose_url(&meta);
    pith__choose_list(&meta, PITH_FIELD_TAGS, ",;");
    pith__choose_resolved(&meta, PITH_FIELD_IMAGE, page.url, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pith__str text = {(const char *)data + 1, size == 0 ? 0 : size - 1};
    if (size == 0 || !pith__utf8_valid(text))
        return 0;
    pith__arena arena;
    jmp_buf out_of_memory;
    pith__arena_init(&arena, (size_t)1 << (20 + data[0] % 8), &out_of_memory);
    if (setjmp(out_of_memory) == 0)
        read_jsonld(&arena, text);
    pith__arena_free(&arena);
    return 0;
}
