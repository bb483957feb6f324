#include "hosts.h"

#include <stdlib.h>
#include <string.h>

/* ---- Tasks ----------------------------------------------------------------------------------- */

void pith__task_free(pith__task *task) {
    if (task == NULL)
        return;
    pith__url_clear(&task->url);
    free(task->requested);
    free(task->given);
    free(task->origin);
    free(task->credentials);
    free(task->etag);
    free(task->last_modified);
    free(task);
}

static void push_last(pith__queue *queue, pith__task *task) {
    task->next = NULL;
    if (queue->last != NULL)
        queue->last->next = task;
    else
        queue->first = task;
    queue->last = task;
}

static void push_first(pith__queue *queue, pith__task *task) {
    task->next = queue->first;
    queue->first = task;
    if (queue->last == NULL)
        queue->last = task;
}

/* In order of time. Waiting times grow little from one to the next, so most belong at the end. */
static void push_by_time(pith__queue *queue, pith__task *task) {
    if (queue->last == NULL || queue->last->not_before <= task->not_before) {
        push_last(queue, task);
        return;
    }
    pith__task **link = &queue->first;
    while ((*link)->not_before <= task->not_before)
        link = &(*link)->next;
    task->next = *link;
    *link = task;
}

static pith__task *pop(pith__queue *queue) {
    pith__task *task = queue->first;
    queue->first = task->next;
    if (queue->first == NULL)
        queue->last = NULL;
    task->next = NULL;
    return task;
}

static void clear_queue(pith__queue *queue) {
    while (queue->first != NULL)
        pith__task_free(pop(queue));
}

/* ---- The table ------------------------------------------------------------------------------- */

static void free_host(pith__host *host) {
    while (host->authorities != NULL) {
        pith__authority *authority = host->authorities;
        host->authorities = authority->next;
        pith__robots_clear(&authority->robots);
        free(authority->name);
        free(authority);
    }
    clear_queue(&host->robots);
    clear_queue(&host->delayed);
    clear_queue(&host->ready);
    free(host->name);
    free(host);
}

void pith__hosts_clear(pith__hosts *hosts) {
    for (size_t i = 0; i < hosts->slot_count; i++) {
        while (hosts->slots[i] != NULL) {
            pith__host *host = hosts->slots[i];
            hosts->slots[i] = host->next_in_slot;
            free_host(host);
        }
    }
    free(hosts->slots);
    free(hosts->heap);
    hosts->slots = NULL;
    hosts->heap = NULL;
    hosts->slot_count = hosts->host_count = hosts->heap_count = 0;
}

/* Twice the slots, and a heap that has room for as many hosts. */
static bool grow(pith__hosts *hosts) {
    size_t count = hosts->slot_count == 0 ? 256 : 2 * hosts->slot_count;
    pith__host **slots = calloc(count, sizeof *slots);
    pith__host **heap = slots != NULL ? realloc(hosts->heap, count * sizeof *heap) : NULL;
    if (heap == NULL) {
        free(slots);
        return false;
    }
    hosts->heap = heap;
    for (size_t i = 0; i < hosts->slot_count; i++) {
        while (hosts->slots[i] != NULL) {
            pith__host *host = hosts->slots[i];
            hosts->slots[i] = host->next_in_slot;
            size_t slot = pith__url_hash(host->name, 0) & (count - 1);
            host->next_in_slot = slots[slot];
            slots[slot] = host;
        }
    }
    free(hosts->slots);
    hosts->slots = slots;
    hosts->slot_count = count;
    return true;
}

pith__host *pith__hosts_get(pith__hosts *hosts, const char *name) {
    if (hosts->host_count == hosts->slot_count && !grow(hosts))
        return NULL;
    pith__host **slot = &hosts->slots[pith__url_hash(name, 0) & (hosts->slot_count - 1)];
    for (pith__host *host = *slot; host != NULL; host = host->next_in_slot) {
        if (strcmp(host->name, name) == 0)
            return host;
    }
    pith__host *host = calloc(1, sizeof *host);
    if (host == NULL)
        return NULL;
    host->name = strdup(name);
    if (host->name == NULL) {
        free(host);
        return NULL;
    }
    host->gap = hosts->gap;
    host->position = PITH_NOWHERE;
    host->next_in_slot = *slot;
    *slot = host;
    hosts->host_count++;
    return host;
}

pith__authority *pith__host_authority(pith__host *host, const pith__url *url) {
    for (pith__authority *known = host->authorities; known != NULL; known = known->next) {
        if (strcmp(known->name, url->authority) == 0)
            return known;
    }
    pith__authority *authority = calloc(1, sizeof *authority);
    if (authority == NULL)
        return NULL;
    authority->name = strdup(url->authority);
    if (authority->name == NULL) {
        free(authority);
        return NULL;
    }
    authority->host = host;
    authority->next = host->authorities;
    host->authorities = authority;
    return authority;
}

/* ---- The heap -------------------------------------------------------------------------------- */

static void place(pith__hosts *hosts, pith__host *host, size_t position) {
    hosts->heap[position] = host;
    host->position = position;
}

static void move_up(pith__hosts *hosts, pith__host *host, size_t position) {
    while (position > 0) {
        size_t parent = (position - 1) / 2;
        if (hosts->heap[parent]->key <= host->key)
            break;
        place(hosts, hosts->heap[parent], position);
        position = parent;
    }
    place(hosts, host, position);
}

static void move_down(pith__hosts *hosts, pith__host *host, size_t position) {
    for (size_t child; (child = 2 * position + 1) < hosts->heap_count; position = child) {
        if (child + 1 < hosts->heap_count && hosts->heap[child + 1]->key < hosts->heap[child]->key)
            child++;
        if (host->key <= hosts->heap[child]->key)
            break;
        place(hosts, hosts->heap[child], position);
    }
    place(hosts, host, position);
}

static void take_out(pith__hosts *hosts, pith__host *host) {
    size_t position = host->position;
    host->position = PITH_NOWHERE;
    pith__host *last = hosts->heap[--hosts->heap_count];
    if (last == host)
        return;
    if (position > 0 && last->key < hosts->heap[(position - 1) / 2]->key)
        move_up(hosts, last, position);
    else
        move_down(hosts, last, position);
}

static int64_t later(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* When the host may begin a task, in `*key`; false if it has none that may begin. */
static bool find_key(pith__hosts *hosts, pith__host *host, int64_t *key) {
    if (host->unsent > 0 || host->active >= hosts->host_concurrency)
        return false;
    bool found = false;
    *key = INT64_MAX;
    if (host->robots.first != NULL) {
        *key = later(host->next_allowed, host->robots.first->not_before);
        found = true;
    }
    if (host->robots_asked > 0)
        return found;
    if (host->ready.first != NULL) {
        bool needs = hosts->needs_request == NULL ||
                     hosts->needs_request(hosts->owner, host, host->ready.first);
        int64_t time = needs ? host->next_allowed : 0;
        *key = time < *key ? time : *key;
        found = true;
    }
    if (host->delayed.first != NULL) {
        int64_t time = later(host->next_allowed, host->delayed.first->not_before);
        *key = time < *key ? time : *key;
        found = true;
    }
    return found;
}

void pith__host_update(pith__hosts *hosts, pith__host *host) {
    int64_t key;
    bool waits = find_key(hosts, host, &key);
    if (waits && host->position != PITH_NOWHERE && host->key == key)
        return;
    if (host->position != PITH_NOWHERE)
        take_out(hosts, host);
    if (waits) {
        host->key = key;
        move_up(hosts, host, hosts->heap_count++);
    }
}

pith__host *pith__hosts_first(const pith__hosts *hosts) {
    return hosts->heap_count > 0 ? hosts->heap[0] : NULL;
}

/* ---- Tasks of a host ------------------------------------------------------------------------- */

void pith__host_add(
    pith__hosts *hosts, pith__host *host, pith__task *task, enum pith__place place_of_task) {
    if (task->robots != NULL)
        push_by_time(&host->robots, task);
    else if (place_of_task == PITH_PLACE_DELAYED)
        push_by_time(&host->delayed, task);
    else if (place_of_task == PITH_PLACE_FIRST)
        push_first(&host->ready, task);
    else
        push_last(&host->ready, task);
    pith__host_update(hosts, host);
}

pith__task *pith__host_take(pith__hosts *hosts, pith__host *host, int64_t now) {
    pith__task *task = NULL;
    bool turn = host->next_allowed <= now;
    bool pages = host->robots_asked == 0;
    if (turn && host->robots.first != NULL && host->robots.first->not_before <= now)
        task = pop(&host->robots);
    else if (turn && pages && host->delayed.first != NULL && host->delayed.first->not_before <= now)
        task = pop(&host->delayed);
    else if (pages && host->ready.first != NULL &&
             (turn || (hosts->needs_request != NULL &&
                          !hosts->needs_request(hosts->owner, host, host->ready.first))))
        task = pop(&host->ready);
    pith__host_update(hosts, host);
    return task;
}

void pith__host_begin(pith__hosts *hosts, pith__host *host, int64_t now) {
    hosts->active_hosts += host->active == 0;
    host->active++;
    host->unsent++;
    host->next_allowed = later(host->next_allowed, now + host->gap);
    pith__host_update(hosts, host);
}

void pith__host_sent(pith__hosts *hosts, pith__host *host, bool first, int64_t now) {
    host->unsent -= first;
    host->next_allowed = later(host->next_allowed, now + host->gap);
    pith__host_update(hosts, host);
}

void pith__host_end(pith__hosts *hosts, pith__host *host, bool was_sent, int64_t answered) {
    host->next_allowed = later(host->next_allowed, answered + host->gap);
    host->active--;
    hosts->active_hosts -= host->active == 0;
    if (!was_sent)
        host->unsent--;
    pith__host_update(hosts, host);
}
