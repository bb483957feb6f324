/*
 * proxy.h - the proxies that the environment names, as curl(1) reads them.
 *
 * libcurl could do this by itself; but whether a request goes through a proxy decides what the
 * address guard may say about the address that is connected to.
 */
#ifndef PITH_FETCH_PROXY_H
#define PITH_FETCH_PROXY_H

#include <stdbool.h>

/* malloc'ed, or NULL. */
typedef struct pith__proxies {
    char *http;
    char *https;
    char *exceptions; /* no_proxy. */
} pith__proxies;

/* Reads http_proxy (lower case only: a CGI program gets HTTP_PROXY from its caller), https_proxy,
   all_proxy, no_proxy and the last three in capitals. False when memory runs out. */
bool pith__proxies_read(pith__proxies *proxies);

void pith__proxies_clear(pith__proxies *proxies);

/* The proxy for a host, or NULL: none. IPv6 addresses are without brackets. */
const char *pith__proxy_for(const pith__proxies *proxies, bool is_https, const char *host);

/*
 * Whether a list of exceptions, separated by commas or white space, names the host: "*" names all,
 * "example.org" (or ".example.org") the domain and what is below it, "10.0.0.0/8" the addresses of
 * a network.
 */
bool pith__proxy_exception(const char *list, const char *host);

#endif
