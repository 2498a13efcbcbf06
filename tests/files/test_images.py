"""Reading pictures from files, and writing PNG."""

import io
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from picture_files import LOSSLESS, WAYS, bmp_header, chunk, encoded, gif, noise, png, smooth
from PIL import Image

from fashion_gui.files import image_formats
from fashion_gui.files.atomic import OutputError
from fashion_gui.files.images import (
    PictureError,
    ReadingStopped,
    decode_picture,
    png_bytes,
    read_picture,
    write_png,
)


def save(path: Path, pixels: NDArray[np.uint8], **options: Any) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


def pixels_in(content: bytes) -> NDArray[np.uint8]:
    return decode_picture(content, "it").pixels


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


# What is no picture --------------------------------------------------------------------------

PNG, JPEG, BMP = (encoded(Image.fromarray(noise(60, 80)), way) for way in ("png", "jpeg", "bmp"))
THUMBNAIL = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\xff\xd9"
"""A part of a JPEG's header that holds the mark of an end, as a small picture in it would."""
ROW = 3 * 28 + 1
BAD_FILES = {
    "text.png": b"a picture of clouds",
    "no-bytes.png": b"",
    "cut-in-the-header.png": png(28, 28)[:20],
    "cut-in-the-pixels.png": png(28, 28, bytes(28 * ROW))[:50],
    "half.png": PNG[: len(PNG) // 2],
    "without-pixels.png": png(28, 28),
    "too-few-rows.png": png(28, 28, bytes(27 * ROW)),
    "too-few-interlaced-rows.png": png(28, 28, bytes(24 * ROW), interlaced=True),
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
    "more-lines.svg": b'<?xml version="1.0"?>\n<SVG width="9"/>',
    "page.pdf": b"%PDF-1.7\n",
    "page.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
}


def test_the_files_that_are_damaged_below_are_whole_before(tmp_path: Path) -> None:
    wholes = {"jpg": JPEG, "bmp": BMP, "png": PNG}
    wholes["jpeg"] = JPEG[:2] + THUMBNAIL + JPEG[2:] + b"more"
    for suffix, content in wholes.items():
        path = tmp_path / f"whole.{suffix}"
        path.write_bytes(content)
        assert read_picture(path).pixels.shape == (60, 80, 4)
    for content in (png(28, 28, bytes(28 * ROW)), png(28, 28, bytes(29 * ROW), interlaced=True)):
        assert pixels_in(content).shape == (28, 28, 4)


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


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("half.png", "one that is cut off."),
        ("too-few-rows.png", "one that is cut off."),
        ("without-an-end.jpg", "one that is cut off."),
        ("damaged.png", "a damaged or incomplete one."),
        ("text.png", "a file of another kind."),
        ("more-lines.svg", "an SVG."),
        ("page.pdf", "a PDF."),
        ("page.eps", "an EPS."),
    ],
)
def test_what_was_found_is_said(name: str, found: str) -> None:
    with pytest.raises(PictureError, match=rf"found {found}$"):
        decode_picture(BAD_FILES[name], name)


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_that_is_cut_anywhere_is_refused_in_a_sentence(
    way: str, capfd: pytest.CaptureFixture[str]
) -> None:
    content = encoded(Image.fromarray(noise(24, 36)), way)
    for cut in np.linspace(1, len(content) * 0.95, 40).astype(int):
        with pytest.raises(PictureError, match=r"^it: expected a .*\.$"):
            decode_picture(content[:cut], "it")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_that_is_damaged_anywhere_is_read_or_refused_in_a_sentence(
    way: str, capfd: pytest.CaptureFixture[str]
) -> None:
    content = encoded(Image.fromarray(noise(24, 36)), way)
    rng = np.random.default_rng(1)
    for _ in range(60):
        damaged = np.frombuffer(content, np.uint8).copy()
        place = rng.integers(len(damaged), size=rng.integers(1, 12))
        if rng.random() < 0.5:
            place = place % min(len(damaged), 200)  # the header
        damaged[place] = rng.integers(0, 256, len(place))
        sentence = ""
        try:
            found = decode_picture(damaged.tobytes(), "it").pixels
        except PictureError as error:
            sentence = str(error)
        assert re.fullmatch(r"it: .+\.", sentence) or found.shape[2:] == (4,)
    assert capfd.readouterr() == ("", "")


def test_whatever_a_decoder_raises_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (KeyError(3), ZeroDivisionError(), struct.error("x"), RuntimeError("a\nb")):

        def fail(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(Image, "open", fail)
        with pytest.raises(PictureError, match="found a damaged or incomplete one"):
            decode_picture(PNG, "it")
    monkeypatch.setattr(Image, "open", lambda *_, **__: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(PictureError, match="not enough memory"):
        decode_picture(PNG, "it")


def test_other_plugins_of_pillow_are_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of them start other programs, as Ghostscript."""
    from PIL import EpsImagePlugin

    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(EpsImagePlugin, "Ghostscript", fail)
    asked: list[object] = []
    opened = Image.open
    monkeypatch.setattr(
        Image, "open", lambda fp, formats: asked.append(formats) or opened(fp, formats=formats)
    )
    decode_picture(PNG, "it")
    with pytest.raises(PictureError):
        decode_picture(BAD_FILES["page.eps"], "it")
    assert asked == [["PNG"], ["PNG"]]


@pytest.fixture
def no_pillow_heif(monkeypatch: pytest.MonkeyPatch) -> Any:
    image_formats.readable_formats.cache_clear()
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    yield
    image_formats.readable_formats.cache_clear()


@pytest.mark.usefixtures("no_pillow_heif")
def test_without_its_package_a_heic_says_what_to_install() -> None:
    content = encoded(Image.fromarray(smooth(20, 30)), "heic")
    with pytest.raises(PictureError, match=r"found a HEIC one.* pip install pillow-heif"):
        decode_picture(content, "it")
    assert pixels_in(PNG).shape == (60, 80, 4)


# Where there is no file ----------------------------------------------------------------------


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
    for no_file in (path, Path("/dev/zero")):
        with pytest.raises(PictureError, match="found something that is not a file"):
            read_picture(no_file)


def test_a_permission_that_is_missing_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "mine.png", noise(2, 2))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PictureError, match=r"mine\.png: cannot be read: Permission denied\.$"):
        read_picture(path)


def test_names_that_no_file_can_have_are_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.png"
    loop.symlink_to(loop)
    for path in (tmp_path / ("x" * 300), tmp_path / "a\0b.png", loop):
        with pytest.raises(PictureError, match=r"\.$"):
            read_picture(path)


# What a picture may cost ---------------------------------------------------------------------


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
    path.write_bytes(PNG)
    os.truncate(path, 5_000_000_000)
    with pytest.raises(PictureError, match="at most 200 MB, found 5,000 MB"):
        read_picture(path)


def test_pieces_without_end_are_not_read_to_the_end() -> None:
    comments = chunk(b"tEXt", b"") * 150_000
    with pytest.raises(PictureError, match="found one in too many pieces"):
        decode_picture(PNG[:33] + comments + PNG[33:], "it")


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
    path = save(tmp_path / "large.png", noise(400, 600))
    answers = iter([True] * 5 + [False])
    with pytest.raises(ReadingStopped):
        read_picture(path, lambda: next(answers))


# What is printed -----------------------------------------------------------------------------


def test_the_libraries_that_read_pictures_print_nothing(tmp_path: Path) -> None:
    deflated = encoded(Image.fromarray(noise(30, 40)), "deflate")
    middle = len(deflated) // 2
    files = {
        "half.png": BAD_FILES["half.png"],
        "half.tif": deflated[:middle],
        "damaged.tif": deflated[:middle] + bytes(60) + deflated[middle + 60 :],
        "clear.png": encoded(Image.new("P", (9, 9)), "png", transparency=b"\0\1"),
        "bomb.png": png(20_000, 20_000),
        "large.png": encoded(Image.new("1", (7000, 8000)), "png"),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    program = (
        "import sys; from pathlib import Path; from fashion_gui.files import images\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: print(path.name, images.read_picture(path).pixels.shape)\n"
        "    except images.PictureError: print(path.name, None)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "bomb.png None",
        "clear.png (9, 9, 4)",
        "damaged.tif None",
        "half.png None",
        "half.tif None",
        "large.png (2000, 1750, 4)",
    ]
    assert done.stderr == ""


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
