/*
 * features_tree.c - where a block hangs in the page.
 *
 * Distances say how far up the nearest element of a kind is. Sums say what the containers hold:
 * composite text density and density sums after Sun, Song and Liao, "DOM Based Content Extraction
 * via Text Density" (SIGIR 2011), section 4; paragraph scores in the manner of Readability.
 * Siblings and paths say how often the page repeats what the block stands in.
 */
#include "features_internal.h"

#include <math.h>
#include <string.h>

#include "../html/dom.h"
#include "../html/labels.h"
#include "density.h"

/* ---- Distances ------------------------------------------------------------------------------- */

/* The elements whose distance is a feature. */
static const struct {
    GumboTag tag;
    const char *name;
} distance_tags[TAG_DISTANCES] = {
    {GUMBO_TAG_ARTICLE, "up_article"},
    {GUMBO_TAG_MAIN, "up_main"},
    {GUMBO_TAG_NAV, "up_nav"},
    {GUMBO_TAG_HEADER, "up_header"},
    {GUMBO_TAG_FOOTER, "up_footer"},
    {GUMBO_TAG_ASIDE, "up_aside"},
    {GUMBO_TAG_FORM, "up_form"},
    {GUMBO_TAG_LI, "up_li"},
    {GUMBO_TAG_UL, "up_ul"},
    {GUMBO_TAG_OL, "up_ol"},
    {GUMBO_TAG_TABLE, "up_table"},
    {GUMBO_TAG_TR, "up_tr"},
    {GUMBO_TAG_TD, "up_td"},
    {GUMBO_TAG_TH, "up_th"},
    {GUMBO_TAG_PRE, "up_pre"},
    {GUMBO_TAG_FIGURE, "up_figure"},
    {GUMBO_TAG_FIGCAPTION, "up_figcaption"},
    {GUMBO_TAG_BLOCKQUOTE, "up_blockquote"},
    {GUMBO_TAG_SECTION, "up_section"},
    {GUMBO_TAG_A, "up_a"},
    {GUMBO_TAG_BUTTON, "up_button"},
    {GUMBO_TAG_DETAILS, "up_details"},
    {GUMBO_TAG_DL, "up_dl"},
    {GUMBO_TAG_DT, "up_dt"},
    {GUMBO_TAG_LABEL, "up_label"},
    {GUMBO_TAG_P, "up_p"},
    {GUMBO_TAG_H1, "up_h1"},
    {GUMBO_TAG_H2, "up_h2"},
    {GUMBO_TAG_H3, "up_h3"},
    {GUMBO_TAG_H4, "up_h4"},
    {GUMBO_TAG_SPAN, "up_span"},
    {GUMBO_TAG_STRONG, "up_strong"},
    {GUMBO_TAG_EM, "up_em"},
    {GUMBO_TAG_ADDRESS, "up_address"},
    {GUMBO_TAG_NOSCRIPT, "up_noscript"},
    {GUMBO_TAG_TBODY, "up_tbody"},
    {GUMBO_TAG_TIME, "up_time"},
    {GUMBO_TAG_CODE, "up_code"},
};

/* ARIA roles that say the same as an element. */
static const struct {
    const char *role;
    GumboTag tag;
} role_tags[] = {
    {"main", GUMBO_TAG_MAIN},
    {"navigation", GUMBO_TAG_NAV},
    {"banner", GUMBO_TAG_HEADER},
    {"contentinfo", GUMBO_TAG_FOOTER},
    {"complementary", GUMBO_TAG_ASIDE},
    {"article", GUMBO_TAG_ARTICLE},
    {"search", GUMBO_TAG_FORM},
    {"button", GUMBO_TAG_BUTTON},
    {"listitem", GUMBO_TAG_LI},
    {"list", GUMBO_TAG_UL},
};

static void touch_tag(element_facts *facts, const signed char *column, unsigned tag) {
    if (column[tag] >= 0)
        facts->distance[column[tag]] = 0;
}

/* The distances of a child, before its own tag and names. In a copy, so that the compiler sees that
   all of them can be worked on at once. */
static void move_up(uint8_t to[DISTANCES_ROUNDED], const uint8_t from[DISTANCES_ROUNDED]) {
    uint8_t values[DISTANCES_ROUNDED];
    memcpy(values, from, sizeof values);
    for (int i = 0; i < DISTANCES_ROUNDED; i++) {
        uint8_t next = (uint8_t)(values[i] + 1);
        values[i] = next < FAR ? next : FAR;
    }
    memcpy(to, values, sizeof values);
}

static void measure_distances(feature_context *context) {
    const pith__page *page = context->page;
    signed char column[GUMBO_TAG_LAST + 1];
    memset(column, -1, sizeof column);
    for (int i = 0; i < TAG_DISTANCES; i++)
        column[distance_tags[i].tag] = (signed char)i;
    for (uint32_t e = 0; e < page->element_count; e++) {
        const pith__element *element = &page->elements[e];
        element_facts *facts = &context->elements[e];
        if (element->parent == PITH_NONE) {
            memset(facts->distance, FAR, sizeof facts->distance);
        } else {
            move_up(facts->distance, context->elements[element->parent].distance);
        }
        touch_tag(facts, column, element->tag);
        const pith__label *label = pith__label_of(page, element->node);
        const char *role = label->parts[PITH_LABEL_ROLE].data;
        for (size_t i = 0; role != NULL && i < sizeof role_tags / sizeof *role_tags; i++) {
            if (strcmp(role, role_tags[i].role) == 0)
                touch_tag(facts, column, role_tags[i].tag);
        }
        /* The body's classes speak of the whole page. */
        if (e == 0)
            continue;
        pith__class_set groups = label->groups;
        for (int i = 0; groups != 0; i++, groups >>= 1) {
            if ((groups & 1) != 0)
                facts->distance[TAG_DISTANCES + i] = 0;
        }
    }
}

/* ---- Sums ------------------------------------------------------------------------------------ */

static void sum_blocks(feature_context *context) {
    const pith__page *page = context->page;
    for (uint32_t e = 0; e < page->element_count; e++) {
        context->elements[e].tags = 1;
        context->elements[e].link_tags = page->elements[e].tag == GUMBO_TAG_A;
    }
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        element_facts *facts = &context->elements[block->element];
        facts->words += block->weight;
        facts->link_words += block->link_weight;
        facts->blocks++;
        facts->sentences += context->blocks[i].sentences;
        facts->characters += block->characters;
        facts->link_characters += block->link_characters;
        if (block->weight >= 15 && pith__link_density(block) < 0.4)
            facts->long_words += block->weight;
        facts->dates += context->blocks[i].date && block->weight <= 12;
    }
    for (uint32_t e = page->element_count; e-- > 1;) {
        const element_facts *from = &context->elements[e];
        element_facts *to = &context->elements[page->elements[e].parent];
        to->words += from->words;
        to->link_words += from->link_words;
        to->blocks += from->blocks;
        to->sentences += from->sentences;
        to->characters += from->characters;
        to->link_characters += from->link_characters;
        to->long_words += from->long_words;
        to->tags += from->tags;
        to->link_tags += from->link_tags;
        to->dates += from->dates;
    }
}

/* Composite text density, equation 3 of the paper cited above; link counts of 0 count as 1. */
static float composite_density(const element_facts *facts, const element_facts *body) {
    if (facts->characters == 0)
        return 0;
    double c = facts->characters, lc = facts->link_characters;
    double plain = c > lc ? c - lc : 1.0;
    double page_share = (double)body->link_characters / fmax(1, body->characters);
    double base = log(c / plain * lc + page_share * c + exp(1.0));
    double share = c / fmax(1, lc) * facts->tags / fmax(1, facts->link_tags);
    if (share <= 1.0 || base <= 1.0)
        return 0;
    return (float)(c / facts->tags * (log(share) / log(base)));
}

static void compute_densities(feature_context *context) {
    const pith__page *page = context->page;
    for (uint32_t e = 0; e < page->element_count; e++)
        context->elements[e].density =
            composite_density(&context->elements[e], &context->elements[0]);
    for (uint32_t e = 1; e < page->element_count; e++)
        context->elements[page->elements[e].parent].density_sum += context->elements[e].density;
}

static void score_paragraphs(feature_context *context) {
    const pith__page *page = context->page;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->weight < 10)
            continue;
        uint32_t commas = 0;
        for (size_t c = 0; c < block->text.length; c++)
            commas += block->text.data[c] == ',';
        double score = (1.0 + commas + fmin(block->characters / 100.0, 3.0)) *
                       (1.0 - pith__link_density(block));
        uint32_t parent = page->elements[block->container].parent;
        if (parent == PITH_NONE)
            parent = block->container;
        context->elements[parent].paragraph_score += (float)score;
        uint32_t above = page->elements[parent].parent;
        if (above != PITH_NONE)
            context->elements[above].paragraph_score += (float)(score / 2.0);
    }
}

/* ---- Targets --------------------------------------------------------------------------------- */

/* The deepest element that holds 60 % of the running text. */
static uint32_t deepest_with_share(const feature_context *context) {
    const pith__page *page = context->page;
    double needed = 0.6 * context->elements[0].long_words;
    uint32_t found = 0;
    if (needed <= 0)
        return 0;
    for (uint32_t e = 1; e < page->elements[found].end;) {
        if (context->elements[e].long_words >= needed)
            found = e++;
        else
            e = page->elements[e].end;
    }
    return found;
}

static void measure_target(feature_context *context, uint32_t target, int number) {
    const pith__page *page = context->page;
    context->targets[number] = target;
    enum { OFF_THE_WAY = 255 };
    for (uint32_t e = 0; e < page->element_count; e++)
        context->elements[e].down[number] = OFF_THE_WAY;
    unsigned level = 0;
    for (uint32_t e = target; e != PITH_NONE; e = page->elements[e].parent, level++)
        context->elements[e].down[number] = (uint8_t)(level < 60 ? level : 60);
    for (uint32_t e = 0; e < page->element_count; e++) {
        element_facts *facts = &context->elements[e];
        if (facts->down[number] != OFF_THE_WAY)
            continue;
        const element_facts *above = &context->elements[page->elements[e].parent];
        facts->down[number] = above->down[number];
        facts->up[number] = (uint8_t)(above->up[number] + (above->up[number] < 60));
    }
}

static void measure_targets(feature_context *context) {
    const pith__page *page = context->page;
    uint32_t densest = 0, best = 0;
    double best_score = -1.0;
    for (uint32_t e = 0; e < page->element_count; e++) {
        const element_facts *facts = &context->elements[e];
        if (facts->density_sum > context->elements[densest].density_sum)
            densest = e;
        double score =
            facts->paragraph_score * (1.0 - (double)facts->link_words / fmax(1, facts->words));
        if (score > best_score) {
            best_score = score;
            best = e;
        }
    }
    measure_target(context, densest, 0);
    measure_target(context, best, 1);
    measure_target(context, deepest_with_share(context), 2);
}

/* ---- Siblings and paths ---------------------------------------------------------------------- */

static uint64_t mix(uint64_t key, uint64_t value) {
    key = (key ^ value) * 0x9E3779B97F4A7C15u;
    return key ^ (key >> 29);
}

static uint64_t hash_bytes(uint64_t key, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        key = (key ^ (unsigned char)text[i]) * 1099511628211u;
    return mix(key, length);
}

/* A table from 64-bit keys to small numbers, given out in order of first use. */
typedef struct number_table {
    uint64_t *keys;
    uint32_t *numbers; /* 0: free; else the number plus 1. */
    size_t mask;
    uint32_t count;
} number_table;

static number_table number_table_new(pith__arena *arena, size_t items) {
    size_t slots = 16;
    while (slots < items * 2)
        slots *= 2;
    return (number_table){pith__arena_alloc(arena, slots * sizeof(uint64_t)),
        pith__arena_array(arena, slots, sizeof(uint32_t)), slots - 1, 0};
}

static uint32_t number_of_key(number_table *table, uint64_t key) {
    size_t at = (size_t)(key ^ (key >> 32)) & table->mask;
    while (table->numbers[at] != 0 && table->keys[at] != key)
        at = (at + 1) & table->mask;
    if (table->numbers[at] == 0) {
        table->keys[at] = key;
        table->numbers[at] = ++table->count;
    }
    return table->numbers[at] - 1;
}

/* The first `words` blank-separated names of a class attribute, in at most `length` bytes. */
static size_t class_prefix(const char *names, size_t words, size_t length) {
    size_t at = 0;
    while (names[at] != '\0' && at < length) {
        if (pith__is_space(names[at]) && (at == 0 || !pith__is_space(names[at - 1])) && at > 0 &&
            --words == 0)
            break;
        at++;
    }
    return at;
}

/* By label: its class as siblings have it in common, and as paths do. */
typedef struct class_keys {
    uint64_t sibling, path;
} class_keys;

static class_keys *keys_of_labels(const pith__page *page) {
    const pith__labels *labels = page->labels;
    class_keys *keys = pith__arena_alloc(page->arena, labels->count * sizeof *keys);
    for (uint32_t i = 0; i < labels->count; i++) {
        const char *names = labels->items[i].parts[PITH_LABEL_CLASS].data;
        if (names == NULL)
            names = "";
        keys[i].sibling = hash_bytes(0, names, class_prefix(names, 99, 60));
        keys[i].path = hash_bytes(0, names, class_prefix(names, 2, 200));
    }
    return keys;
}

static void count_siblings(feature_context *context) {
    const pith__page *page = context->page;
    number_table siblings = number_table_new(page->arena, page->element_count);
    number_table paths = number_table_new(page->arena, page->element_count);
    uint64_t *signature = pith__arena_alloc(page->arena, page->element_count * sizeof *signature);
    const class_keys *keys = keys_of_labels(page);
    context->groups = pith__arena_array(page->arena, page->element_count, sizeof *context->groups);
    for (uint32_t e = 0; e < page->element_count; e++) {
        const pith__element *element = &page->elements[e];
        const class_keys *key = &keys[page->labels->of_node[element->node]];
        uint64_t above = element->parent == PITH_NONE ? 0 : signature[element->parent];
        element_facts *facts = &context->elements[e];
        facts->group =
            number_of_key(&siblings, mix(mix(mix(element->parent, 7), element->tag), key->sibling));
        group_facts *group = &context->groups[facts->group];
        group->count++;
        group->words += facts->words;
        group->long_words += facts->long_words;
        group->dated += facts->dates > 0;
        signature[e] = mix(mix(above, element->tag), key->path);
        facts->path = number_of_key(&paths, signature[e]);
    }
    context->path_count = paths.count;
    context->paths = pith__arena_array(page->arena, paths.count, sizeof *context->paths);
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        path_facts *path = &context->paths[context->elements[block->element].path];
        path->blocks++;
        path->words += block->weight;
        path->link_words += block->link_weight;
    }
}

void pith__tree_facts(feature_context *context) {
    measure_distances(context);
    sum_blocks(context);
    compute_densities(context);
    score_paragraphs(context);
    measure_targets(context);
    count_siblings(context);
}

void pith__levels_between(
    const pith__page *page, uint32_t a, uint32_t b, uint32_t *up, uint32_t *down) {
    *up = *down = 0;
    while (a != b) {
        if (page->elements[a].depth >= page->elements[b].depth) {
            a = page->elements[a].parent;
            ++*up;
        } else {
            b = page->elements[b].parent;
            ++*down;
        }
    }
}

/* ---- Columns --------------------------------------------------------------------------------- */

static void put_distances(const feature_context *context, uint32_t element, pith__row *row) {
#define PITH_X(name, text) "up_class_" text,
    static const char *const class_names[] = {PITH_CLASS_MAP(PITH_X)};
#undef PITH_X
    const uint8_t *distance = context->elements[element].distance;
    for (int i = 0; i < TAG_DISTANCES; i++)
        pith__put(row, distance_tags[i].name, distance[i]);
    for (int i = 0; i < PITH_CLASS_COUNT; i++)
        pith__put(row, class_names[i], distance[TAG_DISTANCES + i]);
}

/* The block's container, and the ancestors 1, 2, 3 and 5 levels above it. */
static void put_containers(const feature_context *context, uint32_t container, pith__row *row) {
    static const char *const names[][6] = {
        {"c0_words", "c0_links", "c0_share", "c0_density", "c0_blocks_per_tag", "c0_long"},
        {"c1_words", "c1_links", "c1_share", "c1_density", "c1_blocks_per_tag", "c1_long"},
        {"c2_words", "c2_links", "c2_share", "c2_density", "c2_blocks_per_tag", "c2_long"},
        {"c3_words", "c3_links", "c3_share", "c3_density", "c3_blocks_per_tag", "c3_long"},
        {"c5_words", "c5_links", "c5_share", "c5_density", "c5_blocks_per_tag", "c5_long"},
    };
    static const int levels[] = {0, 1, 1, 1, 2};
    const pith__page *page = context->page;
    const element_facts *body = &context->elements[0];
    uint32_t e = container;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        for (int up = 0; up < levels[i] && e != 0; up++)
            e = page->elements[e].parent;
        const element_facts *facts = &context->elements[e];
        double words = fmax(1, facts->words);
        pith__put(row, names[i][0], pith__log_of(context, facts->words));
        pith__put(row, names[i][1], facts->link_words / words);
        pith__put(row, names[i][2], facts->words / fmax(1, body->words));
        pith__put(row, names[i][3], facts->density / (body->density + 1));
        pith__put(row, names[i][4], (double)facts->blocks / fmax(1, facts->tags));
        pith__put(row, names[i][5], facts->long_words / words);
    }
}

static const group_facts *group_of(const feature_context *context, uint32_t element) {
    return &context->groups[context->elements[element].group];
}

/* The group of the container, of its parent, and the largest of the six nearest ancestors. */
static void put_siblings(const feature_context *context, uint32_t container, pith__row *row) {
    const pith__page *page = context->page;
    uint32_t parent = page->elements[container].parent;
    uint32_t most = 0;
    uint32_t e = container;
    for (int i = 0; i < 6 && e != 0; i++) {
        if (group_of(context, e)->count > most)
            most = group_of(context, e)->count;
        e = page->elements[e].parent;
    }
    pith__put(row, "siblings", group_of(context, container)->count);
    pith__put(row, "siblings_parent", parent == PITH_NONE ? 0 : group_of(context, parent)->count);
    pith__put(row, "siblings_most", most);
}

/*
 * The unit that the block is a part of: the nearest of its ancestors that is one of three or more
 * alike and holds several blocks. Comments, posts, cards and teasers are such units; how long they
 * are and whether each is dated tells them apart.
 */
static void put_unit(const feature_context *context, uint32_t element, pith__row *row) {
    enum { HIGHEST = 12 };
    const pith__page *page = context->page;
    uint32_t e = element;
    int up = 0;
    while (up < HIGHEST && e != 0 &&
           !(group_of(context, e)->count >= 3 && context->elements[e].blocks >= 2)) {
        e = page->elements[e].parent;
        up++;
    }
    bool found = up < HIGHEST && e != 0;
    const element_facts *unit = &context->elements[e];
    const group_facts *group = group_of(context, e);
    double count = group->count;
    pith__put(row, "unit_up", found ? up : -1);
    pith__put(row, "unit_count", found ? pith__log_of(context, count) : -1);
    pith__put(row, "unit_words", found ? pith__log_of(context, unit->words) : -1);
    pith__put(row, "unit_blocks", found ? (double)unit->blocks : -1);
    pith__put(row, "unit_dated", found ? unit->dates > 0 : -1);
    pith__put(row, "units_dated", found ? group->dated / count : -1);
    pith__put(row, "units_words", found ? group->words / count : -1);
    pith__put(row, "units_long", found ? group->long_words / fmax(1, group->words) : -1);
    pith__put(row, "units_share", found ? group->words / fmax(1, context->elements[0].words) : -1);
}

void pith__put_tree(const feature_context *context, uint32_t index, pith__row *row) {
    static const char *const target_names[][2] = {{"densest_up", "densest_down"},
        {"paragraphs_up", "paragraphs_down"}, {"main_up", "main_down"}};
    const pith__page *page = context->page;
    const pith__block *block = &page->blocks[index];
    const element_facts *facts = &context->elements[block->element];
    put_distances(context, block->element, row);
    put_containers(context, block->container, row);
    put_siblings(context, block->container, row);
    put_unit(context, block->element, row);
    const path_facts *path = &context->paths[facts->path];
    pith__put(row, "path_blocks", pith__log_of(context, path->blocks));
    pith__put(row, "path_share", path->words / fmax(1, context->elements[0].words));
    pith__put(row, "path_average", (double)path->words / fmax(1, path->blocks));
    pith__put(row, "path_links", path->link_words / fmax(1, path->words));
    for (int i = 0; i < TARGETS; i++) {
        pith__put(row, target_names[i][0], facts->up[i]);
        pith__put(row, target_names[i][1], facts->down[i]);
    }
    const pith__element *element = &page->elements[block->element];
    pith__put(row, "depth", element->depth);
    pith__put(row, "tag", element->tag);
    pith__put(row, "container_tag", page->elements[block->container].tag);
    pith__put(row, "hidden_attribute", (element->hidden & PITH_HIDDEN_ATTRIBUTE) != 0);
    pith__put(row, "hidden_style", (element->hidden & PITH_HIDDEN_STYLE) != 0);
    pith__put(row, "hidden_aria", (element->hidden & PITH_HIDDEN_ARIA) != 0);
    pith__put(row, "images", block->container == 0 ? 0 : page->elements[block->container].images);
}
