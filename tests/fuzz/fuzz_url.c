/* fuzz_url.c - URLs: what is normalized stays as it is, and is what libcurl takes it for. The first
   line is a base, the rest a reference; without a second line the first is a URL. */
#include "fuzz.h"

#include <string.h>

#include "fetch/redirect.h"
#include "fetch/url.h"

/* Whether the text is normalized, plain ASCII, and without user name. */
static void check(const pith__url *url) {
    for (const char *c = url->text; *c != '\0'; c++) {
        if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7f)
            abort();
    }
    pith__url again;
    if (pith__url_parse(&again, NULL, url->text, NULL) != PITH_OK)
        return; /* It has become too long, or libcurl has changed its mind about the host. */
    if (strcmp(again.text, url->text) != 0 || strcmp(again.authority, url->authority) != 0 ||
        strcmp(again.host, url->host) != 0 || again.credentials != NULL || url->path[0] != '/')
        abort();
    pith__url_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    char *reference = strchr(text, '\n');
    if (reference != NULL)
        *reference++ = '\0';
    pith_free(pith_url_redacted(text));
    pith__url url;
    if (pith__url_parse(&url, NULL, text, NULL) == PITH_OK) {
        check(&url);
        pith__url target;
        if (reference != NULL && pith__url_parse(&target, url.text, reference, NULL) == PITH_OK) {
            check(&target);
            pith__redirect_kind(fuzz_extractor(), url.text, target.text);
            pith__url_clear(&target);
        }
        pith__url_clear(&url);
    }
    free(text);
    return 0;
}
