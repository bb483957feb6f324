#include "transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../base/error.h"
#include "../charset/charset.h"
#include "address.h"
#include "content_type.h"
#include "retry.h"

#define PROTOCOLS "http,https"

enum {
    HEADER_MAX = 256 << 10, /* Bytes of an answer's headers. */
    DISCARD_MAX = 16 << 10, /* Bytes of a body nobody wants that are read to keep the connection. */
    VALIDATOR_MAX = 1024,   /* Bytes of an ETag that are worth keeping. */
};

pith__transfer *pith__transfer_new(const pith__transfer_settings *settings) {
    pith__transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL)
        return NULL;
    transfer->settings = settings;
    transfer->handle = curl_easy_init();
    if (transfer->handle == NULL) {
        free(transfer);
        return NULL;
    }
    return transfer;
}

static void reset(pith__transfer *transfer) {
    free(transfer->bytes);
    curl_slist_free_all(transfer->own_headers);
    *transfer = (pith__transfer){.handle = transfer->handle, .settings = transfer->settings};
}

void pith__transfer_free(pith__transfer *transfer) {
    if (transfer == NULL)
        return;
    reset(transfer);
    curl_easy_cleanup(transfer->handle);
    free(transfer);
}

void pith__answer_clear(pith__answer *answer) {
    free(answer->bytes);
    free(answer->location);
    free(answer->charset);
    free(answer->etag);
    free(answer->last_modified);
    *answer = (pith__answer){0};
}

/* ---- The address guard ----------------------------------------------------------------------- */

/* libcurl asks for a socket for an address; this is the last moment before it is connected to. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    pith__transfer *transfer = user;
    /* A proxy is chosen by whoever runs pith, and usually stands in his own network. */
    if (!transfer->settings->allow_private && transfer->request.proxy == NULL) {
        const char *special = pith__address_special(&address->addr, address->addrlen);
        if (special != NULL) {
            char text[64];
            pith__address_text(&address->addr, address->addrlen, text, sizeof text);
            snprintf(transfer->special, sizeof transfer->special, "%s (%s)", text, special);
            transfer->guarded = true;
            return CURL_SOCKET_BAD;
        }
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int on_request(void *user, char *remote, char *local, int remote_port, int local_port) {
    (void)remote, (void)local, (void)remote_port, (void)local_port;
    pith__transfer *transfer = user;
    if (transfer->request.on_sent != NULL)
        transfer->request.on_sent(transfer->request.owner);
    return CURL_PREREQFUNC_OK;
}

/* ---- The headers ----------------------------------------------------------------------------- */

static pith__str content_type(const pith__transfer *transfer) {
    char *value = NULL;
    curl_easy_getinfo(transfer->handle, CURLINFO_CONTENT_TYPE, &value);
    return pith__str_of(value);
}

static long status_of(const pith__transfer *transfer) {
    long status = 0;
    curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* The value of a header of the last answer, or NULL. */
static const char *header(const pith__transfer *transfer, const char *name) {
    struct curl_header *found = NULL;
    return curl_easy_header(transfer->handle, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK
               ? found->value
               : NULL;
}

static bool is_redirect_status(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void too_large(pith__transfer *transfer) {
    pith__error_set(&transfer->refused, PITH_ERROR_TOO_LARGE, "the page is larger than %zu bytes",
        transfer->request.max_bytes);
}

/* Decides by status and content type whether the body is wanted. */
static void judge_headers(pith__transfer *transfer) {
    if (transfer->judged)
        return;
    transfer->judged = true;
    long status = status_of(transfer);
    transfer->discard = true;
    if (status < 200 || status > 299) {
        bool conditional =
            transfer->request.etag != NULL || transfer->request.last_modified != NULL;
        bool redirects = is_redirect_status(status) && header(transfer, "Location") != NULL;
        if (!redirects && !(status == 304 && conditional))
            pith__error_set(&transfer->refused, PITH_ERROR_HTTP,
                "the server answered with HTTP status %ld", status);
        return;
    }
    pith__str type = content_type(transfer);
    if (!pith__content_type_is_page(type, &transfer->kind) && !transfer->request.any_type) {
        pith__str media = pith__content_type_media(type);
        pith__error_set(&transfer->refused, PITH_ERROR_CONTENT_TYPE,
            "the content type is %.*s, which is not a page",
            (int)(media.length < 100 ? media.length : 100), media.data);
        return;
    }
    transfer->discard = false;
}

/* libcurl limits the length of a line, but not the number of lines. */
static size_t on_header(char *bytes, size_t size, size_t count, void *user) {
    (void)bytes;
    pith__transfer *transfer = user;
    transfer->header_bytes += size * count;
    if (transfer->header_bytes <= HEADER_MAX)
        return size * count;
    pith__error_set(&transfer->refused, PITH_ERROR_TOO_LARGE,
        "the headers of the answer are larger than %d bytes", HEADER_MAX);
    return CURL_WRITEFUNC_ERROR;
}

/* ---- The body -------------------------------------------------------------------------------- */

/* Makes room for `extra` bytes and a NUL. The sum does not overflow: the body has a maximum. */
static bool reserve(pith__transfer *transfer, size_t extra) {
    size_t needed = transfer->length + extra + 1;
    if (needed <= transfer->capacity)
        return true;
    size_t capacity = transfer->capacity < 16384 ? 16384 : transfer->capacity;
    while (capacity < needed)
        capacity = capacity > SIZE_MAX / 2 ? needed : 2 * capacity;
    char *bytes = realloc(transfer->bytes, capacity);
    if (bytes == NULL) {
        pith__error_status(&transfer->refused, PITH_ERROR_MEMORY);
        return false;
    }
    transfer->bytes = bytes;
    transfer->capacity = capacity;
    return true;
}

/* libcurl's write callback: a part of the body, decoded. What is no page is given up at its first
   bytes, so that a film is not fetched to be thrown away; a short body is read to its end, because
   the connection can be used again then. */
static size_t on_body(char *bytes, size_t size, size_t count, void *user) {
    pith__transfer *transfer = user;
    size_t length = size * count;
    judge_headers(transfer);
    if (transfer->discard) {
        transfer->discarded += length;
        return transfer->discarded <= DISCARD_MAX ? length : CURL_WRITEFUNC_ERROR;
    }
    size_t room = transfer->request.max_bytes - transfer->length;
    size_t kept = length < room ? length : room;
    if (kept < length && !transfer->request.cut) {
        too_large(transfer);
        return CURL_WRITEFUNC_ERROR;
    }
    if (!reserve(transfer, kept))
        return CURL_WRITEFUNC_ERROR;
    memcpy(transfer->bytes + transfer->length, bytes, kept);
    transfer->length += kept;
    transfer->bytes[transfer->length] = '\0';
    return kept == length ? length : CURL_WRITEFUNC_ERROR;
}

/* ---- Beginning ------------------------------------------------------------------------------- */

/* Puts "Name: value" before the list; false when memory runs out. */
static bool add_header(struct curl_slist **list, const char *name, const char *value) {
    if (value == NULL)
        return true;
    char line[VALIDATOR_MAX + 64];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer == NULL)
        return false;
    *list = longer;
    return true;
}

/* The headers of this request: those of the settings, and the validators. */
static bool set_headers(pith__transfer *transfer) {
    const pith__request *request = &transfer->request;
    struct curl_slist *list =
        request->is_first_server ? transfer->settings->headers : transfer->settings->open_headers;
    if (request->etag != NULL || request->last_modified != NULL) {
        bool good = add_header(&transfer->own_headers, "If-None-Match", request->etag) &&
                    add_header(&transfer->own_headers, "If-Modified-Since", request->last_modified);
        for (; good && list != NULL; list = list->next) {
            struct curl_slist *longer = curl_slist_append(transfer->own_headers, list->data);
            good = longer != NULL;
            transfer->own_headers = good ? longer : transfer->own_headers;
        }
        if (!good)
            return false;
        list = transfer->own_headers;
    }
    curl_easy_setopt(transfer->handle, CURLOPT_HTTPHEADER, list);
    return true;
}

static void set_callbacks(pith__transfer *transfer) {
    CURL *handle = transfer->handle;
    curl_easy_setopt(handle, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->cause);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, on_request);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, transfer);
}

static void set_limits(pith__transfer *transfer) {
    CURL *handle = transfer->handle;
    const pith__transfer_settings *settings = transfer->settings;
    const pith__request *request = &transfer->request;
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)request->timeout);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, settings->connect_timeout_seconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, settings->speed_limit);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, settings->speed_seconds);
    /* A body that announces more than the maximum need not begin; on_body() counts the others. */
    if (!request->cut)
        curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->max_bytes);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    /* Half a megabyte for each of a thousand idle handles is more than pages are worth. */
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, 32768L);
}

pith_status pith__transfer_begin(
    pith__transfer *transfer, const pith__request *request, pith_error *error) {
    reset(transfer);
    transfer->request = *request;
    CURL *handle = transfer->handle;
    curl_easy_reset(handle);
    set_callbacks(transfer);
    set_limits(transfer);
    /* No signals: they are the program's, and a library with threads cannot use them. */
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);

    /* The defaults of libcurl, written down because safety rests on them. */
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);

    /* These can fail: for want of memory, or in a libcurl built without http. "" as the proxy keeps
       libcurl from asking the environment by itself. */
    const pith__transfer_settings *settings = transfer->settings;
    const char *proxy = request->proxy != NULL ? request->proxy : "";
    bool done = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, PROTOCOLS) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_URL, request->url->text) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_PROXY, proxy) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_NOPROXY, "") == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_USERAGENT, settings->user_agent) == CURLE_OK &&
                curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
                set_headers(transfer);
    if (done && request->credentials != NULL)
        done = curl_easy_setopt(handle, CURLOPT_USERPWD, request->credentials) == CURLE_OK;
    if (done && settings->ca_file != NULL)
        done = curl_easy_setopt(handle, CURLOPT_CAINFO, settings->ca_file) == CURLE_OK &&
               curl_easy_setopt(handle, CURLOPT_CAPATH, NULL) == CURLE_OK;
    if (done && settings->share != NULL)
        done = curl_easy_setopt(handle, CURLOPT_SHARE, settings->share) == CURLE_OK &&
               curl_easy_setopt(handle, CURLOPT_COOKIEFILE, "") == CURLE_OK;
    /* What these point to is not kept by libcurl's options. */
    transfer->request.url = NULL;
    transfer->request.credentials = NULL;
    return done ? PITH_OK : pith__error_set(error, PITH_ERROR_NETWORK, "libcurl cannot be set up");
}

/* ---- Ending ---------------------------------------------------------------------------------- */

static bool is_certificate_error(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
           code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_INVALIDCERTSTATUS ||
           code == CURLE_SSL_PINNEDPUBKEYNOTMATCH;
}

/* Errors that the same server will make again. */
static bool is_lasting(CURLcode code) {
    return is_certificate_error(code) || code == CURLE_UNSUPPORTED_PROTOCOL ||
           code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_OUT_OF_MEMORY ||
           code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_URL_MALFORMAT;
}

/* Turns libcurl's result into pith's. */
static void judge(pith__transfer *transfer, CURLcode code, pith__answer *answer) {
    if (transfer->refused.status == PITH_OK && code == CURLE_FILESIZE_EXCEEDED) {
        judge_headers(transfer); /* A film of two hours is refused for what it is. */
        if (!transfer->discard)
            too_large(transfer);
    }
    /* There may have been no body to judge the headers with. */
    if (code == CURLE_OK)
        judge_headers(transfer);
    if (transfer->refused.status != PITH_OK) {
        answer->error = transfer->refused;
        return;
    }
    bool given_up = code == CURLE_WRITE_ERROR && transfer->judged; /* By on_body(). */
    if (code == CURLE_OK || given_up)
        return;
    if (transfer->guarded &&
        (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST)) {
        pith__error_set(&answer->error, PITH_ERROR_ADDRESS,
            "the address %s is not a public one (see --allow-private)", transfer->special);
        return;
    }
    answer->is_network_error = !is_lasting(code);
    if (code == CURLE_OUT_OF_MEMORY) /* libcurl gives the same code for both. */
        pith__error_set(
            &answer->error, PITH_ERROR_MEMORY, "out of memory, or a header line is too long");
    else
        pith__error_set(&answer->error, PITH_ERROR_NETWORK, "%s",
            transfer->cause[0] != '\0' ? transfer->cause : curl_easy_strerror(code));
}

static bool copy_text(char **copy, const char *text, size_t maximum) {
    if (text == NULL || text[0] == '\0' || strlen(text) > maximum)
        return true;
    *copy = strdup(text);
    return *copy != NULL;
}

/* Copies what the headers say. False when memory runs out. */
static bool read_headers(pith__transfer *transfer, pith__answer *answer) {
    answer->is_redirect = answer->error.status == PITH_OK && is_redirect_status(answer->status);
    answer->retry_after = pith__retry_after(header(transfer, "Retry-After"), (int64_t)time(NULL));
    if (answer->is_redirect)
        return copy_text(&answer->location, header(transfer, "Location"), PITH_URL_MAX);
    const pith__charset *charset =
        pith__charset_of_label(pith__content_type_charset(content_type(transfer)));
    return copy_text(&answer->charset, charset != NULL ? charset->name : NULL, VALIDATOR_MAX) &&
           copy_text(&answer->etag, header(transfer, "ETag"), VALIDATOR_MAX) &&
           copy_text(&answer->last_modified, header(transfer, "Last-Modified"), VALIDATOR_MAX);
}

void pith__transfer_end(pith__transfer *transfer, CURLcode code, pith__answer *answer) {
    *answer = (pith__answer){.status = status_of(transfer), .retry_after = -1};
    curl_off_t microseconds = 0;
    curl_off_t first_byte = 0;
    curl_off_t received = 0;
    curl_easy_getinfo(transfer->handle, CURLINFO_TOTAL_TIME_T, &microseconds);
    curl_easy_getinfo(transfer->handle, CURLINFO_STARTTRANSFER_TIME_T, &first_byte);
    curl_easy_getinfo(transfer->handle, CURLINFO_SIZE_DOWNLOAD_T, &received);
    answer->milliseconds = (int64_t)(microseconds / 1000);
    if (first_byte > 0 && first_byte < microseconds)
        answer->answering = (int64_t)((microseconds - first_byte) / 1000);
    answer->received = (uint64_t)received;
    judge(transfer, code, answer);
    bool good = read_headers(transfer, answer) && reserve(transfer, 0);
    if (!good) {
        pith__error_status(&answer->error, PITH_ERROR_MEMORY);
    } else if (answer->error.status == PITH_OK && !transfer->discard) {
        transfer->bytes[transfer->length] = '\0';
        answer->bytes = transfer->bytes;
        answer->length = transfer->length;
        answer->kind = transfer->kind;
        transfer->bytes = NULL;
    }
    reset(transfer);
}
