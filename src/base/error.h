/* error.h - filling in error values. */
#ifndef PITH_BASE_ERROR_H
#define PITH_BASE_ERROR_H

#include "../pith.h"

/*
 * Sets status and message (printf form; cut to the size of the member, line breaks and other
 * control characters become '?') and returns the status. `error` may be NULL.
 */
pith_status pith__error_set(pith_error *error, pith_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sets status and its standard text. */
pith_status pith__error_status(pith_error *error, pith_status status);

/* No error: clears it and returns PITH_OK. */
pith_status pith__error_none(pith_error *error);

#endif
