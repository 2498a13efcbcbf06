"""A drawing as a document: a list of operations, each undoable, and the pixels they make."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.area import area_around
from fashion_gui.sketch.fitting import Placement, ink_box, place_picture, placement_of
from fashion_gui.sketch.growing_stroke import GrowingStroke
from fashion_gui.sketch.operations import (
    Brush,
    Clear,
    Erase,
    Fill,
    Move,
    Operation,
    Pair,
    Paste,
    Shape,
    Stroke,
    render,
)
from fashion_gui.sketch.placed import PlacedOperations
from fashion_gui.sketch.raster import CANVAS_SIZE, FloatImage, Point

_SHAPE = (CANVAS_SIZE, CANVAS_SIZE)


class Drawing:
    """A drawing on the 28x28 canvas, white on black, with undo and redo without limit.

    The picture after each operation is kept, so undoing only drops the last one.

    Attributes
    ----------
    is_mirroring : bool
        Whether strokes, shapes and fills are mirrored at the vertical middle line.
    """

    def __init__(self) -> None:
        self.is_mirroring = False
        self._done: list[tuple[Operation, FloatImage]] = []
        self._undone: list[tuple[Operation, FloatImage]] = []
        self._growing: GrowingStroke | None = None
        self._preview: Operation | None = None
        # All of these are computed on demand.
        self._current: FloatImage | None = None
        self._pixels: NDArray[np.uint8] | None = None
        self._fitted: NDArray[np.uint8] | None = None
        self._fitting: Placement | None = None
        self._placed = PlacedOperations()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations so far, in order."""
        return tuple(operation for operation, _ in self._done)

    @property
    def image(self) -> NDArray[np.uint8]:
        """The pixels on the canvas: ndarray of uint8, (28, 28), read-only."""
        if self._pixels is None:
            self._pixels = _to_bytes(self._current_image())
        return self._pixels

    @property
    def fitted_image(self) -> NDArray[np.uint8]:
        """The input for a network: ndarray of uint8, (28, 28), read-only.

        The drawing is redrawn in the middle, so large that it fills the frame.
        """
        if self._fitted is None:
            self._fitted = self._fit()
        return self._fitted

    @property
    def finished_image(self) -> FloatImage:
        """The canvas without a stroke or preview in progress: float32 (28, 28)."""
        return self._done[-1][1] if self._done else np.zeros(_SHAPE, np.float32)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to see."""
        return not self.image.any()

    @property
    def can_undo(self) -> bool:
        """True when there is something to undo, which may be a stroke in progress."""
        return bool(self._done or self._growing)

    @property
    def can_redo(self) -> bool:
        """True when there is something to redo."""
        return bool(self._undone) and not self._growing

    def render(self, size: int, *, is_fitted: bool = False) -> NDArray[np.uint8]:
        """Redraw everything as a picture, uint8 (size, size).

        With `is_fitted` it has the position and size that a network expects.
        """
        self.end_stroke()
        placement = self.fitting() if is_fitted else Placement()
        return _to_bytes(_on_canvas(render(self.operations, placement, size), placement))

    # Strokes -----------------------------------------------------------------------------

    def begin_stroke(self, brush: Brush, point: Point, pressure: float = 1.0) -> None:
        """Put the brush down: a dot appears. Pressure is a share of the brush's width."""
        self.end_stroke()
        self._preview = None
        self._growing = GrowingStroke(brush, point, pressure, is_mirrored=self.is_mirroring)
        self._changed()

    def extend_stroke(self, point: Point, pressure: float = 1.0) -> None:
        """Draw a line from the brush's last point; do nothing when the brush is not down."""
        if self._growing:
            self._growing.add(point, pressure)
            self._changed()

    def end_stroke(self) -> None:
        """Lift the brush: the stroke becomes one operation."""
        if self._growing:
            image, operation = self._current_image(), self._growing.operation()
            self._growing = None
            self._do(operation, image)

    # Everything else ---------------------------------------------------------------------

    def preview(self, operation: Operation | None) -> None:
        """Show what an operation would do, without doing it; None shows the drawing again."""
        if operation:
            self.end_stroke()
        self._preview = operation and self._with_mirror_image(operation)
        self._changed()

    def do(self, operation: Operation) -> None:
        """Apply an operation to the drawing as one step."""
        self.end_stroke()
        self._preview = None
        operation = self._with_mirror_image(operation)
        self._do(operation, self._after(operation))

    def restore(self, operations: Sequence[Operation]) -> None:
        """Apply operations of an earlier drawing as they are, each as one step."""
        self.end_stroke()
        self._preview = None
        for operation in operations:
            self._do(operation, self._after(operation))

    def fill(self, seed: Point, grey: float) -> None:
        """Fill the area around a point with a grey (0 to 1); do nothing where it has it already."""
        self.end_stroke()
        image = self.finished_image
        area = area_around(image, seed)
        if area.any() and np.abs(image[area] - grey).max() > 1 / 255:
            self.do(Fill(grey, area))

    def paste(self, image: NDArray[np.uint8], *, is_framed: bool = False) -> None:
        """Replace everything by a picture: ndarray of uint8, shape (height, width).

        With `is_framed` it is an image of a data set, which needs no fitting.

        Raises
        ------
        ValueError
            When it is not such an array, or empty.
        """
        if image.ndim != 2 or image.dtype != np.uint8 or not image.size:
            raise ValueError(
                f"Expected a picture uint8 (height, width), found {image.dtype} {image.shape}."
            )
        self.do(Paste(image.copy(), is_framed))

    def clear(self) -> None:
        """Clear the canvas as one step that can be undone; do nothing when it is empty."""
        self.end_stroke()
        if not self.is_empty:
            self.do(Clear())

    def undo(self) -> None:
        """Undo the last operation; do nothing when there is none."""
        self.end_stroke()
        self._preview = None
        if self._done:
            self._undone.append(self._done.pop())
            self._changed()

    def redo(self) -> None:
        """Redo what was undone last; do nothing when there is nothing."""
        if self.can_redo:
            self._done.append(self._undone.pop())
            self._changed()

    # What follows from it ----------------------------------------------------------------

    def _with_mirror_image(self, operation: Operation) -> Operation:
        if self.is_mirroring and isinstance(operation, Stroke | Shape | Fill):
            return Pair(operation, operation.mirrored())
        return operation

    def _do(self, operation: Operation, image: FloatImage) -> None:
        self._done.append((operation, image))
        self._undone.clear()
        self._changed()

    def _changed(self) -> None:
        self._current = self._pixels = self._fitted = self._fitting = None

    def _current_image(self) -> FloatImage:
        """Return what is on the canvas: float32 (28, 28)."""
        if self._current is None:
            self._current = self._draw_current()
        return self._current

    def _draw_current(self) -> FloatImage:
        if self._growing:
            return self._growing.draw(self.finished_image, Placement())
        return self._after(self._preview) if self._preview else self.finished_image

    def _after(self, operation: Operation) -> FloatImage:
        """Return the canvas as it would be after one more operation."""
        if isinstance(operation, Move):
            return render([*self.operations, operation])
        return operation.draw(self.finished_image, Placement())

    def fitting(self) -> Placement:
        """Return the placement that moves the canvas to where a network expects it.

        While a pen moves in a drawing of very many lines, it may be that of some movements ago.
        """
        if self._fitting is None:
            self._fitting = self._find_fitting()
        return self._fitting

    def _find_fitting(self) -> Placement:
        last = self._done[-1][0] if self._done else None
        if not self._growing and not self._preview:
            if isinstance(last, Paste):
                return last.fitting()
            if isinstance(last, Erase):
                return last.fitting
        box = ink_box(self._current_image())
        wanted = placement_of(box) if box else Placement()
        if self._growing and wanted.scale != 1:
            return self._placed.on_the_way(self._done, self._growing, wanted)
        return wanted

    def _fit(self) -> NDArray[np.uint8]:
        placement = self.fitting()
        if placement == Placement():
            return self.image
        if placement.scale == 1:
            return _to_bytes(place_picture(self._current_image(), placement))
        if isinstance(self._preview, Move):
            image = render([*self.operations, self._preview], placement)
        else:
            image = self._placed.draw(self._done, placement)
            if self._growing:
                image = self._growing.draw(image, placement)
            if self._preview:
                image = self._preview.draw(image, placement)
        return _to_bytes(_on_canvas(image, placement))


def _on_canvas(image: FloatImage, placement: Placement) -> FloatImage:
    """Return the image, float32 (size, size), without what lies outside the canvas.

    What is invisible there must not come into the picture when the drawing is moved.
    """
    left, top, right, bottom = placement.box((0.0, 0.0, CANVAS_SIZE, CANVAS_SIZE))
    side = CANVAS_SIZE / len(image)
    starts = np.arange(len(image)) * side
    across, down = (
        np.clip((np.minimum(starts + side, last) - np.maximum(starts, first)) / side, 0, 1)
        for first, last in ((left, right), (top, bottom))
    )
    return image * np.outer(down, across).astype(np.float32)


def _to_bytes(image: FloatImage) -> NDArray[np.uint8]:
    pixels: NDArray[np.uint8] = np.rint(image * 255).astype(np.uint8)
    pixels.flags.writeable = False
    return pixels
