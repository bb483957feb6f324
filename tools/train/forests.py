"""Forests: gradient-boosted trees as LightGBM grows them, and as integers in the model file.

In the file a tree compares a column with one of the column's edges (float32) and gives an integer; the
sum of the trees' integers and the start, divided by the scale, is the forest's answer before the
logistic function. Evaluation is therefore exact: same rows, same sums, in any language.
"""
from dataclasses import dataclass, field

import lightgbm
import numpy as np

SCALE = 1024
SEED = 20
THREADS = 2


@dataclass
class Tree:
    """Nodes in preorder; the left child of node i is i + 1."""
    column: np.ndarray  # Index into the forest's columns; -1 at a leaf.
    edge: np.ndarray  # Index into the column's edges; at a leaf the leaf's integer.
    right: np.ndarray


@dataclass
class Forest:
    names: list
    edges: list  # Ascending float32 arrays, by column.
    start: int = 0
    scale: int = SCALE
    trees: list = field(default_factory=list)

    def sums(self, rows, names):
        """The integer sums of the rows, whose columns have the names `names`."""
        place = {name: index for index, name in enumerate(names)}
        values = [np.ascontiguousarray(rows[:, place[name]]) for name in self.names]
        bins = [np.searchsorted(edges, value, side='left').astype(np.uint8)
                for edges, value in zip(self.edges, values)]
        total = np.full(len(rows), self.start, dtype=np.int64)
        for tree in self.trees:
            self._add(tree, bins, total)
        return total

    def _add(self, tree, bins, total):
        ready = [(0, np.arange(len(total)))]
        while ready:
            node, rows = ready.pop()
            if tree.column[node] < 0:
                total[rows] += tree.edge[node]
                continue
            # value <= edges[k] exactly when at most k edges are below the value.
            left = bins[tree.column[node]][rows] <= tree.edge[node]
            ready.append((node + 1, rows[left]))
            ready.append((tree.right[node], rows[~left]))

    def answer(self, rows, names):
        return self.sums(rows, names) / self.scale


def parameters(**changes):
    chosen = dict(objective='cross_entropy', learning_rate=.08, num_leaves=24, feature_fraction=.4,
                  bagging_fraction=.7, bagging_freq=1, min_data_in_leaf=100, lambda_l2=10, max_bin=63,
                  seed=SEED, deterministic=True, force_col_wise=True, num_threads=THREADS,
                  use_missing=False, feature_pre_filter=False, verbosity=-1)
    chosen.update(changes)
    return chosen


def grow(dataset, trees, **changes):
    return lightgbm.train(parameters(**changes), dataset, trees)


def _shortest_between(low, high):
    """The float32 with the shortest decimal that is >= low and < high."""
    for digits in range(1, 10):
        for middle in (low + (high - low) / 2, float(low), float(high)):
            value = np.float32(f'{middle:.{digits}g}')
            if np.float32(low) <= value < np.float32(high):
                return value
    return np.float32(low)


class EdgeRounder:
    """Moves thresholds to short decimals without moving any value of the column across them."""

    def __init__(self, rows):
        self.rows = rows
        self.values = {}

    def __call__(self, column, threshold):
        if column not in self.values:
            self.values[column] = np.unique(self.rows[:, column])
        values = self.values[column]
        above = np.searchsorted(values, threshold, side='right')
        if above == 0 or above == len(values):
            return np.float32(threshold)
        return _shortest_between(float(values[above - 1]), float(values[above]))


def _preorder(root):
    nodes, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if 'left_child' in node:
            waiting += [node['right_child'], node['left_child']]
    return nodes


def _tree_of(root, number_of, edge_of):
    nodes = _preorder(root)
    place = {id(node): index for index, node in enumerate(nodes)}
    column, edge, right = [], [], []
    for node in nodes:
        if 'left_child' in node:
            column.append(number_of[node['split_feature']])
            edge.append(edge_of(node))
            right.append(place[id(node['right_child'])])
        else:
            column.append(-1)
            edge.append(node['leaf_value'])
            right.append(-1)
    return column, edge, right


def quantize(booster, names, rounder, tree_class=0, classes=1, scale=SCALE):
    """The Forest of one class of a booster over columns `names`."""
    roots = [info['tree_structure'] for info in booster.dump_model()['tree_info']][tree_class::classes]
    splits = [(node['split_feature'], rounder(node['split_feature'], node['threshold']))
              for root in roots for node in _preorder(root) if 'left_child' in node]
    used = sorted({column for column, _ in splits})
    edges = {column: np.unique(np.array([edge for other, edge in splits if other == column], dtype=np.float32))
             for column in used}
    number_of = {column: number for number, column in enumerate(used)}
    forest = Forest([names[column] for column in used], [edges[column] for column in used], 0, scale)

    def edge_of(node):
        column = node['split_feature']
        return int(np.searchsorted(edges[column], rounder(column, node['threshold'])))

    for root in roots:
        column, edge, right = _tree_of(root, number_of, edge_of)
        leaves = [value for value, at in zip(edge, column) if at < 0]
        # The first tree carries the average of all labels: it goes into the start, leaves stay small.
        shift = int(np.rint(np.median(leaves) * scale))
        forest.start += shift
        edge = [value if at >= 0 else int(np.rint(value * scale)) - shift for value, at in zip(edge, column)]
        forest.trees.append(Tree(np.array(column), np.array(edge), np.array(right)))
    return forest
