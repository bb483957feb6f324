#include "names.h"

#include <stddef.h>

#define R PITH_NAME_RAW
#define T PITH_NAME_RCDATA
#define L PITH_NAME_FLAT
#define F PITH_NAME_FORMATTING
#define B PITH_NAME_BREAKOUT
#define M PITH_NAME_MERGED
#define E PITH_NAME_ENDS_SELECT
#define V PITH_NAME_VOID
#define N PITH_NAME_FIRST_LINE
#define NAME(name, flags, special)                                                                 \
    { name, flags, PITH_SPECIAL_##special, sizeof name - 1 }

static const pith__name unknown = {"", 0, PITH_SPECIAL_NONE, 0};

/* In the order of their first letters. `a` and `nobr` are no FORMATTING here: one of a kind is open
   at a time, so that their attributes do not matter. */
static const pith__name names[] = {
    NAME("a", L, NONE),
    NAME("area", L | V, NONE),
    NAME("annotation-xml", 0, ANNOTATION_XML),
    NAME("b", F | B, NONE),
    NAME("br", L | B | V, NONE),
    NAME("body", L | B | M, BODY),
    NAME("base", L | V, NONE),
    NAME("big", F | B, NONE),
    NAME("blockquote", B, NONE),
    NAME("code", F | B, NONE),
    NAME("center", B, NONE),
    NAME("caption", E, NONE),
    NAME("col", L | V, NONE),
    NAME("colgroup", L, NONE),
    NAME("div", B, NONE),
    NAME("dd", L | B, NONE),
    NAME("dl", B, NONE),
    NAME("dt", L | B, NONE),
    NAME("desc", 0, SVG_HTML),
    NAME("em", F | B, NONE),
    NAME("embed", L | B | V, NONE),
    NAME("font", F, FONT),
    NAME("foreignobject", 0, SVG_HTML),
    NAME("form", 0, FORM),
    NAME("h1", B, NONE),
    NAME("h2", B, NONE),
    NAME("h3", B, NONE),
    NAME("h4", B, NONE),
    NAME("h5", B, NONE),
    NAME("h6", B, NONE),
    NAME("hr", L | B | V, NONE),
    NAME("head", L | B, NONE),
    NAME("html", L | M, NONE),
    NAME("i", F | B, NONE),
    NAME("img", L | B | V, NONE),
    NAME("input", L | E | V, INPUT),
    NAME("iframe", R, NONE),
    NAME("isindex", L | V, ISINDEX),
    NAME("keygen", E, NONE),
    NAME("li", L | B, NONE),
    NAME("link", L | V, NONE),
    NAME("listing", B | N, NONE),
    NAME("meta", L | B | V, NONE),
    NAME("menu", B, NONE),
    NAME("math", 0, MATH),
    NAME("mi", 0, MATH_TEXT),
    NAME("mo", 0, MATH_TEXT),
    NAME("mn", 0, MATH_TEXT),
    NAME("ms", 0, MATH_TEXT),
    NAME("mtext", 0, MATH_TEXT),
    NAME("noembed", R, NONE),
    NAME("noframes", R, NONE),
    NAME("nobr", B, NONE),
    NAME("ol", B, NONE),
    NAME("option", L, NONE),
    NAME("p", L | B, NONE),
    NAME("pre", B | N, NONE),
    NAME("param", L | V, NONE),
    NAME("plaintext", 0, PLAINTEXT),
    NAME("ruby", B, NONE),
    NAME("span", B, NONE),
    NAME("script", R, SCRIPT),
    NAME("strong", F | B, NONE),
    NAME("small", F | B, NONE),
    NAME("svg", 0, SVG),
    NAME("style", R, STYLE),
    NAME("source", L | V, NONE),
    NAME("sup", B, NONE),
    NAME("sub", B, NONE),
    NAME("select", 0, SELECT),
    NAME("s", F | B, NONE),
    NAME("strike", F | B, NONE),
    NAME("td", L | E, NONE),
    NAME("tr", L | E, NONE),
    NAME("th", L | E, NONE),
    NAME("table", B | E, NONE),
    NAME("tbody", L | E, NONE),
    NAME("thead", L | E, NONE),
    NAME("tfoot", L | E, NONE),
    NAME("title", T, TITLE),
    NAME("template", 0, TEMPLATE),
    NAME("textarea", T | E | N, NONE),
    NAME("tt", F | B, NONE),
    NAME("track", L | V, NONE),
    NAME("ul", B, NONE),
    NAME("u", F | B, NONE),
    NAME("var", B, NONE),
    NAME("wbr", L | V, NONE),
    NAME("xmp", R, NONE),
};

enum { COUNT = sizeof names / sizeof *names };

/* Where the names of each letter begin; the next letter's begin ends them. */
static const uint8_t first_of[27] = {0, 3, 9, 14, 19, 21, 24, 24, 33, 38, 38, 39, 42, 50, 53, 55,
    59, 59, 60, 72, 84, 86, 87, 88, 89, 89, COUNT};

const pith__name *pith__name_of(pith__str name) {
    unsigned letter = name.length == 0 ? 26 : ((unsigned char)name.data[0] | 0x20u) - 'a';
    if (letter >= 26)
        return &unknown;
    for (unsigned i = first_of[letter]; i < first_of[letter + 1]; i++) {
        if (names[i].length == name.length &&
            pith__str_equal_nocase(name, (pith__str){names[i].name, names[i].length}))
            return &names[i];
    }
    return &unknown;
}
