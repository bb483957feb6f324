#!/usr/bin/env python3
"""Trains the model of HTML blocks and writes heuristics/models/html.conf.

usage: train.py [--shared DIR] [--command COMMAND] [--work DIR] [--out FILE]

Prints the scores of answers out of fold, then those of the written file. See README.md.
"""
import argparse
import os
import time

import numpy as np

import corpus as corpora
import decide
import export
import forests
import scoring
import stages
from corpus import SETS, TYPES

# Thresholds of the decision that are tried, and how the one is chosen: by the mean of these scores.
GRID_K = (.5, .55, .6, .65, .7)
GRID_POWER = (1.5, 2.)
GRID_LOW = (.1, .15, .2)
GRID_HIGH = (.55, .65)
GRID_NO_CONTENT = (0., .1, .15, .2, .25, .3)
DEFAULTS = {'threshold-k': .65, 'threshold-power': 2., 'threshold-low': .15, 'threshold-high': .65,
            'precision-k': .9, 'recall-k': .4, 'no-content-f': 0., 'no-content-max': 0.,
            'comment-threshold': .5, 'forum-threshold': .5}


def logger():
    begun = time.time()
    return lambda text: print(f'[{time.time() - begun:5.0f}s] {text}', flush=True)


class Answers:
    """What the model says about the pages of a corpus, and the scores of it."""

    def __init__(self, corpus, scorer, missing):
        self.corpus, self.scorer, self.missing = corpus, scorer, missing
        self.pages_of = {name: [index for index, page in enumerate(corpus.pages) if page.set == name]
                         for name in SETS}
        worded = [index for index in range(len(corpus.pages)) if 'text' in corpus.gold[index]]
        quick = scoring.WordF1(scorer, [corpus.pages[i] for i in worded], [corpus.gold[i] for i in worded])
        self.quick = lambda index, keep, place={page: at for at, page in enumerate(worded)}: quick(place[index], keep)
        self.p = self.comment = self.types = None

    def decide(self, index, parameters, include):
        blocks = self.corpus.blocks_of(index)
        return decide.decide(self.corpus.pages[index], self.p[blocks], self.comment[blocks],
                             self.types[index, TYPES.index('forum')], parameters, include)

    def quick_mean(self, pages, parameters, include):
        return float(np.mean([self.quick(index, self.decide(index, parameters, include)[0]) for index in pages]))

    def summary(self, name, parameters, include, kind=None):
        pages = [index for index in self.pages_of[name] if kind is None or self.corpus.type[index] == kind]
        missing = [record for record in self.missing[name] if kind is None or record['type'] == kind]
        return scoring.score_set(self.scorer, [self.corpus.pages[i] for i in pages],
                                 [self.corpus.gold[i] for i in pages],
                                 [self.decide(i, parameters, include)[0] for i in pages], missing)

    def table(self, parameters):
        rows = []
        for include in (True, False):
            how = 'comments included' if include else 'default'
            for kind in (None, *TYPES):
                score = self.summary('wcxb-dev', parameters, include, kind)
                rows.append((f'wcxb-dev {kind or "all"} ({how}, {score["pages"]} pages)', 'word_f1',
                             score['word_f1'], f'P {score["word_p"]:.4f} R {score["word_r"]:.4f}'))
            for name, key in (('readab-a', 'word_f1'), ('traf-a', 'snip_f1')):
                score = self.summary(name, parameters, include)
                more = f'P {score["word_p"]:.4f} R {score["word_r"]:.4f}' if key == 'word_f1' else \
                    f'with {score["with"]:.4f} without {score["without"]:.4f}'
                rows.append((f'{name} ({how}, {score["pages"]} pages)', key, score[key], more))
        return [f'{name:50} {key} {value:.4f}  {more}' for name, key, value, more in rows]


def missing_gold(corpus, shared):
    """Gold of the pages that gave no block."""
    from dataset import read_gold
    have = {(page.set, page.id) for page in corpus.pages}
    return {name: [record for record in read_gold(shared, name).values() if (name, record['id']) not in have]
            if name != 'htmldate-a' else [] for name in SETS}


def choose_parameters(answers, log):
    """The decision's parameters that score best out of fold."""
    def score(parameters):
        return (answers.quick_mean(answers.pages_of['wcxb-dev'], parameters, True) +
                answers.summary('traf-a', parameters, False)['snip_f1'] +
                .5 * answers.quick_mean(answers.pages_of['readab-a'], parameters, False)) / 2.5

    best = dict(DEFAULTS)
    for name, values in (('threshold-k', GRID_K), ('threshold-power', GRID_POWER), ('threshold-low', GRID_LOW),
                         ('threshold-high', GRID_HIGH), ('threshold-k', GRID_K), ('no-content-f', GRID_NO_CONTENT)):
        tried = {value: score({**best, name: value}) for value in values}
        log(name + '  ' + '  '.join(f'{value}: {result:.4f}' for value, result in tried.items()))
        best[name] = max(tried, key=tried.get)
    return best


def calibrate(answers, parameters):
    """Pairs of expected F1 and mean F1 reached (default output, gold of both worded sets)."""
    from sklearn.isotonic import IsotonicRegression
    pages = answers.pages_of['wcxb-dev'] + answers.pages_of['readab-a']
    expected, reached = [], []
    for index in pages:
        keep, _, value = answers.decide(index, parameters, True)
        expected.append(value)
        reached.append(answers.quick(index, keep))
    fit = IsotonicRegression(out_of_bounds='clip').fit(expected, reached)
    # Knots at quantiles of what was seen, smoothed by averaging around them.
    knots = np.linspace(0, 1, 11)
    places = np.quantile(expected, knots)
    pairs = {}
    for place in places:
        near = [min(max(place + step, min(expected)), max(expected)) for step in (-.02, -.01, 0, .01, .02)]
        pairs[round(float(place), 3)] = round(float(np.mean(fit.predict(near))), 3)
    return sorted(pairs.items())


def train(corpus, answers, log):
    tokens = stages.token_stage(corpus, log)
    names = [*corpus.names, *stages.class_tokens.COLUMNS]
    table = np.column_stack([corpus.rows, tokens.answers])
    folds, known = corpus.spread(corpus.fold), corpus.weight > 0
    of_dev = corpus.spread(np.array([page.set == 'wcxb-dev' for page in corpus.pages]))
    of_articles = corpus.spread(np.array([kind == 'article' for kind in corpus.type]))
    rows = stages.BlockRows(table, names)
    fit = {}
    fit['general'] = stages.forest_stage(rows, corpus.label, corpus.weight, known & of_dev, folds, log, 'general',
                                         **stages.BLOCK_FOREST)
    fit['article'] = stages.forest_stage(rows, corpus.label, corpus.weight, known & of_articles, folds, log,
                                         'article', **stages.BLOCK_FOREST)
    unnamed = [index for index, name in enumerate(names) if not name.startswith(stages.NAMED)]
    comment_names = [names[index] for index in unnamed]
    comment_table = table[:, unnamed]
    fit['comment'] = stages.forest_stage(stages.BlockRows(comment_table, comment_names), corpus.comment,
                                         corpus.comment_weight, corpus.comment_weight > 0, folds, log, 'comment',
                                         **stages.COMMENT_FOREST)
    of_pages, page_names = stages.page_rows(corpus, fit['general'].answers)
    types = stages.type_stage(corpus, of_pages, log, **stages.TYPE_FOREST)
    q = corpus.spread(types.answers[:, TYPES.index('article')])
    mixed = q * fit['article'].answers + (1 - q) * fit['general'].answers
    smoothing = stages.smoothing_stage(corpus, mixed, log)
    answers.p, answers.types = smoothing.answers, types.answers
    answers.comment = np.concatenate([decide.path_mean(page, fit['comment'].answers[corpus.blocks_of(index)])
                                      for index, page in enumerate(corpus.pages)])
    parameters = choose_parameters(answers, log)
    rounders = {'block': forests.EdgeRounder(table), 'comment': forests.EdgeRounder(comment_table)}
    model = export.Model(parameters, smoothing.model, tokens.model[1].bias,
                         token_table(*tokens.model), {}, calibrate(answers, parameters))
    for name in ('general', 'article'):
        model.forests[name] = forests.quantize(fit[name].model, names, rounders['block'])
    model.forests['comment'] = forests.quantize(fit['comment'].model, comment_names, rounders['comment'])
    page_rounder = forests.EdgeRounder(of_pages)
    for number, kind in enumerate(TYPES):
        model.forests[f'type-{kind}'] = forests.quantize(types.model, page_names, page_rounder, number, len(TYPES))
    return model


def token_table(vocabulary, tokens):
    table = {}
    for (namespace, token), weight in zip(vocabulary, tokens.weights.tolist()):
        if weight:
            pair = table.setdefault(token, [0, 0])
            pair[namespace] = weight
    return table


def provenance(corpus, table):
    counts = ', '.join(f'{sum(page.set == name for page in corpus.pages)} pages of {name}' for name in SETS)
    return ['The model of HTML blocks. Written by tools/train/train.py; do not edit.',
            f'Pages: {counts}; {len(corpus.label)} blocks; {len({page.group for page in corpus.pages})} sites.',
            f'Blocks: {forests.parameters(**stages.BLOCK_FOREST)}', f'Comments: {stages.COMMENT_FOREST}',
            f'Types: {stages.TYPE_FOREST}', 'Scores out of fold (5 folds by site):', *table]


def main():
    parser = argparse.ArgumentParser()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--command', default='src/pith --features --from jsonl -')
    parser.add_argument('--work', default='build/train')
    parser.add_argument('--out', default=os.path.join(root, 'heuristics', 'models', 'html.conf'))
    options = parser.parse_args()
    log = logger()
    corpus = corpora.load(options.shared, options.command, options.work)
    log(f'{len(corpus.pages)} pages, {len(corpus.label)} blocks of {corpus.rows.shape[1]} columns')
    answers = Answers(corpus, scoring.load_scorer(options.shared), missing_gold(corpus, options.shared))
    model = train(corpus, answers, log)
    table = answers.table(model.parameters)
    export.write(options.out, model, provenance(corpus, table))
    print('\n'.join(table))
    log(f'{options.out}: {os.path.getsize(options.out)} bytes')


if __name__ == '__main__':
    main()
