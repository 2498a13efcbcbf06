"""Files that hold no whole picture, or none at all: each is refused in a sentence."""

import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from picture_files import WAYS, encoded, gif, noise, pixels_in, png, smooth
from PIL import Image

from fashion_gui.files import image_formats
from fashion_gui.files.images import (
    PictureError,
    decode_picture,
    read_picture,
)

PNG, JPEG, BMP = (encoded(Image.fromarray(noise(60, 80)), way) for way in ("png", "jpeg", "bmp"))
THUMBNAIL = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\xff\xd9"
"""A part of a JPEG's header that holds the mark of an end, as a small picture in it would."""
ROW = 3 * 28 + 1
BAD_FILES = {
    "text.png": b"a picture of clouds",
    "no-bytes.png": b"",
    "cut-in-the-header.png": png(28, 28)[:20],
    "cut-in-the-pixels.png": png(28, 28, bytes(28 * ROW))[:50],
    "begun.png": b"\x89PNG\r\n\x1a\nnot really a picture",
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
        ("begun.png", "a file that only begins like a PNG."),
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
    path = tmp_path / "mine.png"
    path.write_bytes(PNG)

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
