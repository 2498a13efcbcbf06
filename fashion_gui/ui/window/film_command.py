"""``runs film``: the film of a kept run as a file, drawn without a screen."""

import json
from argparse import Namespace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fashion_gui.files.atomic import OutputError, check_file, write_files
from fashion_gui.locations import runs_folder
from fashion_gui.shelf.run_record import plan_of_record
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.training.events import Frame
from fashion_gui.training.history import RunHistory
from fashion_gui.ui.theme.palette import use_scheme
from fashion_gui.ui.window.app import make_application

_SUFFIXES = (".gif", ".png")
_SIZE = 880, 280
"""Of the curves, in pixels."""


def run(arguments: Namespace) -> int:
    """Write the film; return the exit status.

    Raises
    ------
    ShelfError, FilmError, HistoryError, OutputError
        One sentence, when there is no such run, it has no film, or nothing can be written.
    """
    shelf = Shelf(arguments.runs or runs_folder())
    record = shelf.find(arguments.name)
    out: Path = arguments.out or Path(f"{record.name}.gif")
    if out.suffix.lower() not in _SUFFIXES:
        raise OutputError(f"{out}: expected a name that ends in .gif or .png.")
    check_file(out)
    folder = shelf.folder(record.name)
    frames = folder.read_film()
    if len(frames) < 2:
        raise ShelfError(f"{record.name} has no film: it was not kept, or it has just begun.")
    history = folder.read_history()
    history.plan = plan_of_record(record)
    write_files({out: _content(history, frames, record.name, out)})
    print(json.dumps({"run": record.name, "out": str(out)}) if arguments.json else f"Wrote {out}")
    return 0


def _content(history: RunHistory, frames: list[Frame], name: str, out: Path) -> bytes:
    """Return the content of the file, painted as in the window, in the light colours."""
    if QApplication.instance() is None:
        make_application([])
    use_scheme(Qt.ColorScheme.Light)
    from fashion_gui.ui.train.film_picture import FilmBackground, film_content
    from fashion_gui.ui.train.plots import TrainingPlots

    plots = TrainingPlots()
    plots.resize(*_SIZE)
    plots.show_history(history)
    plots.draw_now()
    plots.grab()  # gives its parts their places
    plots.draw_now()  # the names at the ends of lines have theirs now
    background = FilmBackground.of(plots, name, plots.palette())
    writing = film_content(background, frames, out)
    while True:
        try:
            next(writing)
        except StopIteration as stop:
            content: bytes = stop.value
            return content
