#include "content_type.h"

/* Where the byte `wanted` is, from `position` on, outside quoted strings; else the length. */
static size_t find_unquoted(pith__str text, size_t position, char wanted) {
    bool quoted = false;
    for (; position < text.length; position++) {
        char c = text.data[position];
        if (quoted && c == '\\') {
            position++;
            continue;
        }
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == wanted)
            return position;
    }
    return text.length;
}

pith__str pith__content_type_media(pith__str value) {
    return pith__str_trim(pith__str_slice(value, 0, find_unquoted(value, 0, ';')));
}

bool pith__content_type_is_page(pith__str value, pith_kind *kind) {
    pith__str media = pith__content_type_media(value);
    if (media.length == 0)
        *kind = PITH_KIND_AUTO;
    else if (pith__str_equal_nocase(media, PITH_STR("text/html")) ||
             pith__str_equal_nocase(media, PITH_STR("application/xhtml+xml")))
        *kind = PITH_KIND_HTML;
    else if (pith__str_equal_nocase(media, PITH_STR("text/plain")))
        *kind = PITH_KIND_TEXT;
    else
        return false;
    return true;
}

/* Without the quotes around it; a quoted string that is not closed goes to the end. */
static pith__str unquote(pith__str text) {
    if (text.length == 0 || text.data[0] != '"')
        return text;
    size_t end = 1;
    while (end < text.length && text.data[end] != '"')
        end++;
    return pith__str_trim(pith__str_slice(text, 1, end));
}

pith__str pith__content_type_charset(pith__str value) {
    size_t position = find_unquoted(value, 0, ';');
    while (position < value.length) {
        size_t end = find_unquoted(value, position + 1, ';');
        pith__str parameter = pith__str_slice(value, position + 1, end);
        size_t equals = find_unquoted(parameter, 0, '=');
        pith__str name = pith__str_trim(pith__str_slice(parameter, 0, equals));
        if (equals < parameter.length && pith__str_equal_nocase(name, PITH_STR("charset")))
            return unquote(
                pith__str_trim(pith__str_slice(parameter, equals + 1, parameter.length)));
        position = end;
    }
    return (pith__str){NULL, 0};
}
