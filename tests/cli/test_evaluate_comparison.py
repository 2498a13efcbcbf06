"""``evaluate --compare``: two networks asked about the same images."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program import Trained, start

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.evaluation.comparison import mcnemar_p_value, paired_difference_interval
from fashion_gui.files import model_file


@pytest.fixture(scope="module")
def result(data: Path, trained: Trained) -> dict[str, Any]:
    done = start("evaluate", "--compare", trained.path, "mlp", "--data", data, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


@pytest.fixture(scope="module")
def predicted(trained: Trained, small_dataset: Dataset) -> list[np.ndarray[Any, Any]]:
    """Answers of both networks to the test images."""
    networks = [model_file.load(path).network for path in (trained.path, model_file.find("mlp"))]
    return [network.predict_proba(small_dataset.test.images).argmax(axis=1) for network in networks]


@pytest.mark.parametrize("place", [0, 1])
def test_each_network_has_the_figures_that_it_has_alone(
    result: dict[str, Any], trained: Trained, data: Path, place: int
) -> None:
    name = [str(trained.path), "mlp"][place]
    alone = json.loads(start("evaluate", "--model", name, "--data", data, "--json").stdout)
    compared = result["compared"] if place else result
    assert {key: compared[key] for key in alone if key != "files"} == {
        key: alone[key] for key in alone if key != "files"
    }


def test_who_is_right_alone_is_counted(
    result: dict[str, Any], predicted: list[np.ndarray[Any, Any]], small_dataset: Dataset
) -> None:
    first, second = (answers == small_dataset.test.labels for answers in predicted)
    told = result["comparison"]
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    assert told["n_only_first_right"] == only_first
    assert told["n_only_second_right"] == only_second
    n_differ = int((predicted[0] != predicted[1]).sum())
    assert (told["n_disagree"], told["disagree"]) == (n_differ, n_differ / 300)
    assert told["mcnemar_p_value"] == mcnemar_p_value(only_first, only_second)
    counts = (int((first & second).sum()), only_second, only_first, int((~first & ~second).sum()))
    low, high = paired_difference_interval(*counts)
    assert told["accuracy_difference_interval_95"] == [low, high]
    assert low < told["accuracy_difference"] < high


def test_the_changes_are_those_from_the_first_to_the_second(result: dict[str, Any]) -> None:
    told = result["comparison"]
    matrices = [np.array(one["confusion"]) for one in (result, result["compared"])]
    assert told["confusion_change"] == (matrices[1] - matrices[0]).tolist()
    for name in CLASS_NAMES:
        recalls = [one["report"][name]["recall"] for one in (result, result["compared"])]
        assert told["recall_changes"][name] == pytest.approx(recalls[1] - recalls[0])


def test_without_json_the_comparison_is_told_in_words(
    result: dict[str, Any], trained: Trained, data: Path
) -> None:
    done = start("evaluate", "--compare", trained.path, "mlp", "--data", data)
    assert (done.returncode, done.stderr) == (0, "")
    told = result["comparison"]
    assert f"They disagree on {told['n_disagree']} images" in done.stdout
    assert f"only mlp on {told['n_only_second_right']}." in done.stdout
    assert "300 test images" in done.stdout
    assert "95 % interval" in done.stdout
    assert "Newcombe" in done.stdout
    assert "McNemar" in done.stdout
    for one in (result, result["compared"]):
        (row,) = [
            line
            for line in done.stdout.splitlines()
            if line.startswith(one["model"]) and line.split()[1] == f"{one['test_accuracy']:.4f}"
        ]
        assert f"{one['loss']:.4f}" in row
        assert f"{one['calibration_error']:.4f}" in row
    *_, largest = sorted(told["recall_changes"].items(), key=lambda pair: abs(pair[1]))
    first_change = done.stdout.split("largest changes")[1].splitlines()[1]
    assert f"{abs(largest[1]):.3f}" in first_change


def test_a_network_agrees_with_itself(data: Path) -> None:
    done = start("evaluate", "--compare", "mlp", "mlp", "--data", data)
    assert done.returncode == 0
    assert "They disagree on 0 images" in done.stdout
    assert "right on exactly the same images" in done.stdout
    assert "largest changes" not in done.stdout


def test_a_comparison_leaves_page_and_tables_of_both(
    result: dict[str, Any], trained: Trained, data: Path, tmp_path: Path
) -> None:
    asked = ("evaluate", "--compare", trained.path, "mlp", "--data", data)
    done = start(*asked, "--report", tmp_path / "page.html", "--csv", tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "SHA256SUMS",
        "compared-confusion.csv",
        "compared-report.csv",
        "confusion.csv",
        "page.html",
        "report.csv",
    ]
    with (tmp_path / "compared-confusion.csv").open(newline="") as file:
        _, *rows = csv.reader(file)
    assert [[int(cell) for cell in row[1:]] for row in rows] == result["compared"]["confusion"]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<h2>small compared with mlp</h2>" in page


def test_drawings_can_be_compared_on_too(data: Path, tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (6, 28, 28), dtype=np.uint8)
    np.savez(tmp_path / "mine.npz", images=images, labels=np.arange(6))
    asked = ("evaluate", "--compare", "mlp", "mlp", "--data", data)
    done = start(*asked, "--drawings", tmp_path / "mine.npz", "--json")
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert (loaded["images"], loaded["n_test"], loaded["part"]) == ("drawings", 6, None)


@pytest.mark.parametrize("names", [("mlp", "nonsense"), ("nonsense", "mlp")])
def test_a_network_that_is_not_there_is_told(data: Path, names: tuple[str, str]) -> None:
    done = start("evaluate", "--compare", *names, "--data", data)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "nonsense: expected a model file" in line
