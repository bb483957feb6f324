/*
 * dump_features.h - the lines of a dump as rows of numbers, for the model to judge and to be
 * trained on: what features.h is for HTML.
 *
 *     group       what it says                                                   file
 *     line        length, signs, kinds of words, phrases, what the rules say dump_features_line.c
 *     repetition  copies, same beginnings, parts that stand elsewhere, too dump_features_words.c
 *     vocabulary  words shared with the core, with the text above and below dump_features_words.c
 *     core        runs of running text and the distance to them dump_features_core.c position where
 * it stands among lines, words and running text            dump_features_place.c layout      blank
 * lines and indents                                        dump_features_place.c windows     what
 * stands around it: means over lines on both sides          dump_features_place.c cues headings of
 * foreign sections and marks of comments             dump_features_cues.c page        what kind of
 * page it is                                        dump_features_page.c neighbours  some of these
 * columns of the lines above and below             dump_features.c
 *
 * A dump may have lost its blank lines or its indents, or have all of them alike. They say nothing
 * then: their columns are -1 for the whole page, and the model judges by the rest.
 */
#ifndef PITH_SCORE_DUMP_FEATURES_H
#define PITH_SCORE_DUMP_FEATURES_H

#include "dump_lines.h"
#include "features.h"

/*
 * The features of a dump that has at least one line, whose head matter, furniture and sections are
 * marked already. Of the result, `page_values`, `path` and `section` are not used. Takes time
 * linear in the page.
 */
pith__features *pith__dump_features(
    pith__page *page, const pith__heuristics *heuristics, const pith__dump_line *lines);

/* The names of all columns; features of a dump that is made for that. */
pith__features *pith__dump_feature_names(pith__arena *arena, const pith__heuristics *heuristics);

#endif
