/* The parts of the fetcher that are functions over bytes: addresses, URLs, retries, proxies,
   redirects, sets of URLs. */
#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/address.h"
#include "fetch/proxy.h"
#include "fetch/redirect.h"
#include "fetch/retry.h"
#include "fetch/url.h"
#include "fetch/url_set.h"

#include "run.h"

/* ---- Addresses ------------------------------------------------------------------------------- */

/* An address, and what is special about it; NULL: it is public. */
static const struct {
    const char *address;
    const char *special;
} addresses[] = {
    {"127.0.0.1", "loopback"},
    {"127.255.255.254", "loopback"},
    {"0.0.0.0", "unspecified"},
    {"0.1.2.3", "unspecified"},
    {"10.0.0.1", "private"},
    {"10.255.255.255", "private"},
    {"11.0.0.0", NULL},
    {"9.255.255.255", NULL},
    {"172.16.0.1", "private"},
    {"172.31.255.255", "private"},
    {"172.15.255.255", NULL},
    {"172.32.0.0", NULL},
    {"192.168.0.1", "private"},
    {"192.167.255.255", NULL},
    {"192.169.0.0", NULL},
    {"169.254.169.254", "link-local"},
    {"100.64.0.1", "shared by a provider's customers"},
    {"100.127.255.255", "shared by a provider's customers"},
    {"100.63.255.255", NULL},
    {"100.128.0.0", NULL},
    {"192.0.0.8", "reserved for protocols"},
    {"192.0.2.1", "reserved for documentation"},
    {"198.51.100.7", "reserved for documentation"},
    {"203.0.113.7", "reserved for documentation"},
    {"198.18.0.1", "reserved for benchmarks"},
    {"198.19.255.255", "reserved for benchmarks"},
    {"198.20.0.0", NULL},
    {"192.88.99.1", "reserved for relays"},
    {"224.0.0.1", "multicast"},
    {"239.255.255.255", "multicast"},
    {"240.0.0.1", "reserved"},
    {"255.255.255.255", "reserved"},
    {"8.8.8.8", NULL},
    {"93.184.216.34", NULL},
    {"223.255.255.255", NULL},
    {"::", "unspecified"},
    {"::1", "loopback"},
    {"::2", "unspecified"},
    {"::127.0.0.1", "loopback"},
    {"::ffff:127.0.0.1", "loopback"},
    {"::ffff:10.1.2.3", "private"},
    {"::ffff:169.254.169.254", "link-local"},
    {"::ffff:8.8.8.8", NULL},
    {"::ffff:0:127.0.0.1", "loopback"},
    {"64:ff9b::7f00:1", "loopback"},
    {"64:ff9b::10.0.0.1", "private"},
    {"64:ff9b::8.8.8.8", NULL},
    {"64:ff9b:1::1", "private"},
    {"2002:7f00:1::", "loopback"},
    {"2002:c0a8:101::1", "private"},
    {"2002:808:808::1", NULL},
    {"2001:0:1::80ff:fffe", "loopback"},
    {"2001:0:1::f7f7:f7f7", NULL},
    {"fc00::1", "private"},
    {"fdff:ffff::1", "private"},
    {"fe80::1", "link-local"},
    {"febf::1", "link-local"},
    {"fec0::1", "private"},
    {"ff02::1", "multicast"},
    {"100::1", "reserved to be discarded"},
    {"2001:db8::1", "reserved for documentation"},
    {"3fff::1", "reserved for documentation"},
    {"2001:2::1", "reserved for benchmarks"},
    {"5f00::1", "reserved"},
    {"4000::1", "reserved"},
    {"2606:2800:220:1:248:1893:25c8:1946", NULL},
    {"2a00:1450:4001::200e", NULL},
};

static void check_special(const char *address, const char *found, const char *expected) {
    if (expected == NULL)
        ck_assert_msg(found == NULL, "%s: %s", address, found);
    else
        ck_assert_msg(
            found != NULL && strcmp(found, expected) == 0, "%s: %s", address, found ? found : "-");
}

START_TEST(special_addresses) {
    const char *text = addresses[_i].address;
    struct sockaddr_in in4 = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    char shown[64];
    const char *special;
    if (inet_pton(AF_INET, text, &in4.sin_addr) == 1) {
        special = pith__address_special((struct sockaddr *)&in4, sizeof in4);
        pith__address_text((struct sockaddr *)&in4, sizeof in4, shown, sizeof shown);
        ck_assert_str_eq(shown, text);
    } else {
        ck_assert_int_eq(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
        special = pith__address_special((struct sockaddr *)&in6, sizeof in6);
    }
    check_special(text, special, addresses[_i].special);
    check_special(text, pith__host_special(text), addresses[_i].special);
}
END_TEST

START_TEST(other_addresses) {
    struct sockaddr other = {.sa_family = AF_UNIX};
    ck_assert_str_eq(pith__address_special(&other, sizeof other), "unknown");
    struct sockaddr_in in4 = {.sin_family = AF_INET};
    ck_assert_str_eq(pith__address_special((struct sockaddr *)&in4, 4), "unknown");
    ck_assert_ptr_null(pith__host_special("localhost"));
    ck_assert_ptr_null(pith__host_special("example.org"));
}
END_TEST

/* ---- URLs ------------------------------------------------------------------------------------ */

/* A URL as it is given, and normalized; NULL: it is none. */
static const struct {
    const char *given;
    const char *text;
} urls[] = {
    {"http://example.org", "http://example.org/"},
    {"HTTP://EXAMPLE.org/A", "http://example.org/A"},
    {"http://example.org:80/", "http://example.org/"},
    {"https://example.org:443/", "https://example.org/"},
    {"http://example.org:443/", "http://example.org:443/"},
    {"http://example.org:/", "http://example.org/"},
    {"http://example.org./a", "http://example.org/a"},
    {"http://example.org/a#b", "http://example.org/a"},
    {"http://example.org/#", "http://example.org/"},
    {"http://example.org?q", "http://example.org/?q"},
    {"http://example.org/a/./b", "http://example.org/a/b"},
    {"http://example.org/a/../b", "http://example.org/b"},
    {"http://example.org/../../b", "http://example.org/b"},
    {"http://example.org/a/..", "http://example.org/"},
    {"http://example.org/a/b/.", "http://example.org/a/b/"},
    {"http://example.org/a/%2e%2E/b", "http://example.org/b"},
    {"http://example.org/a//b", "http://example.org/a//b"},
    {"http://example.org/...", "http://example.org/..."},
    {"http://example.org/?a/../b", "http://example.org/?a/../b"},
    {"http://example.org/%7Ejoe", "http://example.org/~joe"},
    {"http://example.org/%41%2d", "http://example.org/A-"},
    {"http://example.org/%2f", "http://example.org/%2F"},
    {"http://example.org/a b", "http://example.org/a%20b"},
    {"http://example.org/a?b c", "http://example.org/a?b%20c"},
    {"http://example.org/\xC3\xA9", "http://example.org/%C3%A9"},
    {"http://example.org/\"<>", "http://example.org/%22%3C%3E"},
    {"http://example.org/100%", "http://example.org/100%"},
    {"http://example.org/a;b,c=d&e'f(g)!*$+", "http://example.org/a;b,c=d&e'f(g)!*$+"},
    {"http://B\xC3\xBC"
     "cher.example/",
        "http://xn--bcher-kva.example/"},
    {"http://b\xC3\xBC"
     "cher.example/",
        "http://xn--bcher-kva.example/"},
    {"http://bu\xCC\x88"
     "cher.example/",
        "http://xn--bcher-kva.example/"},
    {"http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"},
    {"http://stra\xC3\x9F"
     "e.example/",
        "http://xn--strae-oqa.example/"},
    {"http://me:secret@example.org/", "http://example.org/"},
    {"http://me@example.org/", "http://example.org/"},
    {"http://2130706433/", "http://127.0.0.1/"},
    {"http://127.0.0.1./", "http://127.0.0.1/"},
    {"http://7../", NULL},
    {"http://0x7f000001/", "http://127.0.0.1/"},
    {"http://0177.0.0.1/", "http://127.0.0.1/"},
    {"http://127.1/", "http://127.0.0.1/"},
    {"http://[::1]/", "http://[::1]/"},
    {"http://[0:0::1]:8080/", "http://[::1]:8080/"},
    {"http://[::FFFF:127.0.0.1]/", "http://[::ffff:127.0.0.1]/"},
    {"", NULL},
    {"/a", NULL},
    {"example", NULL},
    {"http://", NULL},
    {"http:///a", "http://a/"},
    {"http://[::1/", NULL},
    {"http://example.org:99999/", NULL},
    {"http://example.org:x/", NULL},
    {"http://exa mple.org/", NULL},
    {"http://\xFF.example/", NULL},
    {"http://example.org/\n", NULL},
    {"http://example.org/\x1b[31m", NULL},
    {"ftp://example.org/", NULL},
    {"file:///etc/passwd", NULL},
    {"javascript:alert(1)", NULL},
    {"data:text/html,x", NULL},
};

START_TEST(normalized) {
    pith__url url;
    pith_error error;
    pith_status status = pith__url_parse(&url, NULL, urls[_i].given, &error);
    if (urls[_i].text == NULL) {
        ck_assert_msg(status == PITH_ERROR_URL, "%s: %s", urls[_i].given, url.text);
        ck_assert_ptr_null(url.text);
        return;
    }
    ck_assert_msg(status == PITH_OK, "%s: %s", urls[_i].given, error.message);
    ck_assert_str_eq(url.text, urls[_i].text);
    /* What is normalized stays so. */
    pith__url again;
    ck_assert_int_eq(pith__url_parse(&again, NULL, url.text, &error), PITH_OK);
    ck_assert_str_eq(again.text, url.text);
    ck_assert_str_eq(again.authority, url.authority);
    pith__url_clear(&again);
    pith__url_clear(&url);
}
END_TEST

START_TEST(url_parts) {
    pith__url url;
    ck_assert_int_eq(
        pith__url_parse(&url, NULL, "https://me:se%40cret@[2001:DB8::1]/a?b#c", NULL), PITH_OK);
    ck_assert_str_eq(url.authority, "https://[2001:db8::1]:443");
    ck_assert_str_eq(url.host, "2001:db8::1");
    ck_assert_str_eq(url.path, "/a?b");
    ck_assert_str_eq(url.credentials, "me:se@cret");
    ck_assert(url.is_https);
    pith__url_clear(&url);
    ck_assert_int_eq(pith__url_parse(&url, NULL, "http://example.org:8080", NULL), PITH_OK);
    ck_assert_str_eq(url.authority, "http://example.org:8080");
    ck_assert_str_eq(url.path, "/");
    ck_assert_ptr_null(url.credentials);
    pith__url_clear(&url);
}
END_TEST

START_TEST(relative_urls) {
    static const char base[] = "http://example.org/a/b?c";
    static const char *const cases[][2] = {{"d", "http://example.org/a/d"},
        {"/d", "http://example.org/d"}, {"../d", "http://example.org/d"},
        {"?d", "http://example.org/a/b?d"}, {"//other.example/d", "http://other.example/d"},
        {"https://other.example", "https://other.example/"}, {"#x", "http://example.org/a/b?c"},
        {"http://127.1/", "http://127.0.0.1/"}, {"./", "http://example.org/a/"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pith__url url;
        ck_assert_int_eq(pith__url_parse(&url, base, cases[i][0], NULL), PITH_OK);
        ck_assert_str_eq(url.text, cases[i][1]);
        pith__url_clear(&url);
    }
    pith__url url;
    ck_assert_int_eq(pith__url_parse(&url, base, "file:///etc/passwd", NULL), PITH_ERROR_URL);
    ck_assert_int_eq(pith__url_parse(&url, base, "gopher://example.org/", NULL), PITH_ERROR_URL);
}
END_TEST

START_TEST(long_urls) {
    char *text = malloc(PITH_URL_MAX + 100);
    memset(text, 'a', PITH_URL_MAX + 99);
    text[PITH_URL_MAX + 99] = '\0';
    memcpy(text, "http://example.org/", 19);
    pith__url url;
    ck_assert_int_eq(pith__url_parse(&url, NULL, text, NULL), PITH_ERROR_URL);
    text[PITH_URL_MAX] = '\0';
    ck_assert_int_eq(pith__url_parse(&url, NULL, text, NULL), PITH_OK);
    pith__url_clear(&url);
    /* Normalization makes it longer. */
    memset(text + 19, ' ', PITH_URL_MAX - 19);
    text[PITH_URL_MAX - 1] = 'x';
    ck_assert_int_eq(pith__url_parse(&url, NULL, text, NULL), PITH_ERROR_URL);
    free(text);
}
END_TEST

START_TEST(redacted) {
    static const char *const cases[][2] = {
        {" http://me:secret@example.org/a@b ", "http://example.org/a@b"},
        {"http://a@b@example.org", "http://example.org"}, {"http://me:secret@/", "http:///"},
        {"not a url\n", "not a url"}, {"", ""}, {"//u:p@h?x@y", "//h?x@y"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = pith_url_redacted(cases[i][0]);
        ck_assert_str_eq(text, cases[i][1]);
        pith_free(text);
    }
}
END_TEST

START_TEST(url_set) {
    pith__url_set set = {0};
    bool is_new;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5000; i++) {
            char url[64];
            snprintf(url, sizeof url, "http://example.org/%d", i);
            ck_assert(pith__url_set_add(&set, url, &is_new));
            ck_assert_int_eq(is_new, round == 0);
        }
    }
    ck_assert_uint_eq(set.count, 5000);
    pith__url_set_clear(&set);
}
END_TEST

/* ---- Retries --------------------------------------------------------------------------------- */

START_TEST(statuses) {
    static const long again[] = {408, 425, 429, 500, 502, 503, 504, 507, 520, 599};
    static const long final[] = {
        200, 204, 301, 304, 400, 401, 403, 404, 410, 451, 501, 505, 511, 600, 0};
    for (size_t i = 0; i < sizeof again / sizeof again[0]; i++)
        ck_assert_msg(pith__retry_status(again[i]), "%ld", again[i]);
    for (size_t i = 0; i < sizeof final / sizeof final[0]; i++)
        ck_assert_msg(!pith__retry_status(final[i]), "%ld", final[i]);
}
END_TEST

START_TEST(retry_after) {
    static const int64_t now = 784111770; /* Sun, 06 Nov 1994 08:49:30 GMT */
    static const struct {
        const char *value;
        int64_t milliseconds;
    } cases[] = {
        {"0", 0},
        {"120", 120000},
        {" 7 ", 7000},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 7000},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 7000},
        {"Sun Nov  6 08:49:37 1994", 7000},
        {"Sun, 06 Nov 1994 08:49:00 GMT", 0},
        {"99999999999999999999999999", INT64_C(366) * 86400 * 1000},
        {"Fri, 31 Dec 9999 23:59:59 GMT", INT64_C(366) * 86400 * 1000},
        {"", -1},
        {"soon", -1},
        {"-5", -1},
        {NULL, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(pith__retry_after(cases[i].value, now) == cases[i].milliseconds, "%s: %lld",
            cases[i].value, (long long)pith__retry_after(cases[i].value, now));
}
END_TEST

START_TEST(backoff) {
    uint64_t random = 42;
    int64_t smallest = INT64_MAX, largest = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t wait = pith__retry_backoff(3, 1000, 60000, &random);
        smallest = wait < smallest ? wait : smallest;
        largest = wait > largest ? wait : largest;
    }
    ck_assert(smallest >= 2000 && smallest < 2100);
    ck_assert(largest <= 4000 && largest > 3900);
    ck_assert(pith__retry_backoff(100, 1000, 60000, &random) <= 60000);
    ck_assert(pith__retry_backoff(100, 1000, 60000, &random) >= 30000);
    ck_assert_int_eq(pith__retry_backoff(5, 0, 60000, &random), 0);
    uint64_t same[2] = {7, 7};
    for (unsigned i = 1; i < 20; i++)
        ck_assert_int_eq(pith__retry_backoff(i, 1000, 60000, &same[0]),
            pith__retry_backoff(i, 1000, 60000, &same[1]));
}
END_TEST

/* ---- Proxies --------------------------------------------------------------------------------- */

START_TEST(proxy_exceptions) {
    static const struct {
        const char *list;
        const char *host;
        bool excepted;
    } cases[] = {
        {NULL, "example.org", false},
        {"", "example.org", false},
        {"*", "example.org", true},
        {"example.org", "example.org", true},
        {"EXAMPLE.ORG", "example.org", true},
        {"example.org", "www.example.org", true},
        {".example.org", "www.example.org", true},
        {".example.org", "example.org", true},
        {"example.org.", "example.org", true},
        {"example.org", "notexample.org", false},
        {"www.example.org", "example.org", false},
        {"a.example, b.example", "b.example", true},
        {"a.example b.example", "b.example", true},
        {",,a.example,", "a.example", true},
        {"127.0.0.1", "127.0.0.1", true},
        {"10.0.0.0/8", "10.1.2.3", true},
        {"10.0.0.0/8", "11.1.2.3", false},
        {"10.0.0.0/33", "10.1.2.3", false},
        {"::1", "::1", true},
        {"[::1]", "::1", true},
        {"2001:db8::/32", "2001:db8:1::", true},
        {"2001:db8::/32", "10.0.0.1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(pith__proxy_exception(cases[i].list, cases[i].host) == cases[i].excepted,
            "%s, %s", cases[i].list, cases[i].host);
}
END_TEST

START_TEST(proxies_of_the_environment) {
    unsetenv("ALL_PROXY");
    unsetenv("HTTPS_PROXY");
    unsetenv("NO_PROXY");
    setenv("http_proxy", "http://a:1", 1);
    setenv("https_proxy", "", 1);
    setenv("all_proxy", "http://b:2", 1);
    setenv("no_proxy", "example.org", 1);
    pith__proxies proxies;
    ck_assert(pith__proxies_read(&proxies));
    ck_assert_str_eq(pith__proxy_for(&proxies, false, "other.example"), "http://a:1");
    ck_assert_str_eq(pith__proxy_for(&proxies, true, "other.example"), "http://b:2");
    ck_assert_ptr_null(pith__proxy_for(&proxies, true, "www.example.org"));
    pith__proxies_clear(&proxies);
}
END_TEST

/* ---- Redirects ------------------------------------------------------------------------------- */

static const struct {
    const char *from;
    const char *to;
    pith_redirect kind;
} redirects[] = {
    {"http://a.example/x", "http://a.example/x", PITH_REDIRECT_NONE},
    {"http://a.example/x", "https://www.a.example/x", PITH_REDIRECT_NONE},
    {"http://a.example/x", "http://a.example/2026/x.html", PITH_REDIRECT_NONE},
    {"http://a.example/x", "http://a.example/", PITH_REDIRECT_HOME},
    {"http://a.example/x", "http://a.example/?from=x", PITH_REDIRECT_HOME},
    {"http://a.example/x", "https://b.example/", PITH_REDIRECT_HOME},
    {"http://a.example/x", "http://a.example/index.html", PITH_REDIRECT_HOME},
    {"http://a.example/x", "http://a.example/de/startseite", PITH_REDIRECT_HOME},
    {"http://a.example/", "https://www.a.example/", PITH_REDIRECT_NONE},
    {"http://a.example/", "http://a.example/en/", PITH_REDIRECT_NONE},
    {"http://a.example/index.php", "http://a.example/", PITH_REDIRECT_NONE},
    {"http://a.example/x", "http://a.example/login?next=/x", PITH_REDIRECT_LOGIN},
    {"http://a.example/x", "http://a.example/account/Sign-In.aspx", PITH_REDIRECT_LOGIN},
    {"http://a.example/x", "https://login.a.example/", PITH_REDIRECT_LOGIN},
    {"http://a.example/x", "https://sso.b.example:8443/start", PITH_REDIRECT_LOGIN},
    {"http://a.example/x", "http://a.example/benutzer/anmelden", PITH_REDIRECT_LOGIN},
    {"http://a.example/login", "http://a.example/login/", PITH_REDIRECT_NONE},
    {"http://login.example/x", "http://login.example/y", PITH_REDIRECT_NONE},
    {"http://a.example/x", "http://a.example/how-to-login-faster", PITH_REDIRECT_NONE},
    {"http://a.example/x", "http://a.example/y?login", PITH_REDIRECT_NONE},
    {"http://a.example/x", "https://consent.a.example/v2?to=x", PITH_REDIRECT_CONSENT},
    {"http://a.example/x", "http://a.example/cookie-consent/", PITH_REDIRECT_CONSENT},
    {"http://a.example/x", "http://a.example/gdpr/login", PITH_REDIRECT_CONSENT},
};

START_TEST(redirect_kinds) {
    pith_extractor *extractor = pith_extractor_new(NULL, NULL);
    for (size_t i = 0; i < sizeof redirects / sizeof redirects[0]; i++) {
        pith_redirect kind = pith__redirect_kind(extractor, redirects[i].from, redirects[i].to);
        ck_assert_msg(kind == redirects[i].kind, "%s -> %s: %s", redirects[i].from, redirects[i].to,
            pith_redirect_name(kind));
    }
    pith_extractor_free(extractor);
    ck_assert_int_eq(
        pith__redirect_kind(NULL, "http://a.example/x", "http://a.example/"), PITH_REDIRECT_HOME);
    ck_assert_int_eq(pith__redirect_kind(NULL, "http://a.example/x", "http://a.example/login"),
        PITH_REDIRECT_NONE);
}
END_TEST

/* ---- The interface --------------------------------------------------------------------------- */

START_TEST(options_that_are_not_valid) {
    pith_error error;
    for (int i = 0; i < 7; i++) {
        pith_fetch_options options = pith_fetch_options_default();
        static const char *const bad_headers[] = {"no colon", NULL};
        if (i == 0)
            options.timeout_seconds = 0;
        else if (i == 1)
            options.concurrency = 0;
        else if (i == 2)
            options.delay_seconds = -1;
        else if (i == 3)
            options.max_bytes = SIZE_MAX;
        else if (i == 4)
            options.headers = bad_headers;
        else if (i == 5)
            options.user_agent = "a\r\nb: c";
        else
            options.retries = -1;
        ck_assert_ptr_null(pith_fetcher_new(&options, &error));
        ck_assert_int_eq(error.status, PITH_ERROR_USAGE);
    }
}
END_TEST

START_TEST(a_fetcher) {
    pith_error error;
    pith_fetcher *fetcher = pith_fetcher_new(NULL, &error);
    ck_assert_ptr_nonnull(fetcher);
    pith_response response;
    ck_assert_int_eq(pith_fetcher_next(fetcher, -1, &response), PITH_FETCH_IDLE);
    ck_assert_int_eq(pith_fetcher_add(fetcher, NULL, NULL, NULL, &error), PITH_ERROR_USAGE);

    /* What is no URL, or no public address, gives a page with an error; each once. */
    int one, two;
    bool added;
    ck_assert_int_eq(pith_fetcher_add(fetcher, "ftp://a.example/", &one, &added, &error), PITH_OK);
    ck_assert(added);
    ck_assert_int_eq(pith_fetcher_next(fetcher, -1, &response), PITH_FETCH_PAGE);
    ck_assert_int_eq(response.error.status, PITH_ERROR_URL);
    ck_assert_str_eq(response.requested, "ftp://a.example/");
    ck_assert_ptr_null(response.url);
    ck_assert_ptr_eq(response.user, &one);
    pith_response_clear(&response);
    ck_assert_int_eq(
        pith_fetcher_add(fetcher, "http://127.0.0.1:1/a", &two, &added, &error), PITH_OK);
    ck_assert_int_eq(
        pith_fetcher_add(fetcher, "HTTP://127.1:1/a#b", &two, &added, &error), PITH_OK);
    ck_assert(!added);
    ck_assert_int_eq(pith_fetcher_next(fetcher, -1, &response), PITH_FETCH_PAGE);
    ck_assert_int_eq(response.error.status, PITH_ERROR_ADDRESS);
    ck_assert_ptr_eq(response.user, &two);
    pith_response_clear(&response);
    ck_assert_int_eq(pith_fetcher_next(fetcher, -1, &response), PITH_FETCH_IDLE);
    pith_fetch_progress progress = pith_fetcher_progress(fetcher);
    ck_assert_uint_eq(progress.added, 2);
    ck_assert_uint_eq(progress.repeated, 1);
    ck_assert_uint_eq(progress.taken, 2);

    /* After a stop nothing begins, and what waits gives nothing. */
    pith_fetcher_stop(fetcher);
    ck_assert_int_eq(pith_fetcher_add(fetcher, "http://127.0.0.1:1/b", NULL, NULL, NULL), PITH_OK);
    ck_assert_int_eq(pith_fetcher_next(fetcher, -1, &response), PITH_FETCH_IDLE);
    pith_fetcher_free(fetcher);
    pith_fetcher_free(NULL);
}
END_TEST

START_TEST(one_page) {
    pith_error error;
    pith_response response;
    ck_assert_int_eq(
        pith_fetch("http://127.0.0.1:1/", NULL, &response, &error), PITH_ERROR_ADDRESS);
    ck_assert_ptr_null(response.url);
    ck_assert_int_eq(pith_fetch("nonsense", NULL, &response, NULL), PITH_ERROR_URL);
    ck_assert_int_eq(pith_fetch(NULL, NULL, &response, &error), PITH_ERROR_USAGE);
    ck_assert_int_eq(pith_fetch("http://a.example/", NULL, NULL, &error), PITH_ERROR_USAGE);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("fetch_parts");
    TCase *tcase = tcase_create("fetch_parts");
    tcase_add_loop_test(tcase, special_addresses, 0, sizeof addresses / sizeof addresses[0]);
    tcase_add_test(tcase, other_addresses);
    tcase_add_loop_test(tcase, normalized, 0, sizeof urls / sizeof urls[0]);
    tcase_add_test(tcase, url_parts);
    tcase_add_test(tcase, relative_urls);
    tcase_add_test(tcase, long_urls);
    tcase_add_test(tcase, redacted);
    tcase_add_test(tcase, url_set);
    tcase_add_test(tcase, statuses);
    tcase_add_test(tcase, retry_after);
    tcase_add_test(tcase, backoff);
    tcase_add_test(tcase, proxy_exceptions);
    tcase_add_test(tcase, proxies_of_the_environment);
    tcase_add_test(tcase, redirect_kinds);
    tcase_add_test(tcase, options_that_are_not_valid);
    tcase_add_test(tcase, a_fetcher);
    tcase_add_test(tcase, one_page);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
