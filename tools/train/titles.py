"""Learns the weights by which pith chooses the title, and prints them as lines of thresholds.conf.

    titles.py --shared ../shared --command 'build/src/pith --features --from jsonl -'

The program prints the wordings that a page has for itself, with what each gets points for. A
conditional logistic regression (McFadden 1974) over the wordings of a page learns weights under
which the true title has the most points. It learns from two thirds of the pages of the sets of which
the title is known; the last lines say how often the choice is right there, and on the other third.
"""
import argparse
import collections
import hashlib
import json
import lzma
import os
import shlex
import subprocess

import numpy as np
from scipy.optimize import minimize

from dataset import open_set, read_gold
from scoring import load_scorer

SETS = ('wcxb-dev', 'traf-a')
SCALE = 100  # Points of one unit of log-odds.
PENALTY = 1.0  # Of squared distance from what is believed beforehand.

# Points that are believed without evidence, for sources that few pages of the sets have; 0 for all others.
BELIEVED = {'title-citation': 130, 'title-parsely': 60, 'title-dublin-core': 40}


def is_held_out(identifier):
    return int(hashlib.sha1(identifier.encode()).hexdigest(), 16) % 3 == 0


def wordings(shared, name, command):
    """By page: what the program printed of its titles."""
    with lzma.open(os.path.join(shared, 'eval', 'data', f'{name}.in.jsonl.xz')) as pages:
        result = subprocess.run(shlex.split(command), input=pages.read(), stdout=subprocess.PIPE, check=False)
    for line in result.stdout.splitlines():
        record = json.loads(line)
        if record.get('titles'):
            yield record['id'], record['titles']


def load(shared, command):
    """Pages as (held out, names of weights by wording, whether each wording is the title)."""
    scorer = load_scorer(shared)
    pages = []
    for name in SETS:
        gold = read_gold(shared, name)
        for identifier, titles in wordings(shared, name, command):
            title = gold[identifier].get('title')
            if title:
                right = np.array([scorer.same_title(wording.pop('text'), title) for wording in titles])
                pages.append((name, is_held_out(identifier), titles, right))
    return pages


def learn(pages, names):
    """Weights that give the right wordings of each page the most of the probability. `pages` are triples: the
    wordings' amounts, which of them are right, and how much the page counts."""
    learned = [page for page in pages if page[1].any() and not page[1].all()]

    believed = np.array([BELIEVED.get(name, 0) / SCALE for name in names])

    def loss(weights):
        away = weights - believed
        total, gradient = PENALTY * away @ away, 2 * PENALTY * away
        for matrix, right, counts in learned:
            points = matrix @ weights
            probability = np.exp(points - points.max())
            probability /= probability.sum()
            share = probability[right].sum()
            total -= counts * np.log(share)
            gradient = gradient + counts * (matrix.T @ (probability - np.where(right, probability / share, 0)))
        return total, gradient

    return minimize(loss, believed, jac=True, method='L-BFGS-B').x


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--shared', required=True)
    parser.add_argument('--command', required=True)
    options = parser.parse_args()
    pages = load(options.shared, options.command)
    names = sorted({name for _, _, titles, _ in pages for wording in titles for name in wording})
    matrices = [np.array([[wording.get(name, 0) for name in names] for wording in titles])
                for _, _, titles, _ in pages]
    sizes = collections.Counter(page[0] for page in pages)  # Each set counts the same, however large.
    rows = [(matrix, page[3], len(pages) / len(SETS) / sizes[page[0]]) for matrix, page in zip(matrices, pages)]
    weights = np.rint(SCALE * learn([row for row, page in zip(rows, pages) if not page[1]], names))
    for name, value in zip(names, weights):
        print(f'{name} = {value:.0f}')
    for held_out in (False, True):
        for name in SETS:
            chosen = [right[np.argmax(matrix @ weights)] for (matrix, right, _), page in zip(rows, pages)
                      if page[0] == name and page[1] == held_out]
            possible = [page[3].any() for page in pages if page[0] == name and page[1] == held_out]
            print(f'# {name} {"held out" if held_out else "learned":8} {len(chosen)} pages: right {np.mean(chosen):.4f}, '
                  f'possible {np.mean(possible):.4f}')


if __name__ == '__main__':
    main()
