"""The model file: writing it, reading it, and deciding with it exactly as C does.

usage: export.py MODEL FEATURES.jsonl    prints {"id","text","comments","confidence","pagetype"} for each
page that the features command printed.
"""
import json
import sys
from dataclasses import dataclass, field

import numpy as np

import class_tokens
import decide
from corpus import TYPES
from forests import Forest, Tree


@dataclass
class Model:
    parameters: dict
    smoothing: np.ndarray  # The bias, then in decide.SMOOTHING's order.
    bias: int
    tokens: dict  # token: (near, any)
    forests: dict = field(default_factory=dict)
    confidence: list = field(default_factory=list)  # (expected F1, mean F1), ascending.


def _write_forest(lines, name, forest):
    lines += ['', f'[forest {name}]', f'scale {forest.scale}', f'start {forest.start}']
    for column, edges in zip(forest.names, forest.edges):
        lines.append(f'column {column} ' + ' '.join(_decimal(edge) for edge in edges))
    for tree in forest.trees:
        lines.append('tree ' + ' '.join(f'{column}:{edge}' if column >= 0 else str(edge)
                                        for column, edge in zip(tree.column, tree.edge)))


def _decimal(value):
    """The shortest decimal that reads back as the same float32."""
    for digits in range(1, 10):
        text = f'{float(value):.{digits}g}'
        if np.float32(text) == np.float32(value):
            return text
    raise ValueError(f'no number: {value}')


def write(path, model, provenance):
    lines = [f'# {line}' if line else '#' for line in provenance]
    lines += ['', '[parameters]']
    lines += [f'{name} = {value:.6g}' for name, value in model.parameters.items()]
    lines += ['', '[smoothing]']
    lines += [f'{name} = {value:.6g}' for name, value in zip(('bias', *decide.SMOOTHING), model.smoothing)]
    lines += ['', '[tokens]', f'bias {model.bias}']
    lines += [f'{token} {near} {within}' for token, (near, within) in sorted(model.tokens.items())]
    for name, forest in model.forests.items():
        _write_forest(lines, name, forest)
    lines += ['', '[confidence]', *(f'{expected:.3g} {mean:.3g}' for expected, mean in model.confidence)]
    with open(path, 'w', encoding='utf-8', newline='\n') as file:
        file.write('\n'.join(lines) + '\n')


def _read_tree(words):
    column, edge, right, open_nodes = [], [], [], []
    for index, word in enumerate(words):
        if open_nodes and open_nodes[-1][1]:
            right[open_nodes.pop()[0]] = index
        first, inner, second = word.partition(':')
        column.append(int(first) if inner else -1)
        edge.append(int(second) if inner else int(first))
        right.append(-1)
        if inner:
            open_nodes.append([index, False])
        elif open_nodes:
            open_nodes[-1][1] = True
    return Tree(np.array(column), np.array(edge), np.array(right))


def read(path):
    model, section, forest = Model({}, np.zeros(len(decide.SMOOTHING) + 1), 0, {}), '', None
    with open(path, encoding='utf-8') as file:
        for line in file:
            words = line.split()
            if not words or words[0].startswith('#'):
                continue
            if line.startswith('['):
                section = line.strip()[1:-1]
                if section.startswith('forest '):
                    forest = model.forests[section[7:]] = Forest([], [])
            elif section == 'parameters':
                model.parameters[words[0]] = float(words[2])
            elif section == 'smoothing':
                model.smoothing[('bias', *decide.SMOOTHING).index(words[0])] = float(words[2])
            elif section == 'tokens':
                if len(words) == 2:
                    model.bias = int(words[1])
                else:
                    model.tokens[words[0]] = int(words[1]), int(words[2])
            elif section == 'confidence':
                model.confidence.append((float(words[0]), float(words[1])))
            elif words[0] in ('scale', 'start'):
                setattr(forest, words[0], int(words[1]))
            elif words[0] == 'column':
                forest.names.append(words[1])
                forest.edges.append(np.array(words[2:], dtype=np.float32))
            else:
                forest.trees.append(_read_tree(words[1:]))
    return model


def token_columns(model, page):
    """The columns of class names, in class_tokens.COLUMNS' order."""
    rows = []
    for near, within in class_tokens.block_tokens(page):
        singles = [model.tokens[token][0] for token in near if token in model.tokens]
        near_sum = sum(singles)
        of_any = [model.tokens[token][1] for token in within if token in model.tokens]
        rows.append((model.bias + near_sum + sum(of_any), near_sum, sum(of_any),
                     min([0, *singles, *of_any]), max([0, *singles, *of_any])))
    return (np.array(rows) / class_tokens.UNIT).astype(np.float32)


@dataclass
class Decision:
    p: np.ndarray  # Smoothed.
    types: np.ndarray  # Probabilities in TYPES' order.
    keep: np.ndarray
    chosen: np.ndarray  # By the model, before repeats are left out.
    aside: np.ndarray  # Blocks that are comments.
    expected: float


def judge(model, page, names, page_names):
    """(p smoothed, probabilities of types)"""
    rows = np.column_stack([page.values, token_columns(model, page)])
    names = [*names, *class_tokens.COLUMNS]
    general, article = (decide.logistic(model.forests[name].answer(rows, names))
                        for name in ('general', 'article'))
    of_page = np.concatenate([page.page_values, decide.aggregates(page, general)])[None, :]
    sums = np.array([model.forests[f'type-{kind}'].answer(of_page, [*page_names, *decide.AGGREGATES])[0]
                     for kind in TYPES])
    types = np.exp(sums - sums.max())
    types /= types.sum()
    q = types[TYPES.index('article')]
    mixed = q * article + (1 - q) * general
    return decide.smooth(decide.smoothing_inputs(page, mixed), model.smoothing), types


def decide_page(model, page, names, page_names, **options):
    p, types = judge(model, page, names, page_names)
    part = page.values[:, names.index('comment_part')]
    keep, chosen, aside, expected = decide.decide(page, p, part, types, model.parameters, **options)
    return Decision(p, types, keep, chosen, aside, expected)


def confidence(model, expected):
    return float(np.interp(expected, *zip(*model.confidence)))


def main(model_path, features_path):
    from dataset import page_of
    model = read(model_path)
    with open(features_path, encoding='utf-8') as lines:
        for record in map(json.loads, lines):
            printed = record.get('features', record.get('page'))
            page = page_of('', record)
            out = {'id': record['id'], 'text': '', 'comments': '', 'confidence': 0., 'pagetype': None}
            if page is not None:
                decision = decide_page(model, page, printed['names'], printed['page_names'])
                for key, chosen in (('text', decision.keep), ('comments', decision.aside)):
                    out[key] = '\n'.join(page.texts[index] for index in np.flatnonzero(chosen))
                out['confidence'] = confidence(model, decision.expected)
                out['pagetype'] = TYPES[int(decision.types.argmax())]
            print(json.dumps(out, ensure_ascii=False))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    main(*sys.argv[1:])
