#include "context.h"

#include <string.h>

#include "../base/buffer.h"
#include "../html/dom.h"
#include "../html/labels.h"

enum {
    MAX_ANCESTORS = 24,
    JOINED_BYTES = 256,
    TEXT_WORDS = 30, /* A block with fewer words is no running text. */
};

pith__class_set pith__meta_classes(const pith__meta *meta, uint32_t node) {
    return pith__label_of(meta->page, node)->groups;
}

/* Types of schema.org whose properties are not those of the page. */
static bool is_foreign_item(const char *type) {
    static const char *const foreign[] = {
        "Comment", "UserComments", "Answer", "Review", "Offer", "ItemList", "Rating"};
    pith__str text = pith__str_trim(pith__str_of(type));
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        pith__str name = pith__str_of(foreign[i]);
        if (text.length > name.length && pith__str_ends_nocase(text, name) &&
            !pith__is_alpha(text.data[text.length - name.length - 1]))
            return true;
    }
    return false;
}

bool pith__meta_is_foreign(const pith__meta *meta, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    const pith__class_set foreign =
        PITH_CLASS_BIT(PITH_CLASS_COMMENTS) | PITH_CLASS_BIT(PITH_CLASS_RELATED) |
        PITH_CLASS_BIT(PITH_CLASS_SIDEBAR) | PITH_CLASS_BIT(PITH_CLASS_FOOTER);
    for (int i = 0; i < MAX_ANCESTORS && node != PITH_NONE; i++, node = dom->nodes[node].parent) {
        uint16_t tag = dom->nodes[node].tag;
        if (tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML)
            return false;
        if (tag == GUMBO_TAG_ASIDE || tag == GUMBO_TAG_NAV)
            return true;
        const char *type = pith__dom_attribute(dom, node, "itemtype");
        if (type != NULL && is_foreign_item(type))
            return true;
        /* What holds most of the page holds the article, too: <div class="wrap sidebar">. */
        if ((dom->nodes[node].end - node) * (uint64_t)2 > dom->count)
            return false;
        pith__class_set classes = pith__meta_classes(meta, node);
        /* "article-footer" and "byline-sidebar" name parts of the article. */
        if ((classes & foreign) != 0 && (classes & (PITH_CLASS_BIT(PITH_CLASS_BYLINE) |
                                                       PITH_CLASS_BIT(PITH_CLASS_CONTENT))) == 0)
            return true;
    }
    return false;
}

bool pith__meta_is_comment(const pith__meta *meta, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    for (int i = 0; i < MAX_ANCESTORS && node != PITH_NONE; i++, node = dom->nodes[node].parent) {
        if (dom->nodes[node].tag == GUMBO_TAG_BODY)
            return false;
        const char *type = pith__dom_attribute(dom, node, "itemtype");
        if ((type != NULL && is_foreign_item(type)) ||
            (pith__meta_classes(meta, node) & PITH_CLASS_BIT(PITH_CLASS_COMMENTS)) != 0)
            return true;
    }
    return false;
}

static bool is_skipped(uint16_t tag) {
    return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_NOSCRIPT ||
           tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_BUTTON || tag == GUMBO_TAG_SELECT;
}

static bool is_break(uint16_t tag) {
    return tag == GUMBO_TAG_BR || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_P ||
           tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TIME ||
           tag == GUMBO_TAG_SMALL || (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
}

static pith__str text_under(const pith__meta *meta, uint32_t node, size_t maximum, bool apart) {
    const pith__dom *dom = meta->page->dom;
    pith__buffer text;
    pith__buffer_init(&text, meta->arena, maximum);
    uint32_t broken_until = 0; /* The end of the last block that was entered. */
    for (uint32_t i = node; i < dom->nodes[node].end && !text.full;) {
        if (broken_until != 0 && i >= broken_until) {
            pith__buffer_add_byte(&text, ' ');
            broken_until = 0;
        }
        if (dom->nodes[i].kind == PITH_NODE_TEXT) {
            pith__buffer_add_str(&text, pith__dom_text(dom, i));
        } else if (is_skipped(dom->nodes[i].tag)) {
            i = dom->nodes[i].end;
            continue;
        } else if (apart || is_break(dom->nodes[i].tag)) {
            pith__buffer_add_byte(&text, ' ');
            broken_until = dom->nodes[i].end;
        }
        i++;
    }
    return (pith__str){pith__buffer_text(&text), text.length};
}

pith__str pith__meta_text(const pith__meta *meta, uint32_t node, size_t maximum) {
    return text_under(meta, node, maximum, false);
}

pith__str pith__meta_text_apart(const pith__meta *meta, uint32_t node, size_t maximum) {
    return text_under(meta, node, maximum, true);
}

bool pith__meta_is_hidden(const pith__meta *meta, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    for (int i = 0; i < MAX_ANCESTORS && node != PITH_NONE; i++, node = dom->nodes[node].parent) {
        pith__str hidden = pith__str_of(pith__dom_attribute(dom, node, "aria-hidden"));
        if (pith__dom_attribute(dom, node, "hidden") != NULL ||
            pith__str_equal_nocase(hidden, PITH_STR("true")))
            return true;
    }
    return false;
}

pith__words pith__meta_joined_words(const pith__meta *meta, pith__str text) {
    text.length = text.length < JOINED_BYTES ? text.length : JOINED_BYTES;
    char *copy = pith__str_copy(meta->arena, text);
    for (size_t i = 0; i < text.length; i++) {
        if (strchr("-_/.?=&%+~@", copy[i]) != NULL)
            copy[i] = ' ';
    }
    return pith__words_of(meta->arena, (pith__str){copy, text.length});
}

uint32_t pith__meta_text_begins(const pith__meta *meta) {
    const pith__page *page = meta->page;
    for (uint32_t i = meta->headline_block; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->weight < TEXT_WORDS || block->element >= page->element_count)
            continue;
        uint32_t node = page->elements[block->element].node;
        if (node > meta->headline && !pith__meta_is_comment(meta, node))
            return node;
    }
    return page->dom->count;
}
