#include "foreign.h"

#include "scan.h"

struct pith__foreign_element {
    pith__str name;
    size_t inside; /* Elements of HTML that are open in it, as far as tags alone tell. */
    bool html;     /* HTML may stand in it. */
    bool is_svg;   /* It is in SVG, else in MathML. */
};

bool pith__foreign_is_open(const pith__foreign *foreign) {
    return foreign->count > 0 && !foreign->open[foreign->count - 1].html;
}

bool pith__foreign_has_cdata(const pith__foreign *foreign) {
    return foreign->count > 0 && foreign->open[foreign->count - 1].inside == 0;
}

static void push(pith__foreign *foreign, pith__arena *arena, struct pith__foreign_element element) {
    foreign->open = pith__arena_grow(arena, foreign->open, foreign->count, foreign->count + 1,
        sizeof element, &foreign->capacity);
    foreign->open[foreign->count++] = element;
}

/* Whether HTML may stand in an element of this name in SVG, or in MathML. */
static bool holds_html(const pith__name *name, bool in_svg) {
    return in_svg ? name->special == PITH_SPECIAL_SVG_HTML || name->special == PITH_SPECIAL_TITLE
                  : name->special == PITH_SPECIAL_MATH_TEXT;
}

void pith__foreign_start(pith__foreign *foreign, pith__arena *arena, const pith__name *name,
    const pith__str *spelled, bool html_annotation) {
    bool inside = pith__foreign_is_open(foreign);
    bool in_svg = inside && foreign->open[foreign->count - 1].is_svg;
    if (!inside) {
        if (name->special == PITH_SPECIAL_SVG || name->special == PITH_SPECIAL_MATH)
            push(foreign, arena,
                (struct pith__foreign_element){
                    .name = *spelled, .is_svg = name->special == PITH_SPECIAL_SVG});
        else if (foreign->count > 0 && (name->flags & PITH_NAME_VOID) == 0)
            foreign->open[foreign->count - 1].inside++;
    } else if (name->special == (in_svg ? PITH_SPECIAL_SVG : PITH_SPECIAL_MATH)) {
        push(foreign, arena, (struct pith__foreign_element){.name = *spelled, .is_svg = in_svg});
    } else if (holds_html(name, in_svg) || (html_annotation && !in_svg)) {
        push(foreign, arena,
            (struct pith__foreign_element){.name = *spelled, .html = true, .is_svg = in_svg});
    }
}

void pith__foreign_break_out(pith__foreign *foreign) {
    while (pith__foreign_is_open(foreign))
        foreign->count--;
}

void pith__foreign_end(pith__foreign *foreign, const pith__name *name, pith__str spelled) {
    if (foreign->count == 0)
        return;
    struct pith__foreign_element *last = &foreign->open[foreign->count - 1];
    if (pith__str_equal_nocase(last->name, spelled))
        foreign->count--;
    else if (last->inside > 0)
        last->inside--;
    else if ((name->flags & PITH_NAME_BREAKOUT) != 0)
        pith__foreign_break_out(foreign); /* No such element is open in foreign content. */
}

/* ---- Images that are left out ---------------------------------------------------------------- */

enum { DEEPEST_SVG = 64 };

typedef struct svg {
    pith__str page;
    pith__str open[DEEPEST_SVG];
    size_t depth;
} svg;

/* Past `desc` or `title` if there is only text in it, else 0. */
static size_t text_element_end(pith__str page, size_t at, pith__str name) {
    size_t end = pith__scan_less(page, at);
    if (end == page.length || pith__scan_markup(page, end) != PITH_MARKUP_END_TAG ||
        !pith__str_equal_nocase(pith__scan_name(page, end + 2), name))
        return 0;
    bool self_closing, bounded;
    return pith__scan_tag(NULL, page, end + 2 + name.length, NULL, &self_closing, &bounded);
}

static size_t svg_start_tag(svg *s, size_t at) {
    pith__str spelled = pith__scan_name(s->page, at + 1);
    const pith__name *name = pith__name_of(spelled);
    if ((name->flags & PITH_NAME_BREAKOUT) != 0 || name->special == PITH_SPECIAL_FONT)
        return 0;
    bool self_closing = false, bounded;
    size_t end =
        pith__scan_tag(NULL, s->page, at + 1 + spelled.length, NULL, &self_closing, &bounded);
    if (end == 0 || self_closing)
        return end;
    if (holds_html(name, true))
        return text_element_end(s->page, end, spelled);
    if (s->depth == DEEPEST_SVG)
        return 0;
    s->open[s->depth++] = spelled;
    return end;
}

/* An end tag closes the nearest element of its name, and what is open in it. */
static size_t svg_end_tag(svg *s, size_t at) {
    pith__str name = pith__scan_name(s->page, at + 2);
    size_t depth = s->depth;
    while (depth > 0 && !pith__str_equal_nocase(s->open[depth - 1], name))
        depth--;
    if (depth == 0)
        return 0; /* It may close an element of the page. */
    s->depth = depth - 1;
    bool self_closing, bounded;
    return pith__scan_tag(NULL, s->page, at + 2 + name.length, NULL, &self_closing, &bounded);
}

size_t pith__foreign_svg_end(pith__str page, size_t at) {
    svg s = {.page = page, .open = {PITH_STR("svg")}, .depth = 1};
    while ((at = pith__scan_less(page, at)) < page.length) {
        switch (pith__scan_markup(page, at)) {
        case PITH_MARKUP_NONE:
            at++;
            break;
        case PITH_MARKUP_START_TAG:
            at = svg_start_tag(&s, at);
            break;
        case PITH_MARKUP_END_TAG:
            at = svg_end_tag(&s, at);
            break;
        case PITH_MARKUP_COMMENT:
            at = pith__scan_comment(page, at);
            break;
        case PITH_MARKUP_CDATA:
            at = pith__scan_cdata(page, at);
            break;
        default:
            at = pith__scan_bogus(page, at);
            break;
        }
        if (at == 0 || s.depth == 0)
            return at;
    }
    return 0;
}
