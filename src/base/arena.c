#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#else
/* Without AddressSanitizer there is nothing to poison. */
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum {
    ALIGNMENT = 16,
    FIRST_CHUNK = 64 * 1024,
    LARGEST_CHUNK = 4 * 1024 * 1024,
};

typedef struct arena_chunk {
    struct arena_chunk *next;
    size_t size; /* Bytes of `bytes`. */
    size_t used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
} arena_chunk;

typedef struct arena_cleanup {
    struct arena_cleanup *next;
    void (*function)(void *);
    void *resource;
} arena_cleanup;

void pith__arena_init(pith__arena *arena, size_t maximum, jmp_buf *on_failure) {
    *arena = (pith__arena){.maximum = maximum, .on_failure = on_failure};
}

void pith__arena_free(pith__arena *arena) {
    for (arena_cleanup *cleanup = arena->cleanups; cleanup != NULL; cleanup = cleanup->next)
        cleanup->function(cleanup->resource);
    arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    arena->chunks = NULL;
    arena->cleanups = NULL;
    arena->allocated = 0;
}

_Noreturn void pith__arena_fail(pith__arena *arena) {
    longjmp(*arena->on_failure, 1);
}

/* Chunks double with the arena, so that a small page stays small and a large one needs few. */
static void add_chunk(pith__arena *arena, size_t size) {
    size_t wanted = arena->allocated < FIRST_CHUNK ? FIRST_CHUNK : arena->allocated;
    if (wanted > LARGEST_CHUNK)
        wanted = LARGEST_CHUNK;
    if (wanted < size)
        wanted = size;
    size_t left = arena->maximum - arena->allocated;
    if (left < sizeof(arena_chunk) || size > left - sizeof(arena_chunk))
        pith__arena_fail(arena);
    /* Near the maximum a chunk is no larger than what is left. */
    if (wanted > left - sizeof(arena_chunk))
        wanted = left - sizeof(arena_chunk);
    size_t total = wanted + sizeof(arena_chunk);
    arena_chunk *chunk = malloc(total);
    if (chunk == NULL)
        pith__arena_fail(arena);
    *chunk = (arena_chunk){.next = arena->chunks, .size = wanted};
    ASAN_POISON_MEMORY_REGION(chunk->bytes, wanted);
    arena->chunks = chunk;
    arena->allocated += total;
}

void *pith__arena_alloc(pith__arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT)
        pith__arena_fail(arena);
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (rounded == 0)
        rounded = ALIGNMENT;
    if (arena->chunks == NULL || arena->chunks->size - arena->chunks->used < rounded)
        add_chunk(arena, rounded);
    arena_chunk *chunk = arena->chunks;
    void *place = chunk->bytes + chunk->used;
    chunk->used += rounded;
    ASAN_UNPOISON_MEMORY_REGION(place, size);
    return place;
}

void *pith__arena_array(pith__arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        pith__arena_fail(arena);
    void *place = pith__arena_alloc(arena, count * size);
    memset(place, 0, count * size);
    return place;
}

void *pith__arena_grow_more(
    pith__arena *arena, void *items, size_t count, size_t needed, size_t size, size_t *capacity) {
    size_t larger = *capacity < 8 ? 8 : *capacity;
    while (larger < needed) {
        if (larger > SIZE_MAX / 2)
            pith__arena_fail(arena);
        larger *= 2;
    }
    if (larger == *capacity)
        return items;
    if (larger > SIZE_MAX / size)
        pith__arena_fail(arena);
    void *place = pith__arena_alloc(arena, larger * size);
    if (count > 0)
        memcpy(place, items, count * size);
    *capacity = larger;
    return place;
}

pith__arena_mark pith__arena_mark_of(const pith__arena *arena) {
    return (pith__arena_mark){arena->chunks, arena->chunks == NULL ? 0 : arena->chunks->used};
}

void pith__arena_rewind(pith__arena *arena, pith__arena_mark mark) {
    while (arena->chunks != mark.chunk) {
        arena_chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        arena->allocated -= chunk->size + sizeof *chunk;
        free(chunk);
    }
    if (mark.chunk != NULL) {
        mark.chunk->used = mark.used;
        ASAN_POISON_MEMORY_REGION(mark.chunk->bytes + mark.used, mark.chunk->size - mark.used);
    }
}

void pith__arena_defer(pith__arena *arena, void (*function)(void *), void *resource) {
    /* The resource must not be lost when there is no memory for its clean-up. */
    jmp_buf *owner = arena->on_failure;
    jmp_buf here;
    if (setjmp(here) != 0) {
        arena->on_failure = owner;
        function(resource);
        pith__arena_fail(arena);
    }
    arena->on_failure = &here;
    arena_cleanup *cleanup = pith__arena_alloc(arena, sizeof *cleanup);
    arena->on_failure = owner;
    *cleanup = (arena_cleanup){.next = arena->cleanups, .function = function, .resource = resource};
    arena->cleanups = cleanup;
}
