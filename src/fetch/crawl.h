/*
 * crawl.h - the parts of a fetcher's thread: crawl.c begins requests and decides what follows from
 * their answers, permission.c asks robots.txt and knows what a host does not allow, finish.c hands
 * what has ended over to the caller. All of them run in the fetcher's thread alone.
 */
#ifndef PITH_FETCH_CRAWL_H
#define PITH_FETCH_CRAWL_H

#include "fetcher.h"

static inline int64_t pith__milliseconds(double seconds) {
    return (int64_t)(seconds * 1000 + 0.5);
}

/* ---- finish.c -------------------------------------------------------------------------------- */

/* Hands a page over to the caller. Takes the task; `answer` is emptied; NULL if there was no
   request. */
void pith__task_finish(
    pith_fetcher *fetcher, pith__task *task, pith__answer *answer, const pith_error *error);

/* The same for a page without an answer. */
void pith__task_fail(
    pith_fetcher *fetcher, pith__task *task, pith_status status, const char *cause);

/* The same when memory has run out. */
void pith__task_fail_memory(pith_fetcher *fetcher, pith__task *task);

/* ---- permission.c ---------------------------------------------------------------------------- */

/* Takes the URL of a task apart that was put away when it was queued. False when memory runs out.
 */
bool pith__task_unpack(pith__task *task);

/* Whether a page needs a request; if not, it can be ended at once: see pith__task_refuse().
   `owner`: the fetcher (hosts.h calls this, too). */
bool pith__task_needs_request(void *owner, pith__host *host, pith__task *task);

/* Ends a page for which pith__task_needs_request() is false. */
void pith__task_refuse(pith_fetcher *fetcher, pith__host *host, pith__task *task);

/* Asks for the robots.txt of a page, which waits for it. False when memory runs out. */
bool pith__ask_robots(pith_fetcher *fetcher, pith__authority *authority);

/* Takes in what came of asking, after RFC 9309, section 2.3.1: a file counts as it is; 4xx, and a
   redirect that leads nowhere, allow everything; anything else forbids everything. */
void pith__learn_robots(pith_fetcher *fetcher, pith__authority *authority, pith__answer *answer);

#endif
