#include "json_repair.h"

#include "../base/buffer.h"

enum { MAX_NESTING = 512 };

typedef struct repair {
    pith__str in;
    size_t at;
    pith__buffer out;
    char open[MAX_NESTING]; /* The closing brackets that are due. */
    size_t depth;
    bool value_ended; /* The last token was the end of a value: a comma is due before the next. */
    bool comma_due;   /* A comma was read; written when a value follows. */
} repair;

static bool looking_at(const repair *r, pith__str what) {
    return pith__str_starts_nocase(pith__str_slice(r->in, r->at, r->in.length), what);
}

static void skip_to(repair *r, pith__str what, size_t from) {
    size_t found = pith__str_find(pith__str_slice(r->in, r->at + from, r->in.length), what);
    r->at = found == (size_t)-1 ? r->in.length : r->at + from + found + what.length;
}

/* Skips one wrapper or comment; false when there is none here. */
static bool skip_noise(repair *r) {
    static const char *const wrappers[] = {"<![CDATA[", "]]>", "<!--", "-->"};
    for (size_t i = 0; i < sizeof wrappers / sizeof wrappers[0]; i++) {
        if (looking_at(r, pith__str_of(wrappers[i]))) {
            r->at += pith__str_of(wrappers[i]).length;
            return true;
        }
    }
    if (looking_at(r, PITH_STR("//"))) {
        /* A wrapper may stand in the comment, and the value behind it on the same line. */
        r->at += 2;
        while (r->at < r->in.length && r->in.data[r->at] != '\n' && r->in.data[r->at] != '<' &&
               r->in.data[r->at] != ']' && r->in.data[r->at] != '{')
            r->at++;
        return true;
    }
    if (looking_at(r, PITH_STR("/*"))) {
        skip_to(r, PITH_STR("*/"), 2);
        return true;
    }
    return false;
}

/* Writes the comma that is due between two values. */
static void before_value(repair *r) {
    if (r->comma_due || r->value_ended)
        pith__buffer_add_byte(&r->out, ',');
    r->comma_due = r->value_ended = false;
}

/* Whether a quote before `at` ends its string: what follows is what follows strings. */
static bool ends_string(const repair *r, size_t at) {
    size_t blanks = 0;
    bool new_line = false;
    while (at < r->in.length && pith__is_space(r->in.data[at]) && blanks < 64) {
        new_line = new_line || r->in.data[at] == '\n';
        at++;
        blanks++;
    }
    if (at >= r->in.length)
        return true;
    char c = r->in.data[at];
    /* A key on the next line, whose comma was forgotten. */
    if (c == '"' && new_line)
        return true;
    if (c != ',')
        return c == ':' || c == '}' || c == ']';
    /* After the comma: the next key or value. Prose goes on with a word. */
    for (at++, blanks = 0; at < r->in.length && pith__is_space(r->in.data[at]) && blanks < 64;
         blanks++)
        at++;
    if (at >= r->in.length)
        return true;
    c = r->in.data[at];
    pith__str rest = pith__str_slice(r->in, at, r->in.length);
    return c == '"' || c == '{' || c == '[' || c == '}' || c == ']' || c == '-' || c == '/' ||
           c == ',' || pith__is_digit(c) || pith__str_starts(rest, PITH_STR("true")) ||
           pith__str_starts(rest, PITH_STR("false")) || pith__str_starts(rest, PITH_STR("null")) ||
           pith__str_starts(rest, PITH_STR("&quot;"));
}

static bool is_escape(const repair *r, size_t at) {
    if (at >= r->in.length)
        return false;
    char c = r->in.data[at];
    if (c != 'u')
        return c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' ||
               c == 't';
    for (size_t i = 1; i <= 4; i++) {
        if (at + i >= r->in.length)
            return false;
        char hex = pith__to_lower(r->in.data[at + i]);
        if (!pith__is_digit(hex) && !(hex >= 'a' && hex <= 'f'))
            return false;
    }
    return true;
}

/* Copies a string that begins at the cursor with `quote`, which is '"' or "&quot;". */
static void copy_string(repair *r, pith__str quote) {
    before_value(r);
    pith__buffer_add_byte(&r->out, '"');
    r->at += quote.length;
    while (r->at < r->in.length) {
        char c = r->in.data[r->at];
        if (c == '\\') {
            if (is_escape(r, r->at + 1)) {
                pith__buffer_add(&r->out, r->in.data + r->at, 2);
                r->at += 2;
            } else {
                r->at++; /* The character stands for itself. */
            }
            continue;
        }
        if (c == quote.data[0] && looking_at(r, quote)) {
            bool plain = quote.length == 1;
            r->at += quote.length;
            if (!plain || ends_string(r, r->at))
                break;
            pith__buffer_add_str(&r->out, PITH_STR("\\\""));
            continue;
        }
        if (c == '"')
            pith__buffer_add_str(&r->out, PITH_STR("\\\""));
        else
            pith__buffer_add_byte(&r->out, (unsigned char)c < 0x20 ? ' ' : c);
        r->at++;
    }
    pith__buffer_add_byte(&r->out, '"');
    r->value_ended = true;
}

static void copy_structure(repair *r, char c) {
    r->at++;
    if (c == '{' || c == '[') {
        if (r->depth >= MAX_NESTING) {
            r->at = r->in.length;
            return;
        }
        before_value(r);
        r->open[r->depth++] = c == '{' ? '}' : ']';
        pith__buffer_add_byte(&r->out, c);
    } else if (c == '}' || c == ']') {
        /* A bracket that closes nothing is dropped. */
        if (r->depth == 0 || r->open[r->depth - 1] != c)
            return;
        r->depth--;
        pith__buffer_add_byte(&r->out, c);
        r->comma_due = false;
        r->value_ended = true;
    } else if (c == ',') {
        r->comma_due = r->comma_due || r->value_ended;
        r->value_ended = false;
    } else if (c == ':') {
        pith__buffer_add_byte(&r->out, ':');
        r->value_ended = r->comma_due = false;
    }
}

/* A number or a literal; anything else is dropped. */
static void copy_bare(repair *r) {
    size_t from = r->at;
    while (r->at < r->in.length &&
           (pith__is_alpha(r->in.data[r->at]) || pith__is_digit(r->in.data[r->at]) ||
               r->in.data[r->at] == '-' || r->in.data[r->at] == '+' || r->in.data[r->at] == '.' ||
               r->in.data[r->at] == '_'))
        r->at++;
    pith__str word = pith__str_slice(r->in, from, r->at);
    if (word.length == 0) {
        r->at++;
        return;
    }
    bool literal = pith__str_equal(word, PITH_STR("true")) ||
                   pith__str_equal(word, PITH_STR("false")) ||
                   pith__str_equal(word, PITH_STR("null"));
    bool number = pith__is_digit(word.data[0]) || word.data[0] == '-';
    if (!literal && !number && r->depth == 0)
        return; /* Words around the value, as in "var data = {...}". */
    before_value(r);
    if (literal || number)
        pith__buffer_add_str(&r->out, word);
    else
        pith__buffer_add_str(&r->out, PITH_STR("null"));
    r->value_ended = true;
}

pith__str pith__json_repair(pith__arena *arena, pith__str text) {
    repair *r = pith__arena_array(arena, 1, sizeof *r);
    r->in = text;
    pith__buffer_init(&r->out, arena, text.length * 2 + MAX_NESTING + 16);
    pith__buffer_add_byte(&r->out, '[');
    while (r->at < text.length) {
        char c = text.data[r->at];
        if (pith__is_space(c) || c == ';' || c == '=')
            r->at++;
        else if (c == '"')
            copy_string(r, PITH_STR("\""));
        else if (c == '&' && looking_at(r, PITH_STR("&quot;")))
            copy_string(r, PITH_STR("&quot;"));
        else if (skip_noise(r))
            continue;
        else if (c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':')
            copy_structure(r, c);
        else
            copy_bare(r);
    }
    /* "key": and then nothing. */
    if (r->out.data[r->out.length - 1] == ':')
        pith__buffer_add_str(&r->out, PITH_STR("null"));
    while (r->depth > 0)
        pith__buffer_add_byte(&r->out, r->open[--r->depth]);
    pith__buffer_add_byte(&r->out, ']');
    return pith__buffer_str(&r->out);
}
