"""A derivation as HTML, with links to the values that it uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10

from fashion_gui.explain.derivations import Derivation, Largest, Passed, Place, Term, WeightedSum
from fashion_gui.explain.learning_math import WeightStep

_N_TERMS = 8
_MOST_DECIMALS = 8
_SEPARATOR = "|"


@dataclass(frozen=True)
class Ink:
    """Colours of positive and negative terms and of titles, as ``#rrggbb``."""

    adds: str
    takes: str
    faint: str


def place_words(place: Place) -> str:
    """Return a position in words, counted from 0 as in the arrays."""
    if len(place) == 1:
        return f"unit {place[0]}"
    words = f"row {place[0]}, column {place[1]}"
    return words if len(place) == 2 else f"map {place[2]}, {words}"


def unit_words(place: Place) -> str:
    """Return which unit or map a position belongs to."""
    return place_words(place) if len(place) < 3 else f"map {place[2]}"


def link_to(layer: str, place: Place) -> str:
    """Return the address of a value, see `linked`."""
    return f"{layer}{_SEPARATOR}{','.join(map(str, place))}"


def linked(address: str) -> tuple[str, Place]:
    """Return the layer and the position of an address."""
    layer, _, place = address.partition(_SEPARATOR)
    return layer, tuple(map(int, place.split(",")))


def written_out(
    derivation: Derivation,
    other: str | None,
    ink: Ink,
    what: str = "value",
    classes: Sequence[str] = (),
) -> str:
    """Return a derivation as HTML.

    Parameters
    ----------
    other
        Name of the layer that the terms are values of; None for the pixels.
    ink
        Colours.
    what
        What the terms of a sum are products with: values, or gradients.
    classes
        The classes that the units of the other layer stand for, if they do.
    """
    if isinstance(derivation, WeightedSum):
        return _sum(derivation, other, ink, what, classes)
    lines = [escape(line).replace("-", "−") for line in derivation.lines()]
    if isinstance(derivation, Largest | Passed):
        source = derivation.winner if isinstance(derivation, Largest) else derivation.source
        lines.append(_place(source, other, classes))
    elif other is not None and len(derivation.place) in (1, 3):
        lines.append(_place(derivation.place, other, classes))
    return "<br>".join(lines)


def step_words(step: WeightStep, class_name: str) -> str:
    """Return the change of a weight in one step of learning, as a sentence."""
    return (
        f"One step at a learning rate of {step.learning_rate:g}, to call it {class_name}, would "
        f"change the weight of the largest term, {number_words(step.before)}, by "
        f"{number_words(step.after - step.before)} (gradient {number_words(step.gradient)})."
    )


def blocked_words(step: WeightStep | None, *, is_mirrored: bool) -> str:
    """Return why a gradient is 0, and why a weight may learn all the same."""
    words = (
        "Nothing comes back here: a ReLU behind this value gives 0, or a larger value wins in a "
        "pool."
    )
    if step and step.gradient:
        others = "at other places"
        if is_mirrored:
            others += ", and for the mirror image"
        words += f" Its weights learn all the same, as they are used {others}."
    return words


def _sum(
    derivation: WeightedSum, other: str | None, ink: Ink, what: str, classes: Sequence[str]
) -> str:
    source = "the picture" if other is None else escape(other).replace(" ", "&nbsp;")
    title = f"{what}&nbsp;×&nbsp;weight, in&nbsp;{source}"
    heading = f'<tr><td colspan=5 align=right><font color="{ink.faint}">{title}</font></td></tr>'
    terms = derivation.largest(_N_TERMS)
    n_others = len(derivation.values) - len(terms)
    rest = derivation.rest(_N_TERMS) if n_others else 0.0
    decimals = _decimals([*(term.product for term in terms), rest, derivation.bias])
    rows = [
        f"<tr>{_factors(term)}{_product(term.product, decimals, ink)}"
        f"<td>{_place(term.place, other, classes, is_short=True)}</td></tr>"
        for term in terms
    ]
    if n_others:
        rows.append(_plain(_product(rest, decimals, ink), f"{n_others:,} others"))
    if derivation.bias:
        rows.append(_plain(_product(derivation.bias, decimals, ink), "bias"))
    result = f"<b>=&nbsp;{number_words(derivation.result)}</b>"
    total = f"<td colspan=3></td><td align=right>{result}</td><td></td>"
    return f"<table cellspacing=0 cellpadding=2>{heading}{''.join(rows)}<tr>{total}</tr></table>"


def _factors(term: Term) -> str:
    value, weight = (
        f"{number:#.4g}".removesuffix(".").replace("-", "−") if number else "0"
        for number in (term.value, term.weight)
    )
    return f"<td align=right>{value}</td><td>×</td><td align=right>{weight}</td>"


def _plain(product: str, words: str) -> str:
    return f"<tr><td colspan=3></td>{product}<td>{words}</td></tr>"


def _decimals(products: Sequence[float]) -> int:
    """Return how many decimals all products of a sum get: the largest has four digits."""
    largest = max((abs(product) for product in products if isfinite(product)), default=0.0)
    return min(max(0, 3 - floor(log10(largest))), _MOST_DECIMALS) if largest else 0


def _product(value: float, decimals: int, ink: Ink) -> str:
    colour = ink.adds if value >= 0 else ink.takes
    number = f"{'+' if value >= 0 else '−'}&nbsp;{abs(value):.{decimals}f}"
    return f'<td align=right><font color="{colour}">{number}</font></td>'


def _place(
    place: Place, other: str | None, classes: Sequence[str] = (), *, is_short: bool = False
) -> str:
    if other is None:
        return f"&nbsp;pixel in {place_words(place[:2])}" if len(place) > 1 else "&nbsp;a pixel"
    # Broken only between layer, map, row and column.
    words = classes[place[0]] if classes else place_words(place)
    if not is_short:
        words = f"{other}, {words}"
    words = escape(words).replace(" ", "&nbsp;")
    words = words.replace(",&nbsp;", ", ")
    return f'&nbsp;<a href="{link_to(other, place)}">{words}</a>'


def number_words(value: float) -> str:
    """Return a number in four digits, with a true minus sign."""
    return f"{value + 0.0:.4g}".replace("-", "−")
