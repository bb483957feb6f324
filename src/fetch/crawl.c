/*
 * crawl.c - the thread of a fetcher: begins requests as hosts come due, and decides what follows
 * from their answers.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/error.h"
#include "address.h"
#include "crawl.h"
#include "retry.h"

enum {
    ROBOTS_REDIRECTS = 5, /* RFC 9309, section 2.3.1.2: at least five. */
    LONGEST_POLL = 1000,  /* Milliseconds. */
};

/* A request that is under way: hangs on its transfer. */
struct flight {
    pith_fetcher *fetcher;
    pith__task *task;
    pith__host *host;
    bool was_sent;
};

static int64_t now_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- Beginning a request --------------------------------------------------------------------- */

static void on_sent(void *owner) {
    struct flight *flight = owner;
    int64_t now = now_milliseconds();
    /* Again, when libcurl repeats a request for which a kept connection turned out to be closed. */
    pith__host_sent(&flight->fetcher->hosts, flight->host, !flight->was_sent, now);
    flight->was_sent = true;
}

static pith__transfer *get_transfer(pith_fetcher *fetcher) {
    if (fetcher->idle_count > 0)
        return fetcher->idle[--fetcher->idle_count];
    return pith__transfer_new(&fetcher->settings);
}

static void describe(
    pith_fetcher *fetcher, pith__task *task, struct flight *flight, pith__request *request) {
    const pith_fetch_options *options = &fetcher->options;
    bool is_robots = task->robots != NULL;
    bool first_server = strcmp(task->origin, task->url.authority) == 0;
    int64_t left = (int64_t)options->timeout_seconds * 1000 - task->spent;
    *request = (pith__request){
        .url = &task->url,
        .credentials = first_server ? task->credentials : NULL,
        .is_first_server = first_server,
        .etag = first_server ? task->etag : NULL,
        .last_modified = first_server ? task->last_modified : NULL,
        .proxy = pith__proxy_for(&fetcher->proxies, task->url.is_https, task->url.host),
        .any_type = is_robots,
        .cut = is_robots,
        .max_bytes = is_robots ? (size_t)PITH_ROBOTS_MAX + 1 : options->max_bytes,
        .timeout = left > 1 ? left : 1,
        .on_sent = on_sent,
        .owner = flight,
    };
}

/* A literal address that is to be reached through a proxy is judged here: nobody else will. */
static const char *special_behind_proxy(const pith_fetcher *fetcher, const pith__request *request) {
    if (request->proxy == NULL || fetcher->options.allow_private)
        return NULL;
    const char *host = request->url->host;
    size_t length = strlen(host);
    if (strcmp(host, "localhost") == 0 ||
        (length > 10 && strcmp(host + length - 10, ".localhost") == 0))
        return "loopback";
    return pith__host_special(host);
}

static void settle(pith_fetcher *fetcher, pith__task *task, pith__answer *answer);

/* Ends a request that could not begin. */
static void give_up(pith_fetcher *fetcher, pith__task *task, const pith_error *error) {
    pith__answer answer = {.error = *error, .retry_after = -1};
    settle(fetcher, task, &answer);
}

static void begin(pith_fetcher *fetcher, pith__host *host, pith__task *task) {
    struct flight *flight = malloc(sizeof *flight);
    pith__transfer *transfer = flight != NULL ? get_transfer(fetcher) : NULL;
    pith_error error;
    pith__error_status(&error, PITH_ERROR_MEMORY);
    if (transfer == NULL) {
        free(flight);
        give_up(fetcher, task, &error);
        return;
    }
    *flight = (struct flight){.fetcher = fetcher, .task = task, .host = host};
    pith__request request;
    describe(fetcher, task, flight, &request);
    const char *special = special_behind_proxy(fetcher, &request);
    pith_status status = PITH_OK;
    if (special != NULL)
        status = pith__error_set(&error, PITH_ERROR_ADDRESS,
            "the address %.100s (%s) is not a public one (see --allow-private)", task->url.host,
            special);
    if (status == PITH_OK)
        status = pith__transfer_begin(transfer, &request, &error);
    if (status == PITH_OK && curl_multi_add_handle(fetcher->multi, transfer->handle) != CURLM_OK)
        status = pith__error_set(&error, PITH_ERROR_NETWORK, "libcurl cannot begin a transfer");
    if (status != PITH_OK) {
        fetcher->idle[fetcher->idle_count++] = transfer;
        free(flight);
        give_up(fetcher, task, &error);
        return;
    }
    transfer->user = flight;
    fetcher->running[fetcher->running_count++] = transfer;
    task->attempts += task->robots == NULL;
    pith__host_begin(&fetcher->hosts, host, now_milliseconds());
}

/* Begins the next task of a host that has come due. */
static void begin_next(pith_fetcher *fetcher, pith__host *host, int64_t now) {
    pith__task *task = pith__host_take(&fetcher->hosts, host, now);
    if (task == NULL)
        return;
    if (!pith__task_unpack(task)) {
        pith__task_fail_memory(fetcher, task);
        return;
    }
    if (task->robots == NULL && !pith__task_needs_request(fetcher, host, task)) {
        pith__task_refuse(fetcher, host, task);
        return;
    }
    if (task->robots == NULL && !fetcher->options.ignore_robots &&
        task->verdict == PITH_TASK_UNJUDGED) {
        pith__authority *authority = pith__host_authority(host, &task->url);
        if (authority == NULL || !pith__ask_robots(fetcher, authority)) {
            pith__task_fail_memory(fetcher, task);
            return;
        }
        pith__host_add(&fetcher->hosts, host, task, PITH_PLACE_FIRST);
        return;
    }
    begin(fetcher, host, task);
}

/* ---- What follows from an answer ------------------------------------------------------------- */

static void enqueue(pith_fetcher *fetcher, pith__task *task, enum pith__place place) {
    pith__host *host = pith__hosts_get(&fetcher->hosts, task->url.host);
    if (host != NULL) {
        pith__host_add(&fetcher->hosts, host, task, place);
    } else {
        pith__answer answer = {.retry_after = -1};
        pith__error_status(&answer.error, PITH_ERROR_MEMORY);
        settle(fetcher, task, &answer);
    }
}

/* Whether the task is to be repeated; then it is queued, and its host left alone for a while. */
static bool retry(pith_fetcher *fetcher, pith__task *task, pith__answer *answer) {
    const pith_fetch_options *options = &fetcher->options;
    bool is_status = answer->error.status == PITH_ERROR_HTTP && pith__retry_status(answer->status);
    if (!answer->is_network_error && !is_status)
        return false;
    int64_t longest = pith__milliseconds(options->max_retry_delay_seconds);
    int64_t now = now_milliseconds();
    pith__host *host = pith__hosts_get(&fetcher->hosts, task->url.host);
    if (host == NULL)
        return false;
    if (is_status && answer->retry_after >= 0) {
        int64_t wait = answer->retry_after < longest ? answer->retry_after : longest;
        if (now + wait > host->next_allowed)
            host->next_allowed = now + wait;
        pith__host_update(&fetcher->hosts, host);
    }
    if ((long)task->failures >= options->retries || answer->retry_after > longest ||
        host->failures >= options->max_host_failures)
        return false;
    task->failures++;
    task->spent = 0;
    int64_t backoff = pith__retry_backoff(task->failures,
        pith__milliseconds(options->retry_delay_seconds), longest, &fetcher->random);
    task->not_before = now + (answer->retry_after > backoff ? answer->retry_after : backoff);
    enqueue(fetcher, task, PITH_PLACE_DELAYED);
    return true;
}

/* Sends the task to the target of a redirect. False if it cannot go there: `answer->error` says
   why. */
static bool follow(pith_fetcher *fetcher, pith__task *task, pith__answer *answer) {
    bool is_robots = task->robots != NULL;
    long maximum = is_robots ? ROBOTS_REDIRECTS : fetcher->options.max_redirects;
    if ((long)task->redirects >= maximum) {
        pith__error_set(&answer->error, PITH_ERROR_HTTP, "more than %ld redirects", maximum);
        return false;
    }
    pith__url target;
    pith_status status = pith__url_parse(&target, task->url.text, answer->location, &answer->error);
    if (status != PITH_OK) {
        pith_error cause = answer->error;
        bool other_scheme = status == PITH_ERROR_URL && strstr(cause.message, "only http") != NULL;
        pith__error_set(&answer->error, status, "%s%.300s",
            other_scheme ? "redirected to a URL that is neither http nor https" : "redirected: ",
            other_scheme ? "" : cause.message);
        return false;
    }
    pith__url_clear(&task->url);
    task->url = target;
    task->verdict = PITH_TASK_UNJUDGED;
    task->redirects++;
    task->not_before = 0;
    enqueue(fetcher, task, PITH_PLACE_FIRST);
    return true;
}

/* Decides what becomes of a task. Takes the answer. */
static void settle(pith_fetcher *fetcher, pith__task *task, pith__answer *answer) {
    task->spent += answer->milliseconds;
    task->total += answer->milliseconds;
    bool goes_on =
        retry(fetcher, task, answer) || (answer->is_redirect && follow(fetcher, task, answer));
    if (!goes_on && task->robots != NULL) {
        pith__learn_robots(fetcher, task->robots, answer);
        pith__task_free(task);
    } else if (!goes_on) {
        pith__task_finish(fetcher, task, answer, &answer->error);
    }
    pith__answer_clear(answer);
}

/* Takes a transfer out of those that run. */
static struct flight *land(pith_fetcher *fetcher, pith__transfer *transfer) {
    curl_multi_remove_handle(fetcher->multi, transfer->handle);
    for (size_t i = 0; i < fetcher->running_count; i++) {
        if (fetcher->running[i] == transfer) {
            fetcher->running[i] = fetcher->running[--fetcher->running_count];
            break;
        }
    }
    return transfer->user;
}

static void end(pith_fetcher *fetcher, pith__transfer *transfer, CURLcode code) {
    struct flight *flight = land(fetcher, transfer);
    pith__answer answer;
    pith__transfer_end(transfer, code, &answer);
    fetcher->idle[fetcher->idle_count++] = transfer;
    fetcher->received += answer.received;
    pith__host *host = flight->host;
    pith__task *task = flight->task;
    if (answer.is_network_error) {
        host->failures++;
        host->last_failure = answer.error;
    } else if (answer.status > 0) {
        host->failures = 0;
    }
    bool was_sent = flight->was_sent;
    free(flight);
    int64_t answered = now_milliseconds() - answer.answering;
    /* Before a Crawl-delay is learned: that counts from the first page on. */
    pith__host_end(&fetcher->hosts, host, was_sent, answered);
    settle(fetcher, task, &answer);
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Moves what was added to the hosts. */
static void read_inbox(pith_fetcher *fetcher) {
    pthread_mutex_lock(&fetcher->lock);
    pith__queue inbox = fetcher->inbox;
    fetcher->inbox = (pith__queue){NULL, NULL};
    pthread_mutex_unlock(&fetcher->lock);
    while (inbox.first != NULL) {
        pith__task *task = inbox.first;
        inbox.first = task->next;
        task->next = NULL;
        pith__host *host = pith__hosts_get(&fetcher->hosts, task->url.host);
        /* There may be very many of these: while they wait, only the text is kept. */
        pith__url_clear(&task->url);
        if (host != NULL)
            pith__host_add(&fetcher->hosts, host, task, PITH_PLACE_LAST);
        else
            pith__task_fail_memory(fetcher, task);
    }
}

/* Whether another request may begin. Finished pages that nobody takes hold it up. */
static bool has_room(pith_fetcher *fetcher) {
    if (atomic_load(&fetcher->stop) || fetcher->running_count >= fetcher->options.concurrency)
        return false;
    pthread_mutex_lock(&fetcher->lock);
    bool room = !pith__fetcher_is_full(fetcher);
    pthread_mutex_unlock(&fetcher->lock);
    return room;
}

/* Begins what may begin. Returns how long nothing else will, in milliseconds. */
static int64_t begin_due(pith_fetcher *fetcher) {
    while (has_room(fetcher)) {
        pith__host *host = pith__hosts_first(&fetcher->hosts);
        if (host == NULL)
            return LONGEST_POLL;
        int64_t now = now_milliseconds();
        if (host->key > now)
            return host->key - now;
        begin_next(fetcher, host, now);
    }
    return LONGEST_POLL;
}

static void end_done(pith_fetcher *fetcher) {
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(fetcher->multi, &left)) != NULL;) {
        if (message->msg != CURLMSG_DONE)
            continue;
        pith__transfer *transfer = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        end(fetcher, transfer, code);
    }
}

static void report_progress(pith_fetcher *fetcher) {
    pthread_mutex_lock(&fetcher->lock);
    fetcher->progress.active = fetcher->running_count;
    fetcher->progress.hosts = fetcher->hosts.active_hosts;
    fetcher->progress.received = fetcher->received;
    if (atomic_load(&fetcher->stop) && fetcher->running_count == 0 && !fetcher->has_stopped) {
        fetcher->has_stopped = true;
        pthread_cond_broadcast(&fetcher->finished);
    }
    pthread_mutex_unlock(&fetcher->lock);
}

/* Drops what is still under way. */
static void abort_running(pith_fetcher *fetcher) {
    while (fetcher->running_count > 0) {
        pith__transfer *transfer = fetcher->running[0];
        struct flight *flight = land(fetcher, transfer);
        fetcher->idle[fetcher->idle_count++] = transfer;
        pith__task_free(flight->task);
        free(flight);
    }
}

/* Signals are the program's, and go to its own threads. SIGPIPE would come from TLS over a
   connection that was closed, and end a program that does not expect it. */
static void block_signals(void) {
    static const int of_faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
    sigset_t signals;
    sigfillset(&signals);
    for (size_t i = 0; i < sizeof of_faults / sizeof of_faults[0]; i++)
        sigdelset(&signals, of_faults[i]);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

void *pith__crawl(void *argument) {
    pith_fetcher *fetcher = argument;
    block_signals();
    fetcher->hosts.gap = pith__milliseconds(fetcher->options.delay_seconds);
    fetcher->hosts.host_concurrency = fetcher->options.host_concurrency;
    fetcher->hosts.needs_request = pith__task_needs_request;
    fetcher->hosts.owner = fetcher;
    while (!atomic_load(&fetcher->quit)) {
        int running;
        read_inbox(fetcher);
        begin_due(fetcher);
        curl_multi_perform(fetcher->multi, &running);
        end_done(fetcher);
        report_progress(fetcher);
        /* What has ended may have made room. libcurl does not wait where it has something to do. */
        int64_t wait = begin_due(fetcher);
        curl_multi_poll(
            fetcher->multi, NULL, 0, (int)(wait < LONGEST_POLL ? wait : LONGEST_POLL), NULL);
    }
    abort_running(fetcher);
    return NULL;
}
