"""``evaluate``: the scores of a network on all test images."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program import Trained, start

from fashion_gui.commands import evaluate
from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.nn import model_file
from fashion_gui.nn.model_file import DEFAULT_MODEL
from fashion_gui.training.drawings import held_out_drawings
from fashion_gui.training.metrics import Report


@pytest.fixture(scope="module")
def result(data: Path) -> dict[str, Any]:
    """What the network that comes with the program says of the small data set."""
    done = start("evaluate", "--data", data, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def test_the_result_tells_the_model_and_the_scores_of_every_class(result: dict[str, Any]) -> None:
    assert result["model"] == DEFAULT_MODEL
    assert result["n_test"] == 300
    assert list(result["report"]) == list(CLASS_NAMES)
    for scores in result["report"].values():
        assert set(scores) == {"precision", "recall", "f1", "support"}
        assert scores["support"] == 30


def test_the_confusion_matrix_agrees_with_all_the_scores(result: dict[str, Any]) -> None:
    confusion = np.array(result["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.sum(axis=1).tolist() == [30] * 10
    assert result["test_accuracy"] == np.trace(confusion) / 300
    low, high = result["accuracy_interval_95"]
    assert 0 <= low < result["test_accuracy"] < high <= 1
    assert result["loss"] > 0
    assert 0 <= result["calibration_error"] < 1
    called = confusion.sum(axis=0)
    for index, scores in enumerate(result["report"].values()):
        right = confusion[index, index]
        assert scores["recall"] == pytest.approx(right / 30)
        assert scores["precision"] == pytest.approx(right / max(called[index], 1))
        assert scores["f1"] == pytest.approx(2 * right / (30 + called[index]))


def test_the_scores_are_those_of_the_networks_answers(
    result: dict[str, Any], small_dataset: Dataset
) -> None:
    network = model_file.load(model_file.find(DEFAULT_MODEL)).network
    answers = network.predict_proba(small_dataset.test.images).argmax(axis=1)
    report = Report.of(small_dataset.test.labels, answers, CLASS_NAMES)
    assert result["confusion"] == report.confusion.tolist()


def test_without_json_the_scores_are_a_table(trained: Trained, data: Path) -> None:
    done = start("evaluate", "--model", trained.path, "--data", data)
    assert done.returncode == 0
    first, *_ = done.stdout.splitlines()
    assert first == f"{trained.path}: 784-16-10, 300 test images"
    assert "weighted avg" in done.stdout
    rows = [line for line in done.stdout.split("Confusion")[1].splitlines() if line[-1:].isdigit()]
    assert [sum(map(int, row.split()[-10:])) for row in rows] == [30] * 10


def test_the_network_that_comes_with_the_program_does_as_well_as_its_file_says() -> None:
    done = start("evaluate", "--json")
    result = json.loads(done.stdout)
    told = model_file.load(model_file.find(DEFAULT_MODEL)).training["test_accuracy"]
    assert result["n_test"] == 10_000
    assert result["test_accuracy"] == pytest.approx(told, abs=2e-4)
    assert result["test_accuracy"] > 0.88


def test_images_of_other_classes_are_noted(data: Path, tmp_path: Path) -> None:
    for path in data.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "classes.txt").write_text("\n".join(f"digit {number}" for number in range(10)))
    done = start("evaluate", "--data", tmp_path, "--json")
    assert done.returncode == 0
    assert "digit 7" in done.stderr
    assert json.loads(done.stdout)["n_test"] == 300


def test_doodles_can_be_answered_in_the_place_of_the_test_images(
    trained: Trained, data: Path
) -> None:
    done = start("evaluate", "--doodles", "--model", trained.path, "--data", data, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["images"], result["n_test"]) == ("doodles", 5000)
    doodles = held_out_drawings(5000)
    answers = model_file.load(trained.path).network.predict_proba(doodles.images).argmax(axis=1)
    report = Report.of(doodles.labels, answers, CLASS_NAMES)
    assert result["confusion"] == report.confusion.tolist()
    assert result["test_accuracy"] == report.accuracy
    assert result["report"] == report.to_dict()


def test_doodles_have_a_table_of_their_own(
    trained: Trained,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(evaluate, "_N_DOODLES", 30)
    asked = Namespace(model=str(trained.path), data=data, doodles=True, drawings=None, json=False)
    assert evaluate.run(asked) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    assert first == f"{trained.path}: 784-16-10, 30 doodles"


def test_without_doodles_the_result_says_that_it_is_about_the_test_images(
    result: dict[str, Any],
) -> None:
    assert result["images"] == "test images"


def test_labelled_drawings_are_fitted_and_scored(data: Path, tmp_path: Path) -> None:
    drawings = held_out_drawings(40)
    path = tmp_path / "drawings.npz"
    np.savez(path, images=255 - drawings.images, labels=drawings.labels.astype(np.int64))
    done = start("evaluate", "--drawings", path, "--data", data, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["images"], result["n_test"]) == ("drawings", 40)
    told = start("predict", path, "--drawing", "--json")
    answers = [json.loads(line)["class"] for line in told.stdout.splitlines()]
    right = [CLASS_NAMES[label] for label in drawings.labels]
    assert result["test_accuracy"] == np.mean([a == b for a, b in zip(answers, right, strict=True)])
    table = start("evaluate", "--drawings", path, "--data", data).stdout
    recalls = [s["recall"] for s in result["report"].values() if s["support"]]
    assert (
        f"Mean recall of the {len(recalls)} classes that are there: {np.mean(recalls):.4f}" in table
    )


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"images": np.zeros((2, 28, 28), np.uint8)}, "labels"),
        ({"images": np.zeros((2, 28, 28), np.uint8), "labels": np.zeros(3, int)}, "3 labels"),
        ({"images": np.zeros((1, 28, 28), np.uint8), "labels": np.array([10])}, "from 0 to 9"),
        ({"images": np.zeros((1, 28, 28), np.uint8), "labels": np.zeros(1)}, "float64"),
        ({"images": np.zeros((0, 28, 28), np.uint8), "labels": np.zeros(0, int)}, "0 images"),
    ],
)
def test_drawings_without_fitting_labels_are_refused_in_a_sentence(
    data: Path, tmp_path: Path, arrays: dict[str, Any], words: str
) -> None:
    path = tmp_path / "drawings.npz"
    np.savez(path, **arrays)
    done = start("evaluate", "--drawings", path, "--data", data)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr
    assert str(path) in done.stderr
