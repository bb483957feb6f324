/*
 * fetcher.h - a fetcher: what its two sides share, and what its thread has to itself.
 *
 *     caller's threads                     the fetcher's thread
 *     pith_fetcher_add()  ---- inbox --->  hosts -> transfers -+
 *     pith_fetcher_next() <--- outbox ---  answers <-----------+
 *
 * fetcher.c has the callers' side, crawl.c the thread's.
 */
#ifndef PITH_FETCH_FETCHER_H
#define PITH_FETCH_FETCHER_H

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "../pith.h"
#include "hosts.h"
#include "proxy.h"
#include "transfer.h"
#include "url_set.h"

/* A finished page on its way to the caller. */
typedef struct pith__finished {
    struct pith__finished *next;
    pith_response response;
} pith__finished;

struct pith_fetcher {
    /* Set when it is made; not changed after. */
    pith_fetch_options options;
    char *user_agent;
    char *ca_file;
    pith__str robots_token;
    pith__proxies proxies;
    pith__transfer_settings settings;
    CURLM *multi;
    pthread_t thread;
    bool has_thread;

    /* Shared; under the lock. */
    pthread_mutex_t lock;
    pthread_cond_t finished; /* Something came into the outbox, or all is over. */
    pith__queue inbox;
    pith__finished *outbox, *outbox_last;
    size_t outbox_count;
    size_t outbox_bytes;
    pith__url_set added;
    size_t unfinished; /* Added, and not yet in the outbox. */
    bool has_stopped;  /* After a stop: nothing is in flight any more. */
    pith_fetch_progress progress;
    atomic_bool stop; /* Begin nothing new. */
    atomic_bool quit; /* Drop everything. */

    /* Of the fetcher's thread. */
    pith__hosts hosts;
    pith__transfer **idle; /* Transfers to use again: a stack. */
    size_t idle_count;
    pith__transfer **running; /* And those under way. */
    size_t running_count;
    uint64_t random;
    uint64_t received;
};

/* The thread's function; ends when `quit` is set. */
void *pith__crawl(void *fetcher);

/* Whether so many finished pages wait to be taken that no further request is to begin. The lock is
   held. */
bool pith__fetcher_is_full(const pith_fetcher *fetcher);

/* Puts a response into the outbox. Takes what it points to. */
void pith__fetcher_deliver(pith_fetcher *fetcher, pith_response *response);

#endif
