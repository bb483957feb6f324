"""The model file of dumps: writing and reading it. Its format is described in src/score/model.h."""
import numpy as np

import export


def write(path, parameters, forest, confidence, provenance):
    lines = [f'# {line}' if line else '#' for line in provenance]
    lines += ['', '[parameters]', *(f'{name} = {value:.6g}' for name, value in parameters.items())]
    export._write_forest(lines, 'line', forest)
    lines += ['', '[confidence]', *(f'{expected:.3g} {mean:.3g}' for expected, mean in confidence)]
    with open(path, 'w', encoding='utf-8', newline='\n') as file:
        file.write('\n'.join(lines) + '\n')


def probabilities(model, rows, names):
    """What the forest of a model (export.read()) says of rows of features."""
    return 1 / (1 + np.exp(-model.forests['line'].answer(rows, names)))
