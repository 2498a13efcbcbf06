"""How often an answer in words is right, on images that were held out of the training."""

import numpy as np

from benchmarks.result import Cell, Result
from fashion_gui.data import load
from fashion_gui.nn import model_file
from fashion_gui.nn.answer import answered_classes

_KINDS = {1: "one class", 2: "one of two", 0: "Not sure"}


def measure() -> Result:
    """Return a row for each kind of answer of the shipped network."""
    saved = model_file.load(model_file.find(model_file.DEFAULT_MODEL))
    held_out = load().train[-saved.training["n_validation"] :]
    answers = [answered_classes(row) for row in saved.network.predict_proba(held_out.images)]
    rows: list[tuple[Cell, ...]] = []
    for length, name in _KINDS.items():
        right = [
            label in answer
            for answer, label in zip(answers, held_out.labels, strict=True)
            if len(answer) == length
        ]
        score = 100 * float(np.mean(right)) if length and right else None
        rows.append((name, 100 * len(right) / len(answers), score))
    return Result(
        f"Answers of {model_file.DEFAULT_MODEL} to {len(held_out):,} validation images",
        ("answer", "share %", "right %"),
        tuple(rows),
    )
