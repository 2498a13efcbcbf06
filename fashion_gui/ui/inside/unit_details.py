"""Shows a card for the map or unit that is pointed at, and has its images looked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot

from fashion_gui.explain.derivations import Place
from fashion_gui.ui.inside.flow_layout import Cell
from fashion_gui.ui.inside.flow_view import FlowView
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.strongest_finder import StrongestAnswer, StrongestFinder
from fashion_gui.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from fashion_gui.ui.inside.unit_card import UnitCard

_LEARNING, _MISFIT = "once it has learned", "the images are of another kind"


class UnitDetails(QObject):
    """Owns the card, which is made when it is first wanted."""

    def __init__(self, session: Session, view: FlowView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._answer: StrongestAnswer | None = None
        self.card: UnitCard | None = None
        self.finder = StrongestFinder(session.threads, self)
        self.finder.arrived.connect(self._on_found)
        self.finder.failed.connect(session.failed)
        session.network_changed.connect(self._on_network)

    @Slot(object, object, QPoint)
    def show_cell(self, cell: Cell, pointed: Place, at: QPoint) -> None:
        """Show the card of a cell, of which a place is pointed at, beside a point of the view."""
        from fashion_gui.ui.inside.unit_card import PointedUnit, UnitCard

        flow = self._view.flow
        if flow is None:
            return
        if self.card is None:
            self.card = UnitCard(self._view.window())
        strip = self._view.strips[cell.strip]
        place = strip.strongest_place(cell.number, signed=True)
        value = float(strip.values[cell.number][place[:2] if strip.has_maps else ()])
        words = self._view.value_words(cell, pointed)
        question = flow.question
        unit = PointedUnit(question.network, question.image, strip.layer, place, value, words)
        self._look()
        window = self._view.window()
        self.card.show_unit(unit, self._known(), self._why_not(), self._view.mapTo(window, at))
        announce(self._view, self.card.words)

    @Slot()
    def hide(self) -> None:
        """Hide the card; the search goes on, since it is for all units."""
        if self.card:
            self.card.hide()

    def _known(self) -> StrongestAnswer | None:
        answer, session = self._answer, self._session
        is_right = answer and (answer.network, answer.dataset) == (session.network, session.dataset)
        return answer if is_right else None

    def _why_not(self) -> str:
        if self._session.is_live:
            return _LEARNING
        return _MISFIT if self._misfits() else ""

    def _misfits(self) -> bool:
        network, dataset = self._session.network, self._session.dataset
        if network is None or dataset is None:
            return True
        return dataset.test.images.shape[1:] != network.architecture.input_shape[:2]

    def _look(self) -> None:
        session = self._session
        if self._why_not() or self._known() or session.network is None or session.dataset is None:
            return
        self._answer = StrongestAnswer(session.network, session.dataset, 0.0)
        self.finder.ask(session.network, session.dataset, session.cache)

    @Slot()
    def _on_network(self) -> None:
        self.hide()
        if self._known() is None:
            self.finder.forget()
            self._answer = None

    @Slot(object)
    def _on_found(self, answer: StrongestAnswer) -> None:
        self._answer = answer
        if self.card and self.card.isVisible() and self._known():
            self.card.show_images(answer)
