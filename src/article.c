#include "article.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "structure/structure.h"
#include "write/write.h"

const char *pith_block_kind_name(pith_block_kind kind) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_BLOCK_KIND_MAP(PITH_X)};
#undef PITH_X
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

const char *pith_span_kind_name(pith_span_kind kind) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_SPAN_KIND_MAP(PITH_X)};
#undef PITH_X
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

const char *pith_container_kind_name(pith_container_kind kind) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_CONTAINER_KIND_MAP(PITH_X)};
#undef PITH_X
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

const char *pith_reason_name(pith_reason reason) {
#define PITH_X(name, text) text,
    static const char *const names[] = {PITH_REASON_MAP(PITH_X)};
#undef PITH_X
    return (size_t)reason < sizeof names / sizeof *names ? names[reason] : "unknown";
}

static const char *copy_string(pith__arena *arena, const char *text) {
    return text == NULL ? NULL : pith__str_copy(arena, pith__str_of(text));
}

static void copy_metadata(pith__arena *arena, pith_metadata *to, const pith_metadata *from) {
#define COPY(member) to->member = copy_string(arena, from->member)
    COPY(title);
    COPY(author);
    COPY(date);
    COPY(modified);
    COPY(sitename);
    COPY(hostname);
    COPY(url);
    COPY(description);
    COPY(categories);
    COPY(tags);
    COPY(language);
    COPY(image);
    COPY(license);
    COPY(pagetype);
#undef COPY
}

/* Blocks, counts and confidence; then the text, which is written from the blocks. */
void pith__article_fill(pith__article_owner *owner, const pith__page *page,
    const pith__heuristics *heuristics, const pith_options *options) {
    pith_article *article = &owner->article;
    pith__arena *arena = &owner->arena;
    copy_metadata(arena, &article->metadata, &page->metadata);
    copy_metadata(arena, &article->sources, &page->sources);
    bool any = false;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        any = any || (block->kept && block->weight > 0);
        if (!block->kept)
            article->dropped[block->reason]++;
    }
    /* An explanation has an entry for each block of the page. */
    pith__structure_article(article, arena, page, heuristics, !options->explain);
    article->confidence = any ? page->confidence : 0.0;
    article->kind = page->kind;
    article->charset = copy_string(arena, page->charset);
    article->truncated = page->truncated;

    pith__style plain = pith__style_of(PITH_FORMAT_TEXT, NULL);
    pith__buffer text, comments;
    pith__buffer_init(&text, arena, SIZE_MAX);
    pith__write_text(&text, article, &plain, PITH_PART_BODY);
    article->text = pith__buffer_text(&text);
    article->text_length = text.length;
    pith__buffer_init(&comments, arena, SIZE_MAX);
    if (options->comments == PITH_COMMENTS_SEPARATE)
        pith__write_text(&comments, article, &plain, PITH_PART_COMMENTS);
    article->comments = pith__buffer_text(&comments);
    article->comments_length = comments.length;
}

void pith_article_free(pith_article *article) {
    if (article == NULL)
        return;
    /* The article is the first member of its owner. */
    pith__article_owner *owner = (pith__article_owner *)article;
    pith__arena_free(&owner->arena);
    free(owner);
}
