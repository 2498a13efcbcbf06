"""Model files: a network and how it was trained, in the safetensors format.

Safetensors is a JSON header and raw arrays; reading one runs no code. The metadata holds

* ``format``: always "fashion-gui network",
* ``format_version``: the version of this layout,
* ``architecture``, ``class_names``, ``training``: JSON.

The parameters are called ``<layer>.<parameter>``, as in ``1.weights``. Since version 2 there may be
groups of other arrays, ``<group>.<array>``: ``novelty`` holds the novelty detector. A reader
ignores the groups that it does not know.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from fashion_gui.classes import Classes
from fashion_gui.files.atomic import write_files
from fashion_gui.files.tensors import TensorFileError, read_tensors, tensor_bytes
from fashion_gui.image_spec import IMAGES
from fashion_gui.locations import MODELS
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import NoveltyDetector

FORMAT = "fashion-gui network"
FORMAT_VERSION = 2
_KNOWN_VERSIONS = ("1", "2")
SUFFIX = ".safetensors"
DEFAULT_MODEL = "convnet-best"
_MAX_BYTES = 2**30
_MAX_VALUES = 4_000_000
_MAX_PRODUCTS = 1_000_000_000
"""Most values and multiplications for one image: while somebody draws, the bars wait for them."""
_NOVELTY = "novelty"
_NOVELTY_ARRAYS = ("projection", "known", "other")


class ModelFileError(ValueError):
    """A model file cannot be used: the message names it, what was expected and what was found."""


@dataclass(frozen=True)
class SavedNetwork:
    """A network and how it was trained, as plain values."""

    network: Network
    training: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def save(path: Path | str, network: Network, training: Mapping[str, Any] | None = None) -> None:
    """Write a network to a file, whole or not at all.

    Parameters
    ----------
    path
        The file. It is replaced only when the new one is complete.
    network
        What to write.
    training
        How it was trained: plain values that JSON can hold.

    Raises
    ------
    ModelFileError
        When the network cannot be saved: its parameters are not finite, or it is not float32 and
        for images of 28x28.
    OutputError
        When the file cannot be written. In both cases an older file stays.
    """
    write_files({Path(path): network_bytes(path, network, training)})


def network_bytes(
    path: Path | str, network: Network, training: Mapping[str, Any] | None = None
) -> bytes:
    """Return the content of a file for ``load``, to be written to that path.

    Raises
    ------
    ModelFileError
        As ``save`` does.
    """
    if not np.isfinite(network.parameters).all():
        raise ModelFileError(f"{path}: expected finite parameters to save, found others.")
    kind, shape = network.parameters.dtype, network.architecture.input_shape
    if kind != np.float32 or shape != IMAGES.shape:
        raise ModelFileError(
            f"{path}: expected a float32 network for images {IMAGES.shape} to save, "
            f"found {kind} and {shape}."
        )
    named = {
        f"{index}.{name}": array
        for index, parameters in enumerate(network.layer_parameters())
        for name, array in parameters.items()
    }
    if network.novelty:
        for name in _NOVELTY_ARRAYS:
            named[f"{_NOVELTY}.{name}"] = getattr(network.novelty, name)
        named[f"{_NOVELTY}.threshold"] = np.array([network.novelty.threshold], np.float32)
    metadata = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "architecture": json.dumps(network.architecture.to_dict()),
        "class_names": json.dumps(network.class_names),
        "training": json.dumps(dict(training or {})),
    }
    return tensor_bytes(named, metadata)


def load(path: Path | str) -> SavedNetwork:
    """Read a network from a file and check all of it.

    Raises
    ------
    ModelFileError
        One sentence, when anything is missing, damaged, unknown or not finite.
    """
    path = Path(path)
    checked: dict[str, Any] = {}
    try:
        _, arrays = read_tensors(
            path, "a model file", _MAX_BYTES, lambda texts: checked.update(_metadata(path, texts))
        )
    except TensorFileError as error:
        raise ModelFileError(str(error)) from error
    return _assemble(path, checked, arrays)


def shipped() -> dict[str, Path]:
    """Return the networks that come with the program: files by name."""
    return {path.stem: path for path in sorted(MODELS.glob(f"*{SUFFIX}"))}


def find(name_or_path: str) -> Path:
    """Return the file of a shipped network by its name, else the path as it is.

    Raises
    ------
    ModelFileError
        When it is neither.
    """
    models = shipped()
    path = models.get(name_or_path, Path(name_or_path))
    try:
        is_there = path.exists()
    except (OSError, ValueError):  # a name that the system does not allow
        is_there = False
    if not is_there:
        names = ", ".join(models) or "none"
        raise ModelFileError(
            f"{name_or_path}: expected a model file or the name of a shipped network "
            f"({names}), found neither."
        )
    return path


def names_in(text: str) -> tuple[str, ...]:
    """Return the names or paths in a text, separated by commas; one may be a file with a comma."""
    try:
        if Path(text).is_file():
            return (text,)
    except (OSError, ValueError):  # a name that the system does not allow
        pass
    return tuple(name.strip() for name in text.split(",") if name.strip())


def located(name_or_path: str) -> str:
    """Return a name that is valid in any folder: a shipped name as it is, else an absolute path."""
    if name_or_path in shipped():
        return name_or_path
    try:
        return str(Path(name_or_path).resolve())
    except (OSError, ValueError):  # a name that the system does not allow
        return name_or_path


def _metadata(path: Path, metadata: Mapping[str, str]) -> dict[str, Any]:
    if metadata.get("format") != FORMAT:
        found = metadata.get("format", "a file of another program")
        raise ModelFileError(f"{path}: expected a {FORMAT}, found {found!r}.")
    if metadata.get("format_version") not in _KNOWN_VERSIONS:
        raise ModelFileError(
            f"{path}: expected format version {' or '.join(_KNOWN_VERSIONS)}, "
            f"found {metadata.get('format_version')!r}; a newer program may have written it."
        )
    try:
        return {
            name: json.loads(metadata[name]) for name in ("architecture", "class_names", "training")
        }
    except KeyError as error:
        raise ModelFileError(f"{path}: expected {error} in the metadata, found none.") from error
    except (ValueError, RecursionError) as error:
        raise ModelFileError(f"{path}: the metadata is damaged: {error}.") from error


def _assemble(
    path: Path, metadata: Mapping[str, Any], arrays: Mapping[str, np.ndarray[Any, Any]]
) -> SavedNetwork:
    try:
        architecture = Architecture.from_dict(metadata["architecture"])
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise ModelFileError(f"{path}: the architecture cannot be built: {error}") from error
    class_names, training = metadata["class_names"], metadata["training"]
    if not isinstance(class_names, list) or not all(isinstance(n, str) for n in class_names):
        raise ModelFileError(f"{path}: expected a list of class names, found {class_names!r}.")
    try:
        classes = Classes(class_names)
    except ValueError as error:
        raise ModelFileError(f"{path}: {error}") from error
    if not isinstance(training, dict):
        raise ModelFileError(f"{path}: expected the training as an object, found {training!r}.")

    expected = {
        f"{index}.{name}": shape
        for index, shapes in enumerate(architecture.parameter_shapes)
        for name, shape in shapes.items()
    }
    found = {name for name in arrays if name.split(".")[0].isdecimal() or "." not in name}
    if set(expected) != found:
        raise ModelFileError(
            f"{path}: expected the arrays {', '.join(sorted(expected))}, "
            f"found {', '.join(sorted(found)) or 'none'}."
        )
    for name, shape in expected.items():
        array = arrays[name]
        if array.shape != shape or array.dtype != np.float32:
            raise ModelFileError(
                f"{path}: expected {name} as float32 {shape}, found {array.dtype} {array.shape}."
            )
        if not np.isfinite(array).all():
            raise ModelFileError(f"{path}: expected finite numbers in {name}, found others.")
    if architecture.n_values > _MAX_VALUES or architecture.n_products > _MAX_PRODUCTS:
        raise ModelFileError(
            f"{path}: expected at most {_MAX_VALUES:,} values and {_MAX_PRODUCTS:,} products an "
            f"image, found {architecture.n_values:,} and {architecture.n_products:,}."
        )
    vector = np.concatenate([arrays[name].ravel() for name in expected] or [np.empty(0, "f4")])
    try:
        network = Network(architecture, vector, classes, _novelty(arrays))
    except ValueError as error:
        raise ModelFileError(f"{path}: {error}") from error
    return SavedNetwork(network, MappingProxyType(training))


def _novelty(arrays: Mapping[str, np.ndarray[Any, Any]]) -> NoveltyDetector | None:
    """Return the detector of a file, or None where there is none.

    Raises
    ------
    ValueError
        When a part is missing or does not fit.
    """
    names = (*_NOVELTY_ARRAYS, "threshold")
    found = {name: arrays[f"{_NOVELTY}.{name}"] for name in names if f"{_NOVELTY}.{name}" in arrays}
    if not found:
        return None
    if len(found) < len(names) or found["threshold"].shape != (1,):
        raise ValueError(
            f"expected {', '.join(names)} of a novelty detector, the last one a single number, "
            f"found {', '.join(found)}."
        )
    projection, known, other = (found[name] for name in _NOVELTY_ARRAYS)
    return NoveltyDetector(projection, known, other, float(found["threshold"][0]))
