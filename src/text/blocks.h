/* text/blocks.h - a text dump as blocks. */
#ifndef PITH_TEXT_BLOCKS_H
#define PITH_TEXT_BLOCKS_H

#include "../heuristics/heuristics.h"
#include "../page.h"

/*
 * Fills the blocks of a page from page->source. A line is a block; the lines of a paragraph that
 * was hard-wrapped are joined first. Lines with a bullet are list items (without the bullet), lines
 * with ">" quotes; a numbered line is a paragraph that keeps its number. What a terminal or printer
 * would not show is taken out: control characters, escape sequences, overstrikes.
 */
void pith__text_blocks(
    pith__page *page, const pith__heuristics *heuristics, const pith_options *options);

#endif
