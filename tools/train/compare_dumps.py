#!/usr/bin/env python3
"""Compares what the program decides about the lines of dumps with the Python evaluator of its model.

usage: compare_dumps.py MODEL FEATURES.jsonl

FEATURES.jsonl is what the features command printed of dumps, with the same model compiled in. The
probability of each line and whether it is kept are worked out again from the line's columns. Exit
status 1 if any differ.
"""
import json
import sys
from types import SimpleNamespace

import numpy as np

import dump_decide
import dump_model
import export

TOLERANCE = 1e-5  # Probabilities are float32 in the program.


def differences(model, features):
    """(lines, probabilities that differ, decisions that differ) of a dump."""
    lines, names = features['blocks'], features['names']
    rows = np.array([line['values'] for line in lines], dtype=np.float32)
    p = dump_model.probabilities(model, rows, names)
    dump = SimpleNamespace(words=np.array([line['words'] for line in lines]),
                           rule=np.array([line['rule'] for line in lines]),
                           settled=np.array([line['settled'] == 1 for line in lines]))
    keep, f = dump_decide.decide(dump, rows[:, names.index('rule')], p, model.parameters)
    kept = np.array([line['reason'] == 'kept' for line in lines])
    by_rules = f < model.parameters['rules-f']
    wrong = 0 if by_rules else int((np.abs(np.array([line['score'] for line in lines]) - p) > TOLERANCE).sum())
    return len(lines), wrong, int((keep != kept).sum())


def main(model_path, features_path):
    model = export.read(model_path)
    dumps, total = 0, np.zeros(3, dtype=int)
    with open(features_path, encoding='utf-8') as records:
        for record in map(json.loads, records):
            if not record.get('features'):
                continue
            found = differences(model, record['features'])
            dumps += 1
            total += found
            if found[1] or found[2]:
                print(f'{record["id"]}: {found[1]} probabilities and {found[2]} decisions of {found[0]} lines differ')
    print(f'{dumps} dumps, {total[0]} lines: {total[1]} probabilities and {total[2]} decisions differ')
    return 1 if total[1] or total[2] else 0


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    sys.exit(main(*sys.argv[1:]))
