/* test_text.c - src/text: physical lines, hard-wrapped paragraphs, bullets, dumps as blocks. */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "text/blocks.h"
#include "text/lines.h"

#include "fixture.h"

/* ---- Lines ----------------------------------------------------------------------------------- */

/* The lines of a text as "number:blank_before:text|...". */
static const char *lines_of(pith__str text) {
    pith__buffer out;
    pith__buffer_init(&out, &arena, SIZE_MAX);
    pith__line_reader reader = pith__lines_begin(text);
    pith__line line;
    while (pith__lines_next(&reader, &line)) {
        char head[48];
        snprintf(head, sizeof head, "%s%u:%u:", out.length > 0 ? "|" : "", line.number,
            line.blank_before);
        pith__buffer_add_str(&out, pith__str_of(head));
        pith__buffer_add_str(&out, line.text);
    }
    return pith__buffer_text(&out);
}

#define CASE(text, lines)                                                                          \
    { text, sizeof(text) - 1, lines }

static const struct {
    const char *text;
    size_t length;
    const char *lines;
} line_cases[] = {
    CASE("", ""),
    CASE("\n\n \t\n", ""),
    CASE("a", "1:0:a"),
    CASE("a\n", "1:0:a"),
    CASE("a\nb\n\nc", "1:0:a|2:0:b|4:1:c"),
    CASE("a\r\nb\r\n\r\nc\r\n", "1:0:a|2:0:b|4:1:c"),
    CASE("a\rb\r\rc\r", "1:0:a|2:0:b|4:1:c"),
    CASE("a\r\n\rb", "1:0:a|3:1:b"),
    CASE("a\vb\v\vc", "1:0:a|2:0:b|4:1:c"),
    CASE("a\fb", "1:0:a|2:1:b"), /* A page break parts as a blank line does. */
    CASE("a\n\fb", "1:0:a|3:1:b"),
    CASE("a\xC2\x85"
         "b",
        "1:0:a|2:0:b"),
    CASE("a\xE2\x80\xA8"
         "b\xE2\x80\xA9\xE2\x80\xA9"
         "c",
        "1:0:a|2:0:b|4:1:c"),
    CASE("\xC2\xA0 a \xC2\xA0\n\xE3\x80\x80\n b\t", "1:0:a|3:1:b"),
    CASE("a\0b", "1:0:a\0b"),
    CASE("\xE2\x80", "1:0:\xE2\x80"), /* Cut sequences are no newlines. */
    CASE("\xC2", "1:0:\xC2"),
};

START_TEST(lines_end_at_every_newline) {
    OWN_ARENA();
    pith__str text = {line_cases[_i].text, line_cases[_i].length};
    ck_assert_str_eq(lines_of(text), line_cases[_i].lines);
}
END_TEST

static const struct {
    const char *text;
    pith__bullet bullet;
    const char *body;
    uint32_t indent, body_column;
} bullet_cases[] = {
    {"plain", PITH_BULLET_NONE, "plain", 0, 0},
    {"  * item", PITH_BULLET_MARK, "item", 2, 4},
    {"- item", PITH_BULLET_MARK, "item", 0, 2},
    {"+ item", PITH_BULLET_MARK, "item", 0, 2},
    {"   \xE2\x80\xA2 item", PITH_BULLET_MARK, "item", 3, 5},
    {"\xE2\x96\xAA\titem", PITH_BULLET_MARK, "item", 0, 8},
    {"\xE3\x83\xBB item", PITH_BULLET_MARK, "item", 0, 3},
    {"o  item", PITH_BULLET_MARK, "item", 0, 3},
    {"o my word", PITH_BULLET_NONE, "o my word", 0, 0},
    {"-5 degrees", PITH_BULLET_NONE, "-5 degrees", 0, 0},
    {"*emphasis*", PITH_BULLET_NONE, "*emphasis*", 0, 0},
    {"12. item", PITH_BULLET_NUMBER, "item", 0, 4},
    {"3) item", PITH_BULLET_NUMBER, "item", 0, 3},
    {"2024. was", PITH_BULLET_NONE, "2024. was", 0, 0},
    {"3.5 litres", PITH_BULLET_NONE, "3.5 litres", 0, 0},
    {"7", PITH_BULLET_NONE, "7", 0, 0},
    {"> quoted", PITH_BULLET_QUOTE, "quoted", 0, 2},
    {"> > quoted", PITH_BULLET_QUOTE, "quoted", 0, 4},
    {"\xE2\x80\x94 Oui, dit-il.", PITH_BULLET_DASH, "Oui, dit-il.", 0, 2},
    {"\xE2\x80\x93 item", PITH_BULLET_DASH, "item", 0, 2},
};

START_TEST(bullets_are_seen) {
    pith__line_reader reader = pith__lines_begin(pith__str_of(bullet_cases[_i].text));
    pith__line line;
    ck_assert(pith__lines_next(&reader, &line));
    ck_assert_int_eq(line.bullet, bullet_cases[_i].bullet);
    ck_assert(pith__str_equal(line.body, pith__str_of(bullet_cases[_i].body)));
    ck_assert_uint_eq(line.indent, bullet_cases[_i].indent);
    ck_assert_uint_eq(line.body_column, bullet_cases[_i].body_column);
}
END_TEST

static const struct {
    const char *text;
    uint32_t indent, width, first_word;
} width_cases[] = {
    {"ab cd", 0, 5, 2}, {"\tab", 8, 10, 2}, {"  \tab", 8, 10, 2}, {"\xC3\xA9t\xC3\xA9 x", 0, 5, 3},
    {"e\xCC\x81t", 0, 2, 2},               /* A combining mark takes no column. */
    {"\xE6\x97\xA5\xE6\x9C\xAC", 0, 4, 2}, /* Wide characters; broken anywhere. */
    {"_\bx_\by", 0, 2, 2},                 /* Underlined for a printer. */
    {"a\xE2\x80\x8B"
     "b",
        0, 2, 2}, /* A zero-width space. */
};

START_TEST(widths_are_columns) {
    pith__line_reader reader = pith__lines_begin(pith__str_of(width_cases[_i].text));
    pith__line line;
    ck_assert(pith__lines_next(&reader, &line));
    ck_assert_uint_eq(line.indent, width_cases[_i].indent);
    ck_assert_uint_eq(line.width, width_cases[_i].width);
    ck_assert_uint_eq(line.first_word, width_cases[_i].first_word);
}
END_TEST

/* ---- Blocks ---------------------------------------------------------------------------------- */

static pith__str str_of_bytes(const char *bytes, size_t length) {
    return (pith__str){bytes, length};
}

static pith__page blocks_of(pith__str text, size_t max_blocks) {
    pith__page page = {.arena = &arena, .source = text};
    pith_options options = pith_options_default();
    options.max_blocks = max_blocks;
    pith__text_blocks(&page, NULL, &options);
    return page;
}

static const char *joined(const pith__page *page) {
    static const char signs[] = {[PITH_BLOCK_PARAGRAPH] = 'p',
        [PITH_BLOCK_LIST_ITEM] = 'l',
        [PITH_BLOCK_QUOTE] = 'q',
        [PITH_BLOCK_TABLE_ROW] = 't'};
    pith__buffer out;
    pith__buffer_init(&out, &arena, SIZE_MAX);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        char head[16];
        snprintf(head, sizeof head, "%s%c%.0u:", i > 0 ? "|" : "", signs[block->kind],
            (unsigned)block->level);
        pith__buffer_add_str(&out, pith__str_of(head));
        pith__buffer_add_str(&out, block->text);
    }
    return pith__buffer_text(&out);
}

#define BOX_TOP "\xE2\x94\x8C\xE2\x94\x80\xE2\x94\xAC\xE2\x94\x80\xE2\x94\x90\n"
#define BOX_SIDE "\xE2\x94\x82"

static const struct {
    const char *text, *blocks;
} block_cases[] = {
    {"One.\nTwo.\n\nThree.", "p:One.|p:Two.|p:Three."},
    {"  a \t b\xC2\xA0\xC2\xA0"
     "c  ",
        "p:a b c"},
    {"* one\n  * two\n* three\n\ntext\n* four", "l1:one|l2:two|l1:three|p:text|l1:four"},
    {"> he said\n> so", "q:he said|q:so"},
    {"1. one\n2. two", "p:1. one|p:2. two"},
    {"\xE2\x80\x94 Oui.\n\xE2\x80\x94 Non.", "p:\xE2\x80\x94 Oui.|p:\xE2\x80\x94 Non."},
    {"*\n*  \nx", "p:x"},
    {"\x1B[1mbold\x1B[0m and \x1B[31;4mred\x1B[m", "p:bold and red"},
    {"N\bNA\bAM\bME\bE _\bx", "p:NAME x"},
    {"a\x01\x02"
     "b\xE2\x80\x8B"
     "c\xC2\xAD"
     "d",
        "p:abcd"},
    {"e\xCC\x81t\xC3\xA9", "p:\xC3\xA9t\xC3\xA9"},
    {"| Boat | Built |\n|------|-------|\n| Heron | 1931 |", "t:Boat\tBuilt|t:Heron\t1931"},
    {"+---+---+\n| a b | c |\n+---+---+\n| d | e |\n+---+---+", "t:a b\tc|t:d\te"},
    {BOX_TOP BOX_SIDE " a " BOX_SIDE " b " BOX_SIDE "\n" BOX_SIDE " c " BOX_SIDE " d " BOX_SIDE,
        "t:a\tb|t:c\td"},
    {"Boat     Built\nHeron    1931\nGannet   1946", "t:Boat\tBuilt|t:Heron\t1931|t:Gannet\t1946"},
    {"a\tb\nc\td\ne\tf", "t:a\tb|t:c\td|t:e\tf"},
    {"Boat     Built\nHeron    1931", "p:Boat Built|p:Heron 1931"}, /* Two may be chance. */
    {"Boat     Built\nHeron\nGannet   1946", "p:Boat Built|p:Heron|p:Gannet 1946"},
    {"Home | News | Sport\nA headline", "p:Home | News | Sport|p:A headline"},
    {"One.\n-----\nTwo.\n=====", "p:One.|p:Two."},
    {"\x1B[", ""},
    {"\b\b\b", ""},
};

START_TEST(dumps_become_blocks) {
    OWN_ARENA();
    pith__page page = blocks_of(pith__str_of(block_cases[_i].text), 1000);
    ck_assert_str_eq(joined(&page), block_cases[_i].blocks);
}
END_TEST

START_TEST(blocks_know_their_place) {
    OWN_ARENA();
    pith__page page = blocks_of(pith__str_of("one\n\n\n    two words\n"), 1000);
    ck_assert_uint_eq(page.block_count, 2);
    const pith__block *block = &page.blocks[1];
    ck_assert_uint_eq(block->line, 4);
    ck_assert_uint_eq(block->lines, 1);
    ck_assert_uint_eq(block->blank_before, 2);
    ck_assert_uint_eq(block->indent, 4);
    ck_assert_uint_eq(block->weight, 2);
    ck_assert_uint_eq(block->characters, 9);
    ck_assert_uint_eq(block->element, PITH_NONE);
}
END_TEST

START_TEST(blocks_are_cut_at_their_limit) {
    OWN_ARENA();
    pith__page page = blocks_of(pith__str_of("a\nb\nc\n"), 2);
    ck_assert_uint_eq(page.block_count, 2);
    ck_assert(page.truncated);
    page = blocks_of(pith__str_of("a\nb\n"), 2);
    ck_assert(!page.truncated);
}
END_TEST

/* ---- Wrapping -------------------------------------------------------------------------------- */

static const char prose[] =
    "The lighthouse at the end of the mole was built by a man who had never seen the sea before "
    "he was thirty. He had learned his trade on church towers, and it shows: the stair turns to "
    "the left, as it does in every tower of his valley, so that a keeper with a lamp in his right "
    "hand had to walk backwards. Nobody complained for eighty years. When the lamp was given a "
    "motor in the end, the electrician asked why the rail was polished on the wrong side, and an "
    "old woman in the harbour office laughed until she had to sit down.";

/* Appends the text wrapped at `width` columns behind `indent` blanks; `hang`: more blanks before
   all lines but the first. */
static void add_wrapped(
    pith__buffer *out, const char *text, size_t width, size_t indent, size_t hang) {
    size_t column = 0, margin = indent;
    for (const char *p = text; *p != '\0';) {
        size_t length = strcspn(p, " ");
        if (column > margin && column + 1 + length > width) {
            pith__buffer_add_byte(out, '\n');
            column = 0;
            margin = indent + hang;
        }
        if (column == 0) {
            for (; column < margin; column++)
                pith__buffer_add_byte(out, ' ');
        } else {
            pith__buffer_add_byte(out, ' ');
            column++;
        }
        pith__buffer_add(out, p, length);
        column += length;
        p += length + (p[length] == ' ');
    }
    pith__buffer_add_byte(out, '\n');
}

static const size_t widths[] = {40, 50, 60, 65, 72, 76, 78, 79, 80, 90, 100};

START_TEST(wrapped_paragraphs_are_joined) {
    OWN_ARENA();
    size_t width = widths[(size_t)_i / 4], indent = (size_t)_i % 4 * 3;
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    add_wrapped(&text, "A Heading", width, indent, 0);
    pith__buffer_add_byte(&text, '\n');
    add_wrapped(&text, prose, width, indent, 0);
    pith__buffer_add_byte(&text, '\n');
    add_wrapped(&text,
        "* a list item that is long enough to be wrapped at any of these widths, since it has well "
        "over a hundred characters in all",
        width, indent, 2);
    pith__page page = blocks_of(pith__buffer_str(&text), 1000);
    ck_assert_uint_eq(page.block_count, 3);
    ck_assert(pith__str_equal(page.blocks[1].text, pith__str_of(prose)));
    ck_assert_uint_gt(page.blocks[1].lines, 4);
    ck_assert_int_eq(page.blocks[2].kind, PITH_BLOCK_LIST_ITEM);
    ck_assert_uint_gt(page.blocks[2].lines, 1);
}
END_TEST

START_TEST(wrapped_paragraphs_need_no_blank_lines) {
    OWN_ARENA();
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    for (int i = 0; i < 3; i++) {
        add_wrapped(&text, "A heading between", 72, 0, 0);
        add_wrapped(&text, prose, 72, 0, 0);
    }
    pith__page page = blocks_of(pith__buffer_str(&text), 1000);
    ck_assert_uint_eq(page.block_count, 6);
    ck_assert(pith__str_equal(page.blocks[5].text, pith__str_of(prose)));
}
END_TEST

/* Texts whose lines stay apart. */
static const char *const unwrapped_cases[] = {
    /* A poem, a menu, a table. */
    "Roses are red and the\nviolets are a kind of\nblue, the harbour is\nfrozen and so are\nmy two "
    "shoes\nand the boat\n",
    "Home\nNews\nSport\nWeather\nAbout this site\nContact and imprint\nPrivacy\n",
    "Monday     closed     closed     closed     closed\nTuesday    9 to 5     9 to 5     9 to 5\n"
    "Wednesday  9 to 5     closed     9 to 5     9 to 5\n",
};

START_TEST(short_lines_are_not_joined) {
    OWN_ARENA();
    pith__str text = pith__str_of(unwrapped_cases[_i]);
    ck_assert_uint_eq(pith__lines_wrap_width(text), 0);
    uint32_t lines = 0;
    for (size_t i = 0; i < text.length; i++)
        lines += text.data[i] == '\n';
    ck_assert_uint_eq(blocks_of(text, 1000).block_count, lines);
}
END_TEST

START_TEST(whole_paragraphs_on_a_line_are_not_joined) {
    OWN_ARENA();
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    for (int i = 0; i < 8; i++) {
        pith__buffer_add_str(&text, pith__str_of(prose));
        pith__buffer_add_byte(&text, '\n');
    }
    ck_assert_uint_eq(pith__lines_wrap_width(pith__buffer_str(&text)), 0);
    ck_assert_uint_eq(blocks_of(pith__buffer_str(&text), 1000).block_count, 8);
}
END_TEST

START_TEST(wrapped_scripts_without_spaces_get_none) {
    OWN_ARENA();
    pith__buffer text, expected;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    pith__buffer_init(&expected, &arena, SIZE_MAX);
    for (int line = 0; line < 8; line++) {
        for (int i = 0; i < (line < 7 ? 40 : 12); i++) {
            pith__utf8_append(&text, 0x4E00 + (uint32_t)(line * 40 + i));
            pith__utf8_append(&expected, 0x4E00 + (uint32_t)(line * 40 + i));
        }
        pith__buffer_add_byte(&text, '\n');
    }
    pith__page page = blocks_of(pith__buffer_str(&text), 1000);
    ck_assert_uint_eq(page.block_count, 1);
    ck_assert(pith__str_equal(page.blocks[0].text, pith__buffer_str(&expected)));
}
END_TEST

START_TEST(words_broken_by_the_wrapping_are_whole_again) {
    OWN_ARENA();
    static const char page_text[] =
        "this line is filled up to its very end so that a word must be bro\xE2\x80\x90\n"
        "ken here and the next line is filled to the very end of it as well-\n"
        "known things are, and another one is filled up to the end with words\n"
        "and another one is filled up to the end with yet some other words so\n"
        "that there can be no doubt about the width that it was wrapped at in\n"
        "the end.\n";
    pith__page page = blocks_of(pith__str_of(page_text), 1000);
    ck_assert_uint_eq(page.block_count, 1);
    ck_assert_uint_ne(
        pith__str_find(page.blocks[0].text, pith__str_of("be broken here")), (size_t)-1);
    ck_assert_uint_ne(pith__str_find(page.blocks[0].text, pith__str_of("well- known")), (size_t)-1);
}
END_TEST

/* ---- Limits ---------------------------------------------------------------------------------- */

enum { LONG = 4 << 20 };

static const char *const hostile_parts[] = {"a", " ", "\n", "\n\n a", "* ", ">", "\x1B[", "\b",
    "\t", "x\f", "\xCC\x81", "\xE4\xB8\x80", "12. ", "word word, word. ", "\xFF", "- \n"};

START_TEST(hostile_dumps_end) {
    OWN_ARENA();
    const char *part = hostile_parts[_i];
    size_t length = strlen(part);
    char *text = pith__arena_alloc(&arena, LONG);
    for (size_t i = 0; i < LONG; i++)
        text[i] = part[i % length];
    pith__page page = blocks_of(str_of_bytes(text, LONG), 100000);
    for (uint32_t i = 0; i < page.block_count; i++)
        ck_assert_uint_gt(page.blocks[i].text.length, 0);
}
END_TEST

static Suite *suite(void) {
    Suite *text = suite_create("text");

    TCase *lines = tcase_create("lines");
    tcase_add_checked_fixture(lines, begin, end);
    tcase_add_loop_test(lines, lines_end_at_every_newline, 0, COUNT(line_cases));
    tcase_add_loop_test(lines, bullets_are_seen, 0, COUNT(bullet_cases));
    tcase_add_loop_test(lines, widths_are_columns, 0, COUNT(width_cases));
    suite_add_tcase(text, lines);

    TCase *blocks = tcase_create("blocks");
    tcase_add_checked_fixture(blocks, begin, end);
    tcase_add_loop_test(blocks, dumps_become_blocks, 0, COUNT(block_cases));
    tcase_add_test(blocks, blocks_know_their_place);
    tcase_add_test(blocks, blocks_are_cut_at_their_limit);
    suite_add_tcase(text, blocks);

    TCase *wrapping = tcase_create("wrapping");
    tcase_add_checked_fixture(wrapping, begin, end);
    tcase_add_loop_test(wrapping, wrapped_paragraphs_are_joined, 0, COUNT(widths) * 4);
    tcase_add_test(wrapping, wrapped_paragraphs_need_no_blank_lines);
    tcase_add_loop_test(wrapping, short_lines_are_not_joined, 0, COUNT(unwrapped_cases));
    tcase_add_test(wrapping, whole_paragraphs_on_a_line_are_not_joined);
    tcase_add_test(wrapping, wrapped_scripts_without_spaces_get_none);
    tcase_add_test(wrapping, words_broken_by_the_wrapping_are_whole_again);
    suite_add_tcase(text, wrapping);

    TCase *limits = tcase_create("limits");
    tcase_add_checked_fixture(limits, begin, end);
    tcase_set_timeout(limits, 120);
    tcase_add_loop_test(limits, hostile_dumps_end, 0, COUNT(hostile_parts));
    suite_add_tcase(text, limits);
    return text;
}

int main(void) {
    return run_suite(suite());
}
