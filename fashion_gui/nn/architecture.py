"""Architecture of a network: its layers, the shapes between them, where its parameters lie."""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from fashion_gui.image_spec import IMAGES
from fashion_gui.nn.layer import FloatArray, Layer, Shape, aligned_empty
from fashion_gui.nn.layer_types import LAYER_TYPES, layer_from_dict

_VALUES_IN_A_CHUNK = 2_000_000
_MAX_CHUNK = 500


@dataclass(frozen=True)
class Architecture:
    """The layers of a network, in order, and the shape of the images that it takes.

    Attributes
    ----------
    mirrored
        Whether a prediction is the mean over the image and its mirror image.

    Raises
    ------
    ValueError
        When a layer cannot take the output of the one before it, or when the last one is not an
        output layer that gives one row of values per image.
    """

    layers: tuple[Layer, ...]
    input_shape: Shape = IMAGES.shape
    mirrored: bool = False

    def __post_init__(self) -> None:
        if not self.layers or not self.layers[-1].is_output:
            possible = [f"a {kind.label}" for kind in LAYER_TYPES.values() if kind.is_output]
            raise ValueError(f"The last layer of a network is {' or '.join(possible)}.")
        if len(self.shapes[-1]) != 1:
            raise ValueError(f"A network gives one row an image, found shape {self.shapes[-1]}.")

    @cached_property
    def layer_names(self) -> tuple[str, ...]:
        """A name for each layer: its label and its number among those of that label ("dense 2")."""
        labels = [layer.label for layer in self.layers]
        return tuple(f"{label} {labels[: i + 1].count(label)}" for i, label in enumerate(labels))

    def layer_index(self, name: str) -> int:
        """Return the index of the layer of that name; ValueError when there is none."""
        if name not in self.layer_names:
            raise ValueError(f"A layer is one of {', '.join(self.layer_names)}, found {name!r}.")
        return self.layer_names.index(name)

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """Shape of one sample before the first layer and after each one."""
        shapes = [self.input_shape]
        for layer in self.layers:
            shapes.append(layer.output_shape(shapes[-1]))
        return tuple(shapes)

    @cached_property
    def parameter_shapes(self) -> tuple[dict[str, Shape], ...]:
        """Names and shapes of each layer's parameters."""
        return tuple(
            layer.parameter_shapes(shape)
            for layer, shape in zip(self.layers, self.shapes, strict=False)
        )

    @property
    def n_parameters(self) -> int:
        """Length of the parameter vector, running statistics included."""
        return sum(prod(shape) for shapes in self.parameter_shapes for shape in shapes.values())

    @property
    def n_classes(self) -> int:
        """Number of classes, which is the length of an output."""
        return self.shapes[-1][0]

    @property
    def sizes(self) -> list[int]:
        """Inputs, then the outputs of each layer with weights: [784, 128, 10] for the article."""
        after = zip(self.parameter_shapes, self.shapes[1:], strict=True)
        widths = [prod(shape) for parameters, shape in after if "weights" in parameters]
        return [prod(self.input_shape), *widths]

    @cached_property
    def last_weights(self) -> int:
        """Index of the last layer with weights; its input is the last hidden layer's output."""
        places = [i for i, shapes in enumerate(self.parameter_shapes) if "weights" in shapes]
        return places[-1] if places else 0

    @cached_property
    def works_on_images(self) -> bool:
        """Whether any layer's output is an image with channels, as that of a convolution."""
        return any(len(shape) == 3 for shape in self.shapes)

    @property
    def n_values(self) -> int:
        """Number of values computed for one image, over all layers and with the input."""
        return sum(prod(shape) for shape in self.shapes)

    @property
    def n_products(self) -> int:
        """Number of multiplications by weights for one image, over all layers."""
        pairs = zip(self.parameter_shapes, self.shapes[1:], strict=True)
        return sum(
            prod(parameters["weights"]) * prod(after[:-1])
            for parameters, after in pairs
            if "weights" in parameters
        )

    @property
    def chunk(self) -> int:
        """Number of images to work on at a time, so that the layers' outputs stay in the cache."""
        n_values = self.n_values * (2 if self.mirrored else 1)
        return max(1, min(_MAX_CHUNK, _VALUES_IN_A_CHUNK // n_values))

    @cached_property
    def statistics(self) -> tuple[slice, ...]:
        """Slices of the parameter vector that hold running statistics, which no gradient moves."""
        parts, start = [], 0
        for layer, shapes in zip(self.layers, self.parameter_shapes, strict=True):
            for name, shape in shapes.items():
                stop = start + prod(shape)
                if name in layer.statistics:
                    parts.append(slice(start, stop))
                start = stop
        return tuple(parts)

    def split(self, vector: FloatArray) -> list[dict[str, FloatArray]]:
        """Return each layer's parameters, by name, as views of one vector, (n_parameters,)."""
        views, start = [], 0
        for shapes in self.parameter_shapes:
            of_layer = {}
            for name, shape in shapes.items():
                stop = start + prod(shape)
                of_layer[name] = vector[start:stop].reshape(shape)
                start = stop
            views.append(of_layer)
        return views

    def initial_parameters(self, rng: Generator, dtype: DTypeLike = np.float32) -> FloatArray:
        """Draw the parameters before training. Returns a vector of shape (n_parameters,)."""
        vector: FloatArray = aligned_empty((self.n_parameters,), dtype)
        gains = reversed(self._gains_from_the_end())
        for layer, parameters, gain in zip(self.layers, self.split(vector), gains, strict=True):
            layer.initialize(parameters, rng, gain)
        return vector

    def _gains_from_the_end(self) -> list[float]:
        """Return for each layer, last first, the gain of the one after it."""
        gains, gain = [], 1.0
        for layer in reversed(self.layers):
            gains.append(gain)
            if not layer.keeps_signal:
                gain = layer.gain
        return gains

    def to_dict(self) -> dict[str, Any]:
        """Return the architecture as plain values for a file."""
        layers = [layer.to_dict() for layer in self.layers]
        shape = list(self.input_shape)
        return {"input_shape": shape, "layers": layers, "mirrored": self.mirrored}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Architecture":
        """Make an architecture from what ``to_dict`` returned; ValueError when it is not valid."""
        shape = tuple(values["input_shape"])
        if shape != IMAGES.shape:
            raise ValueError(f"This program's images have shape {IMAGES.shape}, found {shape}.")
        mirrored = values.get("mirrored", False)
        if type(mirrored) is not bool:
            raise ValueError(f"mirrored is true or false, found {mirrored!r}.")
        layers = tuple(layer_from_dict(layer) for layer in values["layers"])
        return cls(layers, IMAGES.shape, mirrored)

    def __str__(self) -> str:
        """Return the shapes on the way: "784-128-10" or "28x28-14x14x32-10"."""
        after = zip(self.layers, self.shapes[1:], strict=True)
        shapes = [shape for layer, shape in after if layer.is_shaping]
        before = self.input_shape if self.works_on_images else (prod(self.input_shape),)
        return "-".join("x".join(map(str, shape)) for shape in (before, *shapes))
