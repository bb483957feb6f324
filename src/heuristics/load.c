#include "heuristics.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/buffer.h"
#include "../base/error.h"
#include "../base/unicode.h"
#include "../score/model.h"
#include "embedded.h"
#include "phrases.h"
#include "store.h"

enum {
    LARGEST_FILE = 16 << 20, /* Bytes of a heuristics file. */
};

/* What is being read, for messages. */
typedef struct file_reader {
    pith__arena *arena;
    pith__heuristics *heuristics;
    const char *path;
    unsigned line;
    pith_error *error;
} file_reader;

typedef bool (*line_function)(file_reader *reader, pith__str section, pith__str line);

static bool malformed(file_reader *reader, const char *cause, pith__str what) {
    size_t shown = pith__utf8_boundary(what, 80);
    pith__error_set(reader->error, PITH_ERROR_HEURISTICS, "%.200s:%u: %s%s%.*s", reader->path,
        reader->line, cause, shown == 0 ? "" : ": ", (int)shown, shown == 0 ? "" : what.data);
    return false;
}

/* ---- The lines of each kind of file ---------------------------------------------------------- */

static int name_index(pith__str name, const char *const *names, int count) {
    for (int i = 0; i < count; i++) {
        if (pith__str_equal(name, pith__str_of(names[i])))
            return i;
    }
    return -1;
}

static bool threshold_line(file_reader *reader, pith__str section, pith__str line) {
    (void)section;
    size_t equals = pith__str_find(line, PITH_STR("="));
    if (equals == (size_t)-1)
        return malformed(reader, "expected NAME = NUMBER", line);
    pith__str name = pith__str_trim(pith__str_slice(line, 0, equals));
    pith__str value = pith__str_trim(pith__str_slice(line, equals + 1, line.length));
    int index = name_index(name, pith__threshold_names, PITH_THRESHOLD_COUNT);
    if (index < 0)
        return malformed(reader, "unknown threshold", name);
    /* jansson reads numbers the same way in every locale. */
    json_t *number = json_loadb(value.data, value.length, JSON_DECODE_ANY, NULL);
    if (!json_is_number(number)) {
        json_decref(number);
        return malformed(reader, "not a number", value);
    }
    reader->heuristics->thresholds[index] = json_number_value(number);
    json_decref(number);
    return true;
}

static bool phrase_line(file_reader *reader, pith__str section, pith__str line) {
    int group = name_index(section, pith__phrase_names, PITH_PHRASE_COUNT);
    if (group < 0)
        return malformed(reader, "unknown group of phrases", section);
    pith__phrase_index_at(reader->heuristics->phrases, reader->path, reader->line);
    /* Commas stand between phrases; in the groups of single words each word is one. */
    bool single = group == PITH_PHRASE_STOP_WORD || group == PITH_PHRASE_FIRST_PERSON;
    for (pith__str rest = line; rest.length > 0;) {
        size_t end = 0;
        while (
            end < rest.length && !(single ? pith__is_space(rest.data[end]) : rest.data[end] == ','))
            end++;
        pith__str phrase = pith__str_trim(pith__str_slice(rest, 0, end));
        const char *cause = phrase.length == 0 ? NULL
                                               : pith__phrase_index_add(reader->heuristics->phrases,
                                                     phrase, (pith__phrase_group)group);
        if (cause != NULL)
            return malformed(reader, cause, phrase);
        rest = pith__str_slice(rest, end + 1, rest.length);
    }
    return true;
}

static bool class_line(file_reader *reader, pith__str section, pith__str line) {
    int group = name_index(section, pith__class_names, PITH_CLASS_COUNT);
    if (group < 0)
        return malformed(reader, "unknown group of classes", section);
    while (line.length > 0) {
        size_t end = 0;
        while (end < line.length && !pith__is_space(line.data[end]))
            end++;
        pith__str token = pith__str_slice(line, 0, end);
        for (size_t i = 0; i < token.length; i++) {
            if (token.data[i] < 'a' || token.data[i] > 'z')
                return malformed(reader, "a token is made of the letters a to z", token);
        }
        if (!pith__word_table_add(
                reader->heuristics->classes, pith__word_hash(token), PITH_CLASS_BIT(group)))
            return malformed(reader, "too many tokens", token);
        line = pith__str_trim(pith__str_slice(line, end, line.length));
    }
    return true;
}

static bool redirect_line(file_reader *reader, pith__str section, pith__str line) {
    int group = name_index(section, pith__redirect_names, PITH_REDIRECT_GROUP_COUNT);
    if (group < 0)
        return malformed(reader, "unknown group of redirects", section);
    while (line.length > 0) {
        size_t end = 0;
        while (end < line.length && !pith__is_space(line.data[end]))
            end++;
        pith__str name = pith__str_slice(line, 0, end);
        for (size_t i = 0; i < name.length; i++) {
            char c = name.data[i];
            if ((c < 'a' || c > 'z') && !pith__is_digit(c))
                return malformed(reader, "a name is made of the letters a to z and digits", name);
        }
        if (!pith__word_table_add(
                reader->heuristics->redirects, pith__word_hash(name), PITH_REDIRECT_BIT(group)))
            return malformed(reader, "too many names", name);
        line = pith__str_trim(pith__str_slice(line, end, line.length));
    }
    return true;
}

/* Appends a name to a list, which ends in NULL all the while. */
static void add_attribute(file_reader *reader, int group, pith__str name) {
    pith__heuristics *heuristics = reader->heuristics;
    size_t count = heuristics->attributes[group].count;
    heuristics->attributes[group].names =
        pith__arena_grow(reader->arena, heuristics->attributes[group].names, count, count + 2,
            sizeof(char *), &heuristics->attributes[group].capacity);
    heuristics->attributes[group].names[count] =
        name.length == 0 ? NULL : pith__str_copy(reader->arena, name);
    heuristics->attributes[group].names[count + 1] = NULL;
    heuristics->attributes[group].count += name.length > 0;
}

static bool attribute_line(file_reader *reader, pith__str section, pith__str line) {
    int group = name_index(section, pith__attribute_names, PITH_ATTRIBUTE_COUNT);
    if (group < 0)
        return malformed(reader, "unknown group of attributes", section);
    while (line.length > 0) {
        size_t end = 0;
        while (end < line.length && !pith__is_space(line.data[end]))
            end++;
        add_attribute(reader, group, pith__str_slice(line, 0, end));
        line = pith__str_trim(pith__str_slice(line, end, line.length));
    }
    return true;
}

static bool date_line(file_reader *reader, pith__str section, pith__str line) {
    const char *cause =
        pith__date_words_line(reader->arena, reader->heuristics->dates, section, line);
    bool unknown = cause != NULL && strcmp(cause, "unknown section") == 0;
    return cause == NULL || malformed(reader, cause, unknown ? section : line);
}

static bool add_to_model(
    file_reader *reader, struct pith__model *model, pith__str section, pith__str line) {
    const char *cause = pith__model_line(reader->arena, model, section, line);
    return cause == NULL || malformed(reader, cause, line);
}

static bool model_line(file_reader *reader, pith__str section, pith__str line) {
    return add_to_model(reader, reader->heuristics->model, section, line);
}

static bool dump_model_line(file_reader *reader, pith__str section, pith__str line) {
    return add_to_model(reader, reader->heuristics->dump_model, section, line);
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* Calls `function` with each line that is no comment, no section head and not empty. */
static bool read_lines(file_reader *reader, pith__str text, line_function function, bool sections) {
    pith__str section = {NULL, 0};
    reader->line = 0;
    size_t at = pith__str_starts(text, PITH_STR("\xEF\xBB\xBF")) ? 3 : 0; /* Some editors' mark. */
    while (at < text.length) {
        const char *newline = memchr(text.data + at, '\n', text.length - at);
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data);
        pith__str line = pith__str_trim(pith__str_slice(text, at, end));
        at = end + 1;
        reader->line++;
        if (!pith__utf8_valid(line) || memchr(line.data, '\0', line.length) != NULL)
            return malformed(reader, "the line is not UTF-8 text", (pith__str){NULL, 0});
        if (line.length == 0 || line.data[0] == '#')
            continue;
        if (line.data[0] == '[') {
            if (!sections || line.length < 3 || line.data[line.length - 1] != ']')
                return malformed(reader, "a section head does not belong here", line);
            section = pith__str_slice(line, 1, line.length - 1);
            continue;
        }
        if (sections && section.length == 0)
            return malformed(reader, "a line before the first section head", line);
        if (!function(reader, section, line))
            return false;
    }
    return true;
}

static bool read_text(file_reader *reader, const char *name, pith__str text) {
    if (strcmp(name, "thresholds.conf") == 0)
        return read_lines(reader, text, threshold_line, false);
    if (strcmp(name, "dates.conf") == 0)
        return read_lines(reader, text, date_line, true);
    if (strcmp(name, "redirects.conf") == 0)
        return read_lines(reader, text, redirect_line, true);
    if (strcmp(name, "vocabulary/classes.conf") == 0) {
        reader->heuristics->classes_file = reader->path;
        return read_lines(reader, text, class_line, true);
    }
    if (strcmp(name, "vocabulary/attributes.conf") == 0)
        return read_lines(reader, text, attribute_line, true);
    if (strcmp(name, "models/html.conf") == 0) {
        reader->heuristics->model_file = reader->path;
        return read_lines(reader, text, model_line, true);
    }
    if (strcmp(name, "models/text.conf") == 0)
        return read_lines(reader, text, dump_model_line, true);
    if (strncmp(name, "phrases/", 8) == 0)
        return read_lines(reader, text, phrase_line, true);
    reader->line = 1;
    return malformed(reader, "unknown kind of heuristics file", pith__str_of(name));
}

static void close_file(void *file) {
    fclose(file);
}

/* Reads a whole file. Returns false with an error; or true, with `*found` false if there is none.
 */
static bool load_file(file_reader *reader, const char *path, pith__str *text, bool *found) {
    *found = false;
    FILE *file = fopen(path, "rb");
    if (file == NULL && errno == ENOENT)
        return true;
    if (file == NULL) {
        pith__error_set(reader->error, PITH_ERROR_IO, "%.300s: %s", path, strerror(errno));
        return false;
    }
    pith__arena_defer(reader->arena, close_file, file);
    pith__buffer buffer;
    pith__buffer_init(&buffer, reader->arena, LARGEST_FILE);
    char chunk[4096];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && !buffer.full)
        pith__buffer_add(&buffer, chunk, got);
    if (ferror(file) || buffer.full) {
        pith__error_set(reader->error, PITH_ERROR_IO, "%.300s: %s", path,
            buffer.full ? "the file is too large" : strerror(errno));
        return false;
    }
    *text = pith__buffer_str(&buffer);
    *found = true;
    return true;
}

static const char *join_path(pith__arena *arena, const char *folder, const char *name) {
    pith__buffer path;
    pith__buffer_init(&path, arena, 4096);
    pith__buffer_add_str(&path, pith__str_of(folder));
    pith__buffer_add_byte(&path, '/');
    pith__buffer_add_str(&path, pith__str_of(name));
    return pith__buffer_text(&path);
}

/* One of the compiled-in files, or what the folder has in its place. */
static bool load_named(
    file_reader *reader, const char *directory, const pith__embedded_file *embedded) {
    pith__str text = {embedded->text, embedded->length};
    reader->path = join_path(reader->arena, "heuristics", embedded->name);
    /* Thresholds are laid over one by one, other files are replaced. */
    bool overlay = strcmp(embedded->name, "thresholds.conf") == 0;
    if (overlay && !read_text(reader, embedded->name, text))
        return false;
    bool found = false;
    if (directory != NULL) {
        const char *path = join_path(reader->arena, directory, embedded->name);
        pith__str own;
        if (!load_file(reader, path, &own, &found))
            return false;
        if (found) {
            reader->path = path;
            text = own;
        }
    }
    return (overlay && !found) || read_text(reader, embedded->name, text);
}

static bool is_embedded(const char *name) {
    for (const pith__embedded_file *file = pith__embedded_files; file->name != NULL; file++) {
        if (strcmp(file->name, name) == 0)
            return true;
    }
    return false;
}

static void close_folder(void *folder) {
    closedir(folder);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The folder's phrases/NAME.conf that have no compiled-in counterpart, in order of their names. */
static bool load_further_phrases(file_reader *reader, const char *directory) {
    const char *path = join_path(reader->arena, directory, "phrases");
    DIR *folder = opendir(path);
    if (folder == NULL && errno == ENOENT)
        return true;
    if (folder == NULL) {
        pith__error_set(reader->error, PITH_ERROR_IO, "%.300s: %s", path, strerror(errno));
        return false;
    }
    pith__arena_defer(reader->arena, close_folder, folder);
    const char **names = NULL;
    size_t count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        pith__str name = pith__str_of(entry->d_name);
        const char *relative = join_path(reader->arena, "phrases", entry->d_name);
        if (name.data[0] == '.' || !pith__str_ends_nocase(name, PITH_STR(".conf")) ||
            is_embedded(relative))
            continue;
        names = pith__arena_grow(reader->arena, names, count, count + 1, sizeof *names, &capacity);
        names[count++] = relative;
    }
    if (count > 0)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        pith__str text;
        bool found;
        reader->path = join_path(reader->arena, directory, names[i]);
        if (!load_file(reader, reader->path, &text, &found) ||
            (found && !read_text(reader, names[i], text)))
            return false;
    }
    return true;
}

/* Why this is no folder that can be read from, as an errno value; 0 when it is one. */
static int folder_error(const char *directory) {
    struct stat status;
    if (stat(directory, &status) != 0)
        return errno;
    return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
}

const pith__heuristics *pith__heuristics_load(
    pith__arena *arena, const char *directory, pith_error *error) {
    pith__heuristics *heuristics = pith__arena_array(arena, 1, sizeof *heuristics);
    heuristics->phrases = pith__phrase_index_new(arena);
    heuristics->model = pith__model_new(arena);
    heuristics->dump_model = pith__model_new(arena);
    heuristics->classes = pith__arena_array(arena, 1, sizeof(pith__word_table));
    heuristics->dates = pith__date_words_new(arena);
    heuristics->redirects = pith__arena_array(arena, 1, sizeof(pith__word_table));
    for (int i = 0; i < PITH_THRESHOLD_COUNT; i++)
        heuristics->thresholds[i] = NAN;
    file_reader reader = {.arena = arena, .heuristics = heuristics, .error = error};
    for (int i = 0; i < PITH_ATTRIBUTE_COUNT; i++)
        add_attribute(&reader, i, (pith__str){NULL, 0});
    int cause = directory == NULL ? 0 : folder_error(directory);
    if (cause != 0) {
        pith__error_set(error, PITH_ERROR_IO, "%.300s: %s", directory, strerror(cause));
        return NULL;
    }
    for (const pith__embedded_file *file = pith__embedded_files; file->name != NULL; file++) {
        if (!load_named(&reader, directory, file))
            return NULL;
    }
    if (directory != NULL && !load_further_phrases(&reader, directory))
        return NULL;
    for (int i = 0; i < PITH_THRESHOLD_COUNT; i++) {
        if (isnan(heuristics->thresholds[i])) {
            pith__error_set(error, PITH_ERROR_HEURISTICS,
                "heuristics/thresholds.conf:1: no value for %s", pith__threshold_names[i]);
            return NULL;
        }
    }
    pith__phrase_index_seal(heuristics->phrases);
    return heuristics;
}
