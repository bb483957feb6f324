/* test_heuristics.c - src/heuristics: phrases, the loader and its messages, overlays, class names,
   months. */
#define _XOPEN_SOURCE 700 /* nftw */

#include <check.h>
#include <errno.h>
#include <ftw.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unicode.h"
#include "base/words.h"
#include "heuristics/heuristics.h"
#include "heuristics/phrases.h"

#include "fixture.h"

static pith_error error;

static pith__words words_of(const char *text) {
    return pith__words_of(&arena, pith__str_of(text));
}

/* An index of one phrase. */
static pith__phrase_index *index_of(const char *phrase, pith__phrase_group group) {
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    const char *cause = pith__phrase_index_add(index, pith__str_of(phrase), group);
    ck_assert_msg(cause == NULL, "'%s': %s", phrase, cause);
    pith__phrase_index_seal(index);
    return index;
}

/* ---- Phrases --------------------------------------------------------------------------------- */

#define W12 "a b c d e f g h i j k l"

static const struct {
    const char *phrase, *line;
    bool matches;
} match_cases[] = {
    /* A phrase is a whole line. */
    {"related articles", "related articles", true},
    {"related articles", "related articles here", false},
    {"related articles", "more related articles", false},
    {"related articles", "related", false},
    {"related articles", "articles related", false},
    {"related articles", "relatedarticles", false},
    {"related articles", "", false},
    {"related", "related", true},
    {"related", "related related", false},
    /* Case, punctuation and white space are nothing. */
    {"related articles", "RELATED ARTICLES", true},
    {"Related Articles:", "related articles", true},
    {"related articles", "** Related \xE2\x80\x94 articles: **", true},
    {"  related \t articles ", "related articles", true},
    {"related - articles", "related articles", true},
    {"\xC3\x89galement", "\xC3\xA9galement", true},
    {"\xD0\xA7\xD0\x98\xD0\xA2\xD0\x90\xD0\x99", "\xD1\x87\xD0\xB8\xD1\x82\xD0\xB0\xD0\xB9", true},
    {"cafe", "caf\xC3\xA9", false},
    /* An apostrophe parts words on both sides alike. */
    {"don't miss", "Don't miss", true},
    {"don't miss", "DON\xE2\x80\x99T MISS", true},
    {"don't miss", "dont miss", false},
    {"sign-up", "sign up", true},
    {"log_in", "log in", false},
    /* '*' at either end: other words may stand there, or none. */
    {"most read *", "most read", true},
    {"most read *", "most read in sport", true},
    {"most read *", "the most read in sport", false},
    {"* comments", "comments", true},
    {"* comments", "all of the comments", true},
    {"* comments", "comments closed", false},
    {"* read more *", "read more", true},
    {"* read more *", "to read more of it", true},
    {"* read more *", "to read no more of it", false},
    {"*read more", "read more", true}, /* Not a token of its own: punctuation. */
    {"*read more", "to read more", false},
    /* '*' inside: no word to twelve. */
    {"recommended * for you", "recommended for you", true},
    {"recommended * for you", "recommended just for you", true},
    {"recommended * for you", "recommended for for you", true},
    {"recommended * for you", "recommended for me", false},
    {"recommended * for you", "recommended for you too", false},
    {"x * y", "x " W12 " y", true},
    {"x * y", "x " W12 " m y", false},
    {"x * y *", "x " W12 " m y", false},
    {"x * y", "x a y b y", true},
    {"x * * y", "x a y", true},
    {"x * y * z", "x a y b c z", true},
    {"x * y * z", "x " W12 " y " W12 " z", true},
    {"x * y * z", "x a z b y", false},
    {"* x * y z * w *", "1 x y 2 y z 3 w 4", true},
    /* <n>: one number. */
    {"<n> comments", "12 comments", true},
    {"<n> comments", "comments", false},
    {"<n> comments", "twelve comments", false},
    {"<n> comments", "1 2 comments", false},
    {"<n> comments", "12a comments", false},
    {"<n> <n> views", "1,204 views", true},
    {"page <n> of <n>", "Page 3 of 12", true},
    {"visited <n> times", "visited \xD9\xA3 times", true},
    {"* <n> views", "all in all 12 views", true},
    /* <w>: one word of any kind. */
    {"more in <w>", "more in sport", true},
    {"more in <w>", "more in 2024", true},
    {"more in <w>", "more in", false},
    {"more in <w>", "more in world sport", false},
    {"<w> <w> replies", "see all replies", true},
    {"<w> <w> replies", "all replies", false},
    {"<w> replies *", "9 replies to this", true},
    {"* <w> replies", "replies", false},
    /* Scripts without spaces: each character is a word. */
    {"\xE7\x9B\xB8\xE5\x85\xB3", "\xE7\x9B\xB8\xE5\x85\xB3", true},
    {"\xE7\x9B\xB8\xE5\x85\xB3", "\xE7\x9B\xB8\xE5\x85\xB3\xE6\x96\x87", false},
    {"\xE7\x9B\xB8\xE5\x85\xB3 *", "\xE7\x9B\xB8\xE5\x85\xB3\xE6\x96\x87\xE7\xAB\xA0", true},
    {"\xE7\x9B\xB8 \xE5\x85\xB3", "\xE7\x9B\xB8\xE5\x85\xB3", true},
};

START_TEST(phrases_match_lines) {
    OWN_ARENA();
    pith__phrase_index *index = index_of(match_cases[_i].phrase, PITH_PHRASE_LINE_SHARE);
    pith__phrase_set expected =
        match_cases[_i].matches ? PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE) : 0;
    pith__phrase_set found = pith__phrase_index_match(index, words_of(match_cases[_i].line));
    ck_assert_msg(found == expected, "'%s' on '%s': %#x, expected %#x", match_cases[_i].phrase,
        match_cases[_i].line, found, expected);
}
END_TEST

#define SIX "a b c d e f"
#define TWENTY_FOUR SIX " " SIX " " SIX " " SIX
static const char too_long[] = "the phrase is too long";
static const char no_word[] = "the phrase needs a word before its first inner '*'";

static const struct {
    const char *phrase, *cause;
} refused_cases[] = {
    {TWENTY_FOUR, NULL},
    {TWENTY_FOUR " g", too_long},
    {TWENTY_FOUR " *", too_long},
    {TWENTY_FOUR " <n>", too_long},
    {SIX " " SIX " " SIX " " SIX "-g", too_long},
    {TWENTY_FOUR " !", NULL},
    {"", no_word},
    {"*", no_word},
    {"* *", no_word},
    {"<n>", no_word},
    {"<w> <w>", no_word},
    {"* <n> *", no_word},
    {"<n> * word", no_word},
    {"* * word", no_word},
    {"...", no_word},
    {"\xE2\x80\xA2 word", NULL},
    {"word \xE2\x80\xA2", NULL},
};

START_TEST(phrases_are_refused) {
    OWN_ARENA();
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    const char *cause = pith__phrase_index_add(
        index, pith__str_of(refused_cases[_i].phrase), PITH_PHRASE_LINE_SHARE);
    if (refused_cases[_i].cause == NULL)
        ck_assert_msg(cause == NULL, "'%s': %s", refused_cases[_i].phrase, cause);
    else
        ck_assert_pstr_eq(cause, refused_cases[_i].cause);
    pith__phrase_index_seal(index);
}
END_TEST

START_TEST(phrases_of_many_groups_match_together) {
    OWN_ARENA();
    static const struct {
        const char *phrase;
        pith__phrase_group group;
    } phrases[] = {
        {"share *", PITH_PHRASE_LINE_SHARE},
        {"* this article", PITH_PHRASE_SECTION_RELATED},
        {"share this article", PITH_PHRASE_LINE_FOOTER},
        {"share that article", PITH_PHRASE_LINE_DATE},
        {"share this", PITH_PHRASE_LINE_COOKIES},
        {"* article", PITH_PHRASE_SECTION_RELATED},
    };
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    for (size_t i = 0; i < COUNT(phrases); i++)
        ck_assert_ptr_null(
            pith__phrase_index_add(index, pith__str_of(phrases[i].phrase), phrases[i].group));
    pith__phrase_index_seal(index);
    ck_assert_uint_eq(pith__phrase_index_match(index, words_of("Share this article")),
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE) | PITH_PHRASE_BIT(PITH_PHRASE_SECTION_RELATED) |
            PITH_PHRASE_BIT(PITH_PHRASE_LINE_FOOTER));
    ck_assert_uint_eq(pith__phrase_index_match(index, words_of("nothing")), 0);
    ck_assert_uint_eq(pith__phrase_index_match(index, (pith__words){0}), 0);
}
END_TEST

START_TEST(an_empty_index_matches_nothing) {
    OWN_ARENA();
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    pith__phrase_index_seal(index);
    pith__words words = words_of("some words");
    ck_assert_uint_eq(pith__phrase_index_match(index, words), 0);
    ck_assert_uint_eq(pith__phrase_index_prefix(index, words, PITH_PHRASE_LINE_SHARE), 0);
    ck_assert_uint_eq(pith__phrase_index_count(index, words, PITH_PHRASE_LINE_SHARE), 0);
    ck_assert(!pith__phrase_index_word(index, words.items[0], PITH_PHRASE_LINE_SHARE));
}
END_TEST

static const struct {
    const char *phrase, *line;
    size_t length;
} prefix_cases[] = {
    {"by *", "By Ann Lee", 1},
    {"by *", "by", 1},
    {"by *", "Written by Ann Lee", 0},
    {"by *", "", 0},
    {"by", "By Ann Lee", 0}, /* Does not go on. */
    {"* by *", "By Ann Lee", 0},
    {"written by *", "Written by: Ann Lee", 2},
    {"written by *", "written for us", 0},
    {"<n> minutes ago *", "5 minutes ago in sport", 3},
    {"<w> reporting *", "also reporting: Ann Lee", 2},
    {"posted * by *", "posted on Monday by Ann Lee", 4},
    {"posted * by *", "posted by Ann Lee", 2},
    {"\xE6\x96\x87 *", "\xE6\x96\x87\xEF\xBC\x9A\xE6\x9D\x8E", 1},
};

START_TEST(prefix_takes_the_fixed_part) {
    OWN_ARENA();
    pith__phrase_index *index = index_of(prefix_cases[_i].phrase, PITH_PHRASE_NAME_LEAD);
    pith__words words = words_of(prefix_cases[_i].line);
    ck_assert_uint_eq(
        pith__phrase_index_prefix(index, words, PITH_PHRASE_NAME_LEAD), prefix_cases[_i].length);
    ck_assert_uint_eq(pith__phrase_index_prefix(index, words, PITH_PHRASE_LINE_BYLINE), 0);
}
END_TEST

START_TEST(prefix_takes_the_longest) {
    OWN_ARENA();
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    static const char *const phrases[] = {"by *", "by our correspondent *", "by our *"};
    for (size_t i = 0; i < COUNT(phrases); i++)
        ck_assert_ptr_null(
            pith__phrase_index_add(index, pith__str_of(phrases[i]), PITH_PHRASE_NAME_LEAD));
    pith__phrase_index_seal(index);
    static const struct {
        const char *line;
        size_t length;
    } cases[] = {{"By Ann", 1}, {"By our Ann", 2}, {"By our correspondent Ann", 3}};
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_uint_eq(
            pith__phrase_index_prefix(index, words_of(cases[i].line), PITH_PHRASE_NAME_LEAD),
            cases[i].length);
}
END_TEST

static const struct {
    const char *phrase, *line;
    uint32_t count;
} count_cases[] = {
    {"sign up", "Sign up today, sign up now, sign in", 2},
    {"sign up", "nothing", 0},
    {"sign up", "sign", 0},
    {"sign up", "", 0},
    {"app", "app app app", 3},
    {"* app *", "an app is an app", 2},
    {"<n> off", "20 off, 30 off, off", 2},
    {"get * free", "get it free and get that free", 2},
};

START_TEST(count_counts_places) {
    OWN_ARENA();
    pith__phrase_index *index = index_of(count_cases[_i].phrase, PITH_PHRASE_CALL_TO_ACTION);
    pith__words words = words_of(count_cases[_i].line);
    ck_assert_uint_eq(
        pith__phrase_index_count(index, words, PITH_PHRASE_CALL_TO_ACTION), count_cases[_i].count);
    ck_assert_uint_eq(pith__phrase_index_count(index, words, PITH_PHRASE_LINE_SHARE), 0);
}
END_TEST

START_TEST(count_counts_a_place_once) {
    OWN_ARENA();
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    static const char *const phrases[] = {"sign up", "sign up now", "sign * now"};
    for (size_t i = 0; i < COUNT(phrases); i++)
        ck_assert_ptr_null(
            pith__phrase_index_add(index, pith__str_of(phrases[i]), PITH_PHRASE_CALL_TO_ACTION));
    pith__phrase_index_seal(index);
    ck_assert_uint_eq(
        pith__phrase_index_count(index, words_of("sign up now"), PITH_PHRASE_CALL_TO_ACTION), 1);
}
END_TEST

START_TEST(a_word_is_a_phrase_by_itself) {
    OWN_ARENA();
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    ck_assert_ptr_null(pith__phrase_index_add(index, pith__str_of("the"), PITH_PHRASE_STOP_WORD));
    ck_assert_ptr_null(pith__phrase_index_add(index, pith__str_of("of it"), PITH_PHRASE_STOP_WORD));
    pith__phrase_index_seal(index);
    pith__words words = words_of("THE of other");
    ck_assert(pith__phrase_index_word(index, words.items[0], PITH_PHRASE_STOP_WORD));
    ck_assert(!pith__phrase_index_word(index, words.items[0], PITH_PHRASE_NAME_AND));
    ck_assert(!pith__phrase_index_word(index, words.items[1], PITH_PHRASE_STOP_WORD));
    ck_assert(!pith__phrase_index_word(index, words.items[2], PITH_PHRASE_STOP_WORD));
}
END_TEST

/* With work that grew with the square of the line this would not end in a person's time. */
START_TEST(long_lines_take_linear_time) {
    OWN_ARENA();
    enum { WORDS = 400000 };
    pith__phrase_index *index = pith__phrase_index_new(&arena);
    static const char *const phrases[] = {"a * a * a * a * a * a * b", "* a * a * a * b *",
        "a a a a a a a a a a a a a a a a a a a a a a a b", "* <w> <w> a * <n> b"};
    for (size_t i = 0; i < COUNT(phrases); i++)
        ck_assert_ptr_null(
            pith__phrase_index_add(index, pith__str_of(phrases[i]), PITH_PHRASE_LINE_SHARE));
    pith__phrase_index_seal(index);
    char *line = pith__arena_alloc(&arena, 2 * WORDS + 1);
    for (size_t i = 0; i < WORDS; i++)
        memcpy(line + 2 * i, "a ", 3);
    pith__words words = words_of(line);
    ck_assert_uint_eq(words.count, WORDS);
    ck_assert_uint_eq(pith__phrase_index_match(index, words), 0);
    ck_assert_uint_eq(pith__phrase_index_prefix(index, words, PITH_PHRASE_LINE_SHARE), 0);
    ck_assert_uint_eq(pith__phrase_index_count(index, words, PITH_PHRASE_LINE_SHARE), 0);
}
END_TEST

/* ---- Overlay folders ------------------------------------------------------------------------- */

static char folder[512];

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *ftw) {
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void begin_folder(void) {
    begin();
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.400s/heuristics-XXXXXX", parent == NULL ? P_tmpdir : parent);
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void end_folder(void) {
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    end();
}

/* The path of an entry in the folder. */
static const char *path_of(const char *name) {
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put_bytes(const char *name, const char *bytes, size_t length) {
    const char *slash = strchr(name, '/');
    if (slash != NULL) {
        char parent[64];
        snprintf(parent, sizeof parent, "%.*s", (int)(slash - name), name);
        mkdir(path_of(parent), 0777);
    }
    FILE *file = fopen(path_of(name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

static void put(const char *name, const char *text) {
    put_bytes(name, text, strlen(text));
}

/* Loads what must load; NULL: the compiled-in files alone. */
static const pith__heuristics *load(const char *directory) {
    heuristics = pith__heuristics_load(&arena, directory, &error);
    ck_assert_msg(heuristics != NULL, "%s", error.message);
    return heuristics;
}

/* Loads what must not load, and checks the message; "%s" in it is the folder. */
static void check_refused(pith_status status, const char *format, const char *tail) {
    ck_assert_ptr_null(pith__heuristics_load(&arena, folder, &error));
    char expected[4096];
    snprintf(expected, sizeof expected, "%s/%s%s", folder, format, tail);
    ck_assert_str_eq(error.message, expected);
    ck_assert_int_eq(error.status, status);
    ck_assert_ptr_null(pith__heuristics_load(&arena, folder, NULL));
}

static bool has_group(const pith__heuristics *loaded, const char *line, pith__phrase_group group) {
    return (pith__phrases_match(loaded, words_of(line)) & PITH_PHRASE_BIT(group)) != 0;
}

#define BAD_UTF8 "\xC3("
#define EIGHTY "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh"

static const struct {
    const char *name, *text, *message;
} malformed_cases[] = {
    {"thresholds.conf", "sentence-words 10", ":1: expected NAME = NUMBER: sentence-words 10"},
    {"thresholds.conf", "# one\n\nsentence-words = ten\n", ":3: not a number: ten"},
    {"thresholds.conf", "sentence-words =\n", ":1: not a number"},
    {"thresholds.conf", "sentence-words = 1,5\n", ":1: not a number: 1,5"},
    {"thresholds.conf", "sentence-words = 5 6\n", ":1: not a number: 5 6"},
    {"thresholds.conf", "sentence-words = true\n", ":1: not a number: true"},
    {"thresholds.conf", "sentence-words = \"5\"\n", ":1: not a number: \"5\""},
    {"thresholds.conf", "sentence-words = [5]\n", ":1: not a number: [5]"},
    {"thresholds.conf", "sentence-words = nan\n", ":1: not a number: nan"},
    {"thresholds.conf", "sentence-words = 1e999\n", ":1: not a number: 1e999"},
    {"thresholds.conf", "sentences = 1\n", ":1: unknown threshold: sentences"},
    {"thresholds.conf", "= 1\n", ":1: unknown threshold"},
    {"thresholds.conf", "[words]\n", ":1: a section head does not belong here: [words]"},
    {"thresholds.conf", "cue-words = 3\n" BAD_UTF8, ":2: the line is not UTF-8 text"},
    {"phrases/en.conf", "related\n", ":1: a line before the first section head: related"},
    {"phrases/en.conf", "[relatd]\n\nrelated\n", ":3: unknown group of phrases: relatd"},
    {"phrases/en.conf", "[section-related\nrelated\n",
        ":1: a section head does not belong here: [section-related"},
    {"phrases/en.conf", "[]\nrelated\n", ":1: a section head does not belong here: []"},
    {"phrases/en.conf", "[line-share]\nshare\n* <n>\n",
        ":3: the phrase needs a word before its first inner '*': * <n>"},
    {"phrases/en.conf", "[line-share]\nshare, , * <n> ,tweet\n",
        ":2: the phrase needs a word before its first inner '*': * <n>"},
    {"phrases/en.conf", "[stop-words]\nthe of\nto ! in\n",
        ":3: the phrase needs a word before its first inner '*': !"},
    {"phrases/en.conf", "[line-share]\n" TWENTY_FOUR " g\n",
        ":2: the phrase is too long: " TWENTY_FOUR " g"},
    {"phrases/en.conf", "[line-share]\n" EIGHTY "x *" TWENTY_FOUR "\n",
        ":2: the phrase is too long: " EIGHTY},
    {"phrases/en.conf", "[line-share]\r\n# caf\xE9\r\n", ":2: the line is not UTF-8 text"},
    {"phrases/xx.conf", "related\n", ":1: a line before the first section head: related"},
    {"phrases/xx.conf", "[months]\nrelated\n", ":2: unknown group of phrases: months"},
    {"vocabulary/attributes.conf", "data-src\n",
        ":1: a line before the first section head: data-src"},
    {"vocabulary/attributes.conf", "[image]\ndata-src\n", ":2: unknown group of attributes: image"},
    {"vocabulary/classes.conf", "nav\n", ":1: a line before the first section head: nav"},
    {"vocabulary/classes.conf", "[menu]\nnav\n", ":2: unknown group of classes: menu"},
    {"vocabulary/classes.conf", "[navigation]\nnav Menu\n",
        ":2: a token is made of the letters a to z: Menu"},
    {"vocabulary/classes.conf", "[navigation]\nnav-bar\n",
        ":2: a token is made of the letters a to z: nav-bar"},
    {"dates.conf", "1 january\n", ":1: a line before the first section head: 1 january"},
    {"dates.conf", "[days]\n1 monday\n", ":2: unknown section: days"},
    {"dates.conf", "[months]\njanuary\n",
        ":2: expected the number of a month and its names: january"},
    {"dates.conf", "[months]\n0 january\n",
        ":2: expected the number of a month and its names: 0 january"},
    {"dates.conf", "[months]\n13 january\n",
        ":2: expected the number of a month and its names: 13 january"},
    {"dates.conf", "[months]\n001 january\n",
        ":2: expected the number of a month and its names: 001 january"},
    {"dates.conf", "[months]\n\xD9\xA1 january\n",
        ":2: expected the number of a month and its names: \xD9\xA1 january"},
    {"dates.conf", "[months]\n5 may\n6 may\n", ":3: a name of two months: 6 may"},
};

START_TEST(malformed_files_are_named_by_line) {
    OWN_ARENA();
    put(malformed_cases[_i].name, malformed_cases[_i].text);
    check_refused(PITH_ERROR_HEURISTICS, malformed_cases[_i].name, malformed_cases[_i].message);
}
END_TEST

START_TEST(a_quoted_line_is_cut_between_characters) {
    OWN_ARENA();
    char line[200] = "";
    for (int i = 0; i < 27; i++)
        strcat(line, "\xE6\x96\x87"); /* 81 bytes: a cut at 80 would be inside the last. */
    put("thresholds.conf", line);
    char expected[200] = ":1: expected NAME = NUMBER: ";
    memcpy(expected + strlen(expected), line, 78);
    check_refused(PITH_ERROR_HEURISTICS, "thresholds.conf", expected);
    ck_assert(pith__utf8_valid(pith__str_of(error.message)));
}
END_TEST

START_TEST(a_nul_is_no_text) {
    OWN_ARENA();
    put_bytes("thresholds.conf", "cue-words = 5\0\n", 15);
    check_refused(PITH_ERROR_HEURISTICS, "thresholds.conf", ":1: the line is not UTF-8 text");
}
END_TEST

START_TEST(tables_are_bounded) {
    OWN_ARENA();
    char *text = pith__arena_alloc(&arena, 100000);
    size_t length = (size_t)sprintf(text, "[navigation]\n");
    for (char a = 'a'; a <= 'z'; a++)
        for (char b = 'a'; b <= 'z'; b++)
            for (char c = 'a'; c <= 'e'; c++)
                length += (size_t)sprintf(text + length, "%c%c%c ", a, b, c);
    put("vocabulary/classes.conf", text);
    ck_assert_ptr_null(pith__heuristics_load(&arena, folder, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "classes.conf:2: too many tokens: "));
    put("vocabulary/classes.conf", "");
    text[8] = '\0';
    length = (size_t)sprintf(text, "[months]\n1");
    for (char a = 'a'; a <= 'z'; a++)
        for (char b = 'a'; b <= 'z'; b++)
            for (char c = 'a'; c <= 'e'; c++)
                length += (size_t)sprintf(text + length, " %c%c%c", a, b, c);
    put("dates.conf", text);
    ck_assert_ptr_null(pith__heuristics_load(&arena, folder, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "dates.conf:2: too many names: 1 aaa aab"));
}
END_TEST

/* ---- Files that cannot be read --------------------------------------------------------------- */

START_TEST(a_folder_must_be_one) {
    OWN_ARENA();
    const char *path = path_of("none");
    char expected[4096];
    snprintf(expected, sizeof expected, "%s: %s", path, strerror(ENOENT));
    ck_assert_ptr_null(pith__heuristics_load(&arena, path, &error));
    ck_assert_int_eq(error.status, PITH_ERROR_IO);
    ck_assert_str_eq(error.message, expected);

    put("file", "text");
    path = path_of("file");
    snprintf(expected, sizeof expected, "%s: %s", path, strerror(ENOTDIR));
    for (int stale = 0; stale <= ENOENT; stale += ENOENT) {
        errno = stale; /* What an earlier failure left must not get into the message. */
        ck_assert_ptr_null(pith__heuristics_load(&arena, path, &error));
        ck_assert_int_eq(error.status, PITH_ERROR_IO);
        ck_assert_str_eq(error.message, expected);
    }

    ck_assert_int_eq(symlink("loop", path_of("loop")), 0);
    path = path_of("loop");
    snprintf(expected, sizeof expected, "%s: %s", path, strerror(ELOOP));
    ck_assert_ptr_null(pith__heuristics_load(&arena, path, &error));
    ck_assert_str_eq(error.message, expected);
}
END_TEST

static const char *const overlay_names[] = {
    "thresholds.conf", "dates.conf", "vocabulary/classes.conf", "phrases/en.conf"};

START_TEST(unreadable_files_are_named) {
    OWN_ARENA();
    char tail[200];
    const char *name = overlay_names[_i];
    put(name, "");
    ck_assert_int_eq(unlink(path_of(name)), 0);
    ck_assert_int_eq(
        symlink(strrchr(name, '/') == NULL ? name : strrchr(name, '/') + 1, path_of(name)), 0);
    snprintf(tail, sizeof tail, ": %s", strerror(ELOOP));
    check_refused(PITH_ERROR_IO, name, tail);
    ck_assert_int_eq(unlink(path_of(name)), 0);

    ck_assert_int_eq(mkdir(path_of(name), 0777), 0);
    snprintf(tail, sizeof tail, ": %s", strerror(EISDIR));
    check_refused(PITH_ERROR_IO, name, tail);
    ck_assert_int_eq(rmdir(path_of(name)), 0);

    if (geteuid() == 0) /* Nothing is unreadable to root. */
        return;
    put(name, "");
    ck_assert_int_eq(chmod(path_of(name), 0), 0);
    snprintf(tail, sizeof tail, ": %s", strerror(EACCES));
    check_refused(PITH_ERROR_IO, name, tail);
}
END_TEST

START_TEST(an_unreadable_folder_of_phrases_is_named) {
    OWN_ARENA();
    if (geteuid() == 0)
        return;
    put("phrases/xx.conf", "[line-share]\nxyzzy\n");
    ck_assert_int_eq(chmod(path_of("phrases"), 0300), 0);
    char tail[200];
    snprintf(tail, sizeof tail, ": %s", strerror(EACCES));
    check_refused(PITH_ERROR_IO, "phrases", tail);
    ck_assert_int_eq(chmod(path_of("phrases"), 0700), 0);
}
END_TEST

START_TEST(a_huge_file_is_refused) {
    OWN_ARENA();
    put("dates.conf", "");
    ck_assert_int_eq(truncate(path_of("dates.conf"), (off_t)17 << 20), 0);
    check_refused(PITH_ERROR_IO, "dates.conf", ": the file is too large");
}
END_TEST

/* ---- What lies over what --------------------------------------------------------------------- */

START_TEST(the_compiled_in_files_load) {
    OWN_ARENA();
    heuristics = load(NULL);
    /* The points of titles may be taken off, too. */
    for (int i = 0; i < PITH_THRESHOLD_TITLE_HEADING; i++)
        ck_assert_double_ge(pith__threshold_value(heuristics, (pith__threshold)i), 0);
    ck_assert(has_group(heuristics, "Related Articles", PITH_PHRASE_SECTION_RELATED));
    ck_assert(!has_group(heuristics, "The harbour was quiet", PITH_PHRASE_SECTION_RELATED));
    ck_assert(pith__word_in(heuristics, words_of("The").items[0], PITH_PHRASE_STOP_WORD));
    ck_assert(!pith__word_in(heuristics, words_of("harbour").items[0], PITH_PHRASE_STOP_WORD));
    ck_assert_uint_eq(
        pith__phrases_prefix(heuristics, words_of("by Ann Lee"), PITH_PHRASE_NAME_LEAD), 1);
    ck_assert_uint_eq(
        pith__phrases_count(heuristics, words_of("Ann Lee"), PITH_PHRASE_CALL_TO_ACTION), 0);
}
END_TEST

START_TEST(an_empty_folder_changes_nothing) {
    OWN_ARENA();
    const pith__heuristics *own = load(NULL), *other = load(folder);
    for (int i = 0; i < PITH_THRESHOLD_COUNT; i++)
        ck_assert_double_eq(pith__threshold_value(own, (pith__threshold)i),
            pith__threshold_value(other, (pith__threshold)i));
    ck_assert(has_group(other, "Related Articles", PITH_PHRASE_SECTION_RELATED));
    ck_assert_int_eq(pith__month_of(other, words_of("May").items[0]), 5);
    ck_assert_uint_eq(pith__classes_of(other, pith__str_of("sidebar")),
        pith__classes_of(own, pith__str_of("sidebar")));
}
END_TEST

START_TEST(thresholds_are_laid_over_one_by_one) {
    OWN_ARENA();
    put("thresholds.conf", "# mine\n  cue-words=7.25  \n\ndebris-share = -1e-1\ncue-words = 8.5");
    const pith__heuristics *own = load(NULL), *other = load(folder);
    for (int i = 0; i < PITH_THRESHOLD_COUNT; i++) {
        double expected = i == PITH_THRESHOLD_CUE_WORDS ? 8.5
                          : i == PITH_THRESHOLD_DEBRIS_SHARE
                              ? -0.1
                              : pith__threshold_value(own, (pith__threshold)i);
        ck_assert_double_eq(pith__threshold_value(other, (pith__threshold)i), expected);
    }
}
END_TEST

START_TEST(other_files_are_replaced) {
    OWN_ARENA();
    put("phrases/en.conf", "\xEF\xBB\xBF[section-related]\r\n# mine\r\n,xyzzy <n> , plugh,\r\n");
    put("vocabulary/classes.conf", "[card]\nxyzzy\n[hidden]\nxyzzy plugh\n");
    put("dates.conf", "[months]\n3 xyzzy\n3 plugh xyzzy\n");
    const pith__heuristics *other = load(folder);
    ck_assert(has_group(other, "Xyzzy 5", PITH_PHRASE_SECTION_RELATED));
    ck_assert(has_group(other, "Plugh", PITH_PHRASE_SECTION_RELATED));
    ck_assert(!has_group(other, "Xyzzy 5, plugh", PITH_PHRASE_SECTION_RELATED));
    ck_assert(!has_group(other, "Related Articles", PITH_PHRASE_SECTION_RELATED));
    ck_assert(!pith__word_in(other, words_of("the").items[0], PITH_PHRASE_STOP_WORD));
    /* The other compiled-in file of phrases is still there. */
    ck_assert_uint_eq(
        pith__phrases_prefix(other, words_of("by Ann Lee"), PITH_PHRASE_NAME_LEAD), 1);
    ck_assert_uint_eq(pith__classes_of(other, pith__str_of("sidebar")), 0);
    ck_assert_uint_eq(pith__classes_of(other, pith__str_of("xyzzy")),
        PITH_CLASS_BIT(PITH_CLASS_CARD) | PITH_CLASS_BIT(PITH_CLASS_HIDDEN));
    ck_assert_int_eq(pith__month_of(other, words_of("Xyzzy").items[0]), 3);
    ck_assert_int_eq(pith__month_of(other, words_of("May").items[0]), 0);
}
END_TEST

START_TEST(further_phrases_are_added) {
    OWN_ARENA();
    put("phrases/xx.conf", "[section-related]\nxyzzy\n");
    put("phrases/yy.CONF", "[section-related]\nplugh\n[section-related]\n");
    put("phrases/.zz.conf", "junk");
    put("phrases/zz.conf~", "junk");
    put("phrases/README.md", "junk");
    put("en.conf", "junk");
    const pith__heuristics *other = load(folder);
    ck_assert(has_group(other, "xyzzy", PITH_PHRASE_SECTION_RELATED));
    ck_assert(has_group(other, "plugh", PITH_PHRASE_SECTION_RELATED));
    ck_assert(has_group(other, "Related Articles", PITH_PHRASE_SECTION_RELATED));
}
END_TEST

START_TEST(further_phrases_are_read_in_order_of_names) {
    OWN_ARENA();
    static const char *const names[] = {"phrases/c.conf", "phrases/a.conf", "phrases/b.conf"};
    for (size_t i = 0; i < COUNT(names); i++)
        put(names[i], "junk");
    check_refused(
        PITH_ERROR_HEURISTICS, "phrases/a.conf", ":1: a line before the first section head: junk");
    put("phrases/a.conf", "[line-share]\n");
    check_refused(
        PITH_ERROR_HEURISTICS, "phrases/b.conf", ":1: a line before the first section head: junk");
}
END_TEST

START_TEST(numbers_do_not_depend_on_the_locale) {
    OWN_ARENA();
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8",
        "fr_FR.utf8", "fr_FR", "ru_RU.UTF-8", "tr_TR.UTF-8"};
    put("thresholds.conf", "cue-words = 8.5\n");
    bool comma = false;
    for (size_t i = 0; i < COUNT(names) && !comma; i++)
        comma = setlocale(LC_ALL, names[i]) != NULL && *localeconv()->decimal_point == ',';
    if (!comma)
        fprintf(stderr, "no locale with a decimal comma is here: only the C locale is tested\n");
    ck_assert_double_eq(pith__threshold_value(load(folder), PITH_THRESHOLD_CUE_WORDS), 8.5);
    put("thresholds.conf", "cue-words = 8,5\n");
    check_refused(PITH_ERROR_HEURISTICS, "thresholds.conf", ":1: not a number: 8,5");
    setlocale(LC_ALL, "C");
}
END_TEST

/* ---- Class names and months ------------------------------------------------------------------ */

#define NAV PITH_CLASS_BIT(PITH_CLASS_NAVIGATION)
#define CARD PITH_CLASS_BIT(PITH_CLASS_CARD)

static const struct {
    const char *attribute;
    pith__class_set groups;
} class_cases[] = {
    {"menu", NAV},
    {"Menu", NAV},
    {"MENU", NAV},
    {"main-menu", NAV},
    {"main_menu", NAV},
    {"mainMenu", NAV},
    {"menu2", NAV},
    {"2menu", NAV},
    {"menu:teaser", NAV | CARD},
    {"menuTeaser", NAV | CARD},
    {"MENUTeaser", 0}, /* No small letter before the capital. */
    {"  teaser\t\n menu  ", NAV | CARD},
    {"\xC3\xA9menu\xC3\xA9", NAV},
    {"submenu", 0},
    {"menus", 0},
    {"men\xC3\xBC", 0},
    {"both", NAV | CARD},
    {"", 0},
    {"-- 12", 0},
};

START_TEST(class_names_are_split) {
    OWN_ARENA();
    put("vocabulary/classes.conf", "[navigation]\nmenu both\n[card]\nteaser both\n");
    ck_assert_uint_eq(pith__classes_of(load(folder), pith__str_of(class_cases[_i].attribute)),
        class_cases[_i].groups);
}
END_TEST

static const struct {
    const char *name;
    int month;
} month_cases[] = {
    {"January", 1},
    {"JAN", 1},
    {"f\xC3\xA9vrier", 2},
    {"F\xC3\x89VRIER", 2},
    {"m\xC3\xA4rz", 3},
    {"abril", 4},
    {"may", 5},
    {"\xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F", 6},
    {"July", 7},
    {"sierpnia", 8},
    {"sept", 9},
    {"oktober", 10},
    {"November", 11},
    {"d\xC3\xA9"
     "cembre",
        12},
    {"Monday", 0},
    {"5", 0},
    {"ja", 0},
};

START_TEST(months_have_names) {
    OWN_ARENA();
    ck_assert_int_eq(
        pith__month_of(load(NULL), words_of(month_cases[_i].name).items[0]), month_cases[_i].month);
}
END_TEST

static Suite *suite(void) {
    Suite *all = suite_create("heuristics");
    TCase *phrases = tcase_create("phrases");
    tcase_add_checked_fixture(phrases, begin, end);
    tcase_set_timeout(phrases, 120);
    tcase_add_loop_test(phrases, phrases_match_lines, 0, COUNT(match_cases));
    tcase_add_loop_test(phrases, phrases_are_refused, 0, COUNT(refused_cases));
    tcase_add_test(phrases, phrases_of_many_groups_match_together);
    tcase_add_test(phrases, an_empty_index_matches_nothing);
    tcase_add_loop_test(phrases, prefix_takes_the_fixed_part, 0, COUNT(prefix_cases));
    tcase_add_test(phrases, prefix_takes_the_longest);
    tcase_add_loop_test(phrases, count_counts_places, 0, COUNT(count_cases));
    tcase_add_test(phrases, count_counts_a_place_once);
    tcase_add_test(phrases, a_word_is_a_phrase_by_itself);
    tcase_add_test(phrases, long_lines_take_linear_time);
    suite_add_tcase(all, phrases);

    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, begin_folder, end_folder);
    tcase_add_loop_test(files, malformed_files_are_named_by_line, 0, COUNT(malformed_cases));
    tcase_add_test(files, a_quoted_line_is_cut_between_characters);
    tcase_add_test(files, a_nul_is_no_text);
    tcase_add_test(files, tables_are_bounded);
    tcase_add_test(files, a_folder_must_be_one);
    tcase_add_loop_test(files, unreadable_files_are_named, 0, COUNT(overlay_names));
    tcase_add_test(files, an_unreadable_folder_of_phrases_is_named);
    tcase_add_test(files, a_huge_file_is_refused);
    tcase_add_test(files, the_compiled_in_files_load);
    tcase_add_test(files, an_empty_folder_changes_nothing);
    tcase_add_test(files, thresholds_are_laid_over_one_by_one);
    tcase_add_test(files, other_files_are_replaced);
    tcase_add_test(files, further_phrases_are_added);
    tcase_add_test(files, further_phrases_are_read_in_order_of_names);
    tcase_add_test(files, numbers_do_not_depend_on_the_locale);
    tcase_add_loop_test(files, class_names_are_split, 0, COUNT(class_cases));
    tcase_add_loop_test(files, months_have_names, 0, COUNT(month_cases));
    suite_add_tcase(all, files);
    return all;
}

int main(void) {
    return run_suite(suite());
}
