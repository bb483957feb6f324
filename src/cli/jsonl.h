/*
 * jsonl.h - pages as lines of JSON, {"id", "url", "html"} or {"id", "url", "text"}.
 *
 * `html` wins where both are there; null counts as absent. Half of a surrogate pair (RFC 8259,
 * section 8.2), which some programs write for a byte they could not decode, is read as U+FFFD.
 */
#ifndef CLI_JSONL_H
#define CLI_JSONL_H

#include "record.h"

/* Whether this is a line of JSONL as above: an object with a member `html` or `text`. */
bool cli_jsonl_matches(const char *line, size_t length);

/*
 * Fills a record from a line, which is changed: it ends in NUL, and must live as long as the
 * record, since the page may be read where it stands. All members but `id`, `url`, `html` and
 * `text` are carried through as they are written; and so is an `id` that is no string. On a
 * malformed line the record's error is set, and its id if it is known.
 */
void cli_jsonl_read(cli_record *record, char *line, size_t length);

#endif
