#include "nest_builder.h"

#define B (PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P | PITH_NEST_CONTAINER)
const uint16_t pith__nest_flags[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HTML] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL | PITH_NEST_SCOPE,
    [GUMBO_TAG_HEAD] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_BODY] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_TITLE] = PITH_NEST_RAW | PITH_NEST_SPECIAL,
    [GUMBO_TAG_BASE] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_LINK] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_META] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_STYLE] = PITH_NEST_RAW | PITH_NEST_SPECIAL,
    [GUMBO_TAG_SCRIPT] = PITH_NEST_RAW | PITH_NEST_SPECIAL,
    [GUMBO_TAG_NOSCRIPT] = PITH_NEST_SPECIAL,
    [GUMBO_TAG_TEMPLATE] =
        PITH_NEST_REFUSED | PITH_NEST_SPECIAL | PITH_NEST_SCOPE, /* See skip_template(). */
    [GUMBO_TAG_ARTICLE] = B,
    [GUMBO_TAG_SECTION] = B,
    [GUMBO_TAG_NAV] = B,
    [GUMBO_TAG_ASIDE] = B,
    [GUMBO_TAG_H1] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_H2] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_H3] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_H4] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_H5] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_H6] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_HGROUP] = B,
    [GUMBO_TAG_HEADER] = B,
    [GUMBO_TAG_FOOTER] = B,
    [GUMBO_TAG_ADDRESS] = B,
    [GUMBO_TAG_P] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P | PITH_NEST_IMPLIED,
    [GUMBO_TAG_HR] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_PRE] = B | PITH_NEST_FIRST_LINE,
    [GUMBO_TAG_BLOCKQUOTE] = B,
    [GUMBO_TAG_OL] = B,
    [GUMBO_TAG_UL] = B,
    [GUMBO_TAG_LI] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P | PITH_NEST_IMPLIED,
    [GUMBO_TAG_DL] = B,
    [GUMBO_TAG_DT] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P | PITH_NEST_IMPLIED,
    [GUMBO_TAG_DD] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P | PITH_NEST_IMPLIED,
    [GUMBO_TAG_FIGURE] = B,
    [GUMBO_TAG_FIGCAPTION] = B,
    [GUMBO_TAG_MAIN] = B,
    [GUMBO_TAG_DIV] = B,
    [GUMBO_TAG_A] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_EM] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_STRONG] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_SMALL] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_S] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_CODE] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_I] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_B] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_U] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_RUBY] = PITH_NEST_REFUSED,
    [GUMBO_TAG_RT] = PITH_NEST_REFUSED | PITH_NEST_IMPLIED,
    [GUMBO_TAG_RP] = PITH_NEST_REFUSED | PITH_NEST_IMPLIED,
    [GUMBO_TAG_BR] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_WBR] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_IMAGE] = PITH_NEST_REFUSED,
    [GUMBO_TAG_IMG] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_IFRAME] = PITH_NEST_RAW | PITH_NEST_SPECIAL,
    [GUMBO_TAG_EMBED] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_OBJECT] =
        PITH_NEST_SPECIAL | PITH_NEST_SCOPE | PITH_NEST_MARKER | PITH_NEST_CONTAINER,
    [GUMBO_TAG_PARAM] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_SOURCE] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_TRACK] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_AREA] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_MATH] = PITH_NEST_REFUSED,
    [GUMBO_TAG_SVG] = PITH_NEST_REFUSED,
    [GUMBO_TAG_TABLE] = PITH_NEST_SPECIAL | PITH_NEST_SCOPE,
    [GUMBO_TAG_CAPTION] = PITH_NEST_SPECIAL | PITH_NEST_SCOPE | PITH_NEST_MARKER | PITH_NEST_TABLE,
    [GUMBO_TAG_COLGROUP] = PITH_NEST_SPECIAL | PITH_NEST_TABLE,
    [GUMBO_TAG_COL] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL | PITH_NEST_TABLE,
    [GUMBO_TAG_TBODY] = PITH_NEST_SPECIAL | PITH_NEST_TABLE,
    [GUMBO_TAG_THEAD] = PITH_NEST_SPECIAL | PITH_NEST_TABLE,
    [GUMBO_TAG_TFOOT] = PITH_NEST_SPECIAL | PITH_NEST_TABLE,
    [GUMBO_TAG_TR] = PITH_NEST_SPECIAL | PITH_NEST_TABLE,
    [GUMBO_TAG_TD] = PITH_NEST_SPECIAL | PITH_NEST_SCOPE | PITH_NEST_MARKER | PITH_NEST_TABLE,
    [GUMBO_TAG_TH] = PITH_NEST_SPECIAL | PITH_NEST_SCOPE | PITH_NEST_MARKER | PITH_NEST_TABLE,
    [GUMBO_TAG_FORM] = PITH_NEST_SPECIAL | PITH_NEST_CLOSES_P,
    [GUMBO_TAG_FIELDSET] = B,
    [GUMBO_TAG_INPUT] = PITH_NEST_EMPTY | PITH_NEST_SPECIAL,
    [GUMBO_TAG_BUTTON] = PITH_NEST_SPECIAL | PITH_NEST_CONTAINER,
    [GUMBO_TAG_SELECT] = PITH_NEST_SPECIAL,
    [GUMBO_TAG_OPTGROUP] = PITH_NEST_REFUSED | PITH_NEST_IMPLIED,
    [GUMBO_TAG_OPTION] = PITH_NEST_REFUSED | PITH_NEST_IMPLIED,
    [GUMBO_TAG_TEXTAREA] = PITH_NEST_RAW | PITH_NEST_SPECIAL | PITH_NEST_FIRST_LINE,
    [GUMBO_TAG_KEYGEN] = PITH_NEST_REFUSED,
    [GUMBO_TAG_DETAILS] = B,
    [GUMBO_TAG_SUMMARY] = B,
    [GUMBO_TAG_MENU] = B,
    [GUMBO_TAG_MENUITEM] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_APPLET] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL | PITH_NEST_SCOPE,
    [GUMBO_TAG_BGSOUND] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_DIR] = B,
    [GUMBO_TAG_FRAME] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_FRAMESET] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_NOFRAMES] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_ISINDEX] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_LISTING] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_XMP] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_NOEMBED] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_PLAINTEXT] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_RB] = PITH_NEST_REFUSED | PITH_NEST_IMPLIED,
    [GUMBO_TAG_STRIKE] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_BASEFONT] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL,
    [GUMBO_TAG_BIG] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_CENTER] = B,
    [GUMBO_TAG_FONT] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_MARQUEE] = PITH_NEST_REFUSED | PITH_NEST_SPECIAL | PITH_NEST_SCOPE,
    [GUMBO_TAG_NOBR] = PITH_NEST_REFUSED,
    [GUMBO_TAG_TT] = PITH_NEST_FORMATTING,
    [GUMBO_TAG_RTC] = PITH_NEST_REFUSED | PITH_NEST_IMPLIED,
};
#undef B

void pith__nest_end_text(pith__nest_builder *b) {
    if (b->in_text)
        pith__pieces_end(&b->pieces);
    b->in_text = false;
}

bool pith__nest_add(pith__nest_builder *b, pith__node_kind kind, unsigned tag, uint32_t content) {
    pith__dom *dom = b->dom;
    pith__nest_end_text(b);
    if (dom->count >= b->max_nodes || b->count >= b->max_depth)
        return false;
    dom->nodes = pith__arena_grow(dom->source->arena, dom->nodes, dom->count,
        (size_t)dom->count + 1, sizeof(pith__node), &b->node_capacity);
    dom->nodes[dom->count] = (pith__node){
        .parent = b->count > 0 ? pith__nest_top(b)->node : (uint32_t)PITH_NONE,
        .end = dom->count + 1,
        .content = content,
        .tag = (uint16_t)tag,
        .depth = (uint16_t)b->count,
        .kind = (uint8_t)kind,
    };
    if (kind == PITH_NODE_ELEMENT && content != PITH_NONE)
        dom->nodes[dom->count].names = pith__dom_names(dom, &b->skeleton->tags[content]);
    dom->count++;
    return true;
}

static uint8_t rules_of(unsigned tag, uint8_t around) {
    switch (tag) {
    case GUMBO_TAG_TABLE:
        return PITH_NEST_TABLE_RULES;
    case GUMBO_TAG_CAPTION:
        return PITH_NEST_CAPTION_RULES;
    case GUMBO_TAG_COLGROUP:
        return PITH_NEST_COLUMNS_RULES;
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
        return PITH_NEST_ROWS_RULES;
    case GUMBO_TAG_TR:
        return PITH_NEST_ROW_RULES;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return PITH_NEST_CELL_RULES;
    case GUMBO_TAG_SELECT:
        return PITH_NEST_SELECT_RULES;
    default:
        return around;
    }
}

bool pith__nest_open(pith__nest_builder *b, unsigned tag, uint32_t content) {
    if (!pith__nest_add(b, PITH_NODE_ELEMENT, tag, content))
        return false;
    b->open = pith__arena_grow(
        b->dom->source->arena, b->open, b->count, b->count + 1, sizeof *b->open, &b->open_capacity);
    pith__open_element opened = {0};
    if (b->count > 0)
        opened = *pith__nest_top(b);
    opened.node = b->dom->count - 1;
    opened.tag = (uint16_t)tag;
    opened.flags = pith__nest_flags[tag];
    opened.rules = rules_of(tag, opened.rules);
    if ((opened.flags & PITH_NEST_SCOPE) != 0)
        opened.p = opened.button = false;
    if ((opened.flags & PITH_NEST_MARKER) != 0) {
        opened.link = false;
        opened.formats = 0;
    }
    if (tag == GUMBO_TAG_P)
        opened.p = true;
    if (tag == GUMBO_TAG_BUTTON) {
        opened.button = true;
        opened.p = false;
    }
    if ((opened.flags & PITH_NEST_FORMATTING) != 0) {
        opened.link |= tag == GUMBO_TAG_A;
        opened.formats++;
    }
    b->open[b->count++] = opened;
    return true;
}

void pith__nest_close(pith__nest_builder *b) {
    pith__nest_end_text(b);
    b->dom->nodes[pith__nest_top(b)->node].end = b->dom->count;
    b->count--;
}

bool pith__nest_close_from(pith__nest_builder *b, size_t index) {
    for (size_t i = index + 1; i < b->count; i++) {
        if ((b->open[i].flags & PITH_NEST_FORMATTING) != 0 || b->open[i].tag == GUMBO_TAG_FORM)
            return false;
    }
    while (b->count > index)
        pith__nest_close(b);
    return true;
}

size_t pith__nest_find(const pith__nest_builder *b, unsigned tag, unsigned stops) {
    for (size_t i = b->count; i-- > 1;) {
        if (b->open[i].tag == tag)
            return i;
        if ((b->open[i].flags & stops) != 0)
            return 0;
    }
    return 0;
}

bool pith__nest_end_formatting(pith__nest_builder *b, unsigned tag) {
    size_t found = pith__nest_find(b, tag, PITH_NEST_MARKER);
    for (size_t i = found + 1; found > 0 && i < b->count; i++) {
        if ((b->open[i].flags & PITH_NEST_SPECIAL) != 0)
            return false;
    }
    return found == 0 || pith__nest_close_from(b, found);
}

void pith__nest_close_cell(pith__nest_builder *b) {
    while ((pith__nest_top(b)->flags & PITH_NEST_MARKER) == 0 ||
           pith__nest_top(b)->tag == GUMBO_TAG_OBJECT)
        pith__nest_close(b);
    pith__nest_close(b);
}

bool pith__nest_cell_has_form(const pith__nest_builder *b) {
    for (size_t i = b->count; i-- > 1 && b->open[i].rules == PITH_NEST_CELL_RULES;) {
        if (b->open[i].tag == GUMBO_TAG_FORM)
            return true;
        if (b->open[i].tag == GUMBO_TAG_TD || b->open[i].tag == GUMBO_TAG_TH)
            return false;
    }
    return true;
}
