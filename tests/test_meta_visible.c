/* test_meta_visible.c - src/meta: names and dates that pages tell to readers alone. Each rule has a
   page that it reads, and one that it leaves alone. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "html/blocks.h"
#include "html/dom.h"
#include "meta/meta.h"
#include "page.h"

static void check_text(const char *what, const char *actual, const char *expected) {
    ck_assert_msg(
        (actual == NULL) == (expected == NULL) && (actual == NULL || strcmp(actual, expected) == 0),
        "%s: got '%s', expected '%s'", what, actual == NULL ? "(none)" : actual,
        expected == NULL ? "(none)" : expected);
}

typedef struct page_case {
    const char *what;
    const char *html; /* Behind the headline of a page of dailypost.example. */
    const char *expected;
} page_case;

static const pith_metadata *read_case(const page_case *c) {
    OWN_ARENA();
    static const char *const head = "<body><h1>A quiet harbour</h1>";
    char *html = pith__arena_array(&arena, strlen(head) + strlen(c->html) + 1, 1);
    strcat(strcpy(html, head), c->html);
    pith__page *page = pith__arena_array(&arena, 1, sizeof *page);
    pith_options options = pith_options_default();
    page->arena = &arena;
    page->kind = PITH_KIND_HTML;
    page->source = pith__str_of(html);
    page->url = "https://www.dailypost.example/news/harbour";
    page->dom = pith__dom_parse(&arena, page->source, 400000, 4000);
    pith__html_blocks(page, heuristics, &options);
    pith__meta_html(page, heuristics);
    return &page->metadata;
}

#define TEXT                                                                                       \
    "<p>The boats lay still on the water, and nobody had gone out for three days or more, which "  \
    "had not happened in that village since the great storm of the year before last.</p>"

/* Paragraphs enough that what follows is far from the headline. */
#define FOUR "<p>a</p><p>b</p><p>c</p><p>d</p>"
#define SIXTEEN FOUR FOUR FOUR FOUR
#define FAR TEXT SIXTEEN SIXTEEN SIXTEEN

static const page_case author_cases[] = {
    {"box below the article",
        FAR "<div class='author-bio footer'><h3>Jane Doe</h3><p>lives by "
            "the sea and writes about the people who do, too. She has "
            "three boats, and a dog that swims after each of them.</p></div>",
        "Jane Doe"},
    {"several boxes name nobody",
        FAR "<aside><div class=author>Jane Doe</div><div class=author>Bo Ek</div></aside>", NULL},
    {"in an aside", FAR "<aside><span class='news-author'>Written by Jane Doe</span></aside>",
        "Jane Doe"},
    {"of a comment", FAR "<div class=comments><span class=author>Jane Doe</span></div>", NULL},
    {"of a review",
        FAR "<div itemtype='https://schema.org/Review'><span class=author>Jane Doe</span></div>",
        NULL},
    {"no person", FAR "<aside><span class=author>Advanced News Group</span></aside>", NULL},
    {"byline in a footer", FAR "<footer><p>Written by Jane Doe</p></footer>", "Jane Doe"},
    {"first post",
        "<div class='comment post'><a class='username offline' href='member.php?u=8'>harbourer</a>"
        "<p>Who has seen my boat?</p></div><div class='comment post'><a class=username "
        "href='member.php?u=9'>boatman</a><p>I have.</p></div>",
        "harbourer"},
    {"copyright names nobody", FAR "<footer>© 2019 Jane Doe</footer>", NULL},
};

START_TEST(authors) {
    const page_case *c = &author_cases[_i];
    check_text(c->what, read_case(c)->author, c->expected);
}
END_TEST

static const page_case date_cases[] = {
    {"label in a footer", FAR "<footer><p>Last updated: 5 March 2024</p></footer>", "2024-03-05"},
    {"label in an aside", FAR "<aside><p>Published</p><p>5 March 2024</p></aside>", "2024-03-05"},
    {"the only one", FAR "<aside><p>5 March 2024</p><p>5 March 2024</p></aside>", "2024-03-05"},
    {"one of several", FAR "<aside><p>5 March 2024</p><p>6 March 2024</p></aside>", NULL},
    {"first post",
        "<div class='comment post'><span class=date>11-29-2024, 9:03</span><p>Who has seen my "
        "boat?</p></div><div class='comment post'><span "
        "class=date>11-30-2024</span><p>I.</p></div>",
        "2024-11-29T09:03"},
    {"member of a script",
        FAR "<script>var page = {\"id\":7,\"published_at\":\"2024-03-05T06:22:28+01:00\"};"
            "</script>",
        "2024-03-05T06:22:28+01:00"},
    {"member of a script in a script",
        FAR "<script>push(\"{\\\"datePublished\\\":\\\"2024-03-05\\\"}\")</script>", "2024-03-05"},
    {"members that differ",
        FAR "<script>var page = [{\"publishDate\":\"2024-03-05\"},{\"publishDate\":\"2024-03-06\"}]"
            "</script>",
        NULL},
    {"member of another name",
        FAR "<script>var page = {\"unpublished\":true,\"expires_at\":\"2024-03-05\"};</script>",
        NULL},
    {"member that never ends", FAR "<script>{\"published_at\":\"</script>", NULL},
    {"description", "<meta name=description content='Notice of 14 January 2020'>" FAR,
        "2020-01-14"},
    {"day of a copyright notice", FAR "<footer>Copyright © 19.12.2019 by Post</footer>",
        "2019-12-19"},
};

START_TEST(dates) {
    const page_case *c = &date_cases[_i];
    check_text(c->what, read_case(c)->date, c->expected);
}
END_TEST

static Suite *suite(void) {
    Suite *visible = suite_create("meta_visible");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, begin_with_heuristics, end);
    tcase_add_loop_test(pages, authors, 0, COUNT(author_cases));
    tcase_add_loop_test(pages, dates, 0, COUNT(date_cases));
    suite_add_tcase(visible, pages);
    return visible;
}

int main(void) {
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
