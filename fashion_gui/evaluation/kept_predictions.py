"""Cached predictions: those of a finished network for a data set are computed only once."""

import hashlib
from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.predictions import (
    EarlyPredictions,
    Predictions,
    predict_split,
    predictions_of,
)
from fashion_gui.files.result_cache import Layout, ResultCache
from fashion_gui.nn.network import Network

_VERSION = 1
"""Raise it when networks predict something else than before from the same parameters."""


def predict_split_once(
    cache: ResultCache,
    network: Network,
    dataset: Dataset,
    part: Split,
    n_threads: int = 1,
    *,
    with_features: bool = False,
    with_early: bool = False,
) -> Generator[Predictions | EarlyPredictions | int, None, None]:
    """Yield what ``predict_split`` does, or at once the predictions if they are cached.

    Parameters
    ----------
    cache
        Where predictions are kept. Use it for networks that no longer learn.
    network, dataset, part, n_threads, with_features, with_early
        As for ``predict_split``.
    """
    known: dict[str, NDArray[Any]] = {}
    layouts = _layouts(network, len(dataset.subset(part)), with_features=with_features)
    for kind, layout in layouts.items():
        known |= cache.load(_key(kind, network, dataset, part), layout) or {}
    if all(kind in known for kind in layouts):
        yield predictions_of(network, dataset, part, known["probabilities"], known.get("features"))
        return
    for item in predict_split(
        network, dataset, part, n_threads, with_features=with_features, with_early=with_early
    ):
        yield item
        if isinstance(item, Predictions):
            for kind in layouts:
                array = getattr(item, kind)
                cache.save(_key(kind, network, dataset, part), {kind: array})


def _layouts(network: Network, n_images: int, *, with_features: bool) -> dict[str, Layout]:
    """Return what is kept, in two files because features are large and seldom needed."""
    n_classes = network.architecture.n_classes
    layouts: dict[str, Layout] = {
        "probabilities": {"probabilities": ((n_images, n_classes), np.float32)}
    }
    if with_features:
        layouts["features"] = {"features": ((n_images, network.n_features), np.float16)}
    return layouts


def _key(kind: str, network: Network, dataset: Dataset, part: Split) -> str:
    """Return everything that the predictions depend on, as text."""
    numbers = np.asarray(dataset.numbers(part), np.int64)
    images = hashlib.sha256(numbers.tobytes()).hexdigest()
    words = (kind, str(_VERSION), np.__version__, network.digest, dataset.digest, images)
    return " ".join(words)
