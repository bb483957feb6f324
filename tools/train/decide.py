"""From block probabilities to the text of a page: the steps after the forests, as C takes them."""
import re

import numpy as np

SMOOTHING = ('own', 'path', 'container', 'parent', 'ancestor2', 'ancestor3', 'near', 'far', 'section',
             'page-max', 'page-mean', 'core')
LOWEST = .001  # Probabilities are clipped to LOWEST..1 - LOWEST before the logit.
CORE_SHARE = .85
REPEAT_WORDS = 8
REPEAT_PARENTS = 2
WORD = re.compile(r'\w+')
PRODUCT, FORUM = 2, 4  # Places in corpus.TYPES.
AGGREGATES = ('agg_mean', 'agg_half', 'agg_words', 'agg_max')


def logistic(x):
    return 1 / (1 + np.exp(-x))


def logit(p):
    p = np.clip(p, LOWEST, 1 - LOWEST)
    return np.log(p / (1 - p))


def weights_of(page):
    return page.words + .3


def aggregates(page, p):
    """What the general forest thinks of a page as a whole, in AGGREGATES' order."""
    weights = weights_of(page)
    half = p >= .5
    return np.array([(weights * p).sum() / weights.sum(), weights[half].sum() / weights.sum(),
                     np.log1p(page.words[half].sum()), p.max()], dtype=np.float32)


def group_mean(groups, weights, p):
    """By block: the mean of p over the blocks of its group."""
    _, group = np.unique(groups, return_inverse=True)
    mass, weight = np.bincount(group, weights * p), np.bincount(group, weights)
    return mass[group] / weight[group]


def _window_mean(weights, mass, p, reach):
    """Mean over the `reach` blocks on either side, without the block itself."""
    count = len(weights)
    sums = [np.concatenate([[0], np.cumsum(values)]) for values in (weights, mass)]
    start = np.maximum(np.arange(count) - reach, 0)
    end = np.minimum(np.arange(count) + reach + 1, count)
    weight = sums[0][end] - sums[0][start] - weights
    inside = sums[1][end] - sums[1][start] - mass
    return np.where(end - start > 1, inside / np.maximum(weight, .1), p)


def _subtree_sums(page, weights, mass):
    weight = np.bincount(page.element, weights, len(page.parents)).tolist()
    inside = np.bincount(page.element, mass, len(page.parents)).tolist()
    parents = page.parents.tolist()
    for element in range(len(parents) - 1, 0, -1):
        weight[parents[element]] += weight[element]
        inside[parents[element]] += inside[element]
    return np.array(weight), np.array(inside)


def _core(page, inside):
    """The deepest element that holds CORE_SHARE of the page's mass."""
    children = {}
    for element in np.flatnonzero(inside >= CORE_SHARE * inside[0])[1:]:
        children.setdefault(page.parents[element], element)
    core = 0
    while core in children:
        core = children[core]
    return core


def smoothing_inputs(page, p):
    """Block rows in SMOOTHING's order."""
    weights = weights_of(page)
    mass = weights * p
    weight_below, mass_below = _subtree_sums(page, weights, mass)
    mean_below = mass_below / np.maximum(weight_below, .1)
    columns = [p, group_mean(page.path, weights, p)]
    ancestor = page.container.astype(int)
    for _ in range(4):
        columns.append(mean_below[ancestor])
        ancestor = np.maximum(page.parents[ancestor], 0)
    columns.append(_window_mean(weights, mass, p, 3))
    columns.append(_window_mean(weights, mass, p, 10))
    _, section, size = np.unique(page.section, return_inverse=True, return_counts=True)
    others = np.bincount(section, weights)[section] - weights
    columns.append(np.where(size[section] > 1,
                            (np.bincount(section, mass)[section] - mass) / np.maximum(others, .1), p))
    for value in (p.max(), mass_below[0] / weight_below[0], mean_below[_core(page, mass_below)]):
        columns.append(np.full(len(p), value))
    return np.column_stack(columns)


def smooth(inputs, coefficients):
    """`coefficients`: the bias, then one for each input."""
    return logistic(coefficients[0] + logit(inputs) @ coefficients[1:])


def best_order(p):
    return np.argsort(-p, kind='stable')


def expected_f1(p, words):
    """The best word F1 to be expected of keeping the blocks of highest p, if p are true."""
    order = best_order(p)
    kept, hits = np.cumsum(words[order]), np.cumsum((words * p)[order])
    total = hits[-1]
    return float((2 * hits / np.maximum(kept + total, 1e-9)).max()) if total > 0 else 0.


def threshold(p, expected, parameters, k=None):
    wanted = (k or parameters['threshold-k']) * expected ** parameters['threshold-power']
    return min(max(wanted, parameters['threshold-low']), parameters['threshold-high'], p.max())


def drop_repeats(page, keep):
    """Leaves out long blocks whose words were kept from another place before: under another element two
    above the container. Nearer repeats are the author's own."""
    first = {}
    keep = keep.copy()
    for index in np.flatnonzero(keep):
        if page.words[index] < REPEAT_WORDS:
            continue
        words = ' '.join(WORD.findall(page.texts[index].lower()))
        place = page.container[index]
        for _ in range(REPEAT_PARENTS):
            place = max(page.parents[place], 0)
        if first.setdefault(words, place) != place:
            keep[index] = False
    return keep


def posts_are_content(page, p, part, types, parameters):
    """Whether what readers wrote is the content of the page: a forum is likely, or a product with its reviews; or
    a forum is not unlikely, and most of the page's mass stands in the posts."""
    forum, product = types[FORUM], types[PRODUCT]
    if forum + product >= parameters['forum-threshold']:
        return True
    mass = page.words * p
    return forum + mass[part > 0].sum() / max(mass.sum(), 1e-9) >= parameters['posts-threshold']


def decide(page, p, part, types, parameters, include_comments=False, k=None):
    """(kept, chosen, in comments, expected F1): which blocks are text, which of them the model chose (repeats
    are left out after that, comments may be added), and which are comments. `p` is smoothed, `part` the column
    comment_part (0: no, 1: around comments, 2: comment), `types` the probabilities of the page types."""
    aside = part > 0
    if aside.any() and posts_are_content(page, p, part, types, parameters):
        aside = np.zeros(len(p), dtype=bool)
    rest = ~aside
    keep = np.zeros(len(p), dtype=bool)
    expected = 0.
    if rest.any():
        expected = expected_f1(p[rest], page.words[rest])
        if expected >= parameters['no-content-f'] and p[rest].max() >= parameters['no-content-max']:
            keep = rest & (p >= threshold(p[rest], expected, parameters, k))
    chosen = keep
    if include_comments:
        keep = keep | aside & (part == 2)
    return drop_repeats(page, keep), chosen, aside, expected
