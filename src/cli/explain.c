#include "explain.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const pith_explain_format formats[] = {
    [CLI_EXPLAIN_TEXT] = PITH_EXPLAIN_TEXT,
    [CLI_EXPLAIN_JSON] = PITH_EXPLAIN_JSON,
    [CLI_EXPLAIN_HTML] = PITH_EXPLAIN_HTML,
};

static bool is_terminal(const cli_settings *settings) {
    return (settings->output == NULL || strcmp(settings->output, "-") == 0) &&
           isatty(STDOUT_FILENO);
}

/* NO_COLOR counts when it is there and not empty. */
static bool wants_color(void) {
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (no_color == NULL || no_color[0] == '\0') && terminal != NULL &&
           strcmp(terminal, "dumb") != 0;
}

static unsigned terminal_columns(void) {
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool cli_explain_init(cli_explain *explain, const cli_settings *settings, pith_error *error) {
    *explain = (cli_explain){.format = PITH_EXPLAIN_TEXT};
    if (settings->explain != CLI_EXPLAIN_NOT)
        explain->format = formats[settings->explain];
    if (is_terminal(settings)) {
        explain->options.columns = terminal_columns();
        explain->options.color = wants_color();
    }
    if (settings->diff == NULL)
        return true;
    explain->other = pith_extractor_new(settings->diff, error);
    return explain->other != NULL;
}

void cli_explain_clear(cli_explain *explain) {
    pith_extractor_free(explain->other);
    explain->other = NULL;
}

pith_status cli_explain_page(const cli_explain *explain, const pith_extractor *extractor,
    const pith_options *limits, const cli_record *record, pith_explain_totals *totals,
    char **output, size_t *length, pith_error *error) {
    pith_options with = *limits;
    with.explain = true;
    pith_explain_options options = explain->options;
    options.name = record->name;
    options.id = record->id;
    *output = NULL;
    pith_article *first = NULL, *second = NULL;
    pith_status status = pith_extract(extractor, &record->input, &with, &first, error);
    if (status == PITH_OK && explain->other != NULL)
        status = pith_extract(explain->other, &record->input, &with, &second, error);
    if (status == PITH_OK)
        status =
            pith_write_explanation(second != NULL ? second : first, second != NULL ? first : NULL,
                explain->format, &options, totals, output, length, error);
    pith_article_free(first);
    pith_article_free(second);
    return status;
}

/* Writes a part that was made, or says why it was not. */
static bool write_part(
    cli_output *output, pith_status status, char *text, size_t length, const pith_error *error) {
    bool good = status == PITH_OK;
    if (!good)
        cli_report(NULL, error->message);
    else if (length > 0)
        good = cli_output_write(output, text, length);
    pith_free(text);
    return good;
}

bool cli_explain_head(const cli_explain *explain, cli_output *output) {
    char *text = NULL;
    size_t length = 0;
    pith_error error;
    pith_status status = pith_write_explanation_head(
        explain->format, explain->other != NULL, &text, &length, &error);
    return write_part(output, status, text, length, &error);
}

bool cli_explain_tail(
    const cli_explain *explain, const pith_explain_totals *totals, cli_output *output) {
    char *text = NULL;
    size_t length = 0;
    pith_error error;
    pith_status status = pith_write_explanation_tail(explain->format, &explain->options,
        explain->other != NULL ? totals : NULL, &text, &length, &error);
    return write_part(output, status, text, length, &error);
}
