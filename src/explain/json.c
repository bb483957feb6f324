/* json.c - explanations as JSON. Keys and their order are documented in docs/explain.md. */
#include "../base/json.h"

#include <math.h>
#include <string.h>

#include "report.h"

enum { DIGITS = 4 };

static void open_array(pith__buffer *out, const char *key) {
    pith__json_key(out, key);
    pith__buffer_add_byte(out, '[');
}

static void open_object(pith__buffer *out, const char *key) {
    if (key != NULL)
        pith__json_key(out, key);
    else
        pith__json_next(out);
    pith__buffer_add_byte(out, '{');
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static void add_contributions(
    pith__buffer *out, const char *key, const pith_contribution *items, size_t count) {
    open_array(out, key);
    for (size_t i = 0; i < count; i++) {
        open_object(out, NULL);
        pith__json_text(out, "name", items[i].name);
        pith__json_text(out, "value", items[i].value);
        pith__json_real(out, "amount", items[i].amount, DIGITS);
        pith__buffer_add_byte(out, '}');
    }
    pith__buffer_add_byte(out, ']');
}

static void add_finding(pith__buffer *out, const pith_finding *finding) {
    open_object(out, NULL);
    pith__json_text(out, "kind", pith__finding_kind_name(finding->kind));
    if (finding->group != NULL)
        pith__json_text(out, "group", finding->group);
    pith__json_text(out, "text", finding->text);
    pith__json_text(out, "file", finding->file);
    if (finding->line > 0)
        pith__json_count(out, "line", finding->line);
    if (finding->element != NULL) {
        pith__json_text(out, "element", finding->element);
        pith__json_count(out, "up", finding->up);
    }
    if (finding->kind == PITH_FINDING_TOKEN)
        pith__json_real(out, "amount", finding->amount, DIGITS);
    pith__buffer_add_byte(out, '}');
}

/* What there is to say of a block, without its text; without the reasons unless `details`. */
static void add_judgement(
    pith__buffer *out, const pith_article *article, size_t index, bool details) {
    const pith_block *block = &article->blocks[index];
    const pith_block_explanation *explanation = &article->explanation->blocks[index];
    pith__json_count(out, "block", index + 1);
    pith__json_flag(out, "kept", block->kept);
    pith__json_text(out, "reason", pith_reason_name(block->reason));
    pith__json_real(out, "probability", explanation->probability, DIGITS);
    pith__json_flag(out, "uncertain", explanation->uncertain);
    if (!details)
        return;
    pith__json_text(out, "rule", explanation->rule);
    pith__json_text(out, "words", explanation->words);
    pith__json_text(out, "path", explanation->path);
    pith__json_real(out, "own", explanation->own, DIGITS);
    pith__json_real(out, "log_odds", explanation->log_odds, DIGITS);
    pith__json_real(out, "start", explanation->start, DIGITS);
    add_contributions(out, "features", explanation->features, explanation->feature_count);
    pith__json_real(out, "features_rest", explanation->features_rest, DIGITS);
    add_contributions(
        out, "surroundings", explanation->surroundings, explanation->surrounding_count);
    open_array(out, "findings");
    for (size_t i = 0; i < explanation->finding_count; i++)
        add_finding(out, &explanation->findings[i]);
    pith__buffer_add_byte(out, ']');
}

static void add_text(pith__buffer *out, const pith_block *block) {
    pith__json_text(out, "kind", pith_block_kind_name(block->kind));
    pith__json_count(out, "level", (size_t)block->level);
    pith__json_text(out, "text", block->text);
}

/* ---- Page ------------------------------------------------------------------------------------ */

static void add_fields(pith__buffer *out, const char *key, const pith_metadata *metadata) {
    open_object(out, key);
#define ADD(member) pith__json_text(out, #member, metadata->member)
    ADD(title);
    ADD(author);
    ADD(date);
    ADD(modified);
    ADD(sitename);
    ADD(hostname);
    ADD(url);
    ADD(description);
    ADD(categories);
    ADD(tags);
    ADD(language);
    ADD(image);
    ADD(license);
    ADD(pagetype);
#undef ADD
    pith__buffer_add_byte(out, '}');
}

static size_t count_kept(const pith_article *article) {
    size_t kept = 0;
    for (size_t i = 0; i < article->block_count; i++)
        kept += article->blocks[i].kept;
    return kept;
}

static void add_page(pith__buffer *out, const pith_article *article) {
    const pith_explanation *explanation = article->explanation;
    pith__json_text(out, "kind", article->kind == PITH_KIND_HTML ? "html" : "text");
    pith__json_text(out, "charset", article->charset);
    pith__json_real(out, "confidence", article->confidence, DIGITS);
    pith__json_flag(out, "truncated", article->truncated);
    pith__json_real(
        out, "threshold", explanation->threshold > 1 ? NAN : explanation->threshold, DIGITS);
    pith__json_real(out, "expected_f1", explanation->expected_f1, DIGITS);
    pith__json_text(out, "threshold_words", explanation->threshold_words);
    pith__json_text(out, "heuristics", explanation->heuristics);
    open_object(out, "types");
    for (size_t i = 0; i < explanation->type_count; i++)
        pith__json_real(out, explanation->types[i].name, explanation->types[i].probability, DIGITS);
    pith__buffer_add_byte(out, '}');
    pith__json_count(out, "blocks_kept", count_kept(article));
    add_fields(out, "metadata", &article->metadata);
    add_fields(out, "provenance", &article->sources);
}

/* Names that were written already: there are a few hundred, and most pages show a part of them. */
typedef struct name_list {
    const char **names;
    size_t count, capacity;
} name_list;

static void describe(
    pith__buffer *out, name_list *list, const pith_contribution *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = list->count; /* Sorted. */
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (strcmp(list->names[middle], items[i].name) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < list->count && strcmp(list->names[low], items[i].name) == 0)
            continue;
        list->names = pith__arena_grow(out->arena, list->names, list->count, list->count + 1,
            sizeof *list->names, &list->capacity);
        memmove(
            &list->names[low + 1], &list->names[low], (list->count - low) * sizeof *list->names);
        list->names[low] = items[i].name;
        list->count++;
        pith__json_text(out, items[i].name, items[i].description);
    }
}

/* What the names of contributions mean, once for all blocks. */
static void add_descriptions(
    pith__buffer *out, const pith_article *const *articles, size_t article_count) {
    name_list list = {0};
    open_object(out, "descriptions");
    for (size_t a = 0; a < article_count; a++) {
        for (size_t i = 0; i < articles[a]->block_count; i++) {
            const pith_block_explanation *block = &articles[a]->explanation->blocks[i];
            describe(out, &list, block->features, block->feature_count);
            describe(out, &list, block->surroundings, block->surrounding_count);
        }
    }
    pith__buffer_add_byte(out, '}');
}

static void add_names(pith__buffer *out, const pith_explain_options *options) {
    if (options->id != NULL)
        pith__json_text(out, "id", options->id);
    pith__json_text(out, "name", options->name);
}

void pith__explain_json(
    pith__buffer *out, const pith_article *article, const pith_explain_options *options) {
    pith__buffer_add_byte(out, '{');
    add_names(out, options);
    add_page(out, article);
    add_descriptions(out, &article, 1);
    open_array(out, "blocks");
    for (size_t i = 0; i < article->block_count; i++) {
        open_object(out, NULL);
        add_judgement(out, article, i, true);
        add_text(out, &article->blocks[i]);
        pith__buffer_add_byte(out, '}');
    }
    pith__buffer_add_str(out, PITH_STR("]}"));
}

/* ---- Changes --------------------------------------------------------------------------------- */

static void add_totals(pith__buffer *out, const pith_explain_totals *totals) {
    open_object(out, "totals");
    pith__json_count(out, "pages", totals->pages);
    pith__json_count(out, "pages_changed", totals->pages_changed);
    pith__json_count(out, "blocks", totals->blocks);
    pith__json_count(out, "kept_before", totals->kept_before);
    pith__json_count(out, "kept_after", totals->kept_after);
    pith__json_count(out, "gained", totals->gained);
    pith__json_count(out, "gained_words", totals->gained_words);
    pith__json_count(out, "lost", totals->lost);
    pith__json_count(out, "lost_words", totals->lost_words);
    pith__json_count(out, "renamed", totals->renamed);
    pith__buffer_add_byte(out, '}');
}

static void add_side(
    pith__buffer *out, const char *key, const pith_article *article, uint32_t index, bool details) {
    if (index == UINT32_MAX) {
        pith__json_text(out, key, NULL);
        return;
    }
    open_object(out, key);
    add_judgement(out, article, index, details);
    pith__buffer_add_byte(out, '}');
}

/* Findings of `from` that `other` has not. */
static void add_new_findings(pith__buffer *out, const char *key, const pith_block_explanation *from,
    const pith_block_explanation *other) {
    open_array(out, key);
    for (size_t i = 0; i < from->finding_count; i++) {
        if (!pith__has_finding(other, &from->findings[i]))
            add_finding(out, &from->findings[i]);
    }
    pith__buffer_add_byte(out, ']');
}

static void add_why(pith__buffer *out, const pith__comparison *comparison, const pith__pair *pair) {
    const pith_block_explanation *before = &comparison->before->explanation->blocks[pair->before];
    const pith_block_explanation *after = &comparison->after->explanation->blocks[pair->after];
    pith__shift shifts[PITH_SHIFTS];
    size_t count = pith__shifts(before, after, shifts);
    add_new_findings(out, "findings_gone", before, after);
    add_new_findings(out, "findings_new", after, before);
    open_array(out, "shifts");
    for (size_t i = 0; i < count; i++) {
        open_object(out, NULL);
        pith__json_text(out, "name", shifts[i].name);
        pith__json_real(out, "before", shifts[i].before, DIGITS);
        pith__json_real(out, "after", shifts[i].after, DIGITS);
        pith__buffer_add_byte(out, '}');
    }
    pith__buffer_add_byte(out, ']');
}

static void add_pair(
    pith__buffer *out, const pith__comparison *comparison, const pith__pair *pair) {
    bool details = pair->change != PITH_CHANGE_NONE;
    bool here = pair->after != UINT32_MAX;
    const pith_block *block =
        here ? &comparison->after->blocks[pair->after] : &comparison->before->blocks[pair->before];
    open_object(out, NULL);
    pith__json_text(out, "change", pith__change_name(pair->change));
    add_text(out, block);
    add_side(out, "before", comparison->before, pair->before, details);
    add_side(out, "after", comparison->after, pair->after, details);
    if (details && here && pair->before != UINT32_MAX)
        add_why(out, comparison, pair);
    pith__buffer_add_byte(out, '}');
}

void pith__explain_json_changes(pith__buffer *out, const pith__comparison *comparison,
    const pith_explain_options *options, bool all) {
    const pith_article *articles[] = {comparison->before, comparison->after};
    pith__buffer_add_byte(out, '{');
    add_names(out, options);
    open_object(out, "before");
    add_page(out, comparison->before);
    pith__buffer_add_byte(out, '}');
    open_object(out, "after");
    add_page(out, comparison->after);
    pith__buffer_add_byte(out, '}');
    add_totals(out, &comparison->totals);
    add_descriptions(out, articles, 2);
    open_array(out, "blocks");
    for (size_t i = 0; i < comparison->count; i++) {
        if (all || comparison->pairs[i].change != PITH_CHANGE_NONE)
            add_pair(out, comparison, &comparison->pairs[i]);
    }
    pith__buffer_add_str(out, PITH_STR("]}"));
}

void pith__explain_json_totals(pith__buffer *out, const pith_explain_totals *totals) {
    pith__buffer_add_byte(out, '{');
    add_totals(out, totals);
    pith__buffer_add_byte(out, '}');
}
