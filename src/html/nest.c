#include "nest.h"

#include <string.h>

#include "../page.h"
#include "nest_builder.h"

/* ---- Text ------------------------------------------------------------------------------------ */

static bool is_blank(pith__str text) {
    return pith__str_trim(text).length == 0;
}

static bool add_text(pith__nest_builder *b, size_t from, size_t to) {
    if (b->templates > 0)
        return true;
    pith__str text = pith__str_slice(b->skeleton->html, from, to);
    unsigned rules = b->count > 0 ? pith__nest_top(b)->rules : PITH_NEST_BODY_RULES;
    bool raw = b->count > 0 && (pith__nest_top(b)->flags & PITH_NEST_RAW) != 0;
    bool only_blank = b->mode < PITH_NEST_IN_BODY ||
                      (rules >= PITH_NEST_TABLE_RULES && rules <= PITH_NEST_ROW_RULES);
    if (only_blank && !raw && !is_blank(text))
        return false;
    if (b->mode < PITH_NEST_IN_HEAD)
        return true; /* Dropped. */
    if (b->count > 0 && (pith__nest_top(b)->flags & PITH_NEST_FIRST_LINE) != 0 &&
        text.data[0] == '\n' && b->dom->count == pith__nest_top(b)->node + 1) {
        text = pith__str_slice(text, 1, text.length);
        from++;
        if (text.length == 0)
            return true;
    }
    if (!b->in_text) {
        if (!pith__nest_add(b, PITH_NODE_TEXT, GUMBO_TAG_UNKNOWN, 0))
            return false;
        b->in_text = true;
        pith__pieces_begin(&b->pieces, b->dom, &b->dom->nodes[b->dom->count - 1]);
    }
    /* Most often it is the next text, and all of it. */
    const pith__skeleton *skeleton = b->skeleton;
    while (b->next_text < skeleton->text_count && skeleton->texts[b->next_text].at < from)
        b->next_text++;
    uint32_t next = b->next_text;
    if (next < skeleton->text_count && skeleton->texts[next].at == from &&
        (next + 1 == skeleton->text_count || skeleton->texts[next + 1].at >= to))
        pith__pieces_add(&b->pieces, next);
    else
        pith__pieces_read(&b->pieces, text, from);
    return true;
}

/* ---- Markup ---------------------------------------------------------------------------------- */

/* Whether the tag is one of a template or stands in one; such tags make no nodes. */
static bool skip_template(pith__nest_builder *b, unsigned tag, bool ends) {
    if (tag == GUMBO_TAG_TEMPLATE) {
        pith__nest_end_text(b);
        if (!ends)
            b->templates++;
        else if (b->templates > 0)
            b->templates--;
        return true;
    }
    return b->templates > 0;
}

/* Whether the open element was spelled the same: most end tags are those of what is open. */
static bool spells_top(pith__nest_builder *b, pith__str name) {
    uint32_t content =
        b->count > 0 ? b->dom->nodes[pith__nest_top(b)->node].content : (uint32_t)PITH_NONE;
    return content != PITH_NONE && pith__str_equal(b->skeleton->tags[content].name, name);
}

/* Works on the tag or declaration that begins at `at` and whose '>' is the first from `end` on;
   sets `end` past that. */
static bool markup(pith__nest_builder *b, size_t at, size_t *end) {
    pith__str html = b->skeleton->html;
    bool ends = html.data[at + 1] == '/';
    bool starts = !ends && html.data[at + 1] != '!';
    pith__str name = {NULL, 0};
    size_t from = at + 1 + ends;
    if (starts) {
        if (b->next_tag >= b->skeleton->tag_count || b->skeleton->tags[b->next_tag].at != at)
            return false;
        name = b->skeleton->tags[b->next_tag].name;
        from += name.length;
    }
    const char *close = memchr(html.data + from, '>', html.length - from);
    if (close == NULL)
        return false;
    *end = (size_t)(close - html.data) + 1;
    if (ends)
        name = pith__str_slice(html, from, *end - 1);
    if (!starts && !ends) {
        if (b->mode > PITH_NEST_BEFORE_HTML)
            pith__nest_end_text(b); /* A comment. */
        return true;
    }
    unsigned tag = ends && spells_top(b, name) ? pith__nest_top(b)->tag
                                               : gumbo_tagn_enum(name.data, (unsigned)name.length);
    /* The skeleton keeps one attribute of a template: it is a shadow root, which is shown. */
    bool shown = starts && tag == GUMBO_TAG_TEMPLATE && from < *end - 1;
    bool raw = b->count > 0 && (pith__nest_top(b)->flags & PITH_NEST_RAW) != 0;
    /* Inside of one such tags change what the others mean. */
    if (b->templates > 0 &&
        ((pith__nest_flags[tag] & PITH_NEST_TABLE) != 0 || tag == GUMBO_TAG_HTML ||
            tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_FRAMESET))
        return false;
    bool skipped = b->mode >= PITH_NEST_IN_HEAD && !raw && !shown && skip_template(b, tag, ends);
    b->next_tag += starts;
    if (skipped)
        return true;
    return starts ? pith__nest_start(b, tag, b->next_tag - 1) : pith__nest_end(b, tag);
}

static bool build(pith__nest_builder *b) {
    pith__str html = b->skeleton->html;
    for (size_t at = 0; at < html.length;) {
        const char *less = memchr(html.data + at, '<', html.length - at);
        size_t end = less == NULL ? html.length : (size_t)(less - html.data);
        if (end > at && !add_text(b, at, end))
            return false;
        at = end;
        if (at < html.length && (html.length - at < 2 || !markup(b, at, &at)))
            return false;
    }
    if (b->mode != PITH_NEST_IN_BODY || b->templates > 0)
        return false;
    while (b->count > 0)
        pith__nest_close(b);
    return true;
}

bool pith__nest(pith__dom *dom, size_t max_nodes, size_t max_depth) {
    pith__nest_builder b = {.dom = dom,
        .skeleton = dom->source->skeleton,
        .max_nodes = max_nodes,
        .max_depth = max_depth};
    if (!b.skeleton->bounded && build(&b))
        return true;
    dom->nodes = NULL;
    dom->count = 0;
    dom->source->made_text_count = 0;
    return false;
}
