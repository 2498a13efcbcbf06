"""Distorted images: another one each, and still the same thing in nearly the same place."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.synthetic.warp import warp


def squares(n: int, height: int = 28, width: int = 28) -> NDArray[np.float32]:
    images = np.zeros((n, height, width), np.float32)
    images[:, height // 4 : -(height // 4), width // 4 : -(width // 4)] = 1.0
    return images


def warped(images: NDArray[np.float32], seed: int = 0) -> NDArray[np.float32]:
    return warp(images, np.random.default_rng(seed))


@pytest.mark.parametrize("shape", [(0, 28, 28), (1, 28, 28), (5, 28, 28), (3, 12, 40)])
def test_shape_and_kind_stay(shape: tuple[int, int, int]) -> None:
    found = warped(squares(*shape))
    assert found.shape == shape
    assert found.dtype == np.float32


def test_each_image_is_distorted_in_its_own_way() -> None:
    found = warped(squares(40)).reshape(40, -1)
    assert len(np.unique(found, axis=0)) == 40
    assert (found != squares(1).reshape(-1)).any(axis=1).all()


def test_the_ink_stays_about_as_much_and_about_where_it_was() -> None:
    images = squares(300)
    found = warped(images)
    sums = found.sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert sums.mean() == pytest.approx(1.0, abs=0.06)
    assert 0.5 < sums.min() < sums.max() < 1.9
    row, column = np.mgrid[:28, :28] - 13.5
    for offsets in (row, column):
        middles = (found * offsets).sum(axis=(1, 2)) / found.sum(axis=(1, 2))
        assert abs(middles.mean()) < 0.3
        assert np.abs(middles).max() < 5
    assert np.minimum(found, images).sum(axis=(1, 2)).min() > 0.5 * images[0].sum()


def test_no_pixel_gets_darker_or_lighter_than_those_it_is_read_from() -> None:
    rng = np.random.default_rng(1)
    images = rng.uniform(0, 1, (20, 28, 28)).astype(np.float32)
    found = warped(images)
    assert found.min() >= 0.0
    assert found.max() <= 1.0 + 1e-6
    inner = warped(np.full((20, 28, 28), 0.5, np.float32))[:, 10:18, 10:18]
    np.testing.assert_allclose(inner, 0.5, atol=1e-6)


def test_nothing_comes_out_of_nothing_and_nothing_comes_in_from_the_other_side() -> None:
    assert not warped(np.zeros((10, 28, 28), np.float32)).any()
    rim = np.zeros((100, 28, 28), np.float32)
    rim[:, 0] = 1.0
    assert not warped(rim)[:, 14:].any()


def test_images_do_not_run_into_their_neighbours_in_the_batch() -> None:
    images = np.zeros((90, 28, 28), np.float32)
    images[::3] = 1.0
    found = warped(images)
    assert found[::3].any(axis=(1, 2)).all()
    assert not found[1::3].any()
    assert not found[2::3].any()


def test_beyond_its_border_an_image_is_black() -> None:
    found = warped(np.ones((200, 28, 28), np.float32))
    middle = slice(10, 18)  # far from the other two sides
    for rim in (found[:, 0, middle], found[:, -1, middle]):
        assert np.mean(rim < 0.5) > 0.05
    for rim in (found[:, middle, 0], found[:, middle, -1]):
        assert np.mean(rim < 0.5) > 0.05


def test_a_large_thing_is_moved_smoothly() -> None:
    x = np.linspace(0, 1, 28, dtype=np.float32)
    slope = np.broadcast_to(x, (60, 28, 28)).copy()
    inner = warped(slope)[:, 5:-5, 5:-5]
    assert np.abs(np.diff(inner, axis=1)).max() < 4 / 27
    assert np.abs(np.diff(inner, axis=2)).max() < 4 / 27
    assert np.abs(inner - slope[:, 5:-5, 5:-5]).mean() < 3 / 27


def test_the_same_chance_gives_the_same_and_another_one_another() -> None:
    images = squares(8)
    assert np.array_equal(warped(images, 5), warped(images, 5))
    assert not np.array_equal(warped(images, 5), warped(images, 6))


def test_the_images_are_left_as_they_were() -> None:
    images = squares(4)
    images.flags.writeable = False
    warped(images)
    assert np.array_equal(images, squares(4))
