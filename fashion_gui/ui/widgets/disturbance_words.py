"""Amounts of disturbances, in words."""

from fashion_gui.percent import SIGN

_MINUS = "\N{MINUS SIGN}"
_PATTERNS = {
    "noise": "noise {:.0%}",
    "blur": "blur {:g} px",
    "rotation": "{:g}°",
    "shift": "shift {:g} px",
    "scale": "size {:.0%}",
    "pen width": "pen {:+g} px",
    "contrast": "contrast {:.0%}",
    "inverted": "negative {:.0%}",
}


def amount_words(name: str, amount: float) -> str:
    """Return an amount of a disturbance in words, such as "blur 2 px"."""
    words = _PATTERNS.get(name, f"{name} {{:g}}").format(amount + 0.0)
    return words.replace("-", _MINUS).replace("%", SIGN)
