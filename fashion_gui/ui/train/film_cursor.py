"""Where in a run the chosen moment is: a line in each of its figures. Imported with the plots."""

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QPalette

from fashion_gui.ui.session.run_film import RunFilm
from fashion_gui.ui.train.plots import TrainingPlots

_WIDTH = 2


class FilmCursor(QObject):
    """Keeps a line in both figures at the chosen moment, which can be dragged to another one.

    Parameters
    ----------
    is_of_curves
        Tells whether the film is of the run whose curves the plots show; else there is no line.
    """

    def __init__(
        self, film: RunFilm, plots: TrainingPlots, is_of_curves: Callable[[], bool]
    ) -> None:
        super().__init__(plots)
        self._film, self._plots, self._is_of_curves = film, plots, is_of_curves
        self.lines = [pg.InfiniteLine(movable=True) for _ in range(2)]
        for curves, line in zip((plots.loss, plots.accuracy), self.lines, strict=True):
            line.setZValue(5)
            line.setCursor(Qt.CursorShape.SizeHorCursor)
            line.sigDragged.connect(self._drag)
            line.sigPositionChangeFinished.connect(self._rest)
            line.hide()
            curves.addItem(line, ignoreBounds=True)
        plots.installEventFilter(self)
        film.moved.connect(self.show_moment)
        film.changed.connect(self.show_moment)
        self._colour()

    @Slot()
    def show_moment(self) -> None:
        """Show the line where it is now."""
        frame = self._film.frame if self._is_of_curves() else None
        for curves, line in zip((self._plots.loss, self._plots.accuracy), self.lines, strict=True):
            line.setVisible(frame is not None)
            if frame:
                line.setPos(frame.epochs)
            curves.show_moment(frame.epochs if frame else None)

    @Slot(object)
    def _drag(self, line: Any) -> None:
        self._film.choose(self._film.film.nearest(line.value()), is_moving=True)

    @Slot()
    def _rest(self) -> None:
        self._film.choose(self._film.place)
        self.show_moment()

    def _colour(self) -> None:
        role, palette = QPalette.ColorRole, self._plots.palette()
        for line in self.lines:
            line.setPen(pg.mkPen(palette.color(role.WindowText), width=_WIDTH))
            line.setHoverPen(pg.mkPen(palette.color(role.Highlight), width=_WIDTH))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()
        return False
