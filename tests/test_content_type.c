/* Content-Type values: media types, charset parameters, and what counts as a page. */
#include <check.h>
#include <stdlib.h>

#include "fetch/content_type.h"

#include "run.h"

static const struct {
    const char *value;
    const char *media;
    const char *charset;
    int kind; /* -1: no page. */
} cases[] = {
    {"text/html", "text/html", "", PITH_KIND_HTML},
    {"TEXT/HTML", "TEXT/HTML", "", PITH_KIND_HTML},
    {" text/html ; charset=utf-8", "text/html", "utf-8", PITH_KIND_HTML},
    {"application/xhtml+xml", "application/xhtml+xml", "", PITH_KIND_HTML},
    {"text/plain;charset=us-ascii", "text/plain", "us-ascii", PITH_KIND_TEXT},
    {"text/html;CharSet=UTF-8", "text/html", "UTF-8", PITH_KIND_HTML},
    {"text/html; charset=\"utf-8\"", "text/html", "utf-8", PITH_KIND_HTML},
    {"text/html; charset=\" utf-8 \"", "text/html", "utf-8", PITH_KIND_HTML},
    {"text/html; charset=\"utf-8", "text/html", "utf-8", PITH_KIND_HTML},
    {"text/html; charset = utf-8 ; q=1", "text/html", "utf-8", PITH_KIND_HTML},
    {"text/html; charset=a; charset=b", "text/html", "a", PITH_KIND_HTML},
    {"text/html; x=\"; charset=no\"; charset=yes", "text/html", "yes", PITH_KIND_HTML},
    {"text/html; x=\"\\\"; charset=no\"; charset=yes", "text/html", "yes", PITH_KIND_HTML},
    {"text/html; xcharset=no", "text/html", "", PITH_KIND_HTML},
    {"text/html; charset", "text/html", "", PITH_KIND_HTML},
    {"text/html; charset=", "text/html", "", PITH_KIND_HTML},
    {"text/html; charset=\"\"", "text/html", "", PITH_KIND_HTML},
    {"text/html;;;charset=x", "text/html", "x", PITH_KIND_HTML},
    {"text/html; x=\"open; charset=no", "text/html", "", PITH_KIND_HTML},
    {"text/html; x=\"open\\", "text/html", "", PITH_KIND_HTML},
    {"", "", "", PITH_KIND_AUTO},
    {" ", "", "", PITH_KIND_AUTO},
    {"; charset=x", "", "x", PITH_KIND_AUTO},
    {"text/html2", "text/html2", "", -1},
    {"text/xml", "text/xml", "", -1},
    {"image/png", "image/png", "", -1},
    {"html", "html", "", -1},
};

static void check_equal(pith__str found, const char *expected) {
    ck_assert_msg(pith__str_equal(found, pith__str_of(expected)), "'%.*s' is not '%s'",
        (int)found.length, found.data, expected);
}

START_TEST(test_case) {
    pith__str value = pith__str_of(cases[_i].value);
    check_equal(pith__content_type_media(value), cases[_i].media);
    check_equal(pith__content_type_charset(value), cases[_i].charset);
    pith_kind kind = PITH_KIND_AUTO;
    bool is_page = pith__content_type_is_page(value, &kind);
    ck_assert_int_eq(is_page ? (int)kind : -1, cases[_i].kind);
}
END_TEST

START_TEST(test_no_header) {
    pith_kind kind = PITH_KIND_HTML;
    ck_assert(pith__content_type_is_page((pith__str){NULL, 0}, &kind));
    ck_assert_int_eq(kind, PITH_KIND_AUTO);
    ck_assert_uint_eq(pith__content_type_charset((pith__str){NULL, 0}).length, 0);
}
END_TEST

int main(void) {
    TCase *table = tcase_create("content_type");
    tcase_add_loop_test(table, test_case, 0, (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(table, test_no_header);
    Suite *suite = suite_create("fetch");
    suite_add_tcase(suite, table);
    return run_suite(suite);
}
