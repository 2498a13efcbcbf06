"""Operations of a drawing as plain values and arrays, to be kept and made again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import (
    Brush,
    Clear,
    Erase,
    Fill,
    Move,
    Operation,
    Pair,
    Paste,
    Shape,
    Stroke,
)
from fashion_gui.sketch.raster import CANVAS_SIZE, Point

_SHAPE = (CANVAS_SIZE, CANVAS_SIZE)
_KINDS_OF_SHAPE = ("line", "rectangle", "ellipse")
_STRONGEST = 10.0
"""Shares of the brush's width: a pen that is pressed hard makes lines up to twice as wide."""
_FARTHEST = 1e6
"""Canvas pixels: what lies farther away was never drawn by hand."""


@dataclass
class DrawingState:
    """A drawing in values that JSON can hold, and arrays by name.

    Attributes
    ----------
    operations
        One mapping for each.
    arrays
        Points, pressures, pictures and areas: "<number of the operation>.<name>".
    """

    operations: list[dict[str, Any]] = field(default_factory=list)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)


def state_of(operations: Sequence[Operation]) -> DrawingState:
    """Return the state of a drawing, without what is hidden by a later picture, or cleared."""
    state = DrawingState()
    for operation in _seen(operations):
        values, arrays = _values_of(operation)
        number = len(state.operations)
        state.operations.append(values)
        state.arrays |= {f"{number}.{name}": array for name, array in arrays.items()}
    return state


def operations_of(state: DrawingState) -> tuple[Operation, ...]:
    """Return the operations of a drawing.

    Raises
    ------
    ValueError
        One sentence, when a value or an array is missing, or not what it may be.
    """
    found = []
    for number, values in enumerate(state.operations):
        try:
            arrays = _Arrays(state.arrays, number)
            found.append(_operation_of(values, arrays))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(
                f"expected the operations of a drawing, found in number {number}: {error!s:.100}."
            ) from error
    return tuple(found)


def _seen(operations: Sequence[Operation]) -> Sequence[Operation]:
    for place in range(len(operations) - 1, -1, -1):
        if isinstance(operations[place], Clear):
            return operations[place + 1 :]
        if isinstance(operations[place], Paste):
            return operations[place:]
    return operations


def _values_of(operation: Operation) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    if isinstance(operation, Pair):  # the other half is the mirror image
        values, arrays = _values_of(operation.one)
        return {**values, "is_mirrored": True}, arrays
    if isinstance(operation, Stroke):
        arrays = {"points": np.array(operation.points, np.float64)}
        if operation.pressures:
            arrays["pressures"] = np.array(operation.pressures, np.float64)
        return {"kind": "stroke", **_brush(operation.brush)}, arrays
    if isinstance(operation, Shape):
        ends = np.array((operation.start, operation.stop), np.float64)
        facts = {"shape": operation.kind, "is_filled": operation.is_filled}
        return {"kind": "shape", **facts, **_brush(operation.brush)}, {"points": ends}
    if isinstance(operation, Fill):
        area = operation.area.astype(np.uint8)
        return {"kind": "fill", "grey": float(operation.grey)}, {"area": area}
    if isinstance(operation, Paste):
        return {"kind": "paste", "is_framed": operation.is_framed}, {"image": operation.image}
    if isinstance(operation, Erase):
        mask = operation.mask.astype(np.uint8)
        return {"kind": "erase", "fitting": _numbers(operation.fitting)}, {"area": mask}
    if isinstance(operation, Move):
        return {"kind": "move", "placement": _numbers(operation.placement)}, {}
    return {"kind": "clear"}, {}


def _brush(brush: Brush) -> dict[str, float]:
    return {"width": float(brush.width), "grey": float(brush.grey)}


def _numbers(placement: Placement) -> list[float]:
    return [float(value) for value in (placement.scale, placement.x, placement.y)]


def _operation_of(values: Mapping[str, Any], arrays: "_Arrays") -> Operation:
    kind = values["kind"]
    if kind == "paste":
        return Paste(arrays.image(), is_framed=values["is_framed"] is True)
    if kind == "erase":
        return Erase(arrays.area(), _placement(values["fitting"]))
    if kind == "move":
        return Move(_placement(values["placement"]))
    if kind == "clear":
        return Clear()
    one = _inked(kind, values, arrays)
    return Pair(one, one.mirrored()) if values.get("is_mirrored") is True else one


def _inked(kind: str, values: Mapping[str, Any], arrays: "_Arrays") -> Stroke | Shape | Fill:
    grey = _number(values["grey"], 0, 1)
    if kind == "fill":
        return Fill(grey, arrays.area())
    brush, points = Brush(_number(values["width"], 0, CANVAS_SIZE), grey), arrays.points()
    if kind == "stroke":
        return Stroke(brush, points, arrays.pressures(len(points)))
    shape = values["shape"]
    if kind == "shape" and shape in _KINDS_OF_SHAPE and len(points) == 2:
        return Shape(shape, brush, *points, is_filled=values["is_filled"] is True)
    raise ValueError(f"{kind!r:.20}")


def _number(value: Any, least: float, most: float) -> float:
    number = float(value)
    if not (isfinite(number) and least <= number <= most):
        raise ValueError(f"{value!r:.20}")
    return number


def _placement(values: Iterable[Any]) -> Placement:
    scale, x, y = (_number(value, -_FARTHEST, _FARTHEST) for value in values)
    if scale <= 0:
        raise ValueError(f"scale {scale}")
    return Placement(scale, x, y)


class _Arrays:
    """The arrays of one operation, checked."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], number: int) -> None:
        self._arrays, self._number = arrays, number

    def points(self) -> tuple[Point, ...]:
        points = self._get("points", np.float64)
        if points.ndim != 2 or points.shape[1] != 2 or not len(points):
            raise ValueError(f"points {points.shape}")
        if not (np.abs(points) <= _FARTHEST).all():  # false for what is not a number, too
            raise ValueError("points that are nowhere")
        return tuple((float(x), float(y)) for x, y in points)

    def pressures(self, n_points: int) -> tuple[float, ...]:
        if f"{self._number}.pressures" not in self._arrays:
            return ()
        pressures = self._get("pressures", np.float64)
        is_possible = ((pressures >= 0) & (pressures <= _STRONGEST)).all()
        if pressures.shape != (n_points,) or not is_possible:
            raise ValueError(f"pressures {pressures.shape}")
        return tuple(map(float, pressures))

    def area(self) -> NDArray[np.bool_]:
        area = self._get("area", np.uint8)
        if area.shape != _SHAPE:
            raise ValueError(f"an area {area.shape}")
        return area.astype(np.bool_)

    def image(self) -> NDArray[np.uint8]:
        image = self._get("image", np.uint8)
        if image.ndim != 2 or not image.size:
            raise ValueError(f"a picture {image.shape}")
        return image

    def _get(self, name: str, dtype: Any) -> NDArray[Any]:
        array = self._arrays[f"{self._number}.{name}"]
        if array.dtype != dtype:
            raise ValueError(f"{name} of {array.dtype}")
        return array
