"""What `benchmarks.recognition` measures: scores, ways to draw the same lines, given files."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.recognition import __main__ as command
from benchmarks.recognition import given_files, icons, scores
from benchmarks.recognition.conditions import CONDITIONS, Condition, first_part
from benchmarks.recognition.stability import Lines, stability
from fashion_gui.data import CLASS_NAMES
from fashion_gui.data.idx import DataError
from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network

SQUARE = [np.array([(0, 0), (90, 0), (90, 90), (0, 90), (0, 0)], np.float32)]
POST = [np.array([(0, 0), (0, 50)], np.float32), np.array([(0, 50), (0, 100)], np.float32)]


def tiny_network(seed: int = 0) -> Network:
    architecture = Architecture((Flatten(), Dense(len(CLASS_NAMES)), Softmax()))
    parameters = np.random.default_rng(seed).normal(0, 0.05, architecture.n_parameters)
    return Network(architecture, parameters.astype(np.float32), CLASS_NAMES)


def shares(**of_class: float) -> np.ndarray:
    rest = (1 - sum(of_class.values())) / (10 - len(of_class))
    return np.array([of_class.get(f"c{k}", rest) for k in range(10)], np.float32)


def test_a_score_counts_what_is_named_right_and_what_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [shares(c3=0.9), shares(c3=0.9), shares(c3=0.45, c4=0.4), shares(c3=0.9), shares(c5=0.9)]
    novel = [False, False, False, True, False]
    given = [Verdict(row, CLASS_NAMES, is_novel) for row, is_novel in zip(rows, novel, strict=True)]
    monkeypatch.setattr(scores, "verdicts", lambda *_: iter(given))
    images, labels = np.zeros((5, 28, 28), np.uint8), np.array([3, 4, 4, 3, 5], np.uint8)
    found = scores.score(tiny_network(), images, labels)
    assert found.n == 5
    assert found.accuracy == pytest.approx((1 + 0 + 1) / 3)  # of classes 3, 4 and 5
    assert found.named_right == pytest.approx(3 / 4)
    assert found.one_class == pytest.approx(3 / 5)
    assert found.refused == pytest.approx(1 / 5)
    monkeypatch.setattr(scores, "verdicts", lambda *_: iter(given))
    others = scores.score(tiny_network(), images)
    assert (others.accuracy, others.named_right, others.refused) == (None, None, found.refused)
    assert len(others.row("things")) == len(scores.COLUMNS)


def test_the_first_part_of_lines_ends_after_the_share_of_their_length() -> None:
    long = [np.array([(0, 0), (10, 0), (20, 0)], np.float32), np.array([(0, 5), (20, 5)])]
    assert [len(line) for line in first_part(long, 0.25)] == [2]
    assert [len(line) for line in first_part(long, 0.5)] == [3]
    assert [len(line) for line in first_part(long, 0.6)] == [3, 2]
    assert [len(line) for line in first_part(long, 1.0)] == [3, 2]


def test_each_condition_changes_what_it_says() -> None:
    plain = Condition("x").drawn(SQUARE)
    assert plain.shape == (28, 28)
    assert plain.dtype == np.uint8
    assert plain[14, 14] == 0
    assert Condition("x", fill=1).drawn(SQUARE)[14, 14] == 255
    assert 110 < Condition("x", fill=0.5).drawn(SQUARE)[14, 14] < 145
    assert Condition("x", pen=5).drawn(SQUARE).mean() > 1.5 * plain.mean()
    small = Condition("x", side=8, pen=1).drawn(SQUARE)
    assert np.ptp(np.flatnonzero((small > 60).any(axis=0))) >= 18  # enlarged again
    assert not np.array_equal(small, plain)
    upright, turned = (Condition("x", turn=turn).drawn(POST) > 60 for turn in (0, 90))
    assert upright.any(axis=1).sum() > 4 * upright.any(axis=0).sum()
    assert turned.any(axis=0).sum() > 4 * turned.any(axis=1).sum()
    leaning = Condition("x", turn=30).drawn(POST) > 60
    assert leaning[:10, 14:].any()
    assert not leaning[:10, :12].any()  # to the right
    half = Condition("x", share=0.5).drawn(SQUARE)
    assert half.sum() < 0.7 * plain.sum()
    red = next(c for c in CONDITIONS if c.name.startswith("red on green"))
    assert np.abs(red.drawn(SQUARE).astype(float) - plain).mean() < 20


def test_stability_draws_the_same_garments_in_each_way() -> None:
    lines = Lines.made(20)
    assert list(lines.labels[:11]) == [*range(10), 0]
    networks = {"a": tiny_network(0), "b": tiny_network(1)}
    result = stability(networks, lines, "made drawings", CONDITIONS[:3])
    assert result.columns == ("drawn", "a", "a, refused", "b", "b, refused")
    assert [row[0] for row in result.rows] == [c.name for c in CONDITIONS[:3]]
    images = np.stack([CONDITIONS[1].drawn(strokes) for strokes in lines.strokes])
    predicted = networks["b"].predict_proba(images).argmax(axis=1)
    assert result.rows[1][3] == pytest.approx(scores.macro_accuracy(predicted, lines.labels))
    assert stability(networks, Lines.made(20), "made drawings", CONDITIONS[:3]) == result


def test_strokes_are_found_by_the_ids_of_the_drawings(tmp_path: Path) -> None:
    drawings, strokes = tmp_path / "d.npz", tmp_path / "s.json"
    np.savez(drawings, ids=np.array([7, 8, 9]), labels=np.array([2, 4, 6]))
    strokes.write_text(json.dumps({"9": [[[0, 0], [5, 5]], [[1, 1]]], "7": [[[0, 0], [9, 9]]]}))
    lines = given_files.lines_of(strokes, drawings, 10)
    assert list(lines.labels) == [2, 6]
    assert [len(one) for one in lines.strokes] == [1, 1]
    strokes.write_text("{}")
    with pytest.raises(DataError, match="expected strokes with ids of"):
        given_files.lines_of(strokes, drawings, 10)


def test_pictures_are_judged_by_the_garment_in_their_name(tmp_path: Path) -> None:
    names = {"a_t-shirt.png": 0, "my_Shirt.png": 6, "ankle boot.png": 9, "two_things.png": None}
    pixels = np.full((80, 80), 255, np.uint8)
    pixels[20:60, 20:60] = 0
    for name, label in names.items():
        assert given_files.label_in(name) == label
        Image.fromarray(pixels).save(tmp_path / name)
    found = given_files.picture_results(tiny_network(), tmp_path)
    assert {name for name, *_ in found} == {name for name in names if names[name] is not None}
    assert len({words for _, words, _ in found}) == 1
    assert sum(is_right for *_, is_right in found) < 3 or found[0][1] == "Not sure"


def save_icon(path: Path, *, filled: bool) -> None:
    pixels = np.full((80, 80), 255, np.uint8)
    pixels[10:70, 20:60] = 0
    if not filled:
        pixels[14:66, 24:56] = 255
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(path)


def test_icons_are_counted_by_the_class_of_their_folder_and_by_their_style(tmp_path: Path) -> None:
    for name, filled in {"coat/a": False, "coat/b": True, "bag/c": True, "things/d": True}.items():
        save_icon(tmp_path / f"{name}.png", filled=filled)
    images, labels = icons.icons_of(tmp_path)
    assert list(labels) == [8, 4, 4]
    assert [icons.style_of(image) for image in images] == ["filled", "line", "filled"]
    edges = icons.rims(images[0])
    assert edges[14, 14] == 0
    assert edges[1:27, 14].max() > 0.8

    network = tiny_network()
    result = icons.icon_results("tiny", network, tmp_path)
    rows = {str(row[0]): row for row in result.rows}
    is_right = network.predict_proba(images).argmax(axis=1) == labels
    assert rows["Coat"][1:4] == (2, float(is_right[1]), float(is_right[2]))
    assert rows["Bag"][2] is None
    assert rows["mean over the classes"][-1] == pytest.approx(
        (is_right[0] + is_right[1:].mean()) / 2
    )
    with pytest.raises(DataError, match="folders named after clothes"):
        icons.icons_of(tmp_path / "coat")


def test_the_standard_error_is_that_of_a_mean_over_classes() -> None:
    labels = np.repeat(np.arange(2, dtype=np.uint8), (400, 100))
    chances = np.array([0.9, 0.6])
    rng = np.random.default_rng(0)
    means = []
    for _ in range(400):
        is_right = rng.random(500) < chances[labels]
        means.append(np.mean([is_right[labels == label].mean() for label in (0, 1)]))
    assert icons.standard_error(is_right, labels) == pytest.approx(np.std(means), rel=0.2)


def test_things_may_be_a_folder_of_pictures(tmp_path: Path) -> None:
    save_icon(tmp_path / "a.png", filled=True)
    save_icon(tmp_path / "b.png", filled=False)
    assert given_files.drawings_of(tmp_path).shape == (2, 28, 28)


def test_strokes_without_drawings_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--strokes", "x.json"])
    assert "--drawings" in capsys.readouterr().err


def test_a_network_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--model", "nowhere.safetensors"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
