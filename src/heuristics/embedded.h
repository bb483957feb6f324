/* embedded.h - the files of heuristics/ as compiled in; the source is made by tools/embed.sh. */
#ifndef PITH_HEURISTICS_EMBEDDED_H
#define PITH_HEURISTICS_EMBEDDED_H

#include <stddef.h>

typedef struct pith__embedded_file {
    const char *name; /* Relative to heuristics/. */
    const char *text;
    size_t length;
} pith__embedded_file;

/* Ends with an entry whose name is NULL. */
extern const pith__embedded_file pith__embedded_files[];

#endif
