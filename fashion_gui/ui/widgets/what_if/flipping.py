"""The smallest change of a picture that makes the network call it something else."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.explain.overlay import overlay
from fashion_gui.explain.redrawing import Redrawing
from fashion_gui.nn.network import Network
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.flip_finder import Flip, FlipAnswer, FlipFinder, FlipQuestion
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.what_if.experiment import Change, SearchingExperiment
from fashion_gui.ui.widgets.what_if.flip_words import sentences, size_lines
from fashion_gui.ui.widgets.what_if.other_network import other_network
from fashion_gui.ui.widgets.what_if.tile_row import Tile, TileRow
from fashion_gui.ui.widgets.wrapped_row import WrappedBar

_REST_MS = 300
"""Time without a change of the picture after which the search begins."""
_N_LINES = 2
_MOST_LETTERS = 24
_NEAREST = "the nearest"
_INK, _SMALLEST = "least ink", "least change"
_NOTHING = "Draw or choose a picture first."
_WORKING = "Looking for the {} …"
_STOPPED = "Stopped. Choose a class to look again."


class Flipping(SearchingExperiment):
    """Looks for the least ink, and for the smallest change, that flip the answer."""

    title, idea = "Flip it", "Look for the least change that makes it another class."
    finder: FlipFinder

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _REST_MS, parent)
        self._judge: ModelEntry | None = None
        self._question: FlipQuestion | None = None
        self._answer: FlipAnswer | None = None
        self.finder = FlipFinder(session.threads, self)
        self.target, self.kind = ElidedBox(_MOST_LETTERS), ElidedBox(_MOST_LETTERS)
        self.stop, self.take = QPushButton(), QPushButton("Use it")
        self.tiles = TileRow(3)
        self.words = QLabel(_NOTHING)
        self._words = StillLabel(self.words, _N_LINES)
        self._prepare()
        self._arrange()
        self._connect()

    def _prepare(self) -> None:
        self.target.addItem(_NEAREST, None)
        self.target.setAccessibleName("Class it is to be called")
        self.target.setToolTip(
            "What the network is to call the picture instead. The nearest class is the most "
            "probable one after the answer."
        )
        self.kind.addItems([_INK, _SMALLEST])
        self.kind.setAccessibleName("Kind of change")
        self.kind.setToolTip(
            "Least ink: dabs of a pen and of an eraser, as you could draw them yourself. Least "
            "change: a little in every pixel, found with the gradient, that hardly anybody sees."
        )
        self.tiles.setToolTip(
            "The picture, what is changed (blue is ink that is added, orange what is erased), and "
            "the result, with the probabilities of both classes. Those of the result are the "
            "orange lines in the bars above."
        )
        self.words.setWordWrap(True)
        self.words.setAccessibleDescription("What flips the answer")
        set_icon(self.stop, "x")
        self.stop.setAccessibleName("Stop")
        self.stop.setToolTip("Stop looking; what was found so far stays.")
        set_icon(self.take, "check")
        self.take.setToolTip(
            "Put the changed picture in the place of this one, to look at it or to change it on."
        )
        for button in (self.stop, self.take):
            button.setEnabled(False)

    def _arrange(self) -> None:
        first = WrappedBar()
        for words, box in (("To", self.target), ("by", self.kind)):
            first.add(box, words)
        for button in (self.stop, self.take):
            first.add(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addWidget(first)
        layout.addWidget(self._words)
        layout.addWidget(self.tiles, 1)

    def _connect(self) -> None:
        self.target.activated.connect(self._start_again)
        self.kind.activated.connect(self._show)
        self.stop.clicked.connect(self._on_stop)
        self.take.clicked.connect(self._on_take)
        self.finder.arrived.connect(self._on_found)
        self.finder.failed.connect(self._session.failed)
        self._session.compared_changed.connect(self._start_again)

    def rest(self) -> None:
        self._rest.stop()
        self._pause.stop()
        self.finder.forget()
        self._image = self._question = self._answer = None
        for button in (self.stop, self.take):
            button.setEnabled(False)
        self.tiles.show_tiles()
        self.shown.emit(None)

    def say(self, words: str) -> None:
        """Show other words, until there is something new."""
        self._words.set_text(words)

    def target_of(self, probabilities: NDArray[np.float32]) -> int:
        """Return the class that is aimed at, for a picture with these probabilities."""
        first, second = np.argsort(-probabilities, kind="stable")[:2].tolist()
        chosen = self.target.currentData()
        return int(second if chosen in (None, first) else chosen)

    @property
    def least_ink(self) -> float | None:
        """Least ink that was found, in white pixels; None if there is none yet."""
        ink = self._answer.ink if self._answer else None
        change = ink.change if isinstance(ink, Flip) else None
        if not isinstance(change, Redrawing):
            return None
        return change.ink_added + change.ink_erased

    # What is asked for -------------------------------------------------------------------

    def _show_again(self) -> None:
        self._show()

    @Slot()
    def _start_again(self) -> None:
        """Drop what was found, and look again once the picture rests."""
        self.finder.forget()
        self._pause.stop()
        self._is_stopped = False
        self._question = self._answer = None
        network = self._session.network
        if self._image is None or network is None:
            self._rest.stop()
        else:
            self._offer_classes(network)
            self._rest.start()
        self._show()

    @Slot()
    def _ask(self) -> None:
        network = self._session.network
        if self._image is None or network is None:
            return
        self._network, self._judge = network, other_network(self._session, network)
        judge = self._judge.network if self._judge else None
        self._question = FlipQuestion(
            network, self._image, self.target.currentData(), judge, self._tag
        )
        self._pause.note_question()
        self.finder.ask(self._question)
        self._show()

    def _offer_classes(self, network: Network) -> None:
        """Offer the classes of the network that answers; keep the chosen one."""
        names = [_NEAREST, *network.class_names]
        if [self.target.itemText(index) for index in range(self.target.count())] != names:
            chosen = self.target.currentText()
            self.target.clear()
            self.target.addItem(_NEAREST, None)
            for index, name in enumerate(network.class_names):
                self.target.addItem(name, index)
            self.target.setCurrentIndex(max(0, self.target.findText(chosen)))

    @Slot(object)
    def _on_found(self, answer: FlipAnswer) -> None:
        if answer.question is self._question:
            self._answer = answer
            self._show()
            if answer.is_complete:
                self._pause.note_answer()
                announce(self, self.words.text())

    @Slot()
    def _on_stop(self) -> None:
        self._rest.stop()
        self.finder.forget()
        self._pause.stop()
        self._is_stopped = True
        self._show()

    @Slot()
    def _on_take(self) -> None:
        found = self._found
        if isinstance(found, Flip):
            self.taken.emit(found.change.changed)

    # What is shown -----------------------------------------------------------------------

    @property
    def _found(self) -> Flip | str | None:
        """What is found of the chosen kind."""
        if self._answer is None:
            return None
        is_ink = self.kind.currentText() == _INK
        return self._answer.ink if is_ink else self._answer.smallest

    @Slot()
    def _show(self) -> None:
        found, answer = self._found, self._answer
        is_searching = self.finder.is_busy and not (answer and answer.is_complete)
        is_busy = is_searching or self._rest.isActive()
        self.stop.setEnabled(is_busy)
        self.take.setEnabled(isinstance(found, Flip))
        if not isinstance(found, Flip) or answer is None:
            self.tiles.show_tiles()
            waiting = _WORKING.format(self.kind.currentText()) if is_busy else _STOPPED
            words = _NOTHING if self._image is None else waiting
            self._words.set_text(found if isinstance(found, str) else words)
            self.shown.emit(None)
            return
        change, names = found.change, answer.question.network.class_names
        judge = self._judge.label if self._judge else ""
        self._words.set_text(sentences(found, names, judge))
        both = (change.before, change.target)
        bars = [
            tuple((names[index], float(shares[index])) for index in both)
            for shares in (answer.probabilities, found.probabilities)
        ]
        size = tuple((line, None) for line in size_lines(found))
        coloured = overlay(change.image, change.change.astype(np.float64))
        self.tiles.show_tiles(
            Tile("As it is", to_qimage(change.image), bars[0]),
            Tile("The change", to_qimage(coloured), size),
            Tile("Changed", to_qimage(change.changed), bars[1], is_in_bars=True),
        )
        words = f"changed to be {names[change.target]}"
        shown = Change(change.image, change.changed, found.probabilities, words)
        self.shown.emit(replace(shown, tag=self._tag))
