#include "fetcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "../base/error.h"
#include "state.h"

enum { OUTBOX_BYTES = 64 << 20 }; /* Of finished pages that wait to be taken. */

pith_fetch_options pith_fetch_options_default(void) {
    return (pith_fetch_options){
        .max_bytes = PITH_FETCH_MAX_BYTES,
        .max_redirects = PITH_FETCH_MAX_REDIRECTS,
        .timeout_seconds = PITH_FETCH_TIMEOUT_SECONDS,
        .connect_timeout_seconds = PITH_FETCH_CONNECT_TIMEOUT_SECONDS,
        .speed_limit = PITH_FETCH_SPEED_LIMIT,
        .speed_seconds = PITH_FETCH_SPEED_SECONDS,
        .concurrency = PITH_FETCH_CONCURRENCY,
        .host_concurrency = PITH_FETCH_HOST_CONCURRENCY,
        .delay_seconds = PITH_FETCH_DELAY_SECONDS,
        .max_crawl_delay_seconds = PITH_FETCH_MAX_CRAWL_DELAY_SECONDS,
        .retries = PITH_FETCH_RETRIES,
        .retry_delay_seconds = PITH_FETCH_RETRY_DELAY_SECONDS,
        .max_retry_delay_seconds = PITH_FETCH_MAX_RETRY_DELAY_SECONDS,
        .max_host_failures = PITH_FETCH_MAX_HOST_FAILURES,
    };
}

/* ---- Making one ------------------------------------------------------------------------------ */

static bool is_duration(double seconds) {
    return seconds >= 0 && seconds <= 1e6; /* False for what is no number, too. */
}

/* Zero would mean "no limit" to libcurl. */
static bool are_limits_valid(const pith_fetch_options *options) {
    return options->timeout_seconds >= 1 && options->timeout_seconds <= 1000000 &&
           options->connect_timeout_seconds >= 1 && options->connect_timeout_seconds <= 1000000 &&
           options->speed_limit < SIZE_MAX / 2 && options->speed_seconds >= 1 &&
           options->speed_seconds <= 1000000 && options->max_redirects >= 0 &&
           options->max_bytes >= 1 && options->max_bytes < SIZE_MAX / 2 &&
           options->concurrency >= 1 && options->concurrency <= 65536 &&
           options->host_concurrency >= 1 && is_duration(options->delay_seconds) &&
           is_duration(options->max_crawl_delay_seconds) && options->retries >= 0 &&
           is_duration(options->retry_delay_seconds) &&
           is_duration(options->max_retry_delay_seconds) && options->max_host_failures >= 1;
}

/* "Name: value" (RFC 9110, section 5): a token, a colon, and no controls but TAB. */
static bool is_header(const char *text) {
    size_t name = strcspn(text, ":");
    if (name == 0 || text[name] == '\0')
        return false;
    for (size_t i = 0; text[i] != '\0'; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f || (i < name && (c <= 0x20 || c > 0x7e)))
            return false;
    }
    return true;
}

/* What a server is told because it is that server. */
static bool is_secret(const char *header) {
    return strncasecmp(header, "Authorization:", 14) == 0 ||
           strncasecmp(header, "Cookie:", 7) == 0 ||
           strncasecmp(header, "Proxy-Authorization:", 20) == 0;
}

static bool append(struct curl_slist **list, const char *line) {
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer == NULL)
        return false;
    *list = longer;
    return true;
}

static pith_status copy_headers(pith_fetcher *fetcher, pith_error *error) {
    const char *const *headers = fetcher->options.headers;
    for (; headers != NULL && *headers != NULL; headers++) {
        if (!is_header(*headers))
            return pith__error_set(
                error, PITH_ERROR_USAGE, "not a header of the form \"Name: value\"");
        if (!append(&fetcher->settings.headers, *headers) ||
            (!is_secret(*headers) && !append(&fetcher->settings.open_headers, *headers)))
            return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    return PITH_OK;
}

static bool copy_strings(pith_fetcher *fetcher) {
    const pith_fetch_options *options = &fetcher->options;
    char agent[64];
    snprintf(agent, sizeof agent, "pith/%s", pith_version());
    fetcher->user_agent = strdup(options->user_agent != NULL ? options->user_agent : agent);
    if (fetcher->user_agent == NULL)
        return false;
    fetcher->robots_token = pith__robots_token(fetcher->user_agent);
    fetcher->ca_file = options->ca_file != NULL ? strdup(options->ca_file) : NULL;
    return (options->ca_file == NULL || fetcher->ca_file != NULL) &&
           pith__proxies_read(&fetcher->proxies);
}

static bool make_libcurl(pith_fetcher *fetcher) {
    const pith_fetch_options *options = &fetcher->options;
    fetcher->multi = curl_multi_init();
    if (fetcher->multi == NULL)
        return false;
    /* Connections to hosts that wait for their next turn stay open, but not without end. */
    curl_multi_setopt(fetcher->multi, CURLMOPT_MAXCONNECTS, (long)(2 * options->concurrency + 64));
    fetcher->settings.connect_timeout_seconds = options->connect_timeout_seconds;
    fetcher->settings.speed_limit = (long)options->speed_limit;
    fetcher->settings.speed_seconds = options->speed_seconds;
    fetcher->settings.allow_private = options->allow_private;
    fetcher->settings.user_agent = fetcher->user_agent;
    fetcher->settings.ca_file = fetcher->ca_file;
    if (options->cookies) {
        /* All transfers run in one thread, so that nothing has to be locked. */
        fetcher->settings.share = curl_share_init();
        if (fetcher->settings.share == NULL ||
            curl_share_setopt(fetcher->settings.share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE) !=
                CURLSHE_OK)
            return false;
    }
    fetcher->idle = calloc(options->concurrency, sizeof *fetcher->idle);
    fetcher->running = calloc(options->concurrency, sizeof *fetcher->running);
    return fetcher->idle != NULL && fetcher->running != NULL;
}

static uint64_t chance(const pith_fetcher *fetcher) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec + (uintptr_t)fetcher;
}

static bool make_lock(pith_fetcher *fetcher) {
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0)
        return false;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    bool good = pthread_cond_init(&fetcher->finished, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return good && pthread_mutex_init(&fetcher->lock, NULL) == 0;
}

static pith_status make(pith_fetcher *fetcher, pith_error *error) {
    if (!are_limits_valid(&fetcher->options))
        return pith__error_set(error, PITH_ERROR_USAGE, "a limit of the transfer is not valid");
    const char *agent = fetcher->options.user_agent;
    for (; agent != NULL && *agent != '\0'; agent++) {
        if ((unsigned char)*agent < 0x20 || *agent == 0x7f)
            return pith__error_set(
                error, PITH_ERROR_USAGE, "a control character in the user agent");
    }
    pith_status status = copy_headers(fetcher, error);
    if (status != PITH_OK)
        return status;
    if (!copy_strings(fetcher))
        return pith__error_status(error, PITH_ERROR_MEMORY);
    if (!make_libcurl(fetcher))
        return pith__error_set(error, PITH_ERROR_NETWORK, "libcurl cannot be set up");
    uint64_t seed = fetcher->options.seed;
    fetcher->random = seed != 0 ? seed : chance(fetcher);
    fetcher->has_thread = pthread_create(&fetcher->thread, NULL, pith__crawl, fetcher) == 0;
    return fetcher->has_thread
               ? pith__error_none(error)
               : pith__error_set(error, PITH_ERROR_MEMORY, "a thread cannot be begun");
}

pith_fetcher *pith_fetcher_new(const pith_fetch_options *options, pith_error *error) {
    pith_fetcher *fetcher = calloc(1, sizeof *fetcher);
    if (fetcher == NULL || !make_lock(fetcher)) {
        free(fetcher);
        pith__error_status(error, PITH_ERROR_MEMORY);
        return NULL;
    }
    fetcher->options = options != NULL ? *options : pith_fetch_options_default();
    if (make(fetcher, error) != PITH_OK) {
        pith_fetcher_free(fetcher);
        return NULL;
    }
    return fetcher;
}

void pith_fetcher_free(pith_fetcher *fetcher) {
    if (fetcher == NULL)
        return;
    if (fetcher->has_thread) {
        atomic_store(&fetcher->quit, true);
        curl_multi_wakeup(fetcher->multi);
        pthread_join(fetcher->thread, NULL);
    }
    pith_response response;
    while (fetcher->outbox != NULL) {
        pith_fetcher_next(fetcher, 0, &response);
        pith_response_clear(&response);
    }
    while (fetcher->inbox.first != NULL) {
        pith__task *task = fetcher->inbox.first;
        fetcher->inbox.first = task->next;
        pith__task_free(task);
    }
    pith__hosts_clear(&fetcher->hosts);
    for (size_t i = 0; i < fetcher->idle_count; i++)
        pith__transfer_free(fetcher->idle[i]);
    free(fetcher->idle);
    free(fetcher->running);
    curl_multi_cleanup(fetcher->multi);
    curl_share_cleanup(fetcher->settings.share);
    curl_slist_free_all(fetcher->settings.headers);
    curl_slist_free_all(fetcher->settings.open_headers);
    pith__proxies_clear(&fetcher->proxies);
    pith__url_set_clear(&fetcher->added);
    free(fetcher->user_agent);
    free(fetcher->ca_file);
    pthread_cond_destroy(&fetcher->finished);
    pthread_mutex_destroy(&fetcher->lock);
    free(fetcher);
}

/* ---- Adding ---------------------------------------------------------------------------------- */

/* Most URLs are normalized as they are: then one text is enough. False when memory runs out. */
static bool keep_given(pith__task *task, const char *text) {
    task->given = pith_url_redacted(text);
    if (task->given == NULL)
        return false;
    if (strcmp(task->given, task->requested) == 0) {
        free(task->given);
        task->given = NULL;
    }
    return true;
}

/* A task for this URL. One that is no URL has `url.text` NULL, and the cause in `error`. NULL when
   memory runs out. */
static pith__task *make_task(const char *text, void *user, pith_error *error) {
    pith__task *task = calloc(1, sizeof *task);
    char *trimmed = strdup(text + strspn(text, " \t\r\n\f"));
    bool good = task != NULL && trimmed != NULL;
    if (good) {
        for (size_t length = strlen(trimmed);
             length > 0 && strchr(" \t\r\n\f", trimmed[length - 1]);)
            trimmed[--length] = '\0';
        task->user = user;
        pith_status status = pith__url_parse(&task->url, NULL, trimmed, error);
        good = status != PITH_ERROR_MEMORY;
        if (status == PITH_OK) {
            task->requested = strdup(task->url.text);
            task->credentials = task->url.credentials;
            task->url.credentials = NULL;
            good = task->requested != NULL;
        } else {
            task->requested = pith_url_redacted(trimmed);
            good = good && task->requested != NULL;
        }
        good = good && keep_given(task, trimmed);
    }
    free(trimmed);
    if (!good) {
        pith__task_free(task);
        return NULL;
    }
    return task;
}

static void deliver_failure(pith_fetcher *fetcher, pith__task *task, const pith_error *error) {
    pith_response response = {.requested = task->requested,
        .user = task->user,
        .error = *error,
        .fetched_at = (int64_t)time(NULL)};
    task->requested = NULL;
    response.given = task->given;
    task->given = NULL;
    pith__task_free(task);
    pith__fetcher_deliver(fetcher, &response);
}

/* Whether a URL was neither added nor finished before. */
static pith_status check_new(
    pith_fetcher *fetcher, pith__task *task, bool *is_new, pith_error *error) {
    bool known = false;
    pith_status status = PITH_OK;
    if (fetcher->options.state != NULL)
        status = pith__state_find(fetcher->options.state, task->requested, &known, &task->etag,
            &task->last_modified, error);
    if (status != PITH_OK)
        return status;
    pthread_mutex_lock(&fetcher->lock);
    if (!pith__url_set_add(&fetcher->added, task->requested, is_new)) {
        status = pith__error_status(error, PITH_ERROR_MEMORY);
    } else if (!*is_new) {
        fetcher->progress.repeated++;
    } else if (known) {
        fetcher->progress.known++;
        *is_new = false;
    } else {
        fetcher->progress.added++;
        fetcher->unfinished++;
    }
    pthread_mutex_unlock(&fetcher->lock);
    return status;
}

pith_status pith_fetcher_add(
    pith_fetcher *fetcher, const char *url, void *user, bool *added, pith_error *error) {
    if (added != NULL)
        *added = false;
    if (fetcher == NULL || url == NULL)
        return pith__error_set(error, PITH_ERROR_USAGE, "no fetcher, or no URL");
    pith_error cause = {.status = PITH_OK};
    pith__task *task = make_task(url, user, &cause);
    if (task == NULL)
        return pith__error_status(error, PITH_ERROR_MEMORY);
    bool is_new = false;
    pith_status status = check_new(fetcher, task, &is_new, error);
    if (status != PITH_OK || !is_new) {
        pith__task_free(task);
        return status == PITH_OK ? pith__error_none(error) : status;
    }
    if (added != NULL)
        *added = true;
    if (cause.status != PITH_OK) {
        deliver_failure(fetcher, task, &cause);
        return pith__error_none(error);
    }
    pthread_mutex_lock(&fetcher->lock);
    bool was_empty = fetcher->inbox.first == NULL;
    if (was_empty)
        fetcher->inbox.first = task;
    else
        fetcher->inbox.last->next = task;
    fetcher->inbox.last = task;
    pthread_mutex_unlock(&fetcher->lock);
    if (was_empty)
        curl_multi_wakeup(fetcher->multi);
    return pith__error_none(error);
}

/* ---- Taking ---------------------------------------------------------------------------------- */

bool pith__fetcher_is_full(const pith_fetcher *fetcher) {
    return fetcher->outbox_count >= fetcher->options.concurrency ||
           fetcher->outbox_bytes >= OUTBOX_BYTES;
}

void pith__fetcher_deliver(pith_fetcher *fetcher, pith_response *response) {
    pith__finished *finished = malloc(sizeof *finished);
    if (finished == NULL) {
        /* Not even room to say so: the page is lost to this run, and not in any state. */
        pith_response_clear(response);
        pthread_mutex_lock(&fetcher->lock);
        fetcher->unfinished--;
        pthread_mutex_unlock(&fetcher->lock);
        return;
    }
    *finished = (pith__finished){.response = *response};
    pthread_mutex_lock(&fetcher->lock);
    if (fetcher->outbox == NULL)
        fetcher->outbox = finished;
    else
        fetcher->outbox_last->next = finished;
    fetcher->outbox_last = finished;
    fetcher->outbox_count++;
    fetcher->outbox_bytes += response->length;
    fetcher->unfinished--;
    pthread_cond_broadcast(&fetcher->finished);
    pthread_mutex_unlock(&fetcher->lock);
}

static void deadline_after(struct timespec *deadline, int milliseconds) {
    clock_gettime(CLOCK_MONOTONIC, deadline);
    deadline->tv_sec += milliseconds / 1000;
    deadline->tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (deadline->tv_nsec >= 1000000000) {
        deadline->tv_nsec -= 1000000000;
        deadline->tv_sec++;
    }
}

pith_fetch_event pith_fetcher_next(
    pith_fetcher *fetcher, int milliseconds, pith_response *response) {
    *response = (pith_response){.kind = PITH_KIND_AUTO};
    struct timespec deadline;
    if (milliseconds > 0)
        deadline_after(&deadline, milliseconds);
    pthread_mutex_lock(&fetcher->lock);
    int waited = milliseconds == 0 ? ETIMEDOUT : 0;
    while (
        fetcher->outbox == NULL && fetcher->unfinished > 0 && !fetcher->has_stopped && waited == 0)
        waited = milliseconds < 0
                     ? pthread_cond_wait(&fetcher->finished, &fetcher->lock)
                     : pthread_cond_timedwait(&fetcher->finished, &fetcher->lock, &deadline);
    pith__finished *finished = fetcher->outbox;
    bool was_full = pith__fetcher_is_full(fetcher);
    bool idle = fetcher->unfinished == 0 || fetcher->has_stopped;
    if (finished != NULL) {
        fetcher->outbox = finished->next;
        fetcher->outbox_count--;
        fetcher->outbox_bytes -= finished->response.length;
        fetcher->progress.taken++;
    }
    pthread_mutex_unlock(&fetcher->lock);
    if (finished == NULL)
        return idle ? PITH_FETCH_IDLE : PITH_FETCH_WAIT;
    *response = finished->response;
    free(finished);
    if (was_full)
        curl_multi_wakeup(fetcher->multi); /* There is room for another. */
    return PITH_FETCH_PAGE;
}

void pith_fetcher_stop(pith_fetcher *fetcher) {
    atomic_store(&fetcher->stop, true);
    curl_multi_wakeup(fetcher->multi);
}

pith_fetch_progress pith_fetcher_progress(pith_fetcher *fetcher) {
    pthread_mutex_lock(&fetcher->lock);
    pith_fetch_progress progress = fetcher->progress;
    pthread_mutex_unlock(&fetcher->lock);
    return progress;
}
