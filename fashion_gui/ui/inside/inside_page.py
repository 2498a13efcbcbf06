"""The page Inside: the picture flows through the network, and every value can be inspected."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QWidget,
)

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.wants import Grown
from fashion_gui.ui.inside.flow_view import FlowView
from fashion_gui.ui.inside.grower import Grower, goal_of
from fashion_gui.ui.inside.lab import Lab, Operation
from fashion_gui.ui.inside.math_panel import MathPanel
from fashion_gui.ui.inside.tracer import Flow, Question, Tracer
from fashion_gui.ui.inside.unit_details import UnitDetails
from fashion_gui.ui.session.explainer import WhyAnswer
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark, text_scale
from fashion_gui.ui.widgets.card import Card, page_layout
from fashion_gui.ui.widgets.input_pad import InputPad
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.what_if.experiment import Change
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.widgets.why_panel import WhyPanel
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from fashion_gui.ui.inside.lab_panel import LabPanel

_DRAWING, _SELECTED, _EMPTY = "Drawing", "Selected image", "Empty picture"
_WIDE = 1100
"""Width from which on mathematics and explanations fit beside each other, at usual text size."""
_MOST_FOR_ASKED = 0.4
"""Largest share of the height that explanations and experiments ask for."""
_MIRRORED = (
    "The network looks at the mirror image, too, and answers with the mean of both. Here is the "
    "picture as it is."
)


class InsidePage(QWidget):
    """The picture, its way through the layers, and one value written out below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selected: tuple[str, Place] | None = None
        self._label: int | None = None
        self._flow: Flow | None = None
        self._is_folded = False
        self.tracer = Tracer(session.threads, self)
        self.grower = Grower(session.threads, self)
        self.pad = InputPad()
        self.flow = FlowView()
        self.details = UnitDetails(session, self.flow, self)
        self.math = MathPanel()
        self.why = WhyPanel(session, may_erase=True)
        self.what_if = WhatIfPanel(session, self.why)
        self.sources = QComboBox()
        self.sources.addItems([_DRAWING, _SELECTED, _EMPTY])
        self.sources.setAccessibleName("Picture")
        self.sources.setToolTip(
            "The drawing of Draw, the image that is selected on Browse, or nothing."
        )
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Take back what was drawn here: show the picture as it was.")
        self.grow = QPushButton("Grow")
        self.grow.setCheckable(True)
        self.grow.setToolTip(
            "What does it want to see? Changes the picture, step by step, into what the selected "
            "map, unit or class answers to most; without a selection, what the answer does. From "
            "an empty picture it grows out of noise. Press again to stop."
        )
        self.off = QPushButton("Switch off")
        self.off.setToolTip(
            "Take the selected map or unit out: all that comes after gets 0 from it. The changed "
            "network answers on all pages, and can be compared and saved; choose the one before "
            "under Model to go back."
        )
        self.lab = Lab(session, self)
        self.lab_panel: LabPanel | None = None
        self.lab_switch = QPushButton("Lab")
        self.lab_switch.setCheckable(True)
        self.lab_switch.setToolTip(
            "Change the network: scale units, add noise to its weights, prune them, and see at "
            "once what that does to the answer and to all images. All of it can be taken back."
        )
        self.answer, self.remark = QLabel(), WrappedLabel()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        mark(self.answer, type="card-title")
        mark(self.remark, type="caption")
        self.remark.hide()
        left = Card("Picture")
        row = QHBoxLayout()
        row.addWidget(self.sources, 1)
        row.addWidget(self.reset)
        left.head.addWidget(self.why.switch)
        left.head.addWidget(self.what_if.switch)
        left.add(row)
        left.add(self.pad, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.grow, 1)
        buttons.addWidget(self.off, 1)
        buttons.addWidget(self.lab_switch, 1)
        left.add(buttons)
        left.body.addStretch(0)
        left.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        area = self.area = QScrollArea()
        area.setWidget(self.flow)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        self.flow.setAutoFillBackground(False)  # the card is its ground
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layers = Card("Layers")
        layers.head.addWidget(self.answer)
        layers.add(self.remark)
        layers.add(area, 1)
        top = QWidget()
        above = QHBoxLayout(top)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(SPACE_12)
        above.addWidget(left)
        above.addWidget(layers, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(top)
        split.addWidget(self._bottom())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_8)
        page_layout(self).addWidget(split)

    def _bottom(self) -> QWidget:
        """Return what is below the layers: the mathematics, and beside it what speaks for it."""
        bottom, why = QWidget(), Card()
        why.add(self.why)
        why.add(self.what_if)
        why.body.addStretch(1)
        why.hide()
        self._asked, self._below = why, bottom
        layout = QHBoxLayout(bottom)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(self.math, 5)
        layout.addWidget(why, 3)
        return bottom

    def fold(self, is_folded: bool) -> None:
        """Show only the picture and the layers, and why if asked, for a presentation."""
        self._is_folded = is_folded
        for widget in (self.sources, self.reset, self.grow, self.off, self.math):
            widget.setVisible(not is_folded)
        self._make_room()

    def _connect(self) -> None:
        session = self._session
        session.drawn_changed.connect(self._on_drawn)
        session.picked_changed.connect(self._on_picked)
        session.dataset_changed.connect(self._on_picked)
        session.network_changed.connect(self._ask)
        self.sources.activated.connect(self._take)
        self.reset.clicked.connect(self._take)
        self.pad.drawn.connect(self._on_pad)
        self.flow.chosen.connect(self._select)
        self.math.chosen.connect(self._follow)
        self.flow.moved.connect(self._scroll)
        self.flow.pointed.connect(self.details.show_cell)
        self.flow.left.connect(self.details.hide)
        self.math.label_chosen.connect(self._on_label)
        self.tracer.arrived.connect(self._show)
        self.tracer.failed.connect(session.failed)
        self.addActions((self.why.action, self.what_if.action))
        for panel in (self.why, self.what_if):
            panel.action.toggled.connect(self._make_room)
        self.what_if.wanted.connect(self._ask)
        self.what_if.shown.connect(self._show_change)
        self.what_if.taken.connect(self._use)
        self.why.wanted.connect(self._ask)
        self.why.marked.connect(self._show_marks)
        self.why.erasing_requested.connect(self._erase)
        self.grow.clicked.connect(self._on_grow)
        self.off.clicked.connect(self._switch_off)
        self.lab_switch.toggled.connect(self._on_lab)
        self.grower.grown.connect(self._on_grown)
        self.grower.ended.connect(self._on_grower_ended)
        self.grower.failed.connect(session.failed)
        for button in (self.reset, self.grow, self.off):
            button.setEnabled(False)

    # What is asked for -------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.tracer.forget()
        self.grower.stop()
        self.details.hide()

    @Slot()
    def _on_drawn(self) -> None:
        if self._session.drawn is not None:
            self.sources.setCurrentText(_DRAWING)
        if self.sources.currentText() == _DRAWING:
            self._take()

    @Slot()
    def _on_picked(self) -> None:
        if self._session.picked_image() is not None:
            self.sources.setCurrentText(_SELECTED)
            self._take()

    @Slot()
    def _take(self) -> None:
        """Take the picture from the source again."""
        self.grower.stop()
        image = self._source_image()
        self.pad.set_image(image)
        self._label = None
        self.reset.setEnabled(False)
        self._ask()

    def _source_image(self) -> NDArray[np.uint8] | None:
        if self.sources.currentText() == _DRAWING:
            return self._session.drawn
        is_picked = self.sources.currentText() == _SELECTED
        return self._session.picked_image() if is_picked else None

    @Slot()
    def _on_pad(self) -> None:
        self.grower.stop()
        self.reset.setEnabled(True)
        self._ask()

    @Slot(str, object)
    def _select(self, layer: str, place: Place) -> None:
        self._selected = (layer, place)
        self._ask()

    @Slot(str, object)
    def _follow(self, layer: str, place: Place) -> None:
        self.flow.go_to(layer, place)
        self._select(layer, place)

    @Slot(bool)
    def _on_grow(self, is_on: bool) -> None:
        flow = self._flow
        if not is_on or flow is None:
            self.grower.stop()
            return
        try:
            goal = goal_of(flow.question.network, self._selected, flow.label)
        except NotOfferedError as error:
            self._session.failed.emit(str(error))
            self.grow.setChecked(False)
            return
        image = self.pad.image
        self.grower.start(goal, image if image.any() else None)

    @Slot(object)
    def _on_grown(self, grown: Grown) -> None:
        self.pad.set_image(grown.image)
        self.reset.setEnabled(True)
        self._ask()

    @Slot()
    def _on_grower_ended(self) -> None:
        self.grow.setChecked(False)

    @Slot()
    def _switch_off(self) -> None:
        if self._selected:
            layer, place = self._selected
            self.lab.apply(Operation("off", layer, place[-1]))

    @Slot(QRect)
    def _scroll(self, rect: QRect) -> None:
        middle = rect.center()
        half = rect.width() // 2 + SPACE_8
        self.area.ensureVisible(middle.x(), middle.y(), half, 0)

    @Slot(int)
    def _on_label(self, label: int) -> None:
        self._label = label
        self._ask()

    @Slot()
    def _ask(self) -> None:
        """Trace the picture, if the page is visible."""
        network = self._session.network
        if network is None or not self.isVisible():
            return
        names, shapes = network.architecture.layer_names, network.architecture.shapes[1:]
        if self._selected and not _has_place(dict(zip(names, shapes, strict=True)), self._selected):
            self._selected = None
        if self._label is not None and self._label >= len(network.class_names):
            self._label = None
        image = self.pad.image
        self.tracer.ask(Question(network, image, self._selected, self._label))
        self.why.follow(image)
        self.what_if.follow(image)

    @Slot(object)
    def _erase(self, answer: WhyAnswer) -> None:
        self._use(np.where(answer.erased, 0, answer.question.image).astype(np.uint8))

    @Slot(object)
    def _use(self, image: NDArray[np.uint8]) -> None:
        self.pad.set_image(image)
        self._on_pad()

    # What is shown -----------------------------------------------------------------------

    @Slot(bool)
    def _on_lab(self, is_on: bool) -> None:
        if is_on:
            self.why.action.setChecked(False)
            self.what_if.action.setChecked(False)
            if self.lab_panel is None:
                from fashion_gui.ui.inside.lab_panel import LabPanel  # most never need it

                self.lab_panel = LabPanel(self._session, self.lab)
                self.lab_panel.select(self._selected)
                self._asked.body.insertWidget(0, self.lab_panel)
        assert self.lab_panel
        self.lab_panel.setVisible(is_on)
        self._make_room()

    @Slot()
    def _make_room(self) -> None:
        """In a narrow window an explanation takes the place of the way back."""
        is_asked = self.why.is_on or self.what_if.is_on
        if is_asked:
            self.lab_switch.setChecked(False)
        is_asked = is_asked or self.lab_switch.isChecked()
        self._asked.setVisible(is_asked)
        wished = min(self._asked.sizeHint().height(), int(_MOST_FOR_ASKED * self.height()))
        least = self._asked.minimumSizeHint().height()
        self._asked.setMinimumHeight(wished if wished > least else 0)
        self.math.backward_card.setHidden(is_asked and self.width() < _WIDE * text_scale())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @Slot(object)
    def _show_change(self, change: Change | None) -> None:
        self.pad.set_marks(change.marks() if change else None)

    @Slot(object)
    def _show_marks(self, answer: WhyAnswer | None) -> None:
        explanation = answer.explanation if answer else None
        self.pad.set_marks(Marks.of(explanation) if explanation else None)

    @Slot(object)
    def _show(self, flow: Flow) -> None:
        network = flow.question.network
        self._flow = flow
        self.grow.setEnabled(True)
        self.off.setEnabled(flow.question.selected is not None)
        if self.lab_panel:
            self.lab_panel.select(flow.question.selected)
        self.flow.show_flow(flow)
        self.math.set_class_names(network.class_names)
        self.math.show_flow(flow)
        best = int(flow.probabilities.argmax())
        name, share = network.class_names[best], 100 * float(flow.probabilities[best])
        self.answer.setText(f"{name}, {share:.0f} %")
        self.remark.setText(_MIRRORED)
        self.remark.setVisible(network.architecture.mirrored)


def _has_place(shapes: dict[str, tuple[int, ...]], selected: tuple[str, Place]) -> bool:
    layer, place = selected
    shape = shapes.get(layer, ())
    return len(place) == len(shape) and all(
        index < size for index, size in zip(place, shape, strict=True)
    )
