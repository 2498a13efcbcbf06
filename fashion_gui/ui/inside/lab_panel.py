"""The neuron lab: units are scaled, weights get noise or are pruned, and what that changes."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.evaluation.split_words import kind_of
from fashion_gui.explain.ablation import hidden_layers
from fashion_gui.explain.derivations import Place
from fashion_gui.nn.architecture import Architecture
from fashion_gui.percent import SIGN, percent, percent_done
from fashion_gui.ui.inside.difference_matrix import DifferenceMatrix
from fashion_gui.ui.inside.lab import Lab, Operation
from fashion_gui.ui.inside.written_out import unit_words
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.unit_ranking import RankingAnswer, UnitRanking
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.unit_slider import UnitSlider

_RANK = "rank"
_KINDS = {"Scale unit": "scale", "Add noise": "noise", "Prune": "prune", "Rank units": _RANK}
_LARGEST = {"scale": 300, "noise": 200, "prune": 100}
_FIRST = {"scale": 200, "noise": 20, "prune": 50}
_STEP = 5
_ALL = "all weights"
_NO_UNIT = "no unit yet"
_CHOOSE = (
    "Click a map or a unit in a layer above. Apply then multiplies what it gives, and here stands "
    "what the network gains and loses by that."
)
_NOTHING = (
    "Change the network and see what it gains and loses. It answers on all pages, and Evaluate "
    "compares it with the one before."
)
_RANKING = "Which class needs which unit? Each is switched off by itself, on all test images."
_LEARNING = "Units are ranked once the network has learned, or in a pause of its run."
_N_RANKED = 6
_LEAST_LETTERS = 6
_N_CLASSES = 2
_N_LINES = 4


class LabPanel(QWidget):
    """Applies changes to the active network and shows the difference of the matrices."""

    def __init__(self, session: Session, lab: Lab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.lab = session, lab
        self._selected: tuple[str, Place] | None = None
        self.kinds, self.scope = QComboBox(), QComboBox()
        for words, kind in _KINDS.items():
            self.kinds.addItem(words, kind)
        self.ranking = UnitRanking(session.threads, self)
        self._ranked: RankingAnswer | None = None
        self.amount = UnitSlider("Amount", _percent)
        self.unit = ElidedLabel("The map or unit that is changed: the selected one.")
        self.apply, self.undo = QPushButton("Apply"), QPushButton("Undo")
        self.matrix = DifferenceMatrix()
        self.words = QLabel(_NOTHING)
        self._words = StillLabel(self.words, _N_LINES)
        self._value = QLabel()
        self._prepare()
        self._arrange()
        self.kinds.activated.connect(self._show_kind)
        self.amount.valueChanged.connect(self._show_amount)
        self.apply.clicked.connect(self._on_apply)
        self.undo.clicked.connect(lab.undo)
        self.ranking.arrived.connect(self._on_ranked)
        self.ranking.failed.connect(session.failed)
        lab.changed.connect(self._show)
        session.predictions.changed.connect(self._show)
        session.predictions.progressed.connect(self._show_progress)
        session.network_changed.connect(self._on_network)
        self._show_kind()
        self._show()

    def _prepare(self) -> None:
        self.kinds.setAccessibleName("Change")
        self.kinds.setToolTip(
            "Scale: what the selected map or unit gives is multiplied. Noise: random numbers are "
            "added to the weights, as large as so many percent of their spread. Prune: so many "
            "percent of the weights, the smallest ones, become 0. Rank: what each class loses "
            "without each unit of a layer."
        )
        self.scope.setAccessibleName("Weights")
        self.scope.setToolTip("Whose weights are changed.")
        for box in (self.kinds, self.scope):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(_LEAST_LETTERS)
        self.amount.setToolTip("How much of it.")
        set_icon(self.apply, "check")
        self.apply.setToolTip("Change the active network: a copy with the change takes its place.")
        set_icon(self.undo, "undo-2")
        self.undo.setToolTip("Take the last change back.")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleDescription("What the changes do")
        mark(self.words, type="caption")

    def _arrange(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.kinds, 1)
        first.addWidget(self.scope, 1)
        first.addWidget(self.unit, 1)
        second.addWidget(self.amount, 1)
        second.addWidget(self._value)
        second.addWidget(self.apply)
        second.addWidget(self.undo)
        third.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        third.addWidget(self.matrix)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addLayout(third, 1)

    def select(self, selected: tuple[str, Place] | None) -> None:
        """Change another map or unit from now on."""
        self._selected = selected
        self._show_unit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer_layers()
        self._show()

    @Slot()
    def _on_network(self) -> None:
        self.ranking.forget()
        self._offer_layers()
        self._show()

    def _offer_layers(self) -> None:
        network = self._session.network
        if network is None or not self.isVisible():
            return
        architecture = network.architecture
        layers = list(hidden_layers(network))
        if self.kinds.currentData() != _RANK:
            layers = [_ALL, *_layers_with_weights(architecture)]
        if [self.scope.itemText(index) for index in range(self.scope.count())] != layers:
            self.scope.clear()
            self.scope.addItems(layers)
            if self.kinds.currentData() == _RANK:
                self.scope.setCurrentIndex(len(layers) - 1)

    @Slot()
    def _show_kind(self) -> None:
        kind = self.kinds.currentData()
        self.scope.setVisible(kind != "scale")
        self.unit.setVisible(kind == "scale")
        for widget in (self.amount, self._value):
            widget.setEnabled(kind != _RANK)
        if kind != _RANK:
            self.amount.setRange(0, _LARGEST[kind] // _STEP)
            self.amount.setValue(_FIRST[kind] // _STEP)
        self.ranking.forget()
        self._offer_layers()
        self._show_amount()
        self._show_unit()
        self._show()

    @Slot()
    def _show_amount(self) -> None:
        self._value.setText(self.amount.words)

    def _show_unit(self) -> None:
        is_unit = self.kinds.currentData() == "scale"
        selected = self._selected
        name = f"{selected[0]}, {unit_words(selected[1])}" if selected else _NO_UNIT
        self.unit.setText(name)
        self.apply.setEnabled(not is_unit or selected is not None)
        self._show()

    @Slot()
    def _on_apply(self) -> None:
        kind, amount = self.kinds.currentData(), self.amount.value() * _STEP / 100
        if kind == _RANK:
            self._rank()
            return
        if kind == "scale":
            if self._selected:
                layer, place = self._selected
                self.lab.apply(Operation("scale", layer, place[-1], amount))
            return
        layer_or_all = self.scope.currentText()
        layer_name = None if layer_or_all == _ALL else layer_or_all
        self.lab.apply(Operation(kind, layer_name, amount=amount))

    def _rank(self) -> None:
        """Begin to rank the units, or stop."""
        session = self._session
        if self.ranking.is_busy:
            self.ranking.forget()
        elif session.network and session.dataset and self.scope.currentText():
            self._ranked = RankingAnswer(session.network, self.scope.currentText(), 0.0)
            if not session.is_learning and not session.incompatibility():
                self.ranking.ask(session.network, session.dataset, self._ranked.layer)
        self._show()

    @Slot(object)
    def _on_ranked(self, answer: RankingAnswer) -> None:
        self._ranked = answer
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.ranking.forget()

    @Slot()
    def _show_progress(self) -> None:
        if self.matrix.change is None and self.isVisible():
            self._show()

    @Slot()
    def _show(self) -> None:
        """Show the difference, as soon as both networks have answered all images."""
        session, lab = self._session, self.lab
        self._show_ranking_button()
        self.undo.setEnabled(lab.base is not None)
        if self.kinds.currentData() == _RANK:
            self._words.set_text(self._ranking_words())
            return
        if lab.base is None:
            self.matrix.show_change(None)
            needs_unit = self.kinds.currentData() == "scale" and self._selected is None
            self._words.set_text(_CHOOSE if needs_unit else _NOTHING)
            return
        done = "; ".join(operation.words for operation in lab.operations)
        done = f"{done[0].upper()}{done[1:]}"
        part = session.query.part
        after, before = session.predictions_on(part), session.compared_predictions_on(part)
        if after is None or before is None or session.dataset is None:
            self.matrix.show_change(None)
            progress = session.predictions.progress
            share = f" {percent_done(progress[1])}" if progress else ""
            self._words.set_text(f"{done}. Answering the images …{share}")
            return
        change = after.report.confusion - before.report.confusion
        names = after.report.class_names
        self.matrix.show_change(change, names)
        gains = np.diag(change)
        order = np.argsort(gains, kind="stable")
        extremes = [*order[:_N_CLASSES], *order[: -_N_CLASSES - 1 : -1]]
        parts = (f"{names[i]} {_signed(int(gains[i]))}" for i in extremes if gains[i])
        kind = kind_of(part, session.dataset.split_plan)
        self._words.set_text(
            f"{done}. Accuracy {percent(after.report.accuracy, 2)}, before "
            f"{percent(before.report.accuracy, 2)}, on {len(after):,} {kind}. Right: "
            f"{', '.join(parts) or 'no difference'}."
        )

    def _show_ranking_button(self) -> None:
        is_ranking = self.kinds.currentData() == _RANK
        is_done = self._ranked is not None and self._ranked.ranking is not None
        is_busy = is_ranking and self.ranking.is_busy and not is_done
        self.apply.setText("Stop" if is_busy else "Rank" if is_ranking else "Apply")

    def _ranking_words(self) -> str:
        ranked, network = self._ranked, self._session.network
        if self._session.is_learning:
            return _LEARNING
        if ranked is None or network is None or ranked.network is not network:
            return _RANKING
        if ranked.ranking is None:
            stopped = "" if self.ranking.is_busy else " Stopped."
            return f"{ranked.layer}: {percent_done(ranked.done)} of the units …{stopped}"
        lost = 100 * ranked.ranking.lost
        needed = lost.argmax(axis=0)
        order = np.argsort(-lost.max(axis=0), kind="stable")[:_N_RANKED]
        parts = (
            f"{network.class_names[index]} {lost[needed[index], index]:.1f} points without "
            f"{ranked.ranking.units[needed[index]]}"
            for index in order
            if lost[needed[index], index] > 0
        )
        words = ", ".join(parts) or "no class"
        return f"What the classes lose without one unit of {ranked.layer}: {words}."


def _layers_with_weights(architecture: Architecture) -> list[str]:
    names, shapes = architecture.layer_names, architecture.parameter_shapes
    return [name for name, of in zip(names, shapes, strict=True) if "weights" in of]


def _percent(value: int) -> str:
    return f"{value * _STEP}{SIGN}"


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")
