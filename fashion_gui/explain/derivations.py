"""Derivations: the actual numbers from which one value of a layer is computed.

They hold the numbers so that a person can follow them. Their ``result`` recomputes the value from
these numbers alone, in double precision: it equals the network's, up to rounding.
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
"""Position of a value: (row, column) for a pixel, (unit,) in a row, (row, column, map) in
images."""


@dataclass(frozen=True)
class Term:
    """One product of a sum: a value, with its position, times a weight.

    `weight_place` is the index of the weight in the layer's array "weights"; None if it is not from
    there.
    """

    place: Place
    value: float
    weight: float
    weight_place: Place | None = None

    @property
    def product(self) -> float:
        """Its contribution to the sum."""
        return self.value * self.weight


@dataclass(frozen=True, eq=False)
class Derivation(ABC):
    """How a value is computed.

    Attributes
    ----------
    layer
        Name of the layer that gives the value, as in ``Architecture.layer_names``.
    place
        Position of the value in the layer's output for one image.
    value
        What the network computed.
    """

    layer: str
    place: Place
    value: float

    @property
    @abstractmethod
    def result(self) -> float:
        """The value, recomputed from the numbers of the derivation."""

    @abstractmethod
    def lines(self, n_terms: int = 5) -> list[str]:
        """Return the derivation as lines of text; of a sum, the largest terms and the rest."""


@dataclass(frozen=True, eq=False)
class WeightedSum(Derivation):
    """A sum of values times weights, and a bias.

    Attributes
    ----------
    places : ndarray of int, shape (n_terms, n_axes)
        Position of each value in the layer's input. Positions outside an image are zero and left
        out.
    values, weights : ndarray of float, shape (n_terms,)
    bias
        0 if there is none.
    weight_places : ndarray of int, shape (n_terms, n_axes of the weights), or None
        Index of each weight in the layer's array "weights", if it is from there.
    """

    places: NDArray[np.intp]
    values: FloatArray
    weights: FloatArray
    bias: float = 0.0
    weight_places: NDArray[np.intp] | None = None

    @property
    def products(self) -> NDArray[np.float64]:
        """The product of each term, shape (n_terms,)."""
        return self.values.astype(np.float64) * self.weights

    @property
    def result(self) -> float:
        return float(self.products.sum()) + self.bias

    def largest(self, n_terms: int) -> list[Term]:
        """Return the terms with the largest absolute product, the largest first."""
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
    """The output of a batch norm: (given - mean) / sqrt(variance + 1e-5) * scale + shift."""

    given: float
    mean: float
    variance: float
    scale: float
    shift: float

    @property
    def slope(self) -> float:
        """Derivative with respect to the input."""
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
        """Derivative at the input."""
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
        """Position of the largest value; of the first one, if several are equal."""
        return _as_place(self.places[int(np.argmax(self.values))])

    @property
    def result(self) -> float:
        return float(self.values.max())

    def lines(self, n_terms: int = 5) -> list[str]:
        values = ", ".join(f"{value:.4g}" for value in self.values)
        return [f"max({values}) = {self.result:.4g}  at {_at(self.winner)}"]


@dataclass(frozen=True, eq=False)
class Share(Derivation):
    """The output of a softmax: exp of one number, divided by the sum over all.

    A temperature that was fitted after training is part of the last weights, and so of these
    numbers.

    Attributes
    ----------
    given : ndarray of float, shape (n_classes,)
        Inputs of the softmax for all classes.
    """

    given: FloatArray

    @property
    def powers(self) -> NDArray[np.float64]:
        """For each class, exp of its number minus the largest one, shape (n_classes,)."""
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
    """A value that a layer passes on unchanged: by flattening, or by a dropout at inference.

    A dropout sets values to zero only in training.
    """

    source: Place
    """Position of the value in the layer's input."""
    given: float

    @property
    def result(self) -> float:
        return self.given

    def lines(self, n_terms: int = 5) -> list[str]:
        return [f"{self.given:.4g}, unchanged, from {_at(self.source)}"]


def _as_place(indices: NDArray[np.intp]) -> Place:
    return tuple(map(int, indices))


def _at(place: Place) -> str:
    """Return a position in words, counted from 0 as in the arrays."""
    if len(place) == 1:
        return f"unit {place[0]}"
    words = f"row {place[0]}, column {place[1]}"
    return words if len(place) == 2 else f"{words}, map {place[2]}"
