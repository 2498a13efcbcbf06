"""The row of nearest images."""

from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.ui.browse.neighbour_row import NeighbourRow


def test_names_are_shortened_anew_when_there_is_less_room(
    qtbot: QtBot, small_dataset: Dataset
) -> None:
    row = NeighbourRow("Nearest images", "The nearest ones.")
    qtbot.addWidget(row)
    row.resize(1200, 120)
    row.show()
    labels = small_dataset.labels
    number = int((labels == 9).argmax())  # an ankle boot
    row.show_images(small_dataset, (number,) * 5)
    assert row.buttons[0].text() == "Ankle boot"
    row.resize(row.minimumSizeHint())
    qtbot.waitUntil(lambda: row.buttons[0].text() != "Ankle boot")
    assert row.buttons[0].text().endswith("…")
