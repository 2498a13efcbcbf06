"""A change that flips a prediction, in words."""

from fashion_gui.explain.redrawing import Redrawing
from fashion_gui.percent import probability
from fashion_gui.ui.session.flip_finder import Flip


def size_lines(flip: Flip) -> tuple[str, ...]:
    """Return how large a change is, in one or two short lines."""
    change = flip.change
    if isinstance(change, Redrawing):
        parts = (("+", change.ink_added), ("\N{MINUS SIGN}", change.ink_erased))
        return tuple(f"{sign} {_amount(ink)} px ink" for sign, ink in parts if ink)
    return f"\N{PLUS-MINUS SIGN} {255 * change.linf:.0f} of 255", f"in {change.n_pixels} pixels"


def sentences(flip: Flip, names: tuple[str, ...], judge: str) -> str:
    """Return what a change does, for the network that answers and for another one.

    Parameters
    ----------
    names
        Of the classes.
    judge
        Name of the other network.
    """
    change = flip.change
    target, share = names[change.target], probability(change.probability)
    words = f"{_size(flip)} it is {target}, {share} (orange lines in the bars)."
    if flip.verdict.classes != (change.target,):
        words = (
            f"{_size(flip)} {target} is the likeliest, {share} (orange lines in the bars); the "
            f"answer is “{flip.verdict.words}”."
        )
    if flip.judged is None:
        return words
    best = int(flip.judged.argmax())
    other = f"{names[best]}, {probability(float(flip.judged[best]))}"
    if flip.fools_the_other:
        return f"{words} Another network, {judge}, says so, too: {other}."
    return f"{words} Another network, {judge}, says {other}."


def _size(flip: Flip) -> str:
    change = flip.change
    if not isinstance(change, Redrawing):
        return (
            f"With at most {255 * change.linf:.0f} of 255 grey levels more or less in "
            f"{change.n_pixels} pixels (length {change.l2:.2f}),"
        )
    parts = []
    if change.ink_added:
        parts.append(f"{_pixels(change.ink_added)} of ink more")
    if change.ink_erased:
        parts.append(f"{_pixels(change.ink_erased)} erased")
    return f"With {' and '.join(parts)},"


def _pixels(ink: float) -> str:
    amount = _amount(ink)
    return f"{amount} {'pixel' if amount == '1' else 'pixels'}"


def _amount(ink: float) -> str:
    return f"{ink:.1f}".removesuffix(".0")
