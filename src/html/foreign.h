/*
 * foreign.h - SVG and MathML in HTML, as far as the scan of a page has to know of it: whether a
 * place is foreign content, where raw text and CDATA sections have other rules, and whether an SVG
 * image can be left out whole (HTML Standard, section 13.2.6.5).
 */
#ifndef PITH_HTML_FOREIGN_H
#define PITH_HTML_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"
#include "../base/str.h"
#include "names.h"

/* The open elements that change it, outermost first: svg and math, and in them the elements in
   which HTML may stand ("integration points"). */
typedef struct pith__foreign {
    struct pith__foreign_element *open;
    size_t count;
    size_t capacity;
} pith__foreign;

/* Whether the place is foreign content: tags are not HTML there. */
bool pith__foreign_is_open(const pith__foreign *foreign);

/* Whether CDATA sections are text there: also directly in the elements in which HTML may stand. */
bool pith__foreign_has_cdata(const pith__foreign *foreign);

/* A start tag without "/>" was seen that does not break out. `html_annotation`: it is an
   annotation-xml of HTML. */
void pith__foreign_start(pith__foreign *foreign, pith__arena *arena, const pith__name *name,
    const pith__str *spelled, bool html_annotation);

void pith__foreign_end(pith__foreign *foreign, const pith__name *name, pith__str spelled);

/* A start tag of HTML ends foreign content around it. */
void pith__foreign_break_out(pith__foreign *foreign);

/*
 * Past the end tag of the svg element whose content begins at `at`; 0 when something in it may
 * belong to the page around it, or when it has no end.
 */
size_t pith__foreign_svg_end(pith__str page, size_t at);

#endif
