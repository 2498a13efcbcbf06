"""Strips: the strongest units or maps of every layer for an image."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.trace import Trace
from fashion_gui.nn.layer import FloatArray


@dataclass(frozen=True, eq=False)
class Strip:
    """The strongest maps or units of one layer.

    Attributes
    ----------
    layer
        Its name.
    shape
        Shape of the layer's whole output: (n_units,), or (height, width, n_maps).
    units : ndarray of int, shape (n,)
        Indices of the units or maps with the largest absolute values, the strongest first, after
        those that were asked for.
    values : ndarray of float, shape (n,) or (n, height, width)
        Their outputs; 0 in place of nan.
    limit
        The largest absolute value of the layer.
    grid : (height, width), or None
        Of a flattened gray image: its shape. Its units are all pixels then, in their order, row by
        row.
    """

    layer: str
    shape: tuple[int, ...]
    units: NDArray[np.intp]
    values: FloatArray
    limit: float
    grid: tuple[int, int] | None = None

    @property
    def has_maps(self) -> bool:
        """Whether the layer's output is maps."""
        return self.values.ndim == 3

    def place(self, number: int, row: int = 0, column: int = 0) -> Place:
        """Return the position in the layer of a value of the strip.

        Parameters
        ----------
        number
            Index of the unit or map in this strip, from 0 for the strongest.
        row, column
            In a map.
        """
        unit = int(self.units[number])
        return (row, column, unit) if self.has_maps else (unit,)

    def value(self, number: int, place: Place) -> float:
        """Return the value at a position of a unit or map of the strip."""
        if self.grid:
            return float(self.values[place[-1]])
        return float(self.values[number][place[:2] if self.has_maps else ()])

    def strongest_place(self, number: int, *, signed: bool = False) -> Place:
        """Return the position of the strongest value of a unit or map of the strip.

        Parameters
        ----------
        signed
            Whether that is the largest value, and not the largest absolute value.
        """
        if self.grid:
            return (int((self.values if signed else np.abs(self.values)).argmax()),)
        if not self.has_maps:
            return self.place(number)
        values = self.values[number] if signed else np.abs(self.values[number])
        flat = int(values.argmax())
        row, column = divmod(flat, self.values.shape[2])
        return self.place(number, row, column)


_NONE: Mapping[str, Sequence[int]] = MappingProxyType({})


def strips(
    trace: Trace, n_most: int, view: int = 0, first: Mapping[str, Sequence[int]] = _NONE
) -> tuple[Strip, ...]:
    """Return a strip for each layer, in their order.

    Parameters
    ----------
    trace
        Trace of the image.
    n_most
        Most units or maps per layer. A flattened gray image has all of its pixels.
    view
        1 for the mirror image, in a mirrored network.
    first
        Units that come before the strongest, by the names of their layers.
    """
    found, architecture = [], trace.network.architecture
    for index, layer in enumerate(architecture.layer_names):
        outputs = np.nan_to_num(trace.outputs(layer, view), posinf=0.0, neginf=0.0)
        if len(shape := architecture.shapes[index]) == 2 and outputs.ndim == 1:
            every, limit = np.arange(len(outputs)), float(np.abs(outputs).max(initial=0.0))
            found.append(Strip(layer, outputs.shape, every, outputs, limit, (shape[0], shape[1])))
            continue
        found.append(_strip(layer, outputs, n_most, first.get(layer, ())))
    return tuple(found)


def _strip(layer: str, outputs: FloatArray, n_most: int, first: Sequence[int]) -> Strip:
    sizes = np.abs(outputs)
    strengths = sizes.max(axis=(0, 1)) if outputs.ndim == 3 else sizes
    units = np.argsort(-strengths, kind="stable")
    if len(first):
        units = np.concatenate([np.array(first, np.intp), units[~np.isin(units, first)]])
    units = units[:n_most]
    values = outputs[..., units]
    if outputs.ndim == 3:
        values = np.ascontiguousarray(values.transpose(2, 0, 1))
    return Strip(layer, outputs.shape, units, values, float(sizes.max(initial=0.0)))
