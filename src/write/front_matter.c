/* front_matter.c - the metadata as YAML between lines of "---", in front of Markdown. */
#include "write.h"

#include <stdio.h>
#include <string.h>

#include "../base/unicode.h"

/* A double-quoted scalar (YAML 1.2.2, section 7.3.1): its escapes are those of JSON and more. */
static void add_quoted(pith__buffer *output, pith__str text) {
    pith__buffer_add_byte(output, '"');
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        /* Line ends of YAML: NEL, LS and PS among them. */
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
        char escape[8];
        if (control) {
            snprintf(escape, sizeof escape, "\\u%04X", (unsigned)c);
            pith__buffer_add_str(output, pith__str_of(escape));
            continue;
        }
        if (c == '"' || c == '\\')
            pith__buffer_add_byte(output, '\\');
        pith__utf8_append(output, c);
    }
    pith__buffer_add_byte(output, '"');
}

static void add_key(pith__buffer *output, const char *key) {
    pith__buffer_add_str(output, pith__str_of(key));
    pith__buffer_add_byte(output, ':');
}

static void add_value(pith__buffer *output, const char *key, const char *value) {
    if (value == NULL)
        return;
    add_key(output, key);
    pith__buffer_add_byte(output, ' ');
    add_quoted(output, pith__str_of(value));
    pith__buffer_add_byte(output, '\n');
}

/* "a; b" as a sequence. */
static void add_values(pith__buffer *output, const char *key, const char *joined) {
    if (joined == NULL)
        return;
    add_key(output, key);
    pith__buffer_add_byte(output, '\n');
    for (const char *from = joined; from != NULL;) {
        const char *end = strstr(from, "; ");
        pith__buffer_add(output, "  - ", 4);
        add_quoted(output, (pith__str){from, end == NULL ? strlen(from) : (size_t)(end - from)});
        pith__buffer_add_byte(output, '\n');
        from = end == NULL ? NULL : end + 2;
    }
}

void pith__write_front_matter(pith__buffer *output, const pith_metadata *metadata) {
    pith__buffer_add(output, "---\n", 4);
    add_value(output, "url", metadata->url);
    add_value(output, "title", metadata->title);
    add_value(output, "author", metadata->author);
    add_value(output, "date", metadata->date);
    add_value(output, "modified", metadata->modified);
    add_value(output, "sitename", metadata->sitename);
    add_value(output, "hostname", metadata->hostname);
    add_value(output, "description", metadata->description);
    add_values(output, "categories", metadata->categories);
    add_values(output, "tags", metadata->tags);
    add_value(output, "language", metadata->language);
    add_value(output, "image", metadata->image);
    add_value(output, "license", metadata->license);
    add_value(output, "pagetype", metadata->pagetype);
    pith__buffer_add(output, "---", 3);
}
