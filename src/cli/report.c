#include "report.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *cli_allocate(size_t size) {
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL) {
        fputs("pith: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return memory;
}

char *cli_copy(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(cli_allocate(size), text, size);
}

/*
 * The length of the UTF-8 character at `text` if it may be shown as it is, else 0. Shortest forms
 * only, no surrogates, nothing above U+10FFFF (RFC 3629, section 4), no C1 controls. The NUL at the
 * end is no continuation byte, so nothing behind it is read.
 */
static size_t printable(const unsigned char *text) {
    unsigned char first = text[0];
    if (first < 0x80)
        return first >= 0x20 && first != 0x7f;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
    if (first == 0xc2 || first == 0xe0)
        low = 0xa0; /* After C2, 80 to 9F would be C1; after E0 it would not be shortest. */
    else if (first == 0xf0)
        low = 0x90;
    else if (first == 0xed)
        high = 0x9f;
    else if (first == 0xf4)
        high = 0x8f;
    if (text[1] < low || text[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

char *cli_escape(const char *text) {
    size_t length = strlen(text);
    if (length > SIZE_MAX / 4 - 1)
        length = 0;
    char *result = cli_allocate(4 * length + 1);
    char *end = result;
    for (const char *c = text; c < text + length;) {
        size_t shown = printable((const unsigned char *)c);
        if (shown == 0) {
            end += sprintf(end, "\\x%02X", (unsigned)(unsigned char)*c);
            c++;
        } else {
            memcpy(end, c, shown);
            end += shown;
            c += shown;
        }
    }
    *end = '\0';
    return result;
}

/* What is shown now; there is one terminal. Messages come from several threads. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char status_line[512];

void cli_status_line(const char *text) {
    pthread_mutex_lock(&lock);
    if (text[0] != '\0' || status_line[0] != '\0')
        fprintf(stderr, "\r\033[K%s", text);
    fflush(stderr);
    snprintf(status_line, sizeof status_line, "%s", text);
    pthread_mutex_unlock(&lock);
}

static void say(const char *name, const char *kind, const char *cause) {
    char *safe_name = cli_escape(name != NULL ? name : "");
    char *safe_cause = cli_escape(cause);
    pthread_mutex_lock(&lock);
    bool covered = status_line[0] != '\0';
    fprintf(stderr, "%spith: %s%s%s%s\n%s", covered ? "\r\033[K" : "", safe_name,
        name != NULL ? ": " : "", kind, safe_cause, status_line);
    pthread_mutex_unlock(&lock);
    free(safe_name);
    free(safe_cause);
}

void cli_report(const char *name, const char *cause) {
    say(name, "", cause);
}

void cli_warn(const char *name, const char *cause) {
    say(name, "warning: ", cause);
}
