"""The drawing is kept in a file, whole or not at all."""

from pathlib import Path

import pytest

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.tensors import format_texts, tensor_bytes
from fashion_gui.shelf.drawing_file import DrawingFileError, read_drawing, write_drawing
from fashion_gui.sketch.operations import Brush, Stroke

STROKE = Stroke(Brush(2.0, 0.5), ((1.0, 2.0), (3.0, 4.5)), (0.5, 1.5))


def test_a_drawing_is_kept_and_an_empty_one_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "drawing"
    assert read_drawing(path) == ()
    write_drawing(path, (STROKE, STROKE))
    assert read_drawing(path) == (STROKE, STROKE)
    write_drawing(path, ())
    assert not path.exists()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        write_drawing(tmp_path / "file" / "drawing", (STROKE,))


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"by": "somebody"}, "expected a fashion-gui drawing of version 1"),
        (format_texts("fashion-gui drawing", 2), "of version 1"),
        (format_texts("fashion-gui drawing", 1), "expected JSON, found"),
        (format_texts("fashion-gui drawing", 1) | {"operations": "{}"}, "a list of operations"),
        (format_texts("fashion-gui drawing", 1) | {"operations": "[1]"}, "found in number 0"),
        (format_texts("fashion-gui drawing", 1) | {"operations": "[" * 9999}, "recursion"),
    ],
)
def test_what_is_no_drawing_is_told_in_a_sentence(
    tmp_path: Path, texts: dict[str, str], said: str
) -> None:
    path = tmp_path / "drawing"
    path.write_bytes(tensor_bytes({}, texts))
    with pytest.raises(DrawingFileError, match=said):
        read_drawing(path)
