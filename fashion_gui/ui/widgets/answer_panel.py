"""The verdict in words, above the probability bars."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fashion_gui.evaluation.verdict import Verdict, verdict_on
from fashion_gui.nn.network import Network
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.probability_bars import ProbabilityBars
from fashion_gui.ui.widgets.scrolled import Bars, scrolled
from fashion_gui.ui.widgets.still_label import StillLabel

_NONE = "No network answers yet"
_SMALLER = MappingProxyType({"answer": ("page-title", "card-title")})
"""Types for the words where long names need more than two lines."""


class AnswerPanel(QWidget):
    """Shows a network's verdict on one image; its words have a type of the style sheet.

    Attributes
    ----------
    top
        The row of the words, for what belongs beside them.
    switches
        A row below the words, whose place no number of bars changes.
    place
        Holds the words; it may be put elsewhere.
    verdict
        The verdict that is shown; None for none.
    """

    def __init__(
        self,
        type_: str = "answer",
        parent: QWidget | None = None,
        *,
        n_in_sight: int = 0,
        names_largest: bool = False,
    ) -> None:
        """Make one that has at least `n_in_sight` bars, if there are as many, without scrolling.

        It may name the most probable class, too, where that is not the answer.
        """
        super().__init__(parent)
        self._names_largest = names_largest
        self._n_in_sight = n_in_sight
        self.verdict: Verdict | None = None
        self.words = QLabel()
        self.words.setAccessibleDescription("Answer")
        self.words.setWordWrap(True)
        mark(self.words, type=type_)
        # Two lines at all times: the bars below must not jump with the length of an answer.
        self.place = StillLabel(self.words, n_lines=2, smaller_types=_SMALLER.get(type_, ()))
        self.words.setToolTip(
            "The answer in words. The largest bar is not the answer by itself: where two are "
            "close it says both, and where none stands out it says so."
        )
        self.bars = ProbabilityBars()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.top = QHBoxLayout()
        self.top.addWidget(self.place, 1)
        layout.addLayout(self.top)
        self.switches = QHBoxLayout()
        layout.addLayout(self.switches)
        self._area = scrolled(self.bars, Bars.BESIDE)
        layout.addWidget(self._area, 1)
        sized(self, AnswerPanel._make_room)

    def keep_in_sight(self, n_bars: int, *, folding: bool = False) -> None:
        """Have another number of bars, at least, without scrolling; the others may be folded."""
        if n_bars != self._n_in_sight:
            self._n_in_sight = n_bars
            self.bars.set_folding(folding)
            self._make_room()

    def _make_room(self) -> None:
        if self._n_in_sight:
            self._area.setMinimumHeight(self.bars.height_of(self._n_in_sight))

    def ask(self, network: Network | None, image: NDArray[np.uint8], none: str = _NONE) -> None:
        """Show a network's verdict on an image, uint8 (28, 28), or why there is no network."""
        if network is None:
            self.show_nothing(none)
        else:
            self.show_verdict(verdict_on(network, image))

    def show_verdict(self, verdict: Verdict) -> None:
        """Show a verdict: its words, and its classes among the bars."""
        self.verdict = verdict
        mark(self.words, tone="")
        self._show_names(verdict.class_names)
        self.bars.set_probabilities(verdict.probabilities, verdict.classes)
        words = verdict.words
        if self._names_largest and not verdict.classes:
            words += f"; most probable: {verdict.class_names[verdict.probabilities.argmax()]}"
        self.place.set_text(words)

    def show_nothing(self, words: str, class_names: Sequence[str] = ()) -> None:
        """Show words and no bars."""
        self.verdict = None
        mark(self.words, tone="faint")
        if class_names:
            self._show_names(class_names)
        self.bars.set_probabilities(None)
        self.place.set_text(words)

    def _show_names(self, class_names: Sequence[str]) -> None:
        if self.bars.set_class_names(class_names):
            self._make_room()
