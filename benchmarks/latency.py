"""Latency of ``predict_proba`` for every network that comes with the program.

Wall time from bytes to probabilities, on one thread; PyTorch runs the same layers as ``mlp``, also
from bytes to probabilities, in inference mode.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import pytorch
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, interleaved, tail
from fashion_gui.data import load
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network

_ROUNDS = {1: 1000, 10_000: 50}
_AT_MOST_S = 12.0


def measure() -> Result:
    """Return a row for each network and number of images."""
    networks = {name: model_file.load(path).network for name, path in model_file.shipped().items()}
    torch = pytorch.load_torch()
    images = load().test.images
    rows: list[tuple[Cell, ...]] = []
    for n_images, rounds in _ROUNDS.items():
        asked = images[:n_images].copy()  # PyTorch warns of arrays that are read-only
        runs: dict[str, Callable[[], object]] = {
            name: _ours(network, asked) for name, network in networks.items()
        }
        if torch is not None and "mlp" in networks:
            runs["mlp in PyTorch"] = _pytorch(torch, networks["mlp"], asked)
        seconds = interleaved(runs, rounds, clock=perf_counter, at_most_s=_AT_MOST_S)
        rows += [(name, n_images, *tail(values)) for name, values in seconds.items()]
    return Result(
        "Answers, milliseconds on the wall on one thread",
        ("network", "images", *TAIL),
        tuple(rows),
        () if torch is not None else (pytorch.NOT_INSTALLED,),
    )


def _ours(network: Network, images: NDArray[np.uint8]) -> Callable[[], object]:
    return lambda: network.predict_proba(images)


def _pytorch(torch: Any, network: Network, images: NDArray[np.uint8]) -> Callable[[], object]:
    same = pytorch.same_network(torch, network.architecture).eval()

    def answer() -> object:
        with torch.inference_mode():
            X = torch.from_numpy(images.reshape(len(images), -1)).float() / 255
            return torch.softmax(same(X), dim=1).numpy()

    return answer
