"""Weights of class names: a logistic regression of "is body" on the tokens around a block.

A block has two sets of tokens: `near`, those of its element and the element's two parents, and `any`,
those of its element and all ancestors; the body element is in neither. A token has a weight in each.
Weights are kept as integers in 1/16; what rounds to zero is left out.
"""
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

UNIT = 16
NEAR_PARENTS = 2
FEWEST_SITES = 8
STRENGTH = .03  # Inverse of regularisation.
COLUMNS = ('tok_sum', 'tok_near', 'tok_any', 'tok_min', 'tok_max')


@dataclass
class TokenWeights:
    bias: int
    weights: np.ndarray  # Integers, by column of the matrix.


@dataclass
class TokenMatrix:
    """Blocks by (namespace, token): 1 where the block has the token."""
    rows: sparse.csr_matrix
    vocabulary: list  # (namespace, token) of each column; namespace 0 is near, 1 is any.
    near: np.ndarray  # By column: whether it is of namespace near.


def block_tokens(page):
    """For each block its two sets of tokens."""
    within = {0: frozenset()}
    near_of = {0: frozenset()}

    def chain_of(element):
        chain = []
        while element not in within:
            chain.append(element)
            element = page.parents[element]
        return chain

    for element in np.unique(page.element):
        for at in reversed(chain_of(element)):
            within[at] = within[page.parents[at]].union(page.tokens[at])
    sets = []
    for element in page.element:
        if element not in near_of:
            near, at = set(), element
            for _ in range(NEAR_PARENTS + 1):
                if at <= 0:
                    break
                near.update(page.tokens[at])
                at = page.parents[at]
            near_of[element] = near
        sets.append((near_of[element], within[element]))
    return sets


def token_matrix(pages, fewest_sites=FEWEST_SITES):
    numbers, sites, starts, indices = {}, [], [0], []
    for page in pages:
        on_page = set()
        for near, within in block_tokens(page):
            row = []
            for namespace, tokens in ((0, near), (1, within)):
                for token in tokens:
                    number = numbers.setdefault((namespace, token), len(numbers))
                    row.append(number)
            indices.append(np.array(row, dtype=np.int32))
            starts.append(starts[-1] + len(row))
            on_page.update(row)
        while len(sites) < len(numbers):
            sites.append(set())
        for number in on_page:
            sites[number].add(page.group)
    keys = [key for key in sorted(numbers) if len(sites[numbers[key]]) >= fewest_sites and ' ' not in key[1]]
    column = np.full(len(numbers), -1, dtype=np.int32)
    for place, key in enumerate(keys):
        column[numbers[key]] = place
    starts, indices = np.array(starts), column[np.concatenate(indices)]
    kept = np.concatenate([[0], np.cumsum(indices >= 0)])
    indices = indices[indices >= 0]
    rows = sparse.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, kept[starts]),
                             shape=(len(starts) - 1, len(keys)))
    rows.sort_indices()
    return TokenMatrix(rows, keys, np.array([namespace == 0 for namespace, _ in keys]))


def fit(matrix, labels, weights):
    model = LogisticRegression(C=STRENGTH, max_iter=80, tol=1e-3)
    model.fit(matrix, labels >= .5, sample_weight=weights)
    return TokenWeights(int(np.rint(model.intercept_[0] * UNIT)),
                        np.rint(model.coef_[0] * UNIT).astype(np.int32))


def columns(matrix, near, tokens):
    """The five columns made of the weights, in COLUMNS' order; exact in float32."""
    near_weights = np.where(near, tokens.weights, 0)
    near_sum = matrix @ near_weights
    any_sum = matrix @ (tokens.weights - near_weights)
    single = matrix.multiply(tokens.weights.astype(np.float32)).tocsr()
    extremes = [np.asarray(extreme.todense()).ravel() for extreme in (single.min(axis=1), single.max(axis=1))]
    lowest, highest = np.minimum(extremes[0], 0), np.maximum(extremes[1], 0)
    table = np.column_stack([tokens.bias + near_sum + any_sum, near_sum, any_sum, lowest, highest])
    return (table / UNIT).astype(np.float32)
