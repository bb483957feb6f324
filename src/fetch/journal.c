#include "journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char pith__journal_head[] = "pith-journal 1\n";

enum { FIELDS_MAX = 8, TIME_LENGTH = 20 };

/* ---- Encoding -------------------------------------------------------------------------------- */

static bool is_plain(unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '%';
}

static int hex_value(char c) {
    if (pith__is_digit(c))
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A percent sign that begins an escape of a URL stays as it is; so URLs look like themselves. */
static bool is_escape(const char *text) {
    return text[0] == '%' && hex_value(text[1]) >= 0 && hex_value(text[2]) >= 0;
}

/* URLs are normalized, and their escapes are theirs. */
static char *put_url(char *out, pith__str url) {
    for (size_t i = 0; i < url.length; i++) {
        unsigned char c = (unsigned char)url.data[i];
        if (is_plain(c) || (c == '%' && i + 2 < url.length && is_escape(url.data + i)))
            *out++ = (char)c;
        else
            out += sprintf(out, "%%%02X", c);
    }
    return out;
}

/* "-" alone stands for nothing, so a "-" that is meant is encoded. */
static char *put_text(char *out, pith__str text) {
    if (text.length == 0) {
        *out++ = '-';
        return out;
    }
    bool dash = text.length == 1 && text.data[0] == '-';
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (is_plain(c) && !dash)
            *out++ = (char)c;
        else
            out += sprintf(out, "%%%02X", c);
    }
    return out;
}

char *pith__journal_decode(pith__str text, bool *good) {
    *good = true;
    if (text.length == 0)
        return NULL;
    char *plain = malloc(text.length + 1);
    *good = plain != NULL;
    if (plain == NULL)
        return NULL;
    char *out = plain;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '%' && i + 2 < text.length && is_escape(text.data + i)) {
            c = (char)(16 * hex_value(text.data[i + 1]) + hex_value(text.data[i + 2]));
            i += 2;
        }
        /* What cannot stand in a header is not put into one. */
        if ((unsigned char)c >= 0x20 && c != 0x7f)
            *out++ = c;
    }
    *out = '\0';
    return plain;
}

bool pith__journal_equal(pith__str encoded, const char *plain) {
    size_t length = strlen(plain);
    if (length == encoded.length && memcmp(plain, encoded.data, length) == 0)
        return true; /* As almost all URLs are. */
    char *text = malloc(3 * length + 1);
    if (text == NULL)
        return false;
    size_t size = (size_t)(put_url(text, (pith__str){plain, length}) - text);
    bool equal = size == encoded.length && memcmp(text, encoded.data, size) == 0;
    free(text);
    return equal;
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* A number of decimal digits up to `maximum`; "-" is `nothing`. False if it is neither. */
static bool read_number(pith__str text, int64_t nothing, int64_t maximum, int64_t *value) {
    *value = nothing;
    if (text.length == 1 && text.data[0] == '-')
        return true;
    int64_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!pith__is_digit(text.data[i]) || number > (maximum - (text.data[i] - '0')) / 10)
            return false;
        number = 10 * number + (text.data[i] - '0');
    }
    *value = number;
    return text.length > 0;
}

static bool read_checksum(pith__str text, uint32_t *value) {
    *value = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        int digit = pith__is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    return text.length == 8;
}

/* Days since 1970 of a date of the Gregorian calendar, by counting months from March. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

/* "2026-03-01T06:00:00Z" */
static bool read_time(pith__str text, int64_t *value) {
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    int64_t parts[6] = {0};
    int part = 0;
    if (text.length != TIME_LENGTH)
        return false;
    for (size_t i = 0; i < TIME_LENGTH; i++) {
        char c = text.data[i];
        if (form[i] == 'd' ? !pith__is_digit(c) : c != form[i])
            return false;
        if (form[i] == 'd')
            parts[part] = 10 * parts[part] + (c - '0');
        else
            part++;
    }
    if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31)
        return false;
    *value =
        ((days_of(parts[0], parts[1], parts[2]) * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5];
    return true;
}

static size_t split(pith__str line, pith__str *fields) {
    size_t count = 0;
    for (size_t from = 0;;) {
        const char *tab =
            from < line.length ? memchr(line.data + from, '\t', line.length - from) : NULL;
        size_t end = tab != NULL ? (size_t)(tab - line.data) : line.length;
        if (count == FIELDS_MAX)
            return FIELDS_MAX + 1;
        fields[count++] = pith__str_slice(line, from, end);
        if (tab == NULL)
            return count;
        from = end + 1;
    }
}

static pith__str text_of(pith__str field) {
    return pith__str_equal(field, PITH_STR("-")) ? (pith__str){NULL, 0} : field;
}

static bool read_page(const pith__str *fields, size_t count, pith__entry *entry) {
    int64_t status;
    if (count != 8 || !read_time(fields[1], &entry->time) ||
        !read_number(fields[2], 0, 999, &status) ||
        !read_number(fields[3], -1, INT64_MAX, &entry->end) ||
        !read_checksum(fields[4], &entry->checksum) || fields[7].length == 0)
        return false;
    entry->status = (long)status;
    entry->etag = text_of(fields[5]);
    entry->last_modified = text_of(fields[6]);
    entry->url = fields[7];
    return true;
}

pith__entry pith__journal_read(pith__str line) {
    static const pith__entry damaged = {.kind = PITH_ENTRY_DAMAGED};
    pith__str fields[FIELDS_MAX];
    size_t count = split(line, fields);
    pith__entry entry = {.end = -1};
    bool good = false;
    if (pith__str_equal(line, (pith__str){pith__journal_head, strlen(pith__journal_head) - 1})) {
        entry.kind = PITH_ENTRY_HEAD;
        good = true;
    } else if (pith__str_equal(fields[0], PITH_STR("page"))) {
        entry.kind = PITH_ENTRY_PAGE;
        good = read_page(fields, count, &entry);
    } else if (pith__str_equal(fields[0], PITH_STR("failed"))) {
        entry.kind = PITH_ENTRY_FAILED;
        good = read_page(fields, count, &entry);
    } else if (pith__str_equal(fields[0], PITH_STR("round"))) {
        entry.kind = PITH_ENTRY_ROUND;
        good = count == 2 && read_time(fields[1], &entry.time);
    } else if (pith__str_equal(fields[0], PITH_STR("output"))) {
        entry.kind = PITH_ENTRY_OUTPUT;
        good = count == 2 && read_number(fields[1], -1, INT64_MAX, &entry.end);
    }
    return good ? entry : damaged;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static char *put_time(char *out, int64_t seconds) {
    time_t time = (time_t)seconds;
    struct tm parts;
    if (gmtime_r(&time, &parts) == NULL || parts.tm_year < -1900 || parts.tm_year > 8099)
        return stpcpy(out, "1970-01-01T00:00:00Z");
    /* Not strftime(): it does not fill years up to four digits. */
    return out + sprintf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

static char *put_number(char *out, int64_t value, bool is_there) {
    return is_there ? out + sprintf(out, "%" PRId64, value) : stpcpy(out, "-");
}

char *pith__journal_write(const pith__entry *entry, size_t *length) {
    size_t size = 128 + 3 * (entry->etag.length + entry->last_modified.length + entry->url.length);
    char *line = malloc(size);
    if (line == NULL)
        return NULL;
    char *out = line;
    switch (entry->kind) {
    case PITH_ENTRY_ROUND:
        out = put_time(stpcpy(out, "round\t"), entry->time);
        break;
    case PITH_ENTRY_OUTPUT:
        out = put_number(stpcpy(out, "output\t"), entry->end, entry->end >= 0);
        break;
    case PITH_ENTRY_PAGE:
    case PITH_ENTRY_FAILED:
        out = stpcpy(out, entry->kind == PITH_ENTRY_PAGE ? "page\t" : "failed\t");
        out = put_time(out, entry->time);
        *out++ = '\t';
        out = put_number(out, entry->status, entry->status > 0);
        *out++ = '\t';
        out = put_number(out, entry->end, entry->end >= 0);
        out += sprintf(out, "\t%08" PRIx32 "\t", entry->checksum);
        out = put_text(out, entry->etag);
        *out++ = '\t';
        out = put_text(out, entry->last_modified);
        *out++ = '\t';
        out = put_url(out, entry->url);
        break;
    default:
        out = stpcpy(out, "pith-journal 1");
    }
    *out++ = '\n';
    *out = '\0';
    *length = (size_t)(out - line);
    return line;
}

bool pith__journal_line(pith__str text, size_t *at, pith__str *line) {
    if (*at >= text.length)
        return false;
    const char *end = memchr(text.data + *at, '\n', text.length - *at);
    if (end == NULL)
        return false;
    *line = pith__str_slice(text, *at, (size_t)(end - text.data));
    *at = (size_t)(end - text.data) + 1;
    return true;
}

bool pith__journal_is_record(const pith__entry *entry) {
    return entry->kind == PITH_ENTRY_PAGE || entry->kind == PITH_ENTRY_FAILED;
}
