#include "url.h"

#include <curl/curl.h>
#include <string.h>

static void free_handle(void *handle) {
    curl_url_cleanup(handle);
}

/* A libcurl string moved into the arena. */
static char *take(pith__arena *arena, char *text) {
    pith__arena_defer(arena, curl_free, text);
    return text;
}

/* A handle that holds an absolute http or https URL; or NULL. */
static CURLU *parse(pith__arena *arena, const char *url) {
    CURLU *handle = curl_url();
    if (handle == NULL)
        pith__arena_fail(arena);
    pith__arena_defer(arena, free_handle, handle);
    char *scheme = NULL;
    if (strlen(url) > PITH_URL_MAXIMUM ||
        curl_url_set(handle, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) !=
            CURLUE_OK ||
        curl_url_get(handle, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
        return NULL;
    take(arena, scheme);
    return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0 ? handle : NULL;
}

/* Whether it begins with a scheme, as RFC 3986, section 3.1 spells it. */
static bool has_scheme(pith__str reference) {
    size_t i = 0;
    while (i < reference.length && (pith__is_alpha(reference.data[i]) ||
                                       (i > 0 && (pith__is_digit(reference.data[i]) ||
                                                     strchr("+-.", reference.data[i]) != NULL))))
        i++;
    return i > 0 && i < reference.length && reference.data[i] == ':';
}

char *pith__url_resolve(pith__arena *arena, const char *base, pith__str reference) {
    reference = pith__str_trim(reference);
    if (reference.length == 0 || reference.length > PITH_URL_MAXIMUM)
        return NULL;
    const char *text = pith__str_copy(arena, reference);
    CURLU *handle;
    if (has_scheme(reference)) {
        handle = parse(arena, text);
    } else {
        handle = base == NULL ? NULL : parse(arena, base);
        if (handle != NULL && curl_url_set(handle, CURLUPART_URL, text,
                                  CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) != CURLUE_OK)
            handle = NULL;
    }
    char *resolved = NULL;
    if (handle == NULL || curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK ||
        curl_url_get(handle, CURLUPART_URL, &resolved, 0) != CURLUE_OK)
        return NULL;
    return take(arena, resolved);
}

char *pith__url_host(pith__arena *arena, const char *url) {
    CURLU *handle = url == NULL ? NULL : parse(arena, url);
    char *host = NULL;
    if (handle == NULL || curl_url_get(handle, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return NULL;
    take(arena, host);
    for (char *p = host; *p != '\0'; p++)
        *p = pith__to_lower(*p);
    return host;
}

bool pith__url_has_path(pith__arena *arena, const char *url) {
    CURLU *handle = parse(arena, url);
    char *part = NULL;
    if (handle == NULL)
        return false;
    if (curl_url_get(handle, CURLUPART_PATH, &part, 0) == CURLUE_OK &&
        strcmp(take(arena, part), "/") != 0)
        return true;
    part = NULL;
    return curl_url_get(handle, CURLUPART_QUERY, &part, 0) == CURLUE_OK &&
           take(arena, part)[0] != '\0';
}

pith__str pith__url_label(pith__str host) {
    static const char *const common[] = {"www", "com", "co", "org", "net", "gov", "edu", "ac"};
    pith__str longest = {NULL, 0};
    size_t from = 0;
    for (size_t i = 0; i < host.length; i++) {
        if (host.data[i] != '.')
            continue;
        pith__str label = pith__str_slice(host, from, i);
        from = i + 1;
        bool skip = false;
        for (size_t k = 0; k < sizeof common / sizeof common[0]; k++)
            skip = skip || pith__str_equal(label, pith__str_of(common[k]));
        if (!skip && label.length >= longest.length)
            longest = label;
    }
    return longest;
}

/* `count` digits at `at`, with no digit before and after; or -1. */
static int digits_at(pith__str text, size_t at, size_t count) {
    int value = 0;
    if (at + count > text.length || (at > 0 && pith__is_digit(text.data[at - 1])))
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (!pith__is_digit(text.data[at + i]))
            return -1;
        value = value * 10 + (text.data[at + i] - '0');
    }
    return at + count < text.length && pith__is_digit(text.data[at + count]) ? -1 : value;
}

/* A number of one or two digits at `*at`, which is moved past it; or -1. */
static int short_number(pith__str text, size_t *at) {
    size_t count = *at + 1 < text.length && pith__is_digit(text.data[*at + 1]) ? 2 : 1;
    int value = digits_at(text, *at, count);
    *at += count;
    return value;
}

bool pith__url_date(pith__str url, pith__date *date) {
    size_t at = pith__str_find(url, PITH_STR("://"));
    at = at == (size_t)-1 ? 0 : at + 3;
    while (at < url.length && url.data[at] != '/')
        at++;
    for (; at < url.length && url.data[at] != '?' && url.data[at] != '#'; at++) {
        int whole = digits_at(url, at, 8);
        if (whole > 0) {
            *date =
                (pith__date){.year = whole / 10000, .month = whole / 100 % 100, .day = whole % 100};
            if (pith__date_plausible(date))
                return true;
        }
        int year = digits_at(url, at, 4);
        if (year < PITH_DATE_FIRST_YEAR || at + 8 > url.length)
            continue;
        char mark = url.data[at + 4];
        size_t next = at + 5;
        if (mark != '/' && mark != '-' && mark != '_')
            continue;
        int month = short_number(url, &next);
        if (month < 1 || next + 1 >= url.length || url.data[next] != mark)
            continue;
        next++;
        int day = short_number(url, &next);
        *date = (pith__date){.year = year, .month = month, .day = day};
        if (pith__date_plausible(date))
            return true;
    }
    return false;
}
