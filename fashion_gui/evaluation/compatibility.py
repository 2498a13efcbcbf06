"""Whether a network fits a data set, and which of its images it learned from."""

from collections.abc import Mapping
from typing import Any

from fashion_gui.data import Dataset, SplitPlan
from fashion_gui.nn.network import Network

_MOST_NAMES = 10


def incompatibility(network: Network, dataset: Dataset) -> str:
    """Return why a network cannot be evaluated on a data set; "" when it can."""
    if network.class_names == dataset.class_names:
        return ""
    return (
        f"expected a network that was trained on the classes of the images "
        f"({_listed(dataset.class_names)}), found one that was trained on "
        f"{_listed(network.class_names)}."
    )


def _listed(names: tuple[str, ...]) -> str:
    shown, n_more = ", ".join(names[:_MOST_NAMES]), len(names) - _MOST_NAMES
    return f"{shown} and {n_more} more" if n_more > 0 else shown


def splits_of(training: Mapping[str, Any], dataset: Dataset) -> SplitPlan:
    """Return which images of a data set a network learned from, as far as its file tells.

    Parameters
    ----------
    training
        How the network was trained, as in its model file.
    """
    n_images = len(dataset.train)
    if training.get("dataset") != dataset.digest:
        return SplitPlan.unknown(n_images)
    return SplitPlan.from_dict(training.get("splits"), n_images)
