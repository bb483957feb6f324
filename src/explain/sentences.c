/* sentences.c - reasons in words. The words about pages are those of heuristics/; here are the
   words about judging. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "../score/density.h"
#include "../score/reasons.h"
#include "explain.h"

enum {
    SENTENCE_BYTES = 2000,
    QUOTE_BYTES = 60,
    REASONS = 3, /* Features that are named for or against a block. */
    REASONS_AROUND = 2,
};

/* Numbers get their point in every locale. */
static void say(pith__buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(pith__buffer *out, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0)
        pith__buffer_add_str(
            out, pith__str_slice((pith__str){text, (size_t)length}, 0,
                     length < (int)sizeof text ? (size_t)length : sizeof text - 1));
}

static void say_number(pith__buffer *out, double value) {
    char digits[32];
    snprintf(digits, sizeof digits, "%.2f", value);
    char *comma = strchr(digits, ',');
    if (comma != NULL)
        *comma = '.';
    pith__buffer_add_str(out, pith__str_of(digits));
}

/* The beginning of a text, on one line, in quotation marks. */
static void say_quoted(pith__buffer *out, pith__str text) {
    bool cut = text.length > QUOTE_BYTES;
    text.length = pith__utf8_boundary(text, QUOTE_BYTES);
    pith__buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        bool control = (unsigned char)text.data[i] < 0x20;
        pith__buffer_add_byte(out, control ? ' ' : text.data[i]);
    }
    pith__buffer_add_str(out, cut ? PITH_STR("...\"") : PITH_STR("\""));
}

/* ---- The verdict ----------------------------------------------------------------------------- */

static void say_other_block(pith__buffer *out, const pith__explainer *explainer, uint32_t block) {
    if (block == PITH_NONE) {
        say(out, "another block");
        return;
    }
    say(out, "block %u, ", (unsigned)block + 1);
    say_quoted(out, explainer->page->blocks[block].text);
    pith__buffer_add_byte(out, ',');
}

static void say_probability(
    pith__buffer *out, const pith__explainer *explainer, uint32_t index, double p) {
    double threshold = explainer->trace->threshold;
    if (threshold > 1) {
        say(out, "nothing of the page looks like content enough");
        return;
    }
    bool kept = explainer->page->blocks[index].kept;
    if (kept && p < threshold) {
        say(out, "the rules keep it, and its probability ");
        say_number(out, p);
        say(out, " is not far enough under the threshold ");
        say_number(out, threshold);
        return;
    }
    say(out, "its %s ", explainer->trace->content != NULL ? "probability" : "score");
    say_number(out, p);
    say(out, p >= threshold ? " reaches the threshold " : " is under the threshold ");
    say_number(out, threshold);
}

static void say_rule(pith__buffer *out, const pith__explainer *explainer, uint32_t index,
    const pith_block_explanation *explanation) {
    uint32_t because = explainer->trace->because[index];
    switch (explainer->trace->rules[index]) {
    case PITH_RULE_HEAD:
        say(out, "it is head matter, which is in the metadata");
        break;
    case PITH_RULE_COMMENT:
        say(out, explainer->page->blocks[index].reason == PITH_REASON_INTERFACE
                     ? "it belongs to the box around readers' comments"
                     : "readers wrote it");
        break;
    case PITH_RULE_TITLE:
        say(out, "it repeats the title, which is in the metadata");
        break;
    case PITH_RULE_TABLE:
        say(out,
            "most rows of its table are kept, and a table stays whole; its own probability is ");
        say_number(out, explanation->probability);
        break;
    case PITH_RULE_HIDDEN:
        say(out, "it is hidden from readers, and what is shown has more words");
        break;
    case PITH_RULE_OTHER_ARTICLE:
        say(out, "it is in an article element after the one that holds most of the kept text");
        break;
    case PITH_RULE_FURNITURE:
        say(out, "the wording of the line alone makes it furniture");
        break;
    case PITH_RULE_LAST_HEADING:
        say(out, "nothing below this heading is kept");
        break;
    case PITH_RULE_HEADED:
        say(out, "a heading and the text below it stand together; the other one is kept");
        break;
    case PITH_RULE_DUPLICATE:
        say_other_block(out, explainer, because);
        say(out, " has the same text");
        break;
    case PITH_RULE_CAPTION:
        say(out, "the line has the shape of a caption or credit");
        break;
    case PITH_RULE_CUT:
        if (because == index)
            say(out, "it is a cue that ends the article");
        else {
            say_other_block(out, explainer, because);
            say(out, " ends the article");
        }
        break;
    case PITH_RULE_SECTION:
        if (because == index)
            say(out, "it is a cue that opens a box");
        else {
            say(out, "it is in the box that ");
            say_other_block(out, explainer, because);
            say(out, " opens");
        }
        break;
    case PITH_RULE_CORE:
        say(out, "it lies outside the run of running text that is the article");
        break;
    case PITH_RULE_PROBABILITY:
    case PITH_RULE_COUNT:
        say_probability(out, explainer, index, explanation->probability);
        break;
    }
}

/* ---- What names it --------------------------------------------------------------------------- */

static void say_place(pith__buffer *out, const pith_finding *finding) {
    say(out, " (%s, %s", finding->group, finding->file);
    if (finding->line > 0)
        say(out, ":%u", finding->line);
    say(out, ")");
}

/* The phrase that a line is, if it is one. */
static bool say_phrase(pith__buffer *out, const pith_block_explanation *explanation) {
    for (size_t i = 0; i < explanation->finding_count; i++) {
        const pith_finding *finding = &explanation->findings[i];
        if (finding->kind != PITH_FINDING_PHRASE || strcmp(finding->group, "call-to-action") == 0)
            continue;
        say(out, " It matches the phrase ");
        say_quoted(out, pith__str_of(finding->text));
        say_place(out, finding);
        say(out, ".");
        return true;
    }
    return false;
}

/* Whether a class of this group gives this reason. */
static bool gives(const char *group, pith_reason reason) {
    return strcmp(group, pith_reason_name(reason)) == 0 ||
           (reason == PITH_REASON_INTERFACE && strcmp(group, "login") == 0);
}

/* The element around it whose name or kind makes it debris. */
static bool say_element(pith__buffer *out, const pith__explainer *explainer, uint32_t element,
    pith_reason reason, const pith_block_explanation *explanation) {
    if (element == PITH_NONE)
        return false;
    const char *label = pith__element_label(explainer->arena, explainer->page, element);
    say(out, " It stands in %s", label);
    for (size_t i = 0; i < explanation->finding_count; i++) {
        const pith_finding *finding = &explanation->findings[i];
        if (finding->kind != PITH_FINDING_CLASS || strcmp(finding->element, label) != 0 ||
            !gives(finding->group, reason))
            continue;
        say(out, ", called ");
        say_quoted(out, pith__str_of(finding->text));
        say_place(out, finding);
        break;
    }
    say(out, ".");
    return true;
}

/* What gave a dropped block the name of its reason, in the order of pith__reason_of(). */
static void say_name(pith__buffer *out, const pith__explainer *explainer, uint32_t index,
    const pith_block_explanation *explanation) {
    const pith__block *block = &explainer->page->blocks[index];
    const pith__reasons *reasons = explainer->trace->reasons;
    pith__rule rule = explainer->trace->rules[index];
    if (rule == PITH_RULE_FURNITURE || reasons == NULL) {
        say_phrase(out, explanation);
        return;
    }
    if (rule != PITH_RULE_PROBABILITY)
        return;
    if (reasons->title[index])
        say(out, " It repeats the title.");
    else if (reasons->line[index] != PITH_REASON_KEPT) {
        if (!say_phrase(out, explanation))
            say(out, " The line is nothing but a date, a time or a number.");
    } else if (reasons->element[index] != PITH_REASON_KEPT)
        say_element(
            out, explainer, reasons->element_from[block->element], block->reason, explanation);
    else if (reasons->section_from[index] == index)
        say_phrase(out, explanation);
    else if (reasons->section[index] != PITH_REASON_KEPT) {
        say(out, " It stands below ");
        say_other_block(out, explainer, reasons->section_from[index]);
        say(out, " which opens such a section.");
    } else if (block->reason == PITH_REASON_LINKS)
        say(out, " %.0f%% of its words are links.", 100 * pith__link_density(block));
}

/* ---- The strongest contributions ------------------------------------------------------------- */

/* Up to so many of the strongest that speak for (`sign` 1) or against the block; what is said
   before the first is `lead`. Returns whether there was any. */
static bool say_strongest(pith__buffer *out, const pith_contribution *items, size_t count,
    double sign, int most, const char *lead) {
    const double least = 0.1;
    int said = 0;
    for (size_t i = 0; i < count && said < most; i++) {
        if (sign * items[i].amount < least)
            continue;
        say(out, "%s%s (%s)", said == 0 ? lead : ", ", items[i].description, items[i].value);
        said++;
    }
    return said > 0;
}

static void say_contributions(
    pith__buffer *out, const pith_block_explanation *explanation, double sign) {
    const char *lead = sign > 0 ? " For it: " : " Against it: ";
    const char *around = sign > 0 ? " For it, around it: " : " Against it, around it: ";
    bool features =
        say_strongest(out, explanation->features, explanation->feature_count, sign, REASONS, lead);
    bool surroundings = say_strongest(out, explanation->surroundings,
        explanation->surrounding_count, sign, REASONS_AROUND, features ? "; around it: " : around);
    if (features || surroundings)
        say(out, ".");
}

/* As valid UTF-8: names of files can hold anything, and the end may be cut. */
static const char *finish(const pith__explainer *explainer, pith__buffer *out) {
    pith__buffer clean;
    pith__buffer_init(&clean, explainer->arena, 3 * SENTENCE_BYTES);
    const char *text = pith__buffer_text(out);
    const char *end = text + out->length;
    while (text < end)
        pith__utf8_append(&clean, pith__utf8_next(&text, end));
    return pith__buffer_text(&clean);
}

const char *pith__explain_words(
    const pith__explainer *explainer, uint32_t index, const pith_block_explanation *explanation) {
    const pith__block *block = &explainer->page->blocks[index];
    pith__buffer out;
    pith__buffer_init(&out, explainer->arena, SENTENCE_BYTES);
    if (block->kept)
        say(&out, "Kept: ");
    else
        say(&out, "Dropped as %s: ", pith_reason_name(block->reason));
    say_rule(&out, explainer, index, explanation);
    say(&out, ".");
    if (!block->kept)
        say_name(&out, explainer, index, explanation);
    double sign = block->kept ? 1 : -1;
    say_contributions(&out, explanation, sign);
    if (explanation->uncertain)
        say_contributions(&out, explanation, -sign);
    return finish(explainer, &out);
}

/* The threshold of a dump is the one that promises most, times k. */
static const char *say_threshold_of_dump(const pith__explainer *explainer, pith__buffer *out) {
    const pith__trace *trace = explainer->trace;
    if (isnan(trace->expected_f1)) {
        say(out, "The rules alone decide: their score is compared with ");
        say_number(out, trace->threshold);
    } else {
        say(out, "The best choice of lines has an expected F1 of ");
        say_number(out, trace->expected_f1);
        say(out, "; its threshold, times k ");
        say_number(out, trace->factor);
        say(out, ", is ");
        say_number(out, trace->threshold);
        say(out, "; for lines that the rules keep, times core-floor ");
        say_number(out, pith__heuristics_dump_model(explainer->heuristics)
                            ->parameters[PITH_PARAMETER_CORE_FLOOR]);
    }
    say(out, ".");
    return finish(explainer, out);
}

const char *pith__explain_threshold(const pith__explainer *explainer) {
    const pith__trace *trace = explainer->trace;
    const double *parameters = pith__heuristics_model(explainer->heuristics)->parameters;
    pith__buffer out;
    pith__buffer_init(&out, explainer->arena, SENTENCE_BYTES);
    if (explainer->page->kind != PITH_KIND_HTML)
        return say_threshold_of_dump(explainer, &out);
    say(&out, "The best choice of blocks has an expected F1 of ");
    say_number(&out, trace->expected_f1);
    if (trace->threshold > 1) {
        say(&out, "; under no-content-f ");
        say_number(&out, parameters[PITH_PARAMETER_NO_CONTENT_F]);
        say(&out, ", or with no block over no-content-max ");
        say_number(&out, parameters[PITH_PARAMETER_NO_CONTENT_MAX]);
        say(&out, ", nothing is kept.");
        return finish(explainer, &out);
    }
    say(&out, "; the threshold is k F1^power = ");
    say_number(&out, trace->factor);
    say(&out, " x ");
    say_number(&out, trace->expected_f1);
    say(&out, "^");
    say_number(&out, parameters[PITH_PARAMETER_THRESHOLD_POWER]);
    say(&out, ", not under ");
    say_number(&out, parameters[PITH_PARAMETER_THRESHOLD_LOW]);
    say(&out, ", not over ");
    say_number(&out, parameters[PITH_PARAMETER_THRESHOLD_HIGH]);
    say(&out, " or the best block: ");
    say_number(&out, trace->threshold);
    say(&out, " (%s).", pith__model_file(explainer->heuristics));
    return finish(explainer, &out);
}
