"""Robustness: accuracy while the images are increasingly disturbed, for one or two networks."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.evaluation.split_words import kind_of
from fashion_gui.explain.robustness import DISTURBANCES, N_IMAGES, disturbed, some_of
from fashion_gui.percent import percent, percent_done
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.accuracy_curves import AccuracyCurves, CurvesAnswer, CurvesQuestion
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.widgets.curve_view import Curve, CurveView, Look
from fashion_gui.ui.widgets.disturbance_words import amount_words
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.unit_slider import UnitSlider
from fashion_gui.ui.widgets.what_if.tile_row import Tile, TileRow

_N_EXAMPLES = 4
_N_LINES = 3
_STOPPED = "Stopped. Choose a disturbance to measure again."
_MISFIT = "There is nothing to measure: the network does not fit these images."
_LOOKS: tuple[Look, Look] = ("main", "other")


class RobustnessPanel(QWidget):
    """Measures while it is in sight; what is complete is kept until the window closes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._answer: CurvesAnswer | None = None
        self._key: tuple[object, ...] | None = None
        self._known: dict[tuple[object, ...], CurvesAnswer] = {}
        self._names: tuple[str, ...] = ()
        self._entries: tuple[str, ...] = ()
        self.measuring = AccuracyCurves(session.threads, self)
        self.kinds = QComboBox()
        for name in DISTURBANCES:
            self.kinds.addItem(name[0].upper() + name[1:], name)
        self.kinds.setAccessibleName("Disturbance")
        self.kinds.setToolTip(
            "What the images are disturbed by. How fast the accuracy falls shows what the network "
            "has never seen; a network that stays sure all the same is over-confident."
        )
        self.stop = QPushButton("Stop")
        set_icon(self.stop, "x")
        self.stop.setToolTip("Stop measuring; what is in sight stays.")
        self.examples = TileRow(_N_EXAMPLES, n_bars=0)
        self.examples.setAccessibleName("Some of the images, disturbed")
        self.examples.setToolTip("Some of the images, disturbed as far as the slider says.")
        self.curves = CurveView("Accuracy on disturbed images")
        self.curves.setToolTip(
            "The share of right answers. Dashed: the network's average confidence; where that "
            "is far above the accuracy, it is wrong without knowing it."
        )
        self.slider = UnitSlider("Amount", self._words_at)
        self.slider.setToolTip("How far the images are disturbed.")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setAccessibleDescription("Robustness")
        self._words = StillLabel(self.words, _N_LINES)
        top = QHBoxLayout()
        top.addWidget(self.kinds, 1)
        top.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_8)
        layout.addLayout(top)
        layout.addWidget(self.examples, 1)
        layout.addWidget(self.curves, 2)
        layout.addWidget(self.slider)
        layout.addWidget(self._words)
        self.kinds.activated.connect(self._on_kind)
        self.stop.clicked.connect(self._on_stop)
        self.slider.valueChanged.connect(self._show_place)
        self.measuring.arrived.connect(self._on_measured)
        self.measuring.failed.connect(session.failed)
        for signal in (session.network_changed, session.compared_changed, session.splits_changed):
            signal.connect(self.refresh)
        session.query_changed.connect(self.refresh)
        session.dataset_changed.connect(self.refresh)
        self._show_kind()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.measuring.forget()

    @Slot()
    def refresh(self) -> None:
        """Measure what is not known yet, if this is in sight."""
        session, dataset, network = self._session, self._session.dataset, self._session.network
        if not self.isVisible():
            return
        numbers = np.arange(0)
        if dataset:
            numbers = np.asarray(dataset.numbers(session.query.part))
        if dataset is None or network is None or session.incompatibility() or not len(numbers):
            self._answer = self._key = None
            self.measuring.forget()
            self._show(_MISFIT)
            return
        compared = session.compared
        networks = (network, compared.network) if compared else (network,)
        kind = self.kinds.currentData()
        digests = tuple(one.digest for one in networks)
        key = (digests, dataset.digest, session.query.part, numbers[0], len(numbers), kind)
        if key == self._key:
            if self._answer is None or self._answer.done < 1:
                self._measure_again(key)
            return
        entries = tuple(entry.key for entry in (session.active_model, compared) if entry)
        is_same = self._key is not None and (entries, key[1:]) == (self._entries, self._key[1:])
        if session.is_live and is_same:
            return  # measuring takes long: a network in training is measured once, as it was then
        self._entries = entries
        self._key, self._answer = key, self._known.get(key)
        entry = session.active_model
        label = entry.label if entry else ""
        self._names = (label, compared.label) if compared else (label,)
        if self._answer:
            self.measuring.forget()
            self._show()
            return
        chosen = numbers[some_of(len(numbers), N_IMAGES)]
        self._question = CurvesQuestion(
            networks, dataset.images(chosen), dataset.labels[chosen], kind
        )
        self.measuring.ask(self._question)
        self._show()

    def _measure_again(self, key: tuple[object, ...]) -> None:
        if not self.measuring.is_busy:
            self.measuring.ask(self._question)
            self._show()

    @Slot(object)
    def _on_measured(self, answer: CurvesAnswer) -> None:
        if self._key is None or answer.question is not self._question:
            return
        self._answer = answer
        if answer.done == 1:
            self._known[self._key] = answer
        self._show()

    @Slot()
    def _on_kind(self) -> None:
        self._show_kind()
        self._key = None
        self.refresh()

    @Slot()
    def _on_stop(self) -> None:
        self.measuring.forget()
        self._show(_STOPPED)

    # What is shown -----------------------------------------------------------------------

    def _show_kind(self) -> None:
        disturbance = DISTURBANCES[self.kinds.currentData()]
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(disturbance.amounts) - 1)
        self.slider.setValue(disturbance.amounts.index(disturbance.neutral))
        self.slider.blockSignals(False)

    def _show(self, words: str = "") -> None:
        is_complete = self._answer is not None and self._answer.done == 1
        self.stop.setEnabled(self.measuring.is_busy and not is_complete)
        self._show_curves()
        self._show_place()
        if words and (self._answer is None or self._answer.done < 1):
            self._words.set_text(words)

    def _show_curves(self) -> None:
        curves, answer = list[Curve](), self._answer
        pairs = zip(answer.curves, self._names, _LOOKS, strict=False) if answer else ()
        for points, name, look in pairs:
            if points:
                x = np.array([point.amount for point in points])
                curves.append(Curve(name, x, np.array([p.accuracy for p in points]), look))
                if look == "main":
                    sure = np.array([point.confidence for point in points])
                    curves.append(Curve("confidence", x, sure, "faint"))
        amounts = DISTURBANCES[self.kinds.currentData()].amounts
        ends = (self._words_at(0), self._words_at(len(amounts) - 1))
        self.curves.show_curves(*curves, ends=ends, x_range=(amounts[0], amounts[-1]))

    @Slot()
    def _show_place(self) -> None:
        kind, place = self.kinds.currentData(), self.slider.value()
        amount = DISTURBANCES[kind].amounts[place]
        self.curves.show_position(amount)
        if self._key is None:
            self.examples.show_tiles()
            return
        images = disturbed(self._question.images[:_N_EXAMPLES], kind, amount)
        self.examples.show_tiles(*(Tile("", to_qimage(image), ()) for image in images))
        self._words.set_text(self._sentence(place))

    def _sentence(self, place: int) -> str:
        answer, dataset = self._answer, self._session.dataset
        words = self._words_at(place)
        if answer is None or dataset is None or len(answer.curves[0]) <= place:
            done = answer.done if answer else 0.0
            return f"{words}: being measured … {percent_done(done)}"
        parts = []
        for points, name in zip(answer.curves, self._names, strict=True):
            if len(points) > place:
                right, sure = percent(points[place].accuracy), percent(points[place].confidence)
                parts.append(f"{name} {right} right, {sure} sure")
        kind = kind_of(self._session.query.part, dataset.split_plan)
        n_images = len(answer.question.images)
        rest = "" if answer.done == 1 else f" {percent_done(answer.done)} done …"
        return f"{words}: {'; '.join(parts)}. Measured on {n_images:,} {kind}.{rest}"

    def _words_at(self, place: int) -> str:
        kind = self.kinds.currentData()
        return amount_words(kind, DISTURBANCES[kind].amounts[place])
