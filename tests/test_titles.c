/* test_titles.c - src/meta/titles, title_choice: the title without its site, the best wording. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "heuristics/heuristics.h"
#include "meta/titles.h"

#include "fixture.h"

/* ---- Sites ----------------------------------------------------------------------------------- */

typedef struct strip_case {
    const char *text;
    const char *expected;
} strip_case;

/* On a site that is called "The Daily Post", dailypost.example. */
static const strip_case strip_cases[] = {
    /* Behind any mark */
    {"A long title | The Daily Post", "A long title"},
    {"A long title|The Daily Post", "A long title"},
    {"A long title - The Daily Post", "A long title"},
    {"A long title – Daily Post", "A long title"},
    {"A long title — THE DAILY POST", "A long title"},
    {"A long title ― The Daily Post", "A long title"},
    {"A long title :: dailypost", "A long title"},
    {"A long title » The Daily Post", "A long title"},
    {"A long title › The Daily Post", "A long title"},
    {"A long title · The Daily Post", "A long title"},
    {"A long title • The Daily Post", "A long title"},
    {"A long title // The Daily Post", "A long title"},
    {"A long title / The Daily Post", "A long title"},
    {"A long title ~ The Daily Post", "A long title"},
    {"A long title < The Daily Post", "A long title"},
    {"A long title > The Daily Post", "A long title"},
    {"A long title « The Daily Post", "A long title"},
    {"A long title｜The Daily Post", "A long title"},
    {"A long title_The Daily Post", "A long title"},
    /* However the site is written */
    {"A long title | the daily post", "A long title"},
    {"A long title | Daily Post", "A long title"},
    {"A long title | DailyPost", "A long title"},
    {"A long title | dailypost.example", "A long title"},
    {"A long title | www.dailypost.example", "A long title"},
    {"A long title | The Daily Post Online", "A long title"},
    {"A long title | The  Daily  Post", "A long title"},
    {"A long title | other.example", "A long title"},
    /* Twice, and with a section between */
    {"A long title | The Daily Post | The Daily Post", "A long title"},
    {"The Daily Post | A long title | The Daily Post", "A long title"},
    {"A long title - Politics - The Daily Post", "A long title - Politics"},
    {"A long title | Politics | The Daily Post", "A long title | Politics"},
    /* At the start */
    {"The Daily Post | A long title", "A long title"},
    {"The Daily Post - A long title", "A long title"},
    {"Daily Post » A long title", "A long title"},
    /* A colon belongs to many titles */
    {"Daily Post: a title with a colon", "Daily Post: a title with a colon"},
    {"A title: The Daily Post", "A title: The Daily Post"},
    {"Harbours: a history | The Daily Post", "Harbours: a history"},
    /* Marks that belong to the title */
    {"A title - with a dash", "A title - with a dash"},
    {"A title – with a dash - The Daily Post", "A title – with a dash"},
    {"A title/with/slashes", "A title/with/slashes"},
    {"A well-known title", "A well-known title"},
    {"C++ | Perl | Java", "C++ | Perl | Java"},
    {"2019 - 2024", "2019 - 2024"},
    {"Why the Daily Post is read", "Why the Daily Post is read"},
    {"The Daily Post is sold - what now?", "The Daily Post is sold - what now?"},
    /* Nothing else is there */
    {"The Daily Post", "The Daily Post"},
    {"| The Daily Post", "| The Daily Post"},
    {"", ""},
    {" | ", "|"},
    {"   ", ""},
    /* Other scripts */
    {"静かな港 | The Daily Post", "静かな港"},
    {"Тихая гавань — The Daily Post", "Тихая гавань"},
};

START_TEST(sites_are_stripped) {
    const strip_case *c = &strip_cases[_i];
    pith__site site = {PITH_STR("The Daily Post"), PITH_STR("dailypost")};
    pith__str stripped = pith__title_strip(&arena, pith__str_of(c->text), site);
    const char *text = pith__str_copy(&arena, stripped);
    ck_assert_msg(strcmp(text, c->expected) == 0, "'%s' gave '%s', expected '%s'", c->text, text,
        c->expected);
}
END_TEST

/* ---- Choice ---------------------------------------------------------------------------------- */

typedef struct title_case {
    const char *heading;
    const char *title_element;
    const char *open_graph;
    const char *url;
    const char *expected;
} title_case;

static const title_case title_cases[] = {
    /* A heading that is the beginning of <title> shows where it ends. */
    {"A quiet harbour", "A quiet harbour - Some Site Nobody Named", NULL, NULL, "A quiet harbour"},
    /* A heading that is its end is the site, if it is no longer than what it follows. */
    {"The Example Book", "What is ownership? - The Example Book", NULL, NULL, "What is ownership?"},
    {"The boats of the quiet harbour", "News - The boats of the quiet harbour", NULL, NULL,
        "The boats of the quiet harbour"},
    {"The boats of the quiet harbour", "Coast: The boats of the quiet harbour", NULL, NULL,
        "The boats of the quiet harbour"},
    /* A banner has no word in common with the rest. */
    {"Navigation", "A quiet harbour by night", "A quiet harbour by night", NULL,
        "A quiet harbour by night"},
    /* The heading is what readers see. */
    {"Ten ways to sharpen a knife", "Sharpen a knife: 10 ways", NULL, NULL,
        "Ten ways to sharpen a knife"},
    /* The address was made of the title. */
    {"What sharpens a knife", "Knives", "Ten ways to keep a knife sharp",
        "https://example.org/tools/ten-ways-to-keep-a-knife-sharp.html",
        "Ten ways to keep a knife sharp"},
    {"Ten ways to keep a knife sharp", "Knives", "What sharpens a knife",
        "https://example.org/tools/ten-ways-to-keep-a-knife-sharp.html",
        "Ten ways to keep a knife sharp"},
    {"Die stille Küste", "Küste", "Am Meer", "https://example.org/die%20stille%20k%C3%BCste/",
        "Die stille Küste"},
    {"A quiet harbour", NULL, NULL, "https://example.org/?p=%zz%", "A quiet harbour"},
    /* The same words: the one that does not shout. */
    {"A QUIET HARBOUR BY NIGHT", "A quiet harbour by night", NULL, NULL,
        "A quiet harbour by night"},
    {NULL, "A quiet harbour by night | News", NULL, NULL, "A quiet harbour by night"},
    {NULL, "C++ | Perl", NULL, NULL, "C++ | Perl"},
    {NULL, NULL, "A quiet harbour", NULL, "A quiet harbour"},
    {NULL, NULL, NULL, NULL, NULL},
};

static void add(pith__candidates *candidates, pith__source source, const char *text) {
    pith__candidate_add(candidates, PITH_FIELD_TITLE, source, 0, 0, pith__str_of(text));
}

START_TEST(titles_are_chosen) {
    const title_case *c = &title_cases[_i];
    pith__candidates candidates;
    pith__candidates_init(&candidates, &arena);
    add(&candidates, PITH_SOURCE_HEADING, c->heading);
    add(&candidates, PITH_SOURCE_TITLE_ELEMENT, c->title_element);
    add(&candidates, PITH_SOURCE_OPENGRAPH, c->open_graph);
    pith__title_context context = {.url = c->url};
    pith__chosen chosen =
        pith__title_choose(&arena, heuristics, &candidates.fields[PITH_FIELD_TITLE], &context);
    ck_assert_msg((chosen.text == NULL) == (c->expected == NULL) &&
                      (chosen.text == NULL || strcmp(chosen.text, c->expected) == 0),
        "got '%s', expected '%s'", chosen.text == NULL ? "(none)" : chosen.text,
        c->expected == NULL ? "(none)" : c->expected);
    ck_assert_int_eq(chosen.source == PITH_SOURCE_NONE, chosen.text == NULL);
}
END_TEST

START_TEST(long_titles_are_cut_between_characters) {
    char text[1204];
    for (size_t i = 0; i + 1 < sizeof text; i += 3)
        memcpy(text + i, "\xE2\x82\xAC", 3);
    memcpy(text, "abc", 3);
    text[0] = 'A';
    text[1] = ' ';
    text[sizeof text - 1] = '\0';
    pith__candidates candidates;
    pith__candidates_init(&candidates, &arena);
    add(&candidates, PITH_SOURCE_HEADING, text);
    pith__title_context nothing = {0};
    const char *title =
        pith__title_choose(&arena, heuristics, &candidates.fields[PITH_FIELD_TITLE], &nothing).text;
    ck_assert(pith__utf8_valid(pith__str_of(title)));
    ck_assert_uint_le(strlen(title), 1000);
}
END_TEST

static Suite *suite(void) {
    Suite *all = suite_create("titles");
    TCase *titles = tcase_create("titles");
    tcase_add_checked_fixture(titles, begin_with_heuristics, end);
    tcase_add_loop_test(titles, sites_are_stripped, 0, COUNT(strip_cases));
    tcase_add_loop_test(titles, titles_are_chosen, 0, COUNT(title_cases));
    tcase_add_test(titles, long_titles_are_cut_between_characters);
    suite_add_tcase(all, titles);
    return all;
}

int main(void) {
    return run_suite(suite());
}
