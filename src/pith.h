/*
 * pith.h - the public interface of libpith, and its manual.
 *
 * pith takes a web page, or a text dump of one, and gives back its article: the body without the
 * page around it, and the metadata.
 *
 *     pith_error error;
 *     pith_extractor *extractor = pith_extractor_new(NULL, &error);
 *     pith_input input = {.bytes = bytes, .length = length, .url = "https://example.org/a"};
 *     pith_article *article = NULL;
 *     if (pith_extract(extractor, &input, NULL, &article, &error) == PITH_OK)
 *         puts(article->text);
 *     pith_article_free(article);
 *     pith_extractor_free(extractor);
 *
 * Ownership: whoever calls a function named ..._new, or receives a value through an out-parameter,
 * frees it with the function named in that function's comment. Everything an article points to
 * lives exactly as long as the article. Inputs are only read during the call.
 *
 * Text: every string that comes out is valid UTF-8, ends in NUL and holds no NUL before its end.
 * Lengths count bytes. Article text is in Unicode normalization form C.
 *
 * Errors are values: a function that can fail returns a pith_status, and tells the cause in the
 * pith_error it was given (which may be NULL). The library never exits, aborts or prints.
 *
 * Threads: the library has no global state. An extractor does not change after it was made, so any
 * number of threads may extract with the same one at the same time. An article, or a fetcher,
 * belongs to one thread at a time.
 *
 * Determinism: the same bytes, hints, options and heuristics give the same article.
 */
#ifndef PITH_H
#define PITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors ---------------------------------------------------------------------------------- */

/* Code and meaning in one list, so that they cannot drift apart. */
#define PITH_STATUS_MAP(X)                                                                         \
    X(OK, "no error")                                                                              \
    X(ERROR_MEMORY, "out of memory, or over the memory limit of the page")                         \
    X(ERROR_USAGE, "an argument is not valid")                                                     \
    X(ERROR_IO, "a file could not be read or written")                                             \
    X(ERROR_CHARSET, "the charset name is not known")                                              \
    X(ERROR_EMPTY, "the input is empty")                                                           \
    X(ERROR_BINARY, "the input is not text")                                                       \
    X(ERROR_TOO_LARGE, "the input is larger than the limit")                                       \
    X(ERROR_HEURISTICS, "a heuristics file is malformed")                                          \
    X(ERROR_URL, "the URL is not one that can be fetched")                                         \
    X(ERROR_NETWORK, "the transfer failed")                                                        \
    X(ERROR_HTTP, "the server answered with an error")                                            \
    X(ERROR_CONTENT_TYPE, "the content type is not one of a page")                                \
    X(ERROR_ROBOTS, "robots.txt does not allow it")                                                \
    X(ERROR_ADDRESS, "the address is not public")

typedef enum pith_status {
#define PITH_X(name, text) PITH_##name,
    PITH_STATUS_MAP(PITH_X)
#undef PITH_X
} pith_status;

typedef struct pith_error {
    pith_status status;
    char message[512]; /* One line, without the input's name and without a full stop. */
} pith_error;

/* The meaning of a status, as listed above; never NULL. */
const char *pith_status_text(pith_status status);

/* The library's version, "MAJOR.MINOR.PATCH". */
const char *pith_version(void);

/* Writes the names and versions of the libraries at work, on one line, cut to `size` bytes. */
void pith_libraries(char *text, size_t size);

/* ---- Extractor ------------------------------------------------------------------------------- */

/* The heuristics (phrases, vocabularies, thresholds), loaded and ready. */
typedef struct pith_extractor pith_extractor;

/*
 * Makes an extractor. `heuristics` is a folder laid over the compiled-in heuristics: a file in it
 * replaces the compiled-in file of the same name, thresholds.conf replaces single values, and a
 * further phrases/NAME.conf adds to the phrases. NULL: the compiled-in heuristics alone.
 * Returns NULL and fills `error` when a file cannot be read (PITH_ERROR_IO), is malformed
 * (PITH_ERROR_HEURISTICS; the message begins "FILE:LINE: ") or memory runs out.
 * Free with pith_extractor_free().
 */
pith_extractor *pith_extractor_new(const char *heuristics, pith_error *error);

/* Frees an extractor; NULL is allowed. No extraction may be running with it. */
void pith_extractor_free(pith_extractor *extractor);

/* ---- Input ----------------------------------------------------------------------------------- */

typedef enum pith_kind {
    PITH_KIND_AUTO, /* Decide by the first bytes: markup that a page begins with is HTML. */
    PITH_KIND_HTML,
    PITH_KIND_TEXT, /* A text dump of a page. */
} pith_kind;

/* A page as it was found. Set unused members to zero. */
typedef struct pith_input {
    const char *bytes;   /* The page, in any charset; need not end in NUL. */
    size_t length;       /* Its length in bytes. */
    pith_kind kind;      /* What it is. */
    const char *url;     /* Where it came from: base for relative URLs; or NULL. */
    const char *charset; /* Charset that the HTTP header or the caller names; or NULL. A byte order
                            mark outranks it; an unknown name is PITH_ERROR_CHARSET. Without it, a
                            dump may be of lines in UTF-8 and lines in another charset. */
    const char *captured; /* When the page was taken, best in ISO 8601; or NULL. Dates after it are
                             refused, and "3 hours ago" is read against it; without it, it is not
                             read at all: the library never looks at the clock. What is no date is
                             PITH_ERROR_USAGE. */
} pith_input;

/* Defaults of the limits below. */
#define PITH_MAX_INPUT ((size_t)32 << 20)
#define PITH_MAX_MEMORY ((size_t)2 << 30)
#define PITH_MAX_ELEMENTS ((size_t)200000)
#define PITH_MAX_BLOCKS ((size_t)100000)
#define PITH_MAX_DEPTH ((size_t)512) /* As Blink has it. */

/* Which error to avoid where the model is in doubt. */
typedef enum pith_favor {
    PITH_FAVOR_BALANCED,
    PITH_FAVOR_PRECISION, /* Rather lose a line of the article than keep one of the page. */
    PITH_FAVOR_RECALL,    /* Rather keep a line of the page than lose one of the article. */
} pith_favor;

/* What becomes of the comments of readers. The posts of a forum are its content, not comments. */
typedef enum pith_comments {
    PITH_COMMENTS_SEPARATE, /* They are the article's `comments`. */
    PITH_COMMENTS_EXCLUDE,  /* They are dropped. */
    PITH_COMMENTS_INCLUDE,  /* They are part of its `text`. */
} pith_comments;

/* Options; begin with pith_options_default() or pass NULL for it. */
typedef struct pith_options {
    size_t max_input;    /* Bytes of input; a longer page is cut there and marked `truncated`. */
    size_t max_memory;   /* Bytes a page may take while it is worked on; over it: ERROR_MEMORY. */
    size_t max_elements; /* HTML elements looked at; what follows is left out: `truncated`. */
    size_t max_blocks;   /* Blocks looked at; what follows is left out: `truncated`. */
    size_t max_depth;    /* Depth of nested elements. Deeper tags are ignored, and their text counts as
                            that of the element around them: `truncated`. */
    pith_favor favor;
    pith_comments comments;
    bool explain; /* The article gets its `explanation`. Costs time and memory; false by default. */
} pith_options;

pith_options pith_options_default(void);

/* ---- Article --------------------------------------------------------------------------------- */

/* What a block is to its reader. */
#define PITH_BLOCK_KIND_MAP(X)                                                                     \
    X(PARAGRAPH, "paragraph")                                                                      \
    X(HEADING, "heading")                                                                          \
    X(LIST_ITEM, "list_item")                                                                      \
    X(TABLE_ROW, "table_row")                                                                      \
    X(PREFORMATTED, "preformatted")                                                                \
    X(QUOTE, "quote")                                                                              \
    X(CAPTION, "caption")                                                                          \
    X(IMAGE, "image") /* Images between paragraphs, as spans; its text is empty. */

typedef enum pith_block_kind {
#define PITH_X(name, text) PITH_BLOCK_##name,
    PITH_BLOCK_KIND_MAP(PITH_X)
#undef PITH_X
} pith_block_kind;

/* Why a block was kept or dropped. Names are the keys of `dropped` in JSON. */
#define PITH_REASON_MAP(X)                                                                         \
    X(KEPT, "kept")                   /* It is part of the article. */                             \
    X(OUTSIDE, "outside")             /* It lies outside the part of the page that is dense. */    \
    X(LINKS, "links")                 /* It is made of links. */                                   \
    X(NAVIGATION, "navigation")       /* Menus, breadcrumbs, headers, pagination. */               \
    X(FOOTER, "footer")               /* Footer, legal notes, copyright. */                        \
    X(SIDEBAR, "sidebar")             /* Asides and widgets. */                                    \
    X(RELATED, "related")             /* Other articles: related, popular, latest. */              \
    X(COMMENTS, "comments")           /* Reader comments and their forms. */                       \
    X(SHARE, "share")                 /* Share and follow bars. */                                 \
    X(NEWSLETTER, "newsletter")       /* Newsletter boxes, subscriptions, paywalls. */             \
    X(COOKIES, "cookies")             /* Cookie and consent notices. */                            \
    X(ADVERTISING, "advertising")     /* Advertising, promotions, app stores. */                   \
    X(INTERFACE, "interface")         /* Buttons, forms, search, log-in, loading notices. */       \
    X(HIDDEN, "hidden")               /* Not shown to readers. */                                  \
    X(TITLE, "title")                 /* The title again; it is in the metadata. */                \
    X(BYLINE, "byline")               /* Author, date, place or section line. */                   \
    X(CAPTION_CREDIT, "caption")      /* Photo caption or credit. */                               \
    X(DUPLICATE, "duplicate")         /* The same text was kept elsewhere. */                      \
    X(SHORT, "short")                 /* A short line far from any sentence. */

typedef enum pith_reason {
#define PITH_X(name, text) PITH_REASON_##name,
    PITH_REASON_MAP(PITH_X)
#undef PITH_X
    PITH_REASON_COUNT
} pith_reason;

/* What a stretch of a block's text is. */
#define PITH_SPAN_KIND_MAP(X)                                                                      \
    X(EMPHASIS, "emphasis")                                                                        \
    X(STRONG, "strong")                                                                            \
    X(CODE, "code")                                                                                \
    X(SUBSCRIPT, "subscript")                                                                      \
    X(SUPERSCRIPT, "superscript")                                                                  \
    X(DELETED, "deleted")                                                                          \
    X(INSERTED, "inserted")                                                                        \
    X(MARKED, "marked")     /* Highlighted. */                                                     \
    X(QUOTED, "quoted")     /* A quotation in a sentence; its marks may be missing. */             \
    X(LINK, "link")                                                                                \
    X(IMAGE, "image")       /* Stands at `start`; covers no text. */                               \
    X(FOOTNOTE, "footnote") /* A reference to a note that is part of the article. */               \
    X(FORMULA, "formula")   /* Covers the text of a formula, if it has any. */

typedef enum pith_span_kind {
#define PITH_X(name, text) PITH_SPAN_##name,
    PITH_SPAN_KIND_MAP(PITH_X)
#undef PITH_X
} pith_span_kind;

/* What blocks stand in. */
#define PITH_CONTAINER_KIND_MAP(X)                                                                 \
    X(QUOTE, "quote")                                                                              \
    X(LIST, "list") /* Holds nothing but items. */                                                 \
    X(ITEM, "item")                                                                                \
    X(DEFINITIONS, "definitions") /* Holds nothing but terms and definitions. */                   \
    X(TERM, "term")                                                                                \
    X(DEFINITION, "definition")                                                                    \
    X(TABLE, "table") /* Holds nothing but rows; a caption may be first. */                        \
    X(FIGURE, "figure")

typedef enum pith_container_kind {
#define PITH_X(name, text) PITH_CONTAINER_##name,
    PITH_CONTAINER_KIND_MAP(PITH_X)
#undef PITH_X
} pith_container_kind;

/* The names in the lists above; never NULL. */
const char *pith_block_kind_name(pith_block_kind kind);
const char *pith_reason_name(pith_reason reason);
const char *pith_span_kind_name(pith_span_kind kind);
const char *pith_container_kind_name(pith_container_kind kind);

/*
 * A stretch of a block's text. The spans of a block are in the order of `start`, outer ones before
 * those inside them, and never cross: two spans are apart, or one lies in the other. None ends with
 * white space. URLs are absolute, of the schemes http, https or mailto, and hold no character that
 * would have to be escaped in a URL.
 */
typedef struct pith_span {
    pith_span_kind kind;
    size_t start, end;   /* Bytes of the block's text: [start, end). */
    const char *url;     /* LINK, IMAGE: where to. FOOTNOTE: NULL. */
    const char *text;    /* IMAGE: what is said in its place (alt), or NULL. FORMULA: its source in
                            TeX, or NULL. */
    const char *caption; /* IMAGE: its caption, if that is no block that was kept; or NULL. */
    const char *markup;  /* FORMULA: its source in MathML, or NULL. */
    size_t note;         /* FOOTNOTE: the block of the article that holds the note. */
} pith_span;

/* A cell of a table row. */
typedef struct pith_cell {
    size_t start, end; /* Bytes of the block's text: [start, end); start == end if it is empty. */
    bool header;       /* It names a row or column. */
    unsigned columns;  /* Columns that it covers, from 1. */
    unsigned rows;     /* Rows that it covers, from 1. */
} pith_cell;

#define PITH_NO_CONTAINER SIZE_MAX

/* What blocks stand in: a list around items, an item around paragraphs, a quotation. A container has
   a block in it or in a container in it; its parent comes before it. */
typedef struct pith_container {
    pith_container_kind kind;
    size_t parent;  /* Index in the article's containers, or PITH_NO_CONTAINER. */
    bool ordered;   /* LIST: a numbered one. */
    long number;    /* ITEM of a numbered list: its number on the page. */
} pith_container;

/* A run of text that a reader sees as one piece. */
typedef struct pith_block {
    pith_block_kind kind;
    int level;          /* Heading 1 to 6; list item: depth of nesting from 1; else 0. */
    bool ordered;       /* A list item of a numbered list. */
    bool kept;          /* Part of the article's text. */
    pith_reason reason; /* Why it was dropped; PITH_REASON_KEPT if it was not. */
    float score;        /* 0 to 1: how much it looks like a part of the article. */
    const char *text;   /* A line; more where the page itself breaks lines (<br>) or when it is
                           preformatted. Cells of a table row are separated by TAB; empty ones are
                           left out. */
    size_t length;

    /* Structure; only of blocks that were kept, and of comments. */
    size_t container;        /* The innermost one: index in the article's containers, or
                                PITH_NO_CONTAINER. */
    const pith_span *spans;
    size_t span_count;
    const pith_cell *cells;  /* Of a table row, empty ones included. */
    size_t cell_count;
    const char *language;    /* Preformatted: the language of code, as the page names it; or NULL. */
} pith_block;

/* What is known about the article. A member is NULL when it was not found. */
typedef struct pith_metadata {
    const char *title;
    const char *author;      /* Names only; several are joined by "; ". */
    const char *date;        /* First publication, ISO 8601: a date, or a date and time. */
    const char *modified;    /* Last change, as above. */
    const char *sitename;
    const char *hostname;
    const char *url;         /* Canonical URL, absolute. */
    const char *description;
    const char *categories;  /* Joined by "; ". */
    const char *tags;        /* Joined by "; ". */
    const char *language;    /* BCP 47, as declared. */
    const char *image;       /* Absolute URL. */
    const char *license;
    const char *pagetype;    /* As the page declares it ("article", "product", ...). */
} pith_metadata;

/* See "Explanations" below. */
typedef struct pith_explanation pith_explanation;

typedef struct pith_article {
    pith_metadata metadata;
    pith_metadata sources; /* Where each member of `metadata` is from: "json-ld", "opengraph",
                              "heading", ...; NULL where the member is. */
    const char *text;     /* The kept blocks, with a blank line between them. */
    size_t text_length;
    const char *comments; /* Reader comments that were found and left out of text; "" if none. */
    size_t comments_length;
    const pith_block *blocks; /* All blocks of the page, kept or not, in its order; between them the
                                 images that were kept, but not with pith_options.explain. */
    size_t block_count;
    const pith_container *containers; /* What blocks stand in. */
    size_t container_count;
    size_t dropped[PITH_REASON_COUNT]; /* How many blocks were dropped, by reason. */
    bool truncated;       /* A limit was reached: part of the page was not looked at. */
    double confidence;    /* 0 to 1: the F1 (in words, against what a person would keep) that pages
                             judged like this one have on average; see docs/quality.md. 0: no
                             text. */
    pith_kind kind;       /* What the input was taken for. */
    const char *charset;  /* The charset it was decoded from, by its WHATWG name; "UTF-8" when only
                             some lines of a dump were in it. */
    const pith_explanation *explanation; /* NULL unless pith_options.explain was set. */
} pith_article;

/*
 * Extracts the article of one page. `options` may be NULL. On PITH_OK `*article` is set; free it
 * with pith_article_free(). A page without an article is no error: its text is empty.
 * Errors: PITH_ERROR_EMPTY (no byte but white space), PITH_ERROR_BINARY, PITH_ERROR_CHARSET,
 * PITH_ERROR_MEMORY, PITH_ERROR_USAGE (NULL arguments). `*article` is NULL then.
 * Time and memory grow linearly with the input.
 */
pith_status pith_extract(const pith_extractor *extractor, const pith_input *input,
    const pith_options *options, pith_article **article, pith_error *error);

/* Frees an article and all it points to; NULL is allowed. */
void pith_article_free(pith_article *article);

/* ---- Writers --------------------------------------------------------------------------------- */

typedef enum pith_format {
    PITH_FORMAT_TEXT,     /* The article's text and a final newline. */
    PITH_FORMAT_MARKDOWN, /* CommonMark with tables as in GitHub Flavored Markdown, headed by the
                             title. What Markdown has no signs for is in HTML tags. */
    PITH_FORMAT_JSON,     /* One object, on one line unless `pretty`. */
    PITH_FORMAT_HTML,     /* A document of plain semantic elements: no scripts, styles, handlers,
                             forms or frames, and no URL but http, https and mailto. */
    PITH_FORMAT_TEI,      /* A document in TEI Lite: a teiHeader with the metadata, and the text. */
} pith_format;

typedef enum pith_switch {
    PITH_DEFAULT, /* As the format has it. */
    PITH_INCLUDE,
    PITH_EXCLUDE,
} pith_switch;

typedef enum pith_tables {
    PITH_TABLES_TABS,    /* In plain text a row is a line, and TAB stands between its cells. */
    PITH_TABLES_ALIGNED, /* In plain text columns are padded with spaces to the same width. */
    PITH_TABLES_EXCLUDE, /* Tables of data are left out. */
} pith_tables;

/* How to write; set unused members to zero. All strings may be NULL. The formats Markdown, HTML and
   TEI include links, images and formatting unless told otherwise; plain text, which is also the
   `text` of JSON, leaves them out. */
typedef struct pith_write_options {
    const char *id;     /* JSON: the `id` of the record. */
    const char *carry;  /* JSON: text of a JSON object; its members that pith does not write itself
                           are appended as they are. */
    const struct pith_response *response; /* JSON: how the page was fetched; NULL: it was not. */
    pith_switch links;      /* Where links lead to. In plain text: "text <URL>". */
    pith_switch images;     /* In plain text: "[what it shows] <URL>". */
    pith_switch formatting; /* Emphasis and the like. In plain text: _emphasis_, *strong*, `code`. */
    pith_tables tables;
    bool front_matter; /* Markdown: begin with the metadata, as YAML between lines of "---". */
    bool blocks;       /* JSON: with the members `blocks` and `containers`. */
    bool provenance;   /* JSON: with the member `provenance`: the source of each field. */
    bool pretty;       /* JSON: indented, on several lines. */
} pith_write_options;

/*
 * Writes an article. `options` may be NULL. On PITH_OK `*output` holds `*length` bytes, ends in NUL
 * and is to be freed with pith_free(). Errors: PITH_ERROR_MEMORY, PITH_ERROR_USAGE (`carry` is
 * malformed).
 *
 * JSON keys, always in this order: id, url, title, author, date, modified, sitename, hostname,
 * description, categories, tags, language, image, license, pagetype, text, comments, confidence,
 * dropped (an object of counts by reason), truncated, error. What is unknown is null; id is left
 * out when it was not given. categories and tags are arrays. Of a page that was fetched, there are
 * also: status, final_url, redirect, fetched_at, bytes, seconds.
 *
 * With `provenance`, an object of that name follows pagetype: the name of the source of each field
 * that is not null.
 *
 * With `blocks`, two arrays stand before error. blocks: objects of kind, level (if not 0), text,
 * container (an index; if in one), language (if known), spans (if any: objects of kind, start, end,
 * and url, text, caption, markup, note) and cells (of a table row: objects of start, end, header,
 * columns, rows; the last three unless false, 1 and 1). start and end count characters (code
 * points) of text; note is the index of a block in this array. containers: objects of kind, parent
 * (an index; if in one), ordered (true; of a numbered list) and number (of its items).
 */
pith_status pith_write(const pith_article *article, pith_format format,
    const pith_write_options *options, char **output, size_t *length, pith_error *error);

/*
 * Writes what the model sees of a page, as one line of JSON for tools/train: id (if it was given),
 * url, and features: of each block, with their names and the blocks' text; of an HTML page, also of
 * the page and the tokens of each element. null when the page has no block. Output as for
 * pith_write(). Errors as for pith_extract().
 */
pith_status pith_write_features(const pith_extractor *extractor, const pith_input *input,
    const pith_options *options, const char *id, char **output, size_t *length, pith_error *error);

/*
 * The JSON record of a page that has no article because of an error: `message` becomes the member
 * `error`, `url` may be NULL. With a response in the options `message` may be NULL, too: of a page
 * that has not changed since it was fetched last. Output as for pith_write().
 */
pith_status pith_write_failure(const char *url, const char *message,
    const pith_write_options *options, char **output, size_t *length, pith_error *error);

/* Frees what a function of this library allocated for the caller; NULL is allowed. */
void pith_free(void *pointer);

/* ---- Explanations ---------------------------------------------------------------------------- */

/*
 * Why each block of a page was kept or dropped, for pages that were extracted with
 * pith_options.explain. All of it belongs to the article. Names are those that heuristics/ and the
 * features (src/score/features.h) have; docs/explain.md shows how to work with it.
 *
 * The judgement of a block, in log-odds (0 is a probability of one half, 2.2 is 0.9, 4.6 is 0.99):
 *
 *     features (words, link density, class names ...)  --> own probability
 *     own probability, probabilities of what surrounds it --> probability --> threshold --> rules
 *
 * What is listed adds up: `start`, all `features`, `features_rest`, all `surroundings` make the
 * `log_odds` of the probability. `start` holds what is the same for all blocks of the page.
 * Where a page was judged by rules alone there are neither features nor surroundings.
 */

/* What moved the judgement of a block, and by how much. */
typedef struct pith_contribution {
    const char *name;        /* Of the feature, or of the surroundings: "link_density", "path". */
    const char *description; /* The same in words; the name where there are none. */
    const char *value;       /* What the block has there, in words: "0.25", "12", "yes". */
    double amount;           /* Log-odds: above 0 it speaks for keeping the block. */
} pith_contribution;

typedef enum pith_finding_kind {
    PITH_FINDING_PHRASE, /* A phrase of phrases/ matches the block. */
    PITH_FINDING_CLASS,  /* A class or id around the block is in the vocabulary. */
    PITH_FINDING_TOKEN,  /* The model has learned a weight for a class, id, role or tag around it. */
} pith_finding_kind;

/* Something of heuristics/ that was found in a block or around it. */
typedef struct pith_finding {
    pith_finding_kind kind;
    const char *group;   /* Of phrases or classes: "line-share", "sidebar"; NULL for a token. */
    const char *text;    /* The phrase as it is written; the token. */
    const char *file;    /* Where it stands: "heuristics/phrases/en.conf". */
    unsigned line;       /* Of the file; 0: not known. */
    const char *element; /* Classes and tokens: the element, "div.sidebar"; NULL for phrases. */
    unsigned up;         /* Elements from the block's own up to that one. */
    double amount;       /* Tokens: the learned weight; else 0. */
} pith_finding;

typedef struct pith_block_explanation {
    double probability;    /* As `score` of the block. */
    bool uncertain;        /* Probability and threshold are less than a factor e apart in odds. */
    const char *rule;      /* What had the last word: "probability", "furniture", "duplicate" ... */
    const char *words;     /* The reason, in a sentence or two. */
    const char *path;      /* HTML: the block's element and those around it, "main > div.text > p";
                              dumps: "line 12". */
    double own;            /* Probability by the block's own features. */
    double log_odds, start;
    const pith_contribution *features; /* The strongest, strongest first. */
    size_t feature_count;
    double features_rest;              /* The sum of those that are not listed. */
    const pith_contribution *surroundings; /* All of them, strongest first. */
    size_t surrounding_count;
    const pith_finding *findings; /* Phrases, then classes, then tokens by weight. */
    size_t finding_count;
} pith_block_explanation;

typedef struct pith_page_type {
    const char *name;
    double probability;
} pith_page_type;

struct pith_explanation {
    const pith_block_explanation *blocks; /* As many as the article has, in the same order. */
    double threshold;         /* Blocks are kept from this probability on; above 1: none is. */
    double expected_f1;       /* Of the best choice of blocks; NAN where the threshold is fixed. */
    const char *threshold_words;   /* How the threshold came about. */
    const pith_page_type *types;   /* Most probable first. */
    size_t type_count;
    const char *heuristics;   /* What the model or the rules were read from. */
};

/* How explanations are written. */
typedef enum pith_explain_format {
    PITH_EXPLAIN_TEXT, /* A listing for a terminal. */
    PITH_EXPLAIN_JSON, /* One object on one line. */
    PITH_EXPLAIN_HTML, /* One self-contained page for all pages: head, pages, tail. */
} pith_explain_format;

typedef struct pith_explain_options {
    const char *name;  /* What the page is called: the name of its file; or NULL. */
    const char *id;    /* JSON: the `id` of the record; or NULL. */
    unsigned columns;  /* Text: width of a line in columns; 0: 100. */
    bool color;        /* Text: with the colour sequences of terminals (ECMA-48). */
} pith_explain_options;

/* Sums over pages that were compared; begin with zeros. */
typedef struct pith_explain_totals {
    size_t pages, pages_changed;
    size_t blocks, kept_before, kept_after;
    size_t gained, gained_words; /* Blocks that are kept after and were not before. */
    size_t lost, lost_words;
    size_t renamed; /* Blocks that are dropped before and after, for different reasons. */
} pith_explain_totals;

/* Adds the sums of further pages to `to`. */
void pith_explain_totals_add(pith_explain_totals *to, const pith_explain_totals *from);

/*
 * Writes the explanation of a page; or, when `before` is not NULL, what changed from `before` to
 * `after`: the same page with other heuristics or options. Both must have been extracted with
 * pith_options.explain. `totals` (may be NULL) is added to. No control character of the page
 * reaches the output; HTML escapes all that came from it. Output as for pith_write().
 * Errors: PITH_ERROR_MEMORY, PITH_ERROR_USAGE (no explanation).
 */
pith_status pith_write_explanation(const pith_article *after, const pith_article *before,
    pith_explain_format format, const pith_explain_options *options, pith_explain_totals *totals,
    char **output, size_t *length, pith_error *error);

/*
 * What stands before the first page and after the last. `totals` are those of the pages when they
 * were compared, else NULL. Output as for pith_write(); it may be empty. The HTML page loads
 * nothing and its policy forbids it to.
 */
pith_status pith_write_explanation_head(pith_explain_format format, bool compared, char **output,
    size_t *length, pith_error *error);
pith_status pith_write_explanation_tail(pith_explain_format format,
    const pith_explain_options *options, const pith_explain_totals *totals, char **output,
    size_t *length, pith_error *error);

/* ---- Fetching -------------------------------------------------------------------------------- */

/* Defaults of the options below. */
#define PITH_FETCH_MAX_BYTES ((size_t)10 << 20)
#define PITH_FETCH_MAX_REDIRECTS 10L
#define PITH_FETCH_TIMEOUT_SECONDS 30L
#define PITH_FETCH_CONNECT_TIMEOUT_SECONDS 10L
#define PITH_FETCH_SPEED_LIMIT ((size_t)100)
#define PITH_FETCH_SPEED_SECONDS 20L
#define PITH_FETCH_CONCURRENCY ((size_t)32)
#define PITH_FETCH_HOST_CONCURRENCY ((size_t)1)
#define PITH_FETCH_DELAY_SECONDS 1.0
#define PITH_FETCH_MAX_CRAWL_DELAY_SECONDS 60.0
#define PITH_FETCH_RETRIES 2L
#define PITH_FETCH_RETRY_DELAY_SECONDS 1.0
#define PITH_FETCH_MAX_RETRY_DELAY_SECONDS 120.0
#define PITH_FETCH_MAX_HOST_FAILURES 20L

/* How to fetch; begin with pith_fetch_options_default() or pass NULL for it. Strings may be NULL. */
typedef struct pith_fetch_options {
    /* Limits of a transfer. */
    size_t max_bytes;     /* Bytes of the body, content encoding undone. */
    long max_redirects;   /* Redirects that are followed. */
    long timeout_seconds; /* For an attempt at a page, redirects and name resolution included. The
                             time that a page waits for its turn does not count. */
    long connect_timeout_seconds; /* For a connection, name resolution and TLS included. */
    size_t speed_limit;           /* A transfer that is slower than so many bytes a second ... */
    long speed_seconds;           /* ... for so many seconds is given up. */

    /* Politeness. A host is a host name, whatever the port. */
    size_t concurrency;       /* Requests at a time. */
    size_t host_concurrency;  /* Requests at a time to one host. */
    double delay_seconds;     /* Between two requests to one host, those for robots.txt, redirects and
                                 further attempts included: from the beginning of one, or of its
                                 answer if one at a time is made, to the beginning of the next. */
    double max_crawl_delay_seconds; /* A longer Crawl-delay of a robots.txt counts as this. */
    bool ignore_robots;       /* robots.txt is not asked for: for one's own sites. */
    long retries;             /* Further attempts after a network error, 408, 425, 429 or 5xx. */
    double retry_delay_seconds; /* Before the first further attempt; doubled before each other. */
    double max_retry_delay_seconds; /* No wait is longer. When a server asks for more (Retry-After),
                                       the page is given up. */
    long max_host_failures;   /* After so many network errors in a row a host is given up. */
    uint64_t seed;            /* Of the chance in waiting times; 0: a different one each time. */

    /* What is said to servers. */
    const char *user_agent;      /* NULL: "pith/VERSION". What it begins with, letters, "-" and "_",
                                    is the name that robots.txt knows this crawler by. */
    const char *const *headers;  /* "Name: value", ended by NULL; or NULL. Authorization and Cookie
                                    are not sent to a server that a redirect leads to. */
    bool cookies;                /* Cookies are kept, in memory, and sent back. */

    /* Safety. */
    bool allow_private;   /* Addresses that are not public may be connected to. */
    const char *ca_file;  /* Certificates (PEM) to trust instead of the system's. */

    const struct pith_extractor *extractor; /* Its heuristics tell where redirects led; NULL: no
                                               redirect is taken for one that leaves the article. */
    struct pith_state *state; /* Of a long run; see below. It must outlive the fetcher. */
} pith_fetch_options;

pith_fetch_options pith_fetch_options_default(void);

/* Where a redirect led, if not to the article. Names are the values of `redirect` in JSON. */
#define PITH_REDIRECT_MAP(X)                                                                       \
    X(NONE, "none")       /* There was none, or it led to a page like any other. */                \
    X(HOME, "home")       /* To the home page of the site. */                                      \
    X(LOGIN, "login")     /* To a page where one logs in. */                                       \
    X(CONSENT, "consent") /* To a page that asks for consent. */

typedef enum pith_redirect {
#define PITH_X(name, text) PITH_REDIRECT_##name,
    PITH_REDIRECT_MAP(PITH_X)
#undef PITH_X
} pith_redirect;

/* The name in the list above; never NULL. */
const char *pith_redirect_name(pith_redirect redirect);

/* A page as it was fetched, or why it was not. */
typedef struct pith_response {
    pith_error error; /* PITH_OK: there is a page. */
    char *bytes;      /* The body, content encoding undone, and a NUL; NULL if there is none. */
    size_t length;
    char *requested;  /* The URL that was asked for, normalized; without user name, password and
                         fragment. Of a URL that is none: as it was given, without user name. */
    char *given;      /* The URL as it was given, without user name and password; NULL: the same. */
    char *url;        /* Where it came from at last, after redirects, as above; or NULL: nothing was
                         asked for. */
    char *charset;    /* The charset that the Content-Type header names, or NULL. */
    pith_kind kind;   /* By Content-Type: PITH_KIND_TEXT for text/plain, PITH_KIND_HTML for HTML. */
    long status;      /* HTTP status; 0: there was no answer. 304, with PITH_OK and no body: the page
                         has not changed since it was fetched into this state. */
    unsigned redirects;
    unsigned attempts;    /* Requests for pages, robots.txt not counted. */
    pith_redirect redirect;
    int64_t fetched_at;   /* When the answer was complete, in seconds since 1970. */
    double seconds;       /* That its requests took together. */
    char *etag;           /* As the server gave them, for the state; or NULL. */
    char *last_modified;
    void *user;           /* As given to pith_fetcher_add(). */
} pith_response;

/*
 * A copy of a URL, or of what is meant to be one, that may be shown and logged: without user name,
 * password and white space around it, and not longer than a URL may be. It may hold any bytes else.
 * NULL when memory runs out. Free with pith_free().
 */
char *pith_url_redacted(const char *url);

/* Frees what a response points to and zeroes it. */
void pith_response_clear(pith_response *response);

/*
 * Fetches one page with libcurl: http and https only, at every hop; certificates are checked; the
 * proxies that the environment names (http_proxy, https_proxy, no_proxy) are used; robots.txt is
 * heeded; only public addresses are connected to. `options` may be NULL; what they say about
 * further pages does not matter.
 * On PITH_OK `response` is filled; free it with pith_response_clear(). On an error it is empty.
 * Errors: PITH_ERROR_URL, PITH_ERROR_ADDRESS, PITH_ERROR_ROBOTS, PITH_ERROR_NETWORK,
 * PITH_ERROR_HTTP (a status other than 200 to 299), PITH_ERROR_CONTENT_TYPE (no HTML, XHTML or plain
 * text), PITH_ERROR_TOO_LARGE, PITH_ERROR_MEMORY, PITH_ERROR_USAGE.
 *
 * libcurl sets itself up when it is first used, in a way that is safe with threads (since libcurl
 * 7.84). A program that wants libcurl's memory back at its end, or that uses a libcurl without that
 * feature from several threads, calls curl_global_init() first and curl_global_cleanup() last.
 */
pith_status pith_fetch(const char *url, const pith_fetch_options *options, pith_response *response,
    pith_error *error);

/*
 * Fetches many pages at once. URLs go in, pages come out as they are finished; a slow host holds up
 * nobody. A thread of the fetcher's own does the transfers, so they go on while pages are worked on;
 * it begins no new ones while as many finished pages wait to be taken as there may be requests at a
 * time, or 64 MiB of them. This and pith_fetch() are all in the library that opens sockets.
 *
 * Any number of threads may use a fetcher at the same time.
 */
typedef struct pith_fetcher pith_fetcher;

/*
 * Makes a fetcher; what `options` point to is copied, but for extractor and state, which must
 * outlive it. NULL with `error` filled: PITH_ERROR_USAGE (a limit or header that is not valid),
 * PITH_ERROR_MEMORY, PITH_ERROR_NETWORK (libcurl cannot be set up). Free with pith_fetcher_free().
 */
pith_fetcher *pith_fetcher_new(const pith_fetch_options *options, pith_error *error);

/* Stops all transfers and frees the fetcher with the pages that were not taken; NULL is allowed. No
   other call may be running with it. */
void pith_fetcher_free(pith_fetcher *fetcher);

/*
 * Adds a URL, and `user`, which comes back with its page. Each URL is fetched once: one that was
 * added before, in any spelling that is normalized to the same text, or that the state has as
 * finished, is passed over and gives no page; `*added` (may be NULL) tells. What is no URL gives a
 * page with its error, as anything else that fails. Errors: PITH_ERROR_MEMORY, PITH_ERROR_IO (of the
 * state), PITH_ERROR_USAGE.
 */
pith_status pith_fetcher_add(
    pith_fetcher *fetcher, const char *url, void *user, bool *added, pith_error *error);

/* What pith_fetcher_next() found. */
typedef enum pith_fetch_event {
    PITH_FETCH_PAGE, /* A page, or why there is none: look at its `error`. */
    PITH_FETCH_WAIT, /* Nothing was finished within the time. */
    PITH_FETCH_IDLE, /* All that was added is finished and taken; after a stop: all that will be. */
} pith_fetch_event;

/*
 * Takes the next finished page, and waits for it up to `milliseconds` (-1: as long as it takes).
 * Free it with pith_response_clear().
 */
pith_fetch_event pith_fetcher_next(
    pith_fetcher *fetcher, int milliseconds, pith_response *response);

/* Begins no further request. Those in flight are finished, and give a page if they need no other
   request for it. What was not fetched gives no page. */
void pith_fetcher_stop(pith_fetcher *fetcher);

/* How far a fetcher is. */
typedef struct pith_fetch_progress {
    size_t added;    /* URLs, without those that were passed over. */
    size_t repeated; /* URLs passed over because they were added before ... */
    size_t known;    /* ... or because the state has them. */
    size_t taken;    /* Pages, by pith_fetcher_next(). */
    size_t active;   /* Requests. */
    size_t hosts;    /* Hosts that requests are made to, at this moment. */
    uint64_t received; /* Bytes of bodies, as they came in. */
} pith_fetch_progress;

pith_fetch_progress pith_fetcher_progress(pith_fetcher *fetcher);

/* ---- State of a long run --------------------------------------------------------------------- */

/*
 * A folder that remembers which pages are finished, so that a run that was stopped, in whatever way,
 * goes on where it was. It holds a journal, one line of text for each page, appended when the page's
 * record is written; docs/fetching.md describes it. With the validators in it (ETag, Last-Modified)
 * a later round fetches only what has changed.
 *
 * When records go to a regular file, the journal also holds where each of them ends in it. On
 * resuming, a record that is in the file and not in the journal is cut off, so that each page has
 * exactly one. Of a pipe nothing can be taken back: there the pages that were in flight may come
 * twice.
 *
 * Any number of threads may use a state at the same time.
 */
typedef struct pith_state pith_state;

/* Which pages of the state are finished. */
typedef enum pith_round {
    PITH_ROUND_RESUME,  /* Those of the round that was begun last: it is gone on with. */
    PITH_ROUND_RECRAWL, /* None: a new round, in which unchanged pages are not sent again. */
    PITH_ROUND_RETRY,   /* Those that did not fail: the others of the last round are tried again. */
} pith_round;

/*
 * Opens the state in `folder`, which is made if it does not exist (its parent must), and locks it
 * against other runs. `output` is the descriptor that records go to, opened for reading and
 * writing, or -1. If it is a regular file, it is cut to the end of the last record that the
 * journal has, and the next record is to be written there; an empty file is begun; another file, whose end the
 * journal does not know, is refused. Its descriptor is not closed here.
 * NULL with `error` filled: PITH_ERROR_IO (files, the lock), PITH_ERROR_USAGE (the output is not the
 * one of this state), PITH_ERROR_MEMORY. Free with pith_state_close().
 */
pith_state *pith_state_open(
    const char *folder, int output, pith_round round, pith_error *error);

/*
 * Notes that a page is finished, after its record was written to the output: `record` is what was
 * written for it, with all that ends it, and may be empty. Errors: PITH_ERROR_IO.
 */
pith_status pith_state_finish(pith_state *state, const pith_response *response, const char *record,
    size_t length, pith_error *error);

/* How many lines of the journal could not be read and were passed over. */
size_t pith_state_damaged(const pith_state *state);

/* Writes the journal to the disk, gives up the lock, frees the state; NULL is allowed. */
void pith_state_close(pith_state *state);

#ifdef __cplusplus
}
#endif

#endif
