"""The folder of one run: its files, and its lock."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fashion_gui.files.regular import open_regular
from fashion_gui.shelf.film_file import read_film
from fashion_gui.shelf.history_file import read_history
from fashion_gui.shelf.run_record import RunRecord, RunRecordError
from fashion_gui.shelf.undoing import TurnCheckpoints
from fashion_gui.training import checkpoint
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.events import Frame
from fashion_gui.training.history import RunHistory

if TYPE_CHECKING:
    from filelock import FileLock

_FACTS = "run.json"
_WORDS = "words.json"
_LOCK = "lock"
_MAX_BYTES = 20_000_000


class RunFolder:
    """The files of a run.

    The program that trains the run holds a lock, which the operating system releases when the
    program ends for whatever reason.

    Parameters
    ----------
    path
        The folder. Its name is the run's.

    Attributes
    ----------
    network, best, checkpoint, history
        Files: the final network, the best one on the validation images, the checkpoint to resume
        from, and the curves.
    film
        Folder of files: the frames of its film.
    before_turns
        Checkpoints from before turns of controls, to undo them.
    facts, words
        Files: the run's record, and a person's note and star.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.network = path / "network.safetensors"
        self.best = path / "best.safetensors"
        self.checkpoint = path / "checkpoint.safetensors"
        self.history = path / "history.safetensors"
        self.film = path / "film"
        self.before_turns = TurnCheckpoints(path / "turns")
        self.facts, self.words = path / _FACTS, path / _WORDS
        self._lock: FileLock | None = None
        self._lock_problem = ""

    @property
    def name(self) -> str:
        """Name of the run."""
        return self.path.name

    def lock(self) -> bool:
        """Take the lock; False when that fails, see ``why_not_locked``."""
        from filelock import FileLock, Timeout  # most of a shelf's folders are never locked

        if self._lock is None:
            # Acquired in one thread and released in another.
            self._lock = FileLock(self.path / _LOCK, timeout=0, thread_local=False)
        self._lock_problem = ""
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            self._lock_problem = error.strerror or str(error)
            return False
        return True

    def why_not_locked(self) -> str:
        """Return a sentence about why the lock could not be taken."""
        if self._lock_problem:
            return f"{self.path}: cannot be written: {self._lock_problem}."
        return f"{self.name} is being trained by another program."

    def unlock(self) -> None:
        """Release the lock."""
        if self._lock:
            self._lock.release()

    def discard(self) -> None:
        """Remove the folder of a run that never began, and release its lock."""
        self.unlock()
        with suppress(OSError):
            (self.path / _LOCK).unlink(missing_ok=True)
            self.path.rmdir()

    def is_in_use(self) -> bool:
        """Return whether a program is training the run at the moment."""
        if self._lock and self._lock.is_locked:
            return True
        if not (self.path / _LOCK).exists():
            return False
        if not self.lock():
            return not self._lock_problem  # who cannot write it cannot know more
        self.unlock()
        return False

    def read_record(self) -> RunRecord:
        """Return the record of the run.

        Raises
        ------
        RunRecordError
            One sentence, when it cannot be read.
        """
        try:
            record = RunRecord.from_dict(self.name, _json_of(self.facts))
        except RunRecordError as error:
            raise RunRecordError(f"{self.facts}: {error}") from error
        try:
            return record.with_words(_json_of(self.words))
        except RunRecordError:
            return record

    def read_history(self) -> RunHistory:
        """Return its curves; HistoryError when they cannot be read."""
        return read_history(self.history)

    def read_checkpoint(self) -> Checkpoint:
        """Return its checkpoint; CheckpointError when it cannot be read."""
        return checkpoint.load(self.checkpoint)

    def read_film(self) -> list[Frame]:
        """Return the frames of its film, in order; FilmError when they cannot be read."""
        return read_film(self.film)

    @property
    def newest_network(self) -> Path:
        """File of its final network; before the end, of the best one so far."""
        return self.network if self.network.exists() else self.best

    def n_bytes(self) -> int:
        """Return the size of all of its files, in bytes."""
        return _size(self.path)

    def signature(self) -> tuple[int, ...]:
        """Return what changes whenever the record or a person's words are written."""
        found: list[int] = []
        for path in (self.facts, self.words):
            try:
                facts = path.stat()
                found += (facts.st_mtime_ns, facts.st_size, facts.st_ino)
            except OSError:
                found.append(0)
        return tuple(found)


def _size(folder: Path | str) -> int:
    n_bytes = 0
    with suppress(OSError), os.scandir(folder) as entries:  # it may just have been removed
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    n_bytes += _size(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    n_bytes += entry.stat(follow_symlinks=False).st_size
    return n_bytes


def _json_of(path: Path) -> Any:
    try:
        with open_regular(path) as file:
            # Python makes room for as much as may be read.
            n_bytes = min(_MAX_BYTES, os.fstat(file.fileno()).st_size)
            return json.loads(file.read(n_bytes))
    except FileNotFoundError:
        raise RunRecordError("expected a file, found none.") from None
    except OSError as error:
        raise RunRecordError(f"cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise RunRecordError(f"expected JSON, found: {error}.") from error
