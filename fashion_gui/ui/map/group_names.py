"""The names of the groups of a map: where they are written, and what is heard of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPalette

from fashion_gui.ui.map.camera import Camera
from fashion_gui.ui.map.colouring import Colouring, middle_of
from fashion_gui.ui.map.map_overlay import paint_labels

_MOST = 20
"""Names that are written at most: more would hide the map."""
Points = NDArray[np.float32]


class GroupNames:
    """Names in the middle of their groups, which move with the points.

    Attributes
    ----------
    boxes
        Where names were painted last, in the view.
    groups
        The group of each of them.
    """

    def __init__(self) -> None:
        self._middles = self._before = np.zeros((0, 2), np.float32)
        self.boxes: list[QRectF] = []
        self.groups: list[int] = []

    def find(self, colouring: Colouring | None, points: Points, sample: NDArray[np.intp]) -> None:
        """Find the middle of each group among some of the points, (n_images, 2)."""
        self._middles = np.zeros((0, 2), np.float32)
        if colouring and colouring.has_labels and len(colouring.group) == len(points):
            shown, group = points[sample], colouring.group[sample]
            members = [shown[group == index] for index in range(len(colouring.names) - 1)]
            nowhere = np.full(2, np.nan, np.float32)
            self._middles = np.array([middle_of(p) if len(p) else nowhere for p in members])

    def leave(self, share: float) -> None:
        """Begin a motion to what is found next, from where they are now."""
        self._before = self._at(share)

    def _at(self, share: float) -> Points:
        """Return the middles in this frame; not a number for groups that are not there."""
        if share >= 1 or self._before.shape != self._middles.shape:
            return self._middles
        moving = self._before + np.float32(share) * (self._middles - self._before)
        return np.where(np.isnan(moving), self._middles, moving)

    def paint(
        self,
        painter: QPainter,
        colouring: Colouring,
        share: float,
        camera: Camera,
        size: QSizeF,
        palette: QPalette,
        only: frozenset[int],
        taken: Sequence[QRectF],
    ) -> None:
        """Write the names that are in sight, beside what is taken.

        If there are groups in `only`, those of others are left out.
        """
        labels: list[tuple[str, QPointF, QColor]] = []
        self.groups = []
        room = QRectF(0, 0, size.width(), size.height())
        for index, middle in enumerate(self._at(share)):
            if not np.isnan(middle[0]) and (not only or index in only):
                place = camera.to_view(middle, size)
                if room.contains(place) and len(labels) < _MOST:
                    labels.append((colouring.names[index], place, colouring.colours[index]))
                    self.groups.append(index)
        self.boxes = paint_labels(painter, labels, size, palette, taken)
