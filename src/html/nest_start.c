#include "nest_builder.h"

static bool close_p(pith__nest_builder *b) {
    return !pith__nest_top(b)->p ||
           pith__nest_close_from(b, pith__nest_find(b, GUMBO_TAG_P, PITH_NEST_SCOPE));
}

/* A li, dt or dd ends the one before it, if nothing but such elements is open in that. */
static bool close_item(pith__nest_builder *b, bool li) {
    for (size_t i = b->count; i-- > 1;) {
        unsigned tag = b->open[i].tag;
        if (li ? tag == GUMBO_TAG_LI : tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD)
            return pith__nest_close_from(b, i);
        if ((b->open[i].flags & PITH_NEST_SPECIAL) != 0 && tag != GUMBO_TAG_ADDRESS &&
            tag != GUMBO_TAG_DIV && tag != GUMBO_TAG_P)
            break;
    }
    return true;
}

/* An element that only has to be put where it stands. */
static bool add_element(pith__nest_builder *b, unsigned tag, uint32_t content) {
    if ((pith__nest_flags[tag] & PITH_NEST_EMPTY) != 0)
        return pith__nest_add(b, PITH_NODE_ELEMENT, tag, content);
    return pith__nest_open(b, tag, content);
}

/* Further start tags of what is open give it the attributes that it does not have. */
static bool start_again(pith__nest_builder *b, unsigned tag, uint32_t content) {
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

static bool start_in_body(pith__nest_builder *b, unsigned tag, uint32_t content) {
    enum { ARK = 3 }; /* As many formatting elements alike count. */
    unsigned flags = pith__nest_flags[tag];
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY)
        return start_again(b, tag, content);
    if ((flags & (PITH_NEST_REFUSED | PITH_NEST_TABLE)) != 0)
        return false;
    if (tag == GUMBO_TAG_A && pith__nest_top(b)->link && !pith__nest_end_formatting(b, tag))
        return false;
    if ((flags & PITH_NEST_FORMATTING) != 0 && pith__nest_top(b)->formats >= ARK)
        return false;
    if (tag == GUMBO_TAG_TABLE && pith__nest_top(b)->p)
        return false; /* It depends on the doctype. */
    if (tag == GUMBO_TAG_BUTTON && pith__nest_top(b)->button)
        return false;
    if (tag == GUMBO_TAG_FORM && b->form)
        return false;
    if ((tag == GUMBO_TAG_LI && !close_item(b, true)) ||
        ((tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD) && !close_item(b, false)))
        return false;
    if ((flags & PITH_NEST_CLOSES_P) != 0 && !close_p(b))
        return false;
    if (pith__nest_is_heading(tag) && pith__nest_is_heading(pith__nest_top(b)->tag))
        pith__nest_close(b);
    b->form |= tag == GUMBO_TAG_FORM;
    return add_element(b, tag, content);
}

static bool start_in_select(pith__nest_builder *b, unsigned tag, uint32_t content) {
    if (tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP)
        return false;
    if (pith__nest_top(b)->tag == GUMBO_TAG_OPTION)
        pith__nest_close(b);
    if (tag == GUMBO_TAG_OPTGROUP && pith__nest_top(b)->tag == GUMBO_TAG_OPTGROUP)
        pith__nest_close(b);
    return pith__nest_open(b, tag, content);
}

/* A part of a table; opens the parts around it that were left out. */
static bool start_in_table(pith__nest_builder *b, unsigned tag, uint32_t content) {
    bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
    for (;;) {
        switch (pith__nest_top(b)->rules) {
        case PITH_NEST_CELL_RULES:
            if ((pith__nest_flags[tag] & PITH_NEST_TABLE) == 0)
                return start_in_body(b, tag, content);
            if (pith__nest_cell_has_form(b))
                return false;
            pith__nest_close_cell(b);
            break;
        case PITH_NEST_TABLE_RULES:
            if (tag == GUMBO_TAG_SCRIPT)
                return pith__nest_open(b, tag, content);
            if (tag == GUMBO_TAG_COL) {
                if (!pith__nest_open(b, GUMBO_TAG_COLGROUP, PITH_NONE))
                    return false;
                break;
            }
            if (cell || tag == GUMBO_TAG_TR) {
                if (!pith__nest_open(b, GUMBO_TAG_TBODY, PITH_NONE))
                    return false;
                break;
            }
            return (pith__nest_flags[tag] & PITH_NEST_TABLE) != 0 &&
                   pith__nest_open(b, tag, content);
        case PITH_NEST_COLUMNS_RULES:
            if (tag == GUMBO_TAG_COL)
                return pith__nest_add(b, PITH_NODE_ELEMENT, tag, content);
            pith__nest_close(b);
            break;
        case PITH_NEST_ROWS_RULES:
            if (tag == GUMBO_TAG_TR || tag == GUMBO_TAG_SCRIPT)
                return pith__nest_open(b, tag, content);
            if ((pith__nest_flags[tag] & PITH_NEST_TABLE) == 0)
                return false;
            if (!cell)
                pith__nest_close(b);
            else if (!pith__nest_open(b, GUMBO_TAG_TR, PITH_NONE))
                return false;
            break;
        case PITH_NEST_ROW_RULES:
            if (cell || tag == GUMBO_TAG_SCRIPT)
                return pith__nest_open(b, tag, content);
            if ((pith__nest_flags[tag] & PITH_NEST_TABLE) == 0)
                return false;
            pith__nest_close(b);
            break;
        default:
            return false;
        }
    }
}

/* Whether the tag belongs to the head, in which it may stand; then it is added. */
static bool start_in_head(pith__nest_builder *b, unsigned tag, uint32_t content, bool *added) {
    bool noscript = b->mode == PITH_NEST_IN_HEAD_NOSCRIPT;
    bool empty =
        tag == GUMBO_TAG_LINK || tag == GUMBO_TAG_META || (tag == GUMBO_TAG_BASE && !noscript);
    bool filled = !noscript &&
                  (tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_NOSCRIPT);
    if (empty)
        *added = pith__nest_add(b, PITH_NODE_ELEMENT, tag, content);
    else if (filled)
        *added = pith__nest_open(b, tag, content);
    if (filled && tag == GUMBO_TAG_NOSCRIPT)
        b->mode = PITH_NEST_IN_HEAD_NOSCRIPT;
    return empty || filled;
}

/* A tag before the body; html, head and body are made where they were left out. */
static bool start_before_body(pith__nest_builder *b, unsigned tag, uint32_t content) {
    for (;;) {
        bool added = false;
        switch (b->mode) {
        case PITH_NEST_BEFORE_HTML:
            b->mode = PITH_NEST_BEFORE_HEAD;
            if (tag == GUMBO_TAG_HTML)
                return pith__nest_open(b, tag, content);
            if (!pith__nest_open(b, GUMBO_TAG_HTML, PITH_NONE))
                return false;
            break;
        case PITH_NEST_BEFORE_HEAD:
            b->mode = PITH_NEST_IN_HEAD;
            if (tag == GUMBO_TAG_HEAD)
                return pith__nest_open(b, tag, content);
            if (tag == GUMBO_TAG_HTML || !pith__nest_open(b, GUMBO_TAG_HEAD, PITH_NONE))
                return false;
            break;
        case PITH_NEST_IN_HEAD:
        case PITH_NEST_IN_HEAD_NOSCRIPT:
            if (start_in_head(b, tag, content, &added))
                return added;
            if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_NOSCRIPT)
                return false;
            b->mode = b->mode == PITH_NEST_IN_HEAD ? PITH_NEST_AFTER_HEAD : PITH_NEST_IN_HEAD;
            pith__nest_close(b);
            break;
        case PITH_NEST_AFTER_HEAD:
            b->mode = PITH_NEST_IN_BODY;
            b->body = b->dom->count;
            if (tag == GUMBO_TAG_BODY)
                return pith__nest_open(b, tag, content);
            /* Of the head, but behind it. */
            if ((pith__nest_flags[tag] & PITH_NEST_REFUSED) != 0 || tag == GUMBO_TAG_BASE ||
                tag == GUMBO_TAG_LINK || tag == GUMBO_TAG_META ||
                (pith__nest_flags[tag] & PITH_NEST_RAW) != 0)
                return false;
            if (!pith__nest_open(b, GUMBO_TAG_BODY, PITH_NONE))
                return false;
            break;
        case PITH_NEST_IN_BODY:
            return start_in_body(b, tag, content);
        }
    }
}

bool pith__nest_start(pith__nest_builder *b, unsigned tag, uint32_t content) {
    if (b->count > 0 && (pith__nest_top(b)->flags & PITH_NEST_RAW) != 0)
        return false;
    if (b->mode != PITH_NEST_IN_BODY)
        return start_before_body(b, tag, content);
    switch (pith__nest_top(b)->rules) {
    case PITH_NEST_BODY_RULES:
        return start_in_body(b, tag, content);
    case PITH_NEST_CAPTION_RULES:
        return (pith__nest_flags[tag] & PITH_NEST_TABLE) == 0 && start_in_body(b, tag, content);
    case PITH_NEST_SELECT_RULES:
        return start_in_select(b, tag, content);
    default:
        return start_in_table(b, tag, content);
    }
}
