#!/usr/bin/env python3
"""Trains the model of HTML blocks and writes heuristics/models/html.conf.

usage: train.py [--shared DIR] [--command COMMAND] [--work DIR] [--out FILE] [--pages N]

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

# Values of the decision's parameters that are tried, in this order; the last one is chosen of those that score best
# or nearly so: differences below TIE are noise, and the later values keep less that is doubtful.
TIE = .0005
GRID = (('threshold-k', (.5, .55, .6, .65)), ('threshold-low', (.1, .15)), ('threshold-high', (.65, .6)),
        ('forum-threshold', (.75, .5)), ('posts-threshold', (2., 1.1)),
        ('no-content-f', (0., .1, .2, .3)))
DEFAULTS = {'threshold-k': .65, 'threshold-power': 2., 'threshold-low': .15, 'threshold-high': .65,
            'precision-k': .9, 'recall-k': .4, 'no-content-f': 0., 'no-content-max': 0.,
            'forum-threshold': .5, 'posts-threshold': 2.}


def logger():
    begun = time.time()
    return lambda text: print(f'[{time.time() - begun:5.0f}s] {text}', flush=True)


class Answers:
    """What the model says about the pages of a corpus, and the scores of it."""

    def __init__(self, corpus, scorer):
        self.corpus, self.scorer, self.missing = corpus, scorer, corpus.missing
        self.pages_of = {name: [index for index, page in enumerate(corpus.pages) if page.set == name]
                         for name in SETS}
        worded = [index for index in range(len(corpus.pages)) if 'text' in corpus.gold[index]]
        quick = scoring.WordF1(scorer, [corpus.pages[i] for i in worded], [corpus.gold[i] for i in worded])
        self.quick = lambda index, keep, place={page: at for at, page in enumerate(worded)}: quick(place[index], keep)
        self.p = self.types = None
        self.part = corpus.column('comment_part')

    def decide(self, index, parameters, include):
        blocks = self.corpus.blocks_of(index)
        return decide.decide(self.corpus.pages[index], self.p[blocks], self.part[blocks], self.types[index], parameters,
                             include)

    def quick_mean(self, pages, parameters, include):
        return float(np.mean([self.quick(index, self.decide(index, parameters, include)[0]) for index in pages]))

    def summary(self, name, parameters, include, kind=None):
        pages = [index for index in self.pages_of[name] if kind is None or self.corpus.type[index] == kind]
        missing = [record for record in self.missing[name] if kind is None or record['type'] == kind]
        return scoring.score_set(self.scorer, [self.corpus.pages[i] for i in pages],
                                 [self.corpus.gold[i] for i in pages],
                                 [self.decide(i, parameters, include)[0] for i in pages], missing)

    def oracle(self, name):
        """The score of keeping just the blocks that are body by their labels: what the cut into blocks allows."""
        pages = self.pages_of[name]
        return scoring.score_set(
            self.scorer, [self.corpus.pages[i] for i in pages], [self.corpus.gold[i] for i in pages],
            [decide.drop_repeats(self.corpus.pages[i], self.corpus.label[self.corpus.blocks_of(i)] >= .5)
             for i in pages], self.missing[name])

    def table(self, parameters):
        rows = []
        for name in ('wcxb-dev', 'readab-a'):
            score = self.oracle(name)
            rows.append((f'{name} (oracle: blocks chosen by their labels)', 'word_f1', score['word_f1'],
                         f'P {score["word_p"]:.4f} R {score["word_r"]:.4f}'))
        for include in (True, False):
            how = 'comments included' if include else 'default'
            for kind in (None, *TYPES):
                score = self.summary('wcxb-dev', parameters, include, kind)
                if 'word_f1' not in score:  # A few pages may not hold all types.
                    continue
                rows.append((f'wcxb-dev {kind or "all"} ({how}, {score["pages"]} pages)', 'word_f1',
                             score['word_f1'], f'P {score["word_p"]:.4f} R {score["word_r"]:.4f}'))
            for name, key in (('readab-a', 'word_f1'), ('traf-a', 'snip_f1')):
                score = self.summary(name, parameters, include)
                more = f'P {score["word_p"]:.4f} R {score["word_r"]:.4f}' if key == 'word_f1' else \
                    f'with {score["with"]:.4f} without {score["without"]:.4f}'
                rows.append((f'{name} ({how}, {score["pages"]} pages)', key, score[key], more))
        return [f'{name:50} {key} {value:.4f}  {more}' for name, key, value, more in rows]


def choose_parameters(answers, log):
    """The decision's parameters that score best out of fold, without comments."""
    def score(parameters):
        return (answers.quick_mean(answers.pages_of['wcxb-dev'], parameters, False) +
                answers.summary('traf-a', parameters, False)['snip_f1'] +
                .5 * answers.quick_mean(answers.pages_of['readab-a'], parameters, False)) / 2.5

    best = dict(DEFAULTS)
    for name, values in GRID:
        tried = {value: score({**best, name: value}) for value in values}
        log(name + '  ' + '  '.join(f'{value}: {result:.4f}' for value, result in tried.items()))
        best[name] = [value for value in values if tried[value] > max(tried.values()) - TIE][-1]
    return best


def calibrate(answers, parameters):
    """Pairs of expected F1 and mean F1 reached (default output, gold of both worded sets)."""
    from sklearn.isotonic import IsotonicRegression
    pages = answers.pages_of['wcxb-dev'] + answers.pages_of['readab-a']
    expected, reached = [], []
    for index in pages:
        keep, _, _, value = answers.decide(index, parameters, False)
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
    worth = stages.columns_worth(table, names, corpus.label, corpus.weight, known)
    names, table = [names[column] for column in worth], np.ascontiguousarray(table[:, worth])
    log(f'{len(names)} columns are worth it')
    rows = stages.BlockRows(table, names)
    fit = {}
    fit['general'] = stages.forest_stage(rows, corpus.label, corpus.weight, known & of_dev, folds, log, 'general',
                                         **stages.BLOCK_FOREST)
    of_pages, page_names = stages.page_rows(corpus, fit['general'].answers)
    types = stages.type_stage(corpus, of_pages, log, **stages.TYPE_FOREST)
    weights = corpus.weight * corpus.spread(stages.article_weights(corpus, types.answers))
    fit['article'] = stages.forest_stage(rows, corpus.label, weights, weights > 1e-3, folds, log, 'article',
                                         **stages.BLOCK_FOREST)
    q = corpus.spread(types.answers[:, TYPES.index('article')])
    mixed = q * fit['article'].answers + (1 - q) * fit['general'].answers
    smoothing = stages.smoothing_stage(corpus, mixed, log)
    answers.p, answers.types = smoothing.answers, types.answers
    parameters = choose_parameters(answers, log)
    rounder = forests.EdgeRounder(table)
    model = export.Model(parameters, smoothing.model, tokens.model[1].bias,
                         token_table(*tokens.model), {}, calibrate(answers, parameters))
    for name in ('general', 'article'):
        model.forests[name] = forests.quantize(fit[name].model, names, rounder)
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
            f'Blocks: {forests.parameters(**stages.BLOCK_FOREST)}',
            f'Types: {stages.TYPE_FOREST}', 'Scores out of fold (5 folds by site):', *table]


def main():
    parser = argparse.ArgumentParser()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--command', default='src/pith --features --from jsonl -')
    parser.add_argument('--work', default='build/train')
    parser.add_argument('--out', default=os.path.join(root, 'heuristics', 'models', 'html.conf'))
    parser.add_argument('--pages', type=int, help='use the first so many pages of each set alone')
    options = parser.parse_args()
    log = logger()
    corpus = corpora.load(options.shared, options.command, options.work, options.pages)
    log(f'{len(corpus.pages)} pages, {len(corpus.label)} blocks of {corpus.rows.shape[1]} columns')
    answers = Answers(corpus, scoring.load_scorer(options.shared))
    model = train(corpus, answers, log)
    table = answers.table(model.parameters)
    export.write(options.out, model, provenance(corpus, table))
    print('\n'.join(table))
    log(f'{options.out}: {os.path.getsize(options.out)} bytes')


if __name__ == '__main__':
    main()
