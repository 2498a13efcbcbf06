"""Reading pictures from files, and writing PNG."""

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from picture_files import LOSSLESS, WAYS, bmp_header, encoded, gif, noise, pixels_in, smooth
from PIL import Image

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.images import (
    decode_picture,
    png_bytes,
    read_picture,
    write_png,
)


def save(path: Path, pixels: NDArray[np.uint8], **options: Any) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


# What is in a picture ------------------------------------------------------------------------


@pytest.mark.parametrize(("height", "width"), [(1, 1), (28, 28), (5, 33), (64, 3)])
def test_a_picture_is_read_pixel_by_pixel(tmp_path: Path, height: int, width: int) -> None:
    rgba = noise(height, width, 4)
    found = read_picture(save(tmp_path / "picture.png", rgba)).pixels
    assert found.dtype == np.uint8
    assert np.array_equal(found, rgba)


@pytest.mark.parametrize("way", LOSSLESS)
def test_formats_without_loss_are_read_exactly(way: str) -> None:
    rgb = noise(60, 81)
    found = pixels_in(encoded(Image.fromarray(rgb), way))
    assert np.array_equal(found[..., :3], rgb)
    assert (found[..., 3] == 255).all()


@pytest.mark.parametrize("way", WAYS)
def test_every_format_is_read_and_red_comes_first(way: str) -> None:
    rgb = smooth(60, 81)
    found = pixels_in(encoded(Image.fromarray(rgb), way))
    assert found.shape == (60, 81, 4)
    assert np.abs(found[..., :3].astype(int) - rgb).mean() < (7 if way == "gif" else 2)
    assert (found[..., 3] == 255).all()


def test_what_a_picture_is_follows_from_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(encoded(Image.fromarray(noise(4, 5)), "png"))
    assert np.array_equal(read_picture(path).pixels[..., :3], noise(4, 5))


@pytest.mark.parametrize("height", [28, 3])
def test_grey_levels_are_read_exactly(tmp_path: Path, height: int) -> None:
    grey = np.resize(np.arange(256, dtype=np.uint8), (height, 27))
    found = read_picture(save(tmp_path / "grey.png", grey)).pixels
    for channel in range(3):
        assert np.array_equal(found[..., channel], grey)


def test_the_pixels_can_be_changed_and_the_file_be_gone(tmp_path: Path) -> None:
    path = save(tmp_path / "picture.bmp", noise(4, 4))
    found = read_picture(path).pixels
    path.unlink()
    found[:] = 0
    assert not found.any()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB"])
def test_a_tiff_of_any_colours_is_read(mode: str) -> None:
    grey = Image.fromarray(smooth(40, 50)[..., 0])
    if mode == "LAB":  # its lightness is what is read
        image, expected = Image.merge("LAB", (grey, grey, grey)), grey
    else:
        image = grey.convert("RGB").convert(mode)
        expected = image.convert("RGB").getchannel(0)
    found = pixels_in(encoded(image, "tiff"))
    np.testing.assert_allclose(found[..., 0], expected, atol=1)


def test_a_photograph_in_printing_colours_is_read() -> None:
    inks = np.zeros((20, 30, 4), np.uint8)
    inks[5:15, 10:20, 3] = 255
    found = pixels_in(
        encoded(Image.merge("CMYK", list(map(Image.fromarray, np.moveaxis(inks, 2, 0)))), "jpeg")
    )
    np.testing.assert_allclose(found[0, 0], 255, atol=3)
    np.testing.assert_allclose(found[10, 15, :3], 0, atol=3)


@pytest.mark.parametrize("way", ["png", "tiff", "lzw"])
def test_sixteen_bits_become_eight(way: str) -> None:
    deep = np.linspace(0, 65535, 40 * 50).reshape(40, 50).astype(np.uint16)
    found = pixels_in(encoded(Image.fromarray(deep), way))
    np.testing.assert_allclose(found[..., 1], deep / 257, atol=0.51)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.float32([[0, 0.5, 1]]), [0, 128, 255]),
        (np.float32([[0, 100, 255]]), [0, 100, 255]),
        (np.float32([[-2, 0, 2]]), [0, 128, 255]),
        (np.float32([[0, np.nan, 1]]), [0, 0, 255]),
        (np.float32([[np.inf, 0, 1]]), [255, 0, 255]),
        (np.int32([[0, 25700, 65535]]), [0, 100, 255]),
        (np.int32([[0, 500_000, 1_000_000]]), [0, 128, 255]),
        (np.int32([[7, 7, 7]]), [7, 7, 7]),
    ],
)
def test_numbers_of_any_size_become_grey_levels(
    values: NDArray[np.generic], expected: list[int]
) -> None:
    found = pixels_in(encoded(Image.fromarray(values), "tiff"))
    np.testing.assert_allclose(found[0, :, 0], expected, atol=1)


@pytest.mark.parametrize(
    ("mode", "clear"), [("L", 30), ("RGB", (30, 30, 30)), ("P", 30), ("I;16", 30)]
)
def test_a_colour_that_is_called_transparent_is(mode: str, clear: Any) -> None:
    grey = np.array([[30, 60], [200, 30]])
    image = Image.fromarray(grey.astype(np.uint16 if mode == "I;16" else np.uint8))
    if mode == "RGB":
        image = image.convert("RGB")
    elif mode == "P":
        image.putpalette([level for level in range(256) for _ in range(3)])
    found = pixels_in(encoded(image, "png", transparency=clear))
    assert found[..., 3].tolist() == [[0, 255], [255, 0]]


def test_a_palette_may_be_partly_transparent() -> None:
    image = Image.fromarray(np.array([[0, 1], [2, 3]], np.uint8))
    image.putpalette([10, 20, 30] * 256)
    found = pixels_in(encoded(image, "png", transparency=bytes([0, 100, 200])))
    assert found[..., 3].tolist() == [[0, 100], [200, 255]]
    assert (found[..., :3] == (10, 20, 30)).all()


@pytest.mark.parametrize("way", ["jpeg", "png", "webp", "tiff", "lzw"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_upright_as_its_camera_was_held(way: str, orientation: int) -> None:
    upright = smooth(32, 48)
    turn = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a),
        7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
        8: lambda a: np.rot90(a, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    lying = Image.fromarray(np.ascontiguousarray(turn(upright)))
    found = pixels_in(encoded(lying, way, exif=exif))
    assert found.shape == (32, 48, 4)
    assert np.abs(found[..., :3].astype(int) - upright).mean() < 2


def test_damaged_notes_of_a_camera_cost_nothing() -> None:
    content = encoded(Image.fromarray(smooth(16, 16)), "jpeg")
    notes = b"Exif\0\0MM\0*\xff\xff\xff\xff"
    segment = b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes
    assert np.array_equal(pixels_in(content[:2] + segment + content[2:]), pixels_in(content))


def test_a_picture_of_os2_with_its_30_bytes_is_read() -> None:
    header = b"BM" + struct.pack("<IHHI", 30, 0, 0, 26) + struct.pack("<IHHHH", 12, 1, 1, 1, 24)
    assert pixels_in(header + bytes([30, 20, 10, 0])).tolist() == [[[10, 20, 30, 255]]]


def test_runs_of_pixels_in_a_bmp_are_read() -> None:
    runs = b"".join(bytes([4, 10 * row, 0, 0]) for row in range(3)) + b"\0\1"
    assert pixels_in(bmp_header(4, 3, compression=1) + runs)[..., 0].tolist() == [
        [20] * 4,
        [10] * 4,
        [0] * 4,
    ]


def test_of_an_animation_the_first_frame_is_read_and_that_is_said() -> None:
    picture = decode_picture(gif(b"\x00\x01\x02\x01", b"\x02\x02\x02\x02"), "it")
    red, white, black = [255, 0, 0, 255], [255] * 4, [0, 0, 0, 255]
    assert picture.pixels.tolist() == [[black, white], [red, white]]
    assert picture.remark == "It is an animation: this is its first frame."


@pytest.mark.parametrize("way", ["gif", "png", "webp", "avif", "tiff", "jpeg"])
def test_what_has_more_than_one_picture_says_so(way: str) -> None:
    first, second = Image.fromarray(smooth(20, 30)), Image.fromarray(smooth(20, 30)[::-1].copy())
    options = {"format": "MPO"} if way == "jpeg" else {}  # as telephones add a second picture
    several = encoded(first, way, **options, save_all=True, append_images=[second])
    words = {"tiff": "It has several pages: this is the first.", "jpeg": ""}
    animated = "It is an animation: this is its first frame."
    assert decode_picture(several, "it").remark == words.get(way, animated)
    assert decode_picture(encoded(first, way), "it").remark == ""
    np.testing.assert_allclose(pixels_in(several)[..., 0], first.getchannel(0), atol=12)


# Writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(7, 9), (7, 9, 3), (7, 9, 4)])
def test_what_is_written_is_read_again(tmp_path: Path, shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, shape, dtype=np.uint8)
    write_png(tmp_path / "it.png", pixels)
    content = (tmp_path / "it.png").read_bytes()
    assert content == png_bytes(pixels)
    assert content.startswith(b"\x89PNG")
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(content))), pixels)


def test_rows_that_do_not_lie_together_are_written() -> None:
    pixels = noise(20, 20)[::2, ::-1, 0]
    assert np.array_equal(pixels_in(png_bytes(pixels))[..., 0], pixels)


def test_an_empty_picture_is_told_and_not_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="could not be made a PNG"):
        write_png(tmp_path / "figure.png", np.zeros((0, 0, 4), np.uint8))
    assert not list(tmp_path.iterdir())
