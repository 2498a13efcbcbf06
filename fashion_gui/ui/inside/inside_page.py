"""The page Inside: the picture flows through the network, and every value can be inspected."""

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QWidget,
)

from fashion_gui.explain.as_it_predicts import as_it_predicts
from fashion_gui.explain.derivations import Place
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.wants import Grown
from fashion_gui.nn.network import Network
from fashion_gui.ui.inside.contribution_words import contribution_words
from fashion_gui.ui.inside.flow_view import FlowView
from fashion_gui.ui.inside.grower import Grower, Growth, goal_of, growth_for
from fashion_gui.ui.inside.lab import Lab, Operation
from fashion_gui.ui.inside.math_panel import MathPanel
from fashion_gui.ui.inside.picture_card import DRAWING, SELECTED, PictureCard
from fashion_gui.ui.inside.tracer import Flow, Question, Tracer
from fashion_gui.ui.inside.unit_details import UnitDetails
from fashion_gui.ui.session.explainer import WhyAnswer
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.card import Card, level_with_controls, page_layout
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.input_pad import LARGEST_SIDE, InputPad
from fashion_gui.ui.widgets.live_pace import LivePace
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.room import room_for
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.what_if.experiment import Change
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.widgets.why_panel import WhyPanel
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from fashion_gui.ui.inside.lab_panel import LabPanel

_WIDE = 1100
"""Width from which on mathematics and explanations fit beside each other, at usual text size."""
_NARROW = 760
"""Width below which they are above each other."""
_N_LINES = 2
"""Of what contributes most to the answer."""
_LOW = 560
"""Height below which there is no room for remarks beside what is asked for."""
_VERY_LOW = 430
"""Height below which there is none for them at all."""
_BELOW_SHARE, _LEAST_BELOW = 0.28, 190
"""Of the height, for what is written out below the layers; and its least height."""
_PAD_SHARE = 0.3
"""Of the height of the page, for the picture in a large window."""
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
        self._plain: tuple[Network, Network] | None = None
        self._growth: Growth | None = None
        self._is_folded = self._is_narrow = False
        self.tracer = Tracer(session.threads, self)
        self.grower = Grower(session.threads, self)
        self._pace = LivePace(session, self)
        self.pad = InputPad()
        self.flow = FlowView()
        self.details = UnitDetails(session, self.flow, self)
        self.math = MathPanel()
        self.why = WhyPanel(session, may_erase=True)
        self.what_if = WhatIfPanel(session, self.why)
        card = self.picture = PictureCard(self.pad)
        self.sources, self.reset, self.keep = card.sources, card.reset, card.keep
        self.grow, self.off, self.lab_switch = card.grow, card.off, card.lab_switch
        self.lab = Lab(session, self)
        self.lab_panel: LabPanel | None = None
        self.answer, self.remark = (
            ElidedLabel("The network's verdict on the picture"),
            WrappedLabel(),
        )
        self.linked = QLabel()
        self._linked = StillLabel(self.linked, _N_LINES)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        mark(self.answer, type="card-title")
        mark(self.remark, type="caption")
        self.remark.hide()
        mark(self.linked, type="caption")
        self.linked.setWordWrap(True)
        self.linked.setTextFormat(Qt.TextFormat.PlainText)
        self.linked.setAccessibleDescription("Where the answer comes from most")
        self._linked.hide()
        self.picture.head.addWidget(self.why.switch)
        self.picture.head.addWidget(self.what_if.switch)
        area = self.area = QScrollArea()
        area.setWidget(self.flow)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        self.flow.setAutoFillBackground(False)  # the card is its ground
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layers = Card("Layers")
        layers.head.addWidget(self.answer)
        level_with_controls(layers)
        layers.add(self.remark)
        layers.add(self._linked)
        layers.add(area, 1)
        top = QWidget()
        above = QHBoxLayout(top)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(SPACE_12)
        above.addWidget(self.picture)
        above.addWidget(layers, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(top)
        split.addWidget(self._bottom())
        split.setStretchFactor(0, 1)
        split.splitterMoved.connect(self._on_split)
        self._split, self._is_split_by_hand = split, False
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_8)
        page_layout(self).addWidget(split)
        # The switches were made after what is below them.
        below = (self.sources, self.reset, self.keep, self.grow, self.off, self.lab_switch)
        for one, other in pairwise((self.why.switch, self.what_if.switch, *below)):
            QWidget.setTabOrder(one, other)

    def _bottom(self) -> QWidget:
        """Return what is below the layers: the mathematics, and beside it what speaks for it."""
        bottom, why = QWidget(), Card()
        why.add(self.why)
        why.add(self.what_if)
        why.body.addStretch(1)
        why.hide()
        self._asked, self._below = why, bottom
        layout = self._below_layout = QHBoxLayout(bottom)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(self.math, 5)
        layout.addWidget(why, 3)
        return bottom

    def fold(self, is_folded: bool) -> None:
        """Show only the picture and the layers, and why if asked, for a presentation."""
        self._is_folded = is_folded
        for widget in (self.sources, self.reset, self.keep, self.grow, self.off, self.math):
            widget.setVisible(not is_folded)
        self._make_room()

    def _connect(self) -> None:
        session = self._session
        session.drawn_changed.connect(self._on_drawn)
        session.picked_changed.connect(self._on_picked)
        session.dataset_changed.connect(self._on_picked)
        session.network_changed.connect(self._pace.ask)
        self._pace.due.connect(self._ask)
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
        self.keep.clicked.connect(self._keep)
        for button in (self.reset, self.keep, self.grow, self.off):
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
            self.sources.setCurrentText(DRAWING)
        if self.sources.currentText() == DRAWING:
            self._take()

    @Slot()
    def _on_picked(self) -> None:
        if self._session.picked_image() is not None:
            self.sources.setCurrentText(SELECTED)
            self._take()

    @Slot()
    def _take(self) -> None:
        """Take the picture from the source again."""
        self.grower.stop()
        image = self._source_image()
        self.pad.set_image(image)
        self._label = None
        self._note_own(is_own=False)
        self._ask()

    def _note_own(self, *, is_own: bool) -> None:
        """Note whether the picture is one that was made here."""
        self._growth = None
        self.reset.setEnabled(is_own)
        self.keep.setEnabled(is_own)

    def _source_image(self) -> NDArray[np.uint8] | None:
        if self.sources.currentText() == DRAWING:
            return self._session.drawn
        is_picked = self.sources.currentText() == SELECTED
        return self._session.picked_image() if is_picked else None

    @Slot()
    def _on_pad(self) -> None:
        self.grower.stop()
        self._note_own(is_own=True)
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
        self._growth = growth_for(self._session, flow.question.network, self._selected, flow.label)
        self.grower.start(goal, image if image.any() else None)

    @Slot(object)
    def _on_grown(self, grown: Grown) -> None:
        self.pad.set_image(grown.image)
        growth = self._growth
        self._note_own(is_own=True)
        self._growth = replace(growth, grown=grown) if growth else None
        self._ask()

    @Slot()
    def _keep(self) -> None:
        self.grower.stop()
        self._session.canvas_requested.emit(self.pad.image)

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
        if self._session.network is None or not self.isVisible():
            return
        network = self._predicting(self._session.network)
        names, shapes = network.architecture.layer_names, network.architecture.shapes[1:]
        if self._selected and not _has_place(dict(zip(names, shapes, strict=True)), self._selected):
            self._selected = None
        if self._label is not None and self._label >= len(network.class_names):
            self._label = None
        image = self.pad.image
        judge = self._growth.judge.network if self._growth and self._growth.judge else None
        self.tracer.ask(Question(network, image, self._selected, self._label, judge))
        self.why.follow(image)
        self.what_if.follow(image)

    def _predicting(self, network: Network) -> Network:
        """Return the network without what does nothing here; it is made once."""
        if self._plain is None or self._plain[0] is not network:
            self._plain = network, as_it_predicts(network)
        return self._plain[1]

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
        room = room_for(self)
        wished = min(self._asked.sizeHint().height(), int(_MOST_FOR_ASKED * room.height()))
        least = self._asked.minimumSizeHint().height()
        self._asked.setMinimumHeight(wished if wished > least else 0)
        self._show_remarks()
        is_wide, self._is_narrow = room.width() >= scaled(_WIDE), room.width() < scaled(_NARROW)
        self.math.backward_card.setHidden(is_asked and not is_wide)
        self.math.set_stacked(self._is_narrow)
        direction = QBoxLayout.Direction
        self._below_layout.setDirection(
            direction.BottomToTop if self._is_narrow else direction.LeftToRight
        )
        for widget, share in ((self.math, 5 if is_wide else 4), (self._asked, 3)):
            self._below_layout.setStretchFactor(widget, share)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        if not self._is_narrow and not self._is_folded:  # else it could not become so
            least.setWidth(min(least.width(), scaled(_NARROW) - 1))
        return least

    def _show_remarks(self) -> None:
        """In a low window layers, and what is asked for, take the place of the remarks."""
        height, is_asked = room_for(self).height(), not self._asked.isHidden()
        is_low, is_very_low = height < scaled(_LOW), height < scaled(_VERY_LOW)
        is_usual = self.remark.text() == _MIRRORED
        has_no_room = is_low if is_asked or is_usual else is_very_low
        self.remark.setVisible(bool(self.remark.text()) and not has_no_room)
        has_no_room = is_low if is_asked else is_very_low
        self._linked.setVisible(bool(self.linked.text()) and not has_no_room)

    @Slot()
    def _on_split(self) -> None:
        self._is_split_by_hand = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_split_by_hand:
            below = max(scaled(_LEAST_BELOW), round(_BELOW_SHARE * self.height()))
            self._split.setSizes([max(1, self.height() - below), below])
        side = round(_PAD_SHARE * room_for(self).height())
        self.pad.set_largest_side(max(LARGEST_SIDE, side))
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
        self.answer.setText(flow.verdict.words)
        found = flow.contributions
        self._linked.set_text(contribution_words(found, network) if found else "")
        remarks = [_MIRRORED] if network.architecture.mirrored else []
        if self._growth and self._growth.grown:
            remarks = [self._growth.sentence(flow.judged)]
        self.remark.setText(" ".join(remarks))
        self._show_remarks()


def _has_place(shapes: dict[str, tuple[int, ...]], selected: tuple[str, Place]) -> bool:
    layer, place = selected
    shape = shapes.get(layer, ())
    return len(place) == len(shape) and all(
        index < size for index, size in zip(place, shape, strict=True)
    )
