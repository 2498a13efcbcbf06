"""The points of a map, and a star, on their way from one place to another."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QVariantAnimation, Signal, Slot

from fashion_gui.ui.map.point_picture import FAR
from fashion_gui.ui.theme.motion import is_motion_reduced

_MORPH_MS, _QUICK_MS = 700, 200
_WALK_MS = 120
_N_SAMPLE = 4000
"""Points from which the extent of the map and the middles of groups are found."""
_TRAIL = 60
Points = NDArray[np.float32]


class _Motion(QVariantAnimation):
    """Goes from 0 to 1; at its end from the start, and where less motion is wanted."""

    def __init__(self, length_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.setDuration(length_ms)
        self.setStartValue(0.0)
        self.setEndValue(1.0)

    @property
    def share(self) -> float:
        """How much of the way is done, slow at both ends."""
        if self.state() is not QVariantAnimation.State.Running:
            return 1.0
        linear = float(self.currentValue())
        return linear * linear * (3 - 2 * linear)

    def begin(self) -> None:
        """Begin anew."""
        self.stop()
        if not is_motion_reduced():
            self.start()


class MovingPoints(QObject):
    """Where the images are; index into all arrays is the image's number.

    Attributes
    ----------
    there : ndarray of float32, shape (n_images, 2)
        Where they are at the end of the motion; ``FAR`` for those that are not on the map.
    sample : ndarray of int
        Numbers of some images on the map.
    n
        Number of images on the map.
    """

    moved = Signal()
    """It is time for another frame."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.there: Points = np.zeros((0, 2), np.float32)
        self._before = self.there
        self.sample, self.n = np.zeros(0, np.intp), 0
        self._motion = _Motion(_MORPH_MS, self)
        self._motion.valueChanged.connect(self._on_tick)
        self._is_tick_left_out = False

    @property
    def share(self) -> float:
        """How much of the way is done: 1 at rest."""
        return self._motion.share

    @property
    def here(self) -> Points:
        """Where the images are in this frame."""
        share = np.float32(self.share)
        if share >= 1:
            return self.there
        return np.asarray(self._before + share * (self.there - self._before), np.float32)

    def go(self, points: Points, *, at_once: bool = False, is_quick: bool = False) -> None:
        """Go to other places; images that are on one map only do not move.

        Parameters
        ----------
        points : ndarray of float32, shape (n_images, 2)
        at_once
            Be there without a motion.
        is_quick
            Go there in few frames, so that a run hardly becomes slower.
        """
        here, self.there = self.here, points.copy()
        self._motion.stop()
        if len(here) == len(points) and not at_once:
            is_on_both = (here[:, :1] < FAR) & (points[:, :1] < FAR)
            self._before = np.where(is_on_both, here, points)
            self._motion.setDuration(_QUICK_MS if is_quick else _MORPH_MS)
            self._motion.begin()
        else:
            self._before = self.there.copy()
        self._take_sample()

    def add(self, numbers: NDArray[np.intp], points: Points) -> None:
        """Put more images onto the map, where they stay."""
        self.there[numbers] = self._before[numbers] = points
        self._take_sample()

    @Slot()
    def _on_tick(self) -> None:
        is_quick = self._motion.duration() == _QUICK_MS
        self._is_tick_left_out = is_quick and self.share < 1 and not self._is_tick_left_out
        if not self._is_tick_left_out:
            self.moved.emit()

    def _take_sample(self) -> None:
        known = np.flatnonzero(self.there[:, 0] < FAR)
        self.n = len(known)
        self.sample = known[:: max(1, len(known) // _N_SAMPLE)]


class WalkingStar(QObject):
    """A place on the map that moves, and the way that it has come."""

    moved = Signal()
    """It is time for another frame."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.there: Points | None = None
        self._start: Points | None = None
        self._trail: list[Points] = []
        self._motion = _Motion(_WALK_MS, self)
        self._motion.valueChanged.connect(self.moved)

    @property
    def way(self) -> list[Points]:
        """The places that it came from, and at the end where it is; none when it is hidden."""
        if self.there is None:
            return []
        share = np.float32(self._motion.share)
        start = self.there if self._start is None else self._start
        return [*self._trail, (1 - share) * start + share * self.there]

    def go(self, point: Points | None, *, begins: bool = False) -> None:
        """Walk to a point, (2,); None hides it. Where a way begins, the one before vanishes."""
        way = self.way
        self._motion.stop()
        self.there, self._start = point, way[-1] if way else None
        self._trail = [] if point is None or begins else way[-_TRAIL:]
        if point is not None and way:
            self._motion.begin()
        self.moved.emit()
