/* features.c - a page's features as JSON, for tools/train. */
#include <math.h>
#include <stdio.h>

#include "../base/unicode.h"
#include "../meta/titles.h"
#include "../score/tokens.h"
#include "write.h"

#define WHOLE_MOST 1e6 /* Whole numbers below it are written the short way. */

/* What is not UTF-8 becomes U+FFFD: ids and URLs are the caller's, and can hold anything. */
static void add_string(pith__buffer *out, pith__str text) {
    pith__buffer_add_byte(out, '"');
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        if (c == '"' || c == '\\')
            pith__buffer_add_byte(out, '\\');
        if (c < 0x20) {
            char escape[8];
            pith__buffer_add(
                out, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c));
        } else {
            pith__utf8_append(out, c);
        }
    }
    pith__buffer_add_byte(out, '"');
}

/* Most features are small whole numbers, and a set of pages has a milliard of them. */
static void add_whole(pith__buffer *out, int value) {
    char digits[12];
    size_t at = sizeof digits;
    unsigned rest = value < 0 ? (unsigned)-value : (unsigned)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    pith__buffer_add(out, digits + at, sizeof digits - at);
}

static void add_number(pith__buffer *out, double value) {
    if (value > -WHOLE_MOST && value < WHOLE_MOST && value == (int)value) {
        add_whole(out, (int)value);
        return;
    }
    char digits[32];
    /* Nine digits give a float back to the last bit. */
    int length = snprintf(digits, sizeof digits, "%.9g", isfinite(value) ? value : 0.0);
    for (int i = 0; i < length; i++) {
        if (digits[i] == ',') /* Some locales' decimal sign. */
            digits[i] = '.';
    }
    pith__buffer_add(out, digits, (size_t)length);
}

/* The sign of an absent index is -1. */
static void add_index(pith__buffer *out, uint32_t index) {
    add_number(out, index == PITH_NONE ? -1.0 : (double)index);
}

static void add_key(pith__buffer *out, const char *key) {
    pith__buffer_add_byte(out, ',');
    add_string(out, pith__str_of(key));
    pith__buffer_add_byte(out, ':');
}

static void add_names(pith__buffer *out, const char *const *names, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        pith__buffer_add_byte(out, i == 0 ? '[' : ',');
        add_string(out, pith__str_of(names[i]));
    }
    pith__buffer_add_byte(out, ']');
}

static void add_values(pith__buffer *out, const float *values, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        pith__buffer_add_byte(out, i == 0 ? '[' : ',');
        add_number(out, (double)values[i]);
    }
    pith__buffer_add(out, count == 0 ? "[]" : "]", count == 0 ? 2 : 1);
}

static void add_elements(pith__buffer *out, const pith__page *page) {
    pith__token tokens[PITH_TOKENS_MAX];
    add_key(out, "parents");
    for (uint32_t e = 0; e < page->element_count; e++) {
        pith__buffer_add_byte(out, e == 0 ? '[' : ',');
        add_index(out, page->elements[e].parent);
    }
    pith__buffer_add_byte(out, ']');
    add_key(out, "tokens");
    for (uint32_t e = 0; e < page->element_count; e++) {
        pith__buffer_add_byte(out, e == 0 ? '[' : ',');
        uint32_t count = pith__element_tokens(page, e, tokens);
        for (uint32_t i = 0; i < count; i++) {
            pith__buffer_add_byte(out, i == 0 ? '[' : ',');
            add_string(out, (pith__str){tokens[i].text, tokens[i].length});
        }
        pith__buffer_add(out, count == 0 ? "[]" : "]", count == 0 ? 2 : 1);
    }
    pith__buffer_add_byte(out, ']');
}

static void add_block(
    pith__buffer *out, const pith__page *page, const pith__features *features, uint32_t index) {
    const pith__block *block = &page->blocks[index];
    pith__buffer_add(out, "{\"text\":", 8);
    add_string(out, block->text);
    add_key(out, "words");
    add_index(out, block->weight);
    if (page->kind == PITH_KIND_HTML) {
        add_key(out, "element");
        add_index(out, block->element);
        add_key(out, "container");
        add_index(out, block->container);
        add_key(out, "path");
        add_index(out, features->path[index]);
        add_key(out, "section");
        add_index(out, features->section[index]);
        add_key(out, "chosen");
        add_index(out, block->chosen);
    } else {
        add_key(out, "rule");
        add_string(out, pith__str_of(pith_reason_name(block->rule_reason)));
        add_key(out, "settled");
        add_index(out, block->settled);
        add_key(out, "reason");
        add_string(out, pith__str_of(pith_reason_name(block->reason)));
    }
    add_key(out, "score");
    add_number(out, (double)block->score);
    add_key(out, "values");
    add_values(out, features->values + (size_t)index * features->stride, features->columns);
    pith__buffer_add_byte(out, '}');
}

/* The wordings that the title was chosen from, each with what it gets points for. */
static void add_titles(pith__buffer *out, const pith__title_notes *titles) {
    add_key(out, "titles");
    for (size_t i = 0; i < titles->count; i++) {
        const pith__title_note *note = &titles->items[i];
        pith__buffer_add(out, i == 0 ? "[{\"text\":" : ",{\"text\":", 9);
        add_string(out, note->text);
        for (int k = 0; k < PITH_TITLE_WEIGHTS; k++) {
            if (note->amounts[k] == 0)
                continue;
            add_key(out, pith__threshold_name((pith__threshold)(PITH_TITLE_FIRST_WEIGHT + k)));
            add_number(out, (double)note->amounts[k]);
        }
        pith__buffer_add_byte(out, '}');
    }
    pith__buffer_add_byte(out, ']');
}

void pith__write_features(
    pith__buffer *out, const pith__page *page, const char *id, const pith__features *features) {
    pith__buffer_add_byte(out, '{');
    if (id != NULL) {
        pith__buffer_add(out, "\"id\":", 5);
        add_string(out, pith__str_of(id));
        pith__buffer_add_byte(out, ',');
    }
    pith__buffer_add(out, "\"url\":", 6);
    if (page->url == NULL)
        pith__buffer_add(out, "null", 4);
    else
        add_string(out, pith__str_of(page->url));
    if (page->titles != NULL && page->titles->count > 0)
        add_titles(out, page->titles);
    add_key(out, "features");
    if (features == NULL) {
        pith__buffer_add(out, "null}", 5);
        return;
    }
    pith__buffer_add(out, "{\"names\":", 9);
    add_names(out, features->names, features->columns);
    if (page->kind == PITH_KIND_HTML) {
        add_key(out, "page_names");
        add_names(out, features->page_names, features->page_columns);
        add_key(out, "page_values");
        add_values(out, features->page_values, features->page_columns);
        add_elements(out, page);
    }
    add_key(out, "blocks");
    for (uint32_t i = 0; i < page->block_count; i++) {
        pith__buffer_add_byte(out, i == 0 ? '[' : ',');
        add_block(out, page, features, i);
    }
    pith__buffer_add(out, "]}}", 3);
}
