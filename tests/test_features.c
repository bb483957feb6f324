/* test_features.c - src/score/features*: comments by structure, the stretch that is the body. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "heuristics/heuristics.h"
#include "html/blocks.h"
#include "html/dom.h"
#include "meta/meta.h"
#include "score/features.h"

#include "run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static pith__arena arena, rules;
static jmp_buf out_of_memory;
static const pith__heuristics *heuristics;
static pith__page page;

static void begin(void) {
    pith__arena_init(&arena, (size_t)1 << 30, &out_of_memory);
    pith__arena_init(&rules, (size_t)1 << 30, &out_of_memory);
    pith_error error;
    heuristics = pith__heuristics_load(&rules, NULL, &error);
    ck_assert_ptr_nonnull(heuristics);
}

static void end(void) {
    pith__arena_free(&arena);
    pith__arena_free(&rules);
}

static const pith__features *features_of(const char *html) {
    pith_options options = pith_options_default();
    page = (pith__page){.arena = &arena, .kind = PITH_KIND_HTML, .source = pith__str_of(html)};
    page.dom = pith__dom_parse(&arena, page.source, options.max_elements, options.max_depth);
    pith__html_blocks(&page, heuristics, &options);
    pith__meta_html(&page, heuristics);
    return pith__features_of(&page, heuristics, true);
}

static double value(const pith__features *features, uint32_t block, const char *name) {
    for (uint32_t c = 0; c < features->columns; c++) {
        if (strcmp(features->names[c], name) == 0)
            return (double)features->values[(size_t)block * features->stride + c];
    }
    ck_abort_msg("no column %s", name);
}

#define SENTENCE                                                                                   \
    "The ferry to the island runs again from May on, and the bakery on the quay opens an hour "    \
    "early for it."
#define HEAD                                                                                       \
    "<title>The ferry runs again</title><body><h1>The ferry runs again</h1><div><p>" SENTENCE      \
    "</p><p>" SENTENCE "</p></div>"
#define UNIT(name, text) "<div class=u><b>" name "</b><i>3 May 2021, 10:30</i><p>" text "</p></div>"
#define UNDATED(name, text) "<div class=u><b>" name "</b><p>" text "</p></div>"

/* ---- Comments -------------------------------------------------------------------------------- */

/* Blocks of a unit are its name and its time on one line, as both are inline, and its text. */
static const struct {
    const char *name, *below, *parts;
} cases[] = {
    {"nothing below", "", ""},
    {"headed",
        "<div><h3>2 comments</h3>" UNIT("Ann", "About time that it does.")
            UNIT("Ben", "I will be on the first one.") "</div>",
        "11212"},
    {"named",
        "<div id=comments>" UNIT("Ann", "About time that it does.")
            UNIT("Ben", "I will be on the first one.") "</div>",
        "1212"},
    {"the box is named",
        "<div id=comments><p>Be kind.</p><div>" UNIT("Ann", "About time that it does.")
            UNIT("Ben", "I will be on the first one.") "</div><form>Your name</form></div>",
        "112121"},
    {"units alike, but nothing says what they are",
        "<div>" UNIT("Ann", "About time that it does.")
            UNIT("Ben", "I will be on the first one.") "</div>",
        "0000"},
    {"a single unit needs two signs",
        "<div><h3>1 comment</h3>" UNIT("Ann", "About time that it does.") "</div>", "000"},
    {"and has them",
        "<div id=comments><h3>1 comment</h3>" UNIT("Ann", "About time that it does.") "</div>",
        "112"},
    {"without times two signs are needed",
        "<div id=comments>" UNDATED("Ann", "About time that it does.")
            UNDATED("Ben", "I will be on the first one.") "</div>",
        "0000"},
    {"and are there",
        "<div id=comments><h3>Comments</h3>" UNDATED("Ann", "About time that it does.")
            UNDATED("Ben", "I will be on the first one.") "</div>",
        "11212"},
};

START_TEST(comments_are_found_by_their_structure) {
    if (setjmp(out_of_memory) != 0)
        ck_abort_msg("the arena failed");
    pith__buffer html, parts;
    pith__buffer_init(&html, &arena, SIZE_MAX);
    pith__buffer_add_str(&html, PITH_STR(HEAD));
    pith__buffer_add_str(&html, pith__str_of(cases[_i].below));
    const pith__features *features = features_of(pith__buffer_text(&html));
    pith__buffer_init(&parts, &arena, SIZE_MAX);
    for (uint32_t i = 0; i < page.block_count; i++) {
        ck_assert_double_eq(value(features, i, "comment_part"), features->comment[i]);
        if (i < 3)
            ck_assert_uint_eq(features->comment[i], PITH_COMMENT_NOT);
        else
            pith__buffer_add_byte(&parts, (char)('0' + features->comment[i]));
    }
    ck_assert_msg(strcmp(pith__buffer_text(&parts), cases[_i].parts) == 0, "%s: %s, not %s",
        cases[_i].name, pith__buffer_text(&parts), cases[_i].parts);
}
END_TEST

/* Posts of a thread are not behind an article; the article itself is no unit. */
START_TEST(what_holds_the_title_is_no_comment) {
    if (setjmp(out_of_memory) != 0)
        ck_abort_msg("the arena failed");
    const pith__features *features = features_of(
        "<title>The ferry runs again</title><body><div class=posts><div class=comment><h1>The "
        "ferry runs "
        "again</h1><i>3 May 2021</i><p>" SENTENCE
        "</p></div><div class=comment><i>4 May 2021</i><p>" SENTENCE "</p></div></div>");
    for (uint32_t i = 0; i < page.block_count; i++)
        ck_assert_uint_eq(features->comment[i], PITH_COMMENT_NOT);
}
END_TEST

/* ---- The body -------------------------------------------------------------------------------- */

START_TEST(the_body_is_one_stretch) {
    if (setjmp(out_of_memory) != 0)
        ck_abort_msg("the arena failed");
    const pith__features *features =
        features_of("<title>The ferry runs again</title><body><nav><a href=1>News</a></nav><h1>The "
                    "ferry runs again</h1><div><p>" SENTENCE "</p><p>Short.</p><p>" SENTENCE
                    "</p></div><div class=share><a href=2>Share this</a></div>"
                    "<ul><li><a href=3>Bakery on the quay to open early</a><li><a href=4>Island "
                    "votes for a second ferry</a></ul>");
    static const struct {
        double side, path, title, share;
    } expected[] = {{-1, -1, -1, -1}, {-1, -1, 0, -1}, {0, 0, 1, -1}, {0, 0, 2, -1}, {0, 0, 3, -1},
        {1, 1, 4, 0}, {1, 1, 5, 1}, {1, 1, 6, 1}};
    ck_assert_uint_eq(page.block_count, COUNT(expected));
    for (uint32_t i = 0; i < COUNT(expected); i++) {
        double side = value(features, i, "segment_side"),
               path = value(features, i, "main_path_side");
        double since = value(features, i, "mark_share_since");
        ck_assert_int_eq((side > 0) - (side < 0), (int)expected[i].side);
        ck_assert_int_eq((path > 0) - (path < 0), (int)expected[i].path);
        ck_assert_double_eq(value(features, i, "title_blocks"), expected[i].title);
        ck_assert_int_eq((since > 0) - (since < 0), (int)expected[i].share);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("features");
    TCase *comments = tcase_create("comments");
    tcase_add_checked_fixture(comments, begin, end);
    tcase_add_loop_test(comments, comments_are_found_by_their_structure, 0, COUNT(cases));
    tcase_add_test(comments, what_holds_the_title_is_no_comment);
    suite_add_tcase(suite, comments);
    TCase *body = tcase_create("body");
    tcase_add_checked_fixture(body, begin, end);
    tcase_add_test(body, the_body_is_one_stretch);
    suite_add_tcase(suite, body);
    return run_suite(suite);
}
