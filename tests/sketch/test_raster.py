"""How much of each pixel a line covers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fashion_gui.sketch.raster import CANVAS_SIZE, Point, blend, segment_coverage

N_SAMPLES = 16
"""Samples along each side of a pixel: 256 of them tell its covered area to about 1/64."""

_COORDINATE = st.integers(-64, 64 * 29).map(lambda n: n / 64)
POINTS = st.tuples(_COORDINATE, _COORDINATE)
INNER = st.integers(64 * 5, 64 * 23).map(lambda n: n / 64)
WIDTHS = st.integers(4, 32).map(lambda n: n / 4)

CASES = [
    ((14.0, 14.0), (14.0, 14.0)),
    ((13.5, 13.5), (13.5, 13.5)),
    ((7.3, 20.8), (7.3, 20.8)),
    ((3.0, 14.0), (25.0, 14.0)),
    ((14.0, 25.0), (14.0, 3.0)),
    ((4.0, 4.0), (24.0, 24.0)),
    ((2.2, 25.1), (19.7, 4.4)),
    ((10.4, 10.1), (10.9, 10.6)),
    ((-6.0, 5.0), (40.0, 21.0)),
    ((27.9, 27.9), (0.1, 20.0)),
]


def covered_area(start: Point, stop: Point, width: float) -> NDArray[np.float64]:
    """Return the share of each pixel whose points are nearer to the line than half its width."""
    samples = (np.arange(CANVAS_SIZE * N_SAMPLES) + 0.5) / N_SAMPLES
    X, Y = np.meshgrid(samples, samples)
    (x0, y0), (x1, y1) = start, stop
    length = np.hypot(x1 - x0, y1 - y0)
    ux, uy = ((x1 - x0) / length, (y1 - y0) / length) if length else (1.0, 0.0)
    along = (X - x0) * ux + (Y - y0) * uy
    across = np.abs((X - x0) * uy - (Y - y0) * ux)
    beyond = np.maximum(np.maximum(-along, along - length), 0.0)
    inside = np.hypot(beyond, across) <= width / 2
    return inside.reshape(CANVAS_SIZE, N_SAMPLES, CANVAS_SIZE, N_SAMPLES).mean(axis=(1, 3))


# The rim of the model falls off over one pixel in every direction. A pixel cut at 45 degrees
# is in truth up to (3 - 2 sqrt 2) / 4 = 0.043 off that, one that holds a round end a little
# more, and a line as thin as a pixel, which cuts its pixels on both sides, twice that.
@pytest.mark.parametrize(("width", "tolerance"), [(1.0, 0.18), (2.0, 0.1), (3.0, 0.1), (8.0, 0.1)])
@pytest.mark.parametrize(("start", "stop"), CASES)
def test_coverage_is_about_the_area_that_is_covered(
    start: Point, stop: Point, width: float, tolerance: float
) -> None:
    if start == stop and width == 1.0:
        tolerance = 0.25  # of a pixel's area, a disc as wide as the pixel covers 0.785
    found = segment_coverage(start, stop, width)
    assert np.abs(found - covered_area(start, stop, width)).max() < tolerance


@settings(deadline=None)
@given(st.tuples(INNER, INNER), st.tuples(INNER, INNER), st.integers(8, 32).map(lambda n: n / 4))
def test_a_line_as_a_whole_covers_as_many_pixels_as_it_is_large(
    start: Point, stop: Point, width: float
) -> None:
    # A round rim one pixel wide adds pi / 12 to the disc of the two ends.
    length = np.hypot(stop[0] - start[0], stop[1] - start[1])
    area = length * width + np.pi * (width**2 / 4 + 1 / 12)
    assert segment_coverage(start, stop, width).sum() == pytest.approx(area, rel=0.06, abs=1.0)


@settings(deadline=None)
@given(WIDTHS, _COORDINATE)
def test_a_level_line_covers_exactly_its_share_of_every_row(width: float, y: float) -> None:
    rows = np.arange(CANVAS_SIZE)
    share = np.minimum(rows + 1, y + width / 2) - np.maximum(rows, y - width / 2)
    expected = np.repeat(np.clip(share, 0, 1)[:, None], CANVAS_SIZE, axis=1)
    found = segment_coverage((-20.0, y), (60.0, y), width)
    np.testing.assert_allclose(found, expected, atol=1e-5)


@settings(deadline=None)
@given(POINTS, POINTS, WIDTHS)
def test_coverage_is_a_picture_of_shares(start: Point, stop: Point, width: float) -> None:
    coverage = segment_coverage(start, stop, width)
    assert coverage.dtype == np.float32
    assert coverage.shape == (28, 28)
    assert coverage.min() >= 0.0
    assert coverage.max() <= 1.0


@settings(deadline=None)
@given(POINTS, POINTS, WIDTHS)
def test_a_mirrored_line_is_the_mirrored_picture(start: Point, stop: Point, width: float) -> None:
    (x0, y0), (x1, y1) = start, stop
    coverage = segment_coverage(start, stop, width)
    mirrored = {
        "left and right": (
            segment_coverage((28 - x0, y0), (28 - x1, y1), width),
            coverage[:, ::-1],
        ),
        "up and down": (segment_coverage((x0, 28 - y0), (x1, 28 - y1), width), coverage[::-1]),
        "rows and columns": (segment_coverage((y0, x0), (y1, x1), width), coverage.T),
        "backwards": (segment_coverage(stop, start, width), coverage),
    }
    for way, (found, expected) in mirrored.items():
        np.testing.assert_allclose(found, expected, atol=2e-5, err_msg=way)


@settings(deadline=None)
@given(POINTS, POINTS, st.tuples(WIDTHS, WIDTHS))
def test_a_wider_line_covers_nowhere_less(
    start: Point, stop: Point, widths: tuple[float, float]
) -> None:
    thin, thick = (segment_coverage(start, stop, width) for width in sorted(widths))
    assert np.all(thick >= thin)


@settings(deadline=None)
@given(POINTS, POINTS, WIDTHS)
def test_a_line_covers_at_least_its_ends(start: Point, stop: Point, width: float) -> None:
    line = segment_coverage(start, stop, width)
    for end in (start, stop):
        assert np.all(line >= segment_coverage(end, end, width) - 2e-5)


def test_the_upper_left_corner_is_the_origin_and_x_comes_first() -> None:
    coverage = segment_coverage((20.5, 3.5), (20.5, 3.5), 1.0)
    assert coverage[3, 20] == 1.0 == coverage.sum()


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ((-10.0, 14.0), (-10.0, 14.0)),
        ((40.0, 40.0), (50.0, 60.0)),
        ((-5.0, -100.0), (-5.0, 100.0)),
        ((-1e5, 1e5), (1e5, 1e5)),
    ],
)
def test_a_line_outside_of_the_canvas_covers_nothing(start: Point, stop: Point) -> None:
    assert not segment_coverage(start, stop, 8.0).any()


def test_a_line_that_crosses_the_canvas_from_far_away_is_all_there() -> None:
    far = segment_coverage((-300.0, 14.5), (300.0, 14.5), 1.0)
    expected = np.zeros((28, 28))
    expected[14] = 1.0
    np.testing.assert_allclose(far, expected, atol=1e-4)


@settings(deadline=None)
@given(POINTS, POINTS, WIDTHS)
def test_a_fast_stroke_has_no_gaps(start: Point, stop: Point, width: float) -> None:
    coverage = segment_coverage(start, stop, width)
    for share in np.linspace(0, 1, 101):
        point = (1 - share) * np.array(start) + share * np.array(stop)
        x, y = np.floor(point).astype(int)
        if 0 <= x < 28 and 0 <= y < 28:
            # The pixel's centre is at most half its diagonal away from this point.
            assert coverage[y, x] > min(1.0, width / 2 + 0.5 - 0.5**0.5) - 1e-4


@settings(deadline=None)
@given(POINTS, POINTS, WIDTHS)
def test_a_line_in_pieces_covers_what_it_covers_in_one(
    start: Point, stop: Point, width: float
) -> None:
    (x0, y0), (x1, y1) = start, stop
    cuts = [0.0, 0.125, 0.25, 0.5, 1.0]
    on_the_way = [(x0 + cut * (x1 - x0), y0 + cut * (y1 - y0)) for cut in cuts]
    pieces = [segment_coverage(a, b, width) for a, b in pairwise(on_the_way)]
    whole = segment_coverage(start, stop, width)
    np.testing.assert_allclose(np.maximum.reduce(pieces), whole, atol=2e-4)


@pytest.mark.parametrize("grey", [0.0, 0.25, 1.0])
def test_blending_lays_the_grey_over_the_image_where_it_is_covered(grey: float) -> None:
    rng = np.random.default_rng(0)
    image, coverage = rng.random((2, 28, 28), dtype=np.float32)
    coverage[0], coverage[1] = 0.0, 1.0
    then = image.copy()
    blended = blend(image, coverage, grey)
    np.testing.assert_allclose(blended, (1 - coverage) * image + coverage * grey, atol=1e-6)
    assert np.array_equal(blended[0], image[0])
    np.testing.assert_allclose(blended[1], grey, atol=1e-7)
    assert blended.dtype == np.float32
    assert np.array_equal(image, then)
