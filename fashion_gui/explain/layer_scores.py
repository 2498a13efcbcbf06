"""What a layer makes of all images of a data set, as scores on its principal components.

A layer gives up to 12,544 values for each of 70,000 images: too many to keep. So the principal
components of some images are found first, and only the first fifty scores of every image are kept.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset
from fashion_gui.explain.projection import Components, Rows, principal_components
from fashion_gui.files.result_cache import Layout, ResultCache
from fashion_gui.nn.forward_pass import as_input
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import Threads

N_COMPONENTS = 50
_VERSION = 2
"""Raise it when scores would be others than before."""
_N_SAMPLE = 1500
_MOST_VALUES = 2**24
"""Of the images that the components are found from: so many values, 67 MB, at most."""
_LEAST_SAMPLE = 400
_CHUNK = 256


@dataclass(frozen=True, eq=False)
class LayerScores:
    """The scores of some images at a layer.

    Attributes
    ----------
    numbers : ndarray of int, shape (n,)
        Of the images.
    scores : ndarray of float32, shape (n, n_components)
    components
        What the scores are along.
    """

    numbers: NDArray[np.intp]
    scores: Rows
    components: Components


class LayerReader:
    """Reads the output of a layer, a mirrored network's for images as they are only.

    Parameters
    ----------
    network
        None for the pixels.
    layer
        A name in ``Architecture.layer_names``; None for the pixels.
    n_threads
        Threads that work side by side.
    """

    def __init__(self, network: Network, layer: str | None, n_threads: int = 1) -> None:
        architecture = network.architecture
        self._n_layers = 0 if layer is None else architecture.layer_index(layer) + 1
        self._dtype = network.parameters.dtype
        self._chunk = min(_CHUNK, 2 * architecture.chunk) if layer else _CHUNK
        self._n_threads = n_threads
        self._passes = [network.forward_pass() for _ in range(n_threads)]
        self.n_values = prod(architecture.shapes[self._n_layers])

    def rows(self, images: NDArray[np.uint8]) -> Rows:
        """Return the output for images, (n, 28, 28): float32 (n, n_values), finite."""
        rows = np.empty((len(images), self.n_values), np.float32)

        def work(start: int) -> None:
            part = slice(start, min(start + self._chunk, len(images)))
            run = self._passes.pop()
            X = as_input(images[part], run.input_memory, self._dtype)
            Y = run(X, self._n_layers) if self._n_layers else X
            Y = Y.transpose(2, 0, 1, 3) if Y.ndim == 4 else Y
            rows[part] = Y.reshape(len(Y), -1)
            self._passes.append(run)

        with closing(Threads(self._n_threads)) as threads:
            threads.map(work, range(0, len(images), self._chunk))
        # A network that diverged may overflow.
        return np.nan_to_num(rows, copy=False, posinf=0.0, neginf=0.0)


def order_of(n_images: int) -> NDArray[np.intp]:
    """Return all numbers in the order in which images come onto a map: always the same chance."""
    return np.random.default_rng(0).permutation(n_images)


def scoring(
    reader: LayerReader, dataset: Dataset, numbers: NDArray[np.intp], n_at_once: int
) -> Iterator[LayerScores]:
    """Yield the scores of images, some at a time; the first ones decide on the components."""
    n_sample = max(_LEAST_SAMPLE, min(_N_SAMPLE, _MOST_VALUES // reader.n_values))
    first = numbers[:n_sample]
    rows = reader.rows(dataset.images(first))
    components = principal_components(rows, N_COMPONENTS)
    yield LayerScores(first, components.project(rows), components)
    for start in range(n_sample, len(numbers), n_at_once):
        part = numbers[start : start + n_at_once]
        rows = reader.rows(dataset.images(part))
        yield LayerScores(part, components.project(rows), components)


def all_scores(
    network: Network,
    layer: str | None,
    dataset: Dataset,
    n_threads: int = 1,
    cache: ResultCache | None = None,
    n_at_once: int = 1000,
) -> Generator[LayerScores, None, LayerScores]:
    """Yield the scores of more and more images, then return those of all, or do so at once.

    Parameters
    ----------
    network
        One that no longer learns.
    layer
        Its name; None for the pixels.
    cache
        Where scores are kept; None for nowhere.
    n_at_once
        How many images are added at a time.

    Returns
    -------
    LayerScores
        Of all images in the order of their numbers.
    """
    reader = LayerReader(network, layer, n_threads)
    key = _key(network, layer, dataset)
    numbers = np.arange(len(dataset))
    if cache and (kept := cache.load(key, _layout(reader, len(dataset)))):
        parts = (kept[name] for name in ("mean", "axes", "shares"))
        return LayerScores(numbers, kept["scores"], Components(*parts))
    scores: Rows | None = None
    for found in scoring(reader, dataset, order_of(len(dataset)), n_at_once):
        if scores is None:
            scores = np.zeros((len(dataset), found.scores.shape[1]), np.float32)
        scores[found.numbers] = found.scores
        components = found.components
        yield found
    assert scores is not None
    if cache:
        of_components = {name: getattr(components, name) for name in ("mean", "axes", "shares")}
        cache.save(key, {"scores": scores, **of_components})
    return LayerScores(numbers, scores, components)


def _layout(reader: LayerReader, n_images: int) -> Layout:
    n_sample = max(_LEAST_SAMPLE, min(_N_SAMPLE, _MOST_VALUES // reader.n_values))
    n = min(N_COMPONENTS, reader.n_values, min(n_sample, n_images) - 1)
    shapes: dict[str, tuple[int, ...]] = {
        "scores": (n_images, n),
        "mean": (reader.n_values,),
        "axes": (n, reader.n_values),
        "shares": (n,),
    }
    return {name: (shape, np.float32) for name, shape in shapes.items()}


def _key(network: Network, layer: str | None, dataset: Dataset) -> str:
    """Return everything that the scores depend on, as text."""
    where = ("pixels",) if layer is None else (network.digest, layer)
    words: tuple[Any, ...] = ("scores", _VERSION, np.__version__, dataset.digest, *where)
    return " ".join(map(str, words))
