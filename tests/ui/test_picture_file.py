"""Reading pictures from files."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from fashion_gui.ui.picture_file import PictureError, read_picture


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """Return a PNG of 8-bit colours with whatever is given as its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def picture(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (height, width, 4), dtype=np.uint8)


def save(path: Path, rgba: NDArray[np.uint8]) -> Path:
    height, width, _ = rgba.shape
    image = QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    assert image.save(str(path))
    return path


@pytest.mark.parametrize(("height", "width"), [(1, 1), (28, 28), (5, 33), (64, 3)])
def test_a_picture_is_read_pixel_by_pixel(tmp_path: Path, height: int, width: int) -> None:
    rgba = picture(height, width)
    found = read_picture(save(tmp_path / "picture.png", rgba))
    assert found.dtype == np.uint8
    assert np.array_equal(found, rgba)


def test_a_picture_without_transparency_is_opaque(tmp_path: Path) -> None:
    found = read_picture(save(tmp_path / "picture.bmp", picture(7, 9)))
    assert found.shape == (7, 9, 4)
    assert (found[..., 3] == 255).all()


@pytest.mark.parametrize("height", [28, 3])
def test_grey_levels_are_read_exactly(tmp_path: Path, height: int) -> None:
    grey = np.resize(np.arange(256, dtype=np.uint8), (height, 27))
    image = QImage(grey.data, 27, height, 27, QImage.Format.Format_Grayscale8)
    assert image.save(str(tmp_path / "grey.png"))
    found = read_picture(tmp_path / "grey.png")
    for channel in range(3):
        assert np.array_equal(found[..., channel], grey)


def test_red_comes_first(tmp_path: Path) -> None:
    (tmp_path / "red.png").write_bytes(png(1, 1, bytes([0, 255, 10, 20])))
    assert read_picture(tmp_path / "red.png").tolist() == [[[255, 10, 20, 255]]]


def test_the_pixels_can_be_changed_and_the_file_be_gone(tmp_path: Path) -> None:
    path = save(tmp_path / "picture.png", picture(4, 4))
    found = read_picture(path)
    path.unlink()
    found[:] = 0
    assert not found.any()


BAD_FILES = {
    "text.png": b"a picture of clouds",
    "no-bytes.png": b"",
    "cut-in-the-header.png": png(28, 28)[:20],
    "cut-in-the-pixels.png": png(28, 28, bytes(28 * (3 * 28 + 1)))[:50],
    "without-pixels.png": png(28, 28),
    "no-width.png": png(0, 28),
    "zeros.jpg": bytes(1000),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_holds_no_whole_picture_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    with pytest.raises(PictureError) as caught:
        read_picture(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: expected a picture")
    assert "found" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (30_000, 1), (1, 10_001)])
def test_a_picture_that_says_it_is_huge_is_not_even_tried(
    tmp_path: Path, width: int, height: int
) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png(width, height))
    with pytest.raises(PictureError) as caught:
        read_picture(path)
    assert str(caught.value) == (
        f"{path}: expected a picture of at most 10,000 pixels a side and "
        f"40,000,000 in all, found {width:,}x{height:,}."
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"cat\.png: expected a picture, found nothing there"):
        read_picture(tmp_path / "cat.png")


def test_a_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="expected a picture, found a directory"):
        read_picture(tmp_path)
