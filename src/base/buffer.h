/*
 * buffer.h - text that grows, in an arena, up to a maximum.
 *
 * What does not fit any more is left out and `full` is set: the caller decides whether that is an
 * error or a truncated result. A buffer is never larger than its maximum.
 */
#ifndef PITH_BASE_BUFFER_H
#define PITH_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "str.h"

typedef struct pith__buffer {
    pith__arena *arena;
    char *data; /* `length` bytes and a NUL; NULL before the first append. */
    size_t length;
    size_t capacity;
    size_t maximum;
    bool full; /* Something was left out. */
} pith__buffer;

/* An empty buffer that may hold `maximum` bytes. */
void pith__buffer_init(pith__buffer *buffer, pith__arena *arena, size_t maximum);

/* Appends all of it, or as many bytes as fit. */
void pith__buffer_add(pith__buffer *buffer, const char *bytes, size_t length);
void pith__buffer_add_str(pith__buffer *buffer, pith__str text);
void pith__buffer_add_byte(pith__buffer *buffer, char byte);

/* The text so far; ends in NUL also when it is empty. Valid until the next append. */
const char *pith__buffer_text(pith__buffer *buffer);
pith__str pith__buffer_str(const pith__buffer *buffer);

#endif
