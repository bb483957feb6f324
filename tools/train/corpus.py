"""The training corpus: labelled pages of all sets, in folds by site.

- wcxb-dev, readab-a: labels from the gold text.
- traf-a, htmldate-a: labels from the votes of extractors, for the pages that have votes; in traf-a
  corrected by the snippets. Other pages of traf-a are only scored.
"""
import hashlib
import os
import pickle
from dataclasses import dataclass

import numpy as np

import dataset
import labels as labelling
from dataset import load_set, read_gold, read_votes

SETS = ('wcxb-dev', 'readab-a', 'traf-a', 'htmldate-a')
FOLDS = 5
SEED = 7
TYPES = ('article', 'service', 'product', 'collection', 'forum', 'listing', 'documentation')

@dataclass
class Corpus:
    names: list
    page_names: list
    pages: list
    gold: list  # Record of the gold file, by page.
    missing: dict  # By set, records of the gold file of pages that gave no block.
    type: list  # Page type, or None if unknown.
    fold: np.ndarray  # By page.
    start: np.ndarray  # By page its first block row; one more entry for the end.
    rows: np.ndarray  # All blocks by all columns.
    label: np.ndarray  # By block: is body.
    weight: np.ndarray  # By block; 0: unknown.

    def column(self, name):
        return self.rows[:, self.names.index(name)]

    def blocks_of(self, page):
        return slice(self.start[page], self.start[page + 1])

    def spread(self, values):
        """Values by page, as values by block."""
        return np.repeat(values, np.diff(self.start))


def _labels_of(page, gold, votes, block_words):
    """(labels, known), or None for a page that is not trained on."""
    if 'text' in gold:
        return labelling.label_blocks(block_words, gold['text']), np.ones(page.blocks, dtype=bool)
    texts = votes.get((page.set, page.id))
    if texts is None:
        return None
    voted = labelling.vote_labels(page, texts, block_words)
    if voted is None:
        voted = np.zeros(page.blocks), np.zeros(page.blocks, dtype=bool)
    label, known = labelling.snippet_labels(page.texts, gold, *voted)
    return (label, known) if known.any() else None


def _label_pages(pages, gold, votes):
    for page in pages:
        block_words = [labelling.words_of(text) for text in page.texts]
        record = gold[page.set][page.id]
        found = _labels_of(page, record, votes, block_words)
        kind = record['type'] if page.set == 'wcxb-dev' else 'article' if found else None
        yield found, kind


def folds_of(pages):
    groups = sorted({page.group for page in pages})
    np.random.RandomState(SEED).shuffle(groups)
    number = {group: index % FOLDS for index, group in enumerate(groups)}
    return np.array([number[page.group] for page in pages])


def build(shared, command, work, most):
    sets = {name: load_set(name, shared, command, work, most) for name in SETS}
    gold = {name: read_gold(shared, name) for name in SETS}
    votes = read_votes(shared)
    first = sets[SETS[0]]
    pages = [page for name in SETS for page in sets[name].pages if page is not None and
             (name != 'htmldate-a' or (name, page.id) in votes)]
    missing = {name: [gold[name][identifier] for page, identifier in zip(sets[name].pages, sets[name].ids)
                      if page is None] if name != 'htmldate-a' else [] for name in SETS}
    corpus = Corpus(first.names, first.page_names, pages, [gold[page.set][page.id] for page in pages], missing, [],
                    folds_of(pages), np.concatenate([[0], np.cumsum([page.blocks for page in pages])]),
                    np.concatenate([page.values for page in pages]), None, None)
    labels, weights = [], []
    for page, (found, kind) in zip(pages, _label_pages(pages, gold, votes)):
        label, known = found if found else (np.zeros(page.blocks), np.zeros(page.blocks, dtype=bool))
        corpus.type.append(kind)
        labels.append(label)
        weights.append(labelling.block_weights(page.words, label) * known)
    corpus.label, corpus.weight = np.concatenate(labels), np.concatenate(weights)
    corpus.weight /= corpus.weight[corpus.weight > 0].mean()
    return corpus


def load(shared, command, work, most=None):
    """The corpus (of the first `most` pages of each set, if that is given), from a cache in the work folder if
    the features and the code of the labels are the same."""
    stamp = '-'.join(dataset.stamp(command, shared, name, most)[:6] for name in SETS)
    sources = b''.join(open(os.path.join(os.path.dirname(__file__), name), 'rb').read()
                       for name in ('corpus.py', 'labels.py', 'dataset.py'))
    path = os.path.join(work, f'corpus-{stamp}-{hashlib.sha256(sources).hexdigest()[:8]}.pickle')
    if os.path.exists(path):
        with open(path, 'rb') as file:
            return pickle.load(file)
    corpus = build(shared, command, work, most)
    with open(path, 'wb') as file:
        pickle.dump(corpus, file, pickle.HIGHEST_PROTOCOL)
    return corpus
