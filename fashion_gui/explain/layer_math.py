"""Layer mathematics: where one value of a layer comes from, with the real numbers.

A derivation holds the numbers that one value is made of, so that a person can follow them. Its
``result`` works the value out again, in double precision and by nothing else: it is what the
network computed, to the rounding of the network's own numbers.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer, Parameters
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.normalization import EPSILON, BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

Place: TypeAlias = tuple[int, ...]
"""Where a value is: (row, column) for a pixel, (unit,) in a row, (row, column, map) in images."""


@dataclass(frozen=True)
class Term:
    """One product of a sum: a value, by its place, times a weight."""

    place: Place
    value: float
    weight: float

    @property
    def product(self) -> float:
        """What it adds to the sum."""
        return self.value * self.weight


@dataclass(frozen=True, eq=False)
class Derivation(ABC):
    """Where a value comes from.

    Attributes
    ----------
    layer
        Name of the layer that gives the value, as in ``Architecture.layer_names``.
    place
        Of the value in what the layer gives for one image.
    value
        What the network computed.
    """

    layer: str
    place: Place
    value: float

    @property
    @abstractmethod
    def result(self) -> float:
        """The same value out of the numbers that stand here."""

    @abstractmethod
    def lines(self, n_terms: int = 5) -> list[str]:
        """Write it out, a line each; of a sum the largest terms and the rest of them."""


@dataclass(frozen=True, eq=False)
class WeightedSum(Derivation):
    """A sum of values times weights, and a bias.

    Attributes
    ----------
    places : ndarray of int, shape (n_terms, n_axes)
        Where each value stands in what the layer was given. What lies outside of an image is
        zero, and is left out.
    values, weights : ndarray of float, shape (n_terms,)
    bias
        0 where there is none.
    """

    places: NDArray[np.intp]
    values: FloatArray
    weights: FloatArray
    bias: float = 0.0

    @property
    def products(self) -> NDArray[np.float64]:
        """What each term adds, shape (n_terms,)."""
        return self.values.astype(np.float64) * self.weights

    @property
    def result(self) -> float:
        return float(self.products.sum()) + self.bias

    def largest(self, n_terms: int) -> list[Term]:
        """Return the terms that add or take away most, the largest first."""
        order = np.argsort(-np.abs(self.products), kind="stable")[:n_terms]
        return [
            Term(tuple(map(int, self.places[i])), float(self.values[i]), float(self.weights[i]))
            for i in order
        ]

    def rest(self, n_terms: int) -> float:
        """Return the sum of all terms but the largest, without the bias."""
        order = np.argsort(-np.abs(self.products), kind="stable")[n_terms:]
        return float(self.products[order].sum())

    def lines(self, n_terms: int = 5) -> list[str]:
        written = [
            f"{term.value:.4g} × {term.weight:.4g} = {term.product:.4g}  at {_at(term.place)}"
            for term in self.largest(n_terms)
        ]
        n_others = len(self.values) - len(written)
        if n_others:
            written.append(f"{self.rest(n_terms):.4g}  from {n_others:,} others")
        if self.bias:
            written.append(f"{self.bias:.4g}  bias")
        return [*written, f"sum: {self.result:.4g}"]


@dataclass(frozen=True, eq=False)
class Normalized(Derivation):
    """What a batch norm answers: (given - mean) / sqrt(variance + 1e-5) * scale + shift."""

    given: float
    mean: float
    variance: float
    scale: float
    shift: float

    @property
    def slope(self) -> float:
        """By how much the value grows with what was given."""
        return self.scale / sqrt(self.variance + EPSILON)

    @property
    def result(self) -> float:
        return (self.given - self.mean) * self.slope + self.shift

    def lines(self, n_terms: int = 5) -> list[str]:
        spread = sqrt(self.variance + EPSILON)
        standard = (self.given - self.mean) / spread
        return [
            f"({self.given:.4g} − mean {self.mean:.4g}) / {spread:.4g} = {standard:.4g}",
            f"{standard:.4g} × scale {self.scale:.4g} + shift {self.shift:.4g} = {self.result:.4g}",
        ]


Function: TypeAlias = Literal["ReLU", "sigmoid", "tanh"]
_FORMULAS: Mapping[Function, str] = {
    "ReLU": "max({x}, 0)",
    "sigmoid": "1 / (1 + exp(−({x})))",
    "tanh": "tanh({x})",
}


@dataclass(frozen=True, eq=False)
class Activated(Derivation):
    """A function of one number."""

    function: Function
    given: float

    @property
    def result(self) -> float:
        if self.function == "ReLU":
            return max(self.given, 0.0)
        if self.function == "tanh":
            return float(np.tanh(self.given))
        return (1 + float(np.tanh(self.given / 2))) / 2

    @property
    def slope(self) -> float:
        """Derivative at what was given."""
        if self.function == "ReLU":
            return float(self.given > 0)
        if self.function == "tanh":
            return 1 - self.result**2
        return self.result * (1 - self.result)

    def lines(self, n_terms: int = 5) -> list[str]:
        formula = _FORMULAS[self.function].format(x=f"{self.given:.4g}")
        return [f"{formula} = {self.result:.4g}"]


@dataclass(frozen=True, eq=False)
class Largest(Derivation):
    """The largest of some values.

    Attributes
    ----------
    places : ndarray of int, shape (n_values, 3)
    values : ndarray of float, shape (n_values,)
    """

    places: NDArray[np.intp]
    values: FloatArray

    @property
    def winner(self) -> Place:
        """Where the largest value stands; the first of them, where several are as large."""
        return tuple(map(int, self.places[int(np.argmax(self.values))]))

    @property
    def result(self) -> float:
        return float(self.values.max())

    def lines(self, n_terms: int = 5) -> list[str]:
        values = ", ".join(f"{value:.4g}" for value in self.values)
        return [f"max({values}) = {self.result:.4g}  at {_at(self.winner)}"]


@dataclass(frozen=True, eq=False)
class Share(Derivation):
    """What a softmax gives: exp of one number, divided by the sum of those of all.

    A temperature that a network got at the end of its training is a part of its last weights, so
    of these numbers.

    Attributes
    ----------
    given : ndarray of float, shape (n_classes,)
        What the softmax was given for all classes.
    """

    given: FloatArray

    @property
    def powers(self) -> NDArray[np.float64]:
        """Of each class exp of its number less the largest, shape (n_classes,)."""
        given = self.given.astype(np.float64)
        powers: NDArray[np.float64] = np.exp(given - given.max())
        return powers

    @property
    def result(self) -> float:
        return float(self.powers[self.place] / self.powers.sum())

    def lines(self, n_terms: int = 5) -> list[str]:
        number, largest = float(self.given[self.place]), float(self.given.max())
        power, total = float(self.powers[self.place]), float(self.powers.sum())
        return [
            f"exp({number:.4g} − {largest:.4g}) = {power:.4g}",
            f"{power:.4g} / {total:.4g}, the sum of all {len(self.given)} = {self.result:.4g}",
        ]


@dataclass(frozen=True, eq=False)
class Passed(Derivation):
    """A value that a layer hands on as it is: one that is laid out anew, or a dropout's.

    A dropout silences values while a network learns. When it answers, it changes nothing.
    """

    source: Place
    """Where the value stands in what the layer was given."""
    given: float

    @property
    def result(self) -> float:
        return self.given

    def lines(self, n_terms: int = 5) -> list[str]:
        return [f"{self.given:.4g}, unchanged, from {_at(self.source)}"]


def _at(place: Place) -> str:
    """Return a place in words, counted from 0 as in the arrays."""
    if len(place) == 1:
        return f"unit {place[0]}"
    words = f"row {place[0]}, column {place[1]}"
    return words if len(place) == 2 else f"{words}, map {place[2]}"


@dataclass(frozen=True, eq=False)
class Seen:
    """What a derivation is made of: one layer and its part in the answer to one image.

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
    """Return where a value of a layer comes from.

    Parameters
    ----------
    place
        Of the value among those that the layer gave.

    Raises
    ------
    ValueError
        When there is no such place.
    NotOfferedError
        When the layer is of a kind that nobody wrote down here.
    """
    check_place(place, seen.gave.shape, seen.name)
    if type(seen.layer) not in _RULES:
        raise NotOfferedError(f"What happens in {seen.name} cannot be written out value by value.")
    return _RULES[type(seen.layer)](seen, place)


def check_place(place: Place, shape: tuple[int, ...], name: str) -> None:
    """Raise ValueError unless a place lies in an array of that shape."""
    is_inside = all(0 <= index < size for index, size in zip(place, shape, strict=False))
    if len(place) != len(shape) or not is_inside:
        raise ValueError(f"{name} gives values of shape {shape}, found the place {place}.")


def _dense(seen: Seen, place: Place) -> Derivation:
    (unit,) = place
    return WeightedSum(
        *_head(seen, place),
        np.arange(len(seen.given))[:, np.newaxis],
        seen.given,
        seen.parameters["weights"][:, unit],
        float(seen.parameters["biases"][unit]),
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
