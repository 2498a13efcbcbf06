"""Filled shapes: which pixels' centres lie inside of a polygon."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fashion_gui.sketch.raster import Point, polygon_mask

_COORDINATE = st.integers(-10 * 7, 38 * 7).map(lambda n: n / 7 + 0.03)
CORNERS = st.lists(st.tuples(_COORDINATE, _COORDINATE), min_size=3, max_size=9)


def is_inside(x: float, y: float, corners: list[Point]) -> bool:
    """Count the edges that a ray to the right crosses: inside when they are odd."""
    n_crossed = 0
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if min(y0, y1) <= y < max(y0, y1):
            n_crossed += x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return n_crossed % 2 == 1


def distance_to_edges(x: float, y: float, corners: list[Point]) -> float:
    distances = []
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        length_squared = (x1 - x0) ** 2 + (y1 - y0) ** 2
        share = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / (length_squared or 1.0)
        share = min(1.0, max(0.0, share))
        distances.append(np.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0)))
    return float(min(distances))


def mask_of(corners: list[Point], size: int = 28) -> NDArray[np.bool_]:
    return polygon_mask(np.array(corners, np.float32), size)


def check_equal(
    found: NDArray[np.bool_], expected: NDArray[np.bool_], corners: list[Point]
) -> None:
    """Expect two masks to differ at most where a pixel's centre lies on an edge."""
    for row, column in np.argwhere(found != expected):
        assert distance_to_edges(column + 0.5, row + 0.5, corners) < 1e-3, (row, column)


@settings(deadline=None, max_examples=60)
@given(CORNERS, st.sampled_from([28, 9]))
def test_a_pixel_is_inside_when_a_ray_from_its_centre_crosses_an_odd_number_of_edges(
    corners: list[Point], size: int
) -> None:
    centres = np.arange(size) + 0.5
    expected = np.array([[is_inside(x, y, corners) for x in centres] for y in centres])
    check_equal(mask_of(corners, size), expected, corners)


@settings(deadline=None)
@given(CORNERS)
def test_neither_the_first_corner_nor_the_direction_matters(corners: list[Point]) -> None:
    mask = mask_of(corners)
    check_equal(mask_of([*corners[1:], corners[0]]), mask, corners)
    check_equal(mask_of(corners[::-1]), mask, corners)


def test_a_rectangle_is_exactly_its_pixels() -> None:
    mask = mask_of([(3.0, 5.0), (10.0, 5.0), (10.0, 25.0), (3.0, 25.0)])
    expected = np.zeros((28, 28), bool)
    expected[5:25, 3:10] = True
    assert mask.dtype == np.bool_
    assert np.array_equal(mask, expected)


@pytest.mark.parametrize(("n_corners", "radius"), [(4, 12.0), (6, 9.0), (30, 13.0)])
def test_a_shape_has_about_as_many_pixels_as_its_area(n_corners: int, radius: float) -> None:
    angles = 2 * np.pi * np.arange(n_corners) / n_corners + 0.2
    corners = [(14 + radius * float(np.cos(a)), 14 + radius * float(np.sin(a))) for a in angles]
    area = n_corners / 2 * radius**2 * np.sin(2 * np.pi / n_corners)
    assert mask_of(corners).sum() == pytest.approx(area, rel=0.04)


def test_a_concave_shape_leaves_its_bay_out() -> None:
    trousers = [(6, 2), (22, 2), (24, 26), (16, 26), (14, 10), (12, 26), (4, 26)]
    mask = mask_of([(float(x), float(y)) for x, y in trousers])
    assert mask[5, 13]
    assert mask[22, 8]
    assert mask[22, 19]
    assert not mask[24, 13]


def test_what_is_enclosed_twice_is_outside() -> None:
    ring = [
        (2, 2),
        (26, 2),
        (26, 26),
        (2, 26),
        (2, 2),
        (10, 10),
        (18, 10),
        (18, 18),
        (10, 18),
        (10, 10),
    ]
    mask = mask_of([(float(x), float(y)) for x, y in ring])
    assert mask[5, 5]
    assert not mask[14, 14]
    assert mask.sum() == 24 * 24 - 8 * 8


def test_a_shape_that_reaches_beyond_the_image_fills_what_it_covers() -> None:
    everything = [(-50.0, -50.0), (90.0, -50.0), (90.0, 90.0), (-50.0, 90.0)]
    assert mask_of(everything).all()
    assert mask_of(everything, 7).shape == (7, 7)
    left = mask_of([(-50.0, -50.0), (14.0, -50.0), (14.0, 90.0), (-50.0, 90.0)])
    assert left[:, :14].all()
    assert not left[:, 14:].any()
    assert not mask_of([(30.0, 3.0), (60.0, 3.0), (60.0, 20.0)]).any()


@pytest.mark.parametrize("corners", [[(5.0, 5.0)], [(5.0, 5.0), (20.0, 20.0)], [(3.0, 3.0)] * 4])
def test_what_has_no_area_has_no_pixels(corners: list[Point]) -> None:
    assert mask_of(corners).sum() == 0
