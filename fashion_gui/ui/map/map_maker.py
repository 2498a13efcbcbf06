"""Makes maps in the background, and finds the place of a drawing; only the latest counts."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep, thread_time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from fashion_gui.evaluation.verdict import Verdict, verdict_on
from fashion_gui.explain.image_map import ImageMap, Mapper
from fashion_gui.explain.layer_scores import LayerReader, order_of
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.latest_work import LatestWork

_N_LIVE = 500, 3000
"""Least and largest number of images on the map of a network in training."""
_LIVE_S = 0.05
"""Computing time that such a map may take: for a slow network it has fewer images."""
_LIVE_SHARE = 0.03
"""Most of one core's time that such maps may take."""
_LIVE_INTERVAL_S = 1.5
_LONGEST_SLEEP_S = 0.1


class MapMaker(LatestWork):
    """Makes one map at a time."""

    failure = "The map could not be made: {}."

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(threads, parent)
        self._n_live = _N_LIVE[0]

    def ask(self, mapper: Mapper) -> None:
        """Make a map of all images, giving one ``ImageMap`` after the other."""
        self.do(mapper.making)

    def ask_live(self, mapper: Mapper, numbers: range, *, rests: bool) -> None:
        """Make a map of some of the images of a network that will be another one soon.

        If it rests then, the next one is begun after that, so that a run hardly becomes slower.
        """
        self.do(partial(self._sketching, mapper, numbers, rests), gives_way=False)

    def _sketching(
        self, mapper: Mapper, numbers: range, rests: bool
    ) -> Generator[ImageMap | None, None, None]:
        began = thread_time()
        chosen = numbers.start + np.sort(order_of(len(numbers))[: self._n_live])
        yield mapper.sketch(chosen)
        took = thread_time() - began
        self._n_live = int(np.clip(len(chosen) * _LIVE_S / max(took, 1e-6), *_N_LIVE))
        if not rests:
            return
        rests_until = monotonic() + max(_LIVE_INTERVAL_S, took * (1 / _LIVE_SHARE - 1))
        while (left := rests_until - monotonic()) > 0:
            sleep(min(_LONGEST_SLEEP_S, left))
            yield None


@dataclass(frozen=True, eq=False)
class Star:
    """Where a picture is on a map.

    Attributes
    ----------
    image_map
        The map.
    point : ndarray of float32, shape (2,)
    verdict
        What the network says of it.
    """

    image_map: ImageMap
    point: NDArray[np.float32]
    verdict: Verdict


class StarFinder(LatestWork):
    """Places one picture after another, and skips those that newer ones have replaced."""

    failure = "The drawing could not be placed on the map: {}."

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(threads, parent)
        self._reader: tuple[tuple[Network, str | None], LayerReader] | None = None

    def ask(self, image_map: ImageMap, image: NDArray[np.uint8]) -> None:
        """Find the ``Star`` of a picture, uint8 (28, 28)."""
        self.do(partial(self._placing, image_map, image), gives_way=False)

    def _placing(
        self, image_map: ImageMap, image: NDArray[np.uint8]
    ) -> Generator[Star, None, None]:
        # Called in one thread after the other: the arrays of a reader take longer to make than use.
        key = image_map.network, image_map.layer
        if self._reader is None or self._reader[0] != key:
            self._reader = key, LayerReader(*key)
        [point] = image_map.place(image[np.newaxis], self._reader[1])
        yield Star(image_map, point, verdict_on(image_map.network, image))
