/*
 * structure.h - from the blocks of a judged page to the blocks of the article: what blocks stand in
 * (containers), what stretches of their text are (spans), the cells of tables, and images.
 *
 *     page: blocks + pieces + elements --> containers, cells, spans, images --> article: blocks
 *
 * All of it is made after selection, and only for blocks that writers print: those that were kept,
 * and comments. The texts of blocks are taken as they are.
 */
#ifndef PITH_STRUCTURE_H
#define PITH_STRUCTURE_H

#include "../heuristics/heuristics.h"
#include "../page.h"

enum {
    PITH_MAX_NESTING = 24,      /* Containers in containers; deeper ones are left out. */
    PITH_MAX_SPAN_NESTING = 12, /* Spans in spans; deeper ones are left out. */
    PITH_MAX_CELL_SPAN = 1000,  /* Columns or rows of a cell, as in the HTML Standard. */
};

/* What is being built. Results are in `arena`, the article's own; the rest is in the page's. */
typedef struct pith__structure {
    const pith__page *page;
    const pith__heuristics *heuristics;
    pith__arena *arena;
    const char *base; /* What relative URLs are relative to; or NULL. */
    bool images;      /* Images between blocks become blocks. */

    pith_block *blocks; /* In order of the page, images among them. */
    size_t block_count, block_capacity;
    pith_container *containers;
    size_t container_count, container_capacity;

    struct pith__container_builder *builder; /* Of containers.c. */
    struct pith__note_list *notes;           /* Of notes.c. */
} pith__structure;

/* Fills blocks and containers of the article from the page. Without `images` its blocks are those
   of the page one by one. */
void pith__structure_article(pith_article *article, pith__arena *arena, const pith__page *page,
    const pith__heuristics *heuristics, bool images);

/* ---- levels.c -------------------------------------------------------------------------------- */

/*
 * Containers and cells by the kinds and levels of blocks alone: all that is known of a dump. Items
 * nest by level, quotations and rows that follow each other belong together. Sets `container` and
 * `cells` of blocks that were kept or are comments.
 */
void pith__structure_by_levels(pith__structure *structure);

/* ---- containers.c ---------------------------------------------------------------------------- */

void pith__containers_begin(pith__structure *structure);

/* The container of something that stands in an element. To be asked in the order of the page. */
size_t pith__container_at(pith__structure *structure, uint32_t element);

/*
 * The container of a table row (or of the caption above it), given the element of its row (or
 * caption); the rows of a table that follow each other have the same one.
 */
size_t pith__container_of_row(pith__structure *structure, uint32_t element);

/* The nearest element with this tag, the element itself included; or PITH_NONE. */
uint32_t pith__ancestor(const pith__page *page, uint32_t element, unsigned tag);

/* The container that was answered is where a block now stands: the page has moved on from all
   others that are not around it. */
void pith__container_enter(pith__structure *structure, size_t container);

/* Appends a container and returns its index. */
size_t pith__container_add(pith__structure *structure, pith_container container);

/* ---- spans.c --------------------------------------------------------------------------------- */

/* Fills the spans of an article's block from the pieces of the page's block. */
void pith__spans_fill(pith__structure *structure, const pith__block *from, pith_block *block);

/* ---- code.c ---------------------------------------------------------------------------------- */

/* The language that a preformatted block is code of, in lower case; or NULL. */
const char *pith__code_language(pith__structure *structure, const pith__block *block);

/* ---- images.c -------------------------------------------------------------------------------- */

/*
 * The span of an image or formula, all but its place; false if there is none worth keeping: no
 * address, a placeholder, a dot that counts readers, an icon. `node` is an image of the page, and
 * `before` the image that stands before it, or PITH_NONE: of an image and its noscript twin one is
 * enough.
 */
bool pith__image_span(pith__structure *structure, uint32_t node, uint32_t before, pith_span *span);

/* For each loose image of the page whether it belongs to the article. */
const bool *pith__images_kept(pith__structure *structure);

/* The caption of the figure that an element is in, where that caption was dropped; or NULL. */
const char *pith__image_caption(pith__structure *structure, uint32_t element, uint32_t block);

/* ---- formulas.c ------------------------------------------------------------------------------ */

/* The span of a formula: a math element, or a script that holds TeX. */
bool pith__formula_span(pith__structure *structure, uint32_t node, pith_span *span);

/* ---- notes.c --------------------------------------------------------------------------------- */

/* Remembers a link to a place in the same page (`name`: its id), the `span`th span of block `block`
   of the article, which may turn out to be a reference to a note. */
void pith__note_add(pith__structure *structure, size_t block, size_t span, pith__str name);

/* Turns those that are into references. `places` has the page's block of each article's block. */
void pith__notes_resolve(pith__structure *structure, const uint32_t *places);

/* ---- addresses.c ----------------------------------------------------------------------------- */

/* The page's own base for relative URLs, or NULL. */
const char *pith__base_address(const pith__page *page);

/*
 * The absolute URL that a page means, in the article's arena; NULL if there is none: another scheme
 * than http, https (and, for links, mailto), malformed, too long, relative without a base.
 */
const char *pith__address(pith__structure *structure, const char *reference, bool link);

#endif
