"""Page sets as arrays: what the features command prints about each page, cached in a work folder.

The features exist once, in C. This module runs the command over the pages of a set, a few processes
at once, and keeps what it printed as numpy arrays and lists. A cache file is used again as long as
the command and the set are the same.
"""
import glob
import hashlib
import itertools
import json
import lzma
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

# Second-level names under which domains are registered (example.co.uk).
SECOND_LEVEL = {'ac', 'co', 'com', 'edu', 'gob', 'gov', 'gouv', 'go', 'mil', 'ne', 'net', 'nom', 'or', 'org'}
HOST = re.compile(r'(?:[a-z0-9_-]+\.)+[a-z]{2,}', re.IGNORECASE)


@dataclass
class Page:
    """One page. Block arrays have one entry a block; `values` is the block's row of features."""
    set: str
    id: str
    url: str
    group: str  # Pages of one group always fall into the same fold.
    values: np.ndarray
    page_values: np.ndarray
    texts: list
    words: np.ndarray
    element: np.ndarray
    container: np.ndarray
    path: np.ndarray
    section: np.ndarray
    parents: np.ndarray  # By element.
    tokens: list  # By element: tuple of tokens.

    @property
    def blocks(self):
        return len(self.texts)


@dataclass
class PageSet:
    names: list  # Columns of a block's row.
    page_names: list  # Columns of a page's row.
    pages: list  # Page, or None where the page has no block; in the order of the input.
    ids: list


def site_name(url, identifier):
    """The name a site is known by: `example` for http://www.example.co.uk/. Sets name the same site in
    different ways, so the part after the name is left out."""
    host = re.match(r'https?://([^/:?#]+)', url or '')
    if host and '.' in host.group(1):
        name = host.group(1)
    else:
        found = HOST.match(re.sub(r'\.html?$', '', (url or '').split('::')[-1] or identifier))
        name = found.group(0) if found else re.sub(r'-\d+$', '', identifier)
    labels = name.lower().rstrip('.').split('.')
    if len(labels) > 2 and labels[-2] in SECOND_LEVEL:
        return labels[-3]
    return labels[-2] if len(labels) > 1 else labels[0]


def open_set(shared, name, kind):
    return lzma.open(os.path.join(shared, 'eval', 'data', f'{name}.{kind}.jsonl.xz'), 'rt', encoding='utf-8')


def read_gold(shared, name):
    with open_set(shared, name, 'gold') as lines:
        return {record['id']: record for record in map(json.loads, lines)}


def read_votes(shared):
    """{(set, page id): {extractor: text}}"""
    path = os.path.join(shared, 'eval', 'data', 'votes.jsonl.xz')
    with lzma.open(path, 'rt', encoding='utf-8') as lines:
        return {(record['set'], record['id']): record['texts'] for record in map(json.loads, lines)}


def _feed(pipe, lines):
    try:
        for line in lines:
            pipe.write(line)
        pipe.close()
    except BrokenPipeError:
        pass


def page_of(set_name, record):
    printed = record.get('features', record.get('page'))
    if not printed or not printed['blocks']:
        return None
    blocks = printed['blocks']

    def column(key):
        return np.array([block[key] for block in blocks], dtype=np.int32)

    return Page(
        set=set_name, id=record['id'], url=record.get('url') or '',
        group=site_name(record.get('url'), record['id']),
        values=np.array([block['values'] for block in blocks], dtype=np.float32),
        page_values=np.array(printed['page_values'], dtype=np.float32),
        texts=[block['text'] for block in blocks], words=column('words'), element=column('element'),
        container=column('container'), path=column('path'), section=column('section'),
        parents=np.array(printed['parents'], dtype=np.int32),
        tokens=[tuple(map(sys.intern, tokens)) for tokens in printed['tokens']])


def _run_shard(command, shared, name, shard, shards, most):
    """[(position in the set, id, Page or None)] and the column names of the shard's pages."""
    with open_set(shared, name, 'in') as lines:
        lines = [(position, line) for position, line in enumerate(itertools.islice(lines, most))
                 if position % shards == shard]
    position_of = {json.loads(line)['id']: position for position, line in lines}
    process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, encoding='utf-8')
    threading.Thread(target=_feed, args=(process.stdin, [line for _, line in lines]), daemon=True).start()
    found, names = [], None
    for line in process.stdout:
        record = json.loads(line)
        page = page_of(name, record)
        if page is not None and names is None:
            printed = record.get('features', record.get('page'))
            names = printed['names'], printed['page_names']
        found.append((position_of[record['id']], record['id'], page))
    if process.wait() != 0:
        raise RuntimeError(f'{command}: exit status {process.returncode} on {name}')
    return found, names


def stamp(command, shared, name, most):
    """Names the program and the set, so that what was printed is used again only where both are the same."""
    digest = hashlib.sha256(f'{command} {most}'.encode())
    program = shutil.which(shlex.split(command)[0])
    # In a build folder the program is a script of libtool; what it runs lies beside it.
    for path in [program, *sorted(glob.glob(os.path.join(os.path.dirname(program), '.libs', '*')))]:
        if os.path.isfile(path):
            with open(path, 'rb') as binary:
                digest.update(binary.read())
    digest.update(str(os.path.getsize(os.path.join(shared, 'eval', 'data', f'{name}.in.jsonl.xz'))).encode())
    return digest.hexdigest()[:16]


def load_set(name, shared, command, work, most=None, processes=2):
    """The PageSet of a set (of its first `most` pages, if that is given), from the cache in the folder `work`
    if it is there."""
    os.makedirs(work, exist_ok=True)
    cache = os.path.join(work, f'{name}-{stamp(command, shared, name, most)}.pickle')
    if os.path.exists(cache):
        with open(cache, 'rb') as file:
            return pickle.load(file)
    with ProcessPoolExecutor(processes) as pool:
        shards = list(pool.map(_run_shard, [command] * processes, [shared] * processes, [name] * processes,
                               range(processes), [processes] * processes, [most] * processes))
    rows = sorted((row for found, _ in shards for row in found), key=lambda row: row[0])
    names, page_names = next(names for _, names in shards if names)
    pages = PageSet(names, page_names, [page for _, _, page in rows], [identifier for _, identifier, _ in rows])
    with open(cache, 'wb') as file:
        pickle.dump(pages, file, pickle.HIGHEST_PROTOCOL)
    return pages
