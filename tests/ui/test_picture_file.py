"""Reading pictures from files."""

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

from fashion_gui.ui.picture_file import PictureError, read_picture, write_picture
from fashion_gui.whole_files import OutputError


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


def encoded(suffix: str, image: QImage, quality: int = 90) -> bytes:
    """Return a picture as the bytes of a file."""
    buffer = QBuffer()
    assert image.save(buffer, suffix, quality)
    return buffer.data().data()


def noise_image(qimage_format: QImage.Format = QImage.Format.Format_RGB32) -> QImage:
    pixels = picture(60, 80)
    image = QImage(pixels.data, 80, 60, 320, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(qimage_format)


def gif(*frames: bytes) -> bytes:
    """Return an animation of 2x2 pixels of black (0), white (1) and red (2), 4 indices a frame."""
    palette = bytes([0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0])
    content = b"GIF89a" + struct.pack("<HHBBB", 2, 2, 0x81, 0, 0) + palette
    for frame in frames:
        # Codes of 3 bits: start anew (4), two pixels, start anew, two pixels, the end (5).
        codes = [4, *frame[:2], 4, *frame[2:], 5]
        packed = sum(code << (3 * place) for place, code in enumerate(codes))
        data = packed.to_bytes(3, "little")
        content += b"!\xf9\x04\x00\x0a\x00\x00\x00"
        content += b"," + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x03" + data + b"\x00"
    return content + b";"


def test_of_an_animation_the_first_frame_is_read(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    path.write_bytes(gif(b"\x00\x01\x02\x01", b"\x02\x02\x02\x02"))
    red, white, black = [255, 0, 0, 255], [255] * 4, [0, 0, 0, 255]
    assert read_picture(path).tolist() == [[black, white], [red, white]]


def test_a_picture_in_printing_colours_is_read(tmp_path: Path) -> None:
    inks = np.zeros((20, 30, 4), np.uint8)
    inks[5:15, 10:20, 3] = 255
    image = QImage(inks.data, 30, 20, 120, QImage.Format.Format_CMYK8888)
    path = tmp_path / "cmyk.jpg"
    path.write_bytes(encoded("jpg", image, 100))
    header = path.read_bytes().index(b"\xff\xc0")
    assert path.read_bytes()[header + 9] == 4  # cyan, magenta, yellow, black
    found = read_picture(path)
    np.testing.assert_allclose(found[0, 0], 255, atol=3)
    np.testing.assert_allclose(found[10, 15, :3], 0, atol=3)


@pytest.mark.parametrize(
    "qimage_format",
    [
        QImage.Format.Format_Mono,
        QImage.Format.Format_Indexed8,
        QImage.Format.Format_Grayscale16,
        QImage.Format.Format_RGBA64,
    ],
)
def test_pictures_of_any_depth_are_read(tmp_path: Path, qimage_format: QImage.Format) -> None:
    image = noise_image(qimage_format)
    path = tmp_path / "deep.png"
    path.write_bytes(encoded("png", image))
    expected = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(expected.constBits(), np.uint8).reshape(60, 80, 4)
    np.testing.assert_allclose(read_picture(path), pixels, atol=1)


JPEG, BMP, PNG = (encoded(suffix, noise_image()) for suffix in ("jpg", "bmp", "png"))
THUMBNAIL = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\xff\xd9"
"""A part of a JPEG's header that holds the mark of an end, as a small picture in it would."""
BAD_FILES = {
    "text.png": b"a picture of clouds",
    "no-bytes.png": b"",
    "cut-in-the-header.png": png(28, 28)[:20],
    "cut-in-the-pixels.png": png(28, 28, bytes(28 * (3 * 28 + 1)))[:50],
    "half.png": PNG[: len(PNG) // 2],
    "without-pixels.png": png(28, 28),
    "no-width.png": png(0, 28),
    "no-size.png": png(0, 0),
    "damaged.png": PNG[:500] + bytes(60) + PNG[560:],
    "zeros.jpg": bytes(1000),
    "cut-in-the-header.jpg": JPEG[:100],
    "half.jpg": JPEG[: len(JPEG) // 2],
    "half-with-a-thumbnail.jpg": JPEG[:2] + THUMBNAIL + JPEG[2 : len(JPEG) // 2],
    "without-an-end.jpg": JPEG[:-2],
    "cut-in-the-header.bmp": BMP[:20],
    "half.bmp": BMP[: len(BMP) // 2],
    "without-frames.gif": gif(),
    "lines.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><text y="9">a</text></svg>',
}


def test_the_files_that_are_damaged_below_are_whole_before(tmp_path: Path) -> None:
    wholes = {"jpg": JPEG, "bmp": BMP, "png": PNG}
    wholes["jpeg"] = JPEG[:2] + THUMBNAIL + JPEG[2:] + b"more"
    for suffix, content in wholes.items():
        path = tmp_path / f"whole.{suffix}"
        path.write_bytes(content)
        assert read_picture(path).shape == (60, 80, 4)


@pytest.mark.qt_log_ignore("")
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_holds_no_whole_picture_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    with pytest.raises(PictureError) as caught:
        read_picture(path)
    sentence = str(caught.value)
    assert sentence.startswith((f"{path}: expected a picture", f"{path}: expected a whole picture"))
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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    with pytest.raises(PictureError, match="found something that is not a file"):
        read_picture(path)


def test_the_libraries_that_read_pictures_print_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "half.png"
    path.write_bytes(BAD_FILES["half.png"])
    with pytest.raises(PictureError):
        read_picture(path)
    os.write(2, b"and then the terminal is back")
    assert capfd.readouterr().err == "and then the terminal is back"


def test_without_a_terminal_pictures_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_terminal(descriptor: int) -> int:
        raise OSError(f"Bad file descriptor: {descriptor}")

    path = save(tmp_path / "picture.png", picture(4, 4))
    monkeypatch.setattr(os, "dup", no_terminal)
    assert read_picture(path).shape == (4, 4, 4)


def test_an_empty_picture_is_told_and_not_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="could not be made a PNG"):
        write_picture(tmp_path / "figure.png", QImage())
    assert not list(tmp_path.iterdir())
