"""What a model file must hold: everything else is refused with the file's name."""

import json
import os
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_files import Parts, make_network, parts_of_a_file

from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError, SavedNetwork
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layers import Dense, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.pooling import GlobalAveragePool

DEEP = 100_000
N_WEIGHTS = 784 * 4
PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")

Change = Callable[[Parts], object]


def metadata(**values: Any) -> Change:
    return lambda parts: parts.metadata.update(values)


def without(name: str) -> Change:
    return lambda parts: parts.metadata.pop(name)


def architecture(**values: Any) -> Change:
    return lambda parts: parts.change_json("architecture", values)


def layer(index: int, **values: Any) -> Change:
    return lambda parts: parts.change_layer(index, **values)


def weights(dtype: str, size: int, shape: tuple[int, ...] = (784, 4)) -> Change:
    """The first layer's weights in another type or shape, of so many bytes a value."""
    return lambda parts: parts.put_array("1.weights", dtype, list(shape), prod(shape) * size)


def value(number: float) -> Change:
    """One of the numbers is another one."""

    def change(parts: Parts) -> None:
        start = parts.header["4.weights"]["data_offsets"][0] + 8
        parts.values = (
            parts.values[:start] + np.float32(number).tobytes() + parts.values[start + 4 :]
        )

    return change


def no_arrays(parts: Parts) -> None:
    for name in [key for key in parts.header if key != "__metadata__"]:
        parts.drop_array(name)


CHANGES: dict[str, tuple[Change, str]] = {
    "no-metadata": (lambda parts: parts.header.pop("__metadata__"), "of another program"),
    "no-format": (without("format"), "expected a fashion-gui network"),
    "another-format": (metadata(format="pt"), "expected a fashion-gui network, found 'pt'"),
    "no-version": (without("format_version"), "expected format version 1 or 2, found None"),
    "later-version": (metadata(format_version="3"), "expected format version 1 or 2, found '3'"),
    "no-architecture": (without("architecture"), "expected 'architecture' in the metadata"),
    "no-class-names": (without("class_names"), "expected 'class_names' in the metadata"),
    "no-training": (without("training"), "expected 'training' in the metadata"),
    "bad-json": (metadata(architecture="{"), "the metadata is damaged"),
    "bad-names": (metadata(class_names=""), "the metadata is damaged"),
    "deep-training": (metadata(training="[" * DEEP + "]" * DEEP), "the metadata is damaged"),
    "deep-names": (metadata(class_names="[" * 500 + "]" * 500), "expected a list of class names"),
    "deep-object": (metadata(training='{"a":' * DEEP + "1" + "}" * DEEP), "metadata is damaged"),
    "deep-architecture": (metadata(architecture="[" * DEEP + "]" * DEEP), "metadata is damaged"),
    "endless-number": (metadata(training="1" * 5_000), "the metadata is damaged"),
    "training-list": (metadata(training="[]"), "expected the training as an object, found []"),
    "names-no-list": (metadata(class_names='"abc"'), "list of class names, found 'abc'"),
    "names-of-numbers": (metadata(class_names="[1, 2, 3]"), "list of class names"),
    "too-few-names": (metadata(class_names='["a", "b"]'), "3 classes apart, found 2 names"),
    "too-many-names": (metadata(class_names='["a", "b", "c", "d"]'), "found 4 names"),
    "same-names": (metadata(class_names='["a", "b", "a"]'), "different class names"),
    "half-a-character": (metadata(class_names='["a", "b", "\\ud800"]'), "can be shown"),
    "name-that-moves": (metadata(class_names='["a", "b", "\\u001b[2J"]'), "can be shown"),
    "a-thousand-names": (
        metadata(class_names=json.dumps([str(number) for number in range(1000)])),
        "at most 100 classes",
    ),
    "architecture-null": (metadata(architecture="null"), "cannot be built"),
    "architecture-number": (metadata(architecture="5"), "cannot be built"),
    "architecture-empty": (metadata(architecture="{}"), "cannot be built"),
    "another-input": (architecture(input_shape=[32, 32]), "found (32, 32)"),
    "input-no-list": (architecture(input_shape=784), "cannot be built"),
    "input-nested": (architecture(input_shape=[[28], 28]), "found ([28], 28)"),
    "no-layers": (architecture(layers=[]), "sigmoid or a softmax"),
    "layers-no-list": (architecture(layers=5), "cannot be built"),
    "layers-of-text": (architecture(layers=["Dense"]), "cannot be built"),
    "unknown-layer": (layer(2, type="Convolution"), "found 'Convolution'"),
    "layer-type-list": (layer(2, type=["ReLU"]), "cannot be built"),
    "layer-type-null": (layer(2, type=None), "found None"),
    "layer-extra-setting": (layer(2, slope=0.1), "ReLU takes []"),
    "layer-wrong-type": (layer(1, units="4"), "units = '4' has the wrong type"),
    "layer-negative": (layer(1, units=-4), "at least one unit"),
    "layer-of-nan": (layer(3, rate=float("nan")), "at least 0 and below 1, found nan"),
    "layer-huge": (layer(1, units=10**30), "expected 1.weights as float32"),
    "layer-smaller": (layer(1, units=3), "expected 1.weights as float32 (784, 3)"),
    "layers-that-do-not-fit": (layer(0, type="ReLU"), "expects a flat input"),
    "float64": (weights("F64", 8), "found float64 (784, 4)"),
    "float16": (weights("F16", 2), "found float16 (784, 4)"),
    "bfloat16": (weights("BF16", 2), "cannot be read"),
    "float8": (weights("F8_E4M3", 1), "cannot be read"),
    "int32": (weights("I32", 4), "found int32 (784, 4)"),
    "bool": (weights("BOOL", 1), "found bool (784, 4)"),
    "unknown-dtype": (weights("F31", 4), "expected a safetensors file"),
    "transposed": (weights("F32", 4, (4, 784)), "found float32 (4, 784)"),
    "flat": (weights("F32", 4, (N_WEIGHTS,)), f"found float32 ({N_WEIGHTS},)"),
    "one-row-less": (weights("F32", 4, (783, 4)), "found float32 (783, 4)"),
    "too-few-bytes": (weights("F32", 3), "expected a safetensors file"),
    "missing-array": (lambda parts: parts.drop_array("1.biases"), "found 1.weights, 4.b"),
    "no-arrays": (no_arrays, "found none"),
    "extra-array": (
        lambda parts: parts.put_array("2.weights", "F32", [2], 8),
        "1.weights, 2.weights, 4.biases",
    ),
    "nan": (value(np.nan), "expected finite numbers in 4.weights"),
    "infinity": (value(-np.inf), "expected finite numbers in 4.weights"),
}


def assert_named(error: ModelFileError, path: Path) -> None:
    assert str(error).startswith(f"{path}: ")


def refusal(path: Path) -> str:
    """Return what is said of the file, without its name."""
    with pytest.raises(ModelFileError) as caught:
        model_file.load(path)
    assert_named(caught.value, path)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


def test_the_file_that_is_changed_below_is_good_before(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(parts_of_a_file(tmp_path).together())
    found = model_file.load(path).network.parameters
    np.testing.assert_array_equal(found, make_network().parameters)


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_does_not_fit_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    change, said = CHANGES[name]
    parts, path = parts_of_a_file(tmp_path), tmp_path / "changed.safetensors"
    change(parts)
    path.write_bytes(parts.together())
    assert said in refusal(path)


def test_an_input_shape_of_fractions_is_refused_or_becomes_whole(tmp_path: Path) -> None:
    parts, path = parts_of_a_file(tmp_path), tmp_path / "changed.safetensors"
    parts.metadata["architecture"] = parts.metadata["architecture"].replace("28", "28.0")
    path.write_bytes(parts.together())
    assert "28.0" in json.dumps(parts.header)
    try:
        network = model_file.load(path).network
    except ModelFileError:
        return
    assert str(network.architecture) == "784-4-3"


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"just some text, longer than eight bytes", b"\x80\x04\x95" + bytes(50)],
    ids=["empty", "short", "text", "pickle"],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    assert "expected a safetensors file" in refusal(path)


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == "expected a model file, found nothing there."
    assert refusal(tmp_path) == "expected a model file, found a directory."


def test_a_name_that_the_system_does_not_know_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("x" * 300))


def test_a_file_of_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    path.touch()
    os.truncate(path, 2**30 + 1)  # a hole, which takes no room on the disk
    assert refusal(path) == "expected at most 1,073,741,824 bytes, found 1,073,741,825."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "whole.safetensors"
    model_file.save(path, make_network(), {"epochs": 3})
    return path


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    spots=st.lists(st.tuples(st.integers(0, 1_300), st.integers(1, 255)), max_size=3),
    cut=st.one_of(st.just(0), st.integers(0, 20_000)),
    tail=st.binary(max_size=3),
)
def test_a_damaged_file_is_read_or_refused(
    whole: Path, spots: list[tuple[int, int]], cut: int, tail: bytes
) -> None:
    content = bytearray(whole.read_bytes())
    for place, bits in spots:
        content[place] ^= bits
    path = whole.with_name("damaged.safetensors")
    path.write_bytes(content[: len(content) - cut % len(content)] + tail)
    try:
        saved = model_file.load(path)
    except ModelFileError as error:
        assert_named(error, path)
    else:
        assert isinstance(saved, SavedNetwork)
        assert np.isfinite(saved.network.parameters).all()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"PK\x03\x04" + bytes(30), "a ZIP archive, as PyTorch"),
        (b"\x80\x04\x95" + bytes(50), "a pickle, which is never opened"),
        (b"\x08\x0a\x12\x07pytorch", "an ONNX file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"#!/bin/sh\nexit 0\n", "a file of another kind"),
        (b"nonsense\n", "a file of another kind"),
        (b"none", "a damaged one ("),
        (b"\x93NUMPY\x01\x00", "an array of NumPy"),
    ],
)
def test_a_file_of_another_program_is_refused_by_what_it_is(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    path = tmp_path / "net.safetensors"
    path.write_bytes(content)
    assert refusal(path).startswith(f"expected a safetensors file, found {kind}")


def test_a_file_whose_length_of_texts_begins_like_a_pickle_is_read(tmp_path: Path) -> None:
    path, network = tmp_path / "net.safetensors", make_network()
    contents = (model_file.network_bytes(path, network, {"": " " * n}) for n in range(0, 512, 8))
    path.write_bytes(next(content for content in contents if content[:2] in PICKLES))
    assert model_file.load(path).network.digest == network.digest


def test_a_network_that_would_fill_the_memory_with_one_image_is_refused(tmp_path: Path) -> None:
    growing = [Conv2D(1, kernel=28, padding=27)] * 40
    layers = (*growing, GlobalAveragePool(), Dense(3), Softmax())
    architecture = Architecture(layers)
    parameters = np.zeros(architecture.n_parameters, np.float32)
    path = tmp_path / "huge.safetensors"
    model_file.save(path, Network(architecture, parameters, ("a", "b", "c")))
    assert path.stat().st_size < 200_000
    assert "values and" in refusal(path)
