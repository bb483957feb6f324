/*
 * inputs.h - the inputs of the command line, as a sequence of records.
 *
 * An input is JSONL when --from says so, when its name ends in .jsonl or .ndjson, or when its first
 * line that is not blank is an object with a member `html` or `text`. Any other is one page; or,
 * with
 * --split, several, with a line between them that matches (split.h). JSONL is read line by line,
 * and what is split page by page: no more than one is in memory. Inputs that are URLs, and the list
 * of --urls, which comes last, are fetched many at a time: see crawl.h.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "crawl.h"
#include "options.h"
#include "record.h"
#include "stream.h"

typedef struct cli_inputs {
    const cli_settings *settings; /* Must live as long. */
    cli_crawl *crawl;             /* Likewise. */
    size_t next;                  /* The next input to open. */
    size_t count;
    bool is_open; /* The members below are of an input that is being read: JSONL or split. */
    cli_stream stream;
    cli_waiter waiter; /* Of the streams. May be set after cli_inputs_init(). */
    const char *name;
    size_t line; /* Lines read so far. */
} cli_inputs;

/* The inputs that the settings name; standard input if they name none. `crawl` is open. */
void cli_inputs_init(cli_inputs *inputs, const cli_settings *settings, cli_crawl *crawl);

/*
 * The next record; false at the end. An input or a line that cannot be read gives a record with its
 * error. Clear the record with cli_record_clear().
 */
bool cli_inputs_next(cli_inputs *inputs, cli_record *record);

/*
 * Reads a line of JSONL that cli_inputs_next() has left as it is, so that this can be done in
 * another thread. To be called for each record before it is worked on.
 */
void cli_inputs_finish(cli_record *record, const cli_settings *settings);

/* Closes what is open. */
void cli_inputs_clear(cli_inputs *inputs);

#endif
