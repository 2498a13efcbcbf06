"""What the program says of ten probabilities."""

import numpy as np
import pytest

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.evaluation.verdict import NOT_SURE, Verdict
from fashion_gui.percent import plain


def say(dtype: type = np.float32, **shares: float) -> str:
    """Give some classes their shares, and the others what is left, in even parts."""
    names = [name.lower() for name in CLASS_NAMES]
    rest = (1 - sum(shares.values())) / (len(names) - len(shares))
    row = np.array([shares.get(n, rest) for n in names], dtype)
    return plain(Verdict(row, CLASS_NAMES).words)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.7, "Coat, 70 %"),
        (0.91, "Coat, 91 %"),
        (0.9949, "Coat, 99 %"),
        (0.9961, "Coat, >99 %"),
        (1.0, "Coat, >99 %"),
    ],
)
def test_one_likely_class_is_the_answer_with_its_percentage(
    dtype: type, share: float, said: str
) -> None:
    assert say(dtype, coat=share) == said


def test_a_sure_answer_names_no_other_class() -> None:
    assert say(coat=0.7, pullover=0.3) == "Coat, 70 %"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shares", [(0.69, 0.31), (0.5, 0.31), (0.41, 0.4)])
def test_two_likely_classes_are_both_named_and_the_likelier_first(
    dtype: type, shares: tuple[float, float]
) -> None:
    assert say(dtype, coat=shares[0], pullover=shares[1]) == "Coat or Pullover"
    assert say(dtype, pullover=shares[0], coat=shares[1]) == "Pullover or Coat"


def test_two_classes_may_be_exactly_as_likely() -> None:
    assert say(bag=0.5, dress=0.5) in {"Bag or Dress", "Dress or Bag"}


@pytest.mark.parametrize(
    "shares", [{"coat": 0.69}, {"coat": 0.4, "shirt": 0.39}, {"coat": 0.5, "shirt": 0.25}]
)
def test_less_than_that_is_not_sure(shares: dict[str, float]) -> None:
    assert say(**shares) == NOT_SURE


@pytest.mark.parametrize("shares", [{}, {"coat": 0.34}, {"coat": 0.3, "shirt": 0.3}])
def test_what_is_like_no_class_does_not_look_like_clothing(shares: dict[str, float]) -> None:
    assert say(**shares) == "Does not look like clothing"


def verdict(is_novel: bool | None, **shares: float) -> Verdict:
    names = [name.lower() for name in CLASS_NAMES]
    rest = (1 - sum(shares.values())) / (len(names) - len(shares))
    probabilities = np.array([shares.get(n, rest) for n in names], np.float32)
    return Verdict(probabilities, CLASS_NAMES, is_novel)


def test_what_is_novel_is_no_clothing_however_large_a_probability_is() -> None:
    found = verdict(True, coat=0.999)
    assert found.words == "Does not look like clothing"
    assert found.classes == ()


def test_what_is_known_names_two_classes_where_one_that_cannot_tell_is_not_sure() -> None:
    shares = {"coat": 0.35, "shirt": 0.25}
    assert verdict(False, **shares).words == "Coat or Shirt"
    assert verdict(None, **shares).words == "Does not look like clothing"
    assert verdict(None, coat=0.45, shirt=0.3).words == NOT_SURE
    assert verdict(False, coat=0.31).words == NOT_SURE
    assert verdict(False, coat=0.25).words == "Does not look like clothing"


def test_what_is_known_names_one_class_only_where_it_is_hardly_ever_wrong() -> None:
    assert plain(verdict(False, coat=0.9, pullover=0.1).words) == "Coat, 90 %"
    assert verdict(False, coat=0.89, pullover=0.11).words == "Coat or Pullover"
    assert plain(verdict(None, coat=0.84, pullover=0.16).words) == "Coat, 84 %"
