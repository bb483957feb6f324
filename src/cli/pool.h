/*
 * pool.h - workers that turn records into results, which come back in the order of the records.
 *
 *     submit --> [ queue of records ] --> workers --> [ results in order ] --> take
 *
 * Whoever submits also takes: one thread, called the owner here. What is in the pool is bounded, in
 * records and in bytes of pages, so that a fast reader cannot fill the memory: when the pool is
 * full, the owner takes before it submits.
 *
 *     while (next(&record)) {
 *         while (cli_pool_take(pool, cli_pool_is_full(pool), &done, &result))
 *             ...
 *         cli_pool_submit(pool, &record);
 *     }
 *     while (cli_pool_take(pool, true, &done, &result))
 *         ...
 */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "process.h"
#include "record.h"

typedef struct cli_pool cli_pool;

/* The processors that the program may use; at least 1. */
size_t cli_processors(void);

/*
 * A pool of up to this many workers for this job, which must live as long and must not change while
 * there is a record in the pool. Threads are started as they are needed. With one worker, or where
 * no thread can be had, there are none: cli_pool_submit() does the work. NULL if memory runs out.
 */
cli_pool *cli_pool_new(const cli_job *job, size_t workers);

/* Ends the workers and frees what is left in the pool. NULL is allowed. */
void cli_pool_free(cli_pool *pool);

/* Whether a record more would be too many. */
bool cli_pool_is_full(const cli_pool *pool);

/* Hands a record over; the pool must not be full. `*record` is empty afterwards. */
void cli_pool_submit(cli_pool *pool, cli_record *record);

/*
 * The result of the record that was submitted first of those not yet taken, and that record; the
 * owner clears both. False when there is none, or, unless `wait`, when it is not ready.
 */
bool cli_pool_take(cli_pool *pool, bool wait, cli_record *record, cli_result *result);

/*
 * Waits until there is something to read from the file, or the next result is ready: true when it
 * is. Without records in the pool it returns false at once. So a program that waits for a slow
 * reader's next line can write the results of the last ones meanwhile.
 */
bool cli_pool_wait(cli_pool *pool, int file);

#endif
