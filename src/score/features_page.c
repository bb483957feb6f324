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

/* What the page calls itself to those that link to it; 0 if it does not say. */
static int declared_type(const pith__page *page) {
    enum { ARTICLE = 1, WEBSITE, PRODUCT, OTHER };
    const pith__dom *dom = page->dom;
    if (dom->head == PITH_NONE)
        return 0;
    for (uint32_t i = dom->head; i < dom->nodes[dom->head].end; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].tag != GUMBO_TAG_META)
            continue;
        const char *property = pith__dom_attribute(dom, i, "property");
        if (property == NULL ||
            !pith__str_equal_nocase(pith__str_of(property), PITH_STR("og:type")))
            continue;
        pith__str type = pith__str_of(pith__dom_attribute(dom, i, "content"));
        if (pith__str_starts_nocase(type, PITH_STR("article")))
            return ARTICLE;
        if (pith__str_starts_nocase(type, PITH_STR("website")))
            return WEBSITE;
        return pith__str_starts_nocase(type, PITH_STR("product")) ? PRODUCT : OTHER;
    }
    return 0;
}

/* The units (elements of three or more alike, of several blocks each) with most words on the page.
 */
static const group_facts *largest_units(const feature_context *context) {
    static const group_facts none = {0};
    const group_facts *largest = &none;
    for (uint32_t e = 1; e < context->page->element_count; e++) {
        const group_facts *group = &context->groups[context->elements[e].group];
        if (group->count >= 3 && context->elements[e].blocks >= 2 && group->words > largest->words)
            largest = group;
    }
    return largest;
}

static void put_structure(const feature_context *context, double words, pith__row *row) {
    const pith__page *page = context->page;
    const group_facts *units = largest_units(context);
    double count = fmax(1, units->count);
    pith__put(row, "page_units", log1p(units->count));
    pith__put(row, "page_units_share", units->words / words);
    pith__put(row, "page_units_words", units->words / count);
    pith__put(row, "page_units_long", units->long_words / fmax(1, units->words));
    pith__put(row, "page_units_dated", units->dated / count);
    span segment = context->segments[0];
    pith__put(row, "page_segment",
        (context->words_before[segment.to] - context->words_before[segment.from]) / words);
    pith__put(row, "page_segment_long",
        (context->long_before[segment.to] - context->long_before[segment.from]) / words);
    pith__put(row, "page_paths", (double)context->path_count / page->block_count);
    pith__put(row, "page_declared", declared_type(page));
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
    put_structure(context, words, row);
}
