/*
 * record.h - one page on its way through the program: from an input, to a result.
 *
 *     inputs ---- cli_record ----> process ---- cli_result ----> output
 *
 * A record holds all that is needed to work on it, so that this can happen in any thread.
 */
#ifndef CLI_RECORD_H
#define CLI_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "../pith.h"

typedef struct cli_record {
    char *name;         /* What messages call it: "FILE", "FILE:LINE" or the URL; escaped. */
    bool from_jsonl;    /* It is a line of JSONL. */
    pith_input input;   /* The page; what it points to is owned below, or by the settings. */
    const char *id;     /* NULL: none. Owned below, or by the settings. */
    char *carry;        /* JSON object of the members to carry through, or NULL. */
    pith_error error;   /* Why there is no page; status PITH_OK if there is one. */
    size_t line_length; /* Of a line of JSONL in `bytes` that is still to be read; else 0. */

    /* Owners of the page. */
    json_t *json;           /* The line it came from; its page may be in `bytes` instead. */
    char *bytes;            /* The file or the line it came from. */
    char *captured;         /* When it was fetched. */
    pith_response response; /* The transfer it came from; `requested` is NULL if there was none. */
} cli_record;

/* A record with this name, which is copied and escaped (see cli_escape()); otherwise empty. */
cli_record cli_record_new(const char *name);

/* Frees what a record owns. */
void cli_record_clear(cli_record *record);

/* Sets the record's error; printf form, cut to the size of the message. */
void cli_record_fail(cli_record *record, pith_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
