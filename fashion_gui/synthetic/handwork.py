"""Turning a figure into hand-drawn lines: cut, bent, trembling and placed in the image.

Everything here works on the lines of many figures at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.sketch.raster import CANVAS_SIZE

_FloatArray = NDArray[np.float32]
_PIECE = 0.12
"""Longest straight piece of a line, as a share of the figure's longer side."""


def pieces(
    points: _FloatArray, lengths: NDArray[np.intp]
) -> tuple[_FloatArray, _FloatArray, NDArray[np.intp], tuple[_FloatArray, _FloatArray]]:
    """Cut lines into short pieces.

    Parameters
    ----------
    points : ndarray of float32, shape (n_points, 2)
        Points of all lines, one line after the other.
    lengths : ndarray of int, shape (n_lines,)
        Number of points of each line.

    Returns
    -------
    starts, stops : ndarray of float32, shape (n_pieces, 2)
    line : ndarray of int, shape (n_pieces,)
        The line that each piece belongs to.
    before, after : ndarray of float32, shape (n_pieces,)
        Length along the lines up to the start and to the stop of each piece.
    """
    is_inner = np.ones(len(points), bool)
    is_inner[np.cumsum(lengths) - 1] = False  # no piece begins at the end of a line
    first = np.flatnonzero(is_inner)
    line_of_point = np.repeat(np.arange(len(lengths)), lengths)
    starts, steps = points[first], points[first + 1] - points[first]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    n_pieces = np.maximum(np.ceil(lengths / _PIECE), 1).astype(np.intp)
    segment = np.repeat(np.arange(len(first)), n_pieces)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    piece_steps = (steps / n_pieces[:, np.newaxis]).astype(np.float32)[segment]
    piece_starts = starts[segment] + number[:, np.newaxis].astype(np.float32) * piece_steps
    way = np.cumsum(lengths) - lengths
    piece_lengths = (lengths / n_pieces)[segment]
    before = (way[segment] + number * piece_lengths).astype(np.float32)
    after = (before + piece_lengths).astype(np.float32)
    return piece_starts, piece_starts + piece_steps, line_of_point[first][segment], (before, after)


@dataclass(frozen=True)
class Frame:
    """Position and size of each figure, to centre it at (0, 0) with a longer side of 1."""

    middles: _FloatArray
    sizes: _FloatArray

    @classmethod
    def around(cls, points: _FloatArray, places: NDArray[np.intp], n: int) -> "Frame":
        low, high = _bounds(points, places, n)
        sizes = np.maximum((high - low).max(axis=1, keepdims=True), np.float32(1e-3))
        return cls((low + high) * np.float32(0.5), sizes)

    def to_unit(self, points: _FloatArray, places: NDArray[np.intp]) -> _FloatArray:
        unit: _FloatArray = (points - self.middles[places]) / self.sizes[places]
        return unit


def _bounds(
    points: _FloatArray, places: NDArray[np.intp], n: int
) -> tuple[_FloatArray, _FloatArray]:
    """Return the smallest and the largest coordinates of the points of each figure."""
    starts = np.searchsorted(places, np.arange(n))
    return np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)


class Shake:
    """Makes lines look hand-drawn: each figure is bent, and each line trembles.

    Parameters
    ----------
    n_figures, n_lines
        Numbers of figures and lines.
    rng
        Random generator.
    steady : ndarray of bool, shape (n_figures,), optional
        Which figures neither bend nor tremble, as if a machine drew them.
    mirrored : ndarray of bool, shape (n_figures,), optional
        Which figures have left and right exchanged.
    turns : ndarray of float, shape (n_figures,), optional
        Degrees by which the figures are turned, in addition to the lean of every hand.
    """

    def __init__(
        self,
        n_figures: int,
        n_lines: int,
        rng: Generator,
        *,
        steady: NDArray[np.bool_] | None = None,
        mirrored: NDArray[np.bool_] | None = None,
        turns: NDArray[np.float64] | None = None,
    ) -> None:
        n_waves = 2
        calm = np.zeros(n_figures, bool) if steady is None else steady
        self._bend = (rng.gamma(1.5, 0.012, (n_figures, 1, 2)) * 0.7).astype(np.float32)
        self._waves = rng.normal(0, 4.5, (n_figures, n_waves, 2)).astype(np.float32)
        self._phases = rng.uniform(0, 2 * np.pi, (n_figures, n_waves, 2)).astype(np.float32)
        self._tremble = rng.gamma(1.2, 0.007, n_figures).astype(np.float32)
        self._line_phases = rng.uniform(0, 2 * np.pi, (n_lines, 4)).astype(np.float32)
        self._offsets = rng.normal(0, 1.0, (n_lines, 2)).astype(np.float32)
        lean = np.where(rng.random(n_figures) < 0.12, 16.0, 5.0) * rng.normal(0, 1, n_figures)
        stretch = np.exp(rng.normal(0, 0.13, n_figures))
        shear = rng.normal(0, 0.07, n_figures)
        for shaken in (self._bend, self._tremble, lean, shear):
            shaken[calm] = 0
        angles = np.radians(lean if turns is None else lean + turns)
        c, s = np.cos(angles), np.sin(angles)
        turn = np.stack([np.stack([c, -s], -1), np.stack([s, c], -1)], -2)
        none, one = np.zeros(n_figures), np.ones(n_figures)
        slant = np.stack([np.stack([stretch, shear], -1), np.stack([none, one], -1)], -2)
        self._matrices = (turn @ slant).astype(np.float32)
        if mirrored is not None:
            self._matrices[mirrored, :, 0] *= -1

    def bent(self, points: _FloatArray, places: NDArray[np.intp]) -> _FloatArray:
        """Return points (n, 2) after bending, stretching and turning the whole figure."""
        angles = np.einsum("nwd,nd->nw", self._waves[places], points)[:, :, np.newaxis]
        moved = points + (self._bend[places] * np.sin(angles + self._phases[places])).sum(axis=1)
        result: _FloatArray = np.einsum("nij,nj->ni", self._matrices[places], moved)
        return result

    def moved(
        self,
        points: _FloatArray,
        places: NDArray[np.intp],
        lines: NDArray[np.intp],
        way: _FloatArray,
    ) -> _FloatArray:
        """Return points (n, 2) of lines, bent, each line with its own trembling."""
        phases = self._line_phases[lines]
        tremble = np.stack(
            [
                np.sin(11 * way + phases[:, 0]) + 0.6 * np.sin(27 * way + phases[:, 1]),
                np.sin(12 * way + phases[:, 2]) + 0.6 * np.sin(25 * way + phases[:, 3]),
            ],
            axis=1,
        )
        tremble += self._offsets[lines]
        tremble *= self._tremble[places][:, np.newaxis]
        result: _FloatArray = self.bent(points, places) + tremble
        return result


class Target:
    """Position and size of each figure in its image: it nearly fills it, nearly in the middle.

    `sides` are the pixels of its longer side, nan for a random one.
    """

    def __init__(
        self,
        n: int,
        starts: _FloatArray,
        stops: _FloatArray,
        places: NDArray[np.intp],
        widths: _FloatArray,
        rng: Generator,
        sides: NDArray[np.float64] | None = None,
    ) -> None:
        low = np.minimum(_bounds(starts, places, n)[0], _bounds(stops, places, n)[0])
        high = np.maximum(_bounds(starts, places, n)[1], _bounds(stops, places, n)[1])
        side = rng.uniform(21.5, 28, n) - widths
        if sides is not None:
            side = np.where(np.isnan(sides), side, sides - widths)
        sizes = np.maximum((high - low).max(axis=1), np.float32(1e-3))
        self._scale = (side / sizes).astype(np.float32)[:, np.newaxis]
        middles = CANVAS_SIZE / 2 + rng.normal(0, 0.5, (n, 2))
        self._offsets = (middles - (low + high) / 2 * self._scale).astype(np.float32)

    def to_pixels(self, points: _FloatArray, places: NDArray[np.intp]) -> _FloatArray:
        pixels: _FloatArray = points * self._scale[places] + self._offsets[places]
        return pixels
