/* write.h - from selected blocks to the article's text, and from the article to a format. */
#ifndef PITH_WRITE_H
#define PITH_WRITE_H

#include "../base/buffer.h"
#include "../page.h"
#include "../score/features.h"

/* The kept blocks as text: one blank line between blocks, none between items of a list or rows of
   a table; bullets before list items. `comments` is the text of the blocks dropped as comments. */
void pith__write_text(pith__buffer *output, const pith_article *article);
void pith__write_comments(pith__buffer *output, const pith_article *article);

/* The kept blocks as CommonMark, headed by the title. */
void pith__write_markdown(pith__buffer *output, const pith_article *article);

/* The record of an article, or of a failure (`article` NULL), as one line of JSON. The result is
   malloc'ed; NULL and `error` filled on failure. */
char *pith__write_json(const pith_article *article, const char *url, const char *failure,
    const pith_write_options *options, pith_error *error);

/* The record of pith_write_features(). `features` were made with names, or are NULL. */
void pith__write_features(
    pith__buffer *output, const pith__page *page, const char *id, const pith__features *features);

#endif
