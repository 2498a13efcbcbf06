"""Rotation, scaling and elastic distortion, against a plain slow version."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.nn.threads import Threads
from fashion_gui.training.augmentation import Augmentation
from fashion_gui.training.warping import Warp, _splines

SIDE = 28
RNG = np.random.default_rng(3)
IMAGES = RNG.integers(0, 256, (130, SIDE, SIDE), np.uint8)
"""More than two chunks, one of them not full."""


class Extreme:
    """Chance that is as large as can be."""

    def uniform(self, low: float, high: float, n: int) -> NDArray[np.float64]:
        return np.full(n, high)


def warped(images: NDArray[np.uint8], rng: Any = None, **settings: float) -> NDArray[np.uint8]:
    every = {"rotation": 0.0, "scale": 0.0, "elastic": 0.0} | settings
    result = images.copy()
    Warp(*images.shape[1:], **every, rng=rng or np.random.default_rng(0))(result)  # type: ignore[arg-type]
    return result


def slowly_warped(
    images: NDArray[np.uint8], rotation: float, scale: float, elastic: float
) -> NDArray[np.float64]:
    """Do the same with floats, from the same random numbers."""
    rng, n = np.random.default_rng(0), len(images)
    height, width = images.shape[1:]
    angles = rng.uniform(-np.deg2rad(rotation), np.deg2rad(rotation), n)
    zooms = np.exp(rng.uniform(-np.log1p(scale), np.log1p(scale), n))
    grids = rng.standard_normal((2, n, 5, 5), np.float32) * elastic
    down, along = _splines(height), _splines(width)
    fields = np.einsum("yj,anjk,xk->anyx", down, grids, along)
    v, u = np.meshgrid(
        np.arange(height) - (height - 1) / 2, np.arange(width) - (width - 1) / 2, indexing="ij"
    )
    results = []
    for image, angle, zoom, dx, dy in zip(images, angles, zooms, *fields, strict=True):
        padded = np.pad(image, 2).astype(float)
        x = (np.cos(angle) * u + np.sin(angle) * v) / zoom + (width - 1) / 2 + dx
        y = (-np.sin(angle) * u + np.cos(angle) * v) / zoom + (height - 1) / 2 + dy
        x, y = np.clip(x, -1, width) + 2, np.clip(y, -1, height) + 2
        left, top = np.floor(x).astype(int), np.floor(y).astype(int)
        fx, fy = x - left, y - top
        upper = padded[top, left] * (1 - fx) + padded[top, left + 1] * fx
        lower = padded[top + 1, left] * (1 - fx) + padded[top + 1, left + 1] * fx
        results.append(upper * (1 - fy) + lower * fy)
    return np.array(results)


@pytest.mark.parametrize(
    ("rotation", "scale", "elastic"), [(30.0, 0.3, 1.5), (180.0, 1.0, 8.0), (3.0, 0.02, 0.1)]
)
def test_it_is_what_a_plain_slow_version_makes(
    rotation: float, scale: float, elastic: float
) -> None:
    settings = {"rotation": rotation, "scale": scale, "elastic": elastic}
    expected = slowly_warped(IMAGES, **settings)
    # Positions are rounded to 256ths of a pixel, of neighbours that may differ by 255.
    np.testing.assert_allclose(warped(IMAGES, **settings), expected, atol=6)
    assert np.abs(warped(IMAGES, **settings) - expected).mean() < 1


def test_images_that_are_not_square_are_turned_too() -> None:
    images = np.ascontiguousarray(IMAGES[:, 4:24])
    settings = {"rotation": 20.0, "scale": 0.1, "elastic": 1.0}
    np.testing.assert_allclose(
        warped(images, **settings), slowly_warped(images, **settings), atol=6
    )


def test_nothing_changes_without_a_setting() -> None:
    np.testing.assert_array_equal(warped(IMAGES), IMAGES)


def test_a_right_angle_is_exact() -> None:
    turned = warped(IMAGES, Extreme(), rotation=90.0)
    np.testing.assert_array_equal(turned, np.rot90(IMAGES, -1, axes=(1, 2)))
    np.testing.assert_array_equal(warped(IMAGES, Extreme(), rotation=180.0), IMAGES[:, ::-1, ::-1])


def test_what_comes_from_outside_is_black() -> None:
    white = np.full((1, SIDE, SIDE), 255, np.uint8)
    turned = warped(white, Extreme(), rotation=45.0)[0]
    assert turned[0, 0] == turned[-1, -1] == turned[0, -1] == 0
    assert (turned[8:20, 8:20] == 255).all()
    small = warped(white, Extreme(), rotation=0.0, scale=1.0)[0]
    assert (small == 255).all()  # it grew
    again = warped(white, np.random.default_rng(0), scale=1.0)
    assert again.shape == white.shape


def test_parts_move_as_far_as_it_says() -> None:
    """On a ramp a distance is a difference of grey levels."""
    ramp = np.broadcast_to(np.arange(SIDE, dtype=np.uint8) * 9, (400, SIDE, SIDE)).copy()
    moved = (warped(ramp, elastic=0.8).astype(float) - ramp)[:, 6:-6, 6:-6] / 9
    assert moved.std() == pytest.approx(0.8, rel=0.05)
    assert abs(moved.mean()) < 0.05
    neighbours = np.diff(moved, axis=2)
    assert neighbours.std() < 0.3  # smoothly


def test_images_are_erased_after_they_are_turned() -> None:
    white = np.full((300, SIDE, SIDE), 255, np.uint8)
    rng = np.random.default_rng(0)
    settings: dict[str, Any] = {"rotation": 10, "scale": 0.1, "elastic": 1.0}
    augmentation = Augmentation(white, mirror=True, shift=1, erase=8, rng=rng, **settings)
    images = augmentation.gather(np.arange(300))
    middles = images[:, 10:18, 10:18]
    black = (middles == 0).sum(axis=(1, 2))
    is_bordered = (black > 0) & (black < 64)
    assert is_bordered.any()
    # The square's edges stay sharp: in the middle a pixel is black or white, not grey.
    assert set(np.unique(middles)) == {0, 255}
    assert (white == 255).all()


def test_threads_share_the_work_and_change_nothing() -> None:
    settings: dict[str, Any] = {"rotation": 20.0, "scale": 0.2, "elastic": 1.0}
    results = []
    for n in (1, 2, 3):
        threads, images = Threads(n), IMAGES.copy()
        warp = Warp(SIDE, SIDE, **settings, rng=np.random.default_rng(0), threads=threads)
        warp(images)
        warp(images[:70])
        threads.close()
        results.append(images)
    np.testing.assert_array_equal(results[0], results[1])
    np.testing.assert_array_equal(results[0], results[2])
    alone = warped(IMAGES, **settings)
    np.testing.assert_array_equal(results[0][70:], alone[70:])


def test_each_batch_is_new_and_the_same_chance_repeats_it() -> None:
    settings: dict[str, Any] = {"mirror": False, "shift": 0, "erase": 0, "elastic": 1.0}
    numbers = np.arange(70)
    one, other = (Augmentation(IMAGES, rng=np.random.default_rng(5), **settings) for _ in range(2))
    first = one.gather(numbers).copy()
    np.testing.assert_array_equal(other.gather(numbers), first)
    second = one.gather(numbers).copy()
    assert (second != first).any()
    np.testing.assert_array_equal(other.gather(numbers), second)
