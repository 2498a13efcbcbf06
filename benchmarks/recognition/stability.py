"""How much of its accuracy a network keeps when the same drawings are drawn in another way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.conditions import CONDITIONS, Condition, Strokes
from benchmarks.recognition.scores import macro_accuracy
from benchmarks.result import Cell, Result
from fashion_gui.evaluation.verdict import verdicts
from fashion_gui.nn.network import Network
from fashion_gui.synthetic.doodles import GARMENTS
from fashion_gui.synthetic.garments.figure import Chance

_SEED = 20261129


@dataclass(frozen=True)
class Lines:
    """Drawings as lines, with their classes: `strokes` of each, and labels uint8 (n_drawings,)."""

    strokes: Sequence[Strokes]
    labels: NDArray[np.uint8]

    @classmethod
    def made(cls, n: int) -> "Lines":
        """Return the lines of generated garments, drawn exactly, always the same ones."""
        chance = Chance(_SEED)
        labels = np.resize(np.arange(len(GARMENTS), dtype=np.uint8), n)
        strokes = []
        for label in labels:
            figure = GARMENTS[label](chance)
            lines = (*figure.outlines, *figure.inner, *figure.details)
            strokes.append([np.array(line, np.float32) for line in lines if len(line) > 1])
        return cls(strokes, labels)


def stability(
    networks: dict[str, Network],
    lines: Lines,
    whose: str,
    conditions: Sequence[Condition] = CONDITIONS,
) -> Result:
    """Return a row for each condition: accuracy of each network, and the share that it refuses.

    Parameters
    ----------
    networks
        By name.
    lines
        What is drawn in each way.
    whose
        What kind of drawings they are, for the title.
    conditions
        The ways.
    """
    rows: list[tuple[Cell, ...]] = []
    for condition in conditions:
        images = np.stack([condition.drawn(strokes) for strokes in lines.strokes])
        row: list[Cell] = [condition.name]
        for network in networks.values():
            found = list(verdicts(network, images))
            largest = np.array([int(verdict.probabilities.argmax()) for verdict in found])
            row.append(macro_accuracy(largest, lines.labels))
            row.append(float(np.mean([not verdict.classes for verdict in found])))
        rows.append(tuple(row))
    columns = [f"{name}{what}" for name in networks for what in ("", ", refused")]
    return Result(
        f"Accuracy for {len(lines.labels):,} {whose}, drawn in other ways",
        ("drawn", *columns),
        tuple(rows),
    )
