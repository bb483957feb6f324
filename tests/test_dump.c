/* test_dump.c - src/score: which lines of a dump are its article; and the phrase packs. */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/words.h"
#include "heuristics/heuristics.h"
#include "score/dump_features.h"
#include "score/dump_furniture.h"
#include "score/dump_lines.h"
#include "score/dump_rules.h"
#include "score/score.h"
#include "score/sections.h"
#include "text/blocks.h"

#include "fixture.h"

static pith__page page_of(const char *text, size_t length) {
    pith__page page = {.arena = &arena, .kind = PITH_KIND_TEXT, .source = {text, length}};
    pith_options options = pith_options_default();
    pith__text_blocks(&page, heuristics, &options);
    return page;
}

/* A page that has been scored; nothing was marked as head matter. */
static pith__page scored(const char *text) {
    pith__page page = page_of(text, strlen(text));
    pith__dump_rules(&page, heuristics);
    pith__select(&page, heuristics);
    return page;
}

static const pith__block *block_with(const pith__page *page, const char *text) {
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (pith__str_find(page->blocks[i].text, pith__str_of(text)) != (size_t)-1)
            return &page->blocks[i];
    }
    ck_abort_msg("no line with '%s'", text);
}

static void check_reason(const pith__page *page, const char *text, pith_reason reason) {
    pith_reason found = block_with(page, text)->reason;
    ck_assert_msg(found == reason, "'%s' is %s, not %s", text, pith_reason_name(found),
        pith_reason_name(reason));
}

/* ---- Lines ----------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    bool sentence, ends;
} sentence_cases[] = {
    {"The harbour was closed for the night and nobody was let in.", true, true},
    {"The harbour was closed for the night and nobody was let in", true, false},
    {"He said: \xE2\x80\x9CThe harbour was closed for the night, and nobody came.\xE2\x80\x9D",
        true, true},
    {"It was closed.", false, true},
    {"Home News Sport Weather Travel Culture Science Money Health Food Games", false, false},
    {"How We Built The Fastest Boat In The World In Three Days", false, false},
    {"How We Built The Fastest Boat In The World In Three Days. And Why.", true, true},
    {"\xC2\xA9 2024 The Harbour Gazette, all pages of it, and all of its pictures.", false, true},
    {"Subscribe to our newsletter, follow us, share this on facebook, log in or sign up now.",
        false, true},
    {"Oslo, Bergen, Tromso, Bodo, Narvik, Molde, Skien, Moss, Halden, Hamar, Gjovik", false, false},
    {"Oslo, Bergen, Tromso and other towns, large and small, had no coal for a week", true, false},
    /* Chinese without spaces: two characters are a word. */
    {"\xE6\xB8\xAF\xE5\x8F\xA3\xE6\x98\xA8\xE5\xA4\xA9\xE6\x99\x9A\xE4\xB8\x8A\xE5\x85\xB3"
     "\xE9\x97\xAD\xE4\xBA\x86\xEF\xBC\x8C\xE6\xB2\xA1\xE6\x9C\x89\xE4\xBA\xBA\xE8\x83\xBD"
     "\xE5\xA4\x9F\xE8\xBF\x9B\xE5\x8E\xBB\xEF\xBC\x8C\xE5\xA4\xA7\xE5\xAE\xB6\xE9\x83\xBD"
     "\xE5\x9C\xA8\xE5\xA4\x96\xE9\x9D\xA2\xE7\xAD\x89\xE5\x80\x99\xE3\x80\x82",
        true, true},
    {"\xE6\xB8\xAF\xE5\x8F\xA3\xE5\x85\xB3\xE9\x97\xAD\xE4\xBA\x86\xEF\xBC\x8C\xE6\xB2\xA1\xE6\x9C"
     "\x89\xE4\xBA\xBA\xE3\x80\x82",
        false, true},
};

START_TEST(running_text_is_told_from_labels) {
    OWN_ARENA();
    pith__page page = page_of(sentence_cases[_i].text, strlen(sentence_cases[_i].text));
    const pith__dump_line *lines = pith__dump_lines(&page, heuristics);
    ck_assert_int_eq(lines[0].sentence, sentence_cases[_i].sentence);
    ck_assert_int_eq(lines[0].ends, sentence_cases[_i].ends);
}
END_TEST

START_TEST(repetitions_are_linked) {
    OWN_ARENA();
    static const char text[] = "One two\nThree\nONE, two!\n...\none two\n...\n";
    pith__page page = page_of(text, sizeof text - 1);
    const pith__dump_line *lines = pith__dump_lines(&page, heuristics);
    ck_assert_uint_eq(lines[0].earlier, PITH_NONE);
    ck_assert_uint_eq(lines[0].later, 2);
    ck_assert_uint_eq(lines[2].earlier, 0);
    ck_assert_uint_eq(lines[2].later, 4);
    ck_assert_uint_eq(lines[4].later, PITH_NONE);
    ck_assert_uint_eq(lines[1].later, PITH_NONE);
    ck_assert_uint_eq(lines[3].later, PITH_NONE); /* No words: nothing to compare. */
}
END_TEST

/* ---- Furniture ------------------------------------------------------------------------------- */

#define PARAGRAPHS                                                                                 \
    "The council of the island voted on Tuesday to keep its ferry, which runs twice a day.\n"      \
    "Three members had asked for a bridge, but the bridge would have cost more than the island.\n" \
    "The ferry was built in a yard on the mainland, and its captain has never missed a trip.\n"    \
    "In winter it carries coal and letters, in summer it carries people who look at the sea.\n"

static const struct {
    const char *line;
    pith_reason reason;
} furniture_cases[] = {
    {"Advertisement", PITH_REASON_ADVERTISING},
    {"Exit mobile version", PITH_REASON_NAVIGATION},
    {"Follow the Gazette on Google News to keep up with the latest stories", PITH_REASON_SHARE},
    {"Visited 12 times, 3 visit(s) today", PITH_REASON_INTERFACE},
    {"Close Search Window", PITH_REASON_INTERFACE},
    {"Updated on:", PITH_REASON_BYLINE},
    {"Curated by: somebody", PITH_REASON_BYLINE},
    {"logo", PITH_REASON_CAPTION_CREDIT},
    {"Blue background", PITH_REASON_CAPTION_CREDIT},
    {"We use cookies to make this site better for you.", PITH_REASON_COOKIES},
    {"Read more: What the ferry means to the island", PITH_REASON_RELATED},
    {"The ferry in its harbour. Staff/Gazette", PITH_REASON_CAPTION_CREDIT},
    {"The ferry in its harbour \xC2\xA9 Ann Lee", PITH_REASON_CAPTION_CREDIT},
    {"The ferry in its harbour Photo: Staff/Gazette", PITH_REASON_CAPTION_CREDIT},
    {"Die F\xC3\xA4hre im Hafen. Foto: Anna Lee", PITH_REASON_CAPTION_CREDIT},
    {"What we learned: a photo says little", PITH_REASON_KEPT},
    {"An introduction to TCP/IP", PITH_REASON_KEPT},
    {"He said so. It was about TCP/IP and about bridges", PITH_REASON_KEPT},
    {"The picture was lent to us by courtesy of Getty Images.", PITH_REASON_KEPT},
    {"He was standing by the old harbour wall.", PITH_REASON_KEPT},
    {"What the bridge would have cost", PITH_REASON_KEPT},
    {"Why not share?", PITH_REASON_KEPT},
};

START_TEST(furniture_inside_the_article_is_dropped) {
    OWN_ARENA();
    char text[2048];
    snprintf(text, sizeof text, PARAGRAPHS "%s\n" PARAGRAPHS "The end of it all came in May.\n",
        furniture_cases[_i].line);
    pith__page page = page_of(text, strlen(text));
    pith__dump_rules(&page, heuristics);
    check_reason(&page, furniture_cases[_i].line, furniture_cases[_i].reason);
}
END_TEST

START_TEST(alternative_text_goes_with_its_caption) {
    OWN_ARENA();
    pith__page page = scored("The captain at the helm\n"
                             "The captain at the helm Photo: Gazette\n" PARAGRAPHS);
    ck_assert_int_eq(page.blocks[0].reason, PITH_REASON_CAPTION_CREDIT);
    ck_assert_int_eq(page.blocks[1].reason, PITH_REASON_CAPTION_CREDIT);
    ck_assert(page.blocks[2].kept);
}
END_TEST

START_TEST(a_standfirst_that_stands_again_is_dropped) {
    OWN_ARENA();
    static const char first[] = "The island keeps its ferry, and the bridge will not be built "
                                "in our time, the council says.\n";
    char text[2048];
    snprintf(text, sizeof text, "%sUpdated on:\n%s%s", first, PARAGRAPHS, first);
    pith__page page = scored(text);
    ck_assert_int_eq(page.blocks[0].reason, PITH_REASON_DUPLICATE);
    ck_assert(page.blocks[page.block_count - 1].kept);
    /* Without a byline in between it is no standfirst: the first copy stays. */
    snprintf(text, sizeof text, "%s%s%s", first, PARAGRAPHS, first);
    page = scored(text);
    ck_assert(page.blocks[0].kept);
}
END_TEST

START_TEST(marked_lines_stay_as_they_are) {
    OWN_ARENA();
    static const char text[] = "A ferry stays on its island, as the council has decided today.\n"
                               "By Ann Lee\n" PARAGRAPHS;
    pith__page page = page_of(text, sizeof text - 1);
    page.blocks[0].reason = PITH_REASON_TITLE;
    page.blocks[1].reason = PITH_REASON_TITLE;
    pith__dump_rules(&page, heuristics);
    ck_assert_int_eq(page.blocks[0].reason, PITH_REASON_TITLE);
    ck_assert_int_eq(page.blocks[1].reason, PITH_REASON_TITLE);
    ck_assert(page.blocks[0].score < 0.5F);
    ck_assert_int_eq(page.blocks[2].reason, PITH_REASON_KEPT);
}
END_TEST

/* ---- Sections -------------------------------------------------------------------------------- */

#define FOREIGN                                                                                    \
    "Scientists count more beetles than ever before in the forests of the northern hills.\n"       \
    "Their traps had caught eleven thousand insects by the end of June, twice the usual number.\n" \
    "Warm springs and dead spruces feed them, a professor of zoology explained to reporters.\n"

START_TEST(a_section_at_the_end_is_dropped) {
    OWN_ARENA();
    static const char *const cues[] = {
        "Related Articles", "You may also like", "Comments", "About the author", "12 comments"};
    for (size_t i = 0; i < COUNT(cues); i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s%s%s\nA short line\n%s", PARAGRAPHS,
            "It ends here, as far as the council and its ferry are concerned.\n", cues[i], FOREIGN);
        pith__page page = scored(text);
        ck_assert(block_with(&page, "It ends here")->kept);
        ck_assert_msg(!block_with(&page, "beetles")->kept, "%s", cues[i]);
        ck_assert(!block_with(&page, "A short line")->kept);
        ck_assert(!block_with(&page, "zoology")->kept);
    }
}
END_TEST

START_TEST(a_section_in_the_middle_takes_its_short_lines_alone) {
    OWN_ARENA();
    static const char text[] =
        PARAGRAPHS "Related articles\nBeetles in the hills\nA new road\n" PARAGRAPHS
                   "The council of the island will look at the bridge again in ten years.\n"
                   "Until then the captain of the ferry carries coal, letters and people.\n";
    /* The second half must not be the same lines, or they would be duplicates. */
    char *other = pith__str_copy(&arena, pith__str_of(text));
    char *second = strstr(other, "A new road\n");
    for (char *p = second; *p != '\0'; p++) {
        if (strncmp(p, "Tuesday", 7) == 0)
            memcpy(p, "Fridays", 7);
        else if (strncmp(p, "winter", 6) == 0)
            memcpy(p, "autumn", 6);
    }
    pith__page page = scored(other);
    ck_assert(!block_with(&page, "Related articles")->kept);
    ck_assert(!block_with(&page, "Beetles in the hills")->kept);
    ck_assert(!block_with(&page, "A new road")->kept);
    ck_assert(block_with(&page, "voted on Tuesday")->kept);
    ck_assert(block_with(&page, "voted on Fridays")->kept);
    ck_assert(block_with(&page, "Until then")->kept);
}
END_TEST

START_TEST(a_mention_of_a_section_cuts_nothing) {
    OWN_ARENA();
    static const char *const mentions[] = {
        "The council found the related articles of the old law, and it read all of them aloud.",
        "There were no comments on this from the members who had asked for a bridge at first.",
        "The captain told the council to download the app that shows where his ferry is.",
        "A book about the author of the old law, the island's first mayor, was read aloud too.",
        "Im Rat gab es viele Kommentare und verwandte Artikel, aber am Ende stimmten alle zu.",
        "Le maire a lu les commentaires et les articles sur le m\u00eame sujet avant de voter.",
        "El alcalde ley\u00f3 los comentarios y los art\u00edculos relacionados antes de votar.",
        "Il sindaco ha letto i commenti e gli articoli correlati prima di votare in consiglio.",
        "O prefeito leu os coment\u00e1rios e as not\u00edcias relacionadas antes de votar.",
        "De burgemeester las de reacties en de gerelateerde artikelen voordat hij ging stemmen.",
        "Burmistrz przeczyta\u0142 komentarze i powi\u0105zane artyku\u0142y, zanim "
        "zag\u0142osowa\u0142.",
        "\u041c\u044d\u0440 \u043f\u0440\u043e\u0447\u0438\u0442\u0430\u043b "
        "\u043a\u043e\u043c\u043c\u0435\u043d\u0442\u0430\u0440\u0438\u0438 \u0438 "
        "\u043f\u043e\u0445\u043e\u0436\u0438\u0435 "
        "\u043c\u0430\u0442\u0435\u0440\u0438\u0430\u043b\u044b, "
        "\u043f\u0440\u0435\u0436\u0434\u0435 "
        "\u0447\u0435\u043c \u043e\u043d "
        "\u043f\u0440\u043e\u0433\u043e\u043b\u043e\u0441\u043e\u0432\u0430\u043b \u0437\u0430 "
        "\u043c\u043e\u0441\u0442.",
        "Ba\u015fkan oy vermeden \u00f6nce yorumlar\u0131 ve ilgili haberleri uzun uzun okudu.",
        "\u5e02\u9577\u306f\u95a2\u9023\u8a18\u4e8b\u3068\u30b3\u30e1\u30f3\u30c8\u3092"
        "\u8aad\u3093\u3067\u304b\u3089\u6a4b\u306e\u8a08\u753b\u306b\u53cd\u5bfe\u3057\u305f"
        "\u3068\u8a71\u3057\u3066\u3044\u308b\u3002",
        "\u9547\u957f\u8bfb\u5b8c\u4e86\u76f8\u5173\u9605\u8bfb\u548c\u8bc4\u8bba\u4e4b\u540e"
        "\uff0c\u624d\u51b3\u5b9a\u6295\u7968\u53cd\u5bf9\u5efa\u6865\u7684\u8ba1\u5212\u3002",
    };
    for (size_t i = 0; i < COUNT(mentions); i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s%s\n%s", PARAGRAPHS, mentions[i], FOREIGN);
        pith__page page = scored(text);
        ck_assert_msg(block_with(&page, mentions[i])->kept, "%s", mentions[i]);
        ck_assert(block_with(&page, "zoology")->kept);
    }
}
END_TEST

/* An article and, below, a list of foreign ones that is three times as long. */
static const char *with_list(const char *cue, const char *stamp) {
    static const char *const titles[] = {
        "Beetles return to the hills", "A road for the valley", "Museum buys a second bell"};
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX);
    pith__buffer_add_str(&text, pith__str_of(PARAGRAPHS));
    pith__buffer_add_str(&text, pith__str_of(cue));
    for (size_t i = 0; i < COUNT(titles); i++) {
        char head[256];
        snprintf(head, sizeof head, "%s\n%s\nThe Gazette\n%s\n", titles[i], titles[i], stamp);
        pith__buffer_add_str(&text, pith__str_of(head));
        for (int k = 0; k < 2; k++) {
            snprintf(head, sizeof head, "%d %zu ", k, i); /* No two paragraphs are alike. */
            pith__buffer_add_str(&text, pith__str_of(head));
            pith__buffer_add_str(&text, pith__str_of(FOREIGN));
        }
    }
    return pith__buffer_text(&text);
}

START_TEST(a_list_of_foreign_articles_is_dropped_though_it_is_longer) {
    OWN_ARENA();
    static const struct {
        const char *cue, *stamp;
    } cases[] = {
        {"Related Articles\n", "time11 minutes ago"},
        {"Our readers' favourites\n", "3 hours ago"}, /* Not a cue that any pack knows. */
        {"", "vor 3 Stunden"},
        {"Related Articles\n", ""}, /* Below a cue that is known no stamp is needed. */
        {"Lire aussi\n", "il y a 3 heures"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        pith__page page = scored(with_list(cases[i].cue, cases[i].stamp));
        ck_assert(block_with(&page, "people who look at the sea")->kept);
        ck_assert_msg(!block_with(&page, "beetles")->kept, "%s", cases[i].stamp);
        ck_assert(!block_with(&page, "zoology")->kept);
    }
}
END_TEST

START_TEST(a_table_of_contents_is_dropped_above_the_text) {
    OWN_ARENA();
    static const char text[] =
        "Contents\nThe vote\nThe bridge\nThe vote\n" PARAGRAPHS "The bridge\n"
        "Nobody on the island had asked for one before the spring of last "
        "year, when the ice came.\n";
    pith__page page = page_of(text, sizeof text - 1);
    const pith__dump_line *lines = pith__dump_lines(&page, heuristics);
    pith__dump_sections(&page, heuristics, lines);
    ck_assert_int_eq(page.blocks[0].reason, PITH_REASON_NAVIGATION);
    ck_assert_int_eq(page.blocks[1].reason, PITH_REASON_NAVIGATION);
    ck_assert_int_eq(page.blocks[2].reason, PITH_REASON_NAVIGATION);
    ck_assert_int_eq(page.blocks[3].reason, PITH_REASON_KEPT);
    check_reason(&page, "Nobody on the island", PITH_REASON_KEPT);
}
END_TEST

/* ---- The core -------------------------------------------------------------------------------- */

START_TEST(the_article_is_found_without_blank_lines) {
    OWN_ARENA();
    pith__page page =
        scored("Home\nNews\nSport\nWeather\nTravel\nAn island keeps its ferry\n" PARAGRAPHS
               "What happens next\n"
               "The next vote is in ten years, and until then the ferry will run.\n"
               "Coal, letters and people are carried at the old price, it said.\n"
               "Money\nHealth\nFood\nGames\nPuzzles\nJobs\nCars\nHouses\nArchive\n");
    check_reason(&page, "Travel", PITH_REASON_OUTSIDE);
    check_reason(&page, "voted on Tuesday", PITH_REASON_KEPT);
    check_reason(&page, "What happens next", PITH_REASON_KEPT);
    check_reason(&page, "at the old price", PITH_REASON_KEPT);
    check_reason(&page, "Games", PITH_REASON_OUTSIDE);
    ck_assert(block_with(&page, "voted on Tuesday")->score > 0.5F);
    ck_assert(block_with(&page, "Games")->score < 0.5F);
}
END_TEST

START_TEST(a_page_of_short_lines_keeps_them) {
    OWN_ARENA();
    pith__page page = scored("Oak table\n4 legs\n180 cm\nAsh chair\n4 legs\n45 cm\nLog in\n");
    ck_assert(block_with(&page, "Oak table")->kept);
    ck_assert(block_with(&page, "45 cm")->kept);
    ck_assert(!block_with(&page, "Log in")->kept);
}
END_TEST

START_TEST(pages_without_text_are_no_trouble) {
    OWN_ARENA();
    static const char *const texts[] = {"", "\n", "x", "...", "Related Articles",
        "Comments\nShare\n", "Contents", "\xC2\xA9", "*\n*\n"};
    for (size_t i = 0; i < COUNT(texts); i++)
        scored(texts[i]);
}
END_TEST

/* ---- Features -------------------------------------------------------------------------------- */

static float feature_of(const pith__features *features, uint32_t line, const char *name) {
    for (uint32_t c = 0; c < features->columns; c++) {
        if (strcmp(features->names[c], name) == 0)
            return features->values[(size_t)line * features->stride + c];
    }
    ck_abort_msg("no feature %s", name);
}

START_TEST(features_have_names_of_their_own) {
    OWN_ARENA();
    const pith__features *features = pith__dump_feature_names(&arena, heuristics);
    ck_assert_uint_le(features->columns, PITH_FEATURES_MAX);
    for (uint32_t a = 0; a < features->columns; a++) {
        for (uint32_t b = 0; b < a; b++)
            ck_assert_str_ne(features->names[a], features->names[b]);
    }
}
END_TEST

START_TEST(what_a_dump_does_not_have_is_masked) {
    OWN_ARENA();
    static const char *const dumps[] = {
        "A title\n" PARAGRAPHS, "A title\n\n" PARAGRAPHS, "  A title\n" PARAGRAPHS};
    float blanks[3], indents[3];
    for (size_t i = 0; i < COUNT(dumps); i++) {
        pith__page page = page_of(dumps[i], strlen(dumps[i]));
        const pith__features *features =
            pith__dump_features(&page, heuristics, pith__dump_rules(&page, heuristics));
        blanks[i] = feature_of(features, 1, "blank_before");
        indents[i] = feature_of(features, 1, "indent_share");
        ck_assert_float_eq(
            feature_of(features, 1, "above1_words"), feature_of(features, 0, "words"));
        ck_assert_float_eq(feature_of(features, 0, "above1_words"), -1);
    }
    ck_assert_float_eq(blanks[0], -1);
    ck_assert_float_eq(blanks[1], 1);
    ck_assert_float_eq(indents[0], -1);
    ck_assert_float_eq(indents[2], 1);
}
END_TEST

/* ---- Phrase packs ---------------------------------------------------------------------------- */

/* Of each pack and group: a line that it must know, and one that goes on where a phrase would have
   ended, so that it must not. */
static const struct {
    pith__phrase_group group;
    const char *says, *does_not;
} pack_cases[] = {
#define GROUP(name, says, does_not) {PITH_PHRASE_##name, says, does_not},
#include "phrase_cases.h"

#undef GROUP
};

START_TEST(packs_know_their_phrases) {
    OWN_ARENA();
    pith__words words = pith__words_of(&arena, pith__str_of(pack_cases[_i].says));
    pith__words other = pith__words_of(&arena, pith__str_of(pack_cases[_i].does_not));
    pith__phrase_group group = pack_cases[_i].group;
    if (group == PITH_PHRASE_CALL_TO_ACTION || group == PITH_PHRASE_STOP_WORD) {
        ck_assert_msg(pith__phrases_count(heuristics, words, group) > 0, "%s", pack_cases[_i].says);
        ck_assert_msg(
            pith__phrases_count(heuristics, other, group) == 0, "%s", pack_cases[_i].does_not);
        return;
    }
    pith__phrase_set bit = PITH_PHRASE_BIT(group);
    ck_assert_msg((pith__phrases_match(heuristics, words) & bit) != 0, "%s", pack_cases[_i].says);
    ck_assert_msg(
        (pith__phrases_match(heuristics, other) & bit) == 0, "%s", pack_cases[_i].does_not);
}
END_TEST

/* ---- Limits ---------------------------------------------------------------------------------- */

static const char *const hostile_parts[] = {"Related articles\n",
    "Comments\nA word here is enough, and here, and here, and too.\n",
    "a b c d\na b c d\n3 hours ago\n", "by by by by ", "a, ", "read more ", "\n\n",
    "we use we use ", "\xE7\x9A\x84", "Contents\nContents\n"};

START_TEST(hostile_dumps_end) {
    OWN_ARENA();
    enum { LONG = 2 << 20 };
    const char *part = hostile_parts[_i];
    size_t length = strlen(part);
    char *text = pith__arena_alloc(&arena, LONG);
    for (size_t i = 0; i < LONG; i++)
        text[i] = part[i % length];
    pith__page page = page_of(text, LONG);
    pith__dump_rules(&page, heuristics);
    for (uint32_t i = 0; i < page.block_count; i++)
        ck_assert(page.blocks[i].score >= 0.0F && page.blocks[i].score <= 1.0F);
}
END_TEST

static Suite *suite(void) {
    Suite *dump = suite_create("dump");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, begin_with_heuristics, end);
    tcase_add_loop_test(rules, running_text_is_told_from_labels, 0, COUNT(sentence_cases));
    tcase_add_test(rules, repetitions_are_linked);
    tcase_add_loop_test(rules, furniture_inside_the_article_is_dropped, 0, COUNT(furniture_cases));
    tcase_add_test(rules, alternative_text_goes_with_its_caption);
    tcase_add_test(rules, a_standfirst_that_stands_again_is_dropped);
    tcase_add_test(rules, marked_lines_stay_as_they_are);
    tcase_add_test(rules, a_section_at_the_end_is_dropped);
    tcase_add_test(rules, a_section_in_the_middle_takes_its_short_lines_alone);
    tcase_add_test(rules, a_mention_of_a_section_cuts_nothing);
    tcase_add_test(rules, a_list_of_foreign_articles_is_dropped_though_it_is_longer);
    tcase_add_test(rules, a_table_of_contents_is_dropped_above_the_text);
    tcase_add_test(rules, the_article_is_found_without_blank_lines);
    tcase_add_test(rules, a_page_of_short_lines_keeps_them);
    tcase_add_test(rules, pages_without_text_are_no_trouble);
    suite_add_tcase(dump, rules);

    TCase *features = tcase_create("features");
    tcase_add_checked_fixture(features, begin_with_heuristics, end);
    tcase_add_test(features, features_have_names_of_their_own);
    tcase_add_test(features, what_a_dump_does_not_have_is_masked);
    suite_add_tcase(dump, features);

    TCase *packs = tcase_create("packs");
    tcase_add_unchecked_fixture(packs, begin_with_heuristics, end);
    tcase_add_loop_test(packs, packs_know_their_phrases, 0, COUNT(pack_cases));
    suite_add_tcase(dump, packs);

    TCase *limits = tcase_create("limits");
    tcase_add_checked_fixture(limits, begin_with_heuristics, end);
    tcase_set_timeout(limits, 120);
    tcase_add_loop_test(limits, hostile_dumps_end, 0, COUNT(hostile_parts));
    suite_add_tcase(dump, limits);
    return dump;
}

int main(void) {
    return run_suite(suite());
}
