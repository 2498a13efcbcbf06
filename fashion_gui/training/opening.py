"""Opening a trained network, and making sure that it fits this program's data."""

from pathlib import Path

from fashion_gui.data.fashion_mnist import N_CLASSES
from fashion_gui.nn.model_file import ModelFileError, SavedNetwork, load


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
