#include "meta.h"

#include <string.h>

#include "../base/buffer.h"
#include "../html/dom.h"
#include "names.h"
#include "sources.h"
#include "titles.h"
#include "url.h"
#include "values.h"

enum {
    MAX_LIST_ITEMS = 64,
    MAX_LIST_BYTES = 16384,
    MAX_LANGUAGE = 35, /* RFC 5646, section 4.4.1: longer tags need not be supported. */
};

static const pith__candidate_list *field_of(const pith__meta *meta, pith__field field) {
    return &meta->candidates->fields[field];
}

/* The most trusted value as it is. */
static const char *first_value(const pith__meta *meta, pith__field field) {
    const pith__candidate_list *list = field_of(meta, field);
    return list->count == 0 ? NULL : list->items[0].value.data;
}

/* ---- Addresses ------------------------------------------------------------------------------- */

/* The canonical address. One that names only a site while the page was found deeper is a mistake of
   the page. */
static const char *choose_url(const pith__meta *meta) {
    const char *given = meta->page->url;
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_URL);
    bool deep = given != NULL && pith__url_has_path(meta->arena, given);
    for (size_t i = 0; i < list->count; i++) {
        char *url = pith__url_resolve(meta->arena, given, list->items[i].value);
        if (url != NULL && (!deep || pith__url_has_path(meta->arena, url)))
            return url;
    }
    if (given == NULL)
        return NULL;
    const char *absolute = pith__url_resolve(meta->arena, NULL, pith__str_of(given));
    return absolute != NULL ? absolute : pith__str_copy(meta->arena, pith__str_of(given));
}

static const char *choose_resolved(const pith__meta *meta, pith__field field, bool or_text) {
    const pith__candidate_list *list = field_of(meta, field);
    const char *base = meta->page->url != NULL ? meta->page->url : meta->page->metadata.url;
    for (size_t i = 0; i < list->count; i++) {
        pith__str value = list->items[i].value;
        bool spaced = memchr(value.data, ' ', value.length) != NULL;
        char *url = or_text && spaced ? NULL : pith__url_resolve(meta->arena, base, value);
        if (url != NULL)
            return url;
        if (or_text && spaced)
            return value.data;
    }
    return NULL;
}

/* ---- Site and language ----------------------------------------------------------------------- */

static const char *choose_sitename(const pith__meta *meta) {
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_SITENAME);
    for (size_t i = 0; i < list->count; i++) {
        pith__str value = list->items[i].value;
        if (value.data[0] != '@' && !pith__value_is_address(value) &&
            pith__value_characters(value) <= 100)
            return value.data;
    }
    return NULL;
}

/* "en_US" is "en-US"; what does not look like RFC 5646 is refused: "english", "x-default". */
static const char *language_tag(const pith__meta *meta, pith__str value) {
    size_t length = 0;
    while (length < value.length && value.data[length] != ',' && value.data[length] != ' ' &&
           value.data[length] != ';' && value.data[length] != '.')
        length++;
    if (length < 2 || length > MAX_LANGUAGE)
        return NULL;
    char *tag = pith__str_copy(meta->arena, pith__str_slice(value, 0, length));
    size_t part = 0, begin = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && tag[i] != '-' && tag[i] != '_') {
            if (!pith__is_alpha(tag[i]) && (part == 0 || !pith__is_digit(tag[i])))
                return NULL;
            tag[i] = pith__to_lower(tag[i]);
            continue;
        }
        size_t size = i - begin;
        if (size == 0 || size > 8 || (part == 0 && (size < 2 || size > 3)))
            return NULL;
        if (part > 0 && size == 2) {
            for (size_t k = begin; k < i; k++)
                tag[k] = (char)(tag[k] >= 'a' && tag[k] <= 'z' ? tag[k] - 'a' + 'A' : tag[k]);
        } else if (part > 0 && size == 4 && pith__is_alpha(tag[begin])) {
            tag[begin] = (char)(tag[begin] - 'a' + 'A');
        }
        if (i < length)
            tag[i] = '-';
        begin = i + 1;
        part++;
    }
    return tag;
}

static const char *choose_language(const pith__meta *meta) {
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_LANGUAGE);
    for (size_t i = 0; i < list->count; i++) {
        const char *tag = language_tag(meta, list->items[i].value);
        if (tag != NULL)
            return tag;
    }
    return NULL;
}

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
    pith__str type = pith__str_of(first_value(meta, PITH_FIELD_PAGETYPE));
    return (pith__title_context){.site = site,
        .url = meta->page->url,
        .is_article = pith__str_find_nocase(type, PITH_STR("article")) != (size_t)-1,
        .is_website = pith__str_equal_nocase(type, PITH_STR("website"))};
}

/* ---- Names and dates ------------------------------------------------------------------------- */

/* Sources that are read from visible text: what they say must look like a name. */
static bool is_guess(pith__source source) {
    return source == PITH_SOURCE_BYLINE || source == PITH_SOURCE_VISIBLE;
}

static void drop_implausible(const pith__meta *meta, pith__names *names) {
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (pith__names_plausible(meta->arena, meta->heuristics, names->items[i]))
            names->items[kept++] = names->items[i];
    }
    names->count = kept;
}

/* All names of the most trusted source that has any. With an empty `site` its name is no obstacle.
 */
static const char *author_beside(const pith__meta *meta, pith__site site) {
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_AUTHOR);
    pith__names *names = pith__arena_array(meta->arena, 1, sizeof *names);
    for (size_t i = 0; i < list->count; i++) {
        const pith__candidate *first = &list->items[i];
        *names = (pith__names){.site = site.name, .host = site.label};
        bool inverted =
            first->source == PITH_SOURCE_CITATION || first->source == PITH_SOURCE_DUBLIN_CORE;
        for (size_t k = i; k < list->count; k++) {
            if (list->items[k].source == first->source && list->items[k].group == first->group &&
                list->items[k].trust == first->trust)
                pith__names_add(
                    meta->arena, meta->heuristics, names, list->items[k].value, inverted);
        }
        if (is_guess(first->source))
            drop_implausible(meta, names);
        if (names->count > 0)
            return pith__names_join(meta->arena, names);
    }
    return NULL;
}

/*
 * A site that names itself as the author mostly has nobody to name. But the site of one person
 * carries that person's name: when nothing else is found, what looks like a name will do.
 */
static const char *choose_author(const pith__meta *meta, pith__site site) {
    const char *author = author_beside(meta, site);
    if (author != NULL)
        return author;
    author = author_beside(meta, (pith__site){{NULL, 0}, {NULL, 0}});
    pith__words words = pith__words_of(meta->arena, pith__str_of(author));
    bool plausible = words.count >= 2 && words.count <= 4 &&
                     pith__names_plausible(meta->arena, meta->heuristics, pith__str_of(author));
    return plausible ? author : NULL;
}

static const char *choose_date(const pith__meta *meta, pith__field field) {
    const pith__candidate_list *list = field_of(meta, field);
    for (size_t i = 0; i < list->count; i++) {
        pith__date date;
        if (!pith__date_parse(meta->heuristics, list->items[i].value, meta->order, &date))
            continue;
        char text[PITH_DATE_TEXT];
        pith__date_format(&date, text);
        return pith__str_copy(meta->arena, pith__str_of(text));
    }
    return NULL;
}

/* ---- Lists ----------------------------------------------------------------------------------- */

typedef struct value_list {
    pith__str items[MAX_LIST_ITEMS];
    size_t count;
} value_list;

static void add_item(value_list *list, pith__str item) {
    item = pith__str_trim(item);
    if (item.length == 0 || list->count >= MAX_LIST_ITEMS || pith__value_is_address(item))
        return;
    for (size_t i = 0; i < list->count; i++) {
        if (pith__str_equal_nocase(list->items[i], item))
            return;
    }
    list->items[list->count++] = item;
}

/* All values of the most trusted source, split at the marks, each once, joined by "; ". */
static const char *choose_list(const pith__meta *meta, pith__field field, const char *marks) {
    const pith__candidate_list *candidates = field_of(meta, field);
    if (candidates->count == 0)
        return NULL;
    value_list *list = pith__arena_array(meta->arena, 1, sizeof *list);
    for (size_t i = 0; i < candidates->count; i++) {
        if (candidates->items[i].source != candidates->items[0].source)
            continue;
        pith__str value = candidates->items[i].value;
        size_t from = 0;
        for (size_t at = 0; at <= value.length; at++) {
            if (at < value.length && strchr(marks, value.data[at]) == NULL)
                continue;
            add_item(list, pith__str_slice(value, from, at));
            from = at + 1;
        }
    }
    pith__buffer out;
    pith__buffer_init(&out, meta->arena, MAX_LIST_BYTES);
    for (size_t i = 0; i < list->count; i++) {
        if (out.length + list->items[i].length + 2 > MAX_LIST_BYTES)
            break;
        if (i > 0)
            pith__buffer_add_str(&out, PITH_STR("; "));
        pith__buffer_add_str(&out, list->items[i]);
    }
    return out.length == 0 ? NULL : pith__str_copy(meta->arena, pith__buffer_str(&out));
}

/* ---- The page -------------------------------------------------------------------------------- */

static void collect(pith__meta *meta) {
    pith__meta_jsonld(meta);
    pith__meta_tags(meta);
    pith__meta_microdata(meta);
    pith__meta_headings(meta);
    pith__meta_address(meta);
}

void pith__meta_html(pith__page *page, const pith__heuristics *heuristics) {
    pith__candidates *candidates = pith__arena_array(page->arena, 1, sizeof *candidates);
    pith__candidates_init(candidates, page->arena);
    pith__meta meta = {
        .page = page, .arena = page->arena, .heuristics = heuristics, .candidates = candidates};
    pith_metadata *known = &page->metadata;
    if (page->dom == NULL)
        return;
    collect(&meta);
    known->url = choose_url(&meta);
    known->hostname = pith__url_host(page->arena, known->url);
    known->language = choose_language(&meta);
    known->sitename = choose_sitename(&meta);
    meta.order = order_of(known->language, known->hostname);
    pith__site site = {.name = pith__str_of(known->sitename),
        .label = pith__url_label(pith__str_of(known->hostname))};
    pith__title_context context = title_context(&meta, site);
    known->title =
        pith__title_choose(page->arena, heuristics, field_of(&meta, PITH_FIELD_TITLE), &context)
            .text;
    if (known->sitename == NULL && known->title != NULL) {
        site.name = pith__title_site(
            page->arena, field_of(&meta, PITH_FIELD_TITLE), pith__str_of(known->title));
        if (site.name.length > 0)
            known->sitename = pith__str_copy(page->arena, site.name);
    }
    pith__meta_visible(&meta, known->title);
    known->author = choose_author(&meta, site);
    known->date = choose_date(&meta, PITH_FIELD_DATE);
    known->modified = choose_date(&meta, PITH_FIELD_MODIFIED);
    if (known->date == NULL)
        known->date = known->modified;
    known->description = first_value(&meta, PITH_FIELD_DESCRIPTION);
    known->categories = choose_list(&meta, PITH_FIELD_CATEGORIES, ";");
    known->tags = choose_list(&meta, PITH_FIELD_TAGS, ",;");
    known->image = choose_resolved(&meta, PITH_FIELD_IMAGE, false);
    known->license = choose_resolved(&meta, PITH_FIELD_LICENSE, true);
    known->pagetype = first_value(&meta, PITH_FIELD_PAGETYPE);
}
