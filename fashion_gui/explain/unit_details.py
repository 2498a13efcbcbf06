"""What a unit or map looks for: its filter, where it looks, and the images that excite it most."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.checks import as_images
from fashion_gui.files.result_cache import Layout, ResultCache
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.layers import Dense, Dropout, Flatten
from fashion_gui.nn.network import Network
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

N_STRONGEST = 9
"""Number of images that are kept for each unit or map."""
_VERSION = 1


@dataclass(frozen=True, eq=False)
class UnitFilter:
    """Weights of a unit or map, as a picture.

    Attributes
    ----------
    weights : ndarray of float, shape (height, width)
    of
        Number of the map that these weights read; None if they read the image.
    n_maps
        Number of the maps that are read, of which this is the one with the largest weights.
    """

    weights: FloatArray
    of: int | None
    n_maps: int


def unit_filter(network: Network, layer: str, unit: int) -> UnitFilter | None:
    """Return the filter of a unit or map, or of the one that its layer passes on.

    Dense units that read an image or maps have one, too. None where no picture can be made: dense
    units that read other units, and what pools or flattens before any weights.

    Raises
    ------
    ValueError
        When there is no such layer.
    """
    architecture = network.architecture
    index = architecture.layer_index(layer)
    while not isinstance(architecture.layers[index], Dense | Conv2D):
        is_other = isinstance(architecture.layers[index], Flatten | GlobalAveragePool)
        if is_other or index == 0:
            return None
        index -= 1
    weights = network.layer_parameters()[index]["weights"]
    if isinstance(architecture.layers[index], Conv2D):
        return _strongest(weights[..., unit])
    before = index - 1
    while before >= 0 and isinstance(architecture.layers[before], Dropout):
        before -= 1
    if before < 0 or not isinstance(architecture.layers[before], Flatten):
        return None
    shape = architecture.shapes[before]
    return _strongest(weights[:, unit].reshape(*shape[:2], -1))


def _strongest(weights: FloatArray) -> UnitFilter:
    """Return the part of weights (height, width, n_maps) with the largest norm."""
    n_maps = weights.shape[2]
    with np.errstate(over="ignore"):
        of = int(np.linalg.norm(weights, axis=(0, 1)).argmax())
    return UnitFilter(weights[..., of].copy(), None if n_maps == 1 else of, n_maps)


def receptive_field(
    architecture: Architecture, layer: str, row: int, column: int
) -> tuple[int, int, int, int]:
    """Return which pixels a value of a map depends on.

    Returns
    -------
    top, left, bottom, right
        The first row and column, and those after the last: those outside the image are left out.

    Raises
    ------
    ValueError
        When there is no such layer, or it gives no maps.
    """
    index = architecture.layer_index(layer)
    if len(architecture.shapes[index + 1]) != 3:
        raise ValueError(f"Expected a layer that gives maps, found {layer}.")
    top, left, bottom, right = row, column, row + 1, column + 1
    for each in reversed(architecture.layers[: index + 1]):
        if isinstance(each, Conv2D):
            size, stride, padding = each.kernel, each.stride, each.padding
        elif isinstance(each, MaxPool2D):
            size, stride, padding = each.size, each.stride, 0
        else:
            continue
        top, left = top * stride - padding, left * stride - padding
        bottom, right = ((end - 1) * stride - padding + size for end in (bottom, right))
    height, width = architecture.input_shape[:2]
    return max(0, top), max(0, left), min(height, bottom), min(width, right)


@dataclass(frozen=True, eq=False)
class StrongestImages:
    """The images that excite each unit or map of each layer most.

    Attributes
    ----------
    numbers
        For each layer by its name, ndarray of int32 (n_units, 9): indices of the images, the
        strongest first. With fewer images, fewer.
    values
        What each gives for them, ndarray of float32 of that shape: in a map, the largest value.
    """

    numbers: dict[str, NDArray[np.int32]]
    values: dict[str, NDArray[np.float32]]


def finding_strongest(
    network: Network, images: NDArray[np.uint8], cache: ResultCache | None = None, key: str = ""
) -> Iterator[float | StrongestImages]:
    """Find the images that excite each unit and map most, in one pass over all of them.

    A mirrored network is given the images as they are only.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_images, 28, 28)
    cache, key
        Where results are kept, and the digest of the images; None for nowhere.

    Yields
    ------
    float
        Share of the images that is done.
    StrongestImages
        The last.
    """
    images = as_images(images, network.architecture.input_shape)
    words = f"strongest {_VERSION} {np.__version__} {network.digest} {key} {len(images)}"
    layout = _layout(network.architecture, min(N_STRONGEST, len(images)))
    if cache and (known := cache.load(words, layout)):
        yield _named(known)
        return
    names = list(_layers(network.architecture))
    found: dict[str, NDArray[np.generic]] = {}
    run, chunk = network.forward_pass(), network.architecture.chunk
    for start in range(0, len(images), chunk):
        _take_part(network, run, names, images[start : start + chunk], start, found)
        yield min(1.0, (start + chunk) / len(images))
    arrays = {name: np.ascontiguousarray(found[name].T) for name in layout}
    if cache:
        cache.save(words, arrays)
    yield _named(arrays)


@one_blas_thread
def _take_part(
    network: Network,
    run: ForwardPass,
    names: list[str],
    images: NDArray[np.uint8],
    start: int,
    found: dict[str, NDArray[np.generic]],
) -> None:
    """Add some images to what was found before, as arrays of shape (at most 9, n_units)."""
    with np.errstate(all="ignore"):
        run(as_input(images, run.input_memory, network.parameters.dtype))
    for name in names:
        Y = run.memories[network.architecture.layer_index(name)].Y
        if Y.ndim == 4:
            Y = Y.max(axis=(0, 1))
        with np.errstate(over="ignore"):
            values = Y[: len(images)].astype(np.float32)
        values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
        numbers = np.broadcast_to(
            np.arange(start, start + len(values), dtype=np.int32)[:, np.newaxis], values.shape
        )
        if f"values {name}" in found:
            values = np.concatenate([found[f"values {name}"], values])
            numbers = np.concatenate([found[f"numbers {name}"], numbers])
        order = np.argsort(-values, axis=0, kind="stable")[:N_STRONGEST]
        found[f"values {name}"] = np.take_along_axis(values, order, axis=0)
        found[f"numbers {name}"] = np.take_along_axis(numbers, order, axis=0)


def _layers(architecture: Architecture) -> Iterator[str]:
    """Yield the layers whose units are more than pixels passed on."""
    for layer, name in zip(architecture.layers, architecture.layer_names, strict=True):
        if not isinstance(layer, Flatten):
            yield name


def _layout(architecture: Architecture, n_strongest: int) -> Layout:
    layout: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {}
    for name in _layers(architecture):
        n_units = architecture.shapes[architecture.layer_index(name) + 1][-1]
        layout[f"numbers {name}"] = ((n_units, n_strongest), np.int32)
        layout[f"values {name}"] = ((n_units, n_strongest), np.float32)
    return layout


def _named(arrays: dict[str, NDArray[np.generic]]) -> StrongestImages:
    parts: dict[str, dict[str, NDArray[np.generic]]] = {"numbers": {}, "values": {}}
    for words, array in arrays.items():
        kind, _, name = words.partition(" ")
        parts[kind][name] = array
    return StrongestImages(**parts)  # type: ignore[arg-type]
