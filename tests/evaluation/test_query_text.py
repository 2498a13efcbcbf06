"""A query survives as text, for other images, too; what is no query is refused."""

import json

import pytest

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.evaluation.query_text import from_text, to_text

NAMES = ("Bag", "Shirt", "Coat")


def test_a_query_comes_back_by_the_names_of_its_classes() -> None:
    question = ImageQuery(
        part=Split.VALIDATION,
        true_class=0,
        answer=2,
        is_right=False,
        confidence=(0.25, 0.5),
        other_answer=1,
        differs=True,
        among=(3, 5),
        order=Order.CONFIDENTLY_WRONG,
        is_reversed=True,
    )
    text = to_text(question, NAMES)
    assert from_text(text, NAMES) == question.without("among")
    turned = from_text(text, NAMES[::-1])
    assert (turned.true_class, turned.answer, turned.other_answer) == (2, 0, 1)
    assert from_text(to_text(ImageQuery(), NAMES), NAMES) == ImageQuery()
    with pytest.raises(ValueError, match="not in"):
        from_text(text, ("Bag", "Shirt"))


@pytest.mark.parametrize(
    "change",
    [
        {"part": "half"},
        {"order": "age"},
        {"true_class": 1},
        {"confidence": [0.5, 0.25]},
        {"confidence": "all"},
        {"is_right": "yes"},
        {"differs": 1},
        {"among": [1]},
        {"size": 3},
    ],
)
def test_what_is_no_query_is_refused(change: dict[str, object]) -> None:
    values = json.loads(to_text(ImageQuery(), NAMES)) | change
    with pytest.raises(ValueError, match=r"."):
        from_text(json.dumps(values), NAMES)
    for text in ("", "[]", "3", "[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            from_text(text, NAMES)
