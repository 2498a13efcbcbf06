"""Many lines in many images at once: held against a plain loop over all lines and pixels."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fashion_gui.sketch.raster import batch_coverage, lines_coverage, segment_coverage


class Lines(NamedTuple):
    """What ``batch_coverage`` is asked to draw."""

    starts: NDArray[np.float32]
    stops: NDArray[np.float32]
    widths: NDArray[np.float32]
    places: NDArray[np.intp]
    greys: NDArray[np.float32]


def some_lines(n: int, n_images: int, size: int, seed: int, widest: float = 6.0) -> Lines:
    """Draw lines by chance: short ones and long ones, dots, inside and outside of the images."""
    rng = np.random.default_rng(seed)
    starts = rng.uniform(-size / 2, 1.5 * size, (n, 2))
    stops = starts + rng.normal(0, 1, (n, 2)) * rng.choice([0.0, 0.3, 3.0, size], (n, 1))
    return Lines(
        starts.astype(np.float32),
        stops.astype(np.float32),
        rng.uniform(0.3, widest, n).astype(np.float32),
        rng.integers(0, n_images, n),
        rng.uniform(0.1, 1.0, n).astype(np.float32),
    )


def drawn_plainly(
    lines: Lines, n_images: int, size: int, *, with_greys: bool
) -> NDArray[np.float64]:
    """Draw one line after the other: the distance of every pixel's centre, in double precision."""
    images = np.zeros((n_images, size, size))
    centres = np.arange(size) + 0.5
    x, y = np.meshgrid(centres, centres)
    for start, stop, width, place, grey in zip(*lines, strict=True):
        (x0, y0), step = start.astype(float), stop.astype(float) - start.astype(float)
        length_squared = step @ step
        share = ((x - x0) * step[0] + (y - y0) * step[1]) / length_squared if length_squared else 0
        share = np.clip(share, 0, 1)
        distance = np.hypot(x - x0 - share * step[0], y - y0 - share * step[1])
        coverage = np.clip(width / 2 + 0.5 - distance, 0, 1) * (grey if with_greys else 1)
        np.maximum(images[place], coverage, out=images[place])
    return images


def drawn_at_once(
    lines: Lines, n_images: int, size: int, *, with_greys: bool
) -> NDArray[np.float32]:
    starts, stops, widths, places, greys = lines
    kept = greys if with_greys else None
    return batch_coverage(starts, stops, widths, places, n_images, greys=kept, size=size)


@pytest.mark.parametrize("with_greys", [False, True], ids=["white", "greys"])
@pytest.mark.parametrize("size", [28, 5, 61])
def test_all_lines_at_once_are_what_each_one_is_alone(size: int, with_greys: bool) -> None:
    lines = some_lines(300, n_images=20, size=size, seed=size)
    found = drawn_at_once(lines, 20, size, with_greys=with_greys)
    assert found.dtype == np.float32
    assert found.shape == (20, size, size)
    assert found.any(axis=(1, 2)).sum() > 15
    expected = drawn_plainly(lines, 20, size, with_greys=with_greys)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 12),
    st.integers(1, 4),
    st.integers(1, 40),
    st.sampled_from([0.5, 3.0, 40.0]),
    st.booleans(),
)
def test_whatever_the_lines_are_they_are_drawn_as_their_distance_says(
    seed: int, n: int, n_images: int, size: int, widest: float, with_greys: bool
) -> None:
    lines = some_lines(n, n_images, size, seed, widest)
    found = drawn_at_once(lines, n_images, size, with_greys=with_greys)
    expected = drawn_plainly(lines, n_images, size, with_greys=with_greys)
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-4)


@pytest.mark.parametrize("width", np.arange(0.5, 9, 0.5))
def test_a_line_of_any_width_is_all_there_even_alone(width: float) -> None:
    rng = np.random.default_rng(6)
    for _ in range(60):
        angle, length = rng.uniform(0, 2 * np.pi), rng.uniform(1.3, 1.7)
        start = rng.uniform(10, 18, 2)
        stop = start + length * np.array([np.cos(angle), np.sin(angle)])
        ends = np.array([[start, stop]], np.float32)
        lines = Lines(ends[:, 0], ends[:, 1], np.float32([width]), np.array([0]), np.float32([1]))
        found = drawn_at_once(lines, 1, 28, with_greys=False)
        expected = drawn_plainly(lines, 1, 28, with_greys=False)
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)


def test_more_lines_than_are_worked_at_together_are_all_there() -> None:
    lines = some_lines(4000, n_images=600, size=28, seed=3, widest=12.0)
    found = drawn_at_once(lines, 600, 28, with_greys=True)
    picked = np.isin(lines.places, [0, 299, 599])
    expected = drawn_plainly(Lines(*(a[picked] for a in lines)), 600, 28, with_greys=True)
    for place in (0, 299, 599):
        np.testing.assert_allclose(found[place], expected[place], rtol=0, atol=1e-4)


def test_the_order_of_the_lines_makes_no_difference() -> None:
    lines = some_lines(200, n_images=7, size=28, seed=4)
    order = np.random.default_rng(0).permutation(200)
    mixed = Lines(*(array[order] for array in lines))
    assert np.array_equal(
        drawn_at_once(lines, 7, 28, with_greys=True), drawn_at_once(mixed, 7, 28, with_greys=True)
    )


def test_where_lines_cross_the_strongest_counts() -> None:
    starts = np.array([[0, 14.5], [14.5, 0], [2.5, 2.5]], np.float32)
    stops = np.array([[28, 14.5], [14.5, 28], [2.5, 2.5]], np.float32)
    greys = np.array([0.25, 0.75, 0.5], np.float32)
    image = batch_coverage(
        starts, stops, np.ones(3, np.float32), np.zeros(3, np.intp), 1, greys=greys
    )[0]
    assert (image[14, 3], image[3, 14], image[14, 14], image[2, 2]) == (0.25, 0.75, 0.75, 0.5)


def test_images_without_lines_are_black_and_lines_keep_to_their_own() -> None:
    starts = np.array([[27.5, 27.5], [0.5, 0.5]], np.float32)  # beside the next image in memory
    widths, places = np.full(2, 9, np.float32), np.array([1, 3])
    images = batch_coverage(starts, starts, widths, places, 5)
    assert images.any(axis=(1, 2)).tolist() == [False, True, False, True, False]
    assert np.array_equal(images[3], images[1][::-1, ::-1])
    assert not images[1, :20].any()
    assert not images[1, :, :20].any()


@pytest.mark.parametrize("n_images", [0, 1, 6])
def test_no_lines_at_all_are_black_images(n_images: int) -> None:
    nothing = np.zeros((0, 2), np.float32)
    images = batch_coverage(
        nothing, nothing, np.zeros(0, np.float32), np.zeros(0, np.intp), n_images
    )
    assert images.shape == (n_images, 28, 28)
    assert images.dtype == np.float32
    assert not images.any()
    assert not lines_coverage(nothing, nothing, np.zeros(0, np.float32), size=9).any()


def test_lines_outside_of_the_image_leave_it_black() -> None:
    far = np.array([[-9, -9], [40, 3], [14, 90], [-500, 14]], np.float32)
    widths = np.full(4, 5.0, np.float32)
    assert not lines_coverage(far, far + np.float32([0, 3]), widths).any()


@pytest.mark.parametrize("width", [0.5, 1.0, 4.0, 30.0, 100.0])
def test_a_dot_is_a_disc(width: float) -> None:
    centres = np.arange(28) + 0.5
    distance = np.hypot(centres - 11.25, centres[:, np.newaxis] - 17.0)
    expected = np.clip(width / 2 + 0.5 - distance, 0, 1)
    found = segment_coverage((11.25, 17.0), (11.25, 17.0), width)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_what_was_given_is_left_as_it_was() -> None:
    lines = some_lines(50, n_images=3, size=28, seed=5)
    then = [array.copy() for array in lines]
    for array in lines:
        array.flags.writeable = False
    drawn_at_once(lines, 3, 28, with_greys=True)
    assert all(np.array_equal(now, before) for now, before in zip(lines, then, strict=True))
