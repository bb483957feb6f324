/* pipeline.h - the steps that a page takes, for all that begin with a page as it was found. */
#ifndef PITH_PIPELINE_H
#define PITH_PIPELINE_H

#include "heuristics/heuristics.h"
#include "page.h"
#include "pith.h"

/*
 * Takes an input in: kind, charset, UTF-8. `page` has its arena and is else zero. Errors:
 * PITH_ERROR_EMPTY, PITH_ERROR_BINARY, PITH_ERROR_CHARSET. `input` must live as long as the page.
 */
pith_status pith__page_read(
    pith__page *page, const pith_input *input, const pith_options *options, pith_error *error);

/* Blocks, metadata and scores of a page that was read. */
void pith__page_judge(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options);

#endif
