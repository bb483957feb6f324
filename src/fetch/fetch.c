/* fetch.c - one page, by a fetcher that is made for it. */
#include <stdlib.h>

#include "../base/error.h"
#include "../pith.h"

void pith_response_clear(pith_response *response) {
    if (response == NULL)
        return;
    free(response->bytes);
    free(response->requested);
    free(response->given);
    free(response->url);
    free(response->charset);
    free(response->etag);
    free(response->last_modified);
    *response = (pith_response){.kind = PITH_KIND_AUTO};
}

pith_status pith_fetch(const char *url, const pith_fetch_options *options, pith_response *response,
    pith_error *error) {
    if (url == NULL || response == NULL)
        return pith__error_set(error, PITH_ERROR_USAGE, "no URL, or nowhere to put the page");
    *response = (pith_response){.kind = PITH_KIND_AUTO};
    pith_fetcher *fetcher = pith_fetcher_new(options, error);
    if (fetcher == NULL)
        return error != NULL ? error->status : PITH_ERROR_NETWORK;
    pith_status status = pith_fetcher_add(fetcher, url, NULL, NULL, error);
    if (status == PITH_OK && pith_fetcher_next(fetcher, -1, response) == PITH_FETCH_PAGE) {
        status = response->error.status;
        if (error != NULL)
            *error = response->error;
    } else if (status == PITH_OK) { /* The state has it as finished, or there was no memory. */
        status = pith__error_set(error, PITH_ERROR_USAGE, "the page was not fetched");
    }
    pith_fetcher_free(fetcher);
    if (status != PITH_OK)
        pith_response_clear(response);
    return status;
}
