"""Classes and images: what they are, and what is refused."""

import json

import pytest

from fashion_gui.classes import CLASS_NAMES, MAX_CLASSES, Classes
from fashion_gui.image_spec import IMAGES, ImageSpec


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a"], "expected at least 2 classes, found 1"),
        ([str(number) for number in range(MAX_CLASSES + 1)], "at most 100 classes, found 101"),
        (["a", "b", "a"], "different class names"),
        (["a", " "], "that can be shown"),
        (["a", "b\x1b[2J"], "that can be shown"),
        (["a", "\ud800"], "that can be shown"),
    ],
)
def test_names_that_are_none_are_refused(names: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Classes(names)


def test_classes_are_their_names() -> None:
    classes = Classes(["cat", "dog"])
    assert classes == ("cat", "dog")
    assert hash(classes) == hash(("cat", "dog"))
    assert json.dumps(classes) == '["cat", "dog"]'


def test_of_clothes_another_no_is_said() -> None:
    assert CLASS_NAMES.are_clothes
    assert CLASS_NAMES.none_of_these == "Does not look like clothing"
    others = Classes.numbered(10)
    assert not others.are_clothes
    assert others.none_of_these == "None of these"


def test_there_are_at_least_two_numbered_classes() -> None:
    assert Classes.numbered(1) == ("class 0", "class 1")
    assert Classes.numbered(3) == ("class 0", "class 1", "class 2")


def test_an_image_spec_tells_shape_and_size() -> None:
    assert ImageSpec(28, 28) == IMAGES
    assert (IMAGES.shape, IMAGES.n_pixels, str(IMAGES)) == ((28, 28), 784, "28x28")
