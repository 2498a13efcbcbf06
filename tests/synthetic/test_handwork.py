"""What a hand makes of lines: cut into pieces, framed, trembled and put into their image."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.synthetic.handwork import Frame, Shake, Target, pieces

LENGTHS = np.array([3, 2, 5])
POINTS = np.array(
    [
        *[(0.0, 0.0), (1.0, 0.0), (1.0, 0.5)],
        *[(5.0, 5.0), (5.0, 5.05)],
        *[(2.0, 2.0), (3.0, 3.0), (3.0, 3.0), (2.5, 3.0), (2.0, 2.0)],
    ],
    np.float32,
)


def test_pieces_are_short_and_follow_each_other_along_their_line() -> None:
    starts, stops, line, (before, after) = pieces(POINTS, LENGTHS)
    assert np.hypot(*(stops - starts).T).max() <= 0.12 + 1e-6
    assert line.tolist() == sorted(line)
    assert set(line) == {0, 1, 2}
    for number, first in enumerate(np.cumsum(LENGTHS) - LENGTHS):
        own = line == number
        corners = POINTS[first : first + LENGTHS[number]]
        np.testing.assert_allclose(starts[own][0], corners[0])
        np.testing.assert_allclose(stops[own][-1], corners[-1], atol=1e-6)
        np.testing.assert_allclose(starts[own][1:], stops[own][:-1], atol=1e-6)
        length = np.hypot(*np.diff(corners, axis=0).T).sum()
        steps = np.hypot(*(stops - starts)[own].T)
        assert steps.sum() == pytest.approx(length, rel=1e-5)
        np.testing.assert_allclose((after - before)[own], steps, atol=1e-5)
        np.testing.assert_allclose(before[own][1:], after[own][:-1], atol=1e-5)


def test_every_corner_is_an_end_of_a_piece() -> None:
    starts, stops, _, _ = pieces(POINTS, LENGTHS)
    ends = np.concatenate([starts, stops])
    for corner in POINTS:
        assert np.hypot(*(ends - corner).T).min() < 1e-6


def figures() -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return points of three figures, one of them a mere dot."""
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(9, 3, (20, 2)), np.full((4, 2), 7.0), rng.random((30, 2))])
    return points.astype(np.float32), np.repeat([0, 1, 2], [20, 4, 30])


def test_framed_figures_lie_around_the_origin_with_a_longer_side_of_one() -> None:
    points, places = figures()
    unit = Frame.around(points, places, 3).to_unit(points, places)
    for place, side in ((0, 1.0), (1, 0.0), (2, 1.0)):
        own = unit[places == place]
        np.testing.assert_allclose(own.min(axis=0), -own.max(axis=0), atol=1e-5)
        assert np.ptp(own, axis=0).max() == pytest.approx(side, abs=1e-5)


def test_a_hand_shakes_each_figure_in_its_own_way_and_never_tears_it() -> None:
    n = 50
    ring = np.linspace(0, 2 * np.pi, 60, dtype=np.float32)
    points = np.tile(np.stack([np.cos(ring), np.sin(ring)], 1) / 2, (n, 1)).astype(np.float32)
    places = np.repeat(np.arange(n), 60)
    shake = Shake(n, n, np.random.default_rng(1))
    moved = shake.moved(points, places, places, np.tile(ring / 2, n)).reshape(n, 60, 2)
    assert len(np.unique(moved.reshape(n, -1).round(4), axis=0)) == n
    steps = np.hypot(*np.moveaxis(np.diff(moved, axis=1), -1, 0))
    assert steps.max() < 6 * 0.5 * 2 * np.pi / 59
    assert 0.5 < np.ptp(moved, axis=1).max(axis=1).mean() < 1.5


def test_every_figure_goes_nearly_into_the_middle_of_its_image_with_its_pen() -> None:
    n, rng = 300, np.random.default_rng(2)
    starts = rng.normal(0, 0.4, (8 * n, 2)).astype(np.float32)
    places = np.repeat(np.arange(n), 8)
    widths = rng.uniform(1, 4, n).astype(np.float32)
    target = Target(n, starts, starts[::-1], places, widths, rng)
    pixels = np.concatenate(
        [target.to_pixels(ends, places).reshape(n, 8, 2) for ends in (starts, starts[::-1])], axis=1
    )
    low = pixels.min(axis=1) - widths[:, np.newaxis] / 2
    high = pixels.max(axis=1) + widths[:, np.newaxis] / 2
    longer = (high - low).max(axis=1)
    assert longer.min() > 18
    assert longer.max() <= 28.001
    assert np.abs((low + high) / 2 - 14).mean() < 1.0
