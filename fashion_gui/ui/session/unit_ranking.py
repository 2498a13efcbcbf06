"""Finds out in the background which classes depend on which unit of a layer."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from fashion_gui.data import Dataset
from fashion_gui.explain.ablation_effects import (
    AblationBench,
    AblationRanking,
    UnitEffect,
    rank_units,
)
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork


@dataclass(frozen=True, eq=False)
class RankingAnswer:
    """What is known so far.

    Attributes
    ----------
    network
    layer
        Its name.
    done
        Share of the units that were switched off so far.
    ranking
        None before all of them were.
    """

    network: Network
    layer: str
    done: float
    ranking: AblationRanking | None = None


class UnitRanking(LatestWork):
    """Switches the units of one layer off, one after the other, on the test images."""

    failure = "The units could not be ranked: {}"

    def ask(self, network: Network, dataset: Dataset, layer: str) -> None:
        """Rank the units of a layer, giving a ``RankingAnswer`` after each of them."""
        self.do(partial(_ranking, network, dataset, layer))


def _ranking(
    network: Network, dataset: Dataset, layer: str
) -> Generator[RankingAnswer | None, None, None]:
    bench = AblationBench(network, dataset.test.images)
    for item in rank_units(bench, dataset.test.labels, layer):
        if isinstance(item, UnitEffect):
            yield RankingAnswer(network, layer, item.n_done / item.n_units)
        elif isinstance(item, AblationRanking):
            yield RankingAnswer(network, layer, 1.0, item)
        else:
            yield None  # while a network answers
