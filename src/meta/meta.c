#include "meta.h"

#include <string.h>

#include "../html/dom.h"
#include "choose.h"
#include "sources.h"
#include "titles.h"
#include "url.h"

/* "5/3/2024": month first where the United States or nobody speaks. */
static pith__date_order order_of(const char *language, const char *host) {
    static const char *const day_first[] = {
        ".uk", ".au", ".nz", ".ie", ".in", ".za", ".de", ".fr", ".it", ".es", ".eu", ".nl", ".br"};
    for (size_t i = 0; host != NULL && i < sizeof day_first / sizeof day_first[0]; i++) {
        if (pith__str_ends_nocase(pith__str_of(host), pith__str_of(day_first[i])))
            return PITH_DATE_DAY_FIRST;
    }
    if (language == NULL || strcmp(language, "en") == 0 || strcmp(language, "en-US") == 0)
        return PITH_DATE_MONTH_FIRST;
    return PITH_DATE_DAY_FIRST;
}

static pith__title_context title_context(const pith__meta *meta, pith__site site) {
    pith__str type = pith__str_of(pith__choose_first(meta, PITH_FIELD_PAGETYPE).text);
    return (pith__title_context){.site = site,
        .url = meta->page->url,
        .is_article = pith__str_find_nocase(type, PITH_STR("article")) != (size_t)-1,
        .is_website = pith__str_equal_nocase(type, PITH_STR("website")),
        .notes = meta->page->titles};
}

const pith__date *pith__meta_captured(
    pith__arena *arena, const pith__heuristics *heuristics, const char *text) {
    pith__date *date = pith__arena_array(arena, 1, sizeof *date);
    return pith__date_parse(heuristics, pith__str_of(text), PITH_DATE_DAY_FIRST, date) ? date
                                                                                       : NULL;
}

static void collect(pith__meta *meta) {
    pith__meta_jsonld(meta);
    pith__meta_tags(meta);
    pith__meta_microdata(meta);
    pith__meta_headings(meta);
    pith__meta_address(meta);
}

/* Sets a member of the metadata and the name of its source. */
#define SET(member, choice)                                                                        \
    do {                                                                                           \
        pith__chosen set_ = (choice);                                                              \
        known->member = set_.text;                                                                 \
        sources->member = set_.text == NULL ? NULL : pith__source_name(set_.source);               \
    } while (0)

/* The title, and the name of the site where the title alone tells it. */
static void set_title(pith__meta *meta, pith__site *site) {
    pith__page *page = meta->page;
    pith_metadata *known = &page->metadata, *sources = &page->sources;
    const pith__candidate_list *titles = &meta->candidates->fields[PITH_FIELD_TITLE];
    pith__title_context context = title_context(meta, *site);
    SET(title, pith__title_choose(page->arena, meta->heuristics, titles, &context));
    if (known->sitename != NULL || known->title == NULL)
        return;
    site->name = pith__title_site(page->arena, titles, pith__str_of(known->title));
    if (site->name.length > 0)
        SET(sitename,
            ((pith__chosen){pith__str_copy(page->arena, site->name), PITH_SOURCE_TITLE_ELEMENT}));
}

void pith__meta_html(pith__page *page, const pith__heuristics *heuristics) {
    pith__candidates *candidates = pith__arena_array(page->arena, 1, sizeof *candidates);
    pith__candidates_init(candidates, page->arena);
    pith__meta meta = {
        .page = page, .arena = page->arena, .heuristics = heuristics, .candidates = candidates};
    pith_metadata *known = &page->metadata, *sources = &page->sources;
    if (page->dom == NULL)
        return;
    collect(&meta);
    SET(url, pith__choose_url(&meta));
    known->hostname = pith__url_host(page->arena, known->url);
    sources->hostname = known->hostname == NULL ? NULL : sources->url;
    SET(language, pith__choose_language(&meta));
    SET(sitename, pith__choose_sitename(&meta));
    meta.order = order_of(known->language, known->hostname);
    pith__site site = {.name = pith__str_of(known->sitename),
        .label = pith__url_label(pith__str_of(known->hostname))};
    set_title(&meta, &site);
    pith__meta_visible(&meta, known->title);
    SET(author, pith__choose_author(&meta, site));
    SET(modified, pith__choose_modified(&meta));
    SET(date, pith__choose_date(&meta));
    const char *base = page->url != NULL ? page->url : known->url;
    SET(description, pith__choose_first(&meta, PITH_FIELD_DESCRIPTION));
    SET(categories, pith__choose_list(&meta, PITH_FIELD_CATEGORIES, ";"));
    SET(tags, pith__choose_list(&meta, PITH_FIELD_TAGS, ",;"));
    SET(image, pith__choose_resolved(&meta, PITH_FIELD_IMAGE, base, false));
    SET(license, pith__choose_resolved(&meta, PITH_FIELD_LICENSE, base, true));
    SET(pagetype, pith__choose_first(&meta, PITH_FIELD_PAGETYPE));
}
