/* extractor.h - what an extractor holds; see pith_extractor in pith.h. */
#ifndef PITH_EXTRACTOR_H
#define PITH_EXTRACTOR_H

#include "base/arena.h"
#include "heuristics/heuristics.h"
#include "pith.h"

struct pith_extractor {
    pith__arena arena;
    const pith__heuristics *heuristics;
};

#endif
