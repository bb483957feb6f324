#include "nest_builder.h"

static bool end_form(pith__nest_builder *b) {
    size_t found = pith__nest_find(b, GUMBO_TAG_FORM, PITH_NEST_SCOPE);
    if (!b->form)
        return true;
    for (size_t i = found + 1; i < b->count; i++) {
        if ((b->open[i].flags & PITH_NEST_IMPLIED) == 0)
            return false;
    }
    b->form = false;
    return found > 0 && pith__nest_close_from(b, found);
}

static bool end_heading(pith__nest_builder *b) {
    for (size_t i = b->count; i-- > 1;) {
        if (pith__nest_is_heading(b->open[i].tag))
            return pith__nest_close_from(b, i);
        if ((b->open[i].flags & PITH_NEST_SCOPE) != 0)
            break;
    }
    return true;
}

static bool end_item(pith__nest_builder *b) {
    for (size_t i = b->count; i-- > 1;) {
        unsigned tag = b->open[i].tag;
        if (tag == GUMBO_TAG_LI)
            return pith__nest_close_from(b, i);
        if ((b->open[i].flags & PITH_NEST_SCOPE) != 0 || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_UL)
            break;
    }
    return true;
}

static bool end_in_body(pith__nest_builder *b, unsigned tag) {
    unsigned flags = pith__nest_flags[tag];
    size_t found;
    if ((flags & PITH_NEST_CONTAINER) != 0) {
        found = pith__nest_find(b, tag, PITH_NEST_SCOPE);
        return found == 0 || pith__nest_close_from(b, found);
    }
    if ((flags & PITH_NEST_FORMATTING) != 0)
        return pith__nest_end_formatting(b, tag);
    if (pith__nest_is_heading(tag))
        return end_heading(b);
    switch (tag) {
    case GUMBO_TAG_P:
        /* Without a p it makes one. */
        if (!pith__nest_top(b)->p && !pith__nest_open(b, GUMBO_TAG_P, PITH_NONE))
            return false;
        return pith__nest_close_from(b, pith__nest_find(b, GUMBO_TAG_P, PITH_NEST_SCOPE));
    case GUMBO_TAG_LI:
        return end_item(b);
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
        found = pith__nest_find(b, tag, PITH_NEST_SCOPE);
        return found == 0 || pith__nest_close_from(b, found);
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
    if ((flags & (PITH_NEST_REFUSED | PITH_NEST_RAW)) != 0)
        return false;
    found = tag == GUMBO_TAG_NOSCRIPT && pith__nest_top(b)->tag == tag
                ? b->count - 1
                : pith__nest_find(b, tag, PITH_NEST_SPECIAL);
    return found == 0 || pith__nest_close_from(b, found);
}

static bool end_in_select(pith__nest_builder *b, unsigned tag) {
    unsigned open = pith__nest_top(b)->tag;
    if (tag == GUMBO_TAG_SELECT)
        return pith__nest_close_from(b, pith__nest_find(b, tag, 0));
    if (tag != open || (tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP))
        return false;
    pith__nest_close(b);
    return true;
}

/* An end tag in a part of a table; closes the parts in the one that it ends. */
static bool end_in_table(pith__nest_builder *b, unsigned tag) {
    for (;;) {
        unsigned rules = pith__nest_top(b)->rules, open = pith__nest_top(b)->tag;
        bool part = (pith__nest_flags[tag] & PITH_NEST_TABLE) != 0 || tag == GUMBO_TAG_TABLE;
        if (rules == PITH_NEST_CELL_RULES) {
            if (!part)
                return end_in_body(b, tag);
            bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
            /* Only tags that end what is open here. */
            if (pith__nest_cell_has_form(b) ||
                (cell && pith__nest_find(b, tag, PITH_NEST_MARKER) == 0) ||
                tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_COL || tag == GUMBO_TAG_COLGROUP)
                return false;
            pith__nest_close_cell(b);
            if (cell)
                return true;
            continue;
        }
        if (!part)
            return false;
        if (tag == open) {
            pith__nest_close(b);
            return true;
        }
        /* Those that end nothing are ignored: of what is inside the open part. */
        bool inner = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH ||
                     (tag == GUMBO_TAG_TR && rules != PITH_NEST_ROW_RULES) ||
                     (rules == PITH_NEST_TABLE_RULES && tag != GUMBO_TAG_TABLE);
        if (inner && rules != PITH_NEST_COLUMNS_RULES)
            return true;
        if (rules == PITH_NEST_TABLE_RULES || rules == PITH_NEST_BODY_RULES ||
            rules == PITH_NEST_SELECT_RULES || rules == PITH_NEST_CAPTION_RULES ||
            tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_COL || tag == GUMBO_TAG_COLGROUP)
            return false;
        /* Another group of rows than the open one. */
        if (tag != GUMBO_TAG_TABLE && rules == PITH_NEST_ROWS_RULES)
            return false;
        if (tag != GUMBO_TAG_TABLE && rules == PITH_NEST_ROW_RULES &&
            b->open[b->count - 2].tag != tag)
            return false;
        pith__nest_close(b);
    }
}

bool pith__nest_end(pith__nest_builder *b, unsigned tag) {
    if (b->count == 0)
        return false;
    if ((pith__nest_top(b)->flags & PITH_NEST_RAW) != 0) {
        if (tag != pith__nest_top(b)->tag)
            return false;
        pith__nest_close(b);
        return true;
    }
    switch (b->mode) {
    case PITH_NEST_IN_HEAD_NOSCRIPT:
    case PITH_NEST_IN_HEAD:
        if (tag != pith__nest_top(b)->tag)
            return false;
        b->mode = b->mode == PITH_NEST_IN_HEAD ? PITH_NEST_AFTER_HEAD : PITH_NEST_IN_HEAD;
        pith__nest_close(b);
        return true;
    case PITH_NEST_IN_BODY:
        break;
    default:
        return false;
    }
    switch (pith__nest_top(b)->rules) {
    case PITH_NEST_BODY_RULES:
        /* Those of tables end nothing here. */
        return (pith__nest_flags[tag] & PITH_NEST_TABLE) != 0 || tag == GUMBO_TAG_TABLE ||
               end_in_body(b, tag);
    case PITH_NEST_CAPTION_RULES:
        if (tag == GUMBO_TAG_CAPTION && pith__nest_top(b)->tag == tag) {
            pith__nest_close(b);
            return true;
        }
        return (pith__nest_flags[tag] & PITH_NEST_TABLE) == 0 && tag != GUMBO_TAG_TABLE &&
               end_in_body(b, tag);
    case PITH_NEST_SELECT_RULES:
        return end_in_select(b, tag);
    default:
        return end_in_table(b, tag);
    }
}
