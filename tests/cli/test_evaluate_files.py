"""``evaluate --report`` and ``--csv``: files that are whole, or not there."""

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from program import Done, Trained, start

from fashion_gui.training.drawings import held_out_drawings


def check_failure(done: Done, culprit: str) -> None:
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("fashion-gui: ")
    assert culprit in line
    assert "Error" not in line


def test_a_report_is_one_page_about_the_network(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    done = start("evaluate", "--model", trained.path, "--data", data, "--report", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"Written: {path}"
    page = path.read_text(encoding="utf-8")
    assert "<h1>small on 300 test images</h1>" in page
    assert "small: 784-16-10" in page
    assert list(tmp_path.iterdir()) == [path]


def test_tables_hold_the_figures_that_json_tells(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    done = start("evaluate", "--model", trained.path, "--data", data, "--csv", folder, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    names = ("report.csv", "confusion.csv", "SHA256SUMS")
    assert result["files"] == [str(folder / name) for name in names]
    with (folder / "report.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows[:10]:
        scores = result["report"][row["class"]]
        assert {name: float(row[name]) for name in scores} == scores
    assert float(rows[-1]["f1"]) == result["test_accuracy"]
    with (folder / "confusion.csv").open(newline="") as file:
        _, *cells = csv.reader(file)
    assert [[int(cell) for cell in row[1:]] for row in cells] == result["confusion"]


def test_page_and_tables_can_go_into_one_new_directory(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    asked = ("evaluate", "--model", trained.path, "--data", data)
    folder = tmp_path / "new"
    done = start(*asked, "--csv", folder, "--report", folder / "page.html")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["SHA256SUMS", "confusion.csv", "page.html", "report.csv"]


def test_a_report_on_a_part_shows_its_images_and_how_far_to_believe_it(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    asked = ("evaluate", "--model", trained.path, "--data", data, "--part", "training")
    assert start(*asked, "--report", path).returncode == 0
    page = path.read_text(encoding="utf-8")
    assert "on 1,000 training images" in page
    assert "not how well the network does on new ones" in page


def test_a_report_on_drawings_shows_the_drawings(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    drawings = held_out_drawings(40)
    np.savez(tmp_path / "mine.npz", images=drawings.images, labels=drawings.labels.astype(int))
    asked = ("evaluate", "--model", trained.path, "--data", data, "--drawings")
    done = start(*asked, tmp_path / "mine.npz", "--report", tmp_path / "page.html", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["part"] is None
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "on 40 drawings" in page
    numbers = {int(number) for number in re.findall(r'alt="Drawing (\d+): ', page)}
    wrong = 40 - round(40 * result["test_accuracy"])
    assert len(numbers) == wrong > 0
    assert max(numbers) < 40


@pytest.mark.parametrize(
    ("option", "place", "words"),
    [
        ("--report", "folder", "found a directory"),
        ("--report", "nothing/page.html", "expected an existing directory"),
        ("--report", "file/page.html", "found a file"),
        ("--csv", "file", "found a file"),
        ("--csv", "file/new", "found a file"),
        ("--csv", "nothing/new", "expected an existing directory"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_told_and_nothing_is_left(
    data: Path, tmp_path: Path, option: str, place: str, words: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    done = start("evaluate", "--model", "mlp", "--data", data, option, tmp_path / place)
    check_failure(done, words)
    assert str(tmp_path / place) in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_table_that_cannot_be_written_leaves_no_other_file(data: Path, tmp_path: Path) -> None:
    (tmp_path / "confusion.csv").mkdir()
    asked = ("evaluate", "--model", "mlp", "--data", data, "--csv", tmp_path)
    check_failure(start(*asked, "--report", tmp_path / "page.html"), "confusion.csv")
    assert [path.name for path in tmp_path.rglob("*")] == ["confusion.csv"]


def test_a_failure_before_the_answers_leaves_the_old_report(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    folder = tmp_path / "new"
    done = start("evaluate", "--model", "none", "--data", data, "--report", path, "--csv", folder)
    check_failure(done, "none")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["page.html"]
