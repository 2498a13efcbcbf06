"""Files with frames of a run's film."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fashion_gui.classes import Classes
from fashion_gui.files.tensors import (
    TensorFileError,
    check_format,
    format_texts,
    read_tensors,
    tensor_bytes,
)
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.network import Network
from fashion_gui.shelf.profile_arrays import check_array, profile_arrays, profiles_of
from fashion_gui.training.events import Frame
from fashion_gui.training.film import MAX_BYTES

FORMAT = "fashion-gui film"
FORMAT_VERSION = 1
SUFFIX = ".safetensors"
_MAX_BYTES = 3 * MAX_BYTES
_TEXTS = ("architecture", "class_names")


class FilmError(ValueError):
    """A film cannot be read: the message says what was expected and what was found."""


def film_bytes(frames: Sequence[Frame]) -> bytes:
    """Return the content of a file with some frames of a run, at least one."""
    network = frames[-1].network
    arrays = {
        "steps": np.array([frame.step for frame in frames], np.int64),
        "epochs": np.array([frame.epochs for frame in frames], np.float64),
        "parameters": np.stack([frame.network.parameters for frame in frames]),
    }
    layers, profiles = profile_arrays(frames)
    arrays |= profiles
    texts = {
        "layers": json.dumps(layers),
        **format_texts(FORMAT, FORMAT_VERSION),
        "architecture": json.dumps(network.architecture.to_dict()),
        "class_names": json.dumps(network.class_names),
    }
    return tensor_bytes(arrays, texts)


def read_frames(path: Path) -> list[Frame]:
    """Read a file with the content of ``film_bytes``.

    Raises
    ------
    FilmError
        One sentence, when it is missing, damaged or from another program.
    """
    found: dict[str, Any] = {}

    def check(texts: Any) -> None:
        check_format(path, texts, FORMAT, FORMAT_VERSION)
        found.update((name, json.loads(texts[name])) for name in _TEXTS)
        found["layers"] = json.loads(texts.get("layers", "[]"))

    try:
        _, arrays = read_tensors(path, "a film", _MAX_BYTES, check)
        return _frames(found, arrays)
    except TensorFileError as error:
        raise FilmError(str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FilmError(f"{path}: the film is damaged: {error}") from error


def read_film(folder: Path) -> list[Frame]:
    """Read all frames in a folder of such files, in the order of their steps.

    Of several frames of one step, as after a crash while files were joined, one is kept.

    Raises
    ------
    FilmError
        One sentence, when one of the files cannot be read.
    """
    frames: dict[int, Frame] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        frames.update((frame.step, frame) for frame in read_frames(path))
    return [frames[step] for step in sorted(frames)]


def _frames(found: dict[str, Any], arrays: dict[str, Any]) -> list[Frame]:
    architecture = Architecture.from_dict(found["architecture"])
    names = Classes(str(name) for name in found["class_names"])
    steps, epochs, parameters = arrays["steps"], arrays["epochs"], arrays["parameters"]
    n = len(steps)
    expected = (
        ("steps", steps, np.int64, (n,)),
        ("epochs", epochs, np.float64, (n,)),
        ("parameters", parameters, np.float32, (n, architecture.n_parameters)),
    )
    for name, array, dtype, shape in expected:
        check_array(name, array, dtype, shape)
    if not np.isfinite(epochs).all() or (steps < 0).any() or (epochs < 0).any():
        raise ValueError("expected steps and epochs of at least 0.")
    profiles = profiles_of(found["layers"], arrays, n)
    return [
        Frame(int(step), float(place), Network(architecture, row, names), layers)
        for step, place, row, layers in zip(steps, epochs, parameters, profiles, strict=True)
    ]
