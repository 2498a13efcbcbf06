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
    """

    layer: str
    shape: tuple[int, ...]
    units: NDArray[np.intp]
    values: FloatArray
    limit: float

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

    def strongest_place(self, number: int, *, signed: bool = False) -> Place:
        """Return the position of the strongest value of a unit or map of the strip.

        Parameters
        ----------
        signed
            Whether that is the largest value, and not the largest absolute value.
        """
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
        Most units or maps per layer. A flattened row of pixels counts as units.
    view
        1 for the mirror image, in a mirrored network.
    first
        Units that come before the strongest, by the names of their layers.
    """
    found = []
    for layer in trace.network.architecture.layer_names:
        outputs = np.nan_to_num(trace.outputs(layer, view), posinf=0.0, neginf=0.0)
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
