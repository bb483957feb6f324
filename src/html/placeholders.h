/* placeholders.h - from the placeholders of a skeleton back to the texts that they stand for. */
#ifndef PITH_HTML_PLACEHOLDERS_H
#define PITH_HTML_PLACEHOLDERS_H

#include "../base/buffer.h"
#include "dom.h"
#include "dom_source.h"

/* What a text node is made of, while it is found out. */
typedef struct pith__pieces {
    pith__dom *dom;
    pith__node *node;  /* Gets the first piece. */
    pith__buffer text; /* All of them, when there are more. */
    uint32_t count;
} pith__pieces;

void pith__pieces_begin(pith__pieces *found, pith__dom *dom, pith__node *node);

/* Adds all of a text by its number. */
void pith__pieces_add(pith__pieces *found, uint32_t content);

/* Adds the texts whose placeholders these are; `from` is where they begin in the skeleton. */
void pith__pieces_read(pith__pieces *found, pith__str placeholders, size_t from);

/* The node is complete. */
void pith__pieces_end(pith__pieces *found);

/* A text that the page does not have in one piece; returns the content of its node. */
uint32_t pith__placeholder_text(pith__dom *dom, pith__str text);

/* The text of a node's content and part. */
pith__str pith__placeholder_part(const pith__dom *dom, uint32_t content, unsigned part);

#endif
