/* test_dates.c - src/meta/dates: dates as pages write them; and the dates of addresses. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "heuristics/heuristics.h"
#include "meta/dates.h"
#include "meta/url.h"

#include "fixture.h"

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
    /* English, more of it */
    {"Sept. 5, 2024", "2024-09-05"},
    {"5 SEPTEMBER 2024", "2024-09-05"},
    {"Tuesday 5th March 2024", "2024-03-05"},
    {"March 5th, 2024 at 3:05 pm", "2024-03-05T15:05"},
    {"Mar 5 2024 12:00 AM", "2024-03-05T00:00"},
    {"Mar 5 2024 12:00 PM", "2024-03-05T12:00"},
    {"2024-03-05t10:15:30z", "2024-03-05T10:15:30Z"},
    {"2024-03-05T10:15:30,5+01:00", "2024-03-05T10:15:30+01:00"},
    {"2024-3-5 1:05", "2024-03-05T01:05"},
    {"2024-03-05T24:00:00", "2024-03-05T24:00:00"},
    {"2024-03-05T10:15:60Z", "2024-03-05T10:15:60Z"},
    {"Tue, 05 Mar 24 10:15:30 GMT", NULL},
    {"05 Mar 2024 10:15 PDT", "2024-03-05T10:15-07:00"},
    {"3/5/2024 3:05:07 PM", "2024-03-05T15:05:07"},
    /* German */
    {"5. Januar 2024", "2024-01-05"},
    {"5. Jänner 2024", "2024-01-05"},
    {"05. Okt 2024, 7:30 Uhr", "2024-10-05T07:30"},
    {"Stand: 05.03.2024 10:15 Uhr", "2024-03-05T10:15"},
    {"Di., 05.03.2024 - 14:45", "2024-03-05T14:45"},
    {"03.Mär.19", "2019-03-03"},
    {"5.März 2024", "2024-03-05"},
    {"2024-03-05 10:15 Uhr", "2024-03-05T10:15"},
    /* French */
    {"5 mars 2024", "2024-03-05"},
    {"Mardi 5 Août 2024 à 09:05", "2024-08-05T09:05"},
    {"5 déc. 2024", "2024-12-05"},
    {"1er juillet 2024", "2024-07-01"},
    {"le 05/03/2024 à 18h", "2024-05-03"},
    {"5 fevrier 2024", "2024-02-05"},
    /* Spanish */
    {"5 de enero de 2024", "2024-01-05"},
    {"martes, 5 de marzo de 2024 - 06:00", "2024-03-05T06:00"},
    {"5 Ago 2024", "2024-08-05"},
    {"5 setiembre 2024", "2024-09-05"},
    {"15 de octubre del 2024", "2024-10-15"},
    /* Italian */
    {"5 marzo 2024", "2024-03-05"},
    {"martedì 5 maggio 2024, ore 10:15", "2024-05-05T10:15"},
    {"5 giu 2024", "2024-06-05"},
    {"05 Dicembre 2020", "2020-12-05"},
    /* Portuguese */
    {"5 de fevereiro de 2024", "2024-02-05"},
    {"5 fev. 2024 às 10h15", "2024-02-05T10:15"},
    {"05 de Maio de 2024", "2024-05-05"},
    {"5 out 2024", "2024-10-05"},
    /* Dutch */
    {"5 mei 2024", "2024-05-05"},
    {"dinsdag 5 mrt 2024 10:15", "2024-03-05T10:15"},
    {"5 augustus 2024", "2024-08-05"},
    /* Polish */
    {"5 stycznia 2024", "2024-01-05"},
    {"5 paź 2024, 10:15", "2024-10-05T10:15"},
    {"5 maja 2024 r.", "2024-05-05"},
    {"wtorek, 5 grudnia 2023", "2023-12-05"},
    /* Russian and Ukrainian */
    {"5 января 2024", "2024-01-05"},
    {"5 мая 2024 в 10:15", "2024-05-05T10:15"},
    {"05 дек. 2024", "2024-12-05"},
    {"5 березня 2024", "2024-03-05"},
    /* Turkish */
    {"5 Ocak 2024", "2024-01-05"},
    {"5 Şubat 2024 Pazartesi 10:15", "2024-02-05"},
    {"05 Eyl 2024", "2024-09-05"},
    {"5 Kasım 2024", "2024-11-05"},
    /* Indonesian */
    {"5 Januari 2024", "2024-01-05"},
    {"Selasa, 5 Maret 2024 10:15 WIB", "2024-03-05T10:15"},
    {"5 Desember 2024", "2024-12-05"},
    /* Japanese */
    {"2024年03月05日(火) 10時15分", "2024-03-05T10:15"},
    {"令和6年3月5日", "2024-03-05"},
    {"令和元年5月1日", "2019-05-01"},
    {"平成31年4月30日", "2019-04-30"},
    {"２０２４年３月５日", "2024-03-05"},
    {"2024年3月5日 午後3:05", "2024-03-05T15:05"},
    {"公開日: 2024/3/5", "2024-03-05"},
    /* Chinese */
    {"2024年3月5号", "2024-03-05"},
    {"2024年3月5日下午3:05", "2024-03-05T15:05"},
    {"2024-03-05 星期二 10:15", "2024-03-05T10:15"},
    {"民國113年3月5日", "2024-03-05"},
    {"发布时间：2024年12月31日 08:00", "2024-12-31T08:00"},
    /* Korean */
    {"2024년 12월 31일", "2024-12-31"},
    {"2024.03.05. 오후 3:05", "2024-03-05T15:05"},
    {"입력 2024.03.05 10:15", "2024-03-05T10:15"},
    /* Arabic */
    {"5 مارس 2024", "2024-03-05"},
    {"٥ مارس ٢٠٢٤", "2024-03-05"},
    {"5 آذار 2024", "2024-03-05"},
    {"5 تشرين الثاني 2024", "2024-11-05"},
    {"5 كانون الأول 2024", "2024-12-05"},
    {"الثلاثاء، 5 يناير 2024", "2024-01-05"},
    {"٢٠٢٤/٠٣/٠٥", "2024-03-05"},
    /* Others */
    {"5. května 2024", "2024-05-05"},
    {"5. toukokuuta 2024", "2024-05-05"},
    {"2024. március 5.", "2024-03-05"},
    {"5 Μαρτίου 2024", "2024-03-05"},
    {"5. ožujka 2024.", "2024-03-05"},
    {"۲۰۲۴/۰۳/۰۵", "2024-03-05"},
    /* Ambiguous: two figures that may both be months */
    {"05/06/2024", "2024-05-06"},
    {"05.06.2024", "2024-06-05"},
    {"05-06-2024", "2024-06-05"},
    {"31/12/2024", "2024-12-31"},
    {"12/31/2024", "2024-12-31"},
    {"2024-13-05", NULL},
    {"2024-05-13", "2024-05-13"},
    {"01/02/03", "2003-01-02"},
    {"99/99/9999", NULL},
    /* Wrong, or no date at all */
    {"30 February 2024", NULL},
    {"February 30, 2024", NULL},
    {"32 March 2024", NULL},
    {"0 March 2024", NULL},
    {"March 0, 2024", NULL},
    {"31.06.2024", NULL},
    {"1970-01-01", NULL},
    {"1989-12-31", NULL},
    {"1990-01-01", "1990-01-01"},
    {"2100-02-29", NULL},
    {"2000-02-29", "2000-02-29"},
    {"today", NULL},
    {"an hour ago", NULL},
    {"vor 3 Stunden", NULL},
    {"192.168.20.24", NULL},
    {"1.2.3.2024.5", NULL},
    {"10/12", NULL},
    {"May the 4th", NULL},
    {"2024/2025", NULL},
    {"555-12-2024-77", NULL},
    {"5 cups March 2024", NULL},
    {"ISBN 978-3-16-148410-0", NULL},
    {"undefined", NULL},
    {"Invalid Date", NULL},
    {"0001-01-01T00:00:00Z", NULL},
    {"-2024-03-05", "2024-03-05"},
    {"20241332", NULL},
    {"123456789", NULL},
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
        const pith__date captured = {.year = 2024, .month = 3, .day = 5};
        pith__date_relative(heuristics, (pith__str){text, size}, 0, &captured, &place);
    }
}
END_TEST

/* ---- Relative dates
 * ------------------------------------------------------------------------------ */

/* Read on 5 March 2024, at 10:15. */
static const date_case relative_cases[] = {
    {"3 hours ago", "2024-03-05"},
    {"10 hours ago", "2024-03-05"},
    {"11 hours ago", "2024-03-04"},
    {"an hour ago", "2024-03-05"},
    {"5 minutes ago", "2024-03-05"},
    {"616 minutes ago", NULL},
    {"30 seconds ago", "2024-03-05"},
    {"2 days ago", "2024-03-03"},
    {"Posted 1 week ago by Jane", "2024-02-27"},
    {"yesterday", "2024-03-04"},
    {"Today at 9:00", "2024-03-05"},
    {"vor 3 Stunden", "2024-03-05"},
    {"vor einem Tag", "2024-03-04"},
    {"gestern, 18:30 Uhr", "2024-03-04"},
    {"il y a 2 jours", "2024-03-03"},
    {"hier", "2024-03-04"},
    {"hace 2 días", "2024-03-03"},
    {"2 giorni fa", "2024-03-03"},
    {"há 2 dias", "2024-03-03"},
    {"2 dagen geleden", "2024-03-03"},
    {"2 dni temu", "2024-03-03"},
    {"2 дня назад", "2024-03-03"},
    {"вчера", "2024-03-04"},
    {"2 gün önce", "2024-03-03"},
    {"2 hari yang lalu", "2024-03-03"},
    {"2日前", "2024-03-03"},
    {"昨日", "2024-03-04"},
    {"2天前", "2024-03-03"},
    {"3小时前", "2024-03-05"},
    {"2일 전", "2024-03-03"},
    {"منذ 3 أيام", "2024-03-02"},
    {"أمس", "2024-03-04"},
    /* No day, or no past */
    {"2 months ago", NULL},
    {"a year ago", NULL},
    {"in 3 hours", NULL},
    {"3 hours", NULL},
    {"500 days ago", NULL},
    {"9999 days ago", NULL},
    {"ago", NULL},
    {"", NULL},
};

START_TEST(relative_dates) {
    const date_case *c = &relative_cases[_i];
    const pith__date captured = {
        .year = 2024, .month = 3, .day = 5, .has_time = true, .hour = 10, .minute = 15};
    pith__date_place place;
    char text[PITH_DATE_TEXT] = "";
    if (pith__date_relative(heuristics, pith__str_of(c->text), 0, &captured, &place))
        pith__date_format(&place.date, text);
    ck_assert_msg(strcmp(text, c->expected == NULL ? "" : c->expected) == 0,
        "'%s' gave '%s', expected '%s'", c->text, text, c->expected == NULL ? "" : c->expected);
    ck_assert(!pith__date_relative(heuristics, pith__str_of(c->text), 0, NULL, &place));
}
END_TEST

START_TEST(relative_dates_cross_months_and_years) {
    const pith__date captured = {.year = 2024, .month = 1, .day = 1};
    pith__date_place place;
    ck_assert(pith__date_relative(heuristics, PITH_STR("yesterday"), 0, &captured, &place));
    ck_assert_int_eq(place.date.year, 2023);
    ck_assert_int_eq(place.date.month, 12);
    ck_assert_int_eq(place.date.day, 31);
    const pith__date march = {.year = 2024, .month = 3, .day = 1};
    ck_assert(pith__date_relative(heuristics, PITH_STR("1 day ago"), 0, &march, &place));
    ck_assert_int_eq(place.date.day, 29);
}
END_TEST

START_TEST(capture_bounds_dates) {
    const pith__date captured = {.year = 2024, .month = 3, .day = 5};
    pith__date date = {.year = 2024, .month = 3, .day = 6};
    ck_assert(pith__date_before(&date, &captured)); /* The day of grace. */
    date.day = 7;
    ck_assert(!pith__date_before(&date, &captured));
    ck_assert(pith__date_before(&date, NULL));
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
    tcase_add_checked_fixture(all, begin_with_heuristics, end);
    tcase_add_loop_test(all, values, 0, COUNT(date_cases));
    tcase_add_test(all, order_decides_open_figures);
    tcase_add_test(all, finds_all_dates_of_a_line);
    tcase_add_test(all, bare_numbers_are_no_dates_in_text);
    tcase_add_test(all, hostile_text_takes_bounded_time);
    tcase_add_loop_test(all, relative_dates, 0, COUNT(relative_cases));
    tcase_add_test(all, relative_dates_cross_months_and_years);
    tcase_add_test(all, capture_bounds_dates);
    tcase_add_loop_test(all, addresses, 0, COUNT(url_cases));
    suite_add_tcase(dates, all);
    return dates;
}

int main(void) {
    return run_suite(suite());
}
