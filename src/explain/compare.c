#include <math.h>
#include <string.h>

#include "../base/words.h"
#include "report.h"

enum {
    ABSENT = UINT32_MAX,
    LOOK_AHEAD = 50, /* Blocks that one side may have and the other has not, in a row. */
};

const char *pith__change_name(pith__change change) {
    static const char *const names[] = {NULL, "gained", "lost", "renamed"};
    return names[change];
}

const char *pith__finding_kind_name(pith_finding_kind kind) {
    static const char *const names[] = {"phrase", "class", "token"};
    return names[kind];
}

/* ---- Pairs ----------------------------------------------------------------------------------- */

typedef struct aligner {
    pith__arena *arena;
    pith__comparison *comparison;
    size_t capacity;
} aligner;

static const pith_block *block_of(const pith_article *article, uint32_t index) {
    return index == ABSENT ? NULL : &article->blocks[index];
}

static size_t words_of(const aligner *a, const pith_block *block) {
    return pith__words_weight(pith__words_of(a->arena, (pith__str){block->text, block->length}));
}

static void add_pair(aligner *a, uint32_t before, uint32_t after) {
    pith__comparison *c = a->comparison;
    const pith_block *old = block_of(c->before, before), *new = block_of(c->after, after);
    bool was = old != NULL && old->kept, is = new != NULL &&new->kept;
    pith__pair pair = {before, after, PITH_CHANGE_NONE};
    if (is && !was) {
        pair.change = PITH_CHANGE_GAINED;
        c->totals.gained++;
        c->totals.gained_words += words_of(a, new);
    } else if (was && !is) {
        pair.change = PITH_CHANGE_LOST;
        c->totals.lost++;
        c->totals.lost_words += words_of(a, old);
    } else if (!was && old != NULL && new != NULL && old->reason != new->reason) {
        pair.change = PITH_CHANGE_RENAMED;
        c->totals.renamed++;
    }
    c->totals.kept_before += was;
    c->totals.kept_after += is;
    c->totals.blocks++;
    c->pairs = pith__arena_grow(
        a->arena, c->pairs, c->count, c->count + 1, sizeof *c->pairs, &a->capacity);
    c->pairs[c->count++] = pair;
}

static bool same_text(const pith__comparison *c, uint32_t before, uint32_t after) {
    if (before >= c->before->block_count || after >= c->after->block_count)
        return false;
    const pith_block *a = &c->before->blocks[before], *b = &c->after->blocks[after];
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

pith__comparison pith__compare(
    pith__arena *arena, const pith_article *before, const pith_article *after) {
    pith__comparison comparison = {.before = before, .after = after};
    aligner a = {.arena = arena, .comparison = &comparison};
    uint32_t i = 0, j = 0;
    uint32_t ends[2] = {(uint32_t)before->block_count, (uint32_t)after->block_count};
    while (i < ends[0] || j < ends[1]) {
        uint32_t gone = 0, come = 0;
        if (!same_text(&comparison, i, j)) {
            uint32_t ahead = 1;
            while (ahead <= LOOK_AHEAD && !same_text(&comparison, i + ahead, j) &&
                   !same_text(&comparison, i, j + ahead))
                ahead++;
            if (ahead > LOOK_AHEAD)
                gone = come = 1;
            else if (same_text(&comparison, i + ahead, j))
                gone = ahead;
            else
                come = ahead;
        }
        for (; gone > 0 && i < ends[0]; gone--)
            add_pair(&a, i++, ABSENT);
        for (; come > 0 && j < ends[1]; come--)
            add_pair(&a, ABSENT, j++);
        if (same_text(&comparison, i, j))
            add_pair(&a, i++, j++);
    }
    comparison.totals.pages = 1;
    comparison.totals.pages_changed = comparison.totals.gained + comparison.totals.lost > 0;
    return comparison;
}

/* ---- Why ------------------------------------------------------------------------------------- */

bool pith__has_finding(const pith_block_explanation *explanation, const pith_finding *finding) {
    for (size_t i = 0; i < explanation->finding_count; i++) {
        const pith_finding *other = &explanation->findings[i];
        const char *group = finding->group != NULL ? finding->group : "";
        if (other->kind == finding->kind && strcmp(other->text, finding->text) == 0 &&
            strcmp(other->group != NULL ? other->group : "", group) == 0 &&
            (finding->kind != PITH_FINDING_TOKEN || other->amount == finding->amount))
            return true;
    }
    return false;
}

static double amount_of(const pith_contribution *items, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(items[i].name, name) == 0)
            return items[i].amount;
    }
    return 0; /* It is too small to be listed. */
}

typedef struct shift_list {
    pith__shift *items;
    size_t count;
} shift_list;

static double size_of(const pith__shift *shift) {
    return fabs(shift->after - shift->before);
}

static void add_shift(shift_list *list, pith__shift shift) {
    const double least = 0.05;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].name, shift.name) == 0)
            return;
    }
    if (size_of(&shift) < least)
        return;
    size_t at = list->count < PITH_SHIFTS ? list->count++ : PITH_SHIFTS;
    for (; at > 0 && size_of(&list->items[at - 1]) < size_of(&shift); at--) {
        if (at < PITH_SHIFTS)
            list->items[at] = list->items[at - 1];
    }
    if (at < PITH_SHIFTS)
        list->items[at] = shift;
}

static void add_shifts(shift_list *list, const pith_contribution *before, size_t before_count,
    const pith_contribution *after, size_t after_count) {
    for (size_t i = 0; i < before_count; i++)
        add_shift(list, (pith__shift){before[i].name, before[i].description, before[i].amount,
                            amount_of(after, after_count, before[i].name)});
    for (size_t i = 0; i < after_count; i++)
        add_shift(list, (pith__shift){after[i].name, after[i].description,
                            amount_of(before, before_count, after[i].name), after[i].amount});
}

size_t pith__shifts(const pith_block_explanation *before, const pith_block_explanation *after,
    pith__shift shifts[PITH_SHIFTS]) {
    shift_list list = {shifts, 0};
    add_shifts(
        &list, before->features, before->feature_count, after->features, after->feature_count);
    add_shifts(&list, before->surroundings, before->surrounding_count, after->surroundings,
        after->surrounding_count);
    return list.count;
}
