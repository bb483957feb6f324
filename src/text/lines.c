#include "lines.h"

#include <string.h>
#include <utf8proc.h>

#include "../base/unicode.h"

enum {
    TAB_COLUMNS = 8,
    NARROWEST_WRAP = 38, /* People wrap at 40 to 100 columns; an indent may hide a few. */
    WIDEST_WRAP = 102,
    HISTOGRAM = 128,   /* Widths above count as this. */
    FEWEST_BREAKS = 4, /* Breaks that must agree before anything is joined. */
    RAGGED = 2,        /* Columns by which a break may come early, as before a long dash. */
    MAX_NUMBER_DIGITS = 3,
    MAX_ESCAPE = 32, /* Bytes of an escape sequence. */
};

/* The bullets that dumps of pages are written with. "o" and "v" stand for a ring and a tick where a
   terminal had none, and need two spaces to be no words. */
static const uint32_t bullets[] = {'*', '+', '-', 0xB7, 0x2022, 0x2023, 0x2043, 0x204C, 0x204D,
    0x2219, 0x25A0, 0x25A1, 0x25AA, 0x25AB, 0x25B6, 0x25B8, 0x25BA, 0x25C6, 0x25C7, 0x25CB, 0x25CF,
    0x25E6, 0x2605, 0x2606, 0x2610, 0x2611, 0x2713, 0x2714, 0x27A2, 0x27A4, 0x30FB, 0xF0B7};

enum { EN_DASH = 0x2013, EM_DASH = 0x2014 };

/* ---- Reading ------------------------------------------------------------------------------- */

/* Length in bytes of the newline at `p`, or 0. */
static size_t newline_at(const char *p, const char *end) {
    switch ((unsigned char)*p) {
    case '\n':
    case '\v':
    case '\f':
        return 1;
    case '\r':
        return p + 1 < end && p[1] == '\n' ? 2 : 1;
    case 0xC2: /* NEL */
        return p + 1 < end && (unsigned char)p[1] == 0x85 ? 2 : 0;
    case 0xE2: /* LS, PS */
        return p + 2 < end && (unsigned char)p[1] == 0x80 &&
                       ((unsigned char)p[2] == 0xA8 || (unsigned char)p[2] == 0xA9)
                   ? 3
                   : 0;
    default:
        return 0;
    }
}

const char *pith__skip_escape(const char *p, const char *end) {
    if (p >= end || *p != '[')
        return p;
    const char *limit = end - p > MAX_ESCAPE ? p + MAX_ESCAPE : end;
    for (p++; p < limit; p++) {
        if (*p >= 0x40 && *p <= 0x7E)
            return p + 1;
    }
    return p;
}

/* Columns that a character takes after `column` columns. */
static uint32_t columns_of(uint32_t code_point, uint32_t column) {
    if (code_point == '\t')
        return TAB_COLUMNS - column % TAB_COLUMNS;
    if (code_point < 0x80)
        return code_point >= 0x20 && code_point != 0x7F;
    int width = utf8proc_charwidth((utf8proc_int32_t)code_point);
    return width > 0 ? (uint32_t)width : 0;
}

static bool is_bullet(uint32_t code_point) {
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        if (bullets[i] == code_point)
            return true;
    }
    return false;
}

/* The length in bytes of the bullet that a line's text begins with, and its kind; the blanks after
   it are not counted. */
static size_t bullet_of(pith__str text, pith__bullet *kind) {
    const char *p = text.data, *end = text.data + text.length;
    *kind = PITH_BULLET_NONE;
    if (pith__is_digit(*p)) {
        while (p < end && pith__is_digit(*p) && p - text.data < MAX_NUMBER_DIGITS)
            p++;
        if (p + 1 < end && (*p == '.' || *p == ')') && (p[1] == ' ' || p[1] == '\t')) {
            *kind = PITH_BULLET_NUMBER;
            return (size_t)(p + 1 - text.data);
        }
        return 0;
    }
    uint32_t first = pith__utf8_next(&p, end);
    if (first == '>') {
        while (p < end && (*p == '>' || *p == ' '))
            p++;
        *kind = PITH_BULLET_QUOTE;
        return (size_t)(p - text.data);
    }
    if (first == 'o' || first == 'v') {
        if (end - p > 2 && p[0] == ' ' && p[1] == ' ') {
            *kind = PITH_BULLET_MARK;
            return 1;
        }
        return 0;
    }
    bool dash = first == EN_DASH || first == EM_DASH;
    if (!dash && !is_bullet(first))
        return 0;
    const char *after = p;
    if (p < end && !pith__is_blank(pith__utf8_next(&p, end)))
        return 0;
    *kind = dash ? PITH_BULLET_DASH : PITH_BULLET_MARK;
    return (size_t)(after - text.data);
}

/* What measure_any() does, for a line of printable ASCII: each byte takes a column. */
static void measure_ascii(pith__line *line, size_t bullet) {
    const char *begin = line->text.data, *end = begin + line->text.length;
    const char *body = begin + bullet;
    while (body < end && *body == ' ')
        body++;
    uint32_t all = line->indent + (uint32_t)line->text.length;
    line->body_column = line->indent + (uint32_t)(body - begin);
    if (body == end) {
        line->width = all;
        return;
    }
    line->body = (pith__str){body, (size_t)(end - body)};
    /* The body's first character is counted wherever it stands. */
    uint32_t most = line->body_column < PITH_WIDEST_LINE ? PITH_WIDEST_LINE : line->body_column + 1;
    line->width = all < most ? all : most;
    const char *counted = body + (line->width - line->body_column);
    const char *word = body;
    while (word < counted && *word != ' ')
        word++;
    line->first_word = (uint32_t)(word - body);
}

static void measure_any(pith__line *line, size_t bullet) {
    const char *p = line->text.data, *end = p + line->text.length;
    const char *after_bullet = p + bullet;
    uint32_t column = line->indent;
    bool in_first_word = false;
    while (p < end && (line->body.data == NULL || column < PITH_WIDEST_LINE)) {
        const char *at = p;
        if (line->body.data != NULL && *p > ' ' && *p < 0x7F) { /* Most are. */
            p++;
            column++;
            if (in_first_word)
                line->first_word = column - line->body_column;
            continue;
        }
        uint32_t c = pith__utf8_next(&p, end);
        bool blank = pith__is_blank(c);
        if (line->body.data == NULL && at >= after_bullet && !blank) {
            line->body = (pith__str){at, (size_t)(end - at)};
            line->body_column = column;
            in_first_word = true;
        }
        /* In scripts without spaces a line may be broken after every character. */
        if (blank || (pith__is_unspaced(c) && column > line->body_column))
            in_first_word = false;
        if (c == PITH_ESCAPE)
            p = pith__skip_escape(p, end);
        else if (c == '\b' && line->body.data != NULL && column > line->body_column)
            column--; /* Struck twice: the next character takes the place of the last. */
        else
            column += columns_of(c, column);
        if (in_first_word)
            line->first_word = column - line->body_column;
        if (pith__is_unspaced(c))
            in_first_word = false;
    }
    line->width = column;
    if (line->body.data == NULL)
        line->body_column = column;
}

/* Fills in what follows from text and indent. */
static void measure(pith__line *line, bool ascii) {
    size_t bullet = bullet_of(line->text, &line->bullet);
    if (ascii)
        measure_ascii(line, bullet);
    else
        measure_any(line, bullet);
}

pith__line_reader pith__lines_begin(pith__str text) {
    if (text.length == 0)
        return (pith__line_reader){.cursor = NULL};
    return (pith__line_reader){.cursor = text.data, .end = text.data + text.length};
}

/* A physical line while it is read. */
typedef struct line_scan {
    const char *first, *last; /* Of the visible characters; NULL: none yet. */
    const char *other;        /* The first one from there on that is no printable ASCII; or NULL. */
    uint32_t column, indent;
} line_scan;

/* A run of printable ASCII: most lines are one. */
static void scan_ascii(line_scan *scan, const char *p, const char *end) {
    if (scan->first == NULL) {
        for (; p < end && *p == ' '; p++)
            scan->column++;
        if (p == end)
            return;
        scan->first = p;
        scan->indent = scan->column;
    }
    while (end > p && end[-1] == ' ')
        end--;
    if (end > p)
        scan->last = end;
}

/* One character of another kind; returns where it ends. */
static const char *scan_other(line_scan *scan, const char *p, const char *end) {
    const char *at = p;
    uint32_t c = pith__utf8_next(&p, end);
    if (c == PITH_ESCAPE || !(pith__is_blank(c) || pith__is_control(c))) {
        if (scan->first == NULL) {
            scan->first = at;
            scan->indent = scan->column;
        }
        scan->last = p;
    } else if (scan->first == NULL) {
        scan->column += c == '\t' ? columns_of(c, scan->column) : 1;
    }
    if (scan->first != NULL && scan->other == NULL)
        scan->other = at;
    return p;
}

bool pith__lines_next(pith__line_reader *reader, pith__line *line) {
    uint32_t blank = reader->page_break ? 1 : 0;
    reader->page_break = false;
    while (reader->cursor < reader->end) {
        const char *p = reader->cursor;
        line_scan scan = {.first = NULL};
        size_t newline = 0;
        while (p < reader->end) {
            const char *run = pith__skip_printable(p, reader->end);
            scan_ascii(&scan, p, run);
            p = run;
            if (p == reader->end || (newline = newline_at(p, reader->end)) != 0)
                break;
            p = scan_other(&scan, p, reader->end);
        }
        bool page_break = newline != 0 && *p == '\f';
        reader->cursor = p + newline;
        reader->number++;
        if (scan.first != NULL) {
            *line = (pith__line){.text = {scan.first, (size_t)(scan.last - scan.first)},
                .number = reader->number,
                .blank_before = blank,
                .indent = scan.indent};
            measure(line, scan.other == NULL || scan.other >= scan.last);
            reader->page_break = page_break;
            return true;
        }
        blank++;
    }
    return false;
}

/* ---- Wrapping ------------------------------------------------------------------------------ */

typedef struct wrap_votes {
    int32_t opening[HISTOGRAM + 1]; /* Differences of the votes for each width. */
    uint32_t lines[HISTOGRAM + 1];  /* Lines by width. */
    uint32_t filled[HISTOGRAM + 1]; /* Pairs by the width of their first line. */
    uint32_t count;                 /* Lines. */
} wrap_votes;

static uint32_t capped(uint32_t width) {
    return width < HISTOGRAM ? width : HISTOGRAM;
}

/* Whether two adjacent lines could be of one paragraph, by all but their widths. */
static bool adjoin(const pith__line *line, const pith__line *next) {
    if (next->blank_before > 0)
        return false;
    if (next->bullet == PITH_BULLET_QUOTE || line->bullet == PITH_BULLET_QUOTE)
        return next->bullet == line->bullet;
    if (next->bullet != PITH_BULLET_NONE)
        return false;
    /* Flush, hanging below a bullet's text, or a first line that was indented. */
    return next->indent == line->indent || next->indent == line->body_column ||
           (next->indent < line->indent && line->indent - next->indent <= TAB_COLUMNS);
}

/* Whether the line ends with a full stop or the like. Where many lines do, each is a paragraph. */
static bool ends_sentence(const pith__line *line) {
    static const char ideographic_stop[] = "\xE3\x80\x82";
    char last = line->text.data[line->text.length - 1];
    return last == '.' || last == '!' || last == '?' ||
           (line->text.length >= 3 &&
               memcmp(line->text.data + line->text.length - 3, ideographic_stop, 3) == 0);
}

static void vote(wrap_votes *votes, const pith__line *line, const pith__line *next) {
    if (!adjoin(line, next))
        return;
    votes->filled[capped(line->width)]++;
    if (line->width >= HISTOGRAM || ends_sentence(line))
        return;
    /* All widths from that of the line up to where the next word would have fitted. */
    uint32_t until = line->width + 1 + next->first_word;
    votes->opening[line->width]++;
    votes->opening[capped(until)]--;
}

/* Whether the dump was wrapped at `width`, for which `breaks` pairs voted. */
static bool convincing(const wrap_votes *votes, uint32_t width, uint32_t breaks) {
    uint32_t wider = 0, filled = 0;
    for (uint32_t i = width + RAGGED + 1; i <= HISTOGRAM; i++)
        wider += votes->lines[i];
    /* Lines well filled, but not too wide: in wrapped text nearly all of them were broken. */
    for (uint32_t i = width * 3 / 5; i <= width; i++)
        filled += votes->filled[i];
    uint32_t allowed = votes->count / 20 > 2 ? votes->count / 20 : 2;
    return breaks >= FEWEST_BREAKS && wider <= allowed && breaks * 2 >= filled;
}

uint32_t pith__lines_wrap_width(pith__str text) {
    wrap_votes votes;
    memset(&votes, 0, sizeof votes);
    pith__line_reader reader = pith__lines_begin(text);
    pith__line line, previous = {0};
    while (pith__lines_next(&reader, &line)) {
        votes.lines[capped(line.width)]++;
        if (votes.count++ > 0)
            vote(&votes, &previous, &line);
        previous = line;
    }
    int32_t running = 0;
    uint32_t best = 0, best_breaks = 0;
    for (uint32_t width = 0; width <= WIDEST_WRAP; width++) {
        running += votes.opening[width];
        uint32_t breaks = running > 0 ? (uint32_t)running : 0;
        if (width >= NARROWEST_WRAP && breaks > best_breaks && convincing(&votes, width, breaks)) {
            best = width;
            best_breaks = breaks;
        }
    }
    return best;
}

bool pith__lines_continue(const pith__line *line, const pith__line *next, uint32_t wrap_width) {
    if (wrap_width == 0 || !adjoin(line, next))
        return false;
    return line->width >= wrap_width / 2 && line->width <= wrap_width + RAGGED &&
           line->width + 1 + next->first_word + RAGGED > wrap_width;
}
