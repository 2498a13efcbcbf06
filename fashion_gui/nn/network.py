"""A network as a value: what it is made of, its parameters, and its answers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike, NDArray

from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import Arrays, FloatArray, Layer, Memory, Parameters, Shape
from fashion_gui.nn.layer_types import layer_from_dict
from fashion_gui.nn.layers import Dense, Dropout, Sigmoid, Softmax
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D
from fashion_gui.nn.threads import Threads

T = TypeVar("T")
IMAGE_SHAPE = (28, 28)
_VALUES_IN_A_CHUNK = 2_000_000
_MAX_CHUNK = 500


_KEEPS_SIGNAL = (Dropout, MaxPool2D, GlobalAveragePool, BatchNorm)
"""Layers that stand between weights and their activation without making it another one."""


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
    input_shape: Shape = IMAGE_SHAPE
    mirrored: bool = False

    def __post_init__(self) -> None:
        if not self.layers or not isinstance(self.layers[-1], Softmax | Sigmoid):
            raise ValueError("The last layer of a network is a softmax or a sigmoid.")
        if len(self.shapes[-1]) != 1:
            raise ValueError(f"A network gives one row an image, found shape {self.shapes[-1]}.")

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
        after = zip(self.layers, self.shapes[1:], strict=True)
        widths = [prod(shape) for layer, shape in after if isinstance(layer, Dense | Conv2D)]
        return [prod(self.input_shape), *widths]

    @property
    def n_values(self) -> int:
        """Numbers that one image becomes on its way, all layers together."""
        return sum(prod(shape) for shape in self.shapes)

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
        vector: FloatArray = np.empty(self.n_parameters, dtype)
        gains = reversed(self._gains_from_the_end())
        for layer, parameters, gain in zip(self.layers, self.split(vector), gains, strict=True):
            layer.initialize(parameters, rng, gain)
        return vector

    def _gains_from_the_end(self) -> list[float]:
        """Return for each layer, last first, the gain of the one after it."""
        gains, gain = [], 1.0
        for layer in reversed(self.layers):
            gains.append(gain)
            if not isinstance(layer, _KEEPS_SIGNAL):
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
        if shape != IMAGE_SHAPE:
            raise ValueError(f"This program's images have shape {IMAGE_SHAPE}, found {shape}.")
        mirrored = values.get("mirrored", False)
        if type(mirrored) is not bool:
            raise ValueError(f"mirrored is true or false, found {mirrored!r}.")
        layers = tuple(layer_from_dict(layer) for layer in values["layers"])
        return cls(layers, IMAGE_SHAPE, mirrored)

    def __str__(self) -> str:
        """Return the shapes on the way: "784-128-10" or "28x28-14x14x32-10"."""
        shaping = Dense | Conv2D | MaxPool2D | GlobalAveragePool
        after = zip(self.layers, self.shapes[1:], strict=True)
        shapes = [shape for layer, shape in after if isinstance(layer, shaping)]
        before = self.input_shape if len(shapes[0]) == 3 else (prod(self.input_shape),)
        return "-".join("x".join(map(str, shape)) for shape in (before, *shapes))


class Network:
    """A trained network: frozen, and safe to ask from any number of threads.

    Parameters
    ----------
    architecture
        Its layers.
    parameters : ndarray of float, shape (architecture.n_parameters,)
        Copied: nobody can change a network afterwards.
    class_names
        One for each output.
    """

    def __init__(
        self, architecture: Architecture, parameters: FloatArray, class_names: Sequence[str]
    ) -> None:
        if parameters.shape != (architecture.n_parameters,):
            raise ValueError(
                f"{architecture} has {architecture.n_parameters:,} parameters, "
                f"found an array of shape {parameters.shape}."
            )
        if len(class_names) != architecture.n_classes:
            raise ValueError(
                f"{architecture} tells {architecture.n_classes} classes apart, "
                f"found {len(class_names)} names."
            )
        self.architecture = architecture
        self.class_names = tuple(class_names)
        self.parameters = parameters.copy()
        self.parameters.flags.writeable = False

    def layer_parameters(self) -> list[Parameters]:
        """Each layer's parameters by name: read-only views."""
        return list(self.architecture.split(self.parameters))

    @cached_property
    def _prepared(self) -> list[Parameters]:
        pairs = zip(self.architecture.layers, self.layer_parameters(), strict=True)
        return [layer.prepared(parameters) for layer, parameters in pairs]

    def predict_proba(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of every class for every image.

        All that is stored on the network is what follows from its parameters alone.

        Parameters
        ----------
        images : ndarray of uint8, shape (n_samples, 28, 28)

        Returns
        -------
        ndarray of float32, shape (n_samples, n_classes)
            Each row sums to 1. A network that ends in sigmoids, as the article's does, gives
            ten independent numbers; they are divided by their sum.
        """
        parts = list(self.predict_in_chunks(images))
        if not parts:
            return np.empty((0, self.architecture.n_classes), np.float32)
        return np.concatenate(parts)

    def predict_in_chunks(
        self, images: NDArray[np.uint8], n_threads: int = 1
    ) -> Iterator[NDArray[np.float32]]:
        """Yield what ``predict_proba`` returns, as many images at a time as stay in the cache."""
        with closing(Threads(n_threads)) as threads:
            yield from self.map_answers(_probabilities, images, threads)

    def map_answers(
        self,
        function: Callable[[FloatArray, slice], T],
        images: NDArray[np.uint8],
        threads: Threads,
    ) -> Iterator[T]:
        """Yield what a function makes of the answers to each chunk of the images, in their order.

        Parameters
        ----------
        function
            Called with the answers to a chunk, shape (n_samples, n_classes), which are
            overwritten later, and with its place among the images. It runs in the threads.
        images : ndarray of uint8, shape (n_images, 28, 28)
        threads
            Share the work.
        """
        chunk = self.architecture.chunk
        chunks = (slice(start, start + chunk) for start in range(0, len(images), chunk))
        runs = [ForwardPass(self.architecture, self._prepared) for _ in range(threads.n)]

        def work(run: ForwardPass, part: slice) -> T:
            return function(run.answer(as_input(images[part], run.input_memory)), part)

        while together := list(islice(chunks, threads.n)):
            yield from threads.map(work, runs, together)

    def __repr__(self) -> str:
        layers = ", ".join(repr(layer) for layer in self.architecture.layers)
        return f"Network({layers}; {self.architecture.n_parameters:,} parameters)"


def _probabilities(answers: FloatArray, _: slice) -> NDArray[np.float32]:
    shares: NDArray[np.float32] = answers.astype(np.float32)
    shares /= shares.sum(axis=1, keepdims=True)
    # A network that learned badly may overflow. It then knows nothing, and says so.
    shares[~np.isfinite(shares).all(axis=1)] = 1 / shares.shape[1]
    return shares


class ForwardPass:
    """Runs inputs through the layers, in arrays of its own: one object a thread.

    Parameters
    ----------
    architecture
        Its layers.
    parameters, gradients
        Of each layer; gradients only to learn.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Sequence[Parameters],
        gradients: Sequence[Parameters] | None = None,
    ) -> None:
        self.layers = architecture.layers
        self._mirrored = architecture.mirrored
        pairs = zip(parameters, gradients or [{} for _ in parameters], strict=True)
        scratch = Arrays()
        self.memories = [Memory(*pair, scratch) for pair in pairs]
        self.input_memory = Memory({})

    def __call__(
        self, X: FloatArray, n_layers: int | None = None, rng: Generator | None = None
    ) -> FloatArray:
        """Return the output of the last layer, or of the first `n_layers`.

        Parameters
        ----------
        X : ndarray of float, shape (n_samples, *input_shape)
        rng
            Given while training, for layers such as dropout.
        """
        for layer, memory in zip(self.layers[:n_layers], self.memories, strict=False):
            memory.rng, memory.X = rng, X
            X = memory.Y = layer.forward(X, memory)
        return X

    def answer(self, X: FloatArray) -> FloatArray:
        """Return what the network answers: positive numbers, shape (n_samples, n_classes).

        X : ndarray of float, shape (n_samples, height, width)
        """
        if not self._mirrored:
            return self(X)
        n = len(X)
        both = self.input_memory.array("both", (2 * n, *X.shape[1:]), X.dtype)
        both[:n], both[n:] = X, X[:, :, ::-1]
        outputs = self(both)
        return (outputs[:n] + outputs[n:]) / 2


def as_input(
    images: NDArray[np.uint8], memory: Memory, dtype: DTypeLike = np.float32
) -> FloatArray:
    """Return the pixels as the networks take them: divided by 255, so from 0 to 1.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_samples, 28, 28)
    memory
        Holds the result, which the next call overwrites.
    """
    X = memory.array("input", images.shape, dtype)
    X[:] = images  # by itself: NumPy would convert piece by piece while it multiplies
    X *= 1 / 255
    return X
