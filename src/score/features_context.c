/*
 * features_context.c - what stands around a block: neighbours, windows, headings, cues, vocabulary.
 */
#include "features_internal.h"

#include <math.h>
#include <stdlib.h>

#include "density.h"

/* Cues: short lines that open a part of the page. */
enum { CUE_RELATED, CUE_COMMENTS, CUE_AUTHOR, CUE_PROMOTION, CUES };

typedef struct cue_facts {
    uint32_t since[CUES];      /* Blocks since the last cue of the kind; 0: it is one; or NONE. */
    uint32_t long_since[CUES]; /* Words of running text since then. */
    float long_before[CUES];   /* Share of the page's running text before the last such cue. */
} cue_facts;

static const pith__phrase_set cue_groups[CUES] = {
    PITH_PHRASE_BIT(PITH_PHRASE_SECTION_RELATED),
    PITH_PHRASE_BIT(PITH_PHRASE_SECTION_COMMENTS),
    PITH_PHRASE_BIT(PITH_PHRASE_SECTION_AUTHOR),
    PITH_PHRASE_BIT(PITH_PHRASE_SECTION_PROMOTION) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_NEWSLETTER),
};

/* A block as its neighbours see it: some of its own columns. */
typedef struct near_facts {
    float words, links, sentences, tag, heading, stop_words;
    float up, down; /* Levels to the common ancestor with the block after it, and down to that. */
} near_facts;

/* ---- Vocabulary ------------------------------------------------------------------------------ */

/* How many blocks of the main part's running text hold a stem. */
typedef struct stem_set {
    uint32_t *stems, *counts, *last_block;
    uint32_t mask;
} stem_set;

static bool is_content_word(const feature_context *context, pith__word word) {
    return (word.letters > 3 || word.unspaced) && !word.digits &&
           !pith__word_in(context->heuristics, word, PITH_PHRASE_STOP_WORD);
}

static uint32_t stem_place(const stem_set *set, uint32_t stem) {
    uint32_t at = (stem ^ (stem >> 15)) & set->mask;
    while (set->counts[at] != 0 && set->stems[at] != stem)
        at = (at + 1) & set->mask;
    return at;
}

static bool is_core(const feature_context *context, uint32_t index) {
    const pith__block *block = &context->page->blocks[index];
    return context->blocks[index].good && context->elements[block->element].up[2] == 0;
}

static void collect_core(feature_context *context) {
    const pith__page *page = context->page;
    size_t words = 0;
    for (uint32_t i = 0; i < page->block_count; i++)
        words += is_core(context, i) ? page->blocks[i].words.count : 0;
    size_t slots = 16;
    while (slots < words * 2)
        slots *= 2;
    stem_set *set = pith__arena_alloc(page->arena, sizeof *set);
    *set = (stem_set){pith__arena_array(page->arena, slots, sizeof(uint32_t)),
        pith__arena_array(page->arena, slots, sizeof(uint32_t)),
        pith__arena_array(page->arena, slots, sizeof(uint32_t)), (uint32_t)(slots - 1)};
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (!is_core(context, i))
            continue;
        for (size_t w = 0; w < page->blocks[i].words.count; w++) {
            pith__word word = page->blocks[i].words.items[w];
            if (!is_content_word(context, word))
                continue;
            uint32_t at = stem_place(set, word.stem);
            if (set->last_block[at] != i + 1) {
                set->stems[at] = word.stem;
                set->counts[at]++;
                set->last_block[at] = i + 1;
            }
        }
    }
    context->core = set;
}

/* Shares of a block's content words that stand in other blocks of the core: in one, in four. */
static void put_vocabulary(const feature_context *context, uint32_t index, pith__row *row) {
    const pith__block *block = &context->page->blocks[index];
    uint32_t content = 0, shared = 0, common = 0;
    uint32_t own = is_core(context, index);
    for (size_t w = 0; w < block->words.count && w < 200; w++) {
        pith__word word = block->words.items[w];
        if (!is_content_word(context, word))
            continue;
        uint32_t count = context->core->counts[stem_place(context->core, word.stem)];
        content++;
        shared += count > own;
        common += count > own + 3;
    }
    pith__put(row, "core_words", content == 0 ? -1 : (double)shared / content);
    pith__put(row, "core_common", content == 0 ? -1 : (double)common / content);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static void find_cues(feature_context *context) {
    const pith__page *page = context->page;
    context->cues = pith__arena_alloc(page->arena, page->block_count * sizeof(cue_facts));
    double total = fmax(1, context->long_before[page->block_count]);
    uint32_t last[CUES] = {PITH_NONE, PITH_NONE, PITH_NONE, PITH_NONE};
    for (uint32_t i = 0; i < page->block_count; i++) {
        cue_facts *facts = &context->cues[i];
        for (int kind = 0; kind < CUES; kind++) {
            if ((context->blocks[i].phrases & cue_groups[kind]) != 0 &&
                page->blocks[i].weight <= 12)
                last[kind] = i;
            uint32_t from = last[kind];
            bool seen = from != PITH_NONE;
            facts->since[kind] = seen ? i - from : (uint32_t)PITH_NONE;
            facts->long_since[kind] =
                seen ? context->long_before[i] - context->long_before[from] : 0;
            facts->long_before[kind] = seen ? (float)(context->long_before[from] / total) : -1.0F;
        }
    }
}

static void find_sections(feature_context *context) {
    const pith__page *page = context->page;
    uint32_t count = page->block_count;
    context->section = pith__arena_alloc(page->arena, count * sizeof(uint32_t));
    context->section_end = pith__arena_alloc(page->arena, count * sizeof(uint32_t));
    context->main_heading = PITH_NONE;
    uint32_t last = PITH_NONE;
    float best = -1;
    for (uint32_t i = 0; i < count; i++) {
        context->section[i] = last;
        if (context->blocks[i].heading == 0)
            continue;
        if (last != PITH_NONE)
            context->section_end[last] = i;
        last = i;
        context->section_end[i] = count;
        if (context->blocks[i].heading == 1 && context->blocks[i].title_share > best) {
            best = context->blocks[i].title_share;
            context->main_heading = i;
        }
    }
}

static void find_good(feature_context *context) {
    const pith__page *page = context->page;
    uint32_t count = page->block_count;
    context->previous_good = pith__arena_alloc(page->arena, count * sizeof(uint32_t));
    context->next_good = pith__arena_alloc(page->arena, count * sizeof(uint32_t));
    uint32_t last = PITH_NONE;
    context->first_good = PITH_NONE;
    for (uint32_t i = 0; i < count; i++) {
        context->previous_good[i] = last;
        if (!context->blocks[i].good)
            continue;
        last = i;
        if (context->first_good == PITH_NONE)
            context->first_good = i;
    }
    context->last_good = last;
    last = PITH_NONE;
    for (uint32_t i = count; i-- > 0;) {
        context->next_good[i] = last;
        if (context->blocks[i].good)
            last = i;
    }
}

static void sum_before(feature_context *context) {
    const pith__page *page = context->page;
    size_t size = ((size_t)page->block_count + 1) * sizeof(uint32_t);
    context->words_before = pith__arena_alloc(page->arena, size);
    context->links_before = pith__arena_alloc(page->arena, size);
    context->long_before = pith__arena_alloc(page->arena, size);
    uint32_t words = 0, links = 0, running = 0;
    for (uint32_t i = 0;; i++) {
        context->words_before[i] = words;
        context->links_before[i] = links;
        context->long_before[i] = running;
        if (i == page->block_count)
            break;
        words += page->blocks[i].weight;
        links += page->blocks[i].link_weight;
        running += context->blocks[i].good ? page->blocks[i].weight : 0;
    }
}

static void find_near(feature_context *context) {
    const pith__page *page = context->page;
    near_facts *near = pith__arena_alloc(page->arena, page->block_count * sizeof *near);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        const pith__block_facts *facts = &context->blocks[i];
        uint32_t up = 0, down = 0;
        if (i + 1 < page->block_count)
            pith__levels_between(page, block->element, block[1].element, &up, &down);
        near[i] = (near_facts){.words = (float)pith__log_of(context, block->weight),
            .links = (float)pith__link_density(block),
            .sentences = (float)facts->sentences,
            .tag = page->elements[block->element].tag,
            .heading = facts->heading,
            .stop_words = (float)(facts->stop_words / fmax(1.0, (double)block->words.count)),
            .up = (float)up,
            .down = (float)down};
    }
    context->near = near;
}

void pith__context_facts(feature_context *context) {
    find_near(context);
    sum_before(context);
    find_good(context);
    find_sections(context);
    find_cues(context);
    collect_core(context);
}

/* ---- Columns --------------------------------------------------------------------------------- */

static void put_position(const feature_context *context, uint32_t index, pith__row *row) {
    uint32_t count = context->page->block_count;
    double total = fmax(1, context->words_before[count]);
    double running = fmax(1, context->long_before[count]);
    pith__put(row, "position", (double)index / count);
    pith__put(row, "words_before_share", context->words_before[index] / total);
    pith__put(row, "long_before_share", context->long_before[index] / running);
    pith__put(row, "words_after", pith__log_of(context, total - context->words_before[index]));
    pith__put(row, "index", pith__log_of(context, index));
    pith__put(row, "index_from_end", pith__log_of(context, count - index));
}

/* A block's own columns again, for one of its neighbours. */
static void put_neighbour(
    const feature_context *context, uint32_t index, int offset, pith__row *row) {
    static const char *const names[7][9] = {
        {"b3_words", "b3_links", "b3_sentences"},
        {"b2_words", "b2_links", "b2_sentences", "b2_tag", "b2_same", "b2_heading", "b2_stop"},
        {"b1_words", "b1_links", "b1_sentences", "b1_tag", "b1_same", "b1_heading", "b1_stop",
            "b1_up", "b1_down"},
        {0},
        {"a1_words", "a1_links", "a1_sentences", "a1_tag", "a1_same", "a1_heading", "a1_stop",
            "a1_up", "a1_down"},
        {"a2_words", "a2_links", "a2_sentences", "a2_tag", "a2_same", "a2_heading", "a2_stop"},
        {"a3_words", "a3_links", "a3_sentences"},
    };
    const char *const *name = names[offset + 3];
    const pith__page *page = context->page;
    int64_t other = (int64_t)index + offset;
    bool there = other >= 0 && other < page->block_count;
    const near_facts *near = &context->near[there ? other : index];
    pith__put(row, name[0], there ? near->words : -1.0F);
    pith__put(row, name[1], there ? near->links : -1.0F);
    pith__put(row, name[2], there ? near->sentences : -1.0F);
    if (abs(offset) > 2)
        return;
    bool same = there && context->elements[page->blocks[other].element].path ==
                             context->elements[page->blocks[index].element].path;
    pith__put(row, name[3], there ? near->tag : -1.0F);
    pith__put(row, name[4], there ? same : -1.0);
    pith__put(row, name[5], there ? near->heading : -1.0F);
    pith__put(row, name[6], there ? near->stop_words : -1.0F);
    if (abs(offset) > 1)
        return;
    const near_facts *first = &context->near[offset < 0 && there ? other : index];
    pith__put(row, name[7], !there ? -1.0F : offset < 0 ? first->down : first->up);
    pith__put(row, name[8], !there ? -1.0F : offset < 0 ? first->up : first->down);
}

static void put_window(const feature_context *context, uint32_t index, uint32_t radius,
    const char *const names[2], pith__row *row) {
    uint32_t count = context->page->block_count;
    uint32_t from = index > radius ? index - radius : 0;
    uint32_t to = count - index > radius ? index + radius + 1 : count;
    double words = context->words_before[to] - context->words_before[from];
    double links = context->links_before[to] - context->links_before[from];
    pith__put(row, names[0], words / (to - from));
    pith__put(row, names[1], links / fmax(1, words));
}

static void put_section(const feature_context *context, uint32_t index, pith__row *row) {
    static const pith__phrase_set debris = PITH_PHRASE_BIT(PITH_PHRASE_SECTION_RELATED) |
                                           PITH_PHRASE_BIT(PITH_PHRASE_SECTION_COMMENTS) |
                                           PITH_PHRASE_BIT(PITH_PHRASE_SECTION_AUTHOR) |
                                           PITH_PHRASE_BIT(PITH_PHRASE_SECTION_PROMOTION) |
                                           PITH_PHRASE_BIT(PITH_PHRASE_LINE_NEWSLETTER) |
                                           PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE);
    uint32_t head = context->section[index];
    bool there = head != PITH_NONE;
    uint32_t from = there ? head : 0, to = there ? context->section_end[head] : 0;
    double words = context->words_before[to] - context->words_before[from];
    double links = context->links_before[to] - context->links_before[from];
    pith__put(row, "section_distance", there ? index - head : -1.0);
    pith__put(row, "section_level", there ? context->blocks[head].heading : -1.0);
    pith__put(row, "section_debris", there ? (context->blocks[head].phrases & debris) != 0 : -1.0);
    pith__put(row, "section_words", there ? words : -1);
    pith__put(row, "section_links", there ? links / fmax(1, words) : -1);
    pith__put(row, "section_title", there ? context->blocks[head].title_share : -1);
    uint32_t main = context->main_heading;
    bool main_there = main != PITH_NONE;
    pith__put(row, "h1_blocks", main_there ? (double)index - main : -999);
    pith__put(row, "h1_words",
        main_there ? (double)context->words_before[index] - context->words_before[main] : -9999);
}

static void put_good(const feature_context *context, uint32_t index, pith__row *row) {
    static const char *const names[2][3] = {{"good_before", "good_before_up", "good_before_down"},
        {"good_after", "good_after_up", "good_after_down"}};
    const pith__page *page = context->page;
    for (int side = 0; side < 2; side++) {
        uint32_t other = side == 0 ? context->previous_good[index] : context->next_good[index];
        bool there = other != PITH_NONE;
        uint32_t up = 99, down = 99;
        if (there)
            pith__levels_between(
                page, page->blocks[index].element, page->blocks[other].element, &up, &down);
        pith__put(row, names[side][0], there ? fabs((double)index - other) : 999);
        pith__put(row, names[side][1], up);
        pith__put(row, names[side][2], down);
    }
    bool any = context->first_good != PITH_NONE;
    pith__put(row, "first_good", any ? (double)index - context->first_good : -999);
    pith__put(row, "last_good", any ? (double)index - context->last_good : -999);
}

bool pith__comments_headed(
    const feature_context *context, uint32_t index, uint32_t blocks, uint32_t text) {
    const cue_facts *facts = &context->cues[index];
    return facts->since[CUE_COMMENTS] <= blocks && facts->long_since[CUE_COMMENTS] <= text;
}

static void put_cues(const feature_context *context, uint32_t index, pith__row *row) {
    static const char *const names[CUES][3] = {
        {"related_since", "related_long_since", "related_long_before"},
        {"comments_since", "comments_long_since", "comments_long_before"},
        {"author_since", "author_long_since", "author_long_before"},
        {"promotion_since", "promotion_long_since", "promotion_long_before"},
    };
    const cue_facts *facts = &context->cues[index];
    for (int kind = 0; kind < CUES; kind++) {
        bool seen = facts->since[kind] != PITH_NONE;
        pith__put(row, names[kind][0], seen ? pith__log_of(context, facts->since[kind]) : -1);
        pith__put(row, names[kind][1], seen ? pith__log_of(context, facts->long_since[kind]) : -1);
        pith__put(row, names[kind][2], facts->long_before[kind]);
    }
}

void pith__put_context(const feature_context *context, uint32_t index, pith__row *row) {
    static const char *const near[] = {"window5_words", "window5_links"};
    static const char *const wide[] = {"window12_words", "window12_links"};
    put_position(context, index, row);
    for (int offset = -3; offset <= 3; offset++) {
        if (offset != 0)
            put_neighbour(context, index, offset, row);
    }
    put_window(context, index, 5, near, row);
    put_window(context, index, 12, wide, row);
    put_section(context, index, row);
    put_good(context, index, row);
    put_cues(context, index, row);
    put_vocabulary(context, index, row);
}
