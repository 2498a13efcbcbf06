"""The neuron lab: units are scaled, weights get noise or are pruned, and what that changes."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.evaluation.split_words import kind_of
from fashion_gui.explain.derivations import Place
from fashion_gui.ui.inside.difference_matrix import DifferenceMatrix
from fashion_gui.ui.inside.lab import Kind, Lab, Operation
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.unit_slider import UnitSlider

_KINDS: dict[str, Kind] = {"Scale unit": "scale", "Add noise": "noise", "Prune": "prune"}
_LARGEST = {"scale": 300, "noise": 200, "prune": 100}
_FIRST = {"scale": 200, "noise": 20, "prune": 50}
_STEP = 5
_ALL = "all weights"
_NO_UNIT = "Click a map or unit in a layer first."
_NOTHING = (
    "Change the network and see what it gains and loses. It answers on all pages, and Evaluate "
    "compares it with the one before."
)
_LEAST_LETTERS = 6
_N_CLASSES = 2


class LabPanel(QWidget):
    """Applies changes to the active network and shows the difference of the matrices."""

    def __init__(self, session: Session, lab: Lab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.lab = session, lab
        self._selected: tuple[str, Place] | None = None
        self.kinds, self.scope = QComboBox(), QComboBox()
        for words, kind in _KINDS.items():
            self.kinds.addItem(words, kind)
        self.amount = UnitSlider("Amount", _percent)
        self.unit = ElidedLabel("The map or unit that is changed: the selected one.")
        self.apply, self.undo = QPushButton("Apply"), QPushButton("Undo")
        self.matrix = DifferenceMatrix()
        self.words = QLabel(_NOTHING)
        self._value = QLabel()
        self._prepare()
        self._arrange()
        self.kinds.activated.connect(self._show_kind)
        self.amount.valueChanged.connect(self._show_amount)
        self.apply.clicked.connect(self._on_apply)
        self.undo.clicked.connect(lab.undo)
        lab.changed.connect(self._show)
        session.predictions.changed.connect(self._show)
        session.predictions.progressed.connect(self._show_progress)
        session.network_changed.connect(self._offer_layers)
        self._show_kind()
        self._show()

    def _prepare(self) -> None:
        self.kinds.setAccessibleName("Change")
        self.kinds.setToolTip(
            "Scale: what the selected map or unit gives is multiplied. Noise: random numbers are "
            "added to the weights, as large as so many percent of their spread. Prune: so many "
            "percent of the weights, the smallest ones, become 0."
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
        third.addWidget(self.matrix)
        third.addWidget(self.words, 1)
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
    def _offer_layers(self) -> None:
        network = self._session.network
        if network is None or not self.isVisible():
            return
        architecture = network.architecture
        layers = [
            name
            for name, shapes in zip(
                architecture.layer_names, architecture.parameter_shapes, strict=True
            )
            if "weights" in shapes
        ]
        if [self.scope.itemText(index) for index in range(self.scope.count())] != [_ALL, *layers]:
            self.scope.clear()
            self.scope.addItems([_ALL, *layers])

    @Slot()
    def _show_kind(self) -> None:
        kind = self.kinds.currentData()
        self.scope.setVisible(kind != "scale")
        self.unit.setVisible(kind == "scale")
        self.amount.setRange(0, _LARGEST[kind] // _STEP)
        self.amount.setValue(_FIRST[kind] // _STEP)
        self._show_amount()
        self._show_unit()

    @Slot()
    def _show_amount(self) -> None:
        self._value.setText(self.amount.words)

    def _show_unit(self) -> None:
        is_unit = self.kinds.currentData() == "scale"
        selected = self._selected
        name = f"{selected[0]}:{selected[1][-1]}" if selected else _NO_UNIT
        self.unit.setText(name)
        self.apply.setEnabled(not is_unit or selected is not None)

    @Slot()
    def _on_apply(self) -> None:
        kind, amount = self.kinds.currentData(), self.amount.value() * _STEP / 100
        if kind == "scale":
            if self._selected:
                layer, place = self._selected
                self.lab.apply(Operation("scale", layer, place[-1], amount))
            return
        layer_or_all = self.scope.currentText()
        layer_name = None if layer_or_all == _ALL else layer_or_all
        self.lab.apply(Operation(kind, layer_name, amount=amount))

    @Slot()
    def _show_progress(self) -> None:
        if self.matrix.change is None and self.isVisible():
            self._show()

    @Slot()
    def _show(self) -> None:
        """Show the difference, as soon as both networks have answered all images."""
        session, lab = self._session, self.lab
        self.undo.setEnabled(lab.base is not None)
        if lab.base is None:
            self.matrix.show_change(None)
            self.words.setText(_NOTHING)
            return
        done = "; ".join(operation.words for operation in lab.operations)
        done = f"{done[0].upper()}{done[1:]}"
        part = session.query.part
        after, before = session.predictions_on(part), session.compared_predictions_on(part)
        if after is None or before is None or session.dataset is None:
            self.matrix.show_change(None)
            progress = session.predictions.progress
            share = f" {100 * progress[1]:.0f} %" if progress else ""
            self.words.setText(f"{done}. Answering the images …{share}")
            return
        change = after.report.confusion - before.report.confusion
        names = after.report.class_names
        self.matrix.show_change(change, names)
        gains = np.diag(change)
        order = np.argsort(gains, kind="stable")
        extremes = [*order[:_N_CLASSES], *order[: -_N_CLASSES - 1 : -1]]
        parts = (f"{names[i]} {_signed(int(gains[i]))}" for i in extremes if gains[i])
        kind = kind_of(part, session.dataset.split_plan)
        self.words.setText(
            f"{done}. Accuracy {100 * after.report.accuracy:.2f} %, before "
            f"{100 * before.report.accuracy:.2f} %, on {len(after):,} {kind}. Right: "
            f"{', '.join(parts) or 'no difference'}."
        )


def _percent(value: int) -> str:
    return f"{value * _STEP} %"


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")
