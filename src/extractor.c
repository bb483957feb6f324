#include "extractor.h"

#include <setjmp.h>
#include <stdlib.h>

#include "base/error.h"
#include "score/dump_features.h"
#include "score/features.h"
#include "score/judge.h"
#include "score/model.h"

/* The heuristics, with the columns of the model found among the features. */
static const pith__heuristics *load_heuristics(
    pith__arena *arena, const char *directory, pith_error *error) {
    const pith__heuristics *heuristics = pith__heuristics_load(arena, directory, error);
    if (heuristics == NULL)
        return NULL;
    const pith__features *features = pith__feature_names(arena, heuristics);
    const char *missing = pith__model_resolve(pith__heuristics_model(heuristics), features->names,
        features->stride, features->page_names, features->page_columns + PITH_AGGREGATES);
    const char *file = "html";
    if (missing == NULL) {
        const pith__features *of_dumps = pith__dump_feature_names(arena, heuristics);
        missing = pith__model_resolve_dump(
            pith__heuristics_dump_model(heuristics), of_dumps->names, of_dumps->columns);
        file = "text";
    }
    if (missing == NULL)
        return heuristics;
    pith__error_set(error, PITH_ERROR_HEURISTICS,
        "models/%s.conf:1: the model and the program do not fit together: %.100s", file, missing);
    return NULL;
}

pith_extractor *pith_extractor_new(const char *heuristics, pith_error *error) {
    pith__error_none(error);
    pith_extractor *extractor = calloc(1, sizeof *extractor);
    if (extractor == NULL) {
        pith__error_status(error, PITH_ERROR_MEMORY);
        return NULL;
    }
    jmp_buf on_failure;
    pith__arena_init(&extractor->arena, PITH_MAX_MEMORY, &on_failure);
    if (setjmp(on_failure) != 0)
        pith__error_status(error, PITH_ERROR_MEMORY);
    else
        extractor->heuristics = load_heuristics(&extractor->arena, heuristics, error);
    if (extractor->heuristics == NULL) {
        pith_extractor_free(extractor);
        return NULL;
    }
    /* Nothing is allocated from it any more: an extractor does not change. */
    extractor->arena.on_failure = NULL;
    return extractor;
}

void pith_extractor_free(pith_extractor *extractor) {
    if (extractor == NULL)
        return;
    pith__arena_free(&extractor->arena);
    free(extractor);
}
