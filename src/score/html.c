/*
 * html.c - which blocks of an HTML page are its article.
 *
 *     features --> model --> probabilities --> threshold by expected F1 --> kept or not
 *                                                                            |
 *     vocabulary, phrases --> reasons, and what is never body ---------------+
 *
 * The model judges; the vocabulary names what was dropped, and takes out what has a place of its
 * own: the title, which is in the metadata, and lines that are nothing but furniture.
 */
#include <math.h>
#include <string.h>

#include "../html/dom.h"
#include "features.h"
#include "judge.h"
#include "model.h"
#include "reasons.h"
#include "score.h"
#include "trace.h"

typedef struct scorer {
    pith__page *page;
    const pith__model *model;
    const pith_options *options;
    pith__judgement judgement;
    pith__reasons reasons;
    double threshold;       /* Blocks at or above it are kept. */
    const uint8_t *comment; /* By block: pith__comment_part. */
} scorer;

/* The page types in the order of the model's forests. */
static const char *const type_names[PITH_PAGE_TYPES] = {
    "article", "service", "product", "collection", "forum", "listing", "documentation"};
enum { TYPE_ARTICLE = 0, TYPE_PRODUCT = 2, TYPE_FORUM = 4 };

static double parameter(const scorer *s, pith__parameter name) {
    return s->model->parameters[name];
}

/* What the page declares is believed when it names one of the types; but nearly everything calls
   itself an article. */
static void find_type(scorer *s) {
    const char *declared = s->page->metadata.pagetype;
    int best = 0;
    for (int t = 1; t < PITH_PAGE_TYPES; t++) {
        if (s->judgement.types[t] > s->judgement.types[best])
            best = t;
        if (declared != NULL && strcmp(declared, type_names[t]) == 0)
            return;
    }
    s->page->metadata.pagetype = type_names[best];
}

/* Share of the page's probable content that stands in comments and around them. */
static double share_of_comments(const scorer *s) {
    double inside = 0, all = 0;
    for (uint32_t i = 0; i < s->page->block_count; i++) {
        double mass = s->page->blocks[i].weight * s->judgement.content[i];
        all += mass;
        inside += s->comment[i] != PITH_COMMENT_NOT ? mass : 0;
    }
    return inside / fmax(all, 1e-9);
}

/* What readers write is the content of a forum, and reviews are part of a product's page; elsewhere
   it is not the article. A page that may be a forum is one when little else stands on it. */
static void find_comments(scorer *s, const pith__features *features) {
    static const uint8_t no = PITH_COMMENT_NOT;
    const double *types = s->judgement.types;
    s->comment = features->comment;
    if (types[TYPE_FORUM] + types[TYPE_PRODUCT] < parameter(s, PITH_PARAMETER_FORUM_THRESHOLD) &&
        types[TYPE_FORUM] + share_of_comments(s) < parameter(s, PITH_PARAMETER_POSTS_THRESHOLD))
        return;
    uint8_t *none = pith__arena_alloc(s->page->arena, s->page->block_count);
    memset(none, no, s->page->block_count);
    s->comment = none;
}

static double threshold_factor(const scorer *s) {
    switch (s->options->favor) {
    case PITH_FAVOR_PRECISION:
        return parameter(s, PITH_PARAMETER_PRECISION_K);
    case PITH_FAVOR_RECALL:
        return parameter(s, PITH_PARAMETER_RECALL_K);
    case PITH_FAVOR_BALANCED:
        break;
    }
    return parameter(s, PITH_PARAMETER_THRESHOLD_K);
}

/* The probability from which on blocks are kept; above 1 when the page has no content. */
static double threshold_of(const scorer *s, double expected_f1, double most) {
    const double nothing = 2;
    if (expected_f1 < parameter(s, PITH_PARAMETER_NO_CONTENT_F) ||
        most < parameter(s, PITH_PARAMETER_NO_CONTENT_MAX))
        return nothing;
    double t = threshold_factor(s) * pow(expected_f1, parameter(s, PITH_PARAMETER_THRESHOLD_POWER));
    t = fmax(t, parameter(s, PITH_PARAMETER_THRESHOLD_LOW));
    t = fmin(t, parameter(s, PITH_PARAMETER_THRESHOLD_HIGH));
    return fmin(t, most);
}

/* What an explanation wants to know of the page. */
static void note_decision(const scorer *s, double threshold, double expected_f1) {
    pith__trace *trace = s->page->trace;
    if (trace == NULL)
        return;
    double *types = pith__arena_array(trace->arena, PITH_PAGE_TYPES, sizeof *types);
    memcpy(types, s->judgement.types, sizeof s->judgement.types);
    trace->types = types;
    trace->content = s->judgement.content;
    trace->threshold = threshold;
    trace->expected_f1 = expected_f1;
    trace->factor = threshold_factor(s);
    pith__reasons *reasons = pith__arena_array(trace->arena, 1, sizeof *reasons);
    *reasons = s->reasons;
    trace->reasons = reasons;
}

/* The blocks at or above the threshold are kept; the others get a reason. */
static void decide(scorer *s) {
    pith__page *page = s->page;
    const double *content = s->judgement.content;
    bool *left_out = pith__arena_alloc(page->arena, page->block_count * sizeof *left_out);
    double most = 0;
    for (uint32_t i = 0; i < page->block_count; i++) {
        left_out[i] = s->comment[i] != PITH_COMMENT_NOT;
        if (!left_out[i])
            most = fmax(most, content[i]);
    }
    double expected = pith__expected_f1(page, content, left_out, NULL);
    double threshold = threshold_of(s, expected, most);
    s->threshold = threshold;
    page->confidence = pith__calibrated(s->model, expected);
    note_decision(s, threshold, expected);
    for (uint32_t i = 0; i < page->block_count; i++) {
        page->blocks[i].score = (float)content[i];
        page->blocks[i].chosen = content[i] >= threshold && !left_out[i];
        if (!page->blocks[i].chosen)
            pith__decide(
                page, i, pith__reason_of(page, &s->reasons, i), PITH_RULE_PROBABILITY, PITH_NONE);
        else if (s->reasons.title[i])
            pith__decide(page, i, PITH_REASON_TITLE, PITH_RULE_TITLE, PITH_NONE);
        else
            pith__decide(page, i, PITH_REASON_KEPT, PITH_RULE_PROBABILITY, PITH_NONE);
    }
}

/* The rows of a table stand and fall together: its head has few words to be judged by. */
static void keep_tables_whole(scorer *s) {
    pith__page *page = s->page;
    for (uint32_t from = 0, to; from < page->block_count; from = to) {
        to = from + 1;
        if (page->blocks[from].kind != PITH_BLOCK_TABLE_ROW)
            continue;
        uint32_t table = page->elements[page->blocks[from].element].parent;
        while (table > 0 && page->elements[table].tag != GUMBO_TAG_TABLE)
            table = page->elements[table].parent;
        uint32_t kept = 0;
        for (to = from; to < page->block_count && page->blocks[to].kind == PITH_BLOCK_TABLE_ROW &&
                        page->blocks[to].element < page->elements[table].end;
             to++)
            kept += page->blocks[to].reason == PITH_REASON_KEPT;
        if (to == from)
            to = from + 1;
        for (uint32_t i = from; 2 * kept > to - from && i < to; i++) {
            if (page->blocks[i].reason != PITH_REASON_KEPT)
                pith__decide(page, i, PITH_REASON_KEPT, PITH_RULE_TABLE, PITH_NONE);
        }
    }
}

static bool is_nearly_kept(const scorer *s, uint32_t i) {
    const double enough = 0.8;
    return s->page->blocks[i].reason != PITH_REASON_KEPT &&
           s->judgement.content[i] >= enough * s->threshold && s->comment[i] == PITH_COMMENT_NOT &&
           !s->reasons.title[i] && s->reasons.line[i] == PITH_REASON_KEPT &&
           s->reasons.section[i] == PITH_REASON_KEPT;
}

/* A heading and the block right below it stand together: where one is kept, the other need not be
   quite as probable. A heading has few words to be judged by. */
static void join_headings(scorer *s) {
    for (uint32_t i = 0; i + 1 < s->page->block_count; i++) {
        const pith__block *head = &s->page->blocks[i], *below = head + 1;
        if (head->kind != PITH_BLOCK_HEADING || below->kind == PITH_BLOCK_HEADING)
            continue;
        if (below->reason == PITH_REASON_KEPT && is_nearly_kept(s, i))
            pith__decide(s->page, i, PITH_REASON_KEPT, PITH_RULE_HEADED, i + 1);
        else if (head->reason == PITH_REASON_KEPT && is_nearly_kept(s, i + 1))
            pith__decide(s->page, i + 1, PITH_REASON_KEPT, PITH_RULE_HEADED, i);
    }
}

/* Lines that are furniture by their wording alone, wherever they stand. */
static void drop_furniture(scorer *s) {
    for (uint32_t i = 0; i < s->page->block_count; i++) {
        const pith__block *block = &s->page->blocks[i];
        if (block->reason == PITH_REASON_KEPT && block->kind != PITH_BLOCK_TABLE_ROW &&
            s->reasons.line[i] != PITH_REASON_KEPT)
            pith__decide(s->page, i, s->reasons.line[i], PITH_RULE_FURNITURE, PITH_NONE);
    }
}

/* What is hidden, while there is as much that is not, is no part of what people read. */
static void drop_hidden(pith__page *page) {
    const unsigned marks = PITH_HIDDEN_ATTRIBUTE | PITH_HIDDEN_STYLE;
    double hidden = 0, shown = 0;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        if ((page->elements[block->element].hidden & marks) != 0)
            hidden += block->weight;
        else
            shown += block->weight;
    }
    for (uint32_t i = 0; hidden < shown && i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->reason == PITH_REASON_KEPT &&
            (page->elements[block->element].hidden & marks) != 0)
            pith__decide(page, i, PITH_REASON_HIDDEN, PITH_RULE_HIDDEN, PITH_NONE);
    }
}

/* The nearest article element around an element, or PITH_NONE. */
static uint32_t article_around(const pith__page *page, uint32_t element) {
    while (element != PITH_NONE && page->elements[element].tag != GUMBO_TAG_ARTICLE)
        element = page->elements[element].parent;
    return element;
}

/*
 * Of several article elements side by side the one with most of the kept text is the article; those
 * after it are other articles.
 */
static void drop_other_articles(pith__page *page) {
    uint32_t *words = pith__arena_array(page->arena, page->element_count, sizeof *words);
    double kept = 0;
    uint32_t best = PITH_NONE;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        kept += block->weight;
        uint32_t article = article_around(page, block->element);
        if (article == PITH_NONE)
            continue;
        words[article] += block->weight;
        if (best == PITH_NONE || words[article] > words[best])
            best = article;
    }
    if (best == PITH_NONE || words[best] < 0.5 * kept)
        return;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        uint32_t article = article_around(page, block->element);
        if (block->reason == PITH_REASON_KEPT && article != PITH_NONE &&
            article >= page->elements[best].end)
            pith__decide(page, i, PITH_REASON_RELATED, PITH_RULE_OTHER_ARTICLE, PITH_NONE);
    }
}

/* A heading with nothing kept below it has lost what it headed. */
static void drop_last_headings(pith__page *page) {
    for (uint32_t i = page->block_count; i-- > 0;) {
        const pith__block *block = &page->blocks[i];
        if (block->reason != PITH_REASON_KEPT)
            continue;
        if (block->kind != PITH_BLOCK_HEADING)
            return;
        pith__decide(page, i, PITH_REASON_SHORT, PITH_RULE_LAST_HEADING, PITH_NONE);
    }
}

/* What readers wrote is kept where that is asked for; the machinery around it never is, nor what
   only has the name of comments. */
static void place_comments(scorer *s) {
    bool include = s->options->comments == PITH_COMMENTS_INCLUDE;
    for (uint32_t i = 0; i < s->page->block_count; i++) {
        pith_reason reason = PITH_REASON_INTERFACE;
        if (s->comment[i] == PITH_COMMENT_TEXT)
            reason = include ? PITH_REASON_KEPT : PITH_REASON_COMMENTS;
        if (s->comment[i] != PITH_COMMENT_NOT || s->page->blocks[i].reason == PITH_REASON_COMMENTS)
            pith__decide(s->page, i, reason, PITH_RULE_COMMENT, PITH_NONE);
    }
}

void pith__score_html(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    if (page->block_count == 0)
        return;
    const pith__features *features = pith__features_of(page, heuristics, false);
    scorer s = {.page = page, .model = pith__heuristics_model(heuristics), .options = options};
    s.judgement = pith__judge(page, features, s.model);
    s.reasons = pith__reasons_of(page, heuristics);
    find_type(&s);
    find_comments(&s, features);
    decide(&s);
    keep_tables_whole(&s);
    join_headings(&s);
    if (s.judgement.types[TYPE_ARTICLE] >= 0.5) {
        drop_hidden(page);
        drop_other_articles(page);
        drop_furniture(&s);
        drop_last_headings(page);
    }
    place_comments(&s);
}
