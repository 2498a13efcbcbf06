"""What reading a picture may cost: huge ones, large ones, and those that claim to be."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from picture_files import bmp_header, chunk, encoded, noise, pixels_in, png, smooth
from PIL import Image

from fashion_gui.files.images import (
    PictureError,
    ReadingStopped,
    decode_picture,
    read_picture,
)


def header_of(way: str, width: int, height: int) -> bytes:
    """Return a small file that says it is large."""
    if way == "png":
        return png(width, height)
    if way == "bmp":
        return bmp_header(width, height)
    if way == "ppm":
        return f"P6 {width} {height} 255 ".encode()
    content = bytearray(encoded(Image.fromarray(noise(16, 16)), way))
    if way == "gif":
        content[6:10] = struct.pack("<HH", width, height)
    else:
        place = content.index(b"\xff\xc2" if way == "progressive" else b"\xff\xc0")
        content[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(content)


@pytest.mark.parametrize("way", ["png", "bmp", "ppm", "gif", "jpeg", "progressive"])
@pytest.mark.parametrize(("width", "height"), [(20_001, 1), (1, 20_001), (12_500, 12_500)])
def test_a_picture_that_says_it_is_huge_is_not_even_tried(
    way: str, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)
    with pytest.raises(PictureError) as caught:
        decode_picture(header_of(way, width, height), "it")
    if way == "gif":  # its frame reaches farther
        width, height = max(width, 16), max(height, 16)
    most = {"png": "53,333,333", "jpeg": "120,000,000", "progressive": "50,000,000"}
    assert str(caught.value) == (
        f"it: expected a picture of at most 20,000 pixels a side and "
        f"{most.get(way, '60,000,000')} in all, found {width:,}x{height:,}."
    )


def test_a_file_that_is_huge_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png(28, 28))
    os.truncate(path, 5_000_000_000)
    with pytest.raises(PictureError, match="at most 200 MB, found 5,000 MB"):
        read_picture(path)


def test_pieces_without_end_are_not_read_to_the_end() -> None:
    content, comments = png(28, 28), chunk(b"tEXt", b"") * 150_000
    with pytest.raises(PictureError, match="found one in too many pieces"):
        decode_picture(content[:33] + comments + content[33:], "it")


def test_a_format_that_is_read_slowly_may_be_less_large() -> None:
    plain = b"P3 1100 1000 255 "
    with pytest.raises(PictureError, match="1,000,000 in all, found 1,100x1,000"):
        decode_picture(plain, "it")
    assert pixels_in(b"P3 2 1 255  1 2 3  4 5 6").tolist() == [[[1, 2, 3, 255], [4, 5, 6, 255]]]


def test_a_scan_for_each_little_bit_is_not_waited_for() -> None:
    """A progressive JPEG may go through all of its pixels in every one of its scans."""
    content = encoded(Image.fromarray(noise(16, 16)), "progressive")
    place = content.index(b"\xff\xc2")
    large = content[: place + 5] + struct.pack(">HH", 6000, 8000) + content[place + 9 : -2]
    scan = content[content.rindex(b"\xff\xda") : -2]
    with pytest.raises(PictureError, match="found one in too many pieces"):
        decode_picture(large + 40 * scan + b"\xff\xd9", "it")


def test_a_large_picture_is_made_smaller_by_a_whole_number() -> None:
    rgba = np.zeros((1800, 3000, 4), np.uint8)
    rgba[..., 0], rgba[..., 3] = 250, 255
    rgba[::2, :, :] = (0, 200, 0, 0)  # clear rows: their colour is not seen
    found = pixels_in(encoded(Image.fromarray(rgba), "png", compress_level=1))
    assert found.shape == (900, 1500, 4)
    np.testing.assert_allclose(found[..., :3], np.broadcast_to((250, 0, 0), (900, 1500, 3)), atol=2)
    np.testing.assert_allclose(found[..., 3], 127, atol=1)
    wide = pixels_in(encoded(Image.fromarray(np.full((3, 12_000), 90, np.uint8)), "png"))
    assert wide.shape == (1, 4000, 4)
    assert (wide[..., :3] == 90).all()


def test_a_large_photograph_stays_what_it_is() -> None:
    rgb = smooth(2400, 3200)
    found = pixels_in(encoded(Image.fromarray(rgb), "jpeg"))
    height, width, _ = found.shape
    assert height * width <= 4_000_000
    assert 3 * width == 4 * height
    step = 3200 // width
    expected = rgb[step // 2 :: step, step // 2 :: step]
    assert np.abs(found[..., :3].astype(int) - expected).mean() < 2


_BIG = """
import resource, sys
from pathlib import Path
from fashion_gui.files.images import read_picture
import PIL.Image
unit = 1 if sys.platform == "darwin" else 1024
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
before = peak()
picture = read_picture(Path(sys.argv[1]))
print(picture.pixels.shape, (peak() - before) // 1_000_000)
"""


@pytest.mark.skipif(os.name != "posix", reason="memory is not told here")
def test_a_photograph_of_48_megapixels_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (8064, 6048), (200, 180, 160)).save(path)
    done = subprocess.run(
        [sys.executable, "-c", _BIG, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("(1512, 2016, 4) ")
    assert int(done.stdout.split()[-1]) < 80
    assert done.stderr == ""


def test_the_reading_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(encoded(Image.fromarray(noise(400, 600)), "png"))
    answers = iter([True] * 5 + [False])
    with pytest.raises(ReadingStopped):
        read_picture(path, lambda: next(answers))
