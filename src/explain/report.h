/* report.h - explanations of pages, and of what changed between two of the same page, in print. */
#ifndef PITH_EXPLAIN_REPORT_H
#define PITH_EXPLAIN_REPORT_H

#include <stdint.h>

#include "../base/buffer.h"
#include "../pith.h"

/* What became of a block between two judgements of its page. */
typedef enum pith__change {
    PITH_CHANGE_NONE,
    PITH_CHANGE_GAINED,  /* Kept after, and not before. */
    PITH_CHANGE_LOST,    /* Kept before, and not after. */
    PITH_CHANGE_RENAMED, /* Dropped both times, for different reasons. */
} pith__change;

/* A block of the page, by its index in each article; UINT32_MAX where it is not. Heuristics may
   change what is a block, so the two need not have the same. */
typedef struct pith__pair {
    uint32_t before, after;
    pith__change change;
} pith__pair;

typedef struct pith__comparison {
    const pith_article *before, *after;
    pith__pair *pairs; /* In the order of the page. */
    size_t count;
    pith_explain_totals totals; /* Of this page. */
} pith__comparison;

/* Takes time linear in the blocks. */
pith__comparison pith__compare(
    pith__arena *arena, const pith_article *before, const pith_article *after);

/* The name of a change: "gained"; NULL for none. */
const char *pith__change_name(pith__change change);

/* A contribution that differs between the two, by name: those that differ most first. */
typedef struct pith__shift {
    const char *name, *description;
    double before, after;
} pith__shift;
enum { PITH_SHIFTS = 6 };
size_t pith__shifts(const pith_block_explanation *before, const pith_block_explanation *after,
    pith__shift shifts[PITH_SHIFTS]);

/* Whether the explanation lists this finding, too. */
bool pith__has_finding(const pith_block_explanation *explanation, const pith_finding *finding);
const char *pith__finding_kind_name(pith_finding_kind kind);

/* text.c. Columns are cells of a terminal. */
void pith__explain_text(
    pith__buffer *out, const pith_article *article, const pith_explain_options *options);
void pith__explain_text_changes(
    pith__buffer *out, const pith__comparison *comparison, const pith_explain_options *options);
void pith__explain_text_totals(
    pith__buffer *out, const pith_explain_totals *totals, const pith_explain_options *options);

/* json.c: objects. With `all`, blocks that did not change are listed, too, without their details.
 */
void pith__explain_json(
    pith__buffer *out, const pith_article *article, const pith_explain_options *options);
void pith__explain_json_changes(pith__buffer *out, const pith__comparison *comparison,
    const pith_explain_options *options, bool all);
void pith__explain_json_totals(pith__buffer *out, const pith_explain_totals *totals);

/* html.c: what stands before and after the objects of the pages. */
void pith__explain_html_head(pith__buffer *out, bool compared);
void pith__explain_html_tail(pith__buffer *out, const pith_explain_totals *totals);

#endif
