/* state.h - what the fetcher asks a state. */
#ifndef PITH_FETCH_STATE_H
#define PITH_FETCH_STATE_H

#include "../pith.h"

/*
 * Looks up a normalized URL. `*finished`: it is done in this round. If it is not, but was in an
 * earlier one, `*etag` and `*last_modified` are what its server gave, malloc'ed, or NULL.
 * Errors: PITH_ERROR_MEMORY, PITH_ERROR_IO.
 */
pith_status pith__state_find(pith_state *state, const char *url, bool *finished, char **etag,
    char **last_modified, pith_error *error);

#endif
