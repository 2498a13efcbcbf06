"""Loading a data set: four files and the names of the classes, or one sentence."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from idx_files import assert_one_sentence, idx_bytes, make_images, make_labels
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES, DataError, Dataset, Subset, load
from fashion_gui.locations import FASHION_MNIST

TEN_NAMES = ("Ä", "b", "c", "d", "e", "f", "g", "h", "i", "ten words are one name as well")
SPLITS = {"train": 30, "t10k": 20}


def write(folder: Path, stem: str, array: NDArray[np.uint8], ending: str = "-{}-ubyte.gz") -> Path:
    path = folder / (stem + ending.format(f"idx{array.ndim}"))
    content = idx_bytes(array)
    path.write_bytes(gzip.compress(content, 1) if ending.endswith(".gz") else content)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with a data set of 30 and 20 images."""
    for name, n_images in SPLITS.items():
        write(tmp_path, f"{name}-images", make_images(n_images))
        write(tmp_path, f"{name}-labels", make_labels(n_images))
    return tmp_path


def failure(folder: Path, path: Path) -> str:
    """Return what is said of the file, without its name."""
    with pytest.raises(DataError) as caught:
        load(folder)
    assert_one_sentence(caught.value, path)
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize("as_type", [Path, str])
def test_both_splits_are_read(folder: Path, as_type: type) -> None:
    dataset = load(as_type(folder))
    for split, n_images in ((dataset.train, 30), (dataset.test, 20)):
        np.testing.assert_array_equal(split.images, make_images(n_images))
        np.testing.assert_array_equal(split.labels, make_labels(n_images))
        assert len(split) == n_images
    assert dataset.class_names == tuple(f"class {number}" for number in range(10))


def test_images_and_labels_cannot_be_changed(folder: Path) -> None:
    dataset = load(folder)
    for split in (dataset.train, dataset.test):
        for array in (split.images, split.labels):
            with pytest.raises(ValueError, match="read-only"):
                array[:] = 0


def test_a_part_of_a_split_is_a_view_of_it() -> None:
    split = Subset(make_images(10), make_labels(10))
    part = split[2:5]
    np.testing.assert_array_equal(part.images, split.images[2:5])
    assert part.labels.tolist() == [2, 3, 4]
    assert np.shares_memory(part.images, split.images)


@pytest.fixture(scope="module")
def fashion_mnist() -> Dataset:
    return load()


def test_the_images_of_fashion_mnist_are_known_wherever_they_are(
    tmp_path: Path, fashion_mnist: Dataset
) -> None:
    for path in FASHION_MNIST.glob("*.gz"):
        (tmp_path / path.name).symlink_to(path)
    assert load(tmp_path).class_names == fashion_mnist.class_names == CLASS_NAMES


def test_one_other_label_makes_it_another_data_set(tmp_path: Path, fashion_mnist: Dataset) -> None:
    for path in FASHION_MNIST.glob("*.gz"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    labels = fashion_mnist.test.labels.copy()
    labels[0] ^= 1
    write(tmp_path, "t10k-labels", labels)
    assert load(tmp_path).class_names[:2] == ("class 0", "class 1")


@pytest.mark.parametrize(("highest", "n_classes"), [(0, 2), (1, 2), (25, 26), (99, 100)])
def test_unnamed_classes_are_counted(folder: Path, highest: int, n_classes: int) -> None:
    write(folder, "train-labels", np.minimum(make_labels(30), highest))
    labels = np.minimum(make_labels(20), highest)
    labels[3] = highest
    write(folder, "t10k-labels", labels)
    names = load(folder).class_names
    assert names == tuple(f"class {number}" for number in range(n_classes))


@pytest.mark.parametrize("ending", ["-{}-ubyte.gz", ".{}-ubyte.gz", "-{}-ubyte", ".{}-ubyte"])
def test_a_file_may_be_unpacked_and_have_a_dot_in_its_name(folder: Path, ending: str) -> None:
    for stem in ("train-images", "train-labels"):
        next(folder.glob(f"{stem}*")).unlink()
    write(folder, "train-images", make_images(12), ending)
    write(folder, "train-labels", make_labels(12), ending)
    assert len(load(folder).train) == 12


@pytest.mark.parametrize("file", ["images-idx3", "labels-idx1"])
@pytest.mark.parametrize("name", SPLITS)
def test_a_missing_file_is_asked_for_by_its_usual_name(folder: Path, name: str, file: str) -> None:
    path = folder / f"{name}-{file}-ubyte.gz"
    path.unlink()
    assert failure(folder, path) == "expected an IDX file, found nothing there."


@pytest.mark.parametrize("name", SPLITS)
def test_as_many_labels_as_images_are_expected(folder: Path, name: str) -> None:
    path = write(folder, f"{name}-labels", make_labels(11))
    said = failure(folder, path)
    assert f"expected {SPLITS[name]} labels, one for each image in {name}-images" in said
    assert said.endswith("found 11.")


@pytest.mark.parametrize("name", SPLITS)
def test_a_label_above_99_is_refused(folder: Path, name: str) -> None:
    labels = make_labels(SPLITS[name])
    labels[7] = 100
    path = write(folder, f"{name}-labels", labels)
    assert failure(folder, path) == "expected labels from 0 to 99, found 100."


@pytest.mark.parametrize(("height", "width"), [(257, 28), (1, 784), (0, 0)])
@pytest.mark.parametrize("name", SPLITS)
def test_images_of_an_impossible_size_are_refused(
    folder: Path, name: str, height: int, width: int
) -> None:
    path = write(folder, f"{name}-images", make_images(SPLITS[name], height, width))
    said = failure(folder, path)
    assert said == f"expected images of 1x1 to 256x256 pixels, found {height}x{width}."


@pytest.mark.parametrize(("height", "width"), [(16, 16), (32, 32), (28, 20), (10, 40)])
def test_images_of_another_size_are_scaled_and_that_is_said(
    folder: Path, height: int, width: int
) -> None:
    for name, n_images in SPLITS.items():
        images = np.zeros((n_images, height, width), np.uint8)
        images[:, height // 4 : -height // 4, width // 4 : -width // 4] = 200
        write(folder, f"{name}-images", images)
    dataset = load(folder)
    assert dataset.remark == f"The images of {height}x{width} pixels were scaled to 28x28."
    image = dataset.train.images[0]
    assert image.shape == (28, 28)
    assert image[14, 14] == 200
    rows, columns = (np.flatnonzero((image > 100).any(axis=axis)) for axis in (1, 0))
    # The middle half of the image, as large as the longer side allows, in the middle.
    scale = 28 / max(height, width)
    for found, side in ((rows, height), (columns, width)):
        assert len(found) == pytest.approx(side / 2 * scale, abs=2.5)
        assert (found[0] + found[-1]) / 2 == pytest.approx(13.5, abs=1)


def test_two_sizes_in_one_data_set_are_refused(folder: Path) -> None:
    write(folder, "t10k-images", make_images(SPLITS["t10k"], 16, 16))
    assert "expected training and test images of one size" in failure(folder, folder)


@pytest.mark.parametrize("name", SPLITS)
def test_a_split_of_no_images_is_refused(folder: Path, name: str) -> None:
    path = write(folder, f"{name}-images", make_images(0))
    write(folder, f"{name}-labels", make_labels(0))
    assert failure(folder, path) == "expected at least one image, found none."


@pytest.mark.parametrize("name", SPLITS)
def test_swapped_files_are_refused(folder: Path, name: str) -> None:
    images, labels = (next(folder.glob(f"{name}-{what}*")) for what in ("images", "labels"))
    content = images.read_bytes()
    images.write_bytes(labels.read_bytes())
    labels.write_bytes(content)
    assert "expected IDX labels" in failure(folder, labels)


def test_a_missing_directory_is_named_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert failure(path, path) == "expected a directory with IDX files, found nothing there."


def test_a_file_in_the_place_of_a_directory_is_named_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    assert failure(path, path) == "expected a directory with IDX files, found a file."


@pytest.mark.parametrize("end", ["\n", "\r\n", "  \n\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_text_file_may_name_the_classes(folder: Path, end: str, encoding: str) -> None:
    content = end.join((*TEN_NAMES, "")).encode(encoding)
    (folder / "classes.txt").write_bytes(content)
    assert load(folder).class_names == TEN_NAMES


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("\n".join(TEN_NAMES[:9]), "expected a name for each label, so at least 10, found 9."),
        ("k", "expected 2 to 100 different class names, one per line, found 1, of them 1"),
        ("\n".join(map(str, range(101))), "one per line, found 101, of them 101 different"),
        ("\n".join((*TEN_NAMES[:9], "b")), "one per line, found 10, of them 9 different"),
        ("", "one per line, found 0, of them 0 different"),
        ("\n".join((*TEN_NAMES[:9], "x" * 41)), f"at most 40 letters, found '{'x' * 40}' and more"),
        ("\n".join((*TEN_NAMES[:9], "x" * 10**6)), "expected names of at most 40 letters"),
    ],
    ids=["nine", "one", "too-many", "twice-the-same", "none", "just-too-long", "far-too-long"],
)
def test_class_names_that_cannot_be_used_are_refused(folder: Path, content: str, said: str) -> None:
    path = folder / "classes.txt"
    path.write_text(content, encoding="utf-8")
    message = failure(folder, path)
    assert said in message
    assert len(message) < 200


def test_a_class_name_of_forty_letters_is_accepted(folder: Path) -> None:
    names = (*TEN_NAMES[:9], "x" * 40)
    (folder / "classes.txt").write_text("\n".join(names), encoding="utf-8")
    assert load(folder).class_names == names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),
        ("two\twords", "two words"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", "\N{REPLACEMENT CHARACTER}gnp.exe"),
        ("\a bell", "\N{REPLACEMENT CHARACTER} bell"),
        (
            "\N{ARABIC LETTER HAH}\N{ARABIC LETTER DAL}",
            "\N{ARABIC LETTER HAH}\N{ARABIC LETTER DAL}",
        ),
    ],
)
def test_class_names_have_no_hidden_characters(folder: Path, line: str, name: str) -> None:
    content = "\n".join((line, *TEN_NAMES[1:]))
    (folder / "classes.txt").write_bytes(content.encode())
    assert load(folder).class_names == (name, *TEN_NAMES[1:])


def test_class_names_in_another_encoding_are_refused(folder: Path) -> None:
    path = folder / "classes.txt"
    path.write_bytes("\n".join(TEN_NAMES).encode("latin-1"))
    assert "expected a text file in UTF-8, found: 'utf-8' codec" in failure(folder, path)


def test_a_directory_in_the_place_of_the_class_names_is_refused(folder: Path) -> None:
    path = folder / "classes.txt"
    path.mkdir()
    assert "expected a text file in UTF-8" in failure(folder, path)
