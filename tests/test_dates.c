/* test_dates.c - src/meta/dates: dates as pages write them; and the dates of addresses. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "heuristics/heuristics.h"
#include "meta/dates.h"
#include "meta/url.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static pith__arena arena;
static jmp_buf out_of_memory;
static const pith__heuristics *heuristics;

static void begin(void) {
    pith__arena_init(&arena, (size_t)64 << 20, &out_of_memory);
    if (setjmp(out_of_memory) != 0)
        ck_abort_msg("the arena failed");
    pith_error error = {0};
    heuristics = pith__heuristics_load(&arena, NULL, &error);
    ck_assert_msg(heuristics != NULL, "%s", error.message);
}

static void end(void) {
    pith__arena_free(&arena);
}

/* ---- Values ---------------------------------------------------------------------------------- */

typedef struct date_case {
    const char *text;
    const char *expected; /* NULL: no date. */
} date_case;

/* Read with the month first where figures leave it open. */
static const date_case date_cases[] = {
    /* ISO 8601 */
    {"2024-03-05", "2024-03-05"},
    {"2024-03-05T10:15", "2024-03-05T10:15"},
    {"2024-03-05T10:15:30", "2024-03-05T10:15:30"},
    {"2024-03-05T10:15:30Z", "2024-03-05T10:15:30Z"},
    {"2024-03-05T10:15:30.123456Z", "2024-03-05T10:15:30Z"},
    {"2024-03-05T10:15:30+01:00", "2024-03-05T10:15:30+01:00"},
    {"2024-03-05T10:15:30-0530", "2024-03-05T10:15:30-05:30"},
    {"2024-03-05T10:15:30+05", "2024-03-05T10:15:30+05:00"},
    {"2024-03-05 10:15:30 +0200", "2024-03-05T10:15:30+02:00"},
    {"2024-03-05 10:15:30 UTC", "2024-03-05T10:15:30Z"},
    {"20240305", "2024-03-05"},
    {"20240305T101530Z", "2024-03-05T10:15:30Z"},
    {"20240305101530", "2024-03-05T10:15:30"},
    {"  2024-03-05\n", "2024-03-05"},
    {"2024/03/05", "2024-03-05"},
    {"2024.3.5", "2024-03-05"},
    {"2024. 3. 5.", "2024-03-05"},
    /* RFC 2822, JavaScript, the C library */
    {"Tue, 05 Mar 2024 10:15:30 GMT", "2024-03-05T10:15:30Z"},
    {"Tue, 5 Mar 2024 10:15:30 +0100", "2024-03-05T10:15:30+01:00"},
    {"Tue, 05 Mar 2024 10:15:30 EST", "2024-03-05T10:15:30-05:00"},
    {"Tue Mar 05 2024 10:15:30 GMT+0100 (CET)", "2024-03-05T10:15:30+01:00"},
    {"Tue Mar  5 10:15:30 UTC 2024", "2024-03-05T10:15:30Z"},
    {"Tue Mar 05 10:15:30 CET 2024", "2024-03-05T10:15:30"},
    /* Epochs */
    {"1709633730", "2024-03-05T10:15:30Z"},
    {"1709633730000", "2024-03-05T10:15:30Z"},
    {"0000000000", NULL},
    {"9999999999", NULL},
    /* Figures */
    {"5.3.2024", "2024-03-05"},
    {"05.03.2024", "2024-03-05"},
    {"05.03.24", "2024-03-05"},
    {"05.03.97", "1997-03-05"},
    {"5-3-2024", "2024-03-05"},
    {"3/5/2024", "2024-03-05"},
    {"03/05/24", "2024-03-05"},
    {"25/12/2024", "2024-12-25"},
    {"12/25/2024", "2024-12-25"},
    {"13/13/2024", NULL},
    /* Words, by language */
    {"March 5, 2024", "2024-03-05"},
    {"Mar. 5th, 2024", "2024-03-05"},
    {"5 March 2024", "2024-03-05"},
    {"5th of March, 2024", "2024-03-05"},
    {"5-Mar-2024", "2024-03-05"},
    {"5 Mar '24", "2024-03-05"},
    {"2024-Mar-05", "2024-03-05"},
    {"2024 March 5", "2024-03-05"},
    {"Thursday, March 5, 2020 at 9:30 p.m. EST", "2020-03-05T21:30-05:00"},
    {"March 5, 2024 12:05 AM", "2024-03-05T00:05"},
    {"March 5, 2024 | 12:05 pm", "2024-03-05T12:05"},
    {"March 5, 2024, 9 am", "2024-03-05T09:00"},
    {"5. März 2024", "2024-03-05"},
    {"Dienstag, 5. März 2024, 10:15 Uhr", "2024-03-05T10:15"},
    {"5. Dez. 2024 um 08:00 Uhr", "2024-12-05T08:00"},
    {"1er février 2024", "2024-02-01"},
    {"le 14 août 2023 à 18h30", "2023-08-14T18:30"},
    {"5 de marzo de 2024", "2024-03-05"},
    {"5 dic. 2024", "2024-12-05"},
    {"5 de março de 2024", "2024-03-05"},
    {"14 Gennaio 2020", "2020-01-14"},
    {"5 maart 2024", "2024-03-05"},
    {"5 października 2024", "2024-10-05"},
    {"5 марта 2024 г.", "2024-03-05"},
    {"5 МАРТА 2024, 10:15", "2024-03-05T10:15"},
    {"5 Mart 2024", "2024-03-05"},
    {"17 Ağustos 2024", "2024-08-17"},
    {"17 Agustus 2024", "2024-08-17"},
    {"5. března 2024", "2024-03-05"},
    {"5 augusti 2024", "2024-08-05"},
    {"2024年3月5日", "2024-03-05"},
    {"2024年3月5日 10:15", "2024-03-05T10:15"},
    {"2024년 3월 5일", "2024-03-05"},
    /* In a sentence */
    {"Published on March 5, 2024 by Jane Doe", "2024-03-05"},
    {"29.11.2022 – The ministry said", "2022-11-29"},
    /* Days that are none, and what only looks like a date */
    {"", NULL},
    {"2024", NULL},
    {"March 2024", NULL},
    {"2023-02-29", NULL},
    {"2024-02-29", "2024-02-29"},
    {"31 April 2024", NULL},
    {"1889-03-05", NULL},
    {"1969-12-31", NULL},
    {"2101-01-01", NULL},
    {"0000-00-00", NULL},
    {"version 1.2.2024.3", NULL},
    {"10.2.3.2024", NULL},
    {"+1 555 123 4567", NULL},
    {"99999999999999999999", NULL},
    {"3 days ago", NULL},
    {"2024-03-05T25:61:00Z", "2024-03-05"},
};

START_TEST(values) {
    const date_case *c = &date_cases[_i];
    pith__date date;
    char text[PITH_DATE_TEXT] = "";
    if (pith__date_parse(heuristics, pith__str_of(c->text), PITH_DATE_MONTH_FIRST, &date))
        pith__date_format(&date, text);
    ck_assert_msg(strcmp(text, c->expected == NULL ? "" : c->expected) == 0,
        "'%s' gave '%s', expected '%s'", c->text, text, c->expected == NULL ? "" : c->expected);
}
END_TEST

START_TEST(order_decides_open_figures) {
    pith__date date;
    ck_assert(pith__date_parse(heuristics, PITH_STR("3/5/2024"), PITH_DATE_DAY_FIRST, &date));
    ck_assert_int_eq(date.day, 3);
    ck_assert_int_eq(date.month, 5);
    ck_assert(pith__date_parse(heuristics, PITH_STR("12/25/2024"), PITH_DATE_DAY_FIRST, &date));
    ck_assert_int_eq(date.day, 25);
}
END_TEST

/* ---- Search ---------------------------------------------------------------------------------- */

START_TEST(finds_all_dates_of_a_line) {
    pith__str line = PITH_STR("Published March 5, 2024 | Updated March 7, 2024 10:00");
    pith__date_place first, second, third;
    ck_assert(pith__date_find(heuristics, line, 0, PITH_DATE_MONTH_FIRST, &first));
    ck_assert_uint_eq(first.begin, 10);
    ck_assert_uint_eq(first.end, 23);
    ck_assert(pith__date_find(heuristics, line, first.end, PITH_DATE_MONTH_FIRST, &second));
    ck_assert_int_eq(second.date.day, 7);
    ck_assert_int_eq(second.date.hour, 10);
    ck_assert_uint_eq(second.end, line.length);
    ck_assert(!pith__date_find(heuristics, line, second.end, PITH_DATE_MONTH_FIRST, &third));
}
END_TEST

START_TEST(bare_numbers_are_no_dates_in_text) {
    pith__date_place place;
    ck_assert(!pith__date_find(
        heuristics, PITH_STR("order 20240305 of 1709633730"), 0, PITH_DATE_MONTH_FIRST, &place));
}
END_TEST

START_TEST(hostile_text_takes_bounded_time) {
    size_t size = (size_t)4 << 20;
    char *text = pith__arena_alloc(&arena, size);
    static const char *const units[] = {"1 ", "1/", "may ", "2024-", "\xFF", "1:1:", "5 of "};
    for (size_t u = 0; u < COUNT(units); u++) {
        size_t length = strlen(units[u]);
        for (size_t i = 0; i < size; i++)
            text[i] = units[u][i % length];
        pith__date_place place;
        pith__date date;
        pith__date_find(heuristics, (pith__str){text, size}, 0, PITH_DATE_MONTH_FIRST, &place);
        pith__date_parse(heuristics, (pith__str){text, size}, PITH_DATE_DAY_FIRST, &date);
    }
}
END_TEST

/* ---- Addresses ------------------------------------------------------------------------------- */

static const date_case url_cases[] = {
    {"https://example.org/2024/03/05/a-title", "2024-03-05"},
    {"https://example.org/2024/3/5/a-title", "2024-03-05"},
    {"https://example.org/news/2024-03-05-a-title.html", "2024-03-05"},
    {"https://example.org/news/20240305/a-title", "2024-03-05"},
    {"https://example.org/a_2024_03_05", "2024-03-05"},
    {"https://example.org/2024/03/a-title", NULL},
    {"https://example.org/2024/13/05/", NULL},
    {"https://example.org/id/120240305", NULL},
    {"https://2024-03-05.example.org/", NULL},
    {"https://example.org/a?d=2024/03/05", NULL},
    {"2024/03/05", NULL},
    {"", NULL},
};

START_TEST(addresses) {
    const date_case *c = &url_cases[_i];
    pith__date date;
    char text[PITH_DATE_TEXT] = "";
    if (pith__url_date(pith__str_of(c->text), &date))
        pith__date_format(&date, text);
    ck_assert_msg(strcmp(text, c->expected == NULL ? "" : c->expected) == 0,
        "'%s' gave '%s', expected '%s'", c->text, text, c->expected == NULL ? "" : c->expected);
}
END_TEST

static Suite *suite(void) {
    Suite *dates = suite_create("dates");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_checked_fixture(all, begin, end);
    tcase_add_loop_test(all, values, 0, COUNT(date_cases));
    tcase_add_test(all, order_decides_open_figures);
    tcase_add_test(all, finds_all_dates_of_a_line);
    tcase_add_test(all, bare_numbers_are_no_dates_in_text);
    tcase_add_test(all, hostile_text_takes_bounded_time);
    tcase_add_loop_test(all, addresses, 0, COUNT(url_cases));
    suite_add_tcase(dates, all);
    return dates;
}

int main(void) {
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
