/* xml.h - text and attributes of XML and HTML. */
#ifndef PITH_WRITE_XML_H
#define PITH_WRITE_XML_H

#include "../base/buffer.h"

/* Appends text with its markup characters escaped; what XML has no place for (control characters
   but TAB and LF, noncharacters) is left out, and malformed UTF-8 becomes U+FFFD. */
void pith__xml_text(pith__buffer *output, pith__str text);

/* The same, with `line_break`, which is markup, in the place of each line feed. */
void pith__xml_lines(pith__buffer *output, pith__str text, const char *line_break);

/* Appends ` name="value"`, escaped likewise; nothing when `value` is NULL. */
void pith__xml_attribute(pith__buffer *output, const char *name, const char *value);

/* Appends ` name="number"`. */
void pith__xml_number(pith__buffer *output, const char *name, long number);

/* Appends ` name="PREFIXNUMBER"`: what refers to a note, and what it is called. */
void pith__xml_name(pith__buffer *output, const char *name, const char *prefix, size_t number);

/* Appends <name>text</name>; nothing when `text` is NULL. */
void pith__xml_element(pith__buffer *output, const char *name, const char *text);

#endif
