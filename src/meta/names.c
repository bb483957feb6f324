#include "names.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "dates.h"
#include "values.h"

enum {
    MAX_NAME_CHARACTERS = 70,
    MAX_NAME_WORDS = 6,
    MAX_VALUE_BYTES = 2048,
    LEAD_OFFSET = 8, /* Bytes of marks before the first word of a byline. */
    SMALL_WORD = 3,  /* Letters of a preposition: "on", "am", "the". */
    DOMAIN = 3,      /* Letters of the last part of a host, at most: "org". */
};

/* What the pieces of one value are judged with. */
typedef struct cleaner {
    pith__arena *arena;
    const pith__heuristics *heuristics;
    pith__names *names;
} cleaner;

static pith__words words_of(const cleaner *c, pith__str text) {
    return pith__words_of(c->arena, text);
}

static bool starts_lower(pith__str text, pith__word word) {
    const char *p = text.data + word.offset;
    return pith__is_lower(pith__utf8_next(&p, text.data + text.length));
}

/* Without blanks and the marks that bylines put around names. A final full stop stays after a
   short word: it may be that of "Jr." or "K.". */
static pith__str strip_marks(pith__str text) {
    static const char *const marks[] = {" ", "-", "–", "—", "|", ",", ";", ":", "•", "·", "/", "*",
        "\"", "“", "”", "(", ")", "[", "]", "<", ">", "=", "~", "_", "»", "«", "›", "+", "©", "：",
        "、", "，"};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            pith__str mark = pith__str_of(marks[i]);
            if (pith__str_starts(text, mark)) {
                text = pith__str_slice(text, mark.length, text.length);
                again = true;
            }
            if (pith__str_ends_nocase(text, mark) && text.length > 0) {
                text.length -= mark.length;
                again = true;
            }
        }
    }
    if (text.length > 4 && text.data[text.length - 1] == '.' && text.data[text.length - 3] != ' ' &&
        text.data[text.length - 4] != ' ' && text.data[text.length - 3] != '.')
        text.length--;
    return text;
}

size_t pith__names_lead(pith__arena *arena, const pith__heuristics *heuristics, pith__str line) {
    pith__words words = pith__words_of(arena, pith__str_slice(line, 0, 256));
    size_t count = pith__phrases_prefix(heuristics, words, PITH_PHRASE_NAME_LEAD);
    if (count == 0 || words.items[0].offset > LEAD_OFFSET)
        return 0;
    size_t at = words.items[count - 1].offset + words.items[count - 1].length;
    /* "By-line" and "Author's note" are no leads. */
    bool separated = at >= line.length;
    while (at < line.length && (line.data[at] == ' ' || line.data[at] == ':' ||
                                   line.data[at] == '.' || line.data[at] == '|')) {
        separated = true;
        at++;
    }
    bool unspaced = words.items[count - 1].unspaced;
    return separated || unspaced ? at : 0;
}

bool pith__names_account(pith__arena *arena, pith__str text) {
    pith__words words = pith__words_of(arena, text);
    size_t letters = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (!pith__is_alpha(c) && !pith__is_digit(c) && strchr("._-", c) == NULL)
            return false;
        letters += pith__is_alpha(c);
    }
    return words.count > 0 && letters >= 3 && text.length <= 30;
}

bool pith__names_is_desk(pith__arena *arena, const pith__heuristics *heuristics, pith__str text) {
    pith__words words = pith__words_of(arena, text);
    if (words.count < 2 || words.count > MAX_NAME_WORDS)
        return false;
    return pith__word_in(heuristics, words.items[words.count - 1], PITH_PHRASE_NAME_DESK);
}

/* The byte where the first phrase of roles begins, or the whole length. */
static size_t role_at(const cleaner *c, pith__str text, pith__words words) {
    if (pith__phrases_count(c->heuristics, words, PITH_PHRASE_NAME_ROLE) == 0)
        return text.length;
    size_t before = 0;
    for (size_t i = words.count; i > 0; i--) {
        pith__words rest = {words.items + i - 1, words.count - i + 1};
        size_t found = pith__phrases_count(c->heuristics, rest, PITH_PHRASE_NAME_ROLE);
        if (found > before &&
            found == pith__phrases_count(c->heuristics, words, PITH_PHRASE_NAME_ROLE))
            return words.items[i - 1].offset;
        before = found;
    }
    return text.length;
}

/* Each word of a name begins with a capital, particles aside, or the script has no capitals. */
static bool has_name_shape(const pith__heuristics *heuristics, pith__str text, pith__words words) {
    size_t upper = 0, caseless = 0;
    for (size_t i = 0; i < words.count; i++) {
        const char *p = text.data + words.items[i].offset;
        uint32_t first = pith__utf8_next(&p, text.data + text.length);
        if (pith__is_upper(first))
            upper++;
        else if (!pith__is_lower(first))
            caseless++;
        else if (!pith__word_in(heuristics, words.items[i], PITH_PHRASE_NAME_PARTICLE))
            return false;
    }
    return caseless == words.count || upper > 0;
}

static bool is_shouted(pith__words words) {
    for (size_t i = 0; i < words.count; i++) {
        if (!words.items[i].all_upper)
            return false;
    }
    return true;
}

bool pith__names_personal(pith__arena *arena, const pith__heuristics *heuristics, pith__str text) {
    pith__words words = pith__words_of(arena, text);
    if (words.count < 2 || words.count > 5 || !pith__names_plausible(arena, heuristics, text))
        return false;
    for (size_t i = 0; i < words.count; i++) {
        if (words.items[i].unspaced)
            return true;
        /* "NOC Admin": an abbreviation, unless the whole name is in capitals. */
        if (words.items[i].all_upper && words.items[i].letters <= 4 && words.items[i].letters > 2 &&
            !is_shouted(words))
            return false;
        if (pith__word_in(heuristics, words.items[i], PITH_PHRASE_NAME_GROUP) ||
            pith__word_in(heuristics, words.items[i], PITH_PHRASE_NAME_DESK) ||
            pith__word_in(heuristics, words.items[i], PITH_PHRASE_NAME_NOBODY))
            return false;
    }
    return true;
}

bool pith__names_plausible(pith__arena *arena, const pith__heuristics *heuristics, pith__str text) {
    pith__words words = pith__words_of(arena, text);
    pith__phrase_set never =
        PITH_PHRASE_BIT(PITH_PHRASE_NAME_NOBODY) | PITH_PHRASE_BIT(PITH_PHRASE_DATE_PUBLISHED) |
        PITH_PHRASE_BIT(PITH_PHRASE_DATE_UPDATED) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_NAVIGATION) |
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_INTERFACE) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE) |
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_NEWSLETTER) |
        PITH_PHRASE_BIT(PITH_PHRASE_LINE_ADVERTISING);
    if (words.count == 0 || words.count > 5 || pith__value_characters(text) > MAX_NAME_CHARACTERS ||
        (pith__phrases_match(heuristics, words) & never) != 0)
        return false;
    for (size_t i = 0; i < words.count; i++) {
        if (words.items[i].digits)
            return false;
    }
    return has_name_shape(heuristics, text, words);
}

static bool is_known(const cleaner *c, pith__str name) {
    for (size_t i = 0; i < c->names->count; i++) {
        if (pith__value_same(c->arena, c->names->items[i], name))
            return true;
    }
    return false;
}

static bool is_site(const cleaner *c, pith__str name) {
    if (pith__value_same(c->arena, name, c->names->site))
        return true;
    pith__str squeezed = pith__value_squeeze(c->arena, name);
    return squeezed.length > 0 &&
           (pith__str_equal(squeezed, c->names->host) ||
               pith__str_equal(squeezed, pith__value_squeeze(c->arena, c->names->site)));
}

/* "Published on", "Last updated": a label whose date stands elsewhere. */
static bool is_date_label(const cleaner *c, pith__words words) {
    pith__phrase_set labels =
        PITH_PHRASE_BIT(PITH_PHRASE_DATE_PUBLISHED) | PITH_PHRASE_BIT(PITH_PHRASE_DATE_UPDATED);
    return (pith__phrases_match(c->heuristics, words) & labels) != 0;
}

/* "example.org": a host in the place of a name. */
static bool is_host(pith__str text) {
    const char *dot = memchr(text.data, '.', text.length);
    return dot != NULL && memchr(text.data, ' ', text.length) == NULL && dot - text.data >= 2 &&
           text.data + text.length - dot > 2 && pith__is_alpha(dot[1]) && pith__is_alpha(dot[2]);
}

/*
 * The name in an account's: "jane.smith" and "jane_doe" are "Jane Smith" and "Jane Doe". A host
 * ends in a short part and stays what it is; so does a name of one word, and one that somebody
 * chose to write with capitals ("Mr_Enigmatic").
 */
static pith__str name_of_account(const cleaner *c, pith__str text) {
    size_t mark = text.length;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '.' || text.data[i] == '_') {
            if (mark < text.length)
                return text;
            mark = i;
        } else if (text.data[i] < 'a' || text.data[i] > 'z') {
            return text;
        }
    }
    bool host = mark < text.length && text.data[mark] == '.' && mark + 1 + DOMAIN >= text.length;
    if (mark < 2 || mark + 2 >= text.length || host)
        return text;
    char *name = pith__str_copy(c->arena, text);
    name[mark] = ' ';
    size_t starts[] = {0, mark + 1};
    for (int i = 0; i < 2; i++) {
        char *first = &name[starts[i]];
        *first = (char)(*first >= 'a' && *first <= 'z' ? *first - 'a' + 'A' : *first);
    }
    return (pith__str){name, text.length};
}

/* "and Ann Lee", the last of a list. */
static pith__str without_and(const cleaner *c, pith__str text) {
    pith__words words = words_of(c, text);
    if (words.count < 2 || words.items[0].letters < 2 || words.items[0].unspaced ||
        !starts_lower(text, words.items[0]) ||
        !pith__word_in(c->heuristics, words.items[0], PITH_PHRASE_NAME_AND))
        return text;
    return pith__str_slice(text, words.items[1].offset, text.length);
}

/* One piece of a value: a name, or nothing. */
static void add_piece(cleaner *c, pith__str piece) {
    piece = without_and(c, strip_marks(piece));
    size_t lead = pith__names_lead(c->arena, c->heuristics, piece);
    if (lead >= piece.length)
        return;
    if (lead > 0)
        piece = strip_marks(pith__str_slice(piece, lead, piece.length));
    if (piece.length == 0 || piece.data[0] == '@' || pith__value_is_address(piece))
        return;
    piece = name_of_account(c, piece);
    pith__words words = words_of(c, piece);
    if (words.count == 0 || is_date_label(c, words) || is_host(piece) ||
        (pith__phrases_match(c->heuristics, words) & PITH_PHRASE_BIT(PITH_PHRASE_NAME_NOBODY)) != 0)
        return;
    size_t role = role_at(c, piece, words);
    if (role < piece.length && !pith__names_is_desk(c->arena, c->heuristics, piece)) {
        size_t before = 0;
        while (before < words.count && words.items[before].offset < role)
            before++;
        if (before < 2)
            return;
        piece = strip_marks(pith__str_slice(piece, 0, role));
        words = words_of(c, piece);
    }
    bool figures = true;
    for (size_t i = 0; i < words.count; i++)
        figures = figures && words.items[i].digits;
    if (figures || pith__words_weight(words) > MAX_NAME_WORDS ||
        pith__value_characters(piece) > MAX_NAME_CHARACTERS || pith__value_characters(piece) < 2)
        return;
    if (is_site(c, piece) || is_known(c, piece) || c->names->count >= PITH_MAX_NAMES)
        return;
    c->names->items[c->names->count++] = (pith__str){pith__str_copy(c->arena, piece), piece.length};
}

/* Splits at "and" in any language where names stand on both sides: "Ann Lee and Bo Ek" but not
   "Ortega y Gasset". */
static void add_joined(cleaner *c, pith__str text) {
    pith__words words = words_of(c, text);
    size_t from = 0, first = 0;
    for (size_t i = 0; i < words.count && words.count <= 64; i++) {
        bool has_sides = i >= first + 2 && i + 2 < words.count;
        /* "&" stands between words and is none itself. */
        size_t gap = words.items[i].offset + words.items[i].length;
        bool ampersand = i >= first + 1 && i + 2 < words.count &&
                         pith__str_starts(pith__str_slice(text, gap, text.length), PITH_STR(" & "));
        if (ampersand) {
            add_piece(c, pith__str_slice(text, from, gap));
            from = gap + 3;
            first = i + 1;
            continue;
        }
        if (!has_sides || !pith__word_in(c->heuristics, words.items[i], PITH_PHRASE_NAME_AND))
            continue;
        add_piece(c, pith__str_slice(text, from, words.items[i].offset));
        from = words.items[i].offset + words.items[i].length;
        first = i + 1;
    }
    add_piece(c, pith__str_slice(text, from, text.length));
}

/* What ends a name: the length of the separator at `at`, or 0. Commas are handled apart. */
static size_t separator_at(pith__str text, size_t at) {
    static const char *const separators[] = {
        ";", " | ", "|", " - ", " – ", " — ", "·", "•", " / ", " + ", "\n", "●", "、", "，"};
    pith__str rest = pith__str_slice(text, at, text.length);
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        pith__str separator = pith__str_of(separators[i]);
        if (pith__str_starts(rest, separator))
            return separator.length;
    }
    return 0;
}

/* "Doe, Jane" and "Doe, Jane M.": one comma, and each side is no list. */
static bool is_inverted(const cleaner *c, pith__str text, bool expected, size_t *comma) {
    const char *found = text.length == 0 ? NULL : memchr(text.data, ',', text.length);
    if (found == NULL)
        return false;
    *comma = (size_t)(found - text.data);
    pith__str after = pith__str_slice(text, *comma + 1, text.length);
    if (after.length == 0 || memchr(after.data, ',', after.length) != NULL)
        return false;
    pith__words left = words_of(c, pith__str_slice(text, 0, *comma));
    pith__words right = words_of(c, after);
    if (pith__phrases_count(c->heuristics, right, PITH_PHRASE_NAME_ROLE) > 0)
        return false;
    if (expected)
        return left.count >= 1 && left.count <= 3 && right.count >= 1 && right.count <= 3;
    return left.count == 1 && right.count == 1;
}

static void add_segment(cleaner *c, pith__str text, bool inverted) {
    size_t comma;
    text = strip_marks(text);
    if (is_inverted(c, text, inverted, &comma)) {
        pith__buffer name;
        pith__buffer_init(&name, c->arena, MAX_VALUE_BYTES);
        pith__buffer_add_str(&name, pith__str_trim(pith__str_slice(text, comma + 1, text.length)));
        pith__buffer_add_byte(&name, ' ');
        pith__buffer_add_str(&name, pith__str_trim(pith__str_slice(text, 0, comma)));
        add_piece(c, (pith__str){pith__buffer_text(&name), name.length});
        return;
    }
    for (size_t from = 0; from <= text.length;) {
        size_t end = from;
        while (end < text.length && text.data[end] != ',')
            end++;
        add_joined(c, pith__str_slice(text, from, end));
        from = end + 1;
    }
}

/* The text with what stands in brackets left out: "Jane Doe (Reuters)". */
static pith__str without_brackets(pith__arena *arena, pith__str text) {
    pith__buffer out;
    pith__buffer_init(&out, arena, text.length + 1);
    size_t depth = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '(' || c == '[')
            depth++;
        bool twice = c == ' ' && out.length > 0 && out.data[out.length - 1] == ' ';
        if (depth == 0 && !twice)
            pith__buffer_add_byte(&out, c);
        if ((c == ')' || c == ']') && depth > 0)
            depth--;
    }
    return (pith__str){pith__buffer_text(&out), out.length};
}

/* "Paramita (Guha) Ghosh": a name goes on behind the brackets, so that they are a part of it. */
static bool has_inner_brackets(pith__str text) {
    const char *close = text.length == 0 ? NULL : memchr(text.data, ')', text.length);
    if (close == NULL || close + 2 >= text.data + text.length || close[1] != ' ')
        return false;
    const char *p = close + 2;
    return pith__is_upper(pith__utf8_next(&p, text.data + text.length));
}

/* Whether a word stands between a name and a date: "on", "am", "Published". */
static bool leads_to_date(const cleaner *c, pith__str text, pith__word word) {
    return (word.letters <= SMALL_WORD && !word.unspaced && starts_lower(text, word)) ||
           pith__word_in(c->heuristics, word, PITH_PHRASE_DATE_PUBLISHED) ||
           pith__word_in(c->heuristics, word, PITH_PHRASE_DATE_UPDATED);
}

/* Without the words at its end that lead to a date: "Jane Doe on" of "Jane Doe on March 5". */
static pith__str without_small_words(const cleaner *c, pith__str text) {
    pith__words words = words_of(c, text);
    size_t kept = words.count;
    while (kept > 1 && leads_to_date(c, text, words.items[kept - 1]))
        kept--;
    if (kept == words.count)
        return text;
    return strip_marks(
        pith__str_slice(text, 0, words.items[kept - 1].offset + words.items[kept - 1].length));
}

/*
 * The part of a byline that holds the names when there is a date in it: what stands before the date
 * if that is more than a label or the day of the week, else what follows it with "by".
 */
static pith__str beside_date(const cleaner *c, pith__str text) {
    pith__date_place place;
    if (!pith__date_find(c->heuristics, text, 0, PITH_DATE_MONTH_FIRST, &place))
        return text;
    pith__str before = without_small_words(c, strip_marks(pith__str_slice(text, 0, place.begin)));
    size_t before_lead = pith__names_lead(c->arena, c->heuristics, before);
    bool lead = before_lead > 0;
    if (lead && before_lead < before.length)
        return before;
    pith__str after = strip_marks(pith__str_slice(text, place.end, text.length));
    if (pith__names_lead(c->arena, c->heuristics, after) > 0)
        return after;
    /* "Dec. 19 · Jane Doe on behalf of the team" */
    pith__str bare = strip_marks(pith__str_slice(after, 0, role_at(c, after, words_of(c, after))));
    if (before.length == 0 && pith__names_personal(c->arena, c->heuristics, bare))
        return after;
    pith__words words = words_of(c, before);
    return lead || words.count > 1 ? before : (pith__str){NULL, 0};
}

void pith__names_add(pith__arena *arena, const pith__heuristics *heuristics, pith__names *names,
    pith__str value, bool inverted) {
    cleaner c = {.arena = arena, .heuristics = heuristics, .names = names};
    value.length =
        pith__utf8_boundary(value, value.length < MAX_VALUE_BYTES ? value.length : MAX_VALUE_BYTES);
    value = beside_date(&c, value);
    if (!has_inner_brackets(value)) {
        pith__str bare = pith__str_trim(without_brackets(arena, value));
        if (bare.length > 0)
            value = bare;
    }
    size_t from = 0;
    for (size_t at = 0; at < value.length;) {
        size_t separator = separator_at(value, at);
        if (separator == 0) {
            at++;
            continue;
        }
        add_segment(&c, pith__str_slice(value, from, at), inverted);
        at += separator;
        from = at;
    }
    add_segment(&c, pith__str_slice(value, from, value.length), inverted);
}

char *pith__names_join(pith__arena *arena, const pith__names *names) {
    if (names->count == 0)
        return NULL;
    pith__buffer out;
    pith__buffer_init(&out, arena, PITH_MAX_NAMES * (MAX_VALUE_BYTES + 2));
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            pith__buffer_add_str(&out, PITH_STR("; "));
        pith__buffer_add_str(&out, names->items[i]);
    }
    return pith__str_copy(arena, pith__buffer_str(&out));
}
