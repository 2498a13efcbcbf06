"""A drawing as a document: a list of operations, each undoable, and the pixels they make."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import CANVAS_SIZE, Point, blend, segment_coverage

_Image: TypeAlias = NDArray[np.float32]
_SHAPE = (CANVAS_SIZE, CANVAS_SIZE)


@dataclass(frozen=True)
class Brush:
    """What a stroke is drawn with.

    Attributes
    ----------
    width
        Thickness in pixels of the 28x28 canvas.
    grey
        From 0 (black: it erases) to 1 (white).
    """

    width: float = 2.0
    grey: float = 1.0


@dataclass(frozen=True)
class Stroke:
    """A line through all its points, (x, y) in canvas pixels; one point is a dot."""

    brush: Brush
    points: tuple[Point, ...]


@dataclass(frozen=True, eq=False)
class Paste:
    """A picture that replaces what was there: ndarray of uint8, shape (28, 28)."""

    image: NDArray[np.uint8]


@dataclass(frozen=True)
class Clear:
    """Everything is wiped away."""


Operation: TypeAlias = Stroke | Paste | Clear


@dataclass
class _Growing:
    """A stroke that is being drawn: every new point adds one line to its coverage."""

    brush: Brush
    points: list[Point]
    coverage: _Image = field(default_factory=lambda: np.zeros(_SHAPE, np.float32))

    def add(self, point: Point) -> None:
        line = segment_coverage(self.points[-1], point, self.brush.width)
        np.maximum(self.coverage, line, out=self.coverage)
        self.points.append(point)


class Drawing:
    """A drawing on the 28x28 canvas, white on black, with undo and redo without limit.

    The picture after each operation is kept, so undoing is no more than forgetting the last.
    """

    def __init__(self) -> None:
        self._done: list[tuple[Operation, _Image]] = []
        self._undone: list[tuple[Operation, _Image]] = []
        self._growing: _Growing | None = None
        self._pixels: NDArray[np.uint8] | None = None  # worked out when somebody looks

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What was done, in order."""
        return tuple(operation for operation, _ in self._done)

    @property
    def image(self) -> NDArray[np.uint8]:
        """The pixels, as the network gets them: ndarray of uint8, (28, 28), read-only."""
        if self._pixels is None:
            image = self._finished_image()
            if self._growing:
                image = blend(image, self._growing.coverage, self._growing.brush.grey)
            self._pixels = np.rint(image * 255).astype(np.uint8)
            self._pixels.flags.writeable = False
        return self._pixels

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to see."""
        return not self.image.any()

    @property
    def can_undo(self) -> bool:
        """True when there is something to undo: a stroke that is being drawn is, too."""
        return bool(self._done or self._growing)

    @property
    def can_redo(self) -> bool:
        """True when there is something to redo."""
        return bool(self._undone) and not self._growing

    def begin_stroke(self, brush: Brush, point: Point) -> None:
        """Put the brush down: a dot appears."""
        self.end_stroke()
        self._growing = _Growing(brush, [point])
        self._growing.coverage = segment_coverage(point, point, brush.width)
        self._pixels = None

    def extend_stroke(self, point: Point) -> None:
        """Draw a line on from where the brush was; nothing when it is not down."""
        if self._growing:
            self._growing.add(point)
            self._pixels = None

    def end_stroke(self) -> None:
        """Lift the brush: the stroke becomes one operation."""
        if self._growing:
            growing, self._growing = self._growing, None
            image = blend(self._finished_image(), growing.coverage, growing.brush.grey)
            self._do(Stroke(growing.brush, tuple(growing.points)), image)

    def paste(self, image: NDArray[np.uint8]) -> None:
        """Replace everything by a picture: ndarray of uint8, shape (28, 28)."""
        if image.shape != _SHAPE or image.dtype != np.uint8:
            raise ValueError(
                f"Expected a picture uint8 {_SHAPE}, found {image.dtype} {image.shape}."
            )
        self.end_stroke()
        self._do(Paste(image.copy()), image.astype(np.float32) * np.float32(1 / 255))

    def clear(self) -> None:
        """Wipe everything away, which can be undone too; nothing when it is empty."""
        self.end_stroke()
        if not self.is_empty:
            self._do(Clear(), np.zeros(_SHAPE, np.float32))

    def undo(self) -> None:
        """Take the last operation back; nothing when there is none."""
        self.end_stroke()
        if self._done:
            self._undone.append(self._done.pop())
            self._pixels = None

    def redo(self) -> None:
        """Do again what was undone last; nothing when there is none."""
        if self.can_redo:
            self._done.append(self._undone.pop())
            self._pixels = None

    def _do(self, operation: Operation, image: _Image) -> None:
        self._done.append((operation, image))
        self._undone.clear()
        self._pixels = None

    def _finished_image(self) -> _Image:
        return self._done[-1][1] if self._done else np.zeros(_SHAPE, np.float32)
