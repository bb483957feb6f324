/*
 * options.h - the command line.
 *
 * All options stand in one table in option_table.c: the parser and --help are made from it, and a
 * test holds the man page against --help.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "../pith.h"

/* Bytes of one line of JSONL: PITH_MAX_INPUT bytes of page, most of them escaped. */
#define PITH_CLI_MAX_LINE ((size_t)128 << 20)

/* Values of --from and --to, in the order in which option_table.c names them. */
enum { CLI_FROM_AUTO, CLI_FROM_HTML, CLI_FROM_TEXT, CLI_FROM_JSONL };
enum {
    CLI_TO_TEXT,
    CLI_TO_MARKDOWN,
    CLI_TO_JSON,
    CLI_TO_JSONL,
    CLI_TO_HTML,
    CLI_TO_TEI,
    CLI_TO_AUTO,
};

/* Values of --explain. */
enum { CLI_EXPLAIN_TEXT, CLI_EXPLAIN_JSON, CLI_EXPLAIN_HTML, CLI_EXPLAIN_NOT };

/* The arguments of an option that may be given several times, ended by NULL; NULL if there are
 * none. */
typedef struct cli_list {
    const char **items;
    size_t count;
} cli_list;

/* What the user asked for. Strings are the program's arguments. */
typedef struct cli_settings {
    int from;
    int to;          /* CLI_TO_AUTO: JSON for several inputs, JSONL and --split, else text. */
    const char *url; /* NULL: not given; so the other strings. */
    const char *split;
    const char *charset;
    const char *captured;
    const char *heuristics;
    const char *urls;     /* A file of URLs, or "-". */
    const char *state;    /* A folder. */
    const char *output;   /* NULL or "-": stdout. */
    bool links, no_links; /* What is written of the article; neither: as the format has it. */
    bool images, no_images;
    bool formatting, no_formatting;
    int tables; /* pith_tables. */
    bool front_matter;
    bool provenance;
    bool blocks;
    bool pretty;
    size_t jobs;      /* Records worked on at a time; 0: as many as there are processors. */
    bool features;    /* Print features instead of articles. */
    int explain;      /* CLI_EXPLAIN_NOT: print articles. */
    const char *diff; /* The heuristics to compare with; NULL: none. */
    bool quiet;
    bool recrawl;
    bool retry_failed;
    cli_list headers;
    bool help;
    bool version;
    size_t max_line;
    pith_options limits;
    pith_fetch_options fetch;
    char **inputs;
    size_t input_count;
} cli_settings;

/*
 * Fills `settings` from the arguments, which are put into another order (inputs last). Says what is
 * wrong with them and returns false if they are not valid.
 */
bool cli_options_parse(int argc, char **argv, cli_settings *settings);

/* Frees what the settings own. */
void cli_options_clear(cli_settings *settings);

/* The text of --help; free it. */
char *cli_options_help(void);

#endif
