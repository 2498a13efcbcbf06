"""Writing a network to a file and reading it back."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest
import safetensors
from model_files import CLASS_NAMES, TRAINING, make_network

from fashion_gui import data
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.files.model_file import ModelFileError
from fashion_gui.locations import MODELS
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Sigmoid
from fashion_gui.nn.network import Network


def test_a_network_is_the_same_after_a_journey_through_a_file(tmp_path: Path) -> None:
    path, network = tmp_path / "a.safetensors", make_network()
    model_file.save(path, network, TRAINING)
    saved = model_file.load(path)
    assert saved.network.architecture == network.architecture
    assert saved.network.class_names == CLASS_NAMES
    assert saved.network.parameters.dtype == np.float32
    assert saved.network.parameters.tobytes() == network.parameters.tobytes()
    assert dict(saved.training) == TRAINING
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(
        saved.network.predict_proba(images), network.predict_proba(images)
    )


def test_the_smallest_and_the_largest_numbers_survive(tmp_path: Path) -> None:
    network = make_network()
    parameters = network.parameters.copy()
    limits = np.finfo(np.float32)
    parameters[:5] = limits.max, limits.min, limits.tiny, limits.smallest_subnormal, -0.0
    network = Network(network.architecture, parameters, CLASS_NAMES)
    model_file.save(tmp_path / "a", network)
    assert model_file.load(tmp_path / "a").network.parameters.tobytes() == parameters.tobytes()


def test_layers_of_any_number_keep_their_order(tmp_path: Path) -> None:
    # With twelve layers "10.weights" comes before "2.weights" in the alphabet.
    hidden = [layer for units in range(2, 8) for layer in (Dense(units), ReLU())]
    architecture = Architecture((Flatten(), *hidden, Dense(3), Sigmoid()))
    parameters = architecture.initial_parameters(np.random.default_rng(0))
    network = Network(architecture, parameters, CLASS_NAMES)
    model_file.save(tmp_path / "a", network)
    np.testing.assert_array_equal(model_file.load(tmp_path / "a").network.parameters, parameters)


def test_the_story_of_the_training_may_be_left_out_and_cannot_be_changed(tmp_path: Path) -> None:
    model_file.save(tmp_path / "a", make_network())
    training = model_file.load(tmp_path / "a").training
    assert dict(training) == {}
    with pytest.raises(TypeError):
        training["accuracy"] = 1  # type: ignore[index]


def test_other_programs_find_the_arrays_by_layer_and_name(tmp_path: Path) -> None:
    path, network = tmp_path / "a.safetensors", make_network()
    model_file.save(path, network)
    with safetensors.safe_open(path, framework="numpy") as file:
        assert file.metadata()["format"] == "fashion-gui network"
        assert set(file.keys()) == {"1.weights", "1.biases", "4.weights", "4.biases"}
        weights = file.get_tensor("1.weights")
    np.testing.assert_array_equal(weights, network.layer_parameters()[1]["weights"])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_not_saved(tmp_path: Path, value: float) -> None:
    path, good = tmp_path / "a.safetensors", make_network()
    model_file.save(path, good)
    before = path.read_bytes()
    parameters = good.parameters.copy()
    parameters[-1] = value
    broken = Network(good.architecture, parameters, CLASS_NAMES)
    with pytest.raises(ModelFileError, match="expected finite parameters to save") as error:
        model_file.save(path, broken)
    assert str(error.value).startswith(f"{path}: ")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_saving_again_replaces_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    model_file.save(path, make_network(1))
    model_file.save(path, make_network(2))
    found = model_file.load(path).network.parameters
    np.testing.assert_array_equal(found, make_network(2).parameters)
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.safetensors"
    model_file.save(path, make_network(1))
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=r"a\.safetensors: cannot be written: the disk is broken"):
        model_file.save(path, make_network(2))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_shipped_networks_are_found_by_their_names() -> None:
    models = model_file.shipped()
    assert model_file.DEFAULT_MODEL in models
    for name, path in models.items():
        assert path == MODELS / f"{name}.safetensors"
        assert model_file.find(name) == path


@pytest.mark.parametrize("name", model_file.shipped())
def test_a_shipped_network_knows_the_classes_of_fashion_mnist(name: str) -> None:
    saved = model_file.load(model_file.find(name))
    assert saved.network.class_names == data.CLASS_NAMES
    assert saved.training


def test_a_path_is_found_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    model_file.save(path, make_network())
    assert model_file.find(str(path)) == path


@pytest.mark.parametrize("name", ["no-such-network", "none/a.safetensors", "x" * 300, "a\0b"])
def test_what_is_neither_a_name_nor_a_file_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(ModelFileError) as error:
        model_file.find(name)
    assert str(error.value).startswith(f"{name}: expected a model file or the name of a shipped")
    assert model_file.DEFAULT_MODEL in str(error.value)


def test_what_could_not_be_opened_again_is_not_saved(tmp_path: Path) -> None:
    network = make_network()
    double = Network(
        network.architecture, network.parameters.astype(np.float64), network.class_names
    )
    with pytest.raises(ModelFileError, match="float64"):
        model_file.save(tmp_path / "a.safetensors", double)
    assert list(tmp_path.iterdir()) == []
