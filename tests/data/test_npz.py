"""Images from NumPy's files, and what is said of files that hold something else."""

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from idx_files import assert_one_sentence, make_images
from numpy.typing import NDArray

from fashion_gui.data import DataError
from fashion_gui.data.npz import read_image_array

IMAGES = make_images(4)


class Trap:
    """Makes a directory when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def failure(path: Path) -> str:
    """Return what is said of the file, without its name."""
    with pytest.raises(DataError) as caught:
        read_image_array(path)
    assert_one_sentence(caught.value, path)
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("array", "n_images"),
    [
        (IMAGES, 4),
        (IMAGES[:1], 1),
        (IMAGES[0], 1),
        (IMAGES[:0], 0),
        (np.asfortranarray(IMAGES), 4),
        (IMAGES[:, ::-1], 4),
    ],
    ids=["four", "one", "one-without-a-batch", "none", "fortran-order", "upside-down"],
)
def test_images_are_read(tmp_path: Path, array: NDArray[np.uint8], n_images: int) -> None:
    np.save(tmp_path / "a.npy", array)
    np.savez(tmp_path / "b.npz", images=array)
    np.savez_compressed(tmp_path / "c.npz", labels=np.zeros(4), images=array)
    np.savez(tmp_path / "d.npz", array)
    np.savez(tmp_path / "e.npz", array[:0], images=array)
    for name in ("a.npy", "b.npz", "c.npz", "d.npz", "e.npz"):
        images = read_image_array(tmp_path / name)
        assert images.dtype == np.uint8
        np.testing.assert_array_equal(images, array.reshape(n_images, 28, 28))


def test_the_first_bytes_tell_the_kind_of_file_and_not_its_name(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", IMAGES)
    path = (tmp_path / "a.npy").rename(tmp_path / "a.npz")
    np.testing.assert_array_equal(read_image_array(path), IMAGES)


@pytest.mark.parametrize(
    ("arrays", "found"),
    [
        ({"pictures": IMAGES, "labels": IMAGES}, "pictures, labels"),
        ({"images_2": IMAGES}, "images_2"),
        ({}, "no arrays"),
    ],
)
def test_an_archive_without_images_is_refused_by_what_it_holds(
    tmp_path: Path, arrays: dict[str, NDArray[np.uint8]], found: str
) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, **arrays)
    assert failure(path) == f"expected an array named 'images', found {found}."


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
@pytest.mark.parametrize(
    ("array", "found"),
    [
        (IMAGES.astype(np.float32) / 255, "float32 (4, 28, 28)"),
        (IMAGES.astype(np.int8), "int8 (4, 28, 28)"),
        (IMAGES.astype(np.uint16), "uint16 (4, 28, 28)"),
        (IMAGES > 127, "bool (4, 28, 28)"),
        (IMAGES.reshape(4, 784), "uint8 (4, 784)"),
        (IMAGES.reshape(1, 4, 28, 28), "uint8 (1, 4, 28, 28)"),
        (IMAGES.transpose(1, 2, 0), "uint8 (28, 28, 4)"),
        (IMAGES[:, :27], "uint8 (4, 27, 28)"),
        (IMAGES[0, 0], "uint8 (28,)"),
        (IMAGES[0, 0, 0], "uint8 ()"),
        (np.array(["a coat"]), "<U6 (1,)"),
    ],
)
def test_arrays_that_are_no_images_are_refused_by_type_and_shape(
    tmp_path: Path, suffix: str, array: NDArray[Any], found: str
) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix == ".npy":
        np.save(path, array)
    else:
        np.savez(path, images=array)
    assert failure(path) == f"expected images as uint8 (n, 28, 28), found {found}."


@pytest.mark.parametrize("kind", ["npy", "npz", "bare-pickle"])
def test_nothing_is_ever_unpickled(tmp_path: Path, kind: str) -> None:
    path, made = tmp_path / "a.npy", tmp_path / "made"
    array = np.array([Trap(made)], dtype=object)
    if kind == "bare-pickle":
        path.write_bytes(pickle.dumps(array))
    else:
        with path.open("wb") as file:
            np.save(file, array) if kind == "npy" else np.savez(file, images=array)
    with pytest.raises(DataError):
        read_image_array(path)
    assert not made.exists()

    # The trap works: whoever unpickles the same file makes the directory.
    unpickled = np.load(path, allow_pickle=True)
    if kind == "npz":
        with unpickled:
            unpickled["images"]
    assert made.exists()


def test_a_missing_file_is_named_in_the_error(tmp_path: Path) -> None:
    said = failure(tmp_path / "none.npy")
    assert said == "expected a file with images, found nothing there."


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_a_directory_in_the_place_of_a_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.mkdir()
    assert "expected" in failure(path)


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_an_empty_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"")
    assert "expected images as uint8 (n, 28, 28), found" in failure(path)
