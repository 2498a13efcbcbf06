"""Starting the program as people do, and without a screen."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fashion_gui.__main__ import main

ROOT = Path(__file__).parents[2]
MODULE = (sys.executable, "-m", "fashion_gui")
SCRIPT = (sys.executable, str(ROOT / "main.py"))
_NOT_FOR_THE_PROGRAM = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "QT_QPA_PLATFORM",
    "PYTHONUNBUFFERED",
    "FASHION_GUI_DEBUG",
)

Done = subprocess.CompletedProcess[str]


class Trained(NamedTuple):
    """A network that the program has trained, and what it said while it did."""

    path: Path
    done: Done


def environment(**others: str) -> dict[str, str]:
    kept = {name: v for name, v in os.environ.items() if name not in _NOT_FOR_THE_PROGRAM}
    return kept | others


def start(
    *arguments: str | Path,
    program: tuple[str, ...] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Done:
    """Run the command line to its end.

    With a program (``MODULE`` or ``SCRIPT``) or environment variables it gets a process of its
    own. Otherwise it runs in this one, which saves the quarter of a second that starting takes.
    """
    if program is None and variables is None:
        return _run_here([str(argument) for argument in arguments])
    return subprocess.run(
        [*(program or MODULE), *map(str, arguments)],
        cwd=ROOT,
        env=environment(**(variables or {})),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _run_here(arguments: list[str]) -> Done:
    with contextlib.chdir(ROOT), tempfile.TemporaryDirectory() as directory:
        out, err = Path(directory, "stdout"), Path(directory, "stderr")
        with (  # real files: the program asks for their numbers
            out.open("w", encoding="utf-8") as stdout,
            err.open("w", encoding="utf-8") as stderr,
            contextlib.redirect_stdout(stdout),
            contextlib.redirect_stderr(stderr),
        ):
            status = _exit_status(arguments)
        return Done(arguments, status, out.read_text("utf-8"), err.read_text("utf-8"))


def _exit_status(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@contextlib.contextmanager
def begin(*arguments: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Leave the program running; at the end of the block it is ended, whatever happened."""
    with subprocess.Popen(
        [*MODULE, *map(str, arguments)], cwd=ROOT, env=environment(), text=True, **options
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(words: str, process: subprocess.Popen[str]) -> str:
    """Return what a program has said on standard error up to these words, which it must say."""
    assert process.stderr is not None
    seen = ""
    while words not in seen:
        character = process.stderr.read(1)
        assert character, f"ended without {words!r}: {seen}"
        seen += character
    return seen
