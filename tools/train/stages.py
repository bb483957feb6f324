"""The stages of training. Each gives out-of-fold answers for all pages, so that the next stage and the
scores see only answers of models that did not see the page's site, and a model fitted to all pages."""
from dataclasses import dataclass

import lightgbm
import numpy as np

import class_tokens
import decide
import forests
from corpus import FOLDS, TYPES

BLOCK_FOREST = dict(trees=200, num_leaves=31, learning_rate=.07, feature_fraction=.3, bagging_fraction=.6,
                    min_data_in_leaf=60)
# A small forest over a part of the rows tells which columns of blocks are worth growing the others over.
TRIAL_FOREST = dict(trees=60, num_leaves=16, learning_rate=.12, feature_fraction=.3)
TRIAL_ROWS = 4  # Every so many.
COLUMNS = 160
# Most blocks are furniture of a word or two, of little weight: of blocks lighter than LIGHT (the mean weight is 1)
# one of THINNED is learned from, with their weight together.
LIGHT = .7
THINNED = 4
TYPE_FOREST = dict(trees=120, num_leaves=6, objective='multiclass', num_class=len(TYPES), learning_rate=.06,
                   feature_fraction=.3, min_data_in_leaf=15)
# Weight of a page of the further sets among the pages that types are learned from: all of them are articles.
FURTHER_WEIGHT = .3

@dataclass
class Stage:
    answers: np.ndarray  # Out of fold.
    model: object  # Fitted to all.


def token_stage(corpus, log):
    matrix = class_tokens.token_matrix(corpus.pages)
    log(f'{len(matrix.vocabulary)} tokens, {matrix.rows.nnz} in blocks')
    block_fold = corpus.spread(corpus.fold)
    known = corpus.weight > 0

    def fit(rows):
        return class_tokens.fit(matrix.rows[rows], corpus.label[rows], corpus.weight[rows])

    answers = np.zeros((len(corpus.label), len(class_tokens.COLUMNS)), dtype=np.float32)
    for fold in range(FOLDS):
        tokens = fit(np.flatnonzero(known & (block_fold != fold)))
        rows = block_fold == fold
        answers[rows] = class_tokens.columns(matrix.rows[rows], matrix.near, tokens)
        log(f'tokens, fold {fold}')
    tokens = fit(np.flatnonzero(known))
    return Stage(answers, (matrix.vocabulary, tokens))


class BlockRows:
    """Rows of blocks, binned once for all forests over them."""

    def __init__(self, rows, names, max_bin=63):
        self.rows, self.names = rows, names
        self.data = lightgbm.Dataset(rows, np.zeros(len(rows)), free_raw_data=True,
                                     params=forests.parameters(max_bin=max_bin))
        self.data.construct()

    def subset(self, indices, labels, weights):
        """A data set of its own, in the same bins: LightGBM's subsets of a data set corrupt memory."""
        return lightgbm.Dataset(self.rows[indices], labels[indices], weight=weights[indices], reference=self.data,
                                params=forests.parameters())


def thin(labels, weights, used):
    """(indices, weights) of the blocks to learn from."""
    light = (weights < LIGHT) & (labels < .5)
    chosen = used & (~light | (np.random.RandomState(forests.SEED).randint(THINNED, size=len(weights)) == 0))
    return chosen, np.where(light, weights * THINNED, weights)


def forest_stage(rows, labels, weights, used, folds, log, name, trees, **changes):
    """A forest over blocks; `used`: which blocks it is trained on."""
    answers = np.zeros(len(labels))
    used, weights = thin(labels, weights, used)

    def fit(fold):
        booster = forests.grow(rows.subset(np.flatnonzero(used & (folds != fold)), labels, weights), trees, **changes)
        test = folds == fold
        if test.any():
            answers[test] = booster.predict(rows.rows[test], num_threads=forests.THREADS)
        log(f'forest {name}, {f"fold {fold}" if fold < FOLDS else "all"}')
        return booster

    # One after the other: LightGBM does not grow several in one process safely.
    return Stage(answers, [fit(fold) for fold in range(FOLDS + 1)][-1])


def columns_worth(rows, names, labels, weights, used):
    """Indices of the columns that a trial forest gains most by."""
    used, weights = thin(labels, weights, used)
    some = np.flatnonzero(used)[::TRIAL_ROWS]
    data = lightgbm.Dataset(rows[some], labels[some], weight=weights[some], params=forests.parameters())
    gain = forests.grow(data, **TRIAL_FOREST).feature_importance('gain')
    return np.sort(np.argsort(-gain, kind='stable')[:COLUMNS])


def page_rows(corpus, general):
    """Rows of pages: their columns, then what the general forest thinks of them."""
    names = [name for name in corpus.page_names if not name.startswith('mean_page_')]
    place = [corpus.page_names.index(name) for name in names]
    rows = [np.concatenate([page.page_values[place], decide.aggregates(page, general[corpus.blocks_of(index)])])
            for index, page in enumerate(corpus.pages)]
    return np.array(rows, dtype=np.float32), [*names, *decide.AGGREGATES]


def type_stage(corpus, rows, log, trees, **changes):
    """Probabilities of the page types."""
    weight = np.array([1. if page.set == 'wcxb-dev' else FURTHER_WEIGHT for page in corpus.pages])
    known = np.array([kind is not None for kind in corpus.type])
    number = np.array([TYPES.index(kind) if kind else 0 for kind in corpus.type])
    answers = np.zeros((len(rows), len(TYPES)))

    def grow(use):
        data = lightgbm.Dataset(rows[use], number[use], weight=weight[use], params=forests.parameters(**changes))
        return forests.grow(data, trees, **changes)

    for fold in range(FOLDS):
        test = corpus.fold == fold
        answers[test] = grow(known & ~test).predict(rows[test], num_threads=forests.THREADS)
    log('page types')
    return Stage(answers, grow(known))


def article_weights(corpus, types):
    """By page: how much the forest of articles learns from it. Pages of other types teach it as far as they
    are taken for articles, for those it will have to judge."""
    q = types[:, TYPES.index('article')]
    return np.array([0. if kind is None else 1. if page.set != 'wcxb-dev' else
                     max(probability, .5) if kind == 'article' else probability ** 2
                     for page, kind, probability in zip(corpus.pages, corpus.type, q)])


def fit_logistic(inputs, labels, weights, ridge=1.):
    """Coefficients (bias first) of a logistic regression on labels in 0..1, by Newton's method."""
    design = np.column_stack([np.ones(len(inputs)), inputs])
    coefficients = np.zeros(design.shape[1])
    for _ in range(25):
        p = decide.logistic(design @ coefficients)
        gradient = design.T @ (weights * (p - labels)) + ridge * coefficients
        curvature = (design * (weights * p * (1 - p))[:, None]).T @ design + ridge * np.eye(len(coefficients))
        step = np.linalg.solve(curvature, gradient)
        coefficients -= step
        if np.abs(step).max() < 1e-6:
            break
    return coefficients


def smoothing_stage(corpus, mixed, log):
    inputs = np.concatenate([decide.smoothing_inputs(page, mixed[corpus.blocks_of(index)])
                             for index, page in enumerate(corpus.pages)])
    design = decide.logit(inputs)
    folds, known = corpus.spread(corpus.fold), corpus.weight > 0
    answers = np.zeros(len(mixed))

    def fit(use):
        return fit_logistic(design[use], corpus.label[use], corpus.weight[use])

    for fold in range(FOLDS):
        test = folds == fold
        answers[test] = decide.smooth(inputs[test], fit(known & ~test))
    log('smoothing')
    return Stage(answers, fit(known))
