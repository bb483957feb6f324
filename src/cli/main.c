#include "inputs.h"
#include "options.h"
#include "output.h"
#include "pool.h"
#include "process.h"
#include "report.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    EXIT_USAGE = 2,
    EXIT_SIGNAL = 128,
    LARGEST_KEPT = 8 << 20, /* Bytes: twice the largest chunk of a page's arena. */
    MOST_KEPT = 32 << 20,
};

/* Outside JSON articles are separated by a line with a form feed, which is in none. */
static const char separator[] = "\f\n";

/* A descriptor that is closed would be given to the next file that is opened, and what is meant for
   the terminal would go into it. In its place goes one that can be used the wrong way only. */
static void fill_descriptors(void) {
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++) {
        int mode = file == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (fcntl(file, F_GETFD) < 0 && open("/dev/null", mode) < 0)
            exit(EXIT_FAILURE);
    }
}

/* glibc gives the memory of each page back to the system, and gets it anew, page of memory by page,
   for the next one: a tenth of the time of short pages. What pages usually take is kept instead. */
static void keep_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT);
    mallopt(M_TRIM_THRESHOLD, MOST_KEPT);
#endif
}

static int print(const char *text) {
    cli_output output;
    bool good = cli_output_open(&output, NULL) && cli_output_write(&output, text, strlen(text));
    return good && cli_output_close(&output, true) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int print_help(void) {
    char *text = cli_options_help();
    int status = print(text);
    free(text);
    return status;
}

static int print_version(void) {
    char libraries[256];
    pith_libraries(libraries, sizeof libraries);
    char text[512];
    snprintf(text, sizeof text, "pith %s\n%s\n", pith_version(), libraries);
    return print(text);
}

/* Whether the library knows the charset. A wrong name is told before anything is fetched. */
static bool check_charset(const pith_extractor *extractor, const char *charset) {
    pith_input input = {.bytes = "x", .length = 1, .charset = charset};
    pith_article *article = NULL;
    pith_error error;
    bool known = pith_extract(extractor, &input, NULL, &article, &error) != PITH_ERROR_CHARSET;
    pith_article_free(article);
    if (!known)
        cli_report("--charset", error.message);
    return known;
}

static pith_format format_of(const cli_settings *settings, const cli_record *first) {
    if (settings->features || settings->explain == CLI_EXPLAIN_JSON)
        return PITH_FORMAT_JSON;
    if (settings->explain != CLI_EXPLAIN_NOT || settings->diff != NULL)
        return PITH_FORMAT_TEXT;
    switch (settings->to) {
    case CLI_TO_TEXT:
        return PITH_FORMAT_TEXT;
    case CLI_TO_MARKDOWN:
        return PITH_FORMAT_MARKDOWN;
    case CLI_TO_JSON:
    case CLI_TO_JSONL:
        return PITH_FORMAT_JSON;
    case CLI_TO_HTML:
        return PITH_FORMAT_HTML;
    case CLI_TO_TEI:
        return PITH_FORMAT_TEI;
    default:
        return settings->input_count > 1 || settings->split != NULL || settings->urls != NULL ||
                       settings->state != NULL || first->from_jsonl
                   ? PITH_FORMAT_JSON
                   : PITH_FORMAT_TEXT;
    }
}

/* Writes a record of JSON, and notes in the state (if there is one) that its page is finished. */
static bool put_record(
    cli_output *output, pith_state *state, const cli_record *record, const cli_result *result) {
    /* In one piece, so that a run that is stopped leaves whole lines. The output's NUL makes room.
     */
    result->output[result->length] = '\n';
    bool good = cli_output_write(output, result->output, result->length + 1);
    pith_error error;
    if (good && state != NULL && record->response.requested != NULL &&
        pith_state_finish(state, &record->response, result->output, result->length + 1, &error) !=
            PITH_OK) {
        cli_report(NULL, error.message);
        good = false;
    }
    return good;
}

static pith_switch switch_of(bool included, bool excluded) {
    return excluded ? PITH_EXCLUDE : included ? PITH_INCLUDE : PITH_DEFAULT;
}

static pith_write_options write_options(const cli_settings *settings) {
    return (pith_write_options){.links = switch_of(settings->links, settings->no_links),
        .images = switch_of(settings->images, settings->no_images),
        .formatting = switch_of(settings->formatting, settings->no_formatting),
        .tables = (pith_tables)settings->tables,
        .front_matter = settings->front_matter,
        .blocks = settings->blocks,
        .provenance = settings->provenance,
        .pretty = settings->pretty};
}

/* Writes one result and says what is to be said about it. False when the output is at its end. */
static bool put(cli_output *output, pith_state *state, const cli_job *job,
    const cli_settings *settings, const cli_record *record, const cli_result *result) {
    if (result->error.status != PITH_OK)
        cli_report(record->name, result->error.message);
    if (result->warning != NULL && !settings->quiet)
        cli_warn(record->name, result->warning);
    if (result->output == NULL || result->length == 0)
        return true;
    if (job->explain != NULL && !output->written && !cli_explain_head(job->explain, output))
        return false;
    if (job->format == PITH_FORMAT_JSON)
        return put_record(output, state, record, result);
    bool separate = output->written && job->explain == NULL;
    return (!separate || cli_output_write(output, separator, sizeof separator - 1)) &&
           cli_output_write(output, result->output, result->length);
}

/* What an interrupted run leaves undone. */
static void say_interrupted(const cli_crawl *crawl) {
    if (cli_interrupted() == 0 || crawl->fetcher == NULL)
        return;
    pith_fetch_progress fetched = pith_fetcher_progress(crawl->fetcher);
    char text[128];
    snprintf(text, sizeof text, "interrupted: %zu pages were finished, %zu%s were not",
        fetched.taken, fetched.added - fetched.taken, crawl->is_open ? " or more" : "");
    cli_report(NULL, text);
}

/* What a run works with, and what has come of it so far. */
typedef struct run_state {
    const cli_settings *settings;
    cli_job *job;
    cli_output *output;
    pith_state *state;
    cli_pool *pool;
    pith_explain_totals totals;
    bool failed;     /* A record did. */
    bool unwritable; /* The output is at its end. */
} run_state;

/* Writes the next result, if there is one; `wait`: when it is ready. */
static bool put_next(run_state *run, bool wait) {
    cli_record record;
    cli_result result;
    if (!cli_pool_take(run->pool, wait, &record, &result))
        return false;
    run->failed = run->failed || result.error.status != PITH_OK;
    run->unwritable =
        run->unwritable || !put(run->output, run->state, run->job, run->settings, &record, &result);
    pith_explain_totals_add(&run->totals, &result.totals);
    cli_result_clear(&result);
    cli_record_clear(&record);
    return true;
}

/* Writes what is ready. */
static void put_ready(void *user) {
    run_state *run = user;
    while (!run->unwritable && put_next(run, false))
        continue;
}

/* Before input is waited for. */
static void put_while_waiting(void *user, int file) {
    run_state *run = user;
    while (!run->unwritable && cli_pool_wait(run->pool, file))
        put_ready(run);
}

/* Sends all records through the pool. */
static void work_through(run_state *run, cli_inputs *inputs) {
    bool first = true;
    for (cli_record record; !run->unwritable && cli_inputs_next(inputs, &record);) {
        if (first)
            run->job->format = format_of(run->settings, &record);
        first = false;
        cli_pool_submit(run->pool, &record);
        put_ready(run);
        while (!run->unwritable && cli_pool_is_full(run->pool) && put_next(run, true))
            continue;
    }
    while (!run->unwritable && put_next(run, true))
        continue;
}

/* Works through all inputs. `explain` is NULL unless explanations are asked for. */
static int run(const cli_settings *settings, const pith_extractor *extractor,
    const cli_explain *explain, cli_output *output, pith_state *state, cli_crawl *crawl) {
    cli_job job = {.settings = settings,
        .extractor = extractor,
        .limits = &settings->limits,
        .write = write_options(settings),
        .features = settings->features,
        .explain = explain};
    run_state run = {.settings = settings, .job = &job, .output = output, .state = state};
    run.pool = cli_pool_new(&job, settings->jobs > 0 ? settings->jobs : cli_processors());
    if (run.pool == NULL) {
        cli_report(NULL, pith_status_text(PITH_ERROR_MEMORY));
        exit(EXIT_FAILURE);
    }
    crawl->idle = put_ready;
    crawl->idle_user = &run;
    cli_inputs inputs;
    cli_inputs_init(&inputs, settings, crawl);
    inputs.waiter = (cli_waiter){put_while_waiting, &run};
    work_through(&run, &inputs);
    cli_pool_free(run.pool);
    cli_inputs_clear(&inputs);
    bool failed = run.failed || crawl->failed;
    bool writable = !run.unwritable;
    say_interrupted(crawl);
    cli_crawl_close(crawl);
    pith_state_close(state);
    if (explain != NULL && writable && (output->written || run.totals.pages > 0))
        writable = cli_explain_tail(explain, &run.totals, output);
    /* When all failed and nothing was written, an older file is better than an empty one. */
    bool keep = writable && (output->written || !failed);
    bool closed = cli_output_close(output, keep);
    if (cli_interrupted() != 0)
        return EXIT_SIGNAL + cli_interrupted();
    return writable && closed && !failed ? EXIT_SUCCESS : EXIT_FAILURE;
}

static pith_round round_of(const cli_settings *settings) {
    return settings->recrawl        ? PITH_ROUND_RECRAWL
           : settings->retry_failed ? PITH_ROUND_RETRY
                                    : PITH_ROUND_RESUME;
}

/* Opens the state, if there is to be one. */
static bool open_state(
    const cli_settings *settings, const cli_output *output, pith_state **state, int *status) {
    *state = NULL;
    if (settings->state == NULL)
        return true;
    pith_error error;
    *state = pith_state_open(settings->state, output->file, round_of(settings), &error);
    if (*state == NULL) {
        cli_report(NULL, error.message);
        *status = error.status == PITH_ERROR_USAGE ? EXIT_USAGE : EXIT_FAILURE;
        return false;
    }
    if (pith_state_damaged(*state) > 0 && !settings->quiet)
        cli_warn(settings->state, "lines of the journal that cannot be read were passed over");
    return true;
}

/* With the output open: all that runs need besides, and the run. */
static int open_and_run(const cli_settings *settings, const pith_extractor *extractor,
    const cli_explain *explain, cli_output *output) {
    int status = EXIT_FAILURE;
    pith_state *state;
    if (!open_state(settings, output, &state, &status)) {
        cli_output_close(output, false);
        return status;
    }
    cli_crawl crawl;
    bool usage;
    if (cli_crawl_open(&crawl, settings, extractor, state, &usage))
        return run(settings, extractor, explain, output, state, &crawl);
    cli_crawl_close(&crawl);
    pith_state_close(state);
    cli_output_close(output, false);
    return usage ? EXIT_USAGE : EXIT_FAILURE;
}

static int start(const cli_settings *settings) {
    pith_error error;
    pith_extractor *extractor = pith_extractor_new(settings->heuristics, &error);
    if (extractor == NULL) {
        cli_report(NULL, error.message);
        return error.status == PITH_ERROR_MEMORY ? EXIT_FAILURE : EXIT_USAGE;
    }
    int status = EXIT_FAILURE;
    cli_output output;
    cli_explain explain = {0};
    bool explains = settings->explain != CLI_EXPLAIN_NOT || settings->diff != NULL;
    if (explains && !cli_explain_init(&explain, settings, &error)) {
        cli_report("--diff", error.message);
        status = error.status == PITH_ERROR_MEMORY ? EXIT_FAILURE : EXIT_USAGE;
    } else if (settings->charset != NULL && !check_charset(extractor, settings->charset))
        status = EXIT_USAGE;
    else if (settings->state != NULL ? cli_output_open_append(&output, settings->output)
                                     : cli_output_open(&output, settings->output))
        status = open_and_run(settings, extractor, explains ? &explain : NULL, &output);
    cli_explain_clear(&explain);
    pith_extractor_free(extractor);
    return status;
}

int main(int argc, char **argv) {
    fill_descriptors();
    keep_freed_memory();
    /* A reader that goes away is an error of writing, told like any other. */
    signal(SIGPIPE, SIG_IGN);

    cli_settings settings;
    if (!cli_options_parse(argc, argv, &settings))
        return EXIT_USAGE;
    if (settings.help)
        return print_help();
    if (settings.version)
        return print_version();
    if (settings.input_count == 0 && settings.urls == NULL && isatty(STDIN_FILENO)) {
        fputs("Usage: pith [OPTION]... [INPUT]...\nTry 'pith --help' for more.\n", stderr);
        return EXIT_USAGE;
    }
    int status = start(&settings);
    cli_options_clear(&settings);
    return status;
}
