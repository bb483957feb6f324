#include "tags.h"

#include <string.h>

#define B PITH_TAG_BLOCK
#define S PITH_TAG_SKIP
#define H (PITH_TAG_BLOCK | PITH_TAG_HEADING)
#define L (PITH_TAG_BLOCK | PITH_TAG_LIST)
#define P (PITH_TAG_BLOCK | PITH_TAG_PRE)

/* Blocks are the elements that the HTML Standard's section "Rendering" (15.3) displays as blocks,
   table parts, list items or buttons. noscript and template are blocks so that their text stands
   alone when they are walked at all. */
static const unsigned char flags_of[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_ADDRESS] = B,
    [GUMBO_TAG_ARTICLE] = B,
    [GUMBO_TAG_ASIDE] = B,
    [GUMBO_TAG_BLOCKQUOTE] = B,
    [GUMBO_TAG_BODY] = B,
    [GUMBO_TAG_BUTTON] = B,
    [GUMBO_TAG_CAPTION] = B,
    [GUMBO_TAG_CENTER] = B,
    [GUMBO_TAG_COL] = B,
    [GUMBO_TAG_COLGROUP] = B,
    [GUMBO_TAG_DD] = B,
    [GUMBO_TAG_DETAILS] = B,
    [GUMBO_TAG_DIR] = L,
    [GUMBO_TAG_DIV] = B,
    [GUMBO_TAG_DL] = B,
    [GUMBO_TAG_DT] = B,
    [GUMBO_TAG_FIELDSET] = B,
    [GUMBO_TAG_FIGCAPTION] = B,
    [GUMBO_TAG_FIGURE] = B,
    [GUMBO_TAG_FOOTER] = B,
    [GUMBO_TAG_FORM] = B,
    [GUMBO_TAG_H1] = H,
    [GUMBO_TAG_H2] = H,
    [GUMBO_TAG_H3] = H,
    [GUMBO_TAG_H4] = H,
    [GUMBO_TAG_H5] = H,
    [GUMBO_TAG_H6] = H,
    [GUMBO_TAG_HEADER] = B,
    [GUMBO_TAG_HGROUP] = B,
    [GUMBO_TAG_HR] = B,
    [GUMBO_TAG_HTML] = B,
    [GUMBO_TAG_LEGEND] = B,
    [GUMBO_TAG_LI] = B,
    [GUMBO_TAG_LISTING] = P,
    [GUMBO_TAG_MAIN] = B,
    [GUMBO_TAG_MARQUEE] = B,
    [GUMBO_TAG_MENU] = L,
    [GUMBO_TAG_NAV] = B,
    [GUMBO_TAG_NOSCRIPT] = B,
    [GUMBO_TAG_OL] = L,
    [GUMBO_TAG_P] = B,
    [GUMBO_TAG_PLAINTEXT] = P,
    [GUMBO_TAG_PRE] = P,
    [GUMBO_TAG_SECTION] = B,
    [GUMBO_TAG_SUMMARY] = B,
    [GUMBO_TAG_TABLE] = B,
    [GUMBO_TAG_TBODY] = B,
    [GUMBO_TAG_TD] = B,
    [GUMBO_TAG_TFOOT] = B,
    [GUMBO_TAG_TH] = B,
    [GUMBO_TAG_THEAD] = B,
    [GUMBO_TAG_TR] = B,
    [GUMBO_TAG_UL] = L,
    [GUMBO_TAG_XMP] = P,

    [GUMBO_TAG_ANNOTATION_XML] = S,
    [GUMBO_TAG_APPLET] = S,
    [GUMBO_TAG_AREA] = S,
    [GUMBO_TAG_AUDIO] = S,
    [GUMBO_TAG_BASE] = S,
    [GUMBO_TAG_CANVAS] = S,
    [GUMBO_TAG_DATALIST] = S,
    [GUMBO_TAG_EMBED] = S,
    [GUMBO_TAG_FRAME] = S,
    [GUMBO_TAG_FRAMESET] = S,
    [GUMBO_TAG_HEAD] = S,
    [GUMBO_TAG_IFRAME] = S,
    [GUMBO_TAG_INPUT] = S,
    [GUMBO_TAG_LINK] = S,
    [GUMBO_TAG_MAP] = S,
    [GUMBO_TAG_META] = S,
    [GUMBO_TAG_METER] = S,
    [GUMBO_TAG_NOEMBED] = S,
    [GUMBO_TAG_NOFRAMES] = S,
    [GUMBO_TAG_OBJECT] = S,
    [GUMBO_TAG_OPTGROUP] = S,
    [GUMBO_TAG_OPTION] = S,
    [GUMBO_TAG_PARAM] = S,
    [GUMBO_TAG_PROGRESS] = S,
    [GUMBO_TAG_RP] = S,
    [GUMBO_TAG_SCRIPT] = S,
    [GUMBO_TAG_SELECT] = S,
    [GUMBO_TAG_SOURCE] = S,
    [GUMBO_TAG_STYLE] = S,
    [GUMBO_TAG_SVG] = S,
    [GUMBO_TAG_TEMPLATE] = B,
    [GUMBO_TAG_TEXTAREA] = S,
    [GUMBO_TAG_TITLE] = S,
    [GUMBO_TAG_TRACK] = S,
    [GUMBO_TAG_VIDEO] = S,
};

/* Elements that Gumbo has no number for. */
static const struct {
    const char *name;
    unsigned char flags;
} flags_of_name[] = {
    {"annotation", S},
    {"dialog", B},
    {"search", B},
};

unsigned pith__tag_flags(const pith__dom *dom, uint32_t node) {
    unsigned tag = dom->nodes[node].tag;
    if (tag < GUMBO_TAG_UNKNOWN)
        return flags_of[tag];
    pith__str name = pith__dom_name(dom, node);
    for (size_t i = 0; i < sizeof flags_of_name / sizeof *flags_of_name; i++) {
        if (pith__str_equal_nocase(name, pith__str_of(flags_of_name[i].name)))
            return flags_of_name[i].flags;
    }
    return name.length > 0 && memchr(name.data, '-', name.length) != NULL ? PITH_TAG_BLOCK : 0;
}
