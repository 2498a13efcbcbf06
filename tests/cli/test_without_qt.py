"""The command line needs no Qt, whatever it reads and writes."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from program import ROOT, Trained, environment

_WITHOUT_QT = """
import sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
from fashion_gui.__main__ import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("command", ["predict", "drawing", "report", "doodles"])
def test_it_works_where_there_is_no_qt(
    command: str, tmp_path: Path, trained: Trained, data: Path
) -> None:
    picture, written = tmp_path / "picture.jpg", tmp_path / "written"
    Image.fromarray(np.full((60, 40, 3), 200, np.uint8)).save(picture)
    arguments = {
        "predict": ("predict", "--model", trained.path, picture),
        "drawing": ("predict", "--drawing", "--json", picture),
        "report": ("evaluate", "--model", trained.path, "--data", data, "--report", written),
        "doodles": ("doodles", written, "--n", "2"),
    }[command]
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_QT, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout
    if command in ("report", "doodles"):
        assert written.stat().st_size > 1000
