"""A pinned drawing on Train: its likeliest classes over the run, live and at any moment."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.percent import probability
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.imaging.pixmaps import pixels_of
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.pinned_drawing import PinnedDrawing

LEFT = Qt.MouseButton.LeftButton
RECIPE = Recipe(hidden=(16,), epochs=2, batch_size=200, n_validation=100)


def test_a_pinned_drawing_shows_its_likeliest_classes_over_the_run(
    qtbot: QtBot, session: Session
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tile = PinnedDrawing(session)
    row = QHBoxLayout(window)
    row.addWidget(tile)
    row.addWidget(tile.pin)
    window.resize(500, 110)
    window.show()
    assert not tile.pin.isEnabled()
    assert "Draw something" in tile.pin.toolTip()
    assert tile.isHidden()

    assert session.dataset
    image = session.dataset.test.images[3]
    session.set_drawn(image)
    qtbot.mouseClick(tile.pin, LEFT)
    assert tile.isVisible()
    assert tile.curves.spoken_value() == "no answers yet"
    session.start_run(RECIPE)
    qtbot.waitUntil(lambda: session.run.state is RunState.IDLE, timeout=20_000)
    frames = session.film.film.frames
    curves = tile.curves
    qtbot.waitUntil(lambda: len(curves._rows) == len(frames), timeout=10_000)
    expected = [frame.network.predict_proba(image[None])[0] for frame in frames]
    np.testing.assert_allclose(curves._rows, expected, atol=1e-6)

    def likeliest(place: int) -> list[str]:
        return [session.dataset.class_names[k] for k in np.argsort(-expected[place])[:3]]  # type: ignore[union-attr]

    assert curves.top == likeliest(-1)
    first = curves.top[0]
    assert curves.spoken_value().startswith(f"{first} {probability(max(expected[-1]))}, ")
    assert np.ptp(pixels_of(curves.grab().toImage())[:, curves.height() + 10 :, :3]) > 100
    session.film.choose(0)
    assert curves.top == likeliest(0)

    # Another drawing does not change the pinned one; the button takes it away.
    session.set_drawn(session.dataset.test.images[4])
    assert curves.image is image
    session.set_drawn(None)
    assert tile.pin.isEnabled()
    qtbot.mouseClick(tile.pin, LEFT)
    assert tile.isHidden()
    assert not tile.pin.isEnabled()
