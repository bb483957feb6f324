#include "descriptions.h"

#include <gumbo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../base/buffer.h"
#include "../pith.h"
#include "embedded.h"

typedef struct entry {
    pith__str name, unit, words;
} entry;

struct pith__descriptions {
    entry *entries;
    size_t count;
};

static void add_line(pith__arena *arena, pith__descriptions *to, pith__str line, size_t *capacity) {
    size_t space = pith__str_find(line, PITH_STR(" "));
    size_t colon = pith__str_find(line, PITH_STR(": "));
    if (colon == (size_t)-1 || space >= colon)
        return;
    to->entries =
        pith__arena_grow(arena, to->entries, to->count, to->count + 1, sizeof(entry), capacity);
    to->entries[to->count++] = (entry){pith__str_slice(line, 0, space),
        pith__str_slice(line, space + 1, colon), pith__str_slice(line, colon + 2, line.length)};
}

const pith__descriptions *pith__descriptions_new(pith__arena *arena, pith_kind kind) {
    pith__descriptions *descriptions = pith__arena_array(arena, 1, sizeof *descriptions);
    pith__str other = kind == PITH_KIND_HTML ? PITH_STR("[text]") : PITH_STR("[html]");
    bool skip = false;
    size_t capacity = 0;
    pith__str text = pith__str_of(pith__descriptions_text);
    while (text.length > 0) {
        size_t end = pith__str_find(text, PITH_STR("\n"));
        pith__str line = pith__str_trim(pith__str_slice(text, 0, end));
        text = pith__str_slice(text, end == (size_t)-1 ? end : end + 1, text.length);
        if (line.length > 0 && line.data[0] == '[')
            skip = pith__str_equal(line, other);
        else if (line.length > 0 && line.data[0] != '#' && !skip)
            add_line(arena, descriptions, line, &capacity);
    }
    return descriptions;
}

/* Whether the name fits the entry's, in which a '*' at the end stands for any letters: `rest`. */
static bool fits(const entry *e, pith__str name, pith__str *rest) {
    size_t length = e->name.length;
    bool open = length > 0 && e->name.data[length - 1] == '*';
    *rest = pith__str_slice(name, length - open, name.length);
    return open ? pith__str_starts(name, pith__str_slice(e->name, 0, length - 1))
                : pith__str_equal(name, e->name);
}

static const entry *find(const pith__descriptions *descriptions, pith__str name, pith__str *rest) {
    for (size_t i = 0; i < descriptions->count; i++) {
        if (fits(&descriptions->entries[i], name, rest))
            return &descriptions->entries[i];
    }
    return NULL;
}

/* Appends words in which '*' stands for `rest`. */
static void add_words(pith__buffer *out, pith__str words, pith__str rest) {
    for (size_t c = 0; c < words.length; c++) {
        if (words.data[c] == '*')
            pith__buffer_add_str(out, rest);
        else
            pith__buffer_add_byte(out, words.data[c]);
    }
}

pith__description pith__describe(
    pith__arena *arena, const pith__descriptions *descriptions, const char *name) {
    pith__str rest, inner_rest;
    const entry *e = find(descriptions, pith__str_of(name), &rest);
    if (e == NULL)
        return (pith__description){name, PITH_STR("number"), false};
    pith__buffer words;
    pith__buffer_init(&words, arena, 400);
    size_t at = pith__str_find(e->words, PITH_STR("@*"));
    const entry *inner = at == (size_t)-1 ? NULL : find(descriptions, rest, &inner_rest);
    if (inner == NULL) {
        add_words(&words, e->words, rest);
        return (pith__description){pith__buffer_text(&words), e->unit, true};
    }
    add_words(&words, pith__str_slice(e->words, 0, at), rest);
    add_words(&words, inner->words, inner_rest);
    return (pith__description){pith__buffer_text(&words), inner->unit, true};
}

/* Three digits or so, without an exponent for what is usual; with a point in every locale. */
static const char *number(pith__arena *arena, double value, const char *sign) {
    char digits[40];
    double size = fabs(value);
    int decimals = size >= 100 || value == floor(value) ? 0 : size >= 10 ? 1 : 2;
    snprintf(digits, sizeof digits, "%.*f%s", decimals, value, sign);
    char *comma = strchr(digits, ',');
    if (comma != NULL)
        *comma = '.';
    return pith__str_copy(arena, pith__str_of(digits));
}

static const char *tag(pith__arena *arena, double value) {
    const char *name =
        value >= 0 && value < GUMBO_TAG_UNKNOWN ? gumbo_normalized_tagname((GumboTag)value) : "";
    pith__buffer words;
    pith__buffer_init(&words, arena, 80);
    pith__buffer_add_byte(&words, '<');
    pith__buffer_add_str(&words, pith__str_of(name[0] == '\0' ? "other" : name));
    pith__buffer_add_byte(&words, '>');
    return pith__buffer_text(&words);
}

const char *pith__value_in_words(pith__arena *arena, pith__str unit, double value) {
    enum { NO_LEVEL = 20, NO_NUMBER = 999, FARTHEST = 30 /* Of a logarithm. */ };
    bool negative = value == -1;
    if (pith__str_equal(unit, PITH_STR("yes")))
        return negative ? "none" : value != 0 ? "yes" : "no";
    if (pith__str_equal(unit, PITH_STR("weight")))
        return number(arena, value, "");
    if (pith__str_equal(unit, PITH_STR("chance")))
        return number(arena, 1.0 / (1.0 + exp(-value)), "");
    if (pith__str_equal(unit, PITH_STR("levels")) && value >= NO_LEVEL)
        return "none";
    if (pith__str_equal(unit, PITH_STR("distance")))
        return fabs(value) > FARTHEST
                   ? "none"
                   : number(arena, copysign(round(expm1(fabs(value))), value), "");
    if (negative || fabs(value) == NO_NUMBER || value == -9999)
        return "none";
    if (pith__str_equal(unit, PITH_STR("log")))
        return number(arena, round(expm1(value)), "");
    if (pith__str_equal(unit, PITH_STR("share")))
        return number(arena, round(100 * value), "%");
    if (pith__str_equal(unit, PITH_STR("tag")))
        return tag(arena, value);
    if (pith__str_equal(unit, PITH_STR("rule"))) {
        static const char *const rules[] = {"furniture", "foreign section", "outside", "kept"};
        return value >= 0 && value < 4 ? rules[(int)value] : "none";
    }
    if (pith__str_equal(unit, PITH_STR("kind")))
        return pith_block_kind_name((pith_block_kind)value);
    return number(arena, value, "");
}
