/* features_page.c - what kind of page it is. */
#include "features_internal.h"

#include <math.h>

#include "../html/dom.h"
#include "density.h"

typedef struct page_sums {
    double words, links, good, stop_words, words_in_p, words_in_li, words_in_article, words_in_main,
        words_in_td, words_in_pre, sentences, prices, dates, questions;
    double articles, forms, first_headings, headings, images, items;
} page_sums;

static bool is_within(const feature_context *context, uint32_t element, GumboTag tag) {
    const pith__page *page = context->page;
    for (int up = 0; up < 20 && element != PITH_NONE; up++) {
        if (page->elements[element].tag == tag)
            return true;
        element = page->elements[element].parent;
    }
    return false;
}

static void add_blocks(const feature_context *context, page_sums *sums) {
    const pith__page *page = context->page;
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        const pith__block_facts *facts = &context->blocks[i];
        double words = block->weight;
        sums->words += words;
        sums->links += block->link_weight;
        sums->good += facts->good ? words : 0;
        sums->stop_words += facts->stop_words;
        sums->sentences += facts->sentences;
        sums->dates += facts->date && block->weight <= 12;
        sums->words_in_p += is_within(context, block->element, GUMBO_TAG_P) ? words : 0;
        sums->words_in_li += is_within(context, block->element, GUMBO_TAG_LI) ? words : 0;
        sums->words_in_article += is_within(context, block->element, GUMBO_TAG_ARTICLE) ? words : 0;
        sums->words_in_main += is_within(context, block->element, GUMBO_TAG_MAIN) ? words : 0;
        sums->words_in_td += is_within(context, block->element, GUMBO_TAG_TD) ? words : 0;
        sums->words_in_pre += block->kind == PITH_BLOCK_PREFORMATTED ? words : 0;
        sums->headings += facts->heading > 0;
    }
}

static void add_elements(const feature_context *context, page_sums *sums) {
    const pith__page *page = context->page;
    for (uint32_t e = 0; e < page->element_count; e++) {
        unsigned tag = page->elements[e].tag;
        sums->articles += tag == GUMBO_TAG_ARTICLE;
        sums->forms += tag == GUMBO_TAG_FORM;
        sums->first_headings += tag == GUMBO_TAG_H1;
        sums->items += tag == GUMBO_TAG_LI;
        sums->images += page->elements[e].images;
    }
}

void pith__put_page(const feature_context *context, pith__row *row) {
    page_sums sums = {0};
    add_blocks(context, &sums);
    add_elements(context, &sums);
    double words = fmax(1, sums.words), blocks = context->page->block_count;
    pith__put(row, "page_words", log1p(sums.words));
    pith__put(row, "page_blocks", log1p(blocks));
    pith__put(row, "page_words_per_block", words / blocks);
    pith__put(row, "page_links", sums.links / words);
    pith__put(row, "page_good", sums.good / words);
    pith__put(row, "page_stop", sums.stop_words / words);
    pith__put(row, "page_sentences", sums.sentences / words);
    pith__put(row, "page_dates", sums.dates / blocks);
    pith__put(row, "page_p", sums.words_in_p / words);
    pith__put(row, "page_li", sums.words_in_li / words);
    pith__put(row, "page_article", sums.words_in_article / words);
    pith__put(row, "page_main", sums.words_in_main / words);
    pith__put(row, "page_td", sums.words_in_td / words);
    pith__put(row, "page_pre", sums.words_in_pre / words);
    pith__put(row, "page_articles", log1p(sums.articles));
    pith__put(row, "page_forms", log1p(sums.forms));
    pith__put(row, "page_h1", log1p(sums.first_headings));
    pith__put(row, "page_headings", sums.headings / blocks);
    pith__put(row, "page_images", log1p(sums.images));
    pith__put(row, "page_items", log1p(sums.items));
}
