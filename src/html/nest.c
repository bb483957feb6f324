#include "nest.h"

#include <string.h>

#include "../page.h"
#include "placeholders.h"

/* What the rules say of elements. */
enum {
    REFUSED = 1,     /* Not handled here. */
    EMPTY = 2,       /* Has no content, and no end tag. */
    RAW = 4,         /* Its content is text. */
    CLOSES_P = 8,    /* Its start tag ends an open p. */
    CONTAINER = 16,  /* Its end tag ends all in it. */
    FORMATTING = 32, /* It is in the list of active formatting elements while it is open. */
    SPECIAL = 64,
    IMPLIED = 128,     /* Its end tag may be left out. */
    SCOPE = 256,       /* Elements outside of it are not "in scope". */
    MARKER = 512,      /* Formatting elements outside of it do not count. */
    TABLE = 1024,      /* Part of a table. */
    FIRST_LINE = 2048, /* A line feed after its start tag is dropped. */
};

#define B (SPECIAL | CLOSES_P | CONTAINER)
static const uint16_t flags_of[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HTML] = REFUSED | SPECIAL | SCOPE,
    [GUMBO_TAG_HEAD] = REFUSED | SPECIAL,
    [GUMBO_TAG_BODY] = REFUSED | SPECIAL,
    [GUMBO_TAG_TITLE] = RAW | SPECIAL,
    [GUMBO_TAG_BASE] = EMPTY | SPECIAL,
    [GUMBO_TAG_LINK] = EMPTY | SPECIAL,
    [GUMBO_TAG_META] = EMPTY | SPECIAL,
    [GUMBO_TAG_STYLE] = RAW | SPECIAL,
    [GUMBO_TAG_SCRIPT] = RAW | SPECIAL,
    [GUMBO_TAG_NOSCRIPT] = SPECIAL,
    [GUMBO_TAG_TEMPLATE] = REFUSED | SPECIAL | SCOPE, /* See skip_template(). */
    [GUMBO_TAG_ARTICLE] = B,
    [GUMBO_TAG_SECTION] = B,
    [GUMBO_TAG_NAV] = B,
    [GUMBO_TAG_ASIDE] = B,
    [GUMBO_TAG_H1] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_H2] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_H3] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_H4] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_H5] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_H6] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_HGROUP] = B,
    [GUMBO_TAG_HEADER] = B,
    [GUMBO_TAG_FOOTER] = B,
    [GUMBO_TAG_ADDRESS] = B,
    [GUMBO_TAG_P] = SPECIAL | CLOSES_P | IMPLIED,
    [GUMBO_TAG_HR] = EMPTY | SPECIAL | CLOSES_P,
    [GUMBO_TAG_PRE] = B | FIRST_LINE,
    [GUMBO_TAG_BLOCKQUOTE] = B,
    [GUMBO_TAG_OL] = B,
    [GUMBO_TAG_UL] = B,
    [GUMBO_TAG_LI] = SPECIAL | CLOSES_P | IMPLIED,
    [GUMBO_TAG_DL] = B,
    [GUMBO_TAG_DT] = SPECIAL | CLOSES_P | IMPLIED,
    [GUMBO_TAG_DD] = SPECIAL | CLOSES_P | IMPLIED,
    [GUMBO_TAG_FIGURE] = B,
    [GUMBO_TAG_FIGCAPTION] = B,
    [GUMBO_TAG_MAIN] = B,
    [GUMBO_TAG_DIV] = B,
    [GUMBO_TAG_A] = FORMATTING,
    [GUMBO_TAG_EM] = FORMATTING,
    [GUMBO_TAG_STRONG] = FORMATTING,
    [GUMBO_TAG_SMALL] = FORMATTING,
    [GUMBO_TAG_S] = FORMATTING,
    [GUMBO_TAG_CODE] = FORMATTING,
    [GUMBO_TAG_I] = FORMATTING,
    [GUMBO_TAG_B] = FORMATTING,
    [GUMBO_TAG_U] = FORMATTING,
    [GUMBO_TAG_RUBY] = REFUSED,
    [GUMBO_TAG_RT] = REFUSED | IMPLIED,
    [GUMBO_TAG_RP] = REFUSED | IMPLIED,
    [GUMBO_TAG_BR] = EMPTY | SPECIAL,
    [GUMBO_TAG_WBR] = EMPTY | SPECIAL,
    [GUMBO_TAG_IMAGE] = REFUSED,
    [GUMBO_TAG_IMG] = EMPTY | SPECIAL,
    [GUMBO_TAG_IFRAME] = RAW | SPECIAL,
    [GUMBO_TAG_EMBED] = EMPTY | SPECIAL,
    [GUMBO_TAG_OBJECT] = SPECIAL | SCOPE | MARKER | CONTAINER,
    [GUMBO_TAG_PARAM] = EMPTY | SPECIAL,
    [GUMBO_TAG_SOURCE] = EMPTY | SPECIAL,
    [GUMBO_TAG_TRACK] = EMPTY | SPECIAL,
    [GUMBO_TAG_AREA] = EMPTY | SPECIAL,
    [GUMBO_TAG_MATH] = REFUSED,
    [GUMBO_TAG_SVG] = REFUSED,
    [GUMBO_TAG_TABLE] = SPECIAL | SCOPE,
    [GUMBO_TAG_CAPTION] = SPECIAL | SCOPE | MARKER | TABLE,
    [GUMBO_TAG_COLGROUP] = SPECIAL | TABLE,
    [GUMBO_TAG_COL] = EMPTY | SPECIAL | TABLE,
    [GUMBO_TAG_TBODY] = SPECIAL | TABLE,
    [GUMBO_TAG_THEAD] = SPECIAL | TABLE,
    [GUMBO_TAG_TFOOT] = SPECIAL | TABLE,
    [GUMBO_TAG_TR] = SPECIAL | TABLE,
    [GUMBO_TAG_TD] = SPECIAL | SCOPE | MARKER | TABLE,
    [GUMBO_TAG_TH] = SPECIAL | SCOPE | MARKER | TABLE,
    [GUMBO_TAG_FORM] = SPECIAL | CLOSES_P,
    [GUMBO_TAG_FIELDSET] = B,
    [GUMBO_TAG_INPUT] = EMPTY | SPECIAL,
    [GUMBO_TAG_BUTTON] = SPECIAL | CONTAINER,
    [GUMBO_TAG_SELECT] = SPECIAL,
    [GUMBO_TAG_OPTGROUP] = REFUSED | IMPLIED,
    [GUMBO_TAG_OPTION] = REFUSED | IMPLIED,
    [GUMBO_TAG_TEXTAREA] = RAW | SPECIAL | FIRST_LINE,
    [GUMBO_TAG_KEYGEN] = REFUSED,
    [GUMBO_TAG_DETAILS] = B,
    [GUMBO_TAG_SUMMARY] = B,
    [GUMBO_TAG_MENU] = B,
    [GUMBO_TAG_MENUITEM] = REFUSED | SPECIAL,
    [GUMBO_TAG_APPLET] = REFUSED | SPECIAL | SCOPE,
    [GUMBO_TAG_BGSOUND] = REFUSED | SPECIAL,
    [GUMBO_TAG_DIR] = B,
    [GUMBO_TAG_FRAME] = REFUSED | SPECIAL,
    [GUMBO_TAG_FRAMESET] = REFUSED | SPECIAL,
    [GUMBO_TAG_NOFRAMES] = REFUSED | SPECIAL,
    [GUMBO_TAG_ISINDEX] = REFUSED | SPECIAL,
    [GUMBO_TAG_LISTING] = REFUSED | SPECIAL,
    [GUMBO_TAG_XMP] = REFUSED | SPECIAL,
    [GUMBO_TAG_NOEMBED] = REFUSED | SPECIAL,
    [GUMBO_TAG_PLAINTEXT] = REFUSED | SPECIAL,
    [GUMBO_TAG_RB] = REFUSED | IMPLIED,
    [GUMBO_TAG_STRIKE] = FORMATTING,
    [GUMBO_TAG_BASEFONT] = REFUSED | SPECIAL,
    [GUMBO_TAG_BIG] = FORMATTING,
    [GUMBO_TAG_CENTER] = B,
    [GUMBO_TAG_FONT] = FORMATTING,
    [GUMBO_TAG_MARQUEE] = REFUSED | SPECIAL | SCOPE,
    [GUMBO_TAG_NOBR] = REFUSED,
    [GUMBO_TAG_TT] = FORMATTING,
    [GUMBO_TAG_RTC] = REFUSED | IMPLIED,
};
#undef B

/* The insertion modes, as far as they do not follow from the open element. */
typedef enum mode { BEFORE_HTML, BEFORE_HEAD, IN_HEAD, IN_HEAD_NOSCRIPT, AFTER_HEAD, IN_BODY } mode;

/* The rules by which content of an element is read; most elements have those of the one around. */
enum {
    BODY_RULES,
    CELL_RULES, /* Those of the body, and the ends of cells. */
    CAPTION_RULES,
    TABLE_RULES,
    COLUMNS_RULES,
    ROWS_RULES,
    ROW_RULES,
    SELECT_RULES,
};

typedef struct open_element {
    uint32_t node;
    uint16_t tag;
    uint16_t flags;
    uint8_t rules;
    bool p;          /* A p is in "button scope". */
    bool button;     /* A button is in scope. */
    bool link;       /* An `a` is in the list of active formatting elements, ... */
    uint8_t formats; /* ... and how many elements are. */
} open_element;

typedef struct builder {
    pith__dom *dom;
    const pith__skeleton *skeleton;
    size_t node_capacity, max_nodes, max_depth;
    open_element *open; /* From the html element on. */
    size_t count, open_capacity;
    mode mode;
    bool form;          /* The form element pointer is set: the form is open. */
    uint32_t body;      /* Node. */
    uint32_t templates; /* Open ones. What is in them is no part of the document. */
    uint32_t next_tag, next_text;
    bool in_text; /* Text may still follow in the text node that came last. */
    pith__pieces pieces;
} builder;

static open_element *top(builder *b) {
    return &b->open[b->count - 1];
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

static void end_text(builder *b) {
    if (b->in_text)
        pith__pieces_end(&b->pieces);
    b->in_text = false;
}

/* Appends a node to the open element; false when there are too many. */
static bool add_node(builder *b, pith__node_kind kind, unsigned tag, uint32_t content) {
    pith__dom *dom = b->dom;
    end_text(b);
    if (dom->count >= b->max_nodes || b->count >= b->max_depth)
        return false;
    dom->nodes = pith__arena_grow(dom->source->arena, dom->nodes, dom->count,
        (size_t)dom->count + 1, sizeof(pith__node), &b->node_capacity);
    dom->nodes[dom->count] = (pith__node){
        .parent = b->count > 0 ? top(b)->node : (uint32_t)PITH_NONE,
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
        return TABLE_RULES;
    case GUMBO_TAG_CAPTION:
        return CAPTION_RULES;
    case GUMBO_TAG_COLGROUP:
        return COLUMNS_RULES;
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
        return ROWS_RULES;
    case GUMBO_TAG_TR:
        return ROW_RULES;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return CELL_RULES;
    case GUMBO_TAG_SELECT:
        return SELECT_RULES;
    default:
        return around;
    }
}

/* Appends an element and opens it. */
static bool open_tag(builder *b, unsigned tag, uint32_t content) {
    if (!add_node(b, PITH_NODE_ELEMENT, tag, content))
        return false;
    b->open = pith__arena_grow(
        b->dom->source->arena, b->open, b->count, b->count + 1, sizeof *b->open, &b->open_capacity);
    open_element opened = {0};
    if (b->count > 0)
        opened = *top(b);
    opened.node = b->dom->count - 1;
    opened.tag = (uint16_t)tag;
    opened.flags = flags_of[tag];
    opened.rules = rules_of(tag, opened.rules);
    if ((opened.flags & SCOPE) != 0)
        opened.p = opened.button = false;
    if ((opened.flags & MARKER) != 0) {
        opened.link = false;
        opened.formats = 0;
    }
    if (tag == GUMBO_TAG_P)
        opened.p = true;
    if (tag == GUMBO_TAG_BUTTON) {
        opened.button = true;
        opened.p = false;
    }
    if ((opened.flags & FORMATTING) != 0) {
        opened.link |= tag == GUMBO_TAG_A;
        opened.formats++;
    }
    b->open[b->count++] = opened;
    return true;
}

static void close_top(builder *b) {
    end_text(b);
    b->dom->nodes[top(b)->node].end = b->dom->count;
    b->count--;
}

/* Closes the elements from `index` on. What stays behind of a formatting element or a form that
   ends by another's tag is not followed here: false. */
static bool close_from(builder *b, size_t index) {
    for (size_t i = index + 1; i < b->count; i++) {
        if ((b->open[i].flags & FORMATTING) != 0 || b->open[i].tag == GUMBO_TAG_FORM)
            return false;
    }
    while (b->count > index)
        close_top(b);
    return true;
}

/* The innermost open element with a tag that no element with one of `stops` stands around; 0 (the
   html element) if there is none. */
static size_t find_open(const builder *b, unsigned tag, unsigned stops) {
    for (size_t i = b->count; i-- > 1;) {
        if (b->open[i].tag == tag)
            return i;
        if ((b->open[i].flags & stops) != 0)
            return 0;
    }
    return 0;
}

/* ---- Text ------------------------------------------------------------------------------------ */

static bool is_blank(pith__str text) {
    return pith__str_trim(text).length == 0;
}

static bool add_text(builder *b, size_t from, size_t to) {
    if (b->templates > 0)
        return true;
    pith__str text = pith__str_slice(b->skeleton->html, from, to);
    unsigned rules = b->count > 0 ? top(b)->rules : BODY_RULES;
    bool raw = b->count > 0 && (top(b)->flags & RAW) != 0;
    bool only_blank = b->mode < IN_BODY || (rules >= TABLE_RULES && rules <= ROW_RULES);
    if (only_blank && !raw && !is_blank(text))
        return false;
    if (b->mode < IN_HEAD)
        return true; /* Dropped. */
    if (b->count > 0 && (top(b)->flags & FIRST_LINE) != 0 && text.data[0] == '\n' &&
        b->dom->count == top(b)->node + 1) {
        text = pith__str_slice(text, 1, text.length);
        from++;
        if (text.length == 0)
            return true;
    }
    if (!b->in_text) {
        if (!add_node(b, PITH_NODE_TEXT, GUMBO_TAG_UNKNOWN, 0))
            return false;
        b->in_text = true;
        pith__pieces_begin(&b->pieces, b->dom, &b->dom->nodes[b->dom->count - 1]);
    }
    /* Most often it is the next text, and all of it. */
    const pith__skeleton *skeleton = b->skeleton;
    while (b->next_text < skeleton->text_count && skeleton->texts[b->next_text].at < from)
        b->next_text++;
    uint32_t next = b->next_text;
    if (next < skeleton->text_count && skeleton->texts[next].at == from &&
        (next + 1 == skeleton->text_count || skeleton->texts[next + 1].at >= to))
        pith__pieces_add(&b->pieces, next);
    else
        pith__pieces_read(&b->pieces, text, from);
    return true;
}

/* A formatting element ends if nothing stands in it that would have to be taken apart. */
static bool end_formatting(builder *b, unsigned tag) {
    size_t found = find_open(b, tag, MARKER);
    for (size_t i = found + 1; found > 0 && i < b->count; i++) {
        if ((b->open[i].flags & SPECIAL) != 0)
            return false;
    }
    return found == 0 || close_from(b, found);
}

/* ---- Start tags ------------------------------------------------------------------------------ */

static bool close_p(builder *b) {
    return !top(b)->p || close_from(b, find_open(b, GUMBO_TAG_P, SCOPE));
}

static bool is_heading(unsigned tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

/* A li, dt or dd ends the one before it, if nothing but such elements is open in that. */
static bool close_item(builder *b, bool li) {
    for (size_t i = b->count; i-- > 1;) {
        unsigned tag = b->open[i].tag;
        if (li ? tag == GUMBO_TAG_LI : tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD)
            return close_from(b, i);
        if ((b->open[i].flags & SPECIAL) != 0 && tag != GUMBO_TAG_ADDRESS && tag != GUMBO_TAG_DIV &&
            tag != GUMBO_TAG_P)
            break;
    }
    return true;
}

/* An element that only has to be put where it stands. */
static bool add_element(builder *b, unsigned tag, uint32_t content) {
    if ((flags_of[tag] & EMPTY) != 0)
        return add_node(b, PITH_NODE_ELEMENT, tag, content);
    return open_tag(b, tag, content);
}

/* Further start tags of what is open give it the attributes that it does not have. */
static bool start_again(builder *b, unsigned tag, uint32_t content) {
    pith__node *node = &b->dom->nodes[tag == GUMBO_TAG_BODY ? b->body : 0];
    const pith__tag *added = &b->skeleton->tags[content];
    if (tag == GUMBO_TAG_HEAD || added->attribute_count == 0)
        return true;
    if (node->names != 0)
        return false;
    node->content = content;
    node->names = pith__dom_names(b->dom, added);
    return true;
}

static bool start_in_body(builder *b, unsigned tag, uint32_t content) {
    enum { ARK = 3 }; /* As many formatting elements alike count. */
    unsigned flags = flags_of[tag];
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY)
        return start_again(b, tag, content);
    if ((flags & (REFUSED | TABLE)) != 0)
        return false;
    if (tag == GUMBO_TAG_A && top(b)->link && !end_formatting(b, tag))
        return false;
    if ((flags & FORMATTING) != 0 && top(b)->formats >= ARK)
        return false;
    if (tag == GUMBO_TAG_TABLE && top(b)->p)
        return false; /* It depends on the doctype. */
    if (tag == GUMBO_TAG_BUTTON && top(b)->button)
        return false;
    if (tag == GUMBO_TAG_FORM && b->form)
        return false;
    if ((tag == GUMBO_TAG_LI && !close_item(b, true)) ||
        ((tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD) && !close_item(b, false)))
        return false;
    if ((flags & CLOSES_P) != 0 && !close_p(b))
        return false;
    if (is_heading(tag) && is_heading(top(b)->tag))
        close_top(b);
    b->form |= tag == GUMBO_TAG_FORM;
    return add_element(b, tag, content);
}

static bool start_in_select(builder *b, unsigned tag, uint32_t content) {
    if (tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP)
        return false;
    if (top(b)->tag == GUMBO_TAG_OPTION)
        close_top(b);
    if (tag == GUMBO_TAG_OPTGROUP && top(b)->tag == GUMBO_TAG_OPTGROUP)
        close_top(b);
    return open_tag(b, tag, content);
}

/* Closes the cell and what is open in it; formatting elements end with it. */
static void close_cell(builder *b) {
    while ((top(b)->flags & MARKER) == 0 || top(b)->tag == GUMBO_TAG_OBJECT)
        close_top(b);
    close_top(b);
}

/* Whether a form is open inside of the cell. */
static bool cell_has_form(const builder *b) {
    for (size_t i = b->count; i-- > 1 && b->open[i].rules == CELL_RULES;) {
        if (b->open[i].tag == GUMBO_TAG_FORM)
            return true;
        if (b->open[i].tag == GUMBO_TAG_TD || b->open[i].tag == GUMBO_TAG_TH)
            return false;
    }
    return true;
}

/* A part of a table; opens the parts around it that were left out. */
static bool start_in_table(builder *b, unsigned tag, uint32_t content) {
    bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
    for (;;) {
        switch (top(b)->rules) {
        case CELL_RULES:
            if ((flags_of[tag] & TABLE) == 0)
                return start_in_body(b, tag, content);
            if (cell_has_form(b))
                return false;
            close_cell(b);
            break;
        case TABLE_RULES:
            if (tag == GUMBO_TAG_SCRIPT)
                return open_tag(b, tag, content);
            if (tag == GUMBO_TAG_COL) {
                if (!open_tag(b, GUMBO_TAG_COLGROUP, PITH_NONE))
                    return false;
                break;
            }
            if (cell || tag == GUMBO_TAG_TR) {
                if (!open_tag(b, GUMBO_TAG_TBODY, PITH_NONE))
                    return false;
                break;
            }
            return (flags_of[tag] & TABLE) != 0 && open_tag(b, tag, content);
        case COLUMNS_RULES:
            if (tag == GUMBO_TAG_COL)
                return add_node(b, PITH_NODE_ELEMENT, tag, content);
            close_top(b);
            break;
        case ROWS_RULES:
            if (tag == GUMBO_TAG_TR || tag == GUMBO_TAG_SCRIPT)
                return open_tag(b, tag, content);
            if ((flags_of[tag] & TABLE) == 0)
                return false;
            if (!cell)
                close_top(b);
            else if (!open_tag(b, GUMBO_TAG_TR, PITH_NONE))
                return false;
            break;
        case ROW_RULES:
            if (cell || tag == GUMBO_TAG_SCRIPT)
                return open_tag(b, tag, content);
            if ((flags_of[tag] & TABLE) == 0)
                return false;
            close_top(b);
            break;
        default:
            return false;
        }
    }
}

/* Whether the tag belongs to the head, in which it may stand; then it is added. */
static bool start_in_head(builder *b, unsigned tag, uint32_t content, bool *added) {
    bool noscript = b->mode == IN_HEAD_NOSCRIPT;
    bool empty =
        tag == GUMBO_TAG_LINK || tag == GUMBO_TAG_META || (tag == GUMBO_TAG_BASE && !noscript);
    bool filled = !noscript &&
                  (tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_NOSCRIPT);
    if (empty)
        *added = add_node(b, PITH_NODE_ELEMENT, tag, content);
    else if (filled)
        *added = open_tag(b, tag, content);
    if (filled && tag == GUMBO_TAG_NOSCRIPT)
        b->mode = IN_HEAD_NOSCRIPT;
    return empty || filled;
}

/* A tag before the body; html, head and body are made where they were left out. */
static bool start_before_body(builder *b, unsigned tag, uint32_t content) {
    for (;;) {
        bool added = false;
        switch (b->mode) {
        case BEFORE_HTML:
            b->mode = BEFORE_HEAD;
            if (tag == GUMBO_TAG_HTML)
                return open_tag(b, tag, content);
            if (!open_tag(b, GUMBO_TAG_HTML, PITH_NONE))
                return false;
            break;
        case BEFORE_HEAD:
            b->mode = IN_HEAD;
            if (tag == GUMBO_TAG_HEAD)
                return open_tag(b, tag, content);
            if (tag == GUMBO_TAG_HTML || !open_tag(b, GUMBO_TAG_HEAD, PITH_NONE))
                return false;
            break;
        case IN_HEAD:
        case IN_HEAD_NOSCRIPT:
            if (start_in_head(b, tag, content, &added))
                return added;
            if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_NOSCRIPT)
                return false;
            b->mode = b->mode == IN_HEAD ? AFTER_HEAD : IN_HEAD;
            close_top(b);
            break;
        case AFTER_HEAD:
            b->mode = IN_BODY;
            b->body = b->dom->count;
            if (tag == GUMBO_TAG_BODY)
                return open_tag(b, tag, content);
            /* Of the head, but behind it. */
            if ((flags_of[tag] & REFUSED) != 0 || tag == GUMBO_TAG_BASE || tag == GUMBO_TAG_LINK ||
                tag == GUMBO_TAG_META || (flags_of[tag] & RAW) != 0)
                return false;
            if (!open_tag(b, GUMBO_TAG_BODY, PITH_NONE))
                return false;
            break;
        case IN_BODY:
            return start_in_body(b, tag, content);
        }
    }
}

/* Whether the tag is one of a template or stands in one; such tags make no nodes. */
static bool skip_template(builder *b, unsigned tag, bool ends) {
    if (tag == GUMBO_TAG_TEMPLATE) {
        end_text(b);
        if (!ends)
            b->templates++;
        else if (b->templates > 0)
            b->templates--;
        return true;
    }
    return b->templates > 0;
}

static bool start_tag(builder *b, unsigned tag, uint32_t content) {
    if (b->count > 0 && (top(b)->flags & RAW) != 0)
        return false;
    if (b->mode != IN_BODY)
        return start_before_body(b, tag, content);
    switch (top(b)->rules) {
    case BODY_RULES:
        return start_in_body(b, tag, content);
    case CAPTION_RULES:
        return (flags_of[tag] & TABLE) == 0 && start_in_body(b, tag, content);
    case SELECT_RULES:
        return start_in_select(b, tag, content);
    default:
        return start_in_table(b, tag, content);
    }
}

/* ---- End tags -------------------------------------------------------------------------------- */

static bool end_form(builder *b) {
    size_t found = find_open(b, GUMBO_TAG_FORM, SCOPE);
    if (!b->form)
        return true;
    for (size_t i = found + 1; i < b->count; i++) {
        if ((b->open[i].flags & IMPLIED) == 0)
            return false;
    }
    b->form = false;
    return found > 0 && close_from(b, found);
}

static bool end_heading(builder *b) {
    for (size_t i = b->count; i-- > 1;) {
        if (is_heading(b->open[i].tag))
            return close_from(b, i);
        if ((b->open[i].flags & SCOPE) != 0)
            break;
    }
    return true;
}

static bool end_item(builder *b) {
    for (size_t i = b->count; i-- > 1;) {
        unsigned tag = b->open[i].tag;
        if (tag == GUMBO_TAG_LI)
            return close_from(b, i);
        if ((b->open[i].flags & SCOPE) != 0 || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_UL)
            break;
    }
    return true;
}

static bool end_in_body(builder *b, unsigned tag) {
    unsigned flags = flags_of[tag];
    size_t found;
    if ((flags & CONTAINER) != 0) {
        found = find_open(b, tag, SCOPE);
        return found == 0 || close_from(b, found);
    }
    if ((flags & FORMATTING) != 0)
        return end_formatting(b, tag);
    if (is_heading(tag))
        return end_heading(b);
    switch (tag) {
    case GUMBO_TAG_P:
        /* Without a p it makes one. */
        if (!top(b)->p && !open_tag(b, GUMBO_TAG_P, PITH_NONE))
            return false;
        return close_from(b, find_open(b, GUMBO_TAG_P, SCOPE));
    case GUMBO_TAG_LI:
        return end_item(b);
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
        found = find_open(b, tag, SCOPE);
        return found == 0 || close_from(b, found);
    case GUMBO_TAG_FORM:
        return end_form(b);
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
        return true; /* What follows is still part of the body. */
    case GUMBO_TAG_HEAD:
        return true;
    case GUMBO_TAG_BR:
    case GUMBO_TAG_SELECT:
        return false;
    default:
        break;
    }
    if ((flags & (REFUSED | RAW)) != 0)
        return false;
    found =
        tag == GUMBO_TAG_NOSCRIPT && top(b)->tag == tag ? b->count - 1 : find_open(b, tag, SPECIAL);
    return found == 0 || close_from(b, found);
}

static bool end_in_select(builder *b, unsigned tag) {
    unsigned open = top(b)->tag;
    if (tag == GUMBO_TAG_SELECT)
        return close_from(b, find_open(b, tag, 0));
    if (tag != open || (tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP))
        return false;
    close_top(b);
    return true;
}

/* An end tag in a part of a table; closes the parts in the one that it ends. */
static bool end_in_table(builder *b, unsigned tag) {
    for (;;) {
        unsigned rules = top(b)->rules, open = top(b)->tag;
        bool part = (flags_of[tag] & TABLE) != 0 || tag == GUMBO_TAG_TABLE;
        if (rules == CELL_RULES) {
            if (!part)
                return end_in_body(b, tag);
            bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
            /* Only tags that end what is open here. */
            if (cell_has_form(b) || (cell && find_open(b, tag, MARKER) == 0) ||
                tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_COL || tag == GUMBO_TAG_COLGROUP)
                return false;
            close_cell(b);
            if (cell)
                return true;
            continue;
        }
        if (!part)
            return false;
        if (tag == open) {
            close_top(b);
            return true;
        }
        /* Those that end nothing are ignored: of what is inside the open part. */
        bool inner = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH ||
                     (tag == GUMBO_TAG_TR && rules != ROW_RULES) ||
                     (rules == TABLE_RULES && tag != GUMBO_TAG_TABLE);
        if (inner && rules != COLUMNS_RULES)
            return true;
        if (rules == TABLE_RULES || rules == BODY_RULES || rules == SELECT_RULES ||
            rules == CAPTION_RULES || tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_COL ||
            tag == GUMBO_TAG_COLGROUP)
            return false;
        /* Another group of rows than the open one. */
        if (tag != GUMBO_TAG_TABLE && rules == ROWS_RULES)
            return false;
        if (tag != GUMBO_TAG_TABLE && rules == ROW_RULES && b->open[b->count - 2].tag != tag)
            return false;
        close_top(b);
    }
}

static bool end_tag(builder *b, unsigned tag) {
    if (b->count == 0)
        return false;
    if ((top(b)->flags & RAW) != 0) {
        if (tag != top(b)->tag)
            return false;
        close_top(b);
        return true;
    }
    switch (b->mode) {
    case IN_HEAD_NOSCRIPT:
    case IN_HEAD:
        if (tag != top(b)->tag)
            return false;
        b->mode = b->mode == IN_HEAD ? AFTER_HEAD : IN_HEAD;
        close_top(b);
        return true;
    case IN_BODY:
        break;
    default:
        return false;
    }
    switch (top(b)->rules) {
    case BODY_RULES:
        /* Those of tables end nothing here. */
        return (flags_of[tag] & TABLE) != 0 || tag == GUMBO_TAG_TABLE || end_in_body(b, tag);
    case CAPTION_RULES:
        if (tag == GUMBO_TAG_CAPTION && top(b)->tag == tag) {
            close_top(b);
            return true;
        }
        return (flags_of[tag] & TABLE) == 0 && tag != GUMBO_TAG_TABLE && end_in_body(b, tag);
    case SELECT_RULES:
        return end_in_select(b, tag);
    default:
        return end_in_table(b, tag);
    }
}

/* ---- The page -------------------------------------------------------------------------------- */

/* Whether the open element was spelled the same: most end tags are those of what is open. */
static bool spells_top(builder *b, pith__str name) {
    uint32_t content = b->count > 0 ? b->dom->nodes[top(b)->node].content : (uint32_t)PITH_NONE;
    return content != PITH_NONE && pith__str_equal(b->skeleton->tags[content].name, name);
}

/* Works on the tag or declaration that begins at `at` and whose '>' is the first from `end` on;
   sets `end` past that. */
static bool markup(builder *b, size_t at, size_t *end) {
    pith__str html = b->skeleton->html;
    bool ends = html.data[at + 1] == '/';
    bool starts = !ends && html.data[at + 1] != '!';
    pith__str name = {NULL, 0};
    size_t from = at + 1 + ends;
    if (starts) {
        if (b->next_tag >= b->skeleton->tag_count || b->skeleton->tags[b->next_tag].at != at)
            return false;
        name = b->skeleton->tags[b->next_tag].name;
        from += name.length;
    }
    const char *close = memchr(html.data + from, '>', html.length - from);
    if (close == NULL)
        return false;
    *end = (size_t)(close - html.data) + 1;
    if (ends)
        name = pith__str_slice(html, from, *end - 1);
    if (!starts && !ends) {
        if (b->mode > BEFORE_HTML)
            end_text(b); /* A comment. */
        return true;
    }
    unsigned tag = ends && spells_top(b, name) ? top(b)->tag
                                               : gumbo_tagn_enum(name.data, (unsigned)name.length);
    /* The skeleton keeps one attribute of a template: it is a shadow root, which is shown. */
    bool shown = starts && tag == GUMBO_TAG_TEMPLATE && from < *end - 1;
    bool raw = b->count > 0 && (top(b)->flags & RAW) != 0;
    /* Inside of one such tags change what the others mean. */
    if (b->templates > 0 &&
        ((flags_of[tag] & TABLE) != 0 || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD ||
            tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_FRAMESET))
        return false;
    bool skipped = b->mode >= IN_HEAD && !raw && !shown && skip_template(b, tag, ends);
    b->next_tag += starts;
    if (skipped)
        return true;
    return starts ? start_tag(b, tag, b->next_tag - 1) : end_tag(b, tag);
}

static bool build(builder *b) {
    pith__str html = b->skeleton->html;
    for (size_t at = 0; at < html.length;) {
        const char *less = memchr(html.data + at, '<', html.length - at);
        size_t end = less == NULL ? html.length : (size_t)(less - html.data);
        if (end > at && !add_text(b, at, end))
            return false;
        at = end;
        if (at < html.length && (html.length - at < 2 || !markup(b, at, &at)))
            return false;
    }
    if (b->mode != IN_BODY || b->templates > 0)
        return false;
    while (b->count > 0)
        close_top(b);
    return true;
}

bool pith__nest(pith__dom *dom, size_t max_nodes, size_t max_depth) {
    builder b = {.dom = dom,
        .skeleton = dom->source->skeleton,
        .max_nodes = max_nodes,
        .max_depth = max_depth};
    if (!b.skeleton->bounded && build(&b))
        return true;
    dom->nodes = NULL;
    dom->count = 0;
    dom->source->made_text_count = 0;
    return false;
}
