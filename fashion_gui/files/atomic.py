"""Files that are written whole or not at all."""

import os
import platform
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

_PREFIX = ".fashion-gui."
_HOST = re.sub(r"\W+", "-", platform.node())
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ABANDONED_AFTER_S = 24 * 60 * 60
"""Age at which the temporary folder of a process that cannot be looked up is removed."""


class OutputError(ValueError):
    """A file cannot be written: the message names it, what was expected and what was found."""


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write texts in UTF-8, as ``write_files`` does."""
    write_files({path: text.encode() for path, text in texts.items()})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files: all to temporary names first, then each replaces its target.

    Parameters
    ----------
    contents
        What to write, by path. A symbolic link stays one; its target is replaced.

    Raises
    ------
    OutputError
        One sentence, when a file cannot be written; an older one then stays.
    """
    with ExitStack() as stack:
        ready = {path: _write_beside(path, [content], stack) for path, content in contents.items()}
        for path, temporary in ready.items():
            with _told_in_a_sentence(path):
                temporary.replace(path.resolve())


def write_unsynced(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file that can be made again and whose content shows whether it is whole.

    The parts are written one after another. As with ``write_files``, nobody sees a half-written
    file, except after a crash of the whole machine: there is no fsync.

    Raises
    ------
    OutputError
        One sentence, when it cannot be written.
    """
    with ExitStack() as stack:
        temporary = _write_beside(path, parts, stack, is_synced=False)
        with _told_in_a_sentence(path):
            temporary.replace(path.resolve())


def make_directory(path: Path) -> None:
    """Make a directory unless there is one; OutputError when that fails."""
    with _told_in_a_sentence(path):
        path.mkdir(exist_ok=True)


def check_file(path: Path) -> None:
    """Make sure, before long work, that a file can be written; OutputError when it cannot."""
    with ExitStack() as stack:
        _write_beside(path, [], stack)


def check_directory(path: Path) -> None:
    """Make sure, before long work, that a directory can be written to, or made.

    Raises
    ------
    OutputError
        One sentence, when it cannot.
    """
    with _told_in_a_sentence(path):
        folder = path if path.exists() else path.resolve().parent
        with _temporary_folder(folder):
            pass


def _write_beside(
    path: Path,
    parts: Iterable[bytes | memoryview],
    stack: ExitStack,
    *,
    is_synced: bool = True,
) -> Path:
    """Write to a temporary folder beside the file, which is removed when the stack is closed."""
    with _told_in_a_sentence(path):
        target = path.resolve()
        if target.exists() and not target.is_file():
            found = "a directory" if target.is_dir() else "a device"
            raise OutputError(f"{path}: expected the name of a file to write, found {found}.")
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not mode & _WRITABLE:
            raise OutputError(f"{path}: expected a file to replace, found a read-only one.")
        _remove_abandoned(target.parent)
        folder = _temporary_folder(target.parent)
        temporary = Path(stack.enter_context(folder)) / target.name
        with temporary.open("wb") as file:
            file.writelines(parts)
            file.flush()
            if is_synced:  # or the new name could outlive the content in a crash
                os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
    return temporary


@contextmanager
def _told_in_a_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise OutputError(f"{path}: expected an existing directory, found none.") from None
    except (FileExistsError, NotADirectoryError):
        raise OutputError(f"{path}: expected a directory to write into, found a file.") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}.") from error
    except RuntimeError:  # what Python 3.11 and 3.12 raise for a loop of links
        raise OutputError(
            f"{path}: expected the name of a file to write, found a loop of links."
        ) from None


def _temporary_folder(parent: Path) -> "tempfile.TemporaryDirectory[str]":
    """Return a folder that is removed when its context ends; its name tells the process."""
    return tempfile.TemporaryDirectory(dir=parent, prefix=f"{_PREFIX}{_HOST}.{os.getpid()}.")


def _remove_abandoned(parent: Path) -> None:
    """Remove the temporary folders of programs that were killed while they wrote."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            if folder.is_dir() and not folder.is_symlink() and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # another program removes it at this moment
            continue


def _is_abandoned(folder: Path) -> bool:
    host, _, rest = folder.name.removeprefix(_PREFIX).rpartition(".")[0].rpartition(".")
    if host == _HOST and rest.isdecimal() and os.name == "posix":
        try:
            os.kill(int(rest), 0)
        except ProcessLookupError:
            return True
        except (PermissionError, OverflowError):
            return False
        return False
    return time.time() - folder.stat().st_mtime > _ABANDONED_AFTER_S
