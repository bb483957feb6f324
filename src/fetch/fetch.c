#include "../base/error.h"
#include "../base/str.h"
#include "../charset/charset.h"
#include "../pith.h"
#include "content_type.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define PROTOCOLS "http,https"

/* One transfer. What libcurl's callback notices is kept here until the transfer has ended. */
struct transfer {
    CURL *handle;
    pith_fetch_options options;
    pith_response *response;
    size_t capacity; /* Of response->bytes. */
    pith_error *error;
    pith_status refused;         /* Why the callback ended the transfer; PITH_OK if not. */
    char cause[CURL_ERROR_SIZE]; /* libcurl's own words. */
};

pith_fetch_options pith_fetch_options_default(void) {
    return (pith_fetch_options){
        .max_bytes = PITH_FETCH_MAX_BYTES,
        .max_redirects = PITH_FETCH_MAX_REDIRECTS,
        .timeout_seconds = PITH_FETCH_TIMEOUT_SECONDS,
    };
}

void pith_response_clear(pith_response *response) {
    if (response == NULL)
        return;
    free(response->bytes);
    free(response->url);
    free(response->charset);
    *response = (pith_response){.kind = PITH_KIND_AUTO};
}

static char *copy(const char *text) {
    size_t size = strlen(text) + 1;
    char *result = malloc(size);
    if (result != NULL)
        memcpy(result, text, size);
    return result;
}

static pith_status too_large(struct transfer *transfer) {
    return pith__error_set(transfer->error, PITH_ERROR_TOO_LARGE,
        "the page is larger than %zu bytes", transfer->options.max_bytes);
}

/* ---- The headers ----------------------------------------------------------------------------- */

static pith__str content_type(const struct transfer *transfer) {
    char *value = NULL;
    curl_easy_getinfo(transfer->handle, CURLINFO_CONTENT_TYPE, &value);
    return pith__str_of(value);
}

static pith_status check_headers(struct transfer *transfer) {
    pith_response *response = transfer->response;
    curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &response->status);
    if (response->status < 200 || response->status > 299)
        return pith__error_set(transfer->error, PITH_ERROR_HTTP,
            "the server answered with HTTP status %ld", response->status);

    pith__str type = content_type(transfer);
    if (!pith__content_type_is_page(type, &response->kind)) {
        pith__str media = pith__content_type_media(type);
        return pith__error_set(transfer->error, PITH_ERROR_HTTP,
            "the content type is %.*s, which is not a page",
            (int)(media.length < 100 ? media.length : 100), media.data);
    }
    return PITH_OK;
}

/* ---- The body -------------------------------------------------------------------------------- */

/* Makes room for `extra` bytes and a NUL. The sum does not overflow: the body has a maximum. */
static pith_status reserve(struct transfer *transfer, size_t extra) {
    pith_response *response = transfer->response;
    size_t needed = response->length + extra + 1;
    if (needed <= transfer->capacity)
        return PITH_OK;
    size_t capacity = transfer->capacity < 16384 ? 16384 : transfer->capacity;
    while (capacity < needed)
        capacity = capacity > SIZE_MAX / 2 ? needed : 2 * capacity;
    char *bytes = realloc(response->bytes, capacity);
    if (bytes == NULL)
        return pith__error_status(transfer->error, PITH_ERROR_MEMORY);
    response->bytes = bytes;
    transfer->capacity = capacity;
    return PITH_OK;
}

static pith_status append(struct transfer *transfer, const char *bytes, size_t length) {
    pith_response *response = transfer->response;
    if (length > transfer->options.max_bytes - response->length)
        return too_large(transfer);
    pith_status status = reserve(transfer, length);
    if (status != PITH_OK)
        return status;
    memcpy(response->bytes + response->length, bytes, length);
    response->length += length;
    response->bytes[response->length] = '\0';
    return PITH_OK;
}

/* libcurl's write callback: a part of the body, decoded. What is no page is refused at its first
   byte, so that a film is not fetched to be thrown away. */
static size_t on_body(char *bytes, size_t size, size_t count, void *user) {
    struct transfer *transfer = user;
    size_t length = size * count;
    if (transfer->response->length == 0)
        transfer->refused = check_headers(transfer);
    if (transfer->refused == PITH_OK)
        transfer->refused = append(transfer, bytes, length);
    return transfer->refused == PITH_OK ? length : CURL_WRITEFUNC_ERROR;
}

/* ---- The transfer ---------------------------------------------------------------------------- */

/* The URL in libcurl's form, if it is one that may be fetched; free with curl_url_cleanup(). */
static pith_status parse_url(const char *text, CURLU **url, pith_error *error) {
    *url = curl_url();
    if (*url == NULL)
        return pith__error_status(error, PITH_ERROR_MEMORY);
    CURLUcode code =
        curl_url_set(*url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE);
    if (code != CURLUE_OK)
        return pith__error_set(
            error, PITH_ERROR_URL, "not a valid URL: %s", curl_url_strerror(code));

    char *scheme = NULL;
    curl_url_get(*url, CURLUPART_SCHEME, &scheme, 0);
    bool allowed = scheme != NULL && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
    curl_free(scheme);
    return allowed
               ? pith__error_none(error)
               : pith__error_set(error, PITH_ERROR_URL, "only http and https URLs can be fetched");
}

static pith_status set_up(struct transfer *transfer, CURLU *url) {
    CURL *handle = transfer->handle;
    char agent[64];
    snprintf(agent, sizeof agent, "pith/%s", pith_version());

    curl_easy_setopt(handle, CURLOPT_CURLU, url);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->cause);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
    /* No signals: they are the program's, and a library with threads cannot use them. */
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);

    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, transfer->options.max_redirects);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, transfer->options.timeout_seconds);
    /* A body that announces more than the maximum need not begin; on_body() counts the others. */
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)transfer->options.max_bytes);

    /* The defaults of libcurl, written down because safety rests on them. */
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);

    /* These can fail: for want of memory, or in a libcurl built without http. */
    bool done = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, PROTOCOLS) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, PROTOCOLS) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_USERAGENT, agent) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK;
    return done ? PITH_OK
                : pith__error_set(transfer->error, PITH_ERROR_NETWORK, "libcurl cannot be set up");
}

/* Whether a redirect led to a URL that libcurl was told not to fetch. */
static bool left_the_web(CURL *handle) {
    char *effective = NULL;
    CURLU *url = NULL;
    curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &effective);
    bool left = effective != NULL && parse_url(effective, &url, NULL) == PITH_ERROR_URL;
    curl_url_cleanup(url);
    return left;
}

/* Turns libcurl's result into pith's. */
static pith_status judge(struct transfer *transfer, CURLcode code) {
    if (transfer->refused != PITH_OK)
        return transfer->refused;
    if (code == CURLE_OK || code == CURLE_HTTP_RETURNED_ERROR)
        return check_headers(transfer); /* There may have been no body to check them with. */
    if (code == CURLE_FILESIZE_EXCEEDED)
        return too_large(transfer);
    if (code == CURLE_OUT_OF_MEMORY) /* libcurl gives the same code for both. */
        return pith__error_set(
            transfer->error, PITH_ERROR_MEMORY, "out of memory, or a header line is too long");
    if (code == CURLE_UNSUPPORTED_PROTOCOL && left_the_web(transfer->handle))
        return pith__error_set(
            transfer->error, PITH_ERROR_URL, "redirected to a URL that is neither http nor https");
    return pith__error_set(transfer->error, PITH_ERROR_NETWORK, "%s",
        transfer->cause[0] != '\0' ? transfer->cause : curl_easy_strerror(code));
}

/* Where the page came from, without what is nobody else's business. malloc'ed; NULL: no memory. */
static char *final_url(CURL *handle) {
    char *effective = NULL;
    curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &effective);
    CURLU *url = curl_url();
    char *text = NULL;
    char *result = NULL;
    if (url != NULL && effective != NULL &&
        curl_url_set(url, CURLUPART_URL, effective, CURLU_URLENCODE) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_URL, &text, 0) == CURLUE_OK)
        result = copy(text);
    curl_free(text);
    curl_url_cleanup(url);
    return result;
}

/* Fills what is known only when the transfer has ended. */
static pith_status complete(struct transfer *transfer) {
    pith_response *response = transfer->response;
    response->url = final_url(transfer->handle);
    const pith__charset *charset =
        pith__charset_of_label(pith__content_type_charset(content_type(transfer)));
    if (charset != NULL)
        response->charset = copy(charset->name);
    if (reserve(transfer, 0) != PITH_OK || response->url == NULL ||
        (charset != NULL && response->charset == NULL))
        return pith__error_status(transfer->error, PITH_ERROR_MEMORY);
    response->bytes[response->length] = '\0';
    return pith__error_none(transfer->error);
}

static pith_status run(struct transfer *transfer, const char *text) {
    CURLU *url = NULL;
    pith_status status = parse_url(text, &url, transfer->error);
    if (status == PITH_OK) {
        /* The first handle of a process also sets libcurl up; see pith.h. */
        transfer->handle = curl_easy_init();
        status = transfer->handle != NULL ? set_up(transfer, url)
                                          : pith__error_status(transfer->error, PITH_ERROR_MEMORY);
    }
    if (status == PITH_OK)
        status = judge(transfer, curl_easy_perform(transfer->handle));
    if (status == PITH_OK)
        status = complete(transfer);
    curl_easy_cleanup(transfer->handle);
    curl_url_cleanup(url);
    return status;
}

pith_status pith_fetch(const char *url, const pith_fetch_options *options, pith_response *response,
    pith_error *error) {
    if (url == NULL || response == NULL)
        return pith__error_set(error, PITH_ERROR_USAGE, "no URL, or nowhere to put the page");
    *response = (pith_response){.kind = PITH_KIND_AUTO};
    struct transfer transfer = {
        .options = options != NULL ? *options : pith_fetch_options_default(),
        .response = response,
        .error = error,
    };
    /* Zero would mean "no limit" to libcurl. */
    if (transfer.options.timeout_seconds < 1 || transfer.options.max_redirects < 0 ||
        transfer.options.max_bytes < 1 || transfer.options.max_bytes >= SIZE_MAX / 2)
        return pith__error_set(error, PITH_ERROR_USAGE, "a limit of the transfer is not valid");
    pith_status status = run(&transfer, url);
    if (status != PITH_OK)
        pith_response_clear(response);
    return status;
}
