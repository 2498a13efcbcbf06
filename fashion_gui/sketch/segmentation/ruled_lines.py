"""Removing the lines of squared or ruled paper, and those between tiles."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import FloatImage

_ANGLES = np.arange(-6, 6.01, 0.5)
"""Degrees by which the lines may be rotated."""
_FEWEST, _FEWEST_OF_GRID = 5, 3
"""Fewest lines of ruled paper, and of squared paper or tiles in each of the two directions."""
_THICKEST = 4
"""Mean thickness of printed lines in pixels, at most; parts of a garment are thicker."""
_N_PARTS, _FEWEST_PARTS = 3, 2
"""Strips of a picture that are examined one by one, and in how many there have to be lines."""
_COVERED = 40
"""Percentile of the ink along a line that shows a printed line, whatever is drawn across it."""
_PRINTED = 75
"""Percentile of the ink on printed lines that is their strength: a few of the strongest pixels are
pen strokes."""
_STRONGER = 1.4
"""Ink up to this multiple of a printed line's strength is removed; pen strokes are stronger."""
_LEAST_LEFT = 0.02
"""Least share of the inked pixels that has to be left."""


def without_ruled_lines(ink: FloatImage, faintest: float) -> FloatImage:
    """Return ink without the straight, faint lines that run across a whole sheet.

    A row of pixels, turned by a few degrees, that has ink along most of its length is a printed
    line. Ink as faint as those lines is removed everywhere; strokes are stronger. If hardly any ink
    would be left, the lines are the drawing, such as the stripes of a pullover, and stay.

    Parameters
    ----------
    ink : ndarray of float32, shape (height, width)
    faintest
        Level above which a pixel counts as ink.
    """
    found = [_lines(turned, faintest) for turned in (ink, ink.T)]
    fewest = _FEWEST_OF_GRID if min(found).n >= _FEWEST_OF_GRID else _FEWEST
    strengths = [lines.strength for lines in found if lines.n >= fewest]
    for strength in sorted(strengths, reverse=True):
        left: FloatImage = ink - np.float32(_STRONGER * strength)
        np.maximum(left, 0, out=left)
        if np.count_nonzero(left) > _LEAST_LEFT * np.count_nonzero(ink):
            return left
    return ink


class _Lines(NamedTuple):
    """How many printed lines lie along the rows, and how strong they are."""

    n: int
    strength: float


def _lines(ink: FloatImage, faintest: float) -> _Lines:
    """Return the printed lines along the rows.

    They are in all parts of a sheet, and may be seen alone in those beside a drawing: the part with
    the faintest ones tells.
    """
    found = []
    thin = _thin(ink)
    # In perspective, lines are not parallel.
    for part, thin_part in zip(
        *(np.array_split(whole, _N_PARTS, axis=1) for whole in (ink, thin)), strict=True
    ):
        best = _Lines(_FEWEST_OF_GRID - 1, 0.0)
        for angle in _ANGLES:
            is_line = np.percentile(_sheared(thin_part, float(angle)), _COVERED, axis=1) > faintest
            n_lines = int((is_line[1:] & ~is_line[:-1]).sum())
            if n_lines > best.n and is_line.sum() < _THICKEST * n_lines:
                on_lines = _highest_near(_sheared(part, float(angle)))[is_line]
                best = _Lines(n_lines, float(np.percentile(on_lines, _PRINTED)))
        if best.strength:
            found.append(best)
    if len(found) < _FEWEST_PARTS:
        return _Lines(0, 0.0)
    return _Lines(max(lines.n for lines in found), min(lines.strength for lines in found))


def _thin(ink: FloatImage) -> FloatImage:
    """Return by how much each pixel is above all broader than a line: shadows, parts of a garment.

    Source: the white top-hat of mathematical morphology, along the columns.
    """
    lowest = _over_rows(ink, np.minimum)
    thin: FloatImage = ink - _over_rows(lowest, np.maximum)
    return thin


def _over_rows(ink: FloatImage, extreme: np.ufunc) -> FloatImage:
    """Return the extreme of each pixel and those at most `_THICKEST` above and below it."""
    padded = np.pad(ink, ((_THICKEST, _THICKEST), (0, 0)), mode="edge")
    found: FloatImage = extreme.reduce([padded[k : k + len(ink)] for k in range(2 * _THICKEST + 1)])
    return found


def _highest_near(ink: FloatImage) -> FloatImage:
    """Return the highest of each pixel and those above and below it: a line lies in two rows."""
    padded = np.pad(ink, ((1, 1), (0, 0)))
    highest: FloatImage = np.maximum(np.maximum(padded[:-2], padded[2:]), ink)
    return highest


def _sheared(ink: FloatImage, degrees: float) -> NDArray[np.float32]:
    """Return the rows of a picture sheared as if it were turned, wrapping around at the edges."""
    height, width = ink.shape
    columns = np.arange(width)
    shifts = np.rint((columns - width / 2) * np.tan(np.radians(degrees))).astype(np.intp)
    turned: FloatImage = ink[(np.arange(height)[:, np.newaxis] + shifts) % height, columns]
    return turned
