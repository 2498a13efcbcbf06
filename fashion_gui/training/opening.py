"""Opening a trained network, and making sure that it fits this program's data."""

from pathlib import Path

from fashion_gui.data.fashion_mnist import N_CLASSES, Dataset
from fashion_gui.nn.model_file import ModelFileError, SavedNetwork, load
from fashion_gui.nn.network import Network


def open_network(path: Path) -> SavedNetwork:
    """Read a network from a file.

    Raises
    ------
    ModelFileError
        One sentence, when the file is damaged or the network does not tell ten classes apart.
    """
    saved = load(path)
    if (found := saved.network.architecture.n_classes) != N_CLASSES:
        raise ModelFileError(
            f"{path}: expected a network that tells {N_CLASSES} classes apart, found {found}."
        )
    return saved


def misfit(network: Network, dataset: Dataset) -> str:
    """Say why a network cannot be judged by a data set's images; "" when it can."""
    if network.class_names == dataset.class_names:
        return ""
    return (
        f"expected a network that was taught the classes of the images "
        f"({', '.join(dataset.class_names)}), found one that was taught "
        f"{', '.join(network.class_names)}."
    )
