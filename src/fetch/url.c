#include "url.h"

#include <curl/curl.h>
#include <idn2.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "../base/unicode.h"

/* ---- Percent-encoding ------------------------------------------------------------------------ */

static int hex_value(char c) {
    if (pith__is_digit(c))
        return c - '0';
    char lower = pith__to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* RFC 3986, section 2.3. */
static bool is_unreserved(unsigned char c) {
    return pith__is_alpha((char)c) || pith__is_digit((char)c) || (c != '\0' && strchr("-._~", c));
}

/* What may stand in a path or query as it is: unreserved, sub-delims, and : @ / ? (section 3.3 and
   3.4). Brackets and the like are common in queries and are left to servers to judge. */
static bool is_plain(unsigned char c) {
    return c > 0x20 && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL;
}

/* Writes `text` to `out`, which has room for three times its length: see url.h. */
static char *put_normalized(char *out, const char *text, size_t length) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '%' && i + 2 < length && hex_value(text[i + 1]) >= 0 &&
            hex_value(text[i + 2]) >= 0) {
            c = (unsigned char)(16 * hex_value(text[i + 1]) + hex_value(text[i + 2]));
            i += 2;
            if (is_unreserved(c)) {
                *out++ = (char)c;
                continue;
            }
        } else if (is_plain(c)) {
            *out++ = (char)c;
            continue;
        }
        *out++ = '%';
        *out++ = digits[c >> 4];
        *out++ = digits[c & 15];
    }
    return out;
}

/* Resolves "." and ".." in place (RFC 3986, section 5.2.4); `path` begins with "/". */
static size_t remove_dot_segments(char *path, size_t length) {
    size_t used = 0;
    for (size_t from = 0; from < length;) {
        size_t end = from + 1;
        while (end < length && path[end] != '/')
            end++;
        size_t size = end - from - 1;
        const char *segment = path + from + 1;
        bool last = end == length;
        if (size == 1 && segment[0] == '.') {
            if (last)
                path[used++] = '/';
        } else if (size == 2 && segment[0] == '.' && segment[1] == '.') {
            while (used > 0 && path[--used] != '/')
                ;
            if (last)
                path[used++] = '/';
        } else {
            memmove(path + used, path + from, end - from);
            used += end - from;
        }
        from = end;
    }
    if (used == 0)
        path[used++] = '/';
    return used;
}

/* ---- The parts ------------------------------------------------------------------------------- */

/* The parts of a URL as libcurl has taken it apart; of libcurl, freed by clear_parts(). */
struct parts {
    char *scheme, *host, *port, *path, *query, *user, *password;
};

static void clear_parts(struct parts *parts) {
    curl_free(parts->scheme);
    curl_free(parts->host);
    curl_free(parts->port);
    curl_free(parts->path);
    curl_free(parts->query);
    curl_free(parts->user);
    curl_free(parts->password);
}

static pith_status take_apart(
    CURLU *handle, const char *base, const char *text, struct parts *parts, pith_error *error) {
    unsigned flags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE;
    /* libcurl 7.88 takes the query away from a base when only a fragment follows. */
    if (base != NULL && text[0] == '#')
        text = "";
    CURLUcode code = base != NULL ? curl_url_set(handle, CURLUPART_URL, base, flags) : CURLUE_OK;
    if (code == CURLUE_OK && (base == NULL || text[0] != '\0'))
        code = curl_url_set(handle, CURLUPART_URL, text, flags);
    if (code == CURLUE_OUT_OF_MEMORY)
        return pith__error_status(error, PITH_ERROR_MEMORY);
    if (code != CURLUE_OK)
        return pith__error_set(
            error, PITH_ERROR_URL, "not a valid URL: %s", curl_url_strerror(code));
    curl_url_get(handle, CURLUPART_SCHEME, &parts->scheme, 0);
    if (parts->scheme == NULL ||
        (strcmp(parts->scheme, "http") != 0 && strcmp(parts->scheme, "https") != 0))
        return pith__error_set(error, PITH_ERROR_URL, "only http and https URLs can be fetched");
    curl_url_get(handle, CURLUPART_PORT, &parts->port, CURLU_DEFAULT_PORT);
    curl_url_get(handle, CURLUPART_PATH, &parts->path, 0);
    curl_url_get(handle, CURLUPART_QUERY, &parts->query, 0);
    curl_url_get(handle, CURLUPART_USER, &parts->user, CURLU_URLDECODE);
    curl_url_get(handle, CURLUPART_PASSWORD, &parts->password, CURLU_URLDECODE);
    code = curl_url_get(handle, CURLUPART_HOST, &parts->host, 0);
    if (code != CURLUE_OK || parts->port == NULL || parts->path == NULL)
        return pith__error_set(error, PITH_ERROR_URL, "not a valid URL: no host");
    return PITH_OK;
}

/* "HTTP://Bücher.example." -> "xn--bcher-kva.example". The result is malloc'ed. */
static pith_status ascii_host(const char *host, char **result, pith_error *error) {
    size_t length = strlen(host);
    while (length > 0 && host[length - 1] == '.' && host[0] != '[')
        length--; /* The root's label says nothing. */
    bool plain = length > 0;
    for (size_t i = 0; i < length; i++)
        plain = plain && (unsigned char)host[i] > 0x20 && (unsigned char)host[i] < 0x7f;
    char *ascii = NULL;
    if (plain) {
        ascii = malloc(length + 1);
        if (ascii == NULL)
            return pith__error_status(error, PITH_ERROR_MEMORY);
        for (size_t i = 0; i < length; i++)
            ascii[i] = pith__to_lower(host[i]);
        ascii[length] = '\0';
    } else {
        char *idn = NULL;
        int code = pith__utf8_valid(pith__str_of(host))
                       ? idn2_to_ascii_8z(host, &idn, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL)
                       : IDN2_ENCODING_ERROR;
        if (code == IDN2_MALLOC)
            return pith__error_status(error, PITH_ERROR_MEMORY);
        if (code != IDN2_OK || idn == NULL || idn[0] == '\0') {
            idn2_free(idn);
            return pith__error_set(error, PITH_ERROR_URL, "not a valid URL: the host name");
        }
        ascii = malloc(strlen(idn) + 1);
        if (ascii != NULL)
            strcpy(ascii, idn);
        idn2_free(idn);
        if (ascii == NULL)
            return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    *result = ascii;
    return PITH_OK;
}

/* Path and query, normalized; malloc'ed. */
static char *request_path(const struct parts *parts) {
    size_t path_length = strlen(parts->path);
    size_t query_length = parts->query != NULL ? strlen(parts->query) : 0;
    char *path = malloc(3 * (path_length + query_length) + 3);
    if (path == NULL)
        return NULL;
    char *end = path;
    if (path_length == 0 || parts->path[0] != '/')
        *end++ = '/';
    end = put_normalized(end, parts->path, path_length);
    end = path + remove_dot_segments(path, (size_t)(end - path));
    if (parts->query != NULL) {
        *end++ = '?';
        end = put_normalized(end, parts->query, query_length);
    }
    *end = '\0';
    return path;
}

static char *join(const char *a, const char *b, const char *c, const char *d, const char *e) {
    size_t size = strlen(a) + strlen(b) + strlen(c) + strlen(d) + strlen(e) + 1;
    char *text = malloc(size);
    if (text != NULL) {
        text[0] = '\0';
        char *end = stpcpy(stpcpy(stpcpy(stpcpy(stpcpy(text, a), b), c), d), e);
        (void)end;
    }
    return text;
}

static pith_status put_together(pith__url *url, const struct parts *parts, pith_error *error) {
    char *host = NULL;
    pith_status status = ascii_host(parts->host, &host, error);
    if (status != PITH_OK)
        return status;
    url->is_https = strcmp(parts->scheme, "https") == 0;
    const char *scheme = url->is_https ? "https://" : "http://";
    bool default_port = strcmp(parts->port, url->is_https ? "443" : "80") == 0;
    url->path = request_path(parts);
    url->authority = join(scheme, host, ":", parts->port, "");
    if (url->path != NULL)
        url->text =
            join(scheme, host, default_port ? "" : ":", default_port ? "" : parts->port, url->path);
    if (parts->user != NULL || parts->password != NULL)
        url->credentials = join(parts->user != NULL ? parts->user : "", ":",
            parts->password != NULL ? parts->password : "", "", "");
    size_t length = strlen(host);
    if (host[0] == '[' && host[length - 1] == ']') {
        memmove(host, host + 1, length - 2);
        host[length - 2] = '\0';
    }
    url->host = host;
    bool complete = url->path != NULL && url->authority != NULL && url->text != NULL &&
                    (url->credentials != NULL || (parts->user == NULL && parts->password == NULL));
    return complete ? PITH_OK : pith__error_status(error, PITH_ERROR_MEMORY);
}

/* libcurl would make a "+" of a space in a query, as forms do and browsers do not. malloc'ed. */
static char *encode_spaces(const char *text) {
    char *copy = malloc(3 * strlen(text) + 1);
    char *out = copy;
    if (copy == NULL)
        return NULL;
    for (; *text != '\0'; text++) {
        if (*text == ' ')
            out = stpcpy(out, "%20");
        else
            *out++ = *text;
    }
    *out = '\0';
    return copy;
}

static pith_status parse(pith__url *url, const char *base, const char *text, pith_error *error) {
    *url = (pith__url){0};
    if (strlen(text) > PITH_URL_MAX)
        return pith__error_set(
            error, PITH_ERROR_URL, "not a valid URL: longer than %d bytes", PITH_URL_MAX);
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return pith__error_set(error, PITH_ERROR_URL, "not a valid URL: a control character");
    }
    CURLU *handle = curl_url();
    char *spaced = encode_spaces(text);
    struct parts parts = {0};
    pith_status status = handle != NULL && spaced != NULL
                             ? take_apart(handle, base, spaced, &parts, error)
                             : pith__error_status(error, PITH_ERROR_MEMORY);
    if (status == PITH_OK)
        status = put_together(url, &parts, error);
    if (status == PITH_OK && strlen(url->text) > PITH_URL_MAX)
        status = pith__error_set(
            error, PITH_ERROR_URL, "not a valid URL: longer than %d bytes", PITH_URL_MAX);
    clear_parts(&parts);
    free(spaced);
    curl_url_cleanup(handle);
    if (status != PITH_OK)
        pith__url_clear(url);
    return status;
}

/* Normalization can make something else of a text: "7.." loses its dots, and "7" is an address.
   Such URLs are refused, so that what was judged is what is requested. */
static pith_status check_stable(const pith__url *url, pith_error *error) {
    pith__url again;
    pith_status status = parse(&again, NULL, url->text, error);
    if (status == PITH_OK && strcmp(again.text, url->text) != 0)
        status = pith__error_set(error, PITH_ERROR_URL, "not a valid URL: the host name");
    pith__url_clear(&again);
    return status;
}

pith_status pith__url_parse(pith__url *url, const char *base, const char *text, pith_error *error) {
    pith_status status = parse(url, base, text, error);
    if (status == PITH_OK)
        status = check_stable(url, error);
    if (status != PITH_OK)
        pith__url_clear(url);
    return status;
}

void pith__url_clear(pith__url *url) {
    free(url->text);
    free(url->authority);
    free(url->host);
    free(url->path);
    free(url->credentials);
    *url = (pith__url){0};
}

/* ---- Texts ----------------------------------------------------------------------------------- */

/* What stands between "//" and the last "@" before the path. */
char *pith_url_redacted(const char *text) {
    size_t length = strlen(text);
    while (length > 0 && (unsigned char)text[0] <= 0x20) {
        text++;
        length--;
    }
    while (length > 0 && (unsigned char)text[length - 1] <= 0x20)
        length--;
    if (length > PITH_URL_MAX)
        length = PITH_URL_MAX;
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *slashes = strstr(copy, "//");
    if (slashes == NULL)
        return copy;
    char *authority = slashes + 2;
    size_t size = strcspn(authority, "/?#");
    for (size_t i = size; i > 0; i--) {
        if (authority[i - 1] == '@') {
            memmove(authority, authority + i, strlen(authority + i) + 1);
            break;
        }
    }
    return copy;
}

/* FNV-1a over the bytes, then the finalizer of MurmurHash3 (public domain), which lets every bit of
   the input change every bit of the number. */
uint64_t pith__url_hash(const char *text, uint64_t seed) {
    uint64_t hash = 0xcbf29ce484222325u ^ (seed * 0x9e3779b97f4a7c15u);
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
    hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53u;
    return hash ^ (hash >> 33);
}
