"""The points of a curve."""

import numpy as np
import pytest

from fashion_gui.training.series import Series


@pytest.mark.parametrize("n_points", [0, 1, 1023, 1024, 1025, 5000])
def test_points_stay_as_they_were_appended(n_points: int) -> None:
    series = Series()
    for number in range(n_points):
        series.append(number, 0.5 * number)
    assert len(series) == n_points
    np.testing.assert_array_equal(series.x, np.arange(n_points))
    np.testing.assert_array_equal(series.y, 0.5 * np.arange(n_points))


def test_many_points_are_thinned_and_the_extremes_stay() -> None:
    series = Series()
    for number in range(200_000):
        spike = {70_001: 9.0, 120_003: -9.0}.get(number, 0.0)
        series.append(number, spike)
    assert len(series) <= 2**15
    assert (np.diff(series.x) > 0).all()
    assert series.x[0] == 0
    assert series.x[-1] == 199_999
    assert series.y.max() == 9.0
    assert series.y.min() == -9.0
    one_column_of_a_plot = 200_000 / 500
    assert abs(series.x[series.y.argmax()] - 70_001) < one_column_of_a_plot


def test_without_a_span_nothing_is_smoothed() -> None:
    series = Series(span=1)
    for y in (1.0, 5.0, 2.0):
        series.append(0, y)
    np.testing.assert_array_equal(series.smoothed, [1.0, 5.0, 2.0])


def test_a_constant_curve_is_smoothed_to_itself_from_the_first_point() -> None:
    series = Series(span=20)
    for x in range(100):
        series.append(x, 3.0)
    np.testing.assert_allclose(series.smoothed, 3.0)


def test_the_smoothed_line_is_calmer_than_the_points() -> None:
    series = Series(span=50)
    rng = np.random.default_rng(0)
    for x, y in enumerate(rng.normal(0, 1, 2000)):
        series.append(x, y)
    assert series.smoothed[200:].std() < 0.2 * series.y.std()
