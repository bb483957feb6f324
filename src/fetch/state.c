#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "../base/error.h"
#include "journal.h"
#include "output.h"
#include "url.h"

enum {
    LINE_MAX_BYTES = 1 << 17, /* Of a line that is read again; none that is written is as long. */
};

/* Where the line of a URL stands in the journal. */
typedef struct slot {
    uint64_t hash;
    int64_t place; /* Its first byte, plus one; 0: the slot is free. */
} slot;

struct pith_state {
    pthread_mutex_t lock;
    char *folder;
    int lock_file;
    int journal;
    int64_t size;         /* Of the journal. */
    int64_t round_begin;  /* Lines from here on are of this round. */
    int64_t retry_before; /* Failures before this place are tried again. */
    int output;           /* -1: where records end is not known. */
    int64_t output_end;
    slot *slots; /* Open addressing, at most half used. */
    size_t capacity;
    size_t count;
    size_t damaged;
};

static pith_status io_error(const pith_state *state, const char *name, pith_error *error) {
    int number = errno;
    return pith__error_set(
        error, PITH_ERROR_IO, "%.200s%s: %s", state->folder, name, strerror(number));
}

/* ---- The index ------------------------------------------------------------------------------- */

static slot *find_slot(const pith_state *state, uint64_t hash) {
    size_t at = hash & (state->capacity - 1);
    while (state->slots[at].place != 0 && state->slots[at].hash != hash)
        at = (at + 1) & (state->capacity - 1);
    return &state->slots[at];
}

static bool grow(pith_state *state) {
    pith_state larger = *state;
    larger.capacity = state->capacity == 0 ? 1024 : 2 * state->capacity;
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < state->capacity; i++) {
        if (state->slots[i].place != 0)
            *find_slot(&larger, state->slots[i].hash) = state->slots[i];
    }
    free(state->slots);
    state->slots = larger.slots;
    state->capacity = larger.capacity;
    return true;
}

/* The last line of a URL counts. */
static bool index_line(pith_state *state, uint64_t hash, int64_t place) {
    if (2 * state->count >= state->capacity && !grow(state))
        return false;
    slot *found = find_slot(state, hash);
    state->count += found->place == 0;
    *found = (slot){hash, place + 1};
    return true;
}

static uint64_t hash_of(pith__str encoded) {
    char *text = malloc(encoded.length + 1);
    if (text == NULL)
        return 0;
    memcpy(text, encoded.data, encoded.length);
    text[encoded.length] = '\0';
    uint64_t hash = pith__url_hash(text, 3);
    free(text);
    return hash;
}

/* The hash of a plain URL is that of what stands in its line. */
static uint64_t hash_of_plain(const char *url) {
    pith__entry entry = {.kind = PITH_ENTRY_PAGE, .url = pith__str_of(url)};
    size_t length;
    char *line = pith__journal_write(&entry, &length);
    if (line == NULL)
        return 0;
    line[length - 1] = '\0';
    uint64_t hash = pith__url_hash(strrchr(line, '\t') + 1, 3);
    free(line);
    return hash;
}

/* ---- Appending ------------------------------------------------------------------------------- */

/* Appends a line whole, or not at all. */
static pith_status append(pith_state *state, const pith__entry *entry, pith_error *error) {
    size_t length;
    char *line = pith__journal_write(entry, &length);
    if (line == NULL)
        return pith__error_status(error, PITH_ERROR_MEMORY);
    size_t written = 0;
    while (written < length) {
        ssize_t count = write(state->journal, line + written, length - written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        written += (size_t)count;
    }
    free(line);
    if (written < length) {
        pith_status status = io_error(state, "/journal", error);
        if (ftruncate(state->journal, state->size) != 0)
            state->size += (int64_t)written; /* A torn line stays; it is passed over. */
        return status;
    }
    state->size += (int64_t)length;
    return PITH_OK;
}

/* ---- Reading the journal --------------------------------------------------------------------- */

/* Fills the index. False when memory runs out. */
static bool read_journal(pith_state *state, pith__str text) {
    pith__str line;
    for (size_t at = 0, place = 0; pith__journal_line(text, &at, &line); place = at) {
        pith__entry entry = pith__journal_read(line);
        if (entry.kind == PITH_ENTRY_DAMAGED)
            state->damaged++;
        else if (entry.kind == PITH_ENTRY_ROUND)
            state->round_begin = (int64_t)at;
        else if (pith__journal_is_record(&entry) &&
                 !index_line(state, hash_of(entry.url), (int64_t)place))
            return false;
    }
    return true;
}

/* ---- The output ------------------------------------------------------------------------------ */

static pith_status cut(
    pith_state *state, int output, int64_t end, size_t journal_end, pith_error *error) {
    if (ftruncate(output, (off_t)end) != 0 || lseek(output, (off_t)end, SEEK_SET) < 0)
        return pith__error_set(
            error, PITH_ERROR_IO, "the output cannot be cut back: %s", strerror(errno));
    if ((int64_t)journal_end < state->size) {
        if (ftruncate(state->journal, (off_t)journal_end) != 0)
            return io_error(state, "/journal", error);
        state->size = (int64_t)journal_end;
    }
    return PITH_OK;
}

/* Brings the output and the journal to the same place. */
static pith_status match_output(pith_state *state, pith__str *text, int output, pith_error *error) {
    struct stat status;
    bool is_file = output >= 0 && fstat(output, &status) == 0 && S_ISREG(status.st_mode);
    pith__entry entry = {.kind = PITH_ENTRY_OUTPUT, .end = is_file ? 0 : -1};
    if (!is_file || status.st_size == 0) {
        state->output = is_file ? output : -1;
        state->output_end = 0;
        return append(state, &entry, error);
    }
    size_t journal_end = text->length;
    int64_t end;
    if (!pith__output_end(*text, output, (int64_t)status.st_size, &end, &journal_end))
        return pith__error_status(error, PITH_ERROR_MEMORY);
    if (end < 0)
        return pith__error_set(error, PITH_ERROR_USAGE,
            "the output has content that the state in %.200s does not know; use the file that it "
            "was written to, or an empty one",
            state->folder);
    pith_status result = cut(state, output, end, journal_end, error);
    text->length = (size_t)state->size;
    state->output = output;
    state->output_end = end;
    return result;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static int open_in(const pith_state *state, const char *name, int flags) {
    size_t size = strlen(state->folder) + strlen(name) + 1;
    char *path = malloc(size);
    if (path == NULL)
        return -1;
    snprintf(path, size, "%s%s", state->folder, name);
    int file = open(path, flags | O_CLOEXEC, 0666);
    free(path);
    return file;
}

static pith_status open_files(pith_state *state, pith_error *error) {
    if (mkdir(state->folder, 0777) != 0 && errno != EEXIST)
        return io_error(state, "", error);
    state->lock_file = open_in(state, "/lock", O_RDWR | O_CREAT);
    if (state->lock_file < 0)
        return io_error(state, "/lock", error);
    if (flock(state->lock_file, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? pith__error_set(error, PITH_ERROR_IO,
                                          "%.200s: another run is using this state", state->folder)
                                    : io_error(state, "/lock", error);
    state->journal = open_in(state, "/journal", O_RDWR | O_CREAT | O_APPEND);
    struct stat status;
    if (state->journal < 0 || fstat(state->journal, &status) != 0)
        return io_error(state, "/journal", error);
    state->size = (int64_t)status.st_size;
    return PITH_OK;
}

/* Cuts off a line that was torn, and checks or writes the first line. */
static pith_status mend(pith_state *state, pith__str *text, pith_error *error) {
    size_t whole = text->length;
    while (whole > 0 && text->data[whole - 1] != '\n')
        whole--;
    size_t head = strlen(pith__journal_head);
    bool ours = whole == 0 ? text->length < head &&
                                 pith__str_starts((pith__str){pith__journal_head, head}, *text)
                           : pith__str_starts(*text, (pith__str){pith__journal_head, head});
    if (!ours)
        return pith__error_set(
            error, PITH_ERROR_IO, "%.200s/journal: this is no journal of pith", state->folder);
    if (whole < text->length && ftruncate(state->journal, (off_t)whole) != 0)
        return io_error(state, "/journal", error);
    text->length = whole;
    state->size = (int64_t)whole;
    pith__entry entry = {.kind = PITH_ENTRY_HEAD};
    return whole > 0 ? PITH_OK : append(state, &entry, error);
}

static pith_status load(pith_state *state, int output, pith_round round, pith_error *error) {
    pith__str text = {NULL, (size_t)state->size};
    void *map = NULL;
    if (text.length > 0) {
        map = mmap(NULL, text.length, PROT_READ, MAP_PRIVATE, state->journal, 0);
        if (map == MAP_FAILED)
            return io_error(state, "/journal", error);
        text.data = map;
    }
    size_t mapped = text.length;
    pith_status status = mend(state, &text, error);
    if (status == PITH_OK)
        status = match_output(state, &text, output, error);
    if (status == PITH_OK && !read_journal(state, text))
        status = pith__error_status(error, PITH_ERROR_MEMORY);
    if (map != NULL)
        munmap(map, mapped);
    if (status == PITH_OK && (round == PITH_ROUND_RECRAWL || state->round_begin == 0)) {
        pith__entry entry = {.kind = PITH_ENTRY_ROUND, .time = (int64_t)time(NULL)};
        status = append(state, &entry, error);
        state->round_begin = state->size;
    }
    state->retry_before = round == PITH_ROUND_RETRY ? state->size : 0;
    return status;
}

pith_state *pith_state_open(const char *folder, int output, pith_round round, pith_error *error) {
    pith_state *state = calloc(1, sizeof *state);
    if (state == NULL || folder == NULL || pthread_mutex_init(&state->lock, NULL) != 0) {
        free(state);
        pith__error_status(error, folder == NULL ? PITH_ERROR_USAGE : PITH_ERROR_MEMORY);
        return NULL;
    }
    state->lock_file = state->journal = state->output = -1;
    state->folder = strdup(folder);
    pith_status status =
        state->folder != NULL ? PITH_OK : pith__error_status(error, PITH_ERROR_MEMORY);
    if (status == PITH_OK)
        status = open_files(state, error);
    if (status == PITH_OK)
        status = load(state, output, round, error);
    if (status != PITH_OK) {
        pith_state_close(state);
        return NULL;
    }
    pith__error_none(error);
    return state;
}

void pith_state_close(pith_state *state) {
    if (state == NULL)
        return;
    /* The records first: a journal that is ahead of them is cut back, the reverse costs them. */
    if (state->output >= 0)
        fdatasync(state->output);
    if (state->journal >= 0) {
        fdatasync(state->journal);
        close(state->journal);
    }
    if (state->lock_file >= 0)
        close(state->lock_file);
    free(state->slots);
    free(state->folder);
    pthread_mutex_destroy(&state->lock);
    free(state);
}

size_t pith_state_damaged(const pith_state *state) {
    return state->damaged;
}

/* ---- Using it -------------------------------------------------------------------------------- */

/* Reads the line at this place into a buffer that is to be freed; the entry's views point into it.
   NULL if it cannot be read. */
static char *read_line(const pith_state *state, int64_t place, pith__entry *entry) {
    char *buffer = malloc(LINE_MAX_BYTES);
    if (buffer == NULL)
        return NULL;
    ssize_t count = pread(state->journal, buffer, LINE_MAX_BYTES, (off_t)place);
    char *end = count > 0 ? memchr(buffer, '\n', (size_t)count) : NULL;
    if (end == NULL) {
        free(buffer);
        return NULL;
    }
    *entry = pith__journal_read((pith__str){buffer, (size_t)(end - buffer)});
    return buffer;
}

static pith_status look_up(pith_state *state, const char *url, bool *finished, char **etag,
    char **last_modified, pith_error *error) {
    if (state->capacity == 0)
        return PITH_OK;
    const slot *found = find_slot(state, hash_of_plain(url));
    if (found->place == 0)
        return PITH_OK;
    int64_t place = found->place - 1;
    pith__entry entry;
    char *line = read_line(state, place, &entry);
    if (line == NULL)
        return io_error(state, "/journal", error);
    bool good = true;
    if (pith__journal_is_record(&entry) && pith__journal_equal(entry.url, url)) {
        bool again = entry.kind == PITH_ENTRY_FAILED && place < state->retry_before;
        *finished = place >= state->round_begin && !again;
        /* A page that failed is wanted whole. */
        if (!*finished && entry.kind == PITH_ENTRY_PAGE) {
            bool good_date;
            *etag = pith__journal_decode(entry.etag, &good);
            *last_modified = pith__journal_decode(entry.last_modified, &good_date);
            good = good && good_date;
        }
    }
    free(line);
    return good ? PITH_OK : pith__error_status(error, PITH_ERROR_MEMORY);
}

pith_status pith__state_find(pith_state *state, const char *url, bool *finished, char **etag,
    char **last_modified, pith_error *error) {
    *finished = false;
    pthread_mutex_lock(&state->lock);
    pith_status status = look_up(state, url, finished, etag, last_modified, error);
    pthread_mutex_unlock(&state->lock);
    return status;
}

pith_status pith_state_finish(pith_state *state, const pith_response *response, const char *record,
    size_t length, pith_error *error) {
    if (state == NULL || response == NULL || response->requested == NULL)
        return pith__error_set(error, PITH_ERROR_USAGE, "no state, or no page");
    pthread_mutex_lock(&state->lock);
    state->output_end += (int64_t)length;
    uint32_t checksum = 0;
    for (size_t at = 0; at < length;) { /* zlib counts in unsigned int. */
        size_t size = length - at < (1 << 30) ? length - at : (1 << 30);
        checksum = (uint32_t)crc32(checksum, (const unsigned char *)record + at, (uInt)size);
        at += size;
    }
    pith__entry entry = {
        .kind = response->error.status == PITH_OK ? PITH_ENTRY_PAGE : PITH_ENTRY_FAILED,
        .time = response->fetched_at,
        .status = response->status,
        .end = state->output >= 0 ? state->output_end : -1,
        .checksum = checksum,
        .etag = pith__str_of(response->etag),
        .last_modified = pith__str_of(response->last_modified),
        .url = pith__str_of(response->requested),
    };
    int64_t place = state->size;
    pith_status status = append(state, &entry, error);
    if (status == PITH_OK && !index_line(state, hash_of_plain(response->requested), place))
        status = pith__error_status(error, PITH_ERROR_MEMORY);
    pthread_mutex_unlock(&state->lock);
    return status == PITH_OK ? pith__error_none(error) : status;
}
