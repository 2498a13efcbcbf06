"""The tour, and starting without a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[3]
PICTURES = (
    "train",
    "train-finished",
    "browse",
    "draw",
    "draw-empty",
    "inside",
    "map",
    "train-dark",
)


SCREENLESS = {
    name: value
    for name, value in os.environ.items()
    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}


def start(arguments: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=cwd,
        env=SCREENLESS,
        capture_output=True,
        text=True,
        check=False,
    )


def check_pictures(directory: Path) -> None:
    for name in PICTURES:
        image = QImage(str(directory / f"{name}.png"))
        assert (image.width(), image.height()) == (1280, 720), name
        colours = {image.pixel(x, y) for x in range(0, 1280, 5) for y in range(0, 720, 5)}
        assert len(colours) > 20, f"{name} is nearly empty"


def test_the_tour_leaves_a_picture_of_every_page(tmp_path: Path, few_images: Path) -> None:
    done = start(
        ["tour", str(tmp_path / "pictures"), "--epochs", "20", "--data", str(few_images)],
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    check_pictures(tmp_path / "pictures")
    assert "Nothing drawn yet" in done.stdout
    assert "% right, the only one right on " in done.stdout


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4711"}])
def test_without_a_screen_the_tour_is_given_instead(
    tmp_path: Path, dataset_directory: Path, environment: dict[str, str]
) -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--data", str(dataset_directory)],
        cwd=tmp_path,
        env=SCREENLESS | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "There is no screen here" in process.stdout.readline()
    # The pictures are the matter of the test before: that they have a place is enough.
    while not (tmp_path / "tour").exists():
        assert process.poll() is None
    process.kill()
    process.communicate()


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = start(["tour", str(tmp_path / "file")], tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "file" in done.stderr


def test_images_that_are_missing_are_told(tmp_path: Path) -> None:
    done = start(["tour", str(tmp_path / "t"), "--data", str(tmp_path / "nothing")], tmp_path)
    assert done.returncode == 1
    assert "nothing" in done.stderr
    assert "Traceback" not in done.stderr
