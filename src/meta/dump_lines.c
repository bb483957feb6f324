#include "dump_lines.h"

#include <string.h>

#include "names.h"
#include "values.h"

enum {
    BYLINE_WORDS = 20,
    DATE_LINE_WORDS = 6, /* Words beside the date in a line that is a date. */
    LINE_WORDS = 30,
    TITLE_WORDS = 3, /* Words after a date that make a headline. */
    LABEL_WORDS = 4,
};

bool pith__ends_sentence(pith__str text) {
    static const char *const closing[] = {"\"", "'", "”", "’", "»", ")", "“"};
    static const char *const stops[] = {"。", "।", "؟", "۔"};
    for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++) {
        pith__str mark = pith__str_of(closing[i]);
        if (pith__str_ends_nocase(text, mark)) {
            text.length -= mark.length;
            break;
        }
    }
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        if (pith__str_ends_nocase(text, pith__str_of(stops[i])))
            return true;
    }
    /* "..." trails off; "U.S." and "J." end no sentence for certain. */
    size_t n = text.length;
    return n > 2 && text.data[n - 1] == '.' && text.data[n - 2] != '.' && text.data[n - 3] != '.' &&
           text.data[n - 3] != ' ';
}

/* What is classed. */
typedef struct line {
    pith__arena *arena;
    const pith__heuristics *heuristics;
    const pith__date *captured;
    const pith__block *block;
    pith__line_class class;
} line;

/* The first date of a text that is not after the time of capture. */
static bool find_date(const line *l, pith__str text, pith__date_place *place) {
    return (pith__date_find(l->heuristics, text, 0, PITH_DATE_MONTH_FIRST, place) ||
               pith__date_relative(l->heuristics, text, 0, l->captured, place)) &&
           pith__date_before(&place->date, l->captured);
}

/* ---- Fields ---------------------------------------------------------------------------------- */

typedef struct field_name {
    const char *name;
    pith__line_kind kind;
    char what; /* 'n'ames, 's'ite, 'd'ate, 'u'pdated, 't'ext */
} field_name;

/* The keys with which tools that make dumps head them; they are names of fields, as in a file
   format, and not translated. */
static const field_name field_names[] = {
    {"title", PITH_LINE_FIELD_TITLE, 't'},
    {"headline", PITH_LINE_FIELD_TITLE, 't'},
    {"url", PITH_LINE_FIELD_URL, 't'},
    {"link", PITH_LINE_FIELD_URL, 't'},
    {"source url", PITH_LINE_FIELD_URL, 't'},
    {"url source", PITH_LINE_FIELD_URL, 't'},
    {"description", PITH_LINE_FIELD_DESCRIPTION, 't'},
    {"author", PITH_LINE_FIELD, 'n'},
    {"authors", PITH_LINE_FIELD, 'n'},
    {"byline", PITH_LINE_FIELD, 'n'},
    {"site", PITH_LINE_FIELD, 's'},
    {"sitename", PITH_LINE_FIELD, 's'},
    {"site name", PITH_LINE_FIELD, 's'},
    {"source", PITH_LINE_FIELD, 's'},
    {"publisher", PITH_LINE_FIELD, 's'},
    {"date", PITH_LINE_FIELD, 'd'},
    {"published", PITH_LINE_FIELD, 'd'},
    {"publish date", PITH_LINE_FIELD, 'd'},
    {"published time", PITH_LINE_FIELD, 'd'},
    {"modified", PITH_LINE_FIELD, 'u'},
};

static void take_date(line *l, pith__str text, bool updated) {
    l->class.has_date =
        pith__date_parse(l->heuristics, text, PITH_DATE_MONTH_FIRST, &l->class.date) &&
        pith__date_before(&l->class.date, l->captured);
    l->class.updated = updated;
}

/* "Title: ..." and "**Title:** ..." */
static bool classify_field(line *l) {
    pith__str text = l->block->text;
    while (text.length > 0 && strchr("*#_ \"", text.data[0]) != NULL)
        text = pith__str_slice(text, 1, text.length);
    size_t colon = pith__str_find(pith__str_slice(text, 0, 24), PITH_STR(":"));
    if (colon == (size_t)-1)
        return false;
    pith__str value = pith__str_slice(text, colon + 1, text.length);
    while (value.length > 0 && strchr("* \"", value.data[0]) != NULL)
        value = pith__str_slice(value, 1, value.length);
    if (value.length > 1 && value.data[value.length - 1] == '"')
        value.length--;
    for (size_t i = 0; i < sizeof field_names / sizeof field_names[0]; i++) {
        const field_name *field = &field_names[i];
        if (value.length == 0 ||
            !pith__str_equal_nocase(pith__str_slice(text, 0, colon), pith__str_of(field->name)))
            continue;
        l->class.kind = field->kind;
        l->class.title = value;
        if (field->what == 'n')
            l->class.names = value;
        if (field->what == 's' && !pith__value_is_address(value))
            l->class.site = value;
        if (field->what == 'd' || field->what == 'u')
            take_date(l, value, field->what == 'u');
        return true;
    }
    return false;
}

/* ---- Bylines --------------------------------------------------------------------------------- */

/* The next part of a byline, up to a mark between names, sites and dates. */
static pith__str next_part(pith__str *rest) {
    static const char *const marks[] = {" – ", " — ", " - ", "|", "•", "·", " / ", ", ", " @ "};
    for (size_t at = 0; at < rest->length; at++) {
        pith__str here = pith__str_slice(*rest, at, rest->length);
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            pith__str mark = pith__str_of(marks[i]);
            if (!pith__str_starts(here, mark))
                continue;
            pith__str part = pith__str_slice(*rest, 0, at);
            *rest = pith__str_slice(*rest, at + mark.length, rest->length);
            return pith__str_trim(part);
        }
    }
    pith__str part = pith__str_trim(*rest);
    *rest = pith__str_slice(*rest, rest->length, rest->length);
    return part;
}

static bool is_role(const line *l, pith__words words) {
    return pith__phrases_count(l->heuristics, words, PITH_PHRASE_NAME_ROLE) > 0;
}

/* Whether what follows "by" is a name: capitals, no figures. After a colon ("Curated by: jane doe")
   small letters will do, too. */
static bool is_name(const line *l, pith__str text, bool colon) {
    pith__words words = pith__words_of(l->arena, text);
    if (words.count == 0 || words.count > 5 || pith__ends_sentence(text))
        return false;
    bool figures = false;
    for (size_t i = 0; i < words.count; i++) {
        const char *p = text.data + words.items[i].offset;
        figures = figures || pith__is_digit(*p);
    }
    return !figures && (colon || pith__names_plausible(l->arena, l->heuristics, text));
}

/* The site in a part of a byline after the name. */
static bool is_site(const line *l, pith__str part) {
    pith__words words = pith__words_of(l->arena, part);
    if (words.count == 0 || words.count > 5 || is_role(l, words) || words.items[0].digits)
        return false;
    bool date_label =
        (pith__phrases_match(l->heuristics, words) &
            (PITH_PHRASE_BIT(PITH_PHRASE_LINE_DATE) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE) |
                PITH_PHRASE_BIT(PITH_PHRASE_LINE_INTERFACE) |
                PITH_PHRASE_BIT(PITH_PHRASE_DATE_PUBLISHED) |
                PITH_PHRASE_BIT(PITH_PHRASE_DATE_UPDATED))) != 0;
    for (size_t i = 0; i < words.count; i++)
        date_label = date_label || pith__is_digit(part.data[words.items[i].offset]);
    return !date_label && words.items[0].starts_upper;
}

static void take_dates(line *l, pith__str text) {
    pith__date_place place;
    if (!find_date(l, text, &place))
        return;
    pith__words before = pith__words_of(l->arena, pith__str_slice(text, 0, place.begin));
    l->class.has_date = true;
    l->class.date = place.date;
    l->class.updated = pith__phrases_count(l->heuristics, before, PITH_PHRASE_DATE_UPDATED) > 0 &&
                       pith__phrases_count(l->heuristics, before, PITH_PHRASE_DATE_PUBLISHED) == 0;
}

/* "By NAME", "By NAME - SITE", "Curated by: NAME | DATE"; also a byline whose name is missing. */
static bool classify_byline(line *l) {
    pith__str text = l->block->text;
    size_t lead = pith__names_lead(l->arena, l->heuristics, text);
    if (lead == 0 || l->block->weight > BYLINE_WORDS)
        return false;
    pith__str rest = pith__str_slice(text, lead, text.length);
    pith__date_place place;
    bool dated = find_date(l, rest, &place);
    pith__str head = dated ? pith__str_slice(rest, 0, place.begin) : rest;
    /* "By Jane Doe Published March 5": the label is no part of the name. */
    bool colon = lead > 0 && memchr(text.data, ':', lead) != NULL;
    pith__str left = head;
    pith__str first = next_part(&left);
    bool time_first = rest.length > 0 && pith__is_digit(rest.data[0]);
    if (is_name(l, first, colon))
        l->class.names = first;
    else if (!(first.length == 0 || time_first) || pith__ends_sentence(text))
        return false;
    while (l->class.names.length > 0 && left.length > 0) {
        pith__str part = next_part(&left);
        if (l->class.site.length == 0 && is_site(l, part))
            l->class.site = part;
    }
    take_dates(l, rest);
    l->class.kind = PITH_LINE_BYLINE;
    return true;
}

/* ---- Dates ----------------------------------------------------------------------------------- */

/* Whether what follows a date is a headline: capitals, no byline, no label, no further figures at
   its start, enough words. */
static bool is_headline_after_date(const line *l, pith__str after, pith__words rest, bool label) {
    size_t least = label ? TITLE_WORDS : TITLE_WORDS + 1;
    if (rest.count < least || after.data[0] != ' ' || pith__ends_sentence(after) ||
        pith__is_digit(after.data[rest.items[0].offset]))
        return false;
    pith__str text = pith__str_slice(after, rest.items[0].offset, after.length);
    bool labelled = pith__phrases_count(l->heuristics, rest, PITH_PHRASE_DATE_UPDATED) > 0 &&
                    rest.count <= DATE_LINE_WORDS;
    return (rest.items[0].starts_upper || rest.items[0].unspaced) && !labelled &&
           pith__names_lead(l->arena, l->heuristics, text) == 0;
}

/* A line that is a date with a label, a clock, a reading time; or a label without its date. */
static bool classify_date(line *l) {
    pith__str text = l->block->text;
    pith__words words = l->block->words;
    pith__phrase_set labels = PITH_PHRASE_BIT(PITH_PHRASE_DATE_PUBLISHED) |
                              PITH_PHRASE_BIT(PITH_PHRASE_DATE_UPDATED) |
                              PITH_PHRASE_BIT(PITH_PHRASE_LINE_DATE);
    pith__date_place place;
    bool short_line = words.count <= LINE_WORDS;
    if (!short_line || !find_date(l, text, &place)) {
        if (words.count > LABEL_WORDS + 4 ||
            (pith__phrases_match(l->heuristics, words) & labels) == 0)
            return false;
        l->class.kind = PITH_LINE_DATE;
        return true;
    }
    pith__words before = pith__words_of(l->arena, pith__str_slice(text, 0, place.begin));
    pith__str after = pith__str_slice(text, place.end, text.length);
    pith__words rest = pith__words_of(l->arena, after);
    take_dates(l, text);
    bool label = before.count > 0 && before.count <= 2 &&
                 (pith__phrases_match(l->heuristics, before) & labels) != 0;
    /* "date 2025-08-07 The headline" */
    if ((label || before.count == 0) && is_headline_after_date(l, after, rest, label)) {
        l->class.kind = PITH_LINE_DATED;
        l->class.title = pith__str_slice(after, rest.items[0].offset, after.length);
        /* An opening quote belongs to the headline. */
        while (l->class.title.data > after.data && (unsigned char)l->class.title.data[-1] >= 0x80)
            l->class.title = (pith__str){l->class.title.data - 1, l->class.title.length + 1};
        return true;
    }
    if (before.count + rest.count <= DATE_LINE_WORDS) {
        l->class.kind = PITH_LINE_DATE;
        return true;
    }
    if (before.count <= 2 && rest.count <= DATE_LINE_WORDS + 4 && !pith__ends_sentence(text)) {
        l->class.kind = PITH_LINE_DATE;
        return true;
    }
    l->class.has_date = false;
    return false;
}

/* ---- All ------------------------------------------------------------------------------------- */

/* Phrases of lines that are never a headline. */
static bool is_debris(const line *l) {
    pith__phrase_set harmless =
        PITH_PHRASE_BIT(PITH_PHRASE_STOP_WORD) | PITH_PHRASE_BIT(PITH_PHRASE_CALL_TO_ACTION) |
        PITH_PHRASE_BIT(PITH_PHRASE_NAME_LEAD) | PITH_PHRASE_BIT(PITH_PHRASE_NAME_ROLE) |
        PITH_PHRASE_BIT(PITH_PHRASE_NAME_DESK) | PITH_PHRASE_BIT(PITH_PHRASE_NAME_AND) |
        PITH_PHRASE_BIT(PITH_PHRASE_NAME_GROUP) | PITH_PHRASE_BIT(PITH_PHRASE_NAME_PLACE) |
        PITH_PHRASE_BIT(PITH_PHRASE_NAME_PARTICLE) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_BYLINE);
    return l->block->words.count <= LINE_WORDS &&
           (pith__phrases_match(l->heuristics, l->block->words) & ~harmless) != 0;
}

pith__line_class pith__classify_line(pith__arena *arena, const pith__heuristics *heuristics,
    const pith__date *captured, const pith__block *block) {
    line l = {.arena = arena, .heuristics = heuristics, .captured = captured, .block = block};
    l.class.title = block->text;
    while (l.class.title.length > 0 && strchr("# ", l.class.title.data[0]) != NULL)
        l.class.title = pith__str_slice(l.class.title, 1, l.class.title.length);
    if (block->weight > LINE_WORDS)
        return l.class;
    if (classify_field(&l) || classify_byline(&l) || classify_date(&l))
        return l.class;
    if (pith__names_is_desk(arena, heuristics, block->text) && !pith__ends_sentence(block->text)) {
        l.class.kind = PITH_LINE_DESK;
        l.class.site = block->text;
    } else if (is_debris(&l)) {
        l.class.kind = PITH_LINE_OTHER;
    }
    return l.class;
}
