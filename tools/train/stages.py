"""The stages of training. Each gives out-of-fold answers for all pages, so that the next stage and the
scores see only answers of models that did not see the page's site, and a model fitted to all pages."""
from dataclasses import dataclass

import lightgbm
import numpy as np

import class_tokens
import decide
import forests
from corpus import FOLDS, TYPES

BLOCK_FOREST = dict(trees=120)
COMMENT_FOREST = dict(trees=60, num_leaves=16, objective='binary')
TYPE_FOREST = dict(trees=60, num_leaves=6, objective='multiclass', num_class=len(TYPES), learning_rate=.06,
                   feature_fraction=.3, min_data_in_leaf=15)
# Left out of the comment forest: with them it would only repeat what its labels were made of.
NAMED = ('up_class_', 'tok_')


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
        part = self.data.subset(np.sort(indices))
        part.construct()
        part.set_label(labels[np.sort(indices)])
        part.set_weight(weights[np.sort(indices)])
        return part


def forest_stage(rows, labels, weights, used, folds, log, name, trees, **changes):
    """A forest over blocks; `used`: which blocks it is trained on."""
    answers = np.zeros(len(labels))
    for fold in range(FOLDS):
        booster = forests.grow(rows.subset(np.flatnonzero(used & (folds != fold)), labels, weights), trees, **changes)
        test = folds == fold
        answers[test] = booster.predict(rows.rows[test], num_threads=forests.THREADS)
        log(f'forest {name}, fold {fold}')
    booster = forests.grow(rows.subset(np.flatnonzero(used), labels, weights), trees, **changes)
    return Stage(answers, booster)


def page_rows(corpus, general):
    """Rows of pages: their columns, then what the general forest thinks of them."""
    names = [name for name in corpus.page_names if not name.startswith('mean_page_')]
    place = [corpus.page_names.index(name) for name in names]
    rows = [np.concatenate([page.page_values[place], decide.aggregates(page, general[corpus.blocks_of(index)])])
            for index, page in enumerate(corpus.pages)]
    return np.array(rows, dtype=np.float32), [*names, *decide.AGGREGATES]


def type_stage(corpus, rows, log, trees, **changes):
    """Probabilities of the page types."""
    known = np.array([kind is not None for kind in corpus.type])
    number = np.array([TYPES.index(kind) if kind else 0 for kind in corpus.type])
    answers = np.zeros((len(rows), len(TYPES)))

    def grow(use):
        data = lightgbm.Dataset(rows[use], number[use], params=forests.parameters(**changes))
        return forests.grow(data, trees, **changes)

    for fold in range(FOLDS):
        test = corpus.fold == fold
        answers[test] = grow(known & ~test).predict(rows[test], num_threads=forests.THREADS)
    log('page types')
    return Stage(answers, grow(known))


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
