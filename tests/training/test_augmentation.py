"""Training images that are changed by chance: by how much, how often, and nothing else."""

from typing import Any

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from fashion_gui.training.augmentation import Augmentation

N = 4000
SIDE = 12
# Every pixel of every image is bright: black is what augmentation puts there.
IMAGES = np.random.default_rng(0).integers(1, 256, (50, SIDE, SIDE), dtype=np.uint8)
INDICES = np.random.default_rng(1).integers(0, len(IMAGES), N)

Images = NDArray[np.uint8]


def gather(images: Images = IMAGES, seed: int = 2, **settings: Any) -> Images:
    """Return a batch of `INDICES`; what is not set is off."""
    settings = {"mirror": False, "shift": 0, "erase": 0} | settings
    rng = np.random.default_rng(seed)
    return Augmentation(images, **settings, rng=rng).gather(INDICES % len(images))


def equal(found: Images, expected: Images) -> NDArray[np.bool_]:
    """Return which images are the same, pixel by pixel."""
    return np.asarray((found == expected).all(axis=(1, 2)))


def moved(shift: int) -> Images:
    """Return all the places of each image of the batch: (n, down, across, height, width)."""
    padded = np.pad(IMAGES, ((0, 0), (shift, shift), (shift, shift)))
    return sliding_window_view(padded, (SIDE, SIDE), axis=(1, 2))[INDICES]


def test_nothing_is_changed_when_all_is_off() -> None:
    np.testing.assert_array_equal(gather(), IMAGES[INDICES])


def test_about_half_of_the_images_are_mirrored_and_the_others_are_as_they_were() -> None:
    found, originals = gather(mirror=True), IMAGES[INDICES]
    is_mirrored = equal(found, originals[:, :, ::-1])
    np.testing.assert_array_equal(equal(found, originals), ~is_mirrored)
    # The standard error of the share of 4,000 is 0.008.
    assert abs(is_mirrored.mean() - 0.5) < 0.035


@pytest.mark.parametrize("shift", [1, 3])
def test_images_are_moved_by_at_most_so_many_pixels_and_leave_black(shift: int) -> None:
    found = gather(shift=shift)
    # (n, down, across): where the image could lie, and whether it does.
    is_there = (moved(shift) == found[:, np.newaxis, np.newaxis]).all(axis=(3, 4))
    assert is_there.any(axis=(1, 2)).all()
    shares = is_there.mean(axis=0)
    assert shares.shape == (2 * shift + 1, 2 * shift + 1)
    assert (is_there.sum(axis=(1, 2)) == 1).all()
    # Each place is as likely. The largest standard error is 0.005.
    assert abs(shares - 1 / shares.size).max() < 0.025


def test_a_mirrored_image_is_moved_to_both_sides_alike() -> None:
    found = gather(mirror=True, shift=2)
    both = [moved(2) == found[:, None, None], moved(2)[..., ::-1] == found[:, None, None]]
    plain, mirrored = (same.all(axis=(3, 4)) for same in both)
    assert (plain.any(axis=(1, 2)) ^ mirrored.any(axis=(1, 2))).all()
    for is_there in (plain, mirrored):
        across = is_there.any(axis=1).mean(axis=0)
        assert abs(across - 0.1).max() < 0.03  # half of the images, five places


@pytest.mark.parametrize("erase", [1, 2, 5, SIDE])
def test_one_square_at_most_so_large_is_blacked_out(erase: int) -> None:
    found = gather(erase=erase)
    is_black = found == 0
    np.testing.assert_array_equal(found[~is_black], IMAGES[INDICES][~is_black])
    rows, columns = is_black.any(axis=2), is_black.any(axis=1)
    # It is a rectangle: all places of its rows and its columns, and nothing else.
    np.testing.assert_array_equal(is_black, rows[:, :, np.newaxis] & columns[:, np.newaxis])
    for lines in (rows, columns):
        lengths = lines.sum(axis=1)
        assert lengths.min() >= 1
        assert lengths.max() == erase
        # Its lines are neighbours: black begins once, at the edge or inside.
        begins = np.diff(np.pad(lines, ((0, 0), (1, 0))).astype(np.int8), axis=1) == 1
        assert (begins.sum(axis=1) == 1).all()


def test_every_pixel_is_blacked_out_now_and_then() -> None:
    shares = (gather(erase=5) == 0).mean(axis=0)
    assert shares.min() > 0.01
    assert shares.max() < 5 * 5 / SIDE**2 * 1.3


def test_each_image_is_changed_by_a_chance_of_its_own() -> None:
    image = IMAGES[:1]
    found = gather(image, mirror=True, shift=2, erase=3)
    assert len(np.unique(found.reshape(N, -1), axis=0)) > N / 4


def test_the_place_in_the_batch_is_kept_so_labels_stay_with_their_images() -> None:
    brightness = np.arange(1, 51, dtype=np.uint8)
    images = np.broadcast_to(brightness[:, np.newaxis, np.newaxis], (50, SIDE, SIDE))
    found = gather(images, mirror=True, shift=3, erase=4)
    np.testing.assert_array_equal(found.max(axis=(1, 2)), brightness[INDICES])


def test_the_same_seed_changes_images_in_the_same_way_and_another_one_in_another() -> None:
    settings = {"mirror": True, "shift": 2, "erase": 3}
    np.testing.assert_array_equal(gather(seed=5, **settings), gather(seed=5, **settings))
    assert (gather(seed=5, **settings) != gather(seed=6, **settings)).any()


def test_no_two_batches_are_changed_alike_and_smaller_ones_get_their_own_size() -> None:
    rng = np.random.default_rng(0)
    augmentation = Augmentation(IMAGES, mirror=True, shift=2, erase=3, rng=rng)
    first = augmentation.gather(INDICES).copy()
    assert (augmentation.gather(INDICES) != first).any()
    assert augmentation.gather(INDICES[:7]).shape == (7, SIDE, SIDE)


def test_the_images_are_left_as_they_were() -> None:
    before = IMAGES.copy()
    gather(mirror=True, shift=2, erase=3)
    gather(erase=3)
    np.testing.assert_array_equal(IMAGES, before)
