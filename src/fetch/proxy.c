#include "proxy.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../base/str.h"

static bool copy_first(char **copy, const char *a, const char *b, const char *c, const char *d) {
    const char *names[] = {a, b, c, d};
    for (int i = 0; i < 4; i++) {
        const char *value = names[i] != NULL ? getenv(names[i]) : NULL;
        if (value == NULL || value[0] == '\0')
            continue;
        *copy = malloc(strlen(value) + 1);
        if (*copy == NULL)
            return false;
        strcpy(*copy, value);
        return true;
    }
    return true;
}

bool pith__proxies_read(pith__proxies *proxies) {
    *proxies = (pith__proxies){0};
    bool good =
        copy_first(&proxies->http, "http_proxy", "all_proxy", "ALL_PROXY", NULL) &&
        copy_first(&proxies->https, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY") &&
        copy_first(&proxies->exceptions, "no_proxy", "NO_PROXY", NULL, NULL);
    if (!good)
        pith__proxies_clear(proxies);
    return good;
}

void pith__proxies_clear(pith__proxies *proxies) {
    free(proxies->http);
    free(proxies->https);
    free(proxies->exceptions);
    *proxies = (pith__proxies){0};
}

/* An address as bytes; their number, or 0 for what is none. */
static int read_address(const char *text, uint8_t *bytes) {
    if (inet_pton(AF_INET, text, bytes) == 1)
        return 4;
    return inet_pton(AF_INET6, text, bytes) == 1 ? 16 : 0;
}

static bool in_network(pith__str network, const char *host) {
    char text[64];
    uint8_t base[16], address[16];
    if (network.length >= sizeof text)
        return false;
    memcpy(text, network.data, network.length);
    text[network.length] = '\0';
    char *slash = strchr(text, '/');
    if (slash != NULL)
        *slash = '\0';
    int size = read_address(text, base);
    if (size == 0 || read_address(host, address) != size)
        return false;
    int bits = slash != NULL ? atoi(slash + 1) : 8 * size;
    if (bits < 0 || bits > 8 * size)
        return false;
    for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((base[i / 8] & mask) != (address[i / 8] & mask))
            return false;
    }
    return true;
}

static bool names(pith__str entry, const char *host) {
    if (entry.length > 2 && entry.data[0] == '[' && entry.data[entry.length - 1] == ']')
        entry = pith__str_slice(entry, 1, entry.length - 1);
    if (pith__str_equal(entry, PITH_STR("*")) || in_network(entry, host))
        return true;
    while (entry.length > 0 && entry.data[0] == '.')
        entry = pith__str_slice(entry, 1, entry.length);
    while (entry.length > 0 && entry.data[entry.length - 1] == '.')
        entry.length--;
    pith__str name = pith__str_of(host);
    if (entry.length == 0 || !pith__str_ends_nocase(name, entry))
        return false;
    return name.length == entry.length || host[name.length - entry.length - 1] == '.';
}

bool pith__proxy_exception(const char *list, const char *host) {
    while (list != NULL && *list != '\0') {
        size_t length = strcspn(list, ", \t\r\n");
        if (length > 0 && names((pith__str){list, length}, host))
            return true;
        list += length;
        list += strspn(list, ", \t\r\n");
    }
    return false;
}

const char *pith__proxy_for(const pith__proxies *proxies, bool is_https, const char *host) {
    const char *proxy = is_https ? proxies->https : proxies->http;
    return proxy != NULL && !pith__proxy_exception(proxies->exceptions, host) ? proxy : NULL;
}
