#include "date_words.h"

#include "../base/words.h"

enum {
    TABLE_SIZE = 4096, /* Slots; a power of two. */
    MOST_NAMES = TABLE_SIZE / 4 * 3,
    LAST_DAY_AGO = 9,
};

typedef struct entry {
    uint64_t key; /* 0: the slot is free. */
    pith__date_word word;
} entry;

struct pith__date_words {
    entry entries[TABLE_SIZE];
    size_t count;
};

pith__date_words *pith__date_words_new(pith__arena *arena) {
    return pith__arena_array(arena, 1, sizeof(pith__date_words));
}

/* A key of a sequence of words; never 0. */
static uint64_t key_of(const uint32_t *hashes, size_t count) {
    uint64_t key = count;
    for (size_t i = 0; i < count; i++)
        key = (key ^ hashes[i]) * 0x100000001B3u + 0x9E3779B97F4A7C15u;
    return key | 1;
}

/* The slot of a key, or the free one where it belongs. The table never fills. */
static size_t slot_of(const pith__date_words *words, uint64_t key) {
    size_t at = (size_t)(key >> 32) % TABLE_SIZE;
    while (words->entries[at].key != 0 && words->entries[at].key != key)
        at = (at + 1) % TABLE_SIZE;
    return at;
}

pith__date_word pith__date_words_find(
    const pith__date_words *words, const uint32_t *hashes, size_t count) {
    for (size_t n = count < PITH_DATE_WORDS ? count : PITH_DATE_WORDS; n > 0; n--) {
        uint64_t key = key_of(hashes, n);
        const entry *found = &words->entries[slot_of(words, key)];
        if (found->key == key)
            return found->word;
    }
    return (pith__date_word){0};
}

/* Fills in what a line says that its names mean; NULL, or what is wrong with its key. */
typedef const char *(*line_reader)(pith__str key, pith__date_word *meaning);

/* A decimal number in ASCII of at most four digits; -1 when it is none. */
static int number_of(pith__str text) {
    int value = 0;
    if (text.length == 0 || text.length > 4)
        return -1;
    for (size_t i = 0; i < text.length; i++) {
        if (!pith__is_digit(text.data[i]))
            return -1;
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

static const char *read_month(pith__str key, pith__date_word *meaning) {
    int month = key.length <= 2 ? number_of(key) : -1;
    if (month < 1 || month > 12)
        return "expected the number of a month and its names";
    meaning->month = (uint8_t)month;
    return NULL;
}

static const char *read_unit(pith__str key, pith__date_word *meaning) {
    static const char *const names[] = {
        "", "second", "minute", "hour", "day", "week", "month", "year"};
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++) {
        if (pith__str_equal(key, pith__str_of(names[i])))
            meaning->unit = (uint8_t)i;
    }
    return meaning->unit == PITH_UNIT_NONE ? "expected a unit of time and its names" : NULL;
}

static const char *read_day(pith__str key, pith__date_word *meaning) {
    int days = number_of(key);
    if (days < 0 || days > LAST_DAY_AGO)
        return "expected a number of days and the names of the day";
    meaning->days_ago = (uint8_t)(days + 1);
    return NULL;
}

static const char *read_era(pith__str key, pith__date_word *meaning) {
    int year = number_of(key);
    if (year < 1000)
        return "expected the year before an era and its names";
    meaning->era = (uint16_t)year;
    return NULL;
}

static const char *read_ago(pith__str key, pith__date_word *meaning) {
    (void)key;
    meaning->ago = true;
    return NULL;
}

static const char *read_one(pith__str key, pith__date_word *meaning) {
    (void)key;
    meaning->one = true;
    return NULL;
}

static const char *read_morning(pith__str key, pith__date_word *meaning) {
    (void)key;
    meaning->half = 1;
    return NULL;
}

static const char *read_afternoon(pith__str key, pith__date_word *meaning) {
    (void)key;
    meaning->half = 2;
    return NULL;
}

/* Whether two meanings of one name cannot both hold. */
static bool contradicts(const pith__date_word *a, const pith__date_word *b) {
    return (a->month != 0 && b->month != 0 && a->month != b->month) ||
           (a->unit != 0 && b->unit != 0 && a->unit != b->unit) ||
           (a->half != 0 && b->half != 0 && a->half != b->half) ||
           (a->days_ago != 0 && b->days_ago != 0 && a->days_ago != b->days_ago);
}

static const char *add_name(
    pith__arena *arena, pith__date_words *words, pith__str name, const pith__date_word *meaning) {
    char *spaced = pith__str_copy(arena, name);
    for (size_t i = 0; i < name.length; i++) {
        if (spaced[i] == '_')
            spaced[i] = ' ';
    }
    pith__words parts = pith__words_of(arena, (pith__str){spaced, name.length});
    uint32_t hashes[PITH_DATE_WORDS];
    if (parts.count == 0 || parts.count > PITH_DATE_WORDS)
        return "a name has one to three words";
    for (size_t i = 0; i < parts.count; i++)
        hashes[i] = parts.items[i].hash;
    uint64_t key = key_of(hashes, parts.count);
    entry *slot = &words->entries[slot_of(words, key)];
    if (slot->key == 0 && words->count++ >= MOST_NAMES)
        return "too many names";
    if (contradicts(&slot->word, meaning))
        return meaning->month != 0 ? "a name of two months" : "a name of two meanings";
    slot->key = key;
    slot->word = (pith__date_word){.month = slot->word.month | meaning->month,
        .unit = slot->word.unit | meaning->unit,
        .ago = slot->word.ago || meaning->ago,
        .one = slot->word.one || meaning->one,
        .days_ago = slot->word.days_ago | meaning->days_ago,
        .half = slot->word.half | meaning->half,
        .era = slot->word.era | meaning->era,
        .words = (uint8_t)parts.count};
    return NULL;
}

/* The next word of a line, which is moved past it; empty at the end. */
static pith__str next_word(pith__str *line) {
    *line = pith__str_trim(*line);
    size_t end = 0;
    while (end < line->length && !pith__is_space(line->data[end]))
        end++;
    pith__str word = pith__str_slice(*line, 0, end);
    *line = pith__str_slice(*line, end, line->length);
    return word;
}

const char *pith__date_words_line(
    pith__arena *arena, pith__date_words *words, pith__str section, pith__str line) {
    static const struct {
        const char *section;
        bool keyed; /* The first word of a line is no name but what the names mean. */
        line_reader read;
    } sections[] = {{"months", true, read_month}, {"units", true, read_unit},
        {"days-ago", true, read_day}, {"eras", true, read_era}, {"ago", false, read_ago},
        {"one", false, read_one}, {"before-noon", false, read_morning},
        {"after-noon", false, read_afternoon}};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (!pith__str_equal(section, pith__str_of(sections[i].section)))
            continue;
        pith__date_word meaning = {0};
        pith__str key = sections[i].keyed ? next_word(&line) : (pith__str){NULL, 0};
        const char *cause = sections[i].read(key, &meaning);
        for (pith__str name = next_word(&line); cause == NULL && name.length > 0;
             name = next_word(&line))
            cause = add_name(arena, words, name, &meaning);
        return cause;
    }
    return "unknown section";
}
