#include "xml.h"

#include <stdio.h>
#include <string.h>

#include "../base/unicode.h"

static const char *escape_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

static bool has_place(uint32_t c) {
    return (c >= 0x20 || c == '\t' || c == '\n') && !(c >= 0x7F && c < 0xA0) &&
           !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}

void pith__xml_text(pith__buffer *output, pith__str text) {
    const char *end = text.data + text.length;
    for (const char *p = text.data; p < end;) {
        const char *escape = escape_of(*p);
        if (escape != NULL) {
            pith__buffer_add_str(output, pith__str_of(escape));
            p++;
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        if (has_place(c))
            pith__utf8_append(output, c);
    }
}

void pith__xml_attribute(pith__buffer *output, const char *name, const char *value) {
    if (value == NULL)
        return;
    pith__buffer_add_byte(output, ' ');
    pith__buffer_add_str(output, pith__str_of(name));
    pith__buffer_add(output, "=\"", 2);
    pith__xml_text(output, pith__str_of(value));
    pith__buffer_add_byte(output, '"');
}

void pith__xml_number(pith__buffer *output, const char *name, long number) {
    char text[24];
    snprintf(text, sizeof text, "%ld", number);
    pith__xml_attribute(output, name, text);
}

void pith__xml_name(pith__buffer *output, const char *name, const char *prefix, size_t number) {
    char text[64];
    snprintf(text, sizeof text, "%s%zu", prefix, number);
    pith__xml_attribute(output, name, text);
}

void pith__xml_element(pith__buffer *output, const char *name, const char *text) {
    if (text == NULL)
        return;
    pith__buffer_add_byte(output, '<');
    pith__buffer_add_str(output, pith__str_of(name));
    pith__buffer_add_byte(output, '>');
    pith__xml_text(output, pith__str_of(text));
    pith__buffer_add(output, "</", 2);
    pith__buffer_add_str(output, pith__str_of(name));
    pith__buffer_add(output, ">\n", 2);
}

void pith__xml_lines(pith__buffer *output, pith__str text, const char *line_break) {
    for (size_t at = 0; at < text.length;) {
        const char *newline = memchr(text.data + at, '\n', text.length - at);
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data);
        pith__xml_text(output, pith__str_slice(text, at, end));
        if (newline != NULL)
            pith__buffer_add(output, line_break, strlen(line_break));
        at = end + 1;
    }
}
