/* robots.txt: the rules of RFC 9309, case by case. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/robots.h"

#include "run.h"

/* A file, a path, and whether the crawler "pith" may fetch it. */
static const struct {
    const char *name;
    const char *file;
    const char *path;
    bool allowed;
} cases[] = {
    /* Section 2.2.1: groups and their user agents. */
    {"an empty file allows everything", "", "/a", true},
    {"only blanks", " \n\t\r\n ", "/a", true},
    {"all for everybody", "User-agent: *\nDisallow: /\n", "/a", false},
    {"no line end at the end", "User-agent: *\nDisallow: /", "/a", false},
    {"a group for us", "User-agent: pith\nDisallow: /\n", "/a", false},
    {"a group for another", "User-agent: other\nDisallow: /\n", "/a", true},
    {"names in any case", "USER-AGENT: PiTh\nDISALLOW: /\n", "/a", false},
    {"ours comes before *", "User-agent: *\nDisallow: /\n\nUser-agent: pith\nDisallow: /b\n", "/a",
        true},
    {"ours comes before a later *", "User-agent: pith\nDisallow: /b\nUser-agent: *\nDisallow: /\n",
        "/a", true},
    {"ours without rules allows everything", "User-agent: *\nDisallow: /\n\nUser-agent: pith\n",
        "/a", true},
    {"ours with an empty rule", "User-agent: *\nDisallow: /\n\nUser-agent: pith\nDisallow:\n", "/a",
        true},
    {"* where nothing names us", "User-agent: other\nAllow: /\n\nUser-agent: *\nDisallow: /\n",
        "/a", false},
    {"several agents, one group", "User-agent: other\nUser-agent: pith\nDisallow: /\n", "/a",
        false},
    {"several agents, we are first", "User-agent: pith\nUser-agent: other\nDisallow: /\n", "/a",
        false},
    {"a rule ends the list of agents",
        "User-agent: pith\nDisallow: /b\nUser-agent: other\nDisallow: /\n", "/a", true},
    {"a blank line does not", "User-agent: pith\n\nUser-agent: other\nDisallow: /\n", "/a", false},
    {"a comment does not", "User-agent: pith\n# and\nUser-agent: other\nDisallow: /\n", "/a",
        false},
    {"a sitemap does not", "User-agent: pith\nSitemap: /s\nUser-agent: other\nDisallow: /\n", "/a",
        false},
    {"a delay does not", "User-agent: pith\nCrawl-delay: 1\nUser-agent: other\nDisallow: /\n", "/a",
        false},
    {"a blank line does not end a group", "User-agent: pith\nDisallow: /b\n\nDisallow: /a\n", "/a",
        false},
    {"groups for us are joined",
        "User-agent: pith\nDisallow: /a\n\nUser-agent: pith\nDisallow: /b\n", "/b", false},
    {"groups for us are joined, the first",
        "User-agent: pith\nDisallow: /a\n\nUser-agent: pith\nDisallow: /b\n", "/a", false},
    {"groups for * are joined",
        "User-agent: *\nDisallow: /a\n\nUser-agent: x\nAllow: /\n\nUser-agent: *\nDisallow: /b\n",
        "/a", false},
    {"a name with a version", "User-agent: pith/2.1\nDisallow: /\n", "/a", false},
    {"a name with more behind it", "User-agent: pith (the crawler)\nDisallow: /\n", "/a", false},
    {"a longer name is another", "User-agent: pithy\nDisallow: /\n", "/a", true},
    {"a name with a hyphen is another", "User-agent: pith-news\nDisallow: /\n", "/a", true},
    {"a shorter name is another", "User-agent: pit\nDisallow: /\n", "/a", true},
    {"* with a comment", "User-agent: * # all\nDisallow: /\n", "/a", false},
    {"* within a name is no *", "User-agent: *bot\nDisallow: /\n", "/a", true},
    {"an empty name is nobody", "User-agent:\nDisallow: /\n", "/a", true},
    {"rules before any agent are nobody's", "Disallow: /\nUser-agent: other\nDisallow: /b\n", "/a",
        true},

    /* Section 2.2.2: rules, the longest match, and equal ones. */
    {"a prefix", "User-agent: *\nDisallow: /a\n", "/ab", false},
    {"another prefix", "User-agent: *\nDisallow: /a\n", "/b", true},
    {"paths are told apart by case", "User-agent: *\nDisallow: /A\n", "/a", true},
    {"a folder", "User-agent: *\nDisallow: /a/\n", "/a/b", false},
    {"a folder is not the file of its name", "User-agent: *\nDisallow: /a/\n", "/a", true},
    {"the longer rule allows", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
    {"the longer rule disallows", "User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c", false},
    {"order does not matter", "User-agent: *\nAllow: /a/b\nDisallow: /a\n", "/a/b", true},
    {"allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
    {"allow wins a tie, whichever comes first", "User-agent: *\nAllow: /a\nDisallow: /a\n", "/a",
        true},
    {"allow wins a tie of different patterns", "User-agent: *\nDisallow: /*b\nAllow: /ab\n", "/ab",
        true},
    {"the example of the RFC, allowed",
        "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n",
        "/example/page/x", true},
    {"the example of the RFC, disallowed",
        "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n",
        "/example/page/disallowed.gif", false},
    {"an empty disallow", "User-agent: *\nDisallow:\n", "/a", true},
    {"an empty disallow leaves the others", "User-agent: *\nDisallow:\nDisallow: /a\n", "/a",
        false},
    {"an empty allow allows nothing", "User-agent: *\nAllow:\nDisallow: /\n", "/a", false},
    {"only the home page", "User-agent: *\nDisallow: /\nAllow: /$\n", "/", true},
    {"only the home page, not the others", "User-agent: *\nDisallow: /\nAllow: /$\n", "/a", false},
    {"robots.txt itself", "User-agent: *\nDisallow: /\n", "/robots.txt", true},
    {"what only begins like it", "User-agent: *\nDisallow: /\n", "/robots.txt2", false},
    {"the query is part of the path", "User-agent: *\nDisallow: /a?b=\n", "/a?b=c", false},
    {"another query", "User-agent: *\nDisallow: /a?b=\n", "/a?c=b", true},

    /* Section 2.2.3: * and $. */
    {"* in the middle", "User-agent: *\nDisallow: /a/*/c\n", "/a/b/c", false},
    {"* stands for nothing, too", "User-agent: *\nDisallow: /a*c\n", "/ac", false},
    {"* goes over slashes", "User-agent: *\nDisallow: /a*z\n", "/a/b/c/z", false},
    {"* at the beginning", "User-agent: *\nDisallow: *.gif\n", "/a/b.gif", false},
    {"* at the end says nothing more", "User-agent: *\nDisallow: /a*\n", "/abc", false},
    {"* alone", "User-agent: *\nDisallow: *\n", "/a", false},
    {"several *", "User-agent: *\nDisallow: /*a*b*c\n", "/xaxbxc", false},
    {"several * in another order", "User-agent: *\nDisallow: /*a*b*c\n", "/xbxaxc", true},
    {"** is *", "User-agent: *\nDisallow: /a**c\n", "/abc", false},
    {"pieces do not overlap", "User-agent: *\nDisallow: /*aba*ba\n", "/aba", true},
    {"$ is the end", "User-agent: *\nDisallow: /*.php$\n", "/a.php", false},
    {"$ is the end of the query, too", "User-agent: *\nDisallow: /*.php$\n", "/a.php?x", true},
    {"$ and a repeated end", "User-agent: *\nDisallow: /*a$\n", "/ababa", false},
    {"$ and a piece that is longer than what is left", "User-agent: *\nDisallow: /ab*ba$\n", "/aba",
        true},
    {"$ after *", "User-agent: *\nDisallow: /a*$\n", "/abc", false},
    {"$ in the middle is a dollar", "User-agent: *\nDisallow: /a$b\n", "/a", true},
    {"a rule that is only $", "User-agent: *\nDisallow: $\n", "/a", true},
    {"$ of the RFC's example", "User-agent: *\nAllow: /this/path/exactly$\nDisallow: /this\n",
        "/this/path/exactly", true},
    {"a literal star in the path", "User-agent: *\nDisallow: /a%2Ab\n", "/a*b", false},
    {"a literal star is no wildcard", "User-agent: *\nDisallow: /a%2Ab\n", "/axb", true},
    {"a literal dollar in the path", "User-agent: *\nDisallow: /a%24\n", "/a$", false},
    {"a literal dollar is no end", "User-agent: *\nDisallow: /a%24\n", "/a", true},

    /* Section 2.2.2: percent-encoding. The table of the RFC, and more. */
    {"the RFC: plain", "User-agent: *\nDisallow: /foo/bar?baz=quz\n", "/foo/bar?baz=quz", false},
    {"the RFC: an encoded slash", "User-agent: *\nDisallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar\n",
        "/foo/bar?baz=https%3A%2F%2Ffoo.bar", false},
    {"the RFC: characters outside ASCII in the rule",
        "User-agent: *\nDisallow: /foo/bar/\xE3\x83\x84\n", "/foo/bar/%E3%83%84", false},
    {"the RFC: and encoded in both", "User-agent: *\nDisallow: /foo/bar/%E3%83%84\n",
        "/foo/bar/%E3%83%84", false},
    {"the RFC: letters encoded in the rule", "User-agent: *\nDisallow: /foo/bar/%62%61%7A\n",
        "/foo/bar/baz", false},
    {"letters encoded in the path", "User-agent: *\nDisallow: /foo/bar/baz\n", "/foo/bar/%62%61%7A",
        false},
    {"hexadecimal digits in any case", "User-agent: *\nDisallow: /%e3%83%84\n", "/%E3%83%84",
        false},
    {"an encoded slash is no slash", "User-agent: *\nDisallow: /a/b\n", "/a%2Fb", true},
    {"an encoded slash is an encoded slash", "User-agent: *\nDisallow: /a%2fb\n", "/a%2Fb", false},
    {"a space in the rule", "User-agent: *\nDisallow: /a b\n", "/a%20b", false},
    {"a percent sign that encodes nothing", "User-agent: *\nDisallow: /100%\n", "/100%", false},
    {"Latin-1 in the rule", "User-agent: *\nDisallow: /caf\xE9\n", "/caf%E9", false},
    {"an encoded tilde", "User-agent: *\nDisallow: /%7Ejoe/\n", "/~joe/", false},
    {"an encoded question mark is none", "User-agent: *\nDisallow: /a?b\n", "/a%3Fb", true},

    /* Sections 2.2 and 2.2.4: lines, comments, other records. */
    {"CR LF", "User-agent: *\r\nDisallow: /\r\n", "/a", false},
    {"CR alone", "User-agent: *\rDisallow: /\r", "/a", false},
    {"a byte order mark", "\xEF\xBB\xBFUser-agent: *\nDisallow: /\n", "/a", false},
    {"blanks around everything", " \tUser-agent \t:\t * \n \tDisallow\t:  /a \n", "/a", false},
    {"no blanks", "User-agent:*\nDisallow:/a\n", "/a", false},
    {"a comment behind a rule", "User-agent: *\nDisallow: /a # not this\n", "/a", false},
    {"a comment cuts the rule", "User-agent: *\nDisallow: /a#b\n", "/ac", false},
    {"a rule in a comment", "User-agent: *\n# Disallow: /\n", "/a", true},
    {"no colon", "User-agent *\nDisallow /a\n", "/a", false},
    {"no colon and three words", "User-agent: *\nDisallow /a b\n", "/a", true},
    {"an unknown key", "User-agent: *\nNoindex: /a\n", "/a", true},
    {"an unknown key between rules", "User-agent: *\nHost: x\nDisallow: /a\n", "/a", false},
    {"a misspelled key", "User-agent: *\nDisalow: /a\n", "/a", true},
    {"a page instead of a file", "<!DOCTYPE html><html><body>Not: found</body></html>", "/a", true},
    {"a URL as a value", "User-agent: *\nDisallow: http://example.org/a\n", "/a", true},
    {"a rule without a slash", "User-agent: *\nDisallow: a\n", "/a", true},
    {"a colon in the rule", "User-agent: *\nDisallow: /a:b\n", "/a:b", false},
    {"a key without a name", ": /\nUser-agent: *\nDisallow: /a\n", "/a", false},
};

START_TEST(rules) {
    pith__robots robots;
    const char *file = cases[_i].file;
    ck_assert(pith__robots_parse(&robots, file, strlen(file), PITH_STR("pith")));
    ck_assert_msg(pith__robots_allows(&robots, cases[_i].path) == cases[_i].allowed, "%s: %s",
        cases[_i].name, cases[_i].path);
    pith__robots_clear(&robots);
}
END_TEST

START_TEST(nul_bytes) {
    static const char file[] = "User-agent: *\0\nDis\0allow: /\nDisallow: /a\0b\n";
    pith__robots robots;
    ck_assert(pith__robots_parse(&robots, file, sizeof file - 1, PITH_STR("pith")));
    ck_assert(pith__robots_allows(&robots, "/x"));
    pith__robots_clear(&robots);
}
END_TEST

START_TEST(size_limit) {
    /* A rule within the limit, one behind it, and one that is cut by it. */
    size_t size = PITH_ROBOTS_MAX + 1000;
    char *file = malloc(size);
    memset(file, '#', size);
    static const char head[] = "User-agent: *\nDisallow: /within\n#";
    memcpy(file, head, sizeof head - 1);
    static const char cut[] = "\nDisallow: /cut/here\nDisallow: /behind\n";
    memcpy(file + PITH_ROBOTS_MAX - 14, cut, sizeof cut - 1);
    pith__robots robots;
    ck_assert(pith__robots_parse(&robots, file, size, PITH_STR("pith")));
    ck_assert(!pith__robots_allows(&robots, "/within"));
    ck_assert(pith__robots_allows(&robots, "/behind"));
    ck_assert(pith__robots_allows(&robots, "/cut/here"));
    ck_assert(pith__robots_allows(&robots, "/c"));
    pith__robots_clear(&robots);
    free(file);
}
END_TEST

/* Patterns that make a matcher that goes back and forth take for ever. */
START_TEST(many_stars) {
    char file[4096] = "User-agent: *\nDisallow: /";
    for (int i = 0; i < 1000; i++)
        strcat(file, "a*");
    strcat(file, "b\n");
    char path[8192];
    memset(path, 'a', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    pith__robots robots;
    ck_assert(pith__robots_parse(&robots, file, strlen(file), PITH_STR("pith")));
    ck_assert(pith__robots_allows(&robots, path));
    pith__robots_clear(&robots);
}
END_TEST

START_TEST(crawl_delay) {
    static const struct {
        const char *file;
        double seconds;
    } delays[] = {
        {"User-agent: *\nCrawl-delay: 10\n", 10},
        {"User-agent: *\ncrawl-DELAY:0.5\n", 0.5},
        {"User-agent: *\nDisallow: /a\nCrawl-delay: 3 # slow\n", 3},
        {"User-agent: *\nCrawl-delay: 2\nCrawl-delay: 7\nCrawl-delay: 1\n", 7},
        {"User-agent: other\nCrawl-delay: 10\n", 0},
        {"User-agent: *\nCrawl-delay: 10\n\nUser-agent: pith\nDisallow: /a\n", 0},
        {"User-agent: *\nCrawl-delay: soon\n", 0},
        {"User-agent: *\nCrawl-delay: -3\n", 0},
        {"User-agent: *\nCrawl-delay: 1.2.3\n", 0},
        {"User-agent: *\nCrawl-delay: 99999999999999999999999999\n", 1e9},
        {"User-agent: *\nCrawl-delay:\n", 0},
    };
    for (size_t i = 0; i < sizeof delays / sizeof delays[0]; i++) {
        pith__robots robots;
        ck_assert(
            pith__robots_parse(&robots, delays[i].file, strlen(delays[i].file), PITH_STR("pith")));
        ck_assert_msg(
            robots.crawl_delay == delays[i].seconds, "%s: %g", delays[i].file, robots.crawl_delay);
        pith__robots_clear(&robots);
    }
}
END_TEST

START_TEST(product_token) {
    static const char *const agents[][2] = {{"pith/1.0 (+https://example.org/)", "pith"},
        {"Example-Bot_x/1", "Example-Bot_x"}, {"Mozilla/5.0 (compatible; examplebot)", "Mozilla"},
        {"1bot", ""}, {"", ""}};
    for (size_t i = 0; i < sizeof agents / sizeof agents[0]; i++)
        ck_assert(pith__str_equal(pith__robots_token(agents[i][0]), pith__str_of(agents[i][1])));
    /* Without a token only the groups for "*" count. */
    static const char file[] = "User-agent: pith\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n";
    pith__robots robots;
    ck_assert(pith__robots_parse(&robots, file, sizeof file - 1, (pith__str){NULL, 0}));
    ck_assert(pith__robots_allows(&robots, "/a"));
    ck_assert(!pith__robots_allows(&robots, "/b"));
    pith__robots_clear(&robots);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("robots");
    TCase *tcase = tcase_create("robots");
    tcase_add_loop_test(tcase, rules, 0, sizeof cases / sizeof cases[0]);
    tcase_add_test(tcase, nul_bytes);
    tcase_add_test(tcase, size_limit);
    tcase_add_test(tcase, many_stars);
    tcase_add_test(tcase, crawl_delay);
    tcase_add_test(tcase, product_token);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
