#!/usr/bin/env python3
"""Checks that the program decides as this folder's reference does, on every block.

usage: compare.py MODEL FEATURES.jsonl

FEATURES.jsonl is what the features command printed with the same model compiled in. Of each block it
holds the program's probability (`score`) and the model's decision (`chosen`, before any rule). Both are
worked out again here from the block's columns. Exit status 1 if any differ.
"""
import json
import sys

import numpy as np

import export
from dataset import page_of

TOLERANCE = 1e-5  # Probabilities are float32 in the program.


def differences(model, record):
    """(blocks, probabilities that differ, decisions that differ) of a page."""
    printed = record.get('features', record.get('page'))
    page = page_of('', record)
    if page is None:
        return 0, 0, 0
    decision = export.decide_page(model, page, printed['names'], printed['page_names'])
    blocks = printed['blocks']
    scores = np.array([block['score'] for block in blocks])
    chosen = np.array([bool(block['chosen']) for block in blocks])
    wrong = int((chosen != decision.chosen).sum())
    return len(blocks), int((np.abs(scores - decision.p) > TOLERANCE).sum()), wrong


def main(model_path, features_path):
    model = export.read(model_path)
    pages, total = 0, np.zeros(3, dtype=int)
    with open(features_path, encoding='utf-8') as lines:
        for record in map(json.loads, lines):
            found = differences(model, record)
            pages += 1
            total += found
            if found[1] or found[2]:
                print(f'{record["id"]}: {found[1]} probabilities and {found[2]} decisions of {found[0]} blocks differ')
    print(f'{pages} pages, {total[0]} blocks: {total[1]} probabilities and {total[2]} decisions differ')
    return 1 if total[1] or total[2] else 0


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    sys.exit(main(*sys.argv[1:]))
