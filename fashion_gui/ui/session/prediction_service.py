"""What networks say of thousands of images, worked out in the background."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic, sleep
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data import Dataset, Part
from fashion_gui.evaluation.kept_predictions import answer_part_once
from fashion_gui.evaluation.predictions import Answers, answer_part
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import usable_cores
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup

_LIVE_INTERVAL_S = 1.0
"""Least time between two beginnings of work for a network that learns."""
_LIVE_SHARE = 0.05
"""Most of one core's time that answering may take while a network learns."""
_LONGEST_SLEEP_S = 0.1
_Place: TypeAlias = tuple[str, range]
"""A network's key, and the numbers of images that it answers."""
_KEPT = 12
"""Answers of earlier wishes that are kept: 2 to 3 MB each."""


@dataclass(frozen=True, eq=False)
class Wish:
    """Somebody wants a network's answers to a part of the images, but not to all parts.

    Attributes
    ----------
    key
        Tells the network from others; one that learns keeps its key.
    dataset, part
        The images, divided as the wish means it.
    is_live
        True when the network is about to change again: there is no hurry.
    with_features
        What the last hidden layer makes of the images is wanted, too.
    """

    key: str
    network: Network
    dataset: Dataset
    part: Part
    is_live: bool = False
    with_features: bool = False

    @property
    def place(self) -> "_Place":
        """Where its answers are kept."""
        return self.key, self.dataset.numbers(self.part)

    def is_met_by(self, answers: Answers | None) -> bool:
        """Tell whether there is nothing left to be done."""
        return (
            answers is not None
            and answers.network is self.network
            and (answers.features is not None or not self.with_features)
        )

    def is_same_work(self, other: "Wish") -> bool:
        """Tell whether answers to the other wish will be answers to this one.

        A network that learns is answered to the end although it has learned on since, or a slow
        one would never be answered.
        """
        return (
            self.place == other.place
            and (self.network is other.network or self.is_live)
            and other.with_features >= self.with_features
        )


class AnswerBook(QObject):
    """Keeps answers up to date: the first of the wishes first, one at a time.

    A network that is learning changes twenty times a second. Its answers are renewed as often
    as a small share of one core allows: every other second for a dense network, every other
    minute for a convolutional one. What is said by one that does not learn is kept in a cache.
    """

    changed = Signal()
    """There are new answers, or others are wanted."""
    progressed = Signal()
    """More of the images are answered: see ``progress``."""
    failed = Signal(str)

    def __init__(
        self,
        threads: ThreadGroup,
        parent: QObject | None = None,
        *,
        cache: ResultCache | None = None,
    ) -> None:
        super().__init__(parent)
        self._threads = threads
        self._cache = cache
        self._wishes: tuple[Wish, ...] = ()
        self._known: dict[_Place, Answers] = {}
        self._joined: dict[str, tuple[tuple[Answers, ...], Answers]] = {}
        self._thread: GeneratorThread | None = None
        self._in_work: Wish | None = None
        self._n_done = 0
        self._job_id = 0
        self._is_held = False
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    # What is known -----------------------------------------------------------------------

    @property
    def current(self) -> Answers | None:
        """The answers that are wanted most; None before they are there."""
        return self._known.get(self._wishes[0].place) if self._wishes else None

    def find(self, key: str, dataset: Dataset, part: Part) -> Answers | None:
        """Return the newest answers of a network, also to all parts at once.

        While a network learns, the parts may be answered by it at different moments. There are
        no answers to no images.
        """
        parts = [self._known.get((key, dataset.numbers(p))) for p in dataset.pieces(part)]
        pieces = tuple(answers for answers in parts if answers is not None)
        if len(pieces) < len(parts) or not pieces:
            return None
        if len(pieces) == 1:
            return pieces[0]
        before, joined = self._joined.get(key, ((), pieces[0]))
        if before != pieces:
            joined = Answers.joined(pieces)
            self._joined[key] = (pieces, joined)
        return joined

    @property
    def progress(self) -> tuple[Wish, float] | None:
        """What is being worked at, and the share of it that is done."""
        if not self._in_work:
            return None
        return self._in_work, self._n_done / len(self._in_work.place[1])

    # What is wanted ----------------------------------------------------------------------

    def want(self, wishes: Sequence[Wish]) -> None:
        """Want answers, the most important ones first."""
        before = [wish.place for wish in self._wishes[:1]]
        self._wishes = tuple(wishes)
        self._forget()
        next_wish = self._next()
        if self._in_work and self._thread and self._is_idle_work(self._in_work, next_wish):
            self._job_id += 1  # what it still sends is out of date
            self._in_work = None
            self._thread.requestInterruption()
        if before != [wish.place for wish in self._wishes[:1]]:
            self.changed.emit()
        self._schedule()

    def forget(self, key: str) -> None:
        """Drop all answers of a network: another one has its key."""
        self._known = {place: known for place, known in self._known.items() if place[0] != key}
        self._joined.pop(key, None)

    def hold(self, is_held: bool) -> None:
        """Wait with the work as long as something else needs the machine for itself."""
        if is_held != self._is_held:
            self._is_held = is_held
            if self._thread:
                (self._thread.pause if is_held else self._thread.resume)()

    def abandon(self) -> None:
        """End the work and wait for its thread."""
        self._wishes = ()
        self._timer.stop()
        if self._thread:
            self._thread.abandon()

    def _is_idle_work(self, in_work: Wish, next_wish: Wish | None) -> bool:
        """Tell whether what is in work is of no use, or less than what is missing altogether."""
        if not any(wish.is_same_work(in_work) for wish in self._wishes):
            return True
        is_renewal = in_work.is_live and in_work.place in self._known
        return is_renewal and next_wish is not None and self._is_urgent(next_wish)

    def _forget(self) -> None:
        """Drop what nobody wants: the oldest answers, and features, which are large."""
        wanted = {wish.place for wish in self._wishes}
        with_features = {wish.place for wish in self._wishes if wish.with_features}
        others = [place for place in self._known if place not in wanted]
        for place in others[: max(0, len(others) - _KEPT)]:
            del self._known[place]
        for place, answers in self._known.items():
            if answers.features is not None and place not in with_features:
                self._known[place] = replace(answers, features=None)
        keys = {wish.key for wish in self._wishes}
        self._joined = {key: joined for key, joined in self._joined.items() if key in keys}

    # The work ----------------------------------------------------------------------------

    def _is_urgent(self, wish: Wish) -> bool:
        answers = self._known.get(wish.place)
        return not wish.is_live or answers is None

    def _next(self) -> Wish | None:
        """Return what to do next: what is missing first, then what is longest out of date."""
        known = list(self._known)
        unmet = [w for w in self._wishes if not w.is_met_by(self._known.get(w.place))]
        urgent = next((wish for wish in unmet if self._is_urgent(wish)), None)
        # New answers go to the end of the dictionary.
        return urgent or min(unmet, key=lambda w: known.index(w.place), default=None)

    def _schedule(self) -> None:
        wish = self._next()
        if self._thread or wish is None:
            self._timer.stop()
            return
        delay = 0.0 if self._is_urgent(wish) else max(0.0, self._not_before - monotonic())
        if not self._timer.isActive() or delay == 0.0:
            self._timer.start(round(1000 * delay))

    @Slot()
    def _start(self) -> None:
        wish, cache = self._next(), self._cache
        if self._thread or wish is None:
            return
        self._in_work, self._n_done = wish, 0
        self._job_id += 1
        self._not_before = monotonic() + _LIVE_INTERVAL_S
        self._thread = GeneratorThread(
            self._threads, self._job_id, lambda: _work(wish, cache), parent=self
        )
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        if self._is_held:
            self._thread.pause()
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        wish = self._in_work
        if parcel.run_id != self._job_id or wish is None:
            return
        if parcel.error:
            self.failed.emit(f"The {wish.part} images could not be answered: {parcel.error}.")
            self._wishes = tuple(other for other in self._wishes if not wish.is_same_work(other))
        for item in parcel.items:
            if isinstance(item, Answers):
                self._known.pop(wish.place, None)
                self._known[wish.place] = item
                self.changed.emit()
            else:
                self._n_done = item
        self.progressed.emit()

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = self._in_work = None
        self.progressed.emit()
        self._schedule()


def _work(wish: Wish, cache: ResultCache | None) -> Generator[Answers | int, None, None]:
    """Answer a part; slowly for a network that learns, which needs the cores itself."""
    if wish.is_live:
        yield from _work_slowly(wish)
        return
    answer = partial(answer_part_once, cache) if cache else answer_part
    yield from answer(
        wish.network, wish.dataset, wish.part, usable_cores(), with_features=wish.with_features
    )


def _work_slowly(wish: Wish) -> Generator[Answers | int, None, None]:
    began = monotonic()
    answer = partial(answer_part, wish.network, wish.dataset, wish.part, 1)
    for item in answer(with_features=wish.with_features):
        took = monotonic() - began
        sleep(min(_LONGEST_SLEEP_S, took * (1 / _LIVE_SHARE - 1)))
        yield item
        began = monotonic()
