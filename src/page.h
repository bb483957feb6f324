/*
 * page.h - a page as a sequence of blocks: what parsers make, scoring judges and writers print.
 *
 *     html/ ----> elements + blocks --+
 *                                     +--> score/ --> write/
 *     text/ ----> blocks -------------+
 *
 * All of it lives in the page's arena.
 */
#ifndef PITH_PAGE_H
#define PITH_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/words.h"
#include "pith.h"

enum { PITH_NONE = UINT32_MAX }; /* No element, no block. */

/* Why an element is not shown, by what says so. */
enum {
    PITH_HIDDEN_ATTRIBUTE = 1, /* hidden */
    PITH_HIDDEN_STYLE = 2,     /* style="display: none" or "visibility: hidden" */
    PITH_HIDDEN_ARIA = 4,      /* aria-hidden="true" */
};

/* An element of an HTML page, in document order; a parent comes before its children. Element 0 is
   the body. */
typedef struct pith__element {
    uint32_t node;       /* Its node in the DOM view. */
    uint32_t parent;     /* Element, or PITH_NONE. */
    uint32_t end;        /* One past its last descendant. */
    uint16_t tag;        /* GumboTag. */
    uint16_t depth;      /* Elements above it. */
    uint8_t hidden;      /* PITH_HIDDEN_..., inherited from all ancestors. */
    bool is_block;       /* Text before, in and after it belongs to different blocks. */
    uint16_t images;     /* Images directly in it or in its inline content. */
} pith__element;

/*
 * A piece of a block's text and where it came from: what remains of the runs that the text was put
 * together from, so that structure can be made of those blocks that need it.
 */
typedef struct pith__piece {
    uint32_t element;  /* The element it stands in. */
    uint32_t node;     /* The cell that begins with it; the image or formula. Else PITH_NONE. */
    uint32_t start;    /* Bytes of the block's text: [start, end). Pieces are in order. */
    uint32_t end;
} pith__piece;

/* An image, or a formula without text, that stands between two blocks. */
typedef struct pith__loose_image {
    uint32_t element; /* The element it stands in. */
    uint32_t node;
    uint32_t before;  /* The block that follows it; block_count if none does. */
} pith__loose_image;

/* A run of text that a reader sees as one piece. */
typedef struct pith__block {
    pith_block_kind kind;
    uint8_t level;      /* As in pith_block. */
    bool ordered;
    bool kept;
    pith_reason reason;
    float score;

    pith__str text;     /* White space collapsed (not in preformatted text), NFC, valid UTF-8. */
    pith__words words;  /* Of `text`. */
    uint32_t weight;    /* Words as pith__words_weight() counts them. */
    uint32_t characters;

    /* HTML only. */
    bool chosen;              /* By the model, before any rule: at or above the threshold. */
    uint32_t element;         /* Nearest element around all its text. */
    uint32_t container;       /* Nearest block element around that. */
    uint32_t link_weight;     /* Words inside links, counted as `weight`. */
    uint32_t link_characters;
    uint16_t links;
    uint16_t line_breaks;
    uint32_t first_piece;     /* Of its pieces in the page. */
    uint32_t piece_count;

    /* Dumps only. */
    uint16_t indent;          /* Columns before the text, or before its bullet. */
    uint16_t blank_before;    /* Blank lines before it. */
    uint16_t cells;           /* Parts that wide gaps or drawn lines divide it into; 1: none. */
    uint32_t line;            /* Its first line, from 1. */
    uint32_t lines;           /* Physical lines it was joined from. */
    pith_reason rule_reason;  /* What the rules alone say. */
    bool settled;             /* The rules have dropped it for good. */
} pith__block;

typedef struct pith__page {
    pith__arena *arena;
    pith_kind kind;
    const char *charset;      /* WHATWG name that the bytes were decoded from. */
    pith__str source;         /* The whole page in UTF-8. */
    const char *url;          /* As given; or NULL. */
    const struct pith__date *captured; /* When it was taken; or NULL. */

    struct pith__dom *dom;    /* HTML only, else NULL. */
    struct pith__labels *labels; /* The names of its elements; HTML only. See html/labels.h. */
    pith__element *elements;  /* HTML only. */
    uint32_t element_count;

    pith__block *blocks;
    uint32_t block_count;
    pith__piece *pieces;      /* HTML only. */
    uint32_t piece_count;
    pith__loose_image *loose_images; /* HTML only; in order. */
    uint32_t loose_image_count;

    struct pith__title_notes *titles; /* HTML only: filled when not NULL; see meta/titles.h. */
    struct pith__features *features; /* Dumps only: of the lines, once they are scored. */

    pith_metadata metadata;
    pith_metadata sources;    /* Of each member of `metadata`, the name of its source. */
    double confidence;        /* As in pith_article. */
    bool truncated;

    struct pith__trace *trace; /* What was noted for an explanation; NULL: none is asked for. */
} pith__page;

#endif
