"""Starting the program as people do: in a process of its own, and without a screen."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

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
    program: tuple[str, ...] = MODULE,
    variables: Mapping[str, str] | None = None,
) -> Done:
    return subprocess.run(
        [*program, *map(str, arguments)],
        cwd=ROOT,
        env=environment(**(variables or {})),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def begin(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start the program and leave it running."""
    return subprocess.Popen(
        [*MODULE, *map(str, arguments)], cwd=ROOT, env=environment(), text=True, **options
    )
