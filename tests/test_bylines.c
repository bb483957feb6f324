/* test_bylines.c - src/meta/names: names out of what pages write into bylines. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "heuristics/heuristics.h"
#include "meta/names.h"

#include "fixture.h"

typedef struct byline_case {
    const char *text;
    const char *expected; /* NULL: nobody. */
} byline_case;

/* On a site that is called "The Daily Post", dailypost.example. */
static const byline_case byline_cases[] = {
    /* Words before the name */
    {"Jane Doe", "Jane Doe"},
    {"By Jane Doe", "Jane Doe"},
    {"by: Jane Doe", "Jane Doe"},
    {"BY JANE DOE", "JANE DOE"},
    {"Written by Jane Doe", "Jane Doe"},
    {"Words by Jane Doe", "Jane Doe"},
    {"Posted by Jane Doe", "Jane Doe"},
    {"Post by Jane Doe", "Jane Doe"},
    {"Reviewed by: Jane Doe", "Jane Doe"},
    {"Thread starter Jane Doe", "Jane Doe"},
    {"Author: Jane Doe", "Jane Doe"},
    {"This article was written by Jane Doe", "Jane Doe"},
    {"Von Max Mustermann", "Max Mustermann"},
    {"Ein Gastbeitrag von Max Mustermann", "Max Mustermann"},
    {"Veröffentlicht von Max Mustermann", "Max Mustermann"},
    {"Autor: Max Mustermann", "Max Mustermann"},
    {"Erstellt von Max Mustermann", "Max Mustermann"},
    {"Par Jeanne Dupont", "Jeanne Dupont"},
    {"Publié par Jeanne Dupont", "Jeanne Dupont"},
    {"Propos recueillis par Jeanne Dupont", "Jeanne Dupont"},
    {"Por Ana Pérez", "Ana Pérez"},
    {"Escrito por Ana Pérez", "Ana Pérez"},
    {"A cura di Anna Rossi", "Anna Rossi"},
    {"di Anna Rossi", "Anna Rossi"},
    {"Door Jan Jansen", "Jan Jansen"},
    {"Av Kari Nordmann", "Kari Nordmann"},
    {"Autor: Jan Kowalski", "Jan Kowalski"},
    {"Napisał Jan Kowalski", "Jan Kowalski"},
    {"Автор: Иван Петров", "Иван Петров"},
    {"Yazan: Ayşe Yılmaz", "Ayşe Yılmaz"},
    {"Oleh Budi Santoso", "Budi Santoso"},
    {"作者：王小明", "王小明"},
    {"بقلم: أحمد حسن", "أحمد حسن"},
    /* Several names */
    {"Jane Doe and John Roe", "Jane Doe; John Roe"},
    {"Jane Doe & John Roe", "Jane Doe; John Roe"},
    {"Jane Doe, John Roe and Ann Lee", "Jane Doe; John Roe; Ann Lee"},
    {"Jane Doe, John Roe, and Ann Lee", "Jane Doe; John Roe; Ann Lee"},
    {"By Jane Doe and John Roe", "Jane Doe; John Roe"},
    {"Jane Doe; John Roe", "Jane Doe; John Roe"},
    {"Jane Doe | John Roe", "Jane Doe; John Roe"},
    {"Jane Doe · John Roe", "Jane Doe; John Roe"},
    {"Max Mustermann und Erika Musterfrau", "Max Mustermann; Erika Musterfrau"},
    {"Jeanne Dupont et Marc Petit", "Jeanne Dupont; Marc Petit"},
    {"Ana Pérez y Luis Gil Soto", "Ana Pérez; Luis Gil Soto"},
    {"Иван Петров и Анна Иванова", "Иван Петров; Анна Иванова"},
    {"José Ortega y Gasset", "José Ortega y Gasset"},
    {"Jane Doe, Jane Doe", "Jane Doe"},
    {"Jane Doe, JANE DOE", "Jane Doe"},
    /* Roles, agencies, sites */
    {"Jane Doe, Senior Editor", "Jane Doe"},
    {"Jane Doe, Staff Writer | The Daily Post", "Jane Doe"},
    {"Jane Doe | Chief Political Correspondent", "Jane Doe"},
    {"Jane Doe, Chefredakteurin", "Jane Doe"},
    {"Jane Doe Correspondent", "Jane Doe"},
    {"Jane Doe, PhD", "Jane Doe"},
    {"Jane Doe, MD, RD", "Jane Doe"},
    {"Jane Doe, CEO at Example Inc.", "Jane Doe"},
    {"Jane Doe (Reuters)", "Jane Doe"},
    {"Jane Doe [AFP]", "Jane Doe"},
    {"Paramita (Guha) Ghosh", "Paramita (Guha) Ghosh"},
    {"By Jane Doe, The Daily Post", "Jane Doe"},
    {"Jane Doe / The Daily Post", "Jane Doe"},
    /* Dates and other things beside it */
    {"Jane Doe - March 5, 2024", "Jane Doe"},
    {"By Amanda · Mar 5, 2024 at 3:00 am", "Amanda"},
    {"Jane Doe on March 5, 2024", "Jane Doe"},
    {"Von Max Mustermann am 05.03.2024", "Max Mustermann"},
    {"March 5, 2024 by Jane Doe", "Jane Doe"},
    {"Mar 5, 2024 Julian K. Arni", "Julian K. Arni"},
    {"Posted on March 5, 2024 by Jane Doe", "Jane Doe"},
    {"By Jane Doe Published: March 5, 2024 by Example Books", "Jane Doe"},
    {"Jane Doe - jane@example.org", "Jane Doe"},
    {"Jane Doe, @janedoe", "Jane Doe"},
    {"Jane Doe | https://example.org/jane", "Jane Doe"},
    {"Dienstag, 5. März 2024", NULL},
    {"Published on", NULL},
    {"2024", NULL},
    /* Turned names, accounts, names with small words */
    {"Doe, Jane", "Jane Doe"},
    {"jane.smith", "Jane Smith"},
    {"jane_doe", "Jane Doe"},
    {"Jane_Doe", "Jane_Doe"},
    {"j.doe", "j.doe"},
    {"jane_doe_42", "jane_doe_42"},
    {"Martin Luther King Jr.", "Martin Luther King Jr."},
    {"J. R. R. Tolkien", "J. R. R. Tolkien"},
    {"Jean-Luc O'Neil", "Jean-Luc O'Neil"},
    {"Ludwig van Beethoven", "Ludwig van Beethoven"},
    {"Ursula von der Leyen", "Ursula von der Leyen"},
    {"Osama bin Zayed", "Osama bin Zayed"},
    {"Dr. Jane Doe", "Dr. Jane Doe"},
    {"山田太郎", "山田太郎"},
    {"김민수 기자", "김민수 기자"},
    {"Plato", "Plato"},
    {"Example News Desk", "Example News Desk"},
    {"*Jane Doe*", "Jane Doe"},
    {"“Jane Doe”", "Jane Doe"},
    {"© Jane Doe", "Jane Doe"},
    {"  Jane   Doe  ", "Jane Doe"},
    /* Nobody */
    {"admin", NULL},
    {"Administrator", NULL},
    {"wpadmin", NULL},
    {"Guest Author", NULL},
    {"Unknown", NULL},
    {"Redaktion", NULL},
    {"null", NULL},
    {"undefined", NULL},
    {"Sign up", NULL},
    {"View more posts", NULL},
    {"The Daily Post", NULL},
    {"thedailypost", NULL},
    {"dailypost", NULL},
    {"example.org", NULL},
    {"www.example.org", NULL},
    {"https://example.org/author/jane", NULL},
    {"jane@example.org", NULL},
    {"@janedoe", NULL},
    {"By", NULL},
    {"Editor", NULL},
    {"", NULL},
    {"-", NULL},
    {"12345", NULL},
    {"This is a sentence that some page put into the field of the author", NULL},
};

START_TEST(bylines) {
    const byline_case *c = &byline_cases[_i];
    pith__names names = {.site = PITH_STR("The Daily Post"), .host = PITH_STR("dailypost")};
    pith__names_add(&arena, heuristics, &names, pith__str_of(c->text), false);
    const char *joined = pith__names_join(&arena, &names);
    ck_assert_msg((joined == NULL) == (c->expected == NULL) &&
                      (joined == NULL || strcmp(joined, c->expected) == 0),
        "'%s' gave '%s', expected '%s'", c->text, joined == NULL ? "(nobody)" : joined,
        c->expected == NULL ? "(nobody)" : c->expected);
}
END_TEST

START_TEST(catalogues_invert_names) {
    pith__names names = {0};
    pith__names_add(&arena, heuristics, &names, PITH_STR("van der Berg, Jan P."), true);
    pith__names_add(&arena, heuristics, &names, PITH_STR("Jane Doe"), true);
    ck_assert_str_eq(pith__names_join(&arena, &names), "Jan P. van der Berg; Jane Doe");
}
END_TEST

typedef struct shape_case {
    const char *text;
    bool personal;
} shape_case;

static const shape_case shape_cases[] = {
    {"Jane Doe", true},
    {"Ludwig van Beethoven", true},
    {"JANE DOE", true},
    {"Иван Петров", true},
    {"山田太郎", true},
    {"Jane", false},
    {"jane doe", false},
    {"Example GmbH", false},
    {"Bund der Freunde e.V.", false},
    {"Everfit Team", false},
    {"NOC Admin", false},
    {"entsprechende Untersuchungen", false},
    {"Jane Doe 42", false},
    {"One Two Three Four Five Six", false},
    {"", false},
};

START_TEST(persons_and_groups) {
    const shape_case *c = &shape_cases[_i];
    ck_assert_msg(pith__names_personal(&arena, heuristics, pith__str_of(c->text)) == c->personal,
        "%s", c->text);
}
END_TEST

static Suite *suite(void) {
    Suite *all = suite_create("bylines");
    TCase *names = tcase_create("names");
    tcase_add_checked_fixture(names, begin_with_heuristics, end);
    tcase_add_loop_test(names, bylines, 0, COUNT(byline_cases));
    tcase_add_test(names, catalogues_invert_names);
    tcase_add_loop_test(names, persons_and_groups, 0, COUNT(shape_cases));
    suite_add_tcase(all, names);
    return all;
}

int main(void) {
    return run_suite(suite());
}
