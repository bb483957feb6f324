"""Dumps of the page sets in many layouts, made once and kept in the work folder.

Every page is dumped in a few of the layouts (layouts.py), chosen by its id.
"""
import collections
import json
import lzma
import os
import re
from concurrent.futures import ProcessPoolExecutor

import layouts
from dataset import open_set, read_gold

SETS = ('wcxb-dev', 'readab-a', 'traf-a', 'htmldate-a')
LAYOUTS_A_PAGE = 3
WORD = re.compile(r'\w+')
FEWEST_GOLD_WORDS = 50
SHARE_OF_GOLD = .9  # A dump that lacks more of the gold text says nothing about lines.


def _has_gold(text, gold):
    wanted = collections.Counter(WORD.findall(gold.lower()))
    have = collections.Counter(WORD.findall(text.lower()))
    total = sum(wanted.values())
    return total >= FEWEST_GOLD_WORDS and sum((have & wanted).values()) >= SHARE_OF_GOLD * total


def _dumps_of(name, record, gold, count):
    found = []
    for layout in layouts.layouts_of(record['id'], count):
        text = layouts.dump(layout, record['html'])
        if text is not None and ('text' not in gold or _has_gold(text, gold['text'])):
            found.append({'id': f'{name}/{layout.name}/{record["id"]}', 'url': record.get('url'), 'text': text})
    return found


def _work(task):
    name, line, gold, count = task
    return _dumps_of(name, json.loads(line), gold, count)


def make(shared, name, path, processes, count=LAYOUTS_A_PAGE):
    """Writes the dumps of a set, one JSON object a line: id is SET/LAYOUT/PAGE."""
    gold = read_gold(shared, name)
    tasks = ((name, line, gold.get(json.loads(line)['id'], {}), count) for line in open_set(shared, name, 'in'))
    with ProcessPoolExecutor(processes) as pool, lzma.open(path + '.part', 'wt', encoding='utf-8', preset=1) as out:
        for found in pool.map(_work, tasks, chunksize=8):
            for record in found:
                out.write(json.dumps(record, ensure_ascii=False) + '\n')
    os.rename(path + '.part', path)


def path_of(shared, name, work, processes=2):
    """The file of a set's dumps, made if it is not there."""
    os.makedirs(work, exist_ok=True)
    path = os.path.join(work, f'dumps-{name}.jsonl.xz')
    if not os.path.exists(path):
        make(shared, name, path, processes)
    return path


if __name__ == '__main__':
    import sys
    for each in SETS:
        print(path_of(sys.argv[1], each, sys.argv[2]), flush=True)
