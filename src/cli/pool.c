#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    RECORDS_PER_WORKER = 4, /* Enough that a long page holds up nobody. */
    MAX_BYTES = 256 << 20, /* Of all pages in the pool together; one larger page is let in alone. */
};

/* Where a record is: slots are used one after another, around and around. */
typedef struct slot {
    cli_record record;
    cli_result result;
    size_t bytes;
    bool done;
} slot;

struct cli_pool {
    const cli_job *job;
    size_t workers;
    pthread_t *threads;
    size_t thread_count;

    /* Records submitted, begun by a worker, and taken, counted from the start: taken <= begun <=
       submitted <= taken + slot_count. Record number n is in slot n % slot_count. */
    slot *slots;
    size_t slot_count;
    size_t submitted, begun, taken;
    size_t bytes;
    bool closing;

    /* Guard all of the above but `slots[n].record` and `.result`, which belong to the worker
       between begun and done, and to the owner otherwise. */
    pthread_mutex_t lock;
    pthread_cond_t can_begin; /* There is a record to begin, or the pool is closing. */
    pthread_cond_t can_take;  /* The next result is done. */
    int ready[2]; /* A pipe in which there is a byte when the next result is done, for poll(). */
};

size_t cli_processors(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 1 ? (size_t)count : 1;
}

static void work_on(const cli_job *job, slot *place) {
    place->result = cli_process(job, &place->record);
}

static void *worker(void *user) {
    cli_pool *pool = user;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->begun == pool->submitted && !pool->closing)
            pthread_cond_wait(&pool->can_begin, &pool->lock);
        if (pool->closing)
            break;
        size_t number = pool->begun++;
        slot *place = &pool->slots[number % pool->slot_count];
        pthread_mutex_unlock(&pool->lock);
        work_on(pool->job, place);
        pthread_mutex_lock(&pool->lock);
        place->done = true;
        if (number == pool->taken) {
            pthread_cond_signal(&pool->can_take);
            /* When there is no room for a byte, there are some. */
            while (write(pool->ready[1], "", 1) < 0 && errno == EINTR)
                continue;
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static bool open_pipe(int ends[2]) {
    if (pipe(ends) != 0) {
        ends[0] = ends[1] = -1;
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    return true;
}

static void close_pipe(const int ends[2]) {
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0)
            close(ends[i]);
    }
}

/* A thread more, unless there are as many as records to work on. */
static void add_thread(cli_pool *pool) {
    if (pool->workers > 1 && pool->thread_count < pool->workers &&
        pool->thread_count < pool->submitted - pool->taken)
        pool->thread_count +=
            pthread_create(&pool->threads[pool->thread_count], NULL, worker, pool) == 0;
}

cli_pool *cli_pool_new(const cli_job *job, size_t workers) {
    cli_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL)
        return NULL;
    pool->job = job;
    pool->workers = workers;
    pool->ready[0] = pool->ready[1] = -1;
    pool->slot_count = workers <= 1 ? 1 : workers * RECORDS_PER_WORKER;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->can_begin, NULL);
    pthread_cond_init(&pool->can_take, NULL);
    pool->slots = calloc(pool->slot_count, sizeof *pool->slots);
    pool->threads = calloc(workers, sizeof *pool->threads);
    if (pool->slots != NULL && pool->threads != NULL && open_pipe(pool->ready))
        return pool;
    cli_pool_free(pool);
    return NULL;
}

void cli_pool_free(cli_pool *pool) {
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->can_begin);
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    for (; pool->taken < pool->submitted; pool->taken++) {
        slot *place = &pool->slots[pool->taken % pool->slot_count];
        cli_result_clear(&place->result);
        cli_record_clear(&place->record);
    }
    close_pipe(pool->ready);
    pthread_cond_destroy(&pool->can_take);
    pthread_cond_destroy(&pool->can_begin);
    pthread_mutex_destroy(&pool->lock);
    free(pool->threads);
    free(pool->slots);
    free(pool);
}

/* What the owner reads here nobody else changes. */
bool cli_pool_is_full(const cli_pool *pool) {
    size_t records = pool->submitted - pool->taken;
    return records == pool->slot_count || (records > 0 && pool->bytes >= MAX_BYTES);
}

void cli_pool_submit(cli_pool *pool, cli_record *record) {
    pthread_mutex_lock(&pool->lock);
    slot *place = &pool->slots[pool->submitted % pool->slot_count];
    *place = (slot){.record = *record, .bytes = record->input.length + record->line_length};
    *record = (cli_record){0};
    pool->bytes += place->bytes;
    pool->submitted++;
    pthread_cond_signal(&pool->can_begin);
    pthread_mutex_unlock(&pool->lock);
    add_thread(pool);
    if (pool->thread_count > 0)
        return;
    work_on(pool->job, place);
    place->done = true;
    pool->begun++;
}

bool cli_pool_take(cli_pool *pool, bool wait, cli_record *record, cli_result *result) {
    if (pool->taken == pool->submitted)
        return false;
    slot *place = &pool->slots[pool->taken % pool->slot_count];
    pthread_mutex_lock(&pool->lock);
    while (wait && !place->done)
        pthread_cond_wait(&pool->can_take, &pool->lock);
    bool done = place->done;
    if (done) {
        *record = place->record;
        *result = place->result;
        pool->bytes -= place->bytes;
        pool->taken++;
    }
    pthread_mutex_unlock(&pool->lock);
    return done;
}

bool cli_pool_wait(cli_pool *pool, int file) {
    if (pool->taken == pool->submitted || pool->thread_count == 0)
        return false;
    struct pollfd files[] = {
        {.fd = file, .events = POLLIN}, {.fd = pool->ready[0], .events = POLLIN}};
    for (;;) {
        char bytes[64];
        while (read(pool->ready[0], bytes, sizeof bytes) > 0)
            continue;
        /* Looked at after the pipe is empty: what is done from here on puts a byte into it. */
        pthread_mutex_lock(&pool->lock);
        bool done = pool->slots[pool->taken % pool->slot_count].done;
        pthread_mutex_unlock(&pool->lock);
        if (done || files[0].revents != 0)
            return done;
        if (poll(files, 2, -1) < 0 && errno != EINTR)
            return false;
    }
}
