"""Layer mathematics: how one value of a layer is computed, with a rule for each type of layer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from fashion_gui.explain.derivations import (
    Activated,
    Derivation,
    Function,
    Largest,
    Normalized,
    Passed,
    Place,
    Share,
    WeightedSum,
)
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer, Parameters
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D


@dataclass(frozen=True, eq=False)
class Seen:
    """One layer with its input and output for one image, from which derivations are made.

    Attributes
    ----------
    name
        Of the layer.
    layer
        Its description.
    parameters
        By name.
    given, gave : ndarray of float
        Input and output, of the shapes for one sample: a row, or (height, width, channels).
    """

    name: str
    layer: Layer
    parameters: Parameters
    given: FloatArray
    gave: FloatArray


def derive(seen: Seen, place: Place) -> Derivation:
    """Return the derivation of a value of a layer.

    Parameters
    ----------
    place
        Position of the value in the layer's output.

    Raises
    ------
    ValueError
        When there is no such position.
    NotOfferedError
        When there is no rule for the layer's type.
    """
    check_place(place, seen.gave.shape, seen.name)
    if type(seen.layer) not in _RULES:
        raise NotOfferedError(f"What happens in {seen.name} cannot be written out value by value.")
    return _RULES[type(seen.layer)](seen, place)


def check_place(place: Place, shape: tuple[int, ...], name: str) -> None:
    """Raise ValueError unless a position is in an array of that shape."""
    is_inside = all(0 <= index < size for index, size in zip(place, shape, strict=False))
    if len(place) != len(shape) or not is_inside:
        raise ValueError(f"{name} gives values of shape {shape}, found the place {place}.")


def _dense(seen: Seen, place: Place) -> Derivation:
    (unit,) = place
    inputs = np.arange(len(seen.given))
    return WeightedSum(
        *_head(seen, place),
        inputs[:, np.newaxis],
        seen.given,
        seen.parameters["weights"][:, unit],
        float(seen.parameters["biases"][unit]),
        np.column_stack([inputs, np.full_like(inputs, unit)]),
    )


def _convolution(seen: Seen, place: Place) -> Derivation:
    layer: Any = seen.layer
    row, column, channel = place
    images = seen.given if seen.given.ndim == 3 else seen.given[..., np.newaxis]
    top, left = row * layer.stride - layer.padding, column * layer.stride - layer.padding
    square = np.indices((layer.kernel, layer.kernel, images.shape[2])).reshape(3, -1).T
    places = square + np.array([top, left, 0])
    inside = ((places >= 0) & (places < images.shape)).all(axis=1)
    square, places = square[inside], places[inside]
    biases = seen.parameters.get("biases")
    return WeightedSum(
        *_head(seen, place),
        places[:, : seen.given.ndim],
        images[tuple(places.T)],
        seen.parameters["weights"][..., channel][tuple(square.T)],
        0.0 if biases is None else float(biases[channel]),
        np.column_stack([square, np.full(len(square), channel)]),
    )


def _batch_norm(seen: Seen, place: Place) -> Derivation:
    channel = place[-1]
    numbers = [
        float(seen.parameters[name][channel]) for name in ("mean", "variance", "scale", "shift")
    ]
    return Normalized(*_head(seen, place), float(seen.given[place]), *numbers)


def _activation(function: Function) -> "Rule":
    def rule(seen: Seen, place: Place) -> Derivation:
        return Activated(*_head(seen, place), function, float(seen.given[place]))

    return rule


def _max_pool(seen: Seen, place: Place) -> Derivation:
    layer: Any = seen.layer
    row, column, channel = place
    corner = np.array([row * layer.stride, column * layer.stride, channel])
    places = np.indices((layer.size, layer.size, 1)).reshape(3, -1).T + corner
    return Largest(*_head(seen, place), places, seen.given[tuple(places.T)])


def _average_pool(seen: Seen, place: Place) -> Derivation:
    height, width, _ = seen.given.shape
    places = np.indices((height, width, 1)).reshape(3, -1).T + np.array([0, 0, place[0]])
    weights = np.full(len(places), 1 / len(places))
    return WeightedSum(*_head(seen, place), places, seen.given[tuple(places.T)], weights)


def _softmax(seen: Seen, place: Place) -> Derivation:
    return Share(*_head(seen, place), seen.given)


def _flatten(seen: Seen, place: Place) -> Derivation:
    source = tuple(map(int, np.unravel_index(place[0], seen.given.shape)))
    return Passed(*_head(seen, place), source, float(seen.given[source]))


def _dropout(seen: Seen, place: Place) -> Derivation:
    return Passed(*_head(seen, place), place, float(seen.given[place]))


def _head(seen: Seen, place: Place) -> tuple[str, Place, float]:
    return seen.name, place, float(seen.gave[place])


Rule: TypeAlias = Callable[[Seen, Place], Derivation]
_RULES: Mapping[type[Layer], Rule] = {
    Flatten: _flatten,
    Dense: _dense,
    Conv2D: _convolution,
    MaxPool2D: _max_pool,
    GlobalAveragePool: _average_pool,
    BatchNorm: _batch_norm,
    ReLU: _activation("ReLU"),
    Sigmoid: _activation("sigmoid"),
    Tanh: _activation("tanh"),
    Softmax: _softmax,
    Dropout: _dropout,
}
