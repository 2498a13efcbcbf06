"""Networks of images: answers to one and to many, and to images and their mirror images."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from model_files import Parts

from fashion_gui.data import CLASS_NAMES
from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError
from fashion_gui.nn import winograd
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Sigmoid, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

IMAGES = np.random.default_rng(0).integers(0, 256, (30, 28, 28), dtype=np.uint8)
DENSE: tuple[Layer, ...] = (Flatten(), Dense(16), ReLU(), Dense(10), Sigmoid())
CONVOLUTIONAL: tuple[Layer, ...] = (
    Conv2D(8, kernel=6, stride=2, padding=2, biased=False),
    BatchNorm(),
    ReLU(),
    Conv2D(12, padding=1),
    MaxPool2D(),
    ReLU(),
    Conv2D(9),
    GlobalAveragePool(),
    Dense(10),
    Softmax(),
)


def make_network(layers: tuple[Layer, ...], *, mirrored: bool) -> Network:
    architecture = Architecture(layers, mirrored=mirrored)
    rng = np.random.default_rng(1)
    parameters = architecture.initial_parameters(rng)
    for part in architecture.statistics:
        parameters[part] = rng.uniform(0.5, 2.0, part.stop - part.start)
    return Network(architecture, parameters, CLASS_NAMES)


@pytest.fixture(params=[DENSE, CONVOLUTIONAL], ids=["dense", "convolutional"])
def layers(request: pytest.FixtureRequest) -> tuple[Layer, ...]:
    of_network: tuple[Layer, ...] = request.param
    return of_network


def test_a_mirrored_network_answers_alike_for_an_image_and_its_mirror_image(
    layers: tuple[Layer, ...],
) -> None:
    network = make_network(layers, mirrored=True)
    found, mirrored = (network.predict_proba(images) for images in (IMAGES, IMAGES[:, :, ::-1]))
    np.testing.assert_allclose(found, mirrored, rtol=1e-5, atol=1e-7)
    plain = make_network(layers, mirrored=False)
    assert not np.allclose(
        plain.predict_proba(IMAGES), plain.predict_proba(IMAGES[:, :, ::-1]), rtol=1e-3
    )


def test_its_answer_is_the_mean_of_those_to_the_image_and_to_its_mirror_image() -> None:
    found = make_network(CONVOLUTIONAL, mirrored=True).predict_proba(IMAGES)
    plain = make_network(CONVOLUTIONAL, mirrored=False)
    both = plain.predict_proba(IMAGES), plain.predict_proba(IMAGES[:, :, ::-1])
    np.testing.assert_allclose(found, (both[0] + both[1]) / 2, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("n_images", [1, 7, 8, 30])
def test_an_image_alone_gets_the_answer_that_it_gets_among_many(
    layers: tuple[Layer, ...], n_images: int, mirrored: bool
) -> None:
    """What has the same result by other matrix products is only rounded in another way."""
    network = make_network(layers, mirrored=mirrored)
    together = network.predict_proba(IMAGES[:n_images])
    alone = np.concatenate([network.predict_proba(IMAGES[i : i + 1]) for i in range(n_images)])
    np.testing.assert_allclose(alone, together, rtol=0, atol=1e-4)
    np.testing.assert_array_equal(alone.argmax(axis=1), together.argmax(axis=1))


def test_what_can_be_worked_out_beforehand_is_worked_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0

    def counted(*arguments: Any) -> FloatArray:
        nonlocal calls
        calls += 1
        return original(*arguments)

    original = winograd.transformed
    monkeypatch.setattr(winograd, "transformed", counted)
    network = make_network(CONVOLUTIONAL, mirrored=True)
    for n_images in (1, 30, 2):
        list(network.predict_in_chunks(IMAGES[:n_images], n_threads=2))
    assert calls == 2  # one for each convolution of 3x3


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_network_of_images_is_the_same_after_a_journey_through_a_file(
    tmp_path: Path, layers: tuple[Layer, ...], mirrored: bool
) -> None:
    network = make_network(layers, mirrored=mirrored)
    assert Architecture.from_dict(network.architecture.to_dict()) == network.architecture
    model_file.save(tmp_path / "a.safetensors", network)
    again = model_file.load(tmp_path / "a.safetensors").network
    assert again.architecture == network.architecture
    assert again.architecture.mirrored is mirrored
    assert again.parameters.tobytes() == network.parameters.tobytes()
    np.testing.assert_array_equal(again.predict_proba(IMAGES), network.predict_proba(IMAGES))


def file_with(folder: Path, changes: dict[str, object]) -> Path:
    """Return a model file whose architecture says something else, or nothing, of mirroring."""
    path = folder / "a.safetensors"
    model_file.save(path, make_network(DENSE, mirrored=True))
    parts = Parts(path)
    architecture = json.loads(parts.metadata["architecture"])
    del architecture["mirrored"]
    parts.metadata["architecture"] = json.dumps(architecture | changes)
    path.write_bytes(parts.together())
    return path


def test_a_file_from_before_there_was_mirroring_gives_a_network_without_it(tmp_path: Path) -> None:
    network = model_file.load(file_with(tmp_path, {})).network
    assert network.architecture == Architecture(DENSE, mirrored=False)


@pytest.mark.parametrize("value", [1, "true", None])
def test_a_file_that_says_neither_true_nor_false_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(ModelFileError, match="mirrored is true or false, found"):
        model_file.load(file_with(tmp_path, {"mirrored": value}))


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        (DENSE, "784-16-10"),
        (CONVOLUTIONAL, "28x28-14x14x8-14x14x12-7x7x12-5x5x9-9-10"),
    ],
)
def test_an_architecture_says_the_shapes_on_the_way(layers: tuple[Layer, ...], said: str) -> None:
    assert str(Architecture(layers)) == said


def test_a_chunk_of_images_is_small_where_they_become_much() -> None:
    assert Architecture(DENSE).chunk == 500
    wide = Architecture((Conv2D(4000), Flatten(), Dense(10), Softmax()))
    assert wide.n_values == 28 * 28 + 2 * 26 * 26 * 4000 + 2 * 10
    assert wide.chunk == 1
    middle = Architecture((Conv2D(16, padding=1), Flatten(), Dense(10), Softmax()))
    assert 2_000_000 - middle.n_values < middle.chunk * middle.n_values <= 2_000_000


@pytest.mark.parametrize("n_threads", [2, 3])
def test_answers_that_are_worked_out_side_by_side_come_in_order(
    layers: tuple[Layer, ...], n_threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = make_network(layers, mirrored=True)
    monkeypatch.setattr(Architecture, "chunk", 7)
    alone = list(network.predict_in_chunks(IMAGES))
    assert [len(part) for part in alone] == [7, 7, 7, 7, 2]
    together = network.predict_in_chunks(IMAGES, n_threads)
    for part, expected in zip(together, alone, strict=True):
        np.testing.assert_array_equal(part, expected)
