#!/usr/bin/env python3
"""Cleans dumps of pages in languages other than English with pith and with boilerpipe, and scores both.

usage: dumps_against_boilerpipe.py PITH SHARED

The pages are those of the set traf-a in SHARED/eval whose declared language is not English; each is
dumped in two layouts: by inscriptis with its blank lines, and by resiliparse without any. boilerpipe
works on HTML, so each line of a dump is given to it as a paragraph. Prints the score's snip_f1 of both
by layout. Needs boilerpy3 and what tools/train/requirements.txt lists.
"""
import html
import json
import os
import subprocess
import sys
import tempfile

from boilerpy3 import extractors

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tools', 'train'))

import layouts  # noqa: E402
from dataset import open_set, read_gold  # noqa: E402
from scoring import load_scorer  # noqa: E402

SET = 'traf-a'
LAYOUTS = ('inscriptis', 'resiliparse-all-bare')
PEERS = {'boilerpipe article': extractors.ArticleExtractor, 'boilerpipe default': extractors.DefaultExtractor,
         'boilerpipe largest': extractors.LargestContentExtractor}


def is_foreign(gold):
    language = (gold.get('type') or '').lower()
    return language != '' and not language.startswith('en')


def dumps_of(shared, layout, gold):
    found = {}
    with open_set(shared, SET, 'in') as lines:
        for record in map(json.loads, lines):
            if is_foreign(gold[record['id']]):
                text = layouts.dump(layouts.BY_NAME[layout], record['html'])
                if text is not None:
                    found[record['id']] = text
    return found


def by_pith(program, dumps):
    with tempfile.TemporaryFile('w+', encoding='utf-8') as source:
        for identifier, text in dumps.items():
            source.write(json.dumps({'id': identifier, 'text': text}) + '\n')
        source.seek(0)
        done = subprocess.run([program, '--from', 'jsonl', '--to', 'json', '-'], stdin=source, capture_output=True,
                              check=False)
    return {record['id']: record for record in map(json.loads, done.stdout.splitlines())}


def by_peer(peer, dumps):
    extractor = peer(raise_on_failure=False)
    found = {}
    for identifier, text in dumps.items():
        paragraphs = ''.join(f'<p>{html.escape(line)}</p>\n' for line in text.splitlines() if line.strip())
        found[identifier] = {'text': extractor.get_content(f'<html><body>{paragraphs}</body></html>')}
    return found


def main(program, shared):
    scorer, gold = load_scorer(shared), read_gold(shared, SET)
    for layout in LAYOUTS:
        dumps = dumps_of(shared, layout, gold)
        truth = {identifier: gold[identifier] for identifier in dumps}
        answers = {'untouched': {identifier: {'text': text} for identifier, text in dumps.items()},
                   'pith': by_pith(program, dumps)}
        answers |= {name: by_peer(peer, dumps) for name, peer in PEERS.items()}
        for name, found in answers.items():
            figures = scorer.summary(scorer.evaluate(truth, found))
            print(f'{layout:22} {len(dumps):4} dumps  {name:20} snip_f1 {figures["snip_f1"]:.4f}  '
                  f'with {figures["with"]:.4f}  without {figures["without"]:.4f}', flush=True)


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    main(*sys.argv[1:])
