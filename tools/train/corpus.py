"""The training corpus: labelled pages of all sets, in folds by site.

- wcxb-dev, readab-a: labels from the gold text.
- traf-a, htmldate-a: labels from the votes of extractors, for the pages that have votes; in traf-a
  corrected by the snippets. Other pages of traf-a are only scored.
"""
import os
import pickle
from dataclasses import dataclass

import numpy as np

import labels as labelling
from dataset import load_set, read_gold, read_votes

SETS = ('wcxb-dev', 'readab-a', 'traf-a', 'htmldate-a')
FOLDS = 5
SEED = 7
TYPES = ('article', 'service', 'product', 'collection', 'forum', 'listing', 'documentation')

# Names that authors give to the part of a page where readers' comments stand, and names that say that
# it is something else: a count, a link, a list of the latest comments of the site.
COMMENT_TOKENS = {'comment', 'comments', 'commentlist', 'commentarea', 'commentaires', 'kommentar',
                  'kommentare', 'comentarios', 'disqus', 'respond'}
OTHER_TOKENS = {'recent', 'latest', 'widget', 'sidebar', 'popular', 'count', 'counter', 'link', 'links', 'button',
                'share', 'meta', 'preview', '<a', '<button', '<span', '<li', 'no', 'off', 'disabled', 'closed'}


@dataclass
class Corpus:
    names: list
    page_names: list
    pages: list
    gold: list  # Record of the gold file, by page.
    type: list  # Page type, or None if unknown.
    fold: np.ndarray  # By page.
    start: np.ndarray  # By page its first block row; one more entry for the end.
    rows: np.ndarray  # All blocks by all columns.
    label: np.ndarray  # By block: is body.
    weight: np.ndarray  # By block; 0: unknown.
    comment: np.ndarray  # By block: is part of the comments.
    comment_weight: np.ndarray

    def blocks_of(self, page):
        return slice(self.start[page], self.start[page + 1])

    def spread(self, values):
        """Values by page, as values by block."""
        return np.repeat(values, np.diff(self.start))


def comment_labels(page, names, kind):
    """(labels, known) of comment blocks: weak labels, from the names of elements. An element with such a
    name counts when text comes before it, the page's title is not in it and it holds more than a line;
    what is in others is unknown, and so are pages where posts of readers are the content."""
    comment = np.zeros(page.blocks)
    known = np.full(page.blocks, kind != 'forum')
    owner = np.full(len(page.parents), -1)
    for element in range(1, len(page.parents)):
        above = owner[page.parents[element]]
        if above >= 0:
            owner[element] = above
        elif COMMENT_TOKENS.intersection(page.tokens[element]):
            owner[element] = element
    owner = owner[page.element]
    heading = page.values[:, names.index('heading')]
    before = page.values[:, names.index('long_before_share')]
    for element in np.unique(owner[owner >= 0]):
        inside = owner == element
        if (OTHER_TOKENS.isdisjoint(page.tokens[element]) and inside.sum() >= 3 and
                page.words[inside].sum() >= 12 and before[inside][0] > .05 and not (heading[inside] == 1).any()):
            comment[inside] = 1
        else:
            known[inside] = False
    return comment, known


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


def _label_pages(pages, gold, votes, names):
    for page in pages:
        block_words = [labelling.words_of(text) for text in page.texts]
        record = gold[page.set][page.id]
        found = _labels_of(page, record, votes, block_words)
        kind = record['type'] if page.set == 'wcxb-dev' else 'article' if found else None
        yield found, comment_labels(page, names, kind), kind


def folds_of(pages):
    groups = sorted({page.group for page in pages})
    np.random.RandomState(SEED).shuffle(groups)
    number = {group: index % FOLDS for index, group in enumerate(groups)}
    return np.array([number[page.group] for page in pages])


def build(shared, command, work):
    sets = {name: load_set(name, shared, command, work) for name in SETS}
    gold = {name: read_gold(shared, name) for name in SETS}
    votes = read_votes(shared)
    first = sets[SETS[0]]
    pages = [page for name in SETS for page in sets[name].pages if page is not None and
             (name != 'htmldate-a' or (name, page.id) in votes)]
    corpus = Corpus(first.names, first.page_names, pages, [gold[page.set][page.id] for page in pages], [],
                    folds_of(pages), np.concatenate([[0], np.cumsum([page.blocks for page in pages])]),
                    np.concatenate([page.values for page in pages]), *[None] * 4)
    columns = {'label': [], 'weight': [], 'comment': [], 'comment_weight': []}
    for page, (found, (comment, comment_known), kind) in zip(pages, _label_pages(pages, gold, votes, first.names)):
        label, known = found if found else (np.zeros(page.blocks), np.zeros(page.blocks, dtype=bool))
        corpus.type.append(kind)
        columns['label'].append(label)
        columns['weight'].append(labelling.block_weights(page.words, label) * known)
        columns['comment'].append(comment)
        columns['comment_weight'].append(labelling.block_weights(page.words, comment) * comment_known)
    for name, parts in columns.items():
        setattr(corpus, name, np.concatenate(parts))
    for name in ('weight', 'comment_weight'):
        weight = getattr(corpus, name)
        setattr(corpus, name, weight / weight[weight > 0].mean())
    return corpus


def load(shared, command, work):
    """The corpus, from a cache in the work folder if the features and the code of the labels are the same."""
    import dataset
    stamp = '-'.join(dataset._stamp(command, shared, name)[:6] for name in SETS)
    sources = b''.join(open(os.path.join(os.path.dirname(__file__), name), 'rb').read()
                       for name in ('corpus.py', 'labels.py', 'dataset.py'))
    import hashlib
    path = os.path.join(work, f'corpus-{stamp}-{hashlib.sha256(sources).hexdigest()[:8]}.pickle')
    if os.path.exists(path):
        with open(path, 'rb') as file:
            return pickle.load(file)
    corpus = build(shared, command, work)
    with open(path, 'wb') as file:
        pickle.dump(corpus, file, pickle.HIGHEST_PROTOCOL)
    return corpus
