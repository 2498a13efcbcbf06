"""What is said of a part of the data set that is judged."""

from fashion_gui.data import Dataset, Part, SplitPlan

_KINDS = {
    Part.TEST: "test images",
    Part.VALIDATION: "validation images",
    Part.UNUSED: "unused training images",
    Part.TRAINING: "training images",
    Part.ALL: "training, validation and test images",
}
_NOTES = {
    Part.TEST: "",
    Part.VALIDATION: "Networks are chosen by these images, so they flatter a little.",
    Part.UNUSED: "The network has neither learned from these images nor been chosen by them.",
    Part.TRAINING: (
        "Networks learn from these images: they tell what is remembered, not how well it goes "
        "with new ones."
    ),
    Part.ALL: (
        "Networks learn from most of these images, so they flatter: the test images alone tell "
        "how well it goes with new ones."
    ),
}
_UNKNOWN = (
    "Which images of the training file this network learned from is not known. The test images "
    "alone tell how well it goes with new ones."
)


def kind_of(part: Part, splits: SplitPlan) -> str:
    """Return what the images of a part are called, after their number."""
    if splits.is_known:
        return _KINDS[part]
    return {
        Part.TRAINING: "images of the training file",
        Part.ALL: "images of the training and test files",
    }.get(part, _KINDS[part])


def note_of(part: Part, splits: SplitPlan) -> str:
    """Return how far figures about a part can be believed; "" where they can be."""
    return _NOTES[part] if splits.is_known or part is Part.TEST else _UNKNOWN


def none_of(part: Part, splits: SplitPlan) -> str:
    """Return why a part has no images."""
    if not splits.is_known:
        return (
            f"Which images this network learned from is not known, so there are no {_KINDS[part]} "
            "of its own. Choose the test images."
        )
    if part is Part.UNUSED:
        return "The run used all images of the training file."
    return f"The run held out no {_KINDS[part]}. Choose the test images."


def other_note(name: str, splits: SplitPlan, dataset: Dataset, part: Part) -> str:
    """Return what a compared network has over the other: how many of the images it knows."""
    if part is Part.TEST:
        return ""
    if not splits.is_known:
        return f"Which images of the training file {name} learned from is not known."
    numbers = dataset.numbers(part)
    n_learned = max(0, min(numbers.stop, splits.training.stop) - numbers.start)
    return f"{name} learned from {n_learned:,} of these images." if n_learned else ""
