#include "markdown_escape.h"

#include <string.h>

static bool is_word(char c) {
    return pith__is_alpha(c) || pith__is_digit(c);
}

bool pith__markdown_needs_escape(pith__str text, size_t at, pith__line_kind line) {
    char c = text.data[at];
    bool more = at + 1 < text.length;
    switch (c) {
    case '_': /* Markup only at the border of a word. */
        return !(at > 0 && is_word(text.data[at - 1]) && more && is_word(text.data[at + 1]));
    case '&': /* Only what could be an entity. */
        return more && (pith__is_alpha(text.data[at + 1]) || text.data[at + 1] == '#');
    case '<': /* Only what could be a tag or an autolink. */
        return more && !pith__is_space(text.data[at + 1]);
    case '#':
        return line == PITH_LINE_HEADING;
    case '|':
        return line == PITH_LINE_CELL;
    default:
        return c != '\0' && strchr("\\`*[]~", c) != NULL;
    }
}

size_t pith__markdown_marker(pith__str text, size_t at) {
    const char *line = text.data + at;
    size_t length = text.length - at;
    if (length == 0)
        return 0;
    if (line[0] != '\0' && strchr("#-+>=|", line[0]) != NULL)
        return 1;
    if (line[0] == ':' && length > 1 && line[1] == '-') /* The second line of a table. */
        return 1;
    size_t digits = 0;
    while (digits < length && digits < 9 && pith__is_digit(line[digits]))
        digits++;
    bool number = digits > 0 && digits < length && (line[digits] == '.' || line[digits] == ')');
    return number ? digits + 1 : 0;
}

size_t pith__longest_run(pith__str text, char c) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.length; i++) {
        run = text.data[i] == c ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}
