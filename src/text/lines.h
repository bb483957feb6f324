/*
 * text/lines.h - a text dump as physical lines, and whether its paragraphs were wrapped.
 *
 * A line ends at LF, CR, CR LF, VT, FF, NEL (U+0085), LS (U+2028) or PS (U+2029): all newlines of
 * the Unicode Standard, section 5.8. Lines are read one after the other and never stored, so a dump
 * of many lines takes no memory for them.
 *
 * A column is a character cell of a terminal: a wide East Asian character takes two, a mark that
 * combines none; TAB goes on to the next multiple of eight.
 */
#ifndef PITH_TEXT_LINES_H
#define PITH_TEXT_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/str.h"

enum {
    PITH_ESCAPE = 0x1B,      /* Begins an escape sequence of a terminal. */
    PITH_WIDEST_LINE = 4096, /* Columns; what is wider counts as this. */
};

typedef enum pith__bullet {
    PITH_BULLET_NONE,
    PITH_BULLET_MARK,   /* One of the usual signs and a space. */
    PITH_BULLET_DASH,   /* A long dash and a space: a list to some, the sign of speech to others. */
    PITH_BULLET_NUMBER, /* "12." or "12)" and a space. */
    PITH_BULLET_QUOTE,  /* ">" as mail quotes with. */
} pith__bullet;

typedef struct pith__line {
    pith__str text;        /* From its first to its last visible character, bullet and all. */
    pith__str body;        /* The same without bullet, dash or number. */
    uint32_t number;       /* From 1. */
    uint32_t blank_before; /* Blank lines before it; a form feed counts as one. */
    uint32_t indent;       /* Columns before `text`. */
    uint32_t body_column;  /* Columns before `body`. */
    uint32_t width;        /* Columns to the end of the text. */
    uint32_t first_word;   /* Columns of the body's first word: what may not be broken. */
    pith__bullet bullet;
} pith__line;

typedef struct pith__line_reader {
    const char *cursor;
    const char *end;
    uint32_t number;
    bool page_break; /* The last line ended at a form feed. */
} pith__line_reader;

/* Begins at the first line of valid UTF-8 text. */
pith__line_reader pith__lines_begin(pith__str text);

/* The next line that is not blank. Returns false when there is none. */
bool pith__lines_next(pith__line_reader *reader, pith__line *line);

/*
 * The column at which a dump was hard-wrapped, or 0 when it was not.
 *
 * Where a paragraph was wrapped at column W, every line but its last is at most W wide, and the
 * first word of the next line would not have fitted. So each pair of adjacent lines speaks for the
 * range of W that it would have been broken at; the W with most votes is the answer, if few lines
 * are wider and most pairs of well-filled lines agree with it.
 */
uint32_t pith__lines_wrap_width(pith__str text);

/* Past the escape sequence of a terminal (ECMA-48, section 5.4: CSI) whose ESC was at `p` - 1. */
const char *pith__skip_escape(const char *p, const char *end);

/* Whether `next` goes on with the paragraph that `line` was wrapped in. */
bool pith__lines_continue(const pith__line *line, const pith__line *next, uint32_t wrap_width);

#endif
