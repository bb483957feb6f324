#include "placeholders.h"

#include "../base/unicode.h"
#include "../page.h"
#include "entities.h"

/* Which part of a text a node has: white space at its start may have gone elsewhere. */
enum {
    PART_WHOLE,
    PART_AFTER_LINE_FEED, /* Without the line feed it begins with. */
    PART_AFTER_SPACE,     /* Without the white space it begins with. */
    PART_SPACE,           /* That white space alone. */
    PART_SPACE_AFTER_LINE_FEED,
};

static pith__str decoded_text(const pith__dom *dom, uint32_t content) {
    struct pith__dom_source *source = dom->source;
    pith__text *text = content < source->skeleton->text_count
                           ? &source->skeleton->texts[content]
                           : &source->made_texts[content - source->skeleton->text_count];
    if (!text->decoded)
        text->text = text->raw ? pith__line_ends(source->arena, text->text)
                               : pith__entities_decode(source->arena, text->text, false);
    text->decoded = true;
    return text->text;
}

pith__str pith__placeholder_part(const pith__dom *dom, uint32_t content, unsigned part) {
    pith__str text = decoded_text(dom, content);
    if (part == PART_WHOLE)
        return text;
    size_t space = 0;
    while (space < text.length && pith__is_space(text.data[space]))
        space++;
    size_t from = part == PART_AFTER_LINE_FEED || part == PART_SPACE_AFTER_LINE_FEED ? 1
                  : part == PART_AFTER_SPACE                                         ? space
                                                                                     : 0;
    bool ends = part == PART_SPACE || part == PART_SPACE_AFTER_LINE_FEED;
    return pith__str_slice(text, from, ends ? space : text.length);
}

static void add_piece(pith__pieces *found, uint32_t content, unsigned part) {
    if (found->count++ == 0) {
        found->node->content = content;
        found->node->part = (uint8_t)part;
        return;
    }
    if (found->count == 2)
        pith__buffer_add_str(&found->text,
            pith__placeholder_part(found->dom, found->node->content, found->node->part));
    pith__buffer_add_str(&found->text, pith__placeholder_part(found->dom, content, part));
}

/* White space without the text that it stood before in the page, or that is a text alone: that of
   the texts from `index` on. */
static void add_spaces(pith__pieces *found, pith__str spaces, uint32_t index) {
    const pith__skeleton *skeleton = found->dom->source->skeleton;
    for (size_t i = 0; i < spaces.length; index++) {
        while (index < skeleton->text_count && skeleton->texts[index].spaces == 0)
            index++;
        if (index >= skeleton->text_count)
            return;
        bool apart = skeleton->texts[index].spaces == 2;
        bool dropped = apart && spaces.data[i] != '\n';
        add_piece(found, index, dropped ? PART_SPACE_AFTER_LINE_FEED : PART_SPACE);
        i += apart && !dropped && i + 1 < spaces.length ? 2 : 1;
    }
}

void pith__pieces_read(pith__pieces *found, pith__str text, size_t from) {
    const pith__skeleton *skeleton = found->dom->source->skeleton;
    uint32_t next = PITH_NONE; /* The text after the last one read. */
    for (const char *p = text.data, *end = p + text.length; p < end;) {
        const char *start = p;
        while (p < end && pith__is_space(*p))
            p++;
        size_t spaces = (size_t)(p - start);
        uint32_t index = p < end ? pith__skeleton_index(pith__utf8_next(&p, end)) : PITH_NONE;
        bool known = index < skeleton->text_count;
        size_t own = known ? skeleton->texts[index].spaces : 0;
        size_t others = spaces > own ? spaces - own : 0;
        if (others > 0) {
            if (next == PITH_NONE)
                next = pith__skeleton_text_at(skeleton, from);
            add_spaces(found, (pith__str){start, others}, next == PITH_NONE ? 0 : next);
        }
        if (!known)
            continue;
        spaces -= others;
        add_piece(found, index,
            spaces == own ? PART_WHOLE
            : spaces > 0  ? PART_AFTER_LINE_FEED
                          : PART_AFTER_SPACE);
        next = index + 1;
    }
}

uint32_t pith__placeholder_text(pith__dom *dom, pith__str text) {
    struct pith__dom_source *source = dom->source;
    source->made_texts =
        pith__arena_grow(source->arena, source->made_texts, source->made_text_count,
            (size_t)source->made_text_count + 1, sizeof(pith__text), &source->made_text_capacity);
    source->made_texts[source->made_text_count] = (pith__text){.text = text, .decoded = true};
    return source->skeleton->text_count + source->made_text_count++;
}

void pith__pieces_begin(pith__pieces *found, pith__dom *dom, pith__node *node) {
    *found = (pith__pieces){.dom = dom, .node = node};
    pith__buffer_init(&found->text, dom->source->arena, SIZE_MAX);
}

void pith__pieces_add(pith__pieces *found, uint32_t content) {
    add_piece(found, content, PART_WHOLE);
}

void pith__pieces_end(pith__pieces *found) {
    if (found->count == 1)
        return;
    pith__str text = {pith__buffer_text(&found->text), found->text.length};
    found->node->content = pith__placeholder_text(found->dom, text);
    found->node->part = PART_WHOLE;
}
