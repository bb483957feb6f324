/* dump_lines.h - what a line near the head of a dump is. */
#ifndef PITH_META_DUMP_LINES_H
#define PITH_META_DUMP_LINES_H

#include "../heuristics/heuristics.h"
#include "../page.h"
#include "dates.h"

typedef enum pith__line_kind {
    PITH_LINE_PLAIN,       /* It may be the headline, a summary, or text. */
    PITH_LINE_DATED,       /* A date and then what may be the headline. */
    PITH_LINE_BYLINE,      /* "By NAME - SITE"; the name may be missing. */
    PITH_LINE_DATE,        /* A date or an empty label for one. */
    PITH_LINE_DESK,        /* "The Example News Desk" */
    PITH_LINE_FIELD_TITLE, /* "Title: ..." and the like: the dump describes itself. */
    PITH_LINE_FIELD_URL,
    PITH_LINE_FIELD_DESCRIPTION,
    PITH_LINE_FIELD, /* Other fields; names, site and date are filled in. */
    PITH_LINE_OTHER, /* Debris by its phrases: menus, share bars, captions. */
} pith__line_kind;

typedef struct pith__line_class {
    pith__line_kind kind;
    pith__str title; /* What may be the headline, or the value of a field. */
    pith__str names; /* Names in a byline; may be empty. */
    pith__str site;  /* The site or desk that the line names; may be empty. */
    pith__date date;
    bool has_date;
    bool updated; /* The date is that of a change. */
} pith__line_class;

/* Classes one block. Views point into the block. Dates after `captured` (may be NULL) are none. */
pith__line_class pith__classify_line(pith__arena *arena, const pith__heuristics *heuristics,
    const pith__date *captured, const pith__block *block);

/* Whether the text ends as sentences do: with a full stop (also before a closing quote), not with
   an ellipsis. */
bool pith__ends_sentence(pith__str text);

#endif
