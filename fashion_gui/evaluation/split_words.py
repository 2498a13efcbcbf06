"""Words for the split of the data set that is evaluated."""

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
    Split.VALIDATION: (
        "Networks are chosen by these images, so the figures are slightly optimistic."
    ),
    Split.UNUSED: "The network has neither learned from these images nor been chosen by them.",
    Split.TRAINING: (
        "Networks learn from these images: the figures show what is memorized, not how well the "
        "network does on new ones."
    ),
    Split.ALL: (
        "Networks learn from most of these images, so the figures are optimistic: only the test "
        "images show how well the network does on new ones."
    ),
}
_UNKNOWN = (
    "It is not known which images of the training file this network learned from. Only the test "
    "images show how well it does on new ones."
)


def kind_of(part: Split, splits: SplitPlan) -> str:
    """Return the name of a split's images, to follow their number."""
    if splits.is_known:
        return _KINDS[part]
    return {
        Split.TRAINING: "images of the training file",
        Split.ALL: "images of the training and test files",
    }.get(part, _KINDS[part])


def note_of(part: Split, splits: SplitPlan) -> str:
    """Return how far to trust figures about a split; "" if they can be trusted."""
    return _NOTES[part] if splits.is_known or part is Split.TEST else _UNKNOWN


def none_of(part: Split, splits: SplitPlan) -> str:
    """Return why a split has no images."""
    if not splits.is_known:
        return (
            f"It is not known which images this network learned from, so it has no {_KINDS[part]}. "
            "Choose the test images."
        )
    if part is Split.UNUSED:
        return "The run used all images of the training file."
    return f"The run held out no {_KINDS[part]}. Choose the test images."


def other_note(name: str, splits: SplitPlan, dataset: Dataset, part: Split) -> str:
    """Return how many of the images a compared network has learned from, as a sentence."""
    if part is Split.TEST:
        return ""
    if not splits.is_known:
        return f"It is not known which images of the training file {name} learned from."
    numbers = dataset.numbers(part)
    n_learned = max(0, min(numbers.stop, splits.training.stop) - numbers.start)
    return f"{name} learned from {n_learned:,} of these images." if n_learned else ""
