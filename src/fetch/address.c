#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct range4 {
    uint32_t address;
    int bits;
    const char *name;
};

#define IP4(a, b, c, d)                                                                            \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* The IANA IPv4 Special-Purpose Address Registry, with multicast and the old class E. */
static const struct range4 ranges4[] = {
    {IP4(0, 0, 0, 0), 8, "unspecified"},
    {IP4(10, 0, 0, 0), 8, "private"},
    {IP4(100, 64, 0, 0), 10, "shared by a provider's customers"},
    {IP4(127, 0, 0, 0), 8, "loopback"},
    {IP4(169, 254, 0, 0), 16, "link-local"},
    {IP4(172, 16, 0, 0), 12, "private"},
    {IP4(192, 0, 0, 0), 24, "reserved for protocols"},
    {IP4(192, 0, 2, 0), 24, "reserved for documentation"},
    {IP4(192, 88, 99, 0), 24, "reserved for relays"},
    {IP4(192, 168, 0, 0), 16, "private"},
    {IP4(198, 18, 0, 0), 15, "reserved for benchmarks"},
    {IP4(198, 51, 100, 0), 24, "reserved for documentation"},
    {IP4(203, 0, 113, 0), 24, "reserved for documentation"},
    {IP4(224, 0, 0, 0), 4, "multicast"},
    {IP4(240, 0, 0, 0), 4, "reserved"},
};

struct range6 {
    uint8_t bytes[16];
    int bits;
    const char *name;
};

/* The IANA IPv6 Special-Purpose Address Registry; the ranges that carry an IPv4 address stand in
   embedded4() as well. What is not in 2000::/3 is not given out for use at all. */
static const struct range6 ranges6[] = {
    {{0}, 128, "unspecified"},
    {{[15] = 1}, 128, "loopback"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "private"}, /* NAT64 of a site, RFC 8215. */
    {{0x01, 0x00}, 64, "reserved to be discarded"},
    {{0x20, 0x01, 0x00, 0x02}, 48, "reserved for benchmarks"},
    {{0x20, 0x01, 0x00, 0x10}, 28, "reserved"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "reserved for documentation"},
    {{0x3f, 0xff}, 20, "reserved for documentation"},
    {{0x5f, 0x00}, 16, "reserved"},
    {{0xfc, 0x00}, 7, "private"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "private"}, /* Site-local, RFC 3879. */
    {{0xff, 0x00}, 8, "multicast"},
};

static const char *special4(uint32_t address) {
    for (size_t i = 0; i < sizeof ranges4 / sizeof ranges4[0]; i++) {
        uint32_t mask = UINT32_MAX << (32 - ranges4[i].bits);
        if ((address & mask) == ranges4[i].address)
            return ranges4[i].name;
    }
    return NULL;
}

static bool has_prefix(const uint8_t *bytes, const uint8_t *prefix, int bits) {
    int whole = bits / 8;
    int rest = bits % 8;
    if (memcmp(bytes, prefix, (size_t)whole) != 0)
        return false;
    return rest == 0 || ((bytes[whole] ^ prefix[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
}

static uint32_t read4(const uint8_t *bytes) {
    return IP4(bytes[0], bytes[1], bytes[2], bytes[3]);
}

/* The IPv4 address that an IPv6 address carries; false if none. */
static bool embedded4(const uint8_t *bytes, uint32_t *address) {
    static const struct {
        uint8_t prefix[16];
        int bits;
        int offset;    /* Of the IPv4 address. */
        uint32_t mask; /* Its bits are inverted by this. */
    } forms[] = {
        {{[10] = 0xff, [11] = 0xff}, 96, 12, 0},        /* Mapped, RFC 4291. */
        {{[8] = 0xff, [9] = 0xff}, 96, 12, 0},          /* Translated, RFC 2765. */
        {{0}, 96, 12, 0},                               /* Compatible, RFC 4291. */
        {{0x00, 0x64, 0xff, 0x9b}, 96, 12, 0},          /* NAT64, RFC 6052. */
        {{0x20, 0x02}, 16, 2, 0},                       /* 6to4, RFC 3056. */
        {{0x20, 0x01, 0x00, 0x00}, 32, 12, UINT32_MAX}, /* Teredo, RFC 4380. */
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (has_prefix(bytes, forms[i].prefix, forms[i].bits)) {
            *address = read4(bytes + forms[i].offset) ^ forms[i].mask;
            return true;
        }
    }
    return false;
}

static const char *special6(const uint8_t *bytes) {
    for (size_t i = 0; i < sizeof ranges6 / sizeof ranges6[0]; i++) {
        if (has_prefix(bytes, ranges6[i].bytes, ranges6[i].bits))
            return ranges6[i].name;
    }
    uint32_t address;
    if (embedded4(bytes, &address))
        return special4(address);
    static const uint8_t global[16] = {0x20};
    return has_prefix(bytes, global, 3) ? NULL : "reserved";
}

const char *pith__address_special(const struct sockaddr *address, size_t length) {
    if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return special4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return special6(in.sin6_addr.s6_addr);
    }
    return "unknown";
}

const char *pith__host_special(const char *host) {
    struct in_addr in4;
    struct in6_addr in6;
    if (inet_pton(AF_INET, host, &in4) == 1)
        return special4(ntohl(in4.s_addr));
    if (inet_pton(AF_INET6, host, &in6) == 1)
        return special6(in6.s6_addr);
    return NULL;
}

void pith__address_text(const struct sockaddr *address, size_t length, char *text, size_t size) {
    char buffer[INET6_ADDRSTRLEN] = "an address";
    if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, buffer, sizeof buffer);
    } else if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET6, &in.sin6_addr, buffer, sizeof buffer);
    }
    snprintf(text, size, "%s", buffer);
}
