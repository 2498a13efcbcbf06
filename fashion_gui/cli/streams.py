"""Standard streams that show what they can and never make a command fail."""

import os
import sys
from typing import Any

from fashion_gui.foreign_text import shown

PROGRAM = "fashion-gui"
_LONGEST_SENTENCE = 1000


def prepare_streams() -> None:
    """Make standard output and standard error accept any text, wherever they lead.

    Characters that a stream cannot show are replaced. Text for standard error is dropped if nobody
    reads it any more, so that a training goes on.
    """
    # Python has no streams if the caller closed them or gave none.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  # open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    if not isinstance(sys.stderr, _Forgiving):
        sys.stderr = _Forgiving(sys.stderr)


def one_line(error: Exception) -> str:
    """Return the message of an error as one clean line."""
    return shown(str(error), _LONGEST_SENTENCE)


def tell_failure(sentence: str) -> None:
    """Print what went wrong on standard error."""
    print(f"{PROGRAM}: {sentence}", file=sys.stderr)


class _Forgiving:
    """A text stream that ignores failures; everything else is passed to the inner stream."""

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
