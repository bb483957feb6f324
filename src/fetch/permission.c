#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "crawl.h"

bool pith__task_unpack(pith__task *task) {
    if (task->url.text == NULL &&
        pith__url_parse(&task->url, NULL, task->requested, NULL) != PITH_OK)
        return false;
    if (task->origin == NULL)
        task->origin = strdup(task->url.authority);
    return task->origin != NULL;
}

bool pith__task_needs_request(void *owner, pith__host *host, pith__task *task) {
    pith_fetcher *fetcher = owner;
    if (host->failures >= fetcher->options.max_host_failures)
        return false;
    if (fetcher->options.ignore_robots)
        return true;
    if (task->verdict == PITH_TASK_UNJUDGED) {
        pith__authority *authority =
            pith__task_unpack(task) ? pith__host_authority(host, &task->url) : NULL;
        if (authority == NULL || authority->asked == PITH_ROBOTS_UNKNOWN ||
            authority->asked == PITH_ROBOTS_ASKED)
            return true;
        bool allowed = authority->asked == PITH_ROBOTS_KNOWN &&
                       pith__robots_allows(&authority->robots, task->url.path);
        task->verdict = allowed ? PITH_TASK_ALLOWED : PITH_TASK_DENIED;
    }
    return task->verdict == PITH_TASK_ALLOWED;
}

void pith__task_refuse(pith_fetcher *fetcher, pith__host *host, pith__task *task) {
    pith_error error;
    if (host->failures >= fetcher->options.max_host_failures) {
        pith__error_set(&error, PITH_ERROR_NETWORK,
            "the host was given up after %ld network errors in a row, the last: %.300s",
            host->failures, host->last_failure.message);
        pith__task_finish(fetcher, task, NULL, &error);
        return;
    }
    pith__authority *authority = pith__host_authority(host, &task->url);
    if (authority == NULL)
        pith__task_fail_memory(fetcher, task);
    else if (authority->asked == PITH_ROBOTS_FAILED)
        pith__task_finish(fetcher, task, NULL, &authority->error);
    else
        pith__task_fail(fetcher, task, PITH_ERROR_ROBOTS, "robots.txt does not allow it");
}

bool pith__ask_robots(pith_fetcher *fetcher, pith__authority *authority) {
    size_t size = strlen(authority->name) + sizeof "/robots.txt";
    char *text = malloc(size);
    pith__task *task = calloc(1, sizeof *task);
    bool good = text != NULL && task != NULL;
    if (good) {
        snprintf(text, size, "%s/robots.txt", authority->name);
        good = pith__url_parse(&task->url, NULL, text, NULL) == PITH_OK;
        task->origin = strdup(authority->name);
        good = good && task->origin != NULL;
    }
    free(text);
    if (!good) {
        pith__task_free(task);
        return false;
    }
    task->robots = authority;
    authority->asked = PITH_ROBOTS_ASKED;
    authority->host->robots_asked++;
    pith__host_add(&fetcher->hosts, authority->host, task, PITH_PLACE_LAST);
    return true;
}

void pith__learn_robots(pith_fetcher *fetcher, pith__authority *authority, pith__answer *answer) {
    pith__host *host = authority->host;
    host->robots_asked--;
    authority->asked = PITH_ROBOTS_KNOWN;
    if (answer->error.status == PITH_OK && answer->bytes != NULL) {
        if (!pith__robots_parse(
                &authority->robots, answer->bytes, answer->length, fetcher->robots_token)) {
            authority->asked = PITH_ROBOTS_FAILED;
            pith__error_status(&authority->error, PITH_ERROR_MEMORY);
        }
        double delay = authority->robots.crawl_delay;
        double maximum = fetcher->options.max_crawl_delay_seconds;
        int64_t gap = pith__milliseconds(delay < maximum ? delay : maximum);
        if (gap > host->gap)
            host->gap = gap;
    } else if (answer->error.status == PITH_ERROR_ADDRESS ||
               answer->error.status == PITH_ERROR_MEMORY) {
        authority->asked = PITH_ROBOTS_FAILED;
        authority->error = answer->error;
    } else if (answer->status < 300 || answer->status > 499 || answer->is_network_error) {
        bool answered = answer->error.status == PITH_ERROR_HTTP;
        authority->asked = PITH_ROBOTS_FAILED;
        pith__error_set(&authority->error, answered ? PITH_ERROR_ROBOTS : PITH_ERROR_NETWORK,
            "robots.txt cannot be read, so nothing is allowed: %.300s", answer->error.message);
    }
    pith__host_update(&fetcher->hosts, host);
}
