#include "heuristics.h"

#include "store.h"

#define PITH_X(name, text) text,
const char *const pith__threshold_names[PITH_THRESHOLD_COUNT] = {PITH_THRESHOLD_MAP(PITH_X)};
const char *const pith__phrase_names[PITH_PHRASE_COUNT] = {PITH_PHRASE_MAP(PITH_X)};
const char *const pith__class_names[PITH_CLASS_COUNT] = {PITH_CLASS_MAP(PITH_X)};
const char *const pith__redirect_names[PITH_REDIRECT_GROUP_COUNT] = {
    PITH_REDIRECT_GROUP_MAP(PITH_X)};
const char *const pith__attribute_names[PITH_ATTRIBUTE_COUNT] = {PITH_ATTRIBUTE_MAP(PITH_X)};
#undef PITH_X

struct pith__model *pith__heuristics_model(const pith__heuristics *heuristics) {
    return heuristics->model;
}

struct pith__model *pith__heuristics_dump_model(const pith__heuristics *heuristics) {
    return heuristics->dump_model;
}

double pith__threshold_value(const pith__heuristics *heuristics, pith__threshold threshold) {
    return heuristics->thresholds[threshold];
}

const char *pith__threshold_name(pith__threshold threshold) {
    return pith__threshold_names[threshold];
}

pith__phrase_set pith__phrases_match(const pith__heuristics *heuristics, pith__words words) {
    return pith__phrase_index_match(heuristics->phrases, words);
}

size_t pith__phrases_prefix(
    const pith__heuristics *heuristics, pith__words words, pith__phrase_group group) {
    return pith__phrase_index_prefix(heuristics->phrases, words, group);
}

uint32_t pith__phrases_count(
    const pith__heuristics *heuristics, pith__words words, pith__phrase_group group) {
    return pith__phrase_index_count(heuristics->phrases, words, group);
}

size_t pith__phrases_find(const pith__heuristics *heuristics, pith__words words,
    pith__phrase_set anywhere, pith__found_phrase *found, size_t most) {
    return pith__phrase_index_find(heuristics->phrases, words, anywhere, found, most);
}

const char *pith__phrase_group_name(pith__phrase_group group) {
    return pith__phrase_names[group];
}

const char *pith__class_group_name(pith__class_group group) {
    return pith__class_names[group];
}

const char *pith__classes_file(const pith__heuristics *heuristics) {
    return heuristics->classes_file;
}

const char *pith__model_file(const pith__heuristics *heuristics) {
    return heuristics->model_file;
}

bool pith__word_in(const pith__heuristics *heuristics, pith__word word, pith__phrase_group group) {
    return pith__phrase_index_word(heuristics->phrases, word, group);
}

pith__phrase_set pith__word_groups(const pith__heuristics *heuristics, pith__word word) {
    return pith__phrase_index_word_groups(heuristics->phrases, word);
}

const char *const *pith__attributes_of(
    const pith__heuristics *heuristics, pith__attribute_group group) {
    return heuristics->attributes[group].names;
}

pith__date_word pith__date_word_at(
    const pith__heuristics *heuristics, const uint32_t *hashes, size_t count) {
    return pith__date_words_find(heuristics->dates, hashes, count);
}

int pith__month_of(const pith__heuristics *heuristics, pith__word word) {
    return pith__date_words_find(heuristics->dates, &word.hash, 1).month;
}

pith__class_set pith__classes_of(const pith__heuristics *heuristics, pith__str attribute) {
    pith__class_set found = 0;
    size_t at = 0;
    while (at < attribute.length) {
        if (!pith__is_alpha(attribute.data[at])) {
            at++;
            continue;
        }
        uint32_t hash = PITH_HASH_START;
        bool was_lower = false;
        for (; at < attribute.length && pith__is_alpha(attribute.data[at]); at++) {
            if (was_lower && attribute.data[at] <= 'Z')
                break;
            was_lower = attribute.data[at] >= 'a';
            hash = pith__hash_step(hash, (unsigned char)pith__to_lower(attribute.data[at]));
        }
        found |= pith__word_table_get(heuristics->classes, hash);
    }
    return found;
}

pith__redirect_set pith__redirect_groups(const pith__heuristics *heuristics, pith__str name) {
    return pith__word_table_get(heuristics->redirects, pith__word_hash(name));
}
