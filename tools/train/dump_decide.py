"""From probabilities of lines to the lines that are kept: as src/score/dump.c does it."""
import numpy as np

DEFAULTS = {'threshold-k': .9, 'precision-k': 1.2, 'recall-k': .6, 'rules-f': 0., 'core-floor': 1.}
KEPT = 3  # In the column `rule`: a line that the rules keep.


def expected_f1(words, p):
    """(the largest F1 that can be expected, the least probability that is kept then)"""
    order = np.lexsort((np.arange(len(p)), -p))
    weights, sorted_p = words[order].astype(float), p[order]
    # Sums one after the other, as in C: numpy's own sum goes another way.
    wanted = np.cumsum(words * p)[-1] if len(p) else 0.
    kept, right = np.cumsum(weights), np.cumsum(weights * sorted_p)
    total = kept + wanted
    f = np.where(total > 0, 2 * right / np.where(total > 0, total, 1), 0)
    if len(f) == 0 or f.max() <= 0:
        return 0., 2.
    best = int(f.argmax())
    return float(f[best]), float(sorted_p[best])


def decide(dump, rule, p, parameters):
    """(lines that are kept, expected F1). `rule`: the column of that name."""
    out = dump.settled
    f, threshold = expected_f1(dump.words[~out], p[~out])
    if f < parameters['rules-f']:
        return dump.rule == 'kept', f
    threshold *= parameters['threshold-k']
    needed = np.where(rule == KEPT, threshold * parameters['core-floor'], threshold)
    return ~out & (p >= needed), f
