"""What all experiments on a picture have in common."""

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.marks import Marks


@dataclass(frozen=True, eq=False)
class Change:
    """A changed picture.

    Attributes
    ----------
    image, changed : ndarray of uint8, shape (28, 28)
        The picture before and after.
    probabilities : ndarray of float32, shape (n_classes,)
        Of the changed picture, from the network that answers.
    words
        What was changed, for a screen reader.
    tag
        What came with the picture.
    is_another
        Whether it is another picture, which is to cover the first one.
    """

    image: NDArray[np.uint8]
    changed: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    words: str
    tag: object = None
    is_another: bool = False

    def marks(self) -> Marks:
        """Return the change in colours (blue is ink, orange is erased), or another picture."""
        if self.is_another:
            return Marks.of_picture(self.changed, self.words)
        return Marks.of_change(self.image, self.changed, self.words)


class LivePause(QTimer):
    """The time between two questions about a network in training, so that they cost it little.

    Attributes
    ----------
    factor
        How many times as long as a question takes it is.
    """

    factor = 20.0

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._asked = monotonic()

    def note_question(self) -> None:
        """Note that a question is asked now."""
        self.stop()
        self._asked = monotonic()

    def note_answer(self) -> None:
        """Note that it is answered now."""
        self.setInterval(int(1000 * self.factor * (monotonic() - self._asked)))


class Experiment(QWidget):
    """Changes a picture and shows what the network then answers."""

    title, idea = "", ""
    """Its name among the others, and a sentence about it."""

    shown = Signal(object)
    """A ``Change`` to be shown over the picture; None for none."""
    taken = Signal(object)
    """A changed picture, uint8 (28, 28), that is to take the place of the picture."""

    def follow(
        self, image: NDArray[np.uint8] | None, tag: object = None, *, is_moving: bool = False
    ) -> None:
        """Take another picture; None for none. While a hand draws, it is moving."""
        raise NotImplementedError

    def rest(self) -> None:
        """Stop all work, and show nothing over the picture."""
        raise NotImplementedError


class SearchingExperiment(Experiment):
    """Looks for something in the background once the picture rests.

    For a network in training what was found stays in sight until there is something newer.

    Parameters
    ----------
    rest_ms
        Time without a change of the picture after which the search begins.
    """

    finder: LatestWork

    def __init__(self, session: Session, rest_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._image: NDArray[np.uint8] | None = None
        self._network: Network | None = None
        self._tag: object = None
        self._question: object = None
        self._is_stopped = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._pause = LivePause(self)
        for timer in (self._rest, self._pause):
            timer.timeout.connect(self._ask)

    def follow(
        self, image: NDArray[np.uint8] | None, tag: object = None, *, is_moving: bool = False
    ) -> None:
        network, before = self._session.network, self._image
        is_same = image is before or (
            image is not None and before is not None and np.array_equal(image, before)
        )
        self._image, self._tag = image, tag
        if is_moving and image is not None and before is not None and self._question is None:
            self._rest.start()  # nothing is in sight that would have to go: the bars come first
            return
        if is_same and image is not None:
            if self._question and network is self._network:
                self._show_again()
                return
            if self._session.is_live and self._is_stopped:
                return
            timers = (self._rest, self._pause)
            is_under_way = self.finder.is_busy or any(timer.isActive() for timer in timers)
            if self._session.is_live and is_under_way:
                return  # the network changes again before it would be done
            if self._session.is_live and self._question:
                self._pause.start()  # what was found stays until there is something newer
                return
        self._start_again()

    def _show_again(self) -> None:
        """Show what was found for the same picture and network."""
        raise NotImplementedError

    @Slot()
    def _start_again(self) -> None:
        """Drop what was found, and look again once the picture rests."""
        raise NotImplementedError

    @Slot()
    def _ask(self) -> None:
        """Begin to look."""
        raise NotImplementedError
