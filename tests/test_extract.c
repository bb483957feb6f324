/* test_extract.c - the public calls: from bytes to an article, its errors, limits and promises. */
#include <check.h>
#include <jansson.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "pith.h"

#include "run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static pith_extractor *extractor;
static pith_error error;

static void begin(void) {
    extractor = pith_extractor_new(NULL, &error);
    ck_assert_msg(extractor != NULL, "%s", error.message);
}

static void end(void) {
    pith_extractor_free(extractor);
}

#define SENTENCE                                                                                   \
    "The harbour was quiet in the morning, and the boats that had come in during the night lay "   \
    "side by side along the wall, where nobody had yet begun to unload them. "
#define OTHER                                                                                      \
    "At noon the auction begins: by then the fish must be sorted, weighed and iced, and whoever "  \
    "comes too late has to sell to the smokehouse at half of the price. "

static const char html_page[] =
    "<!DOCTYPE html>\n<html lang=en><head><title>Boats at dawn - The Paper</title>"
    "<meta name=author content='Ann Lee'><link rel=canonical href='/boats'>"
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Boats at dawn\","
    "\"datePublished\":\"2024-05-06\"}</script></head><body>"
    "<nav><ul><li><a href=/a>Home</a><li><a href=/b>Sport</a><li><a href=/c>Weather</a></ul></nav>"
    "<article><h1>Boats at dawn</h1><p>By Ann Lee</p><p>" SENTENCE
    "</p><h2>The auction</h2><p>" OTHER SENTENCE
    "<p>Caf\xC3\xA9 e\xCC\x81t\xC3\xA9 \xE6\x96\x87\xE7\xAB\xA0 \xF0\x9F\x90\x9F " OTHER
    "</p><ul><li>Herring, which is sold by the crate<li>Cod</ul><pre>a\n  b</pre>"
    "<table><tr><th>Fish<th>Price<tr><td>Cod<td>12</table><blockquote>" OTHER "</blockquote>"
    "</article><div class=comments><p>" SENTENCE "</p></div>"
    "<footer>Copyright The Paper. <a href=/t>Terms</a></footer></body></html>";

static const char text_page[] =
    "Home\nSport\nWeather\n\nBoats at dawn\n\nBy Ann Lee\n\n" SENTENCE "\n\n" OTHER SENTENCE
    "\n\nCaf\xC3\xA9 \xE6\x96\x87\xE7\xAB\xA0 \xF0\x9F\x90\x9F " OTHER
    "\n\nRelated Articles\n\nMore fish\n\nCopyright The Paper\n";

/* Extracts from a copy that ends where the input does, so that reading on is found. */
static pith_status extract_with(const char *bytes, size_t length, pith_kind kind,
    const pith_options *options, pith_article **article) {
    char *copy = malloc(length == 0 ? 1 : length);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, bytes, length);
    pith_input input = {
        .bytes = copy, .length = length, .kind = kind, .url = "https://example.org/dir/page"};
    pith_status status = pith_extract(extractor, &input, options, article, &error);
    ck_assert_int_eq(memcmp(copy, bytes, length), 0);
    free(copy);
    ck_assert_int_eq(error.status, status);
    ck_assert_int_eq(*article == NULL, status != PITH_OK);
    return status;
}

static pith_article *extract(const char *bytes, size_t length, pith_kind kind) {
    pith_article *article;
    pith_status status = extract_with(bytes, length, kind, NULL, &article);
    ck_assert_msg(status == PITH_OK, "%s", error.message);
    return article;
}

static pith_article *extract_text(const char *text) {
    return extract(text, strlen(text), PITH_KIND_AUTO);
}

static void check_string(const char *text, size_t length) {
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(strlen(text), length);
    ck_assert(pith__utf8_valid((pith__str){text, length}));
}

/* What pith.h promises of every article. */
static void check_article(const pith_article *article) {
    check_string(article->text, article->text_length);
    check_string(article->comments, article->comments_length);
    const char *const *members = (const char *const *)(const void *)&article->metadata;
    for (size_t i = 0; i < sizeof article->metadata / sizeof *members; i++) {
        if (members[i] != NULL)
            check_string(members[i], strlen(members[i]));
    }
    size_t dropped[PITH_REASON_COUNT] = {0}, kept = 0;
    for (size_t i = 0; i < article->block_count; i++) {
        const pith_block *block = &article->blocks[i];
        check_string(block->text, block->length);
        ck_assert_uint_gt(block->length, 0);
        ck_assert_int_eq(block->kept, block->reason == PITH_REASON_KEPT);
        ck_assert(block->score >= 0.0F && block->score <= 1.0F);
        ck_assert_int_le(block->level, block->kind == PITH_BLOCK_HEADING     ? 6
                                       : block->kind == PITH_BLOCK_LIST_ITEM ? 255
                                                                             : 0);
        kept += block->kept;
        dropped[block->reason] += !block->kept;
    }
    ck_assert_mem_eq(dropped, article->dropped, sizeof dropped);
    ck_assert_int_eq(article->text_length > 0, kept > 0);
    ck_assert(article->confidence >= 0.0 && article->confidence <= 1.0);
    ck_assert(article->kind == PITH_KIND_HTML || article->kind == PITH_KIND_TEXT);
    ck_assert_ptr_nonnull(article->charset);
}

/* The whole article as one string: to be freed. */
static char *record_of(const pith_article *article) {
    char *record;
    size_t length;
    ck_assert_int_eq(
        pith_write(article, PITH_FORMAT_JSON, NULL, &record, &length, &error), PITH_OK);
    return record;
}

/* ---- The way of a page ----------------------------------------------------------------------- */

START_TEST(the_article_is_kept_and_the_page_dropped) {
    static const struct {
        const char *page;
        pith_kind kind;
    } cases[] = {{html_page, PITH_KIND_HTML}, {text_page, PITH_KIND_TEXT}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        pith_article *article = extract_text(cases[i].page);
        check_article(article);
        ck_assert_int_eq(article->kind, cases[i].kind);
        ck_assert_str_eq(article->charset, "UTF-8");
        ck_assert(!article->truncated);
        ck_assert_ptr_nonnull(strstr(article->text, "lay side by side along the wall"));
        ck_assert_ptr_nonnull(strstr(article->text, "sell to the smokehouse"));
        ck_assert_ptr_null(strstr(article->text, "Weather"));
        ck_assert_ptr_null(strstr(article->text, "Copyright"));
        ck_assert_double_gt(article->confidence, 0.5);
        ck_assert_pstr_eq(article->metadata.title, "Boats at dawn");
        ck_assert_pstr_eq(article->metadata.author, "Ann Lee");
        pith_article_free(article);
    }
}
END_TEST

START_TEST(text_is_written_from_the_blocks) {
    pith_article *article = extract_text(html_page);
    ck_assert_ptr_nonnull(strstr(article->text, "\n\nThe auction\n\nAt noon the auction begins"));
    ck_assert_ptr_nonnull(
        strstr(article->text, "\n\n- Herring, which is sold by the crate\n- Cod"));
    ck_assert_ptr_nonnull(strstr(article->text, "Caf\xC3\xA9 \xC3\xA9t\xC3\xA9 ")); /* Form C. */
    ck_assert_pstr_eq(article->metadata.url, "https://example.org/boats");
    ck_assert_pstr_eq(article->metadata.date, "2024-05-06");
    pith_article_free(article);
}
END_TEST

/* The indentation of its lines makes an item longer than its text. */
START_TEST(an_item_of_many_lines_is_whole) {
    char page[8192];
    size_t length = (size_t)sprintf(page, "<article><p>" SENTENCE OTHER SENTENCE "<ol><li>");
    for (int i = 0; i < 500; i++)
        length += (size_t)sprintf(page + length, "verse<br>");
    sprintf(page + length, "the end of it</ol><p>" OTHER SENTENCE "</article>");
    pith_article *article = extract_text(page);
    ck_assert_ptr_nonnull(strstr(article->text, "\n   verse\n   the end of it\n\nAt noon"));
    pith_article_free(article);
}
END_TEST

static const struct {
    const char *bytes;
    size_t length;
    pith_kind kind;
} kind_cases[] = {
#define CASE(bytes, kind)                                                                          \
    { bytes, sizeof(bytes) - 1, PITH_KIND_##kind }
    CASE("<!DOCTYPE html><p>a", HTML),
    CASE("<p>a", HTML),
    CASE("  \r\n\t<P>a", HTML),
    CASE("\xEF\xBB\xBF<p>a", HTML),
    CASE("\xEF\xBB\xBF \n<p>a", HTML),
    CASE("<!-- a --><p>b", HTML),
    CASE("<?xml version='1.0'?><html>a", HTML),
    CASE("Skip to content\n<div class=a>b</div>", HTML),
    CASE("junk <HTML>a", HTML),
    CASE("one</p> two", HTML),
    CASE("\xFF\xFE<\0p\0>\0a\0b\0c\0", HTML),
    CASE("\xFE\xFF\0<\0p\0>\0a\0b\0c", HTML),
    CASE("<\0p\0>\0a\0b\0c\0d\0e\0", HTML),
    CASE("\0<\0p\0>\0a\0b\0c\0d\0e", HTML),
    CASE("plain words", TEXT),
    CASE("a < b and b > c", TEXT),
    CASE("<3 hearts", TEXT),
    CASE("< p>a", TEXT),
    CASE("1 <b>bold</b> word", TEXT),
    CASE("\xFF\xFEp\0l\0a\0i\0n\0", TEXT),
    CASE("p\0l\0a\0i\0n\0", TEXT),
    CASE("a", TEXT),
    CASE("<", TEXT),
#undef CASE
};

START_TEST(kinds_are_told_by_the_first_bytes) {
    pith_article *article = extract(kind_cases[_i].bytes, kind_cases[_i].length, PITH_KIND_AUTO);
    ck_assert_int_eq(article->kind, kind_cases[_i].kind);
    check_article(article);
    pith_article_free(article);
}
END_TEST

START_TEST(the_caller_knows_the_kind_better) {
    pith_article *article = extract("<p>a", 4, PITH_KIND_TEXT);
    ck_assert_int_eq(article->kind, PITH_KIND_TEXT);
    ck_assert_uint_eq(article->block_count, 1);
    ck_assert_str_eq(article->blocks[0].text, "<p>a");
    pith_article_free(article);
    article = extract("plain", 5, PITH_KIND_HTML);
    ck_assert_int_eq(article->kind, PITH_KIND_HTML);
    ck_assert_str_eq(article->blocks[0].text, "plain");
    pith_article_free(article);
}
END_TEST

static const struct {
    const char *bytes, *hint, *charset, *text;
} charset_cases[] = {
    {"<p>caf\xC3\xA9", NULL, "UTF-8", "caf\xC3\xA9"},
    {"<p>caf\xE9", "latin1", "windows-1252", "caf\xC3\xA9"},
    {"<p>caf\xE9", " ISO-8859-1 ", "windows-1252", "caf\xC3\xA9"},
    {"<meta charset=koi8-r><p>\xC1", NULL, "KOI8-R", "\xD0\xB0"},
    {"<meta charset=koi8-r><p>\xC1", "windows-1251", "windows-1251", "\xD0\x91"},
    {"\xEF\xBB\xBF<p>caf\xC3\xA9", "latin1", "UTF-8", "caf\xC3\xA9"},
};

START_TEST(charsets_are_decoded) {
    pith_input input = {.bytes = charset_cases[_i].bytes,
        .length = strlen(charset_cases[_i].bytes),
        .charset = charset_cases[_i].hint};
    pith_article *article;
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, &article, &error), PITH_OK);
    ck_assert_str_eq(article->charset, charset_cases[_i].charset);
    ck_assert_uint_eq(article->block_count, 1);
    ck_assert_str_eq(article->blocks[0].text, charset_cases[_i].text);
    pith_article_free(article);
}
END_TEST

/* An HTML page, and a dump. */
static const char *const pages_with_features[] = {
    html_page, "Harbour reopens\n\nThe harbour opened again, and nobody was late.\n"};

START_TEST(features_are_one_line_of_json) {
    const char *page = pages_with_features[_i];
    pith_input input = {.bytes = page, .length = strlen(page), .url = "https://example.org/\xFF"};
    char *output;
    size_t length;
    ck_assert_int_eq(
        pith_write_features(extractor, &input, NULL, "7 \"\n", &output, &length, &error), PITH_OK);
    check_string(output, length);
    ck_assert_ptr_null(strchr(output, '\n'));
    json_t *record = json_loads(output, JSON_REJECT_DUPLICATES, NULL);
    pith_free(output);
    ck_assert_ptr_nonnull(record);
    ck_assert_pstr_eq(json_string_value(json_object_get(record, "id")), "7 \"\n");
    ck_assert_ptr_nonnull(json_string_value(json_object_get(record, "url")));
    json_t *features = json_object_get(record, "features");
    json_t *blocks = json_object_get(features, "blocks");
    size_t columns = json_array_size(json_object_get(features, "names"));
    pith_article *article = extract_text(page);
    ck_assert_uint_gt(columns, 0);
    ck_assert_uint_eq(json_array_size(blocks), article->block_count);
    for (size_t i = 0; i < article->block_count; i++) {
        json_t *block = json_array_get(blocks, i);
        ck_assert_uint_eq(json_array_size(json_object_get(block, "values")), columns);
        ck_assert_pstr_eq(
            json_string_value(json_object_get(block, "text")), article->blocks[i].text);
    }
    pith_article_free(article);
    json_decref(record);
}
END_TEST

START_TEST(features_have_the_errors_of_an_extraction) {
    pith_options small = pith_options_default();
    small.max_memory = 1000;
    pith_input page = {.bytes = "<p>", .length = 3}, empty = {.bytes = "", .length = 0};
    const struct {
        const pith_extractor *extractor;
        const pith_input *input;
        const pith_options *options;
        pith_status status;
    } cases[] = {
        {extractor, &page, NULL, PITH_OK},
        {extractor, &page, &small, PITH_ERROR_MEMORY},
        {extractor, &empty, NULL, PITH_ERROR_EMPTY},
        {NULL, &page, NULL, PITH_ERROR_USAGE},
        {extractor, NULL, NULL, PITH_ERROR_USAGE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *output = NULL;
        size_t length = 0;
        ck_assert_int_eq(pith_write_features(cases[i].extractor, cases[i].input, cases[i].options,
                             NULL, &output, &length, &error),
            cases[i].status);
        ck_assert_int_eq(error.status, cases[i].status);
        if (cases[i].status == PITH_OK)
            ck_assert_str_eq(output, "{\"url\":null,\"features\":null}");
        else
            ck_assert_ptr_null(output);
        pith_free(output);
    }
    char *output;
    size_t length;
    ck_assert_int_eq(
        pith_write_features(extractor, &page, NULL, NULL, NULL, &length, NULL), PITH_ERROR_USAGE);
    ck_assert_int_eq(
        pith_write_features(extractor, &page, NULL, NULL, &output, NULL, NULL), PITH_ERROR_USAGE);
}
END_TEST

/* ---- Errors ---------------------------------------------------------------------------------- */

START_TEST(null_arguments_are_refused) {
    pith_input input = {.bytes = "a", .length = 1}, none = {.length = 1};
    pith_article *article = (pith_article *)&input;
    ck_assert_int_eq(pith_extract(NULL, &input, NULL, &article, &error), PITH_ERROR_USAGE);
    ck_assert_str_eq(error.message, pith_status_text(PITH_ERROR_USAGE));
    ck_assert_ptr_null(article);
    ck_assert_int_eq(pith_extract(extractor, NULL, NULL, &article, &error), PITH_ERROR_USAGE);
    ck_assert_int_eq(pith_extract(extractor, &none, NULL, &article, &error), PITH_ERROR_USAGE);
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, NULL, &error), PITH_ERROR_USAGE);
    ck_assert_int_eq(pith_extract(NULL, NULL, NULL, NULL, NULL), PITH_ERROR_USAGE);
    pith_article_free(NULL);
    pith_extractor_free(NULL);
}
END_TEST

static const struct {
    const char *bytes;
    size_t length;
    pith_status status;
} error_cases[] = {
#define CASE(bytes, status)                                                                        \
    { bytes, sizeof(bytes) - 1, PITH_##status }
    CASE("", ERROR_EMPTY),
    CASE(" \t\r\n\f ", ERROR_EMPTY),
    CASE("\xEF\xBB\xBF", ERROR_EMPTY),
    CASE("\xEF\xBB\xBF \n", ERROR_EMPTY),
    CASE("\xFF\xFE", ERROR_EMPTY),
    CASE("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", ERROR_BINARY),
    CASE("\x7F"
         "ELF\2\1\1\0\0\0\0\0\0\0",
        ERROR_BINARY),
    CASE("PK\3\4\x14\0\0\0", ERROR_BINARY),
    CASE("\1\2\3\4\5\6\7\16\17\20", ERROR_BINARY),
    CASE("\xC2\xA0", OK), /* White space, but not that of bytes: a page without an article. */
    CASE("<p>", OK),
    CASE("<!-- -->", OK),
    CASE("<frameset><frame src=a></frameset>", OK),
#undef CASE
};

START_TEST(errors_are_values) {
    static const pith_kind kinds[] = {PITH_KIND_AUTO, PITH_KIND_HTML, PITH_KIND_TEXT};
    for (size_t k = 0; k < COUNT(kinds); k++) {
        pith_article *article;
        pith_status status =
            extract_with(error_cases[_i].bytes, error_cases[_i].length, kinds[k], NULL, &article);
        ck_assert_int_eq(status, error_cases[_i].status);
        ck_assert_str_eq(
            error.message, status == PITH_OK ? "" : pith_status_text(error_cases[_i].status));
        if (status == PITH_OK)
            check_article(article);
        pith_article_free(article);
    }
}
END_TEST

START_TEST(nothing_may_be_given_as_null) {
    pith_input input = {.bytes = NULL, .length = 0};
    pith_article *article;
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, &article, NULL), PITH_ERROR_EMPTY);
    ck_assert_ptr_null(article);
}
END_TEST

START_TEST(a_page_without_an_article_is_no_error) {
    pith_article *article = extract_text("<p></p><p>&nbsp;</p>");
    ck_assert_str_eq(article->text, "");
    ck_assert_str_eq(article->comments, "");
    ck_assert_uint_eq(article->block_count, 0);
    ck_assert_double_eq(article->confidence, 0.0);
    pith_article_free(article);
}
END_TEST

START_TEST(unknown_charsets_are_named) {
    pith_input input = {.bytes = "<p>a", .length = 4, .charset = "kling\non"};
    pith_article *article;
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, &article, &error), PITH_ERROR_CHARSET);
    ck_assert_str_eq(error.message, "unknown charset: kling?on");
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, &article, NULL), PITH_ERROR_CHARSET);
    input.charset = "";
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, &article, NULL), PITH_ERROR_CHARSET);
}
END_TEST

START_TEST(an_extractor_needs_its_folder) {
    ck_assert_ptr_null(pith_extractor_new("no/such/folder", &error));
    ck_assert_int_eq(error.status, PITH_ERROR_IO);
    ck_assert_str_eq(error.message, "no/such/folder: No such file or directory");
    ck_assert_ptr_null(pith_extractor_new("no/such/folder", NULL));
}
END_TEST

START_TEST(names_are_those_of_the_header) {
    ck_assert_str_eq(pith_reason_name(PITH_REASON_KEPT), "kept");
    ck_assert_str_eq(pith_reason_name(PITH_REASON_CAPTION_CREDIT), "caption");
    ck_assert_str_eq(pith_reason_name(PITH_REASON_COUNT), "unknown");
    ck_assert_str_eq(pith_reason_name((pith_reason)-1), "unknown");
    ck_assert_str_eq(pith_block_kind_name(PITH_BLOCK_LIST_ITEM), "list_item");
    ck_assert_str_eq(pith_block_kind_name((pith_block_kind)99), "unknown");
    ck_assert_uint_gt(strlen(pith_version()), 0);
    pith_options options = pith_options_default();
    ck_assert_uint_eq(options.max_input, PITH_MAX_INPUT);
    ck_assert_uint_eq(options.max_memory, PITH_MAX_MEMORY);
    ck_assert_uint_eq(options.max_elements, PITH_MAX_ELEMENTS);
    ck_assert_uint_eq(options.max_blocks, PITH_MAX_BLOCKS);
    ck_assert_uint_eq(options.max_depth, PITH_MAX_DEPTH);
}
END_TEST

/* ---- Limits ---------------------------------------------------------------------------------- */

static const char *const both_pages[] = {html_page, text_page};

START_TEST(a_long_input_is_cut) {
    const char *page = both_pages[_i];
    size_t length = strlen(page);
    for (size_t maximum = 0; maximum <= length + 1; maximum += maximum < length - 2 ? 7 : 1) {
        pith_options options = pith_options_default();
        options.max_input = maximum;
        pith_article *article;
        pith_status status = extract_with(page, length, (pith_kind)(_i + 1), &options, &article);
        ck_assert_int_eq(status, maximum == 0 ? PITH_ERROR_EMPTY : PITH_OK);
        if (article == NULL)
            continue;
        check_article(article);
        ck_assert_int_eq(article->truncated, maximum < length);
        /* A character that the cut went through has gone, not become U+FFFD. */
        for (size_t i = 0; i < article->block_count; i++)
            ck_assert_ptr_null(strstr(article->blocks[i].text, "\xEF\xBF\xBD"));
        pith_article_free(article);
    }
}
END_TEST

/* From too little to plenty: either an article or an error, and no memory is lost (the sanitizers
   tell). */
START_TEST(memory_is_limited) {
    const char *page = both_pages[_i];
    pith_options options = pith_options_default();
    bool done = false;
    char *whole = NULL;
    for (options.max_memory = 0; options.max_memory < (size_t)8 << 20;
         options.max_memory += options.max_memory / 16 + 512) {
        pith_article *article;
        pith_status status = extract_with(page, strlen(page), PITH_KIND_AUTO, &options, &article);
        if (!done && status == PITH_ERROR_MEMORY) {
            ck_assert_str_eq(error.message, pith_status_text(PITH_ERROR_MEMORY));
            continue;
        }
        ck_assert_int_eq(status, PITH_OK);
        check_article(article);
        char *record = record_of(article);
        if (done)
            ck_assert_str_eq(record, whole);
        free(whole);
        whole = record;
        done = true;
        pith_article_free(article);
    }
    ck_assert(done);
    free(whole);
}
END_TEST

START_TEST(a_large_page_keeps_to_its_memory) {
    enum { PARAGRAPHS = 20000 };
    size_t length = PARAGRAPHS * (sizeof SENTENCE + 2);
    char *page = malloc(length + 1);
    ck_assert_ptr_nonnull(page);
    for (size_t i = 0, at = 0; i < PARAGRAPHS; i++)
        at += (size_t)sprintf(page + at, "<p>%s", SENTENCE);
    pith_options options = pith_options_default();
    options.max_memory = 4 << 20;
    pith_article *article;
    ck_assert_int_eq(
        extract_with(page, strlen(page), PITH_KIND_HTML, &options, &article), PITH_ERROR_MEMORY);
    ck_assert_int_eq(extract_with(page, strlen(page), PITH_KIND_HTML, NULL, &article), PITH_OK);
    ck_assert_uint_eq(article->block_count, PARAGRAPHS);
    pith_article_free(article);
    free(page);
}
END_TEST

START_TEST(parts_of_a_page_are_limited) {
    static const size_t limits[] = {0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 1000, SIZE_MAX};
    for (int part = 0; part < 3; part++) {
        for (size_t i = 0; i < COUNT(limits); i++) {
            pith_options options = pith_options_default();
            *(part == 0     ? &options.max_elements
                : part == 1 ? &options.max_blocks
                            : &options.max_depth) = limits[i];
            for (size_t page = 0; page < COUNT(both_pages); page++) {
                pith_article *article;
                ck_assert_int_eq(extract_with(both_pages[page], strlen(both_pages[page]),
                                     PITH_KIND_AUTO, &options, &article),
                    PITH_OK);
                check_article(article);
                bool concerned = page == 0 || part == 1; /* A dump has blocks alone. */
                if (limits[i] <= (part == 2 ? 0 : 2))
                    ck_assert_int_eq(article->truncated, concerned);
                if (limits[i] >= 1000)
                    ck_assert(!article->truncated);
                if (part == 1)
                    ck_assert_uint_le(article->block_count, limits[i]);
                pith_article_free(article);
            }
        }
    }
}
END_TEST

/* ---- The same, again ------------------------------------------------------------------------- */

START_TEST(the_same_input_gives_the_same_bytes) {
    for (size_t i = 0; i < COUNT(both_pages); i++) {
        pith_article *first = extract_text(both_pages[i]), *second = extract_text(both_pages[i]);
        char *one = record_of(first), *two = record_of(second);
        ck_assert_str_eq(one, two);
        ck_assert_uint_eq(first->block_count, second->block_count);
        for (size_t k = 0; k < first->block_count; k++) {
            ck_assert_str_eq(first->blocks[k].text, second->blocks[k].text);
            ck_assert(first->blocks[k].score >= second->blocks[k].score &&
                      first->blocks[k].score <= second->blocks[k].score);
        }
        pith_article_free(first);
        pith_article_free(second);
        pith_free(one);
        pith_free(two);
    }
}
END_TEST

static char *expected_records[COUNT(both_pages)];

/* Returns what went wrong, or NULL. Check's own functions belong to the main thread. */
static void *extract_many(void *unused) {
    (void)unused;
    for (size_t i = 0; i < 40; i++) {
        const char *page = both_pages[i % COUNT(both_pages)];
        pith_input input = {
            .bytes = page, .length = strlen(page), .url = "https://example.org/dir/page"};
        pith_article *article;
        char *record;
        size_t length;
        if (pith_extract(extractor, &input, NULL, &article, NULL) != PITH_OK)
            return "an extraction failed";
        if (pith_write(article, PITH_FORMAT_JSON, NULL, &record, &length, NULL) != PITH_OK)
            return "a writer failed";
        bool same = strcmp(record, expected_records[i % COUNT(both_pages)]) == 0;
        pith_article_free(article);
        pith_free(record);
        if (!same)
            return "the records differ";
    }
    return NULL;
}

START_TEST(threads_share_an_extractor) {
    pthread_t threads[8];
    for (size_t i = 0; i < COUNT(both_pages); i++) {
        pith_article *article = extract_text(both_pages[i]);
        expected_records[i] = record_of(article);
        pith_article_free(article);
    }
    for (size_t i = 0; i < COUNT(threads); i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, extract_many, NULL), 0);
    const char *wrong = NULL;
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *result;
        ck_assert_int_eq(pthread_join(threads[i], &result), 0);
        wrong = result != NULL ? result : wrong;
    }
    ck_assert_msg(wrong == NULL, "%s", wrong);
    for (size_t i = 0; i < COUNT(both_pages); i++)
        pith_free(expected_records[i]);
}
END_TEST

/* ---- Broken pages ---------------------------------------------------------------------------- */

/* xorshift: the same sequence everywhere. */
static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Changes, removes, doubles or swaps parts of a page; returns its new length. */
static size_t mutate(char *page, size_t length, size_t capacity, uint32_t *random) {
    static const char *const parts[] = {"<", ">", "</", "<p>", "</p>", "<table><tr><td>", "&#x",
        "&", "\"", "'", "<!--", "-->", "<script>", "</div>", "<b><i>", "<svg>", "<template>",
        "\xC3", "\xFF", "\n\n", "<li>", "<pre>", "<select>", "<noscript>", "<frameset>",
        "{\"@graph\":["};
    size_t at = next_random(random) % (length + 1);
    size_t size = next_random(random) % 40;
    if (size > length - at)
        size = length - at;
    const char *part = parts[next_random(random) % COUNT(parts)];
    switch (next_random(random) % 4) {
    case 0: /* A byte. */
        if (at < length)
            page[at] = (char)(next_random(random) % 256);
        return length;
    case 1: /* Less. */
        memmove(page + at, page + at + size, length - at - size);
        return length - size;
    case 2: /* A sign that means something. */
        size = strlen(part);
        if (length + size > capacity)
            return length;
        memmove(page + at + size, page + at, length - at);
        memcpy(page + at, part, size);
        return length + size;
    default: /* Twice. */
        if (length + size > capacity)
            return length;
        memmove(page + at + size, page + at, length - at);
        return length + size;
    }
}

START_TEST(broken_pages_do_no_harm) {
    enum { ROUNDS = 400, CAPACITY = 8192 };
    char page[CAPACITY];
    uint32_t random = 2463534242u + (uint32_t)_i;
    for (int round = 0; round < ROUNDS; round++) {
        const char *whole = both_pages[_i % 2];
        size_t length = strlen(whole);
        memcpy(page, whole, length);
        for (uint32_t changes = next_random(&random) % 24 + 1; changes > 0; changes--)
            length = mutate(page, length, CAPACITY, &random);
        pith_article *article;
        pith_status status = extract_with(page, length, (pith_kind)(round % 3), NULL, &article);
        ck_assert(status == PITH_OK || status == PITH_ERROR_BINARY || status == PITH_ERROR_EMPTY);
        if (article == NULL)
            continue;
        check_article(article);
        for (int format = PITH_FORMAT_TEXT; format <= PITH_FORMAT_JSON; format++) {
            char *output;
            size_t written;
            ck_assert_int_eq(
                pith_write(article, (pith_format)format, NULL, &output, &written, NULL), PITH_OK);
            check_string(output, written);
            pith_free(output);
        }
        pith_article_free(article);
    }
}
END_TEST

static Suite *suite(void) {
    Suite *extraction = suite_create("extract");
    TCase *way = tcase_create("way");
    tcase_add_checked_fixture(way, begin, end);
    tcase_add_test(way, the_article_is_kept_and_the_page_dropped);
    tcase_add_test(way, text_is_written_from_the_blocks);
    tcase_add_test(way, an_item_of_many_lines_is_whole);
    tcase_add_loop_test(way, kinds_are_told_by_the_first_bytes, 0, COUNT(kind_cases));
    tcase_add_test(way, the_caller_knows_the_kind_better);
    tcase_add_loop_test(way, charsets_are_decoded, 0, COUNT(charset_cases));
    tcase_add_loop_test(way, features_are_one_line_of_json, 0, (int)COUNT(pages_with_features));
    tcase_add_test(way, features_have_the_errors_of_an_extraction);
    suite_add_tcase(extraction, way);

    TCase *errors = tcase_create("errors");
    tcase_add_checked_fixture(errors, begin, end);
    tcase_add_test(errors, null_arguments_are_refused);
    tcase_add_loop_test(errors, errors_are_values, 0, COUNT(error_cases));
    tcase_add_test(errors, nothing_may_be_given_as_null);
    tcase_add_test(errors, a_page_without_an_article_is_no_error);
    tcase_add_test(errors, unknown_charsets_are_named);
    tcase_add_test(errors, an_extractor_needs_its_folder);
    tcase_add_test(errors, names_are_those_of_the_header);
    suite_add_tcase(extraction, errors);

    TCase *limits = tcase_create("limits");
    tcase_add_checked_fixture(limits, begin, end);
    tcase_set_timeout(limits, 120);
    tcase_add_loop_test(limits, a_long_input_is_cut, 0, COUNT(both_pages));
    tcase_add_loop_test(limits, memory_is_limited, 0, COUNT(both_pages));
    tcase_add_test(limits, a_large_page_keeps_to_its_memory);
    tcase_add_test(limits, parts_of_a_page_are_limited);
    suite_add_tcase(extraction, limits);

    TCase *again = tcase_create("again");
    tcase_add_checked_fixture(again, begin, end);
    tcase_set_timeout(again, 120);
    tcase_add_test(again, the_same_input_gives_the_same_bytes);
    tcase_add_test(again, threads_share_an_extractor);
    tcase_add_loop_test(again, broken_pages_do_no_harm, 0, 6);
    suite_add_tcase(extraction, again);
    return extraction;
}

int main(void) {
    return run_suite(suite());
}
