#include "kind.h"

pith_kind pith__kind_sniff(pith__str bytes) {
    char head[2048];
    size_t length = 0;
    for (size_t i = 0; i < bytes.length && length < sizeof head; i++) {
        if (bytes.data[i] != '\0')
            head[length++] = bytes.data[i];
    }
    pith__str text = {head, length};
    if (pith__str_starts(text, PITH_STR("\xEF\xBB\xBF")))
        text = pith__str_slice(text, 3, text.length);
    else if (pith__str_starts(text, PITH_STR("\xFF\xFE")) ||
             pith__str_starts(text, PITH_STR("\xFE\xFF")))
        text = pith__str_slice(text, 2, text.length);
    text = pith__str_trim(text);
    if (text.length > 1 && text.data[0] == '<' &&
        (pith__is_alpha(text.data[1]) || text.data[1] == '!' || text.data[1] == '?'))
        return PITH_KIND_HTML;
    static const char *const signs[] = {"<!doctype", "<html", "<head", "<body", "<div", "</p>"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (pith__str_find_nocase(text, pith__str_of(signs[i])) != (size_t)-1)
            return PITH_KIND_HTML;
    }
    return PITH_KIND_TEXT;
}
