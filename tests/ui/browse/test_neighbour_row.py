"""The row of nearest images."""

from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.ui.browse.neighbour_row import NeighbourRow
from fashion_gui.ui.theme.sizes import CAPTION


def test_names_are_shortened_anew_when_there_is_less_room(
    qtbot: QtBot, small_dataset: Dataset
) -> None:
    row = NeighbourRow("Nearest images", "The nearest ones.")
    qtbot.addWidget(row)
    row.resize(1200, 120)
    row.show()
    row.show_nothing("looking, 16 % …", is_waiting=True)
    assert row.title.text() == "Nearest images"
    assert row.note.text() == "Looking, 16 % …"
    assert row.note.isVisible()
    assert row.note.height() >= row.note.heightForWidth(row.note.width())
    assert row.note.width() > row.note.fontMetrics().horizontalAdvance(row.note.text())
    labels = small_dataset.labels
    number = int((labels == 9).argmax())  # an ankle boot
    row.show_images(small_dataset, (number,) * 5)
    assert not row.note.isVisible()
    assert row.buttons[0].text() == "Ankle boot"
    row.resize(row.minimumSizeHint())
    qtbot.waitUntil(lambda: row.buttons[0].text() != "Ankle boot")
    assert row.buttons[0].text().endswith("…")
    row.resize(1200, 120)
    first = row.buttons[0]
    whole = first.fontMetrics().horizontalAdvance("T-shirt/top")
    row.show_images(small_dataset, (int((labels == 0).argmax()),) * 5)
    qtbot.waitUntil(lambda: first.text() == "T-shirt/top")
    row.resize(row.width() - 5 * (first.width() - whole), 120)
    qtbot.waitUntil(lambda: first.text() == "T-shirt")

    large, pixels = row.font(), first.grab().toImage()
    large.setPixelSize(2 * CAPTION)
    for button in row.buttons:
        button.setFont(large)
    row.show_images(small_dataset, (number,) * 5)
    row.resize(row.width() + 5 * first.fontMetrics().horizontalAdvance("Ankle boot") // 2, 120)
    needed = first.fontMetrics().horizontalAdvance("Ankle boot")
    qtbot.waitUntil(lambda: 0.6 * needed < first.width() < needed)
    assert first.text() == "Ankle boot", "large text is made smaller before it is cut"
    assert first.grab().toImage() != pixels
