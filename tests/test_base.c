/* test_base.c - src/base: arena, buffer, views of text, UTF-8 and Unicode classes, words, errors.
 */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/words.h"

#include "fixture.h"

#define CHECK_STR(actual, expected)                                                                \
    do {                                                                                           \
        pith__str actual_ = (actual), expected_ = (expected);                                      \
        ck_assert_msg(pith__str_equal(actual_, expected_), "got '%.*s', expected '%.*s'",          \
            (int)actual_.length, actual_.length == 0 ? "" : actual_.data, (int)expected_.length,   \
            expected_.length == 0 ? "" : expected_.data);                                          \
    } while (0)

/* ---- Arena ----------------------------------------------------------------------------------- */

START_TEST(arena_gives_aligned_separate_memory) {
    OWN_ARENA();
    unsigned char *places[200];
    for (size_t i = 0; i < COUNT(places); i++) {
        places[i] = pith__arena_alloc(&arena, i * 37);
        ck_assert_ptr_nonnull(places[i]);
        ck_assert_uint_eq((uintptr_t)places[i] % _Alignof(max_align_t), 0);
        memset(places[i], (int)i, i * 37);
    }
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(places); i++) {
        for (size_t k = 0; k < i * 37; k++)
            wrong += places[i][k] != (unsigned char)i;
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(arena_array_is_zero) {
    OWN_ARENA();
    memset(pith__arena_alloc(&arena, 1000), 0xFF, 1000);
    const unsigned char *items = pith__arena_array(&arena, 250, 4);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(items[i], 0);
}
END_TEST

START_TEST(arena_grow_keeps_items_and_doubles) {
    OWN_ARENA();
    size_t capacity = 0;
    int *items = NULL;
    size_t moves = 0;
    for (int i = 0; i < 10000; i++) {
        int *place =
            pith__arena_grow(&arena, items, (size_t)i, (size_t)i + 1, sizeof *items, &capacity);
        moves += place != items;
        items = place;
        items[i] = i;
    }
    size_t wrong = 0;
    for (int i = 0; i < 10000; i++)
        wrong += items[i] != i;
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_ge(capacity, 10000);
    ck_assert_uint_le(moves, 12);
}
END_TEST

/* Whether an allocation of `count` times `size` bytes goes to the owner. */
static bool array_fails(size_t maximum, size_t count, size_t size) {
    jmp_buf owner;
    pith__arena small;
    pith__arena_init(&small, maximum, &owner);
    volatile bool failed = true;
    if (setjmp(owner) == 0) {
        pith__arena_array(&small, count, size);
        failed = false;
    }
    ck_assert_uint_le(small.allocated, maximum);
    pith__arena_free(&small);
    ck_assert_uint_eq(small.allocated, 0);
    return failed;
}

START_TEST(arena_keeps_its_maximum) {
    ck_assert(!array_fails(1000, 1, 100)); /* A small arena is still one. */
    ck_assert(!array_fails(100000, 1, 90000));
    ck_assert(array_fails(1000, 1, 1000)); /* The chunk's own head counts. */
    ck_assert(array_fails(100000, 1, 100001));
    ck_assert(array_fails(0, 1, 1));
    ck_assert(array_fails(10, 1, 1));
}
END_TEST

START_TEST(arena_takes_an_overflow_for_out_of_memory) {
    ck_assert(array_fails(SIZE_MAX, SIZE_MAX, 2));
    ck_assert(array_fails(SIZE_MAX, SIZE_MAX / 2, 3));
    ck_assert(array_fails(1 << 20, SIZE_MAX, 1));
    ck_assert(array_fails(1 << 20, SIZE_MAX - 8, 1));
}
END_TEST

START_TEST(arena_fills_up_to_its_maximum) {
    jmp_buf owner;
    pith__arena small;
    pith__arena_init(&small, 1 << 20, &owner);
    volatile size_t taken = 0;
    if (setjmp(owner) == 0) {
        for (;;) {
            pith__arena_alloc(&small, 1024);
            taken += 1024;
        }
    }
    ck_assert_uint_ge(taken, (1 << 20) - (16 << 10));
    ck_assert_uint_le(small.allocated, 1 << 20);
    pith__arena_free(&small);
}
END_TEST

static char closed[16];

static void close_resource(void *resource) {
    strncat(closed, resource, sizeof closed - strlen(closed) - 1);
}

START_TEST(arena_rewinds_to_a_mark) {
    pith__arena_mark empty = pith__arena_mark_of(&arena);
    pith__arena_alloc(&arena, 100);
    pith__arena_rewind(&arena, empty);
    ck_assert_uint_eq(arena.allocated, 0);

    char *kept = pith__arena_alloc(&arena, 100);
    memset(kept, 'k', 100);
    size_t before = arena.allocated;
    pith__arena_mark mark = pith__arena_mark_of(&arena);
    char *small = pith__arena_alloc(&arena, 100);
    memset(small, 's', 100);
    for (size_t i = 0; i < 10; i++)
        memset(pith__arena_alloc(&arena, 1 << 20), 'l', 1 << 20);
    pith__arena_rewind(&arena, mark);
    ck_assert_uint_eq(arena.allocated, before);
    ck_assert_ptr_eq(pith__arena_alloc(&arena, 100), small);
    for (size_t i = 0; i < 100; i++)
        ck_assert_int_eq(kept[i], 'k');
}
END_TEST

START_TEST(arena_closes_resources_newest_first) {
    OWN_ARENA();
    static char first[] = "1", second[] = "2", third[] = "3";
    closed[0] = '\0';
    pith__arena_defer(&arena, close_resource, first);
    pith__arena_defer(&arena, close_resource, second);
    pith__arena_defer(&arena, close_resource, third);
    ck_assert_str_eq(closed, "");
    pith__arena_free(&arena);
    ck_assert_str_eq(closed, "321");
    pith__arena_free(&arena);
    ck_assert_str_eq(closed, "321");
}
END_TEST

START_TEST(arena_closes_resources_after_a_failure) {
    static char first[] = "1", second[] = "2";
    jmp_buf owner;
    pith__arena small;
    pith__arena_init(&small, 1000, &owner);
    closed[0] = '\0';
    if (setjmp(owner) == 0) {
        pith__arena_defer(&small, close_resource, first);
        for (;;)
            pith__arena_alloc(&small, 1);
    }
    if (setjmp(owner) == 0) {
        /* No memory is left to note this one down: it is closed at once. */
        pith__arena_defer(&small, close_resource, second);
        ck_abort_msg("there should be no memory left");
    }
    ck_assert_str_eq(closed, "2");
    ck_assert_ptr_eq(small.on_failure, &owner);
    pith__arena_free(&small);
    ck_assert_str_eq(closed, "21");
}
END_TEST

/* ---- Buffer ---------------------------------------------------------------------------------- */

START_TEST(buffer_appends) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 1000);
    ck_assert_str_eq(pith__buffer_text(&buffer), "");
    ck_assert_uint_eq(pith__buffer_str(&buffer).length, 0);
    pith__buffer_add(&buffer, "", 0);
    pith__buffer_add(&buffer, "abc", 2);
    pith__buffer_add_byte(&buffer, '-');
    pith__buffer_add_str(&buffer, PITH_STR("xyz"));
    pith__buffer_add_str(&buffer, (pith__str){0});
    ck_assert_str_eq(pith__buffer_text(&buffer), "ab-xyz");
    CHECK_STR(pith__buffer_str(&buffer), PITH_STR("ab-xyz"));
    ck_assert(!buffer.full);
}
END_TEST

START_TEST(buffer_keeps_its_maximum) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 5);
    pith__buffer_add_str(&buffer, PITH_STR("abcd"));
    ck_assert(!buffer.full);
    pith__buffer_add_byte(&buffer, 'e');
    ck_assert(!buffer.full);
    pith__buffer_add_byte(&buffer, 'f');
    ck_assert(buffer.full);
    ck_assert_str_eq(pith__buffer_text(&buffer), "abcde");

    pith__buffer_init(&buffer, &arena, 5);
    pith__buffer_add_str(&buffer, PITH_STR("abcdefgh"));
    ck_assert(buffer.full);
    ck_assert_str_eq(pith__buffer_text(&buffer), "abcde");

    pith__buffer_init(&buffer, &arena, 0);
    pith__buffer_add_byte(&buffer, 'a');
    ck_assert(buffer.full);
    ck_assert_str_eq(pith__buffer_text(&buffer), "");

    pith__buffer_init(&buffer, &arena, SIZE_MAX);
    ck_assert_uint_lt(buffer.maximum, SIZE_MAX - 1);
}
END_TEST

START_TEST(buffer_grows) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 1 << 20);
    for (int i = 0; i < 100000; i++)
        pith__buffer_add_byte(&buffer, (char)('a' + i % 26));
    ck_assert_uint_eq(buffer.length, 100000);
    size_t wrong = 0;
    for (int i = 0; i < 100000; i++)
        wrong += buffer.data[i] != 'a' + i % 26;
    ck_assert_uint_eq(wrong, 0);
    ck_assert_int_eq(buffer.data[100000], '\0');
}
END_TEST

/* ---- Views ----------------------------------------------------------------------------------- */

START_TEST(str_of_and_slice) {
    ck_assert_uint_eq(pith__str_of(NULL).length, 0);
    CHECK_STR(pith__str_of("abc"), PITH_STR("abc"));
    pith__str text = PITH_STR("abcdef");
    CHECK_STR(pith__str_slice(text, 1, 3), PITH_STR("bc"));
    CHECK_STR(pith__str_slice(text, 0, 100), text);
    CHECK_STR(pith__str_slice(text, 4, 2), PITH_STR(""));
    CHECK_STR(pith__str_slice(text, 100, 200), PITH_STR(""));
    CHECK_STR(pith__str_slice((pith__str){0}, 0, 5), PITH_STR(""));
}
END_TEST

START_TEST(str_trims_ascii_space) {
    CHECK_STR(pith__str_trim(PITH_STR(" \t\r\n\fa b\f \n")), PITH_STR("a b"));
    CHECK_STR(pith__str_trim(PITH_STR(" \n ")), PITH_STR(""));
    CHECK_STR(pith__str_trim((pith__str){0}), PITH_STR(""));
    CHECK_STR(pith__str_trim(PITH_STR("\v\xC2\xA0")), PITH_STR("\v\xC2\xA0"));
}
END_TEST

START_TEST(str_compares) {
    ck_assert(pith__str_equal((pith__str){0}, PITH_STR("")));
    ck_assert(pith__str_equal(PITH_STR("a\0b"), PITH_STR("a\0b")));
    ck_assert(!pith__str_equal(PITH_STR("a\0b"), PITH_STR("a\0c")));
    ck_assert(!pith__str_equal(PITH_STR("ab"), PITH_STR("abc")));
    ck_assert(pith__str_equal_nocase(PITH_STR("AbZ"), PITH_STR("aBz")));
    ck_assert(!pith__str_equal_nocase(PITH_STR("@["), PITH_STR("`{")));
    ck_assert(!pith__str_equal_nocase(PITH_STR("\xC3\x89"), PITH_STR("\xC3\xA9")));
    ck_assert(pith__str_starts(PITH_STR("abc"), PITH_STR("ab")));
    ck_assert(pith__str_starts(PITH_STR("abc"), PITH_STR("")));
    ck_assert(!pith__str_starts(PITH_STR("a"), PITH_STR("ab")));
    ck_assert(!pith__str_starts(PITH_STR("Abc"), PITH_STR("ab")));
    ck_assert(pith__str_starts_nocase(PITH_STR("ABc"), PITH_STR("ab")));
    ck_assert(!pith__str_starts_nocase(PITH_STR("A"), PITH_STR("ab")));
    ck_assert(pith__str_ends_nocase(PITH_STR("index.HTML"), PITH_STR(".html")));
    ck_assert(pith__str_ends_nocase(PITH_STR("a"), PITH_STR("")));
    ck_assert(!pith__str_ends_nocase(PITH_STR("l"), PITH_STR("html")));
}
END_TEST

START_TEST(str_finds) {
    const size_t none = (size_t)-1;
    ck_assert_uint_eq(pith__str_find(PITH_STR("abcabd"), PITH_STR("abd")), 3);
    ck_assert_uint_eq(pith__str_find(PITH_STR("aaab"), PITH_STR("aab")), 1);
    ck_assert_uint_eq(pith__str_find(PITH_STR("abc"), PITH_STR("")), 0);
    ck_assert_uint_eq(pith__str_find(PITH_STR("abc"), PITH_STR("abcd")), none);
    ck_assert_uint_eq(pith__str_find(PITH_STR("abc"), PITH_STR("C")), none);
    ck_assert_uint_eq(pith__str_find((pith__str){0}, PITH_STR("a")), none);
    ck_assert_uint_eq(pith__str_find((pith__str){0}, (pith__str){0}), 0);
    ck_assert_uint_eq(pith__str_find_nocase(PITH_STR("xAbC"), PITH_STR("aBc")), 1);
    ck_assert_uint_eq(pith__str_find_nocase(PITH_STR("abc"), PITH_STR("abcd")), none);
    ck_assert_uint_eq(pith__str_find_nocase((pith__str){0}, PITH_STR("a")), none);
    ck_assert_uint_eq(pith__str_find_nocase((pith__str){0}, (pith__str){0}), 0);
}
END_TEST

START_TEST(str_copies) {
    OWN_ARENA();
    ck_assert_str_eq(pith__str_copy(&arena, (pith__str){"abcdef", 3}), "abc");
    ck_assert_str_eq(pith__str_copy(&arena, (pith__str){0}), "");
}
END_TEST

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

/* The code points of a byte sequence; R is U+FFFD for a malformed part of it. */
#define R PITH_REPLACEMENT
static const struct {
    const char *bytes;
    uint32_t expected[8]; /* Ended by 0. */
    bool valid;
} utf8_cases[] = {
    {"az", {'a', 'z'}, true}, {"\x7F", {0x7F}, true}, {"\xC2\x80", {0x80}, true},
    {"\xDF\xBF", {0x7FF}, true}, {"\xE0\xA0\x80", {0x800}, true}, {"\xED\x9F\xBF", {0xD7FF}, true},
    {"\xEE\x80\x80", {0xE000}, true}, {"\xEF\xBF\xBD", {R}, true}, {"\xEF\xBF\xBF", {0xFFFF}, true},
    {"\xF0\x90\x80\x80", {0x10000}, true}, {"\xF4\x8F\xBF\xBF", {0x10FFFF}, true},
    /* Bytes that never begin a sequence */
    {"\x80", {R}, false}, {"\xBF", {R}, false}, {"\xC0\x80", {R, R}, false},
    {"\xC1\xBF", {R, R}, false}, {"\xF5\x80\x80\x80", {R, R, R, R}, false},
    {"\xFE\xFF", {R, R}, false},
    /* Longer forms than needed */
    {"\xE0\x80\xAF", {R, R, R}, false}, {"\xE0\x9F\xBF", {R, R, R}, false},
    {"\xF0\x80\x80\xAF", {R, R, R, R}, false}, {"\xF0\x8F\xBF\xBF", {R, R, R, R}, false},
    /* Surrogates, and what lies above U+10FFFF */
    {"\xED\xA0\x80", {R, R, R}, false}, {"\xED\xBF\xBF", {R, R, R}, false},
    {"\xF4\x90\x80\x80", {R, R, R, R}, false},
    /* Cut short: one U+FFFD for as much as is a beginning of something */
    {"\xC3", {R}, false}, {"\xE2\x82", {R}, false}, {"\xF0\x9F\x98", {R}, false},
    {"\xE2\x82"
     "a",
        {R, 'a'}, false},
    {"\xF0\x9F\x98<", {R, '<'}, false}, {"\xC3\xC3\xA9", {R, 0xE9}, false},
    {"\xE2\x82\xE2\x82\xAC", {R, 0x20AC}, false}, {"\xF1\x80\xC2\xA9", {R, 0xA9}, false},
    {"\x61\xF1\x80\x80\xE1\x80\xC2\x62", {'a', R, R, R, 'b'}, false}, /* Unicode, table 3-8 */
};

START_TEST(utf8_decodes) {
    const char *p = utf8_cases[_i].bytes, *stop = p + strlen(p);
    ck_assert(pith__utf8_valid(pith__str_of(p)) == utf8_cases[_i].valid);
    for (const uint32_t *expected = utf8_cases[_i].expected; *expected != 0; expected++) {
        ck_assert(p < stop);
        ck_assert_uint_eq(pith__utf8_next(&p, stop), *expected);
    }
    ck_assert_ptr_eq(p, stop);
}
END_TEST

START_TEST(utf8_round_trip) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 16 << 20);
    for (uint32_t c = 1; c <= 0x10FFFF; c++)
        pith__utf8_append(&buffer, c);
    const char *p = buffer.data, *stop = p + buffer.length;
    size_t wrong = 0;
    for (uint32_t c = 1; c <= 0x10FFFF && p < stop; c++) {
        uint32_t expected = c >= 0xD800 && c <= 0xDFFF ? PITH_REPLACEMENT : c;
        wrong += pith__utf8_next(&p, stop) != expected;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_ptr_eq(p, stop);
}
END_TEST

START_TEST(utf8_append_replaces_what_is_no_code_point) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 100);
    pith__utf8_append(&buffer, 0x110000);
    pith__utf8_append(&buffer, 0xFFFFFFFFu);
    pith__utf8_append(&buffer, 0xDC00);
    ck_assert_str_eq(pith__buffer_text(&buffer), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}
END_TEST

START_TEST(utf8_boundary_cuts_no_character) {
    pith__str text = PITH_STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t i = 0; i < COUNT(expected); i++)
        ck_assert_uint_eq(pith__utf8_boundary(text, i), expected[i]);
    ck_assert_uint_eq(pith__utf8_boundary((pith__str){0}, 5), 0);
}
END_TEST

START_TEST(utf8_of_nothing) {
    ck_assert(pith__utf8_valid((pith__str){0}));
    ck_assert(pith__utf8_valid(PITH_STR("a\0b")));
}
END_TEST

/* ---- Unicode --------------------------------------------------------------------------------- */

START_TEST(nfc_composes) {
    OWN_ARENA();
    pith__str plain = PITH_STR("na\xC3\xAFve caf\xC3\xA9");
    ck_assert_ptr_eq(pith__nfc(&arena, plain).data, plain.data);
    CHECK_STR(pith__nfc(&arena, PITH_STR("cafe\xCC\x81")), PITH_STR("caf\xC3\xA9"));
    /* The order of marks is settled, and so are singletons and Hangul. */
    CHECK_STR(pith__nfc(&arena, PITH_STR("s\xCC\x87\xCC\xA3")), PITH_STR("\xE1\xB9\xA9"));
    CHECK_STR(pith__nfc(&arena, PITH_STR("\xE2\x84\xAB")), PITH_STR("\xC3\x85"));
    CHECK_STR(pith__nfc(&arena, PITH_STR("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB")),
        PITH_STR("\xED\x95\x9C"));
    CHECK_STR(pith__nfc(&arena, (pith__str){0}), PITH_STR(""));
}
END_TEST

START_TEST(nfc_leaves_thirty_marks_alone) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 1000);
    pith__buffer_add_byte(&buffer, 'q');
    for (int i = 0; i < 30; i++)
        pith__utf8_append(&buffer, 0x0323);
    CHECK_STR(pith__nfc(&arena, pith__buffer_str(&buffer)), pith__buffer_str(&buffer));
    size_t before = buffer.length;
    pith__utf8_append(&buffer, 0x0323);
    ck_assert_uint_eq(pith__nfc(&arena, pith__buffer_str(&buffer)).length, before + 4);
}
END_TEST

/* Sorting marks takes the square of their number: this would run for hours. */
START_TEST(nfc_takes_linear_time) {
    OWN_ARENA();
    pith__buffer buffer;
    pith__buffer_init(&buffer, &arena, 4 << 20);
    pith__buffer_add_byte(&buffer, 'a');
    for (int i = 0; i < 500000; i++)
        pith__utf8_append(&buffer, i % 2 == 0 ? 0x0301 : 0x0323);
    for (int i = 0; i < 100000; i++)
        pith__utf8_append(&buffer, 0x0F73); /* Class 0, but made of two marks. */
    pith__str result = pith__nfc(&arena, pith__buffer_str(&buffer));
    ck_assert_uint_ge(result.length, buffer.length - 2);
    ck_assert(pith__utf8_valid(result));
}
END_TEST

static const struct {
    uint32_t code_point;
    const char *classes; /* w word, d decimal, u upper, l lower, b blank, s unspaced, c control */
} class_cases[] = {
    {'a', "wl"},
    {'Z', "wu"},
    {'7', "wd"},
    {'_', "w"},
    {'-', ""},
    {'.', ""},
    {' ', "b"},
    {'\t', "b"},
    {'\n', "b"},
    {'\r', "bc"},
    {'\f', "bc"},
    {0, "c"},
    {0x1B, "c"},
    {0x7F, "c"},
    {0x85, "bc"},
    {0xA0, "b"},
    {0xAD, "c"},
    {0xB5, "wl"},
    {0xC9, "wu"},
    {0xE9, "wl"},
    {0x01C5, "wu"}, /* Title case counts as upper. */
    {0x0301, "w"},  /* Combining acute */
    {0x0416, "wu"},
    {0x0436, "wl"}, /* Cyrillic Zhe */
    {0x05D0, "w"},
    {0x0627, "w"},  /* Hebrew, Arabic */
    {0x0663, "wd"}, /* Arabic digit 3 */
    {0x0E01, "ws"},
    {0x0E31, "ws"}, /* Thai letter, Thai vowel sign */
    {0x1000, "ws"},
    {0x1780, "ws"}, /* Burmese, Khmer */
    {0x1680, "b"},
    {0x2003, "b"},
    {0x2028, "b"},
    {0x202F, "b"},
    {0x3000, "b"},
    {0x200B, "c"},
    {0x200D, ""},
    {0x200E, ""}, /* Joiner and direction mark stay. */
    {0x2014, ""},
    {0x202E, "c"},
    {0x2066, "c"},
    {0x3042, "ws"},
    {0x30AB, "ws"},
    {0x4E2D, "ws"},
    {0xAC00, "w"}, /* Hangul is written with spaces. */
    {0xFEFF, "c"},
    {0xFFFE, "c"},
    {0xFDD0, "c"},
    {0xFFFD, ""},
    {0x20000, "ws"},
    {0x1FFFF, "c"},
    {0x1F600, ""},
    {0x10FFFF, "c"},
};

START_TEST(classes) {
    uint32_t c = class_cases[_i].code_point;
    char actual[8] = "";
    char *p = actual;
    if (pith__is_word(c))
        *p++ = 'w';
    if (pith__is_decimal(c))
        *p++ = 'd';
    if (pith__is_upper(c))
        *p++ = 'u';
    if (pith__is_lower(c))
        *p++ = 'l';
    if (pith__is_blank(c))
        *p++ = 'b';
    if (pith__is_unspaced(c))
        *p++ = 's';
    if (pith__is_control(c))
        *p++ = 'c';
    ck_assert_msg(strcmp(actual, class_cases[_i].classes) == 0, "U+%04X: got '%s', expected '%s'",
        c, actual, class_cases[_i].classes);
}
END_TEST

START_TEST(lower_case) {
    ck_assert_uint_eq(pith__lower('A'), 'a');
    ck_assert_uint_eq(pith__lower('['), '[');
    ck_assert_uint_eq(pith__lower(0xC9), 0xE9);
    ck_assert_uint_eq(pith__lower(0x0416), 0x0436);
    ck_assert_uint_eq(pith__lower(0x4E2D), 0x4E2D);
    ck_assert_uint_eq(pith__lower(PITH_REPLACEMENT), PITH_REPLACEMENT);
}
END_TEST

/* ---- Words ----------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    const char *words; /* Separated by '|'. */
    size_t weight;
} word_cases[] = {
    {"", "", 0},
    {" .,- ", "", 0},
    {"one", "one", 1},
    {"  Two words. ", "Two|words", 2},
    {"don't snake_case 3.14", "don|t|snake_case|3|14", 5},
    {"caf\xC3\xA9s cafe\xCC\x81", "caf\xC3\xA9s|cafe\xCC\x81", 2},
    {"\xE4\xB8\xAD\xE6\x96\x87", "\xE4\xB8\xAD|\xE6\x96\x87", 1},
    {"\xE4\xB8\xAD", "\xE4\xB8\xAD", 1},
    {"a\xE4\xB8\xAD\xE6\x96\x87z", "a|\xE4\xB8\xAD|\xE6\x96\x87|z", 3},
    {"\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4", "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4", 1},
};

START_TEST(words_are_found) {
    OWN_ARENA();
    const char *text = word_cases[_i].text;
    pith__words words = pith__words_of(&arena, pith__str_of(text));
    const char *expected = word_cases[_i].words;
    for (size_t i = 0; i < words.count; i++) {
        size_t length = strcspn(expected, "|");
        CHECK_STR(((pith__str){text + words.items[i].offset, words.items[i].length}),
            ((pith__str){expected, length}));
        expected += length + (expected[length] == '|');
    }
    ck_assert_str_eq(expected, "");
    ck_assert_uint_eq(pith__words_weight(words), word_cases[_i].weight);
}
END_TEST

static const struct {
    const char *text;
    unsigned letters;
    bool digits, starts_upper, all_upper, unspaced;
} flag_cases[] = {
    {"word", 4, false, false, false, false},
    {"Word", 4, false, true, false, false},
    {"WORD", 4, false, true, true, false},
    {"A", 1, false, true, false, false},
    {"B2B", 3, false, true, true, false},
    {"2B", 2, false, false, true, false},
    {"2024", 4, true, false, false, false},
    {"\xD9\xA3\xD9\xA3", 2, true, false, false, false},
    {"\xD0\x96\xD0\x96", 2, false, true, true, false},
    {"\xD8\xA7\xD8\xA7", 2, false, false, false, false},
    {"\xE4\xB8\xAD", 1, false, false, false, true},
};

START_TEST(words_have_flags) {
    OWN_ARENA();
    pith__words words = pith__words_of(&arena, pith__str_of(flag_cases[_i].text));
    ck_assert_uint_eq(words.count, 1);
    pith__word word = words.items[0];
    ck_assert_uint_eq(word.letters, flag_cases[_i].letters);
    ck_assert_uint_eq(word.digits, flag_cases[_i].digits);
    ck_assert_uint_eq(word.starts_upper, flag_cases[_i].starts_upper);
    ck_assert_uint_eq(word.all_upper, flag_cases[_i].all_upper);
    ck_assert_uint_eq(word.unspaced, flag_cases[_i].unspaced);
    ck_assert_uint_eq(word.hash, pith__word_hash(pith__str_of(flag_cases[_i].text)));
}
END_TEST

START_TEST(word_hashes_ignore_case) {
    ck_assert_uint_eq(pith__word_hash(PITH_STR("Stra\xC3\x9F"
                                               "e")),
        pith__word_hash(PITH_STR("sTRA\xC3\x9F"
                                 "E")));
    ck_assert_uint_eq(pith__word_hash(PITH_STR("\xD0\x96")), pith__word_hash(PITH_STR("\xD0\xB6")));
    ck_assert_uint_ne(pith__word_hash(PITH_STR("ab")), pith__word_hash(PITH_STR("ba")));
}
END_TEST

START_TEST(words_of_nothing) {
    OWN_ARENA();
    ck_assert_uint_eq(pith__words_of(&arena, (pith__str){0}).count, 0);
}
END_TEST

/* ---- Errors ---------------------------------------------------------------------------------- */

START_TEST(errors_stay_one_harmless_line) {
    pith_error error;
    ck_assert_int_eq(
        pith__error_set(&error, PITH_ERROR_IO, "%s:%d", "a\nb\033[1m\x7F", 7), PITH_ERROR_IO);
    ck_assert_int_eq(error.status, PITH_ERROR_IO);
    ck_assert_str_eq(error.message, "a?b?[1m?:7");
    char longer[2000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    pith__error_set(&error, PITH_ERROR_IO, "%s", longer);
    ck_assert_uint_eq(strlen(error.message), sizeof error.message - 1);
    ck_assert_int_eq(pith__error_set(NULL, PITH_ERROR_IO, "%s", "x"), PITH_ERROR_IO);
}
END_TEST

START_TEST(errors_have_texts) {
    pith_error error;
    pith__error_status(&error, PITH_ERROR_EMPTY);
    ck_assert_str_eq(error.message, "the input is empty");
    ck_assert_int_eq(pith__error_none(&error), PITH_OK);
    ck_assert_int_eq(error.status, PITH_OK);
    ck_assert_str_eq(error.message, "");
    ck_assert_int_eq(pith__error_none(NULL), PITH_OK);
    ck_assert_str_eq(pith_status_text((pith_status)999), "unknown status");
}
END_TEST

static Suite *suite(void) {
    Suite *base = suite_create("base");
    TCase *memory = tcase_create("memory");
    tcase_set_timeout(memory, 60);
    tcase_add_checked_fixture(memory, begin, end);
    tcase_add_test(memory, arena_gives_aligned_separate_memory);
    tcase_add_test(memory, arena_array_is_zero);
    tcase_add_test(memory, arena_grow_keeps_items_and_doubles);
    tcase_add_test(memory, arena_keeps_its_maximum);
    tcase_add_test(memory, arena_takes_an_overflow_for_out_of_memory);
    tcase_add_test(memory, arena_fills_up_to_its_maximum);
    tcase_add_test(memory, arena_rewinds_to_a_mark);
    tcase_add_test(memory, arena_closes_resources_newest_first);
    tcase_add_test(memory, arena_closes_resources_after_a_failure);
    tcase_add_test(memory, buffer_appends);
    tcase_add_test(memory, buffer_keeps_its_maximum);
    tcase_add_test(memory, buffer_grows);
    suite_add_tcase(base, memory);

    TCase *text = tcase_create("text");
    tcase_set_timeout(text, 60);
    tcase_add_checked_fixture(text, begin, end);
    tcase_add_test(text, str_of_and_slice);
    tcase_add_test(text, str_trims_ascii_space);
    tcase_add_test(text, str_compares);
    tcase_add_test(text, str_finds);
    tcase_add_test(text, str_copies);
    tcase_add_loop_test(text, utf8_decodes, 0, COUNT(utf8_cases));
    tcase_add_test(text, utf8_round_trip);
    tcase_add_test(text, utf8_append_replaces_what_is_no_code_point);
    tcase_add_test(text, utf8_boundary_cuts_no_character);
    tcase_add_test(text, utf8_of_nothing);
    tcase_add_test(text, nfc_composes);
    tcase_add_test(text, nfc_leaves_thirty_marks_alone);
    tcase_add_test(text, nfc_takes_linear_time);
    tcase_add_loop_test(text, classes, 0, COUNT(class_cases));
    tcase_add_test(text, lower_case);
    tcase_add_loop_test(text, words_are_found, 0, COUNT(word_cases));
    tcase_add_loop_test(text, words_have_flags, 0, COUNT(flag_cases));
    tcase_add_test(text, word_hashes_ignore_case);
    tcase_add_test(text, words_of_nothing);
    suite_add_tcase(base, text);

    TCase *errors = tcase_create("errors");
    tcase_add_test(errors, errors_stay_one_harmless_line);
    tcase_add_test(errors, errors_have_texts);
    suite_add_tcase(base, errors);
    return base;
}

int main(void) {
    return run_suite(suite());
}
