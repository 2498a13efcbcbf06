"""Files with the curves of a run."""

import json
from pathlib import Path
from typing import Any

from fashion_gui.files.tensors import (
    TensorFileError,
    check_format,
    format_texts,
    read_tensors,
    tensor_bytes,
)
from fashion_gui.nn.state import StateError, joined, separated
from fashion_gui.training.history import RunHistory

FORMAT = "fashion-gui history"
FORMAT_VERSION = 1
_MAX_BYTES = 200_000_000


class HistoryError(ValueError):
    """Curves cannot be read: the message says what was expected and what was found."""


def history_bytes(history: RunHistory) -> bytes:
    """Return the content of a file with a run's curves, epochs, hints and changes of controls."""
    plain, arrays = separated(history.state_dict())
    texts = {
        **format_texts(FORMAT, FORMAT_VERSION),
        "history": json.dumps(plain),
    }
    return tensor_bytes(arrays, texts)


def read_history(path: Path) -> RunHistory:
    """Read a file with the content of ``history_bytes``.

    Raises
    ------
    HistoryError
        One sentence, when it is missing, damaged or from another program.
    """
    found: dict[str, Any] = {}

    def check(texts: Any) -> None:
        check_format(path, texts, FORMAT, FORMAT_VERSION)
        found.update(json.loads(texts["history"]))

    history = RunHistory()
    try:
        _, arrays = read_tensors(path, "the curves of a run", _MAX_BYTES, check)
        history.load_state_dict(joined(found, arrays))
    except TensorFileError as error:
        raise HistoryError(str(error)) from error
    except (StateError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise HistoryError(f"{path}: the curves are damaged: {error}") from error
    return history
