/*
 * arena.h - all memory of one page.
 *
 * Everything that is made while a page is worked on is allocated from one arena and freed with it,
 * whole. Nothing in an arena is freed on its own; but what one function needed while it ran can go
 * when it is done (pith__arena_rewind()).
 *
 * An allocation never returns NULL. When memory or the arena's maximum runs out, control goes back
 * (longjmp) to the setjmp of the arena's owner, which frees the arena and returns an error value.
 * That is sound because nothing of a page lives outside its arena: a resource of another library
 * (an iconv descriptor, a JSON tree) is tied to the arena with pith__arena_defer() as soon as it is
 * opened.
 *
 *     chunk (newest)          chunk              chunk (oldest)
 *     +------------------+   +-------------+    +-------------+
 *     | next | used|free |-->| next | used |--> | NULL | used |
 *     +------------------+   +-------------+    +-------------+
 */
#ifndef PITH_BASE_ARENA_H
#define PITH_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct pith__arena {
    struct arena_chunk *chunks;     /* Newest first. */
    struct arena_cleanup *cleanups; /* Newest first. */
    size_t allocated;               /* Bytes of all chunks. */
    size_t maximum;                 /* Bytes that may be allocated. */
    jmp_buf *on_failure; /* Where to go when memory runs out; set before any allocation. */
} pith__arena;

/* An empty arena that may take `maximum` bytes. */
void pith__arena_init(pith__arena *arena, size_t maximum, jmp_buf *on_failure);

/* Runs the deferred clean-ups, newest first, and frees all memory. The arena is then empty. */
void pith__arena_free(pith__arena *arena);

/* `size` bytes, aligned for any type, not initialized; size 0 gives a valid pointer. */
void *pith__arena_alloc(pith__arena *arena, size_t size);

/* `count` items of `size` bytes, all zero. An overflow of the product counts as out of memory. */
void *pith__arena_array(pith__arena *arena, size_t count, size_t size);

/* pith__arena_grow() where there is not enough room. */
void *pith__arena_grow_more(
    pith__arena *arena, void *items, size_t count, size_t needed, size_t size, size_t *capacity);

/*
 * A larger place for an array of `count` items that has to hold `needed`: the items are copied and
 * the new capacity, at least twice the old, is stored. The old place stays valid until the arena is
 * freed.
 */
static inline void *pith__arena_grow(
    pith__arena *arena, void *items, size_t count, size_t needed, size_t size, size_t *capacity) {
    return needed <= *capacity ? items
                               : pith__arena_grow_more(arena, items, count, needed, size, capacity);
}

/* Where an arena stands, to come back to. */
typedef struct pith__arena_mark {
    struct arena_chunk *chunk;
    size_t used;
} pith__arena_mark;

pith__arena_mark pith__arena_mark_of(const pith__arena *arena);

/* Frees all that was allocated since the mark. No clean-up may have been deferred since. */
void pith__arena_rewind(pith__arena *arena, pith__arena_mark mark);

/* Calls `function(resource)` when the arena is freed, also after a failure. */
void pith__arena_defer(pith__arena *arena, void (*function)(void *), void *resource);

/* Gives up the page: goes to `on_failure`, as running out of memory does. */
_Noreturn void pith__arena_fail(pith__arena *arena);

#endif
