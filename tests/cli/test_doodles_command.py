"""``doodles``: a picture of what networks learn drawings from."""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from program import Done, start

from fashion_gui.files.images import read_picture
from fashion_gui.synthetic.doodles import NO_CLOTHING, draw_doodles_of

N_ROWS = NO_CLOTHING + 1


def pixels_of(path: Path) -> NDArray[np.uint8]:
    """Return the picture's grey levels."""
    return read_picture(path).pixels[:, :, :3].max(axis=2)


def size_of(path: Path) -> tuple[int, int]:
    """Return width and height as the header of a PNG tells them."""
    header = path.read_bytes()[:24]
    return int.from_bytes(header[16:20]), int.from_bytes(header[20:24])


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sheet with three doodles a row."""
    path = tmp_path_factory.mktemp("doodles") / "sheet.png"
    done = start("doodles", path, "--n", "3", "--seed", "5")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"3 doodles of each class: {path}\n"
    assert done.stderr == ""
    return path


def test_it_is_a_png_that_can_be_read(sheet: Path) -> None:
    assert sheet.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert pixels_of(sheet).max() > 200


def test_nothing_is_left_beside_it(sheet: Path) -> None:
    assert list(sheet.parent.iterdir()) == [sheet]


@pytest.mark.parametrize("n", [1, 150])
def test_it_has_a_row_for_each_class_and_a_column_for_each_doodle(
    sheet: Path, tmp_path: Path, n: int
) -> None:
    path = tmp_path / "sheet.png"
    done = start("doodles", path, "--n", str(n))
    assert done.returncode == 0, done.stderr
    width, height = size_of(path)
    width_of_three, height_of_three = size_of(sheet)
    assert height == height_of_three
    assert height >= N_ROWS * 28
    # A column is as wide as a row is high.
    side = (height - height % N_ROWS) // N_ROWS
    assert width - width_of_three == (n - 3) * side


def test_it_shows_the_doodles_of_its_seed(sheet: Path) -> None:
    labels = np.repeat(np.arange(N_ROWS, dtype=np.uint8), 3)
    doodles = draw_doodles_of(labels, np.random.default_rng(5))
    shown = pixels_of(sheet)
    side = shown.shape[0] // N_ROWS
    for row in range(N_ROWS):
        strip = shown[row * side : (row + 1) * side + 4]
        for doodle in doodles[3 * row : 3 * row + 3]:
            doubled = doodle.repeat(2, axis=0).repeat(2, axis=1)
            assert is_in(strip, doubled), row


def is_in(strip: NDArray[np.uint8], image: NDArray[np.uint8]) -> bool:
    """Tell whether a strip holds an image somewhere."""
    windows = np.lib.stride_tricks.sliding_window_view(strip, image.shape)
    return bool((windows == image).all(axis=(2, 3)).any())


def test_without_options_it_has_24_doodles_of_seed_0(sheet: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("plain.png", "same.png")]
    done = start("doodles", paths[0])
    assert done.stdout.startswith("24 doodles of each class")
    start("doodles", paths[1], "--n", "24", "--seed", "0")
    plain, same = map(pixels_of, paths)
    assert np.array_equal(plain, same)
    part = pixels_of(sheet)  # of another seed
    assert not np.array_equal(plain[:, : part.shape[1]], part)


def test_an_older_picture_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    path.write_bytes(b"a picture of clouds")
    assert start("doodles", path, "--n", "1").returncode == 0
    assert pixels_of(path).size


def check_failure(done: Done, culprit: str, words: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("fashion-gui: ")
    assert culprit in line
    assert words in line
    assert "Error" not in line


def test_a_missing_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nothing" / "sheet.png"
    words = "expected an existing directory, found none"
    check_failure(start("doodles", path, "--n", "1"), str(path), words)
    assert not list(tmp_path.iterdir())


def test_a_folder_of_that_name_is_told_in_one_sentence_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "sheet.png"
    folder.mkdir()
    words = "expected the name of a file to write, found a directory"
    check_failure(start("doodles", folder, "--n", "1"), str(folder), words)
    assert list(tmp_path.iterdir()) == [folder]
    assert not list(folder.iterdir())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "sheet.png"
    os.mkfifo(pipe)
    words = "expected the name of a file to write, found a device"
    check_failure(start("doodles", pipe, "--n", "1"), str(pipe), words)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        ("--n 0", "from 1 to 150, found 0"),
        ("--n 151", "from 1 to 150, found 151"),
        ("--n -3", "from 1 to 150, found -3"),
        ("--n x", "'x'"),
        ("--n 2.5", "'2.5'"),
        ("--seed -1", "at least 0, found -1"),
        ("--seed x", "'x'"),
        ("--json", "--json"),
        ("another.png", "another.png"),
    ],
)
def test_bad_arguments_are_told_with_the_right_use(
    tmp_path: Path, arguments: str, culprit: str
) -> None:
    done = start("doodles", tmp_path / "sheet.png", *arguments.split())
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage: fashion-gui")
    last = done.stderr.splitlines()[-1]
    assert "error: " in last
    assert culprit in last
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_picture_has_to_be_named() -> None:
    done = start("doodles")
    assert done.returncode == 2
    assert "OUT.png" in done.stderr.splitlines()[-1]


def test_any_seed_is_a_seed(tmp_path: Path) -> None:
    done = start("doodles", tmp_path / "sheet.png", "--n", "1", "--seed", str(10**30))
    assert done.returncode == 0, done.stderr
