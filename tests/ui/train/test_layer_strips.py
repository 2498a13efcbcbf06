"""What goes on inside each layer: strips over the film of a run, and dead units greyed."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.training import filming
from fashion_gui.training.events import Frame
from fashion_gui.training.film import Film
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train
from fashion_gui.ui.imaging.pixmaps import pixels_of
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.run_film import RunFilm
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.dead_units import DeadUnits
from fashion_gui.ui.train.first_layer import FirstLayerView
from fashion_gui.ui.train.layer_lens import LayerLens
from fashion_gui.ui.train.layer_strips import LayerStrips
from fashion_gui.ui.train.layer_words import CELLS

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
RECIPE = Recipe(hidden=(12,), batch_size=200, n_train=600, n_validation=0, n_test=20, epochs=3)


@pytest.fixture
def frames(small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> list[Frame]:
    monkeypatch.setattr(filming, "_PROFILING_S", 1e9)  # never skipped, however slow
    run = train(RECIPE, small_dataset, has_film=True)
    return [record for record in run if isinstance(record, Frame)]


def test_a_strip_a_layer_tells_each_moment_and_goes_there(
    qtbot: QtBot, frames: list[Frame]
) -> None:
    film = RunFilm(ThreadGroup())
    window = QWidget()
    qtbot.addWidget(window)
    strips = LayerStrips(film)
    QVBoxLayout(window).addWidget(strips)
    window.resize(900, 400)
    window.show()
    assert strips.n_spoken_items() == 0
    growing = Film(frames[:4])
    film.show(growing, "run 1", "a run")
    qtbot.waitUntil(lambda: len(strips.histories) == 2)
    assert [history.name for history in strips.histories] == ["dense 1", "dense 2"]
    for frame in frames[4:]:
        growing.add(frame)
    film.follow()
    qtbot.waitUntil(lambda: len(strips.histories[0]) == len(frames))

    # The picture is a column a snapshot, dark where many values are.
    place = strips.cell_rect(0, "activations")  # most are 0, at the bottom
    shown = pixels_of(strips.grab(place).toImage())[..., :3].astype(int).sum(axis=2)
    assert shown[-2].mean() < shown[1].mean() - 100

    def point_at(row: int, cell: str, column: int) -> QPoint:
        place = strips.cell_rect(row, cell)
        return QPoint(
            round(place.left() + (column + 0.5) * place.width() / len(frames)), place.center().y()
        )

    def lens() -> LayerLens:
        found = window.findChild(LayerLens)
        assert isinstance(found, LayerLens)
        return found

    for cell in CELLS:
        QTest.mouseMove(strips, point_at(0, cell, 5))
        assert lens().isVisible()
        assert lens().words.startswith(f"dense 1, {cell}, epoch {frames[5].epochs:.2f}, step 5: ")
        window.grab()
    assert lens().words.endswith("% dead")
    QTest.mouseMove(strips, QPoint(3, 3))
    assert not lens().isVisible()

    qtbot.mouseClick(strips, LEFT, pos=point_at(1, "gradients", 3))
    assert film.frame is frames[3]
    strips.setFocus()
    QTest.keyClick(strips, KEY.Key_Right)
    assert lens().isVisible()
    assert "dense 2, gradients" in lens().words
    assert "step 4" in lens().words
    QTest.keyClick(strips, KEY.Key_Down)
    assert "dense 2, updates" in lens().words
    ratio = frames[4].layers[1].update_ratio
    assert f"{100 * ratio:.2g}\N{NO-BREAK SPACE}%" in lens().words
    QTest.keyClick(strips, KEY.Key_Return)
    assert film.frame is frames[4]
    assert strips.spoken_focus() == 8
    assert "step 4" in strips.spoken_item(8)
    QTest.keyClick(strips, KEY.Key_Escape)
    assert not lens().isVisible()


def test_dead_units_are_greyed_and_a_click_says_since_when(
    qtbot: QtBot, session: Session, frames: list[Frame]
) -> None:
    dead = np.zeros(12, bool)
    dead[4] = True
    later = [
        replace(frame, layers=(replace(frame.layers[0], units=dead), *frame.layers[1:]))
        for frame in frames[3:]
    ]
    alive = [
        replace(frame, layers=(replace(frame.layers[0], units=~(dead | True)), *frame.layers[1:]))
        for frame in frames[:3]
    ]
    view = FirstLayerView()
    qtbot.addWidget(view)
    DeadUnits(session, view)
    view.resize(800, 220)
    assert session.active_model
    session.film.show(Film([*alive, *later]), session.active_model.key, "a run")
    view.show_network(frames[-1].network)
    view.show()  # only now: nothing is computed for a view that is not seen
    assert [unit for unit in range(12) if view.is_resting(unit)] == [4]
    colour = [
        np.ptp(pixels_of(view.grab(view.picture_rect(unit)).toImage())[..., :3], axis=2).max()
        for unit in (3, 4)
    ]
    assert colour[0] > 100
    assert colour[1] < 20
    qtbot.mouseClick(view, LEFT, pos=view.picture_rect(4).center())
    assert view.words.startswith(f"Unit 5 has been dead since epoch {frames[3].epochs:.2f}")
    QTest.keyClick(view, KEY.Key_Left)
    assert view.words == "Unit 4 is not dead."

    session.film.choose(1)
    assert not view.is_resting(4)
    assert view.words == "Unit 4 is not dead."
    session.film.choose(None)
    assert view.is_resting(4)
    other = next(key for key in session.models if key != session.film.key)
    session.choose(other)
    assert not view.is_resting(4)
    assert view.words == ""
