"""Units of the first layer that are dead or saturated, among its pictures."""

from PySide6.QtCore import QEvent, QObject, Slot

from fashion_gui.training.film import Film
from fashion_gui.training.layer_history import LayerHistory
from fashion_gui.ui.session.run_film import MOMENT, when
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.first_layer import FirstLayerView
from fashion_gui.ui.widgets.spoken import announce


class DeadUnits(QObject):
    """Greys their pictures, and tells after a click since when they have been so."""

    def __init__(self, session: Session, view: FirstLayerView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._known: tuple[tuple[int, int], Film, LayerHistory] | None = None
        view.installEventFilter(self)
        view.clicked.connect(self._tell)
        session.film.changed.connect(self._show)
        session.network_changed.connect(self._show)

    def _history(self) -> LayerHistory | None:
        """Return the first layer of the film, if its run answers."""
        film, active = self._session.film, self._session.active_model
        if active is None or active.key not in (MOMENT, film.key):
            return None
        frames = film.film.frames
        last = (len(frames), frames[-1].step) if frames else (0, 0)
        if self._known is None or self._known[0] != last or self._known[1] is not film.film:
            self._known = last, film.film, LayerHistory(frames, 0)
        history = self._known[2]
        return history if len(history) and history.state else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._show()
        return False

    @Slot()
    def _show(self) -> None:
        if self._view.isVisible():
            history = self._history()
            place = history.place_of(self._session.film.frame) if history else 0
            self._view.show_resting(history.units[place] if history else None)
            self._view.tell(self.words(self._view.chosen))

    @Slot(int)
    def _tell(self, unit: int) -> None:
        self._view.tell(self.words(unit))
        announce(self._view, self._view.words)

    def words(self, unit: int) -> str:
        """Return since when a unit has been dead or saturated; "" when nothing is known of it."""
        history = self._history()
        if history is None or not 0 <= unit < history.units.shape[1]:
            return ""
        since = history.resting_since(unit, history.place_of(self._session.film.frame))
        if since is None:
            return f"Unit {unit + 1} is not {history.state}."
        ends = "0" if history.state == "dead" else "at an end of its range"
        return (
            f"Unit {unit + 1} has been {history.state} since {when(since)}: {ends} for all images "
            "looked at, so it does not learn."
        )
