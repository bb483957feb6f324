/* article.h - from a judged page to the article that the caller gets. */
#ifndef PITH_ARTICLE_H
#define PITH_ARTICLE_H

#include "base/arena.h"
#include "heuristics/heuristics.h"
#include "page.h"
#include "pith.h"

/* What the caller holds as a pith_article: its first member. */
typedef struct pith__article_owner {
    pith_article article;
    pith__arena arena; /* Of all that the article points to. */
} pith__article_owner;

/* Copies into the owner's arena what the caller gets of a page, and puts the text together. */
void pith__article_fill(pith__article_owner *owner, const pith__page *page,
    const pith__heuristics *heuristics, const pith_options *options);

#endif
