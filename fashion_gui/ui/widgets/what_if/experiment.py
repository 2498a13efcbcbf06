"""What all experiments on a picture have in common."""

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

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

    title = ""
    """Its name among the others."""

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
