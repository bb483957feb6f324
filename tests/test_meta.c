/* test_meta.c - src/meta: values, JSON-LD, tags, whole pages, heads of dumps. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "heuristics/heuristics.h"
#include "html/blocks.h"
#include "html/dom.h"
#include "meta/json_repair.h"
#include "meta/meta.h"
#include "meta/url.h"
#include "meta/values.h"
#include "page.h"
#include "text/blocks.h"

#include "fixture.h"

static void check_text(const char *what, const char *actual, const char *expected) {
    bool same =
        actual == NULL || expected == NULL ? actual == expected : strcmp(actual, expected) == 0;
    ck_assert_msg(same, "%s: got '%s', expected '%s'", what, actual == NULL ? "(none)" : actual,
        expected == NULL ? "(none)" : expected);
}

/* ---- Values ---------------------------------------------------------------------------------- */

typedef struct text_case {
    const char *text;
    const char *expected;
} text_case;

static const text_case tidy_cases[] = {
    {"  a \n\t b  ", "a b"},
    {"a\xC2\xA0 b", "a b"},
    {"Tom &amp; Jerry", "Tom & Jerry"},
    {"it&#39;s &quot;so&quot; &eacute;t&eacute;", "it's \"so\" \xC3\xA9t\xC3\xA9"},
    {"a < b & c", "a < b & c"},
    {"the <div> element", "the <div> element"},
    {"the &lt;div&gt; of AT&amp;T", "the <div> of AT&T"},
    {"<p>one</p><p>two <em>three</em></p>", "one two three"},
    {"one<br>two", "one two"},
    {"e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
    {"a\xE2\x80\x8B"
     "b\x01",
        "ab"},
    {"", ""},
    {"&", "&"},
    {"<", "<"},
};

START_TEST(values_are_made_tidy) {
    const text_case *c = &tidy_cases[_i];
    pith__str tidy = pith__value_tidy(&arena, pith__str_of(c->text), 1000);
    check_text(c->text, tidy.data, c->expected);
}
END_TEST

/* ---- Addresses ------------------------------------------------------------------------------- */

START_TEST(urls_are_resolved) {
    const char *base = "https://example.org/a/b?c=d";
    static const text_case cases[] = {
        {"https://other.example/x", "https://other.example/x"},
        {"/x/y", "https://example.org/x/y"},
        {"y.html", "https://example.org/a/y.html"},
        {"//cdn.example.org/i.png", "https://cdn.example.org/i.png"},
        {"x#part", "https://example.org/a/x"},
        {"javascript:alert(1)", NULL},
        {"data:image/png;base64,AAAA", NULL},
        {"mailto:a@example.org", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_text(cases[i].text, pith__url_resolve(&arena, base, pith__str_of(cases[i].text)),
            cases[i].expected);
    check_text("no base", pith__url_resolve(&arena, NULL, PITH_STR("/x")), NULL);
    check_text("bad base", pith__url_resolve(&arena, "nothing", PITH_STR("/x")), NULL);
}
END_TEST

START_TEST(hosts_have_a_label) {
    static const text_case cases[] = {{"www.example.co.uk", "example"}, {"example.org", "example"},
        {"news.dailypost.example", "dailypost"}, {"localhost", ""}, {"", ""}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        pith__str label = pith__url_label(pith__str_of(cases[i].text));
        check_text(cases[i].text, pith__str_copy(&arena, label), cases[i].expected);
    }
    check_text("host", pith__url_host(&arena, "https://WWW.Example.org:8080/a"), "www.example.org");
}
END_TEST

/* ---- JSON ------------------------------------------------------------------------------------ */

static const text_case repair_cases[] = {
    {"{\"a\": 1}", "[{\"a\":1}]"},
    {"{\"a\": 1,}", "[{\"a\":1}]"},
    {"[1, 2, ]", "[[1,2]]"},
    {"{\"a\": \"x\ny\tz\"}", "[{\"a\":\"x y z\"}]"},
    {"{\"a\": 1} {\"b\": 2}", "[{\"a\":1},{\"b\":2}]"},
    {"{\"a\": 1},{\"b\": 2};", "[{\"a\":1},{\"b\":2}]"},
    {"{\"a\": \"say \"hi\" now\"}", "[{\"a\":\"say \\\"hi\\\" now\"}]"},
    {"{\"a\": \"it\\'s\"}", "[{\"a\":\"it's\"}]"},
    {"{\"a\": \"b\"\n\"c\": \"d\"}", "[{\"a\":\"b\",\"c\":\"d\"}]"},
    {"{\"a\": 1 \"c\": 2}", "[{\"a\":1,\"c\":2}]"},
    {"/* note */ {\"a\": 1} // end", "[{\"a\":1}]"},
    {"//<![CDATA[\n{\"a\": 1}\n//]]>", "[{\"a\":1}]"},
    {"<!-- {\"a\": 1} -->", "[{\"a\":1}]"},
    {"{&quot;a&quot;: &quot;b&quot;}", "[{\"a\":\"b\"}]"},
    {"{\"a\": {\"b\": [1, 2", "[{\"a\":{\"b\":[1,2]}}]"},
    {"{\"a\":", "[{\"a\":null}]"},
    {"{\"a\": undefined}", "[{\"a\":null}]"},
    {"{\"url\": \"http://example.org/x\"}", "[{\"url\":\"http://example.org/x\"}]"},
    {"}}]]", "[]"},
    {"", "[]"},
};

START_TEST(json_is_repaired) {
    const text_case *c = &repair_cases[_i];
    pith__str repaired = pith__json_repair(&arena, pith__str_of(c->text));
    json_t *root = json_loadb(repaired.data, repaired.length, 0, NULL);
    ck_assert_msg(root != NULL, "'%s' became '%s'", c->text, repaired.data);
    char *compact = json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER);
    check_text(c->text, compact, c->expected);
    free(compact);
    json_decref(root);
}
END_TEST

/* ---- Pages ----------------------------------------------------------------------------------- */

static pith__page *last_page;           /* The page that was read last. */
static const pith__date *page_captured; /* When the next one is said to be taken. */

static const pith_metadata *read_html(const char *url, pith__str html) {
    pith__page *page = pith__arena_array(&arena, 1, sizeof *page);
    last_page = page;
    page->captured = page_captured;
    pith_options options = pith_options_default();
    page->arena = &arena;
    page->kind = PITH_KIND_HTML;
    page->source = html;
    page->url = url;
    page->dom = pith__dom_parse(&arena, html, 400000, 4000);
    pith__html_blocks(page, heuristics, &options);
    pith__meta_html(page, heuristics);
    return &page->metadata;
}

static const pith_metadata *read_page(const char *html) {
    return read_html("https://www.dailypost.example/news/harbour", pith__str_of(html));
}

START_TEST(jsonld_graph) {
    const pith_metadata *m = read_page(
        "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":["
        "{\"@type\":\"WebSite\",\"@id\":\"#site\",\"name\":\"The Daily Post\"},"
        "{\"@type\":\"Person\",\"@id\":\"#jane\",\"name\":\"Jane Doe\"},"
        "{\"@type\":\"WebPage\",\"name\":\"A quiet harbour - The Daily Post\"},"
        "{\"@type\":[\"NewsArticle\",\"Thing\"],\"headline\":\"A quiet harbour &amp; its boats\","
        "\"author\":[{\"@id\":\"#jane\"},{\"@type\":\"Person\",\"name\":\"John Roe\"},"
        "\"By Ann Lee\"],\"datePublished\":\"2024-03-05T10:15:30+01:00\","
        "\"dateModified\":\"2024-03-06\",\"isPartOf\":{\"@id\":\"#site\"},"
        "\"image\":[{\"@type\":\"ImageObject\",\"url\":\"/i.jpg\"}],"
        "\"keywords\":[\"boats\",\"sea\"],\"articleSection\":\"Coast\",\"inLanguage\":\"en_gb\","
        "\"license\":\"https://creativecommons.org/licenses/by/4.0/\","
        "\"comment\":{\"@type\":\"Comment\",\"author\":\"Troll\"}}]}</script><p>Text.");
    check_text("title", m->title, "A quiet harbour & its boats");
    check_text("author", m->author, "Jane Doe; John Roe; Ann Lee");
    check_text("date", m->date, "2024-03-05T10:15:30+01:00");
    check_text("modified", m->modified, "2024-03-06");
    check_text("sitename", m->sitename, "The Daily Post");
    check_text("image", m->image, "https://www.dailypost.example/i.jpg");
    check_text("tags", m->tags, "boats; sea");
    check_text("categories", m->categories, "Coast");
    check_text("language", m->language, "en-GB");
    check_text("license", m->license, "https://creativecommons.org/licenses/by/4.0/");
    check_text("pagetype", m->pagetype, "NewsArticle");
    check_text("hostname", m->hostname, "www.dailypost.example");
    check_text("url", m->url, "https://www.dailypost.example/news/harbour");
}
END_TEST

START_TEST(jsonld_malformed) {
    const pith_metadata *m =
        read_page("<script type=\"application/ld+json\">//<![CDATA[\n"
                  "{\"@type\": \"Article\", \"headline\": \"Two\nlines\", // a note\n"
                  "\"author\": {\"name\": \"Jane Doe\",},}\n"
                  "{\"@type\": \"Organization\", \"name\": \"The Daily Post\"};\n//]]></script>");
    check_text("title", m->title, "Two lines");
    check_text("author", m->author, "Jane Doe");
    check_text("sitename", m->sitename, "The Daily Post");
}
END_TEST

START_TEST(meta_tags) {
    const pith_metadata *m = read_page(
        "<html lang=de-AT><head><title>Der stille Hafen | Tagespost</title>"
        "<meta property='og:title' content='Der stille Hafen'>"
        "<meta property='og:site_name' content='Tagespost'>"
        "<meta property='og:type' content='article'>"
        "<meta property='og:image' content='https://img.example/h.jpg'>"
        "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>"
        "<meta property='article:modified_time' content='2024-03-07T10:00:00Z'>"
        "<meta property='article:section' content='Küste'>"
        "<meta property='article:tag' content='Meer'><meta property='article:tag' content='Boote'>"
        "<meta property='article:author' content='https://social.example/jane'>"
        "<meta name=author content='Von Max Mustermann'>"
        "<meta name=Description content='Am  Meer.'>"
        "<link rel=canonical href='/hafen#top'><link rel=license href='/lizenz'>"
        "</head><body><h1>Der stille Hafen</h1><p>Text.");
    check_text("title", m->title, "Der stille Hafen");
    check_text("author", m->author, "Max Mustermann");
    check_text("date", m->date, "2024-03-05T10:00:00Z");
    check_text("modified", m->modified, "2024-03-07T10:00:00Z");
    check_text("sitename", m->sitename, "Tagespost");
    check_text("description", m->description, "Am Meer.");
    check_text("categories", m->categories, "Küste");
    check_text("tags", m->tags, "Meer; Boote");
    check_text("language", m->language, "de-AT");
    check_text("image", m->image, "https://img.example/h.jpg");
    check_text("license", m->license, "https://www.dailypost.example/lizenz");
    check_text("url", m->url, "https://www.dailypost.example/hafen");
    check_text("pagetype", m->pagetype, "article");
}
END_TEST

START_TEST(scholarly_tags) {
    const pith_metadata *m = read_page("<head><title>x</title>"
                                       "<meta name=citation_title content='On harbours'>"
                                       "<meta name=citation_author content='Doe, Jane'>"
                                       "<meta name=citation_author content='Roe, John'>"
                                       "<meta name=DCTERMS.issued content='2023-11-02'>"
                                       "<meta name='dc:language' content='en'>");
    check_text("title", m->title, "On harbours");
    check_text("author", m->author, "Jane Doe; John Roe");
    check_text("date", m->date, "2023-11-02");
    check_text("language", m->language, "en");
}
END_TEST

START_TEST(card_labels) {
    const pith_metadata *m = read_page("<meta name='twitter:label1' content='Written by'>"
                                       "<meta name='twitter:data1' content='Jane Doe'>"
                                       "<meta name='twitter:label2' content='Est. reading time'>"
                                       "<meta name='twitter:data2' content='5 minutes'>");
    check_text("author", m->author, "Jane Doe");
}
END_TEST

START_TEST(microdata) {
    const pith_metadata *m = read_page(
        "<div itemscope itemtype='https://schema.org/Article'><h1 itemprop=headline>A harbour</h1>"
        "<span itemprop=author itemscope><a itemprop=url href=/j><span itemprop=name>Jane "
        "Doe</span>"
        "</a></span><time itemprop=datePublished datetime='2024-03-05'>today</time></div>"
        "<div itemscope itemtype='https://schema.org/Comment'><span itemprop=author>Troll</span>"
        "<time itemprop=dateCreated datetime='2024-03-09'></time></div>");
    check_text("author", m->author, "Jane Doe");
    check_text("date", m->date, "2024-03-05");
}
END_TEST

START_TEST(visible_byline_and_dates) {
    const pith_metadata *m = read_page(
        "<body><h1>A quiet harbour</h1>"
        "<p>By Jane Doe, Senior Editor</p><p>Updated March 7, 2024</p><p>Published March 5, "
        "2024</p>"
        "<p>The boats lay still on the water, and nobody had gone out for three days or more.</p>"
        "<div class=related><a href=/x>Another story</a> <time "
        "datetime='2024-04-01'></time></div>");
    check_text("title", m->title, "A quiet harbour");
    check_text("author", m->author, "Jane Doe");
    check_text("date", m->date, "2024-03-05");
    check_text("modified", m->modified, "2024-03-07");
}
END_TEST

START_TEST(marked_byline_and_time) {
    const pith_metadata *m = read_page(
        "<body><h1>A quiet harbour</h1><aside>"
        "<span class='post-author'>Jane Doe</span>"
        "<time class='entry-date published updated' datetime='2024-03-05T08:00:00+01:00'>x</time>"
        "</aside><p>Text.");
    check_text("author", m->author, "Jane Doe");
    check_text("date", m->date, "2024-03-05T08:00:00+01:00");
}
END_TEST

START_TEST(dateline_of_running_text) {
    const pith_metadata *m = read_page(
        "<body><h1>A quiet harbour</h1>"
        "<p>29.11.2022 – The boats lay still on the water, and nobody had gone out for three days "
        "or "
        "more, which had not happened in that village since the great storm of the year before "
        "last, when the mole had broken in two places and the light had gone out.</p>");
    check_text("date", m->date, "2022-11-29");
}
END_TEST

START_TEST(address_gives_a_date) {
    const pith_metadata *m = read_html("https://example.org/2024/03/05/harbour",
        PITH_STR("<h1>A quiet harbour</h1><p>Text of the page."));
    check_text("date", m->date, "2024-03-05");
}
END_TEST

START_TEST(order_of_figures_follows_the_language) {
    check_text(
        "en", read_page("<html lang=en><h1>A harbour</h1><p>03/05/2024</p>")->date, "2024-03-05");
    check_text(
        "fr", read_page("<html lang=fr><h1>Un port</h1><p>03/05/2024</p>")->date, "2024-05-03");
}
END_TEST

START_TEST(implausible_claims_are_refused) {
    const pith_metadata *m = read_page(
        "<html lang=english><head>"
        "<meta property='article:published_time' content='0001-01-01T00:00:00Z'>"
        "<meta name=author content='admin'><link rel=canonical href='https://dailypost.example/'>"
        "<meta property='og:image' content='data:image/png;base64,AA'><body><p>x");
    check_text("date", m->date, NULL);
    check_text("author", m->author, NULL);
    check_text("language", m->language, NULL);
    check_text("image", m->image, NULL);
    check_text("url", m->url, "https://www.dailypost.example/news/harbour");
}
END_TEST

START_TEST(site_of_one_person) {
    const pith_metadata *m = read_page("<meta property='og:site_name' content='Jane Doe'>"
                                       "<meta name=author content='Jane Doe'>");
    check_text("author", m->author, "Jane Doe");
}
END_TEST

START_TEST(site_from_title) {
    const pith_metadata *m = read_page(
        "<title>A quiet harbour – Evening Gazette</title><h1>A quiet harbour</h1><p>Text.");
    check_text("title", m->title, "A quiet harbour");
    check_text("sitename", m->sitename, "Evening Gazette");
}
END_TEST

START_TEST(nothing_is_nothing) {
    const pith_metadata *m = read_html(NULL, PITH_STR("<p>"));
    check_text("title", m->title, NULL);
    check_text("author", m->author, NULL);
    check_text("date", m->date, NULL);
    check_text("url", m->url, NULL);
    check_text("hostname", m->hostname, NULL);
}
END_TEST

static pith__str repeat(const char *head, const char *unit, size_t count, const char *tail) {
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    pith__buffer_add_str(&text, pith__str_of(head));
    for (size_t i = 0; i < count; i++)
        pith__buffer_add_str(&text, pith__str_of(unit));
    pith__buffer_add_str(&text, pith__str_of(tail));
    return (pith__str){pith__buffer_text(&text), text.length};
}

/* Each of these must end quickly; the case's time limit is the check. */
START_TEST(hostile_pages_are_bounded) {
    static const char *const units[] = {"<meta name=author content='Ann Lee'>",
        "<meta property=article:tag content=x>", "<time datetime=2024-03-05></time>",
        "<h1>a - b | c</h1>", "<a rel=author>Ann Lee</a>", "<b itemprop=author>Ann Lee</b>",
        "<div class=comments itemprop=author>", "<p>By Ann Lee", "<title>"};
    for (size_t i = 0; i < COUNT(units); i++)
        read_html("https://example.org/", repeat("<h1>x</h1>", units[i], 20000, ""));
    static const char *const scripts[] = {"[", "{\"@graph\":", "{\"author\":[", "\"", "/*", "//",
        "{\"a\":\"&quot;", "{\"mainEntity\":{\"@type\":\"Article\",\"author\":"};
    for (size_t i = 0; i < COUNT(scripts); i++)
        read_html(
            NULL, repeat("<script type='application/ld+json'>", scripts[i], 50000, "</script>"));
}
END_TEST

/* ---- Dumps ----------------------------------------------------------------------------------- */

#define BODY                                                                                       \
    "The boats in the quiet harbour lay still on the water, and nobody had gone out for three "    \
    "days or more, which had not happened in that village since the great storm of last winter "   \
    "broke the mole in two places, the mayor said.\n\nShe added that the light had gone out, "     \
    "too, "                                                                                        \
    "and that the council would meet again soon to talk about money for repairs.\n"

typedef struct dump_case {
    const char *text;
    const char *title;
    const char *author;
    const char *date;
    const char *sitename;
    const char *reasons; /* Of the first blocks: t(itle), b(yline), '.' untouched. */
} dump_case;

static const dump_case dump_cases[] = {
    {" date 2023-11-02 Boats Stay In ‘Quiet Harbour’\n\nBy Ann Lee – Coast Watch\n\n" BODY,
        "Boats Stay In ‘Quiet Harbour’", "Ann Lee", "2023-11-02", "Coast Watch", "tb."},
    {"logo\nBoats stay in harbour for a third day\n\nBoats stay in harbour for a third "
     "day\n\n" BODY,
        "Boats stay in harbour for a third day", NULL, NULL, NULL, ".tt."},
    {"Boats Stay In Harbour, Mayor Says\n\nThe mayor spoke after a storm that broke the mole.\n\n"
     "Coast News Desk\nCurated by: ann lee\nUpdated on:\nUpdated on:\n" BODY,
        "Boats Stay In Harbour, Mayor Says", "ann lee", NULL, "Coast News Desk", "t.bbbb"},
    {"Written by 10:41 PM Coast\n\nThe council begins to count the cost.\n\n"
     "Boats Stay In Harbour For A Third Day\n\n" BODY,
        "Boats Stay In Harbour For A Third Day", NULL, NULL, NULL, "b.t."},
    {"Title: Boats stay in harbour\nAuthor: Ann Lee\nDate: 5 March 2024\nSource: Coast Watch\n"
     "URL: https://example.org/a\n\n" BODY,
        "Boats stay in harbour", "Ann Lee", "2024-03-05", "Coast Watch", "tbbbb"},
    {"# Boats stay in harbour\n\nAnn Lee\nMarch 5, 2024\n\n" BODY, "Boats stay in harbour",
        "Ann Lee", "2024-03-05", NULL, "t.b"},
    {"Home\nNews\nCoast\nBoats stay in harbour for a third day\nBy Ann Lee | March 5, "
     "2024\n\n" BODY,
        "Boats stay in harbour for a third day", "Ann Lee", "2024-03-05", NULL, "...tb"},
    {"Boote bleiben im Hafen\n\nVon Max Mustermann\nVeröffentlicht am 5. März 2024\n\n" BODY,
        "Boote bleiben im Hafen", "Max Mustermann", "2024-03-05", NULL, "tbb."},
    {"By the time the boats came in, nobody in the village had slept.\n\n" BODY, NULL, NULL, NULL,
        NULL, "."},
    {BODY, NULL, NULL, NULL, NULL, ".."},
};

START_TEST(heads_of_dumps) {
    const dump_case *c = &dump_cases[_i];
    pith__page *page = pith__arena_array(&arena, 1, sizeof *page);
    pith_options options = pith_options_default();
    page->arena = &arena;
    page->kind = PITH_KIND_TEXT;
    page->source = pith__str_of(c->text);
    pith__text_blocks(page, heuristics, &options);
    pith__meta_dump(page, heuristics);
    check_text("title", page->metadata.title, c->title);
    check_text("author", page->metadata.author, c->author);
    check_text("date", page->metadata.date, c->date);
    check_text("sitename", page->metadata.sitename, c->sitename);
    for (uint32_t i = 0; c->reasons[i] != '\0'; i++) {
        ck_assert_uint_lt(i, page->block_count);
        pith_reason expected = c->reasons[i] == 't'   ? PITH_REASON_TITLE
                               : c->reasons[i] == 'b' ? PITH_REASON_BYLINE
                                                      : PITH_REASON_KEPT;
        ck_assert_msg(page->blocks[i].reason == expected, "block %u '%s' has the reason %s", i,
            page->blocks[i].text.data, pith_reason_name(page->blocks[i].reason));
    }
}
END_TEST

START_TEST(empty_dump) {
    pith__page *page = pith__arena_array(&arena, 1, sizeof *page);
    page->arena = &arena;
    pith__meta_dump(page, heuristics);
    check_text("title", page->metadata.title, NULL);
}
END_TEST

START_TEST(sources_are_named) {
    const pith_metadata *m = read_page(
        "<html lang=en><head><title>A quiet harbour | The Daily Post</title>"
        "<meta property='og:site_name' content='The Daily Post'>"
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"A quiet "
        "harbour\",\"datePublished\":\"2024-03-05\"}</script></head>"
        "<body><h1>A quiet harbour</h1><p>By Jane Doe</p><p>Text.");
    const pith_metadata *sources = &last_page->sources;
    check_text("title", m->title, "A quiet harbour");
    check_text("title", sources->title, "heading");
    check_text("author", sources->author, "byline");
    check_text("date", sources->date, "json-ld");
    check_text("sitename", sources->sitename, "opengraph");
    check_text("language", sources->language, "html");
    check_text("url", sources->url, "url");
    check_text("hostname", sources->hostname, "url");
    check_text("modified", sources->modified, NULL);
    check_text("image", sources->image, NULL);
}
END_TEST

START_TEST(capture_decides_dates) {
    const char *page = "<body><h1>A quiet harbour</h1><p>3 days ago</p><p>Text of the page.</p>"
                       "<div><time datetime='2030-01-01'>later</time></div>";
    check_text("not known", read_page(page)->date, "2030-01-01");
    page_captured = pith__meta_captured(&arena, heuristics, "2024-03-05T10:00:00Z");
    check_text("known", read_page(page)->date, "2024-03-02");
    page_captured = NULL;
    ck_assert_ptr_null(pith__meta_captured(&arena, heuristics, "some day"));
    ck_assert_ptr_null(pith__meta_captured(&arena, heuristics, ""));
}
END_TEST

START_TEST(readers_see_the_day) {
    /* The same instant in the zone of the page. */
    check_text("zone",
        read_page("<meta property='article:published_time' content='2024-03-06T02:30:00+00:00'>"
                  "<body><h1>A quiet harbour</h1>"
                  "<time datetime='2024-03-05T21:30:00-05:00'>March 5</time><p>Text.")
            ->date,
        "2024-03-05T21:30:00-05:00");
    /* A clock without a zone, which then follows. */
    check_text("clock",
        read_page("<meta property='article:published_time' content='2024-03-06T02:30:00Z'>"
                  "<body><h1>A quiet harbour</h1><p>March 5, 2024 at 9:30 pm</p><p>Text.")
            ->date,
        "2024-03-05T21:30-05:00");
    /* Another instant is another date. */
    check_text("other",
        read_page("<meta property='article:published_time' content='2024-03-06T02:30:00Z'>"
                  "<body><h1>A quiet harbour</h1><p>March 5, 2024 at 9:37 pm</p><p>Text.")
            ->date,
        "2024-03-06T02:30:00Z");
    /* A day without a clock gets that of the line that names the same day. */
    check_text("day",
        read_page("<meta property='article:published_time' content='2024-03-05'>"
                  "<body><h1>A quiet harbour</h1><p>March 5, 2024 at 9:37 pm</p><p>Text.")
            ->date,
        "2024-03-05T21:37");
}
END_TEST

START_TEST(copyright_is_the_last_resort) {
    check_text("year",
        read_page("<body><h1>A harbour</h1><p>Text.</p><footer>© 2019 The Daily Post</footer>")
            ->date,
        "2019");
    check_text("source", last_page->sources.date, "copyright");
    check_text("span",
        read_page("<body><h1>A harbour</h1><p>Text.</p><footer>© 2012-2019 The Post</footer>")
            ->date,
        NULL);
    check_text("two notices",
        read_page("<body><h1>A harbour</h1><p>© 2012 Jane Doe</p><footer>© 2019 Post</footer>")
            ->date,
        NULL);
}
END_TEST

START_TEST(persons_come_before_companies) {
    check_text("person",
        read_page("<meta name=author content='Example Media GmbH'>"
                  "<body><h1>A quiet harbour</h1><p>By Jane Doe</p><p>Text.")
            ->author,
        "Jane Doe");
    check_text("company",
        read_page("<meta name=author content='Example Media GmbH'>"
                  "<body><h1>A quiet harbour</h1><p>Text.")
            ->author,
        "Example Media GmbH");
    check_text("link",
        read_page("<body><h1>A quiet harbour</h1><div><a href='/authors/jane-doe'>Jane Doe</a>"
                  "</div><p>Text.")
            ->author,
        "Jane Doe");
    check_text("menu",
        read_page("<body><h1>A quiet harbour</h1><div><a href='/user/login'>Log me in</a>"
                  "</div><p>Text.")
            ->author,
        NULL);
    check_text("glued",
        read_page("<body><h1>A quiet harbour</h1><p>Posted by<a href=/x>Jane Doe</a></p><p>Text.")
            ->author,
        "Jane Doe");
}
END_TEST

/* A page of nothing but one script. */
static pith__str script_of(const char *unit, size_t size) {
    pith__buffer page;
    pith__buffer_init(&page, &arena, size + 1000);
    pith__buffer_add_str(&page, PITH_STR("<script type='application/ld+json'>["));
    while (page.length < size)
        pith__buffer_add_str(&page, pith__str_of(unit));
    pith__buffer_add_str(&page, PITH_STR("{}]</script><body><h1>A quiet harbour</h1><p>Text."));
    return (pith__str){pith__buffer_text(&page), page.length};
}

START_TEST(json_is_bounded) {
    static const char *const units[] = {
        "{},", "[", "{\"a\":", "{\"@type\":\"Article\",\"headline\":\"H\"},", "\"x\" \"", "1,"};
    for (size_t i = 0; i < COUNT(units); i++) {
        read_html("https://example.org/a", script_of(units[i], (size_t)10 << 20));
        ck_assert(last_page->truncated);
    }
    read_html("https://example.org/a", script_of("{},", 100000));
    ck_assert(!last_page->truncated);
}
END_TEST

START_TEST(meta_tags_are_bounded) {
    pith__buffer page;
    pith__buffer_init(&page, &arena, (size_t)16 << 20);
    for (int i = 0; i < 100000; i++)
        pith__buffer_add_str(&page, PITH_STR("<meta name=author content='Jane Doe'>"));
    const pith_metadata *m = read_html("https://example.org/a", pith__buffer_str(&page));
    check_text("author", m->author, "Jane Doe");
    ck_assert(last_page->truncated);
}
END_TEST

static Suite *suite(void) {
    Suite *meta = suite_create("meta");
    TCase *parts = tcase_create("parts");
    tcase_add_checked_fixture(parts, begin_with_heuristics, end);
    tcase_add_loop_test(parts, values_are_made_tidy, 0, COUNT(tidy_cases));
    tcase_add_test(parts, urls_are_resolved);
    tcase_add_test(parts, hosts_have_a_label);
    tcase_add_loop_test(parts, json_is_repaired, 0, COUNT(repair_cases));
    suite_add_tcase(meta, parts);

    TCase *pages = tcase_create("pages");
    tcase_set_timeout(pages, 120);
    tcase_add_checked_fixture(pages, begin_with_heuristics, end);
    tcase_add_test(pages, jsonld_graph);
    tcase_add_test(pages, jsonld_malformed);
    tcase_add_test(pages, meta_tags);
    tcase_add_test(pages, scholarly_tags);
    tcase_add_test(pages, card_labels);
    tcase_add_test(pages, microdata);
    tcase_add_test(pages, visible_byline_and_dates);
    tcase_add_test(pages, sources_are_named);
    tcase_add_test(pages, capture_decides_dates);
    tcase_add_test(pages, readers_see_the_day);
    tcase_add_test(pages, copyright_is_the_last_resort);
    tcase_add_test(pages, persons_come_before_companies);
    tcase_add_test(pages, json_is_bounded);
    tcase_add_test(pages, meta_tags_are_bounded);
    tcase_add_test(pages, marked_byline_and_time);
    tcase_add_test(pages, dateline_of_running_text);
    tcase_add_test(pages, address_gives_a_date);
    tcase_add_test(pages, order_of_figures_follows_the_language);
    tcase_add_test(pages, implausible_claims_are_refused);
    tcase_add_test(pages, site_of_one_person);
    tcase_add_test(pages, site_from_title);
    tcase_add_test(pages, nothing_is_nothing);
    tcase_add_test(pages, hostile_pages_are_bounded);
    suite_add_tcase(meta, pages);

    TCase *dumps = tcase_create("dumps");
    tcase_add_checked_fixture(dumps, begin_with_heuristics, end);
    tcase_add_loop_test(dumps, heads_of_dumps, 0, COUNT(dump_cases));
    tcase_add_test(dumps, empty_dump);
    suite_add_tcase(meta, dumps);
    return meta;
}

int main(void) {
    return run_suite(suite());
}
