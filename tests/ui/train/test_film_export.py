"""The film as a file: a GIF that plays for ten seconds, or a strip of pictures."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train import film_export
from fashion_gui.ui.train.film_export import FilmExport
from fashion_gui.ui.train.plots import TrainingPlots

LEFT = Qt.MouseButton.LeftButton


def test_the_film_is_saved_as_a_gif_and_as_a_strip(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plots = TrainingPlots()
    qtbot.addWidget(plots)
    plots.resize(500, 200)
    export = FilmExport(session, lambda: plots)
    qtbot.addWidget(export)
    assert not export.isEnabled()
    session.start_run(Recipe(hidden=(36,), epochs=2, batch_size=200, n_validation=100))
    qtbot.waitUntil(lambda: session.run.state is RunState.IDLE, timeout=20_000)
    plots.show_history(session.run.history)
    plots.show()
    frames = session.film.film.frames

    def save(name: str) -> Path:
        monkeypatch.setattr(film_export, "ask_for_new_file", lambda *_: tmp_path / name)
        with qtbot.waitSignal(export.succeeded, timeout=20_000) as told:
            qtbot.mouseClick(export, LEFT)
        assert told.args == [f"Saved as {tmp_path / name}"]
        return tmp_path / name

    with Image.open(save("film.gif")) as gif:
        assert 8 < gif.n_frames <= 61
        pictures, durations = [], []
        for place in range(gif.n_frames):
            gif.seek(place)
            durations.append(gif.info["duration"])
            pictures.append(np.asarray(gif.convert("L")))
    assert 9_000 < sum(durations) <= 12_000
    # Both cursors are dark lines that go to the right; the pictures below change.
    ends = [int(np.flatnonzero(picture[100, :260] < 60)[-1]) for picture in pictures]
    assert ends[-1] > ends[0] + 100
    assert ends == sorted(ends)
    assert (pictures[0][-120:] != pictures[-1][-120:]).mean() > 0.1

    with Image.open(save("film.png")) as strip:
        assert strip.width > 8 * strip.height * 0.8
        pixels = np.asarray(strip.convert("L"))
    assert (pixels[8:190, 8:190] != pixels[8:190, -198:-16]).mean() > 0.2
    assert len(frames) > 8

    monkeypatch.setattr(film_export, "ask_for_new_file", lambda *_: tmp_path / "no" / "film.gif")
    with qtbot.waitSignal(session.failed, timeout=20_000) as failed:
        qtbot.mouseClick(export, LEFT)
    assert failed.args
    assert failed.args[0].startswith("The film was not saved.")
    plots.hide()
