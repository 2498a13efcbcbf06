"""The garment is found by what it is, whatever it lies on."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.segmentation.foreground import foreground
from fashion_gui.sketch.segmentation.ruled_lines import without_ruled_lines

SIDE = 240
Color = tuple[int, int, int]
PAPER: Color = (246, 246, 244)


def boot() -> NDArray[np.bool_]:
    """Return the shape of a boot: a shaft, and a foot to the right."""
    shape = np.zeros((SIDE, SIDE), bool)
    shape[50:190, 70:120] = True
    shape[140:190, 70:185] = True
    return shape


def outline() -> NDArray[np.bool_]:
    """Return the same as a line of a pen, four pixels wide."""
    shape = boot()
    inner = shape.copy()
    for axis in (0, 1):
        for shift in (-4, 4):
            inner &= np.roll(shape, shift, axis)
    return shape & ~inner


def plain(color: Color) -> NDArray[np.uint8]:
    return np.full((SIDE, SIDE, 3), color, np.uint8)


def squared() -> NDArray[np.uint8]:
    sheet = plain(PAPER)
    sheet[::12] = sheet[:, ::12] = (150, 170, 205)
    return sheet


def ruled() -> NDArray[np.uint8]:
    sheet = plain(PAPER)
    sheet[::14] = (150, 170, 205)
    return sheet


def tiled() -> NDArray[np.uint8]:
    y, x = np.mgrid[:SIDE, :SIDE] // 30
    return np.where(((x + y) % 2)[..., np.newaxis], (214, 204, 190), (164, 156, 146)).astype(
        np.uint8
    )


def wooden() -> NDArray[np.uint8]:
    wave = 0.5 + 0.5 * np.sin(2 * np.pi * np.arange(SIDE) / 20)[np.newaxis, :, np.newaxis]
    grain = np.array((95, 62, 35)) * (1 + 0.4 * wave)
    return np.broadcast_to(grain, (SIDE, SIDE, 3)).astype(np.uint8)


def striped() -> NDArray[np.uint8]:
    cloth = plain((236, 236, 214))
    cloth[:, np.arange(SIDE) % 15 < 6] = (84, 104, 104)
    return cloth


def likeness(picture: NDArray[np.uint8], shape: NDArray[np.bool_]) -> float:
    """Return the correlation of what was found with the shape alone, both fitted."""
    found, clean = fit_picture(foreground(picture).ink), fit_picture(shape.astype(np.float32))
    return float(np.corrcoef(found.flat, clean.flat)[0, 1])


@pytest.mark.parametrize(
    ("color", "ground"),
    [
        ((10, 10, 12), (64, 64, 64)),
        ((250, 250, 250), (200, 200, 200)),
        ((10, 10, 12), (90, 0, 20)),
        ((200, 30, 40), (20, 122, 40)),
        ((40, 90, 220), (150, 70, 30)),
    ],
)
@pytest.mark.parametrize("make", [boot, outline])
def test_colour_tells_a_garment_from_its_ground(
    make: Callable[[], NDArray[np.bool_]], color: Color, ground: Color
) -> None:
    shape = make()
    picture = plain(ground)
    picture[shape] = color
    assert likeness(picture, shape) > 0.95


@pytest.mark.parametrize("sheet", [squared, ruled])
def test_printed_lines_of_paper_are_ground(sheet: Callable[[], NDArray[np.uint8]]) -> None:
    picture = sheet()
    picture[outline()] = (20, 20, 40)
    assert likeness(picture, outline()) > 0.9


@pytest.mark.parametrize("is_squared", [False, True])
def test_printed_lines_askew_are_ground_also_around_a_striped_garment(*, is_squared: bool) -> None:
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    lean = np.tan(np.radians(3.3))
    distances = [np.abs((y + lean * x) % 14 - 7)]
    if is_squared:
        distances.append(np.abs((x - lean * y) % 14 - 7))
    cover = np.clip(1 - np.minimum.reduce(distances), 0, 1)[..., np.newaxis]
    picture = np.array(PAPER) + cover * (np.array((150, 170, 205)) - np.array(PAPER))
    garment = np.zeros((SIDE, SIDE), bool)
    for column in range(84, 156, 13):  # as many lines of a pen as a sheet has
        garment[30:210, column : column + 3] = True
    garment[27:30, 84:152] = garment[210:213, 84:152] = True
    picture[garment] = (40, 40, 44)
    ink = foreground(picture.round().astype(np.uint8)).ink
    around = np.ones_like(garment)
    around[24:216, 80:156] = False
    assert not ink[around].any()
    assert (ink[garment] > 0.8).mean() > 0.9


def test_bands_across_a_garment_are_too_thick_for_printed_lines() -> None:
    for thickness, are_lines in ((2, True), (8, False)):
        ink = np.zeros((SIDE, SIDE), np.float32)
        for row in range(20, 220, 20):
            ink[row : row + thickness] = 0.2
        ink[60:90, 60:180] = 0.8
        left = without_ruled_lines(ink, 0.02)
        assert (left[20, 100] == 0) == are_lines
        assert left[75, 100] > 0


def test_lines_between_tiles_are_found_under_a_shadow() -> None:
    ink = np.zeros((SIDE, SIDE), np.float32)
    ink[20::20] = ink[:, 20::20] = 0.2
    ink[:, :100] += np.linspace(0.06, 0, 100, dtype=np.float32)  # of somebody who leans over them
    ink[boot()] = 0.9
    left = without_ruled_lines(ink, 0.02)
    assert not left[~boot()].any()
    assert left[boot()].all()


def test_few_lines_are_ground_only_if_they_cross() -> None:
    for is_grid in (True, False):
        ink = np.zeros((SIDE, SIDE), np.float32)
        ink[30::60] = 0.2
        if is_grid:
            ink[:, 30::60] = 0.2
        ink[boot()] = 0.9
        left = without_ruled_lines(ink, 0.02)
        assert (not left[~boot()].any()) == is_grid


def test_stripes_of_a_garment_are_no_printed_lines_of_paper() -> None:
    shape = np.zeros((SIDE, SIDE), bool)
    for top in range(50, 190, 20):
        shape[top : top + 6, 50:190] = True
    shape[50:176, 50:56] = shape[50:176, 184:190] = True
    picture = plain((255, 255, 255))
    picture[shape] = 0
    assert ((foreground(picture).ink > 0.5) == shape).mean() > 0.99


@pytest.mark.parametrize("ground", [tiled, wooden, striped])
def test_a_pattern_is_ground(ground: Callable[[], NDArray[np.uint8]]) -> None:
    picture = ground()
    picture[boot()] = (30, 60, 170)
    assert likeness(picture, boot()) > 0.9


def test_the_table_around_a_sheet_is_ground() -> None:
    picture = np.full((SIDE + 100, SIDE + 140, 3), (70, 60, 50), np.uint8)
    sheet = plain(PAPER)
    sheet[outline()] = (20, 20, 40)
    picture[50:-50, 70:-70] = sheet
    assert likeness(picture, outline()) > 0.85


def test_a_frame_is_ground() -> None:
    picture = plain((255, 255, 255))
    picture[boot()] = (30, 60, 170)
    framed = np.pad(picture, ((8, 8), (8, 8), (0, 0)))
    assert likeness(framed, boot()) > 0.95


def test_a_bar_on_top_is_ground() -> None:
    picture = plain((255, 255, 255))
    picture[boot()] = (30, 60, 170)
    bar = np.full((24, SIDE, 3), (60, 60, 66), np.uint8)
    bar[8:16, 10:40] = 255
    assert likeness(np.concatenate([bar, picture]), boot()) > 0.95


def test_a_price_tag_is_ground() -> None:
    picture = plain((240, 240, 235))
    picture[boot()] = (30, 60, 170)
    picture[8:24, 190:230] = (220, 30, 40)
    assert likeness(picture, boot()) > 0.95


def test_a_garment_that_touches_the_border_all_around_is_no_ground() -> None:
    shape = np.zeros((SIDE, SIDE), bool)
    shape[:, 30:210] = True
    shape[:120] = True
    shape[:40, 105:135] = False
    picture = plain((120, 90, 200))
    picture[shape] = (40, 110, 60)
    ink = foreground(picture).ink > 0.5
    assert (ink == shape).mean() > 0.97


def test_faint_ink_becomes_white() -> None:
    picture = plain(PAPER)
    picture[outline()] = (190, 190, 190)
    found = foreground(picture).ink
    assert np.percentile(found[found > 0], 90) == pytest.approx(1)


@pytest.mark.parametrize("level", [0, 1, 128, 255])
def test_an_even_picture_shows_nothing(level: int) -> None:
    assert not foreground(plain((level, level, level))).ink.any()


@pytest.mark.parametrize("shape", [(64, 64), (64, 900), (900, 65)])
def test_noise_gives_grey_levels(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    found = foreground(noise).ink
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.max() <= 1
