"""What a network is made of: its layers, what goes through them, where its parameters lie."""

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
        Whether an answer is the mean of those to the image and to its mirror image.

    Raises
    ------
    ValueError
        When a layer cannot take what the one before it gives, or when the last one does not
        give positive numbers, which probabilities are made of.
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
        """A name for each layer: what it is, and the number among its like, as in "dense 2"."""
        labels = [layer.label for layer in self.layers]
        return tuple(f"{label} {labels[: i + 1].count(label)}" for i, label in enumerate(labels))

    def layer_index(self, name: str) -> int:
        """Return the place of a layer by its name; ValueError when there is none."""
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
        """Numbers that the network learns."""
        return sum(prod(shape) for shapes in self.parameter_shapes for shape in shapes.values())

    @property
    def n_classes(self) -> int:
        """Answers that the network can give."""
        return self.shapes[-1][0]

    @property
    def sizes(self) -> list[int]:
        """Values of an image before and after its weights: [784, 128, 10] for the article."""
        after = zip(self.parameter_shapes, self.shapes[1:], strict=True)
        widths = [prod(shape) for parameters, shape in after if "weights" in parameters]
        return [prod(self.input_shape), *widths]

    @cached_property
    def last_weights(self) -> int:
        """Place of the last layer with weights; what it is given is the last hidden layer."""
        places = [i for i, shapes in enumerate(self.parameter_shapes) if "weights" in shapes]
        return places[-1] if places else 0

    @cached_property
    def works_on_images(self) -> bool:
        """Whether any layer gives images with channels, as convolutions do."""
        return any(len(shape) == 3 for shape in self.shapes)

    @property
    def n_values(self) -> int:
        """Numbers that one image becomes on its way, all layers together."""
        return sum(prod(shape) for shape in self.shapes)

    @property
    def n_products(self) -> int:
        """Multiplications with weights on one image's way, all layers together."""
        pairs = zip(self.parameter_shapes, self.shapes[1:], strict=True)
        return sum(
            prod(parameters["weights"]) * prod(after[:-1])
            for parameters, after in pairs
            if "weights" in parameters
        )

    @property
    def chunk(self) -> int:
        """Images to work on at a time, so that what they become stays near the processor."""
        n_values = self.n_values * (2 if self.mirrored else 1)
        return max(1, min(_MAX_CHUNK, _VALUES_IN_A_CHUNK // n_values))

    @cached_property
    def statistics(self) -> tuple[slice, ...]:
        """Where the vector of parameters holds what layers have seen, and not learned."""
        parts, start = [], 0
        for layer, shapes in zip(self.layers, self.parameter_shapes, strict=True):
            for name, shape in shapes.items():
                stop = start + prod(shape)
                if name in layer.statistics:
                    parts.append(slice(start, stop))
                start = stop
        return tuple(parts)

    def split(self, vector: FloatArray) -> list[dict[str, FloatArray]]:
        """Return each layer's parameters as views of one vector that holds them all."""
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
        """Make an architecture of what ``to_dict`` gave; ValueError when it cannot be one."""
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
