/* json.h - writing JSON into a buffer: what is too much, or too plain, for a tree of values. */
#ifndef PITH_BASE_JSON_H
#define PITH_BASE_JSON_H

#include "buffer.h"

/*
 * A string (RFC 8259, section 7). What is not UTF-8 becomes U+FFFD. '<' and the line separators
 * U+2028 and U+2029 are escaped, so that the result may stand inside a script element of HTML.
 */
void pith__json_string(pith__buffer *out, pith__str text);

/* A number with `decimals` decimals at most; with a point in every locale; null if not finite. */
void pith__json_number(pith__buffer *out, double value, int decimals);

/* `"key":`, with a comma before it unless it is the first of its object. */
void pith__json_key(pith__buffer *out, const char *key);

/* The key and a value; text NULL gives null. */
void pith__json_text(pith__buffer *out, const char *key, const char *text);
void pith__json_real(pith__buffer *out, const char *key, double value, int decimals);
void pith__json_count(pith__buffer *out, const char *key, size_t value);
void pith__json_flag(pith__buffer *out, const char *key, bool value);

/* Begins an item of an array or object: a comma, unless it is the first. */
void pith__json_next(pith__buffer *out);

#endif
