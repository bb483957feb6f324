#include "process.h"
#include "inputs.h"
#include "report.h"

#include <stdlib.h>

/* What a person who sees the article alone would not notice; JSON tells it in the record. */
static const char *warning_of(const pith_article *article) {
    if (article->truncated)
        return "a limit was reached: a part of the page was left out";
    if (article->text_length == 0)
        return "no article was found";
    return NULL;
}

static pith_write_options options_of(const cli_job *job, const cli_record *record) {
    pith_write_options options = job->write;
    options.id = record->id;
    options.carry = record->carry;
    options.response = record->response.requested != NULL ? &record->response : NULL;
    return options;
}

/* Whether the page is the one that was fetched before: there is nothing to extract, and no error.
 */
static bool is_unchanged(const cli_record *record) {
    return record->error.status == PITH_OK && record->response.requested != NULL &&
           record->response.status == 304;
}

static void extract(const cli_job *job, const cli_record *record, cli_result *result) {
    if (job->features) {
        if (pith_write_features(job->extractor, &record->input, job->limits, record->id,
                &result->output, &result->length, &result->error) != PITH_OK)
            result->output = NULL;
        return;
    }
    if (job->explain != NULL) {
        cli_explain_page(job->explain, job->extractor, job->limits, record, &result->totals,
            &result->output, &result->length, &result->error);
        return;
    }
    pith_article *article = NULL;
    pith_write_options options = options_of(job, record);
    if (pith_extract(job->extractor, &record->input, job->limits, &article, &result->error) !=
        PITH_OK)
        return;
    if (pith_write(article, job->format, &options, &result->output, &result->length,
            &result->error) == PITH_OK &&
        job->format != PITH_FORMAT_JSON)
        result->warning = warning_of(article);
    pith_article_free(article);
}

/* Where a page without an article was to come from. */
static const char *url_of(const cli_record *record) {
    const char *requested = record->response.requested;
    return requested != NULL && record->response.url == NULL ? requested : record->input.url;
}

/* The record of a failure, or of a page that has not changed: without what was to be carried
   through, if that is what failed. When it cannot be written at all, the message on stderr must do.
 */
static void write_failure(const cli_job *job, const cli_record *record, cli_result *result) {
    pith_write_options options = options_of(job, record);
    char *cause = is_unchanged(record) ? NULL : cli_escape(result->error.message);
    for (int attempt = 0; attempt < 2 && result->output == NULL; attempt++) {
        if (pith_write_failure(
                url_of(record), cause, &options, &result->output, &result->length, NULL) != PITH_OK)
            result->output = NULL;
        options.carry = NULL;
    }
    free(cause);
}

cli_result cli_process(const cli_job *job, cli_record *record) {
    cli_inputs_finish(record, job->settings);
    cli_result result = {.error = record->error};
    bool unchanged = is_unchanged(record);
    if (record->error.status == PITH_OK && !unchanged)
        extract(job, record, &result);
    if ((result.error.status != PITH_OK || unchanged) && job->format == PITH_FORMAT_JSON)
        write_failure(job, record, &result);
    return result;
}

void cli_result_clear(cli_result *result) {
    pith_free(result->output);
    *result = (cli_result){0};
}
