#include "runs.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "../base/unicode.h"

/* Whether a byte is a character of ASCII that can be seen. */
static bool is_visible_ascii(char c) {
    return c > ' ' && c < 0x7F;
}

/* Whether there is a character in it that a reader would see. */
static bool has_visible(pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        if (is_visible_ascii(*p))
            return true;
        uint32_t c = pith__utf8_next(&p, end);
        if (!pith__is_blank(c) && !pith__is_control(c))
            return true;
    }
    return false;
}

void pith__runs_add(pith__arena *arena, pith__runs *runs, pith__run run) {
    runs->items = pith__arena_grow(
        arena, runs->items, runs->count, (size_t)runs->count + 1, sizeof run, &runs->capacity);
    runs->items[runs->count++] = run;
    if (run.kind != PITH_RUN_TEXT || !has_visible(run.text))
        return;
    runs->items[runs->count - 1].visible = true;
    runs->has_text = true;
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

/* Skips visible ASCII and single spaces in it, behind a character that is no space, and stops
   behind such a one. Sixteen bytes at a time: what is left the caller looks at one by one. */
static const char *skip_visible(const char *p, const char *end) {
#ifdef __SSE2__
    const __m128i blank = _mm_set1_epi8(' ');
    while (end - p >= 16) {
        /* As signed numbers bytes beyond ASCII are below the space; so is DEL with one added. */
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i shifted = _mm_add_epi8(bytes, _mm_set1_epi8(1));
        unsigned seen = (unsigned)_mm_movemask_epi8(_mm_cmpgt_epi8(shifted, blank));
        unsigned spaces = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, blank));
        if (seen != 0xFFFF || (spaces & spaces >> 1) != 0)
            break;
        p += 16 - (spaces >> 15);
    }
#else
    (void)end;
#endif
    return p;
}

/*
 * The end of the stretch from `p` on that goes into the text as it is: characters that can be seen,
 * and single spaces between them; in preformatted text all white space. Most text is one stretch.
 */
static const char *end_of_stretch(const char *p, const char *end, bool preformatted) {
    const char *start = p, *last = p; /* Behind the last character that is not a space. */
    if (!preformatted && p < end && is_visible_ascii(*p))
        p = last = skip_visible(p + 1, end);
    while (p < end) {
        if (is_visible_ascii(*p)) {
            last = ++p;
            continue;
        }
        if (*p == ' ' && !preformatted) {
            if (p++ != last || last == start)
                break;
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        if (pith__is_control(c) || (!preformatted && pith__is_blank(c)))
            break;
        last = p = preformatted ? p : skip_visible(p, end);
    }
    return last;
}

static void add_text(assembly *out, pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        const char *from = p;
        p = end_of_stretch(p, end, out->preformatted);
        if (p == from) {
            if (pith__is_blank(pith__utf8_next(&p, end)) && !out->preformatted)
                widen_gap(out, GAP_SPACE);
            continue;
        }
        write_gap(out);
        out->started = true;
        /* A character is added whole or not at all, and then no other after it. */
        pith__str stretch = {from, (size_t)(p - from)};
        size_t room = out->text.full ? 0 : out->text.maximum - out->text.length;
        if (room < stretch.length) {
            stretch.length = pith__utf8_boundary(stretch, room);
            out->text.full = true;
        }
        pith__buffer_add_str(&out->text, stretch);
        if (out->text.full)
            return;
    }
}

/* Preformatted text keeps its inner lines; empty lines and spaces at its end go, and empty lines at
   its start. The ranges of links move with it. */
static pith__str trim_preformatted(pith__str text, size_t (*links)[2], size_t link_count) {
    while (text.length > 0 && pith__is_space(text.data[text.length - 1]))
        text.length--;
    size_t start = 0;
    for (size_t i = 0; i < text.length && pith__is_space(text.data[i]); i++) {
        if (text.data[i] == '\n')
            start = i + 1;
    }
    for (size_t i = 0; i < link_count; i++) {
        links[i][0] = links[i][0] > start ? links[i][0] - start : 0;
        links[i][1] = links[i][1] > start ? links[i][1] - start : 0;
    }
    return pith__str_slice(text, start, text.length);
}

/* Words that lie in links, by the ranges [from, to) of the text that links cover. */
static void count_links(pith__block *block, const size_t (*ranges)[2], size_t count) {
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
    if (text.length == 0)
        return 0;
    /* All of ASCII, most often. */
    size_t i = (size_t)(pith__skip_ascii(text.data, text.data + text.length) - text.data);
    uint32_t count = (uint32_t)i;
    for (; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* The words and characters of the text, and how many of them the ranges cover. */
static void count_text(
    pith__arena *arena, pith__block *block, const size_t (*links)[2], size_t link_count) {
    block->words = pith__words_of(arena, block->text);
    block->weight = (uint32_t)pith__words_weight(block->words);
    block->characters = count_characters(block->text);
    block->link_characters = 0;
    for (size_t i = 0; i < link_count; i++)
        block->link_characters +=
            count_characters(pith__str_slice(block->text, links[i][0], links[i][1]));
    count_links(block, links, link_count);
}

/* Characters that compose may come from different runs, so this is done to the whole text. What is
   in links was counted before; it changes little. */
static void compose(pith__arena *arena, pith__block *block) {
    pith__str composed = pith__nfc(arena, block->text);
    if (composed.data == block->text.data || pith__str_equal(composed, block->text))
        return;
    block->text = composed;
    block->words = pith__words_of(arena, composed);
    block->weight = (uint32_t)pith__words_weight(block->words);
    block->characters = count_characters(composed);
    if (block->link_weight > block->weight)
        block->link_weight = block->weight;
    if (block->link_characters > block->characters)
        block->link_characters = block->characters;
}

static void add_line_end(assembly *out) {
    if (out->preformatted)
        pith__buffer_add_byte(&out->text, '\n');
    else
        widen_gap(out, GAP_LINE);
}

static bool at_line_start(const assembly *out) {
    return out->text.length == 0 || out->text.data[out->text.length - 1] == '\n';
}

static bool has_word(pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        if (pith__is_word(pith__utf8_next(&p, end)))
            return true;
    }
    return false;
}

/* 1 if what was written from here on begins with a gap, which is no part of the run behind it. */
static size_t gap_before(const assembly *out, size_t from) {
    return !out->preformatted && from < out->text.length && pith__is_space(out->text.data[from]);
}

/* What was trimmed off the beginning and the end goes off the runs, too. */
static void shift_runs(pith__runs *runs, pith__str text, const char *beginning) {
    size_t shift = text.length == 0 ? 0 : (size_t)(text.data - beginning);
    for (uint32_t i = 0; i < runs->count; i++) {
        uint32_t *ends[] = {&runs->items[i].start, &runs->items[i].end};
        for (int k = 0; k < 2; k++) {
            size_t at = *ends[k] > shift ? *ends[k] - shift : 0;
            *ends[k] = (uint32_t)(at < text.length ? at : text.length);
        }
    }
}

/*
 * Moves the runs from the text to what form C made of it, stretch by stretch. Where a character was
 * composed across the border of two runs there is no such place, and all runs are made empty.
 */
static void move_runs(pith__arena *arena, pith__runs *runs, pith__str text, pith__str composed) {
    size_t done = 0, moved = 0;
    bool same = true;
    for (uint32_t i = 0; i < runs->count && same; i++) {
        uint32_t *ends[] = {&runs->items[i].start, &runs->items[i].end};
        for (int k = 0; k < 2 && same; k++) {
            pith__str part = pith__nfc(arena, pith__str_slice(text, done, *ends[k]));
            same = pith__str_starts(pith__str_slice(composed, moved, composed.length), part);
            done = *ends[k];
            moved += part.length;
            *ends[k] = (uint32_t)moved;
        }
    }
    pith__str rest = pith__nfc(arena, pith__str_slice(text, done, text.length));
    same = same && pith__str_equal(rest, pith__str_slice(composed, moved, composed.length));
    for (uint32_t i = 0; i < runs->count && !same; i++)
        runs->items[i].start = runs->items[i].end = 0;
}

/* Whether there is a word in the link that the text runs from `i` on belong to. */
static bool link_has_word(const pith__runs *runs, uint32_t i) {
    for (; i < runs->count && runs->items[i].link; i++) {
        if (runs->items[i].kind == PITH_RUN_TEXT && has_word(runs->items[i].text))
            return true;
    }
    return false;
}

bool pith__runs_finish(
    pith__arena *arena, pith__runs *runs, bool preformatted, size_t maximum, pith__block *block) {
    assembly out = {.preformatted = preformatted};
    pith__buffer_init(&out.text, arena, maximum);
    size_t(*links)[2] = pith__arena_alloc(arena, runs->count * sizeof *links);
    size_t link_runs = 0, link_count = 0, breaks = 0;
    bool was_link = false, is_anchor = false;
    for (uint32_t i = 0; i < runs->count; i++) {
        pith__run *run = &runs->items[i];
        size_t from = out.text.length;
        if (block->kind == PITH_BLOCK_HEADING && run->link && !was_link)
            is_anchor = !link_has_word(runs, i);
        switch (run->kind) {
        case PITH_RUN_BREAK:
            breaks++;
            add_line_end(&out);
            break;
        case PITH_RUN_BORDER:
            if (!at_line_start(&out))
                add_line_end(&out);
            break;
        case PITH_RUN_CELL:
            widen_gap(&out, GAP_CELL);
            break;
        case PITH_RUN_TEXT:
            /* "#" or a pilcrow: the heading's link to itself. */
            if (!run->link || !is_anchor)
                add_text(&out, run->text);
            break;
        case PITH_RUN_IMAGE:
            break;
        }
        run->start = (uint32_t)(from + gap_before(&out, from));
        run->end = (uint32_t)out.text.length;
        if (run->link && out.text.length > from) {
            links[link_runs][0] = from;
            links[link_runs++][1] = out.text.length;
        }
        if (run->kind == PITH_RUN_IMAGE)
            continue;
        link_count += run->link && !was_link;
        was_link = run->link;
    }
    block->text = pith__buffer_str(&out.text);
    if (preformatted)
        block->text = trim_preformatted(block->text, links, link_runs);
    shift_runs(runs, block->text, out.text.data);
    count_text(arena, block, (const size_t(*)[2])links, link_runs);
    pith__str decomposed = block->text;
    compose(arena, block);
    if (block->text.data != decomposed.data)
        move_runs(arena, runs, decomposed, block->text);
    block->links = (uint16_t)(link_count > UINT16_MAX ? UINT16_MAX : link_count);
    block->line_breaks = (uint16_t)(breaks > UINT16_MAX ? UINT16_MAX : breaks);
    return !out.text.full;
}
