/*
 * text/tables.h - tables of a dump, drawn with signs or with blanks.
 *
 *     | Boat  | Built |      Boat     Built      ┌──────┬───────┐
 *     |-------|-------|      Heron    1931       │ Boat │ Built │
 *     | Heron | 1931  |      Gannet   1946       └──────┴───────┘
 */
#ifndef PITH_TEXT_TABLES_H
#define PITH_TEXT_TABLES_H

#include "../page.h"

/* The parts that a line is divided into, by '|', by characters of boxes, by TABs, or by gaps of
   three blanks. At least 1; `drawn`: a sign divides them. */
uint16_t pith__text_cells(pith__str line, bool *drawn);

/* Whether a line is drawn and says nothing: three signs or more, such as dashes and corners. */
bool pith__text_is_rule(pith__str line);

/*
 * Makes table rows of the paragraphs that are rows: two or more below each other that are divided
 * by signs, or three or more that are divided by blanks, into as many parts as each other. Their
 * text becomes the cells with a TAB between two. `lines` are the lines of the blocks as they stood.
 */
void pith__text_tables(pith__page *page, const pith__str *lines);

#endif
