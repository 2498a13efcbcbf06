"""What goes on inside each layer at a moment of a run: distributions, update ratio, dead units."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.distribution import N_BINS, Shares, shares_of_magnitudes, shares_of_values
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray, Layer

QUANTITIES = ("weights", "activations", "gradients")
USUAL_RATIO = 1e-4, 1e-2
"""Usual norms of an update of weights, as shares of the norm of the weights.

About 1e-3 is good. Source: Karpathy, "CS231n: Convolutional Neural Networks for Visual
Recognition", notes on learning, "Ratio of weights:updates", 2015.
"""
_TINY = float(np.finfo(np.float32).tiny)
_N_IMAGES = {"dense": 256, "images": 64}
"""Images whose activations are looked at: always the same ones."""


@dataclass(frozen=True, eq=False)
class LayerProfile:
    """One layer with weights, and the activation behind it, after a step.

    Attributes
    ----------
    name, activation
        Names of the two, as in ``Architecture.layer_names``; "" when there is no activation.
    state
        What a unit is called that is the same for all images looked at ("dead", "saturated"); ""
        for an activation that has no such state.
    shares : ndarray of float32, shape (3, N_BINS)
        Distributions, in the order of ``QUANTITIES``; zeros where there is none. Those of weights
        and activations are ``shares_of_values``, that of the gradients ``shares_of_magnitudes``.
    reaches : ndarray of float32, shape (3,)
        Reach of each distribution; 0 where there is none.
    update_ratio : float
        Norm of the step's change of the weights, as a share of their norm; nan before a step.
    units : ndarray of bool, shape (n_units,)
        Which units or maps are dead or saturated.
    """

    name: str
    activation: str
    state: str
    shares: Shares
    reaches: Shares
    update_ratio: float
    units: NDArray[np.bool_]

    @property
    def share_resting(self) -> float:
        """Share of units that are dead or saturated; nan where units cannot be."""
        return float(self.units.mean()) if self.state else nan


@dataclass(frozen=True)
class _Block:
    """Indices of a layer with weights, and of its activation, or None."""

    weights: int
    activation: int | None


class Profiler:
    """Looks into the layers of a network in training.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_samples, 28, 28)
        Images to look at; the first ones are used.
    """

    def __init__(self, images: NDArray[np.uint8]) -> None:
        self._images = images
        self._architecture: Architecture | None = None
        self._blocks: tuple[_Block, ...] = ()
        self._before = np.empty(0, np.float32)
        self._step_begins = False

    def note(self, parameters: FloatArray) -> None:
        """Remember the parameters, (n_parameters,), before a step."""
        if self._before.shape != parameters.shape:
            self._before = np.empty_like(parameters)
        self._before[:] = parameters
        self._step_begins = True

    def profiles(
        self, architecture: Architecture, parameters: FloatArray, gradients: FloatArray | None
    ) -> tuple[LayerProfile, ...]:
        """Return the profile of each layer with weights, after the step.

        Parameters
        ----------
        parameters, gradients : ndarray of float, shape (architecture.n_parameters,)
            After the step, and those of its batch; None when there are none.
        """
        if architecture is not self._architecture:
            self._architecture, self._blocks = architecture, tuple(_blocks(architecture))
            empty: list[dict[str, FloatArray]] = [{} for _ in architecture.layers]
            self._pass = ForwardPass(architecture, empty)
        now = architecture.split(parameters)
        before = architecture.split(self._before) if self._step_begins else None
        has_slopes = self._step_begins and gradients is not None
        slopes = architecture.split(gradients) if gradients is not None and has_slopes else None
        self._step_begins = False
        with np.errstate(all="ignore"):  # the weights of a run that fails may be anything
            seen = self._look(architecture, now)
            return tuple(
                self._profile(architecture, block, now, before, slopes, *seen[number])
                for number, block in enumerate(self._blocks)
            )

    def _profile(
        self,
        architecture: Architecture,
        block: _Block,
        now: list[dict[str, FloatArray]],
        before: list[dict[str, FloatArray]] | None,
        slopes: list[dict[str, FloatArray]] | None,
        activations: tuple[Shares, float],
        units: NDArray[np.bool_],
    ) -> LayerProfile:
        index, weights = block.weights, now[block.weights]["weights"]
        shares = np.zeros((len(QUANTITIES), N_BINS), np.float32)
        reaches = np.zeros(len(QUANTITIES), np.float32)
        shares[0], reaches[0] = shares_of_values(weights)
        shares[1], reaches[1] = activations
        if slopes:
            shares[2], reaches[2] = shares_of_magnitudes(slopes[index]["weights"]), 1.0
        ratio = nan
        if before:
            change = np.linalg.norm(weights - before[index]["weights"])
            ratio = float(change) / max(float(np.linalg.norm(weights)), _TINY)
        names, end = architecture.layer_names, block.activation
        return LayerProfile(
            name=names[index],
            activation="" if end is None else names[end],
            state="" if end is None else architecture.layers[end].resting_state,
            shares=shares,
            reaches=reaches,
            update_ratio=ratio,
            units=units,
        )

    def _look(
        self, architecture: Architecture, now: list[dict[str, FloatArray]]
    ) -> list[tuple[tuple[Shares, float], NDArray[np.bool_]]]:
        """Return for each block the distribution of its activations, and which units rest."""
        run, layers = self._pass, architecture.layers
        dtype = now[self._blocks[0].weights]["weights"].dtype
        for memory, layer, parameters in zip(run.memories, layers, now, strict=True):
            memory.parameters = layer.prepared(parameters)
        images = self._images[: _N_IMAGES["images" if architecture.works_on_images else "dense"]]
        found: list[tuple[tuple[Shares, float], NDArray[np.bool_]]] = []
        for start in range(0, len(images), architecture.chunk):
            part = images[start : start + architecture.chunk]
            run(as_input(part, run.input_memory, dtype))
            for number, block in enumerate(self._blocks):
                end = block.weights if block.activation is None else block.activation
                Y = run.memories[end].Y
                units = _resting(layers[end], Y)
                if start == 0:
                    found.append((shares_of_values(Y), units))
                else:
                    found[number][1][:] &= units
        return found


def _resting(layer: Layer, Y: FloatArray) -> NDArray[np.bool_]:
    values = layer.is_resting(Y).reshape(-1, Y.shape[-1])
    rests: NDArray[np.bool_] = np.logical_and.reduce(values, axis=0)
    return rests


def _blocks(architecture: Architecture) -> Iterator[_Block]:
    shapes = architecture.parameter_shapes
    starts = [index for index, of_layer in enumerate(shapes) if "weights" in of_layer]
    for start, stop in zip(starts, [*starts[1:], len(shapes)], strict=True):
        rest = range(start + 1, stop)
        ends = (index for index in rest if _is_activation(architecture.layers[index]))
        yield _Block(start, next(ends, None))


def _is_activation(layer: Layer) -> bool:
    return bool(layer.resting_state) or layer.is_output
