"""What a script may hand in: every public function answers, or says in a sentence what is wrong."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.data.npz import read_image_array
from fashion_gui.evaluation import metrics
from fashion_gui.evaluation.verdict import verdict_on
from fashion_gui.files import model_file
from fashion_gui.files.images import read_picture, write_png
from fashion_gui.nn.network import Network
from fashion_gui.sketch.fitting import drawing_for_canvas, fit_picture
from fashion_gui.synthetic.doodles import draw_doodles, draw_doodles_of
from fashion_gui.training.recipes import Recipe

IMAGES = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
LABELS = np.array([0, 2, 1], np.uint8)
PROBABILITIES = np.full((3, 4), 0.25, np.float32)


@pytest.fixture(scope="module")
def network() -> Network:
    architecture = Recipe(hidden=(8,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(1))
    return Network(architecture, parameters, CLASS_NAMES)


WRONG_IMAGES = {
    "shares": (IMAGES / 255, "found float64 (3, 28, 28): turn shares from 0 to 1 into grey levels"),
    "one-image": (IMAGES[0], "found uint8 (28, 28): give one image as image[np.newaxis]"),
    "flat": (IMAGES.reshape(3, 784), "found uint8 (3, 784)"),
    "colour": (np.zeros((3, 28, 28, 3), np.uint8), "found uint8 (3, 28, 28, 3)"),
    "too-large": (IMAGES.astype(int) * 2, "found numbers from "),
    "negative": (IMAGES.astype(int) - 1, "found numbers from -1 to"),
    "yes-or-no": (IMAGES > 100, "found bool (3, 28, 28)"),
    "a-number": (7, "found int64 ()"),
    "words": (["a", "b"], "found <U1 (2,)"),
}


@pytest.mark.parametrize("name", WRONG_IMAGES)
@pytest.mark.parametrize("ask", ["predict_proba", "predict_in_chunks", "answers_with_features"])
def test_a_network_answers_grey_levels_only(network: Network, ask: str, name: str) -> None:
    images, said = WRONG_IMAGES[name]
    expected = re.escape("Expected images as uint8 (n_samples, 28, 28), ") + ".*" + re.escape(said)
    with pytest.raises(ValueError, match=expected):
        list(getattr(network, ask)(images))


@pytest.mark.parametrize("kind", [np.int64, np.int16, np.uint32, list])
def test_grey_levels_of_another_type_are_the_same_images(network: Network, kind: type) -> None:
    images: Any = IMAGES.tolist() if kind is list else IMAGES.astype(kind)
    expected = network.predict_proba(IMAGES)
    np.testing.assert_array_equal(network.predict_proba(images), expected)


def test_no_images_have_no_answers(network: Network) -> None:
    assert network.predict_proba(IMAGES[:0]).shape == (0, 10)


@pytest.mark.parametrize("name", ["network", "network.safetensors"])
def test_a_network_is_saved_and_loaded_by_a_name_alone(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    model_file.save(name, network)
    assert model_file.load(name).network.digest == network.digest


def test_pictures_and_arrays_are_read_and_written_by_a_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    np.save("images.npy", IMAGES)
    np.testing.assert_array_equal(read_image_array("images.npy"), IMAGES)
    write_png("image.png", IMAGES[0])
    np.testing.assert_array_equal(read_picture("image.png").pixels[..., 0], IMAGES[0])


Call = Callable[[], object]
WRONG_CALLS: dict[str, tuple[Call, str]] = {
    "labels-as-floats": (
        lambda: metrics.confusion_matrix(LABELS.astype(float), LABELS, 3),
        "Expected y_true as integers (n_samples,), found float64 (3,).",
    ),
    "labels-one-hot": (
        lambda: metrics.Report.of(np.eye(3, dtype=int), LABELS, "abc"),
        "Expected y_true as integers (n_samples,), found int64 (3, 3).",
    ),
    "label-out-of-range": (
        lambda: metrics.Report.of(LABELS, np.array([0, 3, 1]), "abc"),
        "Expected y_pred from 0 to 2, found 0 to 3.",
    ),
    "negative-label": (
        lambda: metrics.Report.of(np.array([0, -1, 1]), LABELS, "abc"),
        "Expected y_true from 0 to 2, found -1 to 1.",
    ),
    "other-length": (
        lambda: metrics.confusion_matrix(LABELS, LABELS[:2], 3),
        "Expected y_true and y_pred of the same length, found 3 and 2.",
    ),
    "too-many-right": (
        lambda: metrics.accuracy_interval(5, 3),
        "Expected from 0 to 3 right answers of 3, found 5.",
    ),
    "a-row-too-few": (
        lambda: metrics.log_losses(LABELS, PROBABILITIES[:2]),
        "Expected probabilities as floats (3, n_classes), found float32 (2, 4).",
    ),
    "logits": (
        lambda: metrics.Reliability.of(LABELS, PROBABILITIES * 8),
        "Expected probabilities from 0 to 1, found 2.0 to 2.0.",
    ),
    "not-a-number": (
        lambda: metrics.log_losses(LABELS, PROBABILITIES * np.float32(np.nan)),
        "Expected probabilities from 0 to 1, found nan to nan.",
    ),
    "percent": (
        lambda: metrics.Coverage.of(LABELS == 0, PROBABILITIES[0]),
        "Expected is_right and confidence of the same length, found 3 and 4.",
    ),
    "images-as-shares": (
        lambda: Subset(IMAGES / 255, LABELS),  # type: ignore[arg-type]
        "Expected images as uint8 (n, 28, 28), found float64 (3, 28, 28).",
    ),
    "labels-too-few": (
        lambda: Subset(IMAGES, LABELS[:2]),
        "Expected labels as uint8 (3,), found uint8 (2,).",
    ),
    "a-label-without-name": (
        lambda: Dataset(Subset(IMAGES, LABELS), Subset(IMAGES, LABELS), ("a", "b")),
        "Expected a class name for each label up to 2, found 2.",
    ),
    "no-such-doodle": (
        lambda: draw_doodles_of(np.array([3, 11]), np.random.default_rng(0)),
        "Expected labels from 0 to 10, found 3 to 11.",
    ),
    "share-in-percent": (
        lambda: draw_doodles(3, np.random.default_rng(0), other_share=20),
        "Expected at least 0 drawings and a share from 0 to 1, found 3 and 20.",
    ),
    "bytes-to-fit": (
        lambda: fit_picture(IMAGES[0]),
        "Expected a picture as floats (height, width), found uint8 (28, 28).",
    ),
    "nothing-to-fit": (
        lambda: fit_picture(np.zeros((0, 5), np.float32)),
        "Expected a picture as floats (height, width), found float32 (0, 5).",
    ),
    "too-light-to-fit": (
        lambda: drawing_for_canvas(IMAGES[0].astype(np.float32)),
        "Expected grey levels from 0 to 1, found ",
    ),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_wrong_call_gets_one_sentence(name: str) -> None:
    call, said = WRONG_CALLS[name]
    with pytest.raises(ValueError, match=re.escape(said)):
        call()


@pytest.mark.parametrize("number", [-1, 1500])
def test_there_is_no_image_of_another_number(small_dataset: Dataset, number: int) -> None:
    expected = f"Expected an image number from 0 to 1499, found {number}"
    with pytest.raises(IndexError, match=expected):
        small_dataset.image(number)
    with pytest.raises(IndexError, match=expected):
        small_dataset.images(np.array([3, number]))


def test_a_verdict_is_about_one_image(network: Network) -> None:
    with pytest.raises(ValueError, match="Expected images as uint8"):
        verdict_on(network, IMAGES)
