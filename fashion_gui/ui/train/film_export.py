"""Saving the film of a run: as a GIF that plays, or as a strip of pictures."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from fashion_gui.files.atomic import OutputError, write_files
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.widgets.file_dialogs import ask_for_new_file

if TYPE_CHECKING:
    from fashion_gui.ui.train.plots import TrainingPlots

_KINDS = {".gif": "Animated GIF (*.gif)", ".png": "Strip of pictures (*.png)"}


class FilmExport(QToolButton):
    """Asks for a file, and writes the film into it in the background.

    Parameters
    ----------
    plots
        Returns the plots with the curves of the film's run; None for a film without curves.
    """

    succeeded = Signal(str)
    """Where the film is, as a sentence."""

    def __init__(
        self,
        session: Session,
        plots: "Callable[[], TrainingPlots | None]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._plots = session, plots
        self._work = LatestWork(session.threads, session)
        self._work.arrived.connect(self._on_written)
        self._work.failed.connect(session.failed)
        self.setAutoRaise(True)
        self.setAccessibleName("Save the film")
        self.setToolTip("Save the film as an animated GIF, or as a strip of pictures (PNG).")
        set_icon(self, "download")
        self.clicked.connect(self._ask)
        session.film.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.setEnabled(len(self._session.film.film) > 1)

    @Slot()
    def _ask(self) -> None:
        name = f"{self._session.film.name}.gif"
        if path := ask_for_new_file(self, "Save the film", name, _KINDS):
            self.save(path)

    def save(self, path: Path) -> None:
        """Write the film: a strip for the suffix of a PNG, else a GIF."""
        from fashion_gui.ui.train.film_picture import FilmBackground

        film = self._session.film
        background = FilmBackground.of(self._plots(), film.name, QApplication.palette())
        frames = list(film.film.frames)

        def writing() -> Generator[tuple[bool, str] | None, None, None]:
            from fashion_gui.ui.train.film_picture import film_content

            try:
                content = yield from film_content(background, frames, path)
                write_files({path: content})
            except OutputError as error:
                yield False, f"The film was not saved. {error}"
            else:
                yield True, f"Saved as {path}"

        self._work.do(writing, gives_way=False)

    @Slot(object)
    def _on_written(self, told: tuple[bool, str]) -> None:
        is_written, words = told
        (self.succeeded if is_written else self._session.failed).emit(words)
