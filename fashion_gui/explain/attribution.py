"""Attribution: how much each pixel of an image speaks for a class, or for one of two.

All methods explain a `Score`. An attribution is positive where a pixel speaks for the class and
negative where it speaks against it. Black (0) is the background of images, the baseline that they
are compared with, and the value of erased pixels; so occlusion, gradient times input and integrated
gradients only attribute to ink.
"""

from collections.abc import Callable, Generator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import as_images
from fashion_gui.explain.score import NotOfferedError, Score
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network

Method: TypeAlias = Callable[[Score, NDArray[np.uint8]], FloatArray]
"""Takes a score and an image, uint8 (28, 28); returns float (28, 28)."""

_WINDOW = 4
"""Side of the square that occlusion erases, in pixels."""
_STRIDE = 2
"""Pixels from one of these squares to the next."""
_POINTS_AT_ONCE = 8
_QUICK_PARTS = 4
_FEWEST_PARTS, _MOST_PARTS = 32, 512
_SHARE_CUT = 0.9
"""Share of the gaps whose parts of the path are cut finer."""
_MAX_GAP = 0.005
"""Largest relative error of the sum of integrated gradients before the path is cut finer."""


def occlusion(score: Score, image: NDArray[np.uint8]) -> FloatArray:
    """Return how much the score drops when squares around each pixel are erased.

    The squares have 4x4 pixels and a stride of 2, also beyond the edges, so that each pixel is in
    four of them and gets their mean. Black pixels cannot be erased and get 0. Source: Zeiler and
    Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.

    Raises
    ------
    NotOfferedError
        When the numbers in the network overflow.
    """
    pixels = _as_pixels(image, score)
    height, width = pixels.shape
    squares = [
        (slice(max(0, top), top + _WINDOW), slice(max(0, left), left + _WINDOW))
        for top in range(_STRIDE - _WINDOW, height, _STRIDE)
        for left in range(_STRIDE - _WINDOW, width, _STRIDE)
    ]
    squares = [square for square in squares if pixels[square].any()]
    erased = np.repeat(pixels[np.newaxis], len(squares) + 1, axis=0)
    for copy, square in zip(erased[1:], squares, strict=True):
        copy[square] = 0
    scores = score.values(erased)
    attribution = np.zeros_like(pixels)
    for fall, square in zip(scores[0] - scores[1:], squares, strict=True):
        attribution[square] += fall
    attribution /= (_WINDOW // _STRIDE) ** 2
    attribution[pixels == 0] = 0
    return attribution


def gradient_times_input(score: Score, image: NDArray[np.uint8]) -> FloatArray:
    """Return the gradient of the score with respect to each pixel, times the pixel.

    Source: Shrikumar et al., "Not Just a Black Box", arXiv:1605.01713, 2016.

    Raises
    ------
    NotOfferedError
        When the numbers in the network overflow.
    """
    pixels = _as_pixels(image, score)
    slopes: FloatArray = score.gradients(pixels[np.newaxis])[0]
    return slopes * pixels


def integrated_gradients(score: Score, image: NDArray[np.uint8]) -> FloatArray:
    """Return the mean gradient on the straight path from black to the image, times the pixels.

    They sum to the difference between the score of the image and that of a black one
    (completeness), within 0.5 %. The path is cut into parts, whose gradients are taken at their
    middles; where the sum over a part is not what the score gains on it, as at the bends of a ReLU,
    it is cut finer, up to 512 parts in all. Source: Sundararajan, Taly and Yan, "Axiomatic
    Attribution for Deep Networks", ICML 2017.

    Raises
    ------
    NotOfferedError
        When the numbers in the network overflow.
    """
    return _drained(integrating_gradients(score, image))


def quick_integrated_gradients(score: Score, image: NDArray[np.uint8]) -> FloatArray:
    """Return the mean of four gradients on the path from black to the image, times the pixels.

    A rough `integrated_gradients`, for pictures that change: the sum may be off by some per cent.

    Raises
    ------
    NotOfferedError
        When the numbers in the network overflow.
    """
    pixels = _as_pixels(image, score)
    shares = (np.arange(_QUICK_PARTS, dtype=pixels.dtype) + 0.5) / _QUICK_PARTS
    gradients = score.gradients(shares[:, np.newaxis, np.newaxis] * pixels)
    attribution: FloatArray = gradients.mean(axis=0) * pixels
    return attribution


def integrating_gradients(
    score: Score, image: NDArray[np.uint8]
) -> Generator[None, None, FloatArray]:
    """Do what `integrated_gradients` does, and pause after every few steps.

    Whoever drains the generator may close it there; it returns the attribution.
    """
    pixels = _as_pixels(image, score)
    edges = np.linspace(0, 1, _FEWEST_PARTS + 1)
    at_edges = yield from _on_path(score.values, edges, pixels)
    gain = at_edges[-1] - at_edges[0]
    starts, stops, at_starts, at_stops = edges[:-1], edges[1:], at_edges[:-1], at_edges[1:]
    known: FloatArray = np.empty((0, *pixels.shape), pixels.dtype)  # of the first parts
    while True:
        new = slice(len(known), None)
        gradients = yield from _on_path(score.gradients, (starts + stops)[new] / 2, pixels)
        lengths = (stops - starts)[new, np.newaxis, np.newaxis].astype(pixels.dtype)
        known = np.concatenate([known, gradients * lengths * pixels])
        total: FloatArray = known.sum(axis=0)
        if abs(total.sum() - gain) <= _MAX_GAP * abs(gain) or len(known) >= _MOST_PARTS:
            return total
        gaps = np.abs(known.sum(axis=(1, 2)) - (at_stops - at_starts))
        cut, kept = _worst(gaps, _MOST_PARTS - len(known))
        middles = (starts[cut] + stops[cut]) / 2
        at_middles = yield from _on_path(score.values, middles, pixels)
        starts, stops = (
            np.concatenate([starts[kept], starts[cut], middles]),
            np.concatenate([stops[kept], middles, stops[cut]]),
        )
        at_starts, at_stops = (
            np.concatenate([at_starts[kept], at_starts[cut], at_middles]),
            np.concatenate([at_stops[kept], at_middles, at_stops[cut]]),
        )
        known = known[kept]


def _on_path(
    function: Callable[[FloatArray], FloatArray], shares: NDArray[np.float64], pixels: FloatArray
) -> Generator[None, None, FloatArray]:
    """Return a function of points on the path from black to an image; pause after every few."""
    results = []
    for first in range(0, len(shares), _POINTS_AT_ONCE):
        few = shares[first : first + _POINTS_AT_ONCE, np.newaxis, np.newaxis]
        results.append(function(few.astype(pixels.dtype) * pixels))
        yield
    return np.concatenate(results)


def _worst(gaps: FloatArray, n_most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of the largest gaps, which make up nine tenths of all, and the others."""
    places = np.argsort(-gaps)
    n = int(np.searchsorted(np.cumsum(gaps[places]), _SHARE_CUT * gaps.sum())) + 1
    return places[: min(n, n_most)], places[min(n, n_most) :]


def grad_cam(score: Score, image: NDArray[np.uint8]) -> FloatArray:
    """Return where the maps of the last layer with maps speak for the class.

    Each map is weighted by its mean gradient of the score. Unlike in the source, what speaks
    against the class is kept, as negative numbers: between two classes it is half of the
    explanation. In a mirrored network, the attribution of the mirror image is mirrored back and
    added. Source: Selvaraju et al., "Grad-CAM", ICCV 2017.

    Raises
    ------
    NotOfferedError
        When the network has no convolution, or the numbers in it overflow.
    """
    pixels = _as_pixels(image, score)
    maps, gradients = score.maps_with_gradients(pixels, _last_layer_with_maps(score))
    marks = (maps * gradients.mean(axis=(1, 2), keepdims=True)).sum(axis=3)
    total = marks[0] if len(marks) == 1 else marks[0] + marks[1][:, ::-1]
    return _enlarged(total, pixels.shape)


QUICK_METHOD = "quick-integrated-gradients"
"""The method for pictures that change."""
METHODS: dict[str, Method] = {
    "occlusion": occlusion,
    "gradient-input": gradient_times_input,
    "integrated-gradients": integrated_gradients,
    QUICK_METHOD: quick_integrated_gradients,
    "grad-cam": grad_cam,
}
"""All methods, by their names for people."""
OFFERED_METHODS = ("integrated-gradients", "gradient-input", "occlusion")
"""Methods that are better than random order in deletion, and not worse in insertion.

The program offers no others: with Grad-CAM, insertion on held-out photographs is worse than in
random order. Not every network is offered all of them, see `why_not_offered`. Measured by
benchmarks/explanations.py.
"""
DEFAULT_METHOD = "integrated-gradients"


def why_not_offered(network: Network, method: str) -> str:
    """Return in a sentence why a method is not offered for a network; "" if it is offered.

    On held-out photographs, gradient times input is not better than random order in insertion for
    networks with convolutions.
    """
    has_convolutions = any(isinstance(layer, Conv2D) for layer in network.architecture.layers)
    if method == "gradient-input" and has_convolutions:
        return (
            "For networks with convolutions, gradient times input marks photographs no better "
            "than chance does: choose integrated gradients or occlusion."
        )
    return ""


def _drained(parts: Generator[None, None, FloatArray]) -> FloatArray:
    while True:
        try:
            next(parts)
        except StopIteration as end:
            attribution: FloatArray = end.value
            return attribution


def _as_pixels(image: NDArray[np.uint8], score: Score) -> FloatArray:
    images = as_images(image[np.newaxis], score.network.architecture.input_shape)
    pixels: FloatArray = images[0].astype(score.network.parameters.dtype)
    return pixels / 255


def _last_layer_with_maps(score: Score) -> int:
    architecture = score.network.architecture
    layers = [i for i, shape in enumerate(architecture.shapes[1:]) if len(shape) == 3]
    if not layers:
        raise NotOfferedError(
            f"Grad-CAM looks at the maps of convolutions, and this network ({architecture}) has "
            "none."
        )
    return layers[-1]


def _enlarged(marks: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return an attribution in the size of the image, by linear interpolation."""
    down, across = (
        _interpolation(n_out, n_in, marks) for n_out, n_in in zip(shape, marks.shape, strict=True)
    )
    return down @ marks @ across.T


def _interpolation(n_out: int, n_in: int, like: FloatArray) -> FloatArray:
    centres = (np.arange(n_out) + 0.5) * n_in / n_out - 0.5
    centres = centres.clip(0, n_in - 1)[:, np.newaxis]
    weights: FloatArray = (1 - np.abs(np.arange(n_in) - centres)).clip(0).astype(like.dtype)
    return weights
