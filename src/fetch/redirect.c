#include "redirect.h"

#include <string.h>

#include "../base/str.h"
#include "../extractor.h"

enum {
    NAME_MAX_BYTES = 40, /* Of a label or segment that can be in the list. */
    PARTS_MAX = 64,      /* Labels and segments looked at; few URLs have ten. */
};

/* A label of the host or a segment of the path, reduced to what redirects.conf lists. */
typedef struct part {
    char name[NAME_MAX_BYTES];
    bool is_path;
} part;

/* "Sign-In.html" -> "signin". False if nothing is left, or too much. */
static bool reduce(pith__str text, bool is_path, part *result) {
    if (is_path) { /* The file name extension says nothing. */
        for (size_t i = text.length; i > 1; i--) {
            if (text.data[i - 1] == '.') {
                text.length = i - 1;
                break;
            }
        }
    }
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '-' || c == '_' || c == '.' || c == '~')
            continue;
        if (!pith__is_alpha(c) && !pith__is_digit(c))
            return false;
        if (length == NAME_MAX_BYTES - 1)
            return false;
        result->name[length++] = pith__to_lower(c);
    }
    result->name[length] = '\0';
    result->is_path = is_path;
    return length > 0;
}

/* The parts of a URL. `*segments` counts those of the path, listed or not. */
static size_t parts_of(const char *url, part *parts, size_t *segments) {
    size_t count = 0;
    *segments = 0;
    const char *at = strstr(url, "//");
    at = at != NULL ? at + 2 : url;
    for (bool is_path = false; *at != '\0' && *at != '?' && *at != '#';) {
        size_t length = strcspn(at, is_path ? "/?#" : "./:?#");
        if (length > 0) {
            *segments += is_path;
            if (count < PARTS_MAX && reduce((pith__str){at, length}, is_path, &parts[count]))
                count++;
        }
        at += length;
        if (*at == ':')
            at += strcspn(at, "/?#");
        if (*at == '/')
            is_path = true;
        if (*at == '/' || *at == '.')
            at++;
    }
    return count;
}

static bool has(const part *parts, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(parts[i].name, name) == 0)
            return true;
    }
    return false;
}

static pith__redirect_set groups_of(const pith__heuristics *heuristics, const char *name) {
    return heuristics != NULL ? pith__redirect_groups(heuristics, pith__str_of(name)) : 0;
}

static bool is_home(
    const pith__heuristics *heuristics, const part *parts, size_t count, size_t segments) {
    size_t home = 0;
    for (size_t i = 0; i < count; i++)
        home += parts[i].is_path && (groups_of(heuristics, parts[i].name) &
                                        PITH_REDIRECT_BIT(PITH_REDIRECT_GROUP_HOME)) != 0;
    return home == segments;
}

pith_redirect pith__redirect_kind(
    const pith_extractor *extractor, const char *from, const char *to) {
    if (strcmp(from, to) == 0)
        return PITH_REDIRECT_NONE;
    const pith__heuristics *heuristics = extractor != NULL ? extractor->heuristics : NULL;
    part before[PARTS_MAX], after[PARTS_MAX];
    size_t segments_before, segments_after;
    size_t count_before = parts_of(from, before, &segments_before);
    size_t count_after = parts_of(to, after, &segments_after);
    pith__redirect_set found = 0;
    for (size_t i = 0; i < count_after; i++) {
        if (!has(before, count_before, after[i].name))
            found |= groups_of(heuristics, after[i].name);
    }
    if (found & PITH_REDIRECT_BIT(PITH_REDIRECT_GROUP_CONSENT))
        return PITH_REDIRECT_CONSENT;
    if (found & PITH_REDIRECT_BIT(PITH_REDIRECT_GROUP_LOGIN))
        return PITH_REDIRECT_LOGIN;
    if (is_home(heuristics, after, count_after, segments_after) &&
        !is_home(heuristics, before, count_before, segments_before))
        return PITH_REDIRECT_HOME;
    return PITH_REDIRECT_NONE;
}

const char *pith_redirect_name(pith_redirect redirect) {
    static const char *const names[] = {
#define PITH_X(name, text) text,
        PITH_REDIRECT_MAP(PITH_X)
#undef PITH_X
    };
    return redirect >= 0 && (size_t)redirect < sizeof names / sizeof names[0] ? names[redirect]
                                                                              : "";
}
