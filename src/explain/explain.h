/*
 * explain.h - from the notes of a page's judgement (score/trace.h) to an explanation in words.
 *
 *     trace, page --> contributions --+
 *     phrases, class names, tokens ---+--> pith_explanation --> text, JSON, HTML
 *     descriptions.conf --------------+
 */
#ifndef PITH_EXPLAIN_H
#define PITH_EXPLAIN_H

#include "../heuristics/heuristics.h"
#include "../page.h"
#include "../score/trace.h"
#include "descriptions.h"

enum {
    PITH_EXPLAIN_FEATURES = 12, /* Features that are listed for a block. */
    PITH_EXPLAIN_FINDINGS = 8,  /* Phrases, classes and tokens each. */
    PITH_EXPLAIN_LEVELS = 12,   /* Elements around a block that are looked at for class names. */
};

/* What all parts of the explanation of a page work with. */
typedef struct pith__explainer {
    pith__arena *arena; /* Of the result. */
    const pith__page *page;
    const pith__trace *trace;
    const pith__heuristics *heuristics;
    const pith__descriptions *descriptions;
    const bool *constant_terms; /* By term: it is the same for all blocks of the page. */
} pith__explainer;

/* The explanation of a page that has a trace and is selected; it lives in `arena`. */
const pith_explanation *pith__explain(
    pith__arena *arena, const pith__page *page, const pith__heuristics *heuristics);

/* findings.c: what of heuristics/ is in the block and around it. */
void pith__explain_findings(
    const pith__explainer *explainer, uint32_t block, pith_block_explanation *explanation);

/* path.c: an element as "div.text", and a block's place as "main > div.text > p" or "line 12". */
const char *pith__element_label(pith__arena *arena, const pith__page *page, uint32_t element);
const char *pith__block_path(pith__arena *arena, const pith__page *page, uint32_t block);

/* sentences.c: the reason in words, from what else is explained already. */
const char *pith__explain_words(
    const pith__explainer *explainer, uint32_t block, const pith_block_explanation *explanation);
const char *pith__explain_threshold(const pith__explainer *explainer);

#endif
