/*
 * dump.c - which lines of a text dump are its article.
 *
 *     rules --> features --> model --> probabilities --> expected F1 --> kept or not
 *       |                                                                  |
 *       +-- reasons, and lines that are never body ------------------------+
 */
#include "dump_features.h"
#include "dump_rules.h"
#include "forest.h"
#include "model.h"
#include "score.h"
#include "trace.h"

void pith__score_dump(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options) {
    (void)options;
    if (page->block_count == 0)
        return;
    const pith__dump_line *lines = pith__dump_rules(page, heuristics);
    for (uint32_t i = 0; i < page->block_count; i++)
        page->blocks[i].rule_reason = page->blocks[i].reason;
    page->features = pith__dump_features(page, heuristics, lines);
}
