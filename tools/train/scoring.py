"""Scores of kept blocks, with the functions of the evaluation's own scorer."""
import importlib.util
import os

import numpy as np


def load_scorer(shared):
    spec = importlib.util.spec_from_file_location('score', os.path.join(shared, 'eval', 'score.py'))
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def text_of(page, keep):
    return '\n'.join(page.texts[index] for index in np.flatnonzero(keep))


class WordF1:
    """The scorer's word F1 of many choices of blocks, quickly: words are numbered once a page."""

    def __init__(self, scorer, pages, gold):
        self.pages = [self._prepare(scorer, page, record) for page, record in zip(pages, gold)]

    @staticmethod
    def _prepare(scorer, page, record):
        numbers = {}

        def number(text):
            return np.array([numbers.setdefault(word, len(numbers)) for word in scorer.words(text)], dtype=np.int64)

        gold = number(record['text'])
        blocks = [number(text) for text in page.texts]
        return np.bincount(gold, minlength=1), len(gold), blocks

    def __call__(self, page, keep):
        gold, total, blocks = self.pages[page]
        chosen = [blocks[index] for index in np.flatnonzero(keep)]
        words = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)
        if total == 0:
            return float(len(words) == 0)
        if len(words) == 0:
            return 0.
        counts = np.bincount(words, minlength=len(gold))[:len(gold)]
        return 2 * float(np.minimum(counts, gold).sum()) / (len(words) + total)


def score_set(scorer, pages, gold, keeps, with_missing=()):
    """The scorer's summary over pages; `with_missing`: gold of pages that gave no block."""
    rows = scorer.evaluate({record['id']: record for record in [*gold, *with_missing]},
                           {page.id: {'text': text_of(page, keep)} for page, keep in zip(pages, keeps)})
    return scorer.summary(rows)
