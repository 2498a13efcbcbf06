"""Ablation: a network with units or maps off or scaled, with noise in its weights, or pruned.

Only parameters are changed, so the result is a network like any other: it can predict, be
explained, saved and changed again. The novelty detector stays as it is.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Parameters
from fashion_gui.nn.layers import Dense, Flatten, ReLU
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import EPSILON, BatchNorm


def hidden_layers(network: Network) -> tuple[str, ...]:
    """Return the layers with hidden units or maps: those whose output the next weights read.

    Layers that only pass on values, such as a pool, are replaced by the layer before them. The
    first layer with weights reads the image, which is not a hidden layer.
    """
    architecture = network.architecture
    readers = [i for i, shapes in enumerate(architecture.parameter_shapes) if "weights" in shapes]
    names = []
    for reader in readers[1:]:
        index = reader - 1
        while architecture.layers[index].is_passive:
            index -= 1
        names.append(architecture.layer_names[index])
    return tuple(names)


def n_units(network: Network, layer: str) -> int:
    """Return the number of units, or maps, of a layer."""
    architecture = network.architecture
    return architecture.shapes[architecture.layer_index(layer) + 1][-1]


def switched_off(network: Network, layer: str, units: Sequence[int]) -> Network:
    """Return the network with units, or whole maps, of a layer that always output 0.

    The parameters and errors are those of `scaled`.
    """
    return scaled(network, layer, units, 0.0)


def scaled(network: Network, layer: str, units: Sequence[int], factor: float) -> Network:
    """Return the network with the outputs of units, or maps, of a layer times a factor.

    For a layer with parameters those are changed, for another one the weights that read it: the
    result is exact, whatever layers lie between.

    Parameters
    ----------
    layer
        Name of the layer, usually one of `hidden_layers`. Off means 0 after an activation: a
        sigmoid of 0 is 0.5.
    units
        Numbers of units or maps, from 0.
    factor
        At least 0; 0 switches off, 1 changes nothing.

    Raises
    ------
    ValueError
        When there is no such layer or unit, or the factor is negative or not finite.
    NotOfferedError
        When no parameter can do that: for the network's output, or before another activation.
    """
    chosen = _as_units(network, layer, units)
    if not 0 <= factor < np.inf:
        raise ValueError(f"Expected a factor from 0 on, found {factor:g}.")
    vector = network.parameters.copy()
    _scale(network.architecture, network.architecture.split(vector), layer, chosen, factor)
    return _changed(network, vector)


def with_noise(
    network: Network, amount: float, rng: Generator, layer: str | None = None
) -> Network:
    """Return the network with normal noise in its weights, not in its biases.

    Parameters
    ----------
    amount
        Standard deviation of the noise, as a share of that of the weights of each layer.
    rng
        Random generator.
    layer
        Name of a layer with weights; None for all.

    Raises
    ------
    ValueError
        When there is no such layer, it has no weights, or the amount is negative or not finite.
    """
    if not 0 <= amount < np.inf:
        raise ValueError(f"Expected an amount of noise from 0 on, found {amount:g}.")
    vector = network.parameters.copy()
    for weights in _weights(network, vector, layer):
        noise = rng.standard_normal(weights.shape, dtype=np.float32)
        weights += noise.astype(weights.dtype) * (amount * weights.std())
    return _changed(network, vector)


def pruned(network: Network, share: float, layer: str | None = None) -> Network:
    """Return the network without its smallest weights: they are set to 0.

    Parameters
    ----------
    share
        Share of the weights that are set to 0, from 0 to 1.
    layer
        Name of a layer with weights; None for all, each with the same share.

    Raises
    ------
    ValueError
        When there is no such layer, it has no weights, or the share is not from 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"Expected a share from 0 to 1, found {share:g}.")
    vector = network.parameters.copy()
    for weights in _weights(network, vector, layer):
        order = np.argsort(np.abs(weights), axis=None, kind="stable")
        weights.reshape(-1)[order[: round(share * weights.size)]] = 0
    return _changed(network, vector)


def _scale(
    architecture: Architecture,
    parameters: Sequence[Parameters],
    layer: str,
    units: NDArray[np.intp],
    factor: float,
) -> None:
    first = architecture.layer_index(layer)
    if isinstance(architecture.layers[first], Dense | Conv2D | BatchNorm):
        for name, values in parameters[first].items():
            if name not in architecture.layers[first].statistics:
                values[..., units] *= factor
        return
    for index in range(first + 1, len(architecture.layers)):
        reader, arrays = architecture.layers[index], parameters[index]
        if isinstance(reader, Dense):
            arrays["weights"][units] *= factor
            return
        if isinstance(reader, Conv2D):
            arrays["weights"][:, :, units] *= factor
            return
        if isinstance(reader, BatchNorm):
            # The running mean is that of the unscaled values: the shift compensates for it.
            slope = arrays["scale"][units] / np.sqrt(arrays["variance"][units] + EPSILON)
            arrays["shift"][units] += (factor - 1) * arrays["mean"][units] * slope
            arrays["scale"][units] *= factor
            return
        if not (reader.is_passive or isinstance(reader, ReLU)):
            break
        if isinstance(reader, Flatten) and len(architecture.shapes[index]) == 3:
            everything = np.arange(np.prod(architecture.shapes[index]))
            units = everything[np.isin(everything % architecture.shapes[index][-1], units)]
    raise NotOfferedError(
        f"What {layer} gives cannot be changed: no weights read it before the next activation."
    )


def _as_units(network: Network, layer: str, units: Sequence[int]) -> NDArray[np.intp]:
    count = n_units(network, layer)
    chosen = np.unique(np.asarray(units, np.intp))
    if len(chosen) and not 0 <= chosen[0] <= chosen[-1] < count:
        outside = next(unit for unit in chosen if not 0 <= unit < count)
        raise ValueError(f"{layer} has the units 0 to {count - 1}, found {outside}.")
    return chosen


def _weights(network: Network, vector: FloatArray, layer: str | None) -> list[NDArray[Any]]:
    """Return the arrays of weights of a layer, or of all, as views of the vector."""
    parts = network.architecture.split(vector)
    if layer is not None:
        parts = [parts[network.architecture.layer_index(layer)]]
    weights = [part["weights"] for part in parts if "weights" in part]
    if not weights:
        raise ValueError(f"Expected a layer with weights, found {layer}, which has none.")
    return weights


def _changed(network: Network, vector: FloatArray) -> Network:
    return Network(network.architecture, vector, network.class_names, network.novelty)
