"""The shelf: a folder that holds a folder for each run."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fashion_gui.files.atomic import OutputError, write_texts
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_names import check_name, free_name
from fashion_gui.shelf.run_record import RunRecord, RunRecordError, RunStatus

_DELETED = ".deleted"
_DELETED_FOR_S = 7 * 24 * 60 * 60
MAX_BYTES = 4_000_000_000
"""Disk space that all runs may take before checkpoints of old ones are removed."""


class ShelfError(ValueError):
    """Something cannot be done with a run: the message says what was expected and found."""


@dataclass(frozen=True)
class BrokenRun:
    """A folder on the shelf that is not a run, or a damaged one; the sentence says why."""

    name: str
    problem: str


class Shelf:
    """All kept runs. Any number of programs may use the same folder.

    Parameters
    ----------
    path
        The folder, made when the first run begins.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, tuple[tuple[int, ...], RunRecord]] = {}

    def names(self) -> list[str]:
        """Return the names of all folders on the shelf, broken ones included, sorted."""
        try:
            with os.scandir(self.path) as entries:
                return sorted(
                    entry.name
                    for entry in entries
                    if not entry.name.startswith(".") and entry.is_dir()
                )
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise ShelfError(f"{self.path}: cannot be read: {error.strerror or error}.") from error

    def records(self) -> Iterator[RunRecord | BrokenRun]:
        """Yield the record of every run, by name; for a broken one, what is wrong with it."""
        for name in self.names():
            try:
                yield self.record(name)
            except RunRecordError as error:
                # A run that is just beginning has a folder, but no record in it yet.
                if not self.folder(name).is_in_use():
                    yield BrokenRun(name, str(error))

    def record(self, name: str) -> RunRecord:
        """Return the record of a run: one that no program trains any more was interrupted.

        Raises
        ------
        RunRecordError
            One sentence, when it cannot be read.
        """
        folder = self.folder(name)
        signature = folder.signature()
        known = self._known.get(name)
        if known and known[0] == signature:
            record = known[1]
        else:
            record = folder.read_record()
            self._known[name] = signature, record
        if record.status is RunStatus.RUNNING and not folder.is_in_use():
            record = folder.read_record()  # it may just have ended
            if record.status is RunStatus.RUNNING:
                return replace(record, status=RunStatus.INTERRUPTED)
        return record

    def folder(self, name: str) -> RunFolder:
        """Return the folder of a run, which need not exist."""
        return RunFolder(self.path / name)

    def find(self, name: str) -> RunRecord:
        """Return a run by its name.

        Raises
        ------
        ShelfError
            One sentence, when there is none, or it is broken.
        """
        if name not in self.names():
            raise ShelfError(f"Expected the name of a run in {self.path}, found {name!r:.100}.")
        try:
            return self.record(name)
        except RunRecordError as error:
            raise ShelfError(str(error)) from error

    def begin(self, record: RunRecord, *, is_exact: bool = False) -> RunFolder:
        """Make a folder for a new run, and lock it.

        Parameters
        ----------
        record
            Its record, with the wanted name.
        is_exact
            Whether the name must be exactly this one. Otherwise a number is added to a taken one.

        Raises
        ------
        RunNameError, ShelfError, OutputError
            One sentence, when the name is impossible or taken, or nothing can be written.
        """
        wanted = check_name(record.name)
        with _told_in_a_sentence(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        while True:
            taken = self.names()
            if is_exact and wanted in taken:
                raise ShelfError(f"Expected a new name for a run, found {wanted}, which exists.")
            folder = self.folder(free_name(wanted, taken))
            try:
                with _told_in_a_sentence(folder.path):
                    folder.path.mkdir()
            except FileExistsError:  # another program was faster
                continue
            folder.lock()
            return folder

    def rename(self, name: str, new_name: str) -> str:
        """Rename a run, and return its new name.

        Raises
        ------
        RunNameError, ShelfError, OutputError
            One sentence, when that cannot be.
        """
        new_name = check_name(new_name)
        if new_name == name:
            return name
        with self._not_in_use(name) as folder:
            if new_name in self.names():
                raise ShelfError(f"Expected a new name, found {new_name}, which exists.")
            with _told_in_a_sentence(folder.path):
                folder.path.rename(self.path / new_name)
        return new_name

    def delete(self, name: str) -> None:
        """Delete a run; for a week ``restore`` can bring it back.

        Raises
        ------
        ShelfError, OutputError
            One sentence, when that cannot be.
        """
        with self._not_in_use(name) as folder, _told_in_a_sentence(folder.path):
            deleted = self.path / _DELETED
            deleted.mkdir(exist_ok=True)
            self._forget_deleted()
            target = deleted / name
            shutil.rmtree(target, ignore_errors=True)
            folder.path.rename(target)
            os.utime(target)

    def restore(self, name: str) -> str:
        """Restore a deleted run, and return its name, which may be a new one.

        Raises
        ------
        ShelfError, OutputError
            One sentence, when it does not exist any more.
        """
        deleted = self.path / _DELETED / name
        # Compared with what is there: a name such as ".." would lead out of the folder.
        if name not in Shelf(self.path / _DELETED).names():
            raise ShelfError(f"Expected the name of a deleted run, found {name!r:.100}.")
        new_name = free_name(name, self.names())
        with _told_in_a_sentence(deleted):
            deleted.rename(self.path / new_name)
        return new_name

    def write_words(
        self, name: str, *, note: str | None = None, has_star: bool | None = None
    ) -> None:
        """Save a person's note or star, or both; None leaves it unchanged.

        Raises
        ------
        ShelfError, OutputError
            One sentence, when there is no such run, or nothing can be written.
        """
        record = self.find(name)
        words = {
            "note": record.note if note is None else note,
            "star": record.has_star if has_star is None else has_star,
        }
        write_texts({self.folder(name).words: json.dumps(words, ensure_ascii=False)})

    def end_early(self, name: str) -> None:
        """Note that a run was ended because it fell behind others.

        Raises
        ------
        ShelfError, OutputError
            One sentence, when there is no such run, it is in use, or nothing can be written.
        """
        self.find(name)
        folder = self.folder(name)
        if not folder.lock():
            raise ShelfError(folder.why_not_locked())
        try:
            record = replace(folder.read_record(), status=RunStatus.STOPPED, ended_early=True)
            facts = json.dumps(record.to_dict(), ensure_ascii=False, indent=1)
            write_texts({folder.facts: facts})
        except RunRecordError as error:
            raise ShelfError(str(error)) from error
        finally:
            folder.unlock()

    def give_up_checkpoints(self, max_bytes: int = MAX_BYTES) -> list[str]:
        """Free disk space: remove films, then checkpoints, of finished runs without a star.

        The oldest are first. Networks, curves and reports stay. Returns the names of the runs that
        lost their checkpoint, which can still predict but no longer continue.
        """
        records = [record for record in self.records() if isinstance(record, RunRecord)]
        sizes = {record.name: self.folder(record.name).n_bytes() for record in records}
        total, given_up = sum(sizes.values()), []
        records.sort(key=lambda record: record.created)
        old = [r for r in records if r.status is RunStatus.FINISHED and not r.has_star]
        for record in old:
            if total > max_bytes:
                shutil.rmtree(self.folder(record.name).film, ignore_errors=True)
                n_bytes = self.folder(record.name).n_bytes()
                total += n_bytes - sizes[record.name]
        for record in old:
            if total <= max_bytes:
                break
            folder = self.folder(record.name)
            with suppress(OSError):
                folder.before_turns.remove_all()
                total -= sizes[record.name] - folder.n_bytes()
                total -= folder.checkpoint.stat().st_size
                folder.checkpoint.unlink()
                given_up.append(record.name)
        return given_up

    def n_bytes(self) -> int:
        """Return the size of all runs, in bytes."""
        return sum(self.folder(name).n_bytes() for name in self.names())

    @contextmanager
    def _not_in_use(self, name: str) -> Iterator[RunFolder]:
        if name not in self.names():
            raise ShelfError(f"Expected the name of a run in {self.path}, found {name!r:.100}.")
        folder = self.folder(name)
        if folder.is_in_use():
            raise ShelfError(f"{name} is being trained: stop it first.")
        yield folder

    def _forget_deleted(self) -> None:
        for folder in (self.path / _DELETED).iterdir():
            if time.time() - folder.stat().st_mtime > _DELETED_FOR_S:
                shutil.rmtree(folder, ignore_errors=True)


def now() -> str:
    """Return the current time in ISO 8601, with the time zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@contextmanager
def _told_in_a_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        if path.is_dir():
            raise
        raise OutputError(f"{path}: expected a folder for runs, found a file.") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}.") from error
