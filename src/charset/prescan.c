#include "charset.h"

#include <string.h>

/* Where the scan stands; it ends for good when it runs out of bytes. */
typedef struct scanner {
    const char *at;
    const char *end;
} scanner;

/* An attribute as it stands in the bytes; the callers ignore the case of letters. */
typedef struct attribute {
    pith__str name;
    pith__str value;
} attribute;

static bool starts(const scanner *scan, pith__str text) {
    return pith__str_starts_nocase((pith__str){scan->at, (size_t)(scan->end - scan->at)}, text);
}

/* Moves to the next `byte`; false when there is none. */
static bool find_byte(scanner *scan, char byte) {
    const char *hit = memchr(scan->at, byte, (size_t)(scan->end - scan->at));
    scan->at = hit == NULL ? scan->end : hit;
    return hit != NULL;
}

static void skip_space(scanner *scan) {
    while (scan->at < scan->end && pith__is_space(*scan->at))
        scan->at++;
}

/* The value of an attribute, with the scan after the '=' and white space. */
static pith__str read_value(scanner *scan) {
    if (scan->at == scan->end)
        return (pith__str){0};
    const char *start = scan->at;
    if (*start == '"' || *start == '\'') {
        scan->at++;
        if (!find_byte(scan, *start))
            return (pith__str){0};
        scan->at++;
        return (pith__str){start + 1, (size_t)(scan->at - start) - 2};
    }
    while (scan->at < scan->end && !pith__is_space(*scan->at) && *scan->at != '>')
        scan->at++;
    return (pith__str){start, (size_t)(scan->at - start)};
}

/* HTML Standard, "get an attribute" of the prescan; false when the tag ends. */
static bool read_attribute(scanner *scan, attribute *found) {
    while (scan->at < scan->end && (pith__is_space(*scan->at) || *scan->at == '/'))
        scan->at++;
    if (scan->at == scan->end || *scan->at == '>')
        return false;
    const char *start = scan->at++; /* A name may begin with '='. */
    while (scan->at < scan->end && !pith__is_space(*scan->at) && *scan->at != '/' &&
           *scan->at != '>' && *scan->at != '=')
        scan->at++;
    *found = (attribute){.name = {start, (size_t)(scan->at - start)}};
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != '=')
        return true;
    scan->at++;
    skip_space(scan);
    found->value = read_value(scan);
    return true;
}

/* HTML Standard, "extracting a character encoding from a meta element". */
static pith__str label_in_content(pith__str content) {
    scanner scan = {content.data, content.data + content.length};
    for (;;) {
        pith__str rest = {scan.at, (size_t)(scan.end - scan.at)};
        size_t hit = pith__str_find_nocase(rest, PITH_STR("charset"));
        if (hit == (size_t)-1)
            return (pith__str){0};
        scan.at += hit + strlen("charset");
        skip_space(&scan);
        if (scan.at < scan.end && *scan.at == '=')
            break;
    }
    scan.at++;
    skip_space(&scan);
    if (scan.at == scan.end)
        return (pith__str){0};
    const char *start = scan.at;
    if (*start == '"' || *start == '\'') {
        scan.at++;
        if (!find_byte(&scan, *start)) /* A quotation mark without its pair. */
            return (pith__str){0};
        return (pith__str){start + 1, (size_t)(scan.at - start) - 1};
    }
    while (scan.at < scan.end && !pith__is_space(*scan.at) && *scan.at != ';')
        scan.at++;
    return (pith__str){start, (size_t)(scan.at - start)};
}

/* What a declaration that was read as ASCII means. */
static const pith__charset *as_declared(const pith__charset *charset) {
    if (charset == NULL)
        return NULL;
    if (charset->form == PITH_FORM_UTF16)
        return pith__charset_of_label(PITH_STR("utf-8"));
    if (strcmp(charset->name, "x-user-defined") == 0)
        return pith__charset_of_label(PITH_STR("windows-1252"));
    return charset;
}

/*
 * The charset that a <meta> declares, with the scan after its name; NULL when it declares none, or
 * when the bytes end before the tag does. The first attribute of a name counts.
 */
static const pith__charset *read_meta(scanner *scan) {
    enum { HTTP_EQUIV = 1, CONTENT = 2, CHARSET = 4 };
    int seen = 0;
    bool pragma = false;       /* http-equiv="content-type" */
    bool needs_pragma = false; /* The charset comes from `content`. */
    bool declares = false;
    const pith__charset *charset = NULL;
    attribute found;
    while (read_attribute(scan, &found)) {
        if (scan->at == scan->end)
            return NULL;
        if (pith__str_equal_nocase(found.name, PITH_STR("http-equiv")) && !(seen & HTTP_EQUIV)) {
            seen |= HTTP_EQUIV;
            pragma = pith__str_equal_nocase(found.value, PITH_STR("content-type"));
        } else if (pith__str_equal_nocase(found.name, PITH_STR("content")) && !(seen & CONTENT)) {
            seen |= CONTENT;
            const pith__charset *named = pith__charset_of_label(label_in_content(found.value));
            if (named != NULL && !declares) {
                charset = named;
                declares = needs_pragma = true;
            }
        } else if (pith__str_equal_nocase(found.name, PITH_STR("charset")) && !(seen & CHARSET)) {
            seen |= CHARSET;
            charset = pith__charset_of_label(found.value);
            declares = true;
            needs_pragma = false;
        }
    }
    if (scan->at == scan->end || !declares || (needs_pragma && !pragma))
        return NULL;
    return as_declared(charset);
}

/* HTML Standard, "get an XML encoding". */
static const pith__charset *xml_encoding(pith__str bytes) {
    if (!pith__str_starts(bytes, PITH_STR("<?xml")))
        return NULL;
    scanner scan = {bytes.data, bytes.data + bytes.length};
    if (!find_byte(&scan, '>'))
        return NULL;
    pith__str declaration = {bytes.data, (size_t)(scan.at - bytes.data)};
    size_t hit = pith__str_find(declaration, PITH_STR("encoding"));
    if (hit == (size_t)-1)
        return NULL;
    scan = (scanner){bytes.data + hit + strlen("encoding"), scan.at};
    while (scan.at < scan.end && (unsigned char)*scan.at <= ' ')
        scan.at++;
    if (scan.at == scan.end || *scan.at != '=')
        return NULL;
    scan.at++;
    while (scan.at < scan.end && (unsigned char)*scan.at <= ' ')
        scan.at++;
    if (scan.at == scan.end || (*scan.at != '"' && *scan.at != '\''))
        return NULL;
    const char *start = scan.at++;
    if (!find_byte(&scan, *start))
        return NULL;
    pith__str label = {start + 1, (size_t)(scan.at - start) - 1};
    for (size_t i = 0; i < label.length; i++) {
        if ((unsigned char)label.data[i] <= ' ')
            return NULL;
    }
    const pith__charset *charset = pith__charset_of_label(label);
    return charset != NULL && charset->form == PITH_FORM_UTF16 ? as_declared(charset) : charset;
}

/* Moves past a comment; its "-->" may share dashes with its "<!--". */
static void skip_comment(scanner *scan) {
    scan->at += strlen("<!");
    pith__str rest = {scan->at, (size_t)(scan->end - scan->at)};
    size_t hit = pith__str_find(rest, PITH_STR("-->"));
    scan->at = hit == (size_t)-1 ? scan->end : scan->at + hit + strlen("-->");
}

static bool is_tag(const scanner *scan) {
    const char *name = scan->at + 1;
    if (name < scan->end && *name == '/')
        name++;
    return name < scan->end && pith__is_alpha(*name);
}

/* Moves past a tag that is no <meta>; quoted '>' do not end it. */
static void skip_tag(scanner *scan) {
    while (scan->at < scan->end && !pith__is_space(*scan->at) && *scan->at != '>')
        scan->at++;
    attribute ignored;
    while (read_attribute(scan, &ignored))
        continue;
}

static bool is_meta(const scanner *scan) {
    size_t length = strlen("<meta");
    if (!starts(scan, PITH_STR("<meta")) || (size_t)(scan->end - scan->at) == length)
        return false;
    return pith__is_space(scan->at[length]) || scan->at[length] == '/';
}

const pith__charset *pith__charset_prescan(pith__str bytes) {
    if (pith__str_starts(bytes, PITH_STR("<\0?\0x\0")))
        return pith__charset_of_label(PITH_STR("utf-16le"));
    if (pith__str_starts(bytes, PITH_STR("\0<\0?\0x")))
        return pith__charset_of_label(PITH_STR("utf-16be"));
    bytes = pith__str_slice(bytes, 0, PITH_PRESCAN_BYTES);
    if (bytes.length == 0)
        return NULL;
    scanner scan = {bytes.data, bytes.data + bytes.length};
    while (find_byte(&scan, '<')) {
        if (starts(&scan, PITH_STR("<!--"))) {
            skip_comment(&scan);
        } else if (is_meta(&scan)) {
            scan.at += strlen("<meta");
            const pith__charset *charset = read_meta(&scan);
            if (charset != NULL)
                return charset;
        } else if (is_tag(&scan)) {
            skip_tag(&scan);
        } else if (starts(&scan, PITH_STR("<!")) || starts(&scan, PITH_STR("</")) ||
                   starts(&scan, PITH_STR("<?"))) {
            find_byte(&scan, '>');
        } else {
            scan.at++;
        }
    }
    return xml_encoding(bytes);
}
