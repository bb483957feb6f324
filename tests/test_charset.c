/* test_charset.c - src/charset: labels, sniffing, decoding, telling text from binary. */
#include <check.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "charset/charset.h"

#include "fixture.h"

#define CHECK_STR(actual, expected)                                                                \
    do {                                                                                           \
        pith__str actual_ = (actual), expected_ = (expected);                                      \
        ck_assert_msg(pith__str_equal(actual_, expected_), "got '%.*s', expected '%.*s'",          \
            (int)actual_.length, actual_.length == 0 ? "" : actual_.data, (int)expected_.length,   \
            expected_.length == 0 ? "" : expected_.data);                                          \
    } while (0)

#define CHECK_CHARSET(actual, expected)                                                            \
    do {                                                                                           \
        const pith__charset *actual_ = (actual);                                                   \
        const char *name_ = actual_ == NULL ? "none" : actual_->name;                              \
        ck_assert_msg(strcmp(name_, (expected)) == 0, "got %s, expected %s", name_, (expected));   \
    } while (0)

static const pith__charset *charset(const char *label) {
    return pith__charset_of_label(pith__str_of(label));
}

static const pith__charset *sniff(pith__str bytes, const char *hint, bool html) {
    size_t skip = 99;
    const pith__charset *found = pith__charset_sniff(bytes, hint, html, &skip);
    ck_assert_uint_le(skip, 4);
    return found;
}

/* UTF-8 in another charset, by iconv's name of it. */
static pith__str encode(const char *text, const char *name) {
    iconv_t converter = iconv_open(name, "UTF-8");
    ck_assert_msg(converter != (iconv_t)-1, "%s", name);
    size_t left = strlen(text), room = left * 4 + 16;
    char *from = pith__str_copy(&arena, pith__str_of(text));
    char *start = pith__arena_alloc(&arena, room), *to = start;
    ck_assert_uint_eq(iconv(converter, &from, &left, &to, &room), 0);
    iconv(converter, NULL, NULL, &to, &room);
    iconv_close(converter);
    return (pith__str){start, (size_t)(to - start)};
}

/* `count` copies of a text. */
static pith__str repeat(pith__str text, size_t count) {
    char *copy = pith__arena_alloc(&arena, text.length * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(copy + i * text.length, text.data, text.length);
    return (pith__str){copy, text.length * count};
}

/* ---- Labels ---------------------------------------------------------------------------------- */

START_TEST(every_label_finds_its_row) {
    size_t labels = 0, rows = 0;
    for (const pith__charset *row = pith__charsets; row->name != NULL; row++, rows++) {
        for (const char *p = row->labels; *p != '\0';) {
            size_t length = strcspn(p, " ");
            ck_assert_uint_gt(length, 0);
            ck_assert_ptr_eq(pith__charset_of_label((pith__str){p, length}), row);
            labels++;
            p += length + (p[length] == ' ');
        }
        /* The name itself is a label of each encoding. */
        if (row->labels[0] != '\0')
            ck_assert_ptr_eq(charset(row->name), row);
    }
    /* As many as the standard has: 40 encodings, 228 labels; and our two without. */
    ck_assert_uint_eq(rows, 42);
    ck_assert_uint_eq(labels, 228);
}
END_TEST

START_TEST(iconv_knows_every_charset) {
    for (const pith__charset *row = pith__charsets; row->name != NULL; row++) {
        iconv_t converter = (iconv_t)-1;
        for (size_t i = 0; i < 2 && row->iconv[i] != NULL && converter == (iconv_t)-1; i++)
            converter = iconv_open("UTF-8", row->iconv[i]);
        ck_assert_msg(converter != (iconv_t)-1, "%s", row->name);
        iconv_close(converter);
    }
}
END_TEST

static const struct {
    const char *label;
    const char *name;
} label_cases[] = {
    {"utf-8", "UTF-8"},
    {"UTF8", "UTF-8"},
    {" \t\n\f\rutf-8\n ", "UTF-8"},
    {"latin1", "windows-1252"},
    {"US-ASCII", "windows-1252"},
    {"ISO-8859-1", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"TIS-620", "windows-874"},
    {"gb2312", "GBK"},
    {"GB18030", "gb18030"},
    {"sjis", "Shift_JIS"},
    {"x-sjis", "Shift_JIS"},
    {"ks_c_5601-1987", "EUC-KR"},
    {"Big5-HKSCS", "Big5"},
    {"utf-16", "UTF-16LE"},
    {"unicodefffe", "UTF-16BE"},
    {"hz-gb-2312", "replacement"},
    {"iso-2022-kr", "replacement"},
    {"x-user-defined", "x-user-defined"},
    {"", "none"},
    {" ", "none"},
    {"utf-7", "none"},
    {"utf-8 ", "UTF-8"},
    {"utf 8", "none"},
    {"utf-8\v", "none"},
    {"utf8 utf-8", "none"},
    {"utf-32", "none"},
    {"utf-8;", "none"},
    {"\xC2\xA0utf-8", "none"},
    {"klingon", "none"},
    {"cp1252 ", "windows-1252"},
    {"latin", "none"},
    {"iso-8859-12", "none"},
};

START_TEST(labels) {
    CHECK_CHARSET(charset(label_cases[_i].label), label_cases[_i].name);
}
END_TEST

/* ---- Prescan --------------------------------------------------------------------------------- */

static const struct {
    const char *html;
    const char *name;
} prescan_cases[] = {
    {"", "none"},
    {"just text, charset=gbk", "none"},
    {"<meta charset=gbk>", "GBK"},
    {"<meta charset=\"gbk\">", "GBK"},
    {"<meta charset='gbk'/>", "GBK"},
    {"<META CHARSET=GBK>", "GBK"},
    {"<meta\tcharset\n=\f gbk >", "GBK"},
    {"<meta/charset=gbk>", "GBK"},
    {"<meta charset=gbk/>", "none"}, /* The slash belongs to the value. */
    {"<meta charset=\" gbk \">", "GBK"},
    {"<metacharset=gbk>", "none"},
    {"<metal charset=gbk>", "none"},
    {"<meta>", "none"},
    {"<meta charset>", "none"},
    {"<meta charset=>", "none"},
    {"<meta charset=\"gbk>", "none"}, /* The quotation mark never ends. */
    {"<meta charset=gbk", "none"},    /* Nor does the tag. */
    {"<meta charset=klingon>", "none"},
    {"<meta charset=klingon><meta charset=gbk>", "GBK"},
    {"<meta charset=gbk><meta charset=big5>", "GBK"},
    {"<meta charset=gbk charset=big5>", "GBK"}, /* The first of a name counts. */
    {"<meta name=a charset=gbk>", "GBK"},
    {"<meta data-charset=gbk>", "none"},
    {"<meta name='charset' value='gbk'>", "none"},
    {"<meta =charset=gbk>", "none"},
    /* The long form */
    {"<meta http-equiv=Content-Type content='text/html; charset=gbk'>", "GBK"},
    {"<meta content='text/html; charset=gbk' http-equiv=\"content-type\">", "GBK"},
    {"<meta http-equiv=content-type content='text/html; charset = \"gbk\"'>", "GBK"},
    {"<meta http-equiv=content-type content=\"text/html; charset='gbk\">", "none"},
    {"<meta http-equiv=content-type content='charset=gbk;x'>", "GBK"},
    {"<meta http-equiv=content-type content='charset charset=gbk'>", "GBK"},
    {"<meta http-equiv=content-type content='charset=charset=gbk'>", "none"},
    {"<meta http-equiv=content-type content='text/html'>", "none"},
    {"<meta http-equiv=content-type content='charset='>", "none"},
    {"<meta http-equiv=refresh content='text/html; charset=gbk'>", "none"},
    {"<meta content='text/html; charset=gbk'>", "none"},
    {"<meta http-equiv=content-type charset=big5 content='charset=gbk'>", "Big5"},
    {"<meta http-equiv=content-type content='charset=gbk' charset=big5>", "Big5"},
    {"<meta content='charset=gbk' charset=big5>", "Big5"},
    {"<meta content='charset=gbk' charset=klingon http-equiv=content-type>", "none"},
    /* What stands before it */
    {"<!DOCTYPE html><html><head><title>A < B</title><meta charset=gbk>", "GBK"},
    {"<!-- <meta charset=big5> --><meta charset=gbk>", "GBK"},
    {"<!--><meta charset=gbk>", "GBK"},
    {"<!---><meta charset=gbk>", "GBK"},
    {"<!-- > -- <meta charset=gbk>", "none"},
    {"<! <meta charset=big5><meta charset=gbk>", "GBK"},
    {"</ <meta charset=big5><meta charset=gbk>", "GBK"},
    {"<? <meta charset=big5><meta charset=gbk>", "GBK"},
    {"<a title='<meta charset=big5>'><meta charset=gbk>", "GBK"},
    {"</a title='<meta charset=big5>'><meta charset=gbk>", "GBK"},
    {"<a title=<meta charset=big5><meta charset=gbk>", "GBK"},
    {"<a/b='>'/c><meta charset=gbk>", "GBK"},
    {"<p <meta charset=big5>", "none"},
    {"1 < 2 <<meta charset=gbk>", "GBK"},
    {"<3><meta charset=gbk>", "GBK"},
    {"<script>var a = '<b>';</script><meta charset=gbk>", "GBK"},
    /* What cannot be meant as it says */
    {"<meta charset=utf-16>", "UTF-8"},
    {"<meta charset=utf-16be>", "UTF-8"},
    {"<meta http-equiv=content-type content='charset=utf-16le'>", "UTF-8"},
    {"<meta charset=x-user-defined>", "windows-1252"},
    {"<meta charset=iso-2022-kr>", "replacement"},
    /* XML declaration: when there is no <meta> */
    {"<?xml version='1.0' encoding='gbk'?><html>", "GBK"},
    {"<?xml version=\"1.0\" encoding = \"gbk\"?><html>", "GBK"},
    {"<?xml encoding='gbk'?><meta charset=big5>", "Big5"},
    {"<?xml encoding='utf-16'?>", "UTF-8"},
    {"<?xml encoding='g bk'?>", "none"},
    {"<?xml encoding=gbk?>", "none"},
    {"<?xml encoding='gbk?>", "none"},
    {"<?xml encoding 'gbk'?>", "none"},
    {"<?xml version='1.0'?><p encoding='gbk'>", "none"},
    {" <?xml encoding='gbk'?>", "none"},
    {"<?xml encoding='gbk'", "none"},
};

START_TEST(prescan) {
    CHECK_CHARSET(
        pith__charset_prescan(pith__str_of(prescan_cases[_i].html)), prescan_cases[_i].name);
}
END_TEST

START_TEST(prescan_of_wide_xml) {
    CHECK_CHARSET(pith__charset_prescan(PITH_STR("<\0?\0x\0m\0l\0")), "UTF-16LE");
    CHECK_CHARSET(pith__charset_prescan(PITH_STR("\0<\0?\0x\0m\0l")), "UTF-16BE");
    CHECK_CHARSET(pith__charset_prescan((pith__str){0}), "none");
}
END_TEST

START_TEST(prescan_has_a_limit) {
    OWN_ARENA();
    pith__str meta = PITH_STR("<meta charset=gbk>");
    static const size_t before[] = {1100, PITH_PRESCAN_BYTES - 100, PITH_PRESCAN_BYTES - 5};
    static const char *const expected[] = {"GBK", "GBK", "none"};
    for (size_t i = 0; i < COUNT(before); i++) {
        char *page = pith__arena_alloc(&arena, before[i] + meta.length);
        memset(page, 'x', before[i]);
        memcpy(page + before[i], meta.data, meta.length);
        CHECK_CHARSET(
            pith__charset_prescan((pith__str){page, before[i] + meta.length}), expected[i]);
    }
}
END_TEST

/* Every end of every case: nothing is read behind it (the copy ends with its memory). */
START_TEST(prescan_of_cut_pages) {
    const char *html = prescan_cases[_i].html;
    for (size_t length = 0; length <= strlen(html); length++) {
        char *exact = malloc(length == 0 ? 1 : length);
        memcpy(exact, html, length);
        pith__charset_prescan((pith__str){exact, length});
        free(exact);
    }
}
END_TEST

/* ---- Sniffing -------------------------------------------------------------------------------- */

static const struct {
    const char *bytes;
    size_t length;
    const char *hint;
    const char *name;
    size_t skip;
} mark_cases[] = {
    {"\xEF\xBB\xBFtext", 7, NULL, "UTF-8", 3},
    {"\xFF\xFEt\0", 4, NULL, "UTF-16LE", 2},
    {"\xFE\xFF\0t", 4, NULL, "UTF-16BE", 2},
    {"\xFF\xFE\0\0t\0\0\0", 8, NULL, "UTF-32LE", 4},
    {"\0\0\xFE\xFF\0\0\0t", 8, NULL, "UTF-32BE", 4},
    {"\xEF\xBB\xBFtext", 7, "gbk", "UTF-8", 3}, /* It outranks the hint, */
    {"\xFF\xFEt\0", 4, "utf-8", "UTF-16LE", 2},
    {"\xEF\xBB\xBF<meta charset=gbk>", 21, NULL, "UTF-8", 3}, /* and the declaration. */
    {"\xEF\xBB\xBFtext", 7, "klingon", "none", 0}, /* A wrong hint is an error all the same. */
    {"\xEF\xBB", 2, NULL, "windows-1252", 0},
    {"\xFF\xFE", 2, NULL, "UTF-16LE", 2},
    {"\xEF\xBB\xBF\xE9\xE9\xE9", 6, NULL, "UTF-8", 3},
};

START_TEST(byte_order_marks) {
    size_t skip = 99;
    CHECK_CHARSET(pith__charset_sniff((pith__str){mark_cases[_i].bytes, mark_cases[_i].length},
                      mark_cases[_i].hint, true, &skip),
        mark_cases[_i].name);
    ck_assert_uint_eq(skip, mark_cases[_i].skip);
}
END_TEST

#define META "<meta charset="
static const struct {
    const char *bytes;
    const char *hint;
    bool html;
    const char *name;
} sniff_cases[] = {
    {"", NULL, true, "UTF-8"},
    {"plain ASCII", NULL, true, "UTF-8"},
    {"plain ASCII", "klingon", true, "none"},
    {"plain ASCII", "", true, "none"},
    {"plain ASCII", "gbk", true, "GBK"},
    {"plain ASCII", "utf-16", true, "UTF-8"}, /* ASCII is no UTF-16. */
    {META "gbk>", NULL, true, "GBK"},
    {META "gbk>", NULL, false, "UTF-8"}, /* Text has no <meta>. */
    {META "gbk>", "big5", true, "Big5"}, /* The hint is first. */
    {"caf\xC3\xA9", NULL, false, "UTF-8"},
    {"caf\xE9 ol\xE9", NULL, false, "windows-1252"},
    {"caf\xE9", NULL, false, "windows-1252"},            /* Not a character cut off by the end. */
    {"\xC3\xA9t\xC3\xA9, l'\xC3", NULL, false, "UTF-8"}, /* This one is. */
    /* One malformed sequence in many is damage, one in few is another charset. */
    {"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
     "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xE9 ",
        NULL, false, "UTF-8"},
    /* Declared something else, but UTF-8 */
    {META "latin1>caf\xC3\xA9", NULL, true, "UTF-8"},
    {"caf\xC3\xA9", "iso-8859-1", true, "UTF-8"},
    {META "gbk>\xE4\xB8\xAD\xE6\x96\x87\xE6\x96\xB0\xE9\x97\xBB", NULL, true, "UTF-8"},
    {META "gbk>\xD1\xA7\xCF\xB0", NULL, true, "GBK"}, /* Two characters prove nothing. */
    {"\xD0\x9C\xD0\xB8\xD1\x80!\xD0\x9C\xD0\xB8\xD1\x80", "windows-1251", true, "UTF-8"},
    {META "latin1>caf\xE9 and caf\xC3\xA9", NULL, true, "windows-1252"},
    {META "big5>caf\xE9", NULL, true, "Big5"},
    /* Declared UTF-8, but something else */
    {META "utf-8>caf\xE9 ol\xE9", NULL, true, "windows-1252"},
    {"caf\xE9 ol\xE9", "utf-8", true, "windows-1252"},
    {META "latin2>caf\xE9 ol\xE9", "utf-8", true, "ISO-8859-2"}, /* The next declaration counts. */
    {META "utf-8>caf\xC3\xA9 ol\xE9 ", NULL, true, "UTF-8"},     /* Half and half: believed. */
    {META "utf-8>cut\xE2\x82", NULL, true, "windows-1252"},
    {META "utf-16>caf\xC3\xA9", NULL, true, "UTF-8"},
    {META "x-user-defined>caf\xE9", NULL, true, "windows-1252"},
    {META "hz-gb-2312>~{VPND~}", NULL, true, "replacement"},
};

START_TEST(sniffing) {
    CHECK_CHARSET(
        sniff(pith__str_of(sniff_cases[_i].bytes), sniff_cases[_i].hint, sniff_cases[_i].html),
        sniff_cases[_i].name);
}
END_TEST

START_TEST(sniffing_nothing) {
    CHECK_CHARSET(sniff((pith__str){0}, NULL, true), "UTF-8");
    CHECK_CHARSET(sniff((pith__str){0}, NULL, false), "UTF-8");
    CHECK_CHARSET(sniff((pith__str){0}, "utf-16", false), "UTF-8");
}
END_TEST

START_TEST(utf16_without_mark) {
    OWN_ARENA();
    const char *html = "<!DOCTYPE html><html><head><meta charset=\"utf-16\">"
                       "<title>\xE6\x96\xB0\xE9\x97\xBB</title></head><body>"
                       "<p>\xE4\xB8\xAD\xE6\x96\x87\xE6\x96\xB0\xE9\x97\xBB</p></body></html>";
    CHECK_CHARSET(sniff(encode(html, "UTF-16LE"), NULL, true), "UTF-16LE");
    CHECK_CHARSET(sniff(encode(html, "UTF-16BE"), NULL, true), "UTF-16BE");
    CHECK_CHARSET(sniff(encode(html, "UTF-16BE"), "utf-8", true), "UTF-16BE");
    CHECK_CHARSET(sniff(encode("Two\nlines", "UTF-16LE"), NULL, false), "UTF-16LE");
    /* Strays are not enough. */
    CHECK_CHARSET(sniff(PITH_STR("a\0b"), NULL, false), "UTF-8");
    CHECK_CHARSET(sniff(PITH_STR("<p>Some\0text\0with NULs</p>"), NULL, true), "UTF-8");
    CHECK_CHARSET(sniff(PITH_STR("\0\0\0\0\0\0\0\0\0\0"), NULL, true), "UTF-8");
}
END_TEST

static const struct {
    const char *iconv;
    const char *name;
    const char *text;
} languages[] = {
    {"CP1252", "windows-1252",
        "Les \xC3\xA9l\xC3\xA8ves du coll\xC3\xA8ge ont visit\xC3\xA9 le mus\xC3\xA9"
        "e; le guide "
        "\xC3\xA9tait tr\xC3\xA8s int\xC3\xA9ressant et la journ\xC3\xA9"
        "e agr\xC3\xA9"
        "able."},
    {"CP1252", "windows-1252", "The chief said \xE2\x80\x9CWe\xE2\x80\x99re sorry\xE2\x80\x9D."},
    {"ISO-8859-2", "ISO-8859-2",
        "Rz\xC4\x85"
        "d zapowiedzia\xC5\x82 now\xC4\x85 ustaw\xC4\x99, kt\xC3\xB3ra ma u\xC5\x82"
        "atwi\xC4\x87 \xC5\xBCycie mieszka\xC5\x84"
        "com ma\xC5\x82ych miast; pos\xC5\x82owie "
        "g\xC5\x82osowali wczoraj wieczorem nad poprawk\xC4\x85 o ochronie \xC5\x9Brodowiska."},
    {"CP1251", "windows-1251",
        "\xD0\x92\xD1\x87\xD0\xB5\xD1\x80\xD0\xB0 \xD0\xB2 \xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4"
        "\xD0\xB5 \xD1\x88\xD1\x91\xD0\xBB \xD0\xB4\xD0\xBE\xD0\xB6\xD0\xB4\xD1\x8C, \xD0\xB8 "
        "\xD0\xBB\xD1\x8E\xD0\xB4\xD0\xB8 \xD1\x81\xD0\xB8\xD0\xB4\xD0\xB5\xD0\xBB\xD0\xB8 "
        "\xD0\xB4\xD0\xBE\xD0\xBC\xD0\xB0."},
    {"KOI8-R", "KOI8-R",
        "\xD0\x92\xD1\x87\xD0\xB5\xD1\x80\xD0\xB0 \xD0\xB2 \xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4"
        "\xD0\xB5 \xD0\xB1\xD1\x8B\xD0\xBB \xD0\xB4\xD0\xBE\xD0\xB6\xD0\xB4\xD1\x8C, \xD0\xB8 "
        "\xD0\xBB\xD1\x8E\xD0\xB4\xD0\xB8 \xD1\x81\xD0\xB8\xD0\xB4\xD0\xB5\xD0\xBB\xD0\xB8 "
        "\xD0\xB4\xD0\xBE\xD0\xBC\xD0\xB0."},
    {"CP932", "Shift_JIS",
        "\xE6\x98\xA8\xE6\x97\xA5\xE3\x81\xAF\xE9\x9B\xA8\xE3\x81\x8C\xE9\x99\x8D\xE3\x81\xA3\xE3"
        "\x81\x9F\xE3\x81\xAE\xE3\x81\xA7\xE3\x80\x81\xE5\xAE\xB6\xE3\x81\xA7\xE6\x9C\xAC\xE3\x82"
        "\x92\xE8\xAA\xAD\xE3\x81\xBF\xE3\x81\xBE\xE3\x81\x97\xE3\x81\x9F\xE3\x80\x82"},
    {"EUC-JP", "EUC-JP",
        "\xE6\x98\xA8\xE6\x97\xA5\xE3\x81\xAF\xE9\x9B\xA8\xE3\x81\x8C\xE9\x99\x8D\xE3\x81\xA3\xE3"
        "\x81\x9F\xE3\x81\xAE\xE3\x81\xA7\xE3\x80\x81\xE5\xAE\xB6\xE3\x81\xA7\xE6\x9C\xAC\xE3\x82"
        "\x92\xE8\xAA\xAD\xE3\x81\xBF\xE3\x81\xBE\xE3\x81\x97\xE3\x81\x9F\xE3\x80\x82"},
    {"CP949", "EUC-KR",
        "\xEC\x96\xB4\xEC\xA0\x9C\xEB\x8A\x94 \xEB\xB9\x84\xEA\xB0\x80 \xEC\x99\x80\xEC\x84\x9C "
        "\xEC\xA7\x91\xEC\x97\x90\xEC\x84\x9C \xEC\xB1\x85\xEC\x9D\x84 \xEC\x9D\xBD\xEC\x97\x88"
        "\xEC\x8A\xB5\xEB\x8B\x88\xEB\x8B\xA4."},
    {"GB18030", "gb18030",
        "\xE6\x98\xA8\xE5\xA4\xA9\xE4\xB8\x8B\xE4\xBA\x86\xE9\x9B\xA8\xEF\xBC\x8C\xE6\x88\x91\xE4"
        "\xBB\xAC\xE9\x83\xBD\xE5\x9C\xA8\xE5\xAE\xB6\xE9\x87\x8C\xE7\x9C\x8B\xE4\xB9\xA6\xE3\x80"
        "\x82\xE4\xBB\x8A\xE5\xA4\xA9\xE5\xA4\xA9\xE6\xB0\x94\xE5\xBE\x88\xE5\xA5\xBD\xE3\x80\x82"},
    {"BIG5", "Big5",
        "\xE6\x98\xA8\xE5\xA4\xA9\xE4\xB8\x8B\xE4\xBA\x86\xE9\x9B\xA8\xEF\xBC\x8C\xE6\x88\x91\xE5"
        "\x80\x91\xE9\x83\xBD\xE5\x9C\xA8\xE5\xAE\xB6\xE8\xA3\xA1\xE7\x9C\x8B\xE6\x9B\xB8\xE3\x80"
        "\x82\xE4\xBB\x8A\xE5\xA4\xA9\xE5\xA4\xA9\xE6\xB0\xA3\xE5\xBE\x88\xE5\xA5\xBD\xE3\x80\x82"},
};

/* Guessed as text, guessed inside a page of ASCII markup, and decoded back. */
START_TEST(undeclared_languages) {
    OWN_ARENA();
    const char *text = languages[_i].text;
    pith__str bytes = encode(text, languages[_i].iconv);
    const pith__charset *found = sniff(bytes, NULL, false);
    CHECK_CHARSET(found, languages[_i].name);
    CHECK_STR(pith__charset_decode(&arena, bytes, found), pith__str_of(text));

    pith__str script = repeat(PITH_STR("<script>var a = [1, 2, 3];</script>\n"), 5000);
    pith__buffer page;
    pith__buffer_init(&page, &arena, 1 << 20);
    pith__buffer_add_str(&page, script);
    pith__buffer_add_str(&page, PITH_STR("<p>"));
    pith__buffer_add_str(&page, bytes);
    pith__buffer_add_str(&page, PITH_STR("</p>\n"));
    pith__buffer_add_str(&page, script);
    CHECK_CHARSET(sniff(pith__buffer_str(&page), NULL, true), languages[_i].name);
    /* A wrong declaration of UTF-8 changes nothing. */
    CHECK_CHARSET(sniff(bytes, "utf-8", false), languages[_i].name);
}
END_TEST

START_TEST(short_western_text_is_windows_1252) {
    static const char *const texts[] = {"Le caf\xE9 \xE9tait ferm\xE9", "Die B\xFCrger",
        "El ni\xF1o comi\xF3", "It\x92s \x93good\x94", "100 \x80", "\xA9 2024"};
    for (size_t i = 0; i < COUNT(texts); i++)
        CHECK_CHARSET(sniff(pith__str_of(texts[i]), NULL, false), "windows-1252");
}
END_TEST

/* ---- Decoding -------------------------------------------------------------------------------- */

#define FFFD "\xEF\xBF\xBD"
#define BYTES(literal)                                                                             \
    { literal, sizeof(literal) - 1 }
static const struct {
    const char *label;
    pith__str bytes;
    pith__str text;
} decode_cases[] = {
    {"utf-8", BYTES(""), BYTES("")},
    {"utf-8", BYTES("a\xE2\x82\xAC"), BYTES("a\xE2\x82\xAC")},
    {"utf-8", BYTES("a\0b"), BYTES("a" FFFD "b")},
    {"utf-8", BYTES("a\xE2\x82<b>\xC3"), BYTES("a" FFFD "<b>" FFFD)},
    {"utf-8", BYTES("\xED\xA0\x80"), BYTES(FFFD FFFD FFFD)},
    {"utf-8", BYTES("\xEF\xBF\xBD\xFF"), BYTES(FFFD FFFD)},
    /* Single bytes; the five that windows-1252 leaves undefined; other holes */
    {"latin1", BYTES("caf\xE9 \x80\x93"), BYTES("caf\xC3\xA9 \xE2\x82\xAC\xE2\x80\x9C")},
    {"latin1", BYTES("\x81\x8D\x8F\x90\x9D"), BYTES("\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D")},
    {"latin1", BYTES("a\0\xE9"), BYTES("a" FFFD "\xC3\xA9")},
    {"latin1", BYTES("a\0b"), BYTES("a" FFFD "b")},
    {"ascii", BYTES("a\xE9"), BYTES("a\xC3\xA9")},
    {"iso-8859-9", BYTES("\x80\xDD"), BYTES("\xE2\x82\xAC\xC4\xB0")},
    {"tis-620", BYTES("\x80\xA1\xDB"), BYTES("\xE2\x82\xAC\xE0\xB8\x81" FFFD)},
    {"windows-1253", BYTES("\xAA\xE1\x81"), BYTES(FFFD "\xCE\xB1\xC2\x81")},
    {"windows-1251", BYTES("\xCC\xE8\xF0\x98"), BYTES("\xD0\x9C\xD0\xB8\xD1\x80\xC2\x98")},
    {"koi8-r", BYTES("\xED\xC9\xD2"), BYTES("\xD0\x9C\xD0\xB8\xD1\x80")},
    {"windows-1255", BYTES("\xE0\xD9\xE1"), BYTES("\xD7\x90" FFFD "\xD7\x91")}, /* Order is kept. */
    {"x-mac-cyrillic", BYTES("\x80\xA2\xB6"), BYTES("\xD0\x90\xD2\x90\xD2\x91")},
    {"x-user-defined", BYTES("a\xE9"), BYTES("a\xC3\xA9")},
    {"iso-2022-kr", BYTES("\x1B$)C<p>a</p>\x0E!!\x0F"), BYTES("\x1B$)C<p>a</p>\x0E!!\x0F")},
    /* Multi-byte: ASCII after a lead byte is kept, a broken pair is one U+FFFD. */
    {"shift_jis", BYTES("\x93\xFA\x96{\xB1\\~"), BYTES("\xE6\x97\xA5\xE6\x9C\xAC\xEF\xBD\xB1\\~")},
    {"shift_jis", BYTES("\x81<b>\x93\xFA"), BYTES(FFFD "<b>\xE6\x97\xA5")},
    {"shift_jis", BYTES("\xA0\x93\xFA\xFD\x93"), BYTES(FFFD "\xE6\x97\xA5" FFFD FFFD)},
    {"shift_jis", BYTES("\x87@"), BYTES("\xE2\x91\xA0")}, /* NEC's circled digit */
    {"euc-jp", BYTES("\xC6\xFC\xCB\xDC\x8E\xB1"), BYTES("\xE6\x97\xA5\xE6\x9C\xAC\xEF\xBD\xB1")},
    {"euc-jp", BYTES("\xC6<b>\x8F\xC6<\xA4"), BYTES(FFFD "<b>" FFFD "<" FFFD)},
    {"euc-jp", BYTES("\xA0\xC6\xFC"), BYTES(FFFD "\xE6\x97\xA5")},
    {"euc-kr", BYTES("\xC7\xD1\xB1\xDB\x8C\x63"), BYTES("\xED\x95\x9C\xEA\xB8\x80\xEB\x98\xA0")},
    {"euc-kr", BYTES("\xC7<b>\xC7\xD1\xC7"), BYTES(FFFD "<b>\xED\x95\x9C" FFFD)},
    {"euc-kr", BYTES("\xA2\xE8<b>"), BYTES(FFFD "<b>")},
    {"gb2312", BYTES("\xD6\xD0\xCE\xC4\x80"), BYTES("\xE4\xB8\xAD\xE6\x96\x87\xE2\x82\xAC")},
    {"gbk",
        BYTES("\xE9"
              "F\xD6<b>\xD6\xD0\xFF"),
        BYTES("\xE9\x95\x95" FFFD "<b>\xE4\xB8\xAD" FFFD)},
    {"gb18030", BYTES("\x94\x39\xDA\x33\x81\x30<"), BYTES("\xF0\x9F\x92\xA9" FFFD "0<")},
    {"gb18030", BYTES("a\x81\x30"), BYTES("a" FFFD "0")},
    {"big5", BYTES("\xA4\xA4\xA4\xE5\xA4<b>\xA4"),
        BYTES("\xE4\xB8\xAD\xE6\x96\x87" FFFD "<b>" FFFD)},
    {"big5", BYTES("\x88\x62"), BYTES("\xC3\x8A\xCC\x84")}, /* HKSCS: two code points */
    {"big5", BYTES("\x88\x66\xFF\xA4\xA4"), BYTES("\xC3\x8A" FFFD "\xE4\xB8\xAD")},
    {"iso-2022-jp", BYTES("a\x1B$BF|K\\\x1B(Bb"),
        BYTES("a\xE6\x97\xA5\xE6\x9C\xAC"
              "b")},
    {"iso-2022-jp", BYTES("\x1B$BF|\xFFK\\\x1B(Bb"),
        BYTES("\xE6\x97\xA5" FFFD "\xE6\x9C\xAC"
              "b")},
    /* UTF-16 */
    {"utf-16", BYTES("a\0\xAC\x20=\xD8\xA9\xDC"), BYTES("a\xE2\x82\xAC\xF0\x9F\x92\xA9")},
    {"utf-16be", BYTES("\0a\x20\xAC\xD8=\xDC\xA9"), BYTES("a\xE2\x82\xAC\xF0\x9F\x92\xA9")},
    {"utf-16",
        BYTES("=\xD8"
              "a\0\xA9\xDC"
              "b\0"),
        BYTES(FFFD "a" FFFD "b")},
    {"utf-16", BYTES("a\0=\xD8"), BYTES("a" FFFD)},
    {"utf-16", BYTES("a\0b"), BYTES("a" FFFD)},
    {"utf-16", BYTES("a\0\0\0b\0"), BYTES("a" FFFD "b")},
};

START_TEST(decoding) {
    OWN_ARENA();
    pith__str text =
        pith__charset_decode(&arena, decode_cases[_i].bytes, charset(decode_cases[_i].label));
    CHECK_STR(text, decode_cases[_i].text);
}
END_TEST

/* ---- Lines in several charsets --------------------------------------------------------------- */

static const struct {
    pith__str bytes, text; /* No text: it is not mixed. */
} mixed_cases[] = {
    /* UTF-8 and windows-1252; a plain line in between, and none at the end. */
    {BYTES("Caf\xC3\xA9 \xC3\xA0 c\xC3\xB4t\xC3\xA9\nplain\nLe caf\xE9 ferm\xE9"),
        BYTES("Caf\xC3\xA9 \xC3\xA0 c\xC3\xB4t\xC3\xA9\nplain\nLe caf\xC3\xA9 ferm\xC3\xA9\n")},
    {BYTES("It\x92s \x93good\x94\r\nCaf\xC3\xA9 \xC3\xA0 c\xC3\xB4t\xC3\xA9\r\n"),
        BYTES("It\xE2\x80\x99s \xE2\x80\x9Cgood\xE2\x80\x9D\r\nCaf\xC3\xA9 \xC3\xA0 "
              "c\xC3\xB4t\xC3\xA9\r\n")},
    /* Damage in a line of UTF-8 stays damage, there and where a character was cut apart. */
    {BYTES("\xC3\xA9 \xC3\xA9 \xC3\xA9 \xC3\xA9 \xFF\ncut \xE2\x80\nferm\xE9 \xC0\n"),
        BYTES(
            "\xC3\xA9 \xC3\xA9 \xC3\xA9 \xC3\xA9 " FFFD "\ncut " FFFD "\nferm\xC3\xA9 \xC3\x80\n")},
    /* All of it in UTF-8, in one other charset, or with too few sequences for a proof. */
    {BYTES("Caf\xC3\xA9 \xC3\xA0 c\xC3\xB4t\xC3\xA9\n"), {NULL, 0}},
    {BYTES("Le caf\xE9\nferm\xE9\n"), {NULL, 0}},
    {BYTES("Caf\xC3\xA9\nferm\xE9\n"), {NULL, 0}},
    {BYTES("plain\n"), {NULL, 0}},
    {BYTES(""), {NULL, 0}},
};

START_TEST(lines_in_several_charsets) {
    OWN_ARENA();
    pith__str text = {NULL, 0};
    bool mixed = pith__charset_decode_mixed(&arena, mixed_cases[_i].bytes, &text);
    ck_assert_int_eq(mixed, mixed_cases[_i].text.data != NULL);
    if (mixed)
        CHECK_STR(text, mixed_cases[_i].text);
}
END_TEST

/* A text in one charset is never taken for a mixture, whatever its short lines look like; with many
   lines in UTF-8 around it, it is, and each part comes out as it was. */
START_TEST(languages_among_utf8) {
    OWN_ARENA();
    const char *text = languages[_i].text;
    pith__str bytes = encode(text, languages[_i].iconv);
    pith__str out;
    ck_assert(!pith__charset_decode_mixed(&arena, bytes, &out));
    pith__buffer page, expected;
    pith__buffer_init(&page, &arena, 1 << 20);
    pith__buffer_init(&expected, &arena, 1 << 20);
    for (int i = 0; i < 3; i++) {
        pith__buffer_add_str(&page, PITH_STR("\xE2\x82\xAC 5 \xE2\x80\x93 \xE2\x82\xAC 6\n"));
        pith__buffer_add_str(&page, bytes);
        pith__buffer_add_str(&page, PITH_STR("\n"));
        pith__buffer_add_str(&expected, PITH_STR("\xE2\x82\xAC 5 \xE2\x80\x93 \xE2\x82\xAC 6\n"));
        pith__buffer_add_str(&expected, pith__str_of(text));
        pith__buffer_add_str(&expected, PITH_STR("\n"));
    }
    ck_assert(pith__charset_decode_mixed(&arena, pith__buffer_str(&page), &out));
    CHECK_STR(out, pith__buffer_str(&expected));
}
END_TEST

START_TEST(utf32_by_its_mark) {
    OWN_ARENA();
    pith__str bytes = PITH_STR("\xFF\xFE\0\0a\0\0\0\xFF\xFF\xFF\xFF"
                               "b\0\0\0c\0");
    size_t skip;
    const pith__charset *found = pith__charset_sniff(bytes, NULL, false, &skip);
    CHECK_STR(pith__charset_decode(&arena, pith__str_slice(bytes, skip, bytes.length), found),
        PITH_STR("a" FFFD "b" FFFD));
}
END_TEST

START_TEST(clean_input_is_not_copied) {
    OWN_ARENA();
    pith__str utf8 = PITH_STR("caf\xC3\xA9"), ascii = PITH_STR("cafe");
    ck_assert_ptr_eq(pith__charset_decode(&arena, utf8, charset("utf-8")).data, utf8.data);
    ck_assert_ptr_eq(pith__charset_decode(&arena, ascii, charset("latin1")).data, ascii.data);
    ck_assert_ptr_eq(pith__charset_decode(&arena, ascii, charset("gbk")).data, ascii.data);
}
END_TEST

START_TEST(a_charset_that_iconv_does_not_know) {
    OWN_ARENA();
    pith__charset odd = {.name = "odd", .iconv = {"no such charset"}, .form = PITH_FORM_SINGLE};
    CHECK_STR(
        pith__charset_decode(&arena, PITH_STR("a\xC3\xA9\xE9"), &odd), PITH_STR("a\xC3\xA9" FFFD));
}
END_TEST

/* Every byte and every pair of bytes, in every charset: valid UTF-8 comes out, ASCII survives. */
START_TEST(all_pairs_of_bytes) {
    OWN_ARENA();
    const pith__charset *row = &pith__charsets[_i];
    char *bytes = pith__arena_alloc(&arena, 256 * 256 * 4);
    size_t length = 0;
    for (int first = 0; first < 256; first++) {
        for (int second = 0; second < 256; second++) {
            bytes[length++] = (char)first;
            bytes[length++] = (char)second;
            bytes[length++] = '\n';
            bytes[length++] = '\n';
        }
    }
    pith__str text = pith__charset_decode(&arena, (pith__str){bytes, length}, row);
    ck_assert(pith__utf8_valid(text));
    ck_assert_uint_le(text.length, length * 4);
    ck_assert(text.length == 0 || memchr(text.data, '\0', text.length) == NULL);
    if (row->form != PITH_FORM_SINGLE && row->form != PITH_FORM_MULTI)
        return;
    size_t lines = 0;
    for (size_t i = 0; i < text.length; i++)
        lines += text.data[i] == '\n';
    ck_assert_msg(lines == 2 * 65536 + 2 * 256, "%s: %zu lines", row->name, lines);
}
END_TEST

/* A small generator of our own: the same bytes on every system. */
static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

START_TEST(random_bytes_never_fail) {
    OWN_ARENA();
    uint32_t state = (uint32_t)_i + 1;
    const pith__charset *row = &pith__charsets[_i];
    for (int round = 0; round < 40; round++) {
        size_t length = next_random(&state) % 400;
        char *bytes = malloc(length + 1); /* Not in the arena, so that overruns show. */
        for (size_t i = 0; i < length; i++) {
            uint32_t byte = next_random(&state);
            bytes[i] = (char)byte;
            /* Every other round with more of the bytes that have a meaning. */
            if (round % 2 == 0 && byte % 8 == 0)
                bytes[i] = "\x1B$B<(\0~{"[byte % 64 / 8];
        }
        pith__str input = {bytes, length};
        pith__str text = pith__charset_decode(&arena, input, row);
        ck_assert(pith__utf8_valid(text));
        ck_assert_uint_le(text.length, length * 4);
        size_t skip;
        const pith__charset *found = pith__charset_sniff(input, NULL, round % 3 == 0, &skip);
        ck_assert_ptr_nonnull(found);
        ck_assert_uint_le(skip, length);
        pith__looks_binary(input);
        free(bytes);
    }
}
END_TEST

static double seconds_to_decode(pith__str bytes, const pith__charset *row) {
    clock_t start = clock();
    pith__charset_decode(&arena, bytes, row);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/*
 * Broken all the way, which is the slowest; the bound is far above what linear time takes. The
 * input is not larger as AddressSanitizer looks at all of what is left at every call of iconv.
 */
START_TEST(decoding_takes_linear_time) {
    OWN_ARENA();
    static const char *const names[] = {
        "utf-8", "latin1", "gbk", "shift_jis", "euc-jp", "euc-kr", "big5", "utf-16", "iso-2022-jp"};
    pith__str broken = repeat(PITH_STR("\xFF\xDC"), 1 << 18);
    for (size_t i = 0; i < COUNT(names); i++) {
        double seconds = seconds_to_decode(broken, charset(names[i]));
        ck_assert_msg(seconds < 10, "%s: %f s", names[i], seconds);
    }
}
END_TEST

START_TEST(large_text_comes_out_whole) {
    OWN_ARENA();
    pith__str unit = encode("\xE6\x97\xA5\xE6\x9C\xAC x\n", "CP932");
    pith__str text = pith__charset_decode(&arena, repeat(unit, 200000), charset("sjis"));
    CHECK_STR(text, repeat(PITH_STR("\xE6\x97\xA5\xE6\x9C\xAC x\n"), 200000));
}
END_TEST

/* ---- Binary ---------------------------------------------------------------------------------- */

static const struct {
    pith__str bytes;
    bool binary;
} binary_cases[] = {
    {BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), true},
    {BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF"), true},
    {BYTES("GIF89a\1\0\1\0"), true},
    {BYTES("RIFF\x24\0\0\0WEBPVP8 "), true},
    {BYTES("PK\3\4\x14\0"), true},
    {BYTES("%PDF-1.7\n%\xE2\xE3\xCF\xD3"), true},
    {BYTES("\x1F\x8B\b\0"), true},
    {BYTES("\x7F"
           "ELF\2\1\1"),
        true},
    {BYTES("\0\0\0\x18"
           "ftypmp42"),
        true},
    {BYTES("ID3\3\0"), true},
    {BYTES("\0\1\2\3\4\5\6\7\x08\x0E\x0F"), true},
    {BYTES(""), false},
    {BYTES("PK"), false},
    {BYTES("GIF pictures are old."), false},
    {BYTES("ID3 tags are at the end."), false},
    {BYTES("The ftyp box comes first."), false},
    {BYTES("BZh is a prefix."), false},
    {BYTES("<p>A stray \0 in a page</p>"), false},
    {BYTES("a\0b"), false},
    {BYTES("\0"), false},
    {BYTES("\xEF\xBB\xBFtext"), false},
    {BYTES("\xFF\xFEt\0e\0x\0t\0"), false},
    {BYTES("t\0e\0x\0t\0 \0a\0s\0 \0U\0T\0F\0-\0"
           "1\0"
           "6\0"),
        false},
    {BYTES("\0t\0e\0x\0t\0 \0a\0s\0 \0U\0T\0F"), false},
    {BYTES("\xFF\xFE\0\0t\0\0\0e\0\0\0"), false},
    {BYTES("\x1B$BF|K\\\x1B(B \x1B$BF|K\\\x1B(B"), false},
    {BYTES("\xE9\xE8\xE0\x80\x81\x82\x90\x91"), false},
    {BYTES("page one\fpage two\tthree\r\n"), false},
};

START_TEST(binary) {
    ck_assert_int_eq(pith__looks_binary(binary_cases[_i].bytes), binary_cases[_i].binary);
}
END_TEST

START_TEST(binary_by_its_bytes) {
    OWN_ARENA();
    uint32_t state = 1;
    char *bytes = pith__arena_alloc(&arena, 20000);
    for (size_t i = 0; i < 20000; i++)
        bytes[i] = (char)next_random(&state);
    ck_assert(pith__looks_binary((pith__str){bytes, 20000}));
    memset(bytes, 'x', 20000);
    ck_assert(!pith__looks_binary((pith__str){bytes, 20000}));
    for (size_t i = 0; i < 20000; i += 100) /* A NUL in a hundred bytes: damaged text. */
        bytes[i] = '\0';
    ck_assert(!pith__looks_binary((pith__str){bytes, 20000}));
    memset(bytes, 0, 512); /* An archive of tar: the signature lies behind a name. */
    memcpy(bytes, "file.txt", 8);
    memcpy(bytes + 257, "ustar", 5);
    ck_assert(pith__looks_binary((pith__str){bytes, 512}));
}
END_TEST

static Suite *suite(void) {
    const int rows = 42;
    Suite *charsets = suite_create("charset");
    TCase *sniffing_case = tcase_create("sniffing");
    tcase_set_timeout(sniffing_case, 60);
    tcase_add_checked_fixture(sniffing_case, begin, end);
    tcase_add_test(sniffing_case, every_label_finds_its_row);
    tcase_add_test(sniffing_case, iconv_knows_every_charset);
    tcase_add_loop_test(sniffing_case, labels, 0, COUNT(label_cases));
    tcase_add_loop_test(sniffing_case, prescan, 0, COUNT(prescan_cases));
    tcase_add_loop_test(sniffing_case, prescan_of_cut_pages, 0, COUNT(prescan_cases));
    tcase_add_test(sniffing_case, prescan_of_wide_xml);
    tcase_add_test(sniffing_case, prescan_has_a_limit);
    tcase_add_loop_test(sniffing_case, byte_order_marks, 0, COUNT(mark_cases));
    tcase_add_loop_test(sniffing_case, sniffing, 0, COUNT(sniff_cases));
    tcase_add_test(sniffing_case, sniffing_nothing);
    tcase_add_test(sniffing_case, utf16_without_mark);
    tcase_add_loop_test(sniffing_case, undeclared_languages, 0, COUNT(languages));
    tcase_add_test(sniffing_case, short_western_text_is_windows_1252);
    tcase_add_loop_test(sniffing_case, binary, 0, COUNT(binary_cases));
    tcase_add_test(sniffing_case, binary_by_its_bytes);
    suite_add_tcase(charsets, sniffing_case);

    TCase *decoding_case = tcase_create("decoding");
    tcase_add_checked_fixture(decoding_case, begin, end);
    tcase_set_timeout(decoding_case, 120);
    tcase_add_loop_test(decoding_case, decoding, 0, COUNT(decode_cases));
    tcase_add_loop_test(decoding_case, lines_in_several_charsets, 0, COUNT(mixed_cases));
    tcase_add_loop_test(decoding_case, languages_among_utf8, 0, COUNT(languages));
    tcase_add_test(decoding_case, utf32_by_its_mark);
    tcase_add_test(decoding_case, clean_input_is_not_copied);
    tcase_add_test(decoding_case, a_charset_that_iconv_does_not_know);
    tcase_add_loop_test(decoding_case, all_pairs_of_bytes, 0, rows);
    tcase_add_loop_test(decoding_case, random_bytes_never_fail, 0, rows);
    tcase_add_test(decoding_case, decoding_takes_linear_time);
    tcase_add_test(decoding_case, large_text_comes_out_whole);
    suite_add_tcase(charsets, decoding_case);
    return charsets;
}

int main(void) {
    return run_suite(suite());
}
