"""Looks in the background for the images that excite each unit and map of a network most."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from fashion_gui.data import Dataset
from fashion_gui.explain.unit_details import StrongestImages, finding_strongest
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork


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
    """

    network: Network
    dataset: Dataset
    done: float
    found: StrongestImages | None = None


class StrongestFinder(LatestWork):
    """Looks through the test images, for the network that was asked about last."""

    failure = "The images that excite it most could not be found: {}."

    def ask(self, network: Network, dataset: Dataset, cache: ResultCache | None) -> None:
        """Look through all test images, giving a ``StrongestAnswer`` after each of their parts."""
        self.do(partial(_finding, network, dataset, cache))


def _finding(
    network: Network, dataset: Dataset, cache: ResultCache | None
) -> Generator[StrongestAnswer | None, None, None]:
    for item in finding_strongest(network, dataset.test.images, cache, dataset.digest):
        if isinstance(item, StrongestImages):
            yield StrongestAnswer(network, dataset, 1.0, item)
        else:
            yield StrongestAnswer(network, dataset, item)
