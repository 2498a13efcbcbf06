"""``explain``: what in a picture speaks for a class."""

import json
from pathlib import Path

import numpy as np
import pytest
from explained import CONVOLUTIONAL, make_image, make_network
from PIL import Image
from program import start

from fashion_gui.explain import OFFERED_METHODS, Score, integrated_gradients
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network


def test_it_says_what_speaks_for_the_answer_and_what_erasing_that_changes(
    model: Path, picture: Path
) -> None:
    done = start("explain", "--model", model, picture)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{picture}: The answer is ")
    assert "of what is drawn speaks most for that (integrated-gradients)." in done.stdout
    assert "Without the fifth of the ink that does most, the answer is " in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_json_holds_the_attribution_of_the_class_that_is_named(
    model: Path, picture: Path, network: Network
) -> None:
    named = ("--class", "CLASS 3", "--against", "class 5")
    done = start("explain", "--model", model, picture, "--json", *named)
    result = json.loads(done.stdout)
    assert (result["class"], result["against"]) == ("class 3", "class 5")
    assert result["fitted"] is False
    expected = integrated_gradients(Score(network, 3, 5), make_image())
    np.testing.assert_allclose(result["attribution"], expected, rtol=1e-4, atol=1e-6)
    row = network.predict_proba(make_image()[np.newaxis])[0]
    assert result["probability"] == pytest.approx(row[3] / (row[3] + row[5]), rel=1e-5)
    assert list(result["probabilities"].values()) == pytest.approx(row.tolist(), rel=1e-5)


def test_without_a_class_the_most_probable_one_but_the_other_is_explained(
    model: Path, picture: Path, network: Network
) -> None:
    first, second = np.argsort(-network.predict_proba(make_image()[np.newaxis])[0])[:2]
    names = network.class_names
    alone = json.loads(start("explain", "--model", model, picture, "--json").stdout)
    assert alone["class"] == names[first]
    against = ("--against", names[first])
    other = json.loads(start("explain", "--model", model, picture, "--json", *against).stdout)
    assert other["class"] == names[second]


def test_the_png_marks_what_speaks_for_it_blue_and_against_it_orange(
    tmp_path: Path, model: Path, picture: Path, network: Network
) -> None:
    out = tmp_path / "why.png"
    done = start("explain", "--model", model, picture, "--class", "class 2", "--out", out)
    assert f"Written: {out}" in done.stdout
    pixels = np.asarray(Image.open(out))
    marks = integrated_gradients(Score(network, 2), make_image())
    colours = {marks.max(): (0x00, 0x72, 0xB2), marks.min(): (0xC2, 0x54, 0x00)}
    strongest = max(colours, key=abs)
    row, column = np.argwhere(marks == strongest)[0]
    assert tuple(pixels[16 + 16 * row + 8, 16 + 16 * column + 8]) == colours[strongest]
    top, bottom = pixels[16, 16 * 28 + 44], pixels[16 * 29 - 1, 16 * 28 + 44]
    assert (tuple(top), tuple(bottom)) == ((0x00, 0x72, 0xB2), (0xC2, 0x54, 0x00))


def test_the_page_needs_nothing_but_itself_and_escapes_names(
    tmp_path: Path, model: Path, picture: Path
) -> None:
    source, out = tmp_path / "<b>.png", tmp_path / "why.html"
    source.write_bytes(picture.read_bytes())
    assert start("explain", "--model", model, source, "--out", out).returncode == 0
    page = out.read_text("utf-8")
    assert page.count("data:image/png;base64,") == 4
    assert "&lt;b&gt;.png: why?" in page
    assert "<b>" not in page
    assert "http" not in page


@pytest.mark.parametrize("method", OFFERED_METHODS)
def test_every_method_that_beats_chance_explains_a_convolutional_network(
    tmp_path: Path, picture: Path, method: str
) -> None:
    double = make_network(CONVOLUTIONAL, mirrored=True)
    parameters = double.parameters.astype(np.float32)
    path = tmp_path / "network.safetensors"
    model_file.save(path, Network(double.architecture, parameters, double.class_names), {})
    done = start("explain", "--model", path, picture, "--method", method)
    if method == "gradient-input":
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.endswith(
            "marks photographs no better than chance does: choose integrated gradients or "
            "occlusion.\n"
        )
        return
    assert done.returncode == 0, done.stderr
    assert f"({method})" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--method", "grad-cam"), 2, "invalid choice: 'grad-cam'"),
        (("--class", "Coat"), 2, "--class: expected one of class 0, class 1,"),
        (("--against", "Coat"), 2, "--against: expected one of class 0, class 1,"),
        (("--class", "class 1", "--against", "class 1"), 2, "another class than --class"),
        (("--method", "magic"), 2, "invalid choice: 'magic'"),
        (("--out", "why.jpg"), 2, "--out: expected a .png or .html file, found why.jpg"),
        (("--out", "nowhere/why.png"), 1, "nowhere"),
    ],
)
def test_what_cannot_be_explained_is_said_in_a_sentence(
    model: Path, picture: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    done = start("explain", "--model", model, picture, *arguments)
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((2, 28, 28), np.uint8), "expected one picture to explain, found 2 images."),
        (np.zeros((0, 28, 28), np.uint8), "found 0 images."),
        (np.zeros((28, 28), np.uint8), "expected something drawn to explain, found nothing."),
    ],
)
def test_files_without_one_drawing_are_refused(
    tmp_path: Path, model: Path, images: np.ndarray, words: str
) -> None:
    path = tmp_path / "images.npy"
    np.save(path, images)
    done = start("explain", "--model", model, path)
    assert done.returncode == 1
    assert words in done.stderr


def test_a_picture_that_is_not_there_is_named(tmp_path: Path, model: Path) -> None:
    done = start("explain", "--model", model, tmp_path / "nothing.png")
    assert done.returncode == 1
    assert "nothing.png: expected a picture, found nothing there." in done.stderr
