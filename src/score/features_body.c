/*
 * features_body.c - where the body of the page begins and ends, told from all blocks in a row.
 *
 * The body is mostly one stretch of text. Segments of maximum sum find it from the lengths of text
 * and of links (after Pasternack and Roth, "Extracting Article Text from the Web with Maximum
 * Subsequence Segmentation", WWW 2009); the path most running text stands on finds it by markup.
 * What closes an article - boxes for sharing, tags, authors, related articles - shows where it
 * ends.
 */
#include "features_internal.h"

#include <math.h>

#include "density.h"

/* ---- Segments -------------------------------------------------------------------------------- */

/* Words of text speak for a block; each block costs `block`, each word of a link `link`. */
static const struct { double block, link; } segment_costs[SEGMENTS] = {{8, 1}, {25, 3}};

/* The stretch of blocks whose sum is highest (Kadane's algorithm). */
static span best_segment(const pith__page *page, double block_cost, double link_cost) {
    span best = {0, 0}, run = {0, 0};
    double most = 0, sum = 0;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        double plain = (double)block->weight - block->link_weight;
        if (sum <= 0) {
            sum = 0;
            run.from = i;
        }
        sum += plain - link_cost * block->link_weight - block_cost;
        if (sum > most) {
            most = sum;
            best = (span){run.from, i + 1};
        }
    }
    return best;
}

/* The blocks from the first to the last on the path that holds most running text. */
static span main_path(feature_context *context) {
    const pith__page *page = context->page;
    uint32_t *words = pith__arena_array(page->arena, context->path_count, sizeof *words);
    uint32_t best = PITH_NONE;
    for (uint32_t i = 0; i < page->block_count; i++) {
        uint32_t path = context->elements[page->blocks[i].element].path;
        if (!context->blocks[i].good)
            continue;
        words[path] += page->blocks[i].weight;
        if (best == PITH_NONE || words[path] > words[best])
            best = path;
    }
    context->main_path = best;
    span found = {0, 0};
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (context->elements[page->blocks[i].element].path != best || !context->blocks[i].good)
            continue;
        if (found.to == 0)
            found.from = i;
        found.to = i + 1;
    }
    return found;
}

/* ---- Marks ----------------------------------------------------------------------------------- */

/* What stands around an article, by the names of the elements that it is in; near ones alone, for
   those far up may be around the article as well. */
static const pith__class_set mark_classes[MARKS] = {
    PITH_CLASS_BIT(PITH_CLASS_SHARE),
    PITH_CLASS_BIT(PITH_CLASS_RELATED),
    PITH_CLASS_BIT(PITH_CLASS_COMMENTS),
    PITH_CLASS_BIT(PITH_CLASS_BYLINE) | PITH_CLASS_BIT(PITH_CLASS_AUTHOR),
    PITH_CLASS_BIT(PITH_CLASS_NEWSLETTER) | PITH_CLASS_BIT(PITH_CLASS_ADVERTISING),
};

static unsigned marks_of(const feature_context *context, uint32_t index) {
    enum { NEAR = 3 };
    const uint8_t *distance =
        context->elements[context->page->blocks[index].element].distance + TAG_DISTANCES;
    pith__class_set near = 0;
    for (int group = 0; group < PITH_CLASS_COUNT; group++)
        near |= (pith__class_set)(distance[group] <= NEAR) << group;
    unsigned marks = 0;
    for (int mark = 0; mark < MARKS; mark++)
        marks |= (unsigned)((near & mark_classes[mark]) != 0) << mark;
    return marks;
}

static const pith__phrase_set closing_phrases =
    PITH_PHRASE_BIT(PITH_PHRASE_SECTION_RELATED) | PITH_PHRASE_BIT(PITH_PHRASE_SECTION_COMMENTS) |
    PITH_PHRASE_BIT(PITH_PHRASE_SECTION_AUTHOR) | PITH_PHRASE_BIT(PITH_PHRASE_SECTION_PROMOTION) |
    PITH_PHRASE_BIT(PITH_PHRASE_LINE_NEWSLETTER) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE) |
    PITH_PHRASE_BIT(PITH_PHRASE_LINE_COMMENTS) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_FOOTER);

static void find_marks(feature_context *context) {
    const pith__page *page = context->page;
    uint32_t count = page->block_count;
    context->marks = pith__arena_alloc(page->arena, count * sizeof *context->marks);
    uint32_t last[MARKS];
    for (int mark = 0; mark < MARKS; mark++)
        last[mark] = PITH_NONE;
    for (uint32_t i = 0; i < count; i++) {
        unsigned marks = marks_of(context, i);
        for (int mark = 0; mark < MARKS; mark++) {
            if ((marks >> mark & 1) != 0)
                last[mark] = i;
            context->marks[i].last[mark] = last[mark];
        }
        bool line =
            page->blocks[i].weight <= 12 && (context->blocks[i].phrases & closing_phrases) != 0;
        context->marks[i].closing = marks != 0 || line;
    }
    uint32_t next = PITH_NONE;
    for (uint32_t i = count; i-- > 0;) {
        context->marks[i].next = next;
        if (context->marks[i].closing)
            next = i;
    }
}

/* ---- The title ------------------------------------------------------------------------------- */

/* The block that repeats the title: of those most like it the last before the body's segment ends,
   for the first may be a path of links or a menu. */
static uint32_t find_title(const feature_context *context) {
    uint32_t found = PITH_NONE;
    float best = 0.6F;
    for (uint32_t i = 0; i < context->segments[0].to; i++) {
        float likeness = context->blocks[i].title_share;
        if (context->page->blocks[i].weight >= 2 && likeness >= best) {
            best = likeness;
            found = i;
        }
    }
    return found;
}

void pith__body_facts(feature_context *context) {
    for (int s = 0; s < SEGMENTS; s++)
        context->segments[s] =
            best_segment(context->page, segment_costs[s].block, segment_costs[s].link);
    context->path_span = main_path(context);
    find_marks(context);
    context->title = find_title(context);
}

/* ---- Columns --------------------------------------------------------------------------------- */

/* Running text of the blocks from..to-1. */
static double running_text(const feature_context *context, uint32_t from, uint32_t to) {
    return (double)context->long_before[to] - context->long_before[from];
}

/* Blocks before the stretch (negative) or behind it, 0 inside; and running text in between. */
static void put_span(const feature_context *context, uint32_t index, span s,
    const char *const names[3], pith__row *row) {
    bool before = index < s.from, after = index >= s.to;
    double text = before  ? running_text(context, index, s.from)
                  : after ? running_text(context, s.to, index + 1)
                          : 0;
    double steps = before  ? -pith__log_of(context, s.from - index)
                   : after ? pith__log_of(context, index + 1 - s.to)
                           : 0;
    pith__put(row, names[0], s.to == 0 ? -99 : steps);
    pith__put(row, names[1], pith__log_of(context, text));
    double all = context->long_before[context->page->block_count];
    pith__put(row, names[2], s.to == 0 ? -1 : running_text(context, s.from, s.to) / fmax(1, all));
}

static void put_marks(const feature_context *context, uint32_t index, pith__row *row) {
    static const char *const names[MARKS][2] = {{"mark_share_since", "mark_share_long"},
        {"mark_related_since", "mark_related_long"}, {"mark_comments_since", "mark_comments_long"},
        {"mark_author_since", "mark_author_long"}, {"mark_offer_since", "mark_offer_long"}};
    const block_marks *marks = &context->marks[index];
    double all = fmax(1, context->long_before[context->page->block_count]);
    for (int mark = 0; mark < MARKS; mark++) {
        uint32_t last = marks->last[mark];
        bool seen = last != PITH_NONE;
        pith__put(row, names[mark][0], seen ? pith__log_of(context, index - last) : -1);
        pith__put(row, names[mark][1], seen ? context->long_before[last] / all : -1);
    }
    bool there = marks->next != PITH_NONE;
    pith__put(row, "mark_next", there ? pith__log_of(context, marks->next - index) : -1);
    pith__put(row, "mark_next_long",
        there ? pith__log_of(context, running_text(context, index + 1, marks->next)) : -1);
}

/* Whether the element stands before, in or behind a target. */
static int side_of(const pith__page *page, uint32_t element, uint32_t target) {
    return element < target ? -1 : element >= page->elements[target].end ? 1 : 0;
}

void pith__put_body(const feature_context *context, uint32_t index, pith__row *row) {
    static const char *const names[SEGMENTS][3] = {
        {"segment_side", "segment_text", "segment_share"},
        {"tight_side", "tight_text", "tight_share"}};
    static const char *const path_names[3] = {
        "main_path_side", "main_path_text", "main_path_share"};
    static const char *const sides[TARGETS] = {"densest_side", "paragraphs_side", "main_side"};
    const pith__page *page = context->page;
    uint32_t element = page->blocks[index].element;
    for (int s = 0; s < SEGMENTS; s++)
        put_span(context, index, context->segments[s], names[s], row);
    put_span(context, index, context->path_span, path_names, row);
    pith__put(row, "on_main_path", context->elements[element].path == context->main_path);
    for (int t = 0; t < TARGETS; t++)
        pith__put(row, sides[t], side_of(page, element, context->targets[t]));
    bool titled = context->title != PITH_NONE;
    pith__put(row, "title_blocks", titled ? (double)index - context->title : -999);
    pith__put(row, "title_words",
        titled ? (double)context->words_before[index] - context->words_before[context->title]
               : -9999);
    put_marks(context, index, row);
}
