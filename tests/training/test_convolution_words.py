"""The words for convolutions in a recipe: what they mean, and which ones mean nothing."""

import pytest

from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Softmax, Tanh
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError


def layers_of(*words: str, batch_norm: bool = True) -> list[Layer]:
    """Return the layers before the last two, a dense one and a softmax."""
    recipe = Recipe(convolutions=words, hidden=(), batch_norm=batch_norm)
    *layers, dense, softmax = recipe.architecture(10).layers
    assert (dense, softmax) == (Dense(10), Softmax())
    return layers


@pytest.mark.parametrize(
    ("word", "layers"),
    [
        ("64", [Conv2D(64, 3, 1, 1, False), BatchNorm(), ReLU(), Flatten()]),
        ("1", [Conv2D(1, 3, 1, 1, False), BatchNorm(), ReLU(), Flatten()]),
        ("4096s9", [Conv2D(4096, 3, 9, 1, False), BatchNorm(), ReLU(), Flatten()]),
        ("64p", [Conv2D(64, 3, 1, 1, False), MaxPool2D(2, 2), BatchNorm(), ReLU(), Flatten()]),
        ("64g", [Conv2D(64, 3, 1, 1, False), BatchNorm(), ReLU(), GlobalAveragePool()]),
        ("32k6s2", [Conv2D(32, 6, 2, 2, False), BatchNorm(), ReLU(), Flatten()]),
        ("32k5", [Conv2D(32, 5, 1, 2, False), BatchNorm(), ReLU(), Flatten()]),
        ("32k1", [Conv2D(32, 1, 1, 0, False), BatchNorm(), ReLU(), Flatten()]),
        ("8k2s2", [Conv2D(8, 2, 2, 0, False), BatchNorm(), ReLU(), Flatten()]),
        ("8k28", [Conv2D(8, 28, 1, 13, False), BatchNorm(), ReLU(), Flatten()]),
        (
            "8k4s3p",
            [Conv2D(8, 4, 3, 1, False), MaxPool2D(2, 2), BatchNorm(), ReLU(), Flatten()],
        ),
    ],
)
def test_a_word_means_a_convolution_and_what_comes_after_it(word: str, layers: list[Layer]) -> None:
    assert layers_of(word) == layers


def test_without_batch_norm_a_convolution_has_biases() -> None:
    assert layers_of("8p", batch_norm=False) == [
        Conv2D(8, 3, 1, 1, True),
        MaxPool2D(2, 2),
        ReLU(),
        Flatten(),
    ]


def test_convolutions_come_before_the_hidden_layers_and_dropout_after_them() -> None:
    recipe = Recipe(convolutions=("8p", "16g"), hidden=(7,), activation="tanh", dropout=0.25)
    assert list(recipe.architecture(10).layers) == [
        Conv2D(8, 3, 1, 1, True),
        MaxPool2D(2, 2),
        Tanh(),
        Conv2D(16, 3, 1, 1, True),
        Tanh(),
        GlobalAveragePool(),
        Dropout(0.25),
        Dense(7),
        Tanh(),
        Dropout(0.25),
        Dense(10),
        Softmax(),
    ]


def test_mirror_makes_a_network_that_looks_at_both() -> None:
    assert Recipe(mirror=True).architecture(10).mirrored
    assert not Recipe().architecture(10).mirrored


KNOWN = "convolutions are words such as 64, 64p, 64g or 32k6s2 (filters, kernel, stride), found "
GARBAGE = ["", " ", "p", "k3", "-8", "+8", "8.5", "1e2", "8k", "8s", "8s2k3", "8pg", "8pp", "8x"]
GARBAGE += ["8k-3", "8 p", "64,32", "99999", "8k100", "8s10", "8P", "8p\n", "nan", "x" * 50]


@pytest.mark.parametrize("word", GARBAGE)
def test_a_word_without_meaning_is_told_with_examples_of_others(word: str) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe(convolutions=("8", word))
    assert str(caught.value) == f"{KNOWN}{word!r}."


FILTERS = "convolutions have 1 to 4096 filters, found"
PARTS = "convolutions have a kernel and a stride of at least 1, found"
LARGE = "convolutions have kernels no larger than their image of"
FIT = "convolutions fit their images, found"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("0",), f"{FILTERS} '0'."),
        (("000p",), f"{FILTERS} '000p'."),
        (("4097",), f"{FILTERS} '4097'."),
        (("8k0",), f"{PARTS} '8k0'."),
        (("8s0",), f"{PARTS} '8s0'."),
        (("8k5s0g",), f"{PARTS} '8k5s0g'."),
        (("8k29",), f"{LARGE} 28x28, found 29x29."),
        (("8k99",), f"{LARGE} 28x28, found 99x99."),
        (("8p", "8k15"), f"{LARGE} 14x14, found 15x15."),
        (("8p", "8p", "8p", "8p", "8"), f"{LARGE} 1x1, found 3x3."),
        (
            ("8s9", "8s9p"),
            f"{FIT} 8s9 8s9p: A max-pool of 2x2 is larger than its image of 1x1.",
        ),
        (
            ("8p",) * 5,
            f"{FIT} 8p 8p 8p 8p 8p: A max-pool of 2x2 is larger than its image of 1x1.",
        ),
        (
            ("8g", "8"),
            f"{FIT} 8g 8: A convolution expects images, found shape (8,).",
        ),
    ],
)
def test_impossible_convolutions_are_told_in_one_sentence(
    words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe(convolutions=words)
    assert str(caught.value) == sentence


def test_an_impossible_change_of_the_convolutions_is_refused() -> None:
    with pytest.raises(RecipeError, match="found '0'"):
        Recipe().with_settings(convolutions=("0",))


def test_four_poolings_are_possible() -> None:
    recipe = Recipe(convolutions=("8p", "8p", "8p", "8k1p"))
    assert (1, 1, 8) in recipe.architecture(10).shapes
