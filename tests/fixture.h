/*
 * fixture.h - what unit tests of modules share: an arena that lives as long as a test, and the
 * built-in heuristics in it. For tcase_add_checked_fixture(): begin() or begin_with_heuristics(),
 * and end().
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <check.h>
#include <setjmp.h>

#include "base/arena.h"
#include "heuristics/heuristics.h"
#include "run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static pith__arena arena;
static jmp_buf out_of_memory;
static const pith__heuristics *heuristics; /* NULL after begin(). */

/* Where a test that does not expect the arena to fail ends when it does: at its beginning, since a
   jump must not lead into a function that has returned. */
#define OWN_ARENA()                                                                                \
    do {                                                                                           \
        if (setjmp(out_of_memory) != 0)                                                            \
            ck_abort_msg("the arena failed");                                                      \
    } while (0)

static inline void begin(void) {
    pith__arena_init(&arena, (size_t)1 << 30, &out_of_memory);
    heuristics = NULL;
}

static inline void begin_with_heuristics(void) {
    begin();
    OWN_ARENA();
    pith_error error;
    heuristics = pith__heuristics_load(&arena, NULL, &error);
    ck_assert_msg(heuristics != NULL, "%s", error.message);
}

static inline void end(void) {
    pith__arena_free(&arena);
}

#endif
