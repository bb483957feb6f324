/*
 * run.h - what main() of a unit test program does.
 */
#ifndef RUN_H
#define RUN_H

#include <check.h>
#include <stdlib.h>

/* Runs a suite, as CK_RUN_CASE, CK_VERBOSITY and the like say; returns the program's status. */
static inline int run_suite(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
