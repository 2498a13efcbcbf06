"""Measure: ``python -m benchmarks.recognition [options]``.

Without files, all is measured on what the program makes itself and no network has learned from.
"""

# The program's entry point sets the threads of matrix products, before NumPy is loaded.
import fashion_gui.__main__  # noqa: F401  # isort: skip

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.recognition.given_files import drawings_of, labels_of, lines_of, picture_results
from benchmarks.recognition.icons import icon_results
from benchmarks.recognition.scores import COLUMNS, NOTES, score
from benchmarks.recognition.stability import Lines, stability
from benchmarks.result import Cell, Result
from fashion_gui.data import CLASS_NAMES, load
from fashion_gui.data.idx import DataError
from fashion_gui.files import model_file
from fashion_gui.files.images import PictureError
from fashion_gui.files.model_file import SavedNetwork
from fashion_gui.synthetic.doodles import draw_held_out_things
from fashion_gui.training.drawings import held_out_drawings

_N_DOODLES = 2000
_N_LINES = 600
_SEED = 2026


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.strokes and not parsed.drawings:
        parser.error("--strokes needs --drawings, whose ids they have")
    names = parsed.models or ["convnet-best", "mlp"]
    try:
        saved = {name: model_file.load(model_file.find(name)) for name in names}
        for result in _results(saved, parsed):
            text = result.to_markdown() if parsed.markdown else result.to_text()
            print(text, end="\n\n", flush=True)
    except (DataError, PictureError, model_file.ModelFileError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _results(saved: dict[str, SavedNetwork], parsed: argparse.Namespace) -> Iterator[Result]:
    for name, one in saved.items():
        yield recognition(name, one, parsed)
    networks = {name: one.network for name, one in saved.items()}
    yield stability(networks, Lines.made(parsed.n_lines), "generated drawings")
    if parsed.strokes:
        lines = lines_of(parsed.strokes, parsed.drawings, len(CLASS_NAMES))
        yield stability(networks, lines, f"drawings of {parsed.strokes.name}")
    if parsed.icons:
        for name, one in saved.items():
            yield icon_results(name, one.network, parsed.icons)
    if parsed.pictures:
        for name, one in saved.items():
            yield _pictures(name, one, parsed.pictures)


def recognition(name: str, saved: SavedNetwork, parsed: argparse.Namespace) -> Result:
    """Return a row for each kind of images."""
    network, n = saved.network, parsed.n_doodles
    data = load()
    photos = data.train[-saved.training.get("n_validation", 5000) :]
    doodles = held_out_drawings(n)
    things = held_out_drawings(n // 2, other_share=1.0).images
    unlearned = draw_held_out_things(n // 2, np.random.default_rng(_SEED))
    kinds = [
        ("validation photographs", photos.images, photos.labels),
        ("test photographs", data.test.images, data.test.labels),
        ("doodles", doodles.images, doodles.labels),
        ("other things, of kinds learned from", things, None),
        ("other things, of kinds never learned from", unlearned, None),
    ]
    if parsed.drawings:
        labels = labels_of(parsed.drawings, len(network.class_names))
        kinds.append((parsed.drawings.name, drawings_of(parsed.drawings), labels))
    if parsed.not_clothing:
        kinds.append((parsed.not_clothing.name, drawings_of(parsed.not_clothing), None))
    rows = tuple(score(network, images, labels).row(kind) for kind, images, labels in kinds)
    return Result(f"What {name} recognizes", COLUMNS, rows, NOTES)


def _pictures(name: str, saved: SavedNetwork, folder: Path) -> Result:
    found = picture_results(saved.network, folder)
    rows: list[tuple[Cell, ...]] = [
        (path, words) for path, words, is_right in found if not is_right
    ]
    n_right = sum(is_right for *_, is_right in found)
    title = f"Pictures in {folder.name} that {name} reads wrongly: {n_right} of {len(found)} right"
    return Result(title, ("picture", "verdict"), tuple(rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.recognition", description="Measure what networks recognize."
    )
    parser.add_argument(
        "--model",
        action="append",
        dest="models",
        metavar="NAME",
        help="name or file of a network; may be repeated (default: convnet-best and mlp)",
    )
    parser.add_argument(
        "--drawings", type=Path, metavar="FILE", help="a .npz with images and labels of drawings"
    )
    parser.add_argument(
        "--strokes",
        type=Path,
        metavar="FILE",
        help="strokes of these drawings by their ids, as JSON, to draw in other ways",
    )
    parser.add_argument(
        "--not-clothing",
        type=Path,
        metavar="PATH",
        help="things that are not clothes: images in a .npz, or a folder of pictures",
    )
    parser.add_argument(
        "--icons",
        type=Path,
        metavar="FOLDER",
        help="icons, in a folder for each class that is named after its garment",
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help="pictures named after their garment"
    )
    parser.add_argument("--n-doodles", type=int, default=_N_DOODLES, help="default: %(default)s")
    parser.add_argument("--n-lines", type=int, default=_N_LINES, help="default: %(default)s")
    parser.add_argument("--markdown", action="store_true", help="print tables in Markdown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
