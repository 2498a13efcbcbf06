"""The page Inside: the picture flows through the network, and every value can be inspected."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QWidget,
)

from fashion_gui.evaluation.verdict import NOTHING_DRAWN
from fashion_gui.explain.as_it_predicts import as_it_predicts
from fashion_gui.explain.derivations import Place
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.wants import Grown
from fashion_gui.nn.network import Network
from fashion_gui.ui.inside.contribution_words import contribution_words
from fashion_gui.ui.inside.grower import Grower, Growth, goal_of, growth_for
from fashion_gui.ui.inside.inside_frame import MIRRORED, InsideFrame
from fashion_gui.ui.inside.lab import Lab, Operation
from fashion_gui.ui.inside.picture_card import DRAWING, SELECTED
from fashion_gui.ui.inside.tracer import Flow, Question, Tracer
from fashion_gui.ui.inside.unit_details import UnitDetails
from fashion_gui.ui.session.explainer import WhyAnswer
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.widgets.live_pace import LivePace
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.what_if.experiment import Change

if TYPE_CHECKING:
    from fashion_gui.ui.inside.lab_panel import LabPanel


class InsidePage(InsideFrame):
    """The picture, its way through the layers, and one value written out below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._session = session
        self._selected: tuple[str, Place] | None = None
        self._label: int | None = None
        self._flow: Flow | None = None
        self._plain: tuple[Network, Network] | None = None
        self._growth: Growth | None = None
        self.tracer = Tracer(session.threads, self)
        self.grower = Grower(session.threads, self)
        self._pace = LivePace(session, self)
        self.details = UnitDetails(session, self.flow, self)
        self.lab = Lab(session, self)
        self.lab_panel: LabPanel | None = None
        self._connect()

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
            panel.action.toggled.connect(self.make_room)
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
                self.asked.body.insertWidget(0, self.lab_panel)
        assert self.lab_panel
        self.lab_panel.setVisible(is_on)
        self.make_room()

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
        self.write_out(flow)
        is_empty = not flow.question.image.any()
        self.answer.setText(NOTHING_DRAWN if is_empty else flow.verdict.words)
        found = flow.contributions
        self.linked_place.set_text(contribution_words(found, network) if found else "")
        remarks = [MIRRORED] if network.architecture.mirrored else []
        if self._growth and self._growth.grown:
            remarks = [self._growth.sentence(flow.judged)]
        self.remark.setText(" ".join(remarks))
        self.show_remarks()


def _has_place(shapes: dict[str, tuple[int, ...]], selected: tuple[str, Place]) -> bool:
    layer, place = selected
    shape = shapes.get(layer, ())
    return len(place) == len(shape) and all(
        index < size for index, size in zip(place, shape, strict=True)
    )
