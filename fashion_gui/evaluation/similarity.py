"""The images most similar to a drawing for a network, found quickly enough to follow a pen.

The features of the last hidden layer are compared by their directions in a few dimensions, those
of the network's novelty detector or else the principal ones. `neighbours` compares all values by
their distance, which is exact and takes a hundred times as long.
"""

from collections.abc import Generator
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset
from fashion_gui.files.result_cache import Layout, ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import principal_directions, unit_rows

_N_DIMENSIONS = 48
"""Most dimensions without a novelty detector: as many as a detector has."""
_BLOCKS = (250, 1000)
"""Images after which the index can be used: at first, and then the most that are added at once."""
_GOLDEN = 0.618
_VERSION = 1
"""Raise it when an index holds something else than before for the same network."""


@dataclass(frozen=True, eq=False)
class SimilarityIndex:
    """Directions of the training images that have been looked at so far.

    Attributes
    ----------
    network
        The network whose features they are.
    images
        The images that are indexed: uint8 (n_images, 28, 28).
    numbers : ndarray of int64, shape (n_indexed,)
        Numbers of the images, scattered over the whole file.
    n_wanted
        How many will be in the index in the end.
    directions : ndarray of float32, shape (n_indexed, n_dimensions)
        Of length 1.
    projection : ndarray of float32, shape (n_features, n_dimensions)
    """

    network: Network
    images: NDArray[np.uint8]
    numbers: NDArray[np.int64]
    n_wanted: int
    directions: NDArray[np.float32]
    projection: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def is_complete(self) -> bool:
        """Whether all images are in it that will be."""
        return len(self) == self.n_wanted

    @one_blas_thread
    def nearest(
        self, features: NDArray[np.floating], n: int, n_most: int | None = None
    ) -> tuple[int, ...]:
        """Return the numbers of the `n` most similar images, the most similar first.

        Parameters
        ----------
        features : ndarray of float, shape (n_features,)
            Of the network's last hidden layer for an image.
        n_most
            Images to search, spread over the whole file; None for all that are indexed.
        """
        [query] = unit_rows(features.astype(np.float32)[np.newaxis] @ self.projection)
        cosines = self.directions[:n_most] @ query
        n = min(n, len(cosines))
        if n == 0:
            return ()
        places = np.argpartition(cosines, -n)[-n:]
        order = places[np.argsort(-cosines[places], kind="stable")]
        return tuple(int(number) for number in self.numbers[order])


def indexing(
    network: Network,
    dataset: Dataset,
    n_threads: int = 1,
    n_most: int | None = None,
    before: SimilarityIndex | None = None,
) -> Generator[SimilarityIndex | None, None, None]:
    """Yield larger and larger indices of the training images, the complete one last.

    In between it yields None, wherever it may be paused or given up.

    Parameters
    ----------
    n_threads
        Threads that work side by side.
    n_most
        Most images, evenly chosen; None for all of them.
    before
        An index of the same network and images, to continue with.
    """
    images = dataset.train.images
    numbers = _scattered(len(images))[:n_most]
    projection = before.projection if before else _known_projection(network)
    directions: NDArray[np.float32] | None = None
    stop = len(before) if before else 0
    if before:
        directions = np.empty((len(numbers), before.directions.shape[1]), np.float32)
        directions[:stop] = before.directions
    while stop < len(numbers):
        start, stop = stop, min(len(numbers), stop + min(max(_BLOCKS[0], stop), _BLOCKS[1]))
        block = numbers[start:stop]
        parts = []
        for _, features in network.answers_with_features(images[block], n_threads):
            parts.append(features)
            yield None
        found = np.concatenate(parts).astype(np.float32)
        with one_blas_thread:
            if projection is None:
                projection = principal_directions(unit_rows(found), _N_DIMENSIONS)
            if directions is None:
                directions = np.empty((len(numbers), projection.shape[1]), np.float32)
            directions[start:stop] = unit_rows(found @ projection)
        yield SimilarityIndex(
            network, images, numbers[:stop], len(numbers), directions[:stop], projection
        )


def indexing_once(
    cache: ResultCache,
    network: Network,
    dataset: Dataset,
    n_threads: int = 1,
    n_most: int | None = None,
    before: SimilarityIndex | None = None,
) -> Generator[SimilarityIndex | None, None, None]:
    """Yield what ``indexing`` does, or at once the index of all images if it is cached."""
    numbers = _scattered(len(dataset.train))
    key = f"similarity {_VERSION} {np.__version__} {network.digest} {dataset.digest}"
    if known := cache.load(key, _layout(network, len(numbers))):
        directions = known["directions"].astype(np.float32)
        projection = known["projection"]
        yield SimilarityIndex(
            network, dataset.train.images, numbers, len(numbers), directions, projection
        )
        return
    for index in indexing(network, dataset, n_threads, n_most, before):
        yield index
        if index and len(index) == len(numbers):
            half = index.directions.astype(np.float16)
            cache.save(key, {"directions": half, "projection": index.projection})


def _layout(network: Network, n_images: int) -> Layout:
    known, n_features = _known_projection(network), network.n_features
    n = known.shape[1] if known is not None else min(_N_DIMENSIONS, n_features)
    return {
        "directions": ((n_images, n), np.float16),
        "projection": ((n_features, n), np.float32),
    }


def _known_projection(network: Network) -> NDArray[np.float32] | None:
    return network.novelty.projection.astype(np.float32) if network.novelty else None


def _scattered(n: int) -> NDArray[np.int64]:
    """Return the numbers below `n` in an order whose beginning is spread evenly over all."""
    step = max(1, round(n * _GOLDEN))
    while gcd(step, n) > 1:
        step += 1
    return np.arange(n, dtype=np.int64) * step % max(1, n)
