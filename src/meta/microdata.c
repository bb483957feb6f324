#include "sources.h"

#include <string.h>

#include "../html/dom.h"
#include "context.h"
#include "values.h"

enum {
    MAX_PROPERTIES = 2048, /* Elements with a property that are looked at. */
    MAX_LINKS = 2048,
    MAX_NAMES = 64, /* Descendants of an author that are looked at. */
};

typedef struct property_rule {
    const char *name;
    pith__field field;
    int penalty;
} property_rule;

static const property_rule rules[] = {
    {"headline", PITH_FIELD_TITLE, 0},
    {"author", PITH_FIELD_AUTHOR, 0},
    {"creator", PITH_FIELD_AUTHOR, 10},
    {"datepublished", PITH_FIELD_DATE, 0},
    {"datecreated", PITH_FIELD_DATE, 10},
    {"datemodified", PITH_FIELD_MODIFIED, 0},
    {"articlesection", PITH_FIELD_CATEGORIES, 0},
    {"keywords", PITH_FIELD_TAGS, 0},
    {"inlanguage", PITH_FIELD_LANGUAGE, 0},
    {"license", PITH_FIELD_LICENSE, 0},
    {"image", PITH_FIELD_IMAGE, 0},
    {"description", PITH_FIELD_DESCRIPTION, 0},
};

/* HTML Living Standard, section "Values" of microdata. */
static pith__str property_value(pith__meta *meta, uint32_t node) {
    const pith__dom *dom = meta->page->dom;
    static const char *const attributes[] = {"content", "datetime", "href", "src", "value"};
    static const uint16_t tags[][3] = {{0, 0, 0}, {GUMBO_TAG_TIME, 0, 0},
        {GUMBO_TAG_LINK, GUMBO_TAG_AREA, 0}, {GUMBO_TAG_IMG, GUMBO_TAG_EMBED, GUMBO_TAG_SOURCE},
        {GUMBO_TAG_DATA, GUMBO_TAG_METER, 0}};
    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++) {
        bool fits = i == 0;
        for (size_t k = 0; k < 3; k++)
            fits = fits || (tags[i][k] != 0 && dom->nodes[node].tag == tags[i][k]);
        const char *value = fits ? pith__dom_attribute(dom, node, attributes[i]) : NULL;
        if (value != NULL)
            return pith__str_of(value);
    }
    return pith__meta_text(meta, node, PITH_MAX_VALUE);
}

static bool has_token(const char *attribute, const char *token) {
    pith__str rest = pith__str_of(attribute);
    pith__str wanted = pith__str_of(token);
    while (rest.length > 0) {
        rest = pith__str_trim(rest);
        size_t end = 0;
        while (end < rest.length && !pith__is_space(rest.data[end]))
            end++;
        if (pith__str_equal_nocase(pith__str_slice(rest, 0, end), wanted))
            return true;
        rest = pith__str_slice(rest, end, rest.length);
    }
    return false;
}

/* The names inside an author's item, or all its text when it is no item. */
static void add_author(pith__meta *meta, uint32_t node, uint32_t group, int penalty) {
    const pith__dom *dom = meta->page->dom;
    bool found = false;
    size_t looked_at = 0;
    for (uint32_t i = node + 1; i < dom->nodes[node].end && looked_at < MAX_NAMES; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        looked_at++;
        const char *property = pith__dom_attribute(dom, i, "itemprop");
        if (property == NULL || !has_token(property, "name"))
            continue;
        pith__candidate_add(meta->candidates, PITH_FIELD_AUTHOR, PITH_SOURCE_MICRODATA, group,
            penalty, property_value(meta, i));
        found = true;
    }
    if (!found)
        pith__candidate_add(meta->candidates, PITH_FIELD_AUTHOR, PITH_SOURCE_MICRODATA, group,
            penalty, property_value(meta, node));
}

/* "datePublished" of "schema:datePublished" and "http://schema.org/datePublished". */
static pith__str local_name(pith__str property) {
    for (size_t i = property.length; i > 0; i--) {
        if (property.data[i - 1] == ':' || property.data[i - 1] == '/')
            return pith__str_slice(property, i, property.length);
    }
    return property;
}

static void add_property(pith__meta *meta, uint32_t node, pith__str property, uint32_t group) {
    property = local_name(property);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (!pith__str_equal_nocase(property, pith__str_of(rules[i].name)))
            continue;
        if (pith__meta_is_foreign(meta, node))
            return;
        if (rules[i].field == PITH_FIELD_AUTHOR)
            add_author(meta, node, group, rules[i].penalty);
        else
            pith__candidate_add(meta->candidates, rules[i].field, PITH_SOURCE_MICRODATA, 0,
                rules[i].penalty, property_value(meta, node));
    }
}

static void add_properties(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    uint32_t group = pith__candidate_group(meta->candidates);
    size_t seen = 0;
    for (uint32_t i = 0; i < dom->count && seen < MAX_PROPERTIES; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT)
            continue;
        pith__str rest = pith__str_of(pith__dom_attribute(dom, i, "itemprop"));
        if (rest.length == 0 && dom->nodes[i].tag != GUMBO_TAG_META)
            rest = pith__str_of(pith__dom_attribute(dom, i, "property"));
        if (rest.length == 0 || rest.length > 256)
            continue;
        seen++;
        while ((rest = pith__str_trim(rest)).length > 0) {
            size_t end = 0;
            while (end < rest.length && !pith__is_space(rest.data[end]))
                end++;
            add_property(meta, i, pith__str_slice(rest, 0, end), group);
            rest = pith__str_slice(rest, end, rest.length);
        }
    }
}

static void add_link(pith__meta *meta, uint32_t node, const char *rel, uint32_t group) {
    const pith__dom *dom = meta->page->dom;
    pith__candidates *candidates = meta->candidates;
    pith__str href = pith__str_of(pith__dom_attribute(dom, node, "href"));
    bool is_link = dom->nodes[node].tag == GUMBO_TAG_LINK;
    if (is_link && has_token(rel, "canonical"))
        pith__candidate_add(candidates, PITH_FIELD_URL, PITH_SOURCE_LINK, 0, 0, href);
    if (has_token(rel, "license"))
        pith__candidate_add(candidates, PITH_FIELD_LICENSE, PITH_SOURCE_LINK, 0, 0, href);
    if (is_link && has_token(rel, "image_src"))
        pith__candidate_add(candidates, PITH_FIELD_IMAGE, PITH_SOURCE_LINK, 0, 0, href);
    if (is_link)
        return;
    bool author = has_token(rel, "author"), tag = has_token(rel, "tag");
    bool category = has_token(rel, "category");
    if ((!author && !tag && !category) || pith__meta_is_foreign(meta, node))
        return;
    pith__str text = pith__meta_text(meta, node, PITH_MAX_VALUE);
    if (author)
        pith__candidate_add(candidates, PITH_FIELD_AUTHOR, PITH_SOURCE_LINK, group, 0, text);
    else
        pith__candidate_add(candidates, category ? PITH_FIELD_CATEGORIES : PITH_FIELD_TAGS,
            PITH_SOURCE_LINK, 0, 0, text);
}

static void add_links(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    uint32_t group = pith__candidate_group(meta->candidates);
    size_t seen = 0;
    for (uint32_t i = 0; i < dom->count && seen < MAX_LINKS; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT ||
            (dom->nodes[i].tag != GUMBO_TAG_LINK && dom->nodes[i].tag != GUMBO_TAG_A))
            continue;
        const char *rel = pith__dom_attribute(dom, i, "rel");
        if (rel == NULL)
            continue;
        seen++;
        add_link(meta, i, rel, group);
    }
}

void pith__meta_microdata(pith__meta *meta) {
    add_properties(meta);
    add_links(meta);
}
