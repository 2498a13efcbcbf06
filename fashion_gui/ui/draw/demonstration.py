"""A demonstration: the program draws a template line by line, as a person would."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.operations import Brush, Operation
from fashion_gui.sketch.raster import Point
from fashion_gui.sketch.templates import Template
from fashion_gui.ui.theme.motion import is_motion_reduced

_INTERVAL_MS = 20
_PIXELS_A_STEP = 0.9
"""Distance drawn in one interval, in pixels of the canvas."""


_OVER = object()


class Demonstration(QObject):
    """Draws, and can be stopped at any time, as when the user begins to draw."""

    moved = Signal()
    """The drawing has changed."""
    finished = Signal()
    """The whole template is drawn."""

    def __init__(self, drawing: Drawing, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._steps: Iterator[None] = iter(())
        self._done: tuple[Operation, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._step)

    @property
    def is_active(self) -> bool:
        """Whether it is drawing."""
        return self._timer.isActive()

    def begin(self, template: Template, brush: Brush) -> None:
        """Draw a template on an empty canvas, at once if motion is reduced."""
        self.stop()
        self._drawing.clear()
        self._steps = self._draw(template, brush)
        if is_motion_reduced():
            for _ in self._steps:
                pass
            self._finish()
        else:
            self._timer.start()

    def stop(self) -> None:
        """Stop drawing; what is drawn stays."""
        if self.is_active:
            self._timer.stop()
            self._drawing.end_stroke()

    @Slot()
    def make_way(self) -> None:
        """Clear the canvas for a user who begins to draw; Undo brings the drawing back."""
        is_its_own = self.is_active or self._drawing.operations == self._done != ()
        self.stop()
        self._done = ()
        if is_its_own:
            self._drawing.clear()

    @Slot()
    def _step(self) -> None:
        if next(self._steps, _OVER) is _OVER:
            self._finish()
        else:
            self.moved.emit()

    def _finish(self) -> None:
        self._timer.stop()
        self._done = self._drawing.operations
        self.moved.emit()
        self.finished.emit()

    def _draw(self, template: Template, brush: Brush) -> Iterator[None]:
        for line in template:
            self._drawing.begin_stroke(brush, line[0])
            for place in _walked(line):
                self._drawing.extend_stroke(place)
                yield
            self._drawing.end_stroke()


def _walked(line: tuple[Point, ...]) -> Iterator[Point]:
    """Yield points along a line, at about the distance of one interval."""
    for (x, y), (to_x, to_y) in pairwise(line):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        n_steps = max(1, round(length / _PIXELS_A_STEP))
        for step in range(1, n_steps + 1):
            share = step / n_steps
            yield x + share * (to_x - x), y + share * (to_y - y)
