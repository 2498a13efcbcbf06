"""Finds the training images that a network finds most similar to a drawing, while one draws."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data import Dataset
from fashion_gui.evaluation.similarity import SimilarityIndex, indexing, indexing_once
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import usable_cores
from fashion_gui.ui.session.background_work import BackgroundWork
from fashion_gui.ui.session.generator_thread import Parcel
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.slowly import slowly

N_SIMILAR = 24
_INTERVAL_MS = 100
"""Time between two searches while one draws."""
_N_MOVING = 15_000
"""Most images that are searched while the pen moves; all of them when it rests."""
_N_FIRST = 500
"""Images that are indexed at once; the others follow the predictions for the test images."""
_N_LIVE = 2000
"""Images that are indexed for a network in training, which soon is another one."""


_Question: TypeAlias = tuple[NDArray[np.uint8], Network, NDArray[np.float16], int | None]
"""Image, network, its features for the image, and how many images to search."""


@dataclass(frozen=True, eq=False)
class SimilarImages:
    """What a search has found.

    Attributes
    ----------
    image : ndarray of uint8, shape (28, 28)
        What was searched for.
    numbers
        Numbers of the most similar images, the most similar first.
    """

    image: NDArray[np.uint8]
    numbers: tuple[int, ...]


class SimilarImagesFinder(BackgroundWork):
    """Keeps an index for the active network while it is wanted, and searches it.

    The index grows in the background and can be used from its first images on. It waits while
    somebody draws, and after the first images until the test images are predicted. For a network in
    training, and for a moment of a film, it has fewer images, and is made anew, slowly, again and
    again.
    """

    found = Signal(object)
    """The ``SimilarImages`` of the newest image; later ones may be searched for."""
    progressed = Signal()
    """More images are indexed, or those of another network."""
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session.threads, parent)
        self._session = session
        self._index: SimilarityIndex | None = None
        self._in_work: tuple[Network, bool] | None = None
        self._is_wanted = False
        self._asked: _Question | None = None
        self._search = _Search(session.threads, self)
        self._search.arrived.connect(self._on_found)
        self._search.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self.set_paused(session.hold.is_on)
        session.hold.changed.connect(self.set_paused)
        session.dataset_changed.connect(self._follow)
        session.network_changed.connect(self._follow)
        session.run.state_changed.connect(self._follow)
        session.predictions.changed.connect(self._follow)

    @property
    def index(self) -> SimilarityIndex | None:
        """What can be searched now; None before the first images are indexed."""
        return self._index

    def want(self, is_wanted: bool) -> None:
        """Make the index, or stop making it."""
        self._is_wanted = is_wanted
        self._follow()

    def ask(
        self,
        image: NDArray[np.uint8],
        network: Network,
        features: NDArray[np.float16],
        *,
        is_moving: bool = False,
    ) -> None:
        """Search for an image's similar ones soon; of several requests only the last counts.

        Parameters
        ----------
        image : ndarray of uint8, shape (28, 28)
        network
            The network that has answered.
        features : ndarray of float16, shape (n_features,)
            Of its last hidden layer for the image.
        is_moving
            Whether the image is about to change again, so that a part of the images will do.
        """
        self._asked = image, network, features, _N_MOVING if is_moving else None
        if not self._timer.isActive():
            self._timer.start()

    def forget(self) -> None:
        """Search for nothing."""
        self._asked = None
        self._timer.stop()
        self._search.forget()

    # The index ---------------------------------------------------------------------------

    @Slot()
    def _follow(self) -> None:
        """Start, or give up, making an index, as is fit now."""
        session, index = self._session, self._index
        network, dataset = session.network, session.dataset
        if index and (dataset is None or index.images is not dataset.train.images):
            self._index = index = None
        if index and index.network is not network and not session.is_passing:
            self._index = index = None
            self.progressed.emit()
        if not network or not dataset or not len(dataset.train) or session.incompatibility():
            self._give_up()
            return
        wanted = network, session.is_passing
        if self._in_work and not self._is_wanted_work(wanted):
            self._give_up()
        current = session.predictions.current
        is_answered = current is not None and (session.is_passing or current.network is network)
        n_wanted = len(dataset.train) if is_answered else min(_N_FIRST, len(dataset.train))
        is_ready = (
            index is not None
            and index.network is network
            and index.is_complete
            and (session.is_passing or index.n_wanted >= n_wanted)
        )
        is_free = self._thread is None and (is_answered or not session.is_passing)
        if self._is_wanted and is_free and not is_ready:
            self._start(dataset, network, session.is_passing, n_wanted)

    def _is_wanted_work(self, wanted: tuple[Network, bool]) -> bool:
        """Tell whether the index in work is of use; one of a network in training is finished."""
        assert self._in_work
        is_same = self._in_work[0] is wanted[0] or (self._in_work[1] and wanted[1])
        return self._is_wanted and is_same and self._in_work[1] == wanted[1]

    def _start(self, dataset: Dataset, network: Network, is_live: bool, n_wanted: int) -> None:
        self._in_work = network, is_live
        index = self._index
        before = index if index and index.network is network and not is_live else None
        n_most = _N_LIVE if is_live else n_wanted
        cache = None if is_live else self._session.cache
        make = partial(_making, network, dataset, cache, n_most, before, is_live=is_live)
        self._start_work(make)

    def _give_up(self) -> None:
        if self._in_work:
            self._in_work = None
            self._drop_work()

    def _take(self, parcel: Parcel) -> None:
        if parcel.error:
            self._is_wanted = False
            self.failed.emit(f"Similar images cannot be found: {parcel.error}.")
        newest = [item for item in parcel.items if item is not None][-1:]
        if not newest or self._in_work is None:
            return
        # That of a network in training takes the place of the last one when it is complete.
        if self._index is None or not self._in_work[1] or newest[0].is_complete:
            self._index = newest[0]
            self.progressed.emit()
            if self._asked and not self._timer.isActive():
                self._timer.start()

    def _on_free(self) -> None:
        self._in_work = None
        self._follow()

    # The search --------------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        if self._asked and self._index:
            self._search.do(partial(_searching, self._index, *self._asked), gives_way=False)

    @Slot(object)
    def _on_found(self, similar: SimilarImages) -> None:
        if self._asked:
            self.found.emit(similar)


class _Search(LatestWork):
    failure = "Similar images could not be found: {}."


def _making(
    network: Network,
    dataset: Dataset,
    cache: ResultCache | None,
    n_most: int,
    before: SimilarityIndex | None,
    *,
    is_live: bool,
) -> Generator[SimilarityIndex | None, None, None]:
    """Make an index; slowly for a network in training, else with all cores but the window's."""
    n_threads = 1 if is_live else max(1, usable_cores() - 1)
    if cache:
        yield from indexing_once(cache, network, dataset, n_threads, n_most, before)
        return
    making = indexing(network, dataset, n_threads, n_most, before)
    yield from slowly(making) if is_live else making


def _searching(
    index: SimilarityIndex,
    image: NDArray[np.uint8],
    network: Network,
    features: NDArray[np.float16],
    n_most: int | None,
) -> Generator[SimilarImages, None, None]:
    if index.network is not network:  # which has learned since
        [(_, [features])] = index.network.answers_with_features(image[np.newaxis])
    yield SimilarImages(image, index.nearest(features, N_SIMILAR, n_most))
