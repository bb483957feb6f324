/*
 * runs.h - the text of one block while the walk collects it.
 *
 * A block's text comes in runs: a text node each, a line break or a table cell border. When the
 * block ends they are put together: white space collapsed (kept in preformatted text), characters
 * without a place in text left out, normalization form C, and the words inside links counted.
 */
#ifndef PITH_HTML_RUNS_H
#define PITH_HTML_RUNS_H

#include "../base/buffer.h"
#include "../page.h"

typedef enum pith__run_kind {
    PITH_RUN_TEXT,
    PITH_RUN_BREAK,  /* <br> */
    PITH_RUN_CELL,   /* The border between two cells of a table row. */
    PITH_RUN_BORDER, /* The edge of a block in a cell or in preformatted text: a new line begins. */
    PITH_RUN_IMAGE,  /* An image, or a formula that has no text of its own: nothing to read. */
} pith__run_kind;

typedef struct pith__run {
    pith__run_kind kind;
    uint32_t element; /* The element it stands in. */
    uint32_t node;    /* PITH_RUN_CELL: the cell that begins; PITH_RUN_IMAGE: the image. */
    bool link;        /* Inside a link. */
    bool visible;     /* PITH_RUN_TEXT: not white space alone. Set by pith__runs_add(). */
    uint32_t start; /* Where its part of the block's text begins and ends: bytes, before the text */
    uint32_t end;   /* is brought into form C. Set by pith__runs_finish(). */
    pith__str text; /* PITH_RUN_TEXT. */
} pith__run;

typedef struct pith__runs {
    pith__run *items;
    uint32_t count;
    size_t capacity;
    bool has_text; /* Something that is not white space. */
} pith__runs;

void pith__runs_add(pith__arena *arena, pith__runs *runs, pith__run run);

/*
 * Fills text, words, weight, characters, the link counts and line_breaks of a block from the runs,
 * and start and end of the runs.
 * Text is at most `maximum` bytes; false when something was left out for that reason.
 */
bool pith__runs_finish(
    pith__arena *arena, pith__runs *runs, bool preformatted, size_t maximum, pith__block *block);

#endif
