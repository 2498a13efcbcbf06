"""Removing the lines of squared or ruled paper."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import FloatImage

_ANGLES = np.arange(-6, 6.01, 0.5)
"""Degrees by which the lines may be rotated."""
_FEWEST = 5
"""Fewest lines of ruled paper."""
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
    strengths = [s for turned in (ink, ink.T) if (s := _line_strength(turned, faintest)) > 0]
    for strength in sorted(strengths, reverse=True):
        left: FloatImage = ink - np.float32(_STRONGER * strength)
        np.maximum(left, 0, out=left)
        if np.count_nonzero(left) > _LEAST_LEFT * np.count_nonzero(ink):
            return left
    return ink


def _line_strength(ink: FloatImage, faintest: float) -> float:
    """Return how strong the printed lines along the rows are, 0 when there are none.

    Printed lines are in all parts of a sheet, and may be seen alone in those beside a drawing: the
    part with the faintest ones tells.
    """
    found = []
    for part in np.array_split(ink, _N_PARTS, axis=1):  # in perspective, lines are not parallel
        strength, most = 0.0, _FEWEST - 1
        for angle in _ANGLES:
            turned = _sheared(part, float(angle))
            is_line = np.percentile(turned, _COVERED, axis=1) > faintest
            n_lines = int((is_line[1:] & ~is_line[:-1]).sum())
            if n_lines > most and is_line.sum() < _THICKEST * n_lines:
                strength = float(np.percentile(_highest_near(turned)[is_line], _PRINTED))
                most = n_lines
        if strength:
            found.append(strength)
    return min(found) if len(found) >= _FEWEST_PARTS else 0.0


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
