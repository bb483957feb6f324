#include "sources.h"

#include <string.h>

#include "../html/dom.h"
#include "values.h"

enum {
    MAX_LABELS = 8, /* twitter:label1, twitter:data1, ... */
    MAX_TAGS = 20000,
    UNCLEAR = 37,  /* Penalty of a name that only sounds like a date. */
    UNAGREED = 11, /* Penalty of a name that is in no vocabulary: below what readers see. */
};

typedef struct tag_rule {
    const char *name; /* Of `name` or `property`, in lower case. */
    pith__field field;
    pith__source source;
    int penalty;
} tag_rule;

#define RULE(name, field, source, penalty)                                                         \
    { name, PITH_FIELD_##field, PITH_SOURCE_##source, penalty }

static const tag_rule rules[] = {
    /* ogp.me */
    RULE("og:title", TITLE, OPENGRAPH, 0),
    RULE("og:site_name", SITENAME, OPENGRAPH, 0),
    RULE("og:url", URL, OPENGRAPH, 0),
    RULE("og:description", DESCRIPTION, OPENGRAPH, 0),
    RULE("og:image", IMAGE, OPENGRAPH, 0),
    RULE("og:image:url", IMAGE, OPENGRAPH, 2),
    RULE("og:image:secure_url", IMAGE, OPENGRAPH, 4),
    RULE("og:locale", LANGUAGE, OPENGRAPH, 0),
    RULE("og:type", PAGETYPE, OPENGRAPH, 0),
    RULE("og:author", AUTHOR, OPENGRAPH, 4),
    RULE("og:article:author", AUTHOR, OPENGRAPH, 2),
    RULE("og:article:published_time", DATE, OPENGRAPH, 1),
    RULE("og:published_time", DATE, OPENGRAPH, 2),
    RULE("og:pubdate", DATE, OPENGRAPH, 2),
    RULE("og:release_date", DATE, OPENGRAPH, 8),
    RULE("og:article:modified_time", MODIFIED, OPENGRAPH, 1),
    RULE("og:updated_time", MODIFIED, OPENGRAPH, 4),
    RULE("og:modified_time", MODIFIED, OPENGRAPH, 2),
    RULE("og:article:section", CATEGORIES, OPENGRAPH, 1),
    RULE("og:article:tag", TAGS, OPENGRAPH, 1),
    RULE("article:author", AUTHOR, OPENGRAPH, 0),
    RULE("article:author_name", AUTHOR, OPENGRAPH, 0),
    RULE("article:published_time", DATE, OPENGRAPH, 0),
    RULE("article:published", DATE, OPENGRAPH, 1),
    RULE("article:publicationdate", DATE, OPENGRAPH, 1),
    RULE("article:post_date", DATE, OPENGRAPH, 2),
    RULE("article:modified_time", MODIFIED, OPENGRAPH, 0),
    RULE("article:modified", MODIFIED, OPENGRAPH, 1),
    RULE("article:section", CATEGORIES, OPENGRAPH, 0),
    RULE("article:tag", TAGS, OPENGRAPH, 0),
    RULE("book:author", AUTHOR, OPENGRAPH, 6),
    RULE("book:release_date", DATE, OPENGRAPH, 20),
    RULE("video:release_date", DATE, OPENGRAPH, 10),
    RULE("article:publisher", SITENAME, OPENGRAPH, 40),
    /* Twitter cards */
    RULE("twitter:title", TITLE, TWITTER, 0),
    RULE("twitter:text:title", TITLE, TWITTER, 2),
    RULE("twitter:description", DESCRIPTION, TWITTER, 0),
    RULE("twitter:image", IMAGE, TWITTER, 0),
    RULE("twitter:image:src", IMAGE, TWITTER, 2),
    RULE("twitter:url", URL, TWITTER, 0),
    RULE("twitter:creator", AUTHOR, TWITTER, 20),
    RULE("twitter:site", SITENAME, TWITTER, 0),
    /* Scholarly indexing: Highwire Press, Eprints, bepress, PRISM */
    RULE("citation_title", TITLE, CITATION, 0),
    RULE("citation_author", AUTHOR, CITATION, 0),
    RULE("citation_authors", AUTHOR, CITATION, 2),
    RULE("citation_online_date", DATE, CITATION, 1),
    RULE("citation_publication_date", DATE, CITATION, 0),
    RULE("citation_date", DATE, CITATION, 2),
    RULE("citation_journal_title", SITENAME, CITATION, 0),
    RULE("citation_publisher", SITENAME, CITATION, 10),
    RULE("citation_keywords", TAGS, CITATION, 0),
    RULE("citation_language", LANGUAGE, CITATION, 0),
    RULE("eprints.title", TITLE, CITATION, 6),
    RULE("eprints.creators_name", AUTHOR, CITATION, 4),
    RULE("eprints.date", DATE, CITATION, 6),
    RULE("bepress_citation_title", TITLE, CITATION, 6),
    RULE("bepress_citation_author", AUTHOR, CITATION, 4),
    RULE("bepress_citation_date", DATE, CITATION, 6),
    RULE("prism.publicationdate", DATE, CITATION, 8),
    RULE("prism.publicationname", SITENAME, CITATION, 8),
    RULE("prism.keyword", TAGS, CITATION, 8),
    /* Dublin Core, with "." or ":" (which is made "." first) */
    RULE("dc.title", TITLE, DUBLIN_CORE, 0),
    RULE("dc.creator", AUTHOR, DUBLIN_CORE, 0),
    RULE("dc.creator.name", AUTHOR, DUBLIN_CORE, 0),
    RULE("dc.contributor", AUTHOR, DUBLIN_CORE, 20),
    RULE("dc.author", AUTHOR, DUBLIN_CORE, 2),
    RULE("dc.date.issued", DATE, DUBLIN_CORE, 0),
    RULE("dc.issued", DATE, DUBLIN_CORE, 0),
    RULE("dc.date.published", DATE, DUBLIN_CORE, 0),
    RULE("dc.date.created", DATE, DUBLIN_CORE, 4),
    RULE("dc.created", DATE, DUBLIN_CORE, 4),
    RULE("dc.available", DATE, DUBLIN_CORE, 6),
    RULE("dc.date", DATE, DUBLIN_CORE, 16),
    RULE("dc.date.modified", MODIFIED, DUBLIN_CORE, 0),
    RULE("dc.modified", MODIFIED, DUBLIN_CORE, 0),
    RULE("dc.publisher", SITENAME, DUBLIN_CORE, 0),
    RULE("dc.description", DESCRIPTION, DUBLIN_CORE, 0),
    RULE("dc.subject", TAGS, DUBLIN_CORE, 0),
    RULE("dc.language", LANGUAGE, DUBLIN_CORE, 0),
    RULE("dc.license", LICENSE, DUBLIN_CORE, 0),
    RULE("dc.rights", LICENSE, DUBLIN_CORE, 20),
    RULE("dc.type", PAGETYPE, DUBLIN_CORE, 0),
    /* Publishers' analytics and recommendation services */
    RULE("parsely-title", TITLE, PARSELY, 0),
    RULE("parsely-author", AUTHOR, PARSELY, 0),
    RULE("parsely-pub-date", DATE, PARSELY, 0),
    RULE("parsely-section", CATEGORIES, PARSELY, 0),
    RULE("parsely-tags", TAGS, PARSELY, 0),
    RULE("parsely-image-url", IMAGE, PARSELY, 0),
    RULE("parsely-type", PAGETYPE, PARSELY, 0),
    RULE("sailthru.title", TITLE, PARSELY, 2),
    RULE("sailthru.author", AUTHOR, PARSELY, 2),
    RULE("sailthru.date", DATE, PARSELY, 2),
    RULE("sailthru.description", DESCRIPTION, PARSELY, 0),
    RULE("sailthru.tags", TAGS, PARSELY, 2),
    RULE("sailthru.image.full", IMAGE, PARSELY, 2),
    RULE("cxenseparse:author", AUTHOR, PARSELY, 4),
    RULE("cxenseparse:recs:publishtime", DATE, PARSELY, 4),
    RULE("shareaholic:article_author_name", AUTHOR, PARSELY, 4),
    RULE("shareaholic:article_published_time", DATE, PARSELY, 4),
    RULE("shareaholic:article_modified_time", MODIFIED, PARSELY, 4),
    RULE("shareaholic:site_name", SITENAME, META, 0),
    RULE("bt:author", AUTHOR, PARSELY, 6),
    RULE("bt:pubdate", DATE, PARSELY, 6),
    RULE("bt:moddate", MODIFIED, PARSELY, 6),
    RULE("rbauthors", AUTHOR, PARSELY, 6),
    RULE("rbpubdate", DATE, PARSELY, 6),
    RULE("vr:author", AUTHOR, PARSELY, 6),
    RULE("vr:published_time", DATE, PARSELY, 6),
    RULE("swiftype:author", AUTHOR, PARSELY, 6),
    /* Names without a vocabulary */
    RULE("title", TITLE, META, 0),
    RULE("headline", TITLE, META, 0),
    RULE("hdl", TITLE, META, 0),
    RULE("author", AUTHOR, META, 0),
    RULE("authors", AUTHOR, META, 0),
    RULE("author_name", AUTHOR, META, 0),
    RULE("byl", AUTHOR, META, 0),
    RULE("byline", AUTHOR, META, 0),
    RULE("article.author", AUTHOR, META, 0),
    RULE("article-author", AUTHOR, META, 0),
    RULE("creator", AUTHOR, META, 6),
    RULE("date", DATE, META, 20),
    RULE("pubdate", DATE, META, 0),
    RULE("publishdate", DATE, META, 0),
    RULE("publish-date", DATE, META, 0),
    RULE("publish_date", DATE, META, 0),
    RULE("published", DATE, META, 0),
    RULE("published_at", DATE, META, 0),
    RULE("published_time", DATE, META, 0),
    RULE("published-date", DATE, META, 0),
    RULE("publishtime", DATE, META, 0),
    RULE("publication_date", DATE, META, 0),
    RULE("publication-date", DATE, META, 0),
    RULE("article.published", DATE, META, 0),
    RULE("article:published_date", DATE, META, 0),
    RULE("article_date_original", DATE, META, 0),
    RULE("datepublished", DATE, META, 0),
    RULE("date_published", DATE, META, 0),
    RULE("datecreated", DATE, META, 10),
    RULE("created", DATE, META, 10),
    RULE("creation_date", DATE, META, 10),
    RULE("originalpublicationdate", DATE, META, 0),
    RULE("displaydate", DATE, META, 4),
    RULE("pdate", DATE, META, 4),
    RULE("dat", DATE, META, 6),
    RULE("ptime", DATE, META, 6),
    RULE("utime", MODIFIED, META, 6),
    RULE("lastmod", MODIFIED, META, 0),
    RULE("last-modified", MODIFIED, META, 4),
    RULE("modified", MODIFIED, META, 0),
    RULE("revised", MODIFIED, META, 4),
    RULE("article.updated", MODIFIED, META, 0),
    RULE("datemodified", MODIFIED, META, 0),
    RULE("date_modified", MODIFIED, META, 0),
    RULE("application-name", SITENAME, META, 4),
    RULE("apple-mobile-web-app-title", SITENAME, META, 10),
    RULE("publisher", SITENAME, META, 20),
    RULE("site_name", SITENAME, META, 0),
    RULE("source", SITENAME, META, 30),
    RULE("description", DESCRIPTION, META, 0),
    RULE("abstract", DESCRIPTION, META, 20),
    RULE("section", CATEGORIES, META, 0),
    RULE("category", CATEGORIES, META, 0),
    RULE("article.section", CATEGORIES, META, 0),
    RULE("keywords", TAGS, META, 10),
    RULE("news_keywords", TAGS, META, 0),
    RULE("tags", TAGS, META, 0),
    RULE("language", LANGUAGE, META, 4),
    RULE("content-language", LANGUAGE, META, 0),
    RULE("image", IMAGE, META, 0),
    RULE("thumbnail", IMAGE, META, 10),
    RULE("license", LICENSE, META, 0),
};

/* The name in lower case, with the spellings of Dublin Core made one: "DC.date", "dc:date",
   "DCTERMS.date", "dcsext.date". */
static pith__str normal_name(pith__arena *arena, pith__str name) {
    char *lower = pith__str_copy(arena, name);
    for (size_t i = 0; i < name.length; i++)
        lower[i] = pith__to_lower(lower[i]);
    name.data = lower;
    static const char *const prefixes[] = {"dcterms", "dcsext", "dcterm", "dc"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        pith__str prefix = pith__str_of(prefixes[i]);
        if (!pith__str_starts(name, prefix) || name.length == prefix.length ||
            strchr(".:", name.data[prefix.length]) == NULL)
            continue;
        char *short_name = lower + prefix.length - 2;
        short_name[0] = 'd';
        short_name[1] = 'c';
        size_t length = name.length - prefix.length + 2;
        for (size_t k = 2; k < length; k++) {
            if (short_name[k] == ':')
                short_name[k] = '.';
        }
        return (pith__str){short_name, length};
    }
    return name;
}

static bool has(pith__str name, const char *part) {
    return pith__str_find(name, pith__str_of(part)) != (size_t)-1;
}

/* A name that nobody agreed on, but says it. */
bool pith__meta_says_published(pith__str name) {
    return has(name, "ublish") &&
           (has(name, "date") || has(name, "time") || has(name, "Date") || has(name, "Time") ||
               pith__str_ends_nocase(name, PITH_STR("ed_at")) ||
               pith__str_ends_nocase(name, PITH_STR("edAt")));
}

/* "ms.date", "photo:created_at": a date of the page, and not of a change of it. */
static bool says_date(pith__str name) {
    static const char *const others[] = {"update", "modif", "expir", "valid", "birth", "event",
        "start", "end", "until", "review", "revis"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (has(name, others[i]))
            return false;
    }
    return pith__str_ends_nocase(name, PITH_STR("date")) || has(name, "created");
}

static void apply(pith__meta *meta, pith__str name, pith__str content) {
    if (pith__meta_says_published(name))
        pith__candidate_add(
            meta->candidates, PITH_FIELD_DATE, PITH_SOURCE_META, 0, UNAGREED, content);
    else if (says_date(name))
        pith__candidate_add(
            meta->candidates, PITH_FIELD_DATE, PITH_SOURCE_META, 0, UNCLEAR, content);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].name[0] == name.data[0] && pith__str_equal(name, pith__str_of(rules[i].name)))
            pith__candidate_add(
                meta->candidates, rules[i].field, rules[i].source, 0, rules[i].penalty, content);
    }
}

/* Cards carry two free pairs of label and value; some name the author. */
typedef struct card_labels {
    pith__str labels[MAX_LABELS];
    pith__str data[MAX_LABELS];
} card_labels;

static bool keep_card(card_labels *cards, pith__str name, pith__str content) {
    pith__str label = PITH_STR("twitter:label"), data = PITH_STR("twitter:data");
    bool is_label = pith__str_starts(name, label);
    if (!is_label && !pith__str_starts(name, data))
        return false;
    int number = name.data[name.length - 1] - '0';
    if (number >= 0 && number < MAX_LABELS)
        (is_label ? cards->labels : cards->data)[number] = content;
    return true;
}

/* A label that stands before names ("Written by", "Verfasst von") is one of bylines. */
static void apply_cards(pith__meta *meta, const card_labels *cards) {
    for (int i = 0; i < MAX_LABELS; i++) {
        if (cards->labels[i].length == 0 || cards->data[i].length == 0)
            continue;
        pith__str label = pith__value_tidy(meta->arena, cards->labels[i], PITH_MAX_VALUE);
        pith__words words = pith__words_of(meta->arena, label);
        if (words.count > 0 && words.count <= 4 &&
            pith__phrases_prefix(meta->heuristics, words, PITH_PHRASE_NAME_LEAD) == words.count)
            pith__candidate_add(
                meta->candidates, PITH_FIELD_AUTHOR, PITH_SOURCE_TWITTER, 0, 0, cards->data[i]);
    }
}

void pith__meta_tags(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    card_labels cards = {0};
    size_t seen = 0;
    for (uint32_t i = 0; i < dom->count; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].tag != GUMBO_TAG_META)
            continue;
        if (seen++ == MAX_TAGS) {
            meta->page->truncated = true;
            break;
        }
        pith__str content = pith__str_trim(pith__str_of(pith__dom_attribute(dom, i, "content")));
        if (content.length == 0)
            continue;
        static const char *const keys[] = {"property", "name", "http-equiv"};
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            pith__str name = pith__str_trim(pith__str_of(pith__dom_attribute(dom, i, keys[k])));
            if (name.length == 0 || name.length > 64)
                continue;
            name = normal_name(meta->arena, name);
            if (!keep_card(&cards, name, content))
                apply(meta, name, content);
        }
    }
    apply_cards(meta, &cards);
}
