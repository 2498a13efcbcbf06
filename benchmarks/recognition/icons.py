"""Icons of designers: accuracy by class and by style."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.given_files import label_in, pictures_of
from benchmarks.recognition.scores import macro_accuracy
from benchmarks.result import Cell, Result
from fashion_gui.data.idx import DataError
from fashion_gui.evaluation.verdict import verdicts
from fashion_gui.nn.network import Network
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.raster import FloatImage
from fashion_gui.sketch.segmentation.components import without_holes

STYLES = ("line", "filled", "edges")
_INK = 100
"""Grey level above which a pixel of an icon is ink."""
_FILLED = 0.62
"""Share of its silhouette that is ink in a filled icon, at least."""
_COLUMNS = ("class", "icons", *STYLES, "accuracy")
_NOTES = (
    "accuracy: the largest probability is right, for the icons as they are. filled: at least 62 % "
    "of the silhouette is ink; line: the others; edges: the outlines of the filled ones. The "
    "standard error takes icons as independent; those of one set are not.",
)


def icon_results(name: str, network: Network, folder: Path) -> Result:
    """Return the accuracy for a folder of icons, with a row for each class.

    Parameters
    ----------
    name
        Name of the network, for people.
    network
        The network.
    folder
        Has a subfolder for each class, named after its garment as pictures are, such as "t-shirt"
        or "ankle boot", with pictures of any size in it.

    Raises
    ------
    DataError, PictureError
        One sentence, when there are no such subfolders, or a picture cannot be read.
    """
    images, labels = icons_of(folder)
    styles = np.array([style_of(image) for image in images])
    is_filled = styles == "filled"
    edges = [fit_picture(rims(image)) for image in images[is_filled]]
    all_images = np.concatenate([images, np.array(edges, np.uint8).reshape(-1, *images.shape[1:])])
    all_labels = np.concatenate([labels, labels[is_filled]])
    all_styles = np.concatenate([styles, np.full(len(edges), "edges")])
    found = verdicts(network, all_images)
    predicted = np.array([int(verdict.probabilities.argmax()) for verdict in found])
    is_right = predicted == all_labels
    n = len(images)
    rows: list[tuple[Cell, ...]] = []
    for label in np.unique(labels):
        of_class = all_labels == label
        by_style = [_mean(is_right[of_class & (all_styles == style)]) for style in STYLES]
        own = is_right[:n][labels == label]
        rows.append((network.class_names[label], len(own), *by_style, _mean(own)))
    means: list[Cell] = [
        macro_accuracy(predicted[chosen], all_labels[chosen]) if chosen.any() else None
        for chosen in (*(all_styles == style for style in STYLES), np.arange(len(is_right)) < n)
    ]
    rows.append(("mean over the classes", n, *means))
    error = standard_error(is_right[:n], labels)
    rows.append(("standard error", None, None, None, None, error))
    return Result(f"Icons in {folder.name} that {name} recognizes", _COLUMNS, tuple(rows), _NOTES)


def icons_of(folder: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return all icons, fitted to the frame, uint8 (n, 28, 28), and their labels, uint8 (n,)."""
    images, labels = [], []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        label = label_in(place.name)
        if place.is_dir() and label is not None:
            images.append(pictures_of(place))
            labels.append(np.full(len(images[-1]), label, np.uint8))
    if not images:
        raise DataError(
            f"{folder}: expected folders named after clothes, such as coat; none there."
        )
    return np.concatenate(images), np.concatenate(labels)


def style_of(image: NDArray[np.uint8]) -> str:
    """Return "filled" when ink fills most of the silhouette of an icon (28, 28), else "line"."""
    ink = image > _INK
    silhouette = without_holes(ink)
    is_filled = bool(silhouette.any()) and image[silhouette].mean() / 255 >= _FILLED
    return "filled" if is_filled else "line"


def rims(image: NDArray[np.uint8]) -> FloatImage:
    """Return the inner edges of an image, from 0 to 1, as edge detection would.

    The image is of shape (height, width), and so is the result.
    """
    padded = np.pad(image.astype(np.float32) / np.float32(255), 1)
    around = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
    inner = padded[1:-1, 1:-1]
    return inner - np.minimum(inner, np.minimum.reduce(around))


def standard_error(is_right: NDArray[np.bool_], labels: NDArray[np.uint8]) -> float:
    """Return the standard error of the mean over the classes of the share that is right."""
    parts = [is_right[labels == label] for label in np.unique(labels)]
    variances = [part.var() / len(part) for part in parts]
    return float(np.sqrt(np.sum(variances)) / len(parts))


def _mean(is_right: NDArray[np.bool_]) -> Cell:
    return float(is_right.mean()) if len(is_right) else None
