#include "progress.h"
#include "report.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { WINDOW_MILLISECONDS = 3000 };

static const char *const error_names[] = {"network", "http", "robots", "refused", "other"};

static int64_t now_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void cli_progress_open(cli_progress *progress, bool quiet) {
    int64_t now = now_milliseconds();
    *progress = (cli_progress){
        .shown = !quiet && isatty(STDERR_FILENO) == 1, .begun = now, .window_begun = now};
}

void cli_progress_count(cli_progress *progress, const pith_response *response) {
    switch (response->error.status) {
    case PITH_OK:
        break;
    case PITH_ERROR_NETWORK:
        progress->errors[CLI_ERRORS_NETWORK]++;
        break;
    case PITH_ERROR_HTTP:
        progress->errors[CLI_ERRORS_HTTP]++;
        break;
    case PITH_ERROR_ROBOTS:
        progress->errors[CLI_ERRORS_ROBOTS]++;
        break;
    case PITH_ERROR_ADDRESS:
    case PITH_ERROR_URL:
    case PITH_ERROR_CONTENT_TYPE:
    case PITH_ERROR_TOO_LARGE:
        progress->errors[CLI_ERRORS_REFUSED]++;
        break;
    default:
        progress->errors[CLI_ERRORS_OTHER]++;
    }
}

/* "1.4 MiB" */
static void put_bytes(char *text, size_t size, double bytes) {
    static const char *const units[] = {"B", "KiB", "MiB", "GiB"};
    int unit = 0;
    for (; bytes >= 1024 && unit < 3; unit++)
        bytes /= 1024;
    snprintf(text, size, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
}

/* "0:42", "2:03:17" */
static void put_duration(char *text, size_t size, double seconds) {
    long whole = (long)(seconds < 1e8 ? seconds + 0.5 : 1e8);
    if (whole >= 3600)
        snprintf(text, size, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        snprintf(text, size, "%ld:%02ld", whole / 60, whole % 60);
}

void cli_progress_text(const cli_progress *progress, const pith_fetch_progress *fetched,
    bool complete, int columns, char *text, size_t size) {
    char bytes[32];
    put_bytes(bytes, sizeof bytes, progress->bytes_per_second);
    char errors[160] = "";
    size_t used = 0;
    for (int i = 0; i < CLI_ERRORS_COUNT; i++) {
        if (progress->errors[i] > 0 && used < sizeof errors - 40)
            used += (size_t)snprintf(errors + used, sizeof errors - used, "%s%zu %s",
                used == 0 ? "  errors: " : ", ", progress->errors[i], error_names[i]);
    }
    char left[48] = "";
    size_t waiting = fetched->added - fetched->taken;
    if (complete && progress->pages_per_second > 0) {
        char duration[32];
        put_duration(duration, sizeof duration, (double)waiting / progress->pages_per_second);
        snprintf(left, sizeof left, "  %s left", duration);
    }
    snprintf(text, size, "%zu/%zu%s  %.1f pages/s  %s/s%s  %zu hosts%s", fetched->taken,
        fetched->added, complete ? "" : "+", progress->pages_per_second, bytes, errors,
        fetched->hosts, left);
    if (columns > 1 && (size_t)columns <= strlen(text))
        text[columns - 1] = '\0';
}

static int terminal_columns(void) {
    struct winsize window;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0 ? window.ws_col : 80;
}

static void measure(cli_progress *progress, const pith_fetch_progress *fetched, int64_t now) {
    int64_t passed = now - progress->window_begun;
    if (passed < WINDOW_MILLISECONDS && now - progress->begun >= WINDOW_MILLISECONDS)
        return;
    if (passed <= 0)
        return;
    progress->pages_per_second =
        1000.0 * (double)(fetched->taken - progress->window_pages) / (double)passed;
    progress->bytes_per_second =
        1000.0 * (double)(fetched->received - progress->window_bytes) / (double)passed;
    if (passed >= WINDOW_MILLISECONDS) {
        progress->window_begun = now;
        progress->window_pages = fetched->taken;
        progress->window_bytes = fetched->received;
    }
}

void cli_progress_draw(cli_progress *progress, const pith_fetch_progress *fetched, bool complete) {
    if (!progress->shown)
        return;
    int64_t now = now_milliseconds();
    if (progress->drawn != 0 && now - progress->drawn < CLI_PROGRESS_MILLISECONDS)
        return;
    progress->drawn = now;
    measure(progress, fetched, now);
    char text[512];
    cli_progress_text(progress, fetched, complete, terminal_columns(), text, sizeof text);
    cli_status_line(text);
}

void cli_progress_close(cli_progress *progress) {
    if (progress->shown)
        cli_status_line("");
    progress->shown = false;
}
