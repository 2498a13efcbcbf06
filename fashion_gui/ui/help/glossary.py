"""The glossary: terms of the field from here, and settings from the recipe."""

from collections.abc import Mapping
from types import MappingProxyType

from fashion_gui.training.recipes import settings

_FIELD: Mapping[str, str] = MappingProxyType(
    {
        "Abstain": "To give no answer when unsure, which means fewer errors.",
        "Accuracy": "Share of the images that are predicted right.",
        "Backpropagation": "Computes, from the last layer to the first, how each weight would "
        "have to change for the loss to fall.",
        "Batch": "The images that are used together for one step of learning.",
        "Batch norm": "Normalizes the values that go into a layer to a learned mean and spread.",
        "Calibration": "Whether a network is right as often as its probabilities say.",
        "Class": "One of the categories of images, such as Coat or Bag.",
        "Confidence": "The largest of the predicted probabilities.",
        "Confusion matrix": "Counts of the images by their true class (rows) and by the class "
        "that was predicted (columns). Right predictions are on the diagonal.",
        "Convolution": "A layer whose units each look at a small part of the image, all with "
        "the same weights, which are called a filter.",
        "Coverage": "Share of the images that get an answer when the network may abstain.",
        "Dead unit": "A ReLU unit that is 0 for every image: no gradient reaches its weights, so "
        "it does not learn any more. A sigmoid unit that is always at an end is called saturated.",
        "Epoch": "One pass over all training images.",
        "F1": "The harmonic mean of precision and recall: high only when both are.",
        "Film": "Snapshots of a run's network, more of them at its start. At any of them the "
        "network of that moment can answer.",
        "Gradient": "For every weight, how much the loss changes with it: the direction of the "
        "next step.",
        "Gradient × input": "How much the answer gains when a pixel gets a little brighter, "
        "times its brightness. Why? calls it “nudging each pixel”.",
        "Held out": "Not learned from, so that it can be used for evaluation.",
        "Integrated gradients": "The picture is faded in from black, and each pixel is credited "
        "with what it adds to the answer on the way. Why? calls it “fading it in”.",
        "Label": "The class that people gave an image. Some are doubtful, and a few are wrong.",
        "Layer": "A group of units that work on the outputs of the layer before.",
        "Log loss": "The mean cross-entropy: minus the logarithm of the probability of the true "
        "class. It compares networks, whatever loss they minimized.",
        "Loss": "How wrong the network is, as one number. Training minimizes it.",
        "Macro average": "The mean over the classes, each with the same weight.",
        "Model": "Another word for a network with its weights, as in the option --model.",
        "Nearest images": "Those whose features in the last hidden layer are nearest to those of "
        "the selected image.",
        "Occlusion": "Small squares of the picture are covered, one after the other: what matters "
        "is where the answer loses most. Why? calls it “covering squares”.",
        "Overfitting": "Memorizing: right on the training images, but wrong on others.",
        "Precision": "Of the images predicted as a class, the share that belongs to it.",
        "Principal components": "The directions in which many values vary most. A map shows the "
        "first two.",
        "Probability": "How likely a class is for the network; over all classes they sum to 100 %.",
        "Recall": "Of the images of a class, the share that is predicted as it.",
        "Recipe": "Everything that decides how a network is built and how it learns.",
        "Run": "One training from start to end. Every run is kept.",
        "Softmax": "Turns the outputs of the last layer into probabilities.",
        "Step": "One change of all weights, after one batch.",
        "Support": "Number of images of a class; the column “Images” of the scores.",
        "Test images": "Never learned from and never used to choose anything: they test the "
        "final network.",
        "Trustworthiness": "Of the images that are near on a map, how much they are near for the "
        "layer, too: 1 is best, 0.5 is chance.",
        "t-SNE": "Arranges images on a plane so that neighbours stay neighbours. Distances between "
        "groups mean little.",
        "Unit": "Sums its inputs, each times a weight, and passes on what the "
        "activation makes of the sum.",
        "Update ratio": "How much a step changes the weights of a layer, as a share of their size. "
        "About 0.1 % is good.",
        "Validation images": "Images that a run holds out, to measure during training how well it "
        "does on images that it has not learned from.",
        "Weight": "A number by which an input is multiplied. Training changes the weights.",
        "Weighted average": "The mean over the classes, each weighted by its number of images.",
    }
)


def glossary() -> dict[str, str]:
    """Return each term with its meaning, in alphabetical order."""
    words = {setting.metadata["label"]: setting.metadata["help"] for setting in settings()}
    return dict(sorted({**words, **_FIELD}.items(), key=lambda pair: pair[0].lower()))


def glossary_with(text: str) -> dict[str, str]:
    """Return the entries that contain a text, first those with it in the term."""
    wanted = text.strip().lower()
    found = {
        word: meaning
        for word, meaning in glossary().items()
        if wanted in word.lower() or wanted in meaning.lower()
    }
    return dict(sorted(found.items(), key=lambda pair: wanted not in pair[0].lower()))
