"""Shares as percentages, for people: one rule of rounding wherever they are read.

The space before the sign does not break. ``plain`` makes it an ordinary one, for the command line.
"""

from math import floor

SIGN = "\N{NO-BREAK SPACE}%"
"""What follows the number."""
LEAST, MOST = f"<1{SIGN}", f">99{SIGN}"
"""A probability that rounds to 0 or to 100."""


def percent(share: float, digits: int = 1) -> str:
    """Return a share that was counted or measured, such as an accuracy: "93.8 %".

    0 and 100 are for what is exactly that: 0.99996 is ">99.9 %", and 0.0004 is "<0.1 %".
    """
    words = f"{100 * share:.{digits}f}"
    if share < 1 and float(words) >= 100:
        return f">{100 - 10**-digits:.{digits}f}{SIGN}"
    if share > 0 and float(words) == 0:
        return f"<{10**-digits:.{digits}f}{SIGN}"
    return f"{words}{SIGN}"


def probability(share: float) -> str:
    """Return a probability that a network gives, in whole per cent: "91 %", ">99 %", "<1 %".

    It is never "0 %" or "100 %", also where a float is exactly 0 or 1: a softmax reaches neither.
    """
    whole = round(100 * float(share))
    return LEAST if whole < 1 else MOST if whole > 99 else f"{whole}{SIGN}"


def percent_done(done: float) -> str:
    """Return how much of some work is done, rounded down: "100 %" is the end."""
    return f"{floor(100 * done)}{SIGN}"


def plain(text: str) -> str:
    """Return a text with ordinary spaces, which can be searched for in what a command prints."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
