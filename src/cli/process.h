/*
 * process.h - from a record to what is printed for it.
 */
#ifndef CLI_PROCESS_H
#define CLI_PROCESS_H

#include "explain.h"
#include "options.h"
#include "record.h"

/* What all records have in common. It does not change while records are worked on. */
typedef struct cli_job {
    const cli_settings *settings;
    const pith_extractor *extractor;
    const pith_options *limits;
    pith_format format;
    pith_write_options write; /* What a record adds to it: id and carry. */
    bool features;            /* Features are printed instead of articles. */
    const cli_explain
        *explain; /* Explanations are printed instead of articles; NULL: they are not. */
} cli_job;

typedef struct cli_result {
    char *output; /* NULL: nothing is printed. Of the library: freed with pith_free(). */
    size_t length;
    const char *warning;        /* NULL: none. */
    pith_explain_totals totals; /* Of a comparison of heuristics. */
    pith_error error;           /* Status PITH_OK if all went well. */
} cli_result;

/*
 * Extracts a record's page and writes its article. A page that fails gives a record with `error` in
 * JSON, and nothing in other formats. Prints nothing, and may run in any number of threads.
 */
cli_result cli_process(const cli_job *job, cli_record *record);

void cli_result_clear(cli_result *result);

#endif
