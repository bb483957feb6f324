/*
 * jsonl_page.h - the page of a line of JSONL, read where it stands.
 *
 * Nearly all of such a line is one string, the page. A JSON library copies it several times and
 * looks at each byte of it for a hundred instructions or more. So the page is taken out of the line
 * before the library sees the rest, and its escapes are decoded in place:
 *
 *     line   {"id": "a", "html": "<p>One \"two\"", "url": "u"}
 *     rest   {"id": "a", "html": "", "url": "u"}              to the library
 *     page   <p>One "two"                                     in the line itself
 *
 * Lines that are not as plain as that are left to the library whole, among them all malformed ones:
 * what it says of them is what the user reads.
 */
#ifndef CLI_JSONL_PAGE_H
#define CLI_JSONL_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* The members of a line that may hold a page. */
enum { CLI_PAGE_HTML, CLI_PAGE_TEXT, CLI_PAGES };

/* A string of a line: [start, end) lies between its quotes. start 0: there is none to take out. */
typedef struct cli_page_string {
    size_t start, end;
} cli_page_string;

/*
 * Finds those members of a line that are long valid strings. False when there is none, or the line
 * should be read as a whole: a name occurs twice or is spelled with escapes, or a string is
 * malformed. What is outside of the strings found may still be anything.
 */
bool cli_pages_find(const char *line, size_t length, cli_page_string pages[CLI_PAGES]);

/* The line with the strings found made empty; malloc'ed, or NULL. */
char *cli_pages_rest(
    const char *line, size_t length, const cli_page_string pages[CLI_PAGES], size_t *rest_length);

/*
 * Decodes the escapes of a string in place, and returns its length then. A lone surrogate becomes
 * U+FFFD.
 */
size_t cli_page_decode(char *line, cli_page_string page);

#endif
