/*
 * output.h - where the records of an earlier run end in the file they were written to.
 *
 * The journal notes of each record where it ends and its checksum. A run that was stopped leaves at
 * most one record more in the file than in the journal; a machine that went down may leave fewer.
 */
#ifndef PITH_FETCH_OUTPUT_H
#define PITH_FETCH_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/str.h"

/* Finds the last record that the text of the journal and the file `output` of `size` bytes both
   have. `*end`: where it ends in the file, -1 when this is not the file that the journal is of.
   `*journal_end` becomes less when the journal has lines of records that the file lost. False when
   memory runs out. */
bool pith__output_end(
    pith__str journal, int output, int64_t size, int64_t *end, size_t *journal_end);

#endif
