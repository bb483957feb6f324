/* test_guard.c - bounding depth and attributes of markup (src/html/guard.c). */
#include <check.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/guard.h"

static pith__arena arena;
static jmp_buf on_failure;

static void set_up(void) {
    pith__arena_init(&arena, (size_t)1 << 30, &on_failure);
}

static void tear_down(void) {
    pith__arena_free(&arena);
}

static const struct {
    const char *html;
    size_t max_depth;
    const char *expected; /* NULL: the page itself. */
} cases[] = {
    {"", 2, NULL},
    {"no markup at all", 2, NULL},
    {"<div><b>x</b></div>", 2, NULL},
    {"<div><div><i>x</i></div></div>", 2, "<div><div>   x    </div></div>"},
    {"<div><div></div><div></div></div>", 2, NULL},
    {"<p><p><p><p>x", 1, NULL},
    {"<ul><li><ul><li>x</ul></ul>", 1, "<ul><li>    <li>x     </ul>"},
    {"<br><br><br><img><hr>", 1, NULL},
    {"<script>'<div><div>'</script><b>x</b>", 1, NULL},
    {"<SCRIPT>'<b></b><b>'</SCRIPT ><b><i>x", 1, "<SCRIPT>'<b></b><b>'</SCRIPT ><b>   x"},
    {"<style><b></style><textarea><b></textarea><title><b></title><b>x", 1, NULL},
    {"<!-- <b><b> --><b>x", 1, NULL},
    {"<!-- <b><b>", 1, NULL},
    {"<!doctype html><?xml <b> ?><b>x", 1, NULL},
    {"<b title='<b><b>'>x", 1, NULL},
    {"<b title=\"a > b\"><i>x", 1, "<b title=\"a > b\">   x"},
    {"<b title=unquoted><i class=x>y", 1, "<b title=unquoted>           y"},
    {"<b x", 1, NULL},
    {"<b x='", 1, NULL},
    {"a < b <= c <3", 1, NULL},
    {"</div></div><div>x", 1, NULL},
    {"<", 1, NULL},
    {"</", 1, NULL},
    {"<!", 1, NULL},
    {"<div><b>x</b>", 1, "<div>   x    "},
};

START_TEST(depth) {
    bool bounded = false;
    pith__str html = {cases[_i].html, strlen(cases[_i].html)};
    pith__str result = pith__guard_markup(&arena, html, cases[_i].max_depth, &bounded);
    const char *expected = cases[_i].expected == NULL ? cases[_i].html : cases[_i].expected;
    ck_assert_uint_eq(result.length, html.length);
    ck_assert_mem_eq(result.data, expected, result.length);
    ck_assert_int_eq(bounded, cases[_i].expected != NULL);
    ck_assert(bounded || result.data == html.data);
}
END_TEST

START_TEST(attributes) {
    static char html[64 * 1024];
    for (int extra = 0; extra < 2; extra++) {
        int length = sprintf(html, "<b");
        for (int i = 0; i < PITH_MAX_ATTRIBUTES + extra; i++)
            length += sprintf(html + length, " a%d='v > w'", i);
        length += sprintf(html + length, ">text");
        bool bounded = false;
        pith__str result =
            pith__guard_markup(&arena, (pith__str){html, (size_t)length}, 9, &bounded);
        ck_assert_int_eq(bounded, extra);
        ck_assert_uint_eq(result.length, (size_t)length);
        ck_assert(pith__str_find(result, PITH_STR("a255='v > w'")) != (size_t)-1);
        ck_assert(pith__str_find(result, PITH_STR("a256=")) == (size_t)-1);
        ck_assert(pith__str_ends_nocase(result, PITH_STR(">text")));
    }
}
END_TEST

/* Finishing is the test: each of these takes minutes where time is quadratic. */
START_TEST(linear) {
    static const char *const units[] = {
        "<div>", "<b a='", "<!--", "<script>", "</x>", "< ", "<a b=c "};
    enum { BYTES = 8 << 20 };
    char *html = malloc(BYTES);
    size_t unit_length = strlen(units[_i]);
    for (size_t i = 0; i < BYTES; i++)
        html[i] = units[_i][i % unit_length];
    bool bounded = false;
    pith__str result = pith__guard_markup(&arena, (pith__str){html, BYTES}, 512, &bounded);
    ck_assert_uint_eq(result.length, BYTES);
    free(html);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("guard");
    TCase *tests = tcase_create("guard");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, depth, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, attributes);
    tcase_add_loop_test(tests, linear, 0, 7);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
