/*
 * reasons.h - what a block of an HTML page is when it is no content, in words.
 *
 * The model says how probable it is that a block is content; it does not say why not. Vocabulary
 * and phrases of heuristics/ name the reason: the debris group of an element around the block, the
 * phrase that its line is, the section it stands in.
 */
#ifndef PITH_SCORE_REASONS_H
#define PITH_SCORE_REASONS_H

#include "../heuristics/heuristics.h"
#include "../page.h"

typedef struct pith__reasons {
    pith_reason *element;   /* By block: the debris group of an element around it, or KEPT. */
    pith_reason *line;      /* By block: of the phrase that the whole line is, or KEPT. */
    pith_reason *section;   /* By block: of the section that a cue above opened, or KEPT. */
    bool *title;            /* By block: it repeats the title. */
    uint32_t *element_from; /* By element: the one that gave it its debris group, or PITH_NONE. */
    uint32_t *section_from; /* By block: the cue above, or PITH_NONE. */
} pith__reasons;

/* Linear in elements and blocks. The metadata must be there. */
pith__reasons pith__reasons_of(pith__page *page, const pith__heuristics *heuristics);

/* The reason to give for a block that is not kept. */
pith_reason pith__reason_of(const pith__page *page, const pith__reasons *reasons, uint32_t block);

#endif
