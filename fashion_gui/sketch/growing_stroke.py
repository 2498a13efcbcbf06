"""A stroke in progress: each new point costs one line segment, however long the stroke is."""

from dataclasses import dataclass, field

import numpy as np

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import Brush, Pair, Stroke
from fashion_gui.sketch.raster import CANVAS_SIZE, FloatImage, Point, blend


@dataclass
class _Covered:
    """The pixels that the first points of the stroke cover under a placement."""

    placement: Placement = field(default_factory=Placement)
    n_points: int = 0
    coverage: FloatImage = field(
        default_factory=lambda: np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.float32)
    )


class GrowingStroke:
    """Collects points until the brush is lifted.

    Parameters
    ----------
    brush
    point
        Where the brush was put down, (x, y) in canvas pixels.
    pressure
        Share of the brush's width.
    is_mirrored
        Whether its mirror image is drawn, too.
    """

    def __init__(self, brush: Brush, point: Point, pressure: float, *, is_mirrored: bool) -> None:
        self._brush, self._is_mirrored = brush, is_mirrored
        self._points, self._pressures = [point], [pressure]
        self._on_canvas, self._elsewhere, self._coming = _Covered(), _Covered(), _Covered()

    @property
    def n_points(self) -> int:
        """Number of points so far."""
        return len(self._points)

    def add(self, point: Point, pressure: float) -> None:
        """Draw a line from the last point to this one."""
        self._points.append(point)
        self._pressures.append(pressure)

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        """Return the image, float32 (28, 28), with the stroke drawn on it."""
        return blend(image, self._coverage(placement), self._brush.grey)

    def operation(self) -> Stroke | Pair:
        """Return the stroke so far as an operation."""
        stroke = self._from(0)
        return Pair(stroke, stroke.mirrored()) if self._is_mirrored else stroke

    def prepare(self, placement: Placement, n_most: int) -> bool:
        """Draw more of it under another placement; True when only the last lines are missing.

        Called once for each movement until it is True.
        """
        if placement != self._coming.placement:
            self._coming = _Covered(placement)
        coming = self._coming
        stop = min(len(self._points), coming.n_points + n_most)
        if stop > max(1, coming.n_points):
            self._cover(coming.coverage, placement, max(0, coming.n_points - 1), stop)
            coming.n_points = stop
        if coming.n_points < len(self._points) - 1:
            return False
        self._elsewhere, self._coming = coming, _Covered()
        return True

    def _coverage(self, placement: Placement) -> FloatImage:
        if placement == Placement():
            covered = self._on_canvas
        elif placement == self._elsewhere.placement:
            covered = self._elsewhere
        else:
            covered = self._elsewhere = _Covered(placement)
        if len(self._points) == 1:  # a dot: a line that begins there may be thinner
            return self._cover(np.zeros_like(covered.coverage), placement, 0)
        if covered.n_points < len(self._points):
            self._cover(covered.coverage, placement, max(0, covered.n_points - 1))
            covered.n_points = len(self._points)
        return covered.coverage

    def _cover(
        self, coverage: FloatImage, placement: Placement, first: int, stop: int | None = None
    ) -> FloatImage:
        """Add the coverage of all points from one on, in place, or of those before another."""
        new = self._from(first, stop)
        for stroke in (new, new.mirrored()) if self._is_mirrored else (new,):
            part = stroke.coverage(placement, CANVAS_SIZE)
            np.maximum(coverage, part, out=coverage)
        return coverage

    def _from(self, first: int, stop: int | None = None) -> Stroke:
        pressures = self._pressures[first:stop]
        has_pressure = any(pressure != 1 for pressure in pressures)
        return Stroke(
            self._brush, tuple(self._points[first:stop]), tuple(pressures) if has_pressure else ()
        )
