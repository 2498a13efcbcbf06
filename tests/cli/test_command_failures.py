"""Failures: exit status 1 and one line that names the culprit; bad arguments: exit status 2."""

import pickle
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from program import MODULE, Done, start
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from fashion_gui.files import model_file
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network


class Intruder:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self.path), "w")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory full of files that are not what they should be."""
    directory = tmp_path_factory.mktemp("files")
    (directory / "text.png").write_text("a picture of clouds")
    (directory / "text.safetensors").write_text("a network")
    (directory / "empty.png").write_bytes(b"")
    (directory / "folder").mkdir()
    np.save(directory / "floats.npy", np.zeros((28, 28)))
    np.save(directory / "not-finite.npy", np.full((28, 28), np.nan, np.float32))
    np.save(directory / "narrow.npy", np.zeros((3, 28, 27), np.uint8))
    np.savez(directory / "misnamed.npz", pictures=np.zeros((28, 28), np.uint8))
    _write_bad_pictures(directory)
    objects = np.array([Intruder(directory / "was-here")], dtype=object)
    np.save(directory / "objects.npy", objects, allow_pickle=True)
    (directory / "pickle.npy").write_bytes(pickle.dumps(Intruder(directory / "was-here")))
    with zipfile.ZipFile(directory / "zip.npz", "w") as archive:
        archive.writestr("images.npy", b"not an array")
    np.savez_compressed(directory / "damaged.npz", images=np.arange(784 * 9).astype(np.uint8))
    content = bytearray((directory / "damaged.npz").read_bytes())
    content[60:100] = bytes(40)
    (directory / "damaged.npz").write_bytes(content)
    three = Architecture((Flatten(), Dense(3), Softmax()))
    parameters = np.zeros(three.n_parameters, np.float32)
    model_file.save(directory / "three.safetensors", Network(three, parameters, "abc"))
    broken = directory / "broken"
    broken.mkdir()
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (broken / f"{name}-ubyte.gz").write_bytes(b"\x1f\x8b but not for long")
    return directory


def _write_bad_pictures(directory: Path) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    for suffix in ("png", "jpg", "bmp", "webp"):
        path = directory / f"half.{suffix}"
        assert image.save(str(path))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    for name, side in (("huge.png", 30_000), ("no-size.png", 0)):
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
        content = b"\x89PNG\r\n\x1a\n"
        for kind, data in chunks:
            checksum = struct.pack(">I", zlib.crc32(kind + data))
            content += struct.pack(">I", len(data)) + kind + data + checksum
        (directory / name).write_bytes(content)
    (directory / "lines.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text/></svg>')


def check_failure(done: Done, culprit: str) -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("fashion-gui: ")
    assert culprit in line
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        ("train --data {files}/nothing", "nothing"),
        ("train --data {files}/text.png", "text.png"),
        ("train --data {files}/folder", "/folder/train-"),
        ("train --data {files}/broken", "/broken/train-"),
        ("evaluate --data {files}/nothing", "nothing"),
        ("evaluate --model nonsense", "nonsense"),
        ("evaluate --model {files}/text.safetensors", "text.safetensors"),
        ("evaluate --model {files}/folder", "folder"),
        ("evaluate --model {files}/three.safetensors", "three.safetensors"),
        ("predict --model nonsense {files}/text.png", "nonsense"),
        ("predict {files}/nothing.png", "nothing.png"),
        ("predict {files}/text.png", "text.png"),
        ("predict {files}/empty.png", "empty.png"),
        ("predict {files}/folder", "folder"),
        ("predict {files}/half.png", "half.png"),
        ("predict {files}/half.bmp", "half.bmp"),
        ("predict --drawing {files}/half.webp", "half.webp"),
        ("predict {files}/huge.png", "30,000x30,000"),
        ("predict {files}/no-size.png", "no-size.png"),
        ("predict {files}/lines.svg", "made of pixels, found an SVG"),
        ("predict --drawing {files}/text.png", "text.png"),
        ("predict --drawing {files}/objects.npy", "objects.npy"),
        ("predict --drawing {files}/floats.npy", "uint8 (n, 28, 28), found float64 (28, 28)"),
        ("predict {files}/not-finite.npy", "uint8 (n, 28, 28), found float32 (28, 28)"),
        ("predict {files}/nothing.npy", "nothing.npy"),
        ("predict {files}/floats.npy", "floats.npy"),
        ("predict {files}/narrow.npy", "narrow.npy"),
        ("predict {files}/misnamed.npz", "misnamed.npz"),
        ("predict {files}/zip.npz", "zip.npz"),
        ("predict {files}/damaged.npz", "damaged.npz"),
        ("predict {files}/objects.npy", "objects.npy"),
        ("predict {files}/pickle.npy", "pickle.npy"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    files: Path, arguments: str, culprit: str
) -> None:
    line = check_failure(start(*arguments.format(files=files).split()), culprit)
    assert "expected" in line
    assert "Error: " not in line
    assert not (files / "was-here").exists()


def test_what_a_library_says_of_a_damaged_picture_is_not_printed(files: Path) -> None:
    """In a process of its own: the decoder of JPEG writes to its standard error."""
    check_failure(start("predict", files / "half.jpg", program=MODULE), "half.jpg")


@pytest.mark.parametrize("out", ["nothing/net.safetensors", "folder"])
def test_a_place_that_cannot_be_written_to_is_told_before_the_training(
    files: Path, data: Path, out: str
) -> None:
    done = start("train", "--data", data, "--out", files / out)
    assert "expected" in check_failure(done, out)


def test_training_that_diverges_says_what_to_do(data: Path, tmp_path: Path) -> None:
    settings = "--recipe custom --hidden 16,16,16,16,16,16 --optimizer sgd --learning-rate 1e6"
    out = tmp_path / "net.safetensors"
    done = start("train", *settings.split(), "--data", data, "--out", out)
    assert done.returncode == 1
    assert done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert last.startswith("fashion-gui: ")
    assert "Choose a learning rate below 1e+06" in last
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr
    assert not out.exists()


def test_what_was_answered_before_a_failure_is_printed(files: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "good.npy", np.zeros((28, 28), np.uint8))
    done = start("predict", tmp_path / "good.npy", files / "text.png")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        ("dream", "dream"),
        ("--nonsense", "--nonsense"),
        ("train --recipe pancake", "pancake"),
        ("train --epochs 0", "epochs"),
        ("train --epochs many", "--epochs"),
        ("train --learning-rate nan", "learning_rate"),
        ("train --learning-rate inf", "learning_rate"),
        ("train --learning-rate -1", "learning_rate"),
        ("train --hidden 5000", "hidden"),
        ("train --hidden a,b", "--hidden"),
        ("train --activation softmax", "activation"),
        ("train --batch-size half", "--batch-size"),
        ("train --data {data} --batch-size 1001", "at most the number of images"),
        ("train --convolutions 64,cat", "cat"),
        ("train --convolutions 0", "filters"),
        ("train --convolutions 8k29", "kernel"),
        ("train --convolutions 8p,8p,8p,8p,8p,8p", "convolutions"),
        ("train --mirror yes", "yes"),
        ("train --shift 15", "shift"),
        ("train --weight-decay -1", "weight_decay"),
        ("train --seed -1", "seed"),
        ("train --recipe article-as-printed --hidden 8,8", "hidden can only be one layer"),
        ("evaluate --epochs 3", "--epochs"),
        ("predict", "--pictures"),
        ("tour", "DIR"),
        ("tour somewhere --epochs 0", "--epochs"),
    ],
)
def test_bad_arguments_are_told_with_the_right_use(
    data: Path, arguments: str, culprit: str
) -> None:
    done = start(*arguments.format(data=data).split())
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage: fashion-gui")
    last = done.stderr.splitlines()[-1]
    assert "error: " in last
    assert culprit in last
    assert "Traceback" not in done.stderr
