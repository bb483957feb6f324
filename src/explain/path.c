#include "../html/dom.h"
#include "explain.h"

#include <stdio.h>

#include "../base/buffer.h"
#include "../base/unicode.h"

enum {
    LABEL_CLASSES = 3,
    LABEL_BYTES = 600, /* More than five names have, so that none is cut apart. */
    PATH_ELEMENTS = 5,
    NAME_BYTES = 30,
};

/* Appends a name, cut to a few characters; what could not be seen or could steer is left out. */
static void add_name(pith__buffer *label, pith__str name) {
    name.length = pith__utf8_boundary(name, NAME_BYTES);
    const char *end = name.data + name.length;
    for (const char *p = name.data; p < end;) {
        uint32_t c = pith__utf8_next(&p, end);
        if (!pith__is_control(c) && !pith__is_blank(c) && c > 0x20)
            pith__utf8_append(label, c);
    }
}

const char *pith__element_label(pith__arena *arena, const pith__page *page, uint32_t element) {
    uint32_t node = page->elements[element].node;
    pith__buffer label;
    pith__buffer_init(&label, arena, LABEL_BYTES);
    add_name(&label, pith__dom_name(page->dom, node));
    pith__str id = pith__str_trim(pith__str_of(pith__dom_attribute(page->dom, node, "id")));
    if (id.length > 0) {
        pith__buffer_add_byte(&label, '#');
        add_name(&label, id);
    }
    pith__str classes = pith__str_trim(pith__str_of(pith__dom_attribute(page->dom, node, "class")));
    for (int i = 0; i < LABEL_CLASSES && classes.length > 0; i++) {
        size_t end = 0;
        while (end < classes.length && !pith__is_space(classes.data[end]))
            end++;
        pith__buffer_add_byte(&label, '.');
        add_name(&label, pith__str_slice(classes, 0, end));
        classes = pith__str_trim(pith__str_slice(classes, end, classes.length));
    }
    return pith__buffer_text(&label);
}

static const char *line_of(pith__arena *arena, const pith__block *block) {
    char text[64];
    if (block->lines > 1)
        snprintf(text, sizeof text, "lines %u to %u", (unsigned)block->line,
            (unsigned)(block->line + block->lines - 1));
    else
        snprintf(text, sizeof text, "line %u", (unsigned)block->line);
    return pith__str_copy(arena, pith__str_of(text));
}

const char *pith__block_path(pith__arena *arena, const pith__page *page, uint32_t index) {
    const pith__block *block = &page->blocks[index];
    if (page->kind != PITH_KIND_HTML)
        return line_of(arena, block);
    uint32_t around[PATH_ELEMENTS];
    int count = 0;
    uint32_t e = block->element;
    for (; count < PATH_ELEMENTS && e != PITH_NONE && e != 0; e = page->elements[e].parent)
        around[count++] = e;
    pith__buffer path;
    pith__buffer_init(&path, arena, PATH_ELEMENTS * (LABEL_BYTES + 8));
    if (e != PITH_NONE && e != 0)
        pith__buffer_add_str(&path, PITH_STR("... > "));
    while (count-- > 0) {
        pith__buffer_add_str(&path, pith__str_of(pith__element_label(arena, page, around[count])));
        if (count > 0)
            pith__buffer_add_str(&path, PITH_STR(" > "));
    }
    return path.length == 0 ? "body" : pith__buffer_text(&path);
}
