"""An experiment with a slider: pictures in order, and what the network answers on the way."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.explain.picture_path import PicturePath
from fashion_gui.nn.network import Network
from fashion_gui.percent import probability
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.path_finder import PathAnswer, PathFinder, PathQuestion
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.curve_view import Curve, CurveView, Look
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.unit_slider import UnitSlider
from fashion_gui.ui.widgets.what_if.experiment import Change, SearchingExperiment
from fashion_gui.ui.widgets.what_if.other_network import other_network
from fashion_gui.ui.widgets.what_if.tile_row import Tile, TileRow
from fashion_gui.ui.widgets.wrapped_row import WrappedBar

_REST_MS = 150
"""Time without a change of the picture after which the pictures of the path are made."""
_N_LINES = 2
_MOST_LETTERS = 24
_NOTHING = "Draw or choose a picture first."
_WORKING = "Asking the network …"
_MOST_CHANGES = 3
"""More changes of the answer are only counted."""
_LOOKS: tuple[Look, ...] = ("main", "other", "faint")


class OnAPath(SearchingExperiment):
    """Shows the picture at the slider, its largest probabilities, and their curves.

    Subclasses offer choices, and say what the path is.
    """

    finder: PathFinder
    slider_name = ""
    label = ""
    """Words before the choices."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _REST_MS, parent)
        self._other: ModelEntry | None = None
        self._answer: PathAnswer | None = None
        self._question: PathQuestion | None = None
        self._amounts: Sequence[float] = ()
        self.finder = PathFinder(session.threads, self)
        self.choices = ElidedBox(_MOST_LETTERS)
        self.take = QPushButton("Use it")
        self.slider = UnitSlider(self.slider_name, self.amount_words)
        self.tile = TileRow(1)
        self.curves = CurveView("Probabilities on the way")
        self.words = QLabel(_NOTHING)
        self._words = StillLabel(self.words, _N_LINES)
        self._arrange()
        self.choices.activated.connect(self._on_choice)
        self.slider.valueChanged.connect(self._show_frame)
        self.take.clicked.connect(self._on_take)
        self.finder.arrived.connect(self._on_path)
        self.finder.failed.connect(session.failed)
        session.compared_changed.connect(self._start_again)

    def _arrange(self) -> None:
        self.words.setWordWrap(True)
        self.words.setAccessibleDescription("What becomes of the answer")
        set_icon(self.take, "check")
        self.take.setToolTip("Put the changed picture in the place of this one.")
        self.take.setEnabled(False)
        self.curves.setToolTip(
            "The probabilities on the way, of the classes that reach most. The line is where the "
            "slider stands."
        )
        first, middle = WrappedBar(), QHBoxLayout()
        first.add(self.choices, self.label)
        first.add(self.take)
        title, chart = QLabel("How sure it is on the way"), QVBoxLayout()
        mark(title, type="caption")
        chart.setSpacing(0)
        chart.addWidget(title)
        chart.addWidget(self.curves, 1)
        middle.addWidget(self.tile, 1)
        middle.addLayout(chart, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addWidget(first)
        layout.addWidget(self._words)
        layout.addLayout(middle, 1)
        layout.addWidget(self.slider)

    # What a subclass says ----------------------------------------------------------------

    def offer_choices(self, network: Network) -> None:
        """Bring the choices up to date, before a path is made."""

    def path_question(
        self, image: NDArray[np.uint8], networks: tuple[Network, ...]
    ) -> PathQuestion | None:
        """Return the path from an image; None when the choice has none, see ``problem``."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return why the choice has no path, in a sentence."""
        return ""

    def first_place(self, amounts: Sequence[float]) -> int:
        """Return where the slider stands when another path is chosen."""
        raise NotImplementedError

    def amount_words(self, place: int) -> str:
        """Return how far a place of the slider is on the path, in words."""
        raise NotImplementedError

    # What is asked for -------------------------------------------------------------------

    def rest(self) -> None:
        self._rest.stop()
        self._pause.stop()
        self.finder.forget()
        self._image = self._question = self._answer = None
        self._show()

    def _show_again(self) -> None:
        self._show_frame()

    @Slot()
    def _start_again(self) -> None:
        self.finder.forget()
        self._pause.stop()
        self._question = self._answer = None
        network = self._session.network
        if self._image is None or network is None:
            self._rest.stop()
        else:
            self.offer_choices(network)
            self._rest.start()
        self._show()

    @Slot()
    def _on_choice(self) -> None:
        self._start_again()

    @Slot()
    def _ask(self) -> None:
        network = self._session.network
        if self._image is None or network is None:
            return
        self._network, self._other = network, other_network(self._session, network)
        networks = (network, self._other.network) if self._other else (network,)
        question = self.path_question(self._image, networks)
        self._question = question
        if question is None:
            self._show()
            return
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(question.amounts) - 1)
        if self._amounts != question.amounts:
            self._amounts = question.amounts
            self.slider.setValue(self.first_place(question.amounts))
        self.slider.blockSignals(False)
        self._pause.note_question()
        self.finder.ask(question)

    @Slot(object)
    def _on_path(self, answer: PathAnswer) -> None:
        if answer.question is self._question:
            self._pause.note_answer()
            self._answer = answer
            self._show()

    @Slot()
    def _on_take(self) -> None:
        if self._answer:
            self.taken.emit(self._answer.paths[0].images[self.slider.value()])

    # What is shown -----------------------------------------------------------------------

    def _show(self) -> None:
        answer = self._answer
        self.take.setEnabled(answer is not None)
        if answer is None or self._network is None:
            self.curves.show_curves()
            is_busy = self.finder.is_busy or self._rest.isActive()
            words = _WORKING if is_busy else self.problem()
            self._words.set_text(_NOTHING if self._image is None else words)
            self._show_frame()
            return
        path, names = answer.paths[0], self._network.class_names
        curves = [
            Curve(names[index], path.amounts, path.probabilities[:, index], look)
            for index, look in zip(_first_first(path), _LOOKS, strict=False)
        ]
        if len(answer.paths) > 1 and self._other is self._session.compared and self._other:
            first = path.notable(1)[0]  # of both networks, instead of a third class
            shares = answer.paths[1].probabilities[:, first]
            curves[2:] = [
                Curve(f"{names[first]}, {self._other.label}", path.amounts, shares, "faint")
            ]
        self.curves.show_curves(
            *curves,
            ends=(self.amount_words(0), self.amount_words(len(path.amounts) - 1)),
        )
        self._show_frame()

    @Slot()
    def _show_frame(self) -> None:
        answer, network = self._answer, self._network
        if answer is None or network is None or self._image is None:
            self.tile.show_tiles()
            self.curves.show_position(None)
            self.shown.emit(None)
            return
        path, place = answer.paths[0], min(self.slider.value(), len(answer.paths[0].amounts) - 1)
        image, row, names = path.images[place], path.probabilities[place], network.class_names
        order = np.argsort(-row, kind="stable")[:2]
        bars = tuple((names[index], float(row[index])) for index in order)
        words = self.amount_words(place)
        is_same = np.array_equal(image, self._image)
        self.tile.show_tiles(Tile(words, to_qimage(image), bars, is_in_bars=not is_same))
        self.curves.show_position(float(path.amounts[place]))
        self._words.set_text(self._sentence(answer, place))
        change = Change(self._image, image, row, f"changed: {words}", self._tag, is_another=True)
        self.shown.emit(None if is_same else change)

    def _sentence(self, answer: PathAnswer, place: int) -> str:
        """Say what the other network answers here, and where the answer changes."""
        assert self._network
        names = self._network.class_names
        here = _answer_words(answer.paths[0], place, names)
        words = f"{self.amount_words(place)}: {here}."
        if len(answer.paths) > 1 and self._other:
            words += f" {self._other.label}: {_answer_words(answer.paths[1], place, names)}."
        *before, last = answer.paths[0].stretches()
        if not before:
            return f"{words} It stays {names[last.label]} all the way."
        if len(before) > _MOST_CHANGES:
            return f"{words} The answer changes {len(before)} times on the way."
        parts = [
            f"{names[stretch.label]} until {self.amount_words(stretch.last)}" for stretch in before
        ]
        return f"{words} On the way: {', '.join(parts)}, then {names[last.label]}."


def _first_first(path: PicturePath) -> list[int]:
    """Return the classes that are drawn, that of the picture itself first: its colour is blue."""
    first = int(path.probabilities[0].argmax())
    found = [int(index) for index in path.notable(len(_LOOKS))]
    return sorted(found, key=lambda index: index != first)


def _answer_words(path: PicturePath, place: int, names: Sequence[str]) -> str:
    best = int(path.probabilities[place].argmax())
    return f"{names[best]}, {probability(path.probabilities[place, best])}"
