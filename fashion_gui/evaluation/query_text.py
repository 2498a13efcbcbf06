"""An image query as text, to be kept from one start of the program to the next."""

import json
from dataclasses import fields, replace
from typing import Any

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery, Order

_CLASSES = ("true_class", "answer", "other_answer")
"""Filters by a class: its name is kept, since other images may have others."""


def to_text(question: ImageQuery, class_names: tuple[str, ...]) -> str:
    """Return a query as JSON, without the images that were selected on a map.

    Parameters
    ----------
    class_names
        Names of the classes that its filters refer to.
    """
    question = question.without("among")
    values = {field.name: getattr(question, field.name) for field in fields(question)}
    for name in _CLASSES:
        if values[name] is not None:
            values[name] = class_names[values[name]]
    return json.dumps({name: value for name, value in values.items() if value is not None})


def from_text(text: str, class_names: tuple[str, ...]) -> ImageQuery:
    """Return the query of which ``to_text`` made a text, for images of these classes.

    Raises
    ------
    ValueError
        If it is none, or filters by a class that there is not.
    """
    try:
        values: dict[str, Any] = json.loads(text)
        for name in set(_CLASSES) & set(values):
            values[name] = class_names.index(values[name])
        question = replace(
            ImageQuery(**values),
            part=Split(values["part"]),
            order=Order(values["order"]),
            confidence=_range(values.get("confidence")),
        )
    except (RecursionError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("This is not a query.") from error
    are_flags = isinstance(question.differs, bool) and isinstance(question.is_reversed, bool)
    if question.is_right not in (None, True, False) or not are_flags or question.among:
        raise ValueError("This is not a query.")
    return question


def _range(value: Any) -> tuple[float, float] | None:
    if value is None:
        return None
    low, high = map(float, value)
    if not 0 <= low <= high <= 1:
        raise ValueError("This is not a range of probabilities.")
    return low, high
