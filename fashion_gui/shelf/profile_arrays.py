"""Profiles of layers as arrays for a file, and back."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from fashion_gui.nn.distribution import N_BINS
from fashion_gui.training.events import Frame
from fashion_gui.training.layer_profile import QUANTITIES, LayerProfile


def profile_arrays(
    frames: Sequence[Frame],
) -> tuple[list[dict[str, Any]], dict[str, NDArray[Any]]]:
    """Return the profiles of frames: what is the same in all, and arrays by name."""
    profiled = [frame for frame in frames if frame.layers]
    if not profiled:
        return [], {}
    rows = [frame.layers for frame in profiled]
    layers = [
        {
            "name": layer.name,
            "activation": layer.activation,
            "state": layer.state,
            "units": len(layer.units),
        }
        for layer in rows[0]
    ]
    arrays: dict[str, NDArray[Any]] = {
        "profile_steps": np.array([frame.step for frame in profiled], np.int64),
        "shares": np.array([[layer.shares for layer in row] for row in rows], np.float32),
        "reaches": np.array([[layer.reaches for layer in row] for row in rows], np.float32),
        "ratios": np.array([[layer.update_ratio for layer in row] for row in rows], np.float64),
        "units": np.array([np.concatenate([layer.units for layer in row]) for row in rows]),
    }
    return layers, arrays


def profiles_of(
    layers: Sequence[Any], arrays: dict[str, NDArray[Any]], n_frames: int
) -> list[tuple[LayerProfile, ...]]:
    """Return the profiles of all frames of a file, in order; () for one without.

    Raises
    ------
    ValueError, KeyError, TypeError
        When the values do not fit each other.
    """
    if not layers:
        return [()] * n_frames
    steps = arrays["profile_steps"]
    sizes = [int(layer["units"]) for layer in layers]
    n, n_layers = len(steps), len(layers)
    check_array("profile_steps", steps, np.int64, (n,))
    check_array("shares", arrays["shares"], np.float32, (n, n_layers, len(QUANTITIES), N_BINS))
    check_array("reaches", arrays["reaches"], np.float32, (n, n_layers, len(QUANTITIES)))
    check_array("ratios", arrays["ratios"], np.float64, (n, n_layers))
    check_array("units", arrays["units"], np.bool_, (n, sum(sizes)))
    if min(sizes) < 1 or not np.isfinite(arrays["reaches"]).all():
        raise ValueError("expected layers with units, and finite reaches.")
    ends = np.cumsum(sizes)[:-1]
    rows = {
        int(step): tuple(
            LayerProfile(
                name=str(layer["name"]),
                activation=str(layer["activation"]),
                state=str(layer["state"]),
                shares=arrays["shares"][row, number],
                reaches=arrays["reaches"][row, number],
                update_ratio=float(arrays["ratios"][row, number]),
                units=units,
            )
            for number, (layer, units) in enumerate(
                zip(layers, np.split(arrays["units"][row], ends), strict=True)
            )
        )
        for row, step in enumerate(steps)
    }
    return [rows.get(int(step), ()) for step in arrays["steps"]]


def check_array(name: str, array: NDArray[Any], dtype: DTypeLike, shape: tuple[int, ...]) -> None:
    """Raise ValueError when an array of a file has another dtype or shape."""
    if array.dtype != dtype or array.shape != shape:
        raise ValueError(
            f"expected {name} as {np.dtype(dtype)} {shape}, found {array.dtype} {array.shape}."
        )
