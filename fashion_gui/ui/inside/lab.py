"""Changes of the active network, one after the other, that can be taken back."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.explain.ablation import pruned, scaled, switched_off, with_noise
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.network import Network
from fashion_gui.percent import percent
from fashion_gui.ui.session.model_entry import IN_TRAINING, ModelEntry
from fashion_gui.ui.session.session import Session

Kind = Literal["off", "scale", "noise", "prune"]


@dataclass(frozen=True)
class Operation:
    """One change of a network.

    Attributes
    ----------
    kind
        A unit is switched off or scaled; weights get noise or are pruned.
    layer
        Of the unit, or of the weights; None for all weights.
    unit
        None for weights.
    amount
        Factor of a unit; standard deviation of noise as a share of that of the weights; share of
        pruned weights.
    """

    kind: Kind
    layer: str | None
    unit: int | None = None
    amount: float = 0.0

    @property
    def words(self) -> str:
        """What it does, to follow the name of a network."""
        of = f" in {self.layer}" if self.layer else ""
        if self.kind == "off":
            return f"without {self.layer}:{self.unit}"
        if self.kind == "scale":
            return f"with {self.layer}:{self.unit} times {self.amount:g}"
        if self.kind == "noise":
            return f"with {percent(self.amount, 0)} noise{of}"
        return f"without {percent(self.amount, 0)} of the weights{of}"

    def apply(self, network: Network, seed: int) -> Network:
        """Return the changed network.

        Raises
        ------
        NotOfferedError
            When the layer's units cannot be changed.
        """
        if self.kind in ("off", "scale"):
            assert self.layer is not None
            assert self.unit is not None
            if self.kind == "off":
                return switched_off(network, self.layer, [self.unit])
            return scaled(network, self.layer, [self.unit], self.amount)
        if self.kind == "noise":
            return with_noise(network, self.amount, np.random.default_rng(seed), self.layer)
        return pruned(network, self.amount, self.layer)


class Lab(QObject):
    """Makes changed networks active; they are compared with the one before all changes.

    Attributes
    ----------
    base
        The network before all changes; None while nothing is changed.
    operations
        The changes so far, in order.
    """

    changed = Signal()
    """There are other changes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.base: ModelEntry | None = None
        self.operations: tuple[Operation, ...] = ()
        self._networks: tuple[Network, ...] = ()
        self._compared: str | None = None
        session.network_changed.connect(self._on_network)

    def apply(self, operation: Operation) -> None:
        """Change the active network; a message if that is not possible."""
        session, active = self._session, self._session.active_model
        if active is None:
            return
        try:
            network = operation.apply(active.network, len(self.operations))
        except NotOfferedError as error:
            session.failed.emit(str(error))
            return
        if self.base is None:
            self.base = active
            self._compared = session.compared.key if session.compared else None
        before = self._networks[-1:]
        self.operations += (operation,)
        self._networks += (network,)
        self._show(network, instead_of=before)

    def undo(self) -> None:
        """Take the last change back."""
        if self.base is None:
            return
        *networks, last = self._networks
        self._networks, self.operations = tuple(networks), self.operations[:-1]
        if networks:
            self._show(networks[-1], instead_of=(last,))
            return
        base, self.base = self.base, None
        self._session.choose(base.key)
        self._session.compare(self._compared)
        self._session.forget_network(last.digest)
        self.changed.emit()

    def _show(self, network: Network, instead_of: tuple[Network, ...]) -> None:
        assert self.base
        label = self.base.label.removesuffix(IN_TRAINING)
        words = self.operations[0].words
        if len(self.operations) > 1:
            words = f"with {len(self.operations)} changes"
        if self._session.models.get(self.base.key):
            # First, so that the predictions of the base are still wanted, and kept.
            self._session.compare(self.base.key)
        self._session.add_network(f"{label} {words}", network)
        for old in instead_of:
            self._session.forget_network(old.digest)
        self.changed.emit()

    @Slot()
    def _on_network(self) -> None:
        """Begin anew when another network was chosen elsewhere."""
        if self.base and self._session.network is not self._networks[-1]:
            is_back = self._session.active_model == self.base
            self.base, self.operations, self._networks = None, (), ()
            if is_back:
                self._session.compare(self._compared)
            self.changed.emit()
