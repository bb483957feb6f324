"""Labels of the lines of a dump: how much of a line is in the gold text, each word of it counted once.

Dumps say things twice (teasers, captions, menus at both ends), and which of them the gold means shows
only in its order. So page and gold are aligned as a whole: each pair of equal words is worth one point,
and beginning a run of pairs costs RUN_COST, so that words of menus that occur in the article by chance
do not match (global alignment with affine gaps: Gotoh, J. Mol. Biol. 162, 1982). Long runs of words that
stand once in both are sure; only what is between them needs aligning. What is left of the gold may stand
in another order: its runs of LEFT_OVER words are looked for in what is left of the page.
"""
import numpy as np

from labels import CERTAIN, _increasing, _unique, words_of

SURE = 12  # Words of a run that matches for certain.
RUN_COST = 2.5
LEFT_OVER = 6
LARGEST = 200_000_000  # Pairs of words between two sure runs; what is more stays unmatched.
NEVER = np.float32(-1e9)


def _sure_runs(page, gold):
    """[(start in the page, start in the gold, length)] of runs that stand once in both, in order."""
    page, gold = page.tolist(), gold.tolist()
    of_gold, of_page = _unique(gold, 0, len(gold), SURE), _unique(page, 0, len(page), SURE)
    anchors = sorted((i, of_gold[gram]) for gram, i in of_page.items() if i >= 0 and of_gold.get(gram, -1) >= 0)
    runs, i, j = [], 0, 0
    for at_page, at_gold in _increasing(anchors):
        if at_page < i or at_gold < j:
            continue
        length = SURE
        while at_page > i and at_gold > j and page[at_page - 1] == gold[at_gold - 1]:
            at_page, at_gold, length = at_page - 1, at_gold - 1, length + 1
        while at_page + length < len(page) and at_gold + length < len(gold) and \
                page[at_page + length] == gold[at_gold + length]:
            length += 1
        runs.append((at_page, at_gold, length))
        i, j = at_page + length, at_gold + length
    return runs


def align(page, gold):
    """For each word of the page (numbers) the position of its word in the gold, or -1. Words that the
    gold does not have must be -1."""
    match = np.full(len(page), -1, dtype=np.int64)
    i = j = 0
    for at_page, at_gold, length in [*_sure_runs(page, gold), (len(page), len(gold), 0)]:
        _align_between(page[i:at_page], gold[j:at_gold], match[i:at_page], j)
        match[at_page:at_page + length] = np.arange(at_gold, at_gold + length)
        i, j = at_page + length, at_gold + length
    return match


def _align_between(page, gold, match, offset):
    """Fills `match` with positions from `offset` on."""
    count = len(gold)
    if count == 0:
        return
    rows = np.flatnonzero(page >= 0)[:LARGEST // count]
    if len(rows) == 0:
        return
    inside = np.full(count + 1, NEVER, dtype=np.float32)  # Best score that ends with this pair.
    best = np.zeros(count + 1, dtype=np.float32)  # Best score up to this pair.
    continues = np.zeros((len(rows), count + 1), dtype=bool)
    came = np.zeros((len(rows), count + 1), dtype=np.uint8)  # 1: from above, 2: from the left, 3: a pair ends.
    for at, row in enumerate(rows):
        if at > 0 and rows[at - 1] != row - 1:
            inside = np.full(count + 1, NEVER, dtype=np.float32)
        equal = gold == page[row]
        going_on, begun = inside[:-1] + np.float32(1), best[:-1] + np.float32(1 - RUN_COST)
        ended = np.full(count + 1, NEVER, dtype=np.float32)
        ended[1:][equal] = np.maximum(going_on, begun)[equal]
        continues[at, 1:] = going_on >= begun
        reached = np.maximum.accumulate(np.maximum(best, ended))
        came[at] = np.where(reached == best, 1, np.where(reached == ended, 3, 2))
        inside, best = ended, reached
    at, place = len(rows) - 1, count
    while at >= 0 and place > 0:
        step = came[at, place]
        if step == 1:
            at -= 1
        elif step == 2:
            place -= 1
        else:
            while True:
                match[rows[at]] = offset + place - 1
                more = continues[at, place]
                at, place = at - 1, place - 1
                if not more:
                    break


def _match_left_over(page, gold, match):
    """Matches what both have left, in any order."""
    used = np.zeros(len(gold), dtype=bool)
    used[match[match >= 0]] = True
    places = {}
    for start in range(len(gold) - LEFT_OVER + 1):
        if not used[start:start + LEFT_OVER].any():
            places.setdefault(tuple(gold[start:start + LEFT_OVER]), []).append(start)
    at = 0
    while at + LEFT_OVER <= len(page):
        found = None
        if (match[at:at + LEFT_OVER] < 0).all():
            found = next((start for start in places.get(tuple(page[at:at + LEFT_OVER]), ())
                          if not used[start:start + LEFT_OVER].any()), None)
        if found is None:
            at += 1
            continue
        while at < len(page) and found < len(gold) and match[at] < 0 and not used[found] and page[at] == gold[found]:
            match[at] = found
            used[found] = True
            at, found = at + 1, found + 1


def label_lines(line_words, gold_text):
    """Label in 0..1 of each line, given as its words."""
    numbers = {}
    gold = np.array([numbers.setdefault(word, len(numbers)) for word in words_of(gold_text)], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(words) for words in line_words])]).astype(np.int64)
    page = np.array([numbers.get(word, -1) for words in line_words for word in words], dtype=np.int64)
    match = align(page, gold)
    _match_left_over(page, gold, match)
    before = np.concatenate([[0], np.cumsum(match >= 0)])
    lengths = np.diff(starts)
    share = (before[starts[1:]] - before[starts[:-1]]) / np.maximum(1, lengths)
    return np.where(share < 1 - CERTAIN, 0., np.where(share > CERTAIN, 1., share))
