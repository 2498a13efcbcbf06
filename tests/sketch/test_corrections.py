"""Corrections of the reading of a picture, and where what was found lies in it."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from fashion_gui.sketch.corrections import Corrections, read_corrected, turned_box
from fashion_gui.sketch.fitting import ink_box
from fashion_gui.sketch.segmentation.perspective import points_in


def two_things() -> NDArray[np.uint8]:
    """Draw a large black box at the left and a small grey one at the right, on white."""
    image = Image.new("RGB", (200, 100), (250, 250, 250))
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 30, 69, 79), fill=(0, 0, 0))
    pen.rectangle((150, 40, 157, 55), fill=(150, 150, 150))
    return np.array(image.convert("RGBA"))


def place_of(rgba: NDArray[np.uint8], corrections: Corrections) -> list[float]:
    """Return left, top, right and bottom of what is found, in pixels of the picture."""
    found = read_corrected(rgba, corrections)
    ink = np.rot90(found.ink, -corrections.quarters)
    box = ink_box(ink)
    assert box
    across, down = np.array(box[::2]) / ink.shape[1], np.array(box[1::2]) / ink.shape[0]
    points = points_in(found.corners, across, down) * (rgba.shape[1], rgba.shape[0])
    return points.ravel().tolist()


def test_what_is_found_is_known_by_its_place_in_the_picture() -> None:
    picture = two_things()
    expected = pytest.approx([20, 30, 70, 80], abs=1)
    assert place_of(picture, Corrections()) == expected
    framed = picture.copy()
    framed[:6] = framed[-6:] = (90, 20, 20, 255)
    assert place_of(framed, Corrections()) == expected
    for quarters in range(4):
        assert place_of(picture, Corrections(quarters=quarters)) == expected
    sheet = Image.new("RGB", (200, 150), (60, 40, 30))
    ImageDraw.Draw(sheet).polygon([(26, 12), (182, 20), (176, 138), (20, 130)], (240, 240, 240))
    ImageDraw.Draw(sheet).rectangle((65, 40, 139, 109), fill=(20, 20, 60))
    found = place_of(np.asarray(sheet.convert("RGBA")), Corrections())
    assert found == pytest.approx([65, 40, 140, 110], abs=5)


def test_only_the_chosen_part_is_looked_at() -> None:
    part = Corrections(crop=(0.6, 0.2, 1.0, 0.9))
    assert place_of(two_things(), part) == pytest.approx([150, 40, 158, 56], abs=1)
    for crop in ((0.5, 0.5, 0.5, 0.5), (1.0, 1.0, 1.0, 1.0), (-3.0, -3.0, 9.0, 9.0)):
        assert read_corrected(two_things(), Corrections(crop=crop)).ink.size


def test_what_counts_as_ink_is_a_distance_from_the_ground() -> None:
    picture = two_things()
    picture[30:80, 30:40] = (235, 235, 235, 255)  # a part of the box is faint
    faint = read_corrected(picture, Corrections(faintest=0.03))
    strong = read_corrected(picture, Corrections(faintest=0.3))
    assert (faint.faintest, strong.faintest) == (0.03, 0.3)
    assert (faint.ink > 0).sum() > (strong.ink > 0).sum() > 0
    by_itself = read_corrected(picture, Corrections())
    np.testing.assert_array_equal(
        by_itself.ink, read_corrected(picture, Corrections(faintest=by_itself.faintest)).ink
    )
    black = np.zeros((100, 100, 4), np.uint8)
    black[..., 3] = 255
    black[20:80, 20:50, :3], black[20:80, 50:80, :3] = 255, 40
    assert (read_corrected(black, Corrections()).ink > 0).sum() == 60 * 60
    assert (read_corrected(black, Corrections(faintest=0.5)).ink > 0).sum() == 60 * 30


def test_ink_and_ground_are_swapped_and_light_and_dark_of_the_ink() -> None:
    plain = read_corrected(two_things(), Corrections()).ink
    swapped = read_corrected(two_things(), Corrections(is_swapped=True)).ink
    np.testing.assert_allclose(swapped, 1 - plain)
    shaded = two_things()
    shaded[30:80, 20:45, :3] = 120
    plain = read_corrected(shaded, Corrections()).ink
    negative = read_corrected(shaded, Corrections(is_negative=True)).ink
    np.testing.assert_array_equal(negative == 0, plain == 0)
    assert plain[55, 30] < plain[55, 60]
    assert negative[55, 30] > negative[55, 60]
    nothing = np.full((100, 100, 4), 255, np.uint8)
    assert not read_corrected(nothing, Corrections(is_negative=True)).ink.any()


def test_a_box_is_turned_as_the_picture_is() -> None:
    picture = np.zeros((20, 40), bool)
    picture[2:5, 10:16] = True
    for quarters in range(-3, 5):
        turned = np.rot90(picture, quarters)
        rows, columns = np.nonzero(turned)
        height, width = turned.shape
        sides = np.array([width, height, width, height])
        expected = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        box = turned_box((10 / 40, 2 / 20, 16 / 40, 5 / 20), quarters)
        np.testing.assert_allclose(np.array(box) * sides, expected, atol=1e-9)
