"""Text files that are written whole or not at all."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

_PREFIX = ".fashion-gui."


class OutputError(ValueError):
    """A file that cannot be written: its name, what was expected and what was found."""


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write files in UTF-8: first all to temporary names, then each takes the other's place.

    Parameters
    ----------
    texts
        What to write, by the file's name.

    Raises
    ------
    OutputError
        One sentence, when a file cannot be written. What was there before stays.
    """
    with ExitStack() as stack:
        ready = {path: _write_beside(path, text, stack) for path, text in texts.items()}
        for path, temporary in ready.items():
            with _told_in_a_sentence(path):
                temporary.replace(path.resolve())


def make_directory(path: Path) -> None:
    """Make a directory where there is none; OutputError when that cannot be."""
    with _told_in_a_sentence(path):
        path.mkdir(exist_ok=True)


def check_file(path: Path) -> None:
    """Make sure, before long work, that a file can be written; OutputError when it cannot."""
    with ExitStack() as stack:
        _write_beside(path, "", stack)


def check_directory(path: Path) -> None:
    """Make sure, before long work, that files can be written into a directory, or it be made.

    Raises
    ------
    OutputError
        One sentence, when they cannot.
    """
    with _told_in_a_sentence(path):
        folder = path if path.exists() else path.resolve().parent
        with tempfile.TemporaryDirectory(dir=folder, prefix=_PREFIX):
            pass


def _write_beside(path: Path, text: str, stack: ExitStack) -> Path:
    """Write to a folder beside the file, which goes when the stack is closed."""
    with _told_in_a_sentence(path):
        target = path.resolve()
        if target.exists() and not target.is_file():
            found = "a directory" if target.is_dir() else "a device"
            raise OutputError(f"{path}: expected the name of a file to write, found {found}.")
        folder = tempfile.TemporaryDirectory(dir=target.parent, prefix=_PREFIX)
        temporary = Path(stack.enter_context(folder)) / target.name
        temporary.write_text(text, encoding="utf-8", newline="")
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
