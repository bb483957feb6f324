/*
 * features_comments.c - readers' comments, found by how they are built.
 *
 * Comments are units: elements alike, side by side or nested, mostly each with the time it was
 * written, behind the title and some of the article, which they do not contain. Posts of live blogs
 * and cards of other articles are built the same way, so something must say what the units are: the
 * name of an element in or around them, a heading ("12 comments") before them, or lines such as
 * "Reply" in most of them; one more of these where there is one unit alone, and where there are no
 * times. The box around the
 * units holds the machinery: headings, forms, and their help texts.
 */
#include "features_internal.h"

#include <math.h>

#include "density.h"

enum {
    NAME_NEAR = 3,         /* Levels from a unit up to an element named for comments. */
    CLIMB = 8,             /* Levels from the units up to the box around them. */
    TEXT_BEFORE = 20,      /* Words of running text before the first unit. */
    FOREIGN_TEXT = 40,     /* Words of running text in the box that are in no unit. */
    CUE_BLOCKS = 10,       /* Blocks from a heading of comments to the first unit. */
    LONGEST_AVERAGE = 400, /* Words of a unit. */
    SHORTEST_AVERAGE = 4,
};

/* What the subtree of an element holds. */
typedef struct subtree {
    uint32_t first, last; /* Blocks; first is PITH_NONE when there is none. */
    uint32_t replies;     /* Lines such as "Reply". */
    bool named;           /* An element in it is named for comments. */
} subtree;

/* What the elements of a group have in common, by group. */
typedef struct units {
    uint32_t first;   /* Element. */
    uint32_t count;   /* With text. */
    uint32_t replies; /* Units with such lines. */
    uint32_t named;
    uint32_t link_words;
    bool found; /* They are comments. */
} units;

typedef struct finder {
    const feature_context *context;
    subtree *trees;
    units *groups;
} finder;

static bool is_named(const feature_context *context, uint32_t element, unsigned levels) {
    return context->elements[element].distance[TAG_DISTANCES + PITH_CLASS_COMMENTS] <= levels;
}

static void survey_elements(finder *f) {
    const feature_context *context = f->context;
    const pith__page *page = context->page;
    for (uint32_t e = 0; e < page->element_count; e++) {
        f->trees[e].first = PITH_NONE;
        f->trees[e].named = e > 0 && is_named(context, e, 0);
    }
    for (uint32_t i = 0; i < page->block_count; i++) {
        subtree *tree = &f->trees[page->blocks[i].element];
        if (tree->first == PITH_NONE)
            tree->first = i;
        tree->last = i;
        tree->replies +=
            page->blocks[i].weight <= 12 &&
            (context->blocks[i].phrases & PITH_PHRASE_BIT(PITH_PHRASE_LINE_COMMENTS)) != 0;
    }
    for (uint32_t e = page->element_count; e-- > 1;) {
        const subtree *from = &f->trees[e];
        subtree *to = &f->trees[page->elements[e].parent];
        if (from->first != PITH_NONE) {
            if (to->first == PITH_NONE || from->first < to->first)
                to->first = from->first;
            if (from->last > to->last)
                to->last = from->last;
        }
        to->replies += from->replies;
        to->named |= from->named;
    }
}

static void survey_groups(finder *f) {
    const feature_context *context = f->context;
    for (uint32_t e = 1; e < context->page->element_count; e++) {
        units *group = &f->groups[context->elements[e].group];
        if (f->trees[e].first == PITH_NONE)
            continue;
        if (group->count++ == 0)
            group->first = e;
        group->replies += f->trees[e].replies > 0;
        group->named += is_named(context, e, NAME_NEAR) || f->trees[e].named;
        group->link_words += context->elements[e].link_words;
    }
}

/* Whether a group of elements is built as comments are, and said to be that. */
static bool are_comments(const finder *f, const units *group, const group_facts *facts) {
    const feature_context *context = f->context;
    const pith__page *page = context->page;
    uint32_t parent = page->elements[group->first].parent;
    uint32_t first = f->trees[group->first].first;
    double words = (double)facts->words / group->count;
    if (context->elements[group->first].blocks < 2 || words < SHORTEST_AVERAGE ||
        words > LONGEST_AVERAGE || group->link_words > 0.5 * facts->words)
        return false;
    if (context->long_before[first] < TEXT_BEFORE)
        return false;
    /* The title stands before all of them: its element is none of theirs. */
    if (context->title != PITH_NONE && context->title >= first &&
        context->title <= f->trees[parent].last)
        return false;
    bool named = 2 * group->named > group->count;
    bool headed = pith__comments_headed(context, first, CUE_BLOCKS, FOREIGN_TEXT);
    bool answered = 2 * group->replies > group->count;
    bool dated = facts->dated >= 0.6 * group->count;
    return named + headed + answered >= 1 + (group->count < 2) + !dated;
}

/*
 * The box around the units: the highest element above them with little running text besides
 * theirs, as long as something in its name or before the units makes it a box of comments.
 */
static uint32_t box_around(const finder *f, const units *group, const group_facts *facts) {
    const feature_context *context = f->context;
    const pith__page *page = context->page;
    uint32_t box = page->elements[group->first].parent, found = box;
    for (int up = 0; up < CLIMB && box > 0; up++) {
        const element_facts *inside = &context->elements[box];
        uint32_t from = f->trees[box].first;
        bool title_inside = context->title != PITH_NONE && context->title >= from &&
                            context->title <= f->trees[box].last;
        if (inside->long_words > facts->long_words + FOREIGN_TEXT || title_inside ||
            context->long_before[from] < TEXT_BEFORE)
            break;
        if (is_named(context, box, 0))
            found = box;
        box = page->elements[box].parent;
    }
    return found;
}

static bool holds_only_units(const finder *f, uint32_t box, const group_facts *facts) {
    return f->context->elements[box].long_words <= facts->long_words + FOREIGN_TEXT;
}

static bool is_number(const pith__block *block) {
    for (size_t i = 0; i < block->words.count; i++) {
        if (!block->words.items[i].digits)
            return false;
    }
    return true;
}

/* Text of a comment, not its author (whose name comes first), its time, a count, or a button. */
static bool is_written(const feature_context *context, uint32_t index, bool first) {
    enum { NAME_WORDS = 4 };
    const pith__phrase_set machinery =
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_COMMENTS) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_DATE) |
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_INTERFACE) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE) |
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_NAVIGATION) |
        PITH_PHRASE_BIT(PITH_PHRASE_SECTION_COMMENTS);
    const pith__block *block = &context->page->blocks[index];
    if (first && block->weight <= NAME_WORDS)
        return false;
    if (block->weight <= 12 && ((context->blocks[index].phrases & machinery) != 0 ||
                                   context->blocks[index].date || is_number(block)))
        return false;
    return pith__link_density(block) < 0.8;
}

void pith__comment_facts(feature_context *context) {
    const pith__page *page = context->page;
    pith__arena *arena = page->arena;
    context->comment = pith__arena_array(arena, page->block_count, 1);
    finder f = {.context = context,
        .trees = pith__arena_array(arena, page->element_count, sizeof(subtree)),
        .groups = pith__arena_array(arena, page->element_count, sizeof(units))};
    survey_elements(&f);
    survey_groups(&f);
    /* Innermost element that decides, downwards: a box, then a unit in it. */
    uint8_t *state = pith__arena_array(arena, page->element_count, 1);
    for (uint32_t e = 1; e < page->element_count; e++) {
        uint32_t number = context->elements[e].group;
        units *group = &f.groups[number];
        const group_facts *facts = &context->groups[number];
        if (group->first != e || group->count == 0 || !are_comments(&f, group, facts))
            continue;
        group->found = true;
        uint32_t box = box_around(&f, group, facts);
        if (holds_only_units(&f, box, facts))
            state[box] = PITH_COMMENT_BOX;
    }
    bool *begins = pith__arena_array(arena, page->block_count, sizeof *begins);
    for (uint32_t e = 1; e < page->element_count; e++) {
        uint8_t above = state[page->elements[e].parent];
        if (f.groups[context->elements[e].group].found && f.trees[e].first != PITH_NONE) {
            state[e] = PITH_COMMENT_TEXT;
            begins[f.trees[e].first] = true;
        }
        if (above > state[e])
            state[e] = above;
    }
    for (uint32_t i = 0; i < page->block_count; i++) {
        uint8_t found = state[page->blocks[i].element];
        if (found == PITH_COMMENT_TEXT && !is_written(context, i, begins[i]))
            found = PITH_COMMENT_BOX;
        context->comment[i] = found;
    }
}
