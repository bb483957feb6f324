/*
 * fuzz_html.c - pages of HTML. The first byte chooses between two ways to read the rest:
 *
 * - even: bytes of a page, extracted with small limits and written in every format;
 * - odd: each byte is a piece of markup from the list below; the page that they make is parsed from
 *   its skeleton and plainly, and must have the same tree and blocks. Random bytes would soon find
 * the differences that are meant to be (docs/architecture.md), so what leads to them is not in the
 * list.
 */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "../same_tree.h"
#include "base/buffer.h"
#include "fuzz.h"

static const char *const pieces[] = {"a", " ", "\n", "b c", "&amp;", "&lt", "&#32;", "&nbsp;",
    "<p>", "</p>", "<p class=a>", "<div>", "</div>", "<div id='b' hidden>", "<span>", "</span>",
    "<b>", "</b>", "<b class=a>", "<i>", "</i>", "<a href=x>", "</a>", "<font size=1>", "</font>",
    "<nobr>", "</nobr>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<tbody>",
    "</tbody>", "<caption>", "</caption>", "<colgroup>", "<col>", "<form>", "</form>",
    "<input type=hidden>", "<input>", "<button>", "</button>", "<ul>", "</ul>", "<li>", "</li>",
    "<dl>", "<dd>", "<dt>", "<h1>", "</h1>", "<h2>", "</h2>", "<pre>", "</pre>", "<pre>\n",
    "<textarea>\n", "</textarea>", "<title>", "</title>", "<xmp>", "</xmp>", "<iframe>",
    "</iframe>", "<br>", "</br>", "<hr>", "<img src=a alt=b>", "<object>", "</object>", "<marquee>",
    "</marquee>", "<html lang=a>", "<body class=b>", "</body>", "</html>", "<!doctype html>",
    "<ruby>", "<rp>", "<rt>", "</ruby>", "<center>", "</center>", "<section>", "</section>",
    "<article>", "</article>", "<my-tag>", "</my-tag>", "<math>", "</math>", "<mi>", "</mi>",
    "<mtext>", "</mtext>", "<math/>", "<![CDATA[d]]>", "<details>", "</details>", "<summary>",
    "<blockquote>", "</blockquote>", "<code>", "</code>", "<em>", "</em>", "<u>", "</u>", "<s>",
    "</s>", "<big>", "</big>", "<", ">", "\"", "'", "&", "/"};

enum { PIECES = sizeof pieces / sizeof *pieces, MOST_PIECES = 400 };

static void check_same_tree(const uint8_t *data, size_t size) {
    static const pith__heuristics *heuristics;
    static pith__arena known;
    static jmp_buf out_of_memory;
    if (setjmp(out_of_memory) != 0)
        return;
    if (heuristics == NULL) {
        pith__arena_init(&known, (size_t)1 << 30, &out_of_memory);
        heuristics = pith__heuristics_load(&known, NULL, NULL);
    }
    pith__arena arena;
    pith__arena_init(&arena, (size_t)1 << 30, &out_of_memory);
    pith__buffer page;
    pith__buffer_init(&page, &arena, SIZE_MAX);
    for (size_t i = 0; i < size && i < MOST_PIECES; i++)
        pith__buffer_add_str(&page, pith__str_of(pieces[data[i] % PIECES]));
    bool bounded = false;
    pith__str html = {pith__buffer_text(&page), page.length};
    const char *difference = same_tree_difference(&arena, heuristics, html, &bounded);
    if (difference != NULL) {
        fprintf(stderr, "%s\n%s\n", html.data, difference);
        abort();
    }
    pith__arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    if (data[0] % 2 == 1) {
        check_same_tree(data + 1, size - 1);
        return 0;
    }
    pith_options options = pith_options_default();
    if ((data[0] & 2) != 0) {
        options.max_depth = 3;
        options.max_elements = 20;
        options.max_blocks = 5;
    }
    pith_input input = {
        .bytes = (const char *)data + 1, .length = size - 1, .kind = PITH_KIND_HTML};
    fuzz_page(&input, &options);
    return 0;
}
