"""HTML and SVG as values: text is escaped unless it is ``Markup``, so that nobody can forget it."""

from collections.abc import Iterable
from html import escape

_WITHOUT_END = ("col", "img", "meta")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *children: str | Iterable[str], **attributes: object) -> Markup:
    """Return an element.

    Parameters
    ----------
    children
        Content, one or many at a time: ``Markup``, or text, which is escaped.
    attributes
        Attributes, as in ``class_="wide"`` or ``stroke_width=2``; None leaves one out.
    """
    given = (
        f' {key.rstrip("_").replace("_", "-")}="{escape(_in_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    start = f"<{name}{''.join(given)}>"
    return Markup(start if name in _WITHOUT_END else f"{start}{joined(*children)}</{name}>")


def joined(*children: str | Iterable[str]) -> Markup:
    """Concatenate markup and text; text is escaped."""
    parts = (part for child in children for part in ((child,) if isinstance(child, str) else child))
    return Markup("".join(p if isinstance(p, Markup) else escape(p, quote=False) for p in parts))


def _in_short(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
