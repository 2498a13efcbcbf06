"""Feature visualization: an image that activates a class, a unit or a map, by gradient ascent.

Plain ascent ends in noise. As in the source, every step uses the image shifted by up to a pixel, so
that no single pixel matters; ink that contributes too little fades; and differences between
neighbouring pixels are smoothed. Source: Olah, Mordvintsev and Schubert, "Feature Visualization",
Distill, 2017, doi:10.23915/distill.00007.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import as_images
from fashion_gui.explain.layer_math import check_place
from fashion_gui.explain.layer_probe import LayerProbe
from fashion_gui.explain.score import NotOfferedError, Score
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.layers import ReLU
from fashion_gui.nn.network import Network

N_STEPS = 100
_STEP = 0.1
"""Grey that the pixels with the largest gradients gain in a step, where white is 1."""
_FADING = 0.005
"""Grey that all ink loses in a step."""
_SMOOTHING = 0.1
"""Share of the way that a pixel goes to the mean of its four neighbours in a step."""
_MAX_SHIFT = 1
_NOISE = 0.1
"""The largest grey of the noise that an image grows from."""
_STEEP = 99
"""Percentile of the gradients that counts as the largest, so that single pixels do not dominate."""


@dataclass(frozen=True, eq=False)
class Goal:
    """What to maximize: a weighted sum of a layer's outputs.

    Attributes
    ----------
    network
        Any network. For a mirrored one it is the mean of both views.
    layer
        Name of the layer.
    weights : ndarray of float, of the shape that the layer gives
    """

    network: Network
    layer: str
    weights: FloatArray

    @classmethod
    def of_class(cls, network: Network, target: int, against: int | None = None) -> "Goal":
        """Return the goal of a class, from 0: its `Score`, before the last activation.

        Raises
        ------
        ValueError
            When the network has no such class, or both are the same.
        """
        score = Score(network, target, against)
        return cls(network, network.architecture.layer_names[-2], score.weights)

    @classmethod
    def of_unit(cls, network: Network, layer: str, unit: int) -> "Goal":
        """Return the goal of a unit, or the mean of a map.

        A ReLU that outputs 0 has no gradient to follow, so for a ReLU the goal is its input: the
        two grow together.

        Raises
        ------
        ValueError
            When there is no such layer or unit.
        NotOfferedError
            When the layer's output is the pixels themselves.
        """
        architecture = network.architecture
        index = architecture.layer_index(layer)
        shape = architecture.shapes[index + 1]
        check_place((unit,), shape[-1:], layer)
        if not any(architecture.parameter_shapes[: index + 1]):
            raise NotOfferedError(f"{layer} gives the pixels as they are: they want to be white.")
        if isinstance(architecture.layers[index], ReLU):
            layer = architecture.layer_names[index - 1]
        weights = np.zeros(shape, network.parameters.dtype)
        weights[..., unit] = shape[-1] / weights.size
        return cls(network, layer, weights)


@dataclass(frozen=True, eq=False)
class Grown:
    """An image while it grows.

    Attributes
    ----------
    step
        Number of steps so far; 0 for the start image.
    image : ndarray of uint8, shape (28, 28)
    value
        Value of the goal for this image.
    """

    step: int
    image: NDArray[np.uint8]
    value: float


def grow(
    goal: Goal,
    start: NDArray[np.uint8] | None = None,
    n_steps: int = N_STEPS,
    seed: int = 0,
) -> Iterator[Grown]:
    """Grow an image for which the goal is large.

    It may be stopped after any step; starting from the last image continues it.

    Parameters
    ----------
    goal
        The goal of a class, a unit or a map.
    start : ndarray of uint8, shape (28, 28)
        The image to grow from; None for faint noise.
    n_steps
        Steps of ascent.
    seed
        Seed of the noise, and of the shifts of the image.

    Yields
    ------
    Grown
        The image at the start and after each step.

    Raises
    ------
    NotOfferedError
        When the numbers in the network overflow.
    """
    shape = goal.network.architecture.input_shape
    rng = np.random.default_rng(seed)
    if start is None:
        pixels: FloatArray = rng.uniform(0, _NOISE, shape)
    else:
        pixels = as_images(start[np.newaxis], shape)[0] / 255
    probe = LayerProbe(goal.network, goal.layer)
    weights = np.stack([np.zeros_like(goal.weights), goal.weights])
    for step in range(n_steps + 1):
        image = np.rint(pixels * 255).astype(np.uint8)
        down, across = rng.integers(-_MAX_SHIFT, _MAX_SHIFT + 1, 2).tolist()
        moved = _moved(pixels, down, across)
        # The image itself is in the batch, too, for its value.
        values = probe.values(np.stack([image / 255, moved]))
        yield Grown(step, image, float((values[0] * goal.weights).sum()))
        if step < n_steps:
            slope = _moved(probe.gradients(weights)[1].astype(np.float64), -down, -across)
            pixels = _step(pixels, slope)


def _step(pixels: FloatArray, slope: FloatArray) -> FloatArray:
    steepest = float(np.percentile(np.abs(slope), _STEEP)) or float(np.abs(slope).max())
    if steepest:
        pixels = pixels + _STEP * (slope / steepest).clip(-1, 1)
    padded = np.pad(pixels, 1, mode="edge")
    around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
    smooth = pixels + _SMOOTHING * (around / 4 - pixels)
    stepped: FloatArray = (smooth - _FADING).clip(0, 1)
    return stepped


def _moved(pixels: FloatArray, down: int, across: int) -> FloatArray:
    """Return the image shifted, with black at the free edge."""
    moved = np.zeros_like(pixels)
    height, width = pixels.shape
    moved[max(0, down) : height + min(0, down), max(0, across) : width + min(0, across)] = pixels[
        max(0, -down) : height - max(0, down), max(0, -across) : width - max(0, across)
    ]
    return moved
