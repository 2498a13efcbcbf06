"""Sketches of photographs: outlines, edges and silhouettes of what is on them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.synthetic import photo_sketches
from fashion_gui.synthetic.photo_sketches import sketch_photos

Images = NDArray[np.uint8]


def squares(n: int, grey: int = 200) -> Images:
    """Return a filled square of 14x14 pixels, in the middle of each of n images."""
    images = np.zeros((n, 28, 28), np.uint8)
    images[:, 7:21, 7:21] = grey
    return images


def patterned(n: int) -> Images:
    """Return squares with a light cross on them."""
    images = squares(n, grey=90)
    images[:, 13:15, 7:21] = 250
    images[:, 7:21, 13:15] = 250
    return images


def sketched(photos: Images, seed: int = 0) -> Images:
    return sketch_photos(photos, np.random.default_rng(seed))


@pytest.fixture
def undistorted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the distortion, so that lines are where they were drawn."""
    monkeypatch.setattr(photo_sketches, "warp", lambda images, rng: images)


@pytest.mark.parametrize("shape", [(0, 28, 28), (1, 28, 28), (9, 28, 28), (4, 20, 33)])
def test_sketches_have_the_shape_and_the_kind_of_photographs(shape: tuple[int, ...]) -> None:
    photos = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    found = sketched(photos)
    assert found.shape == shape
    assert found.dtype == np.uint8


@pytest.mark.parametrize("grey", [0, 12])
def test_an_empty_photograph_stays_empty(grey: int) -> None:
    assert not sketched(np.full((60, 28, 28), grey, np.uint8)).any()


@pytest.mark.usefixtures("undistorted")
def test_a_square_is_drawn_on_its_rim_or_filled() -> None:
    found = sketched(squares(300))
    square = squares(1)[0] > 0
    core = np.zeros_like(square)
    core[9:19, 9:19] = True  # more than the two pixels of a thick outline away from the rim
    rim = square.copy()
    rim[8:20, 8:20] = False
    assert not found[:, ~square].any()
    is_filled = found[:, core].any(axis=1)
    is_line = ~is_filled & found[:, rim].any(axis=1)
    assert (is_line | is_filled).mean() > 0.9  # the others show inner edges, where there are any
    assert 0.4 < is_line.mean() < 0.95
    for image in found[is_line]:
        assert (image[rim] == 255).all()
    for image in found[is_filled]:
        assert (image[core] == image[13, 13]).all()
        assert image[13, 13] > 30


@pytest.mark.usefixtures("undistorted")
def test_what_touches_the_border_of_its_photograph_has_its_outline_there() -> None:
    photos = np.zeros((100, 28, 28), np.uint8)
    photos[:, :, 10:18] = 200
    found = sketched(photos)
    is_line = found.any(axis=(1, 2)) & ~found[:, 12:16, 12:16].any(axis=(1, 2))
    assert is_line.sum() > 30
    assert (found[is_line, 0, 10:18] == 255).all()
    assert (found[is_line, 27, 10:18] == 255).all()


@pytest.mark.usefixtures("undistorted")
def test_edges_inside_are_drawn_on_some_and_left_out_on_others() -> None:
    plain, cross = sketched(squares(300), 1), sketched(patterned(300), 1)
    has_cross = (plain[:, 9:19, 9:19] != cross[:, 9:19, 9:19]).any(axis=(1, 2))
    assert 0.2 < has_cross.mean() < 0.95


def test_a_dark_pixel_in_cloth_is_no_hole() -> None:
    holed = squares(200, grey=45)
    holed[:, 13, 13] = 20  # as dark as the ground, but too near to the cloth to be an edge
    assert np.array_equal(sketched(holed, 2), sketched(squares(200, grey=45), 2))


def test_sketches_differ_from_each_other_and_keep_near_their_photograph() -> None:
    found = sketched(patterned(80))
    assert len(np.unique(found.reshape(80, -1), axis=0)) == 80
    assert found.any(axis=(1, 2)).all()
    assert not found[:, :2].any()
    assert not found[:, :, -2:].any()


def test_the_same_chance_gives_the_same_and_another_one_another() -> None:
    photos = patterned(30)
    assert np.array_equal(sketched(photos, 5), sketched(photos, 5))
    assert not np.array_equal(sketched(photos, 5), sketched(photos, 6))


def test_the_photographs_are_left_as_they_were() -> None:
    photos = patterned(20)
    photos.flags.writeable = False
    sketched(photos)
    assert np.array_equal(photos, patterned(20))
