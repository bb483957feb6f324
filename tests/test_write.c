/* test_write.c - src/write: text, Markdown and JSON of an article, and the public writer calls. */
#include <check.h>
#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "pith.h"
#include "structure/structure.h"
#include "write/write.h"

#include "fixture.h"

static pith_error error;

/* ---- Articles by hand ------------------------------------------------------------------------ */

#define KEPT(kind_, level_, ordered_, text_)                                                       \
    {                                                                                              \
        .kind = PITH_BLOCK_##kind_, .level = level_, .ordered = ordered_, .kept = true,            \
        .text = text_, .length = sizeof(text_) - 1                                                 \
    }
#define P(text) KEPT(PARAGRAPH, 0, false, text)
#define H(level, text) KEPT(HEADING, level, false, text)
#define LI(level, text) KEPT(LIST_ITEM, level, false, text)
#define OL(level, text) KEPT(LIST_ITEM, level, true, text)
#define TR(text) KEPT(TABLE_ROW, 0, false, text)
#define PRE(text) KEPT(PREFORMATTED, 0, false, text)
#define Q(text) KEPT(QUOTE, 0, false, text)
#define C(text) KEPT(CAPTION, 0, false, text)
#define DROPPED(reason_, text_)                                                                    \
    { .reason = PITH_REASON_##reason_, .text = text_, .length = sizeof(text_) - 1 }

enum { MOST_BLOCKS = 12 };

static size_t count_blocks(const pith_block *blocks) {
    size_t count = 0;
    while (count < MOST_BLOCKS && blocks[count].text != NULL)
        count++;
    return count;
}

/* An article of these blocks, in containers by their kinds and levels, as those of dumps are. */
static pith_article article_of(const pith_block *blocks, size_t count, const char *title) {
    pith__page page = {.arena = &arena};
    pith__structure structure = {.page = &page, .arena = &arena, .block_count = count};
    structure.blocks = pith__arena_array(&arena, count, sizeof *blocks);
    if (count > 0)
        memcpy(structure.blocks, blocks, count * sizeof *blocks);
    pith__structure_by_levels(&structure);
    return (pith_article){.metadata = {.title = title},
        .blocks = structure.blocks,
        .block_count = count,
        .containers = structure.containers,
        .container_count = structure.container_count};
}

static const char *write_text(const pith_article *article, pith__part part) {
    pith__style style = pith__style_of(PITH_FORMAT_TEXT, NULL);
    pith__buffer output;
    pith__buffer_init(&output, &arena, SIZE_MAX);
    pith__write_text(&output, article, &style, part);
    return pith__buffer_text(&output);
}

static const char *write_markdown(const pith_article *article) {
    pith__style style = pith__style_of(PITH_FORMAT_MARKDOWN, NULL);
    pith__buffer output;
    pith__buffer_init(&output, &arena, SIZE_MAX);
    pith__write_markdown(&output, article, &style);
    return pith__buffer_text(&output);
}

static const char *text_of_blocks(const pith_block *blocks) {
    pith_article article = article_of(blocks, count_blocks(blocks), NULL);
    return write_text(&article, PITH_PART_BODY);
}

static const char *comments_of_blocks(const pith_block *blocks) {
    pith_article article = article_of(blocks, count_blocks(blocks), NULL);
    return write_text(&article, PITH_PART_COMMENTS);
}

static const char *markdown_of_blocks(const pith_block *blocks, const char *title) {
    pith_article article = article_of(blocks, count_blocks(blocks), title);
    return write_markdown(&article);
}

/* ---- Text and Markdown side by side ---------------------------------------------------------- */

static const struct {
    pith_block blocks[MOST_BLOCKS];
    const char *text, *markdown;
} block_cases[] = {
    {{{0}}, "", ""},
    {{DROPPED(SHORT, "x")}, "", ""},
    {{P("a")}, "a", "a\n"},
    {{P("a"), P("b")}, "a\n\nb", "a\n\nb\n"},
    {{P("a"), DROPPED(SHARE, "x"), P("b"), DROPPED(FOOTER, "y")}, "a\n\nb", "a\n\nb\n"},
    {{DROPPED(SHARE, "x"), P("a")}, "a", "a\n"},
    {{P("a\nb")}, "a\nb", "a\\\nb\n"},
    {{P("a  \n  b ")}, "a\n  b", "a\\\nb\n"},
    {{C("a"), P("b")}, "a\n\nb", "a\n\nb\n"},
    /* Headings: the title is the only one of level one. */
    {{H(1, "a"), H(2, "b"), H(6, "c"), P("d")}, "a\n\nb\n\nc\n\nd",
        "## a\n\n## b\n\n###### c\n\nd\n"},
    {{H(3, "a\nb #")}, "a\nb #", "### a b \\#\n"},
    /* Lists: close together, nested, numbered. */
    {{P("a"), LI(1, "b"), LI(1, "c"), P("d")}, "a\n\n- b\n- c\n\nd", "a\n\n- b\n- c\n\nd\n"},
    {{LI(1, "a"), LI(2, "b"), LI(3, "c"), LI(1, "d")}, "- a\n  - b\n    - c\n- d",
        "- a\n  - b\n    - c\n- d\n"},
    {{OL(1, "a"), OL(1, "b"), OL(1, "c")}, "1. a\n2. b\n3. c", "1. a\n2. b\n3. c\n"},
    {{OL(1, "a"), OL(2, "b"), OL(2, "c"), OL(1, "d"), OL(2, "e")},
        "1. a\n  1. b\n  2. c\n2. d\n  1. e", "1. a\n   1. b\n   2. c\n2. d\n   1. e\n"},
    {{OL(1, "a"), LI(2, "b"), OL(1, "c")}, "1. a\n  - b\n2. c", "1. a\n   - b\n2. c\n"},
    {{OL(1, "a"), P("b"), OL(1, "c")}, "1. a\n\nb\n\n1. c", "1. a\n\nb\n\n1. c\n"},
    {{LI(0, "a"), LI(-1, "b")}, "- a\n- b", "- a\n- b\n"},
    /* An item of several lines goes on under its text. */
    {{LI(1, "a\nb"), LI(2, "c\n\nd"), OL(1, "e\nf")}, "- a\n  b\n  - c\n\n    d\n1. e\n   f",
        "- a\\\n  b\n  - c\\\n    d\n\n1. e\\\n   f\n"},
    /* In Markdown an item whose parents were dropped is not indented as far as code. */
    {{LI(4, "a"), LI(4, "b"), LI(6, "c"), LI(5, "d"), LI(2, "e"), LI(3, "f")},
        "      - a\n      - b\n          - c\n        - d\n  - e\n    - f",
        "- a\n- b\n  - c\n  - d\n- e\n  - f\n"},
    {{LI(1, "a"), LI(3, "b"), P("c"), LI(2, "d")}, "- a\n    - b\n\nc\n\n  - d",
        "- a\n  - b\n\nc\n\n- d\n"},
    {{LI(8, "a"), LI(9, "b"), LI(200, "c")},
        "              - a\n              - b\n              - c", "- a\n  - b\n    - c\n"},
    {{LI(1, "a"), LI(2, "b"), LI(3, "c"), LI(4, "d"), LI(5, "e"), LI(6, "f"), LI(7, "g"),
         LI(8, "h"), LI(9, "i"), LI(10, "j"), LI(2, "k")},
        "- a\n  - b\n    - c\n      - d\n        - e\n          - f\n            - g\n"
        "              - h\n              - i\n              - j\n  - k",
        "- a\n  - b\n    - c\n      - d\n        - e\n          - f\n            - g\n"
        "              - h\n              - i\n              - j\n  - k\n"},
    /* Tables. */
    {{TR("a\tb"), TR("c\td"), P("e")}, "a\tb\nc\td\n\ne",
        "| a | b |\n| --- | --- |\n| c | d |\n\ne\n"},
    {{TR("a"), P("b"), TR("c")}, "a\n\nb\n\nc", "| a |\n| --- |\n\nb\n\n| c |\n| --- |\n"},
    {{TR("a|b\tc\nd\te\\\t")}, "a|b\tc d\te\\",
        "| a\\|b | c<br>d | e\\\\ |  |\n| --- | --- | --- | --- |\n"},
    {{LI(1, "a"), TR("b")}, "- a\n\nb", "- a\n\n| b |\n| --- |\n"},
    /* Preformatted text: the fence is longer than any run of backticks in it. */
    {{PRE("  a\n\n\tb *c*")}, "  a\n\n\tb *c*", "```\n  a\n\n\tb *c*\n```\n"},
    {{PRE("a ``` b")}, "a ``` b", "````\na ``` b\n````\n"},
    {{PRE("`````")}, "`````", "``````\n`````\n``````\n"},
    {{PRE("a  \nb\t\n  \nc")}, "a\nb\n\nc", "```\na  \nb\t\n  \nc\n```\n"},
    {{PRE("a"), PRE("b")}, "a\n\nb", "```\na\n```\n\n```\nb\n```\n"},
    /* Quotes. */
    {{Q("a"), Q("b\nc"), P("d")}, "a\n\nb\nc\n\nd", "> a\n>\n> b\\\n> c\n\nd\n"},
};

START_TEST(blocks_are_written) {
    OWN_ARENA();
    ck_assert_str_eq(text_of_blocks(block_cases[_i].blocks), block_cases[_i].text);
    ck_assert_str_eq(markdown_of_blocks(block_cases[_i].blocks, NULL), block_cases[_i].markdown);
}
END_TEST

START_TEST(many_items_are_numbered) {
    OWN_ARENA();
    static const pith_block item = OL(1, "a");
    enum { ITEMS = 1234 };
    pith_block *blocks = pith__arena_array(&arena, ITEMS, sizeof *blocks);
    for (size_t i = 0; i < ITEMS; i++)
        blocks[i] = item;
    pith_article article = article_of(blocks, ITEMS, NULL);
    const char *text = write_text(&article, PITH_PART_BODY);
    ck_assert_ptr_nonnull(strstr(text, "\n9. a\n10. a\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n1233. a\n1234. a"));
}
END_TEST

START_TEST(comments_are_written) {
    OWN_ARENA();
    static const pith_block blocks[MOST_BLOCKS] = {
        P("a"), DROPPED(COMMENTS, "b"), P("c"), DROPPED(SHARE, "x"), DROPPED(COMMENTS, "d")};
    ck_assert_str_eq(comments_of_blocks(blocks), "b\n\nd");
    ck_assert_str_eq(text_of_blocks(blocks), "a\n\nc");
    static const pith_block none[MOST_BLOCKS] = {P("a")};
    ck_assert_str_eq(comments_of_blocks(none), "");
}
END_TEST

START_TEST(markdown_is_headed_by_the_title) {
    OWN_ARENA();
    static const pith_block none[MOST_BLOCKS] = {{0}}, some[MOST_BLOCKS] = {P("a")};
    ck_assert_str_eq(markdown_of_blocks(some, "T *x* #1"), "# T \\*x\\* \\#1\n\na\n");
    ck_assert_str_eq(markdown_of_blocks(some, ""), "a\n");
    ck_assert_str_eq(markdown_of_blocks(none, "T"), "# T\n");
    ck_assert_str_eq(markdown_of_blocks(none, NULL), "");
}
END_TEST

/* ---- Markdown: text must not become markup --------------------------------------------------- */

static const struct {
    const char *text, *markdown; /* As a paragraph. */
} escape_cases[] = {
    {"a b", "a b"},
    {"*a*", "\\*a\\*"},
    {"**a**", "\\*\\*a\\*\\*"},
    {"a * b", "a \\* b"},
    {"_a_", "\\_a\\_"},
    {"__a__", "\\_\\_a\\_\\_"},
    {"a_b_c", "a_b_c"},
    {"a_ b", "a\\_ b"},
    {"a._b", "a.\\_b"},
    {"_", "\\_"},
    {"`a`", "\\`a\\`"},
    {"``", "\\`\\`"},
    {"[a](b)", "\\[a\\](b)"},
    {"![a](b)", "!\\[a\\](b)"},
    {"[a]", "\\[a\\]"},
    {"[a]: b", "\\[a\\]: b"},
    {"[^1]: b", "\\[^1\\]: b"},
    {"[ ] a", "\\[ \\] a"},
    {"<b>", "\\<b>"},
    {"a </b> c", "a \\</b> c"},
    {"<https://a.b>", "\\<https://a.b>"},
    {"<c@a.b>", "\\<c@a.b>"},
    {"<!-- a -->", "\\<!-- a -->"},
    {"<?a?>", "\\<?a?>"},
    {"a < b", "a < b"},
    {"a<", "a<"},
    {"<", "<"},
    {"&amp;", "\\&amp;"},
    {"&#65;", "\\&#65;"},
    {"a &b", "a \\&b"},
    {"a & b", "a & b"},
    {"&", "&"},
    {"\\", "\\\\"},
    {"\\*", "\\\\\\*"},
    {"a\\", "a\\\\"},
    {"a\\b", "a\\\\b"},
    {"# a", "\\# a"},
    {"## a", "\\## a"},
    {"#a", "\\#a"},
    {"#", "\\#"},
    {"a # b #", "a # b #"},
    {"- a", "\\- a"},
    {"-", "\\-"},
    {"---", "\\---"},
    {"- - -", "\\- - -"},
    {"* a", "\\* a"},
    {"***", "\\*\\*\\*"},
    {"+ a", "\\+ a"},
    {"+1", "\\+1"},
    {"-5", "\\-5"},
    {"> a", "\\> a"},
    {">a", "\\>a"},
    {"a > b", "a > b"},
    {"1. a", "1\\. a"},
    {"1) a", "1\\) a"},
    {"2024. A", "2024\\. A"},
    {"1.", "1\\."},
    {"1.5 a", "1\\.5 a"},
    {"123456789. a", "123456789\\. a"},
    {"1234567890. a", "1234567890. a"},
    {"(1) a", "(1) a"},
    {"===", "\\==="},
    {"=", "\\="},
    {"a = b", "a = b"},
    {"~~~", "\\~\\~\\~"},
    {"~~a~~", "\\~\\~a\\~\\~"},
    {"```a", "\\`\\`\\`a"},
    {"| a | b |", "\\| a | b |"},
    {"a | b", "a | b"},
    {"a\n--- | ---", "a\\\n\\--- | ---"},
    {"$a$ %b ^c {d} \"e\" 'f' !g @h :i", "$a$ %b ^c {d} \"e\" 'f' !g @h :i"},
    {"https://a.b/c_d*e", "https://a.b/c_d\\*e"},
    {"\xC3\xA9_\xC3\xA9_", "\xC3\xA9\\_\xC3\xA9\\_"},
    {"\xE6\x96\x87*\xE5\xAD\x97*", "\xE6\x96\x87\\*\xE5\xAD\x97\\*"},
    {"a\nb", "a\\\nb"},
    {"a\n# b", "a\\\n\\# b"},
    {"a\n===", "a\\\n\\==="},
    {"a\n---", "a\\\n\\---"},
    {"a\n- b", "a\\\n\\- b"},
    {"a\n1. b", "a\\\n1\\. b"},
    {"a\n> b", "a\\\n\\> b"},
    {"a\n<b>", "a\\\n\\<b>"},
    {"a\\\nb", "a\\\\\\\nb"},
    {"a\n```\nb", "a\\\n\\`\\`\\`\\\nb"},
};

START_TEST(markdown_escapes) {
    OWN_ARENA();
    const char *text = escape_cases[_i].text;
    pith_block blocks[MOST_BLOCKS] = {
        {.kept = true, .kind = PITH_BLOCK_PARAGRAPH, .text = text, .length = strlen(text)}};
    const char *found = markdown_of_blocks(blocks, NULL);
    char expected[200];
    snprintf(expected, sizeof expected, "%s\n", escape_cases[_i].markdown);
    ck_assert_str_eq(found, expected);
}
END_TEST

/* What the program cmark makes of Markdown, as XML; NULL when it is not here. */
static const char *parse_markdown(const char *markdown) {
    char path[] = P_tmpdir "/markdown-XXXXXX";
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(write(descriptor, markdown, strlen(markdown)), (ssize_t)strlen(markdown));
    close(descriptor);
    char command[200];
    snprintf(command, sizeof command, "cmark -t xml %s 2>/dev/null", path);
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    pith__buffer xml;
    pith__buffer_init(&xml, &arena, SIZE_MAX);
    char chunk[1024];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        pith__buffer_add(&xml, chunk, got);
    int status = pclose(pipe);
    unlink(path);
    return status == 0 ? pith__buffer_text(&xml) : NULL;
}

/* The text nodes of cmark's XML with its line breaks; a node of another kind is named in '<>'. */
static const char *text_of_xml(const char *xml) {
    static const char *const blocks[] = {
        "document", "paragraph", "heading", "block_quote", "list", "item", "/", "?", "!", "text"};
    static const char *const entities[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}};
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    for (const char *tag = strchr(xml, '<'); tag != NULL; tag = strchr(tag + 1, '<')) {
        bool known = false;
        for (size_t i = 0; i < COUNT(blocks); i++)
            known = known || strncmp(tag + 1, blocks[i], strlen(blocks[i])) == 0;
        if (strncmp(tag, "<linebreak", 10) == 0)
            pith__buffer_add_byte(&text, '\n');
        else if (!known)
            pith__buffer_add(&text, tag, strcspn(tag, " >"));
        if (strncmp(tag, "<text", 5) != 0)
            continue;
        for (const char *c = strchr(tag, '>') + 1; *c != '<';) {
            size_t i = 0;
            while (i < COUNT(entities) && strncmp(c, entities[i][0], strlen(entities[i][0])) != 0)
                i++;
            pith__buffer_add_byte(&text, i < COUNT(entities) ? entities[i][1][0] : *c);
            c += i < COUNT(entities) ? strlen(entities[i][0]) : 1;
        }
    }
    return pith__buffer_text(&text);
}

static size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    while ((text = strstr(text, part)) != NULL) {
        count++;
        text++;
    }
    return count;
}

static const struct {
    pith_block_kind kind;
    int level;
    const char *element; /* What cmark calls it. */
} parsed_kinds[] = {
    {PITH_BLOCK_PARAGRAPH, 0, "<paragraph>"},
    {PITH_BLOCK_HEADING, 3, "<heading level=\"3\">"},
    {PITH_BLOCK_LIST_ITEM, 5, "<item>"},
    {PITH_BLOCK_QUOTE, 0, "<block_quote>"},
};

START_TEST(markdown_is_read_back_as_the_text) {
    OWN_ARENA();
    if (parse_markdown("") == NULL) {
        fprintf(stderr, "cmark is not here: its reading of our Markdown is not tested\n");
        return;
    }
    for (size_t i = 0; i < COUNT(escape_cases); i++) {
        char text[200];
        strcpy(text, escape_cases[i].text);
        for (char *c = text; *c != '\0' && parsed_kinds[_i].kind == PITH_BLOCK_HEADING; c++)
            *c = *c == '\n' ? ' ' : *c;
        pith_block blocks[MOST_BLOCKS] = {{.kept = true,
            .kind = parsed_kinds[_i].kind,
            .level = parsed_kinds[_i].level,
            .text = text,
            .length = strlen(text)}};
        const char *xml = parse_markdown(markdown_of_blocks(blocks, NULL));
        ck_assert_ptr_nonnull(xml);
        ck_assert_msg(strcmp(text_of_xml(xml), text) == 0, "'%s' was read as %s", text, xml);
        ck_assert_uint_eq(count_of(xml, parsed_kinds[_i].element), 1);
        ck_assert_uint_eq(count_of(xml, "<paragraph>") + count_of(xml, "<heading"), 1);
    }
}
END_TEST

START_TEST(markdown_lists_are_read_back_as_lists) {
    OWN_ARENA();
    static const pith_block blocks[MOST_BLOCKS] = {LI(3, "a"), LI(5, "b"), OL(6, "c"), OL(6, "d"),
        LI(3, "e"), P("f"), LI(4, "g"), PRE("```\n    h"), LI(1, "i")};
    const char *xml = parse_markdown(markdown_of_blocks(blocks, NULL));
    if (xml == NULL)
        return;
    ck_assert_uint_eq(count_of(xml, "<item>"), 7);
    ck_assert_uint_eq(count_of(xml, "<list type=\"bullet\""), 4);
    ck_assert_uint_eq(count_of(xml, "<list type=\"ordered\""), 1);
    ck_assert_uint_eq(count_of(xml, "<code_block"), 1);
    ck_assert_uint_eq(count_of(xml, "<paragraph>"), 8);
    ck_assert_ptr_nonnull(strstr(xml, ">```\n    h\n</code_block>"));
}
END_TEST

/* ---- JSON ------------------------------------------------------------------------------------ */

static const pith_article full_article = {
    .metadata = {.title = "T \"t\"",
        .author = "A; B",
        .date = "2024-05-06",
        .modified = "2024-05-07T08:09:10Z",
        .sitename = "S",
        .hostname = "example.org",
        .url = "https://example.org/a",
        .description = "D",
        .categories = "c1; c2",
        .tags = "t1",
        .language = "en",
        .image = "https://example.org/i.png",
        .license = "L",
        .pagetype = "article"},
    .text = "a\n\tb \\ \xC3\xA9\xF0\x9F\x98\x80\x7F/",
    .text_length = 15,
    .comments = "c",
    .comments_length = 1,
    .dropped = {[PITH_REASON_SHORT] = 3, [PITH_REASON_OUTSIDE] = 12},
    .truncated = true,
    .confidence = 0.98765,
};

#define FULL                                                                                       \
    "\"url\":\"https://example.org/a\",\"title\":\"T \\\"t\\\"\",\"author\":\"A; B\","             \
    "\"date\":\"2024-05-06\",\"modified\":\"2024-05-07T08:09:10Z\",\"sitename\":\"S\","            \
    "\"hostname\":\"example.org\",\"description\":\"D\",\"categories\":[\"c1\",\"c2\"],"           \
    "\"tags\":[\"t1\"],\"language\":\"en\",\"image\":\"https://example.org/i.png\","               \
    "\"license\":\"L\",\"pagetype\":\"article\","                                                  \
    "\"text\":\"a\\n\\tb \\\\ \xC3\xA9\xF0\x9F\x98\x80\x7F/\",\"comments\":\"c\","                 \
    "\"confidence\":0.988,\"dropped\":{\"outside\":12,\"short\":3},\"truncated\":true,"            \
    "\"error\":null"
#define NOTHING_KNOWN                                                                              \
    "\"title\":null,\"author\":null,\"date\":null,\"modified\":null,\"sitename\":null,"            \
    "\"hostname\":null,\"description\":null,\"categories\":null,\"tags\":null,"                    \
    "\"language\":null,\"image\":null,\"license\":null,\"pagetype\":null,"
#define EMPTY                                                                                      \
    "\"url\":null," NOTHING_KNOWN "\"text\":\"\",\"comments\":\"\",\"confidence\":0.0,"            \
    "\"dropped\":{},\"truncated\":false,\"error\":null"
#define FAILED(url, message)                                                                       \
    "\"url\":" url "," NOTHING_KNOWN "\"text\":null,\"comments\":null,\"confidence\":null,"        \
    "\"dropped\":null,\"truncated\":null,\"error\":" message

static const pith_article empty_article = {.text = "", .comments = ""};

/* Checks what a call wrote, and frees it. */
#define CHECK_OUTPUT(call, expected)                                                               \
    do {                                                                                           \
        char *output_ = NULL;                                                                      \
        size_t length_ = 99;                                                                       \
        ck_assert_int_eq(call, PITH_OK);                                                           \
        ck_assert_str_eq(output_, expected);                                                       \
        ck_assert_uint_eq(length_, strlen(output_));                                               \
        ck_assert_int_eq(error.status, PITH_OK);                                                   \
        pith_free(output_);                                                                        \
    } while (0)
#define CHECK_JSON(article, options, expected)                                                     \
    CHECK_OUTPUT(pith_write(article, PITH_FORMAT_JSON, options, &output_, &length_, &error),       \
        "{" expected "}")
#define CHECK_FAILURE(url, message, options, expected)                                             \
    CHECK_OUTPUT(                                                                                  \
        pith_write_failure(url, message, options, &output_, &length_, &error), "{" expected "}")

START_TEST(json_has_its_keys_in_order) {
    CHECK_JSON(&full_article, NULL, FULL);
    CHECK_JSON(&empty_article, NULL, EMPTY);
    CHECK_JSON(&empty_article, &(pith_write_options){0}, EMPTY);
    CHECK_JSON(&full_article, &(pith_write_options){.id = "n 1"}, "\"id\":\"n 1\"," FULL);
    CHECK_JSON(&full_article, (&(pith_write_options){.id = "7", .carry = "{\"id\":4,\"x\":1}"}),
        "\"id\":\"7\"," FULL ",\"x\":1");
    CHECK_JSON(&empty_article, &(pith_write_options){.id = ""}, "\"id\":\"\"," EMPTY);
}
END_TEST

START_TEST(json_of_a_failure) {
    CHECK_FAILURE(NULL, "no such file", NULL, FAILED("null", "\"no such file\""));
    CHECK_FAILURE("https://a.b/", "a \"b\"\n",
        (&(pith_write_options){.id = "7", .carry = "{\"x\":1}"}),
        "\"id\":\"7\"," FAILED("\"https://a.b/\"", "\"a \\\"b\\\"\\n\"") ",\"x\":1");
    CHECK_FAILURE(NULL, "", NULL, FAILED("null", "\"\""));
}
END_TEST

/* Names of files and URLs are bytes of any kind; the record is JSON all the same. */
START_TEST(json_mends_what_is_not_utf8) {
    CHECK_FAILURE("a\xFF\xE2\x82z", "\xC3\xA9\xE9", &(pith_write_options){.id = "\x80"},
        "\"id\":\"\xEF\xBF\xBD\"," FAILED(
            "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"", "\"\xC3\xA9\xEF\xBF\xBD\""));
}
END_TEST

static const struct {
    const char *carry, *appended;
} carry_cases[] = {
    {"{}", ""},
    {" \n{ } ", ""},
    {"{\"b\":1,\"a\":[true,null,{\"c\":\"d\"}]}", ",\"b\":1,\"a\":[true,null,{\"c\":\"d\"}]"},
    {"{\"z\":\"\\u00e9\\n\", \"y\": { }}", ",\"z\":\"\\u00e9\\n\", \"y\": { }"}, /* As it is. */
    {"{\"z\": 1,\n \"y\":\r\n 2.5}\n", ",\"z\":1,\"y\":2.5"}, /* But on one line. */
    /* What pith writes itself, and the page that came in, are not carried. */
    {"{\"url\":1,\"x\":2,\"title\":3,\"error\":4,\"dropped\":{}}", ",\"x\":2"},
    {"{\"id\":4}", ",\"id\":4"}, /* pith writes none of its own here. */
    {"{\"html\":\"<p>\",\"text\":\"a\"}", ""},
    {"{\"HTML\":1,\"\":2}", ",\"HTML\":1,\"\":2"},
    /* Numbers keep their value. */
    {"{\"n\":1234567.891,\"i\":9007199254740993,\"m\":-0.5,\"e\":1e300}",
        ",\"n\":1234567.891,\"i\":9007199254740993,\"m\":-0.5,\"e\":1e300"},
    {"{\"url\":1,\"n\":1234567.891,\"i\":9007199254740993}",
        ",\"n\":1234567.8910000001,\"i\":9007199254740993"},
    {"{\"n\":123456789012345678901234567890}", ",\"n\":123456789012345678901234567890"},
    {"{\"n\":\"a\\u0000b\"}", ",\"n\":\"a\\u0000b\""},
};

START_TEST(json_carries_members_through) {
    char expected[2000], *output;
    size_t length;
    snprintf(expected, sizeof expected, "{%s%s}", EMPTY, carry_cases[_i].appended);
    pith_write_options options = {.carry = carry_cases[_i].carry};
    ck_assert_int_eq(
        pith_write(&empty_article, PITH_FORMAT_JSON, &options, &output, &length, NULL), PITH_OK);
    ck_assert_str_eq(output, expected);
    json_t *record =
        json_loads(output, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
    ck_assert_ptr_nonnull(record);
    json_decref(record);
    pith_free(output);
}
END_TEST

static const char *const malformed_carries[] = {"", "{", "[]", "1", "null", "\"a\"", "{\"a\"}",
    "{\"a\":1} x", "{'a':1}", "{\"a\":\"\xFF\"}", "{\"a\":1e999}"};

START_TEST(json_refuses_a_malformed_carry) {
    pith_write_options options = {.carry = malformed_carries[_i], .id = "x"};
    char *output = (char *)&options;
    size_t length = 99;
    ck_assert_int_eq(
        pith_write(&full_article, PITH_FORMAT_JSON, &options, &output, &length, &error),
        PITH_ERROR_USAGE);
    ck_assert_int_eq(error.status, PITH_ERROR_USAGE);
    ck_assert_int_eq(strncmp(error.message, "carry is no JSON object: ", 25), 0);
    ck_assert_ptr_null(output);
    ck_assert_uint_eq(length, 0);
    ck_assert_int_eq(pith_write(&full_article, PITH_FORMAT_JSON, &options, &output, &length, NULL),
        PITH_ERROR_USAGE);
    ck_assert_int_eq(
        pith_write_failure(NULL, "m", &options, &output, &length, NULL), PITH_ERROR_USAGE);
    ck_assert_ptr_null(output);
}
END_TEST

static const struct {
    double confidence;
    const char *written;
} confidence_cases[] = {{0, "0.0"}, {1, "1.0"}, {0.5, "0.5"}, {0.12345, "0.123"}, {0.9996, "1.0"},
    {0.0004, "0.0"}, {1.0 / 3, "0.333"}, {0.001, "0.001"}};

START_TEST(json_confidence_has_three_digits_in_any_locale) {
    static const char *const locales[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8"};
    char expected[64];
    snprintf(expected, sizeof expected, "\"confidence\":%s,", confidence_cases[_i].written);
    for (size_t i = 0; i < COUNT(locales); i++) {
        setlocale(LC_ALL, locales[i]);
        pith_article article = empty_article;
        article.confidence = confidence_cases[_i].confidence;
        char *output;
        size_t length;
        ck_assert_int_eq(
            pith_write(&article, PITH_FORMAT_JSON, NULL, &output, &length, NULL), PITH_OK);
        ck_assert_ptr_nonnull(strstr(output, expected));
        pith_free(output);
    }
    setlocale(LC_ALL, "C");
}
END_TEST

/* ---- The public calls ------------------------------------------------------------------------ */

START_TEST(write_ends_text_with_a_newline) {
    static const pith_block blocks[] = {P("a")};
    pith_article article = {.metadata = {.title = "T"},
        .text = "a\nb",
        .text_length = 3,
        .comments = "c",
        .comments_length = 1,
        .blocks = blocks,
        .block_count = 1};
    CHECK_OUTPUT(
        pith_write(&article, PITH_FORMAT_TEXT, NULL, &output_, &length_, &error), "a\nb\n");
    CHECK_OUTPUT(
        pith_write(&article, PITH_FORMAT_MARKDOWN, NULL, &output_, &length_, &error), "# T\n\na\n");
    CHECK_OUTPUT(
        pith_write(&empty_article, PITH_FORMAT_TEXT, NULL, &output_, &length_, &error), "");
    CHECK_OUTPUT(
        pith_write(&empty_article, PITH_FORMAT_MARKDOWN, NULL, &output_, &length_, &error), "");
}
END_TEST

START_TEST(write_refuses_null) {
    char *output;
    size_t length;
    static const pith_format formats[] = {PITH_FORMAT_TEXT, PITH_FORMAT_MARKDOWN, PITH_FORMAT_JSON};
    for (size_t i = 0; i < COUNT(formats); i++) {
        ck_assert_int_eq(
            pith_write(NULL, formats[i], NULL, &output, &length, &error), PITH_ERROR_USAGE);
        ck_assert_int_eq(
            pith_write(&empty_article, formats[i], NULL, NULL, &length, &error), PITH_ERROR_USAGE);
        ck_assert_int_eq(
            pith_write(&empty_article, formats[i], NULL, &output, NULL, NULL), PITH_ERROR_USAGE);
    }
    ck_assert_str_eq(error.message, pith_status_text(PITH_ERROR_USAGE));
    ck_assert_int_eq(
        pith_write_failure(NULL, NULL, NULL, &output, &length, NULL), PITH_ERROR_USAGE);
    ck_assert_int_eq(pith_write_failure(NULL, "m", NULL, NULL, &length, NULL), PITH_ERROR_USAGE);
    ck_assert_int_eq(pith_write_failure(NULL, "m", NULL, &output, NULL, NULL), PITH_ERROR_USAGE);
    pith_free(NULL);
}
END_TEST

static Suite *suite(void) {
    Suite *write = suite_create("write");
    TCase *blocks = tcase_create("blocks");
    tcase_add_checked_fixture(blocks, begin, end);
    tcase_set_timeout(blocks, 60);
    tcase_add_loop_test(blocks, blocks_are_written, 0, COUNT(block_cases));
    tcase_add_test(blocks, many_items_are_numbered);
    tcase_add_test(blocks, comments_are_written);
    tcase_add_test(blocks, markdown_is_headed_by_the_title);
    tcase_add_loop_test(blocks, markdown_escapes, 0, COUNT(escape_cases));
    tcase_add_loop_test(blocks, markdown_is_read_back_as_the_text, 0, COUNT(parsed_kinds));
    tcase_add_test(blocks, markdown_lists_are_read_back_as_lists);
    suite_add_tcase(write, blocks);

    TCase *json = tcase_create("json");
    tcase_add_test(json, json_has_its_keys_in_order);
    tcase_add_test(json, json_of_a_failure);
    tcase_add_test(json, json_mends_what_is_not_utf8);
    tcase_add_loop_test(json, json_carries_members_through, 0, COUNT(carry_cases));
    tcase_add_loop_test(json, json_refuses_a_malformed_carry, 0, COUNT(malformed_carries));
    tcase_add_loop_test(
        json, json_confidence_has_three_digits_in_any_locale, 0, COUNT(confidence_cases));
    suite_add_tcase(write, json);

    TCase *calls = tcase_create("calls");
    tcase_add_test(calls, write_ends_text_with_a_newline);
    tcase_add_test(calls, write_refuses_null);
    suite_add_tcase(write, calls);
    return write;
}

int main(void) {
    return run_suite(suite());
}
