"""What is said of a part of the data set that is judged."""

from fashion_gui.data import Dataset, Split, SplitPlan

_KINDS = {
    Split.TEST: "test images",
    Split.VALIDATION: "validation images",
    Split.UNUSED: "unused training images",
    Split.TRAINING: "training images",
    Split.ALL: "training, validation and test images",
}
_NOTES = {
    Split.TEST: "",
    Split.VALIDATION: "Networks are chosen by these images, so they flatter a little.",
    Split.UNUSED: "The network has neither learned from these images nor been chosen by them.",
    Split.TRAINING: (
        "Networks learn from these images: they tell what is remembered, not how well it goes "
        "with new ones."
    ),
    Split.ALL: (
        "Networks learn from most of these images, so they flatter: the test images alone tell "
        "how well it goes with new ones."
    ),
}
_UNKNOWN = (
    "Which images of the training file this network learned from is not known. The test images "
    "alone tell how well it goes with new ones."
)


def kind_of(part: Split, splits: SplitPlan) -> str:
    """Return what the images of a part are called, after their number."""
    if splits.is_known:
        return _KINDS[part]
    return {
        Split.TRAINING: "images of the training file",
        Split.ALL: "images of the training and test files",
    }.get(part, _KINDS[part])


def note_of(part: Split, splits: SplitPlan) -> str:
    """Return how far figures about a part can be believed; "" where they can be."""
    return _NOTES[part] if splits.is_known or part is Split.TEST else _UNKNOWN


def none_of(part: Split, splits: SplitPlan) -> str:
    """Return why a part has no images."""
    if not splits.is_known:
        return (
            f"Which images this network learned from is not known, so there are no {_KINDS[part]} "
            "of its own. Choose the test images."
        )
    if part is Split.UNUSED:
        return "The run used all images of the training file."
    return f"The run held out no {_KINDS[part]}. Choose the test images."


def other_note(name: str, splits: SplitPlan, dataset: Dataset, part: Split) -> str:
    """Return what a compared network has over the other: how many of the images it knows."""
    if part is Split.TEST:
        return ""
    if not splits.is_known:
        return f"Which images of the training file {name} learned from is not known."
    numbers = dataset.numbers(part)
    n_learned = max(0, min(numbers.stop, splits.training.stop) - numbers.start)
    return f"{name} learned from {n_learned:,} of these images." if n_learned else ""
