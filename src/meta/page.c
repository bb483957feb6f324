#include "sources.h"

#include <string.h>

#include "../html/dom.h"
#include "context.h"
#include "url.h"
#include "values.h"

enum {
    MAX_HEADINGS = 8, /* Headings of one level that may be the headline. */
    MAX_HEADING_BYTES = 1000,
};

static bool is_element(const pith__dom *dom, uint32_t node, GumboTag tag) {
    return dom->nodes[node].kind == PITH_NODE_ELEMENT && dom->nodes[node].tag == tag;
}

/* The <title> of the document, not that of a drawing in it. */
static void add_title_element(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    for (uint32_t i = 0; i < dom->count; i++) {
        if (!is_element(dom, i, GUMBO_TAG_TITLE))
            continue;
        uint32_t parent = dom->nodes[i].parent;
        if (parent != PITH_NONE && !is_element(dom, parent, GUMBO_TAG_HEAD) &&
            !is_element(dom, parent, GUMBO_TAG_BODY))
            continue;
        pith__str text = pith__meta_text(meta, i, MAX_HEADING_BYTES);
        pith__candidate_add(
            meta->candidates, PITH_FIELD_TITLE, PITH_SOURCE_TITLE_ELEMENT, 0, 0, text);
        return;
    }
}

/* The first <h1> is the headline more often than the next; <h2> counts where there is no <h1>. */
static void add_headings(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    static const GumboTag levels[] = {GUMBO_TAG_H1, GUMBO_TAG_H2};
    size_t found = 0;
    for (int level = 0; level < 2 && found == 0; level++) {
        size_t seen = 0;
        for (uint32_t i = 0; i < dom->count && seen < MAX_HEADINGS; i++) {
            if (!is_element(dom, i, levels[level]))
                continue;
            seen++;
            if (pith__meta_is_hidden(meta, i) || pith__meta_is_foreign(meta, i))
                continue;
            pith__str text = pith__str_trim(pith__meta_text(meta, i, MAX_HEADING_BYTES));
            /* The sign of a link to the heading itself. */
            if (pith__str_ends_nocase(text, PITH_STR("¶")))
                text = pith__str_trim(pith__str_slice(text, 0, text.length - strlen("¶")));
            if (text.length == 0)
                continue;
            pith__candidate_add(meta->candidates, PITH_FIELD_TITLE,
                level == 0 ? PITH_SOURCE_HEADING : PITH_SOURCE_SUBHEADING, 0, (int)found, text);
            found++;
        }
    }
}

void pith__meta_headings(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    add_title_element(meta);
    add_headings(meta);
    if (dom->count == 0)
        return;
    static const char *const names[] = {"lang", "xml:lang"};
    for (int i = 0; i < 2; i++)
        pith__candidate_add(meta->candidates, PITH_FIELD_LANGUAGE, PITH_SOURCE_HTML, 0, i,
            pith__str_of(pith__dom_attribute(dom, 0, names[i])));
}

void pith__meta_address(pith__meta *meta) {
    pith__date date;
    const pith__candidate_list *urls = &meta->candidates->fields[PITH_FIELD_URL];
    pith__str url = pith__str_of(meta->page->url);
    bool found = pith__url_date(url, &date);
    for (size_t i = 0; !found && i < urls->count; i++)
        found = pith__url_date(urls->items[i].value, &date);
    if (!found)
        return;
    char text[PITH_DATE_TEXT];
    pith__date_format(&date, text);
    pith__candidate_add(
        meta->candidates, PITH_FIELD_DATE, PITH_SOURCE_URL, 0, 0, pith__str_of(text));
}
