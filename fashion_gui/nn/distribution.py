"""Distributions of many values in few numbers, for pictures of how a layer changes."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.layer import FloatArray

N_BINS = 64
_MAX_VALUES = 2**14
"""Most values that are looked at: evenly spaced ones of more."""
_ENDLESS = 2.0**120
"""Values from here on count as not finite: float32 ends at 2**128."""
LEAST_EXPONENT = -48
"""The first bin of magnitudes is 2**-49 up to 2**-48, the last 2**14 up to 2**15."""

Shares: TypeAlias = NDArray[np.float32]


def shares_of_values(values: FloatArray) -> tuple[Shares, float]:
    """Return a histogram that is symmetric around 0.

    Returns
    -------
    shares : ndarray of float32, shape (N_BINS,)
        Share of the values in each bin, from -reach to reach; zeros when one is not finite.
    reach : float
        A power of two that no value exceeds, so that histograms can be compared exactly.
    """
    some = _some(values)
    largest = float(np.abs(some).max(initial=0.0))
    if not largest < _ENDLESS:  # nan, too
        return np.zeros(N_BINS, np.float32), 0.0
    exponent = int(np.frexp(largest)[1]) if largest else LEAST_EXPONENT
    reach = 2.0 ** max(exponent, LEAST_EXPONENT)
    places = ((some + reach) * (N_BINS / 2 / reach)).astype(np.intp)
    np.minimum(places, N_BINS - 1, out=places)
    return _shares(places, len(some)), reach


def shares_of_magnitudes(values: FloatArray) -> Shares:
    """Return a histogram of absolute values with a bin for each power of two.

    Returns
    -------
    ndarray of float32, shape (N_BINS,)
        Share of the values in each bin; exact zeros are in none.
    """
    some = _some(values)
    exponents = np.frexp(some)[1][(some != 0) & np.isfinite(some)]
    places = np.clip(exponents.astype(np.intp) - LEAST_EXPONENT, 0, N_BINS - 1)
    return _shares(places, len(some))


def within(shares: Shares, reaches: Shares) -> tuple[Shares, float]:
    """Return histograms of ``shares_of_values`` with one common reach.

    Parameters
    ----------
    shares : ndarray of float32, shape (n, N_BINS)
    reaches : ndarray of float32, shape (n,)
        0 for one without values.

    Returns
    -------
    ndarray of float32, shape (n, N_BINS)
    float
        The largest reach; 0 when there are no values.
    """
    reach = float(reaches.max(initial=0.0))
    joined = np.zeros_like(shares)
    for own in set(reaches.tolist()) - {0.0}:
        rows = reaches == own
        factor = min(round(reach / own), N_BINS // 2)
        coarse = shares[rows].reshape(-1, N_BINS // factor, factor).sum(axis=2)
        left = (N_BINS - N_BINS // factor) // 2
        joined[rows, left : left + N_BINS // factor] = coarse
    return joined, reach


def _some(values: FloatArray) -> FloatArray:
    flat = values.reshape(-1)
    return flat[:: -(-flat.size // _MAX_VALUES)] if flat.size else flat


def _shares(places: NDArray[np.intp], n: int) -> Shares:
    counts = np.bincount(places, minlength=N_BINS)
    return (counts / max(n, 1)).astype(np.float32)
