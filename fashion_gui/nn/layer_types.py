"""All types of layers, by their names in files."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

LAYER_TYPES: dict[str, type[Layer]] = {
    layer.__name__: layer
    for layer in (
        Flatten,
        Dense,
        Conv2D,
        MaxPool2D,
        GlobalAveragePool,
        BatchNorm,
        ReLU,
        Sigmoid,
        Tanh,
        Softmax,
        Dropout,
    )
}


def layer_from_dict(values: Mapping[str, Any]) -> Layer:
    """Make a layer from what ``Layer.to_dict`` returned; ValueError when it is not valid."""
    arguments = dict(values)
    name = arguments.pop("type", None)
    if not isinstance(name, str) or name not in LAYER_TYPES:
        raise ValueError(f"A layer is one of {', '.join(LAYER_TYPES)}, found {name!r}.")
    layer_type = LAYER_TYPES[name]
    expected = {field.name: field.type for field in fields(layer_type)}
    if set(arguments) != set(expected):
        raise ValueError(f"{name} takes {sorted(expected)}, found {sorted(arguments)}.")
    for field, value in arguments.items():
        allowed = (int, float) if expected[field] is float else (expected[field],)
        if type(value) not in allowed:
            raise ValueError(f"{name}: {field} = {value!r} has the wrong type.")
    return layer_type(**arguments)
