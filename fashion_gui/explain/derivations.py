"""Derivations: the real numbers that one value of a layer is made of.

They hold the numbers so that a person can follow them. Their ``result`` works the value out
again, in double precision and by nothing else: it is what the network computed, to the rounding of
the network's own numbers.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.normalization import EPSILON

Place: TypeAlias = tuple[int, ...]
"""Where a value is: (row, column) for a pixel, (unit,) in a row, (row, column, map) in images."""


@dataclass(frozen=True)
class Term:
    """One product of a sum: a value, by its place, times a weight.

    `weight_place` is where the weight stands in the layer's array "weights"; None where it is none
    of those.
    """

    place: Place
    value: float
    weight: float
    weight_place: Place | None = None

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
    weight_places : ndarray of int, shape (n_terms, n_axes of the weights), or None
        Where each weight stands in the layer's array "weights", if it is one of those.
    """

    places: NDArray[np.intp]
    values: FloatArray
    weights: FloatArray
    bias: float = 0.0
    weight_places: NDArray[np.intp] | None = None

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
        return [self._term(int(i)) for i in order]

    def _term(self, i: int) -> Term:
        of_weight = None if self.weight_places is None else _as_place(self.weight_places[i])
        return Term(
            _as_place(self.places[i]), float(self.values[i]), float(self.weights[i]), of_weight
        )

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
        return _as_place(self.places[int(np.argmax(self.values))])

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


def _as_place(indices: NDArray[np.intp]) -> Place:
    return tuple(map(int, indices))


def _at(place: Place) -> str:
    """Return a place in words, counted from 0 as in the arrays."""
    if len(place) == 1:
        return f"unit {place[0]}"
    words = f"row {place[0]}, column {place[1]}"
    return words if len(place) == 2 else f"{words}, map {place[2]}"
