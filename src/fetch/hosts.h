/*
 * hosts.h - whose turn it is: hosts with the tasks that wait for them, in a heap by next allowed
 * time.
 *
 *     heap  [ a.example 17:00:01.2 | b.example 17:00:01.9 | ... ]
 *               |
 *               +-- robots:  robots.txt, which all else waits for
 *               +-- delayed: further attempts, by time
 *               +-- ready:   the others, in their order
 *
 * A host is in the heap when it has a task that may begin at some time: not while as many requests
 * are under way as it may have, nor while one has not been sent yet, because the gap to the next is
 * measured from there. So a slow host costs the others nothing, and choosing the next request takes
 * logarithmic time.
 *
 * Times are milliseconds of a monotonic clock. All of it belongs to one thread.
 */
#ifndef PITH_FETCH_HOSTS_H
#define PITH_FETCH_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../pith.h"
#include "robots.h"
#include "url.h"

typedef struct pith__host pith__host;

/* What robots.txt says for one scheme, host and port. */
typedef struct pith__authority {
    struct pith__authority *next; /* Of the same host. */
    pith__host *host;
    char *name; /* As in pith__url. */
    enum { PITH_ROBOTS_UNKNOWN, PITH_ROBOTS_ASKED, PITH_ROBOTS_KNOWN, PITH_ROBOTS_FAILED } asked;
    pith__robots robots;
    pith_error error; /* Why it could not be asked. */
} pith__authority;

/* A page to be fetched, or a robots.txt, at one hop of its way. */
typedef struct pith__task {
    struct pith__task *next;
    pith__url url;           /* Of this hop. */
    pith__authority *robots; /* Whose robots.txt this is; NULL: a page. */
    enum { PITH_TASK_UNJUDGED, PITH_TASK_ALLOWED, PITH_TASK_DENIED } verdict; /* For this hop. */
    int64_t not_before;
    unsigned redirects;
    unsigned failures; /* Attempts that are to be repeated, so far. */
    unsigned attempts; /* Requests. */
    int64_t spent;     /* Milliseconds of this attempt's requests. */
    int64_t total;     /* And of all attempts. */
    /* From the caller. */
    char *requested;
    char *given;       /* As in pith_response. */
    char *origin;      /* The authority that `credentials` and secret headers are for. */
    char *credentials; /* "user:password", or NULL. */
    char *etag;        /* Validators of the page as it was fetched before, or NULL. */
    char *last_modified;
    void *user;
} pith__task;

void pith__task_free(pith__task *task);

typedef struct pith__queue {
    pith__task *first, *last;
} pith__queue;

struct pith__host {
    pith__host *next_in_slot;
    char *name;
    pith__authority *authorities;
    pith__queue robots, delayed, ready;
    size_t active;       /* Requests under way. */
    size_t unsent;       /* Of those: not sent yet. */
    size_t robots_asked; /* robots.txt that pages wait for. */
    int64_t next_allowed;
    int64_t gap;             /* Between requests. */
    long failures;           /* Network errors in a row. */
    pith_error last_failure; /* The last of them. */
    int64_t key;             /* Order in the heap. */
    size_t position;         /* In the heap; PITH_NOWHERE if not in it. */
};

#define PITH_NOWHERE SIZE_MAX

typedef struct pith__hosts {
    pith__host **slots; /* Hash table by name. */
    size_t slot_count;
    size_t host_count;
    pith__host **heap;
    size_t heap_count;
    size_t active_hosts;
    /* Set by the owner. */
    int64_t gap; /* Of a host that asks for none. */
    size_t host_concurrency;
    bool (*needs_request)(void *owner, pith__host *host, pith__task *task); /* False: the task can
                                                    be ended at once, the gap does not matter. */
    void *owner;
} pith__hosts;

/* Frees hosts and the tasks that wait for them. */
void pith__hosts_clear(pith__hosts *hosts);

/* The host of this name, which is made if it is new; NULL when memory runs out. */
pith__host *pith__hosts_get(pith__hosts *hosts, const char *name);

/* The authority of this URL at its host; NULL when memory runs out. */
pith__authority *pith__host_authority(pith__host *host, const pith__url *url);

/* Hands a task over to the host that its URL names: behind the others, before all others that are
   ready, or (with `not_before`) among the delayed. A robots.txt has its own queue. */
enum pith__place { PITH_PLACE_LAST, PITH_PLACE_FIRST, PITH_PLACE_DELAYED };
void pith__host_add(pith__hosts *hosts, pith__host *host, pith__task *task, enum pith__place place);

/* The host that is first in the heap, or NULL; its `key` is the time when it may begin a task. */
pith__host *pith__hosts_first(const pith__hosts *hosts);

/* Takes the next task of a host out of its queue; NULL if it has none that may begin now. */
pith__task *pith__host_take(pith__hosts *hosts, pith__host *host, int64_t now);

/* Puts the host where it belongs in the heap, after anything about it has changed. */
void pith__host_update(pith__hosts *hosts, pith__host *host);

/*
 * A request begins; it was sent (for the first time, or again); it has ended. `answered` is when
 * its answer began: at the latest then the server has seen it, so the gap is kept by the server's
 * clock, too, however long the request was on its way.
 */
void pith__host_begin(pith__hosts *hosts, pith__host *host, int64_t now);
void pith__host_sent(pith__hosts *hosts, pith__host *host, bool first, int64_t now);
void pith__host_end(pith__hosts *hosts, pith__host *host, bool was_sent, int64_t answered);

#endif
