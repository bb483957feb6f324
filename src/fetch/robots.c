/* For memmem(), which finds a piece in linear time. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "robots.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_token_byte(char c) {
    return pith__is_alpha(c) || c == '-' || c == '_';
}

static pith__str token_of(pith__str text) {
    size_t length = 0;
    while (length < text.length && is_token_byte(text.data[length]))
        length++;
    return pith__str_slice(text, 0, length);
}

pith__str pith__robots_token(const char *user_agent) {
    return token_of(pith__str_of(user_agent));
}

/* ---- Patterns and paths ---------------------------------------------------------------------- */

static int hex_value(char c) {
    if (pith__is_digit(c))
        return c - '0';
    char lower = pith__to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool is_unreserved(unsigned char c) {
    return pith__is_alpha((char)c) || pith__is_digit((char)c) || (c != '\0' && strchr("-._~", c));
}

/*
 * RFC 9309, section 2.2.2: octets outside ASCII and those that a URI cannot have are
 * percent-encoded, percent-encoded octets that need not be are decoded. `*` and `$` are special in
 * patterns, so those of a path become %2A and %24, which is how a pattern names them. `out` has
 * room for three times the length; returns what it took.
 */
static size_t normalize(char *out, pith__str text, bool is_pattern) {
    static const char digits[] = "0123456789ABCDEF";
    char *start = out;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool plain = c > 0x20 && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL &&
                     (is_pattern || (c != '*' && c != '$'));
        if (c == '%' && i + 2 < text.length && hex_value(text.data[i + 1]) >= 0 &&
            hex_value(text.data[i + 2]) >= 0) {
            c = (unsigned char)(16 * hex_value(text.data[i + 1]) + hex_value(text.data[i + 2]));
            i += 2;
            plain = is_unreserved(c);
        } else if (c == '%') {
            plain = true; /* A lone percent sign stands for itself, on both sides. */
        }
        if (plain) {
            *out++ = (char)c;
        } else {
            *out++ = '%';
            *out++ = digits[c >> 4];
            *out++ = digits[c & 15];
        }
    }
    return (size_t)(out - start);
}

/*
 * Whether the pattern matches a prefix of the path, or all of it if anchored. Each piece between
 * two stars is looked for behind the one before; the first place is as good as any later one.
 */
static bool matches(pith__str pattern, bool anchored, pith__str path) {
    size_t at = 0;
    for (size_t from = 0;;) {
        const char *star = memchr(pattern.data + from, '*', pattern.length - from);
        size_t end = star != NULL ? (size_t)(star - pattern.data) : pattern.length;
        pith__str piece = pith__str_slice(pattern, from, end);
        bool first = from == 0;
        bool last = star == NULL;
        if (last && anchored) {
            if (path.length < piece.length || path.length - piece.length < at)
                return false;
            size_t place = path.length - piece.length;
            return (!first || place == 0) &&
                   memcmp(path.data + place, piece.data, piece.length) == 0;
        }
        if (first) {
            if (!pith__str_starts(path, piece))
                return false;
            at = piece.length;
        } else if (piece.length > 0) {
            const char *found = memmem(path.data + at, path.length - at, piece.data, piece.length);
            if (found == NULL)
                return false;
            at = (size_t)(found - path.data) + piece.length;
        }
        if (last)
            return true;
        from = end + 1;
    }
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* The state of the reading of one file. */
struct reader {
    pith__robots *robots;
    pith__str token;
    bool only_named;      /* Rules of groups that name us, else of those for "*". */
    bool group_is_ours;   /* The user agents of this group, so far. */
    bool group_has_rules; /* The next user agent begins a new group. */
    size_t capacity;
    size_t pattern_capacity;
};

static bool add_rule(struct reader *reader, pith__str value, bool allow) {
    pith__robots *robots = reader->robots;
    if (value.length == 0)
        return true; /* "Disallow:" forbids nothing, "Allow:" allows nothing. */
    if (robots->count == reader->capacity) {
        size_t capacity = reader->capacity == 0 ? 16 : 2 * reader->capacity;
        pith__robots_rule *rules = realloc(robots->rules, capacity * sizeof *rules);
        if (rules == NULL)
            return false;
        robots->rules = rules;
        reader->capacity = capacity;
    }
    size_t needed = robots->pattern_bytes + 3 * value.length;
    if (needed > reader->pattern_capacity) {
        size_t capacity = 2 * needed;
        char *patterns = realloc(robots->patterns, capacity);
        if (patterns == NULL)
            return false;
        robots->patterns = patterns;
        reader->pattern_capacity = capacity;
    }
    char *pattern = robots->patterns + robots->pattern_bytes;
    pith__robots_rule rule = {.offset = robots->pattern_bytes, .allow = allow};
    rule.length = normalize(pattern, value, true);
    if (rule.length > 0 && pattern[rule.length - 1] == '$') {
        rule.anchored = true;
        rule.length--;
    }
    robots->pattern_bytes += rule.length;
    robots->rules[robots->count++] = rule;
    return true;
}

/* "12", "0.5". A number that is none counts as no delay. */
static double delay_of(pith__str value) {
    double seconds = 0;
    double unit = 0;
    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];
        if (c == '.' && unit == 0) {
            unit = 1;
        } else if (pith__is_digit(c) && unit == 0) {
            seconds = 10 * seconds + (c - '0');
        } else if (pith__is_digit(c)) {
            unit /= 10;
            seconds += unit * (c - '0');
        } else {
            return 0;
        }
    }
    return seconds < 1e9 ? seconds : 1e9;
}

static bool read_agent(struct reader *reader, pith__str value) {
    if (reader->group_has_rules) {
        reader->group_has_rules = false;
        reader->group_is_ours = false;
    }
    bool star = value.length > 0 && value.data[0] == '*' &&
                (value.length == 1 || pith__is_space(value.data[1]));
    bool named = reader->token.length > 0 && pith__str_equal_nocase(token_of(value), reader->token);
    reader->group_is_ours = reader->group_is_ours || (reader->only_named ? named : star);
    return named;
}

/* A line as key and value; false if it is neither. */
static bool split(pith__str line, pith__str *key, pith__str *value) {
    const char *comment = line.length > 0 ? memchr(line.data, '#', line.length) : NULL;
    if (comment != NULL)
        line.length = (size_t)(comment - line.data);
    line = pith__str_trim(line);
    if (line.length == 0)
        return false;
    const char *colon = memchr(line.data, ':', line.length);
    size_t end = colon != NULL ? (size_t)(colon - line.data) : 0;
    if (colon == NULL) {
        while (end < line.length && line.data[end] != ' ' && line.data[end] != '\t')
            end++;
    }
    *key = pith__str_trim(pith__str_slice(line, 0, end));
    *value = pith__str_trim(pith__str_slice(line, end + 1, line.length));
    if (colon == NULL) { /* "Disallow /path": two words, no more. */
        for (size_t i = 0; i < value->length; i++) {
            if (value->data[i] == ' ' || value->data[i] == '\t')
                return false;
        }
    }
    return key->length > 0;
}

/* Reads all lines. Returns false when memory runs out; `*named` tells whether a group names us. */
static bool read_lines(struct reader *reader, pith__str text, bool *named) {
    *named = false;
    for (size_t at = 0; at < text.length;) {
        size_t end = at;
        while (end < text.length && text.data[end] != '\n' && text.data[end] != '\r')
            end++;
        pith__str key, value;
        bool good = true;
        if (split(pith__str_slice(text, at, end), &key, &value)) {
            bool allow = pith__str_equal_nocase(key, PITH_STR("allow"));
            if (pith__str_equal_nocase(key, PITH_STR("user-agent"))) {
                *named = read_agent(reader, value) || *named;
            } else if (allow || pith__str_equal_nocase(key, PITH_STR("disallow"))) {
                reader->group_has_rules = true;
                good = !reader->group_is_ours || add_rule(reader, value, allow);
            } else if (pith__str_equal_nocase(key, PITH_STR("crawl-delay"))) {
                double delay = delay_of(value);
                if (reader->group_is_ours && delay > reader->robots->crawl_delay)
                    reader->robots->crawl_delay = delay;
            }
        }
        if (!good)
            return false;
        at = end + 1;
    }
    return true;
}

static int by_length(const void *a, const void *b) {
    const pith__robots_rule *left = a;
    const pith__robots_rule *right = b;
    size_t left_length = left->length + left->anchored;
    size_t right_length = right->length + right->anchored;
    if (left_length != right_length)
        return left_length > right_length ? -1 : 1;
    return (int)right->allow - (int)left->allow;
}

/* Gives back what was taken ahead: rules are kept for a whole run, for each host. */
static void shrink(pith__robots *robots) {
    if (robots->count == 0) {
        pith__robots robots_without_rules = {.crawl_delay = robots->crawl_delay};
        pith__robots_clear(robots);
        *robots = robots_without_rules;
        return;
    }
    char *patterns = realloc(robots->patterns, robots->pattern_bytes + 1);
    if (patterns != NULL)
        robots->patterns = patterns;
    pith__robots_rule *rules = realloc(robots->rules, robots->count * sizeof *rules);
    if (rules != NULL)
        robots->rules = rules;
}

bool pith__robots_parse(pith__robots *robots, const char *bytes, size_t length, pith__str token) {
    *robots = (pith__robots){0};
    pith__str text = {bytes, length};
    if (length > PITH_ROBOTS_MAX) {
        text.length = PITH_ROBOTS_MAX;
        while (text.length > 0 && bytes[text.length - 1] != '\n' && bytes[text.length - 1] != '\r')
            text.length--;
    }
    if (pith__str_starts(text, PITH_STR("\xEF\xBB\xBF")))
        text = pith__str_slice(text, 3, text.length);
    struct reader reader = {.robots = robots, .token = token, .only_named = true};
    bool named = false;
    bool good = read_lines(&reader, text, &named);
    if (good && !named) {
        reader = (struct reader){.robots = robots, .token = token};
        good = read_lines(&reader, text, &named);
    }
    if (!good)
        pith__robots_clear(robots);
    else
        shrink(robots);
    if (good && robots->count > 0)
        qsort(robots->rules, robots->count, sizeof *robots->rules, by_length);
    return good;
}

void pith__robots_clear(pith__robots *robots) {
    free(robots->patterns);
    free(robots->rules);
    *robots = (pith__robots){0};
}

bool pith__robots_allows(const pith__robots *robots, const char *path) {
    if (robots->count == 0 || strcmp(path, "/robots.txt") == 0)
        return true;
    size_t length = strlen(path);
    char *normal = length <= SIZE_MAX / 3 ? malloc(3 * length + 1) : NULL;
    if (normal == NULL)
        return false; /* Out of memory: rather polite than sorry. */
    pith__str text = {normal, normalize(normal, (pith__str){path, length}, false)};
    bool allowed = true;
    for (size_t i = 0; i < robots->count; i++) {
        const pith__robots_rule *rule = &robots->rules[i];
        if (matches(
                (pith__str){robots->patterns + rule->offset, rule->length}, rule->anchored, text)) {
            allowed = rule->allow;
            break;
        }
    }
    free(normal);
    return allowed;
}
