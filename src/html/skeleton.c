#include "skeleton.h"

#include <string.h>

#include "../base/unicode.h"
#include "../page.h"
#include "entities.h"
#include "foreign.h"
#include "names.h"

enum {
    CHARACTER_BYTES = 4, /* Of a placeholder in UTF-8. */
    LARGEST_PAGE = INT32_MAX,
    LONGEST_EMITTED_TAG = 64, /* What can be added to the name of a tag. */
};

typedef struct scan {
    pith__arena *arena;
    pith__skeleton *out;
    pith__str page;
    char *html;
    size_t length, capacity;
    size_t tag_capacity, text_capacity;

    size_t max_depth;
    size_t depth;   /* Elements that are open, as far as tags alone tell. */
    size_t removed; /* Open elements whose tags were left out. */

    pith__foreign foreign;
    bool in_select;
    bool in_body;    /* A body tag was seen. */
    bool broke_out;  /* The tag at hand ends foreign content. */
    bool first_line; /* A tag came last after which a line feed is dropped. */
} scan;

/* ---- Writing the skeleton -------------------------------------------------------------------- */

uint32_t pith__skeleton_character(uint32_t index) {
    return 0x10000 * (1 + index / 0xFFFE) + index % 0xFFFE;
}

uint32_t pith__skeleton_index(uint32_t character) {
    return (character / 0x10000 - 1) * 0xFFFE + character % 0x10000;
}

/* Room for as many bytes. */
static void reserve(scan *s, size_t count) {
    if (s->capacity - s->length < count)
        s->html =
            pith__arena_grow(s->arena, s->html, s->length, s->length + count, 1, &s->capacity);
}

static void add_byte(scan *s, char c) {
    s->html[s->length++] = c;
}

static void add(scan *s, pith__str text) {
    memcpy(s->html + s->length, text.data, text.length);
    s->length += text.length;
}

static void add_character(scan *s, uint32_t index) {
    uint32_t c = pith__skeleton_character(index);
    char bytes[CHARACTER_BYTES] = {(char)(0xF0 | c >> 18), (char)(0x80 | (c >> 12 & 0x3F)),
        (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F))};
    add(s, (pith__str){bytes, CHARACTER_BYTES});
}

/* ---- Text ------------------------------------------------------------------------------------ */

/* Bytes of the line end or the white space character that the text begins with, which may be
   written as a character reference; 0 if it begins with neither. */
static size_t space_at(pith__str text, bool raw, bool *line_feed) {
    char c = text.length > 0 ? text.data[0] : 'x';
    size_t taken = 1;
    *line_feed = c == '\n' || c == '\r';
    if (c == '\r') {
        taken += text.length > 1 && text.data[1] == '\n';
    } else if (c == '&' && !raw) {
        char decoded[PITH_LONGEST_ENTITY];
        size_t length = 0;
        taken = pith__entity_decode(text, false, decoded, &length);
        c = taken > 0 && length == 1 ? decoded[0] : 'x';
        *line_feed = c == '\n';
    }
    return pith__is_space(c) ? taken : 0;
}

/* Adds the placeholder of a text: its white space, and the character that tells its index. */
static void add_text(scan *s, pith__str text, bool raw) {
    if (text.length == 0)
        return;
    pith__skeleton *out = s->out;
    if (out->text_count == PITH_MAX_TEXTS) {
        out->bounded = true;
        return;
    }
    pith__text added = {.text = text, .at = (uint32_t)s->length, .raw = raw};
    reserve(s, CHARACTER_BYTES + 2);
    bool line_feed, other;
    size_t space = space_at(text, raw, &line_feed);
    /* The line feed that the tree builder may drop stands apart from the white space after it. */
    if (s->first_line && line_feed)
        add_byte(s, '\n');
    else if (space > 0)
        add_byte(s, ' ');
    bool apart = s->first_line && line_feed;
    while (!apart && space > 0 && space < text.length && pith__is_space(text.data[space]))
        space++;
    for (size_t more; (more = space_at(pith__str_slice(text, space, text.length), raw, &other)) > 0;
         apart = false) {
        if (apart)
            add_byte(s, ' ');
        space += more;
    }
    added.spaces = (uint8_t)(s->length - added.at);
    if (space < text.length)
        add_character(s, out->text_count);
    out->texts = pith__arena_grow(s->arena, out->texts, out->text_count,
        (size_t)out->text_count + 1, sizeof added, &s->text_capacity);
    out->texts[out->text_count++] = added;
    s->first_line = false;
}

/* ---- Tags ------------------------------------------------------------------------------------ */

static const pith__attribute *attribute_of(const scan *s, const pith__tag *tag, pith__str name) {
    const pith__attribute *attributes = s->out->attributes.items + tag->first_attribute;
    for (uint32_t i = 0; i < tag->attribute_count; i++) {
        if (pith__str_equal_nocase(
                (pith__str){attributes[i].name, attributes[i].name_length}, name))
            return &attributes[i];
    }
    return NULL;
}

static bool has_value(const scan *s, const pith__tag *tag, pith__str name, pith__str value) {
    const pith__attribute *attribute = attribute_of(s, tag, name);
    return attribute != NULL &&
           pith__str_equal_nocase(pith__entities_decode(s->arena,
                                      (pith__str){attribute->value, attribute->value_length}, true),
               value);
}

static bool is_html_annotation(const scan *s, const pith__tag *tag) {
    return has_value(s, tag, PITH_STR("encoding"), PITH_STR("text/html")) ||
           has_value(s, tag, PITH_STR("encoding"), PITH_STR("application/xhtml+xml"));
}

static bool is_visible_font(const scan *s, const pith__tag *tag) {
    return attribute_of(s, tag, PITH_STR("color")) != NULL ||
           attribute_of(s, tag, PITH_STR("face")) != NULL ||
           attribute_of(s, tag, PITH_STR("size")) != NULL;
}

/* A number by which tags with the same attributes are known, whatever their order. */
static uint32_t signature_of(const scan *s, const pith__tag *tag) {
    const pith__attribute *attributes = s->out->attributes.items + tag->first_attribute;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < tag->attribute_count; i++) {
        uint32_t hash = 2166136261u;
        for (uint32_t n = 0; n < attributes[i].name_length; n++)
            hash = (hash ^ (unsigned char)pith__to_lower(attributes[i].name[n])) * 16777619u;
        hash = (hash ^ '=') * 16777619u;
        for (uint32_t n = 0; n < attributes[i].value_length; n++)
            hash = (hash ^ (unsigned char)attributes[i].value[n]) * 16777619u;
        sum += hash;
    }
    return sum % PITH_MAX_TEXTS;
}

/* The attributes that tree construction asks for. */
static void add_attributes(scan *s, const pith__name *name, const pith__tag *tag) {
    if (tag->attribute_count == 0)
        return;
    if ((name->flags & (PITH_NAME_MERGED | PITH_NAME_FORMATTING)) != 0) {
        /* Where start tags are merged, the names of these attributes tell which; formatting
           elements are counted by their attributes ("Noah's Ark clause"). */
        bool merged = (name->flags & PITH_NAME_MERGED) != 0;
        uint32_t number = merged ? s->out->tag_count : signature_of(s, tag);
        if (number < PITH_MAX_TEXTS) {
            add_byte(s, ' ');
            add_character(s, number);
        }
    }
    switch (name->special) {
    case PITH_SPECIAL_INPUT:
        if (has_value(s, tag, PITH_STR("type"), PITH_STR("hidden")))
            add(s, PITH_STR(" type=hidden"));
        break;
    case PITH_SPECIAL_FONT:
        if (s->broke_out)
            add(s, PITH_STR(" size"));
        break;
    case PITH_SPECIAL_TEMPLATE:
        if (attribute_of(s, tag, PITH_STR("shadowrootmode")) != NULL)
            add(s, PITH_STR(" shadowrootmode"));
        break;
    case PITH_SPECIAL_ANNOTATION_XML:
        if (is_html_annotation(s, tag))
            add(s, PITH_STR(" encoding=text/html"));
        break;
    default:
        break;
    }
}

static void add_start_tag(
    scan *s, const pith__name *name, const pith__tag *tag, bool self_closing) {
    pith__skeleton *out = s->out;
    reserve(s, tag->name.length + LONGEST_EMITTED_TAG);
    out->tags = pith__arena_grow(s->arena, out->tags, out->tag_count, (size_t)out->tag_count + 1,
        sizeof *tag, &s->tag_capacity);
    out->tags[out->tag_count] = *tag;
    out->tags[out->tag_count].at = (uint32_t)s->length;
    add_byte(s, '<');
    add(s, tag->name);
    add_attributes(s, name, tag);
    if (self_closing && (name->flags & PITH_NAME_VOID) == 0)
        add_byte(s, '/');
    add_byte(s, '>');
    out->tag_count++;
}

static void add_end_tag(scan *s, pith__str name) {
    reserve(s, name.length + 3);
    add(s, PITH_STR("</"));
    add(s, name);
    add_byte(s, '>');
}

/* A tag that is left out still separates words. */
static void leave_out_tag(scan *s) {
    s->out->bounded = true;
    add_text(s, PITH_STR(" "), true);
}

/* Whether a script is data that somebody may want to read: JSON, or the source of a formula. */
static bool is_data_script(const scan *s, const pith__tag *tag) {
    const pith__attribute *attribute = attribute_of(s, tag, PITH_STR("type"));
    if (attribute == NULL)
        return false;
    pith__str type = {attribute->value, attribute->value_length};
    return pith__str_find_nocase(type, PITH_STR("json")) != (size_t)-1 ||
           pith__str_find_nocase(type, PITH_STR("math/tex")) != (size_t)-1;
}

/* An element whose content is text, from behind its start tag to its end tag. */
static size_t raw_element(scan *s, const pith__name *name, const pith__tag *tag, size_t from) {
    bool script = name->special == PITH_SPECIAL_SCRIPT;
    size_t end = pith__scan_raw(s->page, from, tag->name, script);
    size_t next = end;
    if (end < s->page.length) {
        bool self_closing, bounded;
        next = pith__scan_tag(
            s->arena, s->page, end + 2 + tag->name.length, NULL, &self_closing, &bounded);
    }
    if ((!script && name->special != PITH_SPECIAL_STYLE) || (script && is_data_script(s, tag))) {
        add_start_tag(s, name, tag, false);
        s->first_line = (name->flags & PITH_NAME_FIRST_LINE) != 0;
        add_text(s, pith__str_slice(s->page, from, end), (name->flags & PITH_NAME_RAW) != 0);
        if (end < s->page.length && next > 0)
            add_end_tag(s, tag->name);
    } else {
        s->out->attributes.count = tag->first_attribute;
    }
    return next == 0 ? s->page.length : next;
}

/* Whether the element's tags are to be left out because it is too deep; keeps count. */
static bool is_too_deep(scan *s, const pith__name *name) {
    if ((name->flags & PITH_NAME_FLAT) != 0)
        return false;
    if (s->depth < s->max_depth) {
        s->depth++;
        return false;
    }
    s->removed++;
    return true;
}

static void follow_select(scan *s, const pith__name *name) {
    if (name->special == PITH_SPECIAL_SELECT)
        s->in_select = !s->in_select;
    else if ((name->flags & PITH_NAME_ENDS_SELECT) != 0)
        s->in_select = false;
}

static size_t start_tag(scan *s, size_t at) {
    pith__tag tag = {.name = pith__scan_name(s->page, at + 1),
        .first_attribute = (uint32_t)s->out->attributes.count};
    const pith__name *name = pith__name_of(tag.name);
    bool self_closing = false;
    size_t end = pith__scan_tag(s->arena, s->page, at + 1 + tag.name.length, &s->out->attributes,
        &self_closing, &s->out->bounded);
    if (end == 0)
        return s->page.length; /* The page ends in the tag: there is none. */
    tag.attribute_count = (uint32_t)s->out->attributes.count - tag.first_attribute;
    bool breaks_out = (name->flags & PITH_NAME_BREAKOUT) != 0 ||
                      (name->special == PITH_SPECIAL_FONT && is_visible_font(s, &tag));
    s->broke_out = breaks_out && pith__foreign_is_open(&s->foreign);
    if (s->broke_out)
        pith__foreign_break_out(&s->foreign);
    bool foreign = pith__foreign_is_open(&s->foreign);
    if (!foreign && !s->in_select && name->special == PITH_SPECIAL_SVG) {
        size_t after = self_closing ? end : pith__foreign_svg_end(s->page, end);
        if (after > 0) {
            /* An image in the head begins the body. */
            if (!s->in_body)
                add_start_tag(s, name, &tag, true);
            else
                s->out->attributes.count = tag.first_attribute;
            return after;
        }
    }
    bool raw = !foreign && (name->flags & (PITH_NAME_RAW | PITH_NAME_RCDATA)) != 0 &&
               (!s->in_select || name->special == PITH_SPECIAL_SCRIPT ||
                   (name->flags & PITH_NAME_ENDS_SELECT) != 0);
    s->in_body = s->in_body || name->special == PITH_SPECIAL_BODY;
    if (!foreign)
        follow_select(s, name);
    if (raw)
        return raw_element(s, name, &tag, end);
    bool empty = self_closing && (foreign || name->special == PITH_SPECIAL_SVG ||
                                     name->special == PITH_SPECIAL_MATH);
    if (!empty && is_too_deep(s, name)) {
        leave_out_tag(s);
        return end;
    }
    if (name->special == PITH_SPECIAL_ISINDEX) {
        /* It becomes several elements made from its attributes. */
        reserve(s, end - at);
        add(s, pith__str_slice(s->page, at, end));
        return end;
    }
    add_start_tag(s, name, &tag, self_closing);
    s->first_line = !foreign && (name->flags & PITH_NAME_FIRST_LINE) != 0;
    if (!empty && !s->in_select)
        pith__foreign_start(&s->foreign, s->arena, name, &tag.name,
            name->special == PITH_SPECIAL_ANNOTATION_XML && is_html_annotation(s, &tag));
    if (!foreign && !s->in_select && name->special == PITH_SPECIAL_PLAINTEXT) {
        add_text(s, pith__str_slice(s->page, end, s->page.length), true);
        return s->page.length;
    }
    return end;
}

static size_t end_tag(scan *s, size_t at) {
    pith__str spelled = pith__scan_name(s->page, at + 2);
    const pith__name *name = pith__name_of(spelled);
    bool self_closing, bounded;
    size_t end =
        pith__scan_tag(s->arena, s->page, at + 2 + spelled.length, NULL, &self_closing, &bounded);
    if (end == 0)
        return s->page.length;
    pith__foreign_end(&s->foreign, name, spelled);
    if (name->special == PITH_SPECIAL_SELECT)
        s->in_select = false;
    if ((name->flags & (PITH_NAME_FLAT | PITH_NAME_RAW | PITH_NAME_RCDATA)) == 0) {
        if (s->removed > 0) {
            s->removed--;
            leave_out_tag(s);
            return end;
        }
        if (s->depth > 0)
            s->depth--;
    }
    if (name->special == PITH_SPECIAL_FORM) {
        /* Gumbo would put text that directly precedes the tag behind the form. */
        reserve(s, 3);
        add(s, PITH_STR("<!>"));
    }
    add_end_tag(s, spelled);
    s->first_line = false;
    return end;
}

/* ---- The scan -------------------------------------------------------------------------------- */

/* Past the token at `at`, a '<'; `at` itself if it is text. */
static size_t scan_markup(scan *s, size_t at, size_t text_from) {
    pith__markup markup = pith__scan_markup(s->page, at);
    if (markup == PITH_MARKUP_NONE)
        return at;
    add_text(s, pith__str_slice(s->page, text_from, at), false);
    switch (markup) {
    case PITH_MARKUP_START_TAG:
        return start_tag(s, at);
    case PITH_MARKUP_END_TAG:
        return end_tag(s, at);
    case PITH_MARKUP_COMMENT:
        return pith__scan_comment(s->page, at);
    case PITH_MARKUP_DOCTYPE: {
        size_t end = pith__scan_bogus(s->page, at);
        reserve(s, end - at);
        add(s, pith__str_slice(s->page, at, end));
        return end;
    }
    case PITH_MARKUP_CDATA:
        if (pith__foreign_has_cdata(&s->foreign)) {
            size_t from = at + strlen("<![CDATA["), end = pith__scan_cdata(s->page, from);
            add_text(s, pith__str_slice(s->page, from, end), true);
            return end < s->page.length ? end + strlen("]]>") : end;
        }
        return pith__scan_bogus(s->page, at);
    default:
        return pith__scan_bogus(s->page, at);
    }
}

pith__skeleton *pith__skeleton_of(pith__arena *arena, pith__str page, size_t max_depth) {
    pith__skeleton *out = pith__arena_array(arena, 1, sizeof *out);
    scan s = {.arena = arena, .out = out, .page = page, .max_depth = max_depth};
    if (page.length > LARGEST_PAGE) {
        s.page.length = LARGEST_PAGE;
        out->bounded = true;
    }
    s.capacity = page.length / 8 + 1024;
    s.html = pith__arena_alloc(arena, s.capacity);
    size_t text_from = 0, at = 0;
    while ((at = pith__scan_less(s.page, at)) < s.page.length) {
        size_t next = scan_markup(&s, at, text_from);
        at = next == at ? at + 1 : (text_from = next);
    }
    add_text(&s, pith__str_slice(s.page, text_from, s.page.length), false);
    out->html = (pith__str){s.html, s.length};
    return out;
}

/* ---- Finding --------------------------------------------------------------------------------- */

uint32_t pith__skeleton_tag_at(const pith__skeleton *skeleton, size_t at, uint32_t hint) {
    uint32_t low = 0, high = skeleton->tag_count;
    /* Most often it is the next one, or the one after that. */
    for (uint32_t i = hint; i < high && i - hint < 4; i++) {
        if (skeleton->tags[i].at == at)
            return i;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (skeleton->tags[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? PITH_NONE : low - 1;
}

uint32_t pith__skeleton_text_at(const pith__skeleton *skeleton, size_t at) {
    uint32_t low = 0, high = skeleton->text_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (skeleton->texts[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? PITH_NONE : low - 1;
}
