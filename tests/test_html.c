/* test_html.c - src/html: the DOM view, what tags mean, runs of text, the walk to blocks. */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "heuristics/heuristics.h"
#include "html/blocks.h"
#include "html/dom.h"
#include "html/embedded.h"
#include "html/runs.h"
#include "html/tags.h"

#include "fixture.h"

/* ---- DOM ------------------------------------------------------------------------------------- */

static pith__dom *parse(const char *html) {
    return pith__dom_parse(&arena, pith__str_of(html), PITH_MAX_ELEMENTS, PITH_MAX_DEPTH);
}

/* What holds of every view, whatever was parsed. */
static void check_tree(const pith__dom *dom, size_t max_nodes, size_t max_depth) {
    ck_assert_uint_le(dom->count, max_nodes);
    for (uint32_t i = 0; i < dom->count; i++) {
        const pith__node *node = &dom->nodes[i];
        ck_assert_uint_gt(node->end, i);
        ck_assert_uint_le(node->end, dom->count);
        ck_assert_uint_lt(node->depth, max_depth);
        if (i == 0) {
            ck_assert_uint_eq(node->parent, PITH_NONE);
            ck_assert_uint_eq(node->depth, 0);
            ck_assert_uint_eq(node->end, dom->count);
            continue;
        }
        ck_assert_uint_lt(node->parent, i);
        const pith__node *parent = &dom->nodes[node->parent];
        ck_assert_uint_le(node->end, parent->end);
        ck_assert_uint_eq(node->depth, parent->depth + 1);
        ck_assert_int_eq(parent->kind, PITH_NODE_ELEMENT);
    }
}

/* The nodes as "html(head,body(p('text')))"; white space between elements is not shown. */
static const char *shape_of(const pith__dom *dom) {
    pith__buffer shape;
    pith__buffer_init(&shape, &arena, 1 << 20);
    unsigned depth = 0;
    bool first = true;
    for (uint32_t i = 0; i < dom->count; i++) {
        pith__str text = pith__dom_text(dom, i);
        bool element = dom->nodes[i].kind == PITH_NODE_ELEMENT;
        if (!element && pith__str_trim(text).length == 0)
            continue;
        for (; depth > dom->nodes[i].depth; depth--, first = false)
            pith__buffer_add_byte(&shape, ')');
        for (; depth < dom->nodes[i].depth; depth++, first = true)
            pith__buffer_add_byte(&shape, '(');
        if (!first)
            pith__buffer_add_byte(&shape, ',');
        first = false;
        if (!element)
            pith__buffer_add_byte(&shape, '\'');
        pith__buffer_add_str(&shape, element ? pith__dom_name(dom, i) : text);
        if (!element)
            pith__buffer_add_byte(&shape, '\'');
    }
    for (; depth > 0; depth--)
        pith__buffer_add_byte(&shape, ')');
    return pith__buffer_text(&shape);
}

static const struct {
    const char *html, *shape;
} shape_cases[] = {
    {"", "html(head,body)"},
    {"text", "html(head,body('text'))"},
    {"<p>a<p>b", "html(head,body(p('a'),p('b')))"},
    {"<title>t</title><p>a<b>b</b>c</p><hr>", "html(head(title('t')),body(p('a',b('b'),'c'),hr))"},
    {"<table><td>a", "html(head,body(table(tbody(tr(td('a'))))))"},
    {"<table>a<tr><td>b", "html(head,body('a',table(tbody(tr(td('b'))))))"},
    {"<b>a<p>b</b>c", "html(head,body(b('a'),p(b('b'),'c')))"},
    {"<!-- c --><p>a<!-- c -->b</p><!-- c -->", "html(head,body(p('ab')))"},
    {"<template><p>a</p></template><p>b", "html(head,body(p('b')))"},
    {"<p>a<template><b>x</b></template>b", "html(head,body(p('a','b')))"},
    {"<b><template shadowrootmode=open><p>a</template>b</b>",
        "html(head,body(b(template(p('a')),'b')))"},
    {"<body><template shadowrootmode=open><template><p>a</template><p>b</template>c",
        "html(head,body(template(p('b')),'c'))"},
    {"<foo>a</foo>", "html(head,body(foo('a')))"},
    {"<my-Card>a</my-Card>", "html(head,body(my-Card('a')))"},
    {"<o:p>a</o:p>", "html(head,body(o:p('a')))"},
    {"<foo/>a", "html(head,body(foo('a')))"},
    {"<math><![CDATA[a<b]]></math>", "html(head,body(math('a<b')))"},
    {"<p>a<svg><path/><![CDATA[a<b]]></svg>b", "html(head,body(p('a',svg,'b')))"},
    {"<body><p>a<svg><path/><![CDATA[a<b]]></svg>b", "html(head,body(p('ab')))"},
    {"<p>a\x01\x0B"
     "b\x7F\xC2\x80\xEF\xBF\xBE\xEF\xB7\x90"
     "c\xC2\x85"
     "d",
        "html(head,body(p('a bc d')))"},
    {"<P>&lt;b&gt; &amp; &eacute;&#x4e2d;&copy &#0;</P>",
        "html(head,body(p('<b> & \xC3\xA9\xE4\xB8\xAD\xC2\xA9 \xEF\xBF\xBD')))"},
    {"<script>a</b>c</script><style>b</style>", "html(head,body)"},
    {"<script type=application/ld+json>a</b>c</script>", "html(head(script('a</b>c')),body)"},
    {"<frameset><frame></frameset>", "html(head,frameset(frame))"},
    {"<noscript><p>a</p></noscript>", "html(head(noscript),body(p('a')))"},
    {"<body><noscript><p>a</p></noscript>", "html(head,body(noscript(p('a'))))"},
    {"<html><head></head></html>a", "html(head,body('a'))"},
};

START_TEST(dom_has_the_shape_of_the_page) {
    OWN_ARENA();
    pith__dom *dom = parse(shape_cases[_i].html);
    check_tree(dom, PITH_MAX_ELEMENTS, PITH_MAX_DEPTH);
    ck_assert_str_eq(shape_of(dom), shape_cases[_i].shape);
    ck_assert(!dom->truncated);
    ck_assert_uint_eq(dom->head, 1);
    ck_assert_uint_eq(dom->body, dom->nodes[1].end);
    for (uint32_t i = 0; i < dom->count; i++)
        ck_assert(pith__utf8_valid(pith__dom_text(dom, i)));
}
END_TEST

START_TEST(dom_attributes) {
    OWN_ARENA();
    pith__dom *dom = parse("<body><p ID=\"a&amp;b&quot;\" CLASS='x  y' hidden data-n=3 id=second "
                           "title='&eacute;&#x4e2d;' empty=''>text");
    uint32_t p = dom->body + 1;
    static const char *const attributes[][2] = {{"id", "a&b\""}, {"class", "x  y"}, {"hidden", ""},
        {"data-n", "3"}, {"title", "\xC3\xA9\xE4\xB8\xAD"}, {"empty", ""}, {"lang", NULL}};
    for (size_t i = 0; i < COUNT(attributes); i++)
        ck_assert_pstr_eq(pith__dom_attribute(dom, p, attributes[i][0]), attributes[i][1]);
    ck_assert_ptr_null(pith__dom_attribute(dom, p + 1, "id")); /* A text. */
    ck_assert(pith__str_equal(pith__dom_name(dom, p + 1), pith__str_of("#text")));
    ck_assert_uint_eq(pith__dom_text(dom, p).length, 0);
}
END_TEST

START_TEST(dom_text_content) {
    OWN_ARENA();
    pith__dom *dom = parse("<body><p>a <b>b<i>&amp;</i></b><!-- c --> d</p>e");
    static const struct {
        size_t maximum;
        const char *text;
    } cases[] = {{100, "a b& d"}, {6, "a b& d"}, {3, "a b"}, {0, ""}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        pith__str text = pith__dom_text_content(&arena, dom, dom->body + 1, cases[i].maximum);
        ck_assert_str_eq(text.data, cases[i].text);
        ck_assert_uint_eq(text.length, strlen(cases[i].text));
    }
}
END_TEST

/* Scripts that hold data are read whole, wherever they stand. */
START_TEST(dom_keeps_data_of_scripts) {
    OWN_ARENA();
    static const char *const types[] = {"application/json", "application/ld+json"};
    char html[256];
    for (size_t i = 0; i < COUNT(types); i++) {
        snprintf(html, sizeof html,
            "<body><p>a</p><script id=d type='%s'>{\"b\": \"<p>&amp;\"}</script>", types[i]);
        pith__dom *dom = parse(html);
        uint32_t script = dom->nodes[dom->body + 1].end;
        ck_assert_uint_eq(dom->nodes[script].tag, GUMBO_TAG_SCRIPT);
        ck_assert_str_eq(pith__dom_attribute(dom, script, "id"), "d");
        pith__str text = pith__dom_text_content(&arena, dom, script, 1000);
        ck_assert_str_eq(text.data, "{\"b\": \"<p>&amp;\"}");
    }
}
END_TEST

static const char *repeat(const char *text, size_t count, const char *tail) {
    size_t length = strlen(text);
    char *all = pith__arena_alloc(&arena, length * count + strlen(tail) + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(all + i * length, text, length);
    strcpy(all + length * count, tail);
    return all;
}

START_TEST(dom_is_cut_at_its_limits) {
    OWN_ARENA();
    /* 11 nodes; two tags, b and i, that could pile up. */
    const char *html = "<p>a<b>b<i>c</i></b></p><p>d</p>";
    ck_assert_uint_eq(parse(html)->count, 11);
    for (size_t max_nodes = 0; max_nodes <= 13; max_nodes++) {
        for (size_t max_depth = 1; max_depth <= 3; max_depth++) {
            pith__dom *dom = pith__dom_parse(&arena, pith__str_of(html), max_nodes, max_depth);
            check_tree(dom, max_nodes, UINT16_MAX);
            ck_assert_int_eq(dom->truncated, max_nodes < 11 || max_depth < 2);
            ck_assert_int_eq(dom->body == PITH_NONE, max_nodes < 3);
        }
    }
    pith__dom *dom = pith__dom_parse(&arena, pith__str_of(html), 100, 1);
    ck_assert_str_eq(shape_of(dom), "html(head,body(p('a',b('b c ')),p('d')))");
}
END_TEST

/* No stack would hold a function call for each level. */
START_TEST(dom_is_not_recursive) {
    OWN_ARENA();
    enum { LEVELS = 100000 };
    const char *html = repeat("<span>", LEVELS, "x");
    pith__dom *dom = pith__dom_parse(&arena, pith__str_of(html), SIZE_MAX, SIZE_MAX);
    check_tree(dom, SIZE_MAX, UINT16_MAX);
    ck_assert_uint_eq(dom->count, UINT16_MAX + 1); /* Depth is counted in 16 bits; and the head. */
    ck_assert(dom->truncated);
    /* Deeper tags are ignored; the text under them is not lost. */
    dom = pith__dom_parse(&arena, pith__str_of(html), SIZE_MAX, 4000);
    check_tree(dom, SIZE_MAX, UINT16_MAX);
    ck_assert_uint_eq(dom->count, 4000 + 4); /* html, head, body and the text. */
    ck_assert(dom->truncated);
    pith__str text = pith__str_trim(pith__dom_text_content(&arena, dom, 0, 1 << 20));
    ck_assert_uint_eq(text.length, 1);
}
END_TEST

/* ---- Tags ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    unsigned flags;
} tag_cases[] = {
    {"div", PITH_TAG_BLOCK},
    {"p", PITH_TAG_BLOCK},
    {"section", PITH_TAG_BLOCK},
    {"h1", PITH_TAG_BLOCK | PITH_TAG_HEADING},
    {"h6", PITH_TAG_BLOCK | PITH_TAG_HEADING},
    {"ul", PITH_TAG_BLOCK | PITH_TAG_LIST},
    {"ol", PITH_TAG_BLOCK | PITH_TAG_LIST},
    {"menu", PITH_TAG_BLOCK | PITH_TAG_LIST},
    {"dir", PITH_TAG_BLOCK | PITH_TAG_LIST},
    {"pre", PITH_TAG_BLOCK | PITH_TAG_PRE},
    {"xmp", PITH_TAG_BLOCK | PITH_TAG_PRE},
    {"listing", PITH_TAG_BLOCK | PITH_TAG_PRE},
    {"iframe", PITH_TAG_SKIP},
    {"svg", PITH_TAG_SKIP},
    {"select", PITH_TAG_SKIP},
    {"span", 0},
    {"a", 0},
    {"code", 0},
    {"dialog", PITH_TAG_BLOCK},
    {"search", PITH_TAG_BLOCK},
    {"annotation", PITH_TAG_SKIP},
    {"my-card", PITH_TAG_BLOCK},
    {"x-", PITH_TAG_BLOCK},
    {"foo", 0},
    {"o:p", 0},
};

START_TEST(tags_have_flags) {
    OWN_ARENA();
    char html[64];
    for (int upper = 0; upper < 2; upper++) {
        snprintf(html, sizeof html, "<body><%s>", tag_cases[_i].name);
        for (char *c = html + 6; upper && *c != '\0'; c++)
            *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
        pith__dom *dom = parse(html);
        ck_assert_uint_eq(pith__tag_flags(dom, dom->body + 1), tag_cases[_i].flags);
    }
}
END_TEST

START_TEST(headings_have_levels) {
    for (unsigned level = 1; level <= 6; level++)
        ck_assert_uint_eq(pith__heading_level(GUMBO_TAG_H1 + level - 1), level);
    ck_assert_uint_eq(pith__heading_level(GUMBO_TAG_HGROUP), 0);
    ck_assert_uint_eq(pith__heading_level(GUMBO_TAG_HEADER), 0);
    ck_assert_uint_eq(pith__heading_level(GUMBO_TAG_P), 0);
}
END_TEST

/* ---- Blocks ---------------------------------------------------------------------------------- */

static pith__page page_with(const char *html, pith_options options) {
    pith_error error;
    if (heuristics == NULL)
        heuristics = pith__heuristics_load(&arena, NULL, &error);
    ck_assert_msg(heuristics != NULL, "%s", error.message);
    pith__page page = {.arena = &arena,
        .dom =
            pith__dom_parse(&arena, pith__str_of(html), options.max_elements, options.max_depth)};
    pith__html_blocks(&page, heuristics, &options);
    for (uint32_t e = 0; e < page.element_count; e++) {
        const pith__element *element = &page.elements[e];
        ck_assert_uint_gt(element->end, e);
        ck_assert_uint_le(element->end, page.element_count);
        if (e == 0) {
            ck_assert_uint_eq(element->parent, PITH_NONE);
            continue;
        }
        ck_assert_uint_lt(element->parent, e);
        ck_assert_uint_le(element->end, page.elements[element->parent].end);
        ck_assert_uint_eq(element->depth, page.elements[element->parent].depth + 1);
    }
    for (uint32_t i = 0; i < page.block_count; i++) {
        const pith__block *block = &page.blocks[i];
        ck_assert_uint_gt(block->text.length, 0);
        ck_assert(pith__utf8_valid(block->text));
        ck_assert_uint_lt(block->element, page.element_count);
        ck_assert_uint_le(block->container, block->element);
        ck_assert(page.elements[block->container].is_block);
        ck_assert_uint_le(block->link_weight, block->weight);
        ck_assert_uint_le(block->link_characters, block->characters);
        ck_assert_uint_eq(block->weight, pith__words_weight(block->words));
    }
    return page;
}

static pith__page page_of(const char *html) {
    return page_with(html, pith_options_default());
}

/* The blocks as "p:text|h2:text": kind, level, text; line ends as '/', TABs as '~'. */
static const char *blocks_of(const pith__page *page) {
    static const char *const kinds[] = {"p", "h", "li", "tr", "pre", "q", "c"};
    pith__buffer text;
    pith__buffer_init(&text, &arena, (size_t)16 << 20);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        char head[32];
        snprintf(
            head, sizeof head, i > 0 ? "|%s" : "%s", block->ordered ? "ol" : kinds[block->kind]);
        pith__buffer_add_str(&text, pith__str_of(head));
        if (block->level > 0)
            pith__buffer_add_byte(&text, (char)('0' + block->level));
        pith__buffer_add_byte(&text, ':');
        for (size_t k = 0; k < block->text.length; k++) {
            char c = block->text.data[k];
            pith__buffer_add_byte(&text, c == '\n' ? '/' : c == '\t' ? '~' : c);
        }
    }
    return pith__buffer_text(&text);
}

static void check_blocks(const char *html, const char *expected) {
    pith__page page = page_of(html);
    const char *found = blocks_of(&page);
    ck_assert_msg(
        strcmp(found, expected) == 0, "%s\n gave     %s\n expected %s", html, found, expected);
    ck_assert(!page.truncated);
}

/* What stands around "b" in "a<NAME>b</NAME>c". */
static const struct {
    const char *names, *blocks;
} element_cases[] = {
    {"address article aside button center dd details div dl dt fieldset figure footer header "
     "hgroup legend main marquee menu nav ol p section summary ul dialog search my-widget ADDRESS "
     "Dialog MY-Widget dir",
        "p:a|p:b|p:c"},
    {"h1", "p:a|h1:b|p:c"},
    {"h2", "p:a|h2:b|p:c"},
    {"h3", "p:a|h3:b|p:c"},
    {"h4", "p:a|h4:b|p:c"},
    {"h5", "p:a|h5:b|p:c"},
    {"h6", "p:a|h6:b|p:c"},
    {"li", "p:a|li1:b|p:c"},
    {"pre listing xmp", "p:a|pre:b|p:c"},
    {"blockquote", "p:a|q:b|p:c"},
    {"figcaption", "p:a|c:b|p:c"},
    {"a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math output "
     "q rb rt ruby s samp small span strike strong sub sup time tt u var wbr foo o:p blink slot "
     "picture td tr tbody",
        "p:abc"},
    {"applet audio canvas datalist iframe map meter noembed noframes object progress rp script "
     "select style svg template textarea title video annotation annotation-xml noscript",
        "p:ac"},
    {"form><p", "p:a|p:b|p:c"}, /* Gumbo moves text right before </form> behind it. */
    {"hr", "p:a|p:bc"},
    {"br", "p:a/b/c"}, /* The end tag is one, too. */
    {"img input area base col embed frame link meta param source track keygen", "p:abc"},
};

START_TEST(elements_part_text_or_do_not) {
    OWN_ARENA();
    char names[512];
    strcpy(names, element_cases[_i].names);
    for (char *name = strtok(names, " "); name != NULL; name = strtok(NULL, " ")) {
        char html[128];
        snprintf(html, sizeof html, "<body>a<%s>b</%s>c", name, name);
        check_blocks(html, element_cases[_i].blocks);
    }
}
END_TEST

#define NBSP "\xC2\xA0"
#define IDEOGRAPHIC "\xE3\x80\x80"

static const struct {
    const char *html, *blocks;
} block_cases[] = {
    {"", ""},
    {"   \n\t ", ""},
    {"<p></p><div> </div>&nbsp;<p>&#x3000;</p>&#x200b;<p>\xC2\xAD</p>", ""},
    {"<p>a", "p:a"},
    {"<html><head><title>t</title></head></html>", ""},
    {"<frameset><frame><noframes>a</noframes></frameset>", ""},
    /* White space. */
    {"<p> a \n\t b\f\r\n c </p>", "p:a b c"},
    {"<p>a" NBSP "b&nbsp;&nbsp;c&ensp;d&emsp;e&thinsp;f" IDEOGRAPHIC "g\xE2\x80\xA8h</p>",
        "p:a b c d e f g h"},
    {"<p>a\x0C"
     "b\x0B"
     "c\xC2\x85"
     "d</p>",
        "p:a b c d"},
    {"<p>a<b> b </b> c</p>", "p:a b c"},
    {"<p>a <b>b</b> <i>c</i></p>", "p:a b c"},
    {"<p>a<b>b</b></p>", "p:ab"},
    {"<p>super<wbr>long</p>", "p:superlong"},
    {"<p>a<!-- x -->b</p>", "p:ab"},
    /* Characters without a place in text. */
    {"<p>a\x01"
     "b\x7F"
     "c\xC2\x9F"
     "d&shy;e&#x200B;f&#xFEFF;g&#x202E;h</p>",
        "p:abcdefgh"},
    {"<p>a&#x200D;b&zwnj;c</p>", "p:a\xE2\x80\x8D"
                                 "b\xE2\x80\x8C"
                                 "c"}, /* Joiners stay. */
    {"<p>a&#0;b</p>", "p:a\xEF\xBF\xBD"
                      "b"},
    {"<p>a&lt;b&gt; &amp;amp; &bogus; &copy</p>", "p:a<b> &amp; &bogus; \xC2\xA9"},
    /* Normalization form C, also where a tag or an invisible character parts what composes. */
    {"<p>e&#x301;</p>", "p:\xC3\xA9"},
    {"<p>e<b>&#x301;t</b></p>", "p:\xC3\xA9t"},
    {"<p>e&#x200B;&#x301;</p>", "p:\xC3\xA9"},
    {"<pre>e&#x301;</pre>", "pre:\xC3\xA9"},
    {"<p>&#x1100;&#x1161;&#x11A8;</p>", "p:\xEA\xB0\x81"},
    {"<p>&#x212B;&#x2126;</p>", "p:\xC3\x85\xCE\xA9"},
    {"<p>&#xFB01;&sup2;</p>", "p:\xEF\xAC\x81\xC2\xB2"}, /* Form C, not KC. */
    /* Line breaks: one is a line's end, two a paragraph's. */
    {"<p>a<br>b</p>", "p:a/b"},
    {"<p>a <br> b</p>", "p:a/b"},
    {"<p>a<br><br>b</p>", "p:a|p:b"},
    {"<p>a<br> \n <br/>b</p>", "p:a|p:b"},
    {"<p>a<br>&nbsp;<br>b</p>", "p:a|p:b"},
    {"<p>a<br><b></b><br>b</p>", "p:a|p:b"},
    {"<p>a<br><br><br><br>b<br>c</p>", "p:a|p:b/c"},
    {"<p><br>a<br></p>", "p:a"},
    {"<p>a<br>.<br>b</p>", "p:a/./b"},
    {"a<hr>b<hr><hr>c", "p:a|p:b|p:c"},
    /* Preformatted text keeps its white space, and loses empty lines at both ends. */
    {"<pre>\n\n  a\n\n\tb  c \n \n</pre>", "pre:  a//~b  c"},
    {"<pre>a<b> b</b><br>c<br><br>d</pre>", "pre:a b/c//d"},
    {"<pre>a\r\nb\rc</pre>", "pre:a/b/c"},
    {"<pre><code>a\n b</code></pre>", "pre:a/ b"},
    {"<pre><div>a</div><div> b</div>c</pre>", "pre:a/ b/c"},
    {"<pre><div>a\n</div><div>b\n\n</div><div>c</div></pre>", "pre:a/b//c"},
    {"<pre>a" NBSP NBSP "b</pre>", "pre:a" NBSP NBSP "b"},
    {"<pre>a<hr>b</pre>", "pre:a|pre:b"},
    {"<pre> \n </pre>", ""},
    {"<blockquote><pre>a</pre></blockquote>", "pre:a"},
    {"<plaintext>a <b>", "pre:a <b>"},
    {"<p>a <code>b  c</code></p>", "p:a b c"},
    /* Headings. */
    {"<h1>a <small>b</small></h1>", "h1:a b"},
    {"<h2><a href=x>a</a></h2><h3><p>b</p><p>c</p></h3>", "h2:a|h3:b|h3:c"},
    {"<li><h4>a</h4>b", "h4:a|li1:b"},
    {"<h2>a<br>b</h2>", "h2:a/b"},
    /* Lists. */
    {"<ul><li>a<li>b</ul><ol><li>c</ol>", "li1:a|li1:b|ol1:c"},
    {"<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "li1:a|li2:b|ol3:c|li1:d"},
    {"<ol><li>a<ul><li>b</ul></ol>", "ol1:a|li2:b"},
    {"<menu><li>a<dir><li>b</dir></menu>", "li1:a|li2:b"},
    {"<li>a", "li1:a"},
    {"<ul><li><p>a</p><p>b</p></li></ul>", "li1:a|p:b"},
    {"<ul><li>a<ul><li>b</ul>c</ul>", "li1:a|li2:b|p:c"},
    {"<ul><li><div><a href=x>a</a></div><li> <b>b</b></ul>", "li1:a|li1:b"},
    {"<ul><li>a<br>b</ul>", "li1:a/b"},
    {"<ul><li></li><li> </li></ul>", ""},
    {"<ul>a<li>b</ul>", "p:a|li1:b"},
    {"<ul><div><li>a</div></ul>", "li1:a"},
    {"<dl><dt>a<dd>b</dl>", "p:a|p:b"},
    {"<blockquote><ul><li>a</ul></blockquote>", "li1:a"},
    /* Tables of data: a row is one block, its cells are parted by TAB. */
    {"<table><tr><th>a<th>b<tr><td>c<td>d</table>", "tr:a~b|tr:c~d"},
    {"<table> <tr> <td> a </td> <td> b </td> </tr> </table>", "tr:a~b"},
    {"<table><tr><td><p>a</p></td><td><div>b</div>c</td></tr></table>", "tr:a~b/c"},
    {"<table><tr><td>a<br>b<td>c</table>", "tr:a/b~c"},
    {"<table><tr><td>a<p>b</p>c<td><b>d</b>e</table>", "tr:a/b/c~de"},
    {"<table><caption>a</caption><tr><td>b<td>c</table>", "c:a|tr:b~c"},
    {"<table><thead><tr><th>a<th>b</thead><tfoot><tr><td>c<td>d</tfoot></table>", "tr:a~b|tr:c~d"},
    /* Tables of layout: each cell for itself. */
    {"<table><tr><td>a</table>", "p:a"},
    {"<table><tr><td><h2>a</h2><td>b</table>", "h2:a|p:b"},
    {"<table><tr><td><ul><li>a</ul><td>b</table>", "li1:a|p:b"},
    {"<table><tr><td><p>a<p>b<p>c<td>d</table>", "p:a|p:b|p:c|p:d"},
    {"<table><tr><td><p>a<p>b<td><p>c<p>d</table>", "tr:a/b~c/d"},
    {"<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "tr:a~b|p:c"},
    {"<table><tr><td><pre>a</pre><td>b</table>", "pre:a|p:b"},
    {"<table><tr><td><noscript></noscript>a<td>b</table>", "tr:a~b"},
    /* Quotes and captions. */
    {"<blockquote>a<p>b</p></blockquote><q>c</q>", "q:a|q:b|p:c"},
    {"<figure><img src=x><figcaption>a <p>b</p></figcaption></figure>", "c:a|c:b"},
    {"<blockquote><h3>a</h3>b</blockquote>", "h3:a|q:b"},
    /* What is between the tags of a skipped element is no text. */
    {"a<select><option>b</select>c", "p:ac"},
    {"a<svg><text>b</text></svg>c", "p:ac"},
    {"a<math><mi>x</mi><annotation>b</annotation></math>c", "p:axc"},
    {"<ruby>\xE6\xBC\xA2<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "p:\xE6\xBC\xA2kan"},
    {"<button>a</button><label>b</label><input value=c>", "p:a|p:b"},
    {"<details><summary>a</summary>b</details>", "p:a|p:b"},
    /* Broken pages. */
    {"<p>a</b></i>b<p>c</div>d", "p:ab|p:cd"},
    {"<b><p>a</b>b</p>", "p:ab"},
    {"<p <p>a", "p:a"},
    {"a<", "p:a<"},
    {"a<!--", "p:a"},
    {"a<b x='", "p:a"},
    {"</p>a</body></html>b", "p:ab"},
};

START_TEST(pages_become_blocks) {
    OWN_ARENA();
    check_blocks(block_cases[_i].html, block_cases[_i].blocks);
}
END_TEST

START_TEST(blocks_know_their_elements) {
    OWN_ARENA();
    pith__page page = page_of("<div><p>a <b>b</b></p><p><i><b>c</b></i></p>d<i>e</i></div>"
                              "<p> <b>f</b>&nbsp;<i> </i></p>");
    static const struct {
        unsigned element, container;
    } expected[] = {
        {GUMBO_TAG_P, GUMBO_TAG_P},
        {GUMBO_TAG_B, GUMBO_TAG_P},
        {GUMBO_TAG_DIV, GUMBO_TAG_DIV},
        {GUMBO_TAG_B, GUMBO_TAG_P},
    };
    ck_assert_uint_eq(page.block_count, COUNT(expected));
    for (uint32_t i = 0; i < page.block_count; i++) {
        ck_assert_uint_eq(page.elements[page.blocks[i].element].tag, expected[i].element);
        ck_assert_uint_eq(page.elements[page.blocks[i].container].tag, expected[i].container);
    }
}
END_TEST

/* ---- Links ----------------------------------------------------------------------------------- */

static const struct {
    const char *html;
    unsigned links, weight, link_weight, characters, link_characters;
} link_cases[] = {
    {"<p>one two", 0, 2, 0, 7, 0},
    {"<p><a href=x>one two</a>", 1, 2, 2, 7, 7},
    {"<p>one <a href=x>two</a> three", 1, 3, 1, 13, 4}, /* A gap belongs to what follows it. */
    {"<p>one <a name=x>two</a> three", 0, 3, 0, 13, 0},
    {"<p><a href>one</a>", 1, 1, 1, 3, 3},
    {"<p><a href=x><b>one</b> <i>two</i></a> three", 1, 3, 2, 13, 7},
    {"<p><b><a href=x>one</a></b> <a href=y>two</a>", 2, 2, 2, 7, 7},
    {"<p><a href=x></a>one", 0, 1, 0, 3, 0},
    {"<p><a href=x><img></a>one", 0, 1, 0, 3, 0},
    {"<p>foo<a href=x>bar</a> baz", 1, 2, 0, 10, 3}, /* A word belongs to where it begins. */
    {"<p><a href=x>foo</a>bar baz", 1, 2, 1, 10, 3},
    {"<a href=x><p>one</p><p>two</p></a>", 1, 1, 1, 3, 3},
    {"<p><a href=x>\xE6\x96\x87\xE7\xAB\xA0</a>\xE6\x96\x87\xE7\xAB\xA0", 1, 2, 1, 4, 2},
    {"<p><a href=x>\xE6\x96\x87\xE7\xAB\xA0 one</a> two", 1, 3, 2, 10, 6},
    {"<p>e<a href=x>&#x301;</a> one", 1, 2, 0, 5, 1},
    {"<pre>\n\n <a href=x>one</a>\n two\n\n</pre>", 1, 2, 1, 9, 3},
    {"<pre><a href=x>\n\n</a>one</pre>", 1, 1, 0, 3, 0},
    {"<pre>one<a href=x>\n\n</a></pre>", 1, 1, 0, 3, 0},
    {"<pre>one\n<a href=x>two</a>\n\n<a href=x>three \n \n</a></pre>", 2, 3, 2, 14, 8},
};

START_TEST(links_are_counted) {
    OWN_ARENA();
    pith__page page = page_of(link_cases[_i].html);
    ck_assert_uint_ge(page.block_count, 1);
    const pith__block *block = &page.blocks[0];
    ck_assert_uint_eq(block->links, link_cases[_i].links);
    ck_assert_uint_eq(block->weight, link_cases[_i].weight);
    ck_assert_uint_eq(block->link_weight, link_cases[_i].link_weight);
    ck_assert_uint_eq(block->characters, link_cases[_i].characters);
    ck_assert_uint_eq(block->link_characters, link_cases[_i].link_characters);
}
END_TEST

START_TEST(line_breaks_are_counted) {
    OWN_ARENA();
    pith__page page = page_of("<p>a<br>b<br>c</p><p>d</p><table><tr><td>e<p>f</p><td>g</table>");
    static const unsigned breaks[] = {2, 0, 0};
    ck_assert_uint_eq(page.block_count, COUNT(breaks));
    for (uint32_t i = 0; i < page.block_count; i++)
        ck_assert_uint_eq(page.blocks[i].line_breaks, breaks[i]);
}
END_TEST

/* ---- Runs ------------------------------------------------------------------------------------ */

static pith__block finish(
    const char *const *texts, size_t count, bool preformatted, size_t maximum, bool whole) {
    pith__runs runs = {0};
    for (size_t i = 0; i < count; i++) {
        char sign = texts[i][0];
        pith__runs_add(&arena, &runs,
            (pith__run){.kind = sign == '/'   ? PITH_RUN_BREAK
                                : sign == '~' ? PITH_RUN_CELL
                                : sign == '^' ? PITH_RUN_BORDER
                                              : PITH_RUN_TEXT,
                .text = pith__str_of(texts[i])});
    }
    pith__block block = {0};
    ck_assert_int_eq(pith__runs_finish(&arena, &runs, preformatted, maximum, &block), whole);
    return block;
}

static const struct {
    const char *runs[8];
    bool preformatted;
    const char *text;
} run_cases[] = {
    {{NULL}, false, ""},
    {{"a", " ", "b"}, false, "a b"},
    {{"a", " ", "/", " ", "b"}, false, "a\nb"}, /* The strongest gap counts. */
    {{"a", "/", "~", "/", "b"}, false, "a\tb"},
    {{"a", "^", "~", "b"}, false, "a\tb"},
    {{"a", "^", "b", "^"}, false, "a\nb"},
    {{"/", "~", "^", "a", "/", "~"}, false, "a"}, /* None at the ends. */
    {{"a", "/", "^", "b"}, true, "a\nb"},
    {{"^", "a", "^", "^", "b"}, true, "a\nb"},
    {{"a", "/", "/", "b"}, true, "a\n\nb"},
    {{"  a", " b  "}, true, "  a b"},
};

START_TEST(runs_are_put_together) {
    OWN_ARENA();
    size_t count = 0;
    while (count < 8 && run_cases[_i].runs[count] != NULL)
        count++;
    pith__block block = finish(run_cases[_i].runs, count, run_cases[_i].preformatted, 1000, true);
    ck_assert_uint_eq(block.text.length, strlen(run_cases[_i].text));
    ck_assert_int_eq(memcmp(block.text.length == 0 ? "" : block.text.data, run_cases[_i].text,
                         block.text.length),
        0);
}
END_TEST

START_TEST(a_text_is_cut_between_characters) {
    OWN_ARENA();
    static const char *const texts[] = {"a\xC3\xA9 ", "\xE6\x96\x87\xF0\x9F\x98\x80", "b"};
    static const size_t lengths[] = {0, 1, 1, 3, 4, 4, 4, 7, 7, 7, 7, 11, 12, 12};
    for (int preformatted = 0; preformatted < 2; preformatted++) {
        for (size_t maximum = 0; maximum < COUNT(lengths); maximum++) {
            pith__block block =
                finish(texts, COUNT(texts), preformatted != 0, maximum, maximum >= 12);
            ck_assert(pith__utf8_valid(block.text));
            ck_assert_uint_eq(
                pith__str_trim(block.text).length, lengths[maximum] == 4 ? 3 : lengths[maximum]);
        }
    }
}
END_TEST

/* ---- Hidden elements, images, noscript ------------------------------------------------------- */

enum {
    BY_ATTRIBUTE = PITH_HIDDEN_ATTRIBUTE,
    BY_STYLE = PITH_HIDDEN_STYLE,
    BY_ARIA = PITH_HIDDEN_ARIA
};

static const struct {
    const char *html;
    int hidden; /* Of the element that the last block stands in. */
} hidden_cases[] = {
    {"<p>a", 0},
    {"<p hidden>a", BY_ATTRIBUTE},
    {"<p hidden=hidden>a", BY_ATTRIBUTE},
    {"<p aria-hidden=true>a", BY_ARIA},
    {"<p aria-hidden=TRUE>a", BY_ARIA},
    {"<p aria-hidden=false>a", 0},
    {"<p aria-hidden>a", 0},
    {"<p style='display:none'>a", BY_STYLE},
    {"<p style='DISPLAY : NONE'>a", BY_STYLE},
    {"<p style='color:red; display: none !important;'>a", BY_STYLE},
    {"<p style='visibility:hidden'>a", BY_STYLE},
    {"<p style='display:block;visibility: hidden'>a", BY_STYLE},
    {"<p style=';;\n display\n:\nnone'>a", BY_STYLE},
    {"<p style='display:block'>a", 0},
    {"<p style='visibility:visible'>a", 0},
    {"<p style='display:none;display:block'>a", 0}, /* The last one counts. */
    {"<p style='display:block;display:none'>a", BY_STYLE},
    {"<p style='backface-visibility:hidden'>a", 0},
    {"<p style='-webkit-backface-visibility: hidden; color: red'>a", 0},
    {"<p style='--display:none'>a", 0},
    {"<p style='overflow:hidden'>a", 0},
    {"<p style='display'>a", 0},
    {"<p style='display:'>a", 0},
    {"<p style=''>a", 0},
    {"<p style>a", 0},
    {"<div hidden><p>a", BY_ATTRIBUTE},
    {"<div hidden><p aria-hidden=true><b style='display:none'>a",
        BY_ATTRIBUTE | BY_STYLE | BY_ARIA},
    {"<div hidden></div><p>a", 0},
    {"<body hidden><p>a", BY_ATTRIBUTE},
};

START_TEST(hidden_elements_are_marked) {
    OWN_ARENA();
    pith__page page = page_of(hidden_cases[_i].html);
    ck_assert_uint_eq(page.block_count, 1);
    ck_assert_int_eq(page.elements[page.blocks[0].element].hidden, hidden_cases[_i].hidden);
}
END_TEST

START_TEST(images_are_counted) {
    OWN_ARENA();
    pith__page page = page_of("<div><img><p>a<img><a href=x><img></a><img></p></div>");
    static const unsigned images[] = {0, 1, 2, 1}; /* body, div, p, a */
    ck_assert_uint_eq(page.element_count, COUNT(images));
    for (uint32_t e = 0; e < page.element_count; e++)
        ck_assert_uint_eq(page.elements[e].images, images[e]);
}
END_TEST

START_TEST(noscript_is_used_where_there_is_nothing_else) {
    OWN_ARENA();
    const char *words = repeat("word ", 100, "");
    char html[4096];
    snprintf(html, sizeof html, "<body><p>shell</p><noscript><p>%s</p></noscript>", words);
    ck_assert_uint_eq(page_of(html).block_count, 2);
    /* It is not a good deal longer than what the page shows. */
    snprintf(html, sizeof html, "<body><p>%s</p><noscript><p>%s</p></noscript>", words, words);
    ck_assert_uint_eq(page_of(html).block_count, 2);
    snprintf(html, sizeof html, "<body><p>%s</p><noscript><p>%.400s</p></noscript>", words, words);
    ck_assert_uint_eq(page_of(html).block_count, 1);
    /* The page has text enough. */
    snprintf(html, sizeof html, "<body><p>%s%s%s</p><noscript><p>%s%s%s</p></noscript>", words,
        words, words, words, words, words);
    ck_assert_uint_eq(page_of(html).block_count, 1);
    /* Only a notice. */
    check_blocks("<body><p>shell</p><noscript>Turn on scripts.</noscript>", "p:shell");
    check_blocks("<body><noscript><img></noscript>", "");
}
END_TEST

START_TEST(declared_shadow_roots_are_used_where_there_is_nothing_else) {
    OWN_ARENA();
    const char *words = repeat("word ", 100, "");
    char html[4096];
    snprintf(html, sizeof html,
        "<body><my-page><template shadowrootmode=open><style>x</style><p>%s</p></template>"
        "<p>light</p></my-page>",
        words);
    ck_assert_uint_eq(page_of(html).block_count, 2);
    snprintf(html, sizeof html, "<body><template><p>%s</p></template><p>light</p>", words);
    ck_assert_uint_eq(page_of(html).block_count, 1);
}
END_TEST

/* ---- Embedded data --------------------------------------------------------------------------- */

static const struct {
    const char *html, *markup; /* White space between elements is left out. */
} embedded_cases[] = {
    {"<p>a", ""},
    /* Texts of eight words, in elements named for their keys; numbers, names and addresses are
       none. */
    {"<script type='application/json'>{\"props\":{\"id\":7,\"name\":\"Ann\",\"body\":\"The ferry "
     "to the "
     "island runs again from May on.\",\"at\":\"https://example.org/a b c d e f g h\"}}</script>",
        "<div class=\"\"><div class=\"props\"><div class=\"body\"><p>The ferry to the island runs "
        "again "
        "from May on.</p></div></div></div>"},
    /* Markup is taken over, lines are paragraphs, signs are escaped. */
    {"<script type=application/json>[{\"html\":\"<p>One</p><p>Two</p>\"},"
     "\"a b c d e f g <h> & \\ni j\"]</script>",
        "<div class=\"\"><div class=\"\"><div class=\"html\"><p>One</p><p>Two</p></div></div><div "
        "class=\"\"><p>a b c d e f g &lt;h> &amp; </p><p>i j</p></div></div>"},
    /* JSON in a string of JSON, in an attribute. */
    {"<div data-preloaded='{\"topic\":\"{\\\"posts\\\":[{\\\"cooked\\\":\\\"&lt;p>Hello "
     "there&lt;/p>\\\"}]}\"}'>",
        "<div class=\"\"><div class=\"topic\"><div class=\"posts\"><div class=\"posts\"><div "
        "class=\"cooked\"><p>Hello there</p></div></div></div></div></div>"},
    /* Of JSON-LD only what is the text of a work. */
    {"<script type='application/ld+json'>{\"description\":\"What this is all about in a few more "
     "words.\",\"articleBody\":\"The ferry to the island runs again from May on.\"}</script>",
        "<div class=\"\"><div class=\"articleBody\"><p>The ferry to the island runs again from May "
        "on.</p></div></div>"},
    /* Scripts are not data, and broken data is none. */
    {"<script>var a = \"The ferry to the island runs again from May on.\"</script>", ""},
    {"<script type='application/json'>{\"a\": \"The ferry to the island runs again from May on.",
        ""},
};

START_TEST(data_of_scripts_becomes_markup) {
    OWN_ARENA();
    pith__str markup = pith__embedded_markup(&arena, parse(embedded_cases[_i].html));
    pith__buffer tight;
    pith__buffer_init(&tight, &arena, SIZE_MAX);
    for (size_t i = 0; i < markup.length; i++) {
        if (markup.data[i] != '\n')
            pith__buffer_add_byte(&tight, markup.data[i]);
    }
    ck_assert_str_eq(pith__buffer_text(&tight), embedded_cases[_i].markup);
}
END_TEST

START_TEST(data_of_scripts_may_be_nested_deeply) {
    OWN_ARENA();
    const char *tail = repeat("]", 1000, "</script>");
    const char *html = pith__str_copy(&arena, pith__str_of(repeat("[", 1000, tail)));
    pith__buffer page;
    pith__buffer_init(&page, &arena, SIZE_MAX);
    pith__buffer_add_str(&page, PITH_STR("<script type='application/json'>"));
    pith__buffer_add_str(&page, pith__str_of(html));
    ck_assert_uint_eq(pith__embedded_markup(&arena, parse(pith__buffer_text(&page))).length, 0);
}
END_TEST

/* ---- Limits ---------------------------------------------------------------------------------- */

START_TEST(blocks_are_cut_at_their_limit) {
    OWN_ARENA();
    pith_options options = pith_options_default();
    static const struct {
        size_t maximum;
        const char *blocks;
        bool truncated;
    } cases[] = {{0, "", true}, {1, "p:a", true}, {2, "p:a|p:b", false}, {3, "p:a|p:b", false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        options.max_blocks = cases[i].maximum;
        pith__page page = page_with("<p>a<p>b<p> ", options);
        ck_assert_str_eq(blocks_of(&page), cases[i].blocks);
        ck_assert_int_eq(page.truncated, cases[i].truncated);
    }
}
END_TEST

START_TEST(a_view_that_was_cut_can_be_walked) {
    OWN_ARENA();
    pith_options options = pith_options_default();
    const char *html = "<div>a<p>b<b>c</b></p><ul><li>d</ul><table><tr><td>e<td>f</table></div>";
    for (options.max_elements = 0; options.max_elements < 25; options.max_elements++)
        for (options.max_depth = 0; options.max_depth < 9; options.max_depth++)
            page_with(html, options);
}
END_TEST

/* Each takes long if something grows with the square of it. */
static const struct {
    const char *part;
    size_t count;
} hostile_cases[] = {
    {"<span>a", 30000},
    {"<p>a", 50000},
    {"<br>", 100000},
    {"a<br>", 100000},
    {"<a href=x>a</a>", 50000},
    {"<ul><li>a", 2000},
    {"<table><tr><td>a<td>", 1000},
    {"<table><tr><td>a<td>b</table>", 10000},
    {"<td>", 100000},
    {"&#x301;", 100000},
    {"<p style='display:", 50000},
    {"<i>e</i><b>&#x301;</b>", 20000},
};

START_TEST(hostile_pages_end) {
    OWN_ARENA();
    page_of(repeat(hostile_cases[_i].part, hostile_cases[_i].count, ""));
}
END_TEST

static Suite *suite(void) {
    Suite *html = suite_create("html");
    TCase *dom = tcase_create("dom");
    tcase_add_checked_fixture(dom, begin, end);
    tcase_set_timeout(dom, 120);
    tcase_add_loop_test(dom, dom_has_the_shape_of_the_page, 0, COUNT(shape_cases));
    tcase_add_test(dom, dom_attributes);
    tcase_add_test(dom, dom_text_content);
    tcase_add_test(dom, dom_keeps_data_of_scripts);
    tcase_add_test(dom, dom_is_cut_at_its_limits);
    tcase_add_test(dom, dom_is_not_recursive);
    tcase_add_loop_test(dom, tags_have_flags, 0, COUNT(tag_cases));
    tcase_add_test(dom, headings_have_levels);
    suite_add_tcase(html, dom);

    TCase *blocks = tcase_create("blocks");
    tcase_add_checked_fixture(blocks, begin, end);
    tcase_add_loop_test(blocks, elements_part_text_or_do_not, 0, COUNT(element_cases));
    tcase_add_loop_test(blocks, pages_become_blocks, 0, COUNT(block_cases));
    tcase_add_test(blocks, blocks_know_their_elements);
    tcase_add_loop_test(blocks, links_are_counted, 0, COUNT(link_cases));
    tcase_add_test(blocks, line_breaks_are_counted);
    tcase_add_loop_test(blocks, runs_are_put_together, 0, COUNT(run_cases));
    tcase_add_test(blocks, a_text_is_cut_between_characters);
    tcase_add_loop_test(blocks, hidden_elements_are_marked, 0, COUNT(hidden_cases));
    tcase_add_test(blocks, images_are_counted);
    tcase_add_test(blocks, noscript_is_used_where_there_is_nothing_else);
    tcase_add_test(blocks, declared_shadow_roots_are_used_where_there_is_nothing_else);
    suite_add_tcase(html, blocks);

    TCase *limits = tcase_create("limits");
    tcase_add_checked_fixture(limits, begin, end);
    tcase_set_timeout(limits, 120);
    TCase *embedded = tcase_create("embedded");
    tcase_add_checked_fixture(embedded, begin, end);
    suite_add_tcase(html, embedded);
    tcase_add_loop_test(embedded, data_of_scripts_becomes_markup, 0, COUNT(embedded_cases));
    tcase_add_test(embedded, data_of_scripts_may_be_nested_deeply);
    tcase_add_test(limits, blocks_are_cut_at_their_limit);
    tcase_add_test(limits, a_view_that_was_cut_can_be_walked);
    tcase_add_loop_test(limits, hostile_pages_end, 0, COUNT(hostile_cases));
    suite_add_tcase(html, limits);
    return html;
}

int main(void) {
    return run_suite(suite());
}
