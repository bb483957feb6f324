/*
 * explain.h - --explain and --diff: what is printed in place of articles.
 *
 *     head, for each input: page, tail
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "options.h"
#include "output.h"
#include "record.h"

typedef struct cli_explain {
    pith_explain_format format;
    pith_extractor *other; /* With the heuristics of --diff; NULL: pages are explained. */
    pith_explain_options options;
} cli_explain;

/*
 * Makes ready what the settings ask for; they must ask for one. On a terminal, text gets its width
 * and colours, unless NO_COLOR is set (https://no-color.org) or the terminal has none. False, with
 * `error`, when the heuristics of --diff cannot be loaded.
 */
bool cli_explain_init(cli_explain *explain, const cli_settings *settings, pith_error *error);
void cli_explain_clear(cli_explain *explain);

/* Writes the explanation of a record's page, or what changes in it with the other heuristics; adds
   to `totals`. Prints nothing, and may run in any number of threads. */
pith_status cli_explain_page(const cli_explain *explain, const pith_extractor *extractor,
    const pith_options *limits, const cli_record *record, pith_explain_totals *totals,
    char **output, size_t *length, pith_error *error);

/* Write what stands before the first and after the last page; false when the output fails. */
bool cli_explain_head(const cli_explain *explain, cli_output *output);
bool cli_explain_tail(
    const cli_explain *explain, const pith_explain_totals *totals, cli_output *output);

#endif
