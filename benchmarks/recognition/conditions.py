"""Ways to draw the same lines: with another pen, turned, small, filled, unfinished, in colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.picture import picture_to_grey
from fashion_gui.sketch.raster import CANVAS_SIZE, batch_coverage, polygon_mask

Strokes = Sequence[NDArray[np.float32]]
"""Lines of one drawing in the order they were drawn, each of shape (n_points, 2), y downwards."""

_FRAME = 26.0
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)


@dataclass(frozen=True)
class Condition:
    """How lines are drawn.

    Attributes
    ----------
    name
        For people.
    pen
        Width of the lines in pixels.
    side
        Pixels of the longer side, on a canvas of `canvas` pixels.
    turn
        Degrees clockwise.
    fill
        Grey, from 0 to 1, of whatever the lines enclose; None leaves it empty.
    share
        Share of the length of all lines that is drawn, beginning with the first.
    canvas
        Side of the canvas in pixels.
    ink, paper
        Colours from 0 to 255. With other ones than white on black, the drawing is read as a picture
        in colour.
    """

    name: str
    pen: float = 2.0
    side: float = _FRAME
    turn: float = 0.0
    fill: float | None = None
    share: float = 1.0
    canvas: int = CANVAS_SIZE
    ink: tuple[int, int, int] = _WHITE
    paper: tuple[int, int, int] = _BLACK

    def drawn(self, strokes: Strokes) -> NDArray[np.uint8]:
        """Return a drawing as input for a network, uint8 (28, 28), fitted as on the canvas."""
        ink = self._ink(strokes)
        if (self.ink, self.paper) == (_WHITE, _BLACK):
            return fit_picture(ink)
        share = ink[:, :, np.newaxis]
        rgb = np.array(self.paper) * (1 - share) + np.array(self.ink) * share
        opaque = np.full((*ink.shape, 1), 255.0)
        rgba = np.rint(np.concatenate([rgb, opaque], axis=2)).astype(np.uint8)
        return fit_picture(picture_to_grey(rgba, drawing=True))

    def _ink(self, strokes: Strokes) -> NDArray[np.float32]:
        """Return how much ink covers each pixel of the canvas, from 0 to 1."""
        lines = first_part(strokes, self.share)
        angle = np.radians(self.turn)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        lines = [(line @ turn).astype(np.float32) for line in lines]
        points = np.concatenate(lines)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = (self.side - self.pen) / max(float((high - low).max()), 1e-3)
        middle = (low + high) / 2
        lines = [((line - middle) * scale + self.canvas / 2).astype(np.float32) for line in lines]
        starts = np.concatenate([line[:-1] for line in lines])
        stops = np.concatenate([line[1:] for line in lines])
        widths = np.full(len(starts), self.pen, np.float32)
        places = np.zeros(len(starts), np.intp)
        ink: NDArray[np.float32] = batch_coverage(
            starts, stops, widths, places, 1, size=self.canvas
        )[0]
        if self.fill is not None:
            for line in lines:
                np.maximum(ink, polygon_mask(line, self.canvas) * np.float32(self.fill), out=ink)
        return ink


def first_part(strokes: Strokes, share: float) -> list[NDArray[np.float32]]:
    """Return the lines up to a share of their length, to the end of the piece that exceeds it."""
    left = share * sum(_length(line) for line in strokes)
    kept: list[NDArray[np.float32]] = []
    for line in strokes:
        if left <= 0 and kept:
            break
        n_points = 1
        for start, stop in pairwise(line):
            if left <= 0 and n_points > 1:
                break
            left -= float(np.hypot(*(stop - start)))
            n_points += 1
        if n_points > 1:
            kept.append(np.asarray(line[:n_points], np.float32))
    return kept


def _length(line: NDArray[np.float32]) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _on_paper(name: str, ink: tuple[int, int, int], paper: tuple[int, int, int]) -> Condition:
    return Condition(name, pen=7.0, side=84.0, canvas=112, ink=ink, paper=paper)


CONDITIONS = (
    Condition("as it is (pen of 2 px at 28)"),
    Condition("pen of 1 px", pen=1),
    Condition("pen of 3 px", pen=3),
    Condition("pen of 4 px", pen=4),
    Condition("pen of 5 px", pen=5),
    Condition("pen of 6 px", pen=6),
    Condition("8 px small, pen of 1 px", side=8, pen=1),
    Condition("14 px small", side=14, pen=1.5),
    Condition("filled white", fill=1),
    Condition("filled grey", fill=0.5),
    Condition("turned 15 degrees to the right", turn=15),
    Condition("turned 15 degrees to the left", turn=-15),
    Condition("turned 30 degrees to the right", turn=30),
    Condition("turned 30 degrees to the left", turn=-30),
    Condition("the first 75 % of the lines", share=0.75),
    Condition("the first 50 % of the lines", share=0.5),
    _on_paper("black on white, 112 px", (0, 0, 0), (255, 255, 255)),
    _on_paper("yellow on white, 112 px", (255, 225, 0), (255, 255, 255)),
    _on_paper("blue on black, 112 px", (0, 0, 255), (0, 0, 0)),
    _on_paper("red on green, 112 px", (230, 0, 0), (0, 117, 0)),
    _on_paper("pencil on paper, 112 px", (150, 148, 145), (236, 232, 222)),
)
