/*
 * markdown_escape.h - where a character of a text could start markup.
 *
 * Some could anywhere in a line (section 6 of the specification, inlines), some only at its
 * beginning (sections 4 and 5, blocks).
 */
#ifndef PITH_WRITE_MARKDOWN_ESCAPE_H
#define PITH_WRITE_MARKDOWN_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/str.h"

/* What kind of line a text stands in. */
typedef enum pith__line_kind {
    PITH_LINE_TEXT,
    PITH_LINE_HEADING,
    PITH_LINE_CELL,
} pith__line_kind;

/* Whether the character at a place has to be escaped wherever in a line it stands. */
bool pith__markdown_needs_escape(pith__str text, size_t at, pith__line_kind line);

/*
 * How many characters of the line that begins at a place would make it a block, the last of which
 * is to be escaped: "# ", "- ", "> ", "1. ", "==="; 0 if they would not.
 */
size_t pith__markdown_marker(pith__str text, size_t at);

/* The longest run of a character. */
size_t pith__longest_run(pith__str text, char c);

#endif
