"""The cost of one change of a network when it predicts all test images again."""

from collections.abc import Callable
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, interleaved, spread
from fashion_gui.data import load
from fashion_gui.explain import AblationBench, hidden_layers, switched_off, with_noise
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network

NETWORK = "mlp"
_ROUNDS = 20


def measure() -> Result:
    """Return a row for a full prediction, and one for each kind of change."""
    network = model_file.load(model_file.find(NETWORK)).network
    images = load().test.images
    seconds = interleaved(changes(network, images), _ROUNDS, perf_counter)
    everything = float(np.median(next(iter(seconds.values()))))
    rows: list[tuple[Cell, ...]] = []
    for name, times in seconds.items():
        share = 100 * float(np.median(times)) / everything
        rows.append((name, *spread(times, 1000), share))
    return Result(
        f"One change of {NETWORK} and its answers to {len(images):,} images, milliseconds",
        ("change", *SPREAD, "% of all answers"),
        tuple(rows),
        ("A unit off: only what follows it is computed. Noise in all weights: everything is.",),
    )


def changes(network: Network, images: NDArray[np.uint8]) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name: a full prediction, and those of changed networks."""
    bench = AblationBench(network, images)
    bench.probabilities()
    rng = np.random.default_rng(0)

    def switch_off(layer: str) -> NDArray[np.float32]:
        return bench.probabilities(switched_off(network, layer, [0]))

    def disturb() -> NDArray[np.float32]:
        return bench.probabilities(with_noise(network, 0.1, rng))

    off = {f"a unit of {one} off": partial(switch_off, one) for one in hidden_layers(network)}
    return {
        "all answers, unchanged": partial(network.predict_proba, images),
        **off,
        "noise in all weights": disturb,
    }
