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
    {"name in a part of a box",
        FAR "<div class='blog_author-box'><div class=size-small>Jane Doe</div>"
            "<p>is a poet of the sea who came to the village as a child and stayed there, as most "
            "people do who see it once in the light of an evening in May.</p></div>",
        "Jane Doe"},
    {"label alone in an aside", FAR "<aside><h3>Author</h3><p>Jane Doe</p></aside>", "Jane Doe"},
    {"name, role and date", "<p>Jane Doe | Senior Writer | July 2, 2025</p>" TEXT, "Jane Doe"},
    {"date, time and name", "<p>04.02.2022 | 13:10 Uhr | Jane Doe</p>" TEXT, "Jane Doe"},
    {"name above a role", "<p>Jane Doe</p><p>Tech Writer</p>" TEXT, "Jane Doe"},
    {"subject and date",
        "<meta property='article:section' content='Salt Water'>"
        "<p>Salt Water | July 2, 2025</p>" TEXT,
        NULL},
    {"link and date", "<p><a href=/x>Start Free Trial</a></p><p>July 2, 2025</p>" TEXT, NULL},
    {"photographer and date", "<p>Foto: Jane Doe | July 2, 2025</p>" TEXT, NULL},
    {"on behalf of others",
        "<div class=date-author>Dec. 19, 2025 · Jane Doe on behalf of the "
        "harbour master</div>" TEXT,
        "Jane Doe"},
    {"account between lead and date",
        "<p>Post by harbourer » 11 Sep 2024, 18:36</p>" TEXT
        "<p>Post by Boatman » 12 Sep 2024, 18:36</p>",
        "harbourer"},
    {"by and a verb", "<p>By submitting, I agree to the privacy notice</p>" TEXT, NULL},
    {"account again and again",
        "<div class=byline><a class=author>harbourer</a></div>"
        "<p class=author>harbourer</p>" FAR FAR FAR FAR FAR "<p class=author>Bo Ek</p>",
        "harbourer"},
    {"among labels", "<p>2016-09-21 08:12 来源：江畔晚报 作者：顾喆 编辑：王五</p>" TEXT, "顾喆"},
    {"last of labels", "<p>Source: The Post. Author: Jane Doe</p>" TEXT, "Jane Doe"},
    {"a word among others", "<p>The author of it was told so by the writer then</p>" TEXT, NULL},
    {"user below a text", TEXT "<div class=comment><span class=username>boatman</span></div>",
        NULL},
    {"newsroom", "<p>Von Redaktion, 24. Januar 2022</p>" TEXT, "Redaktion"},
    {"newsroom in a field", "<meta name=author content=Redaktion>" TEXT, NULL},
    {"handle of a card", "<meta name='twitter:creator' content='HarbourNet'>" TEXT, NULL},
    {"person of a card", "<meta name='twitter:creator' content='Jane Doe'>" TEXT, "Jane Doe"},
    {"marks before the lead", "<p>---- by Jane Doe</p>" TEXT, "Jane Doe"},
    {"Hungarian", "<p>Írta: Kiss Anna</p>" TEXT, "Kiss Anna"},
    {"Turkish", "<p>Yazan: Ayşe Yılmaz</p>" TEXT, "Ayşe Yılmaz"},
    {"Greek", "<p>Γράφει η Μαρία Παππά</p>" TEXT, "Μαρία Παππά"},
    {"Vietnamese", "<p>Tác giả: Nguyễn Văn An</p>" TEXT, "Nguyễn Văn An"},
    {"Hebrew", "<p>מאת: דנה כהן</p>" TEXT, "דנה כהן"},
    {"Persian", "<p>نویسنده: علی رضایی</p>" TEXT, "علی رضایی"},
    {"Chinese", "<p>记者 张三</p>" TEXT, "张三"},
    {"Japanese", "<p>筆者：山田太郎</p>" TEXT, "山田太郎"},
    {"Korean", "<p>글쓴이: 김철수</p>" TEXT, "김철수"},
    {"Finnish", "<p>Kirjoittanut Anna Virtanen</p>" TEXT, "Anna Virtanen"},
    {"Romanian", "<p>Scris de Ana Popescu</p>" TEXT, "Ana Popescu"},
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
    {"comment below a text",
        TEXT "<div class=comment><time datetime='2022-02-01T10:00'>1 "
             "February</time></div>",
        NULL},
    {"dateline in brackets",
        "<p>Harbour, (12.11.2021). The boats lay still on the water, and "
        "nobody had gone out for three days or more, which had not happened in that village since "
        "the great storm of the year before last, when the mole had broken in two.</p>",
        "2021-11-12"},
    {"date of a template",
        "<script type='application/ld+json'>{\"@type\":\"Article\","
        "\"datePublished\":\"Jun 12, 2025\"}</script><p>November 2, 2022</p>" TEXT,
        "2022-11-02"},
    {"date of a content system",
        "<script type='application/ld+json'>{\"@type\":\"Article\","
        "\"datePublished\":\"2025-06-12\"}</script><p>November 2, 2022</p>" TEXT,
        "2025-06-12"},
    {"date that the address has",
        "<link rel=canonical "
        "href='https://www.dailypost.example/2022/02/04/harbour/'><p>07.02.2022 A fair at the "
        "harbour</p><p>04.02.2022, 15:29</p>" TEXT,
        "2022-02-04T15:29"},
    {"day of a copyright notice", FAR "<footer>Copyright © 19.12.2019 by Post</footer>",
        "2019-12-19"},
};

START_TEST(dates) {
    const page_case *c = &date_cases[_i];
    check_text(c->what, read_case(c)->date, c->expected);
}
END_TEST

/* Pages that are nothing but what the last looks search. */
START_TEST(hostile_pages_are_bounded) {
    static const char *const units[] = {"<div class=author>", "<div class=author>a<b>",
        "<div class=author><b>Jane Doe</b>", "<p class=author>A Harbour", "<p>Written by",
        "\"published_at\":\"", "\"publish", "publish", "<p>5 March 2024", "<span class=username>",
        "<p>Editor<p>Jane Doe", "<p>Copyright ©"};
    for (size_t i = 0; i < COUNT(units); i++) {
        OWN_ARENA();
        size_t size = strlen(units[i]), times = (1 << 20) / size;
        char *html = pith__arena_alloc(&arena, times * size + 1), *at = html;
        for (size_t k = 0; k < times; k++, at += size)
            strcpy(at, units[i]);
        page_case c = {units[i], html, NULL};
        ck_assert_ptr_nonnull(read_case(&c));
        end();
        begin_with_heuristics();
    }
}
END_TEST

static Suite *suite(void) {
    Suite *visible = suite_create("meta_visible");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, begin_with_heuristics, end);
    tcase_add_loop_test(pages, authors, 0, COUNT(author_cases));
    tcase_add_loop_test(pages, dates, 0, COUNT(date_cases));
    tcase_add_test(pages, hostile_pages_are_bounded);
    tcase_set_timeout(pages, 60);
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
