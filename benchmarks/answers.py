"""How often a verdict in words is right, on held-out images."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.result import Cell, Result
from fashion_gui.data import Subset, load
from fashion_gui.evaluation.verdict import Verdict, verdicts
from fashion_gui.files import model_file
from fashion_gui.synthetic.doodles import NO_CLOTHING, draw_held_out_things
from fashion_gui.training.drawings import held_out_drawings

_N_DOODLES = 5000
_SEED = 2026


def measure() -> Result:
    """Return a row for each kind of image and of verdict, for the shipped network."""
    saved = model_file.load(model_file.find(model_file.DEFAULT_MODEL))
    photos = load().train[-saved.training["n_validation"] :]
    doodles = held_out_drawings(_N_DOODLES)
    others = held_out_drawings(_N_DOODLES // 5, other_share=1.0)
    unlearned = draw_held_out_things(_N_DOODLES // 5, np.random.default_rng(_SEED))
    things = Subset(unlearned, np.full(len(unlearned), NO_CLOTHING, np.uint8))
    rows: list[tuple[Cell, ...]] = []
    for name, images in (
        ("photos", photos),
        ("doodles", doodles),
        ("other things, of kinds learned from", others),
        ("other things, of kinds never learned from", things),
    ):
        rows += _rows(name, list(verdicts(saved.network, images.images)), images.labels)
    return Result(
        f"Answers of {model_file.DEFAULT_MODEL} to images that it did not learn from",
        ("images", "answer", "share %", "right %"),
        tuple(rows),
    )


def _rows(name: str, found: list[Verdict], labels: NDArray[np.uint8]) -> list[tuple[Cell, ...]]:
    kinds: dict[str, list[bool | None]] = {
        "one class": [],
        "one of two": [],
        "Not sure": [],
        "no clothing": [],
    }
    for verdict, label in zip(found, labels, strict=True):
        classes = verdict.classes
        if not verdict.is_any_class:
            kinds["no clothing"].append(bool(label >= len(verdict.probabilities)))
        elif classes:
            kinds["one class" if len(classes) == 1 else "one of two"].append(label in classes)
        else:
            kinds["Not sure"].append(None)
    return [
        (
            name,
            kind,
            100 * len(right) / len(labels),
            100 * float(np.mean([bool(r) for r in right]))
            if right and kind != "Not sure"
            else None,
        )
        for kind, right in kinds.items()
    ]
