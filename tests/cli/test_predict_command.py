"""``predict``: what a network says of pictures in files."""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from program import Trained, start
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from fashion_gui.data import CLASS_NAMES, Dataset, load
from fashion_gui.evaluation.verdict import NOTHING_FOUND, verdict_on
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.percent import plain
from fashion_gui.sketch.background import is_on_black
from fashion_gui.sketch.fitting import fit_picture, has_hard_edges

SHIRT = (
    *((0.3, 0), (0.7, 0), (1, 0.3), (0.8, 0.4), (0.75, 1)),
    *((0.25, 1), (0.2, 0.4), (0, 0.3), (0.3, 0)),
)
"""An outline in a square of side 1."""


def write_picture(path: Path, grey: NDArray[np.uint8], quality: int = -1) -> Path:
    grey = np.ascontiguousarray(grey)
    height, width = grey.shape
    image = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    assert image.save(str(path), None, quality)
    return path


def ask(*arguments: str | Path) -> list[dict[str, Any]]:
    done = start("predict", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def shares(result: dict[str, Any]) -> list[float]:
    return list(result["probabilities"].values())


@pytest.fixture
def network(trained: Trained) -> Network:
    return model_file.load(trained.path).network


@pytest.fixture
def images(small_dataset: Dataset) -> NDArray[np.uint8]:
    return small_dataset.test.images[:4]


def test_every_image_of_every_file_is_a_line(
    tmp_path: Path, trained: Trained, network: Network, images: NDArray[np.uint8]
) -> None:
    picture = write_picture(tmp_path / "one picture.png", images[0])
    single, several, archive = (tmp_path / name for name in ("1.npy", "3.npy", "2.npz"))
    np.save(single, images[1])
    np.save(several, images[1:])
    np.savez_compressed(archive, labels=np.arange(2), images=images[:2])
    expected = [
        (str(picture), 0, images[0]),
        (str(single), 0, images[1]),
        *((str(several), index, image) for index, image in enumerate(images[1:])),
        *((str(archive), index, image) for index, image in enumerate(images[:2])),
    ]
    results = ask("--model", trained.path, picture, single, several, archive)
    assert [(r["source"], r["index"]) for r in results] == [(s, i) for s, i, _ in expected]
    for result, (_, _, image) in zip(results, expected, strict=True):
        verdict = verdict_on(network, image)
        probabilities = verdict.probabilities
        assert list(result["probabilities"]) == list(CLASS_NAMES)
        np.testing.assert_allclose(shares(result), probabilities, rtol=1e-4, atol=1e-7)
        assert sum(shares(result)) == pytest.approx(1.0, abs=1e-5)
        assert result["class"] == CLASS_NAMES[int(probabilities.argmax())]
        assert result["answer"] == plain(verdict.words)


def test_a_network_answers_the_pictures_that_it_was_trained_for(
    tmp_path: Path, trained: Trained, small_dataset: Dataset
) -> None:
    path = tmp_path / "test.npy"
    np.save(path, small_dataset.test.images)
    answers = [result["class"] for result in ask("--model", trained.path, path)]
    right = [CLASS_NAMES[label] for label in small_dataset.test.labels]
    accuracy = np.mean([answer == name for answer, name in zip(answers, right, strict=True)])
    assert accuracy == json.loads(trained.done.stdout)["test_accuracy"]


@pytest.mark.parametrize(("suffix", "quality"), [("jpg", 100), ("jpeg", 100), ("bmp", -1)])
def test_pictures_of_other_formats_are_read(
    tmp_path: Path, network: Network, trained: Trained, suffix: str, quality: int
) -> None:
    smooth = np.add.outer(np.arange(28), np.arange(28)).astype(np.uint8) * 4
    picture = write_picture(tmp_path / f"picture.{suffix}", smooth, quality)
    (result,) = ask("--model", trained.path, "--fit", "never", picture)
    np.testing.assert_allclose(shares(result), network.predict_proba(smooth[None])[0], atol=0.02)


def test_what_a_picture_is_follows_from_its_content_not_its_name(
    tmp_path: Path, images: NDArray[np.uint8]
) -> None:
    honest = write_picture(tmp_path / "picture.png", images[0])
    disguised = honest.with_suffix(".jpg")
    disguised.write_bytes(honest.read_bytes())
    first, second = ask(honest, disguised)
    assert first["probabilities"] == second["probabilities"]


def shirt(side: int, left: int, top: int, width: int, pen: int) -> NDArray[np.uint8]:
    """Draw a shirt of lines, white on black."""
    canvas = QImage(side, side, QImage.Format.Format_Grayscale8)
    canvas.fill(0)
    with QPainter(canvas) as painter:
        painter.setPen(QPen(Qt.GlobalColor.white, pen))
        painter.drawPolyline([QPointF(left + width * x, top + width * y) for x, y in SHIRT])
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(side, canvas.bytesPerLine())
    return rows[:, :side].copy()


def test_a_drawing_of_any_size_anywhere_gets_the_answer_of_the_fitted_one(
    tmp_path: Path, trained: Trained, network: Network
) -> None:
    drawings = [shirt(1000, 30, 700, 200, 12), shirt(28, 2, 3, 12, 1), shirt(300, 10, 10, 280, 20)]
    for number, drawing in enumerate(drawings):
        picture = write_picture(tmp_path / f"{number}.png", drawing)
        (result,) = ask("--model", trained.path, "--drawing", picture)
        fitted = fit_picture(drawing / np.float32(255))
        expected = network.predict_proba(fitted[None])[0]
        np.testing.assert_allclose(shares(result), expected, rtol=1e-4, atol=1e-7)


def test_a_drawing_gets_the_same_answer_whatever_it_is_drawn_on(tmp_path: Path) -> None:
    light = shirt(28, 3, 4, 15, 2)
    grey = np.rint(200 - light * (200 / 255)).astype(np.uint8)
    opacity = np.zeros((28, 28, 4), np.uint8)
    opacity[..., 3] = light
    clear = QImage(opacity.data, 28, 28, 112, QImage.Format.Format_RGBA8888)
    assert clear.save(str(tmp_path / "transparent.png"))
    np.save(tmp_path / "both.npy", np.stack([light, 255 - light]))
    np.savez(tmp_path / "grey.npz", images=grey[None])
    results = ask(
        "--drawing",
        write_picture(tmp_path / "black.png", light),
        write_picture(tmp_path / "white.png", 255 - light),
        write_picture(tmp_path / "grey.png", grey),
        *(tmp_path / name for name in ("transparent.png", "both.npy", "grey.npz")),
    )
    assert len(results) == 7
    for result in results[1:]:
        np.testing.assert_allclose(shares(result), shares(results[0]), atol=0.02)


def test_a_drawing_that_fills_the_frame_is_asked_about_as_it_is(
    tmp_path: Path, images: NDArray[np.uint8]
) -> None:
    image = images[0].copy()
    image[0] = image[-1] = image[:, 0] = image[:, -1] = 0
    image[1, 1:-1] = image[-2, 1:-1] = 200
    picture = write_picture(tmp_path / "full.png", image)
    drawn, as_it_is = ask("--drawing", picture, "--model", "mlp"), ask(picture, "--model", "mlp")
    assert drawn == [as_it_is[0] | {"fitted": True}]
    assert as_it_is[0]["fitted"] is False


def test_where_nothing_is_fitted_nothing_is_turned_moved_or_scaled(
    tmp_path: Path, trained: Trained, network: Network
) -> None:
    small = np.stack([shirt(28, 2, 3, 12, 1), 255 - shirt(28, 2, 3, 12, 1)])
    array = tmp_path / "small.npy"
    np.save(array, small)
    pictures = [write_picture(tmp_path / f"{k}.png", image) for k, image in enumerate(small)]
    results = ask("--model", trained.path, "--fit", "never", array, *pictures)
    expected = network.predict_proba(small)
    for result, probabilities in zip(results, [*expected, *expected], strict=True):
        np.testing.assert_allclose(shares(result), probabilities, rtol=1e-4, atol=1e-7)


def test_an_empty_canvas_gets_no_answer(tmp_path: Path) -> None:
    black = np.zeros((2, 28, 28), np.uint8)
    white = write_picture(tmp_path / "white paper.png", 255 - black[0])
    clear = QImage(300, 200, QImage.Format.Format_RGBA8888)
    clear.fill(Qt.GlobalColor.transparent)
    assert clear.save(str(tmp_path / "clear.png"))
    array = tmp_path / "both.npy"
    np.save(array, np.concatenate([black, 255 - black]))
    results = ask("--drawing", white, tmp_path / "clear.png", array)
    assert [result["answer"] for result in results] == [NOTHING_FOUND] * 6
    assert NOTHING_FOUND not in {result["answer"] for result in ask("--fit", "never", white, array)}


def test_thousands_of_drawings_take_a_moment(tmp_path: Path, trained: Trained) -> None:
    array = np.zeros((3000, 28, 28), np.uint8)
    array[::2] = shirt(28, 2, 3, 12, 1)
    array[1::2] = 255 - shirt(28, 1, 0, 23, 2)
    np.savez_compressed(tmp_path / "many.npz", images=array)
    started = time.perf_counter()
    results = ask("--model", trained.path, "--drawing", tmp_path / "many.npz")
    assert len(results) == 3000
    assert time.perf_counter() - started < 30


def test_without_json_an_image_is_a_line_of_words(
    tmp_path: Path, trained: Trained, network: Network, images: NDArray[np.uint8]
) -> None:
    one, two = tmp_path / "one.npy", tmp_path / "two.npy"
    np.save(one, images[0])
    np.save(two, images[:2])
    done = start("predict", "--model", trained.path, one, two)
    first, second = (plain(verdict_on(network, image).words) for image in images[:2])
    assert done.stdout.splitlines() == [
        f"{one}: {first}",
        f"{two} [0]: {first}",
        f"{two} [1]: {second}",
    ]


@pytest.mark.parametrize("options", [[], ["--drawing"]])
def test_a_file_of_no_images_gives_no_lines(tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "none.npy"
    np.save(path, np.zeros((0, 28, 28), np.uint8))
    assert ask(path, *options) == []


def test_large_and_narrow_pictures_are_scaled(tmp_path: Path) -> None:
    wide = write_picture(tmp_path / "wide.png", np.full((600, 1500), 200, np.uint8))
    dot = write_picture(tmp_path / "dot.png", np.full((1, 1), 200, np.uint8))
    fitted = np.zeros((2, 28, 28), np.uint8)
    fitted[0, 8:19] = 200
    fitted[1] = 200
    array = tmp_path / "fitted.npy"
    np.save(array, fitted)
    results = ask("--fit", "never", wide, dot, array)
    assert [r["probabilities"] for r in results[:2]] == [
        pytest.approx(r["probabilities"], rel=1e-4) for r in results[2:]
    ]


# What is fitted by itself --------------------------------------------------------------------


def test_by_itself_all_is_fitted_but_small_images_on_black(
    tmp_path: Path, trained: Trained, network: Network
) -> None:
    photo = np.zeros((28, 28), np.uint8)
    photo[12:20, 1:8] = 180  # small and in a corner
    dark = np.maximum(photo, 60)
    array = tmp_path / "several.npy"
    np.save(array, np.stack([photo, 255 - photo, dark]))
    large = photo.repeat(10, axis=0).repeat(10, axis=1)
    pictures = [
        write_picture(tmp_path / "photo.png", photo),
        write_picture(tmp_path / "negative.png", 255 - photo),
        write_picture(tmp_path / "large.png", large),
        write_picture(tmp_path / "taller.png", np.pad(photo, ((0, 1), (0, 0)))),
    ]
    results = ask("--model", trained.path, array, *pictures)
    as_it_is, fitted = network.predict_proba(
        np.stack([photo, fit_picture(photo / np.float32(255))])
    )
    assert np.abs(as_it_is - fitted).max() > 0.1
    assert [result["fitted"] for result in results] == [False, True, True, False, True, True, True]
    for result in results:
        expected = fitted if result["fitted"] else as_it_is
        np.testing.assert_allclose(shares(result), expected, atol=0.05)


def test_drawing_is_short_for_fitting_always(tmp_path: Path, trained: Trained) -> None:
    picture = write_picture(tmp_path / "shirt.png", shirt(28, 2, 3, 12, 1) // 2)
    options = ("--model", trained.path, picture)
    fitted = ask("--fit", "always", *options)
    assert ask("--drawing", *options) == fitted
    assert fitted != ask(*options) == ask("--fit", "auto", *options)
    for wrong in (("--drawing", "--fit", "never"), ("--fit", "sometimes")):
        assert start("predict", *wrong, *options).returncode == 2


def test_photographs_of_the_data_set_are_never_fitted_by_themselves(tmp_path: Path) -> None:
    images = load().train.images[:3000]
    assert all(is_on_black(image / np.float32(255)) for image in images)
    assert not any(has_hard_edges(image / np.float32(255)) for image in images)


def test_a_product_on_white_is_what_it_is_on_black(tmp_path: Path) -> None:
    images = load().train.images[:12]
    on_white = tmp_path / "on white.npz"
    np.savez(on_white, images=255 - images)
    large = [
        write_picture(tmp_path / f"{k}.png", np.pad(255 - image, 3, constant_values=255))
        for k, image in enumerate(images)
    ]
    np.savez(tmp_path / "on black.npz", images=images)
    expected = [result["class"] for result in ask(tmp_path / "on black.npz")]
    assert [result["class"] for result in ask(on_white)] == expected
    same = [result["class"] for result in ask(*large)]
    assert sum(a == b for a, b in zip(same, expected, strict=True)) >= 11


def test_an_animation_is_answered_by_its_first_frame_and_that_is_said(
    tmp_path: Path, trained: Trained
) -> None:
    path = tmp_path / "moving.gif"
    frames = [Image.fromarray(np.full((28, 28), grey, np.uint8)) for grey in (0, 200)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    done = start("predict", path, "--model", trained.path)
    assert done.returncode == 0
    assert done.stderr == f"{path}: It is an animation: this is its first frame.\n"
    assert len(done.stdout.splitlines()) == 1


# Folders, and pictures on their side ---------------------------------------------------------


def test_a_picture_on_its_side_is_turned_and_that_is_said(tmp_path: Path) -> None:
    test = load().test
    trouser = Image.fromarray(255 - test.images[np.flatnonzero(test.labels == 1)[0]])
    large = trouser.resize((112, 112)).transpose(Image.Transpose.ROTATE_90)
    large.save(path := tmp_path / "lying.png")
    (result,) = ask(path)
    assert (result["class"], result["turned"], result["fitted"]) == ("Trouser", "right", True)
    said = start("predict", path).stdout
    assert said.startswith(f"{path}: Trouser, ")
    assert said.endswith(" (on its side: turned to the right)\n")
    for options in (("--no-turn",), ("--fit", "never")):
        (result,) = ask(path, *options)
        assert (result["class"] == "Trouser", result["turned"]) == (False, None)
    explained = start("explain", path, "--method", "occlusion", "--json")
    assert json.loads(explained.stdout)["class"] == "Trouser"
    assert explained.stderr == f"{path}: It lay on its side: turned to the right.\n"


def test_all_pictures_of_a_folder_are_answered_by_their_names(
    tmp_path: Path, trained: Trained, images: NDArray[np.uint8]
) -> None:
    folder = tmp_path / "shots"
    folder.mkdir()
    for name in ("b.png", "a.bmp", "C.PNG"):
        assert QImage(64, 64, QImage.Format.Format_RGB32).save(str(folder / name))
    (folder / "notes.txt").write_text("no picture")
    (folder / "bad.jpg").write_text("no picture either")
    other = write_picture(tmp_path / "other.png", images[0])
    model = ("--model", trained.path)
    done = start("predict", other, "--pictures", folder, *model, "--json")
    assert done.returncode == 1
    told = [Path(json.loads(line)["source"]).name for line in done.stdout.splitlines()]
    assert told == ["other.png", "C.PNG", "a.bmp", "b.png"]
    assert done.stderr.count("\n") == 1
    assert "bad.jpg" in done.stderr
    for where, words in (
        (tmp_path / "nothing", "expected a folder, found nothing there"),
        (other, "expected a folder, found a file"),
        (tmp_path, None),
    ):
        done = start("predict", "--pictures", where, *model)
        assert (done.returncode, done.stdout.count("\n")) == ((1, 0) if words else (0, 1))
        assert (words or "") in done.stderr
    other.unlink()
    assert "expected pictures (.png" in start("predict", "--pictures", tmp_path, *model).stderr
    done = start("predict", *model)
    assert done.returncode == 2
    assert "expected a PICTURE, or --pictures" in done.stderr
