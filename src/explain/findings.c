#include "explain.h"

#include <math.h>
#include <string.h>

#include "../score/tokens.h"

enum {
    LONGEST_LINE = 40, /* Words: phrases of whole lines are not looked for in longer text. */
    NEAR_ELEMENTS = 3, /* As token_columns.h has it. */
    WEIGHT_UNITS = 16, /* As model.h has it. */
    MOST_TOKENS = 256, /* Tokens around a block that are looked at. */
};

typedef struct finding_list {
    pith_finding *items;
    size_t count, maximum;
} finding_list;

static bool add(finding_list *list, pith_finding finding) {
    if (list->count == list->maximum)
        return false;
    list->items[list->count++] = finding;
    return true;
}

/* ---- Phrases --------------------------------------------------------------------------------- */

/* Groups that are for metadata alone have no part in judging blocks. */
static bool judges(const char *group) {
    return strncmp(group, "name-", 5) != 0 && strncmp(group, "date-", 5) != 0;
}

static bool is_known(const finding_list *list, const pith__found_phrase *phrase) {
    for (size_t i = 0; i < list->count; i++) {
        const pith_finding *known = &list->items[i];
        if (known->line == phrase->line && strcmp(known->file, phrase->file) == 0 &&
            pith__str_equal(pith__str_of(known->text), phrase->text))
            return true;
    }
    return false;
}

static void find_phrases(const pith__explainer *explainer, uint32_t index, finding_list *list) {
    enum { MOST = 32 };
    pith__found_phrase found[MOST];
    const pith__block *block = &explainer->page->blocks[index];
    if (block->words.count > LONGEST_LINE)
        return;
    size_t count = pith__phrases_find(explainer->heuristics, block->words,
        PITH_PHRASE_BIT(PITH_PHRASE_CALL_TO_ACTION), found, MOST);
    size_t end = list->count + PITH_EXPLAIN_FINDINGS;
    for (size_t i = 0; i < count && list->count < end; i++) {
        const char *group = pith__phrase_group_name(found[i].group);
        if (!judges(group) || is_known(list, &found[i]))
            continue;
        add(list, (pith_finding){.kind = PITH_FINDING_PHRASE,
                      .group = group,
                      .text = pith__str_copy(explainer->arena, found[i].text),
                      .file = found[i].file,
                      .line = found[i].line});
    }
}

/* ---- Class names ----------------------------------------------------------------------------- */

/* A token that stands around a block: at its nearest element. */
typedef struct placed_token {
    pith__token token;
    uint32_t element;
    unsigned up;
    double weight;
} placed_token;

/* The distinct tokens of the elements around a block, nearest first; the body's speak of the whole
   page. */
static size_t collect_tokens(
    const pith__explainer *explainer, uint32_t block, placed_token tokens[MOST_TOKENS]) {
    const pith__page *page = explainer->page;
    size_t count = 0;
    uint32_t e = page->blocks[block].element;
    for (unsigned up = 0; up < PITH_EXPLAIN_LEVELS && e != PITH_NONE && e != 0; up++) {
        pith__token found[PITH_TOKENS_MAX];
        uint32_t found_count = pith__element_tokens(page, e, found);
        for (uint32_t i = 0; i < found_count && count < MOST_TOKENS; i++) {
            size_t known = 0;
            while (known < count && tokens[known].token.hash != found[i].hash)
                known++;
            if (known == count)
                tokens[count++] = (placed_token){.token = found[i], .element = e, .up = up};
        }
        e = page->elements[e].parent;
    }
    return count;
}

static pith_finding finding_of(const pith__explainer *explainer, const placed_token *token) {
    pith__str text = {token->token.text, token->token.length};
    return (pith_finding){.text = pith__str_copy(explainer->arena, text),
        .element = pith__element_label(explainer->arena, explainer->page, token->element),
        .up = token->up};
}

/* Class names of the vocabulary. Tokens that are no parts of a class or id have a sign in them. */
static void find_classes(const pith__explainer *explainer, const placed_token *tokens, size_t count,
    finding_list *list) {
    size_t end = list->count + PITH_EXPLAIN_FINDINGS;
    for (size_t i = 0; i < count; i++) {
        pith__str text = {tokens[i].token.text, tokens[i].token.length};
        if (memchr(text.data, ':', text.length) != NULL || text.data[0] == '<')
            continue;
        pith__class_set groups = pith__classes_of(explainer->heuristics, text);
        for (int group = 0; groups != 0 && group < PITH_CLASS_COUNT; group++) {
            if ((groups & PITH_CLASS_BIT(group)) == 0 || list->count == end)
                continue;
            pith_finding finding = finding_of(explainer, &tokens[i]);
            finding.kind = PITH_FINDING_CLASS;
            finding.group = pith__class_group_name((pith__class_group)group);
            finding.file = pith__classes_file(explainer->heuristics);
            add(list, finding);
        }
    }
}

/* Tokens with a learned weight, those that weigh most. */
static void find_tokens(
    const pith__explainer *explainer, placed_token *tokens, size_t count, finding_list *list) {
    const pith__model *model = pith__heuristics_model(explainer->heuristics);
    for (size_t i = 0; i < count; i++) {
        const pith__token_weight *weight = pith__model_token(model, tokens[i].token.hash);
        if (weight != NULL)
            tokens[i].weight =
                (double)(weight->any + (tokens[i].up < NEAR_ELEMENTS ? weight->near : 0)) /
                WEIGHT_UNITS;
    }
    for (int n = 0; n < PITH_EXPLAIN_FINDINGS; n++) {
        placed_token *best = NULL;
        for (size_t i = 0; i < count; i++) {
            if (tokens[i].weight != 0 &&
                (best == NULL || fabs(tokens[i].weight) > fabs(best->weight)))
                best = &tokens[i];
        }
        if (best == NULL)
            return;
        pith_finding finding = finding_of(explainer, best);
        finding.kind = PITH_FINDING_TOKEN;
        finding.file = pith__model_file(explainer->heuristics);
        finding.amount = best->weight;
        add(list, finding);
        best->weight = 0;
    }
}

void pith__explain_findings(
    const pith__explainer *explainer, uint32_t block, pith_block_explanation *explanation) {
    pith_finding items[3 * PITH_EXPLAIN_FINDINGS];
    finding_list list = {items, 0, 3 * PITH_EXPLAIN_FINDINGS};
    find_phrases(explainer, block, &list);
    if (explainer->page->kind == PITH_KIND_HTML) {
        placed_token tokens[MOST_TOKENS];
        size_t count = collect_tokens(explainer, block, tokens);
        find_classes(explainer, tokens, count, &list);
        find_tokens(explainer, tokens, count, &list);
    }
    pith_finding *kept = pith__arena_array(explainer->arena, list.count, sizeof *kept);
    if (list.count > 0)
        memcpy(kept, items, list.count * sizeof *kept);
    explanation->findings = kept;
    explanation->finding_count = list.count;
}
