"""Labels of blocks: how much of a block's text is in the gold text of its page.

The words of the page and of the gold are aligned: n-grams that are unique on both sides anchor the
alignment where they keep their order (longest increasing subsequence), first long ones, then in the
gaps between them shorter ones; what is left in small gaps is matched by its longest common runs. The
share of a block's words that are aligned is its label. A long block also counts as far as its 4-grams
occur anywhere in the gold, for text that stands in another order there; a short one whose matches
lie far apart matched by chance and counts half.
"""
import difflib
import re
from bisect import bisect_left

import numpy as np

WORD = re.compile(r'\w+')
ANCHOR_LENGTHS = (6, 3, 1)
LARGEST_GAP = 100_000  # Words of the page times words of the gold.
LONGEST_PAGE = 400_000  # Words.
LONG_BLOCK = 8  # Words.
CERTAIN = .85  # A label over this is 1, under 1 - this is 0.


def words_of(text):
    return WORD.findall(text.lower())


def _unique(words, start, end, n):
    """{n-gram: position} of the n-grams that occur once."""
    found = {}
    for i in range(start, end - n + 1):
        gram = words[i] if n == 1 else tuple(words[i:i + n])
        found[gram] = -1 if gram in found else i
    return found


def _increasing(pairs):
    """The longest subsequence of pairs, sorted by first, in which second rises."""
    tails, last, before = [], [], []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        before.append(last[place - 1] if place else -1)
        if place == len(tails):
            tails.append(second)
            last.append(index)
        else:
            tails[place] = second
            last[place] = index
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def align(page, gold):
    """For each word of the page the position of its word in the gold, or -1."""
    match = np.full(len(page), -1, dtype=np.int64)
    gaps = [(0, len(page), 0, len(gold), 0)]
    while gaps:
        page_start, page_end, gold_start, gold_end, level = gaps.pop()
        if page_start >= page_end or gold_start >= gold_end:
            continue
        if level == len(ANCHOR_LENGTHS):
            if (page_end - page_start) * (gold_end - gold_start) <= LARGEST_GAP:
                runs = difflib.SequenceMatcher(None, page[page_start:page_end], gold[gold_start:gold_end], False)
                for a, b, size in runs.get_matching_blocks():
                    match[page_start + a:page_start + a + size] = np.arange(gold_start + b, gold_start + b + size)
            continue
        n = ANCHOR_LENGTHS[level]
        of_gold = _unique(gold, gold_start, gold_end, n)
        of_page = _unique(page, page_start, page_end, n)
        anchors = [(i, of_gold[gram]) for gram, i in of_page.items() if i >= 0 and of_gold.get(gram, -1) >= 0]
        i, j = page_start, gold_start
        for at_page, at_gold in _increasing(sorted(anchors)):
            if at_page < i or at_gold < j:
                # Overlaps the anchor before: it goes on, or contradicts it.
                if at_page - i == at_gold - j and at_page + n > i:
                    match[i:at_page + n] = np.arange(j, at_gold + n)
                    i, j = at_page + n, at_gold + n
                continue
            gaps.append((i, at_page, j, at_gold, level + 1))
            match[at_page:at_page + n] = np.arange(at_gold, at_gold + n)
            i, j = at_page + n, at_gold + n
        gaps.append((i, page_end, j, gold_end, level + 1))
    return match


def _covered(words, grams):
    """Share of the words that are part of a 4-gram of the set."""
    covered = np.zeros(len(words), dtype=bool)
    for i in range(len(words) - 3):
        if tuple(words[i:i + 4]) in grams:
            covered[i:i + 4] = True
    return covered.mean()


def label_blocks(block_words, gold_text):
    """Label in 0..1 of each block, given as its words."""
    labels = np.zeros(len(block_words))
    gold = words_of(gold_text or '')
    if not gold:
        return labels
    starts = np.concatenate([[0], np.cumsum([len(words) for words in block_words])]).astype(int)
    match = align([word for words in block_words for word in words][:LONGEST_PAGE], gold)
    grams = {tuple(gold[i:i + 4]) for i in range(len(gold) - 3)}
    for index, words in enumerate(block_words):
        aligned = match[starts[index]:starts[index + 1]]
        if len(aligned) == 0:
            continue
        share = (aligned >= 0).mean()
        if len(words) >= LONG_BLOCK:
            share = max(share, _covered(words, grams))
        elif share > 0:
            places = aligned[aligned >= 0]
            if places[-1] - places[0] > 2 * len(words) + 2:
                share *= .5
        labels[index] = 0 if share < 1 - CERTAIN else 1 if share > CERTAIN else share
    return labels


def vote_labels(page, texts, block_words):
    """(labels, known): labels by the number of extractors that kept a block; where they are divided a
    block is unknown. None where they are divided over the page as a whole."""
    votes = sum((label_blocks(block_words, text) >= .5).astype(int) for text in texts.values())
    divided = (votes == 2) | (votes == 3)
    some = page.words[votes >= 2].sum()
    if some < 20 or page.words[divided].sum() > some / 2:
        return None
    return (votes >= 4).astype(float), ~divided


def _holds_snippet(text, words, snippets, longest):
    return any(snippet in text and words <= longest(len(snippet_words)) for snippet, snippet_words in snippets)


def _in_snippet(text, words, snippets, fewest_words, fewest_snippet_words):
    return words >= fewest_words and any(
        text in snippet and len(snippet_words) >= fewest_snippet_words for snippet, snippet_words in snippets)


def snippet_labels(texts, gold, labels, known):
    """Corrects labels by the snippets that must not (`without`) and that must (`with`) be in the text."""
    def prepare(snippets):
        return [(' '.join(snippet.lower().split()), snippet.split()) for snippet in snippets or [] if snippet.strip()]

    wanted, unwanted = prepare(gold.get('with')), prepare(gold.get('without'))
    for index, text in enumerate(texts):
        text = ' '.join(text.lower().split())
        words = len(text.split())
        if (_holds_snippet(text, words, unwanted, lambda count: 3 * count + 6) or
                _in_snippet(text, words, unwanted, 3, 4)):
            labels[index], known[index] = 0, True
        if _holds_snippet(text, words, wanted, lambda count: 400) or _in_snippet(text, words, wanted, 4, 4):
            labels[index], known[index] = 1, True
    return labels, known


def block_weights(words, labels):
    """Weight of each block: its words, relative to what the page has and what it should give."""
    return np.minimum(1, (words + .3) / ((words * labels).sum() + .25 * words.sum() + 20))
