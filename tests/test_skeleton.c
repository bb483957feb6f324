/* test_skeleton.c - the scan of a page to its skeleton (src/html/skeleton.h), and what it is made
 * of. */
#include <check.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "html/clean.h"
#include "html/entities.h"
#include "html/names.h"
#include "html/skeleton.h"
#include "page.h"

#include "run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static pith__arena arena;
static jmp_buf on_failure;

static void set_up(void) {
    pith__arena_init(&arena, (size_t)4 << 30, &on_failure);
}

static void tear_down(void) {
    pith__arena_free(&arena);
}

/* The skeleton with "{TEXT}" in place of the characters that stand for texts, and "{}" for those
   that are names of attributes. */
static const char *readable(const pith__skeleton *skeleton) {
    pith__buffer output;
    pith__buffer_init(&output, &arena, SIZE_MAX);
    bool tag = false;
    for (const char *p = skeleton->html.data, *end = p + skeleton->html.length; p < end;) {
        const char *from = p;
        uint32_t c = pith__utf8_next(&p, end);
        tag = c == '<' || (tag && c != '>');
        if (c < 0x10000) {
            pith__buffer_add(&output, from, (size_t)(p - from));
            continue;
        }
        pith__buffer_add_byte(&output, '{');
        if (!tag)
            pith__buffer_add_str(&output, skeleton->texts[pith__skeleton_index(c)].text);
        pith__buffer_add_byte(&output, '}');
    }
    return pith__buffer_text(&output);
}

/* ---- Skeletons ------------------------------------------------------------------------------- */

static const struct {
    const char *html, *skeleton;
} shapes[] = {
    {"", ""},
    {"text", "{text}"},
    {" text ", " { text }"},
    {" \n\t", " "},
    {"&#32;&Tab;x", " {&#32;&Tab;x}"},
    {"&nbsp;", "{&nbsp;}"},
    {"<p class=\"a\" id='b' c=d e>x</p>", "<p>{x}</p>"},
    {"<P\nclass='>'>x</P class='>'>y", "<P>{x}</P>{y}"},
    {"<br/><br /><img src=a/>", "<br><br><img>"},
    {"<foo/><foo a=b/><foo a=b />", "<foo/><foo><foo/>"},
    {"a<!-- <p> -->b<!-->c<!--->d<!-- --!>e<!-- -- > -->f", "{a}{b}{c}{d}{e}{f}"},
    {"a<!x>b<?php echo '<p>' ?>c</ x>d</>e", "{a}{b}{' ?>c}{d}{e}"},
    {"a<!-- b", "{a}"},
    {"a < b <= c <3 <", "{a < b <= c <3 <}"},
    {"a</", "{a</}"},
    {"a<p", "{a}"},
    {"a<p b='c", "{a}"},
    {"<!doctype html PUBLIC '-//W3C//DTD HTML 4.01//EN'>x",
        "<!doctype html PUBLIC '-//W3C//DTD HTML 4.01//EN'>{x}"},
    {"<script>var a = '<p>';</script>x", "{x}"},
    {"<SCRIPT>'</scripty>'</SCRIPT foo='>'>x", "{x}"},
    {"<script><!-- <script> </script> --></script>x", "{x}"},
    {"<script><!-- </script>x", "{x}"},
    {"<script><!-- <script> </script> </script>x", "{x}"},
    {"<script>a", ""},
    {"<script type=application/ld+json>{\"a\": 1}</script>x", "<script>{{\"a\": 1}}</script>{x}"},
    {"<script type=\"math/tex; mode=display\">a<b</script>x", "<script>{a<b}</script>{x}"},
    {"<style>a<b</style>x<style>", "{x}"},
    {"<title>a <b> c</title>", "<title>{a <b> c}</title>"},
    {"<textarea>\n a</textarea>", "<textarea>\n {\n a}</textarea>"},
    {"<pre>\n</pre><pre>\r\n\r\na</pre>", "<pre>\n</pre><pre>\n {\r\n\r\na}</pre>"},
    {"<pre><b>\na</b></pre>", "<pre><b> {\na}</b></pre>"},
    {"<plaintext>a</plaintext><p>", "<plaintext>{a</plaintext><p>}"},
    {"<xmp><b></xmp>", "<xmp>{<b>}</xmp>"},
    {"<html lang=en><body class=a>x", "<html {}><body {}>{x}"},
    {"<b class=a>x<i>y<a href=b>z", "<b {}>{x}<i>{y}<a>{z}"},
    {"<input type=text><input TYPE=HIDDEN><input type='h&#105;dden'>",
        "<input><input type=hidden><input type=hidden>"},
    {"<template shadowrootmode=open><template a>", "<template shadowrootmode><template>"},
    {"<form>a</form>", "<form>{a}<!></form>"},
    {"<isindex prompt=a b>", "<isindex prompt=a b>"},
    /* Foreign content. */
    {"<body><svg viewBox='0'><path d='M'/><g><title>a</title></g></svg>x", "<body>{x}"},
    {"<svg><path/></svg>x", "<svg/>{x}"},
    {"<body><svg/>x", "<body>{x}"},
    {"<body><svg><g></svg>x", "<body>{x}"},
    {"<body><svg><p>x", "<body><svg><p>{x}"},
    {"<body><svg><path></p>x", "<body><svg><path></p>{x}"},
    {"<body><svg><path/>", "<body><svg><path/>"},
    {"<body><svg><foreignObject><style>a</style>b</foreignObject><style>c</style>",
        "<body><svg><foreignObject>{b}</foreignObject><style>{c}</style>"},
    {"<math><mi><![CDATA[a]]></mi><![CDATA[b]]></math><![CDATA[c]]>d",
        "<math><mi>{a}</mi>{b}</math>{d}"},
    {"<math><annotation-xml encoding=text/html><style>a</style>",
        "<math><annotation-xml encoding=text/html>"},
    {"<math><annotation-xml><style>a</style>", "<math><annotation-xml><style>{a}</style>"},
    {"<math><font color=red>", "<math><font {} size>"},
    {"<math><font class=a>", "<math><font {}>"},
    /* In select nothing is raw but scripts. */
    {"<select><style>a</style><script>b</script></select><style>c</style>",
        "<select><style>{a}</style></select>"},
    {"<select><textarea><b></textarea>", "<select><textarea>{<b>}</textarea>"},
};

START_TEST(skeletons) {
    const char *html = shapes[_i].html;
    pith__skeleton *skeleton = pith__skeleton_of(&arena, pith__str_of(html), 100);
    ck_assert_str_eq(readable(skeleton), shapes[_i].skeleton);
    ck_assert(!skeleton->bounded);
    /* Cut anywhere it must end well. */
    for (size_t length = 0; length < strlen(html); length++) {
        char *cut = malloc(length + 1); /* Of its very size, for AddressSanitizer. */
        memcpy(cut, html, length);
        pith__skeleton_of(&arena, (pith__str){cut, length}, 100);
        free(cut);
    }
}
END_TEST

/* ---- Limits ---------------------------------------------------------------------------------- */

static const struct {
    const char *html;
    size_t max_depth;
    const char *skeleton;
    bool bounded;
} depths[] = {
    {"<div><b>x</b></div>", 2, "<div><b>{x}</b></div>", false},
    {"<div><div><i>x</i></div></div>", 2, "<div><div> {x} </div></div>", true},
    {"<div><div></div><div></div></div>", 2, "<div><div></div><div></div></div>", false},
    {"<p><p><p><p>x", 1, "<p><p><p><p>{x}", false},
    {"<ul><li><ul><li>x</ul></ul>", 1, "<ul><li> <li>{x} </ul>", true},
    {"<br><br><br><img><hr>", 1, "<br><br><br><img><hr>", false},
    {"<textarea><b></textarea><title><b></title><b>x", 1,
        "<textarea>{<b>}</textarea><title>{<b>}</title><b>{x}", false},
    {"<!-- <b><b> --><b>x", 1, "<b>{x}", false},
    {"</div></div><div>x", 1, "</div></div><div>{x}", false},
};

START_TEST(depth) {
    pith__skeleton *skeleton =
        pith__skeleton_of(&arena, pith__str_of(depths[_i].html), depths[_i].max_depth);
    ck_assert_str_eq(readable(skeleton), depths[_i].skeleton);
    ck_assert_int_eq(skeleton->bounded, depths[_i].bounded);
}
END_TEST

START_TEST(attributes) {
    static char html[64 * 1024];
    for (int extra = 0; extra < 2; extra++) {
        int length = sprintf(html, "<b");
        for (int i = 0; i < PITH_MAX_ATTRIBUTES + extra; i++)
            length += sprintf(html + length, " a%d='v > w'", i);
        length += sprintf(html + length, ">text");
        pith__skeleton *skeleton = pith__skeleton_of(&arena, (pith__str){html, (size_t)length}, 9);
        ck_assert_int_eq(skeleton->bounded, extra);
        ck_assert_str_eq(readable(skeleton), "<b {}>{text}");
        ck_assert_uint_eq(skeleton->tags[0].attribute_count, PITH_MAX_ATTRIBUTES);
    }
}
END_TEST

/* Finishing is the test: each of these takes minutes where time is quadratic. */
START_TEST(linear) {
    static const char *const units[] = {"<div>", "<b a='", "<!--", "<script>", "</x>", "< ",
        "<a b=c ", "<svg>", "<svg><g>", "<svg><desc>", "<svg><p>", "<body><svg><title>x</title>",
        "<![CDATA[", "<math><mi>", "&a", "<script><!--", "<select>", "</svg x=\"", "<title>",
        "<pre>\n", "&#32;"};
    enum { BYTES = 8 << 20 };
    for (size_t unit = 0; unit < COUNT(units); unit++) {
        char *html = malloc(BYTES);
        size_t unit_length = strlen(units[unit]);
        for (size_t i = 0; i < BYTES; i++)
            html[i] = units[unit][i % unit_length];
        pith__skeleton_of(&arena, (pith__str){html, BYTES}, 512);
        free(html);
        pith__arena_free(&arena);
        set_up();
    }
}
END_TEST

/* ---- Its parts ------------------------------------------------------------------------------- */

START_TEST(characters) {
    static const uint32_t indices[] = {0, 1, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFB, PITH_MAX_TEXTS - 1};
    for (size_t i = 0; i < COUNT(indices); i++) {
        uint32_t c = pith__skeleton_character(indices[i]);
        ck_assert_uint_ge(c, 0x10000);
        ck_assert_uint_le(c, 0x10FFFF);
        ck_assert_uint_lt(c & 0xFFFF, 0xFFFE); /* No noncharacter. */
        ck_assert_uint_eq(pith__skeleton_index(c), indices[i]);
    }
}
END_TEST

START_TEST(positions) {
    pith__skeleton *skeleton =
        pith__skeleton_of(&arena, PITH_STR("a<p x>b<br>c<p>"), 10); /* X<p>X<br>X<p> */
    ck_assert_uint_eq(skeleton->tag_count, 3);
    for (uint32_t hint = 0; hint <= 3; hint++) {
        for (uint32_t i = 0; i < 3; i++)
            ck_assert_uint_eq(pith__skeleton_tag_at(skeleton, skeleton->tags[i].at, hint), i);
        ck_assert_uint_eq(pith__skeleton_tag_at(skeleton, 0, hint), PITH_NONE);
    }
    for (uint32_t i = 0; i < 3; i++)
        ck_assert_uint_eq(pith__skeleton_text_at(skeleton, skeleton->texts[i].at + 1), i);
}
END_TEST

START_TEST(names) {
    static const char *const known[] = {"a", "area", "annotation-xml", "b", "body", "blockquote",
        "colgroup", "dt", "embed", "foreignObject", "form", "h6", "html", "isindex", "keygen", "li",
        "listing", "menu", "mtext", "nobr", "ol", "option", "pre", "plaintext", "ruby", "span",
        "svg", "strike", "td", "template", "tt", "track", "ul", "u", "var", "wbr", "xmp"};
    for (size_t i = 0; i < COUNT(known); i++) {
        const pith__name *name = pith__name_of(pith__str_of(known[i]));
        ck_assert(pith__str_equal_nocase(pith__str_of(name->name), pith__str_of(known[i])));
    }
    static const char *const unknown[] = {"", "my-card", "1", "{", "@", "zzz", "aa", "sv", "svgg"};
    for (size_t i = 0; i < COUNT(unknown); i++)
        ck_assert_uint_eq(pith__name_of(pith__str_of(unknown[i]))->flags, 0);
}
END_TEST

static const struct {
    const char *text;
    bool attribute;
    const char *decoded;
} references[] = {
    {"a&amp;b", false, "a&b"},
    {"&lt;&gt;&quot;&apos;&nbsp;", true, "<>\"'\xC2\xA0"},
    {"&notit; &not &notin;", false, "\xC2\xACit; \xC2\xAC \xE2\x88\x89"},
    {"&notit; &not= &not", true, "&notit; &not= \xC2\xAC"},
    {"?a=1&copy=2&copy;&reg", true, "?a=1&copy=2\xC2\xA9\xC2\xAE"},
    {"&AMP &amp &ampx", false, "& & &x"},
    {"&unknown; &; & &a", false, "&unknown; &; & &a"},
    {"&#65;&#x41;&#X41&#65x", false, "AAAAx"},
    {"&#;&#x;&#xg", false, "&#;&#x;&#xg"},
    {"&#0;&#xD800;&#x110000;&#99999999999999999999;", false,
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"&#128;&#x99;&#129;", false, "\xE2\x82\xAC\xE2\x84\xA2\xC2\x81"},
    {"&nGt;&nLt;&nGt;&nLt;", false,
        "\xE2\x89\xAB\xE2\x83\x92\xE2\x89\xAA\xE2\x83\x92\xE2\x89\xAB\xE2\x83\x92\xE2\x89\xAA\xE2"
        "\x83\x92"},
    {"a\r\nb\rc\n", false, "a\nb\nc\n"},
    {"&CounterClockwiseContourIntegral;&CounterClockwiseContourIntegralx;", false,
        "\xE2\x88\xB3&CounterClockwiseContourIntegralx;"},
};

START_TEST(entities) {
    pith__str text = pith__str_of(references[_i].text);
    pith__str decoded = pith__entities_decode(&arena, text, references[_i].attribute);
    ck_assert_uint_eq(decoded.length, strlen(references[_i].decoded));
    ck_assert_mem_eq(decoded.data, references[_i].decoded, decoded.length);
}
END_TEST

START_TEST(entities_are_not_copied_without_need) {
    pith__str text = PITH_STR("plain text");
    ck_assert_ptr_eq(pith__entities_decode(&arena, text, false).data, text.data);
    ck_assert_ptr_eq(pith__line_ends(&arena, text).data, text.data);
    ck_assert(pith__str_equal(pith__line_ends(&arena, PITH_STR("&lt;\r\n")), PITH_STR("&lt;\n")));
}
END_TEST

/* The order that the search relies on. */
START_TEST(entities_are_sorted) {
    for (size_t i = 1; i < pith__entities_count; i++)
        ck_assert_int_lt(strcmp(pith__entities[i - 1].name, pith__entities[i].name), 0);
    for (size_t i = 1; i < pith__open_entities_count; i++)
        ck_assert_int_lt(strcmp(pith__open_entities[i - 1].name, pith__open_entities[i].name), 0);
    ck_assert_uint_eq(pith__entities_count, 2125);
    ck_assert_uint_eq(pith__open_entities_count, 106);
}
END_TEST

START_TEST(cleaning) {
    static const char *const cases[][2] = {{"", ""}, {"a\tb\n\f\r", "a\tb\n\f\r"},
        {"a\x01"
         "b\x7F",
            "ab"},
        {"\xC2\x80\xC2\x9F\xC2\xA0", "\xC2\xA0"},
        {"a\xC2\x85"
         "b\x0B"
         "c",
            "a b c"},
        {"\xEF\xB7\x90\xEF\xBF\xBE\xEF\xBF\xBC", "\xEF\xBF\xBC"},
        {"\xF0\x9F\xBF\xBE\xF4\x8F\xBF\xBF\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        pith__str cleaned = pith__clean_markup(&arena, pith__str_of(cases[i][0]));
        ck_assert(pith__str_equal(cleaned, pith__str_of(cases[i][1])));
    }
    pith__str same = PITH_STR("caf\xC3\xA9");
    ck_assert_ptr_eq(pith__clean_markup(&arena, same).data, same.data);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("skeleton");
    TCase *tests = tcase_create("skeleton");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, skeletons, 0, COUNT(shapes));
    tcase_add_loop_test(tests, depth, 0, COUNT(depths));
    tcase_add_test(tests, attributes);
    tcase_add_test(tests, linear);
    tcase_add_test(tests, characters);
    tcase_add_test(tests, positions);
    tcase_add_test(tests, names);
    tcase_add_loop_test(tests, entities, 0, COUNT(references));
    tcase_add_test(tests, entities_are_not_copied_without_need);
    tcase_add_test(tests, entities_are_sorted);
    tcase_add_test(tests, cleaning);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
