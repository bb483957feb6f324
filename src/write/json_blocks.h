/* json_blocks.h - the blocks and containers of an article as JSON. */
#ifndef PITH_WRITE_JSON_BLOCKS_H
#define PITH_WRITE_JSON_BLOCKS_H

#include <jansson.h>

#include "../pith.h"

/* Sets the members `blocks` and `containers` of a record; see pith_write() for their form. */
void pith__json_set_blocks(
    json_t *record, const pith_article *article, const pith_write_options *options);

#endif
