"""The finished operations of a drawing, redrawn where a network expects them.

While a pen moves outwards, the drawing is fitted anew with each of its movements. Redrawing takes
about a millisecond for a thousand lines; so, if there are more, the picture stays where it is while
it is redrawn in portions elsewhere, and what a movement costs does not grow with the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.growing_stroke import GrowingStroke
from fashion_gui.sketch.operations import Clear, Move, Operation, Paste, n_lines, render
from fashion_gui.sketch.raster import FloatImage

Done: TypeAlias = Sequence[tuple[Operation, FloatImage]]
"""The finished operations, each with the picture on the canvas after it."""
LINES_AT_ONCE = 1000
"""Lines that are redrawn for one movement of the pen, or a few more."""


@dataclass(frozen=True, eq=False)
class _Placed:
    """The first of the finished operations at some moment, drawn under a placement.

    Attributes
    ----------
    n_done
        Number of operations.
    last
        The picture on the canvas after the last of them, whose identity identifies them.
    image
        The picture under the placement.
    """

    placement: Placement = field(default_factory=Placement)
    n_done: int = 0
    last: FloatImage | None = None
    image: FloatImage | None = None

    def is_beginning_of(self, done: Done) -> bool:
        """Tell whether these are drawn, and still the first of the finished operations."""
        if self.image is None or self.n_done > len(done):
            return False
        return self.n_done == 0 or done[self.n_done - 1][1] is self.last

    def is_all_of(self, done: Done) -> bool:
        """Tell whether these are the finished operations."""
        return self.n_done == len(done) and self.is_beginning_of(done)


class PlacedOperations:
    """Draws finished operations under the placement that is asked for, and only the new ones."""

    def __init__(self) -> None:
        self._now = _Placed()
        self._coming = _Placed()

    def draw(self, done: Done, placement: Placement) -> FloatImage:
        """Return the operations under a placement: float32 (28, 28), not to be changed."""
        known = self._now
        if known.placement != placement or not known.is_beginning_of(done):
            known = _Placed(placement)
        if known.image is not None and known.n_done == len(done):
            return known.image
        self._coming = _Placed()
        self._now = _goes_on(known, done, len(done))
        assert self._now.image is not None
        return self._now.image

    def on_the_way(self, done: Done, growing: GrowingStroke, wanted: Placement) -> Placement:
        """Return the placement to use for this movement of the pen.

        It is the wanted one, unless that means to redraw too many lines at once; then it is the one
        before, and some more of the lines are drawn under another one, which comes next.
        """
        now = self._now
        if now.placement == wanted or not now.is_all_of(done):
            return wanted
        start = _start(done)
        if start is None or not _are_many(done[start:], growing):
            return wanted
        coming = self._coming
        if not coming.is_beginning_of(done):
            coming = _Placed(wanted)
        stop = n = max(coming.n_done, start)
        left = LINES_AT_ONCE
        while stop < len(done) and left > 0:
            left -= n_lines(done[stop][0])
            stop += 1
        self._coming = coming = _goes_on(coming, done, stop, start=n)
        if stop < len(done) or not growing.prepare(coming.placement, max(0, left)):
            return now.placement
        self._now, self._coming = coming, _Placed()
        return coming.placement


def _goes_on(known: _Placed, done: Done, stop: int, start: int | None = None) -> _Placed:
    """Draw more of the operations, up to one."""
    start = known.n_done if start is None else start
    new = [operation for operation, _ in done[start:stop]]
    if any(isinstance(operation, Move) for operation in new):
        image = render([operation for operation, _ in done[:stop]], known.placement)
    else:
        image = render(new, known.placement, on=known.image)
    return _Placed(known.placement, stop, done[stop - 1][1] if stop else None, image)


def _start(done: Done) -> int | None:
    """Return the first operation that is seen; None where some are moved by others after them."""
    for index in range(len(done) - 1, -1, -1):
        if isinstance(done[index][0], Clear | Paste):
            return index
        if isinstance(done[index][0], Move):
            return None
    return 0


def _are_many(seen: Done, growing: GrowingStroke) -> bool:
    n = growing.n_points
    for operation, _ in seen:
        n += n_lines(operation)
        if n > LINES_AT_ONCE:
            return True
    return n > LINES_AT_ONCE
