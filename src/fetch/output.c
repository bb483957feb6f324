#include "output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "journal.h"

enum {
    LOST_MAX = 100000, /* Lines that a crash of the machine may have put before their records. */
};

/* A record as the journal has it. */
typedef struct mark {
    int64_t end; /* In the output. */
    uint32_t checksum;
    size_t journal_end; /* Of its line. */
} mark;

/* The records since the output was begun. */
typedef struct marks {
    mark *items;
    size_t count;
    size_t capacity;
    bool begun;    /* There is a file. */
    int64_t begin; /* Where its first record begins. */
} marks;

static bool collect(pith__str text, marks *found) {
    pith__str line;
    for (size_t at = 0; pith__journal_line(text, &at, &line);) {
        pith__entry entry = pith__journal_read(line);
        if (entry.kind == PITH_ENTRY_OUTPUT) {
            found->count = 0;
            found->begun = entry.end >= 0;
            found->begin = entry.end;
        }
        if (!pith__journal_is_record(&entry) || entry.end < 0)
            continue;
        if (found->count == found->capacity) {
            size_t capacity = found->capacity == 0 ? 256 : 2 * found->capacity;
            mark *items = realloc(found->items, capacity * sizeof *items);
            if (items == NULL)
                return false;
            found->items = items;
            found->capacity = capacity;
        }
        found->items[found->count++] = (mark){entry.end, entry.checksum, at};
    }
    return true;
}

/* The checksum of a part of a file; false if it cannot be read. */
static bool checksum_of(int file, int64_t from, int64_t to, uint32_t *checksum) {
    unsigned char bytes[1 << 16];
    *checksum = 0;
    while (from < to) {
        size_t size = to - from < (int64_t)sizeof bytes ? (size_t)(to - from) : sizeof bytes;
        ssize_t count = pread(file, bytes, size, (off_t)from);
        if (count <= 0)
            return false;
        *checksum = (uint32_t)crc32(*checksum, bytes, (uInt)count);
        from += count;
    }
    return true;
}

/* Whether the last `from`..`to` bytes are at most one record, as a run leaves it that was stopped
   between writing it and noting it. */
static bool is_one_record(int file, int64_t from, int64_t to) {
    char bytes[1 << 12];
    while (from < to) {
        ssize_t count = pread(file, bytes, sizeof bytes, (off_t)from);
        if (count <= 0)
            return false;
        const char *newline = memchr(bytes, '\n', (size_t)count);
        if (newline != NULL)
            return from + (newline - bytes) + 1 == to;
        from += count;
    }
    return true;
}

/*
 * Finds the last record that the journal and the file both have: the last of the journal, unless
 * the machine went down and the file lost its end. Returns where it ends, or -1 when this is not
 * the file. `*journal_end` becomes less if the journal is to be cut, too.
 */
static int64_t find_end(int file, int64_t size, const marks *found, size_t *journal_end) {
    if (!found->begun)
        return -1;
    for (size_t i = found->count; i > 0 && found->count - i < LOST_MAX; i--) {
        const mark *last = &found->items[i - 1];
        int64_t from = i > 1 ? found->items[i - 2].end : found->begin;
        uint32_t checksum;
        if (last->end > size || from > last->end ||
            !checksum_of(file, from, last->end, &checksum) || checksum != last->checksum)
            continue;
        if (i == found->count && !is_one_record(file, last->end, size))
            return -1;
        if (i < found->count)
            *journal_end = last->journal_end;
        return last->end;
    }
    if (found->count == 0 && found->begin <= size && is_one_record(file, found->begin, size))
        return found->begin;
    return -1;
}

/* The same file, to be read: standard output can usually only be written. */
static int open_again(int file) {
    char path[64];
    snprintf(path, sizeof path, "/dev/fd/%d", file);
    return open(path, O_RDONLY | O_CLOEXEC);
}

bool pith__output_end(
    pith__str journal, int output, int64_t size, int64_t *end, size_t *journal_end) {
    marks found = {0};
    *end = -1;
    bool good = collect(journal, &found);
    int file = good ? open_again(output) : -1;
    if (file >= 0) {
        *end = find_end(file, size, &found, journal_end);
        close(file);
    }
    free(found.items);
    return good;
}
