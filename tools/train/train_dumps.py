#!/usr/bin/env python3
"""Trains the model of the lines of text dumps and writes heuristics/models/text.conf.

usage: train_dumps.py [--shared DIR] [--command COMMAND] [--work DIR] [--out FILE]

Prints the scores out of fold and those of layouts that were left out of training. See README.md.
"""
import argparse
import os
import pickle
import time

import lightgbm
import numpy as np

import dump_corpus
import dump_decide
import dump_model
import forests
import layouts

LINES_A_DUMP = 80  # Lines of a dump that are trained on, chosen at random.
LINES_TESTED = 24  # The same for the models that are only made to be tested: more gained them nothing.
FOREST = {'num_leaves': 31, 'learning_rate': .06, 'feature_fraction': .4, 'bagging_fraction': .8, 'min_data_in_leaf': 100,
          'lambda_l2': 5, 'path_smooth': 10}
TREES = 240
SEED = 3
VOTED_WEIGHT = .5  # Of dumps whose labels are votes of extractors, beside those with a gold text.
GRID = {'rules-f': (0., .2, .3, .35, .4, .45, .5), 'core-floor': (1., .9, .8, .7, .6, .5, .3),
        'threshold-k': (.7, .75, .8, .85, .9, .95, 1., 1.1)}
# Factors of the threshold for those who favor precision or recall: the best by word F with that beta.
FAVORS = {'precision-k': (.5, (.9, .95, 1., 1.05, 1.1, 1.2, 1.3)), 'recall-k': (2., (.2, .3, .4, .5, .6, .7, .8))}
# Layouts of the test set, by the layouts that are made of other pages.
FAMILY = {layout.name: layout.family for layout in layouts.LAYOUTS} | {'w3m': 'w3m'}


def logger():
    begun = time.time()
    return lambda text: print(f'[{time.time() - begun:5.0f}s] {text}', flush=True)


def line_weights(dump):
    """A long line says more than a short one, but all dumps say alike much."""
    words = dump.words.astype(float)
    wanted = max(30., float((words * dump.label).sum()))
    return words ** .6 / wanted ** .6 * dump.known * (VOTED_WEIGHT if dump.gold is None else 1.)


class Rows:
    """The lines that are trained on, as a dataset of which parts can be taken."""

    def __init__(self, dumps, lines_a_dump):
        random = np.random.RandomState(SEED)
        values, labels, weights, owners = [], [], [], []
        for number, dump in enumerate(dumps):
            weight = line_weights(dump)
            lines = np.flatnonzero(weight > 0)
            if len(lines) > lines_a_dump:
                lines = np.sort(random.choice(lines, lines_a_dump, replace=False))
            if len(lines) == 0:
                continue
            values.append(dump.values[lines])
            labels.append(dump.label[lines])
            weights.append(weight[lines] * weight.sum() / weight[lines].sum())
            owners.append(np.full(len(lines), number))
        weights = np.concatenate(weights)
        self.owner = np.concatenate(owners)
        self.table = np.concatenate(values)
        self.dataset = lightgbm.Dataset(self.table, np.concatenate(labels).astype(np.float32),
                                        weight=weights / weights.mean(), params=forests.parameters(**FOREST),
                                        free_raw_data=False).construct()

    def grow(self, chosen, trees=TREES):
        """A booster of the lines of the chosen dumps (by dump: whether it is)."""
        part = self.dataset.subset(np.flatnonzero(chosen[self.owner]))
        return forests.grow(part, trees, **FOREST)


def predict(booster, dump):
    return booster.predict(dump.values, num_threads=forests.THREADS)


def left_out_of(fold):
    """The families of layouts that are left out together with a fold of the sites."""
    return layouts.FAMILIES[fold::dump_corpus.FOLDS]


def out_of_fold(rows, dumps, fold, log):
    """(by dump the probabilities of its lines, from those who have not seen its site; by number of the
    dump the same from those who have not seen its layout either, nor the others of its family)"""
    answers, left_out_answers = [None] * len(dumps), {}
    family = np.array([FAMILY[dump.layout] for dump in dumps])
    for number in range(dump_corpus.FOLDS):
        booster = rows.grow(fold != number)
        for index in np.flatnonzero(fold == number):
            answers[index] = predict(booster, dumps[index])
        left_out = np.isin(family, left_out_of(number))
        booster = rows.grow((fold != number) & ~left_out)
        for index in np.flatnonzero((fold == number) & left_out):
            left_out_answers[int(index)] = predict(booster, dumps[index])
        log(f'fold {number}; without {", ".join(left_out_of(number))}')
    return answers, left_out_answers


class Scores:
    def __init__(self, dumps, names):
        self.dumps = dumps
        self.rule = names.index('rule')

    def __call__(self, index, p, parameters):
        """(word F1, expected F1) of a dump."""
        dump = self.dumps[index]
        keep, expected = dump_decide.decide(dump, dump.values[:, self.rule], p, parameters)
        return dump_corpus.word_f1(dump, keep), expected

    def mean(self, answers, parameters):
        return float(np.mean([self(index, p, parameters)[0] for index, p in answers.items()]))

    def mean_beta(self, answers, parameters, beta):
        """The mean of word F with another weight of recall."""
        found = []
        for index, p in answers.items():
            dump = self.dumps[index]
            keep, _ = dump_decide.decide(dump, dump.values[:, self.rule], p, parameters)
            found.append(dump_corpus.word_f1(dump, keep, beta))
        return float(np.mean(found))

    def rules(self, indices):
        return float(np.mean([dump_corpus.word_f1(self.dumps[i], self.dumps[i].rule == 'kept') for i in indices]))


def choose(scores, tested, left_out, log):
    """The parameters that are best for the test set out of fold and for layouts that were left out."""
    parameters = dict(dump_decide.DEFAULTS)
    for name, values in GRID.items():
        tried = {value: (scores.mean(tested, {**parameters, name: value}) +
                         scores.mean(left_out, {**parameters, name: value})) / 2 for value in values}
        log(name + '  ' + '  '.join(f'{value}: {result:.4f}' for value, result in tried.items()))
        parameters[name] = max(tried, key=tried.get)
    for name, (beta, factors) in FAVORS.items():
        tried = {factor: scores.mean_beta({**left_out, **tested}, {**parameters, 'threshold-k': factor}, beta)
                 for factor in factors}
        log(name + '  ' + '  '.join(f'{factor}: {result:.4f}' for factor, result in tried.items()))
        parameters[name] = max(tried, key=tried.get)
    return parameters


def calibrate(scores, tested, parameters):
    """Pairs of expected F1 and the mean F1 that dumps with it have."""
    from sklearn.isotonic import IsotonicRegression
    reached, expected = np.array([scores(index, p, parameters) for index, p in tested.items()]).T
    fit = IsotonicRegression(out_of_bounds='clip').fit(expected, reached)
    pairs = {}
    for place in np.quantile(expected, np.linspace(0, 1, 11)):
        near = np.clip(place + np.array((-.02, -.01, 0, .01, .02)), expected.min(), expected.max())
        pairs[round(float(place), 3)] = round(float(np.mean(fit.predict(near))), 3)
    return sorted(pairs.items())


def table_of(scores, tested, left_out, parameters):
    """Lines that say what was reached."""
    dumps = scores.dumps
    rows = []

    def add(title, answers):
        if answers:
            rows.append(f'{title:44} {len(answers):5} dumps  word_f1 {scores.mean(answers, parameters):.4f}  '
                        f'rules alone {scores.rules(answers):.4f}')

    add(f'{dump_corpus.TEST_SET} out of fold', tested)
    for layout in sorted({dumps[index].layout for index in tested}):
        add(f'  {layout}', {index: p for index, p in tested.items() if dumps[index].layout == layout})
    for kind in sorted({dumps[index].kind for index in tested}):
        add(f'  {kind}', {index: p for index, p in tested.items() if dumps[index].kind == kind})
    add('layouts left out, sites out of fold', left_out)
    for layout in layouts.LAYOUTS:
        names = {layout.name, 'w3m'} if layout.name == 'w3m-80' else {layout.name}
        add(f'  {layout.name}', {index: p for index, p in left_out.items() if dumps[index].layout in names})
    return rows


def provenance(dumps, rows, names, table):
    counts = ', '.join(f'{sum(dump.set == name for dump in dumps)} of {name}' for name in dump_corpus.SETS)
    return ['The model of the lines of text dumps. Written by tools/train/train_dumps.py; do not edit.',
            f'Dumps: {counts}; {len(rows.table)} lines of {len(names)} columns; {len({d.group for d in dumps})} sites; '
            f'layouts: {", ".join(layout.name for layout in layouts.LAYOUTS)}.',
            f'Trees: {TREES}; {forests.parameters(**FOREST)}; weight of voted labels {VOTED_WEIGHT}; at most '
            f'{LINES_A_DUMP} lines of a dump, in the models that were tested {LINES_TESTED}.',
            'Scores on sites that were left out, by five folds; below, on sites and layouts that were left out:', *table]


def main():
    parser = argparse.ArgumentParser()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--command', default='src/pith --features --from jsonl -')
    parser.add_argument('--work', default='build/train')
    parser.add_argument('--out', default=os.path.join(root, 'heuristics', 'models', 'text.conf'))
    options = parser.parse_args()
    log = logger()
    dumps, names = dump_corpus.load(options.shared, options.command, options.work)
    fold = dump_corpus.folds_of(dumps)
    rows = Rows(dumps, LINES_TESTED)
    log(f'{len(dumps)} dumps, {len(rows.table)} lines of {len(names)} columns')
    answers, left_out = out_of_fold(rows, dumps, fold, log)
    tested = {index: answers[index] for index, dump in enumerate(dumps) if dump.set == dump_corpus.TEST_SET}
    left_out = {index: p for index, p in left_out.items() if dumps[index].gold is not None}
    with open(os.path.join(options.work, 'answers.pickle'), 'wb') as file:
        pickle.dump((answers, left_out), file)
    rows = Rows(dumps, LINES_A_DUMP)
    booster = rows.grow(np.ones(len(dumps), dtype=bool))
    log(f'all, {len(rows.table)} lines')
    scores = Scores(dumps, names)
    parameters = choose(scores, tested, left_out, log)
    table = table_of(scores, tested, left_out, parameters)
    forest = forests.quantize(booster, names, forests.EdgeRounder(rows.table))
    dump_model.write(options.out, parameters, forest, calibrate(scores, tested, parameters),
                     provenance(dumps, rows, names, table))
    print('\n'.join(table))
    log(f'{options.out}: {os.path.getsize(options.out)} bytes')


if __name__ == '__main__':
    main()
