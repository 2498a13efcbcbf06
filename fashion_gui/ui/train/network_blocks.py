"""A network as blocks: each layer with weights, what follows it, and which setting makes it."""

from dataclasses import dataclass
from math import prod

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import Layer, Shape
from fashion_gui.nn.layers import Dropout, Flatten
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.training.recipes import ACTIVATIONS

_CONVOLUTIONS, _HIDDEN, _OUTPUT = "convolutions", "hidden", "loss"
_IMAGES = "n_train"


@dataclass(frozen=True)
class Part:
    """A layer without weights of its own, such as an activation, and the setting that makes it."""

    title: str
    setting: str


@dataclass(frozen=True)
class Block:
    """A layer with weights and what follows it, or the images.

    Attributes
    ----------
    title, details
        What it is, and more of it: "Convolution", "6x6, stride 2".
    shape
        Shape of one image behind it.
    n_parameters
        Those of its parts included.
    setting
        Name of the setting that makes it.
    parts
        What follows its weights.
    """

    title: str
    details: str
    shape: Shape
    n_parameters: int
    setting: str
    parts: tuple[Part, ...] = ()

    @property
    def shape_in_words(self) -> str:
        """Its shape, as in 14x14x32."""
        return "x".join(map(str, self.shape))

    @property
    def parameters_in_words(self) -> str:
        """The number of its parameters, with their name."""
        return f"{self.n_parameters:,} parameters" if self.n_parameters else "no parameters"


def blocks_of(architecture: Architecture) -> tuple[Block, ...]:
    """Return the blocks of a network from its images to its output."""
    blocks = [Block("Images", "", architecture.input_shape, 0, _IMAGES)]
    last = architecture.last_weights
    shapes = zip(architecture.parameter_shapes, architecture.shapes[1:], strict=True)
    for index, (layer, (parameters, shape)) in enumerate(
        zip(architecture.layers, shapes, strict=True)
    ):
        if "weights" in parameters:
            setting = _CONVOLUTIONS if isinstance(layer, Conv2D) else _HIDDEN
            is_output = index == last
            title = "Output" if is_output else layer.label.capitalize()
            setting = _OUTPUT if is_output else setting
            blocks.append(Block(title, _details(layer), shape, _count(parameters), setting))
        elif not isinstance(layer, Flatten):
            before = blocks[-1]
            is_end = index == len(architecture.layers) - 1
            part = Part(layer.label, _OUTPUT if is_end else _setting_of(layer))
            n_parameters = before.n_parameters + _count(parameters)
            parts = (*before.parts, part)
            if shape == architecture.shapes[index]:
                shape = before.shape  # also of what follows a Flatten, which is left out
            blocks[-1] = Block(
                before.title, before.details, shape, n_parameters, before.setting, parts
            )
    return tuple(blocks)


def _details(layer: Layer) -> str:
    if not isinstance(layer, Conv2D):
        return ""
    side, stride = layer.window, layer.stride
    return f"{side}x{side}" if stride == 1 else f"{side}x{side}, stride {stride}"


def _setting_of(layer: Layer) -> str:
    if isinstance(layer, BatchNorm):
        return "batch_norm"
    if isinstance(layer, Dropout):
        return "dropout"
    if any(type(layer) is type(one) for one in ACTIVATIONS.values()):
        return "activation"
    return _CONVOLUTIONS


def _count(parameters: dict[str, Shape]) -> int:
    return sum(prod(shape) for shape in parameters.values())
