"""Histograms of many values: exact, comparable, and safe with any numbers."""

import numpy as np
import pytest

from fashion_gui.nn.distribution import (
    LEAST_EXPONENT,
    N_BINS,
    shares_of_magnitudes,
    shares_of_values,
    within,
)


@pytest.mark.parametrize("scale", [1e-6, 0.3, 1.0, 700.0])
def test_values_are_counted_between_two_powers_of_two(scale: float) -> None:
    values = np.random.default_rng(1).normal(0, scale, (90, 60)).astype(np.float32)
    shares, reach = shares_of_values(values)
    assert np.abs(values).max() <= reach <= 2 * np.abs(values).max()
    assert np.log2(reach) == round(np.log2(reach))
    counts, _ = np.histogram(values, N_BINS, (-reach, reach))
    np.testing.assert_allclose(shares * values.size, counts, atol=2)


def test_of_many_values_evenly_spaced_ones_are_counted() -> None:
    values = np.random.default_rng(2).normal(size=500_000).astype(np.float32)
    shares, reach = shares_of_values(values)
    counts, _ = np.histogram(values, N_BINS, (-reach, reach))
    assert shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(shares, counts / values.size, atol=0.01)


def test_histograms_of_different_reach_are_joined_exactly() -> None:
    rng = np.random.default_rng(3)
    rows = [rng.uniform(-top, top, 2_000).astype(np.float32) for top in (0.9, 3.9, 0.01)]
    found = [shares_of_values(row) for row in rows]
    shares = np.array([share for share, _ in found])
    reaches = np.array([reach for _, reach in found], np.float32)
    joined, reach = within(shares, reaches)
    assert reach == 4.0
    for row, share in zip(rows[:2], joined[:2], strict=True):
        np.testing.assert_allclose(share * len(row), np.histogram(row, N_BINS, (-4, 4))[0], atol=2)
    assert joined[2].sum() == pytest.approx(1)
    assert np.flatnonzero(joined[2]).tolist() == [N_BINS // 2 - 1, N_BINS // 2]


def test_magnitudes_have_a_bin_for_each_power_of_two_and_zeros_none() -> None:
    values = np.array([0.0, 0.0, 1.0, -1.5, 3.0, 2.0**-70, 2.0**30], np.float32)
    shares = shares_of_magnitudes(values) * len(values)
    expected = np.zeros(N_BINS)
    expected[[1 - LEAST_EXPONENT, 2 - LEAST_EXPONENT, 0, N_BINS - 1]] = 2, 1, 1, 1
    np.testing.assert_allclose(shares, expected, atol=1e-5)


def test_values_that_are_not_finite_or_all_zero_do_no_harm() -> None:
    for values in ([np.nan, 1.0], [np.inf, 1.0], [3e38, -1.0], [-1e37], []):
        shares, reach = shares_of_values(np.array(values, np.float32))
        assert np.isfinite(shares).all()
        assert not shares.any()
        assert np.isfinite(reach)
    shares, reach = shares_of_values(np.zeros(5, np.float32))
    assert shares[N_BINS // 2] == 1
    assert reach > 0
    assert shares_of_magnitudes(np.array([np.nan, np.inf, 1.0], np.float32)).sum() < 0.4
