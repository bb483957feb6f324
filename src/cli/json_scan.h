/*
 * json_scan.h - a walk over JSON as it is written, for what a library's tree does not tell: where a
 * value stands, and how.
 *
 * `end` is the end of the text; nothing is read from there on, and it need not be valid JSON.
 */
#ifndef CLI_JSON_SCAN_H
#define CLI_JSON_SCAN_H

/* The value of the escape \uXXXX that begins at `p`, or -1 if there is none. */
long cli_json_unicode_escape(const char *p, const char *end);

/* What an escape of two characters stands for, by its second; 0: there is none. */
char cli_json_plain_escape(char second);

/* The quote at the end of the string that begins at `p`, behind its first quote; NULL if it is
   malformed or has no end. */
const char *cli_json_string_end(const char *p, const char *end);

const char *cli_json_skip_blank(const char *p, const char *end);

/* Past a value of any kind: to the comma or bracket after it; NULL at the end of the text, or when
   a string in it is malformed. */
const char *cli_json_skip_value(const char *p, const char *end);

#endif
