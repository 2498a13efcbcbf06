"""The choice of the layer that a map is about."""

from PySide6.QtWidgets import QComboBox, QWidget

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dropout, Flatten

PIXELS = "Pixels"
_LAST_HIDDEN = "{} (last hidden)"


class LayerChoice(QComboBox):
    """Offers the pixels and every layer that changes its values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture: Architecture | None = None
        self.setAccessibleName("Layer")
        self.setToolTip(
            "What decides where an image is: images that are alike for this layer are near each "
            "other. Go from the pixels to the last layer, and watch the classes come apart."
        )
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def layer(self) -> str | None:
        """Name of the layer; None for the pixels."""
        name: str | None = self.currentData()
        return name

    def show_layers(self, architecture: Architecture) -> None:
        """Offer a network's layers; a layer of the same name stays, else it is the last hidden."""
        if self._architecture == architecture:
            return
        had_none, before = self._architecture is None, self.layer
        self._architecture = architecture
        self.clear()
        self.addItem(PIXELS, None)
        pairs = zip(architecture.layer_names, architecture.layers, strict=True)
        offered = [name for name, layer in pairs if not isinstance(layer, Flatten | Dropout)]
        hidden = architecture.layer_names[: architecture.last_weights]
        last = next((name for name in reversed(offered) if name in hidden), None)
        for name in offered:
            self.addItem(_LAST_HIDDEN.format(name) if name == last else name, name)
        has_before = before in offered or (before is None and not had_none)
        self.setCurrentIndex(self.findData(before if has_before else last))
