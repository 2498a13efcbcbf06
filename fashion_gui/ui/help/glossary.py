"""The words that the window uses: those of the field here, the settings from the recipe."""

from collections.abc import Mapping
from types import MappingProxyType

from fashion_gui.training.recipes import settings

_FIELD: Mapping[str, str] = MappingProxyType(
    {
        "Abstain": "Not to answer when unsure. Who answers less is wrong less.",
        "Accuracy": "Share of the images that are answered right.",
        "Backpropagation": "Works out, from the last layer to the first, how each weight would "
        "have to change for the loss to fall.",
        "Batch": "The images that are looked at together before each step of learning.",
        "Batch norm": "Brings the values that go into a layer to a mean and a spread of its own.",
        "Calibration": "Whether a network is right as often as its probabilities say.",
        "Class": "One of the kinds that an image can be of, such as Coat or Bag.",
        "Confidence": "The largest of the probabilities of an answer.",
        "Confusion matrix": "Counts of the images by their true class (rows) and by the class "
        "that was predicted (columns). Right answers lie on the diagonal.",
        "Convolution": "A layer whose units look at a small place of the image each, all with "
        "the same weights, which are called a filter.",
        "Coverage": "Share of the images that are answered, when unsure answers are left out.",
        "Epoch": "One pass over all training images.",
        "F1": "The harmonic mean of precision and recall: high only when both are.",
        "Gradient": "For every weight, how much the loss changes with it: the direction of the "
        "next step.",
        "Held out": "Not learned from, so that it can judge.",
        "Label": "The class that people gave an image. Some are doubtful, and a few are wrong.",
        "Layer": "A group of units that work on what the layer before them found.",
        "Loss": "How wrong the network is, as one number. Training makes it small.",
        "Macro average": "The mean over the classes, each of which counts the same.",
        "Model": "A network with its weights, as it answers.",
        "Nearest images": "Those for which the last hidden layer finds almost the same as for "
        "the image that is picked.",
        "Overfitting": "Learning by heart: right on the training images, wrong on others.",
        "Precision": "Of the images predicted as a class, the share that is of it.",
        "Probability": "How likely the network finds a class; over all classes they make 100 %.",
        "Recall": "Of the images of a class, the share that is predicted as it.",
        "Recipe": "Everything that decides how a network is built and how it learns.",
        "Run": "One training from its start to its end. Every run is kept.",
        "Softmax": "Makes probabilities of the ten sums at the end of a network.",
        "Step": "One change of all weights, after one batch.",
        "Support": "Number of images of a class.",
        "Test images": "Never learned from and never used to choose anything: they judge at the "
        "end.",
        "Unit": "Adds up its inputs, each times a weight of its own, and passes on what the "
        "activation makes of the sum.",
        "Validation images": "Images that a run holds out, to see on the way how it does on what "
        "it has not learned from.",
        "Weight": "A number with which an input is multiplied. What is learned is the weights.",
        "Weighted average": "The mean over the classes, each of which counts as often as it has "
        "images.",
    }
)


def glossary() -> dict[str, str]:
    """Return each word with its meaning, in the order of the alphabet."""
    words = {setting.metadata["label"]: setting.metadata["help"] for setting in settings()}
    return dict(sorted({**words, **_FIELD}.items(), key=lambda pair: pair[0].lower()))


def glossary_with(text: str) -> dict[str, str]:
    """Return what has a text in its word or in its meaning; those with it in the word first."""
    wanted = text.strip().lower()
    found = {
        word: meaning
        for word, meaning in glossary().items()
        if wanted in word.lower() or wanted in meaning.lower()
    }
    return dict(sorted(found.items(), key=lambda pair: wanted not in pair[0].lower()))
