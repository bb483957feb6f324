/*
 * markdown.h - the writer of Markdown at work: markdown.c writes containers and blocks,
 * markdown_spans.c the text in them with its links, emphasis and images.
 */
#ifndef PITH_WRITE_MARKDOWN_H
#define PITH_WRITE_MARKDOWN_H

#include "markdown_escape.h"
#include "walk.h"
#include "write.h"

enum { PITH_MARK_SIZE = 24, PITH_DEEPEST_SPAN = 32 };

/* A container that is open, and what it puts in front of the lines in it. */
typedef struct pith__open_container {
    const pith_container *container;
    char first[PITH_MARK_SIZE]; /* Of the first line in it; then empty. */
    char rest[PITH_MARK_SIZE];  /* Of all others. */
    char sign;                  /* LIST: '-' or '*', '.' or ')'. */
    size_t blocks;              /* Blocks written when it was opened. */
} pith__open_container;

/* How a span that is open ends. */
typedef struct pith__open_mark {
    const char *end;
    size_t text_end;
    bool star; /* It is a run of '*'. */
} pith__open_mark;

typedef struct pith__markdown_writer {
    pith__buffer *output;
    const pith_article *article;
    const pith__style *style;
    pith__open_container open[PITH_MAX_PATH];
    size_t depth;
    size_t blocks; /* Written so far. */
    const pith_block *above;

    /* The list that ended last: another one right after it needs another sign. */
    size_t ended_parent, ended_blocks;
    char ended_sign;
    bool ended_ordered;

    pith__rows rows; /* Of the table that is being collected. */

    /* Of the block at work. */
    const pith_block *block;
    pith__line_kind line;
    bool line_start; /* Nothing but marks of containers is on the line. */
    pith__open_mark marks[PITH_DEEPEST_SPAN];
    size_t mark_count;
    size_t star_end; /* Where a span with '*' ended last, in the block's text; or SIZE_MAX. */
} pith__markdown_writer;

/* Writes marks as they are. */
void pith__markdown_add(pith__markdown_writer *w, const char *text);

/* Takes spaces off the end of the line that is being written. */
void pith__markdown_trim_line(pith__markdown_writer *w);

/* Ends the line and begins one with the marks of the open containers. */
void pith__markdown_next_line(pith__markdown_writer *w);

/* Makes a block the one at work: before its spans are walked with pith__markdown_spans. */
void pith__markdown_begin_text(
    pith__markdown_writer *w, const pith_block *block, pith__line_kind line);

/* Writes the text of the block at work; the context is the writer. */
extern const pith__span_sink pith__markdown_spans;

#endif
