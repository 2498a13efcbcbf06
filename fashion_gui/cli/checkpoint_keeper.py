"""Writing checkpoints to a file: regularly, and before the run stops."""

from pathlib import Path
from time import monotonic

from fashion_gui.files.atomic import OutputError, check_file
from fashion_gui.training import checkpoint
from fashion_gui.training.events import CheckpointTaken, Command

_INTERVAL_S = 30.0


class CheckpointKeeper:
    """Requests checkpoints from a run, and writes them.

    Parameters
    ----------
    path
        The file; None for no checkpoints.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            check_file(path)
        self._path = path
        self._last = monotonic()
        self._is_stopping = False
        self._is_last_kept = path is None

    def next_command(self, *, is_stopping: bool) -> Command | None:
        """Return what to send into the run; before STOP it is asked for a last checkpoint."""
        self._is_stopping = is_stopping
        if is_stopping:
            return Command.STOP if self._is_last_kept else Command.CHECKPOINT
        if self._path is not None and monotonic() - self._last >= _INTERVAL_S:
            self._last = monotonic()
            return Command.CHECKPOINT
        return None

    def keep(self, taken: CheckpointTaken) -> str:
        """Write a checkpoint; return "", or a sentence when that fails: the run continues."""
        if self._path is None:  # somebody else asked for it
            return ""
        self._last = monotonic()
        self._is_last_kept = self._is_stopping
        try:
            checkpoint.save(self._path, taken.checkpoint)
        except OutputError as error:
            return f"The checkpoint was not written. {error}"
        return ""
