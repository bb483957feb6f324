/* test_explain.c - explanations: contributions, descriptions, findings, and what is written. */
#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/unicode.h"
#include "explain/descriptions.h"
#include "explain/report.h"
#include "heuristics/heuristics.h"
#include "pith.h"
#include "score/contributions.h"
#include "score/dump_features.h"
#include "score/features.h"
#include "score/forest.h"
#include "score/model.h"

#include "fixture.h"

/* ---- Contributions --------------------------------------------------------------------------- */

static const pith__forest *forest_of(const char *const *lines, size_t count) {
    pith__model *model = pith__model_new(&arena);
    for (size_t i = 0; i < count; i++) {
        const char *cause =
            pith__model_line(&arena, model, PITH_STR("forest general"), pith__str_of(lines[i]));
        ck_assert_msg(cause == NULL, "%s: %s", lines[i], cause);
    }
    pith__forest *forest = &model->forests[PITH_FOREST_GENERAL];
    for (uint32_t c = 0; c < forest->column_count; c++)
        forest->columns[c].feature = forest->column_count - 1 - c; /* Not in order. */
    return forest;
}

static const char *const small_forest[] = {
    "scale 100",
    "start 30",
    "column a 0.5 1.5 2.5",
    "column b 0.5",
    "column c 10",
    "tree 0:1 1:0 -50 20 0:2 70 -10",
    "tree 1:0 5 -5",
    "tree 40",
    "tree 2:0 0:0 -7 9 0:1 3 100",
};

/* Rows of three features: c, b, a. */
static float *rows_of(uint32_t count) {
    float *rows = pith__arena_array(&arena, count, 3 * sizeof *rows);
    for (uint32_t i = 0; i < count; i++) {
        rows[3 * i] = (float)(i % 13);
        rows[3 * i + 1] = (float)(i % 2);
        rows[3 * i + 2] = (float)(i % 7) / 2; /* 0.5, 1.5 and 2.5 are edges. */
    }
    return rows;
}

START_TEST(contributions_add_up) {
    OWN_ARENA();
    const pith__forest *forest = forest_of(small_forest, COUNT(small_forest));
    static const uint32_t counts[] = {1, 2, 7, 1000};
    for (size_t k = 0; k < COUNT(counts); k++) {
        uint32_t count = counts[k];
        const float *rows = rows_of(count);
        double *sums = pith__arena_array(&arena, count, sizeof *sums);
        pith__forest_sums(
            &arena, forest, pith__forest_rows_of(&arena, forest, 1, rows, 3, 3, count), sums);
        pith__contributions found = pith__forest_contributions(&arena, forest, rows, 3, count);
        for (uint32_t i = 0; i < count; i++) {
            double sum = found.base;
            for (uint32_t c = 0; c < forest->column_count; c++)
                sum += (double)found.values[i * forest->column_count + c];
            ck_assert_double_eq_tol(sum, sums[i], 1e-5);
        }
    }
}
END_TEST

/* One tree with one node: with 8 of 10 rows on the left side, worth 1, and the others worth 0, the
   mean is (8 + 1) / (10 + 2), and the contributions are what is missing. */
START_TEST(contributions_are_measured_against_the_page) {
    OWN_ARENA();
    static const char *const lines[] = {"scale 1", "start 0", "column a 0.5", "tree 0:0 1 0"};
    const pith__forest *forest = forest_of(lines, COUNT(lines));
    const float rows[10] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
    pith__contributions found = pith__forest_contributions(&arena, forest, rows, 1, 10);
    ck_assert_double_eq_tol(found.base, 0.75, 1e-9);
    for (int i = 0; i < 10; i++)
        ck_assert_double_eq_tol((double)found.values[i], rows[i] < 0.5F ? 0.25 : -0.75, 1e-6);
    /* A page of one block has contributions, too. */
    found = pith__forest_contributions(&arena, forest, rows, 1, 1);
    ck_assert_double_eq_tol(found.base, 2.0 / 3.0, 1e-9);
    ck_assert_double_eq_tol((double)found.values[0], 1.0 / 3.0, 1e-6);
}
END_TEST

START_TEST(what_no_tree_asks_for_contributes_nothing) {
    OWN_ARENA();
    static const char *const lines[] = {
        "scale 1", "start -2", "column a 0.5", "column b 0.5", "tree 0:0 1 0"};
    const pith__forest *forest = forest_of(lines, COUNT(lines));
    const float rows[] = {0, 0, 1, 0};
    pith__contributions found = pith__forest_contributions(&arena, forest, rows, 2, 2);
    ck_assert_double_eq_tol((double)found.values[1], 0, 1e-9);
    ck_assert_double_eq_tol((double)found.values[3], 0, 1e-9);
}
END_TEST

/* ---- Descriptions ---------------------------------------------------------------------------- */

START_TEST(names_are_described) {
    OWN_ARENA();
    static const struct {
        pith_kind kind;
        const char *name, *words, *unit;
        bool found;
    } cases[] = {
        {PITH_KIND_HTML, "words", "words", "log", true},
        {PITH_KIND_HTML, "up_class_sidebar", "elements up to one called \"sidebar\"", "levels",
            true},
        {PITH_KIND_HTML, "up_nav", "elements up to <nav>", "levels", true},
        {PITH_KIND_HTML, "phrase_line-share", "a phrase of the group line-share", "yes", true},
        {PITH_KIND_HTML, "path", "blocks with the same path", "chance", true},
        {PITH_KIND_TEXT, "path", "blocks with the same path", "chance", true},
        {PITH_KIND_TEXT, "above2_ends", "2 lines above: it ends as a sentence does", "yes", true},
        {PITH_KIND_TEXT, "above1_phrase_line-date",
            "in the line above: a phrase of the group line-date", "yes", true},
        {PITH_KIND_HTML, "newest_feature", "newest_feature", "number", false},
        {PITH_KIND_HTML, "", "", "number", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const pith__descriptions *descriptions = pith__descriptions_new(&arena, cases[i].kind);
        pith__description found = pith__describe(&arena, descriptions, cases[i].name);
        ck_assert_str_eq(found.words, cases[i].words);
        ck_assert(pith__str_equal(found.unit, pith__str_of(cases[i].unit)));
        ck_assert(found.found == cases[i].found);
    }
}
END_TEST

START_TEST(values_are_words) {
    OWN_ARENA();
    static const struct {
        const char *unit;
        double value;
        const char *words;
    } cases[] = {
        {"number", 3, "3"},
        {"number", 0.256, "0.26"},
        {"number", -2.5, "-2.50"},
        {"number", 12.34, "12.3"},
        {"number", 1234.5, "1234"},
        {"number", -1, "none"},
        {"number", 999, "none"},
        {"number", -999, "none"},
        {"log", 3.73767, "41"},
        {"log", 0, "0"},
        {"log", -1, "none"},
        {"distance", -1.0986, "-2"},
        {"distance", -0.6931, "-1"},
        {"distance", -99, "none"},
        {"share", 0.333, "33%"},
        {"yes", 1, "yes"},
        {"yes", 0, "no"},
        {"levels", 0, "0"},
        {"levels", 20, "none"},
        {"tag", 0, "<html>"},
        {"tag", 100000, "<other>"},
        {"tag", -1, "none"},
        {"kind", 1, "heading"},
        {"rule", 0, "furniture"},
        {"rule", 3, "kept"},
        {"rule", 4, "none"},
        {"weight", -1, "-1"},
        {"chance", 0, "0.50"},
        {"no such unit", 7, "7"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(pith__value_in_words(&arena, pith__str_of(cases[i].unit), cases[i].value),
            cases[i].words);
}
END_TEST

static void check_described(pith_kind kind, const char *const *names, uint32_t count) {
    const pith__descriptions *descriptions = pith__descriptions_new(&arena, kind);
    ck_assert_uint_gt(count, 10);
    for (uint32_t i = 0; i < count; i++)
        ck_assert_msg(pith__describe(&arena, descriptions, names[i]).found,
            "src/explain/descriptions.conf has no line for %s", names[i]);
}

START_TEST(no_feature_is_without_words) {
    OWN_ARENA();
    pith_error error;
    heuristics = pith__heuristics_load(&arena, NULL, &error);
    ck_assert_msg(heuristics != NULL, "%s", error.message);
    const pith__features *html = pith__feature_names(&arena, heuristics);
    check_described(PITH_KIND_HTML, html->names, html->stride);
    const pith__features *text = pith__dump_feature_names(&arena, heuristics);
    check_described(PITH_KIND_TEXT, text->names, text->columns);
    static const char *const terms[] = {
#define PITH_X(name, text) text,
        PITH_SMOOTHING_MAP(PITH_X)
#undef PITH_X
    };
    check_described(PITH_KIND_HTML, terms, COUNT(terms));
}
END_TEST

/* ---- Explanations ---------------------------------------------------------------------------- */

#define SENTENCE                                                                                   \
    "The harbour was quiet in the morning, and the boats that had come in during the night lay "   \
    "side by side along the wall, where nobody had yet begun to unload them. "

static const char html_page[] =
    "<!DOCTYPE html><html lang=en><head><title>Boats at dawn</title></head><body>"
    "<nav class='main-menu'><a href=/a>Home</a> <a href=/b>Sport</a></nav>"
    "<article class='story'><h1>Boats at dawn</h1><p>" SENTENCE SENTENCE "</p><p>" SENTENCE
    "At noon the auction begins.</p><p>" SENTENCE "It ends at one.</p>"
    "<div class='share-bar'><a href=x>Share on Facebook</a></div></article>"
    "<aside class=sidebar><h2>Related articles</h2><ul><li><a href=/c>More fish</a>"
    "<li><a href=/d>Less fish</a></ul></aside></body></html>";

static const char text_page[] =
    "Home\nSport\n\nBoats at dawn\n\n" SENTENCE SENTENCE "\n\n" SENTENCE
    "At noon the auction begins.\n\n" SENTENCE "It ends at one.\n\nRelated articles\n\nMore fish\n";

/* What a terminal must not see: escape sequences in text, class and id; C1; an override of
   direction. */
static const char hostile_page[] =
    "<html><head><title>\x1b[31mred\x07</title></head><body><div class='a\x1b[2Jb share' "
    "id='\xC2\x9B"
    "31m'>"
    "<p>" SENTENCE "\x1b]0;title\x07 \xE2\x80\xAE desrever \xC2\x9B"
    "31m &#27;[31m </script><!-- </p>"
    "<p>&lt;/script>&lt;script>alert(1)&lt;/script> " SENTENCE "</p></div></body></html>";

static pith_extractor *extractor;

static void begin_with_extractor(void) {
    begin();
    pith_error error;
    extractor = pith_extractor_new(NULL, &error);
    ck_assert_msg(extractor != NULL, "%s", error.message);
}

static void end_with_extractor(void) {
    pith_extractor_free(extractor);
    end();
}

static pith_article *explained(const char *page, const pith_options *more) {
    pith_options options = more != NULL ? *more : pith_options_default();
    options.explain = true;
    pith_input input = {.bytes = page, .length = strlen(page)};
    pith_article *article = NULL;
    pith_error error;
    ck_assert_msg(pith_extract(extractor, &input, &options, &article, &error) == PITH_OK, "%s",
        error.message);
    ck_assert_ptr_nonnull(article->explanation);
    return article;
}

static double log_odds(double p) {
    return log(p / (1 - p));
}

START_TEST(an_explanation_adds_up_to_the_probability) {
    static const char *const pages[] = {html_page, text_page, hostile_page, "<p>One."};
    for (size_t i = 0; i < COUNT(pages); i++) {
        pith_article *article = explained(pages[i], NULL);
        for (size_t b = 0; b < article->block_count; b++) {
            const pith_block_explanation *block = &article->explanation->blocks[b];
            double sum = block->start + block->features_rest;
            for (size_t k = 0; k < block->feature_count; k++)
                sum += block->features[k].amount;
            for (size_t k = 0; k < block->surrounding_count; k++)
                sum += block->surroundings[k].amount;
            ck_assert_double_eq_tol(sum, block->log_odds, 1e-6);
            if (block->probability > 1e-5 && block->probability < 1 - 1e-5)
                ck_assert_double_eq_tol(sum, log_odds(block->probability), 1e-3);
            ck_assert_double_eq_tol(block->probability, (double)article->blocks[b].score, 1e-6);
        }
        pith_article_free(article);
    }
}
END_TEST

START_TEST(asking_why_changes_nothing) {
    static const char *const pages[] = {html_page, text_page, hostile_page};
    for (size_t i = 0; i < COUNT(pages); i++) {
        pith_input input = {.bytes = pages[i], .length = strlen(pages[i])};
        pith_article *plain = NULL;
        ck_assert_int_eq(pith_extract(extractor, &input, NULL, &plain, NULL), PITH_OK);
        ck_assert_ptr_null(plain->explanation);
        pith_article *article = explained(pages[i], NULL);
        ck_assert_str_eq(plain->text, article->text);
        ck_assert_uint_eq(plain->block_count, article->block_count);
        for (size_t b = 0; b < plain->block_count; b++) {
            ck_assert(plain->blocks[b].reason == article->blocks[b].reason);
            ck_assert(plain->blocks[b].score == article->blocks[b].score);
        }
        pith_article_free(plain);
        pith_article_free(article);
    }
}
END_TEST

/* The explanation of the block with this text. */
static const pith_block_explanation *why(const pith_article *article, const char *text) {
    for (size_t b = 0; b < article->block_count; b++) {
        if (strcmp(article->blocks[b].text, text) == 0)
            return &article->explanation->blocks[b];
    }
    ck_abort_msg("no block: %s", text);
    return NULL;
}

static const pith_finding *finding(
    const pith_block_explanation *block, pith_finding_kind kind, const char *text) {
    for (size_t i = 0; i < block->finding_count; i++) {
        if (block->findings[i].kind == kind && strcmp(block->findings[i].text, text) == 0)
            return &block->findings[i];
    }
    return NULL;
}

START_TEST(findings_have_the_names_of_the_heuristics) {
    pith_article *article = explained(html_page, NULL);
    const pith_block_explanation *block = why(article, "Share on Facebook");
    ck_assert_str_eq(block->path, "article.story > div.share-bar > a");
    const pith_finding *class = finding(block, PITH_FINDING_CLASS, "share");
    ck_assert_ptr_nonnull(class);
    ck_assert_str_eq(class->group, "share");
    ck_assert_str_eq(class->file, "heuristics/vocabulary/classes.conf");
    ck_assert_str_eq(class->element, "div.share-bar");
    ck_assert_uint_eq(class->up, 1);
    const pith_finding *token = finding(block, PITH_FINDING_TOKEN, "share");
    ck_assert_ptr_nonnull(token);
    ck_assert_double_lt(token->amount, 0);
    ck_assert_str_eq(token->file, "heuristics/models/html.conf");

    block = why(article, "Related articles");
    const pith_finding *phrase = NULL;
    for (size_t i = 0; i < block->finding_count && phrase == NULL; i++) {
        if (block->findings[i].kind == PITH_FINDING_PHRASE)
            phrase = &block->findings[i];
    }
    ck_assert_ptr_nonnull(phrase);
    ck_assert_str_eq(phrase->group, "section-related");
    ck_assert_str_eq(phrase->file, "heuristics/phrases/en.conf");
    ck_assert_uint_gt(phrase->line, 0);
    ck_assert_ptr_nonnull(strstr(block->words, "Dropped as"));
    pith_article_free(article);
}
END_TEST

/* The line of a phrase is that of its file: looked up there. */
START_TEST(phrases_stand_where_it_is_said) {
    OWN_ARENA();
    pith_error error;
    heuristics = pith__heuristics_load(&arena, NULL, &error);
    ck_assert_msg(heuristics != NULL, "%s", error.message);
    pith__words words = pith__words_of(&arena, PITH_STR("Related articles"));
    pith__found_phrase found[16];
    size_t count = pith__phrases_find(heuristics, words, 0, found, COUNT(found));
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_eq(pith__phrases_find(heuristics, words, 0, found, 1), 1);
    const char *source = getenv("PITH_SOURCE");
    if (source == NULL)
        return;
    char path[1024], line[4096];
    snprintf(path, sizeof path, "%s/%s", source, found[0].file);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    for (unsigned i = 0; i < found[0].line; i++)
        ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    fclose(file);
    ck_assert_msg(strstr(line, pith__str_copy(&arena, found[0].text)) != NULL, "%s", line);
}
END_TEST

START_TEST(the_page_is_explained) {
    pith_article *article = explained(html_page, NULL);
    const pith_explanation *page = article->explanation;
    ck_assert_uint_eq(page->type_count, 7);
    double sum = 0;
    for (size_t i = 0; i < page->type_count; i++) {
        sum += page->types[i].probability;
        ck_assert(i == 0 || page->types[i].probability <= page->types[i - 1].probability);
    }
    ck_assert_double_eq_tol(sum, 1, 1e-9);
    ck_assert_ptr_nonnull(strstr(page->threshold_words, "expected F1"));
    for (size_t b = 0; b < article->block_count; b++) {
        const pith_block *block = &article->blocks[b];
        const pith_block_explanation *e = &page->blocks[b];
        if (strcmp(e->rule, "probability") == 0)
            ck_assert(block->kept == (e->probability >= page->threshold));
        ck_assert(strncmp(e->words, block->kept ? "Kept: " : "Dropped as ", 6) == 0);
    }
    pith_article_free(article);
}
END_TEST

START_TEST(memory_of_an_explanation_is_limited) {
    pith_options options = pith_options_default();
    options.explain = true;
    pith_input input = {.bytes = html_page, .length = strlen(html_page)};
    size_t worked = 0, failed = 0;
    for (options.max_memory = 1 << 14; options.max_memory < 1 << 25; options.max_memory *= 2) {
        pith_article *article = NULL;
        pith_status status = pith_extract(extractor, &input, &options, &article, NULL);
        ck_assert(status == PITH_OK || status == PITH_ERROR_MEMORY);
        worked += status == PITH_OK;
        failed += status != PITH_OK;
        pith_article_free(article);
    }
    ck_assert_uint_gt(worked, 0);
    ck_assert_uint_gt(failed, 0);
}
END_TEST

/* ---- Writing --------------------------------------------------------------------------------- */

static char *written(const pith_article *after, const pith_article *before,
    pith_explain_format format, pith_explain_options options, pith_explain_totals *totals) {
    char *output = NULL;
    size_t length = 0;
    pith_error error;
    ck_assert_msg(pith_write_explanation(
                      after, before, format, &options, totals, &output, &length, &error) == PITH_OK,
        "%s", error.message);
    ck_assert_uint_eq(strlen(output), length);
    ck_assert(pith__utf8_valid((pith__str){output, length}));
    return output;
}

static const pith_explain_options named = {.name = "page \"one\""};

START_TEST(json_is_valid) {
    static const char *const pages[] = {html_page, text_page, hostile_page};
    for (size_t i = 0; i < COUNT(pages); i++) {
        pith_article *article = explained(pages[i], NULL);
        char *text = written(article, NULL, PITH_EXPLAIN_JSON, named, NULL);
        ck_assert_ptr_null(strchr(text, '\n'));
        ck_assert_ptr_null(strchr(text, '<'));
        json_error_t error;
        json_t *record = json_loads(text, JSON_REJECT_DUPLICATES, &error);
        ck_assert_msg(record != NULL, "%s", error.text);
        ck_assert_str_eq(json_string_value(json_object_get(record, "name")), named.name);
        json_t *blocks = json_object_get(record, "blocks");
        ck_assert_uint_eq(json_array_size(blocks), article->block_count);
        for (size_t b = 0; b < article->block_count; b++) {
            json_t *block = json_array_get(blocks, b);
            ck_assert_str_eq(
                json_string_value(json_object_get(block, "text")), article->blocks[b].text);
            ck_assert_uint_eq((size_t)json_integer_value(json_object_get(block, "block")), b + 1);
            size_t f;
            json_t *feature;
            json_array_foreach(json_object_get(block, "features"), f, feature) {
                const char *name = json_string_value(json_object_get(feature, "name"));
                ck_assert_ptr_nonnull(
                    json_object_get(json_object_get(record, "descriptions"), name));
            }
        }
        json_decref(record);
        pith_free(text);
        pith_article_free(article);
    }
}
END_TEST

/* Whether the text holds what could steer a terminal; colours may be allowed. */
static bool steers(const char *text, bool colors) {
    const char *end = text + strlen(text);
    for (const char *p = text; p < end;) {
        if (colors && strncmp(p, "\x1b[", 2) == 0) {
            p += 2;
            while (*p >= '0' && *p <= '9')
                p++;
            if (*p++ != 'm')
                return true;
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        if (c != '\n' && (c == '\t' || pith__is_control(c)))
            return true;
    }
    return false;
}

/* Columns of the longest line. */
static unsigned widest(const char *text) {
    unsigned most = 0, width = 0;
    const char *end = text + strlen(text);
    for (const char *p = text; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        width = c == '\n' ? 0 : width + (unsigned)pith__columns(c);
        most = width > most ? width : most;
    }
    return most;
}

START_TEST(terminals_are_not_steered) {
    static const char *const pages[] = {html_page, text_page, hostile_page,
        "<p>"
        "\xE6\x96\x87\xE7\xAB\xA0\xE6\x96\x87\xE7\xAB\xA0\xE6\x96\x87\xE7\xAB\xA0\xE6\x96\x87\xE7"
        "\xAB\xA0"
        "\xE6\x96\x87\xE7\xAB\xA0\xE6\x96\x87\xE7\xAB\xA0\xE6\x96\x87\xE7\xAB\xA0\xE6\x96\x87\xE7"
        "\xAB\xA0"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        pith_article *article = explained(pages[i], NULL);
        for (unsigned columns = 0; columns < 200; columns += 33) {
            pith_explain_options options = {.name = "na\x1b[31mme", .columns = columns};
            char *plain = written(article, NULL, PITH_EXPLAIN_TEXT, options, NULL);
            ck_assert(!steers(plain, false));
            unsigned most = columns == 0 ? 100 : columns < 40 ? 40 : columns;
            ck_assert_uint_le(widest(plain), most);
            options.color = true;
            char *colored = written(article, NULL, PITH_EXPLAIN_TEXT, options, NULL);
            ck_assert(!steers(colored, true));
            ck_assert_ptr_nonnull(strstr(colored, "\x1b["));
            pith_free(plain);
            pith_free(colored);
        }
        pith_article_free(article);
    }
}
END_TEST

START_TEST(html_holds_no_markup_of_the_page) {
    pith_article *article = explained(hostile_page, NULL);
    pith_explain_options options = {.name = "</script><script>alert(1)</script>"};
    char *text = written(article, NULL, PITH_EXPLAIN_HTML, options, NULL);
    static const char open[] = "<script type=\"application/json\" class=\"page\">";
    ck_assert(strncmp(text, open, sizeof open - 1) == 0);
    const char *close = strchr(text + 1, '<');
    ck_assert_str_eq(close, "</script>\n");
    pith_free(text);
    pith_article_free(article);
}
END_TEST

START_TEST(articles_without_explanation_are_refused) {
    pith_input input = {.bytes = html_page, .length = strlen(html_page)};
    pith_article *article = NULL;
    ck_assert_int_eq(pith_extract(extractor, &input, NULL, &article, NULL), PITH_OK);
    char *output;
    size_t length;
    pith_error error;
    ck_assert_int_eq(pith_write_explanation(
                         article, NULL, PITH_EXPLAIN_JSON, NULL, NULL, &output, &length, &error),
        PITH_ERROR_USAGE);
    ck_assert_int_eq(
        pith_write_explanation(NULL, NULL, PITH_EXPLAIN_JSON, NULL, NULL, &output, &length, NULL),
        PITH_ERROR_USAGE);
    pith_article_free(article);
}
END_TEST

/* ---- Changes --------------------------------------------------------------------------------- */

START_TEST(pages_are_compared) {
    OWN_ARENA();
    pith_options recall = pith_options_default();
    recall.comments = PITH_COMMENTS_INCLUDE;
    pith_article *before = explained(html_page, NULL), *after = explained(html_page, &recall);
    pith__comparison same = pith__compare(&arena, before, before);
    ck_assert_uint_eq(same.totals.pages_changed, 0);
    ck_assert_uint_eq(same.totals.blocks, before->block_count);
    ck_assert_uint_eq(same.count, before->block_count);
    for (size_t i = 0; i < same.count; i++)
        ck_assert_uint_eq(same.pairs[i].before, same.pairs[i].after);

    /* One more, one less, one kept that was not: a page that somebody changed. */
    pith_block *blocks = (pith_block *)(uintptr_t)after->blocks;
    size_t kept = 0;
    for (size_t i = 0; i < after->block_count; i++)
        kept += blocks[i].kept;
    blocks[0].kept = true;
    blocks[0].reason = PITH_REASON_KEPT;
    pith__comparison changed = pith__compare(&arena, before, after);
    ck_assert_uint_eq(changed.totals.gained, 1);
    ck_assert_uint_eq(changed.totals.gained_words,
        pith__words_weight(pith__words_of(&arena, pith__str_of(blocks[0].text))));
    ck_assert_uint_eq(changed.totals.lost, 0);
    ck_assert_uint_eq(changed.totals.kept_after, kept + 1);
    ck_assert_int_eq(changed.pairs[0].change, PITH_CHANGE_GAINED);

    after->block_count--; /* The last block is gone. */
    blocks[1].text = "Another text";
    blocks[1].length = strlen(blocks[1].text);
    pith__comparison uneven = pith__compare(&arena, before, after);
    ck_assert_uint_eq(uneven.count, before->block_count + 1);
    ck_assert_uint_eq(uneven.pairs[1].after, UINT32_MAX);
    ck_assert_uint_eq(uneven.pairs[2].before, UINT32_MAX);
    ck_assert_uint_eq(uneven.pairs[uneven.count - 1].after, UINT32_MAX);

    pith_explain_totals totals = {0};
    char *text = written(after, before, PITH_EXPLAIN_JSON, named, &totals);
    json_t *record = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(record);
    ck_assert_uint_eq(totals.pages, 1);
    ck_assert_uint_eq(totals.gained, 1);
    json_decref(record);
    pith_free(text);
    text = written(after, before, PITH_EXPLAIN_TEXT, named, &totals);
    ck_assert_uint_eq(totals.pages, 2);
    ck_assert_ptr_nonnull(strstr(text, "1 gained"));
    ck_assert(!steers(text, false));
    pith_free(text);
    text = written(before, before, PITH_EXPLAIN_TEXT, named, NULL);
    ck_assert_str_eq(text, "");
    pith_free(text);
    pith_article_free(before);
    pith_article_free(after);
}
END_TEST

START_TEST(head_and_tail) {
    static const pith_explain_totals totals = {.pages = 3, .pages_changed = 1, .gained = 2};
    char *text;
    size_t length;
    ck_assert_int_eq(
        pith_write_explanation_head(PITH_EXPLAIN_HTML, true, &text, &length, NULL), PITH_OK);
    ck_assert_ptr_nonnull(strstr(text, "Content-Security-Policy"));
    ck_assert_ptr_nonnull(strstr(text, "default-src 'none'"));
    ck_assert_ptr_null(strstr(text, "http:"));
    pith_free(text);
    ck_assert_int_eq(
        pith_write_explanation_tail(PITH_EXPLAIN_TEXT, NULL, &totals, &text, &length, NULL),
        PITH_OK);
    ck_assert_ptr_nonnull(strstr(text, "1 of 3 pages changed: 2 gained"));
    pith_free(text);
    ck_assert_int_eq(
        pith_write_explanation_tail(PITH_EXPLAIN_JSON, NULL, &totals, &text, &length, NULL),
        PITH_OK);
    json_t *record = json_loads(text, 0, NULL);
    ck_assert_int_eq(
        json_integer_value(json_object_get(json_object_get(record, "totals"), "gained")), 2);
    json_decref(record);
    pith_free(text);
    ck_assert_int_eq(
        pith_write_explanation_tail(PITH_EXPLAIN_TEXT, NULL, NULL, &text, &length, NULL), PITH_OK);
    ck_assert_str_eq(text, "");
    pith_free(text);
}
END_TEST

/* ---- JSON ------------------------------------------------------------------------------------ */

START_TEST(json_values) {
    OWN_ARENA();
    pith__buffer out;
    pith__buffer_init(&out, &arena, 4096);
    pith__buffer_add_byte(&out, '{');
    pith__json_text(&out, "a\"b", "x\\\n\x7F<\xE2\x80\xA8\xFF");
    pith__json_text(&out, "none", NULL);
    pith__json_real(&out, "half", 0.5, 4);
    pith__json_real(&out, "small", -0.00001, 4);
    pith__json_real(&out, "ten", 10, 4);
    pith__json_real(&out, "no", NAN, 4);
    pith__json_count(&out, "count", 12);
    pith__json_flag(&out, "flag", true);
    pith__buffer_add_byte(&out, '}');
    ck_assert_str_eq(pith__buffer_text(&out),
        "{\"a\\\"b\":\"x\\\\\\u000a\\u007f\\u003c\\u2028\xEF\xBF\xBD\",\"none\":null,\"half\":0.5,"
        "\"small\":0,\"ten\":10,\"no\":null,\"count\":12,\"flag\":true}");
}
END_TEST

static Suite *suite(void) {
    Suite *s = suite_create("explain");
    TCase *parts = tcase_create("parts");
    tcase_add_checked_fixture(parts, begin, end);
    tcase_add_test(parts, contributions_add_up);
    tcase_add_test(parts, contributions_are_measured_against_the_page);
    tcase_add_test(parts, what_no_tree_asks_for_contributes_nothing);
    tcase_add_test(parts, names_are_described);
    tcase_add_test(parts, values_are_words);
    tcase_add_test(parts, no_feature_is_without_words);
    tcase_add_test(parts, phrases_stand_where_it_is_said);
    tcase_add_test(parts, json_values);
    suite_add_tcase(s, parts);
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, begin_with_extractor, end_with_extractor);
    tcase_add_test(pages, an_explanation_adds_up_to_the_probability);
    tcase_add_test(pages, asking_why_changes_nothing);
    tcase_add_test(pages, findings_have_the_names_of_the_heuristics);
    tcase_add_test(pages, the_page_is_explained);
    tcase_add_test(pages, memory_of_an_explanation_is_limited);
    tcase_add_test(pages, json_is_valid);
    tcase_add_test(pages, terminals_are_not_steered);
    tcase_add_test(pages, html_holds_no_markup_of_the_page);
    tcase_add_test(pages, articles_without_explanation_are_refused);
    tcase_add_test(pages, pages_are_compared);
    tcase_add_test(pages, head_and_tail);
    suite_add_tcase(s, pages);
    return s;
}

int main(void) {
    return run_suite(suite());
}
