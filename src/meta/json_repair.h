/* json_repair.h - the JSON that pages hold, made JSON. */
#ifndef PITH_META_JSON_REPAIR_H
#define PITH_META_JSON_REPAIR_H

#include "../base/arena.h"
#include "../base/str.h"

/*
 * Repairs what templates and content systems do to JSON, in one pass: comments, CDATA and HTML
 * comment wrappers, quotes written as &quot;, trailing and missing commas, raw newlines and other
 * control characters in strings, quotes that were not escaped, unknown escapes, semicolons, an end
 * that is missing. Several values in a row become an array: the result is always one array. It may
 * still not be JSON.
 */
pith__str pith__json_repair(pith__arena *arena, pith__str text);

#endif
