/* write.h - from selected blocks to the article's text, and from the article to a format. */
#ifndef PITH_WRITE_H
#define PITH_WRITE_H

#include "../base/buffer.h"
#include "../page.h"
#include "../score/features.h"
#include "walk.h"

/* A part of the article as text: one blank line between blocks, none between items of a list or
   rows of a table; bullets or numbers before list items. */
void pith__write_text(
    pith__buffer *output, const pith_article *article, const pith__style *style, pith__part part);

/* The metadata as YAML between lines of "---", the last without its end. */
void pith__write_front_matter(pith__buffer *output, const pith_metadata *metadata);

/* The article as CommonMark, headed by the title; after what is in `output` already. */
void pith__write_markdown(
    pith__buffer *output, const pith_article *article, const pith__style *style);

/* The article as a document in HTML. */
void pith__write_html(pith__buffer *output, const pith_article *article, const pith__style *style);

/* The article as a document in TEI Lite. */
void pith__write_tei(pith__buffer *output, const pith_article *article, const pith__style *style);

/* What of an article stands in a record as text. */
typedef struct pith__record_texts {
    pith__str text, comments;
} pith__record_texts;

/* The record of an article, or of a failure (`article` and `texts` NULL), as JSON. The result is
   malloc'ed; NULL and `error` filled on failure. */
char *pith__write_json(const pith_article *article, const pith__record_texts *texts,
    const char *url, const char *failure, const pith_write_options *options, pith_error *error);

/* The record of pith_write_features(). `features` were made with names, or are NULL. */
void pith__write_features(
    pith__buffer *output, const pith__page *page, const char *id, const pith__features *features);

#endif
