/* clean.h - characters that are no part of a document. */
#ifndef PITH_HTML_CLEAN_H
#define PITH_HTML_CLEAN_H

#include "../base/arena.h"
#include "../base/str.h"

/*
 * The page, which is valid UTF-8, without control characters and noncharacters: Gumbo would turn
 * them into U+FFFD, while in browsers they are characters that do not show. Those that are white
 * space become a space. TAB, LF, FF and CR stay. The page itself where there are none.
 */
pith__str pith__clean_markup(pith__arena *arena, pith__str page);

#endif
