"""Figures: lines in units of their own, turned, mirrored, rounded and put together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_gui.sketch.curves import Line, arc, between, mirrored, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure

_COORDINATE = st.integers(-40, 40).map(lambda n: n / 8)
LINES = st.lists(st.tuples(_COORDINATE, _COORDINATE), min_size=2, max_size=8)


def shoe() -> Figure:
    figure = Figure()
    figure.outline([(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)], closed=True)
    figure.detail([(0.5, 0.25), (1.0, 0.5)])
    figure.shape([(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)])
    return figure


def points_of(figure: Figure) -> np.ndarray:
    lines = [*figure.outlines, *figure.details, *figure.shapes]
    return np.array([point for line in lines for point in line])


def length_of(line: Line) -> float:
    return float(np.hypot(*np.diff(np.array(line), axis=0).T).sum())


def test_a_closed_line_ends_where_it_began_and_an_open_one_does_not() -> None:
    assert shoe().outlines == [[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 0.0)]]
    assert shoe().details == [[(0.5, 0.25), (1.0, 0.5)]]
    assert shoe().shapes == [[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)]]


@pytest.mark.parametrize("closed", [False, True])
def test_an_outline_without_points_is_none(closed: bool) -> None:
    figure = Figure()
    figure.outline([], closed=closed)
    assert figure.outlines == []


def test_a_transformed_figure_is_mirrored_larger_turned_and_moved() -> None:
    figure = shoe()
    moved = figure.transformed(3.0, 90, (10.0, 20.0), mirrored=True)
    x, y = points_of(figure).T
    # Mirrored, then a quarter turn from the right towards the bottom, as y goes down.
    np.testing.assert_allclose(points_of(moved), np.stack([10 - 3 * y, 20 - 3 * x], 1), atol=1e-12)
    assert figure == shoe()
    assert figure.transformed(1.0) == figure


@given(st.floats(0.25, 4), st.floats(-360, 360), st.booleans())
def test_a_transformed_figure_keeps_its_form(size: float, turn: float, is_mirrored: bool) -> None:
    moved = shoe().transformed(size, turn, (3.0, -2.0), mirrored=is_mirrored)
    for line, before in zip(moved.outlines, shoe().outlines, strict=True):
        assert length_of(line) == pytest.approx(size * length_of(before))
    (x0, y0), (x1, y1), (x2, y2) = moved.shapes[0]
    turned_to = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    assert turned_to == pytest.approx(2.0 * size**2 * (-1 if is_mirrored else 1))


def test_a_figure_beside_a_figure_keeps_all_lines_of_both() -> None:
    one, other = shoe(), shoe().transformed(1.0, to=(5.0, 0.0))
    one.add(other)
    assert one.outlines == [*shoe().outlines, *other.outlines]
    assert one.details == [*shoe().details, *other.details]
    assert one.shapes == [*shoe().shapes, *other.shapes]


def test_an_arc_goes_from_one_angle_to_the_other_with_down_after_right() -> None:
    line = arc((1.0, 2.0), 3.0, 5.0, 0, 180, 4)
    np.testing.assert_allclose(line[0], (4.0, 2.0))
    np.testing.assert_allclose(line[2], (1.0, 7.0), atol=1e-12)
    np.testing.assert_allclose(line[4], (-2.0, 2.0), atol=1e-12)
    x, y = np.array(arc((1.0, 2.0), 3.0, 5.0, 30, 400, 17)).T
    assert len(x) == 18
    np.testing.assert_allclose(((x - 1) / 3) ** 2 + ((y - 2) / 5) ** 2, 1.0)


@given(LINES, st.integers(0, 3))
def test_a_rounded_line_keeps_its_ends_and_is_never_longer(line: Line, times: int) -> None:
    then = list(line)
    found = rounded(line, times)
    assert (found[0], found[-1]) == (line[0], line[-1])
    assert length_of(found) <= length_of(line) + 1e-9
    assert line == then
    if times == 0:
        assert found == line


@given(LINES, st.integers(1, 3))
def test_a_rounded_ring_stays_within_its_corners_and_leaves_them(line: Line, times: int) -> None:
    found = np.array(rounded(line, times, closed=True))
    corners = np.array(line)
    assert len(found) == len(line) * 2**times
    assert (found.min(axis=0) >= corners.min(axis=0) - 1e-9).all()
    assert (found.max(axis=0) <= corners.max(axis=0) + 1e-9).all()
    np.testing.assert_allclose(found.mean(axis=0), corners.mean(axis=0), atol=1e-9)


def test_a_point_between_two_lies_at_its_share_of_the_way() -> None:
    assert between((0.0, 10.0), (4.0, 20.0), 0.25) == (1.0, 12.5)
    assert between((0.0, 10.0), (4.0, 20.0), 0.0) == (0.0, 10.0)


def test_a_mirrored_line_has_left_and_right_exchanged() -> None:
    assert mirrored([(1.0, 2.0), (-3.0, 4.0)]) == [(-1.0, 2.0), (3.0, 4.0)]


def test_chance_is_as_likely_as_it_says_and_never_far_out() -> None:
    chance = Chance(0)
    assert np.mean([chance.maybe(0.3) for _ in range(4000)]) == pytest.approx(0.3, abs=0.03)
    assert not any(chance.maybe(0.0) for _ in range(100))
    assert all(chance.maybe(1.0) for _ in range(100))
    numbers = np.array([chance.around(5.0, 2.0) for _ in range(4000)])
    assert numbers.mean() == pytest.approx(5.0, abs=0.15)
    assert numbers.min() >= 0.0
    assert numbers.max() <= 10.0
