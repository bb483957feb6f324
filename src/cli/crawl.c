#include "crawl.h"
#include "report.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
    LINE_MAX_BYTES = 1 << 16, /* Of a list of URLs; a longer line is an error. */
};

/* What has become of an argument. */
typedef struct cli_held {
    bool added;
    bool there; /* Its page has come, before its turn. */
    pith_response response;
} cli_held;

bool cli_is_url(const char *name) {
    size_t scheme =
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return scheme > 0 && strncmp(name + scheme, "://", 3) == 0;
}

/* ---- Interruption ---------------------------------------------------------------------------- */

/* A signal handler can only reach what is static. */
static volatile sig_atomic_t interrupted;
static struct sigaction before_interrupt, before_termination;

/* The next signal does what it would have done without us. */
static void on_signal(int number) {
    interrupted = number;
    sigaction(SIGINT, &before_interrupt, NULL);
    sigaction(SIGTERM, &before_termination, NULL);
}

static void catch_signal(int number, struct sigaction *before) {
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    /* What is ignored stays so (nohup). */
    if (sigaction(number, NULL, before) == 0 && before->sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

int cli_interrupted(void) {
    return interrupted;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static bool has_url(const cli_settings *settings) {
    for (size_t i = 0; i < settings->input_count; i++) {
        if (cli_is_url(settings->inputs[i]))
            return true;
    }
    return settings->urls != NULL;
}

static bool open_list(cli_crawl *crawl) {
    const char *path = crawl->settings->urls;
    if (path == NULL)
        return true;
    if (strcmp(path, "-") == 0) {
        cli_stream_open_stdin(&crawl->list);
    } else if (!cli_stream_open(&crawl->list, path)) {
        cli_report(path, strerror(crawl->list.error));
        return false;
    }
    crawl->is_open = true;
    return true;
}

bool cli_crawl_open(cli_crawl *crawl, const cli_settings *settings, const pith_extractor *extractor,
    pith_state *state, bool *usage) {
    *crawl = (cli_crawl){.settings = settings};
    *usage = false;
    if (!has_url(settings))
        return true;
    pith_fetch_options options = settings->fetch;
    options.headers = settings->headers.items;
    options.extractor = extractor;
    options.state = state;
    pith_error error;
    crawl->fetcher = pith_fetcher_new(&options, &error);
    if (crawl->fetcher == NULL) {
        *usage = error.status == PITH_ERROR_USAGE;
        cli_report(NULL, error.message);
        return false;
    }
    if (settings->input_count > 0) {
        crawl->held = cli_allocate(settings->input_count * sizeof *crawl->held);
        memset(crawl->held, 0, settings->input_count * sizeof *crawl->held);
    }
    if (!open_list(crawl))
        return false;
    catch_signal(SIGINT, &before_interrupt);
    catch_signal(SIGTERM, &before_termination);
    cli_progress_open(&crawl->progress, settings->quiet);
    return true;
}

void cli_crawl_close(cli_crawl *crawl) {
    cli_progress_close(&crawl->progress);
    pith_fetcher_free(crawl->fetcher);
    if (crawl->is_open)
        cli_stream_close(&crawl->list);
    for (size_t i = 0; crawl->held != NULL && i < crawl->settings->input_count; i++)
        pith_response_clear(&crawl->held[i].response);
    free(crawl->held);
    *crawl = (cli_crawl){0};
}

/* ---- Records --------------------------------------------------------------------------------- */

/* "2026-03-01T06:00:00Z", to be freed. */
static char *format_time(int64_t seconds) {
    time_t time = (time_t)seconds;
    struct tm parts;
    char text[32] = "";
    if (gmtime_r(&time, &parts) != NULL)
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return cli_copy(text);
}

/* The page as a record; takes the response. */
static void to_record(cli_record *record, pith_response *response, const char *name) {
    *record = cli_record_new(name);
    record->response = *response;
    *response = (pith_response){0};
    record->error = record->response.error;
    record->input = (pith_input){.bytes = record->response.bytes,
        .length = record->response.length,
        .kind = record->response.kind,
        .url = record->response.url != NULL ? record->response.url : record->response.requested,
        .charset = record->response.charset};
    if (record->error.status == PITH_OK) {
        record->captured = format_time(record->response.fetched_at);
        record->input.captured = record->captured;
    }
}

/* Waits a moment for the next finished page, with the progress shown meanwhile. */
static pith_fetch_event step(cli_crawl *crawl, pith_response *response) {
    if (interrupted != 0)
        pith_fetcher_stop(crawl->fetcher);
    pith_fetch_event event = pith_fetcher_next(crawl->fetcher, CLI_PROGRESS_MILLISECONDS, response);
    if (event == PITH_FETCH_PAGE)
        cli_progress_count(&crawl->progress, response);
    pith_fetch_progress fetched = pith_fetcher_progress(crawl->fetcher);
    cli_progress_draw(&crawl->progress, &fetched, !crawl->is_open);
    if (event != PITH_FETCH_PAGE && crawl->idle != NULL)
        crawl->idle(crawl->idle_user);
    return event;
}

/* Adds a URL. An error that is not the URL's own (memory, the state) ends the program. */
static void add(cli_crawl *crawl, const char *url, void *user, bool *added) {
    pith_error error;
    if (pith_fetcher_add(crawl->fetcher, url, user, added, &error) == PITH_OK)
        return;
    cli_report(NULL, error.message);
    exit(EXIT_FAILURE);
}

/* ---- Arguments ------------------------------------------------------------------------------- */

/* Adds arguments, up to this one and as many beyond it as may be fetched at a time. Pages that come
   before their turn are held, so their number needs a limit. */
static void add_arguments(cli_crawl *crawl, size_t argument) {
    const cli_settings *settings = crawl->settings;
    while (crawl->next_argument < settings->input_count &&
           (crawl->next_argument <= argument || crawl->ahead < settings->fetch.concurrency)) {
        size_t next = crawl->next_argument++;
        if (!cli_is_url(settings->inputs[next]))
            continue;
        cli_held *held = &crawl->held[next];
        add(crawl, settings->inputs[next], held, &held->added);
        crawl->ahead += held->added;
    }
}

bool cli_crawl_argument(cli_crawl *crawl, size_t argument, cli_record *record) {
    add_arguments(crawl, argument);
    cli_held *held = &crawl->held[argument];
    if (!held->added)
        return false;
    while (!held->there) {
        pith_response response;
        pith_fetch_event event = step(crawl, &response);
        if (event == PITH_FETCH_IDLE)
            return false;
        if (event == PITH_FETCH_WAIT)
            continue;
        cli_held *owner = response.user;
        owner->response = response;
        owner->there = true;
    }
    crawl->ahead--;
    const pith_response *response = &held->response;
    to_record(
        record, &held->response, response->given != NULL ? response->given : response->requested);
    return true;
}

/* ---- The list -------------------------------------------------------------------------------- */

static void close_list(cli_crawl *crawl) {
    if (crawl->list.error != 0)
        cli_report(crawl->settings->urls, strerror(crawl->list.error));
    crawl->failed = crawl->failed || crawl->list.error != 0;
    cli_stream_close(&crawl->list);
    crawl->is_open = false;
}

/* Whether there is something to read, or will be in this time: the list may be a pipe that somebody
   is still writing to, and pages and signals do not wait for him. */
static bool has_line(const cli_stream *list, int milliseconds) {
    size_t length = list->end - list->start;
    if (list->ended || (length > 0 && memchr(list->data + list->start, '\n', length) != NULL))
        return true;
    struct pollfd readable = {.fd = list->file, .events = POLLIN};
    return poll(&readable, 1, milliseconds) != 0;
}

/* Adds URLs of the list, as long as there is room. */
static void read_list(cli_crawl *crawl) {
    pith_fetch_progress fetched = pith_fetcher_progress(crawl->fetcher);
    size_t waiting = fetched.added - fetched.taken;
    while (crawl->is_open && interrupted == 0 && waiting < CLI_URLS_AHEAD &&
           has_line(&crawl->list, 0)) {
        char *line;
        size_t length;
        cli_line found = cli_stream_line(&crawl->list, LINE_MAX_BYTES, &line, &length);
        crawl->line++;
        if (found == CLI_LINE_NONE) {
            close_list(crawl);
            return;
        }
        if (found == CLI_LINE_TOO_LONG || memchr(line, '\0', length) != NULL) {
            char name[64];
            snprintf(name, sizeof name, "line %zu of the list", crawl->line);
            cli_report(name, "too long to be a URL, or not text; passed over");
            crawl->failed = true;
            continue;
        }
        size_t blank = strspn(line, " \t\r\f");
        if (line[blank] == '\0' || line[blank] == '#')
            continue;
        bool added = false;
        add(crawl, line, NULL, &added);
        waiting += added;
    }
}

bool cli_crawl_next(cli_crawl *crawl, cli_record *record) {
    if (crawl->fetcher == NULL || crawl->settings->urls == NULL)
        return false;
    for (;;) {
        read_list(crawl);
        pith_response response;
        pith_fetch_event event = step(crawl, &response);
        if (event == PITH_FETCH_PAGE) {
            const char *given = response.given != NULL ? response.given : response.requested;
            to_record(record, &response, given);
            record->id = given;
            return true;
        }
        if (event == PITH_FETCH_IDLE) {
            if (!crawl->is_open || interrupted != 0)
                return false;
            has_line(&crawl->list, CLI_PROGRESS_MILLISECONDS);
        }
    }
}
