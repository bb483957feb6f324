#include "choose.h"

#include <string.h>

#include "../base/buffer.h"
#include "url.h"
#include "values.h"

enum {
    MAX_LIST_ITEMS = 64,
    MAX_LIST_BYTES = 16384,
    MAX_LANGUAGE = 35,      /* RFC 5646, section 4.4.1: longer tags need not be supported. */
    LONGEST_SITENAME = 100, /* Characters. */
};

static const pith__chosen nothing = {NULL, PITH_SOURCE_NONE};

static const pith__candidate_list *field_of(const pith__meta *meta, pith__field field) {
    return &meta->candidates->fields[field];
}

pith__chosen pith__choose_first(const pith__meta *meta, pith__field field) {
    const pith__candidate_list *list = field_of(meta, field);
    if (list->count == 0)
        return nothing;
    return (pith__chosen){list->items[0].value.data, list->items[0].source};
}

/* ---- Addresses ------------------------------------------------------------------------------- */

pith__chosen pith__choose_url(const pith__meta *meta) {
    const char *given = meta->page->url;
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_URL);
    bool deep = given != NULL && pith__url_has_path(meta->arena, given);
    for (size_t i = 0; i < list->count; i++) {
        char *url = pith__url_resolve(meta->arena, given, list->items[i].value);
        if (url != NULL && (!deep || pith__url_has_path(meta->arena, url)))
            return (pith__chosen){url, list->items[i].source};
    }
    if (given == NULL)
        return nothing;
    const char *absolute = pith__url_resolve(meta->arena, NULL, pith__str_of(given));
    if (absolute == NULL)
        absolute = pith__str_copy(meta->arena, pith__str_of(given));
    return (pith__chosen){absolute, PITH_SOURCE_URL};
}

pith__chosen pith__choose_resolved(
    const pith__meta *meta, pith__field field, const char *base, bool or_text) {
    const pith__candidate_list *list = field_of(meta, field);
    for (size_t i = 0; i < list->count; i++) {
        pith__str value = list->items[i].value;
        bool spaced = memchr(value.data, ' ', value.length) != NULL;
        char *url = or_text && spaced ? NULL : pith__url_resolve(meta->arena, base, value);
        if (url != NULL)
            return (pith__chosen){url, list->items[i].source};
        if (or_text && spaced)
            return (pith__chosen){value.data, list->items[i].source};
    }
    return nothing;
}

/* ---- Site and language ----------------------------------------------------------------------- */

pith__chosen pith__choose_sitename(const pith__meta *meta) {
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_SITENAME);
    for (size_t i = 0; i < list->count; i++) {
        pith__str value = list->items[i].value;
        if (value.data[0] != '@' && !pith__value_is_address(value) &&
            pith__value_characters(value) <= LONGEST_SITENAME)
            return (pith__chosen){value.data, list->items[i].source};
    }
    return nothing;
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

pith__chosen pith__choose_language(const pith__meta *meta) {
    const pith__candidate_list *list = field_of(meta, PITH_FIELD_LANGUAGE);
    for (size_t i = 0; i < list->count; i++) {
        const char *tag = language_tag(meta, list->items[i].value);
        if (tag != NULL)
            return (pith__chosen){tag, list->items[i].source};
    }
    return nothing;
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

pith__chosen pith__choose_list(const pith__meta *meta, pith__field field, const char *marks) {
    const pith__candidate_list *candidates = field_of(meta, field);
    if (candidates->count == 0)
        return nothing;
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
    if (out.length == 0)
        return nothing;
    return (pith__chosen){
        pith__str_copy(meta->arena, pith__buffer_str(&out)), candidates->items[0].source};
}
