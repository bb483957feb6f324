/* test_same_tree.c - markup on which parsing a skeleton could go wrong, held against a plain parse.
 */
#include <check.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "html/entities.h"
#include "same_tree.h"

#include "run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static pith__arena known, arena;
static jmp_buf on_failure;
static const pith__heuristics *heuristics;

static const char *const pages[] = {
    "",
    "text",
    " \n text",
    "<p>a<p>b</p>c</p>d",
    "<!doctype html><title>a&amp;b</title><p class=x id='y'>a &lt; b &copy c",
    /* Misnested formatting, and the ark. */
    "<b>a<p>b</b>c</p>d",
    "<p><b class=a>1<b class=b>2<b class=c>3<b class=d>4<b class=d>5</p><p>x",
    "<p><b>1<b>2<b>3<b>4</p><p>x",
    "<p><font size=1><font size=1><font size=1><font size=1><font size=2></p>x",
    "<p><i a=1 b=2><i b=2 a=1><i a=1 b=2><i b=2 a=1></p>x",
    "<a href=a>1<a href=b>2</a>3<div><a href=c>4<p>5</a>6",
    "<a>a<div>b<a>c</div>d</a>e",
    "<nobr>a<nobr>b<p><nobr>c",
    "<b><i><u>a</b>b</i>c</u>d",
    "<code>a<p>b<code>c</code>d</p>",
    "<em><table><td>a</em>b",
    /* Tables and foster parenting. */
    "<table>a<tr>b<td>c</td>d</table>e",
    "<table> <tr> <td>c</td> </tr> x </table>",
    "<table>a<!-- c --> b<tr><td>c",
    "<table><b>a<tr><td>b</b>c",
    "<table><p>a<input type=hidden><input type=text>b",
    "<table><colgroup> <col>x<col></table>",
    "<table><caption>a<tr><td>b",
    "<table><form><tr><td>a</form>b",
    "<table><td>a<table>b<td>c</table>d",
    "<table><select><option>a<tr><td>b",
    "<p>a<table>b",
    "<!doctype html><p>a<table>b",
    "<table><script>x</script> a <style>b</style> c</table>",
    "<table>a b<style>c</style> d<tr>",
    "<b>a<table>b<!-- x -->c</table>d",
    "<tr><td>a</td></tr>",
    /* Implied and merged elements. */
    "<html a=1><body b=2>x<html a=3 c=4><body b=5 d=6>y",
    "<body class=a>x<body id=b>y",
    "x<body class=a>",
    "<head><title>a</title></head> <body>b",
    "<head>a<title>b</title>",
    "</head>a",
    "<html> <head> </head> <body> </body> </html> x",
    "<p>a</body>b</html>c",
    "</p>a</br>b",
    "<head><noscript><link><style>a</style><p>b</noscript>c",
    "<head><noscript>a</noscript>b",
    "<link><meta><p>a<meta><link rel=x>b",
    "<li>a<li>b<dd>c<dt>d<option>e<option>f",
    "<h1>a<h2>b</h1>c",
    "<button>a<button>b</button>c",
    "<ruby>a<rp>(<rt>b<rp>)</ruby>",
    "<form>a<form>b</form>c</form>d",
    "<div><form>a</div>b</form>c",
    "<isindex>",
    "<p>a<isindex prompt='b &amp; c' action=d name=e class=f>g",
    "<form><isindex>",
    "<image src=a>b",
    "<foo>a<bar>b</foo>c</bar>d",
    "<foo/>a<bar/>b",
    "<head><foo/><title>a</title>",
    /* Raw text. */
    "<title>a <b> &amp; c</title>d",
    "<textarea>\n\na</textarea><textarea>\r\nb</textarea><textarea> c</textarea>",
    "<pre>\n\na</pre><pre>\n</pre><pre>\r\n b</pre><pre>&#10;c</pre><pre> \nd</pre>",
    "<pre><b>\na</b>\n</pre>",
    "<listing>\na</listing>",
    "<pre>\n<b>a</b></pre>",
    "<select><pre>\na</select>",
    "<xmp>a<b>&amp;</xmp>c",
    "<iframe>a<b></iframe>c<noembed><p></noembed>d<noframes><p></noframes>e",
    "<script>a<!--<script></script>--></script>b",
    "<script>a<!--</script>b",
    "<script>a<!--<script</script></script>b",
    "<script>a<!--<script ></script></script>b",
    "<script type=application/json>{\"a\": \"</b>&amp;\r\n\"}</script>b",
    "<script type='application/ld+json'></script>b",
    "<style><p></style>a<style>",
    "<title>",
    "<title>a",
    "<textarea>a",
    "<plaintext>a<b>&amp;</plaintext>",
    "a<plaintext>\nb",
    "<p>a</p ><br/ >b</script><style/>c</style>d",
    /* Select. */
    "<select><option>a<option>b<optgroup>c</select>d",
    "<select>a<p>b</select>c",
    "<select>a<select>b",
    "<select>a<input>b",
    "<select><style>a</style></select>b<style>c</style>d",
    "<select><title>a</title></select>b",
    "<select><svg><path/></svg>a</select>b",
    "<select><script>x</script>a</select>b",
    "<select><iframe>a</iframe></select>b",
    /* Foreign content. */
    "<body>a<svg><path d=a /><g><circle></g></svg>b",
    "<svg><path/></svg>a",
    "<p>a<svg><title>b</title><desc>c</desc></svg>d",
    "<svg><foreignObject><p>a<style>b</style></foreignObject>c</svg>d",
    "<svg><p>a</svg>b",
    "<body><p><svg><g><b>a</b></svg>b",
    "<body><div><svg></div>a",
    "<body><svg><![CDATA[a<b]]></svg>b<![CDATA[c]]>d",
    "<math><mi>a</mi><mo><b>c</b></mo><annotation-xml>d<p>e</math>f",
    "<math><annotation-xml encoding='text/HTML'><p>a<style>b</style></annotation-xml></math>c",
    "<math><![CDATA[a<b>]]><mtext><![CDATA[c]]></mtext></math>d",
    "<math/>a<math><mi/>b</math>c",
    "<math><font>a</font><font color=red>b",
    "<math><style><b>a</b></style></math>b",
    "<math><a href=b>c<mi>d</a>e",
    "<p><math><p>a",
    "<svg/><p>a",
    "<body>a<svg><svg></svg>b</svg>c",
    "<body>a<svg><a xlink:href=b>c</a></svg>d",
    /* Attributes. */
    "<p a=1 A=2 b='&lt;' c=\"&amp;&copy=x&copy\" d=&#65; e='' f>x",
    "<p a=b/>c<p a = b c=d e= >x<p =a =b=c>y",
    "<p a='b'c='d'>x<p/a/b>y<p / >z",
    "<p a=\"b\nc\rd\r\ne\">x",
    "<p a='\xC3\xA9' \xC3\xA9=b>x",
    "<p a=`b` c=<d>x",
    "<p 'a \"b>x",
    "<p a='x>y' b=\"z>\">w",
    /* Odd markup. */
    "a<b",
    "a<",
    "a</",
    "a</b",
    "a<b c='",
    "a<!b>c<!-->d<!--->e<!---->f<!-- -- -->g<!-- --!>h<!--",
    "a<?b?>c</?d>e</>f</ g>h",
    "a<!doctype b>c",
    "<!-- a --><!doctype html><!-- b --><p>c<table>",
    "<!DOCTYPE html PUBLIC \"-//IETF//DTD HTML//EN\"><p>a<table>b",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\"><p>a<table>b",
    "<div<p>a</div<p>b",
    "<a.b:c>x</a.b:c>",
    "&#0;&#128;&#xD800;&#x1F600;&nosuch;&notit;&amp",
    "a&#32;&#10;b&nbsp; c",
    "<p>&#32;a<p>&Tab;b<p>&NewLine; c",
    "\xC2\xA0<p>\xE3\x80\x80",
    "a\x01\x0B\x7F"
    "b\xC2\x85"
    "c\xEF\xBF\xBE"
    "d",
    /* Frames and templates. */
    "<frameset a=b><frame src=c> <noframes>d</noframes></frameset> e",
    "<p><frameset><frame>",
    "<input type=hidden><frameset><frame>",
    "<template><p>a</template>b",
    "<template shadowrootmode=open><p>a</template>b",
    "<table><template><tr><td>a</template><tr><td>b",
    "<object>a<p>b</object>c<applet><marquee>d",
    "<p>a<hr>b<h1>c<p>d<center>e",
    "<ul><li>a<ul><li>b</li></ul><p>c</ul>d",
    "<dl><dt>a<dd>b<dl><dd>c</dl>d",
    "<details><summary>a</summary>b</details><dialog>c</dialog>",
    "<h2>NYSE<a href=x>a<!-- x -->:<!-- x --> b</a></h2>",
    "<p>a<!-- x --> <b> b </b> <!-- x -->c<script></script>d",
};

START_TEST(pages_have_the_same_tree) {
    bool bounded = false;
    const char *found = same_tree_difference(&arena, heuristics, pith__str_of(pages[_i]), &bounded);
    ck_assert_msg(found == NULL, "%s\n%s", pages[_i], found);
    ck_assert(!bounded);
}
END_TEST

/* Each name there is, with and without semicolon, in text and in attributes. */
START_TEST(entities_are_those_of_the_parser) {
    bool bounded;
    for (size_t i = 0; i < pith__entities_count; i++) {
        char page[256];
        const char *name = pith__entities[i].name;
        snprintf(page, sizeof page, "<p a='&%s;' b='&%s' c='&%sx' d='&%s='>&%s; &%s &%sx &%s", name,
            name, name, name, name, name, name, name);
        const char *found = same_tree_difference(&arena, heuristics, pith__str_of(page), &bounded);
        ck_assert_msg(found == NULL, "%s\n%s", page, found);
        pith__arena_free(&arena);
        pith__arena_init(&arena, (size_t)1 << 30, &on_failure);
    }
}
END_TEST

/* Tags, texts and white space in any order: mostly what pages are made of, so that many of them
   nest and go without Gumbo as far as that is right. */
START_TEST(tags_in_any_order_have_the_same_tree) {
    static const char *const names[] = {"div", "p", "span", "a", "b", "ul", "li", "td", "tr",
        "table", "tbody", "th", "h1", "h2", "form", "button", "select", "option", "dd", "dt",
        "template", "i", "pre", "noscript", "textarea", "caption", "colgroup", "object", "section",
        "foo", "optgroup", "script type=text/json", "label", "u"};
    static const char *const others[] = {"x", " ", " y ", "<br>", "<img>", "<col>", "<input>",
        "<hr>", "\n", "<meta>", "<link>", "<body>", "</body>", "</html>", "<head>", "</head>",
        "<body class=a>"};
    uint32_t random = (uint32_t)_i * 2654435761U + 1;
    for (int page = 0; page < 400; page++) {
        pith__buffer html;
        pith__buffer_init(&html, &arena, 100000);
        bool headed = page % 4 != 0;
        if (headed)
            pith__buffer_add_str(&html, PITH_STR("<!doctype html><html><head></head><body>"));
        const char *open[40] = {NULL};
        size_t depth = 0;
        for (int tokens = 4 + page % 40; tokens > 0; tokens--) {
            random = random * 1664525U + 1013904223U;
            unsigned kind = random >> 28, pick = random >> 8 & 0xFFFF;
            const char *name = names[pick % COUNT(names)];
            size_t length = strcspn(name, " ");
            if (kind < 5) {
                pith__buffer_add_str(&html, pith__str_of(others[pick % COUNT(others)]));
            } else if (kind < 10 && depth < COUNT(open)) {
                open[depth++] = name;
                pith__buffer_add_str(&html, PITH_STR("<"));
                pith__buffer_add_str(&html, pith__str_of(name));
                pith__buffer_add_str(&html, PITH_STR(">"));
            } else if (kind < 15 && depth > 0) {
                name = open[--depth];
                length = strcspn(name, " ");
            }
            if (kind >= 10) {
                pith__buffer_add_str(&html, PITH_STR("</"));
                pith__buffer_add(&html, name, length);
                pith__buffer_add_str(&html, PITH_STR(">"));
            }
        }
        bool bounded;
        const char *found = same_tree_difference(
            &arena, heuristics, pith__str_of(pith__buffer_text(&html)), &bounded);
        ck_assert_msg(found == NULL, "%s\n%s", pith__buffer_text(&html), found);
        pith__arena_free(&arena);
        pith__arena_init(&arena, (size_t)1 << 30, &on_failure);
    }
}
END_TEST

static void set_up(void) {
    pith_error error;
    pith__arena_init(&known, (size_t)1 << 30, &on_failure);
    pith__arena_init(&arena, (size_t)1 << 30, &on_failure);
    heuristics = pith__heuristics_load(&known, NULL, &error);
    ck_assert_ptr_nonnull(heuristics);
}

static void tear_down(void) {
    pith__arena_free(&arena);
    pith__arena_free(&known);
}

int main(void) {
    Suite *suite = suite_create("same_tree");
    TCase *tests = tcase_create("same_tree");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, pages_have_the_same_tree, 0, COUNT(pages));
    tcase_add_loop_test(tests, tags_in_any_order_have_the_same_tree, 0, 16);
    tcase_add_test(tests, entities_are_those_of_the_parser);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
