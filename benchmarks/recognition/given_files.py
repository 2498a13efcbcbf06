"""Images that are given to be judged: drawings, strokes, pictures named after their garment."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.stability import Lines
from fashion_gui.cli.pictures import pictures_in, read_images
from fashion_gui.data.idx import DataError
from fashion_gui.data.npz import read_labels
from fashion_gui.evaluation.verdict import verdicts
from fashion_gui.nn.network import Network

_WORDS = {
    "tshirt": 0,
    "t-shirt": 0,
    "trouser": 1,
    "pants": 1,
    "pullover": 2,
    "sweater": 2,
    "hoodie": 2,
    "dress": 3,
    "coat": 4,
    "jacket": 4,
    "sandal": 5,
    "sneaker": 7,
    "bag": 8,
    "boot": 9,
    "shirt": 6,
    "blouse": 6,
}
"""Class of a word in the name of a picture; the first one that occurs counts."""


def drawings_of(path: Path) -> NDArray[np.uint8]:
    """Return the images of an array file, or the pictures of a folder, as a network takes them.

    All are fitted to the frame: uint8 (n_images, 28, 28).
    """
    return pictures_of(path) if path.is_dir() else read_images(path, "always").pixels


def pictures_of(folder: Path) -> NDArray[np.uint8]:
    """Return all pictures of a folder, fitted to the frame, uint8 (n_pictures, 28, 28)."""
    return np.concatenate([read_images(path, "always").pixels for path in pictures_in(folder)])


def labels_of(path: Path, n_classes: int) -> NDArray[np.uint8]:
    """Return the labels of a .npz, uint8 (n_images,)."""
    return read_labels(path, n_classes)


def lines_of(path: Path, drawings: Path, n_classes: int) -> Lines:
    """Return the strokes in a JSON file, by the ids of a .npz with ids and labels.

    Parameters
    ----------
    path
        An object with a list of strokes for each id, each a list of [x, y].
    drawings
        A .npz with `ids` and `labels`.
    n_classes
        Number of classes.

    Raises
    ------
    DataError
        One sentence, when no id of one file is in the other.
    """
    by_id = json.loads(path.read_text(encoding="utf-8"))
    with np.load(drawings, allow_pickle=False) as arrays:
        ids = [str(one) for one in arrays["ids"]]
    labels = read_labels(drawings, n_classes)
    places = [place for place, one in enumerate(ids) if one in by_id]
    if not places:
        raise DataError(f"{path}: expected strokes with ids of {drawings}, found none.")
    strokes = [
        [np.array(line, np.float32) for line in by_id[ids[place]] if len(line) > 1]
        for place in places
    ]
    return Lines(strokes, labels[places])


def picture_results(network: Network, folder: Path) -> list[tuple[str, str, bool]]:
    """Return the name of each picture in a folder, the verdict in words, and whether it is right.

    Right is the class in the picture's name, alone or as one of two, or "Not sure"; never another
    class alone. Pictures whose names have none of the ten garments are left out.
    """
    found = []
    for path in pictures_in(folder):
        label = label_in(path.stem)
        if label is None:
            continue
        (verdict,) = verdicts(network, read_images(path, "auto", network).pixels)
        is_unsure = verdict.is_any_class and not verdict.classes
        found.append((path.name, verdict.words, is_unsure or label in verdict.classes))
    return found


def label_in(name: str) -> int | None:
    """Return the class of the garment in a name; None when there is none."""
    return next((label for word, label in _WORDS.items() if word in name.lower()), None)
