/* fuzz_journal.c - lines of journals: what is read from one is written as a line that reads the
 * same. */
#include "fuzz.h"

#include <string.h>

#include "fetch/journal.h"

static void check_line(pith__str line) {
    pith__entry entry = pith__journal_read(line);
    bool good;
    free(pith__journal_decode(entry.etag, &good));
    if (entry.kind != PITH_ENTRY_PAGE && entry.kind != PITH_ENTRY_FAILED)
        return;
    pith__entry copy = entry;
    copy.etag = copy.last_modified = (pith__str){NULL, 0};
    size_t length;
    char *written = pith__journal_write(&copy, &length);
    if (written == NULL)
        return;
    if (memchr(written, '\n', length) != written + length - 1)
        abort();
    pith__entry again = pith__journal_read((pith__str){written, length - 1});
    if (again.kind != entry.kind || again.status != entry.status || again.end != entry.end ||
        again.checksum != entry.checksum)
        abort();
    free(written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *bytes = (const char *)data;
    for (size_t at = 0; at < size;) {
        const char *newline = memchr(bytes + at, '\n', size - at);
        size_t end = newline != NULL ? (size_t)(newline - bytes) : size;
        check_line((pith__str){bytes + at, end - at});
        at = end + 1;
    }
    return 0;
}
