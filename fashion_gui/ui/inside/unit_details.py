"""Shows a card for the map or unit that is pointed at, and has its images looked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Slot

from fashion_gui.explain.derivations import Place
from fashion_gui.ui.inside.flow_layout import Cell
from fashion_gui.ui.inside.flow_view import FlowView
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.strongest_finder import StrongestAnswer, StrongestFinder
from fashion_gui.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from fashion_gui.ui.inside.unit_card import UnitCard

_MISFIT = "the images are of another kind"
_RENEWAL_MS = 2000
"""From one card of a network in training to the next: the search then takes little of a run."""


class UnitDetails(QObject):
    """Owns the card, which is made when it is first wanted."""

    def __init__(self, session: Session, view: FlowView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._answer: StrongestAnswer | None = None
        self._is_sampling = False
        self._shown: tuple[Cell, QPoint] | None = None
        self.card: UnitCard | None = None
        self._renewal = QTimer(self)
        self._renewal.setSingleShot(True)
        self._renewal.setInterval(_RENEWAL_MS)
        self._renewal.timeout.connect(self._renew)
        self.finder = StrongestFinder(session.threads, self)
        self.finder.arrived.connect(self._on_found)
        self.finder.failed.connect(self._on_failed)
        session.network_changed.connect(self._on_network)
        session.run.state_changed.connect(self._renew)

    @Slot(object, object, QPoint)
    def show_cell(self, cell: Cell, pointed: Place, at: QPoint) -> None:
        """Show the card of a cell, of which a place is pointed at, beside a point of the view."""
        self._shown = cell, at
        self._show(cell, pointed, at)
        if self.card:
            announce(self._view, self.card.words)

    def _show(self, cell: Cell, pointed: Place, at: QPoint) -> None:
        from fashion_gui.ui.inside.unit_card import PointedUnit, UnitCard

        flow = self._view.flow
        if flow is None:
            return
        if self.card is None:
            self.card = UnitCard(self._view.window())
        strip = self._view.strips[cell.strip]
        place = strip.strongest_place(cell.number, signed=True)
        value = strip.value(cell.number, place)
        words = self._view.value_words(cell, pointed)
        question = flow.question
        unit = PointedUnit(question.network, question.image, strip.layer, place, value, words)
        self._look()
        window = self._view.window()
        self.card.show_unit(unit, self._known(), self._why_not(), self._view.mapTo(window, at))

    @Slot()
    def hide(self) -> None:
        """Hide the card; the search goes on, since it is for all units."""
        self._shown = None
        self._renewal.stop()
        if self.card:
            self.card.hide()

    @Slot()
    def _renew(self) -> None:
        """Show what is in the place of the card now: the network has learned in the meantime."""
        if self._shown is None or self._view.flow is None:
            return
        (cell, at), strips = self._shown, self._view.strips
        if cell in self._view.cells:
            self._show(cell, strips[cell.strip].strongest_place(cell.number), at)

    def _known(self) -> StrongestAnswer | None:
        """Return what was found, if it is about the network; a sample, if it is about its run."""
        answer, session = self._answer, self._session
        if answer is None or session.network is None or answer.dataset is not session.dataset:
            return None
        if session.is_learning and answer.n_sampled:
            is_right = answer.network.architecture == session.network.architecture
        else:
            is_right = answer.network is session.network and not answer.n_sampled
        return answer if is_right else None

    def _why_not(self) -> str:
        return _MISFIT if self._misfits() else ""

    def _misfits(self) -> bool:
        network, dataset = self._session.network, self._session.dataset
        if network is None or dataset is None:
            return True
        return dataset.test.images.shape[1:] != network.architecture.input_shape[:2]

    def _look(self) -> None:
        session = self._session
        if self._why_not() or session.network is None or session.dataset is None:
            return
        if session.is_learning:
            if not self._is_sampling:
                self._is_sampling = True
                self.finder.ask_live(session.network, session.dataset)
        elif self._known() is None:
            self._is_sampling = False
            self._answer = StrongestAnswer(session.network, session.dataset, 0.0)
            cache = None if session.is_passing else session.cache
            self.finder.ask(session.network, session.dataset, cache)

    @Slot()
    def _on_network(self) -> None:
        session = self._session
        if self._known() is None and not (session.is_learning and self._is_sampling):
            self.finder.forget()
            self._answer, self._is_sampling = None, False
            if not session.is_live:
                self.hide()
        if self._shown and session.is_live and not self._renewal.isActive():
            self._renewal.start()

    @Slot(object)
    def _on_found(self, answer: StrongestAnswer) -> None:
        if answer.n_sampled:
            self._is_sampling = False
            if not self._session.is_learning:
                return  # it came after the run, or in a pause
        self._answer = answer
        if self.card and self.card.isVisible() and self._known():
            self.card.show_images(answer)

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        self._is_sampling = False
        self._session.failed.emit(words)
