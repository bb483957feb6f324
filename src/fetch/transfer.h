/*
 * transfer.h - one request over HTTP and its answer, on a libcurl handle.
 *
 * A redirect is an answer like any other: whether, and when, its target may be asked is decided
 * anew. So what holds for the first request holds at every hop.
 */
#ifndef PITH_FETCH_TRANSFER_H
#define PITH_FETCH_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "../pith.h"
#include "url.h"

/* What all requests of a fetcher have in common; kept alive by the fetcher. */
typedef struct pith__transfer_settings {
    long connect_timeout_seconds;
    long speed_limit;
    long speed_seconds;
    bool allow_private;
    const char *user_agent;
    const char *ca_file;        /* NULL: the system's. */
    struct curl_slist *headers; /* To add; and without those that are for the first server only. */
    struct curl_slist *open_headers;
    CURLSH *share; /* Cookies; NULL: none are kept. */
} pith__transfer_settings;

/* One request. Strings are only needed while pith__transfer_begin() runs, or are NULL. */
typedef struct pith__request {
    const pith__url *url;
    const char *credentials;
    const char *etag;
    const char *last_modified;
    const char *proxy;    /* NULL: none. */
    bool is_first_server; /* Secret headers may be sent. */
    bool any_type;        /* robots.txt: any content type will do, and ... */
    bool cut;             /* ... what is over max_bytes is left out. */
    size_t max_bytes;
    int64_t timeout; /* Milliseconds. */
    void (*on_sent)(
        void *owner); /* Called when a connection is there, before the request is sent. */
    void *owner;
} pith__request;

/* What became of it. */
typedef struct pith__answer {
    pith_error error;      /* PITH_OK: a page, or a redirect, or 304. */
    bool is_network_error; /* Another attempt may help. */
    bool is_redirect;      /* `location` says where to. */
    long status;           /* 0: no answer. */
    pith_kind kind;
    int64_t retry_after;  /* Milliseconds that the server asks to wait, or -1. */
    int64_t milliseconds; /* That it took, ... */
    int64_t answering;    /* ... the last so many of them since the answer began. */
    uint64_t received;    /* Bytes of the body as they came in. */
    /* malloc'ed, or NULL; the caller's. */
    char *bytes;
    size_t length;
    char *location;
    char *charset;
    char *etag;
    char *last_modified;
} pith__answer;

typedef struct pith__transfer {
    CURL *handle;
    const pith__transfer_settings *settings;
    pith__request request;
    struct curl_slist *own_headers; /* Validators before the settings' headers; NULL: none. */
    char *bytes;
    size_t length;
    size_t capacity;
    size_t header_bytes;
    bool judged;        /* The headers were looked at, with this result: */
    pith_error refused; /* why the callback ended the transfer, or will not keep the body. */
    bool discard;       /* The body is not kept. */
    size_t discarded;
    bool guarded; /* The address guard refused an address: */
    char special[80];
    pith_kind kind;
    void *user;                  /* For whoever owns the transfer. */
    char cause[CURL_ERROR_SIZE]; /* libcurl's own words. */
} pith__transfer;

/* A transfer that can be used for one request after the other; NULL when memory runs out. */
pith__transfer *pith__transfer_new(const pith__transfer_settings *settings);
void pith__transfer_free(pith__transfer *transfer);

/* Prepares the handle for a request; it is then to be added to a multi handle. */
pith_status pith__transfer_begin(
    pith__transfer *transfer, const pith__request *request, pith_error *error);

/* Reads the answer when libcurl says that the transfer has ended with this code. */
void pith__transfer_end(pith__transfer *transfer, CURLcode code, pith__answer *answer);

void pith__answer_clear(pith__answer *answer);

#endif
