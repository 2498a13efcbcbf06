"""``evaluate``: the scores of a network on all test images."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program import Trained, start

from fashion_gui.cli import evaluate, judged_images
from fashion_gui.data import CLASS_NAMES, Dataset, Split, SplitPlan, load
from fashion_gui.data.idx import DataError
from fashion_gui.evaluation.metrics import Report
from fashion_gui.evaluation.split_words import note_of
from fashion_gui.files import model_file
from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.training.drawings import held_out_drawings


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


def test_a_network_that_comes_with_the_program_does_as_well_as_its_file_says() -> None:
    result = json.loads(start("evaluate", "--model", "mlp", "--json").stdout)
    told = model_file.load(model_file.find("mlp")).training["test_accuracy"]
    assert result["n_test"] == 10_000
    assert result["test_accuracy"] == pytest.approx(told, abs=2e-4)
    assert result["test_accuracy"] > 0.88


def test_the_default_network_does_so_on_a_part_of_the_images() -> None:
    saved = model_file.load(model_file.find(DEFAULT_MODEL))
    test = load().test[:1000]
    accuracy = (saved.network.predict_proba(test.images).argmax(axis=1) == test.labels).mean()
    told = saved.training["test_accuracy"]
    assert accuracy == pytest.approx(told, abs=3 * (told * (1 - told) / 1000) ** 0.5)


@pytest.fixture(scope="module")
def digits(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with images of other classes than the networks know."""
    directory = tmp_path_factory.mktemp("digits")
    for path in data.iterdir():
        (directory / path.name).write_bytes(path.read_bytes())
    (directory / "classes.txt").write_text("\n".join(f"digit {number}" for number in range(10)))
    return directory


@pytest.mark.parametrize(
    "others",
    [
        ["--model", "mlp"],
        ["--model", "mlp", "--json"],
        ["--compare", "mlp", "convnet-best"],
        ["--model", "mlp", "--doodles"],
        ["--model", "mlp", "--part", "training"],
    ],
)
def test_a_network_that_was_taught_other_classes_is_refused(
    digits: Path, others: list[str]
) -> None:
    done = start("evaluate", "--data", digits, *others)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("fashion-gui: mlp: expected a network that was trained on the classes")
    assert "digit 7" in line
    assert "Ankle boot" in line


def test_labelled_drawings_of_other_classes_are_refused(digits: Path, tmp_path: Path) -> None:
    path = tmp_path / "drawings.npz"
    np.savez(path, images=np.full((1, 28, 28), 9, np.uint8), labels=np.zeros(1, int))
    done = start("evaluate", "--drawings", path, "--data", digits, "--model", "mlp")
    assert (done.returncode, done.stdout) == (1, "")
    assert "digit 7" in done.stderr


@pytest.mark.parametrize(
    ("part", "kind", "n"),
    [
        ("test", "test images", 300),
        ("validation", "validation images", 200),
        ("training", "training images", 1000),
        ("all", "training, validation and test images", 1500),
    ],
)
def test_a_part_of_the_data_set_can_be_answered(
    trained: Trained, data: Path, small_dataset: Dataset, part: str, kind: str, n: int
) -> None:
    asked = ("evaluate", "--model", trained.path, "--data", data, "--part", part)
    done = start(*asked, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert (result["part"], result["images"], result["n_test"]) == (part, kind, n)
    splits = SplitPlan.of(1200, 1000, 200)
    numbers = np.array(small_dataset.with_plan(splits).numbers(Split(part)))
    network = model_file.load(trained.path).network
    predicted = network.predict_proba(small_dataset.images(numbers)).argmax(axis=1)
    report = Report.of(small_dataset.labels[numbers], predicted, CLASS_NAMES)
    assert result["confusion"] == report.confusion.tolist()
    table = start(*asked).stdout
    assert table.splitlines()[0].endswith(f"{n:,} {kind}")
    assert note_of(Split(part), splits) in table
    assert bool(note_of(Split(part), splits)) == (part != "test")


def test_images_that_a_run_left_out_are_a_part_of_their_own(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "few.safetensors"
    sizes = ("--n-train", "300", "--n-validation", "0", "--epochs", "1", "--batch-size", "50")
    assert start("train", "--hidden", "4", *sizes, "--data", data, "--out", path).returncode == 0
    asked = ("evaluate", "--model", path, "--data", data, "--part")
    result = json.loads(start(*asked, "unused", "--json").stdout)
    assert (result["images"], result["n_test"]) == ("unused training images", 900)
    done = start(*asked, "validation")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The run held out no validation images. Choose the test images." in done.stderr


def test_of_a_network_from_other_images_it_is_not_known_what_it_learned_from(data: Path) -> None:
    asked = ("evaluate", "--model", "mlp", "--data", data, "--part")
    result = json.loads(start(*asked, "training", "--json").stdout)
    assert (result["images"], result["n_test"]) == ("images of the training file", 1200)
    assert "is not known" in result["note"]
    done = start(*asked, "validation")
    assert (done.returncode, done.stdout) == (1, "")
    assert "It is not known which images" in done.stderr


def test_it_is_told_what_a_compared_network_has_learned_from(trained: Trained, data: Path) -> None:
    asked = ("evaluate", "--compare", "mlp", trained.path, "--data", data, "--part", "training")
    result = json.loads(start(*asked, "--json").stdout)
    assert f"{trained.path} learned from 1,000 of these images." in result["note"]


def test_a_data_set_too_small_for_validation_is_told(small_dataset: Dataset) -> None:
    asked = Namespace(split="validation", doodles=False, drawings=None)
    with pytest.raises(DataError, match="The run held out no validation images"):
        judged_images.judged_images(
            asked, Dataset(small_dataset.train[:10], small_dataset.test, CLASS_NAMES)
        )


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        ("--part holidays", "holidays"),
        ("--part test --doodles", "--doodles"),
        ("--part all --drawings some.npz", "--drawings"),
        ("--model mlp --compare mlp mlp", "--compare"),
        ("--compare mlp", "--compare"),
        ("--report", "--report"),
        ("--csv", "--csv"),
    ],
)
def test_arguments_that_do_not_go_together_are_told_with_the_right_use(
    arguments: str, culprit: str
) -> None:
    done = start("evaluate", *arguments.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: fashion-gui evaluate")
    assert culprit in done.stderr.splitlines()[-1]


def test_doodles_can_be_answered_in_the_place_of_the_test_images(
    trained: Trained, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judged_images._N_DOODLES == 5000
    monkeypatch.setattr(judged_images, "_N_DOODLES", 400)
    done = start("evaluate", "--doodles", "--model", trained.path, "--data", data, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["images"], result["n_test"]) == ("doodles", 400)
    doodles = held_out_drawings(400)
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
    monkeypatch.setattr(judged_images, "_N_DOODLES", 30)
    nothing = dict.fromkeys(("split", "drawings", "compare", "report", "csv"))
    asked = Namespace(model=str(trained.path), data=data, doodles=True, json=False, **nothing)
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
    assert f"Mean recall of the {len(recalls)} classes with images: {np.mean(recalls):.4f}" in table


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
