"""What is said of a part of the data set that is judged."""

from fashion_gui.data import Part

KINDS = {
    Part.TEST: "test images",
    Part.VALIDATION: "validation images",
    Part.TRAINING: "training images",
    Part.ALL: "training, validation and test images",
}
"""What the images are called, after their number."""

NOTES = {
    Part.TEST: "",
    Part.VALIDATION: "Networks are chosen by these images, so they flatter a little.",
    Part.TRAINING: (
        "Networks learn from these images: they tell what is remembered, not how well it goes "
        "with new ones."
    ),
    Part.ALL: (
        "Networks learn from most of these images, so they flatter: the test images alone tell "
        "how well it goes with new ones."
    ),
}
"""How far the figures can be believed; "" where they can be."""
