"""Predictions for thousands of images, computed in the background."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.kept_predictions import predict_split_once
from fashion_gui.evaluation.predictions import EarlyPredictions, Predictions, predict_split
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import usable_cores
from fashion_gui.ui.session.background_work import BackgroundWork
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup
from fashion_gui.ui.session.slowly import slowly

_LIVE_INTERVAL_S = 1.0
"""Least time between two starts of work for a network in training."""
_Place: TypeAlias = tuple[str, range]
"""A network's key, and the numbers of the images."""
_KEPT = 12
"""Number of predictions for earlier requests that are kept: 2 to 3 MB each."""


@dataclass(frozen=True, eq=False)
class PredictionRequest:
    """A request for a network's predictions for a split other than ``Split.ALL``.

    Attributes
    ----------
    key
        Identifies the network; one in training keeps its key.
    dataset, part
        The images, with the split plan of the request.
    is_live
        True when the network is about to change again, so that the request is not urgent.
    with_features
        Whether the features of the last hidden layer are needed, too.
    is_passing
        True when another network will follow at once, as while a film plays: work that has begun
        is completed all the same.
    is_cached
        Whether the predictions are worth keeping on disk.
    """

    key: str
    network: Network
    dataset: Dataset
    part: Split
    is_live: bool = False
    with_features: bool = False
    is_passing: bool = False
    is_cached: bool = True

    @property
    def place(self) -> "_Place":
        """Key under which its predictions are kept."""
        return self.key, self.dataset.numbers(self.part)

    def is_met_by(self, answers: Predictions | None) -> bool:
        """Tell whether predictions fulfil the request."""
        return (
            answers is not None
            and answers.network is self.network
            and (answers.features is not None or not self.with_features)
        )

    def is_same_work(self, other: "PredictionRequest") -> bool:
        """Tell whether predictions for the other request will fulfil this one.

        Work for a network in training is completed although it has changed in the meantime;
        otherwise a slow network would never get predictions.
        """
        return (
            self.place == other.place
            and (self.network is other.network or self.is_live or self.is_passing)
            and other.with_features >= self.with_features
        )


class PredictionService(BackgroundWork):
    """Keeps predictions up to date, in the order of the requests, one at a time.

    A network in training changes twenty times a second. Its predictions are renewed as often as a
    small share of one core allows: every other second for a dense network, every other minute for a
    convolutional one. Predictions of finished networks are cached.

    Attributes
    ----------
    cache
        Where they are kept; None for nowhere.
    """

    changed = Signal()
    """There are new predictions, or the requests have changed."""
    progressed = Signal()
    """More images are predicted: see ``progress``."""
    failed = Signal(str)

    def __init__(
        self,
        threads: ThreadGroup,
        parent: QObject | None = None,
        *,
        cache: ResultCache | None = None,
    ) -> None:
        super().__init__(threads, parent)
        self.cache = cache
        self._requests: tuple[PredictionRequest, ...] = ()
        self._known: dict[_Place, Predictions] = {}
        self._joined: dict[str, tuple[tuple[Predictions, ...], Predictions]] = {}
        self._in_work: PredictionRequest | None = None
        self._n_done = 0
        self._early: tuple[_Place, Predictions] | None = None
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    # What is known -----------------------------------------------------------------------

    @property
    def current(self) -> Predictions | None:
        """The predictions for the first request; None before they are there."""
        return self._known.get(self._requests[0].place) if self._requests else None

    def find(self, key: str, dataset: Dataset, part: Split) -> Predictions | None:
        """Return the latest predictions of a network for a split, also for ``Split.ALL``.

        For a network in training, splits may have been predicted at different moments. None for an
        empty split.
        """
        parts = [self._known.get((key, dataset.numbers(p))) for p in dataset.pieces(part)]
        pieces = tuple(answers for answers in parts if answers is not None)
        if len(pieces) < len(parts) or not pieces:
            return None
        if len(pieces) == 1:
            return pieces[0]
        before, joined = self._joined.get(key, ((), pieces[0]))
        if before != pieces:
            joined = Predictions.joined(pieces)
            self._joined[key] = (pieces, joined)
        return joined

    def find_early(self, key: str, dataset: Dataset, part: Split) -> Predictions | None:
        """Return a network's predictions for the first images of a split that is being predicted.

        None when there are none, or all of them.
        """
        place = key, dataset.numbers(part)
        is_early = self._early is not None and self._early[0] == place and place not in self._known
        return self._early[1] if self._early and is_early else None

    @property
    def progress(self) -> tuple[PredictionRequest, float] | None:
        """The request in work, and the share of it that is done."""
        if not self._in_work:
            return None
        return self._in_work, self._n_done / len(self._in_work.place[1])

    # What is wanted ----------------------------------------------------------------------

    def request(self, requests: Sequence[PredictionRequest]) -> None:
        """Set the requests, the most important ones first."""
        before = [request.place for request in self._requests[:1]]
        self._requests = tuple(requests)
        self._forget()
        next_request = self._next()
        if self._in_work and self._thread and self._is_idle_work(self._in_work, next_request):
            self._in_work = None
            self._drop_work()
        if before != [request.place for request in self._requests[:1]]:
            self.changed.emit()
        self._schedule()

    def discard(self, key: str) -> None:
        """Drop all predictions of a network, because another one has its key."""
        self._known = {place: known for place, known in self._known.items() if place[0] != key}
        self._joined.pop(key, None)

    def abandon(self) -> None:
        self._requests = ()
        self._timer.stop()
        super().abandon()

    def _is_idle_work(
        self, in_work: PredictionRequest, next_request: PredictionRequest | None
    ) -> bool:
        """Tell whether the current work is useless, or less urgent than missing predictions."""
        if not any(request.is_same_work(in_work) for request in self._requests):
            return next_request is not None or not self._will_be_wanted_again(in_work)
        is_renewal = in_work.is_live and in_work.place in self._known
        return is_renewal and next_request is not None and self._is_urgent(next_request)

    def _will_be_wanted_again(self, in_work: PredictionRequest) -> bool:
        """Tell whether work is worth its end: features that the cache keeps for the next time.

        They take long, and are wanted again when somebody comes back to Browse.
        """
        is_kept = self.cache is not None and in_work.is_cached and not in_work.is_live
        is_active = any(request.network is in_work.network for request in self._requests)
        return in_work.with_features and is_kept and is_active

    def _forget(self) -> None:
        """Drop what is not requested: the oldest predictions, and features, which are large."""
        wanted = {request.place for request in self._requests}
        with_features = {request.place for request in self._requests if request.with_features}
        others = [place for place in self._known if place not in wanted]
        for place in others[: max(0, len(others) - _KEPT)]:
            del self._known[place]
        for place, answers in self._known.items():
            if answers.features is not None and place not in with_features:
                self._known[place] = replace(answers, features=None)
        keys = {request.key for request in self._requests}
        self._joined = {key: joined for key, joined in self._joined.items() if key in keys}

    # The work ----------------------------------------------------------------------------

    def _is_urgent(self, request: PredictionRequest) -> bool:
        answers = self._known.get(request.place)
        return not request.is_live or answers is None

    def _next(self) -> PredictionRequest | None:
        """Return the next request: missing predictions first, then the most outdated."""
        known = list(self._known)
        unmet = [w for w in self._requests if not w.is_met_by(self._known.get(w.place))]
        urgent = next((request for request in unmet if self._is_urgent(request)), None)
        # New predictions go to the end of the dictionary.
        return urgent or min(unmet, key=lambda w: known.index(w.place), default=None)

    def _schedule(self) -> None:
        request = self._next()
        if self._thread or request is None:
            self._timer.stop()
            return
        delay = 0.0 if self._is_urgent(request) else max(0.0, self._not_before - monotonic())
        if not self._timer.isActive() or delay == 0.0:
            self._timer.start(round(1000 * delay))

    @Slot()
    def _start(self) -> None:
        request, cache = self._next(), self.cache
        if self._thread or request is None:
            return
        self._in_work, self._n_done = request, 0
        self._not_before = monotonic() + _LIVE_INTERVAL_S
        self._start_work(lambda: _work(request, cache))

    def _take(self, parcel: Parcel) -> None:
        request = self._in_work
        if request is None:
            return
        if parcel.error:
            self.failed.emit(f"The {request.part} images could not be predicted: {parcel.error}.")
            self._requests = tuple(
                other for other in self._requests if not request.is_same_work(other)
            )
        for item in parcel.items:
            if isinstance(item, EarlyPredictions):
                self._early = request.place, item.answers
            elif isinstance(item, Predictions):
                self._early = None
                self._known.pop(request.place, None)
                self._known[request.place] = item
                self.changed.emit()
            else:
                self._n_done = item
        self.progressed.emit()

    def _on_free(self) -> None:
        self._in_work = None
        self.progressed.emit()
        self._schedule()


def _work(
    request: PredictionRequest, cache: ResultCache | None
) -> Generator[Predictions | EarlyPredictions | int, None, None]:
    """Predict a split; slowly for a network in training, which needs the cores itself."""
    if request.is_live:
        yield from _work_slowly(request)
        return
    answer = partial(predict_split_once, cache) if cache and request.is_cached else predict_split
    yield from answer(
        request.network,
        request.dataset,
        request.part,
        usable_cores(),
        with_features=request.with_features,
        with_early=request.part is Split.TEST,
    )


def _work_slowly(
    request: PredictionRequest,
) -> Generator[Predictions | EarlyPredictions | int, None, None]:
    answer = partial(predict_split, request.network, request.dataset, request.part, 1)
    yield from slowly(answer(with_features=request.with_features))
