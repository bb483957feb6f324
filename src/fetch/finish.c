#include <stdlib.h>
#include <time.h>

#include "../base/error.h"
#include "crawl.h"
#include "redirect.h"

void pith__task_finish(
    pith_fetcher *fetcher, pith__task *task, pith__answer *answer, const pith_error *error) {
    pith_response response = {
        .requested = task->requested,
        .given = task->given,
        .user = task->user,
        .error = *error,
        .redirects = task->redirects,
        .attempts = task->attempts,
        .seconds = (double)task->total / 1000,
        .fetched_at = (int64_t)time(NULL),
    };
    task->requested = task->given = NULL;
    if (task->attempts > 0) {
        response.url = task->url.text;
        task->url.text = NULL;
    }
    if (answer != NULL) {
        response.status = answer->status;
        response.kind = answer->kind;
        response.etag = answer->etag;
        response.last_modified = answer->last_modified;
        answer->etag = answer->last_modified = NULL;
        if (answer->status == 304 && response.etag == NULL && response.last_modified == NULL) {
            /* What was true stays true. */
            response.etag = task->etag;
            response.last_modified = task->last_modified;
            task->etag = task->last_modified = NULL;
        }
    }
    if (answer != NULL && error->status == PITH_OK) {
        response.bytes = answer->bytes;
        response.length = answer->length;
        response.charset = answer->charset;
        answer->bytes = answer->charset = NULL;
    }
    if (response.redirects > 0 && response.url != NULL)
        response.redirect =
            pith__redirect_kind(fetcher->options.extractor, response.requested, response.url);
    pith__task_free(task);
    pith__fetcher_deliver(fetcher, &response);
}

void pith__task_fail(
    pith_fetcher *fetcher, pith__task *task, pith_status status, const char *cause) {
    pith_error error;
    pith__error_set(&error, status, "%s", cause);
    pith__task_finish(fetcher, task, NULL, &error);
}

void pith__task_fail_memory(pith_fetcher *fetcher, pith__task *task) {
    pith__task_fail(fetcher, task, PITH_ERROR_MEMORY, pith_status_text(PITH_ERROR_MEMORY));
}
