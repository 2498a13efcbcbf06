"""A contact sheet: which images lie where, and what happens when it cannot be written."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.contact_sheet import save_contact_sheet, sorted_into_rows
from fashion_gui.files.images import read_picture


def greys_of(path: Path) -> NDArray[np.uint8]:
    return read_picture(path).pixels[:, :, :3].max(axis=2)


def rows_of(*counts: int) -> list[NDArray[np.uint8]]:
    """Return rows of plain images, each of a grey of its own."""
    greys = iter(range(250, 100, -10))
    return [
        np.stack([np.full((28, 28), next(greys), np.uint8) for _ in range(count)])
        for count in counts
    ]


def test_the_images_lie_in_rows_twice_as_large_each_beside_its_name(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    save_contact_sheet(path, rows_of(2, 2), ["", ""])
    greys = greys_of(path)
    places = {}
    for grey in (250, 240, 230, 220):
        rows, columns = np.nonzero(greys == grey)
        inner = greys[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        assert inner.shape == (56, 56)
        assert (inner == grey).all()
        places[grey] = int(rows.min()), int(columns.min())
    assert places[250][0] == places[240][0] < places[230][0] == places[220][0]
    assert places[250][1] == places[230][1] < places[240][1] == places[220][1]
    save_contact_sheet(path, rows_of(2, 2), ["shoes", ""])
    rows, columns = np.nonzero(greys_of(path) != greys)
    assert len(rows) > 20  # letters, beside the first row
    assert columns.max() < places[250][1]
    assert rows.max() < places[230][0]


def test_the_longest_row_decides_how_wide_it_is(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.png" for n in range(3)]
    for path, counts in zip(paths, ((1, 1), (1, 3), (3, 3)), strict=True):
        save_contact_sheet(path, rows_of(*counts), ["a", "b"])
    narrow, wide, full = (greys_of(path).shape for path in paths)
    assert wide == full
    assert wide[0] == narrow[0]
    assert wide[1] > narrow[1] + 2 * 56


def test_another_hand_may_write_the_names(tmp_path: Path) -> None:
    asked = []

    def draw(name: str, width: int, height: int) -> NDArray[np.uint8]:
        asked.append(name)
        cover = np.zeros((height, width), np.uint8)
        cover[3:7, -5:] = 255
        return cover

    save_contact_sheet(tmp_path / "a.png", rows_of(1, 1), ["靴", ""], draw)
    assert asked == ["靴"]
    greys = greys_of(tmp_path / "a.png")
    left = int(np.nonzero(greys == 250)[1].min())
    rows, columns = np.nonzero(greys[:, :left] != greys[0, 0])
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (4, 5)


def test_images_are_sorted_into_rows_of_one_class() -> None:
    images = np.arange(60, dtype=np.uint8)[:, None, None] * np.ones((1, 2, 2), np.uint8)
    labels = np.arange(60) % 2
    labels[labels == 1] = 2
    rows, names = sorted_into_rows(images, labels, ["even", "none", "odd"])
    assert names == ["even", "", "odd", ""]
    assert [len(row) for row in rows] == [24, 6, 24, 6]
    assert rows[2][:, 0, 0].tolist() == list(range(1, 48, 2))


def test_the_images_are_left_as_they_were(tmp_path: Path) -> None:
    rows = rows_of(2)
    rows[0].flags.writeable = False
    save_contact_sheet(tmp_path / "a.png", rows, ["a"])
    assert np.array_equal(rows[0], rows_of(2)[0])


def test_a_place_that_does_not_exist_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nothing" / "sheet.png"
    with pytest.raises(OutputError) as caught:
        save_contact_sheet(path, rows_of(1), ["a"])
    assert str(caught.value) == f"{path}: expected an existing directory, found none."
