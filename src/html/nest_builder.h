/*
 * nest_builder.h - the stack of open elements by which nest.c builds a tree: nest_builder.c knows
 * what the HTML Standard says of elements and opens and closes them, nest_start.c and nest_end.c
 * have the rules of start and end tags (section 13.2.6.4), nest.c reads the page.
 *
 * A function that returns a bool gives up by false: the page needs Gumbo.
 */
#ifndef PITH_HTML_NEST_BUILDER_H
#define PITH_HTML_NEST_BUILDER_H

#include "../page.h"
#include "placeholders.h"

/* What the rules say of elements. */
enum {
    PITH_NEST_REFUSED = 1,     /* Not handled here. */
    PITH_NEST_EMPTY = 2,       /* Has no content, and no end tag. */
    PITH_NEST_RAW = 4,         /* Its content is text. */
    PITH_NEST_CLOSES_P = 8,    /* Its start tag ends an open p. */
    PITH_NEST_CONTAINER = 16,  /* Its end tag ends all in it. */
    PITH_NEST_FORMATTING = 32, /* Open, it is in the list of active formatting elements. */
    PITH_NEST_SPECIAL = 64,
    PITH_NEST_IMPLIED = 128,     /* Its end tag may be left out. */
    PITH_NEST_SCOPE = 256,       /* Elements outside of it are not "in scope". */
    PITH_NEST_MARKER = 512,      /* Formatting elements outside of it do not count. */
    PITH_NEST_TABLE = 1024,      /* Part of a table. */
    PITH_NEST_FIRST_LINE = 2048, /* A line feed after its start tag is dropped. */
};

/* By GumboTag. */
extern const uint16_t pith__nest_flags[GUMBO_TAG_LAST + 1];

/* The insertion modes, as far as they do not follow from the open element. */
typedef enum pith__nest_mode {
    PITH_NEST_BEFORE_HTML,
    PITH_NEST_BEFORE_HEAD,
    PITH_NEST_IN_HEAD,
    PITH_NEST_IN_HEAD_NOSCRIPT,
    PITH_NEST_AFTER_HEAD,
    PITH_NEST_IN_BODY
} pith__nest_mode;

/* The rules by which content of an element is read; most elements have those of the one around. */
enum {
    PITH_NEST_BODY_RULES,
    PITH_NEST_CELL_RULES, /* Those of the body, and the ends of cells. */
    PITH_NEST_CAPTION_RULES,
    PITH_NEST_TABLE_RULES,
    PITH_NEST_COLUMNS_RULES,
    PITH_NEST_ROWS_RULES,
    PITH_NEST_ROW_RULES,
    PITH_NEST_SELECT_RULES,
};

typedef struct pith__open_element {
    uint32_t node;
    uint16_t tag;
    uint16_t flags;
    uint8_t rules;
    bool p;          /* A p is in "button scope". */
    bool button;     /* A button is in scope. */
    bool link;       /* An `a` is in the list of active formatting elements, ... */
    uint8_t formats; /* ... and how many elements are. */
} pith__open_element;

typedef struct pith__nest_builder {
    pith__dom *dom;
    const pith__skeleton *skeleton;
    size_t node_capacity, max_nodes, max_depth;
    pith__open_element *open; /* From the html element on. */
    size_t count, open_capacity;
    pith__nest_mode mode;
    bool form;          /* The form element pointer is set: the form is open. */
    uint32_t body;      /* Node. */
    uint32_t templates; /* Open ones. What is in them is no part of the document. */
    uint32_t next_tag, next_text;
    bool in_text; /* Text may still follow in the text node that came last. */
    pith__pieces pieces;
} pith__nest_builder;

static inline pith__open_element *pith__nest_top(pith__nest_builder *b) {
    return &b->open[b->count - 1];
}

static inline bool pith__nest_is_heading(unsigned tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

/* The text node that came last is complete. */
void pith__nest_end_text(pith__nest_builder *b);

/* Appends a node to the open element; `content`: the number of its tag in the skeleton, or
   PITH_NONE. False when there are too many. */
bool pith__nest_add(pith__nest_builder *b, pith__node_kind kind, unsigned tag, uint32_t content);

/* Appends an element and opens it. */
bool pith__nest_open(pith__nest_builder *b, unsigned tag, uint32_t content);

/* Closes the innermost open element. */
void pith__nest_close(pith__nest_builder *b);

/* Closes the elements from `index` on. What stays behind of a formatting element or a form that
   ends by another's tag is not followed here: false. */
bool pith__nest_close_from(pith__nest_builder *b, size_t index);

/* The innermost open element with a tag that no element with one of `stops` stands around; 0 (the
   html element) if there is none. */
size_t pith__nest_find(const pith__nest_builder *b, unsigned tag, unsigned stops);

/* Ends a formatting element, if nothing stands in it that would have to be taken apart. */
bool pith__nest_end_formatting(pith__nest_builder *b, unsigned tag);

/* Closes the cell and what is open in it; formatting elements end with it. */
void pith__nest_close_cell(pith__nest_builder *b);

/* Whether a form is open inside of the cell. */
bool pith__nest_cell_has_form(const pith__nest_builder *b);

/* Works on a start tag: the `content`th of the skeleton (nest_start.c). */
bool pith__nest_start(pith__nest_builder *b, unsigned tag, uint32_t content);

/* Works on an end tag (nest_end.c). */
bool pith__nest_end(pith__nest_builder *b, unsigned tag);

#endif
