/*
 * entities.h - text and attribute values as they are meant: character references decoded, line ends
 * made one LF (HTML Standard, sections 13.2.3.5 and 13.2.5.72 to 13.2.5.80).
 */
#ifndef PITH_HTML_ENTITIES_H
#define PITH_HTML_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"
#include "../base/str.h"

typedef struct pith__entity {
    const char *name; /* Without '&' and ';'. */
    const char *text; /* UTF-8. */
} pith__entity;

/* All names in the order of their bytes; and those that count without a semicolon too. */
extern const pith__entity pith__entities[];
extern const size_t pith__entities_count;
extern const pith__entity pith__open_entities[];
extern const size_t pith__open_entities_count;

enum { PITH_LONGEST_ENTITY = 8 }; /* Bytes of UTF-8 that one reference stands for. */

/*
 * The reference that begins at text.data[0], which is '&': writes what it stands for and returns
 * how many bytes of the page it takes; 0 when it is only an ampersand. In the value of an attribute
 * a name without semicolon before '=' or an alphanumeric is none.
 */
size_t pith__entity_decode(
    pith__str text, bool attribute, char decoded[PITH_LONGEST_ENTITY], size_t *length);

/* Text of an element or the value of an attribute, decoded. The view itself where there is nothing
   to decode, which is the common case; else in the arena, ended by NUL. */
pith__str pith__entities_decode(pith__arena *arena, pith__str text, bool attribute);

/* Raw text: line ends alone. */
pith__str pith__line_ends(pith__arena *arena, pith__str text);

#endif
