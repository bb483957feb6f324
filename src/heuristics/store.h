/*
 * store.h - what the files of heuristics/ say, once they are read: load.c fills it, heuristics.c
 * answers from it.
 */
#ifndef PITH_HEURISTICS_STORE_H
#define PITH_HEURISTICS_STORE_H

#include "heuristics.h"
#include "phrases.h"
#include "word_table.h"

struct pith__heuristics {
    double thresholds[PITH_THRESHOLD_COUNT];
    pith__phrase_index *phrases;
    pith__word_table *classes;      /* Token to pith__class_set. */
    struct pith__model *model;      /* Of HTML pages. */
    struct pith__model *dump_model; /* Of text dumps. */
    pith__date_words *dates;        /* Names of months and the like. */
    pith__word_table *redirects;    /* Name to pith__redirect_set. */
    const char *classes_file;       /* Where they were read. */
    const char *model_file;
    struct {
        const char **names; /* NULL at the end. */
        size_t count, capacity;
    } attributes[PITH_ATTRIBUTE_COUNT];
};

/* The names that the files give to the members of each enumeration of heuristics.h, in its order.
 */
extern const char *const pith__threshold_names[PITH_THRESHOLD_COUNT];
extern const char *const pith__phrase_names[PITH_PHRASE_COUNT];
extern const char *const pith__class_names[PITH_CLASS_COUNT];
extern const char *const pith__redirect_names[PITH_REDIRECT_GROUP_COUNT];
extern const char *const pith__attribute_names[PITH_ATTRIBUTE_COUNT];

#endif
