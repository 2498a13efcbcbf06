"""A figure and its spread."""

from collections.abc import Sequence

import numpy as np


def in_milliseconds(name: str, seconds: Sequence[float]) -> str:
    """Return a table row: median, 99th percentile and maximum of some durations."""
    values = np.array(seconds) * 1000
    median, late = np.percentile(values, [50, 99])
    return f"{name:<44} {median:8.2f} {late:8.2f} {values.max():8.2f}   ({len(values)})"


def heading(title: str) -> str:
    """Return the heading over such rows."""
    return f"{title + ', ms':<44} {'median':>8} {'99 %':>8} {'max':>8}   (n)"
