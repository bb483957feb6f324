/*
 * journal.h - the lines of a state's journal, as functions over bytes.
 *
 *     pith-journal 1
 *     round     2026-03-01T06:00:00Z
 *     output    0
 *     page      2026-03-01T06:00:01Z  200  1834  9ae0daaf  "x1"  -  http://example.org/a
 *     failed    2026-03-01T06:00:01Z  404  2117  08d1c3b2  -  -  http://example.org/b
 *
 * Fields are separated by one TAB each, lines end in LF. A line that does not end in LF was torn by
 * the end of its run, and does not count. "-" stands for what is not there. In ETag and
 * Last-Modified "%", white space, controls and what is not ASCII are percent-encoded; URLs have
 * none of these, but those that are no URLs are encoded in the same way.
 */
#ifndef PITH_FETCH_JOURNAL_H
#define PITH_FETCH_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/str.h"

typedef enum pith__entry_kind {
    PITH_ENTRY_DAMAGED, /* A line that is none of the others. */
    PITH_ENTRY_HEAD,    /* The first line. */
    PITH_ENTRY_ROUND,   /* What was finished before counts as not finished from here on. */
    PITH_ENTRY_OUTPUT,  /* Records go to a file from `end` on, or (-1) to no regular file. */
    PITH_ENTRY_PAGE,    /* A page is finished ... */
    PITH_ENTRY_FAILED,  /* ... and there is none. */
} pith__entry_kind;

typedef struct pith__entry {
    pith__entry_kind kind;
    int64_t time;      /* Seconds since 1970; when it was fetched, or begun. */
    long status;       /* HTTP status, 0: none. */
    int64_t end;       /* Where its record ends in the output; -1: not known. */
    uint32_t checksum; /* CRC-32 of its record. */
    /* Views of the line, still encoded; empty: none. */
    pith__str etag;
    pith__str last_modified;
    pith__str url;
} pith__entry;

/* The first line, with its LF. */
extern const char pith__journal_head[];

/* Reads a line without its LF. */
pith__entry pith__journal_read(pith__str line);

/* Writes an entry as a line with its LF; its texts are plain and get encoded. malloc'ed; NULL when
   memory runs out. */
char *pith__journal_write(const pith__entry *entry, size_t *length);

/* A text without the percent-encoding; malloc'ed. `*good` is false when memory ran out; an empty
   text gives NULL. */
char *pith__journal_decode(pith__str text, bool *good);

/* Whether an encoded text is what this plain one becomes. */
bool pith__journal_equal(pith__str encoded, const char *plain);

/* The next line of the journal's text from `*at` on, without its newline; moves `*at` behind it.
   False at the end, and at a line that has none. */
bool pith__journal_line(pith__str text, size_t *at, pith__str *line);

/* Whether an entry is of a page that has ended, well or not. */
bool pith__journal_is_record(const pith__entry *entry);

#endif
