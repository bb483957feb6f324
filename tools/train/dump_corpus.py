"""Labelled lines of text dumps: the set of dumps and the pages of the other sets in many layouts.

- text-wcxb-dev and the dumps of wcxb-dev and readab-a: labels from the gold text.
- traf-a, htmldate-a: labels from the votes of extractors, in traf-a corrected by the snippets.

The features exist once, in C; what the program prints is kept in the work folder as arrays, and so are
the labels, which need computing anew only where the program cuts a dump into other lines.
"""
import hashlib
import json
import lzma
import os
import pickle
import shlex
import subprocess
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import orjson

import dump_labels
import dumps
import labels as labelling
from dataset import _feed, open_set, read_gold, read_votes, site_name

TEST_SET = 'text-wcxb-dev'
SETS = (TEST_SET, *dumps.SETS)
FOLDS = 5
SEED = 7
SHARDS = 8


@dataclass
class Dump:
    set: str
    layout: str
    id: str
    group: str  # Dumps of one site always fall into the same fold.
    kind: str  # Page type, or language in traf-a; or None.
    values: np.ndarray  # Rows of features.
    words: np.ndarray  # By line, as the program counts them.
    rule: np.ndarray  # By line: the reason that the rules give.
    settled: np.ndarray  # By line: the rules have dropped it for good.
    label: np.ndarray  # By line: share of it that is in the gold.
    known: np.ndarray  # By line: the label is known.
    tokens: np.ndarray  # The words of all lines as numbers, for the score; those of the gold are the smallest.
    token_start: np.ndarray  # By line, one more for the end.
    gold: np.ndarray  # How often each of the gold's words stands there; None: there is no gold text.
    texts: list  # Kept where there is no gold text.

    @property
    def lines(self):
        return len(self.words)


class _Worded:
    """What labelling.vote_labels() asks of a page."""

    def __init__(self, words):
        self.words = words


def _label(name, record, gold, votes, words):
    """(labels, known), or None where nothing is known."""
    block_words = [labelling.words_of(line['text']) for line in record]
    if 'text' in gold:
        return dump_labels.label_lines(block_words, gold['text']), np.ones(len(record), dtype=bool)
    if votes is None:
        found = None
    else:
        found = labelling.vote_labels(_Worded(words), votes, block_words)
    if found is None:
        found = np.zeros(len(record)), np.zeros(len(record), dtype=bool)
    if name == 'traf-a':
        found = labelling.snippet_labels([line['text'] for line in record], gold, *found)
    return found


def _tokens(record, gold):
    numbers = {}

    def number(text):
        return [numbers.setdefault(word, len(numbers)) for word in labelling.words_of(text)]

    counts = np.bincount(np.array(number(gold['text']), dtype=np.int64), minlength=1) if 'text' in gold else None
    lines = [number(line['text']) for line in record]
    starts = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
    return np.array([token for line in lines for token in line], dtype=np.int32), starts, counts


def _dump_of(name, record, gold, votes, known_labels):
    if name == TEST_SET:
        identifier = record['id']
    else:
        _, layout, identifier = record['id'].split('/', 2)
    truth = gold[identifier] if identifier in gold else {}
    if name == TEST_SET:
        layout = truth['type']
    lines = record['features']['blocks'] if record.get('features') else []
    if not lines:
        return None
    words = np.array([line['words'] for line in lines], dtype=np.int32)
    key = hashlib.sha1('\n'.join(line['text'] for line in lines).encode('utf-8', 'replace')).digest()
    if key not in known_labels:
        label, known = _label(name, lines, truth, votes.get((name, identifier)), words)
        known_labels[key] = label.astype(np.float32), known
    label, known = known_labels[key]
    tokens, starts, counts = _tokens(lines, truth)
    return Dump(name, layout, identifier, site_name(record.get('url'), identifier),
                truth.get('page_type', truth.get('type')), np.array([line['values'] for line in lines], dtype=np.float32),
                words, np.array([line['rule'] for line in lines]),
                np.array([line['settled'] == 1 for line in lines]), label, known, tokens, starts, counts,
                [line['text'] for line in lines] if counts is None else None)


def _lines_of(shared, name, work):
    if name == TEST_SET:
        return open_set(shared, name, 'in')
    return lzma.open(dumps.path_of(shared, name, work), 'rt', encoding='utf-8')


def _run_shard(task):
    command, shared, name, work, shard = task
    with _lines_of(shared, name, work) as lines:
        lines = [line for position, line in enumerate(lines) if position % SHARDS == shard]
    gold, votes = read_gold(shared, name), read_votes(shared)
    if name == 'htmldate-a':
        lines = [line for line in lines if (name, json.loads(line)['id'].split('/', 2)[2]) in votes]
    label_path = os.path.join(work, f'labels-{name}-{shard}.pickle')
    known_labels = {}
    if os.path.exists(label_path):
        with open(label_path, 'rb') as file:
            known_labels = pickle.load(file)
    before = len(known_labels)
    process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               encoding='utf-8')
    threading.Thread(target=_feed, args=(process.stdin, lines), daemon=True).start()
    found, names = [], None
    for line in process.stdout:
        record = orjson.loads(line)
        made = _dump_of(name, record, gold, votes, known_labels)
        if made is not None:
            names = record['features']['names']
            found.append(made)
    if process.wait() != 0:
        raise RuntimeError(f'{command}: exit status {process.returncode} on {name}')
    if len(known_labels) > before:
        with open(label_path, 'wb') as file:
            pickle.dump(known_labels, file, pickle.HIGHEST_PROTOCOL)
    return found, names


def _cached(command, shared, name, work, processes):
    digest = hashlib.sha256(command.encode())
    with open(shlex.split(command)[0], 'rb') as binary:
        digest.update(binary.read())
    # The library may be a file of its own.
    library = os.path.join(os.path.dirname(shlex.split(command)[0]), '.libs')
    for entry in sorted(os.listdir(library)) if os.path.isdir(library) else []:
        if '.so' in entry and not os.path.islink(os.path.join(library, entry)):
            with open(os.path.join(library, entry), 'rb') as binary:
                digest.update(binary.read())
    path = os.path.join(work, f'lines-{name}-{digest.hexdigest()[:12]}.pickle')
    if os.path.exists(path):
        with open(path, 'rb') as file:
            return pickle.load(file)
    if name != TEST_SET:
        dumps.path_of(shared, name, work, processes)
    with ProcessPoolExecutor(processes) as pool:
        shards = list(pool.map(_run_shard, [(command, shared, name, work, shard) for shard in range(SHARDS)]))
    made = [dump for found, _ in shards for dump in found], next(names for _, names in shards if names)
    for old in os.listdir(work):
        if old.startswith(f'lines-{name}-'):
            os.remove(os.path.join(work, old))
    with open(path, 'wb') as file:
        pickle.dump(made, file, pickle.HIGHEST_PROTOCOL)
    return made


def folds_of(found):
    """The fold of each dump, by site."""
    groups = sorted({dump.group for dump in found})
    np.random.RandomState(SEED).shuffle(groups)
    number = {group: index % FOLDS for index, group in enumerate(groups)}
    return np.array([number[dump.group] for dump in found])


def load(shared, command, work, processes=2, sets=SETS):
    """(dumps of all sets, names of the columns)"""
    os.makedirs(work, exist_ok=True)
    found, names = [], None
    for name in sets:
        of_set, names = _cached(command, shared, name, work, processes)
        found += [dump for dump in of_set if dump.known.any() or dump.set in (TEST_SET, 'traf-a')]
    return found, names


def word_f1(dump, keep, beta=1.):
    """The score's word F1 of the kept lines, or F with another weight of recall."""
    chosen = np.repeat(keep, np.diff(dump.token_start))
    words = dump.tokens[chosen]
    total = int(dump.gold.sum())
    if total == 0:
        return float(len(words) == 0)
    if len(words) == 0:
        return 0.
    counts = np.bincount(words, minlength=len(dump.gold))[:len(dump.gold)]
    right = float(np.minimum(counts, dump.gold).sum())
    return (1 + beta ** 2) * right / (len(words) + beta ** 2 * total)
