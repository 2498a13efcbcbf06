"""What is said of a map, of an image on it, and of a group of images."""

from collections import Counter
from collections.abc import Iterable

from fashion_gui.data import Dataset
from fashion_gui.explain.image_map import ImageMap, Layout
from fashion_gui.percent import percent, probability
from fashion_gui.ui.map.colouring import Colouring
from fashion_gui.ui.map.layer_choice import PIXELS


def name_of(layer: str | None) -> str:
    """Return a layer's name for people; None is the pixels."""
    return layer or PIXELS.lower()


def quality_of(made: ImageMap) -> str:
    """Return how far a map of all images is to be trusted."""
    if made.trust is None or made.components_trust is None:
        return "too few images to measure how far it is to be trusted"
    trust = f"neighbours kept: {made.trust:.2f}"
    if made.layout is Layout.COMPONENTS:
        return f"{percent(made.shown_share, 0)} of the variance; {trust}"
    return f"{trust} (principal components: {made.components_trust:.2f})"


def groups_of(colouring: Colouring, numbers: Iterable[int], n_most: int) -> str:
    """Return the largest groups among images with the numbers of each: they sum to all images."""
    groups = Counter(int(colouring.group[number]) for number in numbers).most_common()
    if len(groups) > n_most + 1:
        rest = sum(n for _, n in groups[n_most:])
        parts = [f"{n:,} {colouring.names[group]}" for group, n in groups[:n_most]]
        parts.append(f"{rest:,} others")
    else:
        parts = [f"{n:,} {colouring.names[group]}" for group, n in groups]
    *before, last = parts or [""]
    return f"{', '.join(before)} and {last}" if before else last


def lines_on(
    number: int, dataset: Dataset, answer: tuple[int, float], class_names: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what an image is, what a network predicts for it and how confidently, and of a click.

    The class of the answer is -1 if it is not known.
    """
    label, (predicted, confidence) = int(dataset.labels[number]), answer
    lines = [dataset.name_of(number), f"is {dataset.class_names[label]}"]
    if predicted >= 0:
        sign = "✓" if predicted == label else "✗"
        lines.append(f"{sign} {class_names[predicted]}, {probability(confidence)}")
    return (*lines, "Click: see it on Browse")
