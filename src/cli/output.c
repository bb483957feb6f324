#include "output.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The temporary file, while there is one. A signal handler has to find it: hence the static. */
static char *volatile temporary;

static void remove_temporary(void) {
    if (temporary != NULL)
        unlink(temporary);
}

static void on_signal(int number) {
    remove_temporary();
    signal(number, SIG_DFL);
    raise(number);
}

/* What is ignored stays so (nohup). */
static void catch_signals(void) {
    static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            signal(numbers[i], on_signal);
    }
}

static bool fail(const cli_output *output, int error) {
    cli_report(output->name, strerror(error));
    return false;
}

/* The mode a new file would get from open(). */
static mode_t new_mode(void) {
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Makes the temporary file that is to become `target`, with this mode. */
static bool open_temporary(cli_output *output, mode_t mode) {
    static const char suffix[] = ".XXXXXX";
    size_t length = strlen(output->target);
    char *name = cli_allocate(length + sizeof suffix);
    memcpy(name, output->target, length);
    memcpy(name + length, suffix, sizeof suffix);
    atexit(remove_temporary);
    catch_signals();
    output->file = mkstemp(name);
    if (output->file < 0 || fchmod(output->file, mode) != 0) {
        int error = errno;
        if (output->file >= 0) {
            unlink(name);
            close(output->file);
        }
        free(name);
        free(output->target);
        return fail(output, error);
    }
    temporary = name;
    return true;
}

static cli_output standard_output(void) {
    return (cli_output){.name = "standard output",
        .file = STDOUT_FILENO,
        .is_terminal = isatty(STDOUT_FILENO) == 1};
}

bool cli_output_open(cli_output *output, const char *path) {
    *output = standard_output();
    if (path == NULL || strcmp(path, "-") == 0)
        return true;
    output->name = path;
    output->is_terminal = false;

    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
        output->file = open(path, O_WRONLY | O_CLOEXEC);
        return output->file >= 0 || fail(output, errno);
    }
    if (exists && access(path, W_OK) != 0)
        return fail(output, errno);
    /* A link stays one: the file it leads to is replaced. */
    output->target = exists ? realpath(path, NULL) : cli_copy(path);
    if (output->target == NULL)
        return fail(output, errno);
    return open_temporary(output, exists ? status.st_mode & 07777 : new_mode());
}

bool cli_output_open_append(cli_output *output, const char *path) {
    *output = standard_output();
    if (path == NULL || strcmp(path, "-") == 0)
        return true;
    output->name = path;
    output->is_terminal = false;
    output->file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    return output->file >= 0 || fail(output, errno);
}

bool cli_output_write(cli_output *output, const char *bytes, size_t length) {
    if (output->is_terminal)
        cli_status_line("");
    while (length > 0) {
        ssize_t count = write(output->file, bytes, length < SSIZE_MAX ? length : SSIZE_MAX);
        if (count >= 0) {
            bytes += count;
            length -= (size_t)count;
            output->written = true;
        } else if (errno == EAGAIN) {
            /* Whoever shares the terminal or pipe with us has made it non-blocking. */
            struct pollfd writable = {.fd = output->file, .events = POLLOUT};
            poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return fail(output, errno);
        }
    }
    return true;
}

static bool finish(const cli_output *output, bool keep) {
    bool replaces = output->target != NULL;
    /* On the disk before the old file goes: a power cut must leave one of the two. */
    bool good = !keep || !replaces || fsync(output->file) == 0;
    good = close(output->file) == 0 && good;
    if (good && keep && replaces)
        good = rename(temporary, output->target) == 0;
    return good || fail(output, errno);
}

bool cli_output_close(cli_output *output, bool keep) {
    bool good = finish(output, keep);
    if (temporary != NULL) {
        char *name = temporary;
        if (!good || !keep)
            unlink(name);
        temporary = NULL;
        free(name);
    }
    free(output->target);
    output->target = NULL;
    return good;
}
