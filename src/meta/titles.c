#include "titles.h"

#include <string.h>

#include "../base/words.h"
#include "values.h"

enum {
    LABEL_WORDS = 3, /* Words of the longest name of a site that begins with its host's label. */
};

/* Marks between a title and the name of its site. The longer of two that begin alike comes first.
 */
static const char *const separators[] = {" | ", "|", " - ", " – ", " — ", " :: ", " » ", " › ",
    " · ", " • ", " // ", " / ", " ~ ", " < ", " > ", " « ", " ― ", ": ", "｜", "_"};

/* What they begin with. */
static bool may_separate(char c) {
    return c == ' ' || c == '|' || c == ':' || c == '_' || c == '\xEF';
}

size_t pith__title_separator(pith__str text, size_t at) {
    pith__str rest = pith__str_slice(text, at, text.length);
    /* Asked at each byte of many titles: most are none of those. */
    if (rest.length == 0 || !may_separate(rest.data[0]))
        return 0;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        pith__str mark = pith__str_of(separators[i]);
        if (pith__str_starts(rest, mark))
            return mark.length;
    }
    return 0;
}

bool pith__title_is_site(pith__arena *arena, pith__str part, pith__site site) {
    pith__str squeezed = pith__value_squeeze(arena, part);
    pith__str name = pith__value_squeeze(arena, site.name);
    if (squeezed.length < 2)
        return false;
    if (pith__str_equal(squeezed, name) ||
        (site.label.length >= 3 && pith__str_equal(squeezed, site.label)))
        return true;
    pith__str bare = pith__str_starts(squeezed, PITH_STR("the"))
                         ? pith__str_slice(squeezed, 3, squeezed.length)
                         : squeezed;
    size_t words = pith__words_of(arena, part).count - (bare.length < squeezed.length);
    if (words > 5)
        return false;
    size_t site_words = pith__words_of(arena, site.name).count;
    bool short_name = site_words <= 6 && words <= site_words + 1;
    if (short_name && bare.length >= 4 && name.length >= 4 &&
        (pith__str_starts(name, bare) || pith__str_starts(bare, name)))
        return true;
    return site.label.length >= 4 && bare.length >= 4 && words <= LABEL_WORDS &&
           (pith__str_starts(bare, site.label) || pith__str_starts(site.label, bare));
}

/* "Example.com": a host written as a name. */
static bool is_host(pith__str part) {
    size_t dots = 0;
    for (size_t i = 0; i < part.length; i++) {
        if (pith__is_space(part.data[i]))
            return false;
        dots += part.data[i] == '.' && i > 0 && i + 2 < part.length;
    }
    return dots > 0;
}

/* Takes one part off the end, or off the start, when it is the site. */
static bool strip_once(pith__arena *arena, pith__str *title, pith__site site) {
    size_t first_end = 0, first_length = 0, last_begin = 0, last_length = 0;
    for (size_t at = 1; at + 1 < title->length; at++) {
        size_t length = pith__title_separator(*title, at);
        if (length == 0)
            continue;
        if (first_length == 0) {
            first_end = at;
            first_length = length;
        }
        last_begin = at;
        last_length = length;
        at += length - 1;
    }
    if (first_length == 0)
        return false;
    pith__str head = pith__str_trim(pith__str_slice(*title, 0, last_begin));
    pith__str last =
        pith__str_trim(pith__str_slice(*title, last_begin + last_length, title->length));
    if (head.length > 0 && title->data[last_begin] != ':' &&
        (pith__title_is_site(arena, last, site) || is_host(last))) {
        *title = head;
        return true;
    }
    /* "Site: a title" may be the title: a colon is a part of many. */
    if (title->data[first_end] == ':')
        return false;
    pith__str first = pith__str_trim(pith__str_slice(*title, 0, first_end));
    pith__str tail =
        pith__str_trim(pith__str_slice(*title, first_end + first_length, title->length));
    if (tail.length > 0 && pith__title_is_site(arena, first, site)) {
        *title = tail;
        return true;
    }
    return false;
}

pith__str pith__title_strip(pith__arena *arena, pith__str title, pith__site site) {
    title = pith__str_trim(title);
    for (int i = 0; i < 3 && strip_once(arena, &title, site); i++)
        continue;
    return title;
}
