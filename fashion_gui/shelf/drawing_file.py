"""The drawing on the canvas, kept from one start to the next: a file in the safetensors format."""

import json
from pathlib import Path

from fashion_gui.files.atomic import OutputError, write_unsynced
from fashion_gui.files.tensors import (
    TensorFileError,
    check_format,
    format_texts,
    read_tensors,
    tensor_bytes,
)
from fashion_gui.sketch.operations import Operation
from fashion_gui.sketch.state import DrawingState, operations_of, state_of

_FORMAT, _VERSION = "fashion-gui drawing", 1
_MAX_BYTES = 50_000_000


class DrawingFileError(ValueError):
    """A kept drawing cannot be read: the message says what was expected and what was found."""


def write_drawing(path: Path, operations: tuple[Operation, ...]) -> None:
    """Keep a drawing; of an empty one no file is left.

    Raises
    ------
    OutputError
        One sentence, when that is not possible.
    """
    state = state_of(operations)
    try:
        if not state.operations:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}.") from error
    texts = format_texts(_FORMAT, _VERSION) | {"operations": json.dumps(state.operations)}
    write_unsynced(path, [tensor_bytes(state.arrays, texts)])


def read_drawing(path: Path) -> tuple[Operation, ...]:
    """Return the operations of the kept drawing; none where nothing is kept.

    Raises
    ------
    DrawingFileError
        One sentence, when it cannot be read.
    """
    if not path.exists():
        return ()
    try:
        texts, arrays = read_tensors(
            path,
            "a kept drawing",
            _MAX_BYTES,
            lambda texts: check_format(path, texts, _FORMAT, _VERSION),
        )
        try:
            values = json.loads(texts.get("operations", ""))
        except ValueError as error:
            raise ValueError(f"expected JSON, found: {error}.") from error
        if not isinstance(values, list):
            raise ValueError("expected a list of operations.")
        return operations_of(DrawingState(values, arrays))
    except TensorFileError as error:
        raise DrawingFileError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise DrawingFileError(f"{path}: {error}") from error
