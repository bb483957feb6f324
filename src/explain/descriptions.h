/* descriptions.h - names of features and terms in words, as descriptions.conf has them. */
#ifndef PITH_EXPLAIN_DESCRIPTIONS_H
#define PITH_EXPLAIN_DESCRIPTIONS_H

#include "../base/arena.h"
#include "../base/str.h"
#include "../pith.h"

typedef struct pith__descriptions pith__descriptions;

/* A description that was found. */
typedef struct pith__description {
    const char *words; /* The name itself where the file has none. */
    pith__str unit;    /* "number", where the file has none. */
    bool found;
} pith__description;

/* The compiled-in file, ready to be asked about pages of this kind; all memory is from the arena.
 */
const pith__descriptions *pith__descriptions_new(pith__arena *arena, pith_kind kind);

/* Words and unit of a name; what is made is from the arena. */
pith__description pith__describe(
    pith__arena *arena, const pith__descriptions *descriptions, const char *name);

/* A value as people read it: "0.25", "25%", "yes", "none", "<div>". */
const char *pith__value_in_words(pith__arena *arena, pith__str unit, double value);

#endif
