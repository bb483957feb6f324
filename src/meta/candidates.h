/*
 * candidates.h - what the sources of a page say about it, before anything is decided.
 *
 * Each source adds candidates: a field, a value, where it is from. Trust comes from one table
 * (candidates.c). Each field of the metadata is then the best candidate that passes its checks.
 * The number of candidates of a field and the length of a value are bounded, so that a page of
 * nothing but meta tags costs no more than reading it.
 */
#ifndef PITH_META_CANDIDATES_H
#define PITH_META_CANDIDATES_H

#include <stdint.h>

#include "../base/arena.h"
#include "../base/str.h"

#define PITH_FIELD_MAP(X)                                                                          \
    X(TITLE, "title")                                                                              \
    X(AUTHOR, "author")                                                                            \
    X(DATE, "date")                                                                                \
    X(MODIFIED, "modified")                                                                        \
    X(SITENAME, "sitename")                                                                        \
    X(URL, "url")                                                                                  \
    X(DESCRIPTION, "description")                                                                  \
    X(CATEGORIES, "categories")                                                                    \
    X(TAGS, "tags")                                                                                \
    X(LANGUAGE, "language")                                                                        \
    X(IMAGE, "image")                                                                              \
    X(LICENSE, "license")                                                                          \
    X(PAGETYPE, "pagetype")

typedef enum pith__field {
#define PITH_X(name, text) PITH_FIELD_##name,
    PITH_FIELD_MAP(PITH_X)
#undef PITH_X
        PITH_FIELD_COUNT
} pith__field;

/* Where a value is kept; the second word is the source's name in output. */
#define PITH_SOURCE_MAP(X)                                                                         \
    X(JSONLD, "json-ld")              /* The article's own node. */                                \
    X(JSONLD_PAGE, "json-ld-page")    /* The node of the web page around it, or of the site. */    \
    X(OPENGRAPH, "opengraph")         /* og:..., article:... */                                    \
    X(TWITTER, "twitter")             /* twitter:... */                                            \
    X(CITATION, "citation")           /* citation_..., as scholarly search engines read. */        \
    X(DUBLIN_CORE, "dublin-core")     /* dc.*, dcterms.* */                                        \
    X(PARSELY, "parsely")             /* parsely-..., sailthru...: publishers' analytics. */       \
    X(META, "meta")                   /* Meta names without a vocabulary: author, date, ... */     \
    X(MICRODATA, "microdata")         /* itemprop and RDFa's property on elements. */              \
    X(LINK, "link")                   /* rel=canonical, author, license, tag, image_src. */        \
    X(TITLE_ELEMENT, "title-element") /* <title> */                                                \
    X(HEADING, "heading")             /* The headline as readers see it: <h1>. */                  \
    X(SUBHEADING, "subheading")       /* <h2>, where there is no <h1>. */                          \
    X(TIME, "time")                   /* <time datetime> near the headline. */                     \
    X(BYLINE, "byline")               /* A visible byline or dateline. */                          \
    X(VISIBLE, "visible")             /* A date or name elsewhere in the visible text. */          \
    X(URL, "url")                     /* The page's address. */                                    \
    X(HTML, "html")                   /* Attributes of the html element. */                        \
    X(COPYRIGHT, "copyright")         /* A copyright notice: the last resort for a date. */        \
    X(SCRIPT, "script")               /* Data in a script of the page, for a date. */              \
    X(TEXT, "text")                   /* The text itself: its language; lines of a dump. */

typedef enum pith__source {
#define PITH_X(name, text) PITH_SOURCE_##name,
    PITH_SOURCE_MAP(PITH_X)
#undef PITH_X
        PITH_SOURCE_COUNT,
    PITH_SOURCE_NONE = PITH_SOURCE_COUNT
} pith__source;

/* Ranks of the titles in JSON-LD. */
enum {
    PITH_RANK_HEADLINE, /* The headline of a work. */
    PITH_RANK_NAME,     /* The name of a product, a recipe, ... */
    PITH_RANK_LABEL,    /* The name of an article, which has a headline for its title. */
};

typedef struct pith__candidate {
    pith__str value; /* Tidy: see values.h. Never empty. */
    pith__source source;
    uint32_t group; /* Values of one source and group belong together: authors of one work. */
    int rank;       /* The penalty it was added with: 0 is the best of its source. */
    int trust;      /* 1 to 100. */
} pith__candidate;

enum {
    PITH_MAX_CANDIDATES = 128, /* Of one field. */
    PITH_MAX_VALUE = 4096,     /* Bytes of a value. */
};

typedef struct pith__candidate_list {
    pith__candidate *items; /* In the order of trust, then as they were added. */
    size_t count;
} pith__candidate_list;

/* What was chosen for a field, and where it is from; text is NULL when nothing was. */
typedef struct pith__chosen {
    const char *text;
    pith__source source;
} pith__chosen;

typedef struct pith__candidates {
    pith__arena *arena;
    pith__candidate_list fields[PITH_FIELD_COUNT];
    uint32_t groups; /* Groups given out. */
} pith__candidates;

/* The name of a source in output. */
const char *pith__source_name(pith__source source);

void pith__candidates_init(pith__candidates *candidates, pith__arena *arena);

/*
 * Adds a value, made tidy; `penalty` is taken from the trust that the table gives. What is empty,
 * or of a source that the table does not trust with this field, is left out.
 */
void pith__candidate_add(pith__candidates *candidates, pith__field field, pith__source source,
    uint32_t group, int penalty, pith__str value);

/* A group that no other value has. */
uint32_t pith__candidate_group(pith__candidates *candidates);

#endif
