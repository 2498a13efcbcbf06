"""The streams of the command line: they show what they can and never end the work."""

import os
import sys
from typing import Any

from fashion_gui.foreign_text import shown

PROGRAM = "fashion-gui"
_LONGEST_SENTENCE = 1000


def prepare_streams() -> None:
    """Let standard output and standard error take any text, wherever they lead.

    Characters that a stream cannot show are replaced. What is said on standard error is not
    worth a training: where nobody reads it any more it is dropped.
    """
    # Python has no streams where the caller closed them, or gave none.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  # open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    if not isinstance(sys.stderr, _Forgiving):
        sys.stderr = _Forgiving(sys.stderr)


def one_line(error: Exception) -> str:
    """Return what an error says as one clean line."""
    return shown(str(error), _LONGEST_SENTENCE)


def tell_failure(sentence: str) -> None:
    """Say on standard error what went wrong."""
    print(f"{PROGRAM}: {sentence}", file=sys.stderr)


class _Forgiving:
    """A text stream whose failures go unnoticed; in everything else it is the one inside."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            self._stream.write(text)
        except (OSError, ValueError):  # nobody reads it, the disk is full, it was closed
            self._give_up()
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except (OSError, ValueError):
            self._give_up()

    def _give_up(self) -> None:
        self._stream = open(os.devnull, "w")  # noqa: SIM115  # open to the end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
