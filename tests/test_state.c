/* The journal's lines, and states: what they remember, and how they are mended. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch/journal.h"
#include "fetch/state.h"

#include "run.h"

/* ---- Lines ----------------------------------------------------------------------------------- */

static const struct {
    const char *line;
    pith__entry_kind kind;
} lines[] = {
    {"pith-journal 1", PITH_ENTRY_HEAD},
    {"pith-journal 2", PITH_ENTRY_DAMAGED},
    {"", PITH_ENTRY_DAMAGED},
    {"round\t2026-03-01T06:00:00Z", PITH_ENTRY_ROUND},
    {"round\t2026-03-01T06:00:00", PITH_ENTRY_DAMAGED},
    {"round\t2026-13-01T06:00:00Z", PITH_ENTRY_DAMAGED},
    {"round", PITH_ENTRY_DAMAGED},
    {"output\t0", PITH_ENTRY_OUTPUT},
    {"output\t-", PITH_ENTRY_OUTPUT},
    {"output\t-1", PITH_ENTRY_DAMAGED},
    {"output\t", PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t200\t1834\t9ae0daaf\t\"x1\"\t-\thttp://a.example/",
        PITH_ENTRY_PAGE},
    {"failed\t2026-03-01T06:00:01Z\t-\t-\t00000000\t-\t-\thttp://a.example/", PITH_ENTRY_FAILED},
    {"page\t2026-03-01T06:00:01Z\t200\t1834\t9ae0daaf\t\"x1\"\t-\t", PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t200\t1834\t9ae0daaf\t\"x1\"\t-", PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t200\t1834\t9ae0daaf\t-\t-\thttp://a.example/\tx",
        PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t200\t1834\t9ae0daa\t-\t-\thttp://a.example/", PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t200\t1834\t9AE0DAAF\t-\t-\thttp://a.example/",
        PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t2000\t1834\t9ae0daaf\t-\t-\thttp://a.example/",
        PITH_ENTRY_DAMAGED},
    {"page\t2026-03-01T06:00:01Z\t200\t99999999999999999999\t9ae0daaf\t-\t-\thttp://a.example/",
        PITH_ENTRY_DAMAGED},
    {"page\tyesterday\t200\t1834\t9ae0daaf\t-\t-\thttp://a.example/", PITH_ENTRY_DAMAGED},
    {"pages\t2026-03-01T06:00:01Z\t200\t1834\t9ae0daaf\t-\t-\thttp://a.example/",
        PITH_ENTRY_DAMAGED},
};

START_TEST(reading_lines) {
    pith__entry entry = pith__journal_read(pith__str_of(lines[_i].line));
    ck_assert_msg(entry.kind == lines[_i].kind, "%s", lines[_i].line);
}
END_TEST

START_TEST(writing_lines) {
    static const char *const texts[] = {
        "", "-", "\"a b\"", "W/\"1%2\"", "caf\xC3\xA9", "a\tb\nc", "%41"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pith__entry entry = {.kind = PITH_ENTRY_PAGE,
            .time = 1772344801,
            .status = 200,
            .end = 1834,
            .checksum = 0x9ae0daaf,
            .etag = pith__str_of(texts[i]),
            .last_modified = pith__str_of(texts[i]),
            .url = PITH_STR("http://a.example/%20?b")};
        size_t length;
        char *line = pith__journal_write(&entry, &length);
        ck_assert_uint_eq(strlen(line), length);
        ck_assert_ptr_eq(strchr(line, '\n'), line + length - 1);
        pith__entry read = pith__journal_read((pith__str){line, length - 1});
        ck_assert_int_eq(read.kind, PITH_ENTRY_PAGE);
        ck_assert_int_eq(read.time, entry.time);
        ck_assert_int_eq(read.status, 200);
        ck_assert_int_eq(read.end, 1834);
        ck_assert_uint_eq(read.checksum, 0x9ae0daaf);
        ck_assert(pith__journal_equal(read.url, "http://a.example/%20?b"));
        bool good;
        char *etag = pith__journal_decode(read.etag, &good);
        ck_assert(good);
        if (i == 5) /* What cannot stand in a header does not come back. */
            ck_assert_str_eq(etag, "abc");
        else if (texts[i][0] == '\0')
            ck_assert_ptr_null(etag);
        else
            ck_assert_str_eq(etag, texts[i]);
        free(etag);
        free(line);
    }
}
END_TEST

/* ---- States ---------------------------------------------------------------------------------- */

static char folder[64], journal[80], lock[80], output[80];
static int file;

static void set_up(void) {
    strcpy(folder, "/tmp/pith-state-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(journal, sizeof journal, "%s/journal", folder);
    snprintf(lock, sizeof lock, "%s/lock", folder);
    snprintf(output, sizeof output, "%s/output", folder);
    file = -1;
}

static void tear_down(void) {
    if (file >= 0)
        close(file);
    unlink(journal);
    unlink(lock);
    unlink(output);
    rmdir(folder);
}

static pith_state *open_state(pith_round round, pith_error *error) {
    if (file >= 0)
        close(file);
    file = open(output, O_WRONLY | O_APPEND | O_CREAT, 0666);
    ck_assert_int_ge(file, 0);
    return pith_state_open(folder, file, round, error);
}

static pith_state *open_good(pith_round round) {
    pith_error error;
    pith_state *state = open_state(round, &error);
    ck_assert_msg(state != NULL, "%s", error.message);
    return state;
}

static void append_file(const char *path, const char *bytes) {
    int appended = open(path, O_WRONLY | O_APPEND);
    ck_assert_int_eq(write(appended, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    close(appended);
}

static void write_record(const char *record) {
    ck_assert_int_eq(write(file, record, strlen(record)), (ssize_t)strlen(record));
}

static void finish(pith_state *state, const char *url, pith_status status, const char *record) {
    pith_response response = {.requested = (char *)url,
        .error = {.status = status},
        .fetched_at = 1772344801,
        .status = 200,
        .etag = (char *)"\"v 1\""};
    pith_error error;
    ck_assert_int_eq(pith_state_finish(state, &response, record, strlen(record), &error), PITH_OK);
}

static void write_and_finish(pith_state *state, const char *url, const char *record) {
    write_record(record);
    finish(state, url, PITH_OK, record);
}

static bool is_finished(pith_state *state, const char *url) {
    bool finished;
    char *etag = NULL, *last_modified = NULL;
    pith_error error;
    ck_assert_int_eq(
        pith__state_find(state, url, &finished, &etag, &last_modified, &error), PITH_OK);
    free(etag);
    free(last_modified);
    return finished;
}

static void check_output(const char *expected) {
    char bytes[1024];
    int opened = open(output, O_RDONLY);
    ssize_t length = read(opened, bytes, sizeof bytes - 1);
    close(opened);
    bytes[length] = '\0';
    ck_assert_str_eq(bytes, expected);
}

START_TEST(going_on) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    ck_assert(!is_finished(state, "http://a.example/1"));
    write_and_finish(state, "http://a.example/1", "one\n");
    ck_assert(is_finished(state, "http://a.example/1"));
    /* Written and not noted: as if killed between the two. */
    write_record("two\n");
    pith_state_close(state);

    state = open_good(PITH_ROUND_RESUME);
    check_output("one\n");
    ck_assert(is_finished(state, "http://a.example/1"));
    ck_assert(!is_finished(state, "http://a.example/2"));
    write_and_finish(state, "http://a.example/2", "two again\n");
    write_record("half a rec");
    pith_state_close(state);
    append_file(journal, "page\t2026-03-01T06:00:01Z\t200\t99");

    state = open_good(PITH_ROUND_RESUME);
    check_output("one\ntwo again\n");
    ck_assert_uint_eq(pith_state_damaged(state), 0);
    ck_assert(is_finished(state, "http://a.example/2"));
    write_and_finish(state, "http://a.example/3", "three\n");
    pith_state_close(state);
    check_output("one\ntwo again\nthree\n");
}
END_TEST

/* Killed before the first line: the file has one record, and the journal none. */
START_TEST(killed_at_the_beginning) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    write_record("one\n");
    pith_state_close(state);
    state = open_good(PITH_ROUND_RESUME);
    check_output("");
    pith_state_close(state);
}
END_TEST

/* The journal is ahead of the file, as a power cut may leave them. */
START_TEST(lost_records) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    write_and_finish(state, "http://a.example/1", "one\n");
    write_and_finish(state, "http://a.example/2", "two\n");
    write_and_finish(state, "http://a.example/3", "three\n");
    pith_state_close(state);
    ck_assert_int_eq(truncate(output, 6), 0);
    state = open_good(PITH_ROUND_RESUME);
    check_output("one\n");
    ck_assert(is_finished(state, "http://a.example/1"));
    ck_assert(!is_finished(state, "http://a.example/2"));
    ck_assert(!is_finished(state, "http://a.example/3"));
    pith_state_close(state);
}
END_TEST

START_TEST(foreign_output) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    write_and_finish(state, "http://a.example/1", "one\n");
    pith_state_close(state);
    static const char *const contents[] = {
        "something else\n", "one\nmore\nand more\n", "One\n", "one\ntwo\nhalf"};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        ck_assert_int_eq(truncate(output, 0), 0);
        append_file(output, contents[i]);
        pith_error error;
        ck_assert_ptr_null(open_state(PITH_ROUND_RESUME, &error));
        ck_assert_int_eq(error.status, PITH_ERROR_USAGE);
        check_output(contents[i]);
    }
    /* The file was moved away: a new one is begun, and the state goes on. */
    ck_assert_int_eq(truncate(output, 0), 0);
    state = open_good(PITH_ROUND_RESUME);
    ck_assert(is_finished(state, "http://a.example/1"));
    write_and_finish(state, "http://a.example/2", "two\n");
    write_record("lost\n");
    pith_state_close(state);
    state = open_good(PITH_ROUND_RESUME);
    check_output("two\n");
    pith_state_close(state);
}
END_TEST

/* A fresh state does not take over a file that has something in it. */
START_TEST(fresh_state_and_old_file) {
    int made = open(output, O_WRONLY | O_CREAT, 0666);
    close(made);
    append_file(output, "old\n");
    pith_error error;
    ck_assert_ptr_null(open_state(PITH_ROUND_RESUME, &error));
    ck_assert_int_eq(error.status, PITH_ERROR_USAGE);
    check_output("old\n");
}
END_TEST

START_TEST(rounds) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    write_and_finish(state, "http://a.example/1", "one\n");
    write_record("two\n");
    finish(state, "http://a.example/2", PITH_ERROR_HTTP, "two\n");
    pith_state_close(state);

    state = open_good(PITH_ROUND_RETRY);
    ck_assert(is_finished(state, "http://a.example/1"));
    ck_assert(!is_finished(state, "http://a.example/2"));
    write_record("two\n");
    finish(state, "http://a.example/2", PITH_ERROR_HTTP, "two\n");
    ck_assert(is_finished(state, "http://a.example/2")); /* Once in a run. */
    pith_state_close(state);

    state = open_good(PITH_ROUND_RECRAWL);
    bool finished;
    char *etag = NULL, *last_modified = NULL;
    pith_error error;
    ck_assert_int_eq(
        pith__state_find(state, "http://a.example/1", &finished, &etag, &last_modified, &error),
        PITH_OK);
    ck_assert(!finished);
    ck_assert_str_eq(etag, "\"v 1\"");
    ck_assert_ptr_null(last_modified);
    free(etag);
    etag = NULL;
    pith_state_close(state); /* Killed before its first record: the round was begun all the same. */
    state = open_good(PITH_ROUND_RESUME);
    ck_assert(!is_finished(state, "http://a.example/1"));
    /* What failed is wanted whole. */
    ck_assert_int_eq(
        pith__state_find(state, "http://a.example/2", &finished, &etag, &last_modified, &error),
        PITH_OK);
    ck_assert(!finished);
    ck_assert_ptr_null(etag);
    write_and_finish(state, "http://a.example/1", "one again\n");
    pith_state_close(state);

    state = open_good(PITH_ROUND_RESUME);
    ck_assert(is_finished(state, "http://a.example/1"));
    ck_assert(!is_finished(state, "http://a.example/2"));
    pith_state_close(state);
}
END_TEST

START_TEST(one_run_at_a_time) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    pith_error error;
    ck_assert_ptr_null(pith_state_open(folder, -1, PITH_ROUND_RESUME, &error));
    ck_assert_int_eq(error.status, PITH_ERROR_IO);
    ck_assert_ptr_nonnull(strstr(error.message, "another run"));
    pith_state_close(state);
    state = open_good(PITH_ROUND_RESUME);
    pith_state_close(state);
}
END_TEST

START_TEST(damaged_journal) {
    pith_state *state = open_good(PITH_ROUND_RESUME);
    write_and_finish(state, "http://a.example/1", "one\n");
    pith_state_close(state);
    append_file(journal, "\x01\x02 garbage\n");
    state = open_good(PITH_ROUND_RESUME);
    ck_assert_uint_eq(pith_state_damaged(state), 1);
    ck_assert(is_finished(state, "http://a.example/1"));
    pith_state_close(state);
    /* What is no journal is not written to. */
    int made = open(journal, O_WRONLY | O_TRUNC);
    close(made);
    append_file(journal, "dear diary\n");
    pith_error error;
    ck_assert_ptr_null(open_state(PITH_ROUND_RESUME, &error));
    ck_assert_int_eq(error.status, PITH_ERROR_IO);
    ck_assert_ptr_nonnull(strstr(error.message, "no journal"));
}
END_TEST

START_TEST(no_folder) {
    pith_error error;
    ck_assert_ptr_null(pith_state_open("/nonexistent/a/b", -1, PITH_ROUND_RESUME, &error));
    ck_assert_int_eq(error.status, PITH_ERROR_IO);
    ck_assert_ptr_null(pith_state_open(NULL, -1, PITH_ROUND_RESUME, &error));
    ck_assert_int_eq(error.status, PITH_ERROR_USAGE);
}
END_TEST

/* Without a regular file the state remembers pages all the same. */
START_TEST(no_output) {
    pith_error error;
    pith_state *state = pith_state_open(folder, -1, PITH_ROUND_RESUME, &error);
    ck_assert_ptr_nonnull(state);
    for (int i = 0; i < 3000; i++) {
        char url[64];
        snprintf(url, sizeof url, "http://a.example/%d", i);
        finish(state, url, PITH_OK, "");
    }
    pith_state_close(state);
    state = pith_state_open(folder, -1, PITH_ROUND_RESUME, &error);
    ck_assert_ptr_nonnull(state);
    for (int i = 0; i < 3000; i++) {
        char url[64];
        snprintf(url, sizeof url, "http://a.example/%d", i);
        ck_assert(is_finished(state, url));
    }
    ck_assert(!is_finished(state, "http://a.example/3000"));
    pith_state_close(state);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("state");
    TCase *tcase = tcase_create("state");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, reading_lines, 0, sizeof lines / sizeof lines[0]);
    tcase_add_test(tcase, writing_lines);
    tcase_add_test(tcase, going_on);
    tcase_add_test(tcase, killed_at_the_beginning);
    tcase_add_test(tcase, lost_records);
    tcase_add_test(tcase, foreign_output);
    tcase_add_test(tcase, fresh_state_and_old_file);
    tcase_add_test(tcase, rounds);
    tcase_add_test(tcase, one_run_at_a_time);
    tcase_add_test(tcase, damaged_journal);
    tcase_add_test(tcase, no_folder);
    tcase_add_test(tcase, no_output);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
