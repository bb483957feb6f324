#include "runs.h"

#include "../base/unicode.h"

void pith__runs_add(pith__arena *arena, pith__runs *runs, pith__run run) {
    runs->items = pith__arena_grow(
        arena, runs->items, runs->count, (size_t)runs->count + 1, sizeof run, &runs->capacity);
    runs->items[runs->count++] = run;
    if (run.kind != PITH_RUN_TEXT || runs->has_text)
        return;
    const char *end = run.text.data + run.text.length;
    for (const char *p = run.text.data; p < end && !runs->has_text;) {
        uint32_t c = pith__utf8_next(&p, end);
        runs->has_text = !pith__is_blank(c) && !pith__is_control(c);
    }
}

/* The gap that has been seen and not yet written; a stronger one replaces a weaker one. */
typedef enum gap {
    GAP_NONE,
    GAP_SPACE,
    GAP_LINE,
    GAP_CELL,
} gap;

typedef struct assembly {
    pith__buffer text;
    gap gap;
    bool started; /* A character was written; gaps before the first one are dropped. */
    bool preformatted;
} assembly;

static void widen_gap(assembly *out, gap seen) {
    if (seen > out->gap)
        out->gap = seen;
}

static void write_gap(assembly *out) {
    static const char signs[] = {0, ' ', '\n', '\t'};
    if (out->gap != GAP_NONE && out->started)
        pith__buffer_add_byte(&out->text, signs[out->gap]);
    out->gap = GAP_NONE;
}

static void add_text(assembly *out, pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        const char *from = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (pith__is_control(c))
            continue;
        if (!out->preformatted && pith__is_blank(c)) {
            widen_gap(out, GAP_SPACE);
            continue;
        }
        write_gap(out);
        out->started = true;
        pith__buffer_add(&out->text, from, (size_t)(p - from));
    }
}

/* Preformatted text keeps its inner lines; empty lines and spaces at its end go, and empty lines at
   its start. */
static pith__str trim_preformatted(pith__str text) {
    while (text.length > 0 && pith__is_space(text.data[text.length - 1]))
        text.length--;
    size_t start = 0;
    for (size_t i = 0; i < text.length && pith__is_space(text.data[i]); i++) {
        if (text.data[i] == '\n')
            start = i + 1;
    }
    return pith__str_slice(text, start, text.length);
}

/* Words that lie in links, by the ranges [from, to) of the text that links cover. */
static void count_links(
    pith__block *block, const size_t (*ranges)[2], size_t count) {
    size_t range = 0, unspaced = 0, words = 0;
    for (size_t i = 0; i < block->words.count; i++) {
        pith__word word = block->words.items[i];
        while (range < count && ranges[range][1] <= word.offset)
            range++;
        if (range < count && word.offset >= ranges[range][0]) {
            words += !word.unspaced;
            unspaced += word.unspaced;
        }
    }
    block->link_weight = (uint32_t)(words + (unspaced + 1) / 2);
    if (block->link_weight > block->weight)
        block->link_weight = block->weight;
}

static uint32_t count_characters(pith__str text) {
    uint32_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

bool pith__runs_finish(pith__arena *arena, const pith__runs *runs, bool preformatted,
    size_t maximum, pith__block *block) {
    assembly out = {.preformatted = preformatted};
    pith__buffer_init(&out.text, arena, maximum);
    size_t(*ranges)[2] = pith__arena_alloc(arena, runs->count * sizeof *ranges);
    size_t range_count = 0;
    uint32_t links = 0, breaks = 0;
    bool was_link = false;
    for (uint32_t i = 0; i < runs->count; i++) {
        const pith__run *run = &runs->items[i];
        if (run->kind == PITH_RUN_BREAK) {
            breaks++;
            if (preformatted)
                pith__buffer_add_byte(&out.text, '\n');
            else
                widen_gap(&out, GAP_LINE);
        } else if (run->kind == PITH_RUN_CELL) {
            widen_gap(&out, GAP_CELL);
        } else {
            size_t from = out.text.length;
            add_text(&out, pith__nfc(arena, run->text));
            if (run->link && out.text.length > from) {
                ranges[range_count][0] = from;
                ranges[range_count++][1] = out.text.length;
                block->link_characters += count_characters(
                    pith__str_slice(pith__buffer_str(&out.text), from, out.text.length));
            }
        }
        links += run->link && !was_link;
        was_link = run->link;
    }
    block->text = pith__buffer_str(&out.text);
    if (preformatted) {
        pith__str trimmed = trim_preformatted(block->text);
        size_t cut = (size_t)(trimmed.data - block->text.data);
        for (size_t i = 0; i < range_count; i++) {
            ranges[i][0] = ranges[i][0] > cut ? ranges[i][0] - cut : 0;
            ranges[i][1] = ranges[i][1] > cut ? ranges[i][1] - cut : 0;
        }
        block->text = trimmed;
    }
    block->words = pith__words_of(arena, block->text);
    block->weight = (uint32_t)pith__words_weight(block->words);
    block->characters = count_characters(block->text);
    block->links = (uint16_t)(links > UINT16_MAX ? UINT16_MAX : links);
    block->line_breaks = (uint16_t)(breaks > UINT16_MAX ? UINT16_MAX : breaks);
    count_links(block, (const size_t(*)[2])ranges, range_count);
    return !out.text.full;
}
