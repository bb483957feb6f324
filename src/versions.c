#include "pith.h"

#include <curl/curl.h>
#include <jansson.h>
#include <stdio.h>
#include <utf8proc.h>

/* Gumbo, uchardet and iconv do not tell their versions at run time. */
void pith_libraries(char *text, size_t size) {
    if (text == NULL || size == 0)
        return;
    snprintf(text, size, "libpith %s, libcurl %s, jansson %s, utf8proc %s", pith_version(),
        curl_version_info(CURLVERSION_NOW)->version, jansson_version_str(), utf8proc_version());
}
