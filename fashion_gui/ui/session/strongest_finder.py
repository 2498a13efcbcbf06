"""Looks in the background for the images that excite each unit and map of a network most."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial
from time import thread_time

import numpy as np
from PySide6.QtCore import QObject

from fashion_gui.data import Dataset
from fashion_gui.explain.layer_scores import order_of
from fashion_gui.explain.unit_details import StrongestImages, finding_strongest
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.latest_work import LatestWork

_N_LIVE = 100, 2000
"""Least and largest number of images that a network in training is given."""
_LIVE_S = 0.03
"""Computing time that these may take: for a slow network they are fewer."""


@dataclass(frozen=True, eq=False)
class StrongestAnswer:
    """What is found so far.

    Attributes
    ----------
    network
    dataset
        The images are its test images.
    done
        Share of them that the network has seen.
    found
        None before all were seen.
    n_sampled
        How many of the images were looked at, spread over all; None for all of them.
    """

    network: Network
    dataset: Dataset
    done: float
    found: StrongestImages | None = None
    n_sampled: int | None = None


class StrongestFinder(LatestWork):
    """Looks through the test images, for the network that was asked about last."""

    failure = "The images that excite it most could not be found: {}."

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(threads, parent)
        self._n_live = _N_LIVE[0]

    def ask(self, network: Network, dataset: Dataset, cache: ResultCache | None) -> None:
        """Look through all test images, giving a ``StrongestAnswer`` after each of their parts."""
        self.do(partial(_finding, network, dataset, cache))

    def ask_live(self, network: Network, dataset: Dataset) -> None:
        """Look at a few test images for a network that will be another one soon."""
        self.do(partial(self._sampling, network, dataset), gives_way=False)

    def _sampling(
        self, network: Network, dataset: Dataset
    ) -> Generator[StrongestAnswer, None, None]:
        began, images = thread_time(), dataset.test.images
        chosen = np.sort(order_of(len(images))[: self._n_live]).astype(np.int32)
        *_, found = finding_strongest(network, images[chosen])
        assert isinstance(found, StrongestImages)
        numbers = {layer: chosen[rows] for layer, rows in found.numbers.items()}
        took = thread_time() - began
        self._n_live = int(np.clip(len(chosen) * _LIVE_S / max(took, 1e-6), *_N_LIVE))
        yield StrongestAnswer(
            network, dataset, 1.0, replace(found, numbers=numbers), n_sampled=len(chosen)
        )


def _finding(
    network: Network, dataset: Dataset, cache: ResultCache | None
) -> Generator[StrongestAnswer | None, None, None]:
    for item in finding_strongest(network, dataset.test.images, cache, dataset.digest):
        if isinstance(item, StrongestImages):
            yield StrongestAnswer(network, dataset, 1.0, item)
        else:
            yield StrongestAnswer(network, dataset, item)
