/*
 * crawl.h - the URLs of the command line and of --urls, fetched many at a time.
 *
 * Pages of URLs that are arguments come in the order of the arguments; those of a list come as they
 * are finished, so that a slow host holds up nobody.
 *
 * SIGINT or SIGTERM lets what is in flight be finished; a second one stops the program at once.
 */
#ifndef CLI_CRAWL_H
#define CLI_CRAWL_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"
#include "progress.h"
#include "record.h"
#include "stream.h"

/* URLs of a list that may wait in memory, a few hundred bytes each; then reading it waits. */
#define CLI_URLS_AHEAD ((size_t)100000)

/* Whether an input is "scheme://..." (RFC 3986, section 3.1). Which schemes can be fetched is the
   fetcher's to say: "ftp://..." had better be refused as a URL than be a missing file. */
bool cli_is_url(const char *name);

typedef struct cli_crawl {
    const cli_settings *settings;
    pith_fetcher *fetcher; /* NULL: there is nothing to fetch. */
    cli_progress progress;
    void (*idle)(void *user); /* Called now and then while there is nothing but waiting; or NULL. */
    void *idle_user;
    /* Arguments. */
    struct cli_held *held; /* For each argument; NULL: none is a URL. */
    size_t next_argument;  /* The next to be added to the fetcher. */
    size_t ahead;          /* Added, and not yet taken. */
    /* The list. */
    cli_stream list;
    bool is_open;
    bool failed; /* A line could not be used. */
    size_t line;
} cli_crawl;

/*
 * Begins to fetch what the settings name. `state` may be NULL. False, with the cause said on
 * stderr, if that is not possible; `*usage` tells whether the settings are to blame.
 */
bool cli_crawl_open(cli_crawl *crawl, const cli_settings *settings, const pith_extractor *extractor,
    pith_state *state, bool *usage);
void cli_crawl_close(cli_crawl *crawl);

/* The page of the argument at this place, which is a URL; false if it gives none: it was fetched
   before, or the program was interrupted. */
bool cli_crawl_argument(cli_crawl *crawl, size_t argument, cli_record *record);

/* The next page of the list; false at its end. */
bool cli_crawl_next(cli_crawl *crawl, cli_record *record);

/* The signal that has interrupted the program, or 0. */
int cli_interrupted(void);

#endif
