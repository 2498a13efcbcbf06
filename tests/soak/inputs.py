"""Damaged files of every kind that the program reads: an answer, or one sentence, soon."""

import gzip
import io
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import numpy as np
from data_files import make_split, write_dataset
from PIL import Image

from fashion_gui.data import CLASS_NAMES, DataError, Dataset, load
from fashion_gui.data.npz import read_image_array, read_labels
from fashion_gui.files import model_file
from fashion_gui.files.images import PictureError, read_picture
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe
from soak.report import Report

_LONGEST_S = 2.0
_MOST_MB = 500
_LONGEST_SENTENCE = 1000
_OWN_ERRORS = (DataError, PictureError, model_file.ModelFileError)
_PICTURES = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")


def try_inputs(seed: int, n: int) -> Report:
    """Damage honest files in `n` ways and read each of them."""
    report, chance = Report(), Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        honest = _honest_files(Path(folder))
        for place in range(n):
            name = chance.choice(list(honest))
            path, read = honest[name]
            content = path.read_bytes()
            path.write_bytes(
                _damaged(content, chance, [p.read_bytes() for p, _ in honest.values()])
            )
            _try(report, f"input {place} of seed {seed} ({name})", path, read)
            path.write_bytes(content)
    return report


def _try(report: Report, what: str, path: Path, read: Callable[[Path], object]) -> None:
    before_mb = _peak_mb()
    started = perf_counter()
    try:
        read(path)
    except _OWN_ERRORS as error:
        words = str(error)
        if "\n" in words or len(words) > _LONGEST_SENTENCE or not words.endswith((".", "?")):
            report.violations.append(f"{what}: no sentence: {words[:200]!r}")
    except Exception as error:
        report.violations.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
    report.note_time(perf_counter() - started, _LONGEST_S, what)
    if (more_mb := _peak_mb() - before_mb) > _MOST_MB:
        report.violations.append(f"{what}: took {more_mb:.0f} MB, at most {_MOST_MB} are allowed")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _damaged(content: bytes, chance: Random, others: list[bytes]) -> bytes:
    """Return a content with one to four kinds of damage, one after the other."""
    for _ in range(chance.randint(1, 4)):
        data, size = bytearray(content), len(content)
        place = chance.randrange(size + 1)
        if chance.random() < 0.5:  # most of what a reader believes stands at the start
            place = min(place, chance.randrange(1, 200))
        kind = chance.randrange(7)
        if kind == 0:
            data = data[:place]
        elif kind == 1:
            for _ in range(chance.randint(1, 8)):
                if size:
                    data[chance.randrange(size)] ^= 1 << chance.randrange(8)
        elif kind == 2:
            data[place : place + chance.choice((1, 2, 4, 8))] = bytes(
                chance.choice((0, 0xFF, 0x7F)) for _ in range(4)
            )
        elif kind == 3:
            data[place:place] = chance.randbytes(chance.choice((1, 3, 50, 5000)))
        elif kind == 4:
            del data[place : place + chance.choice((1, 4, 100))]
        elif kind == 5:
            data[place:place] = data[: chance.randrange(size + 1)]
        else:
            data = data[:place] + chance.choice(others)[place:]
        content = bytes(data)
    return content


def _honest_files(folder: Path) -> dict[str, tuple[Path, Callable[[Path], object]]]:
    """Return honest files, each with what reads it, by names for people."""
    few = make_split(40, seed=1)
    files: dict[str, tuple[Path, Callable[[Path], object]]] = {}
    for suffix in (".gz", ""):
        directory = folder / f"data{suffix}"
        directory.mkdir()
        write_dataset(directory, Dataset(few, few, CLASS_NAMES), suffix)
        (directory / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
        for path in directory.iterdir():
            files[f"{path.name} in data{suffix}"] = (path, lambda path: load(path.parent))
    np.save(folder / "images.npy", few.images)
    np.savez_compressed(folder / "images.npz", images=few.images, labels=few.labels)
    files["npy"] = (folder / "images.npy", read_image_array)
    files["npz"] = (folder / "images.npz", read_image_array)
    files["labels"] = (folder / "images.npz", lambda path: read_labels(path, 10))
    for name, recipe in _RECIPES.items():
        architecture = recipe.architecture(10)
        parameters = architecture.initial_parameters(np.random.default_rng(0))
        path = folder / f"{name}.safetensors"
        model_file.save(path, Network(architecture, parameters, CLASS_NAMES), {"test": 1})
        files[name] = (path, _answer)
    picture = Image.fromarray(np.repeat(few.images[0][..., None], 3, axis=2)).resize((90, 60))
    for kind in _PICTURES:
        buffer = io.BytesIO()
        picture.save(buffer, kind)
        path = folder / f"picture.{kind.lower()}"
        path.write_bytes(buffer.getvalue())
        files[kind] = (path, read_picture)
    bomb = folder / "bomb"
    bomb.mkdir()
    write_dataset(bomb, Dataset(few, few, CLASS_NAMES), ".gz")
    images = bomb / "train-images-idx3-ubyte.gz"
    images.write_bytes(gzip.compress(bytes.fromhex("00000803ffffffff") + bytes(10**7)))
    files["gzip bomb"] = (images, lambda path: load(path.parent))
    return files


_RECIPES: dict[str, Recipe] = {
    "dense network": Recipe(hidden=(8,), batch_norm=True),
    "convolutional network": Recipe(hidden=(), convolutions=("4s2", "4p")),
}


def _answer(path: Path) -> Any:
    """Let a network that can be opened answer an image: the window would do that at once."""
    return model_file.load(path).network.predict_proba(np.zeros((1, 28, 28), np.uint8))


if __name__ == "__main__":
    try_inputs(int(sys.argv[1]), int(sys.argv[2])).print()
