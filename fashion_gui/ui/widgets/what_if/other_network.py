"""The other network that an experiment shows its result to."""

from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.session import Session


def other_network(session: Session, network: Network) -> ModelEntry | None:
    """Return the compared network, else one that came with the program; None if none fits."""
    shipped = [session.models.get(name) for name in (model_file.DEFAULT_MODEL, "mlp")]
    for entry in (session.compared, *shipped, *session.models.values()):
        if entry and entry is not session.active_model and _fits(entry.network, network):
            return entry
    return None


def _fits(network: Network, other: Network) -> bool:
    is_same_size = network.architecture.input_shape == other.architecture.input_shape
    return is_same_size and network.class_names == other.class_names
