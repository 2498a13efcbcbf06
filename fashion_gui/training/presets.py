"""The recipes that come with the program, each with one sentence for people."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from fashion_gui.classes import Classes
from fashion_gui.training.recipes import Recipe

_ARTICLE = Recipe(
    name="article",
    summary=(
        "The article's network, 784-128-10 with sigmoids, on 5,000 images: every step looks "
        "at all of them, and the gradients are right."
    ),
    hidden=(128,),
    activation="sigmoid",
    loss="squared-error",
    optimizer="sgd",
    learning_rate=1.5,
    batch_size=None,
    epochs=1000,
    n_train=5000,
    n_test=5000,
)

_CONVNET = Recipe(
    name="convnet",
    summary=(
        "Convolutions look for small patterns all over the image: edges first, then collars and "
        "heels. Learns from mirrored and shifted images, for minutes instead of seconds."
    ),
    convolutions=("32k6s2", "64p", "128"),
    hidden=(),
    batch_norm=True,
    learning_rate=0.004,
    schedule="one-cycle",
    epochs=16,
    label_smoothing=0.05,
    mirror=True,
    shift=1,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        recipe.name: recipe
        for recipe in (
            Recipe(
                name="mlp",
                summary=(
                    "The best quick network: two hidden layers learn from 55,000 images and "
                    "get nine of ten test images right within seconds."
                ),
                hidden=(256, 128),
                batch_norm=True,
                learning_rate=0.007,
                schedule="one-cycle",
                batch_size=512,
                epochs=15,
                dropout=0.1,
                label_smoothing=0.05,
            ),
            _CONVNET,
            replace(
                _CONVNET,
                name="convnet-best",
                summary=(
                    "The best network of this program: wider, and trained for most of an hour. "
                    "The network of this name that comes with the program learned longer."
                ),
                convolutions=("32k6s2", "64", "64p", "128", "128p"),
                epochs=40,
                label_smoothing=0.1,
                weight_decay=0.05,
                shift=2,
                erase=8,
            ),
            _ARTICLE,
            replace(
                _ARTICLE,
                name="article-as-printed",
                summary=(
                    "The article's code with its errors: the sigmoid's slope is taken at the "
                    "wrong point, every image gets a bias of its own, and gradients are "
                    "summed. It learns all the same, only worse."
                ),
                learning_rate=0.01,
                as_printed=True,
            ),
            Recipe(
                name="custom",
                summary="A recipe of your own: change any setting and see what it does.",
            ),
        )
    }
)
TAGLINES: Mapping[str, str] = MappingProxyType(
    {
        "mlp": "Quick and good: two hidden layers",
        "convnet": "Small patterns first, then whole clothes",
        "convnet-best": "The best one: wider, deeper, slower",
        "article": "The article's network, gradients right",
        "article-as-printed": "The same, with the article's errors",
        "custom": "Your own: change any setting",
    }
)
"""The idea of each recipe in one line."""
DOCUMENTED_ACCURACY: Mapping[str, float] = MappingProxyType(
    {
        "mlp": 0.903,
        "convnet": 0.932,
        "convnet-best": 0.9384,
        "article": 0.826,
        "article-as-printed": 0.731,
    }
)
"""Test accuracy on Fashion-MNIST, as in ``docs/recipes.md``."""
DEFAULT_RECIPE = "mlp"
_LEARN_DRAWINGS = ("mlp", "convnet", "convnet-best")


def for_images(recipe: Recipe, class_names: Classes) -> Recipe:
    """Return a ready recipe as it is meant for images of these classes.

    Where they are clothes it learns from drawings, too, so that the network reads what people
    draw; that takes ``mlp`` twice the time, and ``convnet`` 1.8 times. A recipe of one's own and
    those of the article stay as they are.
    """
    if recipe.name in _LEARN_DRAWINGS and class_names.are_clothes:
        return replace(recipe, drawings=True)
    return recipe
